"""How the tour in Python writes down what it saw, by the rules of docs/new-binding.md."""

import math
import struct

START, PRIME = 14695981039346656037, 1099511628211


def fold(data, folded=START):
    for byte in data:
        folded = (folded ^ byte) * PRIME & 0xffffffffffffffff
    return folded


def bits(number):
    """Of a double, every NaN being the same."""
    return 0x7ff8000000000000 if math.isnan(number) else int.from_bytes(
        struct.pack("<d", number), "little")


def folded_numbers(numbers):
    """Each number as its eight bytes, lowest first."""
    folded = START
    for number in numbers:
        folded = fold(number.to_bytes(8, "little"), folded)
    return folded


class Notes:
    """Names and strings, in the order they were seen."""

    def __init__(self):
        self.seen = {}

    def text(self, where, what, words):
        name = f"{where}.{what}"
        if name in self.seen:
            raise ValueError(f"{name} occurs twice")
        self.seen[name] = words

    def texts(self, where, row, *fields):
        """Text fields and labels of codes."""
        for field in fields:
            value = getattr(row, field)
            self.text(where, field, value if isinstance(value, str) else value.label)

    def wholes(self, where, row, *fields):
        for field in fields:
            self.text(where, field, str(int(getattr(row, field))))

    def reals(self, where, row, *fields):
        for field in fields:
            self.real(where, field, getattr(row, field))

    def real(self, where, what, number):
        self.text(where, what, f"{bits(number):016x}")

    def folded(self, where, what, folded):
        self.text(where, what, f"{folded:016x}")

    def shape(self, where, shape):
        self.text(where, "shape", "x".join(str(extent) for extent in shape))
