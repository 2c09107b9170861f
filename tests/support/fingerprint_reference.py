"""Fingerprints by the letter of docs/fingerprint-format.md, slowly: the standard library and NumPy.
usage: fingerprint_reference.py [--check] FILE

FILE describes tensors and models (tests/data/fingerprint/README.md). Prints it with every
"expected" computed anew; with --check compares them with those in the file instead."""

import json
import math
import sys

import numpy as np

sys.dont_write_bytecode = True  # the source tree stays as it is

from blake3_reference import blake3
from fingerprint_inputs import DTYPES, count_of, index_hash, mix, packed

INTEGERS = ("bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64")
SMALL_FLOATS = {  # exponent bits, fraction bits, bias
    "f8_e4m3fn": (4, 3, 7), "f8_e5m2": (5, 2, 15), "f8_e4m3fnuz": (4, 3, 8),
    "f8_e5m2fnuz": (5, 2, 16)}


# ---- Elements -----------------------------------------------------------------------------------

def small_float(name, byte):
    exponent_bits, fraction_bits, bias = SMALL_FLOATS[name]
    sign = -1.0 if byte >> 7 else 1.0
    exponent = (byte >> fraction_bits) & (2 ** exponent_bits - 1)
    fraction = byte & (2 ** fraction_bits - 1)
    top = exponent == 2 ** exponent_bits - 1
    if name.endswith("fnuz"):
        if byte == 0x80:
            return math.nan
    elif name == "f8_e4m3fn":
        if top and fraction == 7:
            return math.nan
    elif top:
        return math.nan if fraction else sign * math.inf
    if exponent == 0:
        return sign * fraction * 2.0 ** (1 - bias - fraction_bits)
    return sign * (1 + fraction / 2 ** fraction_bits) * 2.0 ** (exponent - bias)


def widened(name, data):
    """All reals of a tensor as binary64."""
    if name in SMALL_FLOATS:
        table = np.array([small_float(name, byte) for byte in range(256)])
        return table[np.frombuffer(data, "u1")]
    if name == "f8_e8m0":
        table = np.array([2.0 ** (byte - 127) for byte in range(255)] + [math.nan])
        return table[np.frombuffer(data, "u1")]
    if name == "bf16":
        words = np.frombuffer(data, "<u2").astype("<u4") << np.uint32(16)
        return words.view("<f4").astype(np.float64)
    return np.frombuffer(data, DTYPES[name][0]).astype(np.float64)


def rounded(x, fraction_bits, lowest, largest):
    """x to a binary format: to nearest even, overflow to infinity, NaN stays."""
    finite = np.isfinite(x) & (x != 0)
    _, exponent = np.frexp(np.where(finite, x, 1.0))  # x = m * 2^exponent, 0.5 <= |m| < 1
    unit = np.maximum(exponent - 1, lowest) - fraction_bits
    near = np.ldexp(np.rint(np.ldexp(np.where(finite, x, 1.0), -unit)), unit)
    near = np.where(np.abs(near) > largest, np.copysign(np.inf, near), near)
    return np.where(finite, np.copysign(near, x), x)


def to_bfloat16(x):
    return rounded(x, 7, -126, float(2 ** 128 - 2 ** 120))


def to_binary16(x):
    return rounded(x, 10, -14, 65504.0)


def to_binary32(x):
    return x.astype(np.float32).astype(np.float64)


def signed(word):
    """A 64-bit word as a signed number."""
    word = int(word) % 2 ** 64
    return word - 2 ** 64 if word >= 2 ** 63 else word


# ---- Section 2 ----------------------------------------------------------------------------------

class Tensor:
    def __init__(self, description):
        self.dtype = description["dtype"]
        self.shape = list(description["shape"])
        self.seed = description.get("seed", 0)
        self.axis = description.get("axis")
        self.data = packed(description)
        self.x = widened(self.dtype, self.data)
        self.axes = self.shape + ([2] if self.dtype in ("c32", "c64", "c128") else [])
        self.n = count_of(self.axes)
        assert self.n == len(self.x)
        self.i = np.arange(self.n, dtype=np.int64)
        self.finite = np.isfinite(self.x)
        self.inside = self.finite & (np.abs(self.x) < 1024)
        kept = np.where(self.inside, self.x, 0.0)
        self.q = np.rint(kept * 2.0 ** 40).astype(np.int64)
        self.e = np.rint((kept * kept) * 2.0 ** 44).astype(np.uint64)

    def hash(self, stream, index):
        return index_hash(self.seed, stream, index)

    def flipped(self, h, bit):
        return ((h >> np.asarray(bit, dtype=np.uint64)) & np.uint64(1)) == 1


def sketch_places(t):
    block, lane = t.i // 16, t.i % 16
    h, r = t.hash(1, block), t.hash(2, block // 64)
    lane = lane ^ ((h >> np.uint64(16)) % np.uint64(16)).astype(np.int64)
    row = (block % 64) ^ (r % np.uint64(64)).astype(np.int64)
    return row, lane, t.flipped(h, lane)


def sketch_of(t, q):
    row, lane, flip = sketch_places(t)
    buckets = np.zeros(1024, dtype=np.int64)
    np.add.at(buckets, 16 * row + lane, np.where(flip, -q, q))
    return buckets


def pattern32(x):
    """w(x)"""
    single = x.astype(np.float32)
    same = single.astype(np.float64) == x
    low = mix(x.view(np.uint64)) & np.uint64(0xFFFFFFFF)
    w = np.where(same, single.view(np.uint32).astype(np.uint64), low)
    return np.where(np.isnan(x), np.uint64(0x7FC00000), w)


def checksum_of(t, x):
    block, lane = t.i // 16, t.i % 16
    k = (t.hash(1, block) >> np.uint64(32)) | np.uint64(1)
    sums = np.zeros(16, dtype=np.uint64)
    np.add.at(sums, lane, k * pattern32(x))
    keys = t.hash(3, np.arange(16)) | np.uint64(1)
    return int(np.sum(keys * sums, dtype=np.uint64))


def magnitude_counts(t):
    looked_at = t.finite & (t.x != 0)
    if t.n >= 65536:
        looked_at &= sketch_places(t)[0] < 4
    with np.errstate(over="ignore"):
        bits = np.abs(t.x[looked_at]).astype(np.float32).view(np.uint32)
    return np.bincount(bits >> np.uint32(21), minlength=1024)


def row_sums(t):
    """Energies (Python integers) and features, or None."""
    if len(t.axes) < 2 or not 8 <= t.axes[0] <= 65536 or t.n // t.axes[0] < 16:
        return None
    rows, columns = t.axes[0], t.n // t.axes[0]
    row, c = t.i // columns, t.i % columns
    flip = t.flipped(t.hash(4, c // 16), c % 16)
    feature = np.zeros((rows, 16), dtype=np.int64)
    np.add.at(feature, (row, c % 16), np.where(flip, -t.q, t.q))
    energy = [sum(part) for part in t.e.reshape(rows, columns).tolist()]
    return energy, feature


def unit_sums(t):
    label = t.axis
    a, units, w = label["axis"], label["units"], label.get("block", 1)
    assert t.axes[a] == label.get("gates", 1) * units * w
    index = list(np.unravel_index(t.i, t.axes))
    p = index[a]
    unit = (p % (units * w)) // w
    other, others = np.zeros(t.n, dtype=np.int64), 1
    for axis in range(len(t.axes)):
        if axis != a:
            other = other * t.axes[axis] + index[axis]
            others *= t.axes[axis]
    f = (p // (units * w) * w + p % w) * others + other
    q = np.where(t.flipped(t.hash(4, f // 16), f % 16), -t.q, t.q)
    if label.get("skip_diagonal", False):
        q = np.where(index[1 - a] == unit, 0, q)
    every = np.zeros((units, 16), dtype=np.int64)
    np.add.at(every, (unit, f % 16), q)
    m = min(units, 128)
    return every[[s * units // m for s in range(m)]]


# ---- Section 3 ----------------------------------------------------------------------------------

def codes_of(v, limit):
    """(scale, codes) of real numbers."""
    scale = np.float32(max(abs(number) for number in v) / limit)
    if scale == 0:
        return 0.0, [0] * len(v)
    codes = [int(np.rint(number / float(scale))) for number in v]
    return float(scale), [min(max(code, -limit), limit) for code in codes]


def finish_sketch(t, mean):
    k = 1024
    if t.n < 16384:
        k = 16
        while 2 * k * 16 <= t.n:
            k *= 2
    values, signs = sketch_of(t, t.q), sketch_of(t, np.ones(t.n, dtype=np.int64))
    c = []
    for j in range(k):
        s = signed(sum(int(values[at]) for at in range(j, 1024, k)))
        b = signed(sum(int(signs[at]) for at in range(j, 1024, k)))
        c.append(float(s) * 2.0 ** -40 - mean * float(b))
    scale, codes = codes_of(c, 32767)
    return {"scale": scale, "codes": codes}


def finish_magnitudes(counts):
    below, total = np.cumsum(counts).tolist(), int(counts.sum())
    if total == 0:
        return [0xFFFF] * 16
    return [next(bin_ for bin_ in range(1024) if below[bin_] * 32 > (2 * i + 1) * total)
            for i in range(16)]


def finish_units(sums):
    coded = [codes_of([float(signed(s)) * 2.0 ** -40 for s in unit], 127) for unit in sums]
    return {"scales": [scale for scale, _ in coded],
            "codes": [code for _, codes in coded for code in codes]}


def finish_rows(energy, feature):
    rows = len(energy)
    norm = [math.sqrt(float(e) * 2.0 ** -44) for e in energy]
    upwards = sorted(norm)
    heaviest = sorted(range(rows), key=lambda row: (-energy[row], row))[:8]
    v = feature.astype(np.float64) * 2.0 ** -40
    landmarks = []
    for row in heaviest:
        scale, codes = codes_of(v[row].tolist(), 127)
        landmarks.append({"row": row, "norm": float(np.float32(norm[row])), "scale": scale,
                          "codes": codes})
    g = np.zeros((16, 16))
    for row in range(rows):
        g = g + v[row][:, None] * v[row][None, :]
    gram = []
    for f in range(16):
        for h in range(f + 1, 16):
            root = math.sqrt(float(g[f][f] * g[h][h]))
            gram.append(int(np.rint(127 * float(g[f][h]) / root)) if root != 0 else 0)
    return {"profile": [float(np.float32(upwards[(2 * i + 1) * rows // 64])) for i in range(32)],
            "landmarks": landmarks, "gram": gram}


# ---- Section 4 ----------------------------------------------------------------------------------

FLOATS = {1: to_bfloat16, 2: to_binary16, 3: to_binary32, 4: lambda x: x}
INTEGER_FORMATS = {5: "<i1", 6: "<i2", 7: "<i4", 8: "<i8", 9: "<u8"}


def u32(number):
    return int(number).to_bytes(4, "little")


def u64(number):
    return int(number).to_bytes(8, "little")


def packed_floats(x, tag):
    if tag == 1:
        patterns = (x.astype("<f4").view("<u4") >> np.uint32(16)).astype("<u2")
        quiet = 0x7FC0
    else:
        type_, quiet = {2: ("<f2", 0x7E00), 3: ("<f4", 0x7FC00000),
                        4: ("<f8", 0x7FF8000000000000)}[tag]
        patterns = x.astype(type_).view(type_.replace("f", "u"))
    return np.where(np.isnan(x), np.array(quiet, dtype=patterns.dtype), patterns).tobytes()


def packed_tile(tile, integers):
    if integers:
        for tag, type_ in INTEGER_FORMATS.items():
            limits = np.iinfo(type_)
            if all(limits.min <= value <= limits.max for value in tile):
                return tag, np.array(tile, dtype=type_).tobytes()
    with np.errstate(over="ignore"):
        for tag, to_format in FLOATS.items():
            if np.all(np.isnan(tile) | (to_format(tile) == tile)):
                return tag, packed_floats(tile, tag)
    raise AssertionError("no format")


def value_digest(t):
    integers = t.dtype in INTEGERS
    values = np.frombuffer(t.data, DTYPES[t.dtype][0]).astype(object) if integers else t.x
    kind = b"i" if integers else (b"c" if t.dtype in ("c32", "c64", "c128") else b"f")
    extents = [extent for extent in t.axes if extent != 1]
    text = b"weightkin.value.v1\0" + kind + u32(len(extents))
    text += b"".join(u64(extent) for extent in extents)
    for first in range(0, t.n, 16384):
        tile = values[first:first + 16384]
        tag, elements = packed_tile([int(value) for value in tile] if integers else tile, integers)
        text += bytes([tag]) + blake3(elements)
    return blake3(text)


def tree(leaves):
    if not leaves:
        return blake3(b"")
    if len(leaves) == 1:
        return blake3(b"\0" + leaves[0])
    cut = 1
    while 2 * cut < len(leaves):
        cut *= 2
    return blake3(b"\1" + tree(leaves[:cut]) + tree(leaves[cut:]))


def roots_of(values):
    """Of {name: value digest}."""
    names = sorted(name.encode() for name in values)
    named = [u32(len(name)) + name + values[name.decode()] for name in names]
    return {"named": tree(named).hex(), "nameless": tree(sorted(set(values.values()))).hex()}


# ---- Prints and models --------------------------------------------------------------------------

def hexadecimal(word):
    return f"0x{word:016x}"


def print_of(t):
    inside = int(t.inside.sum())
    finite = t.x[t.finite]
    mean = float(sum(t.q.tolist())) * 2.0 ** -40 / inside if inside else 0.0
    mean_square = float(sum(t.e.tolist())) * 2.0 ** -44 / inside if inside else 0.0
    answer = {
        "nonfinite": t.n - len(finite), "outside": len(finite) - inside,
        "zeros": int((t.x == 0).sum()), "negative": int((finite < 0).sum()),
        "minimum": float(finite.min()) + 0.0 if len(finite) else "inf",
        "maximum": float(finite.max()) + 0.0 if len(finite) else "-inf",
        "mean": mean, "mean_square": mean_square,
        "checksum": hexadecimal(checksum_of(t, t.x)),
        "checksum_bf16": hexadecimal(checksum_of(t, to_bfloat16(t.x))),
        "checksum_f16": hexadecimal(checksum_of(t, to_binary16(t.x))),
        "stored": blake3(t.data).hex(), "value": value_digest(t).hex(),
        "magnitudes": finish_magnitudes(magnitude_counts(t)),
        "sketch": None, "units": None, "rows": None}
    if inside == t.n and t.n >= 256 and math.sqrt(mean_square) >= 2.0 ** -26:
        answer["sketch"] = finish_sketch(t, mean)
        if t.axis and t.axis["units"] >= 8:
            answer["units"] = finish_units(unit_sums(t))
        rows = row_sums(t)
        if rows:
            answer["rows"] = finish_rows(*rows)
    return answer


def model_of(names, prints, components):
    checksum = 0
    for name in names:
        key = int.from_bytes(blake3(name.encode())[:8], "little") | 1
        checksum += key * int(prints[name]["checksum"], 16)
    values = {name: bytes.fromhex(prints[name]["value"]) for name in names}
    return {"checksum": hexadecimal(checksum % 2 ** 64), "roots": roots_of(values),
            "component_roots": [roots_of({name: values[name] for name in part})
                                for part in components]}


def computed(description):
    """The description with every "expected" made anew."""
    prints = {}
    for tensor in description["tensors"]:
        with np.errstate(over="ignore", invalid="ignore"):
            tensor["expected"] = prints[tensor["name"]] = print_of(Tensor(tensor))
    for model in description.get("models", []):
        model["expected"] = model_of(model["tensors"], prints, model.get("components", []))
    return description


def main():
    path = sys.argv[-1]
    with open(path) as file:
        text = file.read()
    answer = computed(json.loads(text))
    if "--check" not in sys.argv:
        # One line a tensor: reviewable, and half the size of indented numbers.
        lines = {key: ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
                 for key, entries in answer.items()}
        print("{" + ",\n".join(f'"{key}":[\n{body}\n]' for key, body in lines.items()) + "}")
        return 0
    pinned = json.loads(text)
    wrong = [entry["name"] for key in pinned for entry, anew in zip(pinned[key], answer[key])
             if entry != anew]
    print(f"{path}: {sum(map(len, pinned.values()))} entries, differing: {wrong or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
