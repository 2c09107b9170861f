"""Watching a state dict, checks after a transfer, shards: weightkin.torch without ranks."""

import unittest

from binding_support import skip, weights

try:
    import torch
except ImportError:
    skip("torch is not installed (Debian: python3-torch)")

import weightkin as wk
from weightkin.torch import Shard, Watch, declare, differences, fingerprint_shards, manifest, whole

STATE = {name: torch.from_numpy(value) for name, value in weights(8).items()}
NAME = next(iter(STATE))


def rows(state):
    return [Shard(name, tuple(value.shape), (first, 0), value[first:first + 32])
            for name, value in state.items() for first in (0, 32, 64)]


class Shards(unittest.TestCase):
    def test_cut_or_not(self):
        for digests in (True, False):
            one = fingerprint_shards(whole(STATE), digests=digests)
            self.assertEqual(fingerprint_shards(rows(STATE), digests=digests).encode(),
                             one.encode())
            taken = wk.Fingerprint.take(STATE, digests=digests)
            self.assertEqual([t.checksum for t in one.tensors], [t.checksum for t in taken.tensors])
        one = fingerprint_shards(whole(STATE), digests=True)
        self.assertEqual(one.info.root, wk.Fingerprint.take(STATE).info.root)

    def test_missing_and_double(self):
        with self.assertRaisesRegex(wk.BadArgument, NAME):
            fingerprint_shards(rows(STATE)[1:])
        with self.assertRaises(wk.BadArgument):
            fingerprint_shards(rows(STATE) + rows(STATE)[:1])

    def test_disagreement(self):
        bad = [*whole(STATE), Shard(NAME, (96, 65), (0, 0), STATE[NAME])]
        self.assertEqual(len(declare(whole(STATE))), 3)
        with self.assertRaises((ValueError, wk.BadArgument)):
            fingerprint_shards(bad)

    def test_anything_that_is_no_tensor_is_left_out(self):
        self.assertEqual(len(whole({**STATE, "step": 7})), 3)


class Transfers(unittest.TestCase):
    def setUp(self):
        self.sent = manifest(rows(STATE))

    def received(self, change):
        state = {name: value.clone() for name, value in STATE.items()}
        return list(differences(self.sent, rows(change(state) or state)))

    def test_nothing_differs(self):
        self.assertEqual(self.received(lambda state: None), [])
        doubles = {name: value.double() for name, value in STATE.items()}
        self.assertEqual(self.received(lambda _: doubles), [])

    def test_one_bit(self):
        """The lowest bit of one element, anywhere, names its shard."""
        for row, column in ((0, 0), (50, 63), (95, 63)):
            def flip(state):
                bits = state[NAME].view(torch.int32)
                bits[row, column] ^= 1
            first = row // 32 * 32
            self.assertEqual(self.received(flip), [
                (f"{NAME}[{first}:{first + 32}, 0:64]", "has other values")])

    def test_swapped_rows(self):
        def swap(state):
            state[NAME][[1, 2]] = state[NAME][[2, 1]]
        self.assertEqual([d.where for d in self.received(swap)], [f"{NAME}[0:32, 0:64]"])

    def test_casts(self):
        half = {name: value.bfloat16() for name, value in STATE.items()}
        found = self.received(lambda _: half)
        self.assertEqual({d.reason for d in found}, {"was rounded to bf16"})
        self.assertEqual(len(found), 9)
        self.assertEqual(list(differences(self.sent, rows(half), casts=[torch.bfloat16])), [])
        spoilt = {name: value.clone() for name, value in half.items()}
        spoilt[NAME][40, 3] += 1
        self.assertEqual(list(differences(self.sent, rows(spoilt), casts=[torch.bfloat16])),
                         [(f"{NAME}[32:64, 0:64]", "has other values")])

    def test_missing_and_unsent(self):
        found = list(differences(self.sent, rows(STATE)[1:]))
        self.assertEqual(found, [(f"{NAME}[0:32, 0:64]", "did not arrive")])
        extra = [*rows(STATE), Shard("new", (2,), (0,), torch.zeros(2))]
        self.assertEqual(list(differences(self.sent, extra)), [("new[0:2]", "was not sent")])


class Watching(unittest.TestCase):
    def test_turns_and_cost(self):
        kept = {}
        state = {name: value.clone() for name, value in STATE.items()}
        watch = Watch(lambda: state, every=3, keep=kept.__setitem__)
        for step in range(7):
            state[NAME][0, 0] = float(step)
            self.assertEqual(watch(step) is not None, step % 3 == 0)
        self.assertEqual(list(kept), [0, 3, 6])
        self.assertEqual([kept[s].tensors[0].maximum for s in kept if s], [3.0, 6.0])
        cost = watch.cost()
        size = sum(4 * value.numel() for value in state.values())
        self.assertEqual((cost.fingerprints, cost.bytes), (3, 3 * size))
        self.assertTrue(0 < cost.share <= 1.01 and cost.bytes_per_second > 0)

    def test_parameters_are_not_copied(self):
        module = torch.nn.Linear(64, 64)
        from weightkin.torch import _here
        for value in module.state_dict().values():
            self.assertEqual(_here(value).data_ptr(), value.data_ptr())


if __name__ == "__main__":
    unittest.main()
