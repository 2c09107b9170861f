"""The tour (docs/new-binding.md) in Python: every result is the expected one, to the last bit."""

import json
import os
import pathlib
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "capi/python"))
import weightkin as wk  # noqa: E402
from tour_answers import note_comparison, note_fingerprint  # noqa: E402
from tour_many import note_many  # noqa: E402
from tour_notes import Notes, fold  # noqa: E402

STORY = pathlib.Path(os.environ["WEIGHTKIN_STORY"])
NAMES = [f"layers.{layer}.mlp.up_proj.weight" for layer in range(3)]
ROWS, COLUMNS = 96, 64


def make_weights():
    """The first model, the second and their mean, as whole numbers times 2^-27."""
    state, first, second = 20, [], []

    def draw():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
        return (state >> 42) - (1 << 21)

    for _ in range(3 * ROWS * COLUMNS):
        first.append(draw())
        second.append(first[-1] + int(draw() / 8))  # rounded towards zero
    one, two = np.array(first), np.array(second)

    def weights(numbers, unit):
        values = (numbers * unit).astype(np.float32).reshape(3, ROWS, COLUMNS)
        return dict(zip(NAMES, values))

    return weights(one, 2.0**-27), weights(two, 2.0**-27), weights(one + two, 2.0**-28)


def note_model(notes, where, model):
    notes.text(where, "format", model.format)
    notes.text(where, "tensors", str(len(model.tensors)))
    for tensor in (model.tensors[0], model.tensors[-1]):
        at = f"{where}.tensor.{tensor.position}"
        notes.texts(at, tensor, "name", "dtype")
        notes.shape(at, tensor.shape)
        notes.wholes(at, tensor, "elements")
    notes.folded(where, "names_folded",
                 fold("".join(tensor.name for tensor in model.tensors).encode()))
    with model.inventory() as inventory:
        where += "_inventory"
        notes.text(where, "components", str(len(inventory.components)))
        for component in inventory.components:
            at = f"{where}.component.{component.position}"
            notes.texts(at, component, "id", "prefix", "kind")
            notes.wholes(at, component, "tensors", "parameters", "layers")
        for entry in (inventory.entries[0], inventory.entries[-1]):
            at = f"{where}.entry.{entry.position}"
            notes.texts(at, entry, "slot", "role", "use", "exclusion")
            notes.wholes(at, entry, "component", "layer")


def story(notes):
    with wk.Model.open(STORY / "suspect.safetensors") as suspect, \
            wk.Model.open(STORY / "donor.safetensors") as donor:
        note_model(notes, "suspect", suspect)
        note_model(notes, "donor", donor)
        with wk.compare(suspect, donor) as comparison:
            note_comparison(notes, "compare", comparison)
        with suspect.fingerprint(name="suspect") as one, donor.fingerprint(name="donor") as two:
            note_fingerprint(notes, "suspect_print", one)
            note_fingerprint(notes, "donor_print", two)
            with wk.compare(one, two) as comparison:
                note_comparison(notes, "compare_prints", comparison)


def sharded(weights):
    declared = [wk.Declaration(name, wk.Dtype.F32, (ROWS, COLUMNS)) for name in NAMES]
    with wk.Builder.begin(declared) as one, wk.Builder.begin(declared) as two:
        for name, values in weights.items():
            one.add(name, values[:40])
            two.add_box(name, values[40:], (40, 0))
        with wk.Builder.load(two.save()) as sent:
            one.merge(sent)
        return one.finish()


def memory(notes, scratch):
    first, second, mean = make_weights()
    with wk.Model.from_tensors(first, "first") as one, \
            wk.Model.from_tensors(second, "second") as two, \
            wk.Model.from_tensors(mean, "mean") as mixed:
        with wk.compare(two, one) as comparison:
            note_comparison(notes, "compare_memory", comparison)
        prints(notes, one.fingerprint(), two.fingerprint(), first, scratch)
        summary = one.write_safetensors(scratch / "tour.safetensors", floats=wk.Dtype.BF16)
        notes.wholes("written", summary, "tensors", "bytes", "overflowed")
        with wk.Model.open(scratch / "tour.safetensors") as again, \
                wk.compare(again, one) as comparison:
            note_comparison(notes, "compare_written", comparison)
        mixture(notes, wk.explain_merge(mixed, [one, two]))


def prints(notes, one, two, first, scratch):
    note_fingerprint(notes, "memory_print", one)
    turned = dict(first)
    turned[NAMES[1]] = np.ascontiguousarray(first[NAMES[1]].T).T
    assert turned[NAMES[1]].strides == (4, 4 * ROWS)
    note_fingerprint(notes, "strided_print", wk.Fingerprint.take(turned, name="strided"))
    note_fingerprint(notes, "sharded_print", sharded(first))
    one.write(scratch / "tour.wkf")
    note_fingerprint(notes, "reread_print", wk.Fingerprint.open(scratch / "tour.wkf"))
    note_fingerprint(notes, "small_print", one.reduce(wk.PrintLevel.SMALL, wk.PrintPart.NAMES))
    near = two.similarity(0, one, 0)
    notes.reals("estimate", near, "pearson", "pearson_error", "cosine", "cosine_error",
                "relative_l2", "relative_l2_error")


def mixture(notes, merge):
    notes.text("mixture", "sentence", merge.sentence)
    notes.text("mixture", "components", str(len(merge.components)))
    component = merge.components[0]
    notes.texts("mixture", component, "method")
    notes.wholes("mixture", component, "contributors", "layers")
    notes.reals("mixture", component, "unexplained", "weight_sum")
    for share in merge.shares(component):
        notes.reals(f"mixture.share.{share.position}", share, "weight", "error", "log10_margin")


def errors(notes):
    first, _, _ = make_weights()
    model = wk.Model.from_tensors(first, "first")
    prints = model.fingerprint()
    declared = [wk.Declaration(NAMES[0], wk.Dtype.F32, (ROWS, COLUMNS))]
    twice = [(NAMES[0], first[NAMES[0]]), (NAMES[0], first[NAMES[1]])]
    calls = {
        "missing_file": lambda: wk.Model.open("/no/such/file.safetensors"),
        "not_a_model": lambda: wk.Model.from_bytes(b"hello, world", "hello"),
        "not_a_fingerprint": lambda: wk.Fingerprint.decode(b"hello, world", "hello"),
        "missing_fingerprint": lambda: wk.Fingerprint.open("/no/such/file.wkf"),
        "name_twice": lambda: wk.Model.from_tensors(twice, "twice"),
        "no_such_tensor": lambda: model.encoding(3),
        "two_seeds": lambda: wk.compare(prints, model.fingerprint(seed=7)),
        "bad_map": lambda: wk.compare(model, model, component_map="{"),
        "cancelled": lambda: wk.compare(model, model, progress=lambda *_: True),
        "no_arrangement": lambda: wk.compare(model, model).arrangement(0),
        "not_complete": lambda: wk.Builder.begin(declared).finish(),
    }
    for what, call in calls.items():
        try:
            call()
            notes.text(f"error.{what}", "status", "ok")
        except wk.Error as failure:
            notes.text(f"error.{what}", "status", failure.status.label)
            notes.text(f"error.{what}", "fault", failure.fault.label)


def main():
    notes = Notes()
    notes.text("version", "abi", str(wk.abi_version()))
    for status in wk.Status:
        notes.text("status", str(int(status)), status.label)
    story(notes)
    with tempfile.TemporaryDirectory() as scratch:
        memory(notes, pathlib.Path(scratch))
        note_many(notes, make_weights(), STORY / "donor.safetensors", pathlib.Path(scratch))
    errors(notes)
    expected = json.loads(pathlib.Path(os.environ["WEIGHTKIN_EXPECTED"]).read_text())
    wrong = [f"{name}: expected {expected.get(name)}, seen {notes.seen.get(name)}"
             for name in {**expected, **notes.seen} if expected.get(name) != notes.seen.get(name)]
    print("\n".join(wrong[:40]))
    if wrong:
        sys.exit(f"{len(wrong)} of {len(expected)} results differ")
    print(f"all {len(expected)} results as expected")


main()
