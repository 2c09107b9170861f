"""Arrays of other libraries are seen where they lie: by address, type, shape and strides."""

import array
import ctypes
import gc
import sys
import unittest

import numpy as np
from binding_support import same_but_name, weights

import weightkin as wk

try:
    import torch
except ImportError:
    torch = None
    print("torch is not installed: its tensors are not tried")

NAME = "layers.0.mlp.up_proj.weight"


class Numpy(unittest.TestCase):
    def test_addresses(self):
        values = np.arange(96, dtype=np.float32).reshape(12, 8)
        for view in (values, values[3:], values[:, 2:5], values.T, values[::2], values[0, 0]):
            seen = wk.tensor_memory(view)
            self.assertEqual(seen.address, view.ctypes.data if view.ndim else seen.address)
            self.assertEqual(seen.shape, view.shape)
            if seen.strides is not None:
                self.assertEqual([4 * s for s, n in zip(seen.strides, seen.shape) if n > 1],
                                 [s for s, n in zip(view.strides, view.shape) if n > 1])

    def test_types(self):
        for name in ("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64",
                     "int64", "float16", "float32", "float64", "complex64", "complex128"):
            dtype = wk.tensor_memory(np.zeros((2, 2), name)).dtype
            with wk.Model.from_tensors({"x": np.ones((2, 2), name)}) as model:
                self.assertEqual(model.tensors[0].dtype, dtype)
                self.assertEqual(model.tensors[0].elements, 4)

    def test_refusals(self):
        values = np.zeros((4, 4), np.float32)
        for bad, kind in ((values[::-1], ValueError), (values.astype(">f4"), TypeError),
                          (values.astype("U3"), TypeError), (object(), TypeError),
                          ([1.0, 2.0], TypeError)):
            with self.assertRaisesRegex(kind, "^named:"):
                wk.Model.from_tensors({"named": bad})

    def test_masks(self):
        """An array that hides elements is not read as if it did not; one that hides none is."""
        values = np.arange(4, dtype=np.float32)
        hides = np.ma.array(values, mask=[0, 1, 0, 0])
        for take in (wk.Model.from_tensors, wk.Model.from_dlpack):
            with self.assertRaisesRegex(TypeError, "masked"):
                take({"x": hides})
            with take({"x": np.ma.array(values, mask=False)}) as model:
                self.assertEqual(bytes(model.read(0)), values.tobytes())

        class Masked:
            __array_interface__ = {**values.__array_interface__, "mask": hides.mask}

        with self.assertRaisesRegex(TypeError, "mask"):
            wk.tensor_memory(Masked())

    def test_strides_that_lead_nowhere(self):
        values = np.arange(12, dtype=np.float32)
        view = np.lib.stride_tricks.as_strided(values, (1, 3), (-400, 8))
        none = np.lib.stride_tricks.as_strided(values, (0, 3), (8, -4))
        for take in (wk.Model.from_tensors, wk.Model.from_dlpack):
            with take({"x": view, "none": none}) as model:
                self.assertEqual(list(model.read(0, dtype=wk.Dtype.F32)), [0, 2, 4])
                self.assertEqual(model.tensors[1].elements, 0)

    def test_strided_is_the_same_model(self):
        packed = weights(1, 1)
        turned = {NAME: np.ascontiguousarray(packed[NAME].T).T}
        wide = np.zeros((96, 128), np.float32)
        wide[:, ::2] = packed[NAME]
        expected = wk.Fingerprint.take(packed)
        for other in (turned, {NAME: wide[:, ::2]}):
            self.assertTrue(same_but_name(wk.Fingerprint.take(other), expected))

    def test_repeated(self):
        """Strides of 0 are taken as they are."""
        row = weights(1, 1)[NAME][0]
        spread = np.broadcast_to(row, (96, 64))
        self.assertTrue(same_but_name(wk.Fingerprint.take({NAME: spread}),
                                      wk.Fingerprint.take({NAME: spread.copy()})))

    def test_borrowed(self):
        """The library sees what is written into the array later: it has no copy."""
        values = weights(1, 1)
        model = wk.Model.from_tensors(values)
        before = model.fingerprint().info.root
        values[NAME][5, 5] += 1
        self.assertNotEqual(model.fingerprint().info.root, before)
        self.assertEqual(model.fingerprint().info.root, wk.Fingerprint.take(values).info.root)

    def test_zero_size_and_scalars(self):
        tensors = {"none": np.zeros((0, 4), np.float32), "one": np.float32(3).reshape(())}
        with wk.Model.from_tensors(tensors) as model:
            self.assertEqual([tensor.elements for tensor in model.tensors], [0, 1])
            self.assertEqual(model.fingerprint().tensors[1].maximum, 3.0)


class Seen(unittest.TestCase):
    """What the library itself says of where elements lie."""

    def test_addresses_in_the_library(self):
        values = weights(1, 1)[NAME]
        for view in (values, values[5:], values.T, values[::2, 1:]):
            with wk.Model.from_tensors({"x": view}) as model:
                seen = model.memory(0)
                self.assertEqual((seen.address, seen.shape), (view.ctypes.data, view.shape))
                read = np.frombuffer(model.read(0), np.float32).reshape(view.shape)
                self.assertTrue((read == view).all())

    def test_dlpack(self):
        values = weights(1, 1)[NAME]
        arrays = [values, values.T] + ([] if torch is None else [torch.from_numpy(values).t()])
        for view in arrays:
            address = view.ctypes.data if isinstance(view, np.ndarray) else view.data_ptr()
            before = sys.getrefcount(values)
            with wk.Model.from_dlpack({"x": view}) as model:
                self.assertEqual(model.memory(0).address, address)
                self.assertTrue(same_but_name(model.fingerprint(), wk.Fingerprint.take({"x": view})))
            del model
            gc.collect()
            self.assertEqual(sys.getrefcount(values), before)
            with self.assertRaises(wk.BadArgument):
                wk.Model.from_dlpack([("x", view), ("x", view)])
        with self.assertRaises(AttributeError):
            wk.Model.from_dlpack({"x": b"bytes"})

    def test_dlpack_versions(self):
        """A producer that knows of versions is asked for one: only so may it hand over what is
        read-only."""
        values = weights(1, 1)[NAME]

        class Modern:
            def __dlpack__(self, *, stream=None, max_version=None):
                self.asked = max_version
                return values.__dlpack__()

        modern = Modern()
        with wk.Model.from_dlpack({"x": modern}) as model:
            self.assertEqual(model.memory(0).address, values.ctypes.data)
        self.assertEqual(modern.asked, (1, 1))

    def test_dlpack_box(self):
        values = weights(1, 1)[NAME]
        with wk.Builder.begin([wk.Declaration(NAME, wk.Dtype.F32, values.shape)],
                              digests=False) as builder:
            builder.add_dlpack(NAME, values[:, :30])
            builder.add_dlpack(NAME, values[:, 30:], (0, 30))
            self.assertEqual(builder.finish().info.checksum,
                             wk.Fingerprint.take({NAME: values}).info.checksum)

    def test_values(self):
        model = wk.Model.from_tensors({"x": np.arange(10, dtype=np.float16)})
        self.assertEqual(list(model.read(0, 2, 3, wk.Dtype.F32)), [2.0, 3.0, 4.0])
        self.assertEqual(model.read(0, dtype=wk.Dtype.F64)[9], 9.0)
        self.assertEqual(len(model.read(0)), 20)
        self.assertEqual(len(model.read(0, 10)), 0)
        for first, count in ((0, 11), (11, 0)):
            with self.assertRaises(wk.BadArgument):
                model.read(0, first, count)
        memory = model.memory(0)
        model.close()
        self.assertEqual(ctypes.string_at(memory.address + 2, 2), np.float16(1).tobytes())


class Buffers(unittest.TestCase):
    def test_buffer_protocol(self):
        plain = array.array("f", [1.0, 2.0, 3.0])
        seen = wk.tensor_memory(plain)
        self.assertEqual((seen.address, seen.dtype, seen.shape),
                         (plain.buffer_info()[0], wk.Dtype.F32, (3,)))
        data = b"\1\2\3\4"
        self.assertEqual(wk.tensor_memory(data).dtype, wk.Dtype.U8)
        view = memoryview(bytearray(range(16))).cast("B", (4, 4))
        with wk.Model.from_tensors({"x": view}) as model:
            self.assertEqual(model.tensors[0].shape, (4, 4))


@unittest.skipIf(torch is None, "torch is not installed")
class Torch(unittest.TestCase):
    def test_addresses(self):
        values = torch.arange(96, dtype=torch.float32).reshape(12, 8)
        for view in (values, values[3:], values[:, 2:5], values.t(), torch.nn.Parameter(values)):
            seen = wk.tensor_memory(view)
            self.assertEqual((seen.address, seen.shape, seen.strides),
                             (view.data_ptr(), tuple(view.shape), tuple(view.stride())))

    def test_types(self):
        for name in ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16",
                     "float32", "float64", "complex64", "complex128"):
            tensor = torch.ones((2, 3), dtype=getattr(torch, name))
            with wk.Model.from_tensors({"x": tensor}) as model:
                self.assertEqual(model.tensors[0].elements, 6)
        half = torch.full((2, 2), 1.5, dtype=torch.bfloat16)
        self.assertEqual(wk.Fingerprint.take({"x": half}).tensors[0].maximum, 1.5)

    def test_same_as_numpy(self):
        values = weights()
        tensors = {name: torch.from_numpy(value) for name, value in values.items()}
        self.assertTrue(same_but_name(wk.Fingerprint.take(values), wk.Fingerprint.take(tensors)))

    def test_refusals(self):
        good = torch.ones((2, 2), dtype=torch.complex64)
        for bad in (good.conj(), torch.ones((2, 2)).to_sparse(),
                    torch.empty((2, 2), device="meta")):
            with self.assertRaises(TypeError):
                wk.Model.from_tensors({"x": bad})
        # Its sign is a bit of the tensor's, which no capsule tells.
        negative = torch.ones(3, dtype=torch.complex64).conj().imag
        for take in (wk.Model.from_tensors, wk.Model.from_dlpack):
            with self.assertRaisesRegex(TypeError, "negated"):
                take({"x": negative})


if __name__ == "__main__":
    unittest.main()
