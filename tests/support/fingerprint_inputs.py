"""Tensors for test vectors, described in a few numbers and made by integer arithmetic, so that any
language makes the same bits. Described in tests/data/fingerprint/README.md."""

import numpy as np

STEP = np.uint64(0x9E3779B97F4A7C15)

#        dtype: (NumPy's type of one real, reals an element, bits a real)
DTYPES = {
    "bool": ("?", 1, 8), "u8": ("u1", 1, 8), "i8": ("i1", 1, 8), "u16": ("<u2", 1, 16),
    "i16": ("<i2", 1, 16), "u32": ("<u4", 1, 32), "i32": ("<i4", 1, 32), "u64": ("<u8", 1, 64),
    "i64": ("<i8", 1, 64), "f16": ("<f2", 1, 16), "bf16": ("<u2", 1, 16), "f32": ("<f4", 1, 32),
    "f64": ("<f8", 1, 64), "c32": ("<f2", 2, 16), "c64": ("<f4", 2, 32), "c128": ("<f8", 2, 64),
    "f8_e4m3fn": ("u1", 1, 8), "f8_e5m2": ("u1", 1, 8), "f8_e4m3fnuz": ("u1", 1, 8),
    "f8_e5m2fnuz": ("u1", 1, 8), "f8_e8m0": ("u1", 1, 8),
}


def mix(z):
    z = np.asarray(z, dtype=np.uint64)
    z = z ^ (z >> np.uint64(30))
    z = z * np.uint64(0xBF58476D1CE4E5B9)
    z = z ^ (z >> np.uint64(27))
    z = z * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def index_hash(seed, stream, index):
    """hash(stream, i) of section 1 for an array of i."""
    key = mix(np.array([seed], dtype=np.uint64) + np.array([stream], dtype=np.uint64) * STEP)
    return mix(key + (np.asarray(index, dtype=np.uint64) + np.uint64(1)) * STEP)


def count_of(shape):
    count = 1
    for extent in shape:
        count *= extent
    return count


def reals_of(description):
    return count_of(description["shape"]) * DTYPES[description["dtype"]][1]


def numbers(description, n):
    """Element values as binary64; every one a small integer times a power of two."""
    how = description["values"]
    if how["kind"] == "zero":
        return np.full(n, how.get("offset", 0.0))
    h = index_hash(how["seed"], 0, np.arange(n))
    bits = how["bits"]
    mask = np.uint64(2 ** bits - 1)
    if how["kind"] == "even":
        x = (h & mask).astype(np.int64) - 2 ** (bits - 1)
    elif how["kind"] == "bell":
        x = np.full(n, -2 * (2 ** bits - 1), dtype=np.int64)
        for field in (0, 16, 32, 48):
            x += ((h >> np.uint64(field)) & mask).astype(np.int64)
    else:
        raise ValueError(how["kind"])
    x = x.astype(np.float64) * 2.0 ** -how["shift"]
    if "row_spread" in how:
        row = np.arange(n) // (n // description["shape"][0])
        power = index_hash(how["seed"], 1, row) % np.uint64(how["row_spread"])
        x = x * 2.0 ** power.astype(np.float64)
    x = x + how.get("offset", 0.0)
    if "zeros" in how:
        x = np.where((h >> np.uint64(60)) < np.uint64(how["zeros"]), 0.0, x)
    return x


def packed(description):
    """The tensor's elements, packed, little-endian."""
    name = description["dtype"]
    type_, _, bits = DTYPES[name]
    n = reals_of(description)
    how = description["values"]
    if how["kind"] == "pattern":
        h = index_hash(how["seed"], 0, np.arange(n))
        if name == "bool":
            h = h & np.uint64(1)
        patterns = h.astype(f"<u{bits // 8}")
    else:
        x = numbers(description, n)
        if name == "bf16":
            patterns = (x.astype("<f4").view("<u4") >> np.uint32(16)).astype("<u2")
        else:
            patterns = x.astype(type_).view(f"<u{bits // 8}")
    patterns = patterns.copy()
    for index, pattern in how.get("set", []):
        patterns[index] = int(pattern, 16)
    return patterns.tobytes()
