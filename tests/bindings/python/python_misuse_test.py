"""What callers of Python get wrong: an exception that says so, never a crash or a wrong number."""

import copy
import ctypes
import gc
import os
import pathlib
import pickle
import tempfile
import threading
import unittest
from unittest import mock

import numpy as np
from binding_support import STORY, weights

import weightkin as wk
from weightkin import _handle, sources

DECLARED = [wk.Declaration("a", wk.Dtype.BF16, (4, 4))]

POLICY = """{"schema": "urn:weightkin:schema:policy:1.0", "name": "any", "abstention":
  {"undetermined": "review", "not_comparable": "pass", "non_evidential": "pass"},
  "rules": [{"id": "named", "rule": "declare"}]}"""


def model(seed=1):
    return wk.Model.from_tensors(weights(seed, 2, 24, 16), f"seed {seed}")


class Handles(unittest.TestCase):
    def test_of_another_kind_are_refused(self):
        """To the library one address is like another."""
        one, other = model(), model(2)
        print_, index = one.fingerprint(), wk.Index
        builder, checksum = wk.Builder.begin(DECLARED), wk.Checksum.begin(DECLARED)
        manifest = wk.Manifest.make(STORY / "donor.safetensors")
        policy = wk.Policy.from_json(POLICY)
        with tempfile.TemporaryDirectory() as folder:
            index = wk.Index.open(os.path.join(folder, "i.sqlite"), wk.IndexAccess.CREATE)
            for call in (lambda: wk.compare(one, print_), lambda: wk.affinity(one, other),
                         lambda: wk.affinity(print_, one),
                         lambda: wk.find_ancestors(one, [print_]),
                         lambda: wk.find_ancestors(print_, [one]),
                         lambda: wk.find_ancestors(print_, [print_], weights=print_),
                         lambda: wk.find_ancestors(print_, [print_], reference_weights=[print_]),
                         lambda: wk.grow_forest([one, other]), lambda: wk.picture([one]),
                         lambda: wk.explain_merge(print_, [one, other]),
                         lambda: wk.explain_merge(one, [other, print_]),
                         lambda: wk.explain_merge(one, [other], print_),
                         lambda: print_.similarity(0, one, 0),
                         lambda: one.measure_pair(0, print_, 0), lambda: builder.merge(checksum),
                         lambda: checksum.merge(builder), lambda: manifest.compare(print_),
                         lambda: manifest.differences(one), lambda: wk.Hashes.take(print_),
                         lambda: wk.Inventory.take(print_),
                         lambda: wk.Builder.begin(DECLARED, contents=one),
                         lambda: policy.decide([one]),
                         lambda: policy.decide([], claimant=print_), lambda: index.add(one),
                         lambda: index.add_many([one]), lambda: index.query(one)):
                with self.assertRaises(TypeError):
                    call()
            index.close()

    def test_do_not_travel(self):
        with model() as one, wk.compare(one, one) as comparison:
            for handle in (one, comparison):
                for way in (pickle.dumps, copy.copy, copy.deepcopy):
                    with self.assertRaisesRegex(TypeError, type(handle).__name__):
                        way(handle)
            row = comparison.overall
            self.assertEqual(pickle.loads(pickle.dumps(row)), row)

    def test_stay_open_during_a_call(self):
        """Closed by its own progress callback, an index ends after the call."""
        ended, seen = [], []
        real = _handle.Owner.__del__

        def counted(owner):
            ended.append(owner)
            real(owner)

        def closing(*_):
            index.close()
            gc.collect()
            seen.append(len(ended))

        with tempfile.TemporaryDirectory() as folder:
            index = wk.Index.open(os.path.join(folder, "i.sqlite"), wk.IndexAccess.CREATE)
            index.add(model().fingerprint())
            subject = model(2).fingerprint()
            with mock.patch.object(_handle.Owner, "__del__", counted):
                answer = index.query(subject, progress=closing)
            self.assertTrue(index.closed)
            self.assertEqual((set(seen), len(ended)), ({0}, 1))
            answer.close()

    def test_structs_keep_what_they_point_to_open(self):
        one = model()
        raw = one._fill("wkin_model_tensor", wk._declarations.wkin_tensor_info(), 0)
        one.close()
        self.assertEqual(raw.name, b"layers.0.mlp.up_proj.weight")
        self.assertIsInstance(raw.owner, _handle.Owner)



class Numbers(unittest.TestCase):
    def test_beyond_64_bits(self):
        """Not taken modulo 2**64, which would answer of something else."""
        one, wrapped = model(), 2**64
        builder = wk.Builder.begin([wk.Declaration("a", wk.Dtype.F32, (4, 4))])
        row = np.ones((1, 4), np.float32)
        for call in (lambda: one.usage(wrapped), lambda: one.read(wrapped),
                     lambda: one.read(0, wrapped), lambda: one.read(0, 0, wrapped),
                     lambda: one.memory(-wrapped), lambda: builder.add(wrapped, row),
                     lambda: builder.add("a", row, wrapped),
                     lambda: builder.add_box("a", row, (0, wrapped)),
                     lambda: builder.add_dlpack("a", row, (wrapped, 0)),
                     lambda: wk.Checksum.begin(DECLARED).add(wrapped, row),
                     lambda: wk.Builder.begin([wk.Declaration("x", wk.Dtype.F32, (wrapped + 2,))])):
            with self.assertRaises(ValueError):
                call()


class Text(unittest.TestCase):
    def test_a_zero_in_a_path_is_refused(self):
        """C would see the part before it: another file."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x")
            print_ = model().fingerprint()
            model().write_safetensors(path)
            for call in (lambda: wk.Model.open(path + "\0y"), lambda: print_.write(path + "1\0y"),
                         lambda: model().write_safetensors(path + "2\0y"),
                         lambda: wk.Fingerprint.open(path + "\0y"),
                         lambda: wk.Manifest.make(path + "\0y")):
                with self.assertRaisesRegex(ValueError, "zero character"):
                    call()
            self.assertEqual(os.listdir(folder), ["x"])

    def test_limits_have_a_range(self):
        for most in (-1, 2**64):
            with self.assertRaisesRegex(ValueError, "header_bytes"):
                wk.Model.open(STORY / "donor.safetensors",
                              wk.Opening(limits={"header_bytes": most}))


class Image:
    """Has its bytes in the interface, as PIL has them."""

    def __init__(self, data, **more):
        self.__array_interface__ = {"shape": (4, 4), "typestr": "|u1", "version": 3, "data": data,
                                    **more}


class Arrays(unittest.TestCase):
    def test_bytes_in_the_interface(self):
        data = bytes(range(16))
        with wk.Model.from_tensors({"x": Image(data)}) as held:
            self.assertEqual(bytes(held.read(0)), data)
        with wk.Model.from_tensors({"x": Image(b"ab" + data, offset=2)}) as held:
            self.assertEqual(bytes(held.read(0)), data)
        for bad in (Image(data[1:]), Image(data, offset=1), Image(data, strides=(4, 1))):
            with self.assertRaisesRegex(ValueError, "^x:"):
                wk.Model.from_tensors({"x": bad})
        with self.assertRaisesRegex(TypeError, "^x:"):
            wk.Model.from_tensors({"x": Image(None)})

    def test_numpy_scalars(self):
        """They tell the address of a copy that is gone."""
        with wk.Model.from_tensors({f"x{i}": np.float64(i) for i in range(50)}) as held:
            clutter = [np.float64(77) for _ in range(1000)]
            self.assertEqual([held.read(i, dtype=wk.Dtype.F64)[0] for i in range(50)],
                             list(range(50)))
            del clutter

    def test_ctypes_arrays(self):
        with wk.Model.from_tensors({"x": (ctypes.c_float * 3)(1, 2, 3)}) as held:
            self.assertEqual(list(held.read(0, dtype=wk.Dtype.F32)), [1, 2, 3])

    def test_as_many_strides_as_axes(self):
        values = np.zeros((2, 3), np.float32)
        for strides in ((3,), (3, 1, 1)):
            with self.assertRaisesRegex(ValueError, "^x:.*strides"):
                wk.Model.from_tensors({"x": wk.TensorMemory(
                    values.ctypes.data, wk.Dtype.F32, (2, 3), strides, values)})

    def test_foreign_byte_order_is_named(self):
        with self.assertRaisesRegex(TypeError, "byte order"):
            wk.Model.from_tensors({"x": np.zeros(3, ">f4")})


class Shards(unittest.TestCase):
    def test_of_another_type_are_refused(self):
        """The library sees bytes; f16 in bf16 would be another model."""
        for taker in (wk.Builder.begin(DECLARED), wk.Checksum.begin(DECLARED)):
            with self.assertRaisesRegex(wk.BadArgument, "bf16.*f16"):
                taker.add("a", np.zeros((4, 4), np.float16))
            taker.add("a", np.zeros((2, 4), np.uint16))  # bits
            taker.add(0, np.zeros((2, 4), np.uint16), 8)
        with self.assertRaisesRegex(wk.BadArgument, "bf16.*f16"):
            wk.Builder.begin(DECLARED).add_box("a", np.zeros((4, 4), np.float16), (0, 0))

    def test_dlpack_starts_are_as_many_as_axes(self):
        builder = wk.Builder.begin([wk.Declaration("a", wk.Dtype.F32, (4, 4))])
        for start in ((2,), (2, 2, 2), ()):
            with self.assertRaisesRegex(wk.BadArgument, "starts"):
                builder.add_dlpack("a", np.zeros((2, 2), np.float32), start)
        builder.add_dlpack("a", np.zeros((2, 2), np.float32), (2, 2))


class Bytes:
    def __init__(self, size=None, read=None):
        self.data = pathlib.Path(STORY / "donor.safetensors").read_bytes()
        self.size = len(self.data) if size is None else size
        self.read = read or (lambda offset, length: self.data[offset:offset + length])


class Sources(unittest.TestCase):
    def test_more_than_was_asked_for_is_a_failure(self):
        """A server that ignores ranges answers the whole file, from its beginning."""
        source = Bytes()
        source.read = lambda offset, length: source.data
        with self.assertRaisesRegex(wk.IoError, "donor") as caught:
            wk.Model.from_source(source, "donor.safetensors")
        self.assertIn("asked for", str(caught.exception.__cause__))

    def test_sizes_have_a_range(self):
        for size in (-1, 2**64):
            with self.assertRaisesRegex(ValueError, "source of"):
                wk.Model.from_source(Bytes(size), "x")

    def test_refused_calls_keep_no_source(self):
        before = len(sources._sources)
        for call in (lambda: wk.Model.from_source(Bytes(), "a\0b"),
                     lambda: wk.Model.from_source(Bytes(), "x", how=wk.Opening(limits={"no": 1})),
                     lambda: wk.Model.from_source(Bytes(read=lambda *_: None), "x")):
            with self.assertRaises(Exception):
                call()
        self.assertEqual(len(sources._sources), before)

    def test_garbage_may_be_collected_while_one_is_registered(self):
        """Its collection releases a source under the same lock."""
        done = []

        def register():
            with sources._lock:
                wk.Model.from_source(Bytes(), "donor.safetensors").close()
            done.append(True)

        thread = threading.Thread(target=register, daemon=True)
        thread.start()
        thread.join(30)
        self.assertTrue(done, "the release waits for ever")


if __name__ == "__main__":
    unittest.main()
