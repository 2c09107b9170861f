"""What the tour reads of a comparison and of a fingerprint, wherever one occurs."""

import weightkin as wk
from tour_notes import bits, fold, folded_numbers


def note_evidence(notes, where, seen):
    notes.reals(where, seen, "effect", "z", "effective_size", "log10_p", "skewness",
                "excess_kurtosis")
    notes.wholes(where, seen, "units", "draws")
    notes.texts(where, seen, "null")


def note_operation(notes, where, comparison, component, operation):
    at = f"{where}.operation.{operation.position}"
    notes.text(at, "kind", operation.kind.label)
    notes.reals(at, operation, "log10_likelihood_margin")
    notes.wholes(at, operation, "tensors", "numbers")
    tensors = comparison.operation_tensors(component, operation)
    if tensors:
        notes.text(at, "first_tensor", tensors[0])
    for number in comparison.operation_numbers(component, operation):
        notes.reals(f"{at}.{number.name}", number, "value", "error")


def note_spectrum(notes, where, comparison, ruling):
    try:
        spectrum = comparison.spectrum(ruling)
    except wk.Undefined:
        notes.text(where, "spectrum", "null")
        return
    at = f"{where}.spectrum"
    notes.texts(at, spectrum, "tensor", "operation")
    notes.wholes(at, spectrum, "values", "rows", "columns", "all_rows", "all_columns", "above_edge")
    notes.reals(at, spectrum, "relative_size", "gaussian_edge", "share_above_edge")
    for field in ("shares", "gaussian_shares"):
        notes.folded(at, field, folded_numbers(bits(share) for share in getattr(spectrum, field)))


def note_asked(notes, where, comparison):
    try:
        asked = comparison.asked
    except wk.Undefined:
        notes.text(where, "asked", "null")
        return
    notes.texts(f"{where}.asked", asked, "depth", "component_map")
    notes.reals(f"{where}.asked", asked, "seconds")


def note_opened(notes, where, comparison, side):
    try:
        opened = comparison.opened(side)
    except wk.Undefined:
        notes.text(f"{where}.opened", side.name.lower(), "null")
        return
    notes.wholes(f"{where}.opened.{side.name.lower()}", opened, "as_stored", "lenient_pickle")


def note_component(notes, where, comparison, ruling):
    at = f"{where}.component.{ruling.position}"
    notes.texts(at, ruling, "id", "reference_id", "kind", "verdict", "change", "strongest_group",
                "direction")
    notes.wholes(at, ruling, "parameters", "parameters_compared", "parameters_descriptive",
                 "parameters_excluded", "parameters_unmatched", "parameters_bit_equal",
                 "tensors_compared", "tensors_excluded", "tensors_unmatched", "groups",
                 "searched_groups", "explanations", "operations", "arranged")
    notes.reals(at, ruling, "share", "cosine", "cosine_if_unrelated", "pearson", "relative_l2",
                "relative_l2_if_unrelated", "bit_equal_share", "bit_equal_chance",
                "common_variance", "log10_p", "log10_p_holm", "minimum_detectable")
    for which in ("evidence", "strongest", "searched"):
        note_evidence(notes, f"{at}.{which}", getattr(ruling, which))
    for operation in comparison.operations(ruling):
        note_operation(notes, at, comparison, ruling, operation)
    note_spectrum(notes, at, comparison, ruling)


def note_pair(notes, where, seen):
    at = f"{where}.tensor.{seen.position}"
    notes.texts(at, seen, "subject_name", "reference_name", "group", "match", "subject_dtype",
                "reference_dtype", "role", "use", "exclusion", "fit")
    notes.shape(at, seen.shape)
    notes.wholes(at, seen, "component", "layer", "elements", "bit_equal", "sign_equal")
    notes.reals(at, seen, "sum_aa", "sum_ab", "max_abs_diff", "cosine", "scale")
    note_evidence(notes, f"{at}.permutation", seen.permutation)


def note_comparison(notes, where, comparison):
    overall = comparison.overall
    notes.texts(where, overall, "verdict", "sentence")
    notes.wholes(where, overall, "subject_parameters", "reference_parameters", "parameters_found",
                 "components", "tensors", "unmatched", "limits", "searched")
    note_asked(notes, where, comparison)
    for side in wk.Side.SUBJECT, wk.Side.REFERENCE:
        note_opened(notes, where, comparison, side)
    for ruling in comparison.components:
        note_component(notes, where, comparison, ruling)
    pairs = list(comparison.tensors)
    if pairs:
        note_pair(notes, where, pairs[0])
        note_pair(notes, where, pairs[-1])
        at = f"{where}.all_tensors"
        notes.folded(at, "bit_equal", folded_numbers(pair.bit_equal for pair in pairs))
        notes.folded(at, "sum_ab", folded_numbers(bits(pair.sum_ab) for pair in pairs))
        notes.folded(at, "permutation_z",
                     folded_numbers(bits(pair.permutation.z) for pair in pairs))
    for alone in comparison.unmatched[:2]:
        notes.texts(f"{where}.unmatched.{alone.position}", alone, "name", "side")


def note_tensor_print(notes, where, fingerprint, tensor):
    at = f"{where}.tensor.{tensor.position}"
    notes.texts(at, tensor, "name", "slot", "dtype")
    notes.shape(at, tensor.shape)
    notes.wholes(at, tensor, "elements", "negative", "layer", "buckets", "units", "landmarks")
    notes.folded(at, "checksum", tensor.checksum)
    notes.folded(at, "checksum_bf16", tensor.checksum_bf16)
    notes.reals(at, tensor, "minimum", "mean", "mean_square")
    notes.text(at, "magnitude", str(tensor.magnitudes[8]))
    if tensor.value_digest is not None:
        notes.text(at, "value_digest", tensor.value_digest.hex())
    if tensor.sketch_codes is not None:
        notes.text(at, "sketch_code", str(tensor.sketch_codes[-1]))
        notes.reals(at, tensor, "sketch_scale")
    for landmark in fingerprint.landmarks(tensor)[:1]:
        notes.text(at, "landmark_row", str(landmark.row))
        notes.real(at, "landmark_norm", landmark.norm)
        notes.text(at, "landmark_code", str(landmark.codes[15]))


def note_fingerprint(notes, where, fingerprint):
    info = fingerprint.info
    notes.wholes(where, info, "seed", "parameters", "tensors", "components", "has_roots")
    notes.folded(where, "checksum", info.checksum)
    if info.has_roots:
        notes.text(where, "root", info.root.hex())
        notes.text(where, "nameless", info.nameless.hex())
    for component in fingerprint.components:
        at = f"{where}.component.{component.position}"
        notes.texts(at, component, "id", "kind")
        notes.wholes(at, component, "tensors", "parameters", "layers")
        if component.has_roots:
            notes.text(at, "root", component.root.hex())
    tensors = fingerprint.tensors
    for tensor in [tensors[0], tensors[-1]] if tensors else []:
        note_tensor_print(notes, where, fingerprint, tensor)
    data = fingerprint.encode()
    notes.text(where, "bytes", str(len(data)))
    notes.folded(where, "bytes_folded", fold(data))
