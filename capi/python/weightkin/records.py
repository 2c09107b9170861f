"""What the library answers, copied out of its structs."""

# Written by generate_python.py from the C headers; not edited by hand.

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Tuple

from weightkin._copy import array, digest, numbers, place, text
from weightkin.codes import (
    Basis,
    Change,
    ComponentKind,
    Direction,
    Dtype,
    Equality,
    EvidenceSource,
    Exclusion,
    FileState,
    Fit,
    KeyChannel,
    ManifestHash,
    Match,
    MergeMethod,
    Null,
    OperationKind,
    Outcome,
    Role,
    RuleKind,
    SearchDepth,
    Side,
    TokenChoice,
    Use,
    Verdict,
)


class TensorInfo(NamedTuple):
    """One tensor of a model; pointers live as long as the model."""

    position: int
    name: str
    shape: Tuple[int, ...]
    elements: int
    dtype: Dtype
    rank: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TensorInfo:
        return cls(position,
                   text(raw.name),
                   numbers(raw.shape, raw.rank),
                   raw.elements,
                   Dtype(raw.dtype),
                   raw.rank)


class TensorEncoding(NamedTuple):
    """How the values of a tensor are stored, where they are not simply its elements."""

    position: int
    scheme: str
    bits_per_value: float
    undo_error: float
    block_values: int
    parts: int
    layout_rules: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TensorEncoding:
        return cls(position,
                   text(raw.scheme),
                   raw.bits_per_value,
                   raw.undo_error,
                   raw.block_values,
                   raw.parts,
                   raw.layout_rules)


class EncodingPart(NamedTuple):
    """One stored piece of a tensor."""

    position: int
    role: str
    name: str
    shape: Tuple[int, ...]
    elements: int
    dtype: Dtype
    rank: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> EncodingPart:
        return cls(position,
                   text(raw.role),
                   text(raw.name),
                   numbers(raw.shape, raw.rank),
                   raw.elements,
                   Dtype(raw.dtype),
                   raw.rank)


class WriteSummary(NamedTuple):
    """What was written."""

    position: int
    tensors: int
    bytes: int
    overflowed: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> WriteSummary:
        return cls(position,
                   raw.tensors,
                   raw.bytes,
                   raw.overflowed)


class Overall(NamedTuple):
    """The ruling on the whole of the subject."""

    position: int
    sentence: str
    subject_parameters: int
    reference_parameters: int
    parameters_found: int
    components: int
    tensors: int
    unmatched: int
    limits: int
    verdict: Verdict
    searched: int
    subject_name: str
    subject_format: str
    reference_name: str
    reference_format: str
    subject_tensors: int
    reference_tensors: int
    source: EvidenceSource
    subject_files: int
    reference_files: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Overall:
        return cls(position,
                   text(raw.sentence),
                   raw.subject_parameters,
                   raw.reference_parameters,
                   raw.parameters_found,
                   raw.components,
                   raw.tensors,
                   raw.unmatched,
                   raw.limits,
                   Verdict(raw.verdict),
                   raw.searched,
                   text(raw.subject_name),
                   text(raw.subject_format),
                   text(raw.reference_name),
                   text(raw.reference_format),
                   raw.subject_tensors,
                   raw.reference_tensors,
                   EvidenceSource(raw.source),
                   raw.subject_files,
                   raw.reference_files)


class Evidence(NamedTuple):
    """Evidence that units of two tensors correspond, under the null that one side was
    permuted."""

    position: int
    effect: float
    z: float
    effective_size: float
    log10_p: float
    skewness: float
    excess_kurtosis: float
    units: int
    draws: int
    null: Null

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Evidence:
        return cls(position,
                   raw.effect,
                   raw.z,
                   raw.effective_size,
                   raw.log10_p,
                   raw.skewness,
                   raw.excess_kurtosis,
                   raw.units,
                   raw.draws,
                   Null(raw.null))


class ComponentRuling(NamedTuple):
    """The ruling on one component. Similarities are robust medians over the tensors that may
    carry a verdict, each beside what unrelated tensors would show."""

    position: int
    id: str
    reference_id: str
    sentence: str
    explanations: int
    kind: ComponentKind
    verdict: Verdict
    change: Change
    parameters: int
    share: float
    parameters_compared: int
    parameters_descriptive: int
    parameters_excluded: int
    parameters_unmatched: int
    parameters_bit_equal: int
    tensors_compared: int
    tensors_excluded: int
    tensors_unmatched: int
    cosine: float
    cosine_if_unrelated: float
    pearson: float
    relative_l2: float
    relative_l2_if_unrelated: float
    bit_equal_share: float
    bit_equal_chance: float
    evidence: Evidence
    strongest: Evidence
    strongest_group: str
    groups: int
    common_variance: float
    log10_p: float
    log10_p_holm: float
    minimum_detectable: float
    searched: Evidence
    searched_groups: int
    direction_reason: str
    operations: int
    direction: Direction
    arranged: bool
    common_variance_error: float
    anchors: Evidence
    anchored_networks: int
    anchors_log10_p_holm: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComponentRuling:
        return cls(position,
                   text(raw.id),
                   text(raw.reference_id),
                   text(raw.sentence),
                   raw.explanations,
                   ComponentKind(raw.kind),
                   Verdict(raw.verdict),
                   Change(raw.change),
                   raw.parameters,
                   raw.share,
                   raw.parameters_compared,
                   raw.parameters_descriptive,
                   raw.parameters_excluded,
                   raw.parameters_unmatched,
                   raw.parameters_bit_equal,
                   raw.tensors_compared,
                   raw.tensors_excluded,
                   raw.tensors_unmatched,
                   raw.cosine,
                   raw.cosine_if_unrelated,
                   raw.pearson,
                   raw.relative_l2,
                   raw.relative_l2_if_unrelated,
                   raw.bit_equal_share,
                   raw.bit_equal_chance,
                   Evidence._of(raw.evidence),
                   Evidence._of(raw.strongest),
                   text(raw.strongest_group),
                   raw.groups,
                   raw.common_variance,
                   raw.log10_p,
                   raw.log10_p_holm,
                   raw.minimum_detectable,
                   Evidence._of(raw.searched),
                   raw.searched_groups,
                   text(raw.direction_reason),
                   raw.operations,
                   Direction(raw.direction),
                   raw.arranged != 0,
                   raw.common_variance_error,
                   Evidence._of(raw.anchors),
                   raw.anchored_networks,
                   raw.anchors_log10_p_holm)


class TensorEvidence(NamedTuple):
    """Everything measured on one pair of tensors; a is the subject, b the reference. Sums run
    over the positions where both elements are finite."""

    position: int
    subject_name: str
    reference_name: str
    detail: str
    group: str
    shape: Tuple[int, ...]
    rank: int
    subject: int
    reference: int
    component: int
    parameters: int
    match: Match
    subject_dtype: Dtype
    reference_dtype: Dtype
    role: Role
    use: Use
    exclusion: Exclusion
    layer: int
    elements: int
    finite: int
    nonfinite_a: int
    nonfinite_b: int
    bit_equal: int
    sign_equal: int
    zero_a: int
    zero_b: int
    zero_both: int
    sum_a: float
    sum_b: float
    sum_aa: float
    sum_bb: float
    sum_ab: float
    sum_abs_diff: float
    sum_sq_diff: float
    max_abs_diff: float
    cosine: float
    cosine_if_unrelated: float
    pearson: float
    relative_l2: float
    relative_l2_if_unrelated: float
    scale: float
    mean_a: float
    mean_b: float
    sd_a: float
    sd_b: float
    bit_equal_share: float
    bit_equal_chance: float
    sign_equal_share: float
    sign_equal_chance: float
    permutation: Evidence
    fit: Fit
    rounded: bool
    pearson_error: float
    same_once_undone: bool
    basis: Equality

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TensorEvidence:
        return cls(position,
                   text(raw.subject_name),
                   text(raw.reference_name),
                   text(raw.detail),
                   text(raw.group),
                   numbers(raw.shape, raw.rank),
                   raw.rank,
                   raw.subject,
                   raw.reference,
                   raw.component,
                   raw.parameters,
                   Match(raw.match),
                   Dtype(raw.subject_dtype),
                   Dtype(raw.reference_dtype),
                   Role(raw.role),
                   Use(raw.use),
                   Exclusion(raw.exclusion),
                   raw.layer,
                   raw.elements,
                   raw.finite,
                   raw.nonfinite_a,
                   raw.nonfinite_b,
                   raw.bit_equal,
                   raw.sign_equal,
                   raw.zero_a,
                   raw.zero_b,
                   raw.zero_both,
                   raw.sum_a,
                   raw.sum_b,
                   raw.sum_aa,
                   raw.sum_bb,
                   raw.sum_ab,
                   raw.sum_abs_diff,
                   raw.sum_sq_diff,
                   raw.max_abs_diff,
                   raw.cosine,
                   raw.cosine_if_unrelated,
                   raw.pearson,
                   raw.relative_l2,
                   raw.relative_l2_if_unrelated,
                   raw.scale,
                   raw.mean_a,
                   raw.mean_b,
                   raw.sd_a,
                   raw.sd_b,
                   raw.bit_equal_share,
                   raw.bit_equal_chance,
                   raw.sign_equal_share,
                   raw.sign_equal_chance,
                   Evidence._of(raw.permutation),
                   Fit(raw.fit),
                   raw.rounded != 0,
                   raw.pearson_error,
                   raw.same_once_undone != 0,
                   Equality(raw.basis))


class Unmatched(NamedTuple):
    """A tensor without a counterpart, and why."""

    position: int
    name: str
    component: str
    reason: str
    tensor: int
    parameters: int
    side: Side

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Unmatched:
        return cls(position,
                   text(raw.name),
                   text(raw.component),
                   text(raw.reason),
                   raw.tensor,
                   raw.parameters,
                   Side(raw.side))


class RulingSettings(NamedTuple):
    """The options that the numbers depend on, as they were used."""

    position: int
    log10_alpha: float
    effect_floor: float
    derived_share: float
    searched_floor: float
    seed: int
    max_units: int
    max_features: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> RulingSettings:
        return cls(position,
                   raw.log10_alpha,
                   raw.effect_floor,
                   raw.derived_share,
                   raw.searched_floor,
                   raw.seed,
                   raw.max_units,
                   raw.max_features)


class AskedSearch(NamedTuple):
    """What was asked of a comparison besides those; with both, and the files, it can be
    repeated."""

    position: int
    component_map: str
    seconds: float
    depth: SearchDepth

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> AskedSearch:
        return cls(position,
                   text(raw.component_map),
                   raw.seconds,
                   SearchDepth(raw.depth))


class ModelOpening(NamedTuple):
    """How a compared model's files were read, as far as it decides what is compared."""

    position: int
    as_stored: bool
    lenient_pickle: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ModelOpening:
        return cls(position,
                   raw.as_stored != 0,
                   raw.lenient_pickle != 0)


class Arrangement(NamedTuple):
    """Maps go from the subject's numbers to the reference's. They are borrowed from the
    comparison, as strings are, and NULL where their length is 0."""

    position: int
    layer_of: Optional[memoryview]
    stream_of: Optional[memoryview]
    stream_sign: Optional[memoryview]
    token_of: Optional[memoryview]
    layers: int
    stream: int
    stream_signs: int
    tokens: int
    unit_maps: int
    reference: int
    log10_choices: float
    basis: Basis
    moves_values: bool
    repeats_networks: bool
    gains_moved: bool
    tokens_moved: bool
    stream_outside: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Arrangement:
        return cls(position,
                   array(raw.layer_of, raw.layers, "q"),
                   array(raw.stream_of, raw.stream, "q"),
                   array(raw.stream_sign, raw.stream_signs, "b"),
                   array(raw.token_of, raw.tokens, "q"),
                   raw.layers,
                   raw.stream,
                   raw.stream_signs,
                   raw.tokens,
                   raw.unit_maps,
                   raw.reference,
                   raw.log10_choices,
                   Basis(raw.basis),
                   raw.moves_values != 0,
                   raw.repeats_networks != 0,
                   raw.gains_moved != 0,
                   raw.tokens_moved != 0,
                   raw.stream_outside)


class UnitMap(NamedTuple):
    """Which unit of the reference each unit of the subject is, in one permutation group."""

    position: int
    subject_group: str
    reference_group: str
    reference_of: Optional[memoryview]
    units: int
    agreement: float
    identity: bool
    mapped: int
    flipped: int
    values: Basis
    keys: Basis
    asked: int
    implied: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> UnitMap:
        return cls(position,
                   text(raw.subject_group),
                   text(raw.reference_group),
                   array(raw.reference_of, raw.units, "q"),
                   raw.units,
                   raw.agreement,
                   raw.identity != 0,
                   raw.mapped,
                   raw.flipped,
                   Basis(raw.values),
                   Basis(raw.keys),
                   raw.asked,
                   raw.implied)


class ComponentInfo(NamedTuple):
    """A part of a model that is ruled on by itself."""

    position: int
    id: str
    prefix: str
    tensors: int
    parameters: int
    kind: ComponentKind
    layers: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComponentInfo:
        return cls(position,
                   text(raw.id),
                   text(raw.prefix),
                   raw.tensors,
                   raw.parameters,
                   ComponentKind(raw.kind),
                   raw.layers)


class InventoryEntry(NamedTuple):
    """What one tensor is."""

    position: int
    slot: str
    detail: str
    parameters: int
    component: int
    role: Role
    use: Use
    exclusion: Exclusion
    layer: int
    suffix: str
    group: str
    tied_to: Optional[int]
    axis: int
    units: int
    block: int
    gates: int
    shared_unknown: bool
    skip_diagonal: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> InventoryEntry:
        return cls(position,
                   text(raw.slot),
                   text(raw.detail),
                   raw.parameters,
                   raw.component,
                   Role(raw.role),
                   Use(raw.use),
                   Exclusion(raw.exclusion),
                   raw.layer,
                   text(raw.suffix),
                   text(raw.group),
                   place(raw.tied_to),
                   raw.axis,
                   raw.units,
                   raw.block,
                   raw.gates,
                   raw.shared_unknown != 0,
                   raw.skip_diagonal != 0)


class FingerprintInfo(NamedTuple):
    """What a fingerprint says of the whole model."""

    position: int
    name: str
    format: str
    seed: int
    checksum: int
    parameters: int
    tensors: int
    components: int
    root: bytes
    nameless: bytes
    has_roots: bool
    anchors: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> FingerprintInfo:
        return cls(position,
                   text(raw.name),
                   text(raw.format),
                   raw.seed,
                   raw.checksum,
                   raw.parameters,
                   raw.tensors,
                   raw.components,
                   bytes(raw.root),
                   bytes(raw.nameless),
                   raw.has_roots != 0,
                   raw.anchors)


class ComponentPrint(NamedTuple):
    """What a fingerprint says of one component."""

    position: int
    id: str
    prefix: str
    tensors: int
    parameters: int
    kind: ComponentKind
    layers: int
    root: bytes
    nameless: bytes
    has_roots: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComponentPrint:
        return cls(position,
                   text(raw.id),
                   text(raw.prefix),
                   raw.tensors,
                   raw.parameters,
                   ComponentKind(raw.kind),
                   raw.layers,
                   bytes(raw.root),
                   bytes(raw.nameless),
                   raw.has_roots != 0)


class TensorPrint(NamedTuple):
    """What is left of one tensor. Pointers are NULL where a part is absent."""

    position: int
    name: str
    scheme: str
    slot: str
    shape: Tuple[int, ...]
    sketch_codes: Optional[memoryview]
    unit_scales: Optional[memoryview]
    unit_codes: Optional[memoryview]
    row_profile: Optional[memoryview]
    row_gram: Optional[memoryview]
    value_digest: Optional[bytes]
    stored_digest: Optional[bytes]
    elements: int
    nonfinite: int
    outside: int
    zeros: int
    negative: int
    checksum: int
    checksum_bf16: int
    checksum_f16: int
    minimum: float
    maximum: float
    mean: float
    mean_square: float
    component: int
    buckets: int
    units: int
    landmarks: int
    magnitudes: Tuple[int, ...]
    dtype: Dtype
    rank: int
    role: Role
    use: Use
    exclusion: Exclusion
    layer: int
    sketch_scale: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TensorPrint:
        return cls(position,
                   text(raw.name),
                   text(raw.scheme),
                   text(raw.slot),
                   numbers(raw.shape, raw.rank),
                   array(raw.sketch_codes, raw.buckets, "h"),
                   array(raw.unit_scales, raw.units, "f"),
                   array(raw.unit_codes, 16 * raw.units, "b"),
                   array(raw.row_profile, 32, "f"),
                   array(raw.row_gram, 120, "b"),
                   digest(raw.value_digest),
                   digest(raw.stored_digest),
                   raw.elements,
                   raw.nonfinite,
                   raw.outside,
                   raw.zeros,
                   raw.negative,
                   raw.checksum,
                   raw.checksum_bf16,
                   raw.checksum_f16,
                   raw.minimum,
                   raw.maximum,
                   raw.mean,
                   raw.mean_square,
                   raw.component,
                   raw.buckets,
                   raw.units,
                   raw.landmarks,
                   tuple(raw.magnitudes),
                   Dtype(raw.dtype),
                   raw.rank,
                   Role(raw.role),
                   Use(raw.use),
                   Exclusion(raw.exclusion),
                   raw.layer,
                   raw.sketch_scale)


class RowLandmark(NamedTuple):
    """One of the heaviest rows of a matrix."""

    position: int
    row: int
    norm: float
    scale: float
    codes: Tuple[int, ...]

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> RowLandmark:
        return cls(position,
                   raw.row,
                   raw.norm,
                   raw.scale,
                   tuple(raw.codes))


class UnitAnchors(NamedTuple):
    """What of one feed-forward network survives any change of the residual stream's basis."""

    position: int
    cosines: Optional[memoryview]
    gate_codes: Optional[memoryview]
    up_codes: Optional[memoryview]
    cosine_count: int
    gate_code_count: int
    up_code_count: int
    gate: Optional[int]
    up: int
    down: int
    vocabulary: int
    tokens: TokenChoice

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> UnitAnchors:
        return cls(position,
                   array(raw.cosines, raw.cosine_count, "h"),
                   array(raw.gate_codes, raw.gate_code_count, "b"),
                   array(raw.up_codes, raw.up_code_count, "b"),
                   raw.cosine_count,
                   raw.gate_code_count,
                   raw.up_code_count,
                   place(raw.gate),
                   raw.up,
                   raw.down,
                   raw.vocabulary,
                   TokenChoice(raw.tokens))


class PrintSimilarity(NamedTuple):
    """Similarity estimated from sketches, each with its standard error. NaN and infinity where
    a sketch is missing or the sizes differ."""

    position: int
    pearson: float
    pearson_error: float
    cosine: float
    cosine_error: float
    relative_l2: float
    relative_l2_error: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> PrintSimilarity:
        return cls(position,
                   raw.pearson,
                   raw.pearson_error,
                   raw.cosine,
                   raw.cosine_error,
                   raw.relative_l2,
                   raw.relative_l2_error)


class HashRoots(NamedTuple):
    """What exactly a model is: equal roots mean equal values."""

    position: int
    root: bytes
    nameless: bytes
    tensors: int
    components: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> HashRoots:
        return cls(position,
                   bytes(raw.root),
                   bytes(raw.nameless),
                   raw.tensors,
                   raw.components)


class TensorHash(NamedTuple):
    """What exactly one tensor is."""

    position: int
    name: str
    shape: Tuple[int, ...]
    dtype: Dtype
    rank: int
    stored: bytes
    value: bytes

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TensorHash:
        return cls(position,
                   text(raw.name),
                   numbers(raw.shape, raw.rank),
                   Dtype(raw.dtype),
                   raw.rank,
                   bytes(raw.stored),
                   bytes(raw.value))


class ComponentHash(NamedTuple):
    """What exactly one component is."""

    position: int
    id: str
    root: bytes
    nameless: bytes

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComponentHash:
        return cls(position,
                   text(raw.id),
                   bytes(raw.root),
                   bytes(raw.nameless))


class ManifestInfo(NamedTuple):
    """What a manifest says of the whole model."""

    position: int
    model: str
    files: int
    algorithm: ManifestHash
    follow_links: bool
    subject: bytes

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ManifestInfo:
        return cls(position,
                   text(raw.model),
                   raw.files,
                   ManifestHash(raw.algorithm),
                   raw.follow_links != 0,
                   bytes(raw.subject))


class ManifestFile(NamedTuple):
    """One file of a manifest."""

    position: int
    name: str
    content: bytes

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ManifestFile:
        return cls(position,
                   text(raw.name),
                   bytes(raw.content))


class FileDifference(NamedTuple):
    """A file that is not as listed."""

    position: int
    name: str
    state: FileState

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> FileDifference:
        return cls(position,
                   text(raw.name),
                   FileState(raw.state))


class ComparedFile(NamedTuple):
    """A file that a compared model was read from."""

    position: int
    name: str
    sha256: str
    size_bytes: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComparedFile:
        return cls(position,
                   text(raw.name),
                   text(raw.sha256),
                   raw.size_bytes)


class ScanOverall(NamedTuple):
    """What a scan found."""

    position: int
    sentence: str
    subject_name: str
    subject_parameters: int
    origins: int
    candidates: int
    compared: int
    tests: int
    limits: int
    verdict: Verdict
    subject_format: str
    subject_tensors: int
    references: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ScanOverall:
        return cls(position,
                   text(raw.sentence),
                   text(raw.subject_name),
                   raw.subject_parameters,
                   raw.origins,
                   raw.candidates,
                   raw.compared,
                   raw.tests,
                   raw.limits,
                   Verdict(raw.verdict),
                   text(raw.subject_format),
                   raw.subject_tensors,
                   raw.references)


class ManySettings(NamedTuple):
    """The options that the numbers of a scan or a forest depend on, as they were given."""

    position: int
    log10_alpha: float
    effect_floor: float
    derived_share: float
    searched_floor: float
    seed: int
    max_units: int
    max_features: int
    nearest_share: float
    separation_errors: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ManySettings:
        return cls(position,
                   raw.log10_alpha,
                   raw.effect_floor,
                   raw.derived_share,
                   raw.searched_floor,
                   raw.seed,
                   raw.max_units,
                   raw.max_features,
                   raw.nearest_share,
                   raw.separation_errors)


class Affinity(NamedTuple):
    """In which ways two fingerprints resemble each other: from 0, what strangers show, to 1;
    NaN where either has not what it takes. Not evidence of descent."""

    position: int
    values: float
    checksums: float
    sketches: float
    landmarks: float
    gram: float
    profiles: float
    magnitudes: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Affinity:
        return cls(position,
                   raw.values,
                   raw.checksums,
                   raw.sketches,
                   raw.landmarks,
                   raw.gram,
                   raw.profiles,
                   raw.magnitudes)


class Candidate(NamedTuple):
    """A reference, and what came of comparing it. Verdict, sentence and components are empty
    when it was not compared."""

    position: int
    name: str
    format: str
    sentence: str
    reference: int
    components: int
    tensors: int
    parameters: int
    compared: bool
    verdict: Verdict
    source: EvidenceSource

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Candidate:
        return cls(position,
                   text(raw.name),
                   text(raw.format),
                   text(raw.sentence),
                   raw.reference,
                   raw.components,
                   raw.tensors,
                   raw.parameters,
                   raw.compared != 0,
                   Verdict(raw.verdict),
                   EvidenceSource(raw.source))


class ComponentSummary(NamedTuple):
    """What remains of the ruling on one component when many pairs are looked at."""

    position: int
    id: str
    reference_id: str
    sentence: str
    component: int
    verdict: Verdict
    change: Change
    parameters_compared: int
    pearson: float
    common_variance: float
    common_variance_error: float
    log10_p: float
    log10_p_holm: float
    minimum_detectable: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ComponentSummary:
        return cls(position,
                   text(raw.id),
                   text(raw.reference_id),
                   text(raw.sentence),
                   raw.component,
                   Verdict(raw.verdict),
                   Change(raw.change),
                   raw.parameters_compared,
                   raw.pearson,
                   raw.common_variance,
                   raw.common_variance_error,
                   raw.log10_p,
                   raw.log10_p_holm,
                   raw.minimum_detectable)


class Origin(NamedTuple):
    """Where one component of the subject comes from. The lists hold places among the references
    given and are lent by the scan."""

    position: int
    id: str
    sentence: str
    found: Tuple[int, ...]
    nearest: Tuple[int, ...]
    found_count: int
    nearest_count: int
    separations: int
    parameters: int
    share: float
    kind: ComponentKind

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Origin:
        return cls(position,
                   text(raw.id),
                   text(raw.sentence),
                   numbers(raw.found, raw.found_count),
                   numbers(raw.nearest, raw.nearest_count),
                   raw.found_count,
                   raw.nearest_count,
                   raw.separations,
                   raw.parameters,
                   raw.share,
                   ComponentKind(raw.kind))


class Separation(NamedTuple):
    """Why one of two found references was called nearer, or neither was."""

    position: int
    nearer: int
    farther: int
    share: float
    share_error: float
    separable: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Separation:
        return cls(position,
                   raw.nearer,
                   raw.farther,
                   raw.share,
                   raw.share_error,
                   raw.separable != 0)


class ForestOverall(NamedTuple):
    """What a forest consists of."""

    position: int
    singles: Tuple[int, ...]
    single_count: int
    models: int
    pairs: int
    families: int
    tests: int
    limits: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ForestOverall:
        return cls(position,
                   numbers(raw.singles, raw.single_count),
                   raw.single_count,
                   raw.models,
                   raw.pairs,
                   raw.families,
                   raw.tests,
                   raw.limits)


class Family(NamedTuple):
    """Components that depend on one another."""

    position: int
    nodes: int
    edges: int
    merges: int
    unplaced: int
    notes: int
    root: Optional[int]
    misfit: float
    parameters: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Family:
        return cls(position,
                   raw.nodes,
                   raw.edges,
                   raw.merges,
                   raw.unplaced,
                   raw.notes,
                   place(raw.root),
                   raw.misfit,
                   raw.parameters)


class Node(NamedTuple):
    """A point of a tree: whose weights lie here, or an unknown point where branches part."""

    position: int
    may_be: Tuple[int, ...]
    may_be_count: int
    members: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Node:
        return cls(position,
                   numbers(raw.may_be, raw.may_be_count),
                   raw.may_be_count,
                   raw.members)


class Member(NamedTuple):
    """One component of one model."""

    position: int
    component: str
    model: int
    of_several: bool
    cast: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Member:
        return cls(position,
                   text(raw.component),
                   raw.model,
                   raw.of_several != 0,
                   raw.cast != 0)


class Edge(NamedTuple):
    """Two points with nothing else between them."""

    position: int
    reason: str
    first: int
    second: int
    length: float
    length_error: float
    directed: bool
    has_finding: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Edge:
        return cls(position,
                   text(raw.reason),
                   raw.first,
                   raw.second,
                   raw.length,
                   raw.length_error,
                   raw.directed != 0,
                   raw.has_finding != 0)


class TreeMerge(NamedTuple):
    """A model that lies in the span of others."""

    position: int
    sentence: str
    child: int
    base: Optional[int]
    parents: int
    residual: float
    proven: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TreeMerge:
        return cls(position,
                   text(raw.sentence),
                   raw.child,
                   place(raw.base),
                   raw.parents,
                   raw.residual,
                   raw.proven != 0)


class TreeParent(NamedTuple):
    """One of several that a model was mixed of."""

    position: int
    node: int
    weight: float
    weight_error: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> TreeParent:
        return cls(position,
                   raw.node,
                   raw.weight,
                   raw.weight_error)


class ForestComparison(NamedTuple):
    """The comparison of two of the models."""

    position: int
    sentence: str
    subject: int
    reference: int
    components: int
    verdict: Verdict
    source: EvidenceSource

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ForestComparison:
        return cls(position,
                   text(raw.sentence),
                   raw.subject,
                   raw.reference,
                   raw.components,
                   Verdict(raw.verdict),
                   EvidenceSource(raw.source))


class IndexInfo(NamedTuple):
    """What an index holds."""

    position: int
    models: int
    components: int
    rulings: int
    seed: int
    schema: int
    has_seed: bool
    on_server: bool
    vector_search: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> IndexInfo:
        return cls(position,
                   raw.models,
                   raw.components,
                   raw.rulings,
                   raw.seed,
                   raw.schema,
                   raw.has_seed != 0,
                   raw.on_server != 0,
                   raw.vector_search != 0)


class IndexAnswerInfo(NamedTuple):
    """What an answer consists of."""

    position: int
    models: int
    exact: int
    candidates: int
    problems: int
    overall: Verdict
    entries: int
    rulings: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> IndexAnswerInfo:
        return cls(position,
                   raw.models,
                   raw.exact,
                   raw.candidates,
                   raw.problems,
                   Verdict(raw.overall),
                   raw.entries,
                   raw.rulings)


class ExactMatch(NamedTuple):
    """A model that has values of the subject."""

    position: int
    name: str
    id: int
    tensors_equal: int
    share: float
    same_root: bool
    same_nameless: bool
    components: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ExactMatch:
        return cls(position,
                   text(raw.name),
                   raw.id,
                   raw.tensors_equal,
                   raw.share,
                   raw.same_root != 0,
                   raw.same_nameless != 0,
                   raw.components)


class IndexCandidateInfo(NamedTuple):
    """A model that was ranked; no evidence unless it was compared."""

    position: int
    name: str
    component: str
    id: int
    score: float
    channel: KeyChannel
    compared: bool
    verdict: Verdict
    place: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> IndexCandidateInfo:
        return cls(position,
                   text(raw.name),
                   text(raw.component),
                   raw.id,
                   raw.score,
                   KeyChannel(raw.channel),
                   raw.compared != 0,
                   Verdict(raw.verdict),
                   raw.place)


class IndexEntry(NamedTuple):
    """A model of an index."""

    position: int
    name: str
    format: str
    id: int
    tensors: int
    parameters: int
    print_bytes: int
    print: bytes
    root: bytes
    nameless: bytes
    has_roots: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> IndexEntry:
        return cls(position,
                   text(raw.name),
                   text(raw.format),
                   raw.id,
                   raw.tensors,
                   raw.parameters,
                   raw.print_bytes,
                   bytes(raw.print),
                   bytes(raw.root),
                   bytes(raw.nameless),
                   raw.has_roots != 0)


class KeptRuling(NamedTuple):
    """A document that was kept."""

    position: int
    document: str
    length: int
    subject: bytes
    reference: bytes

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> KeptRuling:
        return cls(position,
                   text(raw.document),
                   raw.length,
                   bytes(raw.subject),
                   bytes(raw.reference))


class Pair(NamedTuple):
    """What one pass over two tensors yields; a is the subject, b the reference. Sums run over
    the positions where both elements are finite. The counts and sums are exact: the same bits
    on every machine; the numbers from `cosine` on are NaN where they do not exist."""

    position: int
    elements: int
    finite: int
    nonfinite_a: int
    nonfinite_b: int
    bit_equal: int
    sign_equal: int
    zero_a: int
    zero_b: int
    zero_both: int
    sum_a: float
    sum_b: float
    sum_aa: float
    sum_bb: float
    sum_ab: float
    sum_abs_diff: float
    sum_sq_diff: float
    max_abs_diff: float
    cosine: float
    cosine_if_unrelated: float
    pearson: float
    relative_l2: float
    relative_l2_if_unrelated: float
    scale: float
    mean_a: float
    mean_b: float
    sd_a: float
    sd_b: float
    bit_equal_share: float
    sign_equal_share: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Pair:
        return cls(position,
                   raw.elements,
                   raw.finite,
                   raw.nonfinite_a,
                   raw.nonfinite_b,
                   raw.bit_equal,
                   raw.sign_equal,
                   raw.zero_a,
                   raw.zero_b,
                   raw.zero_both,
                   raw.sum_a,
                   raw.sum_b,
                   raw.sum_aa,
                   raw.sum_bb,
                   raw.sum_ab,
                   raw.sum_abs_diff,
                   raw.sum_sq_diff,
                   raw.max_abs_diff,
                   raw.cosine,
                   raw.cosine_if_unrelated,
                   raw.pearson,
                   raw.relative_l2,
                   raw.relative_l2_if_unrelated,
                   raw.scale,
                   raw.mean_a,
                   raw.mean_b,
                   raw.sd_a,
                   raw.sd_b,
                   raw.bit_equal_share,
                   raw.sign_equal_share)


class Mixture(NamedTuple):
    """The mixture in one component of the subject."""

    position: int
    id: str
    text: str
    references: int
    layers: int
    tensors: int
    contributors: int
    unexplained: float
    density: float
    weight_sum: float
    weight_sum_error: float
    method: MergeMethod
    direction_reason: str
    direction: Direction
    search_missing: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Mixture:
        return cls(position,
                   text(raw.id),
                   text(raw.text),
                   raw.references,
                   raw.layers,
                   raw.tensors,
                   raw.contributors,
                   raw.unexplained,
                   raw.density,
                   raw.weight_sum,
                   raw.weight_sum_error,
                   MergeMethod(raw.method),
                   text(raw.direction_reason),
                   Direction(raw.direction),
                   raw.search_missing != 0)


class ParentShare(NamedTuple):
    """What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the
    arc, for WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one."""

    position: int
    weight: float
    error: float
    log10_margin: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ParentShare:
        return cls(position,
                   raw.weight,
                   raw.error,
                   raw.log10_margin)


class LayerMixture(NamedTuple):
    """The mixture in one layer."""

    position: int
    tensors: int
    references: int
    unexplained: float
    layer: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> LayerMixture:
        return cls(position,
                   raw.tensors,
                   raw.references,
                   raw.unexplained,
                   raw.layer)


class Operation(NamedTuple):
    """A reading of the values: the operation that beat the alternatives weighed, or an exact
    pattern that it leaves. No record of an act."""

    position: int
    text: str
    log10_likelihood_margin: float
    numbers: int
    tensors: int
    kind: OperationKind

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> Operation:
        return cls(position,
                   text(raw.text),
                   raw.log10_likelihood_margin,
                   raw.numbers,
                   raw.tensors,
                   OperationKind(raw.kind))


class OperationNumber(NamedTuple):
    """A measured number of an operation."""

    position: int
    name: str
    value: float
    error: float

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> OperationNumber:
        return cls(position,
                   text(raw.name),
                   raw.value,
                   raw.error)


class ChangeSpectrum(NamedTuple):
    """What changed in one tensor that shows an operation: its squared singular values beside
    those of a Gaussian difference of the same size and shape. A few that stick out are what an
    adapter or a removed direction leaves; independent noise has none; training has a slope.
    Lists are borrowed from the comparison, largest first, NULL where `values` is 0."""

    position: int
    tensor: str
    shares: Optional[memoryview]
    gaussian_shares: Optional[memoryview]
    values: int
    rows: int
    columns: int
    all_rows: int
    all_columns: int
    above_edge: int
    relative_size: float
    gaussian_edge: float
    share_above_edge: float
    operation: OperationKind

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> ChangeSpectrum:
        return cls(position,
                   text(raw.tensor),
                   array(raw.shares, raw.values, "d"),
                   array(raw.gaussian_shares, raw.values, "d"),
                   raw.values,
                   raw.rows,
                   raw.columns,
                   raw.all_rows,
                   raw.all_columns,
                   raw.above_edge,
                   raw.relative_size,
                   raw.gaussian_edge,
                   raw.share_above_edge,
                   OperationKind(raw.operation))


class PolicyInfo(NamedTuple):
    """What a policy says of itself."""

    position: int
    name: str
    description: str
    rules: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> PolicyInfo:
        return cls(position,
                   text(raw.name),
                   text(raw.description),
                   raw.rules)


class DecisionOverall(NamedTuple):
    """What a decision consists of."""

    position: int
    policy: str
    description: str
    subject: str
    rules: int
    references: int
    claims: int
    limits: int
    outcome: Outcome
    comparable: bool
    relation: str
    licences: int

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> DecisionOverall:
        return cls(position,
                   text(raw.policy),
                   text(raw.description),
                   text(raw.subject),
                   raw.rules,
                   raw.references,
                   raw.claims,
                   raw.limits,
                   Outcome(raw.outcome),
                   raw.comparable != 0,
                   text(raw.relation),
                   raw.licences)


class RuleDecision(NamedTuple):
    """What became of one rule."""

    position: int
    id: str
    description: str
    reason: str
    cannot_show: str
    inputs: int
    kind: RuleKind
    at_least: Verdict
    outcome: Outcome

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> RuleDecision:
        return cls(position,
                   text(raw.id),
                   text(raw.description),
                   text(raw.reason),
                   text(raw.cannot_show),
                   raw.inputs,
                   RuleKind(raw.kind),
                   Verdict(raw.at_least),
                   Outcome(raw.outcome))


class RuleInput(NamedTuple):
    """One thing that a rule looked at: a component of the subject against a reference."""

    position: int
    reference: str
    component: str
    licence: str
    note: str
    sentence: str
    share: float
    common_variance: float
    log10_p_holm: float
    kind: ComponentKind
    verdict: Verdict
    outcome: Outcome
    declared: bool

    @classmethod
    def _of(cls, raw: Any, position: int = -1) -> RuleInput:
        return cls(position,
                   text(raw.reference),
                   text(raw.component),
                   text(raw.licence),
                   text(raw.note),
                   text(raw.sentence),
                   raw.share,
                   raw.common_variance,
                   raw.log10_p_holm,
                   ComponentKind(raw.kind),
                   Verdict(raw.verdict),
                   Outcome(raw.outcome),
                   raw.declared != 0)


__all__ = [
    "TensorInfo",
    "TensorEncoding",
    "EncodingPart",
    "WriteSummary",
    "Overall",
    "Evidence",
    "ComponentRuling",
    "TensorEvidence",
    "Unmatched",
    "RulingSettings",
    "AskedSearch",
    "ModelOpening",
    "Arrangement",
    "UnitMap",
    "ComponentInfo",
    "InventoryEntry",
    "FingerprintInfo",
    "ComponentPrint",
    "TensorPrint",
    "RowLandmark",
    "UnitAnchors",
    "PrintSimilarity",
    "HashRoots",
    "TensorHash",
    "ComponentHash",
    "ManifestInfo",
    "ManifestFile",
    "FileDifference",
    "ComparedFile",
    "ScanOverall",
    "ManySettings",
    "Affinity",
    "Candidate",
    "ComponentSummary",
    "Origin",
    "Separation",
    "ForestOverall",
    "Family",
    "Node",
    "Member",
    "Edge",
    "TreeMerge",
    "TreeParent",
    "ForestComparison",
    "IndexInfo",
    "IndexAnswerInfo",
    "ExactMatch",
    "IndexCandidateInfo",
    "IndexEntry",
    "KeptRuling",
    "Pair",
    "Mixture",
    "ParentShare",
    "LayerMixture",
    "Operation",
    "OperationNumber",
    "ChangeSpectrum",
    "PolicyInfo",
    "DecisionOverall",
    "RuleDecision",
    "RuleInput",
]
