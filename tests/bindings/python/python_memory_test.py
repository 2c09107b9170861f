"""A model of arrays and its fingerprint cost no copy of the arrays: peak memory says so. Also tells
what calls from Python cost."""

import resource
import time

import numpy as np
from binding_support import STORY

import weightkin as wk

MIB = 1 << 20


def peak():
    """Bytes that this process had resident at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def zero_copy():
    rows, columns = 8192, 8192
    values = np.full((rows, columns), 0.01, np.float32)  # 256 MiB
    values[:, ::3] = -0.02
    wk.Fingerprint.take({"warm": values[:64, :64].copy()})
    before = peak()
    with wk.Model.from_tensors({"layers.0.mlp.up_proj.weight": values}) as model:
        started = time.perf_counter()
        fingerprint = model.fingerprint()
        seconds = time.perf_counter() - started
        assert fingerprint.tensors[0].elements == rows * columns
    # Transposed, elements lie apart: it must not be put in order by a copy of the whole either.
    wk.Fingerprint.take({"layers.0.mlp.up_proj.weight": values[:, :1024].T})
    grown = peak() - before
    print(f"arrays of {values.nbytes // MIB} MiB: peak grew by {grown / MIB:.1f} MiB; "
          f"{values.nbytes / seconds / 1e9:.2f} GB/s")
    assert grown < values.nbytes / 8, f"peak memory grew by {grown} bytes"


def cost_of(what, call, count):
    started = time.perf_counter()
    for _ in range(count):
        call()
    each = (time.perf_counter() - started) / count
    print(f"{what}: {each * 1e6:.1f} us")
    return each


def overhead():
    with wk.Model.open(STORY / "donor.safetensors") as model:
        tensors = model.tensors
        each = cost_of("a call that only answers a number", wk.abi_version, 20000)
        cost_of("a row of 6 fields (TensorInfo)", lambda: tensors[5], 5000)
        with wk.compare(model, model) as comparison:
            pairs = comparison.tensors
            cost_of("a row of 60 fields (TensorEvidence)", lambda: pairs[5], 2000)
        tiny = {"x": np.zeros((4, 4), np.float32)}
        cost_of("a model of one small array, made and closed",
                lambda: wk.Model.from_tensors(tiny).close(), 2000)
    assert each < 1e-3, "a call costs a millisecond"


zero_copy()
overhead()
