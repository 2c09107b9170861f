"""How much of a tensor comes back from its fingerprint: docs/fingerprint-format.md, section 9.
usage: fingerprint_leak.py [--table]

The linear part of a fingerprint (sketch, unit signatures, landmarks) is inverted by least norm, the
best guess of someone who knows nothing about the weights but their size. --table prints the page's
figures; without it a few sizes are tried, and the share of energy that comes back must be what
counting numbers says: at most as many as the fingerprint has, over as many as the tensor has."""

import pathlib
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))

import numpy as np

import fingerprint_reference as reference


def tensor(shape, axis, kind, seed):
    values = {"kind": "bell", "seed": seed, "bits": 12, "shift": 17}
    if kind == "uneven":
        values["row_spread"] = 5
    label = {"axis": axis, "units": shape[axis]} if axis is not None else None
    return reference.Tensor({"dtype": "f32", "shape": shape, "axis": label, "values": values})


class Measurements:
    """Numbers known of a tensor, each a sum of elements with signs."""

    def __init__(self, n):
        self.known = []    # values
        self.noise = []    # variance of their rounding
        self.rows = [[], []]  # of the measurement, of the element
        self.signs = []
        self.n = n

    def add(self, values, scales, where, elements, signs):
        """Element `elements[e]` enters measurement `where[e]` of `values` with `signs[e]`."""
        first = len(self.known)
        self.known.extend(values)
        self.noise.extend(np.asarray(scales) ** 2 / 12)
        self.rows[0].append(where + first)
        self.rows[1].append(elements)
        self.signs.append(signs)

    def least_norm(self, size):
        """The expected elements, if they are independent with this mean square."""
        where, element = (np.concatenate(part) for part in self.rows)
        sign = np.concatenate(self.signs)
        m = len(self.known)
        order = np.argsort(element, kind="stable")
        where, element, sign = where[order], element[order], sign[order]
        product = np.diag(np.asarray(self.noise) / size + 1e-12)
        for apart in range(3):  # an element enters at most three measurements
            same = np.flatnonzero(element[apart:] == element[:len(element) - apart])
            a, b, both = where[same], where[same + apart], sign[same] * sign[same + apart]
            np.add.at(product, (a, b), both)
            if apart:
                np.add.at(product, (b, a), both)
        weight = np.linalg.solve(product, np.asarray(self.known)) if m else np.zeros(0)
        guess = np.zeros(self.n)
        np.add.at(guess, element, sign * weight[where])
        return guess


def signs_of(flip):
    return np.where(flip, -1.0, 1.0)


def add_sketch(known, t, mean, buckets=1024):
    row, lane, flip = reference.sketch_places(t)
    sketch = reference.finish_sketch(t, mean)
    k = len(sketch["codes"])
    values = np.asarray(sketch["codes"], dtype=float) * sketch["scale"]
    if k > buckets:  # the small level
        values, k = values.reshape(-1, buckets).sum(axis=0), buckets
    known.add(values, np.full(k, sketch["scale"]), (16 * row + lane) % k, t.i, signs_of(flip))


def add_units(known, t, mean):
    """Only whole axes without blocks, gates or diagonals."""
    units = reference.finish_units(reference.unit_sums(t))
    index = np.unravel_index(t.i, t.axes)
    count, m = t.axes[t.axis["axis"]], len(units["scales"])
    unit = index[t.axis["axis"]]
    f = t.i // t.axes[1] * 0
    for axis, extent in enumerate(t.axes):
        if axis != t.axis["axis"]:
            f = f * extent + index[axis]
    sampled = {s * count // m: s for s in range(m)}
    taken = np.flatnonzero(np.isin(unit, list(sampled)))
    s = np.array([sampled[u] for u in unit[taken].tolist()])
    flip = t.flipped(t.hash(4, f // 16), f % 16)
    scales = np.repeat(units["scales"], 16)
    values = np.asarray(units["codes"], dtype=float) * scales
    where = s * 16 + f[taken] % 16
    np.subtract.at(values, where, mean * signs_of(flip[taken]))
    known.add(values, scales, where, taken, signs_of(flip[taken]))


def add_landmarks(known, t, mean):
    rows = reference.finish_rows(*reference.row_sums(t))
    columns = t.n // t.axes[0]
    for landmark in rows["landmarks"]:
        elements = np.arange(landmark["row"] * columns, (landmark["row"] + 1) * columns)
        c = elements % columns
        sign = signs_of(t.flipped(t.hash(4, c // 16), c % 16))
        values = np.asarray(landmark["codes"], dtype=float) * landmark["scale"]
        np.subtract.at(values, c % 16, mean * sign)
        known.add(values, np.full(16, landmark["scale"]), c % 16, elements, sign)


PARTS = {"small": [lambda known, t, mean: add_sketch(known, t, mean, 64)], "sketch": [add_sketch],
         "rows": [add_landmarks], "units": [add_units],
         "all": [add_sketch, add_units, add_landmarks]}


def recovered(t, level):
    """(share of energy about the mean, share of elements known to 2 % of their deviation)."""
    x = t.x
    centred = x - x.mean()
    known = Measurements(t.n)
    for part in PARTS[level]:
        part(known, t, float(x.mean()))
    guess = known.least_norm(float((centred ** 2).mean()))
    left = ((centred - guess) ** 2).sum() / (centred ** 2).sum()
    exact = np.abs(centred - guess) < 0.02 * centred.std()
    return 1 - float(left), float(exact.mean()), len(known.known) / t.n


def figures(shape, axis, kind, levels):
    answer = {}
    for level in levels:
        runs = [recovered(tensor(shape, axis, kind, seed), level)
                for seed in range(900, 900 + max(1, min(8, 20000 // reference.count_of(shape))))]
        answer[level] = tuple(np.mean(runs, axis=0))
    return answer


TABLE = [([300, 1], 0), ([32, 16], 0), ([64, 3, 3, 3], 0), ([64, 32], 0), ([64, 64], 0),
         ([128, 128], 0), ([256, 256], 0), ([256, 256], 1), ([512, 512], 0), ([1024, 1024], 0)]


def print_table():
    print("| shape, exchangeable axis | small | sketch | rows | units | all | all, uneven rows |"
          " elements known to 2 % |")
    print("|---|---|---|---|---|---|---|---|")
    for shape, axis in TABLE:
        rows = shape[0] >= 8 and reference.count_of(shape) // shape[0] >= 16
        parts = {**PARTS} if rows else {key: parts for key, parts in PARTS.items() if key != "rows"}
        if not rows:
            PARTS["all"] = [add_sketch, add_units]
        even = figures(shape, axis, "even", parts)
        uneven = figures(shape, axis, "uneven", ["all"])
        PARTS["all"] = [add_sketch, add_units, add_landmarks]
        cells = [f"{100 * even[level][0]:.2f} %" if level in even else "-" for level in PARTS]
        print(f"| {' x '.join(map(str, shape))}, {axis} | {' | '.join(cells)} | "
              f"{100 * uneven['all'][0]:.2f} % | {100 * even['all'][1]:.1f} % |", flush=True)


def check():
    wrong = 0
    for shape, axis in ([64, 64], 0), ([128, 40], 1):
        for level, (share, _, numbers) in figures(shape, axis, "even", PARTS).items():
            # Landmarks are the heaviest rows, so they hold more than their part.
            good = share < numbers * (1.5 if level == "rows" else 1.15)
            good = good and share > 0.6 * numbers
            wrong += not good
            print(f"{shape} {axis} {level}: {share:.4f} of the energy from {numbers:.4f} numbers an "
                  f"element{'' if good else ': WRONG'}")
    # A unit or a row of at most 16 elements is told whole.
    narrow = recovered(tensor([32, 16], 0, "even", 1), "units")
    wrong += not narrow[1] > 0.99
    print(f"units of 16 elements: {narrow[1]:.3f} known")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(print_table() if "--table" in sys.argv else check())
