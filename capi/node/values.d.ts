// Made by capi/generate/generate_bindings.py from the C headers; do not edit.

/** What the caller does next. */
export type Status =
  | 'ok'
  /** The call itself is wrong: fix the program */
  | 'bad_argument'
  /** The bytes contradict their format: fix or distrust the file */
  | 'bad_format'
  /** Well formed as far as read, but nothing here can read it */
  | 'unsupported'
  /** The operating system refused: path, permission, disk, vanished page */
  | 'io'
  /** The number asked for does not exist for these inputs */
  | 'undefined'
  /** An allocation failed or a limit on memory was reached */
  | 'no_memory'
  /** The progress callback asked to stop */
  | 'cancelled'
  /** A defect of ours; please report it */
  | 'internal';

/** Which rule of a file format was broken, for those who sort files. */
export type Fault =
  | 'none'
  | 'truncated'
  | 'magic'
  | 'version'
  | 'format'
  | 'header'
  | 'encoding'
  | 'limit'
  | 'overflow'
  | 'bounds'
  | 'shape'
  | 'dtype'
  | 'alignment'
  | 'offset'
  | 'overlap'
  | 'hole'
  | 'trailing'
  | 'duplicate'
  | 'missing'
  | 'shard'
  | 'path'
  | 'checksum'
  | 'compress'
  | 'filter'
  | 'cycle'
  | 'protobuf'
  | 'pickle-op'
  | 'pickle-malformed'
  | 'pickle-global'
  | 'npy-object'
  | 'zip'
  | 'zip-encrypted';

/**
 * What can be said of a component against one named reference. There is no "from scratch": a test
 * can fail to find descent, not exclude it.
 */
export type Verdict =
  /** Never a ruling */
  | 'unknown'
  | 'identical'
  | 'identical_after_cast'
  | 'reencoded'
  | 'derived'
  | 'related'
  | 'no_shared_initialisation_found'
  | 'undetermined'
  | 'not_comparable'
  | 'non_evidential';

/** How a derived component was changed, where the residual shows it. */
export type Change =
  | 'none'
  | 'fine_tuned'
  | 'partly_frozen'
  | 'noised'
  | 'rescaled'
  | 'unspecified'
  /** The same values in another order, number of layers or basis */
  | 'rearranged';

/** The type of one stored element. */
export type Dtype =
  | 'unknown'
  | 'bool'
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'i64'
  | 'f16'
  | 'bf16'
  | 'f32'
  | 'f64'
  | 'c32'
  | 'c64'
  | 'c128'
  | 'f8_e4m3fn'
  | 'f8_e5m2'
  | 'f8_e4m3fnuz'
  | 'f8_e5m2fnuz'
  | 'f8_e8m0'
  | 'f6_e2m3'
  | 'f6_e3m2'
  /** Two per byte, low nibble first */
  | 'f4_e2m1';

/** The part of a model a tensor belongs to; the unit of every verdict. */
export type ComponentKind =
  /** The whole of a model with one part, or what no rule claims */
  | 'model'
  | 'language_model'
  | 'vision_encoder'
  | 'audio_encoder'
  | 'text_encoder'
  | 'projector'
  | 'vision_tokenizer'
  | 'audio_tokenizer'
  | 'diffusion'
  | 'autoencoder'
  | 'adapter'
  | 'optimizer';

/** What a tensor does. */
export type Role =
  | 'unknown'
  | 'token_embedding'
  | 'position_embedding'
  | 'output_head'
  | 'attention_q'
  | 'attention_k'
  | 'attention_v'
  | 'attention_qkv'
  | 'attention_o'
  | 'mlp_gate'
  | 'mlp_up'
  | 'mlp_down'
  | 'mlp_gate_up'
  | 'norm'
  | 'router'
  | 'convolution'
  | 'linear'
  | 'recurrent'
  | 'batch_norm_statistic'
  | 'bias'
  | 'adapter_down'
  | 'adapter_up'
  | 'buffer';

/** How a tensor may be used in a ruling. */
export type Use =
  /** May carry a verdict */
  | 'convicting'
  /** Shown and counted, never convicting */
  | 'descriptive'
  /** Says nothing about descent */
  | 'excluded';

/** Why a tensor is descriptive or excluded. */
export type Exclusion =
  | 'none'
  | 'vector'
  | 'deterministic'
  | 'constant'
  | 'init_valued'
  | 'degenerate'
  | 'integer'
  | 'tied'
  | 'running_statistic'
  | 'no_exchangeable_axis'
  | 'adapter_factor'
  | 'empty'
  | 'unreadable'
  | 'optimizer_state'
  | 'by_request';

/** How a subject tensor found its counterpart. */
export type Match =
  | 'name'
  | 'slot'
  | 'content'
  | 'assigned'
  /** Values resemble each other, once rearranged */
  | 'searched';

/** Which reference distribution a p-value came from. */
export type Null =
  /** Not tested */
  | 'none'
  | 'permutation_normal'
  | 'permutation_monte_carlo'
  | 'permutation_student'
  | 'permutation_exact';

/** Which of the two models. */
export type Side =
  | 'subject'
  | 'reference';

/**
 * How far a comparison searches for rearranged weights where tensors do not lie on each other by
 * name, role and shape.
 */
export type SearchDepth =
  /** Full where its cost, known from shapes, is small; else layers */
  | 'automatic'
  /** No search */
  | 'direct'
  /** Layers left out, repeated or moved; experts; transposes */
  | 'layers'
  /** Also tokens, units, heads, the residual stream's basis */
  | 'full';

/** What a search for rearrangements had to do with a pair of tensors. */
export type Fit =
  /** Nothing: tests of it are exact */
  | 'none'
  /** The order of the units its test compares was searched, by other tensors */
  | 'axis'
  /** Its own values chose the arrangement: shown, tested by nothing */
  | 'values';

/** In which basis the subject's residual stream stands, seen from the reference's. */
export type Basis =
  /** Dimension i is dimension i */
  | 'same'
  /** Dimensions were reordered, signs perhaps flipped */
  | 'permuted'
  /** An orthogonal map that is no permutation */
  | 'rotated'
  /** Looked for and not found, or not looked for */
  | 'unknown';

/** What was done to weights on the way from one model to the other. */
export type OperationKind =
  | 'none'
  | 'copied'
  /** Rounded to another dtype */
  | 'cast'
  /** Rounded to a coarser grid */
  | 'quantised'
  /** White noise, unrelated to the weights */
  | 'noised'
  | 'fine_tuned'
  /** Trained on until much of the variance is new */
  | 'continued'
  /** A low-rank change (LoRA) was added */
  | 'low_rank_merged'
  /** Projected out of what writes the residual stream */
  | 'direction_removed'
  /** A combination of several parents */
  | 'merged'
  /** Single weights set to zero */
  | 'pruned'
  /** N of every m weights set to zero */
  | 'pruned_pattern'
  /** Units left out */
  | 'width_pruned'
  /** Layers left out */
  | 'depth_pruned'
  /** Layers repeated or inserted */
  | 'depth_upscaled'
  /** A dense network became several experts */
  | 'upcycled'
  /** Rows appended to the token table */
  | 'vocabulary_extended'
  /** Rows reordered or replaced */
  | 'vocabulary_changed'
  /** Units, heads or stream dimensions reordered */
  | 'permuted'
  /** The residual stream's basis was turned */
  | 'rotated'
  /** Factors moved between tensors or units */
  | 'rescaled'
  /** Some tensors are new */
  | 'partly_reinitialised'
  /** Some tensors kept bit for bit, others changed */
  | 'partly_frozen'
  /** Units added */
  | 'width_padded'
  /** NaN or infinity where the other side has values */
  | 'nonfinite';

/** Who came first, as far as the weights prove it. */
export type Direction =
  | 'undetermined'
  | 'subject_from_reference'
  | 'reference_from_subject';

/** What a comparison looked at. */
export type EvidenceSource =
  | 'weights'
  | 'fingerprints';

/** How it is known whether the elements of a pair are equal. */
export type Equality =
  /** Each was looked at: all counts are complete */
  | 'elements'
  /** Equal digests: equal beyond doubt */
  | 'digest'
  /** Equal 64-bit checksums: no accident, but no proof */
  | 'checksum'
  /** Not known to be equal; counts of equal elements are unknown */
  | 'unknown';

/** How several models were mixed. */
export type MergeMethod =
  /** No mixture shown */
  | 'none'
  /** Weights times parents, weights adding up to one */
  | 'linear'
  /** Base plus weights times changes, adding up to something else */
  | 'task_arithmetic'
  /** Along the arc between two parents */
  | 'spherical'
  /** Trimmed changes, signs elected, mean of those that agree */
  | 'ties'
  /** Changes thinned at random, survivors enlarged */
  | 'dare'
  /** Each tensor is one parent's, bit for bit */
  | 'passthrough';

/** How file bytes are reached. */
export type Access =
  /** Mapped */
  | 'default'
  /** Fastest; a file that shrinks while open kills the process (SIGBUS) */
  | 'mapped'
  /** Bounded reads; a page that vanishes is WKIN_IO */
  | 'copied';

/** How much of a fingerprint is kept. */
export type PrintLevel =
  | 'full'
  /** Finds copies and near copies; no evidence of descent */
  | 'small';

/** What can be left out of a fingerprint; bits to be added up. */
export type PrintPart =
  /** Pseudonyms take their place */
  | 'names'
  | 'sketch'
  /** Without them and anchors no evidence of descent */
  | 'units'
  | 'rows'
  | 'digests'
  /** Minimum, maximum, mean, mean square, magnitudes */
  | 'sums'
  /** Evidence of descent through a rotation */
  | 'anchors';

/** Whether token directions of different models can be compared. */
export type TokenChoice =
  | 'tokens_none'
  /** Where vocabularies are equal or both large */
  | 'tokens_by_row'
  /** Everywhere */
  | 'tokens_by_string';

/** How the files of a manifest are hashed. */
export type ManifestHash =
  | 'sha256'
  | 'blake3';

/** How a file differs from what a manifest says of it. */
export type FileState =
  | 'differs'
  /** Listed, and not there */
  | 'missing'
  /** There, and not listed */
  | 'extra';

/** What an index is opened for. */
export type IndexAccess =
  /** It has to exist */
  | 'read'
  /** It has to exist */
  | 'write'
  /** It is made when it does not exist */
  | 'create';

/** By which of the small keys a candidate was found. */
export type KeyChannel =
  | 'sketch'
  | 'gram'
  | 'profile'
  | 'magnitudes'
  | 'exact';

/** Formats of other makers. */
export type Document =
  /** 1.6: a bill of materials with pedigrees */
  | 'cyclonedx'
  /** 3.0.1; needs `created` */
  | 'spdx'
  /** In-toto, unsigned; needs the subject's files */
  | 'statement'
  /** In-toto svr; needs both */
  | 'verification_result'
  /** 2.1.0 */
  | 'sarif'
  /** YAML: what the card's front matter should say */
  | 'model_card';

/** How much a line of the log matters. */
export type LogLevel =
  /** A stage of long work begins; what was looked for */
  | 'info'
  /** Odd but harmless things in a file; what an answer cannot see */
  | 'warning';

/** What a rule, and all of them together, come to; the worst one counts. */
export type Outcome =
  | 'pass'
  | 'review'
  | 'fail';

/** What a rule does. */
export type RuleKind =
  /** Nothing of the selected references may be found */
  | 'forbid'
  /** It may, if the subject's card names the reference */
  | 'declare'
  /** What the card claims to come from must be found */
  | 'support_claims';

/** One tensor of a model; pointers live as long as the model. */
export interface TensorInfo {
  /** As in the model */
  readonly name: string;
  /** `rank` extents; never NULL */
  readonly shape: number[];
  /** The product of `shape` */
  readonly elements: number;
  /** Of every element */
  readonly dtype: Dtype;
  /** 0 is a scalar */
  readonly rank: number;
}

/** How the values of a tensor are stored, where they are not simply its elements. */
export interface TensorEncoding {
  /** E.g. "q4_k", "gptq", "lora"; empty when the values are plain */
  readonly scheme: string;
  /** Codes, scales and all; 0 when plain */
  readonly bitsPerValue: number;
  /** Undoing the layout may be off by so much, relative to max(1, |value|) */
  readonly undoError: number;
  /** Values in a row that share a scale; 0: no such row */
  readonly blockValues: number;
  /** Stored tensors it is made of; 0 when plain */
  readonly parts: number;
  /** How many were undone */
  readonly layoutRules: number;
}

/** One stored piece of a tensor. */
export interface EncodingPart {
  /** What it is to the whole: "codes", "scales", "lora_a", ... */
  readonly role: string;
  /** The file's */
  readonly name: string;
  /** `rank` extents; never NULL */
  readonly shape: number[];
  /** The product of `shape` */
  readonly elements: number;
  /** Of every element */
  readonly dtype: Dtype;
  /** 0 is a scalar */
  readonly rank: number;
}

/** What was written. */
export interface WriteSummary {
  /** All of the model */
  readonly tensors: number;
  /** Of the whole file */
  readonly bytes: number;
  /** Finite values that became infinite */
  readonly overflowed: number;
}

/** A part of a model that is ruled on by itself. */
export interface ComponentInfo {
  /** E.g. "vision_encoder" */
  readonly id: string;
  /** What its tensor names begin with; may be empty */
  readonly prefix: string;
  /** How many belong to it */
  readonly tensors: number;
  /** Tied tensors counted once */
  readonly parameters: number;
  /** What it is for */
  readonly kind: ComponentKind;
  /** How many it has */
  readonly layers: number;
}

/** What one tensor is. */
export interface InventoryEntry {
  /** The name with prefix and naming dialect removed */
  readonly slot: string;
  /** For people: which construction, tied to what, which error; may be empty */
  readonly detail: string;
  /** Its elements; 0 when tied to an earlier one */
  readonly parameters: number;
  /** Index of its component */
  readonly component: number;
  /** What it does */
  readonly role: Role;
  /** What it may say in a ruling */
  readonly use: Use;
  /** Why it may not convict */
  readonly exclusion: Exclusion;
  /** -1: none */
  readonly layer: number;
  /** The name without the component's prefix */
  readonly suffix: string;
  /** Permutation group of its units; empty: no exchangeable axis is known */
  readonly group: string;
  /** Tensor of the model that it duplicates; SIZE_MAX: none */
  readonly tiedTo: number | null;
  /** Along which units lie, when `group` is not empty */
  readonly axis: number;
  /** Exchangeable blocks along it */
  readonly units: number;
  /** Consecutive entries that move together */
  readonly block: number;
  /** Stacked runs of `units` blocks */
  readonly gates: number;
  /** 1: whether the group's tensors share their order is not known */
  readonly sharedUnknown: boolean;
  /** 1: elements that map a unit to itself are left out of tests */
  readonly skipDiagonal: boolean;
}

/** The ruling on the whole of the subject. */
export interface Overall {
  /** Overall, in one sentence */
  readonly sentence: string;
  /** Elements, tied tensors once */
  readonly subjectParameters: number;
  /** Likewise */
  readonly referenceParameters: number;
  /** Of the subject, in components with a finding */
  readonly parametersFound: number;
  /** Of the subject; see wkin_comparison_component */
  readonly components: number;
  /** Pairs */
  readonly tensors: number;
  /** Tensors of either side without a counterpart */
  readonly unmatched: number;
  /** Sentences on what the comparison cannot see */
  readonly limits: number;
  /** The strongest finding, or why there is none */
  readonly verdict: Verdict;
  /** Rearrangements that were looked for; see wkin_comparison_searched */
  readonly searched: number;
  /** Path or label it was opened with */
  readonly subjectName: string;
  /** Of its container */
  readonly subjectFormat: string;
  /** Likewise */
  readonly referenceName: string;
  /** Likewise */
  readonly referenceFormat: string;
  /** How many */
  readonly subjectTensors: number;
  /** Likewise */
  readonly referenceTensors: number;
  /** What was looked at */
  readonly source: EvidenceSource;
  /** See wkin_comparison_file */
  readonly subjectFiles: number;
  /** Likewise */
  readonly referenceFiles: number;
}

/** Evidence that units of two tensors correspond, under the null that one side was permuted. */
export interface Evidence {
  /** In [-1, 1]; 0 if unrelated */
  readonly effect: number;
  /** Standardised; 0 if unrelated, deviation 1 */
  readonly z: number;
  /** Independent values the data are worth */
  readonly effectiveSize: number;
  /** One-sided; 0 when not tested */
  readonly log10P: number;
  /** Of the permutation distribution */
  readonly skewness: number;
  /** Likewise */
  readonly excessKurtosis: number;
  /** That were permuted */
  readonly units: number;
  /** 0: closed form */
  readonly draws: number;
  /** Where the p-value came from */
  readonly null: Null;
}

/**
 * The ruling on one component. Similarities are robust medians over the tensors that may carry a
 * verdict, each beside what unrelated tensors would show.
 */
export interface ComponentRuling {
  /** The subject's component */
  readonly id: string;
  /** Empty: none */
  readonly referenceId: string;
  /** The evidence in one sentence */
  readonly sentence: string;
  /** What remains possible; see wkin_comparison_explanation */
  readonly explanations: number;
  /** What the component is for */
  readonly kind: ComponentKind;
  /** The ruling */
  readonly verdict: Verdict;
  /** How it was changed, where that shows */
  readonly change: Change;
  /** Of the subject's component */
  readonly parameters: number;
  /** Of the subject's parameters */
  readonly share: number;
  /** In pairs that may carry a verdict */
  readonly parametersCompared: number;
  /** In pairs that are shown and counted only */
  readonly parametersDescriptive: number;
  /** In tensors that say nothing */
  readonly parametersExcluded: number;
  /** In tensors without a counterpart */
  readonly parametersUnmatched: number;
  /** Elements with equal bits, after a cast if need be */
  readonly parametersBitEqual: number;
  /** Likewise, counted in tensors */
  readonly tensorsCompared: number;
  /** Likewise */
  readonly tensorsExcluded: number;
  /** Likewise */
  readonly tensorsUnmatched: number;
  /** A b / (|a| |b|) */
  readonly cosine: number;
  /** What strangers of these moments show */
  readonly cosineIfUnrelated: number;
  /** 0 if unrelated */
  readonly pearson: number;
  /** Norm of a - b over that of b */
  readonly relativeL2: number;
  /** What strangers show */
  readonly relativeL2IfUnrelated: number;
  /** Of elements with equal bits */
  readonly bitEqualShare: number;
  /** What strangers show */
  readonly bitEqualChance: number;
  /** All groups combined */
  readonly evidence: Evidence;
  /** Of one permutation group, for descent of a part */
  readonly strongest: Evidence;
  /** Its name */
  readonly strongestGroup: string;
  /** Independent groups combined */
  readonly groups: number;
  /** Share of the variance that the reference explains */
  readonly commonVariance: number;
  /** Combined or strongest group, corrected for that choice */
  readonly log10P: number;
  /** After Holm over the components */
  readonly log10PHolm: number;
  /** Smallest effect found with probability one half */
  readonly minimumDetectable: number;
  /**
   * Of tensors that took no part in choosing the order of their units. No exact null holds: it
   * counts only above `searched_floor`. WKIN_NULL_NONE without such tensors.
   */
  readonly searched: Evidence;
  /** That `searched` combines */
  readonly searchedGroups: number;
  /** What proves the direction, or why nothing does */
  readonly directionReason: string;
  /** Readings of the change; see wkin_comparison_operation */
  readonly operations: number;
  /** Who came first, where that is proven */
  readonly direction: Direction;
  /** 1: rests on rearranged weights; see wkin_comparison_arrangement */
  readonly arranged: boolean;
  /** Standard error; 0 when it is no estimate */
  readonly commonVarianceError: number;
  /** What survives a change of the residual stream's basis, from fingerprints that have anchors. */
  readonly anchors: Evidence;
  /** Feed-forward networks that were compared so */
  readonly anchoredNetworks: number;
  /** After Holm over components with anchors, times two */
  readonly anchorsLog10PHolm: number;
}

/**
 * Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite.
 */
export interface TensorEvidence {
  /** As in the subject */
  readonly subjectName: string;
  /** As in the reference */
  readonly referenceName: string;
  /** For people: why it may not convict; may be empty */
  readonly detail: string;
  /** Permutation group; empty: none */
  readonly group: string;
  /** `rank` extents; never NULL */
  readonly shape: number[];
  /** Of both */
  readonly rank: number;
  /** Index into the subject's tensors */
  readonly subject: number;
  /** Index into the reference's tensors */
  readonly reference: number;
  /** Index of the subject's component */
  readonly component: number;
  /** Of the subject's tensor */
  readonly parameters: number;
  /** How the two found each other */
  readonly match: Match;
  /** Of its elements */
  readonly subjectDtype: Dtype;
  /** Of its elements */
  readonly referenceDtype: Dtype;
  /** Of the subject's tensor */
  readonly role: Role;
  /** The weaker of both sides' */
  readonly use: Use;
  /** Why it may not convict */
  readonly exclusion: Exclusion;
  /** -1: outside of layers */
  readonly layer: number;
  /** Positions compared */
  readonly elements: number;
  /** Positions where both are finite */
  readonly finite: number;
  /** NaN or infinite elements of a */
  readonly nonfiniteA: number;
  /** Likewise of b */
  readonly nonfiniteB: number;
  /** Equal bits, after a cast if types differ */
  readonly bitEqual: number;
  /** Equal sign: -1, 0 or +1 */
  readonly signEqual: number;
  /** Where a is +0 or -0 */
  readonly zeroA: number;
  /** Where b is */
  readonly zeroB: number;
  /** Where both are */
  readonly zeroBoth: number;
  /** Sum a */
  readonly sumA: number;
  /** Sum b */
  readonly sumB: number;
  /** Sum a^2 */
  readonly sumAa: number;
  /** Sum b^2 */
  readonly sumBb: number;
  /** Sum a b */
  readonly sumAb: number;
  /** Sum |a-b| */
  readonly sumAbsDiff: number;
  /** Sum (a-b)^2 */
  readonly sumSqDiff: number;
  /** Largest |a-b| */
  readonly maxAbsDiff: number;
  /** A b / (|a| |b|) */
  readonly cosine: number;
  /** What strangers of these moments show */
  readonly cosineIfUnrelated: number;
  /** 0 if unrelated */
  readonly pearson: number;
  /** Norm of a - b over that of b */
  readonly relativeL2: number;
  /** What strangers show */
  readonly relativeL2IfUnrelated: number;
  /** Least-squares c in a = c b */
  readonly scale: number;
  /** Mean of a */
  readonly meanA: number;
  /** Mean of b */
  readonly meanB: number;
  /** Standard deviation of a */
  readonly sdA: number;
  /** Standard deviation of b */
  readonly sdB: number;
  /** Of all elements */
  readonly bitEqualShare: number;
  /** What strangers show */
  readonly bitEqualChance: number;
  /** Of finite pairs */
  readonly signEqualShare: number;
  /** What strangers show */
  readonly signEqualChance: number;
  /** WKIN_NULL_NONE when not tested */
  readonly permutation: Evidence;
  /** What a search had to do with them */
  readonly fit: Fit;
  /** 1: all elements are equal, but only after a cast that lost bits */
  readonly rounded: boolean;
  /** Standard error; 0 when it is no estimate */
  readonly pearsonError: number;
  /** 1: differs by no more than undoing a lossy layout may leave */
  readonly sameOnceUndone: boolean;
  /** Unless ELEMENTS, counts of equal elements and sums are unknown */
  readonly basis: Equality;
}

/** A tensor without a counterpart, and why. */
export interface Unmatched {
  /** As in its model */
  readonly name: string;
  /** Its id */
  readonly component: string;
  /** Why nothing corresponds */
  readonly reason: string;
  /** Index into its side's tensors */
  readonly tensor: number;
  /** Its elements */
  readonly parameters: number;
  /** Whose tensor it is */
  readonly side: Side;
}

/** The options that the numbers depend on, as they were used. */
export interface RulingSettings {
  /** Family-wise level */
  readonly log10Alpha: number;
  /** Smaller dependence occurs between innocents */
  readonly effectFloor: number;
  /** Share of common variance that `derived` needs */
  readonly derivedShare: number;
  /** Units whose order was searched must share more */
  readonly searchedFloor: number;
  /** Of samples and permutations */
  readonly seed: bigint;
  /** Rows of a sample */
  readonly maxUnits: number;
  /** Columns of a sample */
  readonly maxFeatures: number;
}

/** What was asked of a comparison besides those; with both, and the files, it can be repeated. */
export interface AskedSearch {
  /** Digest of its rules, 64 hexadecimal digits; empty: no map */
  readonly componentMap: string;
  /** A search might take; 0: no limit */
  readonly seconds: number;
  /** How far to look for rearrangements */
  readonly depth: SearchDepth;
}

/** How a compared model's files were read, as far as it decides what is compared. */
export interface ModelOpening {
  /** 1: names, axis order and values as the files have them */
  readonly asStored: boolean;
  /** 1: unknown classes in pickles were inert values, not an error */
  readonly lenientPickle: boolean;
}

/**
 * Maps go from the subject's numbers to the reference's. They are borrowed from the comparison, as
 * strings are, and NULL where their length is 0.
 */
export interface Arrangement {
  /** `layers` numbers. A reference layer may occur twice or never */
  readonly layerOf: number[];
  /** `stream` dimensions of the residual stream, when permuted */
  readonly streamOf: number[];
  /** +1 or -1 for each of `stream_signs` dimensions, when permuted */
  readonly streamSign: number[];
  /** `tokens` rows of the token embedding */
  readonly tokenOf: number[];
  /** 0: not looked for */
  readonly layers: number;
  /** 0: not permuted, or not looked for */
  readonly stream: number;
  /** 0 or `stream` */
  readonly streamSigns: number;
  /** 0: the same numbers */
  readonly tokens: number;
  /** See wkin_comparison_unit_map */
  readonly unitMaps: number;
  /** Component of the reference */
  readonly reference: number;
  /** Of the layer and expert maps that values chose among; 0: none */
  readonly log10Choices: number;
  /** Of the residual stream */
  readonly basis: Basis;
  /** 1: some tensor had to be picked, flipped, multiplied or turned */
  readonly movesValues: boolean;
  /** 1: several networks come from one, experts from a dense one */
  readonly repeatsNetworks: boolean;
  /** 1: norm gains differ, and the matrices behind make up for it */
  readonly gainsMoved: boolean;
  /** 1: tokens have other numbers, also where `token_of` was not kept */
  readonly tokensMoved: boolean;
  /**
   * Of a wider subject: share of the energy of its token table, or of what else related the
   * streams, that no more directions than the reference has dimensions can hold. 0: the stream uses
   * no more of them. NaN: not looked for.
   */
  readonly streamOutside: number;
}

/** Which unit of the reference each unit of the subject is, in one permutation group. */
export interface UnitMap {
  /** Permutation group of the subject */
  readonly subjectGroup: string;
  /** Its counterpart */
  readonly referenceGroup: string;
  /** `units` numbers, WKIN_NO_COUNTERPART for units that were added */
  readonly referenceOf: number[];
  /** Of the subject's group */
  readonly units: number;
  /**
   * Share of the mapped units on which two disjoint halves of the evidence, asked separately, name
   * the same counterpart; 1/units between strangers. NaN when not asked.
   */
  readonly agreement: number;
  /** 1: every unit kept its number */
  readonly identity: boolean;
  /** Units with a counterpart */
  readonly mapped: number;
  /** Units that changed sign in what is behind their first part */
  readonly flipped: number;
  /** Groups of heads: how the rows inside heads stand, of values ... */
  readonly values: Basis;
  /** ... and of keys; permuted: signs perhaps flipped, rotated: mixed */
  readonly keys: Basis;
  /** How many units (heads: or their rows) `agreement` is of */
  readonly asked: number;
  /**
   * Where nothing was left to ask: share of the units that another group vouches for, whose order
   * was derived from this one's and was confirmed. NaN: none does.
   */
  readonly implied: number;
}

/**
 * A reading of the values: the operation that beat the alternatives weighed, or an exact pattern
 * that it leaves. No record of an act.
 */
export interface Operation {
  /** One sentence: what, where, how much */
  readonly text: string;
  /**
   * Log10 of how much likelier the compared values are under this operation than under a Gaussian
   * residual of the same size in every tensor; 0 for the latter itself, infinite where nothing was
   * weighed because an exact pattern is read off: equal bits, zeros, points of a grid, the order of
   * layers or units in which the values meet. Another act can leave the same pattern.
   */
  readonly log10LikelihoodMargin: number;
  /** See wkin_comparison_operation_number */
  readonly numbers: number;
  /** See wkin_comparison_operation_tensor; 0: seen in all that were compared */
  readonly tensors: number;
  /** What the change looks like */
  readonly kind: OperationKind;
}

/** A measured number of an operation. */
export interface OperationNumber {
  /** Lower_snake_case, e.g. "rank", "density" */
  readonly name: string;
  /** As measured */
  readonly value: number;
  /** Standard error; NaN: none */
  readonly error: number;
}

/**
 * What changed in one tensor that shows an operation: its squared singular values beside those of a
 * Gaussian difference of the same size and shape. A few that stick out are what an adapter or a
 * removed direction leaves; independent noise has none; training has a slope. Lists are borrowed
 * from the comparison, largest first, NULL where `values` is 0.
 */
export interface ChangeSpectrum {
  /** The subject's name */
  readonly tensor: string;
  /** `values` of them, of the sum of all */
  readonly shares: number[];
  /** What a Gaussian difference is expected to have there */
  readonly gaussianShares: number[];
  /** At most 64 */
  readonly values: number;
  /** That were looked at, the same on both sides */
  readonly rows: number;
  /** Likewise */
  readonly columns: number;
  /** Of the tensor: axis 0 */
  readonly allRows: number;
  /** Of the tensor: all other axes */
  readonly allColumns: number;
  /** Shares above the edge, of all, not only of those listed */
  readonly aboveEdge: number;
  /** Root mean square of the difference over the reference's */
  readonly relativeSize: number;
  /** The largest Gaussian share is above it about once in a thousand */
  readonly gaussianEdge: number;
  /** Sum of the shares above the edge */
  readonly shareAboveEdge: number;
  /** That the tensor is an example of */
  readonly operation: OperationKind;
}

/** The mixture in one component of the subject. */
export interface Mixture {
  /** The subject's component */
  readonly id: string;
  /** One sentence */
  readonly text: string;
  /** See wkin_merge_share */
  readonly references: number;
  /** See wkin_merge_layer */
  readonly layers: number;
  /** Compared */
  readonly tensors: number;
  /** References that pass the margin */
  readonly contributors: number;
  /** Share of the change that no reference explains */
  readonly unexplained: number;
  /** Share of each change that was kept (dare, ties) */
  readonly density: number;
  /** Of all weights */
  readonly weightSum: number;
  /** Its standard error */
  readonly weightSumError: number;
  /** How they were mixed */
  readonly method: MergeMethod;
  /** What proves the direction, or why nothing does */
  readonly directionReason: string;
  /** Subject from reference: it lies among two or more of them */
  readonly direction: Direction;
  /**
   * 1: no mixture is shown, and not every reference was looked for in another order of its units:
   * out of time, or it would have cost too much; `text` says which
   */
  readonly searchMissing: boolean;
}

/**
 * What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the arc, for
 * WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one.
 */
export interface ParentShare {
  /** Of the parent, or of its change from the base */
  readonly weight: number;
  /** Standard error */
  readonly error: number;
  /** How much likelier the values are with this parent; infinite where bits or codes say so */
  readonly log10Margin: number;
}

/** The mixture in one layer. */
export interface LayerMixture {
  /** Compared */
  readonly tensors: number;
  /** See wkin_merge_layer_share */
  readonly references: number;
  /** Share of the change that is left over */
  readonly unexplained: number;
  /** -1: outside of layers */
  readonly layer: number;
}

/** What a fingerprint says of the whole model. */
export interface FingerprintInfo {
  /** May be empty */
  readonly name: string;
  /** Of the container it was made from; may be empty */
  readonly format: string;
  /** Of its sketches */
  readonly seed: bigint;
  /** Over the checksums of all tensors */
  readonly checksum: bigint;
  /** Elements, tied tensors once */
  readonly parameters: number;
  /** See wkin_fingerprint_tensor */
  readonly tensors: number;
  /** See wkin_fingerprint_component */
  readonly components: number;
  /** Merkle root over names and values */
  readonly root: Uint8Array;
  /** Names and repeated tensors do not count */
  readonly nameless: Uint8Array;
  /** 0: both are zero */
  readonly hasRoots: boolean;
  /** See wkin_fingerprint_anchor */
  readonly anchors: number;
}

/** What a fingerprint says of one component. */
export interface ComponentPrint {
  /** E.g. "vision_encoder" */
  readonly id: string;
  /** What its tensor names begin with */
  readonly prefix: string;
  /** How many belong to it */
  readonly tensors: number;
  /** Tied tensors counted once */
  readonly parameters: number;
  /** What it is for */
  readonly kind: ComponentKind;
  /** How many it has */
  readonly layers: number;
  /** Merkle root over names and values */
  readonly root: Uint8Array;
  /** Names and repeated tensors do not count */
  readonly nameless: Uint8Array;
  /** 0: both are zero */
  readonly hasRoots: boolean;
}

/** What is left of one tensor. Pointers are NULL where a part is absent. */
export interface TensorPrint {
  /** As in the model */
  readonly name: string;
  /** Storage scheme of decoded tensors; else empty */
  readonly scheme: string;
  /** The name with prefix and naming dialect removed */
  readonly slot: string;
  /** `rank` extents; never NULL */
  readonly shape: number[];
  /** `buckets`; bucket j is sketch_codes[j] * sketch_scale */
  readonly sketchCodes: number[];
  /** `units` */
  readonly unitScales: number[];
  /** 16 a unit; feature f of unit u is unit_codes[16 u + f] * unit_scales[u] */
  readonly unitCodes: number[];
  /** 32 sorted row norms */
  readonly rowProfile: number[];
  /** 120 correlations of row features, in 1/127 */
  readonly rowGram: number[];
  /** 32 bytes, of the values in whatever type and container */
  readonly valueDigest: Uint8Array;
  /** 32 bytes, of the stored bytes */
  readonly storedDigest: Uint8Array;
  /** The product of `shape` */
  readonly elements: number;
  /** NaN and infinite elements */
  readonly nonfinite: number;
  /** Finite, but 1024 or more in size */
  readonly outside: number;
  /** Elements that are +0 or -0 */
  readonly zeros: number;
  /** Elements below zero */
  readonly negative: number;
  /** Of the values */
  readonly checksum: bigint;
  /** What `checksum` becomes after a cast to bf16 */
  readonly checksumBf16: bigint;
  /** Likewise to f16 */
  readonly checksumF16: bigint;
  /** +infinity when no element is finite */
  readonly minimum: number;
  /** -infinity likewise */
  readonly maximum: number;
  /** Of the finite elements */
  readonly mean: number;
  /** Likewise */
  readonly meanSquare: number;
  /** Index of its component */
  readonly component: number;
  /** 0: no sketch */
  readonly buckets: number;
  /** Sampled; 0: none */
  readonly units: number;
  /** See wkin_fingerprint_landmark */
  readonly landmarks: number;
  /** Quantiles of log |x| */
  readonly magnitudes: number[];
  /** Of the logical tensor */
  readonly dtype: Dtype;
  /** 0 is a scalar */
  readonly rank: number;
  /** What it does */
  readonly role: Role;
  /** What it may say in a ruling */
  readonly use: Use;
  /** Why it may not convict */
  readonly exclusion: Exclusion;
  /** -1: none */
  readonly layer: number;
  /** Value of one step of a code */
  readonly sketchScale: number;
}

/** One of the heaviest rows of a matrix. */
export interface RowLandmark {
  /** Its number */
  readonly row: number;
  /** Of the whole row */
  readonly norm: number;
  /** Value of one step of a code */
  readonly scale: number;
  /** Feature f is codes[f] * scale */
  readonly codes: number[];
}

/** What of one feed-forward network survives any change of the residual stream's basis. */
export interface UnitAnchors {
  /** `cosine_count`, in 1/32767; NULL: none */
  readonly cosines: number[];
  /** `gate_code_count`, 16 a unit; NULL: none */
  readonly gateCodes: number[];
  /** `up_code_count` */
  readonly upCodes: number[];
  /** How many `cosines` has */
  readonly cosineCount: number;
  /** How many `gate_codes` has */
  readonly gateCodeCount: number;
  /** How many `up_codes` has */
  readonly upCodeCount: number;
  /** Tensors; SIZE_MAX: none, the same as `up` where one tensor has both */
  readonly gate: number | null;
  /** Index of a tensor */
  readonly up: number;
  /** Likewise */
  readonly down: number;
  /** Rows of the embedding that directions were seen from */
  readonly vocabulary: number;
  /** How the tokens were chosen */
  readonly tokens: TokenChoice;
}

/**
 * Similarity estimated from sketches, each with its standard error. NaN and infinity where a sketch
 * is missing or the sizes differ.
 */
export interface PrintSimilarity {
  /** 0 if unrelated */
  readonly pearson: number;
  /** Its standard error */
  readonly pearsonError: number;
  /** From sketch and moments */
  readonly cosine: number;
  /** Its standard error */
  readonly cosineError: number;
  /** ||a - b|| / ||b|| */
  readonly relativeL2: number;
  /** Its standard error */
  readonly relativeL2Error: number;
}

/** What a scan found. */
export interface ScanOverall {
  /** The answer in one sentence */
  readonly sentence: string;
  /** Path or label */
  readonly subjectName: string;
  /** Elements, tied tensors once */
  readonly subjectParameters: number;
  /** One a component; see wkin_scan_origin */
  readonly origins: number;
  /** See wkin_scan_candidate */
  readonly candidates: number;
  /** References compared in full */
  readonly compared: number;
  /** That p-values are corrected for */
  readonly tests: number;
  /** Sentences on what this cannot see */
  readonly limits: number;
  /** The strongest */
  readonly verdict: Verdict;
  /** Of its container */
  readonly subjectFormat: string;
  /** How many */
  readonly subjectTensors: number;
  /** In all: `population` */
  readonly references: number;
}

/** The options that the numbers of a scan or a forest depend on, as they were given. */
export interface ManySettings {
  /** Of all pairs together; each got it divided by their number */
  readonly log10Alpha: number;
  /** Smaller dependence occurs between innocents */
  readonly effectFloor: number;
  /** Share of common variance that `derived` needs */
  readonly derivedShare: number;
  /** Units whose order was searched must share more */
  readonly searchedFloor: number;
  /** Of samples and permutations */
  readonly seed: bigint;
  /** Rows of a sample */
  readonly maxUnits: number;
  /** Columns of a sample */
  readonly maxFeatures: number;
  /** What the nearest may lack, at most */
  readonly nearestShare: number;
  /** Standard errors that a separation needs */
  readonly separationErrors: number;
}

/**
 * In which ways two fingerprints resemble each other: from 0, what strangers show, to 1; NaN where
 * either has not what it takes. Not evidence of descent.
 */
export interface Affinity {
  /** Equal values in any type */
  readonly values: number;
  /** Equal checksums, also after a cast */
  readonly checksums: number;
  /** Correlation of whole tensors */
  readonly sketches: number;
  /** The heaviest rows, wherever they moved */
  readonly landmarks: number;
  /** The same rows in any order */
  readonly gram: number;
  /** Rows and columns in any order, any scale */
  readonly profiles: number;
  /** Elements in any order, any scale */
  readonly magnitudes: number;
}

/**
 * A reference, and what came of comparing it. Verdict, sentence and components are empty when it
 * was not compared.
 */
export interface Candidate {
  /** Path or label */
  readonly name: string;
  /** Of its container */
  readonly format: string;
  /** Overall, in one sentence */
  readonly sentence: string;
  /** Its place among those given */
  readonly reference: number;
  /** See wkin_scan_candidate_component */
  readonly components: number;
  /** How many */
  readonly tensors: number;
  /** Elements, tied tensors once */
  readonly parameters: number;
  /** 1: among the nearest of some component */
  readonly compared: boolean;
  /** The strongest finding, or why there is none */
  readonly verdict: Verdict;
  /** What was looked at */
  readonly source: EvidenceSource;
}

/** What remains of the ruling on one component when many pairs are looked at. */
export interface ComponentSummary {
  /** The subject's component */
  readonly id: string;
  /** Empty: none */
  readonly referenceId: string;
  /** The evidence in one sentence */
  readonly sentence: string;
  /** Of the subject */
  readonly component: number;
  /** The ruling */
  readonly verdict: Verdict;
  /** How it was changed, where that shows */
  readonly change: Change;
  /** In pairs that may carry a verdict */
  readonly parametersCompared: number;
  /** Weighted median; 0 if unrelated */
  readonly pearson: number;
  /** Share that the reference explains */
  readonly commonVariance: number;
  /** Its standard error */
  readonly commonVarianceError: number;
  /** Before any correction */
  readonly log10P: number;
  /** After Holm over all components of all pairs */
  readonly log10PHolm: number;
  /** Smallest effect found with probability one half */
  readonly minimumDetectable: number;
}

/**
 * Where one component of the subject comes from. The lists hold places among the references given
 * and are lent by the scan.
 */
export interface Origin {
  /** The subject's component */
  readonly id: string;
  /** What was found, in one sentence */
  readonly sentence: string;
  /** References with a finding, strongest first; NULL when there is none */
  readonly found: number[];
  /**
   * Of them those that no other is nearer than: one is the nearest, several cannot be told apart
   */
  readonly nearest: number[];
  /** How many `found` has */
  readonly foundCount: number;
  /** How many `nearest` has */
  readonly nearestCount: number;
  /** See wkin_scan_separation */
  readonly separations: number;
  /** Of the subject's component */
  readonly parameters: number;
  /** Of the subject's parameters */
  readonly share: number;
  /** What it is for */
  readonly kind: ComponentKind;
}

/** Why one of two found references was called nearer, or neither was. */
export interface Separation {
  /** Places among the references given */
  readonly nearer: number;
  /** Likewise */
  readonly farther: number;
  /** Of what sets them apart, the subject has so much of the farther; NaN: unknown */
  readonly share: number;
  /** Its standard error */
  readonly shareError: number;
  /** 0: neither is nearer */
  readonly separable: boolean;
}

/** What a forest consists of. */
export interface ForestOverall {
  /** Models that nothing was found for; NULL when there is none */
  readonly singles: number[];
  /** How many `singles` has */
  readonly singleCount: number;
  /** As given */
  readonly models: number;
  /** See wkin_forest_pair */
  readonly pairs: number;
  /** See wkin_forest_family */
  readonly families: number;
  /** That p-values are corrected for */
  readonly tests: number;
  /** Sentences on what this cannot see */
  readonly limits: number;
}

/** Components that depend on one another. */
export interface Family {
  /** See wkin_forest_node, ... */
  readonly nodes: number;
  /** See wkin_forest_edge */
  readonly edges: number;
  /** See wkin_forest_merge */
  readonly merges: number;
  /** See wkin_forest_unplaced */
  readonly unplaced: number;
  /** Sentences */
  readonly notes: number;
  /** Node where all descent starts; WKIN_NO_INDEX unless proven */
  readonly root: number | null;
  /** Above 0.5 nothing follows from the tree's shape */
  readonly misfit: number;
  /** Elements that distances are taken over */
  readonly parameters: number;
}

/** A point of a tree: whose weights lie here, or an unknown point where branches part. */
export interface Node {
  /** Of an unknown point: nodes that it may coincide with; NULL: none */
  readonly mayBe: number[];
  /** How many `may_be` has */
  readonly mayBeCount: number;
  /** See wkin_forest_member; 0: an unknown point */
  readonly members: number;
}

/** One component of one model. */
export interface Member {
  /** Its id */
  readonly component: string;
  /** Place among the models */
  readonly model: number;
  /** 1: the model has other components, too */
  readonly ofSeveral: boolean;
  /** 1: equal to the first of its node only after a cast */
  readonly cast: boolean;
}

/** Two points with nothing else between them. */
export interface Edge {
  /** What proves the direction; empty where nothing does */
  readonly reason: string;
  /** Nodes; the elder one first where directed */
  readonly first: number;
  /** Likewise */
  readonly second: number;
  /** Mean square difference in units of the weights' variance; NaN: unknown */
  readonly length: number;
  /** Its standard error */
  readonly lengthError: number;
  /** 1: it is proven who came first */
  readonly directed: boolean;
  /** 1: see wkin_forest_finding */
  readonly hasFinding: boolean;
}

/** A model that lies in the span of others. */
export interface TreeMerge {
  /** The finding in one sentence */
  readonly sentence: string;
  /** Node */
  readonly child: number;
  /** Node that changes are counted from; WKIN_NO_INDEX: none */
  readonly base: number | null;
  /** See wkin_forest_parent */
  readonly parents: number;
  /** Share of the distance to the nearest parent that is left over */
  readonly residual: number;
  /**
   * 1: the child was made from the parents; 0: one of them all is a combination of the others, and
   * the weights do not tell which
   */
  readonly proven: boolean;
}

/** One of several that a model was mixed of. */
export interface TreeParent {
  /** Of the same family */
  readonly node: number;
  /** Of (parent - base), or of the parent where there is no base */
  readonly weight: number;
  /** Its standard error */
  readonly weightError: number;
}

/** The comparison of two of the models. */
export interface ForestComparison {
  /** Overall, in one sentence */
  readonly sentence: string;
  /** Places among the models */
  readonly subject: number;
  /** Likewise */
  readonly reference: number;
  /** See wkin_forest_pair_component */
  readonly components: number;
  /** The strongest finding, or why there is none */
  readonly verdict: Verdict;
  /** What was looked at */
  readonly source: EvidenceSource;
}

/** What exactly a model is: equal roots mean equal values. */
export interface HashRoots {
  /** Merkle root over names and values */
  readonly root: Uint8Array;
  /** Names and repeated tensors do not count */
  readonly nameless: Uint8Array;
  /** See wkin_hash_tensor */
  readonly tensors: number;
  /** See wkin_hash_component */
  readonly components: number;
}

/** What exactly one tensor is. */
export interface TensorHash {
  /** As in the model */
  readonly name: string;
  /** `rank` extents; never NULL */
  readonly shape: number[];
  /** Of every element */
  readonly dtype: Dtype;
  /** 0 is a scalar */
  readonly rank: number;
  /** Of the stored bytes */
  readonly stored: Uint8Array;
  /** Of the values, in whatever type and container */
  readonly value: Uint8Array;
}

/** What exactly one component is. */
export interface ComponentHash {
  /** E.g. "vision_encoder" */
  readonly id: string;
  /** Merkle root over names and values */
  readonly root: Uint8Array;
  /** Names and repeated tensors do not count */
  readonly nameless: Uint8Array;
}

/** What a manifest says of the whole model. */
export interface ManifestInfo {
  /** Its name */
  readonly model: string;
  /** See wkin_manifest_file_at */
  readonly files: number;
  /** Of every digest */
  readonly algorithm: ManifestHash;
  /** 1: links stand for what they lead to */
  readonly followLinks: boolean;
  /** What a signature is about */
  readonly subject: Uint8Array;
}

/** One file of a manifest. */
export interface ManifestFile {
  /** Relative to the model's folder */
  readonly name: string;
  /** Digest of its bytes */
  readonly content: Uint8Array;
}

/** A file that is not as listed. */
export interface FileDifference {
  /** Relative to the model's folder; lent by the manifest that has it */
  readonly name: string;
  /** In what way */
  readonly state: FileState;
}

/** What an index holds. */
export interface IndexInfo {
  /** How many */
  readonly models: number;
  /** Of all models */
  readonly components: number;
  /** That were kept */
  readonly rulings: number;
  /** Of all fingerprints in it */
  readonly seed: bigint;
  /** Version */
  readonly schema: number;
  /** 0: nothing was added yet */
  readonly hasSeed: boolean;
  /** 1: PostgreSQL */
  readonly onServer: boolean;
  /** 1: candidates by sketch come from the server's own index */
  readonly vectorSearch: boolean;
}

/** What an answer consists of. */
export interface IndexAnswerInfo {
  /** In the index */
  readonly models: number;
  /** See wkin_index_exact */
  readonly exact: number;
  /** See wkin_index_candidate */
  readonly candidates: number;
  /** Of wkin_index_verify */
  readonly problems: number;
  /** Of a query; WKIN_VERDICT_NOT_COMPARABLE when nothing was compared */
  readonly overall: Verdict;
  /** Of a list; see wkin_index_entry_at */
  readonly entries: number;
  /** See wkin_index_ruling_at */
  readonly rulings: number;
}

/** A model that has values of the subject. */
export interface ExactMatch {
  /** Of the model */
  readonly name: string;
  /** Of the model in the index */
  readonly id: number;
  /** Distinct values of the subject that it has as well */
  readonly tensorsEqual: number;
  /** Of the subject's elements in tensors that may be evidence */
  readonly share: number;
  /** 1: all values under all names */
  readonly sameRoot: boolean;
  /** 1: all values */
  readonly sameNameless: boolean;
  /** See wkin_index_exact_component */
  readonly components: number;
}

/** A model that was ranked; no evidence unless it was compared. */
export interface IndexCandidateInfo {
  /** Of the model */
  readonly name: string;
  /** Of the subject, by which it was found; empty for exact ones */
  readonly component: string;
  /** Of the model in the index */
  readonly id: number;
  /** How near it looks in its channel */
  readonly score: number;
  /** In which it is placed best */
  readonly channel: KeyChannel;
  /** 1: it was compared with the subject */
  readonly compared: boolean;
  /** Of the comparison; WKIN_VERDICT_UNDETERMINED when there was none */
  readonly verdict: Verdict;
  /** In its channel, from 0 */
  readonly place: number;
}

/** A model of an index. */
export interface IndexEntry {
  /** As it was added */
  readonly name: string;
  /** Of its container */
  readonly format: string;
  /** Never given twice in one index */
  readonly id: number;
  /** How many */
  readonly tensors: number;
  /** Elements, tied tensors once */
  readonly parameters: number;
  /** Of its fingerprint */
  readonly printBytes: number;
  /** BLAKE3 of the fingerprint's bytes */
  readonly print: Uint8Array;
  /** Merkle root over names and values */
  readonly root: Uint8Array;
  /** Names and repeated tensors do not count */
  readonly nameless: Uint8Array;
  /** 0: both are zero */
  readonly hasRoots: boolean;
}

/** A document that was kept. */
export interface KeptRuling {
  /** JSON, as it was given */
  readonly document: string;
  /** In bytes, without the final zero */
  readonly length: number;
  /** By which it was kept */
  readonly subject: Uint8Array;
  /** Likewise */
  readonly reference: Uint8Array;
}
