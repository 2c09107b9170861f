"""Fingerprints a model while it trains, tells what that costs, and asks at the end whether the last
weights descend from the first.

    watch_training.py [STEPS] [EVERY]"""

import sys
import time

import torch
import weightkin as wk
from small_transformer import Decoder, train_step
from weightkin.torch import Watch


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    torch.manual_seed(1)
    torch.set_num_threads(2)
    random = torch.Generator().manual_seed(2)
    model = Decoder()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    seen = {}
    watch = Watch(model.state_dict, every=every, keep=seen.__setitem__, threads=2)
    watch(0)
    started = time.perf_counter()
    for step in range(1, steps + 1):
        loss = train_step(model, optimizer, random)
        watch(step)
    total = time.perf_counter() - started
    cost = watch.cost()
    one = cost.seconds / cost.fingerprints
    plain = (total - one * (cost.fingerprints - 1)) / steps
    size = cost.bytes / cost.fingerprints
    print(f"{size / 1e6:.1f} MB of weights, loss {loss:.2f}")
    print(f"a step takes {1e3 * plain:.0f} ms, a fingerprint {1e3 * one:.0f} ms: "
          f"{cost.bytes_per_second / 1e9:.2f} GB/s, {one / plain:.2f} steps; "
          f"every {every} steps that is {100 * one / plain / every:.1f} % of the training")
    first, last = seen[0], seen[max(seen)]
    with wk.compare(last, first) as comparison:
        print(comparison.overall.sentence)
        return 0 if comparison.verdict == wk.Verdict.DERIVED else 1


if __name__ == "__main__":
    sys.exit(main())
