"""The numbers of the C interface, as enumerations."""

# Written by generate_python.py from the C headers; not edited by hand.

from __future__ import annotations

from weightkin._code import LABELS, Code, Part


class Status(Code):
    """What the caller does next."""

    OK = 0
    BAD_ARGUMENT = 1
    BAD_FORMAT = 2
    UNSUPPORTED = 3
    IO = 4
    UNDEFINED = 5
    NO_MEMORY = 6
    CANCELLED = 7
    INTERNAL = 8


class Fault(Code):
    """Which rule of a file format was broken, for those who sort files."""

    NONE = 0
    TRUNCATED = 1
    MAGIC = 2
    VERSION = 3
    FORMAT = 4
    HEADER = 5
    ENCODING = 6
    LIMIT = 7
    OVERFLOW = 8
    BOUNDS = 9
    SHAPE = 10
    DTYPE = 11
    ALIGNMENT = 12
    OFFSET = 13
    OVERLAP = 14
    HOLE = 15
    TRAILING = 16
    DUPLICATE = 17
    MISSING = 18
    SHARD = 19
    PATH = 20
    CHECKSUM = 21
    COMPRESS = 22
    FILTER = 23
    CYCLE = 24
    PROTOBUF = 25
    PICKLE_OP = 26
    PICKLE_MALFORMED = 27
    PICKLE_GLOBAL = 28
    NPY_OBJECT = 29
    ZIP = 30
    ZIP_ENCRYPTED = 31


class Verdict(Code):
    """What can be said of a component against one named reference. There is no "from scratch":
    a test can fail to find descent, not exclude it."""

    NONE = 0
    IDENTICAL = 1
    IDENTICAL_AFTER_CAST = 2
    REENCODED = 3
    DERIVED = 4
    RELATED = 5
    NO_SHARED_INITIALISATION_FOUND = 6
    UNDETERMINED = 7
    NOT_COMPARABLE = 8
    NON_EVIDENTIAL = 9


class Change(Code):
    """How a derived component was changed, where the residual shows it."""

    NONE = 0
    FINE_TUNED = 1
    PARTLY_FROZEN = 2
    NOISED = 3
    RESCALED = 4
    UNSPECIFIED = 5
    REARRANGED = 6


class Dtype(Code):
    """The type of one stored element."""

    NONE = 0
    BOOLEAN = 1
    U8 = 2
    I8 = 3
    U16 = 4
    I16 = 5
    U32 = 6
    I32 = 7
    U64 = 8
    I64 = 9
    F16 = 10
    BF16 = 11
    F32 = 12
    F64 = 13
    C32 = 14
    C64 = 15
    C128 = 16
    F8_E4M3FN = 17
    F8_E5M2 = 18
    F8_E4M3FNUZ = 19
    F8_E5M2FNUZ = 20
    F8_E8M0 = 21
    F6_E2M3 = 22
    F6_E3M2 = 23
    F4_E2M1 = 24


class ComponentKind(Code):
    """The part of a model a tensor belongs to; the unit of every verdict."""

    MODEL = 0
    LANGUAGE_MODEL = 1
    VISION_ENCODER = 2
    AUDIO_ENCODER = 3
    TEXT_ENCODER = 4
    PROJECTOR = 5
    VISION_TOKENIZER = 6
    AUDIO_TOKENIZER = 7
    DIFFUSION = 8
    AUTOENCODER = 9
    ADAPTER = 10
    OPTIMIZER = 11


class Role(Code):
    """What a tensor does."""

    UNKNOWN = 0
    TOKEN_EMBEDDING = 1
    POSITION_EMBEDDING = 2
    OUTPUT_HEAD = 3
    ATTENTION_Q = 4
    ATTENTION_K = 5
    ATTENTION_V = 6
    ATTENTION_QKV = 7
    ATTENTION_O = 8
    MLP_GATE = 9
    MLP_UP = 10
    MLP_DOWN = 11
    MLP_GATE_UP = 12
    NORM = 13
    ROUTER = 14
    CONVOLUTION = 15
    LINEAR = 16
    RECURRENT = 17
    BATCH_NORM_STATISTIC = 18
    BIAS = 19
    ADAPTER_DOWN = 20
    ADAPTER_UP = 21
    BUFFER = 22


class Use(Code):
    """How a tensor may be used in a ruling."""

    CONVICTING = 0
    DESCRIPTIVE = 1
    EXCLUDED = 2


class Exclusion(Code):
    """Why a tensor is descriptive or excluded."""

    NONE = 0
    VECTOR = 1
    DETERMINISTIC = 2
    CONSTANT = 3
    INIT_VALUED = 4
    DEGENERATE = 5
    INTEGER = 6
    TIED = 7
    RUNNING_STATISTIC = 8
    NO_EXCHANGEABLE_AXIS = 9
    ADAPTER_FACTOR = 10
    EMPTY = 11
    UNREADABLE = 12
    OPTIMIZER_STATE = 13
    BY_REQUEST = 14


class Match(Code):
    """How a subject tensor found its counterpart."""

    NAME = 0
    SLOT = 1
    CONTENT = 2
    ASSIGNED = 3
    SEARCHED = 4


class Null(Code):
    """Which reference distribution a p-value came from."""

    NONE = 0
    PERMUTATION_NORMAL = 1
    PERMUTATION_MONTE_CARLO = 2
    PERMUTATION_STUDENT = 3
    PERMUTATION_EXACT = 4


class Side(Code):
    """Which of the two models."""

    SUBJECT = 0
    REFERENCE = 1


class SearchDepth(Code):
    """How far a comparison searches for rearranged weights where tensors do not lie on each
    other by name, role and shape."""

    AUTOMATIC = 0
    DIRECT = 1
    LAYERS = 2
    FULL = 3


class Fit(Code):
    """What a search for rearrangements had to do with a pair of tensors."""

    NONE = 0
    AXIS = 1
    VALUES = 2


class Basis(Code):
    """In which basis the subject's residual stream stands, seen from the reference's."""

    SAME = 0
    PERMUTED = 1
    ROTATED = 2
    UNKNOWN = 3


class OperationKind(Code):
    """What was done to weights on the way from one model to the other."""

    NONE = 0
    COPIED = 1
    CAST = 2
    QUANTISED = 3
    NOISED = 4
    FINE_TUNED = 5
    CONTINUED = 6
    LOW_RANK_MERGED = 7
    DIRECTION_REMOVED = 8
    MERGED = 9
    PRUNED = 10
    PRUNED_PATTERN = 11
    WIDTH_PRUNED = 12
    DEPTH_PRUNED = 13
    DEPTH_UPSCALED = 14
    UPCYCLED = 15
    VOCABULARY_EXTENDED = 16
    VOCABULARY_CHANGED = 17
    PERMUTED = 18
    ROTATED = 19
    RESCALED = 20
    PARTLY_REINITIALISED = 21
    PARTLY_FROZEN = 22
    WIDTH_PADDED = 23
    NONFINITE = 24


class Direction(Code):
    """Who came first, as far as the weights prove it."""

    UNDETERMINED = 0
    SUBJECT_FROM_REFERENCE = 1
    REFERENCE_FROM_SUBJECT = 2


class EvidenceSource(Code):
    """What a comparison looked at."""

    WEIGHTS = 0
    FINGERPRINTS = 1


class Equality(Code):
    """How it is known whether the elements of a pair are equal."""

    ELEMENTS = 0
    DIGEST = 1
    CHECKSUM = 2
    UNKNOWN = 3


class MergeMethod(Code):
    """How several models were mixed."""

    NONE = 0
    LINEAR = 1
    TASK_ARITHMETIC = 2
    SPHERICAL = 3
    TIES = 4
    DARE = 5
    PASSTHROUGH = 6


class LogLevel(Code):
    """How much a line of the log matters."""

    INFO = 0
    WARNING = 1


class Access(Code):
    """How file bytes are reached."""

    DEFAULT = 0
    MAPPED = 1
    COPIED = 2


class PrintLevel(Code):
    """How much of a fingerprint is kept."""

    FULL = 0
    SMALL = 1


class PrintPart(Part):
    """What can be left out of a fingerprint; bits to be added up."""

    NAMES = 1
    SKETCH = 2
    UNITS = 4
    ROWS = 8
    DIGESTS = 16
    SUMS = 32
    ANCHORS = 64


class TokenChoice(Code):
    """Whether token directions of different models can be compared."""

    NONE = 0
    BY_ROW = 1
    BY_STRING = 2


class ManifestHash(Code):
    """How the files of a manifest are hashed."""

    SHA256 = 0
    BLAKE3 = 1


class FileState(Code):
    """How a file differs from what a manifest says of it."""

    DIFFERS = 0
    MISSING = 1
    EXTRA = 2


class Document(Code):
    """Formats of other makers."""

    CYCLONEDX = 0
    SPDX = 1
    STATEMENT = 2
    VERIFICATION_RESULT = 3
    SARIF = 4
    MODEL_CARD = 5


class IndexAccess(Code):
    """What an index is opened for."""

    READ = 0
    WRITE = 1
    CREATE = 2


class KeyChannel(Code):
    """By which of the small keys a candidate was found."""

    SKETCH = 0
    GRAM = 1
    PROFILE = 2
    MAGNITUDES = 3
    EXACT = 4


class Outcome(Code):
    """What a rule, and all of them together, come to; the worst one counts."""

    PASS = 0
    REVIEW = 1
    FAIL = 2


class RuleKind(Code):
    """What a rule does."""

    FORBID = 0
    DECLARE = 1
    SUPPORT_CLAIMS = 2


LABELS.update({
    Status: "wkin_status_name",
    Fault: "wkin_fault_name",
    Verdict: "wkin_verdict_name",
    Change: "wkin_change_name",
    Dtype: "wkin_dtype_name",
    ComponentKind: "wkin_component_kind_name",
    Role: "wkin_role_name",
    Use: "wkin_use_name",
    Exclusion: "wkin_exclusion_name",
    Match: "wkin_match_name",
    Null: "wkin_null_name",
    Fit: "wkin_fit_name",
    Basis: "wkin_basis_name",
    OperationKind: "wkin_operation_name",
    Direction: "wkin_direction_name",
    MergeMethod: "wkin_merge_method_name",
    EvidenceSource: "wkin_evidence_source_name",
    Equality: "wkin_equality_name",
    SearchDepth: "wkin_search_depth_name",
    FileState: "wkin_file_state_name",
    Document: "wkin_document_name",
    Outcome: "wkin_outcome_name",
    RuleKind: "wkin_rule_kind_name",
})

__all__ = [
    "Status",
    "Fault",
    "Verdict",
    "Change",
    "Dtype",
    "ComponentKind",
    "Role",
    "Use",
    "Exclusion",
    "Match",
    "Null",
    "Side",
    "SearchDepth",
    "Fit",
    "Basis",
    "OperationKind",
    "Direction",
    "EvidenceSource",
    "Equality",
    "MergeMethod",
    "LogLevel",
    "Access",
    "PrintLevel",
    "PrintPart",
    "TokenChoice",
    "ManifestHash",
    "FileState",
    "Document",
    "IndexAccess",
    "KeyChannel",
    "Outcome",
    "RuleKind",
]
