"""BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020) from its paper: the default hash, 32
bytes. Chunks, and nodes of one level, are compressed side by side as columns of NumPy arrays."""

import numpy as np

IV = np.array([0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
               0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19], dtype=np.uint32)
PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8
CHUNK, BLOCK = 1024, 64


def rotate(words, by):
    return (words >> np.uint32(by)) | (words << np.uint32(32 - by))


def quarters(a, b, c, d, x, y):
    """Four quarter-rounds at once, one a row."""
    a = a + b + x
    d = rotate(d ^ a, 16)
    c = c + d
    b = rotate(b ^ c, 12)
    a = a + b + y
    d = rotate(d ^ a, 8)
    c = c + d
    b = rotate(b ^ c, 7)
    return a, b, c, d


def compress(chaining, message, counter, length, flags):
    """The first eight words of the compression of each column; shapes (8, m), (16, m), (m,)."""
    columns = chaining.shape[1]
    counter = np.asarray(counter, dtype=np.uint64)
    a, b = chaining[0:4], chaining[4:8]
    c = np.repeat(IV[0:4, None], columns, axis=1)
    d = np.empty((4, columns), dtype=np.uint32)
    d[0] = (counter & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    d[1] = (counter >> np.uint64(32)).astype(np.uint32)
    d[2] = np.uint32(length)
    d[3] = np.uint32(flags)
    for _ in range(7):
        a, b, c, d = quarters(a, b, c, d, message[0:8:2], message[1:8:2])
        # The diagonals become columns, and columns again.
        b, c, d = b[[1, 2, 3, 0]], c[[2, 3, 0, 1]], d[[3, 0, 1, 2]]
        a, b, c, d = quarters(a, b, c, d, message[8:16:2], message[9:16:2])
        b, c, d = b[[3, 0, 1, 2]], c[[2, 3, 0, 1]], d[[1, 2, 3, 0]]
        message = message[PERMUTATION]
    return np.concatenate([a ^ c, b ^ d])


def chunk_values(data, first, chunks, length, root):
    """Chaining values of `chunks` chunks of equal `length`, the first of number `first`."""
    blocks = max(1, -(-length // BLOCK))
    padded = np.zeros((chunks, blocks * BLOCK), dtype=np.uint8)
    padded[:, :length] = np.frombuffer(data, dtype=np.uint8).reshape(chunks, length)
    words = padded.view("<u4").reshape(chunks, blocks, 16)
    chaining = np.repeat(IV[:, None], chunks, axis=1)
    counter = np.arange(first, first + chunks, dtype=np.uint64)
    for block in range(blocks):
        flags = CHUNK_START if block == 0 else 0
        last = block == blocks - 1
        if last:
            flags |= CHUNK_END | (ROOT if root else 0)
        size = length - block * BLOCK if last else BLOCK
        chaining = compress(chaining, words[:, block, :].T.copy(), counter, size, flags)
    return chaining


def blake3(data):
    data = bytes(data)
    if len(data) <= CHUNK:
        return chunk_values(data, 0, 1, len(data), True).T.astype("<u4").tobytes()
    whole = len(data) // CHUNK
    level = chunk_values(data[:whole * CHUNK], 0, whole, CHUNK, False)
    if len(data) % CHUNK:
        rest = chunk_values(data[whole * CHUNK:], whole, 1, len(data) % CHUNK, False)
        level = np.concatenate([level, rest], axis=1)
    # The left subtree of n chunks has the largest power of two below n: neighbours pair up level by
    # level, and one left over goes up as it is.
    while level.shape[1] > 1:
        pairs = level.shape[1] // 2
        message = np.concatenate([level[:, 0:2 * pairs:2], level[:, 1:2 * pairs:2]], axis=0)
        flags = PARENT | (ROOT if level.shape[1] == 2 else 0)
        joined = compress(np.repeat(IV[:, None], pairs, axis=1), message,
                          np.zeros(pairs, dtype=np.uint64), BLOCK, flags)
        level = np.concatenate([joined, level[:, 2 * pairs:]], axis=1)
    return level.T.astype("<u4").tobytes()
