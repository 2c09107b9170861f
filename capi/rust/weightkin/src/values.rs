// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
use crate::enums::{
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
    Role,
    SearchDepth,
    Side,
    TokenChoice,
    Use,
    Verdict,
};
use crate::text::{owned_numbers, owned_text, Raw};
use weightkin_sys as sys;

/// One tensor of a model; pointers live as long as the model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorInfo {
    /// As in the model
    pub name: String,
    /// `rank` extents; never NULL
    pub shape: Vec<u64>,
    /// The product of `shape`
    pub elements: u64,
    /// Of every element
    pub dtype: Dtype,
    /// 0 is a scalar
    pub rank: u32,
}

impl Raw for TensorInfo {
    type C = sys::wkin_tensor_info;

    unsafe fn read(raw: &Self::C) -> Self {
        TensorInfo {
            name: owned_text(raw.name),
            shape: owned_numbers(raw.shape, raw.rank as usize),
            elements: raw.elements,
            dtype: Dtype::from_raw(raw.dtype),
            rank: raw.rank,
        }
    }
}

/// How the values of a tensor are stored, where they are not simply its elements.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorEncoding {
    /// E.g. "q4_k", "gptq", "lora"; empty when the values are plain
    pub scheme: String,
    /// Codes, scales and all; 0 when plain
    pub bits_per_value: f64,
    /// Undoing the layout may be off by so much, relative to max(1, |value|)
    pub undo_error: f64,
    /// Values in a row that share a scale; 0: no such row
    pub block_values: u64,
    /// Stored tensors it is made of; 0 when plain
    pub parts: usize,
    /// How many were undone
    pub layout_rules: usize,
}

impl Raw for TensorEncoding {
    type C = sys::wkin_tensor_encoding;

    unsafe fn read(raw: &Self::C) -> Self {
        TensorEncoding {
            scheme: owned_text(raw.scheme),
            bits_per_value: raw.bits_per_value,
            undo_error: raw.undo_error,
            block_values: raw.block_values,
            parts: raw.parts,
            layout_rules: raw.layout_rules,
        }
    }
}

/// One stored piece of a tensor.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EncodingPart {
    /// What it is to the whole: "codes", "scales", "lora_a", ...
    pub role: String,
    /// The file's
    pub name: String,
    /// `rank` extents; never NULL
    pub shape: Vec<u64>,
    /// The product of `shape`
    pub elements: u64,
    /// Of every element
    pub dtype: Dtype,
    /// 0 is a scalar
    pub rank: u32,
}

impl Raw for EncodingPart {
    type C = sys::wkin_encoding_part;

    unsafe fn read(raw: &Self::C) -> Self {
        EncodingPart {
            role: owned_text(raw.role),
            name: owned_text(raw.name),
            shape: owned_numbers(raw.shape, raw.rank as usize),
            elements: raw.elements,
            dtype: Dtype::from_raw(raw.dtype),
            rank: raw.rank,
        }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WriteSummary {
    /// All of the model
    pub tensors: u64,
    /// Of the whole file
    pub bytes: u64,
    /// Finite values that became infinite
    pub overflowed: u64,
}

impl Raw for WriteSummary {
    type C = sys::wkin_write_summary;

    unsafe fn read(raw: &Self::C) -> Self {
        WriteSummary {
            tensors: raw.tensors,
            bytes: raw.bytes,
            overflowed: raw.overflowed,
        }
    }
}

/// A part of a model that is ruled on by itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComponentInfo {
    /// E.g. "vision_encoder"
    pub id: String,
    /// What its tensor names begin with; may be empty
    pub prefix: String,
    /// How many belong to it
    pub tensors: u64,
    /// Tied tensors counted once
    pub parameters: u64,
    /// What it is for
    pub kind: ComponentKind,
    /// How many it has
    pub layers: u32,
}

impl Raw for ComponentInfo {
    type C = sys::wkin_component_info;

    unsafe fn read(raw: &Self::C) -> Self {
        ComponentInfo {
            id: owned_text(raw.id),
            prefix: owned_text(raw.prefix),
            tensors: raw.tensors,
            parameters: raw.parameters,
            kind: ComponentKind::from_raw(raw.kind),
            layers: raw.layers,
        }
    }
}

/// What one tensor is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InventoryEntry {
    /// The name with prefix and naming dialect removed
    pub slot: String,
    /// For people: which construction, tied to what, which error; may be empty
    pub detail: String,
    /// Its elements; 0 when tied to an earlier one
    pub parameters: u64,
    /// Index of its component
    pub component: usize,
    /// What it does
    pub role: Role,
    /// What it may say in a ruling
    pub usage: Use,
    /// Why it may not convict
    pub exclusion: Exclusion,
    /// -1: none
    pub layer: i32,
    /// The name without the component's prefix
    pub suffix: String,
    /// Permutation group of its units; empty: no exchangeable axis is known
    pub group: String,
    /// Tensor of the model that it duplicates; SIZE_MAX: none
    pub tied_to: usize,
    /// Along which units lie, when `group` is not empty
    pub axis: usize,
    /// Exchangeable blocks along it
    pub units: u64,
    /// Consecutive entries that move together
    pub block: u64,
    /// Stacked runs of `units` blocks
    pub gates: u64,
    /// 1: whether the group's tensors share their order is not known
    pub shared_unknown: bool,
    /// 1: elements that map a unit to itself are left out of tests
    pub skip_diagonal: bool,
}

impl Raw for InventoryEntry {
    type C = sys::wkin_inventory_entry;

    unsafe fn read(raw: &Self::C) -> Self {
        InventoryEntry {
            slot: owned_text(raw.slot),
            detail: owned_text(raw.detail),
            parameters: raw.parameters,
            component: raw.component,
            role: Role::from_raw(raw.role),
            usage: Use::from_raw(raw.r#use),
            exclusion: Exclusion::from_raw(raw.exclusion),
            layer: raw.layer,
            suffix: owned_text(raw.suffix),
            group: owned_text(raw.group),
            tied_to: raw.tied_to,
            axis: raw.axis,
            units: raw.units,
            block: raw.block,
            gates: raw.gates,
            shared_unknown: raw.shared_unknown != 0,
            skip_diagonal: raw.skip_diagonal != 0,
        }
    }
}

/// The ruling on the whole of the subject.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Overall {
    /// Overall, in one sentence
    pub sentence: String,
    /// Elements, tied tensors once
    pub subject_parameters: u64,
    /// Likewise
    pub reference_parameters: u64,
    /// Of the subject, in components with a finding
    pub parameters_found: u64,
    /// Of the subject; see wkin_comparison_component
    pub components: usize,
    /// Pairs
    pub tensors: usize,
    /// Tensors of either side without a counterpart
    pub unmatched: usize,
    /// Sentences on what the comparison cannot see
    pub limits: usize,
    /// The strongest finding, or why there is none
    pub verdict: Verdict,
    /// Rearrangements that were looked for; see wkin_comparison_searched
    pub searched: usize,
    /// Path or label it was opened with
    pub subject_name: String,
    /// Of its container
    pub subject_format: String,
    /// Likewise
    pub reference_name: String,
    /// Likewise
    pub reference_format: String,
    /// How many
    pub subject_tensors: u64,
    /// Likewise
    pub reference_tensors: u64,
    /// What was looked at
    pub source: EvidenceSource,
    /// See wkin_comparison_file
    pub subject_files: usize,
    /// Likewise
    pub reference_files: usize,
}

impl Raw for Overall {
    type C = sys::wkin_overall;

    unsafe fn read(raw: &Self::C) -> Self {
        Overall {
            sentence: owned_text(raw.sentence),
            subject_parameters: raw.subject_parameters,
            reference_parameters: raw.reference_parameters,
            parameters_found: raw.parameters_found,
            components: raw.components,
            tensors: raw.tensors,
            unmatched: raw.unmatched,
            limits: raw.limits,
            verdict: Verdict::from_raw(raw.verdict),
            searched: raw.searched,
            subject_name: owned_text(raw.subject_name),
            subject_format: owned_text(raw.subject_format),
            reference_name: owned_text(raw.reference_name),
            reference_format: owned_text(raw.reference_format),
            subject_tensors: raw.subject_tensors,
            reference_tensors: raw.reference_tensors,
            source: EvidenceSource::from_raw(raw.source),
            subject_files: raw.subject_files,
            reference_files: raw.reference_files,
        }
    }
}

/// Evidence that units of two tensors correspond, under the null that one side was permuted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Evidence {
    /// In \[-1, 1\]; 0 if unrelated
    pub effect: f64,
    /// Standardised; 0 if unrelated, deviation 1
    pub z: f64,
    /// Independent values the data are worth
    pub effective_size: f64,
    /// One-sided; 0 when not tested
    pub log10_p: f64,
    /// Of the permutation distribution
    pub skewness: f64,
    /// Likewise
    pub excess_kurtosis: f64,
    /// That were permuted
    pub units: u64,
    /// 0: closed form
    pub draws: u64,
    /// Where the p-value came from
    pub null: Null,
}

impl Raw for Evidence {
    type C = sys::wkin_evidence;

    unsafe fn read(raw: &Self::C) -> Self {
        Evidence {
            effect: raw.effect,
            z: raw.z,
            effective_size: raw.effective_size,
            log10_p: raw.log10_p,
            skewness: raw.skewness,
            excess_kurtosis: raw.excess_kurtosis,
            units: raw.units,
            draws: raw.draws,
            null: Null::from_raw(raw.null),
        }
    }
}

/// The ruling on one component. Similarities are robust medians over the tensors that may carry a
/// verdict, each beside what unrelated tensors would show.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComponentRuling {
    /// The subject's component
    pub id: String,
    /// Empty: none
    pub reference_id: String,
    /// The evidence in one sentence
    pub sentence: String,
    /// What remains possible; see wkin_comparison_explanation
    pub explanations: usize,
    /// What the component is for
    pub kind: ComponentKind,
    /// The ruling
    pub verdict: Verdict,
    /// How it was changed, where that shows
    pub change: Change,
    /// Of the subject's component
    pub parameters: u64,
    /// Of the subject's parameters
    pub share: f64,
    /// In pairs that may carry a verdict
    pub parameters_compared: u64,
    /// In pairs that are shown and counted only
    pub parameters_descriptive: u64,
    /// In tensors that say nothing
    pub parameters_excluded: u64,
    /// In tensors without a counterpart
    pub parameters_unmatched: u64,
    /// Elements with equal bits, after a cast if need be
    pub parameters_bit_equal: u64,
    /// Likewise, counted in tensors
    pub tensors_compared: u64,
    /// Likewise
    pub tensors_excluded: u64,
    /// Likewise
    pub tensors_unmatched: u64,
    /// A b / (|a| |b|)
    pub cosine: f64,
    /// What strangers of these moments show
    pub cosine_if_unrelated: f64,
    /// 0 if unrelated
    pub pearson: f64,
    /// Norm of a - b over that of b
    pub relative_l2: f64,
    /// What strangers show
    pub relative_l2_if_unrelated: f64,
    /// Of elements with equal bits
    pub bit_equal_share: f64,
    /// What strangers show
    pub bit_equal_chance: f64,
    /// All groups combined
    pub evidence: Evidence,
    /// Of one permutation group, for descent of a part
    pub strongest: Evidence,
    /// Its name
    pub strongest_group: String,
    /// Independent groups combined
    pub groups: u64,
    /// Share of the variance that the reference explains
    pub common_variance: f64,
    /// Combined or strongest group, corrected for that choice
    pub log10_p: f64,
    /// After Holm over the components
    pub log10_p_holm: f64,
    /// Smallest effect found with probability one half
    pub minimum_detectable: f64,
    /// Of tensors that took no part in choosing the order of their units. No exact null holds: it
    /// counts only above `searched_floor`. WKIN_NULL_NONE without such tensors.
    pub searched: Evidence,
    /// That `searched` combines
    pub searched_groups: u64,
    /// What proves the direction, or why nothing does
    pub direction_reason: String,
    /// Readings of the change; see wkin_comparison_operation
    pub operations: usize,
    /// Who came first, where that is proven
    pub direction: Direction,
    /// 1: rests on rearranged weights; see wkin_comparison_arrangement
    pub arranged: bool,
    /// Standard error; 0 when it is no estimate
    pub common_variance_error: f64,
    /// What survives a change of the residual stream's basis, from fingerprints that have anchors.
    pub anchors: Evidence,
    /// Feed-forward networks that were compared so
    pub anchored_networks: u64,
    /// After Holm over components with anchors, times two
    pub anchors_log10_p_holm: f64,
}

impl Raw for ComponentRuling {
    type C = sys::wkin_component_ruling;

    unsafe fn read(raw: &Self::C) -> Self {
        ComponentRuling {
            id: owned_text(raw.id),
            reference_id: owned_text(raw.reference_id),
            sentence: owned_text(raw.sentence),
            explanations: raw.explanations,
            kind: ComponentKind::from_raw(raw.kind),
            verdict: Verdict::from_raw(raw.verdict),
            change: Change::from_raw(raw.change),
            parameters: raw.parameters,
            share: raw.share,
            parameters_compared: raw.parameters_compared,
            parameters_descriptive: raw.parameters_descriptive,
            parameters_excluded: raw.parameters_excluded,
            parameters_unmatched: raw.parameters_unmatched,
            parameters_bit_equal: raw.parameters_bit_equal,
            tensors_compared: raw.tensors_compared,
            tensors_excluded: raw.tensors_excluded,
            tensors_unmatched: raw.tensors_unmatched,
            cosine: raw.cosine,
            cosine_if_unrelated: raw.cosine_if_unrelated,
            pearson: raw.pearson,
            relative_l2: raw.relative_l2,
            relative_l2_if_unrelated: raw.relative_l2_if_unrelated,
            bit_equal_share: raw.bit_equal_share,
            bit_equal_chance: raw.bit_equal_chance,
            evidence: Evidence::read(&raw.evidence),
            strongest: Evidence::read(&raw.strongest),
            strongest_group: owned_text(raw.strongest_group),
            groups: raw.groups,
            common_variance: raw.common_variance,
            log10_p: raw.log10_p,
            log10_p_holm: raw.log10_p_holm,
            minimum_detectable: raw.minimum_detectable,
            searched: Evidence::read(&raw.searched),
            searched_groups: raw.searched_groups,
            direction_reason: owned_text(raw.direction_reason),
            operations: raw.operations,
            direction: Direction::from_raw(raw.direction),
            arranged: raw.arranged != 0,
            common_variance_error: raw.common_variance_error,
            anchors: Evidence::read(&raw.anchors),
            anchored_networks: raw.anchored_networks,
            anchors_log10_p_holm: raw.anchors_log10_p_holm,
        }
    }
}

/// Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
/// positions where both elements are finite.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorEvidence {
    /// As in the subject
    pub subject_name: String,
    /// As in the reference
    pub reference_name: String,
    /// For people: why it may not convict; may be empty
    pub detail: String,
    /// Permutation group; empty: none
    pub group: String,
    /// `rank` extents; never NULL
    pub shape: Vec<u64>,
    /// Of both
    pub rank: usize,
    /// Index into the subject's tensors
    pub subject: usize,
    /// Index into the reference's tensors
    pub reference: usize,
    /// Index of the subject's component
    pub component: usize,
    /// Of the subject's tensor
    pub parameters: u64,
    /// How the two found each other
    pub matched: Match,
    /// Of its elements
    pub subject_dtype: Dtype,
    /// Of its elements
    pub reference_dtype: Dtype,
    /// Of the subject's tensor
    pub role: Role,
    /// The weaker of both sides'
    pub usage: Use,
    /// Why it may not convict
    pub exclusion: Exclusion,
    /// -1: outside of layers
    pub layer: i32,
    /// Positions compared
    pub elements: u64,
    /// Positions where both are finite
    pub finite: u64,
    /// NaN or infinite elements of a
    pub nonfinite_a: u64,
    /// Likewise of b
    pub nonfinite_b: u64,
    /// Equal bits, after a cast if types differ
    pub bit_equal: u64,
    /// Equal sign: -1, 0 or +1
    pub sign_equal: u64,
    /// Where a is +0 or -0
    pub zero_a: u64,
    /// Where b is
    pub zero_b: u64,
    /// Where both are
    pub zero_both: u64,
    /// Sum a
    pub sum_a: f64,
    /// Sum b
    pub sum_b: f64,
    /// Sum a^2
    pub sum_aa: f64,
    /// Sum b^2
    pub sum_bb: f64,
    /// Sum a b
    pub sum_ab: f64,
    /// Sum |a-b|
    pub sum_abs_diff: f64,
    /// Sum (a-b)^2
    pub sum_sq_diff: f64,
    /// Largest |a-b|
    pub max_abs_diff: f64,
    /// A b / (|a| |b|)
    pub cosine: f64,
    /// What strangers of these moments show
    pub cosine_if_unrelated: f64,
    /// 0 if unrelated
    pub pearson: f64,
    /// Norm of a - b over that of b
    pub relative_l2: f64,
    /// What strangers show
    pub relative_l2_if_unrelated: f64,
    /// Least-squares c in a = c b
    pub scale: f64,
    /// Mean of a
    pub mean_a: f64,
    /// Mean of b
    pub mean_b: f64,
    /// Standard deviation of a
    pub sd_a: f64,
    /// Standard deviation of b
    pub sd_b: f64,
    /// Of all elements
    pub bit_equal_share: f64,
    /// What strangers show
    pub bit_equal_chance: f64,
    /// Of finite pairs
    pub sign_equal_share: f64,
    /// What strangers show
    pub sign_equal_chance: f64,
    /// WKIN_NULL_NONE when not tested
    pub permutation: Evidence,
    /// What a search had to do with them
    pub fit: Fit,
    /// 1: all elements are equal, but only after a cast that lost bits
    pub rounded: bool,
    /// Standard error; 0 when it is no estimate
    pub pearson_error: f64,
    /// 1: differs by no more than undoing a lossy layout may leave
    pub same_once_undone: bool,
    /// Unless ELEMENTS, counts of equal elements and sums are unknown
    pub basis: Equality,
}

impl Raw for TensorEvidence {
    type C = sys::wkin_tensor_evidence;

    unsafe fn read(raw: &Self::C) -> Self {
        TensorEvidence {
            subject_name: owned_text(raw.subject_name),
            reference_name: owned_text(raw.reference_name),
            detail: owned_text(raw.detail),
            group: owned_text(raw.group),
            shape: owned_numbers(raw.shape, raw.rank as usize),
            rank: raw.rank,
            subject: raw.subject,
            reference: raw.reference,
            component: raw.component,
            parameters: raw.parameters,
            matched: Match::from_raw(raw.r#match),
            subject_dtype: Dtype::from_raw(raw.subject_dtype),
            reference_dtype: Dtype::from_raw(raw.reference_dtype),
            role: Role::from_raw(raw.role),
            usage: Use::from_raw(raw.r#use),
            exclusion: Exclusion::from_raw(raw.exclusion),
            layer: raw.layer,
            elements: raw.elements,
            finite: raw.finite,
            nonfinite_a: raw.nonfinite_a,
            nonfinite_b: raw.nonfinite_b,
            bit_equal: raw.bit_equal,
            sign_equal: raw.sign_equal,
            zero_a: raw.zero_a,
            zero_b: raw.zero_b,
            zero_both: raw.zero_both,
            sum_a: raw.sum_a,
            sum_b: raw.sum_b,
            sum_aa: raw.sum_aa,
            sum_bb: raw.sum_bb,
            sum_ab: raw.sum_ab,
            sum_abs_diff: raw.sum_abs_diff,
            sum_sq_diff: raw.sum_sq_diff,
            max_abs_diff: raw.max_abs_diff,
            cosine: raw.cosine,
            cosine_if_unrelated: raw.cosine_if_unrelated,
            pearson: raw.pearson,
            relative_l2: raw.relative_l2,
            relative_l2_if_unrelated: raw.relative_l2_if_unrelated,
            scale: raw.scale,
            mean_a: raw.mean_a,
            mean_b: raw.mean_b,
            sd_a: raw.sd_a,
            sd_b: raw.sd_b,
            bit_equal_share: raw.bit_equal_share,
            bit_equal_chance: raw.bit_equal_chance,
            sign_equal_share: raw.sign_equal_share,
            sign_equal_chance: raw.sign_equal_chance,
            permutation: Evidence::read(&raw.permutation),
            fit: Fit::from_raw(raw.fit),
            rounded: raw.rounded != 0,
            pearson_error: raw.pearson_error,
            same_once_undone: raw.same_once_undone != 0,
            basis: Equality::from_raw(raw.basis),
        }
    }
}

/// A tensor without a counterpart, and why.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unmatched {
    /// As in its model
    pub name: String,
    /// Its id
    pub component: String,
    /// Why nothing corresponds
    pub reason: String,
    /// Index into its side's tensors
    pub tensor: usize,
    /// Its elements
    pub parameters: u64,
    /// Whose tensor it is
    pub side: Side,
}

impl Raw for Unmatched {
    type C = sys::wkin_unmatched;

    unsafe fn read(raw: &Self::C) -> Self {
        Unmatched {
            name: owned_text(raw.name),
            component: owned_text(raw.component),
            reason: owned_text(raw.reason),
            tensor: raw.tensor,
            parameters: raw.parameters,
            side: Side::from_raw(raw.side),
        }
    }
}

/// The options that the numbers depend on, as they were used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RulingSettings {
    /// Family-wise level
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents
    pub effect_floor: f64,
    /// Share of common variance that `derived` needs
    pub derived_share: f64,
    /// Units whose order was searched must share more
    pub searched_floor: f64,
    /// Of samples and permutations
    pub seed: u64,
    /// Rows of a sample
    pub max_units: u64,
    /// Columns of a sample
    pub max_features: u64,
}

impl Raw for RulingSettings {
    type C = sys::wkin_ruling_settings;

    unsafe fn read(raw: &Self::C) -> Self {
        RulingSettings {
            log10_alpha: raw.log10_alpha,
            effect_floor: raw.effect_floor,
            derived_share: raw.derived_share,
            searched_floor: raw.searched_floor,
            seed: raw.seed,
            max_units: raw.max_units,
            max_features: raw.max_features,
        }
    }
}

/// What was asked of a comparison besides those; with both, and the files, it can be repeated.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AskedSearch {
    /// Digest of its rules, 64 hexadecimal digits; empty: no map
    pub component_map: String,
    /// A search might take; 0: no limit
    pub seconds: f64,
    /// How far to look for rearrangements
    pub depth: SearchDepth,
}

impl Raw for AskedSearch {
    type C = sys::wkin_asked_search;

    unsafe fn read(raw: &Self::C) -> Self {
        AskedSearch {
            component_map: owned_text(raw.component_map),
            seconds: raw.seconds,
            depth: SearchDepth::from_raw(raw.depth),
        }
    }
}

/// How a compared model's files were read, as far as it decides what is compared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ModelOpening {
    /// 1: names, axis order and values as the files have them
    pub as_stored: bool,
    /// 1: unknown classes in pickles were inert values, not an error
    pub lenient_pickle: bool,
}

impl Raw for ModelOpening {
    type C = sys::wkin_model_opening;

    unsafe fn read(raw: &Self::C) -> Self {
        ModelOpening {
            as_stored: raw.as_stored != 0,
            lenient_pickle: raw.lenient_pickle != 0,
        }
    }
}

/// Maps go from the subject's numbers to the reference's. They are borrowed from the comparison, as
/// strings are, and NULL where their length is 0.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Arrangement {
    /// `layers` numbers. A reference layer may occur twice or never
    pub layer_of: Vec<i64>,
    /// `stream` dimensions of the residual stream, when permuted
    pub stream_of: Vec<i64>,
    /// +1 or -1 for each of `stream_signs` dimensions, when permuted
    pub stream_sign: Vec<i8>,
    /// `tokens` rows of the token embedding
    pub token_of: Vec<i64>,
    /// 0: not looked for
    pub layers: usize,
    /// 0: not permuted, or not looked for
    pub stream: usize,
    /// 0 or `stream`
    pub stream_signs: usize,
    /// 0: the same numbers
    pub tokens: usize,
    /// See wkin_comparison_unit_map
    pub unit_maps: usize,
    /// Component of the reference
    pub reference: usize,
    /// Of the layer and expert maps that values chose among; 0: none
    pub log10_choices: f64,
    /// Of the residual stream
    pub basis: Basis,
    /// 1: some tensor had to be picked, flipped, multiplied or turned
    pub moves_values: bool,
    /// 1: several networks come from one, experts from a dense one
    pub repeats_networks: bool,
    /// 1: norm gains differ, and the matrices behind make up for it
    pub gains_moved: bool,
    /// 1: tokens have other numbers, also where `token_of` was not kept
    pub tokens_moved: bool,
    /// Of a wider subject: share of the energy of its token table, or of what else related the
    /// streams, that no more directions than the reference has dimensions can hold. 0: the stream
    /// uses no more of them. NaN: not looked for.
    pub stream_outside: f64,
}

impl Raw for Arrangement {
    type C = sys::wkin_arrangement;

    unsafe fn read(raw: &Self::C) -> Self {
        Arrangement {
            layer_of: owned_numbers(raw.layer_of, raw.layers as usize),
            stream_of: owned_numbers(raw.stream_of, raw.stream as usize),
            stream_sign: owned_numbers(raw.stream_sign, raw.stream_signs as usize),
            token_of: owned_numbers(raw.token_of, raw.tokens as usize),
            layers: raw.layers,
            stream: raw.stream,
            stream_signs: raw.stream_signs,
            tokens: raw.tokens,
            unit_maps: raw.unit_maps,
            reference: raw.reference,
            log10_choices: raw.log10_choices,
            basis: Basis::from_raw(raw.basis),
            moves_values: raw.moves_values != 0,
            repeats_networks: raw.repeats_networks != 0,
            gains_moved: raw.gains_moved != 0,
            tokens_moved: raw.tokens_moved != 0,
            stream_outside: raw.stream_outside,
        }
    }
}

/// Which unit of the reference each unit of the subject is, in one permutation group.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnitMap {
    /// Permutation group of the subject
    pub subject_group: String,
    /// Its counterpart
    pub reference_group: String,
    /// `units` numbers, WKIN_NO_COUNTERPART for units that were added
    pub reference_of: Vec<i64>,
    /// Of the subject's group
    pub units: usize,
    /// Share of the mapped units on which two disjoint halves of the evidence, asked separately,
    /// name the same counterpart; 1/units between strangers. NaN when not asked.
    pub agreement: f64,
    /// 1: every unit kept its number
    pub identity: bool,
    /// Units with a counterpart
    pub mapped: usize,
    /// Units that changed sign in what is behind their first part
    pub flipped: u64,
    /// Groups of heads: how the rows inside heads stand, of values ...
    pub values: Basis,
    /// ... and of keys; permuted: signs perhaps flipped, rotated: mixed
    pub keys: Basis,
    /// How many units (heads: or their rows) `agreement` is of
    pub asked: u64,
    /// Where nothing was left to ask: share of the units that another group vouches for, whose
    /// order was derived from this one's and was confirmed. NaN: none does.
    pub implied: f64,
}

impl Raw for UnitMap {
    type C = sys::wkin_unit_map;

    unsafe fn read(raw: &Self::C) -> Self {
        UnitMap {
            subject_group: owned_text(raw.subject_group),
            reference_group: owned_text(raw.reference_group),
            reference_of: owned_numbers(raw.reference_of, raw.units as usize),
            units: raw.units,
            agreement: raw.agreement,
            identity: raw.identity != 0,
            mapped: raw.mapped,
            flipped: raw.flipped,
            values: Basis::from_raw(raw.values),
            keys: Basis::from_raw(raw.keys),
            asked: raw.asked,
            implied: raw.implied,
        }
    }
}

/// A reading of the values: the operation that beat the alternatives weighed, or an exact pattern
/// that it leaves. No record of an act.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// One sentence: what, where, how much
    pub text: String,
    /// Log10 of how much likelier the compared values are under this operation than under a
    /// Gaussian residual of the same size in every tensor; 0 for the latter itself, infinite where
    /// nothing was weighed because an exact pattern is read off: equal bits, zeros, points of a
    /// grid, the order of layers or units in which the values meet. Another act can leave the same
    /// pattern.
    pub log10_likelihood_margin: f64,
    /// See wkin_comparison_operation_number
    pub numbers: usize,
    /// See wkin_comparison_operation_tensor; 0: seen in all that were compared
    pub tensors: usize,
    /// What the change looks like
    pub kind: OperationKind,
}

impl Raw for Operation {
    type C = sys::wkin_operation;

    unsafe fn read(raw: &Self::C) -> Self {
        Operation {
            text: owned_text(raw.text),
            log10_likelihood_margin: raw.log10_likelihood_margin,
            numbers: raw.numbers,
            tensors: raw.tensors,
            kind: OperationKind::from_raw(raw.kind),
        }
    }
}

/// A measured number of an operation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OperationNumber {
    /// Lower_snake_case, e.g. "rank", "density"
    pub name: String,
    /// As measured
    pub value: f64,
    /// Standard error; NaN: none
    pub error: f64,
}

impl Raw for OperationNumber {
    type C = sys::wkin_operation_number;

    unsafe fn read(raw: &Self::C) -> Self {
        OperationNumber {
            name: owned_text(raw.name),
            value: raw.value,
            error: raw.error,
        }
    }
}

/// What changed in one tensor that shows an operation: its squared singular values beside those of
/// a Gaussian difference of the same size and shape. A few that stick out are what an adapter or a
/// removed direction leaves; independent noise has none; training has a slope. Lists are borrowed
/// from the comparison, largest first, NULL where `values` is 0.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChangeSpectrum {
    /// The subject's name
    pub tensor: String,
    /// `values` of them, of the sum of all
    pub shares: Vec<f64>,
    /// What a Gaussian difference is expected to have there
    pub gaussian_shares: Vec<f64>,
    /// At most 64
    pub values: usize,
    /// That were looked at, the same on both sides
    pub rows: u64,
    /// Likewise
    pub columns: u64,
    /// Of the tensor: axis 0
    pub all_rows: u64,
    /// Of the tensor: all other axes
    pub all_columns: u64,
    /// Shares above the edge, of all, not only of those listed
    pub above_edge: u64,
    /// Root mean square of the difference over the reference's
    pub relative_size: f64,
    /// The largest Gaussian share is above it about once in a thousand
    pub gaussian_edge: f64,
    /// Sum of the shares above the edge
    pub share_above_edge: f64,
    /// That the tensor is an example of
    pub operation: OperationKind,
}

impl Raw for ChangeSpectrum {
    type C = sys::wkin_change_spectrum;

    unsafe fn read(raw: &Self::C) -> Self {
        ChangeSpectrum {
            tensor: owned_text(raw.tensor),
            shares: owned_numbers(raw.shares, raw.values as usize),
            gaussian_shares: owned_numbers(raw.gaussian_shares, raw.values as usize),
            values: raw.values,
            rows: raw.rows,
            columns: raw.columns,
            all_rows: raw.all_rows,
            all_columns: raw.all_columns,
            above_edge: raw.above_edge,
            relative_size: raw.relative_size,
            gaussian_edge: raw.gaussian_edge,
            share_above_edge: raw.share_above_edge,
            operation: OperationKind::from_raw(raw.operation),
        }
    }
}

/// The mixture in one component of the subject.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mixture {
    /// The subject's component
    pub id: String,
    /// One sentence
    pub text: String,
    /// See wkin_merge_share
    pub references: usize,
    /// See wkin_merge_layer
    pub layers: usize,
    /// Compared
    pub tensors: usize,
    /// References that pass the margin
    pub contributors: usize,
    /// Share of the change that no reference explains
    pub unexplained: f64,
    /// Share of each change that was kept (dare, ties)
    pub density: f64,
    /// Of all weights
    pub weight_sum: f64,
    /// Its standard error
    pub weight_sum_error: f64,
    /// How they were mixed
    pub method: MergeMethod,
    /// What proves the direction, or why nothing does
    pub direction_reason: String,
    /// Subject from reference: it lies among two or more of them
    pub direction: Direction,
    /// 1: no mixture is shown, and not every reference was looked for in another order of its
    /// units: out of time, or it would have cost too much; `text` says which
    pub search_missing: bool,
}

impl Raw for Mixture {
    type C = sys::wkin_mixture;

    unsafe fn read(raw: &Self::C) -> Self {
        Mixture {
            id: owned_text(raw.id),
            text: owned_text(raw.text),
            references: raw.references,
            layers: raw.layers,
            tensors: raw.tensors,
            contributors: raw.contributors,
            unexplained: raw.unexplained,
            density: raw.density,
            weight_sum: raw.weight_sum,
            weight_sum_error: raw.weight_sum_error,
            method: MergeMethod::from_raw(raw.method),
            direction_reason: owned_text(raw.direction_reason),
            direction: Direction::from_raw(raw.direction),
            search_missing: raw.search_missing != 0,
        }
    }
}

/// What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the arc, for
/// WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ParentShare {
    /// Of the parent, or of its change from the base
    pub weight: f64,
    /// Standard error
    pub error: f64,
    /// How much likelier the values are with this parent; infinite where bits or codes say so
    pub log10_margin: f64,
}

impl Raw for ParentShare {
    type C = sys::wkin_parent_share;

    unsafe fn read(raw: &Self::C) -> Self {
        ParentShare {
            weight: raw.weight,
            error: raw.error,
            log10_margin: raw.log10_margin,
        }
    }
}

/// The mixture in one layer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LayerMixture {
    /// Compared
    pub tensors: usize,
    /// See wkin_merge_layer_share
    pub references: usize,
    /// Share of the change that is left over
    pub unexplained: f64,
    /// -1: outside of layers
    pub layer: i32,
}

impl Raw for LayerMixture {
    type C = sys::wkin_layer_mixture;

    unsafe fn read(raw: &Self::C) -> Self {
        LayerMixture {
            tensors: raw.tensors,
            references: raw.references,
            unexplained: raw.unexplained,
            layer: raw.layer,
        }
    }
}

/// What a fingerprint says of the whole model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FingerprintInfo {
    /// May be empty
    pub name: String,
    /// Of the container it was made from; may be empty
    pub format: String,
    /// Of its sketches
    pub seed: u64,
    /// Over the checksums of all tensors
    pub checksum: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// See wkin_fingerprint_tensor
    pub tensors: usize,
    /// See wkin_fingerprint_component
    pub components: usize,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: bool,
    /// See wkin_fingerprint_anchor
    pub anchors: usize,
}

impl Raw for FingerprintInfo {
    type C = sys::wkin_fingerprint_info;

    unsafe fn read(raw: &Self::C) -> Self {
        FingerprintInfo {
            name: owned_text(raw.name),
            format: owned_text(raw.format),
            seed: raw.seed,
            checksum: raw.checksum,
            parameters: raw.parameters,
            tensors: raw.tensors,
            components: raw.components,
            root: raw.root,
            nameless: raw.nameless,
            has_roots: raw.has_roots != 0,
            anchors: raw.anchors,
        }
    }
}

/// What a fingerprint says of one component.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComponentPrint {
    /// E.g. "vision_encoder"
    pub id: String,
    /// What its tensor names begin with
    pub prefix: String,
    /// How many belong to it
    pub tensors: u64,
    /// Tied tensors counted once
    pub parameters: u64,
    /// What it is for
    pub kind: ComponentKind,
    /// How many it has
    pub layers: u32,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: bool,
}

impl Raw for ComponentPrint {
    type C = sys::wkin_component_print;

    unsafe fn read(raw: &Self::C) -> Self {
        ComponentPrint {
            id: owned_text(raw.id),
            prefix: owned_text(raw.prefix),
            tensors: raw.tensors,
            parameters: raw.parameters,
            kind: ComponentKind::from_raw(raw.kind),
            layers: raw.layers,
            root: raw.root,
            nameless: raw.nameless,
            has_roots: raw.has_roots != 0,
        }
    }
}

/// What is left of one tensor. Pointers are NULL where a part is absent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorPrint {
    /// As in the model
    pub name: String,
    /// Storage scheme of decoded tensors; else empty
    pub scheme: String,
    /// The name with prefix and naming dialect removed
    pub slot: String,
    /// `rank` extents; never NULL
    pub shape: Vec<u64>,
    /// `buckets`; bucket j is sketch_codes\[j\] * sketch_scale
    pub sketch_codes: Vec<i16>,
    /// `units`
    pub unit_scales: Vec<f32>,
    /// 16 a unit; feature f of unit u is unit_codes\[16 u + f\] * unit_scales\[u\]
    pub unit_codes: Vec<i8>,
    /// 32 sorted row norms
    pub row_profile: Vec<f32>,
    /// 120 correlations of row features, in 1/127
    pub row_gram: Vec<i8>,
    /// 32 bytes, of the values in whatever type and container
    pub value_digest: Vec<u8>,
    /// 32 bytes, of the stored bytes
    pub stored_digest: Vec<u8>,
    /// The product of `shape`
    pub elements: u64,
    /// NaN and infinite elements
    pub nonfinite: u64,
    /// Finite, but 1024 or more in size
    pub outside: u64,
    /// Elements that are +0 or -0
    pub zeros: u64,
    /// Elements below zero
    pub negative: u64,
    /// Of the values
    pub checksum: u64,
    /// What `checksum` becomes after a cast to bf16
    pub checksum_bf16: u64,
    /// Likewise to f16
    pub checksum_f16: u64,
    /// +infinity when no element is finite
    pub minimum: f64,
    /// -infinity likewise
    pub maximum: f64,
    /// Of the finite elements
    pub mean: f64,
    /// Likewise
    pub mean_square: f64,
    /// Index of its component
    pub component: usize,
    /// 0: no sketch
    pub buckets: usize,
    /// Sampled; 0: none
    pub units: usize,
    /// See wkin_fingerprint_landmark
    pub landmarks: usize,
    /// Quantiles of log |x|
    pub magnitudes: [u16; 16],
    /// Of the logical tensor
    pub dtype: Dtype,
    /// 0 is a scalar
    pub rank: u32,
    /// What it does
    pub role: Role,
    /// What it may say in a ruling
    pub usage: Use,
    /// Why it may not convict
    pub exclusion: Exclusion,
    /// -1: none
    pub layer: i32,
    /// Value of one step of a code
    pub sketch_scale: f32,
}

impl Raw for TensorPrint {
    type C = sys::wkin_tensor_print;

    unsafe fn read(raw: &Self::C) -> Self {
        TensorPrint {
            name: owned_text(raw.name),
            scheme: owned_text(raw.scheme),
            slot: owned_text(raw.slot),
            shape: owned_numbers(raw.shape, raw.rank as usize),
            sketch_codes: owned_numbers(raw.sketch_codes, raw.buckets as usize),
            unit_scales: owned_numbers(raw.unit_scales, raw.units as usize),
            unit_codes: owned_numbers(raw.unit_codes, raw.units as usize * 16),
            row_profile: owned_numbers(raw.row_profile, 32),
            row_gram: owned_numbers(raw.row_gram, 120),
            value_digest: owned_numbers(raw.value_digest, 32),
            stored_digest: owned_numbers(raw.stored_digest, 32),
            elements: raw.elements,
            nonfinite: raw.nonfinite,
            outside: raw.outside,
            zeros: raw.zeros,
            negative: raw.negative,
            checksum: raw.checksum,
            checksum_bf16: raw.checksum_bf16,
            checksum_f16: raw.checksum_f16,
            minimum: raw.minimum,
            maximum: raw.maximum,
            mean: raw.mean,
            mean_square: raw.mean_square,
            component: raw.component,
            buckets: raw.buckets,
            units: raw.units,
            landmarks: raw.landmarks,
            magnitudes: raw.magnitudes,
            dtype: Dtype::from_raw(raw.dtype),
            rank: raw.rank,
            role: Role::from_raw(raw.role),
            usage: Use::from_raw(raw.r#use),
            exclusion: Exclusion::from_raw(raw.exclusion),
            layer: raw.layer,
            sketch_scale: raw.sketch_scale,
        }
    }
}

/// One of the heaviest rows of a matrix.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RowLandmark {
    /// Its number
    pub row: u32,
    /// Of the whole row
    pub norm: f32,
    /// Value of one step of a code
    pub scale: f32,
    /// Feature f is codes\[f\] * scale
    pub codes: [i8; 16],
}

impl Raw for RowLandmark {
    type C = sys::wkin_row_landmark;

    unsafe fn read(raw: &Self::C) -> Self {
        RowLandmark {
            row: raw.row,
            norm: raw.norm,
            scale: raw.scale,
            codes: raw.codes,
        }
    }
}

/// What of one feed-forward network survives any change of the residual stream's basis.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnitAnchors {
    /// `cosine_count`, in 1/32767; NULL: none
    pub cosines: Vec<i16>,
    /// `gate_code_count`, 16 a unit; NULL: none
    pub gate_codes: Vec<i8>,
    /// `up_code_count`
    pub up_codes: Vec<i8>,
    /// How many `cosines` has
    pub cosine_count: usize,
    /// How many `gate_codes` has
    pub gate_code_count: usize,
    /// How many `up_codes` has
    pub up_code_count: usize,
    /// Tensors; SIZE_MAX: none, the same as `up` where one tensor has both
    pub gate: usize,
    /// Index of a tensor
    pub up: usize,
    /// Likewise
    pub down: usize,
    /// Rows of the embedding that directions were seen from
    pub vocabulary: u64,
    /// How the tokens were chosen
    pub tokens: TokenChoice,
}

impl Raw for UnitAnchors {
    type C = sys::wkin_unit_anchors;

    unsafe fn read(raw: &Self::C) -> Self {
        UnitAnchors {
            cosines: owned_numbers(raw.cosines, raw.cosine_count as usize),
            gate_codes: owned_numbers(raw.gate_codes, raw.gate_code_count as usize),
            up_codes: owned_numbers(raw.up_codes, raw.up_code_count as usize),
            cosine_count: raw.cosine_count,
            gate_code_count: raw.gate_code_count,
            up_code_count: raw.up_code_count,
            gate: raw.gate,
            up: raw.up,
            down: raw.down,
            vocabulary: raw.vocabulary,
            tokens: TokenChoice::from_raw(raw.tokens),
        }
    }
}

/// Similarity estimated from sketches, each with its standard error. NaN and infinity where a
/// sketch is missing or the sizes differ.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PrintSimilarity {
    /// 0 if unrelated
    pub pearson: f64,
    /// Its standard error
    pub pearson_error: f64,
    /// From sketch and moments
    pub cosine: f64,
    /// Its standard error
    pub cosine_error: f64,
    /// ||a - b|| / ||b||
    pub relative_l2: f64,
    /// Its standard error
    pub relative_l2_error: f64,
}

impl Raw for PrintSimilarity {
    type C = sys::wkin_print_similarity;

    unsafe fn read(raw: &Self::C) -> Self {
        PrintSimilarity {
            pearson: raw.pearson,
            pearson_error: raw.pearson_error,
            cosine: raw.cosine,
            cosine_error: raw.cosine_error,
            relative_l2: raw.relative_l2,
            relative_l2_error: raw.relative_l2_error,
        }
    }
}

/// What a scan found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ScanOverall {
    /// The answer in one sentence
    pub sentence: String,
    /// Path or label
    pub subject_name: String,
    /// Elements, tied tensors once
    pub subject_parameters: u64,
    /// One a component; see wkin_scan_origin
    pub origins: usize,
    /// See wkin_scan_candidate
    pub candidates: usize,
    /// References compared in full
    pub compared: usize,
    /// That p-values are corrected for
    pub tests: usize,
    /// Sentences on what this cannot see
    pub limits: usize,
    /// The strongest
    pub verdict: Verdict,
    /// Of its container
    pub subject_format: String,
    /// How many
    pub subject_tensors: u64,
    /// In all: `population`
    pub references: u64,
}

impl Raw for ScanOverall {
    type C = sys::wkin_scan_overall;

    unsafe fn read(raw: &Self::C) -> Self {
        ScanOverall {
            sentence: owned_text(raw.sentence),
            subject_name: owned_text(raw.subject_name),
            subject_parameters: raw.subject_parameters,
            origins: raw.origins,
            candidates: raw.candidates,
            compared: raw.compared,
            tests: raw.tests,
            limits: raw.limits,
            verdict: Verdict::from_raw(raw.verdict),
            subject_format: owned_text(raw.subject_format),
            subject_tensors: raw.subject_tensors,
            references: raw.references,
        }
    }
}

/// The options that the numbers of a scan or a forest depend on, as they were given.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ManySettings {
    /// Of all pairs together; each got it divided by their number
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents
    pub effect_floor: f64,
    /// Share of common variance that `derived` needs
    pub derived_share: f64,
    /// Units whose order was searched must share more
    pub searched_floor: f64,
    /// Of samples and permutations
    pub seed: u64,
    /// Rows of a sample
    pub max_units: u64,
    /// Columns of a sample
    pub max_features: u64,
    /// What the nearest may lack, at most
    pub nearest_share: f64,
    /// Standard errors that a separation needs
    pub separation_errors: f64,
}

impl Raw for ManySettings {
    type C = sys::wkin_many_settings;

    unsafe fn read(raw: &Self::C) -> Self {
        ManySettings {
            log10_alpha: raw.log10_alpha,
            effect_floor: raw.effect_floor,
            derived_share: raw.derived_share,
            searched_floor: raw.searched_floor,
            seed: raw.seed,
            max_units: raw.max_units,
            max_features: raw.max_features,
            nearest_share: raw.nearest_share,
            separation_errors: raw.separation_errors,
        }
    }
}

/// In which ways two fingerprints resemble each other: from 0, what strangers show, to 1; NaN where
/// either has not what it takes. Not evidence of descent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Affinity {
    /// Equal values in any type
    pub values: f64,
    /// Equal checksums, also after a cast
    pub checksums: f64,
    /// Correlation of whole tensors
    pub sketches: f64,
    /// The heaviest rows, wherever they moved
    pub landmarks: f64,
    /// The same rows in any order
    pub gram: f64,
    /// Rows and columns in any order, any scale
    pub profiles: f64,
    /// Elements in any order, any scale
    pub magnitudes: f64,
}

impl Raw for Affinity {
    type C = sys::wkin_affinity;

    unsafe fn read(raw: &Self::C) -> Self {
        Affinity {
            values: raw.values,
            checksums: raw.checksums,
            sketches: raw.sketches,
            landmarks: raw.landmarks,
            gram: raw.gram,
            profiles: raw.profiles,
            magnitudes: raw.magnitudes,
        }
    }
}

/// A reference, and what came of comparing it. Verdict, sentence and components are empty when it
/// was not compared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Candidate {
    /// Path or label
    pub name: String,
    /// Of its container
    pub format: String,
    /// Overall, in one sentence
    pub sentence: String,
    /// Its place among those given
    pub reference: usize,
    /// See wkin_scan_candidate_component
    pub components: usize,
    /// How many
    pub tensors: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// 1: among the nearest of some component
    pub compared: bool,
    /// The strongest finding, or why there is none
    pub verdict: Verdict,
    /// What was looked at
    pub source: EvidenceSource,
}

impl Raw for Candidate {
    type C = sys::wkin_candidate;

    unsafe fn read(raw: &Self::C) -> Self {
        Candidate {
            name: owned_text(raw.name),
            format: owned_text(raw.format),
            sentence: owned_text(raw.sentence),
            reference: raw.reference,
            components: raw.components,
            tensors: raw.tensors,
            parameters: raw.parameters,
            compared: raw.compared != 0,
            verdict: Verdict::from_raw(raw.verdict),
            source: EvidenceSource::from_raw(raw.source),
        }
    }
}

/// What remains of the ruling on one component when many pairs are looked at.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComponentSummary {
    /// The subject's component
    pub id: String,
    /// Empty: none
    pub reference_id: String,
    /// The evidence in one sentence
    pub sentence: String,
    /// Of the subject
    pub component: usize,
    /// The ruling
    pub verdict: Verdict,
    /// How it was changed, where that shows
    pub change: Change,
    /// In pairs that may carry a verdict
    pub parameters_compared: u64,
    /// Weighted median; 0 if unrelated
    pub pearson: f64,
    /// Share that the reference explains
    pub common_variance: f64,
    /// Its standard error
    pub common_variance_error: f64,
    /// Before any correction
    pub log10_p: f64,
    /// After Holm over all components of all pairs
    pub log10_p_holm: f64,
    /// Smallest effect found with probability one half
    pub minimum_detectable: f64,
}

impl Raw for ComponentSummary {
    type C = sys::wkin_component_summary;

    unsafe fn read(raw: &Self::C) -> Self {
        ComponentSummary {
            id: owned_text(raw.id),
            reference_id: owned_text(raw.reference_id),
            sentence: owned_text(raw.sentence),
            component: raw.component,
            verdict: Verdict::from_raw(raw.verdict),
            change: Change::from_raw(raw.change),
            parameters_compared: raw.parameters_compared,
            pearson: raw.pearson,
            common_variance: raw.common_variance,
            common_variance_error: raw.common_variance_error,
            log10_p: raw.log10_p,
            log10_p_holm: raw.log10_p_holm,
            minimum_detectable: raw.minimum_detectable,
        }
    }
}

/// Where one component of the subject comes from. The lists hold places among the references given
/// and are lent by the scan.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Origin {
    /// The subject's component
    pub id: String,
    /// What was found, in one sentence
    pub sentence: String,
    /// References with a finding, strongest first; NULL when there is none
    pub found: Vec<usize>,
    /// Of them those that no other is nearer than: one is the nearest, several cannot be told apart
    pub nearest: Vec<usize>,
    /// How many `found` has
    pub found_count: usize,
    /// How many `nearest` has
    pub nearest_count: usize,
    /// See wkin_scan_separation
    pub separations: usize,
    /// Of the subject's component
    pub parameters: u64,
    /// Of the subject's parameters
    pub share: f64,
    /// What it is for
    pub kind: ComponentKind,
}

impl Raw for Origin {
    type C = sys::wkin_origin;

    unsafe fn read(raw: &Self::C) -> Self {
        Origin {
            id: owned_text(raw.id),
            sentence: owned_text(raw.sentence),
            found: owned_numbers(raw.found, raw.found_count as usize),
            nearest: owned_numbers(raw.nearest, raw.nearest_count as usize),
            found_count: raw.found_count,
            nearest_count: raw.nearest_count,
            separations: raw.separations,
            parameters: raw.parameters,
            share: raw.share,
            kind: ComponentKind::from_raw(raw.kind),
        }
    }
}

/// Why one of two found references was called nearer, or neither was.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Separation {
    /// Places among the references given
    pub nearer: usize,
    /// Likewise
    pub farther: usize,
    /// Of what sets them apart, the subject has so much of the farther; NaN: unknown
    pub share: f64,
    /// Its standard error
    pub share_error: f64,
    /// 0: neither is nearer
    pub separable: bool,
}

impl Raw for Separation {
    type C = sys::wkin_separation;

    unsafe fn read(raw: &Self::C) -> Self {
        Separation {
            nearer: raw.nearer,
            farther: raw.farther,
            share: raw.share,
            share_error: raw.share_error,
            separable: raw.separable != 0,
        }
    }
}

/// What a forest consists of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ForestOverall {
    /// Models that nothing was found for; NULL when there is none
    pub singles: Vec<usize>,
    /// How many `singles` has
    pub single_count: usize,
    /// As given
    pub models: usize,
    /// See wkin_forest_pair
    pub pairs: usize,
    /// See wkin_forest_family
    pub families: usize,
    /// That p-values are corrected for
    pub tests: usize,
    /// Sentences on what this cannot see
    pub limits: usize,
}

impl Raw for ForestOverall {
    type C = sys::wkin_forest_overall;

    unsafe fn read(raw: &Self::C) -> Self {
        ForestOverall {
            singles: owned_numbers(raw.singles, raw.single_count as usize),
            single_count: raw.single_count,
            models: raw.models,
            pairs: raw.pairs,
            families: raw.families,
            tests: raw.tests,
            limits: raw.limits,
        }
    }
}

/// Components that depend on one another.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Family {
    /// See wkin_forest_node, ...
    pub nodes: usize,
    /// See wkin_forest_edge
    pub edges: usize,
    /// See wkin_forest_merge
    pub merges: usize,
    /// See wkin_forest_unplaced
    pub unplaced: usize,
    /// Sentences
    pub notes: usize,
    /// Node where all descent starts; WKIN_NO_INDEX unless proven
    pub root: usize,
    /// Above 0.5 nothing follows from the tree's shape
    pub misfit: f64,
    /// Elements that distances are taken over
    pub parameters: f64,
}

impl Raw for Family {
    type C = sys::wkin_family;

    unsafe fn read(raw: &Self::C) -> Self {
        Family {
            nodes: raw.nodes,
            edges: raw.edges,
            merges: raw.merges,
            unplaced: raw.unplaced,
            notes: raw.notes,
            root: raw.root,
            misfit: raw.misfit,
            parameters: raw.parameters,
        }
    }
}

/// A point of a tree: whose weights lie here, or an unknown point where branches part.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// Of an unknown point: nodes that it may coincide with; NULL: none
    pub may_be: Vec<usize>,
    /// How many `may_be` has
    pub may_be_count: usize,
    /// See wkin_forest_member; 0: an unknown point
    pub members: usize,
}

impl Raw for Node {
    type C = sys::wkin_node;

    unsafe fn read(raw: &Self::C) -> Self {
        Node {
            may_be: owned_numbers(raw.may_be, raw.may_be_count as usize),
            may_be_count: raw.may_be_count,
            members: raw.members,
        }
    }
}

/// One component of one model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// Its id
    pub component: String,
    /// Place among the models
    pub model: usize,
    /// 1: the model has other components, too
    pub of_several: bool,
    /// 1: equal to the first of its node only after a cast
    pub cast: bool,
}

impl Raw for Member {
    type C = sys::wkin_member;

    unsafe fn read(raw: &Self::C) -> Self {
        Member {
            component: owned_text(raw.component),
            model: raw.model,
            of_several: raw.of_several != 0,
            cast: raw.cast != 0,
        }
    }
}

/// Two points with nothing else between them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edge {
    /// What proves the direction; empty where nothing does
    pub reason: String,
    /// Nodes; the elder one first where directed
    pub first: usize,
    /// Likewise
    pub second: usize,
    /// Mean square difference in units of the weights' variance; NaN: unknown
    pub length: f64,
    /// Its standard error
    pub length_error: f64,
    /// 1: it is proven who came first
    pub directed: bool,
    /// 1: see wkin_forest_finding
    pub has_finding: bool,
}

impl Raw for Edge {
    type C = sys::wkin_edge;

    unsafe fn read(raw: &Self::C) -> Self {
        Edge {
            reason: owned_text(raw.reason),
            first: raw.first,
            second: raw.second,
            length: raw.length,
            length_error: raw.length_error,
            directed: raw.directed != 0,
            has_finding: raw.has_finding != 0,
        }
    }
}

/// A model that lies in the span of others.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TreeMerge {
    /// The finding in one sentence
    pub sentence: String,
    /// Node
    pub child: usize,
    /// Node that changes are counted from; WKIN_NO_INDEX: none
    pub base: usize,
    /// See wkin_forest_parent
    pub parents: usize,
    /// Share of the distance to the nearest parent that is left over
    pub residual: f64,
    /// 1: the child was made from the parents; 0: one of them all is a combination of the others,
    /// and the weights do not tell which
    pub proven: bool,
}

impl Raw for TreeMerge {
    type C = sys::wkin_tree_merge;

    unsafe fn read(raw: &Self::C) -> Self {
        TreeMerge {
            sentence: owned_text(raw.sentence),
            child: raw.child,
            base: raw.base,
            parents: raw.parents,
            residual: raw.residual,
            proven: raw.proven != 0,
        }
    }
}

/// One of several that a model was mixed of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TreeParent {
    /// Of the same family
    pub node: usize,
    /// Of (parent - base), or of the parent where there is no base
    pub weight: f64,
    /// Its standard error
    pub weight_error: f64,
}

impl Raw for TreeParent {
    type C = sys::wkin_tree_parent;

    unsafe fn read(raw: &Self::C) -> Self {
        TreeParent {
            node: raw.node,
            weight: raw.weight,
            weight_error: raw.weight_error,
        }
    }
}

/// The comparison of two of the models.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ForestComparison {
    /// Overall, in one sentence
    pub sentence: String,
    /// Places among the models
    pub subject: usize,
    /// Likewise
    pub reference: usize,
    /// See wkin_forest_pair_component
    pub components: usize,
    /// The strongest finding, or why there is none
    pub verdict: Verdict,
    /// What was looked at
    pub source: EvidenceSource,
}

impl Raw for ForestComparison {
    type C = sys::wkin_forest_comparison;

    unsafe fn read(raw: &Self::C) -> Self {
        ForestComparison {
            sentence: owned_text(raw.sentence),
            subject: raw.subject,
            reference: raw.reference,
            components: raw.components,
            verdict: Verdict::from_raw(raw.verdict),
            source: EvidenceSource::from_raw(raw.source),
        }
    }
}

/// What exactly a model is: equal roots mean equal values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HashRoots {
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// See wkin_hash_tensor
    pub tensors: usize,
    /// See wkin_hash_component
    pub components: usize,
}

impl Raw for HashRoots {
    type C = sys::wkin_hash_roots;

    unsafe fn read(raw: &Self::C) -> Self {
        HashRoots {
            root: raw.root,
            nameless: raw.nameless,
            tensors: raw.tensors,
            components: raw.components,
        }
    }
}

/// What exactly one tensor is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorHash {
    /// As in the model
    pub name: String,
    /// `rank` extents; never NULL
    pub shape: Vec<u64>,
    /// Of every element
    pub dtype: Dtype,
    /// 0 is a scalar
    pub rank: u32,
    /// Of the stored bytes
    pub stored: [u8; 32],
    /// Of the values, in whatever type and container
    pub value: [u8; 32],
}

impl Raw for TensorHash {
    type C = sys::wkin_tensor_hash;

    unsafe fn read(raw: &Self::C) -> Self {
        TensorHash {
            name: owned_text(raw.name),
            shape: owned_numbers(raw.shape, raw.rank as usize),
            dtype: Dtype::from_raw(raw.dtype),
            rank: raw.rank,
            stored: raw.stored,
            value: raw.value,
        }
    }
}

/// What exactly one component is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ComponentHash {
    /// E.g. "vision_encoder"
    pub id: String,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
}

impl Raw for ComponentHash {
    type C = sys::wkin_component_hash;

    unsafe fn read(raw: &Self::C) -> Self {
        ComponentHash {
            id: owned_text(raw.id),
            root: raw.root,
            nameless: raw.nameless,
        }
    }
}

/// What a manifest says of the whole model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ManifestInfo {
    /// Its name
    pub model: String,
    /// See wkin_manifest_file_at
    pub files: usize,
    /// Of every digest
    pub algorithm: ManifestHash,
    /// 1: links stand for what they lead to
    pub follow_links: bool,
    /// What a signature is about
    pub subject: [u8; 32],
}

impl Raw for ManifestInfo {
    type C = sys::wkin_manifest_info;

    unsafe fn read(raw: &Self::C) -> Self {
        ManifestInfo {
            model: owned_text(raw.model),
            files: raw.files,
            algorithm: ManifestHash::from_raw(raw.algorithm),
            follow_links: raw.follow_links != 0,
            subject: raw.subject,
        }
    }
}

/// One file of a manifest.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ManifestFile {
    /// Relative to the model's folder
    pub name: String,
    /// Digest of its bytes
    pub content: [u8; 32],
}

impl Raw for ManifestFile {
    type C = sys::wkin_manifest_file;

    unsafe fn read(raw: &Self::C) -> Self {
        ManifestFile {
            name: owned_text(raw.name),
            content: raw.content,
        }
    }
}

/// A file that is not as listed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FileDifference {
    /// Relative to the model's folder; lent by the manifest that has it
    pub name: String,
    /// In what way
    pub state: FileState,
}

impl Raw for FileDifference {
    type C = sys::wkin_file_difference;

    unsafe fn read(raw: &Self::C) -> Self {
        FileDifference {
            name: owned_text(raw.name),
            state: FileState::from_raw(raw.state),
        }
    }
}

/// What an index holds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndexInfo {
    /// How many
    pub models: u64,
    /// Of all models
    pub components: u64,
    /// That were kept
    pub rulings: u64,
    /// Of all fingerprints in it
    pub seed: u64,
    /// Version
    pub schema: u64,
    /// 0: nothing was added yet
    pub has_seed: bool,
    /// 1: PostgreSQL
    pub on_server: bool,
    /// 1: candidates by sketch come from the server's own index
    pub vector_search: bool,
}

impl Raw for IndexInfo {
    type C = sys::wkin_index_info;

    unsafe fn read(raw: &Self::C) -> Self {
        IndexInfo {
            models: raw.models,
            components: raw.components,
            rulings: raw.rulings,
            seed: raw.seed,
            schema: raw.schema,
            has_seed: raw.has_seed != 0,
            on_server: raw.on_server != 0,
            vector_search: raw.vector_search != 0,
        }
    }
}

/// What an answer consists of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndexAnswerInfo {
    /// In the index
    pub models: u64,
    /// See wkin_index_exact
    pub exact: usize,
    /// See wkin_index_candidate
    pub candidates: usize,
    /// Of wkin_index_verify
    pub problems: usize,
    /// Of a query; WKIN_VERDICT_NOT_COMPARABLE when nothing was compared
    pub overall: Verdict,
    /// Of a list; see wkin_index_entry_at
    pub entries: usize,
    /// See wkin_index_ruling_at
    pub rulings: usize,
}

impl Raw for IndexAnswerInfo {
    type C = sys::wkin_index_answer_info;

    unsafe fn read(raw: &Self::C) -> Self {
        IndexAnswerInfo {
            models: raw.models,
            exact: raw.exact,
            candidates: raw.candidates,
            problems: raw.problems,
            overall: Verdict::from_raw(raw.overall),
            entries: raw.entries,
            rulings: raw.rulings,
        }
    }
}

/// A model that has values of the subject.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExactMatch {
    /// Of the model
    pub name: String,
    /// Of the model in the index
    pub id: u64,
    /// Distinct values of the subject that it has as well
    pub tensors_equal: u64,
    /// Of the subject's elements in tensors that may be evidence
    pub share: f64,
    /// 1: all values under all names
    pub same_root: bool,
    /// 1: all values
    pub same_nameless: bool,
    /// See wkin_index_exact_component
    pub components: usize,
}

impl Raw for ExactMatch {
    type C = sys::wkin_exact_match;

    unsafe fn read(raw: &Self::C) -> Self {
        ExactMatch {
            name: owned_text(raw.name),
            id: raw.id,
            tensors_equal: raw.tensors_equal,
            share: raw.share,
            same_root: raw.same_root != 0,
            same_nameless: raw.same_nameless != 0,
            components: raw.components,
        }
    }
}

/// A model that was ranked; no evidence unless it was compared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndexCandidateInfo {
    /// Of the model
    pub name: String,
    /// Of the subject, by which it was found; empty for exact ones
    pub component: String,
    /// Of the model in the index
    pub id: u64,
    /// How near it looks in its channel
    pub score: f64,
    /// In which it is placed best
    pub channel: KeyChannel,
    /// 1: it was compared with the subject
    pub compared: bool,
    /// Of the comparison; WKIN_VERDICT_UNDETERMINED when there was none
    pub verdict: Verdict,
    /// In its channel, from 0
    pub place: u64,
}

impl Raw for IndexCandidateInfo {
    type C = sys::wkin_index_candidate_info;

    unsafe fn read(raw: &Self::C) -> Self {
        IndexCandidateInfo {
            name: owned_text(raw.name),
            component: owned_text(raw.component),
            id: raw.id,
            score: raw.score,
            channel: KeyChannel::from_raw(raw.channel),
            compared: raw.compared != 0,
            verdict: Verdict::from_raw(raw.verdict),
            place: raw.place,
        }
    }
}

/// A model of an index.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndexEntry {
    /// As it was added
    pub name: String,
    /// Of its container
    pub format: String,
    /// Never given twice in one index
    pub id: u64,
    /// How many
    pub tensors: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// Of its fingerprint
    pub print_bytes: u64,
    /// BLAKE3 of the fingerprint's bytes
    pub print: [u8; 32],
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: bool,
}

impl Raw for IndexEntry {
    type C = sys::wkin_index_entry;

    unsafe fn read(raw: &Self::C) -> Self {
        IndexEntry {
            name: owned_text(raw.name),
            format: owned_text(raw.format),
            id: raw.id,
            tensors: raw.tensors,
            parameters: raw.parameters,
            print_bytes: raw.print_bytes,
            print: raw.print,
            root: raw.root,
            nameless: raw.nameless,
            has_roots: raw.has_roots != 0,
        }
    }
}

/// A document that was kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeptRuling {
    /// JSON, as it was given
    pub document: String,
    /// In bytes, without the final zero
    pub length: usize,
    /// By which it was kept
    pub subject: [u8; 32],
    /// Likewise
    pub reference: [u8; 32],
}

impl Raw for KeptRuling {
    type C = sys::wkin_kept_ruling;

    unsafe fn read(raw: &Self::C) -> Self {
        KeptRuling {
            document: owned_text(raw.document),
            length: raw.length,
            subject: raw.subject,
            reference: raw.reference,
        }
    }
}
