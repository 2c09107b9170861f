"""Files written by other people's libraries come out of `weightkin convert` with the same values.
usage: round_trip.py COMMAND

Each case writes a file with an independent library, converts it, and reads the result with a
parser of safetensors of its own (NumPy only). Libraries that are not installed are named and
skipped; the test fails when none is."""

import importlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np

COMMAND = sys.argv[1]
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2",
         "I8": "i1", "U8": "u1", "BOOL": "?"}


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + at for at in entry["data_offsets"])
        if entry["dtype"] == "BF16":
            words = np.frombuffer(data[begin:end], "<u2").astype("<u4") << 16
            array = words.view("<f4")
        else:
            array = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
        tensors[name] = array.reshape(entry["shape"])
    return tensors


def arrays():
    random = np.random.default_rng(7)
    return {
        "layer.weight": random.standard_normal((33, 17)).astype("<f4"),
        "layer.bias": random.standard_normal(33).astype("<f2"),
        "deep.kernel": random.standard_normal((3, 3, 5, 7)),
        "count": np.arange(-5, 6, dtype="<i8"),
    }


def with_numpy(folder, wanted):
    path = folder / "model.npz"
    np.savez_compressed(path, **wanted)
    return path, wanted


def with_torch(folder, wanted):
    import torch
    path = folder / "model.pt"
    state = {name: torch.from_numpy(array) for name, array in wanted.items()}
    state["transposed"] = state["layer.weight"].t()
    state["half"] = state["layer.weight"].to(torch.bfloat16)
    torch.save(state, path)
    wanted = dict(wanted, transposed=wanted["layer.weight"].T,
                  half=state["half"].to(torch.float32).numpy())
    return path, wanted


def with_torch_legacy(folder, wanted):
    import torch
    path = folder / "model.pth"
    torch.save({name: torch.from_numpy(array) for name, array in wanted.items()}, path,
               _use_new_zipfile_serialization=False)
    return path, wanted


def with_h5py(folder, wanted):
    import h5py
    path = folder / "model.h5"
    with h5py.File(path, "w") as file:
        for name, array in wanted.items():
            chunked = array.ndim == 4
            file.create_dataset(name.replace(".", "/"), data=array, chunks=chunked or None,
                                compression="gzip" if chunked else None, shuffle=chunked)
    return path, {name.replace(".", "/"): array for name, array in wanted.items()}


def with_onnx(folder, wanted):
    import onnx
    from onnx import helper, numpy_helper
    tensors = [numpy_helper.from_array(array, name) for name, array in wanted.items()]
    tensors.append(helper.make_tensor("typed", onnx.TensorProto.FLOAT, [3], [1.5, -2.5, 1e-9]))
    graph = helper.make_graph([], "graph", [], [], initializer=tensors)
    path = folder / "model.onnx"
    onnx.save(helper.make_model(graph), str(path))
    return path, dict(wanted, typed=np.array([1.5, -2.5, 1e-9], "<f4"))


def with_zarr(folder, wanted):
    import numcodecs
    import zarr
    path = folder / "model.zarr"
    group = zarr.open_group(str(path), mode="w")
    blosc = [numcodecs.Blosc(compressor, shuffle=shuffle) for compressor in numcodecs.blosc.list_compressors()
             for shuffle in (numcodecs.Blosc.NOSHUFFLE, numcodecs.Blosc.SHUFFLE, numcodecs.Blosc.BITSHUFFLE)]
    compressors = [numcodecs.Zlib(level=3), numcodecs.GZip(), numcodecs.Zstd(), *blosc]
    copies = {f"{name}_{i}": array for name, array in wanted.items() for i in range(len(compressors))}
    for name, array in copies.items():
        group.create_dataset(name, data=array, chunks=tuple(max(1, n // 2) for n in array.shape),
                             compressor=compressors[int(name.rsplit("_", 1)[1])])
    return path, copies


def with_msgpack(folder, wanted):
    import msgpack
    def packed(array):
        content = msgpack.packb([list(array.shape), array.dtype.name, array.tobytes()])
        return msgpack.ExtType(1, content)
    path = folder / "model.msgpack"
    path.write_bytes(msgpack.packb({name: packed(array) for name, array in wanted.items()}))
    return path, wanted


CASES = [("numpy", with_numpy), ("torch", with_torch), ("torch", with_torch_legacy),
         ("h5py", with_h5py), ("onnx", with_onnx), ("zarr", with_zarr), ("msgpack", with_msgpack)]


def check(case, folder):
    path, wanted = case(folder, arrays())
    out = folder / "out.safetensors"
    subprocess.run([COMMAND, "convert", "--as-stored", str(path), str(out)], check=True)
    found = read_safetensors(out)
    problems = []
    if sorted(found) != sorted(wanted):
        problems.append(f"names {sorted(found)} for {sorted(wanted)}")
    for name, array in wanted.items():
        if name not in found:
            continue
        if found[name].shape != array.shape or found[name].dtype.kind != array.dtype.kind:
            problems.append(f"{name}: {found[name].dtype}{found[name].shape}")
        elif not np.array_equal(found[name], array):
            problems.append(f"{name}: other values")
    return problems


failed = False
checked = 0
for library, case in CASES:
    try:
        importlib.import_module(library)
    except ImportError:
        print(f"{library} is not installed: not compared")
        continue
    with tempfile.TemporaryDirectory() as folder:
        problems = check(case, pathlib.Path(folder))
    for problem in problems:
        print(f"{case.__name__}: {problem}")
    failed = failed or bool(problems)
    checked += 1
print(f"{checked} files of other libraries compared")
sys.exit(1 if failed or checked == 0 else 0)
