#!/usr/bin/env python3
"""NumPy and PyTorch computing the numbers of the fused pass, beside the read limit.

usage: peers.py PATH/TO/pair_pass_bench [MiB per input = 512] [repetitions = 3]

The read limit is measured by `pair_pass_bench limit` directly before and after each contestant.
One thread throughout; CPU time of the process. Prints rows for the table of docs/performance.md.
"""

import subprocess
import sys
import time

import numpy as np

try:
    import torch
except ImportError:
    torch = None


def read_limit(bench, mebibytes):
    done = subprocess.run([bench, "limit", str(mebibytes)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def make_pair(kind, mebibytes):
    """a ~ N(2e-4, 0.02^2), b = a + N(0, 1e-3^2), as raw f32, f16 or bf16 (uint16) arrays."""
    size = 4 if kind == "f32" else 2
    count = (mebibytes << 20) // size
    random = np.random.default_rng(20240229)
    piece = 1 << 22
    a = np.empty(count, dtype={"f32": np.float32, "f16": np.float16, "bf16": np.uint16}[kind])
    b = np.empty_like(a)
    for first in range(0, count, piece):
        now = min(piece, count - first)
        weights = 2e-4 + 0.02 * random.standard_normal(now, dtype=np.float32)
        noisy = weights + 1e-3 * random.standard_normal(now, dtype=np.float32)
        for out, values in ((a, weights), (b, noisy)):
            if kind == "bf16":
                bits = values.view(np.uint32)
                out[first:first + now] = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
            else:
                out[first:first + now] = values
    return a, b


def widen(values, kind):
    """The array as f32; whole, as people do it."""
    if kind == "bf16":
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values.astype(np.float32) if kind == "f16" else values


def numpy_pass(a, b, kind):
    x, y = widen(a, kind), widen(b, kind)
    n = x.size
    sum_a, sum_b = x.sum(dtype=np.float64), y.sum(dtype=np.float64)
    aa, bb, ab = float(np.dot(x, x)), float(np.dot(y, y)), float(np.dot(x, y))
    diff = x - y
    others = (np.abs(diff).sum(), np.sqrt(np.dot(diff, diff)), np.abs(diff).max(),
              np.count_nonzero(a == b), np.count_nonzero(np.signbit(x) == np.signbit(y)))
    cosine = ab / np.sqrt(aa * bb)
    pearson = (ab - sum_a * sum_b / n) / np.sqrt((aa - sum_a ** 2 / n) * (bb - sum_b ** 2 / n))
    return cosine, pearson, others


def torch_pass(a, b, kind):
    """The library's own functions in the tensors' own type, f32 where it has none for f16."""
    if kind == "f16":
        a, b = a.float(), b.float()
    cosine = torch.nn.functional.cosine_similarity(a, b, dim=0)
    pearson = torch.corrcoef(torch.stack((a, b)))[0, 1]
    diff = a - b
    others = (diff.abs().sum(), diff.norm(), diff.abs().max(), (a == b).sum(),
              (torch.sign(a) == torch.sign(b)).sum())
    return float(cosine), float(pearson), others


def as_torch(values, kind):
    if kind == "bf16":
        return torch.from_numpy(values.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(values)


def exact(a, b, kind):
    """Cosine and Pearson from long double sums of f32 values, piece by piece."""
    sums = np.zeros(5, dtype=np.longdouble)
    piece = 1 << 20
    for first in range(0, a.size, piece):
        x = widen(a[first:first + piece], kind).astype(np.float64)
        y = widen(b[first:first + piece], kind).astype(np.float64)
        sums += np.array([x.sum(), y.sum(), np.dot(x, x), np.dot(y, y), np.dot(x, y)],
                         dtype=np.longdouble)
    sum_a, sum_b, aa, bb, ab = sums
    n = a.size
    cosine = ab / np.sqrt(aa * bb)
    pearson = (ab - sum_a * sum_b / n) / np.sqrt((aa - sum_a ** 2 / n) * (bb - sum_b ** 2 / n))
    return cosine, pearson


def measure(name, run, arrays, kind, bench, mebibytes, repetitions):
    a, b = arrays
    expected = exact(a, b, kind)
    inputs = (as_torch(a, kind), as_torch(b, kind)) if name.startswith("PyTorch") else (a, b)
    gigabytes = 2e-9 * a.nbytes
    ratios, rates, limits = [], [], []
    for _ in range(repetitions):
        before = read_limit(bench, mebibytes)
        start = time.process_time()
        got = run(*inputs, kind)
        rate = gigabytes / (time.process_time() - start)
        limit = (before + read_limit(bench, mebibytes)) / 2
        ratios.append(rate / limit)
        rates.append(rate)
        limits.append(limit)
    errors = [abs(float(g - e)) for g, e in zip(got, expected)]
    print(f"| {kind:<4} | {name:<18} | 1 | {np.median(ratios):6.3f} | {np.median(rates):6.2f} "
          f"| {np.median(limits):6.2f} | {errors[0]:.1e} | {errors[1]:.1e} |", flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    bench = sys.argv[1]
    mebibytes = int(sys.argv[2]) if len(sys.argv) > 2 else 512
    repetitions = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    if torch is not None:
        torch.set_num_threads(1)
    for kind in ("bf16", "f16", "f32"):
        arrays = make_pair(kind, mebibytes)
        measure(f"NumPy {np.__version__}", numpy_pass, arrays, kind, bench, mebibytes, repetitions)
        if torch is not None:
            version = torch.__version__.split("+")[0]
            measure(f"PyTorch {version}", torch_pass, arrays, kind, bench, mebibytes, repetitions)


if __name__ == "__main__":
    main()
