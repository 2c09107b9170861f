// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Sizes of the structs of weightkin.h, and where their fields lie. */
final class Layout {
  private Layout() {}

  /** A struct, a field of it (empty: the struct itself), offset and size. */
  record Place(String struct, String field, int offset, int size) {}

  static final int ERROR_SIZE = 1024;
  static final int ERROR_STATUS = 0;
  static final int ERROR_FAULT = 4;
  static final int ERROR_MESSAGE = 8;
  static final int LIMITS_SIZE = 208;
  static final int LIMITS_STRUCT_SIZE = 0;
  static final int LIMITS_HEADER_BYTES = 8;
  static final int LIMITS_INDEX_BYTES = 16;
  static final int LIMITS_JSON_DEPTH = 24;
  static final int LIMITS_JSON_STRING_BYTES = 32;
  static final int LIMITS_JSON_VALUES = 40;
  static final int LIMITS_CONFIG_BYTES = 48;
  static final int LIMITS_METADATA_PAIRS = 56;
  static final int LIMITS_SHARDS = 64;
  static final int LIMITS_TENSORS = 72;
  static final int LIMITS_PICKLE_BYTES = 80;
  static final int LIMITS_INFLATED_PICKLE_BYTES = 88;
  static final int LIMITS_INFLATED_MEMBER_BYTES = 96;
  static final int LIMITS_PICKLE_OPCODES = 104;
  static final int LIMITS_PICKLE_STACK = 112;
  static final int LIMITS_VALUE_DEPTH = 120;
  static final int LIMITS_ZIP_ENTRIES = 128;
  static final int LIMITS_ZIP_NAME_BYTES = 136;
  static final int LIMITS_NPY_HEADER_BYTES = 144;
  static final int LIMITS_HDF5_OBJECTS = 152;
  static final int LIMITS_HDF5_DEPTH = 160;
  static final int LIMITS_HDF5_CHUNK_BYTES = 168;
  static final int LIMITS_TABLE_BLOCK_BYTES = 176;
  static final int LIMITS_ARRAY_CHUNKS = 184;
  static final int LIMITS_SPARSE_ELEMENTS = 192;
  static final int LIMITS_EXPANDED_BYTES = 200;
  static final int OPEN_OPTIONS_SIZE = 56;
  static final int OPEN_OPTIONS_STRUCT_SIZE = 0;
  static final int OPEN_OPTIONS_ACCESS = 8;
  static final int OPEN_OPTIONS_LENIENT_PICKLE = 12;
  static final int OPEN_OPTIONS_MAX_TENSORS = 16;
  static final int OPEN_OPTIONS_AS_STORED = 24;
  static final int OPEN_OPTIONS_RESERVED = 28;
  static final int OPEN_OPTIONS_LIMITS = 32;
  static final int OPEN_OPTIONS_ON_LOG = 40;
  static final int OPEN_OPTIONS_LOG_USER_DATA = 48;
  static final int SOURCE_SIZE = 32;
  static final int SOURCE_SIZE_BYTES = 0;
  static final int SOURCE_READ = 8;
  static final int SOURCE_RELEASE = 16;
  static final int SOURCE_USER_DATA = 24;
  static final int TENSOR_VIEW_SIZE = 40;
  static final int TENSOR_VIEW_NAME = 0;
  static final int TENSOR_VIEW_DTYPE = 8;
  static final int TENSOR_VIEW_RANK = 12;
  static final int TENSOR_VIEW_SHAPE = 16;
  static final int TENSOR_VIEW_STRIDES = 24;
  static final int TENSOR_VIEW_DATA = 32;
  static final int TENSOR_INFO_SIZE = 32;
  static final int TENSOR_INFO_NAME = 0;
  static final int TENSOR_INFO_SHAPE = 8;
  static final int TENSOR_INFO_ELEMENTS = 16;
  static final int TENSOR_INFO_DTYPE = 24;
  static final int TENSOR_INFO_RANK = 28;
  static final int TENSOR_ENCODING_SIZE = 48;
  static final int TENSOR_ENCODING_SCHEME = 0;
  static final int TENSOR_ENCODING_BITS_PER_VALUE = 8;
  static final int TENSOR_ENCODING_UNDO_ERROR = 16;
  static final int TENSOR_ENCODING_BLOCK_VALUES = 24;
  static final int TENSOR_ENCODING_PARTS = 32;
  static final int TENSOR_ENCODING_LAYOUT_RULES = 40;
  static final int ENCODING_PART_SIZE = 40;
  static final int ENCODING_PART_ROLE = 0;
  static final int ENCODING_PART_NAME = 8;
  static final int ENCODING_PART_SHAPE = 16;
  static final int ENCODING_PART_ELEMENTS = 24;
  static final int ENCODING_PART_DTYPE = 32;
  static final int ENCODING_PART_RANK = 36;
  static final int WRITE_OPTIONS_SIZE = 56;
  static final int WRITE_OPTIONS_STRUCT_SIZE = 0;
  static final int WRITE_OPTIONS_FLOATS = 8;
  static final int WRITE_OPTIONS_RESERVED = 12;
  static final int WRITE_OPTIONS_ON_PROGRESS = 16;
  static final int WRITE_OPTIONS_USER_DATA = 24;
  static final int WRITE_OPTIONS_METADATA_KEYS = 32;
  static final int WRITE_OPTIONS_METADATA_VALUES = 40;
  static final int WRITE_OPTIONS_METADATA_COUNT = 48;
  static final int WRITE_SUMMARY_SIZE = 24;
  static final int WRITE_SUMMARY_TENSORS = 0;
  static final int WRITE_SUMMARY_BYTES = 8;
  static final int WRITE_SUMMARY_OVERFLOWED = 16;
  static final int INVENTORY_OPTIONS_SIZE = 24;
  static final int INVENTORY_OPTIONS_STRUCT_SIZE = 0;
  static final int INVENTORY_OPTIONS_COMPONENT_MAP = 8;
  static final int INVENTORY_OPTIONS_THREADS = 16;
  static final int INVENTORY_OPTIONS_RESERVED = 20;
  static final int COMPONENT_INFO_SIZE = 40;
  static final int COMPONENT_INFO_ID = 0;
  static final int COMPONENT_INFO_PREFIX = 8;
  static final int COMPONENT_INFO_TENSORS = 16;
  static final int COMPONENT_INFO_PARAMETERS = 24;
  static final int COMPONENT_INFO_KIND = 32;
  static final int COMPONENT_INFO_LAYERS = 36;
  static final int INVENTORY_ENTRY_SIZE = 112;
  static final int INVENTORY_ENTRY_SLOT = 0;
  static final int INVENTORY_ENTRY_DETAIL = 8;
  static final int INVENTORY_ENTRY_PARAMETERS = 16;
  static final int INVENTORY_ENTRY_COMPONENT = 24;
  static final int INVENTORY_ENTRY_ROLE = 32;
  static final int INVENTORY_ENTRY_USE = 36;
  static final int INVENTORY_ENTRY_EXCLUSION = 40;
  static final int INVENTORY_ENTRY_LAYER = 44;
  static final int INVENTORY_ENTRY_SUFFIX = 48;
  static final int INVENTORY_ENTRY_GROUP = 56;
  static final int INVENTORY_ENTRY_TIED_TO = 64;
  static final int INVENTORY_ENTRY_AXIS = 72;
  static final int INVENTORY_ENTRY_UNITS = 80;
  static final int INVENTORY_ENTRY_BLOCK = 88;
  static final int INVENTORY_ENTRY_GATES = 96;
  static final int INVENTORY_ENTRY_SHARED_UNKNOWN = 104;
  static final int INVENTORY_ENTRY_SKIP_DIAGONAL = 108;
  static final int COMPARE_OPTIONS_SIZE = 128;
  static final int COMPARE_OPTIONS_STRUCT_SIZE = 0;
  static final int COMPARE_OPTIONS_THREADS = 8;
  static final int COMPARE_OPTIONS_RESERVED = 12;
  static final int COMPARE_OPTIONS_LOG10_ALPHA = 16;
  static final int COMPARE_OPTIONS_EFFECT_FLOOR = 24;
  static final int COMPARE_OPTIONS_SEED = 32;
  static final int COMPARE_OPTIONS_COMPONENT_MAP = 40;
  static final int COMPARE_OPTIONS_ON_PROGRESS = 48;
  static final int COMPARE_OPTIONS_USER_DATA = 56;
  static final int COMPARE_OPTIONS_SEARCH_SECONDS = 64;
  static final int COMPARE_OPTIONS_SEARCHED_FLOOR = 72;
  static final int COMPARE_OPTIONS_DEPTH = 80;
  static final int COMPARE_OPTIONS_RESERVED2 = 84;
  static final int COMPARE_OPTIONS_DERIVED_SHARE = 88;
  static final int COMPARE_OPTIONS_MAX_UNITS = 96;
  static final int COMPARE_OPTIONS_MAX_FEATURES = 104;
  static final int COMPARE_OPTIONS_ON_LOG = 112;
  static final int COMPARE_OPTIONS_LOG_USER_DATA = 120;
  static final int OVERALL_SIZE = 152;
  static final int OVERALL_SENTENCE = 0;
  static final int OVERALL_SUBJECT_PARAMETERS = 8;
  static final int OVERALL_REFERENCE_PARAMETERS = 16;
  static final int OVERALL_PARAMETERS_FOUND = 24;
  static final int OVERALL_COMPONENTS = 32;
  static final int OVERALL_TENSORS = 40;
  static final int OVERALL_UNMATCHED = 48;
  static final int OVERALL_LIMITS = 56;
  static final int OVERALL_VERDICT = 64;
  static final int OVERALL_RESERVED = 68;
  static final int OVERALL_SEARCHED = 72;
  static final int OVERALL_SUBJECT_NAME = 80;
  static final int OVERALL_SUBJECT_FORMAT = 88;
  static final int OVERALL_REFERENCE_NAME = 96;
  static final int OVERALL_REFERENCE_FORMAT = 104;
  static final int OVERALL_SUBJECT_TENSORS = 112;
  static final int OVERALL_REFERENCE_TENSORS = 120;
  static final int OVERALL_SOURCE = 128;
  static final int OVERALL_RESERVED2 = 132;
  static final int OVERALL_SUBJECT_FILES = 136;
  static final int OVERALL_REFERENCE_FILES = 144;
  static final int EVIDENCE_SIZE = 72;
  static final int EVIDENCE_EFFECT = 0;
  static final int EVIDENCE_Z = 8;
  static final int EVIDENCE_EFFECTIVE_SIZE = 16;
  static final int EVIDENCE_LOG10_P = 24;
  static final int EVIDENCE_SKEWNESS = 32;
  static final int EVIDENCE_EXCESS_KURTOSIS = 40;
  static final int EVIDENCE_UNITS = 48;
  static final int EVIDENCE_DRAWS = 56;
  static final int EVIDENCE_NULL = 64;
  static final int EVIDENCE_RESERVED = 68;
  static final int COMPONENT_RULING_SIZE = 576;
  static final int COMPONENT_RULING_ID = 0;
  static final int COMPONENT_RULING_REFERENCE_ID = 8;
  static final int COMPONENT_RULING_SENTENCE = 16;
  static final int COMPONENT_RULING_EXPLANATIONS = 24;
  static final int COMPONENT_RULING_KIND = 32;
  static final int COMPONENT_RULING_VERDICT = 36;
  static final int COMPONENT_RULING_CHANGE = 40;
  static final int COMPONENT_RULING_RESERVED = 44;
  static final int COMPONENT_RULING_PARAMETERS = 48;
  static final int COMPONENT_RULING_SHARE = 56;
  static final int COMPONENT_RULING_PARAMETERS_COMPARED = 64;
  static final int COMPONENT_RULING_PARAMETERS_DESCRIPTIVE = 72;
  static final int COMPONENT_RULING_PARAMETERS_EXCLUDED = 80;
  static final int COMPONENT_RULING_PARAMETERS_UNMATCHED = 88;
  static final int COMPONENT_RULING_PARAMETERS_BIT_EQUAL = 96;
  static final int COMPONENT_RULING_TENSORS_COMPARED = 104;
  static final int COMPONENT_RULING_TENSORS_EXCLUDED = 112;
  static final int COMPONENT_RULING_TENSORS_UNMATCHED = 120;
  static final int COMPONENT_RULING_COSINE = 128;
  static final int COMPONENT_RULING_COSINE_IF_UNRELATED = 136;
  static final int COMPONENT_RULING_PEARSON = 144;
  static final int COMPONENT_RULING_RELATIVE_L2 = 152;
  static final int COMPONENT_RULING_RELATIVE_L2_IF_UNRELATED = 160;
  static final int COMPONENT_RULING_BIT_EQUAL_SHARE = 168;
  static final int COMPONENT_RULING_BIT_EQUAL_CHANCE = 176;
  static final int COMPONENT_RULING_EVIDENCE = 184;
  static final int COMPONENT_RULING_STRONGEST = 256;
  static final int COMPONENT_RULING_STRONGEST_GROUP = 328;
  static final int COMPONENT_RULING_GROUPS = 336;
  static final int COMPONENT_RULING_COMMON_VARIANCE = 344;
  static final int COMPONENT_RULING_LOG10_P = 352;
  static final int COMPONENT_RULING_LOG10_P_HOLM = 360;
  static final int COMPONENT_RULING_MINIMUM_DETECTABLE = 368;
  static final int COMPONENT_RULING_SEARCHED = 376;
  static final int COMPONENT_RULING_SEARCHED_GROUPS = 448;
  static final int COMPONENT_RULING_DIRECTION_REASON = 456;
  static final int COMPONENT_RULING_OPERATIONS = 464;
  static final int COMPONENT_RULING_DIRECTION = 472;
  static final int COMPONENT_RULING_ARRANGED = 476;
  static final int COMPONENT_RULING_COMMON_VARIANCE_ERROR = 480;
  static final int COMPONENT_RULING_ANCHORS = 488;
  static final int COMPONENT_RULING_ANCHORED_NETWORKS = 560;
  static final int COMPONENT_RULING_ANCHORS_LOG10_P_HOLM = 568;
  static final int TENSOR_EVIDENCE_SIZE = 456;
  static final int TENSOR_EVIDENCE_SUBJECT_NAME = 0;
  static final int TENSOR_EVIDENCE_REFERENCE_NAME = 8;
  static final int TENSOR_EVIDENCE_DETAIL = 16;
  static final int TENSOR_EVIDENCE_GROUP = 24;
  static final int TENSOR_EVIDENCE_SHAPE = 32;
  static final int TENSOR_EVIDENCE_RANK = 40;
  static final int TENSOR_EVIDENCE_SUBJECT = 48;
  static final int TENSOR_EVIDENCE_REFERENCE = 56;
  static final int TENSOR_EVIDENCE_COMPONENT = 64;
  static final int TENSOR_EVIDENCE_PARAMETERS = 72;
  static final int TENSOR_EVIDENCE_MATCH = 80;
  static final int TENSOR_EVIDENCE_SUBJECT_DTYPE = 84;
  static final int TENSOR_EVIDENCE_REFERENCE_DTYPE = 88;
  static final int TENSOR_EVIDENCE_ROLE = 92;
  static final int TENSOR_EVIDENCE_USE = 96;
  static final int TENSOR_EVIDENCE_EXCLUSION = 100;
  static final int TENSOR_EVIDENCE_LAYER = 104;
  static final int TENSOR_EVIDENCE_RESERVED = 108;
  static final int TENSOR_EVIDENCE_ELEMENTS = 112;
  static final int TENSOR_EVIDENCE_FINITE = 120;
  static final int TENSOR_EVIDENCE_NONFINITE_A = 128;
  static final int TENSOR_EVIDENCE_NONFINITE_B = 136;
  static final int TENSOR_EVIDENCE_BIT_EQUAL = 144;
  static final int TENSOR_EVIDENCE_SIGN_EQUAL = 152;
  static final int TENSOR_EVIDENCE_ZERO_A = 160;
  static final int TENSOR_EVIDENCE_ZERO_B = 168;
  static final int TENSOR_EVIDENCE_ZERO_BOTH = 176;
  static final int TENSOR_EVIDENCE_SUM_A = 184;
  static final int TENSOR_EVIDENCE_SUM_B = 192;
  static final int TENSOR_EVIDENCE_SUM_AA = 200;
  static final int TENSOR_EVIDENCE_SUM_BB = 208;
  static final int TENSOR_EVIDENCE_SUM_AB = 216;
  static final int TENSOR_EVIDENCE_SUM_ABS_DIFF = 224;
  static final int TENSOR_EVIDENCE_SUM_SQ_DIFF = 232;
  static final int TENSOR_EVIDENCE_MAX_ABS_DIFF = 240;
  static final int TENSOR_EVIDENCE_COSINE = 248;
  static final int TENSOR_EVIDENCE_COSINE_IF_UNRELATED = 256;
  static final int TENSOR_EVIDENCE_PEARSON = 264;
  static final int TENSOR_EVIDENCE_RELATIVE_L2 = 272;
  static final int TENSOR_EVIDENCE_RELATIVE_L2_IF_UNRELATED = 280;
  static final int TENSOR_EVIDENCE_SCALE = 288;
  static final int TENSOR_EVIDENCE_MEAN_A = 296;
  static final int TENSOR_EVIDENCE_MEAN_B = 304;
  static final int TENSOR_EVIDENCE_SD_A = 312;
  static final int TENSOR_EVIDENCE_SD_B = 320;
  static final int TENSOR_EVIDENCE_BIT_EQUAL_SHARE = 328;
  static final int TENSOR_EVIDENCE_BIT_EQUAL_CHANCE = 336;
  static final int TENSOR_EVIDENCE_SIGN_EQUAL_SHARE = 344;
  static final int TENSOR_EVIDENCE_SIGN_EQUAL_CHANCE = 352;
  static final int TENSOR_EVIDENCE_PERMUTATION = 360;
  static final int TENSOR_EVIDENCE_FIT = 432;
  static final int TENSOR_EVIDENCE_ROUNDED = 436;
  static final int TENSOR_EVIDENCE_PEARSON_ERROR = 440;
  static final int TENSOR_EVIDENCE_SAME_ONCE_UNDONE = 448;
  static final int TENSOR_EVIDENCE_BASIS = 452;
  static final int UNMATCHED_SIZE = 48;
  static final int UNMATCHED_NAME = 0;
  static final int UNMATCHED_COMPONENT = 8;
  static final int UNMATCHED_REASON = 16;
  static final int UNMATCHED_TENSOR = 24;
  static final int UNMATCHED_PARAMETERS = 32;
  static final int UNMATCHED_SIDE = 40;
  static final int UNMATCHED_RESERVED = 44;
  static final int RULING_SETTINGS_SIZE = 56;
  static final int RULING_SETTINGS_LOG10_ALPHA = 0;
  static final int RULING_SETTINGS_EFFECT_FLOOR = 8;
  static final int RULING_SETTINGS_DERIVED_SHARE = 16;
  static final int RULING_SETTINGS_SEARCHED_FLOOR = 24;
  static final int RULING_SETTINGS_SEED = 32;
  static final int RULING_SETTINGS_MAX_UNITS = 40;
  static final int RULING_SETTINGS_MAX_FEATURES = 48;
  static final int ASKED_SEARCH_SIZE = 24;
  static final int ASKED_SEARCH_COMPONENT_MAP = 0;
  static final int ASKED_SEARCH_SECONDS = 8;
  static final int ASKED_SEARCH_DEPTH = 16;
  static final int ASKED_SEARCH_RESERVED = 20;
  static final int MODEL_OPENING_SIZE = 8;
  static final int MODEL_OPENING_AS_STORED = 0;
  static final int MODEL_OPENING_LENIENT_PICKLE = 4;
  static final int ARRANGEMENT_SIZE = 120;
  static final int ARRANGEMENT_LAYER_OF = 0;
  static final int ARRANGEMENT_STREAM_OF = 8;
  static final int ARRANGEMENT_STREAM_SIGN = 16;
  static final int ARRANGEMENT_TOKEN_OF = 24;
  static final int ARRANGEMENT_LAYERS = 32;
  static final int ARRANGEMENT_STREAM = 40;
  static final int ARRANGEMENT_STREAM_SIGNS = 48;
  static final int ARRANGEMENT_TOKENS = 56;
  static final int ARRANGEMENT_UNIT_MAPS = 64;
  static final int ARRANGEMENT_REFERENCE = 72;
  static final int ARRANGEMENT_LOG10_CHOICES = 80;
  static final int ARRANGEMENT_BASIS = 88;
  static final int ARRANGEMENT_MOVES_VALUES = 92;
  static final int ARRANGEMENT_REPEATS_NETWORKS = 96;
  static final int ARRANGEMENT_RESERVED = 100;
  static final int ARRANGEMENT_GAINS_MOVED = 104;
  static final int ARRANGEMENT_TOKENS_MOVED = 108;
  static final int ARRANGEMENT_STREAM_OUTSIDE = 112;
  static final int UNIT_MAP_SIZE = 88;
  static final int UNIT_MAP_SUBJECT_GROUP = 0;
  static final int UNIT_MAP_REFERENCE_GROUP = 8;
  static final int UNIT_MAP_REFERENCE_OF = 16;
  static final int UNIT_MAP_UNITS = 24;
  static final int UNIT_MAP_AGREEMENT = 32;
  static final int UNIT_MAP_IDENTITY = 40;
  static final int UNIT_MAP_RESERVED = 44;
  static final int UNIT_MAP_MAPPED = 48;
  static final int UNIT_MAP_FLIPPED = 56;
  static final int UNIT_MAP_VALUES = 64;
  static final int UNIT_MAP_KEYS = 68;
  static final int UNIT_MAP_ASKED = 72;
  static final int UNIT_MAP_IMPLIED = 80;
  static final int OPERATION_SIZE = 40;
  static final int OPERATION_TEXT = 0;
  static final int OPERATION_LOG10_LIKELIHOOD_MARGIN = 8;
  static final int OPERATION_NUMBERS = 16;
  static final int OPERATION_TENSORS = 24;
  static final int OPERATION_KIND = 32;
  static final int OPERATION_RESERVED = 36;
  static final int OPERATION_NUMBER_SIZE = 24;
  static final int OPERATION_NUMBER_NAME = 0;
  static final int OPERATION_NUMBER_VALUE = 8;
  static final int OPERATION_NUMBER_ERROR = 16;
  static final int CHANGE_SPECTRUM_SIZE = 104;
  static final int CHANGE_SPECTRUM_TENSOR = 0;
  static final int CHANGE_SPECTRUM_SHARES = 8;
  static final int CHANGE_SPECTRUM_GAUSSIAN_SHARES = 16;
  static final int CHANGE_SPECTRUM_VALUES = 24;
  static final int CHANGE_SPECTRUM_ROWS = 32;
  static final int CHANGE_SPECTRUM_COLUMNS = 40;
  static final int CHANGE_SPECTRUM_ALL_ROWS = 48;
  static final int CHANGE_SPECTRUM_ALL_COLUMNS = 56;
  static final int CHANGE_SPECTRUM_ABOVE_EDGE = 64;
  static final int CHANGE_SPECTRUM_RELATIVE_SIZE = 72;
  static final int CHANGE_SPECTRUM_GAUSSIAN_EDGE = 80;
  static final int CHANGE_SPECTRUM_SHARE_ABOVE_EDGE = 88;
  static final int CHANGE_SPECTRUM_OPERATION = 96;
  static final int CHANGE_SPECTRUM_RESERVED = 100;
  static final int MERGE_OPTIONS_SIZE = 80;
  static final int MERGE_OPTIONS_STRUCT_SIZE = 0;
  static final int MERGE_OPTIONS_THREADS = 8;
  static final int MERGE_OPTIONS_RESERVED = 12;
  static final int MERGE_OPTIONS_LEAST_MARGIN = 16;
  static final int MERGE_OPTIONS_MOST_UNEXPLAINED = 24;
  static final int MERGE_OPTIONS_ON_PROGRESS = 32;
  static final int MERGE_OPTIONS_USER_DATA = 40;
  static final int MERGE_OPTIONS_SEARCH_SECONDS = 48;
  static final int MERGE_OPTIONS_DEPTH = 56;
  static final int MERGE_OPTIONS_RESERVED2 = 60;
  static final int MERGE_OPTIONS_ON_LOG = 64;
  static final int MERGE_OPTIONS_LOG_USER_DATA = 72;
  static final int MIXTURE_SIZE = 104;
  static final int MIXTURE_ID = 0;
  static final int MIXTURE_TEXT = 8;
  static final int MIXTURE_REFERENCES = 16;
  static final int MIXTURE_LAYERS = 24;
  static final int MIXTURE_TENSORS = 32;
  static final int MIXTURE_CONTRIBUTORS = 40;
  static final int MIXTURE_UNEXPLAINED = 48;
  static final int MIXTURE_DENSITY = 56;
  static final int MIXTURE_WEIGHT_SUM = 64;
  static final int MIXTURE_WEIGHT_SUM_ERROR = 72;
  static final int MIXTURE_METHOD = 80;
  static final int MIXTURE_RESERVED = 84;
  static final int MIXTURE_DIRECTION_REASON = 88;
  static final int MIXTURE_DIRECTION = 96;
  static final int MIXTURE_SEARCH_MISSING = 100;
  static final int PARENT_SHARE_SIZE = 24;
  static final int PARENT_SHARE_WEIGHT = 0;
  static final int PARENT_SHARE_ERROR = 8;
  static final int PARENT_SHARE_LOG10_MARGIN = 16;
  static final int LAYER_MIXTURE_SIZE = 32;
  static final int LAYER_MIXTURE_TENSORS = 0;
  static final int LAYER_MIXTURE_REFERENCES = 8;
  static final int LAYER_MIXTURE_UNEXPLAINED = 16;
  static final int LAYER_MIXTURE_LAYER = 24;
  static final int LAYER_MIXTURE_RESERVED = 28;
  static final int FINGERPRINT_OPTIONS_SIZE = 80;
  static final int FINGERPRINT_OPTIONS_STRUCT_SIZE = 0;
  static final int FINGERPRINT_OPTIONS_SEED = 8;
  static final int FINGERPRINT_OPTIONS_COMPONENT_MAP = 16;
  static final int FINGERPRINT_OPTIONS_NAME = 24;
  static final int FINGERPRINT_OPTIONS_THREADS = 32;
  static final int FINGERPRINT_OPTIONS_NO_DIGESTS = 36;
  static final int FINGERPRINT_OPTIONS_ON_PROGRESS = 40;
  static final int FINGERPRINT_OPTIONS_USER_DATA = 48;
  static final int FINGERPRINT_OPTIONS_VOCABULARY = 56;
  static final int FINGERPRINT_OPTIONS_VOCABULARY_COUNT = 64;
  static final int FINGERPRINT_OPTIONS_NO_ANCHORS = 72;
  static final int FINGERPRINT_OPTIONS_RESERVED = 76;
  static final int FINGERPRINT_INFO_SIZE = 136;
  static final int FINGERPRINT_INFO_NAME = 0;
  static final int FINGERPRINT_INFO_FORMAT = 8;
  static final int FINGERPRINT_INFO_SEED = 16;
  static final int FINGERPRINT_INFO_CHECKSUM = 24;
  static final int FINGERPRINT_INFO_PARAMETERS = 32;
  static final int FINGERPRINT_INFO_TENSORS = 40;
  static final int FINGERPRINT_INFO_COMPONENTS = 48;
  static final int FINGERPRINT_INFO_ROOT = 56;
  static final int FINGERPRINT_INFO_NAMELESS = 88;
  static final int FINGERPRINT_INFO_HAS_ROOTS = 120;
  static final int FINGERPRINT_INFO_RESERVED = 124;
  static final int FINGERPRINT_INFO_ANCHORS = 128;
  static final int COMPONENT_PRINT_SIZE = 112;
  static final int COMPONENT_PRINT_ID = 0;
  static final int COMPONENT_PRINT_PREFIX = 8;
  static final int COMPONENT_PRINT_TENSORS = 16;
  static final int COMPONENT_PRINT_PARAMETERS = 24;
  static final int COMPONENT_PRINT_KIND = 32;
  static final int COMPONENT_PRINT_LAYERS = 36;
  static final int COMPONENT_PRINT_ROOT = 40;
  static final int COMPONENT_PRINT_NAMELESS = 72;
  static final int COMPONENT_PRINT_HAS_ROOTS = 104;
  static final int COMPONENT_PRINT_RESERVED = 108;
  static final int TENSOR_PRINT_SIZE = 280;
  static final int TENSOR_PRINT_NAME = 0;
  static final int TENSOR_PRINT_SCHEME = 8;
  static final int TENSOR_PRINT_SLOT = 16;
  static final int TENSOR_PRINT_SHAPE = 24;
  static final int TENSOR_PRINT_SKETCH_CODES = 32;
  static final int TENSOR_PRINT_UNIT_SCALES = 40;
  static final int TENSOR_PRINT_UNIT_CODES = 48;
  static final int TENSOR_PRINT_ROW_PROFILE = 56;
  static final int TENSOR_PRINT_ROW_GRAM = 64;
  static final int TENSOR_PRINT_VALUE_DIGEST = 72;
  static final int TENSOR_PRINT_STORED_DIGEST = 80;
  static final int TENSOR_PRINT_ELEMENTS = 88;
  static final int TENSOR_PRINT_NONFINITE = 96;
  static final int TENSOR_PRINT_OUTSIDE = 104;
  static final int TENSOR_PRINT_ZEROS = 112;
  static final int TENSOR_PRINT_NEGATIVE = 120;
  static final int TENSOR_PRINT_CHECKSUM = 128;
  static final int TENSOR_PRINT_CHECKSUM_BF16 = 136;
  static final int TENSOR_PRINT_CHECKSUM_F16 = 144;
  static final int TENSOR_PRINT_MINIMUM = 152;
  static final int TENSOR_PRINT_MAXIMUM = 160;
  static final int TENSOR_PRINT_MEAN = 168;
  static final int TENSOR_PRINT_MEAN_SQUARE = 176;
  static final int TENSOR_PRINT_COMPONENT = 184;
  static final int TENSOR_PRINT_BUCKETS = 192;
  static final int TENSOR_PRINT_UNITS = 200;
  static final int TENSOR_PRINT_LANDMARKS = 208;
  static final int TENSOR_PRINT_MAGNITUDES = 216;
  static final int TENSOR_PRINT_DTYPE = 248;
  static final int TENSOR_PRINT_RANK = 252;
  static final int TENSOR_PRINT_ROLE = 256;
  static final int TENSOR_PRINT_USE = 260;
  static final int TENSOR_PRINT_EXCLUSION = 264;
  static final int TENSOR_PRINT_LAYER = 268;
  static final int TENSOR_PRINT_SKETCH_SCALE = 272;
  static final int TENSOR_PRINT_RESERVED = 276;
  static final int ROW_LANDMARK_SIZE = 28;
  static final int ROW_LANDMARK_ROW = 0;
  static final int ROW_LANDMARK_NORM = 4;
  static final int ROW_LANDMARK_SCALE = 8;
  static final int ROW_LANDMARK_CODES = 12;
  static final int UNIT_ANCHORS_SIZE = 88;
  static final int UNIT_ANCHORS_COSINES = 0;
  static final int UNIT_ANCHORS_GATE_CODES = 8;
  static final int UNIT_ANCHORS_UP_CODES = 16;
  static final int UNIT_ANCHORS_COSINE_COUNT = 24;
  static final int UNIT_ANCHORS_GATE_CODE_COUNT = 32;
  static final int UNIT_ANCHORS_UP_CODE_COUNT = 40;
  static final int UNIT_ANCHORS_GATE = 48;
  static final int UNIT_ANCHORS_UP = 56;
  static final int UNIT_ANCHORS_DOWN = 64;
  static final int UNIT_ANCHORS_VOCABULARY = 72;
  static final int UNIT_ANCHORS_TOKENS = 80;
  static final int UNIT_ANCHORS_RESERVED = 84;
  static final int PRINT_SIMILARITY_SIZE = 48;
  static final int PRINT_SIMILARITY_PEARSON = 0;
  static final int PRINT_SIMILARITY_PEARSON_ERROR = 8;
  static final int PRINT_SIMILARITY_COSINE = 16;
  static final int PRINT_SIMILARITY_COSINE_ERROR = 24;
  static final int PRINT_SIMILARITY_RELATIVE_L2 = 32;
  static final int PRINT_SIMILARITY_RELATIVE_L2_ERROR = 40;
  static final int TENSOR_DECLARATION_SIZE = 24;
  static final int TENSOR_DECLARATION_NAME = 0;
  static final int TENSOR_DECLARATION_SHAPE = 8;
  static final int TENSOR_DECLARATION_DTYPE = 16;
  static final int TENSOR_DECLARATION_RANK = 20;
  static final int BUILDER_OPTIONS_SIZE = 32;
  static final int BUILDER_OPTIONS_STRUCT_SIZE = 0;
  static final int BUILDER_OPTIONS_SEED = 8;
  static final int BUILDER_OPTIONS_CONTENTS = 16;
  static final int BUILDER_OPTIONS_NO_DIGESTS = 24;
  static final int BUILDER_OPTIONS_RESERVED = 28;
  static final int SCAN_OPTIONS_SIZE = 144;
  static final int SCAN_OPTIONS_STRUCT_SIZE = 0;
  static final int SCAN_OPTIONS_THREADS = 8;
  static final int SCAN_OPTIONS_RESERVED = 12;
  static final int SCAN_OPTIONS_LOG10_ALPHA = 16;
  static final int SCAN_OPTIONS_EFFECT_FLOOR = 24;
  static final int SCAN_OPTIONS_SEED = 32;
  static final int SCAN_OPTIONS_CONFIRM = 40;
  static final int SCAN_OPTIONS_NEAREST_SHARE = 48;
  static final int SCAN_OPTIONS_SEPARATION_ERRORS = 56;
  static final int SCAN_OPTIONS_COMPONENT_MAP = 64;
  static final int SCAN_OPTIONS_ON_PROGRESS = 72;
  static final int SCAN_OPTIONS_USER_DATA = 80;
  static final int SCAN_OPTIONS_ON_LOG = 88;
  static final int SCAN_OPTIONS_LOG_USER_DATA = 96;
  static final int SCAN_OPTIONS_DERIVED_SHARE = 104;
  static final int SCAN_OPTIONS_SEARCHED_FLOOR = 112;
  static final int SCAN_OPTIONS_MAX_UNITS = 120;
  static final int SCAN_OPTIONS_MAX_FEATURES = 128;
  static final int SCAN_OPTIONS_POPULATION = 136;
  static final int SCAN_OVERALL_SIZE = 96;
  static final int SCAN_OVERALL_SENTENCE = 0;
  static final int SCAN_OVERALL_SUBJECT_NAME = 8;
  static final int SCAN_OVERALL_SUBJECT_PARAMETERS = 16;
  static final int SCAN_OVERALL_ORIGINS = 24;
  static final int SCAN_OVERALL_CANDIDATES = 32;
  static final int SCAN_OVERALL_COMPARED = 40;
  static final int SCAN_OVERALL_TESTS = 48;
  static final int SCAN_OVERALL_LIMITS = 56;
  static final int SCAN_OVERALL_VERDICT = 64;
  static final int SCAN_OVERALL_RESERVED = 68;
  static final int SCAN_OVERALL_SUBJECT_FORMAT = 72;
  static final int SCAN_OVERALL_SUBJECT_TENSORS = 80;
  static final int SCAN_OVERALL_REFERENCES = 88;
  static final int MANY_SETTINGS_SIZE = 72;
  static final int MANY_SETTINGS_LOG10_ALPHA = 0;
  static final int MANY_SETTINGS_EFFECT_FLOOR = 8;
  static final int MANY_SETTINGS_DERIVED_SHARE = 16;
  static final int MANY_SETTINGS_SEARCHED_FLOOR = 24;
  static final int MANY_SETTINGS_SEED = 32;
  static final int MANY_SETTINGS_MAX_UNITS = 40;
  static final int MANY_SETTINGS_MAX_FEATURES = 48;
  static final int MANY_SETTINGS_NEAREST_SHARE = 56;
  static final int MANY_SETTINGS_SEPARATION_ERRORS = 64;
  static final int AFFINITY_SIZE = 56;
  static final int AFFINITY_VALUES = 0;
  static final int AFFINITY_CHECKSUMS = 8;
  static final int AFFINITY_SKETCHES = 16;
  static final int AFFINITY_LANDMARKS = 24;
  static final int AFFINITY_GRAM = 32;
  static final int AFFINITY_PROFILES = 40;
  static final int AFFINITY_MAGNITUDES = 48;
  static final int CANDIDATE_SIZE = 72;
  static final int CANDIDATE_NAME = 0;
  static final int CANDIDATE_FORMAT = 8;
  static final int CANDIDATE_SENTENCE = 16;
  static final int CANDIDATE_REFERENCE = 24;
  static final int CANDIDATE_COMPONENTS = 32;
  static final int CANDIDATE_TENSORS = 40;
  static final int CANDIDATE_PARAMETERS = 48;
  static final int CANDIDATE_COMPARED = 56;
  static final int CANDIDATE_VERDICT = 60;
  static final int CANDIDATE_SOURCE = 64;
  static final int CANDIDATE_RESERVED = 68;
  static final int COMPONENT_SUMMARY_SIZE = 96;
  static final int COMPONENT_SUMMARY_ID = 0;
  static final int COMPONENT_SUMMARY_REFERENCE_ID = 8;
  static final int COMPONENT_SUMMARY_SENTENCE = 16;
  static final int COMPONENT_SUMMARY_COMPONENT = 24;
  static final int COMPONENT_SUMMARY_VERDICT = 32;
  static final int COMPONENT_SUMMARY_CHANGE = 36;
  static final int COMPONENT_SUMMARY_PARAMETERS_COMPARED = 40;
  static final int COMPONENT_SUMMARY_PEARSON = 48;
  static final int COMPONENT_SUMMARY_COMMON_VARIANCE = 56;
  static final int COMPONENT_SUMMARY_COMMON_VARIANCE_ERROR = 64;
  static final int COMPONENT_SUMMARY_LOG10_P = 72;
  static final int COMPONENT_SUMMARY_LOG10_P_HOLM = 80;
  static final int COMPONENT_SUMMARY_MINIMUM_DETECTABLE = 88;
  static final int ORIGIN_SIZE = 80;
  static final int ORIGIN_ID = 0;
  static final int ORIGIN_SENTENCE = 8;
  static final int ORIGIN_FOUND = 16;
  static final int ORIGIN_NEAREST = 24;
  static final int ORIGIN_FOUND_COUNT = 32;
  static final int ORIGIN_NEAREST_COUNT = 40;
  static final int ORIGIN_SEPARATIONS = 48;
  static final int ORIGIN_PARAMETERS = 56;
  static final int ORIGIN_SHARE = 64;
  static final int ORIGIN_KIND = 72;
  static final int ORIGIN_RESERVED = 76;
  static final int SEPARATION_SIZE = 40;
  static final int SEPARATION_NEARER = 0;
  static final int SEPARATION_FARTHER = 8;
  static final int SEPARATION_SHARE = 16;
  static final int SEPARATION_SHARE_ERROR = 24;
  static final int SEPARATION_SEPARABLE = 32;
  static final int SEPARATION_RESERVED = 36;
  static final int KNOWN_DIRECTION_SIZE = 40;
  static final int KNOWN_DIRECTION_SUBJECT = 0;
  static final int KNOWN_DIRECTION_REFERENCE = 8;
  static final int KNOWN_DIRECTION_COMPONENT = 16;
  static final int KNOWN_DIRECTION_REASON = 24;
  static final int KNOWN_DIRECTION_DIRECTION = 32;
  static final int KNOWN_DIRECTION_RESERVED = 36;
  static final int FOREST_OPTIONS_SIZE = 152;
  static final int FOREST_OPTIONS_STRUCT_SIZE = 0;
  static final int FOREST_OPTIONS_THREADS = 8;
  static final int FOREST_OPTIONS_RESERVED = 12;
  static final int FOREST_OPTIONS_LOG10_ALPHA = 16;
  static final int FOREST_OPTIONS_EFFECT_FLOOR = 24;
  static final int FOREST_OPTIONS_SEED = 32;
  static final int FOREST_OPTIONS_NEAREST_SHARE = 40;
  static final int FOREST_OPTIONS_SEPARATION_ERRORS = 48;
  static final int FOREST_OPTIONS_DIRECTIONS = 56;
  static final int FOREST_OPTIONS_DIRECTION_COUNT = 64;
  static final int FOREST_OPTIONS_DIRECTION_SIZE = 72;
  static final int FOREST_OPTIONS_COMPONENT_MAP = 80;
  static final int FOREST_OPTIONS_ON_PROGRESS = 88;
  static final int FOREST_OPTIONS_USER_DATA = 96;
  static final int FOREST_OPTIONS_ON_LOG = 104;
  static final int FOREST_OPTIONS_LOG_USER_DATA = 112;
  static final int FOREST_OPTIONS_DERIVED_SHARE = 120;
  static final int FOREST_OPTIONS_SEARCHED_FLOOR = 128;
  static final int FOREST_OPTIONS_MAX_UNITS = 136;
  static final int FOREST_OPTIONS_MAX_FEATURES = 144;
  static final int FOREST_OVERALL_SIZE = 56;
  static final int FOREST_OVERALL_SINGLES = 0;
  static final int FOREST_OVERALL_SINGLE_COUNT = 8;
  static final int FOREST_OVERALL_MODELS = 16;
  static final int FOREST_OVERALL_PAIRS = 24;
  static final int FOREST_OVERALL_FAMILIES = 32;
  static final int FOREST_OVERALL_TESTS = 40;
  static final int FOREST_OVERALL_LIMITS = 48;
  static final int FAMILY_SIZE = 64;
  static final int FAMILY_NODES = 0;
  static final int FAMILY_EDGES = 8;
  static final int FAMILY_MERGES = 16;
  static final int FAMILY_UNPLACED = 24;
  static final int FAMILY_NOTES = 32;
  static final int FAMILY_ROOT = 40;
  static final int FAMILY_MISFIT = 48;
  static final int FAMILY_PARAMETERS = 56;
  static final int NODE_SIZE = 24;
  static final int NODE_MAY_BE = 0;
  static final int NODE_MAY_BE_COUNT = 8;
  static final int NODE_MEMBERS = 16;
  static final int MEMBER_SIZE = 24;
  static final int MEMBER_COMPONENT = 0;
  static final int MEMBER_MODEL = 8;
  static final int MEMBER_OF_SEVERAL = 16;
  static final int MEMBER_CAST = 20;
  static final int EDGE_SIZE = 48;
  static final int EDGE_REASON = 0;
  static final int EDGE_FIRST = 8;
  static final int EDGE_SECOND = 16;
  static final int EDGE_LENGTH = 24;
  static final int EDGE_LENGTH_ERROR = 32;
  static final int EDGE_DIRECTED = 40;
  static final int EDGE_HAS_FINDING = 44;
  static final int TREE_MERGE_SIZE = 48;
  static final int TREE_MERGE_SENTENCE = 0;
  static final int TREE_MERGE_CHILD = 8;
  static final int TREE_MERGE_BASE = 16;
  static final int TREE_MERGE_PARENTS = 24;
  static final int TREE_MERGE_RESIDUAL = 32;
  static final int TREE_MERGE_PROVEN = 40;
  static final int TREE_MERGE_RESERVED = 44;
  static final int TREE_PARENT_SIZE = 24;
  static final int TREE_PARENT_NODE = 0;
  static final int TREE_PARENT_WEIGHT = 8;
  static final int TREE_PARENT_WEIGHT_ERROR = 16;
  static final int FOREST_COMPARISON_SIZE = 40;
  static final int FOREST_COMPARISON_SENTENCE = 0;
  static final int FOREST_COMPARISON_SUBJECT = 8;
  static final int FOREST_COMPARISON_REFERENCE = 16;
  static final int FOREST_COMPARISON_COMPONENTS = 24;
  static final int FOREST_COMPARISON_VERDICT = 32;
  static final int FOREST_COMPARISON_SOURCE = 36;
  static final int HASH_OPTIONS_SIZE = 40;
  static final int HASH_OPTIONS_STRUCT_SIZE = 0;
  static final int HASH_OPTIONS_COMPONENT_MAP = 8;
  static final int HASH_OPTIONS_THREADS = 16;
  static final int HASH_OPTIONS_RESERVED = 20;
  static final int HASH_OPTIONS_ON_PROGRESS = 24;
  static final int HASH_OPTIONS_USER_DATA = 32;
  static final int HASH_ROOTS_SIZE = 80;
  static final int HASH_ROOTS_ROOT = 0;
  static final int HASH_ROOTS_NAMELESS = 32;
  static final int HASH_ROOTS_TENSORS = 64;
  static final int HASH_ROOTS_COMPONENTS = 72;
  static final int TENSOR_HASH_SIZE = 88;
  static final int TENSOR_HASH_NAME = 0;
  static final int TENSOR_HASH_SHAPE = 8;
  static final int TENSOR_HASH_DTYPE = 16;
  static final int TENSOR_HASH_RANK = 20;
  static final int TENSOR_HASH_STORED = 24;
  static final int TENSOR_HASH_VALUE = 56;
  static final int COMPONENT_HASH_SIZE = 72;
  static final int COMPONENT_HASH_ID = 0;
  static final int COMPONENT_HASH_ROOT = 8;
  static final int COMPONENT_HASH_NAMELESS = 40;
  static final int MANIFEST_OPTIONS_SIZE = 56;
  static final int MANIFEST_OPTIONS_STRUCT_SIZE = 0;
  static final int MANIFEST_OPTIONS_ALGORITHM = 8;
  static final int MANIFEST_OPTIONS_FOLLOW_LINKS = 12;
  static final int MANIFEST_OPTIONS_IGNORED = 16;
  static final int MANIFEST_OPTIONS_IGNORED_COUNT = 24;
  static final int MANIFEST_OPTIONS_THREADS = 32;
  static final int MANIFEST_OPTIONS_RESERVED = 36;
  static final int MANIFEST_OPTIONS_ON_PROGRESS = 40;
  static final int MANIFEST_OPTIONS_USER_DATA = 48;
  static final int MANIFEST_INFO_SIZE = 56;
  static final int MANIFEST_INFO_MODEL = 0;
  static final int MANIFEST_INFO_FILES = 8;
  static final int MANIFEST_INFO_ALGORITHM = 16;
  static final int MANIFEST_INFO_FOLLOW_LINKS = 20;
  static final int MANIFEST_INFO_SUBJECT = 24;
  static final int MANIFEST_FILE_SIZE = 40;
  static final int MANIFEST_FILE_NAME = 0;
  static final int MANIFEST_FILE_CONTENT = 8;
  static final int FILE_DIFFERENCE_SIZE = 16;
  static final int FILE_DIFFERENCE_NAME = 0;
  static final int FILE_DIFFERENCE_STATE = 8;
  static final int FILE_DIFFERENCE_RESERVED = 12;
  static final int INDEX_OPTIONS_SIZE = 24;
  static final int INDEX_OPTIONS_STRUCT_SIZE = 0;
  static final int INDEX_OPTIONS_KEY_CACHE_BYTES = 8;
  static final int INDEX_OPTIONS_ACCESS = 16;
  static final int INDEX_OPTIONS_BUSY_MILLISECONDS = 20;
  static final int INDEX_INFO_SIZE = 56;
  static final int INDEX_INFO_MODELS = 0;
  static final int INDEX_INFO_COMPONENTS = 8;
  static final int INDEX_INFO_RULINGS = 16;
  static final int INDEX_INFO_SEED = 24;
  static final int INDEX_INFO_SCHEMA = 32;
  static final int INDEX_INFO_HAS_SEED = 40;
  static final int INDEX_INFO_ON_SERVER = 44;
  static final int INDEX_INFO_VECTOR_SEARCH = 48;
  static final int INDEX_INFO_RESERVED = 52;
  static final int INDEX_QUERY_OPTIONS_SIZE = 104;
  static final int INDEX_QUERY_OPTIONS_STRUCT_SIZE = 0;
  static final int INDEX_QUERY_OPTIONS_CANDIDATES = 8;
  static final int INDEX_QUERY_OPTIONS_CONFIRM = 16;
  static final int INDEX_QUERY_OPTIONS_LOG10_ALPHA = 24;
  static final int INDEX_QUERY_OPTIONS_ON_PROGRESS = 32;
  static final int INDEX_QUERY_OPTIONS_USER_DATA = 40;
  static final int INDEX_QUERY_OPTIONS_THREADS = 48;
  static final int INDEX_QUERY_OPTIONS_RESERVED = 52;
  static final int INDEX_QUERY_OPTIONS_ON_LOG = 56;
  static final int INDEX_QUERY_OPTIONS_LOG_USER_DATA = 64;
  static final int INDEX_QUERY_OPTIONS_EFFECT_FLOOR = 72;
  static final int INDEX_QUERY_OPTIONS_SEED = 80;
  static final int INDEX_QUERY_OPTIONS_NEAREST_SHARE = 88;
  static final int INDEX_QUERY_OPTIONS_SEPARATION_ERRORS = 96;
  static final int INDEX_ANSWER_INFO_SIZE = 56;
  static final int INDEX_ANSWER_INFO_MODELS = 0;
  static final int INDEX_ANSWER_INFO_EXACT = 8;
  static final int INDEX_ANSWER_INFO_CANDIDATES = 16;
  static final int INDEX_ANSWER_INFO_PROBLEMS = 24;
  static final int INDEX_ANSWER_INFO_OVERALL = 32;
  static final int INDEX_ANSWER_INFO_RESERVED = 36;
  static final int INDEX_ANSWER_INFO_ENTRIES = 40;
  static final int INDEX_ANSWER_INFO_RULINGS = 48;
  static final int EXACT_MATCH_SIZE = 48;
  static final int EXACT_MATCH_NAME = 0;
  static final int EXACT_MATCH_ID = 8;
  static final int EXACT_MATCH_TENSORS_EQUAL = 16;
  static final int EXACT_MATCH_SHARE = 24;
  static final int EXACT_MATCH_SAME_ROOT = 32;
  static final int EXACT_MATCH_SAME_NAMELESS = 36;
  static final int EXACT_MATCH_COMPONENTS = 40;
  static final int INDEX_CANDIDATE_INFO_SIZE = 56;
  static final int INDEX_CANDIDATE_INFO_NAME = 0;
  static final int INDEX_CANDIDATE_INFO_COMPONENT = 8;
  static final int INDEX_CANDIDATE_INFO_ID = 16;
  static final int INDEX_CANDIDATE_INFO_SCORE = 24;
  static final int INDEX_CANDIDATE_INFO_CHANNEL = 32;
  static final int INDEX_CANDIDATE_INFO_COMPARED = 36;
  static final int INDEX_CANDIDATE_INFO_VERDICT = 40;
  static final int INDEX_CANDIDATE_INFO_RESERVED = 44;
  static final int INDEX_CANDIDATE_INFO_PLACE = 48;
  static final int INDEX_ENTRY_SIZE = 152;
  static final int INDEX_ENTRY_NAME = 0;
  static final int INDEX_ENTRY_FORMAT = 8;
  static final int INDEX_ENTRY_ID = 16;
  static final int INDEX_ENTRY_TENSORS = 24;
  static final int INDEX_ENTRY_PARAMETERS = 32;
  static final int INDEX_ENTRY_PRINT_BYTES = 40;
  static final int INDEX_ENTRY_PRINT = 48;
  static final int INDEX_ENTRY_ROOT = 80;
  static final int INDEX_ENTRY_NAMELESS = 112;
  static final int INDEX_ENTRY_HAS_ROOTS = 144;
  static final int INDEX_ENTRY_RESERVED = 148;
  static final int KEPT_RULING_SIZE = 80;
  static final int KEPT_RULING_DOCUMENT = 0;
  static final int KEPT_RULING_LENGTH = 8;
  static final int KEPT_RULING_SUBJECT = 16;
  static final int KEPT_RULING_REFERENCE = 48;
  static final int DLPACK_TENSOR_SIZE = 24;
  static final int DLPACK_TENSOR_NAME = 0;
  static final int DLPACK_TENSOR_MANAGED = 8;
  static final int DLPACK_TENSOR_VERSIONED = 16;
  static final int TENSOR_MEMORY_SIZE = 16;
  static final int TENSOR_MEMORY_DATA = 0;
  static final int TENSOR_MEMORY_STRIDES = 8;
  static final int COMPARED_FILE_SIZE = 24;
  static final int COMPARED_FILE_NAME = 0;
  static final int COMPARED_FILE_SHA256 = 8;
  static final int COMPARED_FILE_SIZE_BYTES = 16;
  static final int DOCUMENT_OPTIONS_SIZE = 40;
  static final int DOCUMENT_OPTIONS_STRUCT_SIZE = 0;
  static final int DOCUMENT_OPTIONS_CREATED = 8;
  static final int DOCUMENT_OPTIONS_SUBJECT_ID = 16;
  static final int DOCUMENT_OPTIONS_REFERENCE_IDS = 24;
  static final int DOCUMENT_OPTIONS_REFERENCE_COUNT = 32;
  static final int TEXT_OPTIONS_SIZE = 24;
  static final int TEXT_OPTIONS_STRUCT_SIZE = 0;
  static final int TEXT_OPTIONS_COLOUR = 8;
  static final int TEXT_OPTIONS_TENSORS = 12;
  static final int TEXT_OPTIONS_BLOCKS = 16;
  static final int TEXT_OPTIONS_WIDTH = 20;
  static final int PAIR_SIZE = 232;
  static final int PAIR_ELEMENTS = 0;
  static final int PAIR_FINITE = 8;
  static final int PAIR_NONFINITE_A = 16;
  static final int PAIR_NONFINITE_B = 24;
  static final int PAIR_BIT_EQUAL = 32;
  static final int PAIR_SIGN_EQUAL = 40;
  static final int PAIR_ZERO_A = 48;
  static final int PAIR_ZERO_B = 56;
  static final int PAIR_ZERO_BOTH = 64;
  static final int PAIR_SUM_A = 72;
  static final int PAIR_SUM_B = 80;
  static final int PAIR_SUM_AA = 88;
  static final int PAIR_SUM_BB = 96;
  static final int PAIR_SUM_AB = 104;
  static final int PAIR_SUM_ABS_DIFF = 112;
  static final int PAIR_SUM_SQ_DIFF = 120;
  static final int PAIR_MAX_ABS_DIFF = 128;
  static final int PAIR_COSINE = 136;
  static final int PAIR_COSINE_IF_UNRELATED = 144;
  static final int PAIR_PEARSON = 152;
  static final int PAIR_RELATIVE_L2 = 160;
  static final int PAIR_RELATIVE_L2_IF_UNRELATED = 168;
  static final int PAIR_SCALE = 176;
  static final int PAIR_MEAN_A = 184;
  static final int PAIR_MEAN_B = 192;
  static final int PAIR_SD_A = 200;
  static final int PAIR_SD_B = 208;
  static final int PAIR_BIT_EQUAL_SHARE = 216;
  static final int PAIR_SIGN_EQUAL_SHARE = 224;
  static final int POLICY_INFO_SIZE = 24;
  static final int POLICY_INFO_NAME = 0;
  static final int POLICY_INFO_DESCRIPTION = 8;
  static final int POLICY_INFO_RULES = 16;
  static final int DECIDE_OPTIONS_SIZE = 32;
  static final int DECIDE_OPTIONS_STRUCT_SIZE = 0;
  static final int DECIDE_OPTIONS_LICENCES = 8;
  static final int DECIDE_OPTIONS_CARD = 16;
  static final int DECIDE_OPTIONS_CLAIMANT = 24;
  static final int DECISION_OVERALL_SIZE = 80;
  static final int DECISION_OVERALL_POLICY = 0;
  static final int DECISION_OVERALL_DESCRIPTION = 8;
  static final int DECISION_OVERALL_SUBJECT = 16;
  static final int DECISION_OVERALL_RULES = 24;
  static final int DECISION_OVERALL_REFERENCES = 32;
  static final int DECISION_OVERALL_CLAIMS = 40;
  static final int DECISION_OVERALL_LIMITS = 48;
  static final int DECISION_OVERALL_OUTCOME = 56;
  static final int DECISION_OVERALL_COMPARABLE = 60;
  static final int DECISION_OVERALL_RELATION = 64;
  static final int DECISION_OVERALL_LICENCES = 72;
  static final int RULE_DECISION_SIZE = 56;
  static final int RULE_DECISION_ID = 0;
  static final int RULE_DECISION_DESCRIPTION = 8;
  static final int RULE_DECISION_REASON = 16;
  static final int RULE_DECISION_CANNOT_SHOW = 24;
  static final int RULE_DECISION_INPUTS = 32;
  static final int RULE_DECISION_KIND = 40;
  static final int RULE_DECISION_AT_LEAST = 44;
  static final int RULE_DECISION_OUTCOME = 48;
  static final int RULE_DECISION_RESERVED = 52;
  static final int RULE_INPUT_SIZE = 80;
  static final int RULE_INPUT_REFERENCE = 0;
  static final int RULE_INPUT_COMPONENT = 8;
  static final int RULE_INPUT_LICENCE = 16;
  static final int RULE_INPUT_NOTE = 24;
  static final int RULE_INPUT_SENTENCE = 32;
  static final int RULE_INPUT_SHARE = 40;
  static final int RULE_INPUT_COMMON_VARIANCE = 48;
  static final int RULE_INPUT_LOG10_P_HOLM = 56;
  static final int RULE_INPUT_KIND = 64;
  static final int RULE_INPUT_VERDICT = 68;
  static final int RULE_INPUT_OUTCOME = 72;
  static final int RULE_INPUT_DECLARED = 76;

  static Place[] places() {
    return new Place[] {
      new Place("wkin_error", "", 0, ERROR_SIZE),
      new Place("wkin_error", "status", ERROR_STATUS, 4),
      new Place("wkin_error", "fault", ERROR_FAULT, 4),
      new Place("wkin_error", "message", ERROR_MESSAGE, 1016),
      new Place("wkin_limits", "", 0, LIMITS_SIZE),
      new Place("wkin_limits", "struct_size", LIMITS_STRUCT_SIZE, 8),
      new Place("wkin_limits", "header_bytes", LIMITS_HEADER_BYTES, 8),
      new Place("wkin_limits", "index_bytes", LIMITS_INDEX_BYTES, 8),
      new Place("wkin_limits", "json_depth", LIMITS_JSON_DEPTH, 8),
      new Place("wkin_limits", "json_string_bytes", LIMITS_JSON_STRING_BYTES, 8),
      new Place("wkin_limits", "json_values", LIMITS_JSON_VALUES, 8),
      new Place("wkin_limits", "config_bytes", LIMITS_CONFIG_BYTES, 8),
      new Place("wkin_limits", "metadata_pairs", LIMITS_METADATA_PAIRS, 8),
      new Place("wkin_limits", "shards", LIMITS_SHARDS, 8),
      new Place("wkin_limits", "tensors", LIMITS_TENSORS, 8),
      new Place("wkin_limits", "pickle_bytes", LIMITS_PICKLE_BYTES, 8),
      new Place("wkin_limits", "inflated_pickle_bytes", LIMITS_INFLATED_PICKLE_BYTES, 8),
      new Place("wkin_limits", "inflated_member_bytes", LIMITS_INFLATED_MEMBER_BYTES, 8),
      new Place("wkin_limits", "pickle_opcodes", LIMITS_PICKLE_OPCODES, 8),
      new Place("wkin_limits", "pickle_stack", LIMITS_PICKLE_STACK, 8),
      new Place("wkin_limits", "value_depth", LIMITS_VALUE_DEPTH, 8),
      new Place("wkin_limits", "zip_entries", LIMITS_ZIP_ENTRIES, 8),
      new Place("wkin_limits", "zip_name_bytes", LIMITS_ZIP_NAME_BYTES, 8),
      new Place("wkin_limits", "npy_header_bytes", LIMITS_NPY_HEADER_BYTES, 8),
      new Place("wkin_limits", "hdf5_objects", LIMITS_HDF5_OBJECTS, 8),
      new Place("wkin_limits", "hdf5_depth", LIMITS_HDF5_DEPTH, 8),
      new Place("wkin_limits", "hdf5_chunk_bytes", LIMITS_HDF5_CHUNK_BYTES, 8),
      new Place("wkin_limits", "table_block_bytes", LIMITS_TABLE_BLOCK_BYTES, 8),
      new Place("wkin_limits", "array_chunks", LIMITS_ARRAY_CHUNKS, 8),
      new Place("wkin_limits", "sparse_elements", LIMITS_SPARSE_ELEMENTS, 8),
      new Place("wkin_limits", "expanded_bytes", LIMITS_EXPANDED_BYTES, 8),
      new Place("wkin_open_options", "", 0, OPEN_OPTIONS_SIZE),
      new Place("wkin_open_options", "struct_size", OPEN_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_open_options", "access", OPEN_OPTIONS_ACCESS, 4),
      new Place("wkin_open_options", "lenient_pickle", OPEN_OPTIONS_LENIENT_PICKLE, 4),
      new Place("wkin_open_options", "max_tensors", OPEN_OPTIONS_MAX_TENSORS, 8),
      new Place("wkin_open_options", "as_stored", OPEN_OPTIONS_AS_STORED, 4),
      new Place("wkin_open_options", "reserved", OPEN_OPTIONS_RESERVED, 4),
      new Place("wkin_open_options", "limits", OPEN_OPTIONS_LIMITS, 8),
      new Place("wkin_open_options", "on_log", OPEN_OPTIONS_ON_LOG, 8),
      new Place("wkin_open_options", "log_user_data", OPEN_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_source", "", 0, SOURCE_SIZE),
      new Place("wkin_source", "size_bytes", SOURCE_SIZE_BYTES, 8),
      new Place("wkin_source", "read", SOURCE_READ, 8),
      new Place("wkin_source", "release", SOURCE_RELEASE, 8),
      new Place("wkin_source", "user_data", SOURCE_USER_DATA, 8),
      new Place("wkin_tensor_view", "", 0, TENSOR_VIEW_SIZE),
      new Place("wkin_tensor_view", "name", TENSOR_VIEW_NAME, 8),
      new Place("wkin_tensor_view", "dtype", TENSOR_VIEW_DTYPE, 4),
      new Place("wkin_tensor_view", "rank", TENSOR_VIEW_RANK, 4),
      new Place("wkin_tensor_view", "shape", TENSOR_VIEW_SHAPE, 8),
      new Place("wkin_tensor_view", "strides", TENSOR_VIEW_STRIDES, 8),
      new Place("wkin_tensor_view", "data", TENSOR_VIEW_DATA, 8),
      new Place("wkin_tensor_info", "", 0, TENSOR_INFO_SIZE),
      new Place("wkin_tensor_info", "name", TENSOR_INFO_NAME, 8),
      new Place("wkin_tensor_info", "shape", TENSOR_INFO_SHAPE, 8),
      new Place("wkin_tensor_info", "elements", TENSOR_INFO_ELEMENTS, 8),
      new Place("wkin_tensor_info", "dtype", TENSOR_INFO_DTYPE, 4),
      new Place("wkin_tensor_info", "rank", TENSOR_INFO_RANK, 4),
      new Place("wkin_tensor_encoding", "", 0, TENSOR_ENCODING_SIZE),
      new Place("wkin_tensor_encoding", "scheme", TENSOR_ENCODING_SCHEME, 8),
      new Place("wkin_tensor_encoding", "bits_per_value", TENSOR_ENCODING_BITS_PER_VALUE, 8),
      new Place("wkin_tensor_encoding", "undo_error", TENSOR_ENCODING_UNDO_ERROR, 8),
      new Place("wkin_tensor_encoding", "block_values", TENSOR_ENCODING_BLOCK_VALUES, 8),
      new Place("wkin_tensor_encoding", "parts", TENSOR_ENCODING_PARTS, 8),
      new Place("wkin_tensor_encoding", "layout_rules", TENSOR_ENCODING_LAYOUT_RULES, 8),
      new Place("wkin_encoding_part", "", 0, ENCODING_PART_SIZE),
      new Place("wkin_encoding_part", "role", ENCODING_PART_ROLE, 8),
      new Place("wkin_encoding_part", "name", ENCODING_PART_NAME, 8),
      new Place("wkin_encoding_part", "shape", ENCODING_PART_SHAPE, 8),
      new Place("wkin_encoding_part", "elements", ENCODING_PART_ELEMENTS, 8),
      new Place("wkin_encoding_part", "dtype", ENCODING_PART_DTYPE, 4),
      new Place("wkin_encoding_part", "rank", ENCODING_PART_RANK, 4),
      new Place("wkin_write_options", "", 0, WRITE_OPTIONS_SIZE),
      new Place("wkin_write_options", "struct_size", WRITE_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_write_options", "floats", WRITE_OPTIONS_FLOATS, 4),
      new Place("wkin_write_options", "reserved", WRITE_OPTIONS_RESERVED, 4),
      new Place("wkin_write_options", "on_progress", WRITE_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_write_options", "user_data", WRITE_OPTIONS_USER_DATA, 8),
      new Place("wkin_write_options", "metadata_keys", WRITE_OPTIONS_METADATA_KEYS, 8),
      new Place("wkin_write_options", "metadata_values", WRITE_OPTIONS_METADATA_VALUES, 8),
      new Place("wkin_write_options", "metadata_count", WRITE_OPTIONS_METADATA_COUNT, 8),
      new Place("wkin_write_summary", "", 0, WRITE_SUMMARY_SIZE),
      new Place("wkin_write_summary", "tensors", WRITE_SUMMARY_TENSORS, 8),
      new Place("wkin_write_summary", "bytes", WRITE_SUMMARY_BYTES, 8),
      new Place("wkin_write_summary", "overflowed", WRITE_SUMMARY_OVERFLOWED, 8),
      new Place("wkin_inventory_options", "", 0, INVENTORY_OPTIONS_SIZE),
      new Place("wkin_inventory_options", "struct_size", INVENTORY_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_inventory_options", "component_map", INVENTORY_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_inventory_options", "threads", INVENTORY_OPTIONS_THREADS, 4),
      new Place("wkin_inventory_options", "reserved", INVENTORY_OPTIONS_RESERVED, 4),
      new Place("wkin_component_info", "", 0, COMPONENT_INFO_SIZE),
      new Place("wkin_component_info", "id", COMPONENT_INFO_ID, 8),
      new Place("wkin_component_info", "prefix", COMPONENT_INFO_PREFIX, 8),
      new Place("wkin_component_info", "tensors", COMPONENT_INFO_TENSORS, 8),
      new Place("wkin_component_info", "parameters", COMPONENT_INFO_PARAMETERS, 8),
      new Place("wkin_component_info", "kind", COMPONENT_INFO_KIND, 4),
      new Place("wkin_component_info", "layers", COMPONENT_INFO_LAYERS, 4),
      new Place("wkin_inventory_entry", "", 0, INVENTORY_ENTRY_SIZE),
      new Place("wkin_inventory_entry", "slot", INVENTORY_ENTRY_SLOT, 8),
      new Place("wkin_inventory_entry", "detail", INVENTORY_ENTRY_DETAIL, 8),
      new Place("wkin_inventory_entry", "parameters", INVENTORY_ENTRY_PARAMETERS, 8),
      new Place("wkin_inventory_entry", "component", INVENTORY_ENTRY_COMPONENT, 8),
      new Place("wkin_inventory_entry", "role", INVENTORY_ENTRY_ROLE, 4),
      new Place("wkin_inventory_entry", "use", INVENTORY_ENTRY_USE, 4),
      new Place("wkin_inventory_entry", "exclusion", INVENTORY_ENTRY_EXCLUSION, 4),
      new Place("wkin_inventory_entry", "layer", INVENTORY_ENTRY_LAYER, 4),
      new Place("wkin_inventory_entry", "suffix", INVENTORY_ENTRY_SUFFIX, 8),
      new Place("wkin_inventory_entry", "group", INVENTORY_ENTRY_GROUP, 8),
      new Place("wkin_inventory_entry", "tied_to", INVENTORY_ENTRY_TIED_TO, 8),
      new Place("wkin_inventory_entry", "axis", INVENTORY_ENTRY_AXIS, 8),
      new Place("wkin_inventory_entry", "units", INVENTORY_ENTRY_UNITS, 8),
      new Place("wkin_inventory_entry", "block", INVENTORY_ENTRY_BLOCK, 8),
      new Place("wkin_inventory_entry", "gates", INVENTORY_ENTRY_GATES, 8),
      new Place("wkin_inventory_entry", "shared_unknown", INVENTORY_ENTRY_SHARED_UNKNOWN, 4),
      new Place("wkin_inventory_entry", "skip_diagonal", INVENTORY_ENTRY_SKIP_DIAGONAL, 4),
      new Place("wkin_compare_options", "", 0, COMPARE_OPTIONS_SIZE),
      new Place("wkin_compare_options", "struct_size", COMPARE_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_compare_options", "threads", COMPARE_OPTIONS_THREADS, 4),
      new Place("wkin_compare_options", "reserved", COMPARE_OPTIONS_RESERVED, 4),
      new Place("wkin_compare_options", "log10_alpha", COMPARE_OPTIONS_LOG10_ALPHA, 8),
      new Place("wkin_compare_options", "effect_floor", COMPARE_OPTIONS_EFFECT_FLOOR, 8),
      new Place("wkin_compare_options", "seed", COMPARE_OPTIONS_SEED, 8),
      new Place("wkin_compare_options", "component_map", COMPARE_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_compare_options", "on_progress", COMPARE_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_compare_options", "user_data", COMPARE_OPTIONS_USER_DATA, 8),
      new Place("wkin_compare_options", "search_seconds", COMPARE_OPTIONS_SEARCH_SECONDS, 8),
      new Place("wkin_compare_options", "searched_floor", COMPARE_OPTIONS_SEARCHED_FLOOR, 8),
      new Place("wkin_compare_options", "depth", COMPARE_OPTIONS_DEPTH, 4),
      new Place("wkin_compare_options", "reserved2", COMPARE_OPTIONS_RESERVED2, 4),
      new Place("wkin_compare_options", "derived_share", COMPARE_OPTIONS_DERIVED_SHARE, 8),
      new Place("wkin_compare_options", "max_units", COMPARE_OPTIONS_MAX_UNITS, 8),
      new Place("wkin_compare_options", "max_features", COMPARE_OPTIONS_MAX_FEATURES, 8),
      new Place("wkin_compare_options", "on_log", COMPARE_OPTIONS_ON_LOG, 8),
      new Place("wkin_compare_options", "log_user_data", COMPARE_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_overall", "", 0, OVERALL_SIZE),
      new Place("wkin_overall", "sentence", OVERALL_SENTENCE, 8),
      new Place("wkin_overall", "subject_parameters", OVERALL_SUBJECT_PARAMETERS, 8),
      new Place("wkin_overall", "reference_parameters", OVERALL_REFERENCE_PARAMETERS, 8),
      new Place("wkin_overall", "parameters_found", OVERALL_PARAMETERS_FOUND, 8),
      new Place("wkin_overall", "components", OVERALL_COMPONENTS, 8),
      new Place("wkin_overall", "tensors", OVERALL_TENSORS, 8),
      new Place("wkin_overall", "unmatched", OVERALL_UNMATCHED, 8),
      new Place("wkin_overall", "limits", OVERALL_LIMITS, 8),
      new Place("wkin_overall", "verdict", OVERALL_VERDICT, 4),
      new Place("wkin_overall", "reserved", OVERALL_RESERVED, 4),
      new Place("wkin_overall", "searched", OVERALL_SEARCHED, 8),
      new Place("wkin_overall", "subject_name", OVERALL_SUBJECT_NAME, 8),
      new Place("wkin_overall", "subject_format", OVERALL_SUBJECT_FORMAT, 8),
      new Place("wkin_overall", "reference_name", OVERALL_REFERENCE_NAME, 8),
      new Place("wkin_overall", "reference_format", OVERALL_REFERENCE_FORMAT, 8),
      new Place("wkin_overall", "subject_tensors", OVERALL_SUBJECT_TENSORS, 8),
      new Place("wkin_overall", "reference_tensors", OVERALL_REFERENCE_TENSORS, 8),
      new Place("wkin_overall", "source", OVERALL_SOURCE, 4),
      new Place("wkin_overall", "reserved2", OVERALL_RESERVED2, 4),
      new Place("wkin_overall", "subject_files", OVERALL_SUBJECT_FILES, 8),
      new Place("wkin_overall", "reference_files", OVERALL_REFERENCE_FILES, 8),
      new Place("wkin_evidence", "", 0, EVIDENCE_SIZE),
      new Place("wkin_evidence", "effect", EVIDENCE_EFFECT, 8),
      new Place("wkin_evidence", "z", EVIDENCE_Z, 8),
      new Place("wkin_evidence", "effective_size", EVIDENCE_EFFECTIVE_SIZE, 8),
      new Place("wkin_evidence", "log10_p", EVIDENCE_LOG10_P, 8),
      new Place("wkin_evidence", "skewness", EVIDENCE_SKEWNESS, 8),
      new Place("wkin_evidence", "excess_kurtosis", EVIDENCE_EXCESS_KURTOSIS, 8),
      new Place("wkin_evidence", "units", EVIDENCE_UNITS, 8),
      new Place("wkin_evidence", "draws", EVIDENCE_DRAWS, 8),
      new Place("wkin_evidence", "null", EVIDENCE_NULL, 4),
      new Place("wkin_evidence", "reserved", EVIDENCE_RESERVED, 4),
      new Place("wkin_component_ruling", "", 0, COMPONENT_RULING_SIZE),
      new Place("wkin_component_ruling", "id", COMPONENT_RULING_ID, 8),
      new Place("wkin_component_ruling", "reference_id", COMPONENT_RULING_REFERENCE_ID, 8),
      new Place("wkin_component_ruling", "sentence", COMPONENT_RULING_SENTENCE, 8),
      new Place("wkin_component_ruling", "explanations", COMPONENT_RULING_EXPLANATIONS, 8),
      new Place("wkin_component_ruling", "kind", COMPONENT_RULING_KIND, 4),
      new Place("wkin_component_ruling", "verdict", COMPONENT_RULING_VERDICT, 4),
      new Place("wkin_component_ruling", "change", COMPONENT_RULING_CHANGE, 4),
      new Place("wkin_component_ruling", "reserved", COMPONENT_RULING_RESERVED, 4),
      new Place("wkin_component_ruling", "parameters", COMPONENT_RULING_PARAMETERS, 8),
      new Place("wkin_component_ruling", "share", COMPONENT_RULING_SHARE, 8),
      new Place("wkin_component_ruling", "parameters_compared", COMPONENT_RULING_PARAMETERS_COMPARED, 8),
      new Place("wkin_component_ruling", "parameters_descriptive", COMPONENT_RULING_PARAMETERS_DESCRIPTIVE, 8),
      new Place("wkin_component_ruling", "parameters_excluded", COMPONENT_RULING_PARAMETERS_EXCLUDED, 8),
      new Place("wkin_component_ruling", "parameters_unmatched", COMPONENT_RULING_PARAMETERS_UNMATCHED, 8),
      new Place("wkin_component_ruling", "parameters_bit_equal", COMPONENT_RULING_PARAMETERS_BIT_EQUAL, 8),
      new Place("wkin_component_ruling", "tensors_compared", COMPONENT_RULING_TENSORS_COMPARED, 8),
      new Place("wkin_component_ruling", "tensors_excluded", COMPONENT_RULING_TENSORS_EXCLUDED, 8),
      new Place("wkin_component_ruling", "tensors_unmatched", COMPONENT_RULING_TENSORS_UNMATCHED, 8),
      new Place("wkin_component_ruling", "cosine", COMPONENT_RULING_COSINE, 8),
      new Place("wkin_component_ruling", "cosine_if_unrelated", COMPONENT_RULING_COSINE_IF_UNRELATED, 8),
      new Place("wkin_component_ruling", "pearson", COMPONENT_RULING_PEARSON, 8),
      new Place("wkin_component_ruling", "relative_l2", COMPONENT_RULING_RELATIVE_L2, 8),
      new Place("wkin_component_ruling", "relative_l2_if_unrelated", COMPONENT_RULING_RELATIVE_L2_IF_UNRELATED, 8),
      new Place("wkin_component_ruling", "bit_equal_share", COMPONENT_RULING_BIT_EQUAL_SHARE, 8),
      new Place("wkin_component_ruling", "bit_equal_chance", COMPONENT_RULING_BIT_EQUAL_CHANCE, 8),
      new Place("wkin_component_ruling", "evidence", COMPONENT_RULING_EVIDENCE, 72),
      new Place("wkin_component_ruling", "strongest", COMPONENT_RULING_STRONGEST, 72),
      new Place("wkin_component_ruling", "strongest_group", COMPONENT_RULING_STRONGEST_GROUP, 8),
      new Place("wkin_component_ruling", "groups", COMPONENT_RULING_GROUPS, 8),
      new Place("wkin_component_ruling", "common_variance", COMPONENT_RULING_COMMON_VARIANCE, 8),
      new Place("wkin_component_ruling", "log10_p", COMPONENT_RULING_LOG10_P, 8),
      new Place("wkin_component_ruling", "log10_p_holm", COMPONENT_RULING_LOG10_P_HOLM, 8),
      new Place("wkin_component_ruling", "minimum_detectable", COMPONENT_RULING_MINIMUM_DETECTABLE, 8),
      new Place("wkin_component_ruling", "searched", COMPONENT_RULING_SEARCHED, 72),
      new Place("wkin_component_ruling", "searched_groups", COMPONENT_RULING_SEARCHED_GROUPS, 8),
      new Place("wkin_component_ruling", "direction_reason", COMPONENT_RULING_DIRECTION_REASON, 8),
      new Place("wkin_component_ruling", "operations", COMPONENT_RULING_OPERATIONS, 8),
      new Place("wkin_component_ruling", "direction", COMPONENT_RULING_DIRECTION, 4),
      new Place("wkin_component_ruling", "arranged", COMPONENT_RULING_ARRANGED, 4),
      new Place("wkin_component_ruling", "common_variance_error", COMPONENT_RULING_COMMON_VARIANCE_ERROR, 8),
      new Place("wkin_component_ruling", "anchors", COMPONENT_RULING_ANCHORS, 72),
      new Place("wkin_component_ruling", "anchored_networks", COMPONENT_RULING_ANCHORED_NETWORKS, 8),
      new Place("wkin_component_ruling", "anchors_log10_p_holm", COMPONENT_RULING_ANCHORS_LOG10_P_HOLM, 8),
      new Place("wkin_tensor_evidence", "", 0, TENSOR_EVIDENCE_SIZE),
      new Place("wkin_tensor_evidence", "subject_name", TENSOR_EVIDENCE_SUBJECT_NAME, 8),
      new Place("wkin_tensor_evidence", "reference_name", TENSOR_EVIDENCE_REFERENCE_NAME, 8),
      new Place("wkin_tensor_evidence", "detail", TENSOR_EVIDENCE_DETAIL, 8),
      new Place("wkin_tensor_evidence", "group", TENSOR_EVIDENCE_GROUP, 8),
      new Place("wkin_tensor_evidence", "shape", TENSOR_EVIDENCE_SHAPE, 8),
      new Place("wkin_tensor_evidence", "rank", TENSOR_EVIDENCE_RANK, 8),
      new Place("wkin_tensor_evidence", "subject", TENSOR_EVIDENCE_SUBJECT, 8),
      new Place("wkin_tensor_evidence", "reference", TENSOR_EVIDENCE_REFERENCE, 8),
      new Place("wkin_tensor_evidence", "component", TENSOR_EVIDENCE_COMPONENT, 8),
      new Place("wkin_tensor_evidence", "parameters", TENSOR_EVIDENCE_PARAMETERS, 8),
      new Place("wkin_tensor_evidence", "match", TENSOR_EVIDENCE_MATCH, 4),
      new Place("wkin_tensor_evidence", "subject_dtype", TENSOR_EVIDENCE_SUBJECT_DTYPE, 4),
      new Place("wkin_tensor_evidence", "reference_dtype", TENSOR_EVIDENCE_REFERENCE_DTYPE, 4),
      new Place("wkin_tensor_evidence", "role", TENSOR_EVIDENCE_ROLE, 4),
      new Place("wkin_tensor_evidence", "use", TENSOR_EVIDENCE_USE, 4),
      new Place("wkin_tensor_evidence", "exclusion", TENSOR_EVIDENCE_EXCLUSION, 4),
      new Place("wkin_tensor_evidence", "layer", TENSOR_EVIDENCE_LAYER, 4),
      new Place("wkin_tensor_evidence", "reserved", TENSOR_EVIDENCE_RESERVED, 4),
      new Place("wkin_tensor_evidence", "elements", TENSOR_EVIDENCE_ELEMENTS, 8),
      new Place("wkin_tensor_evidence", "finite", TENSOR_EVIDENCE_FINITE, 8),
      new Place("wkin_tensor_evidence", "nonfinite_a", TENSOR_EVIDENCE_NONFINITE_A, 8),
      new Place("wkin_tensor_evidence", "nonfinite_b", TENSOR_EVIDENCE_NONFINITE_B, 8),
      new Place("wkin_tensor_evidence", "bit_equal", TENSOR_EVIDENCE_BIT_EQUAL, 8),
      new Place("wkin_tensor_evidence", "sign_equal", TENSOR_EVIDENCE_SIGN_EQUAL, 8),
      new Place("wkin_tensor_evidence", "zero_a", TENSOR_EVIDENCE_ZERO_A, 8),
      new Place("wkin_tensor_evidence", "zero_b", TENSOR_EVIDENCE_ZERO_B, 8),
      new Place("wkin_tensor_evidence", "zero_both", TENSOR_EVIDENCE_ZERO_BOTH, 8),
      new Place("wkin_tensor_evidence", "sum_a", TENSOR_EVIDENCE_SUM_A, 8),
      new Place("wkin_tensor_evidence", "sum_b", TENSOR_EVIDENCE_SUM_B, 8),
      new Place("wkin_tensor_evidence", "sum_aa", TENSOR_EVIDENCE_SUM_AA, 8),
      new Place("wkin_tensor_evidence", "sum_bb", TENSOR_EVIDENCE_SUM_BB, 8),
      new Place("wkin_tensor_evidence", "sum_ab", TENSOR_EVIDENCE_SUM_AB, 8),
      new Place("wkin_tensor_evidence", "sum_abs_diff", TENSOR_EVIDENCE_SUM_ABS_DIFF, 8),
      new Place("wkin_tensor_evidence", "sum_sq_diff", TENSOR_EVIDENCE_SUM_SQ_DIFF, 8),
      new Place("wkin_tensor_evidence", "max_abs_diff", TENSOR_EVIDENCE_MAX_ABS_DIFF, 8),
      new Place("wkin_tensor_evidence", "cosine", TENSOR_EVIDENCE_COSINE, 8),
      new Place("wkin_tensor_evidence", "cosine_if_unrelated", TENSOR_EVIDENCE_COSINE_IF_UNRELATED, 8),
      new Place("wkin_tensor_evidence", "pearson", TENSOR_EVIDENCE_PEARSON, 8),
      new Place("wkin_tensor_evidence", "relative_l2", TENSOR_EVIDENCE_RELATIVE_L2, 8),
      new Place("wkin_tensor_evidence", "relative_l2_if_unrelated", TENSOR_EVIDENCE_RELATIVE_L2_IF_UNRELATED, 8),
      new Place("wkin_tensor_evidence", "scale", TENSOR_EVIDENCE_SCALE, 8),
      new Place("wkin_tensor_evidence", "mean_a", TENSOR_EVIDENCE_MEAN_A, 8),
      new Place("wkin_tensor_evidence", "mean_b", TENSOR_EVIDENCE_MEAN_B, 8),
      new Place("wkin_tensor_evidence", "sd_a", TENSOR_EVIDENCE_SD_A, 8),
      new Place("wkin_tensor_evidence", "sd_b", TENSOR_EVIDENCE_SD_B, 8),
      new Place("wkin_tensor_evidence", "bit_equal_share", TENSOR_EVIDENCE_BIT_EQUAL_SHARE, 8),
      new Place("wkin_tensor_evidence", "bit_equal_chance", TENSOR_EVIDENCE_BIT_EQUAL_CHANCE, 8),
      new Place("wkin_tensor_evidence", "sign_equal_share", TENSOR_EVIDENCE_SIGN_EQUAL_SHARE, 8),
      new Place("wkin_tensor_evidence", "sign_equal_chance", TENSOR_EVIDENCE_SIGN_EQUAL_CHANCE, 8),
      new Place("wkin_tensor_evidence", "permutation", TENSOR_EVIDENCE_PERMUTATION, 72),
      new Place("wkin_tensor_evidence", "fit", TENSOR_EVIDENCE_FIT, 4),
      new Place("wkin_tensor_evidence", "rounded", TENSOR_EVIDENCE_ROUNDED, 4),
      new Place("wkin_tensor_evidence", "pearson_error", TENSOR_EVIDENCE_PEARSON_ERROR, 8),
      new Place("wkin_tensor_evidence", "same_once_undone", TENSOR_EVIDENCE_SAME_ONCE_UNDONE, 4),
      new Place("wkin_tensor_evidence", "basis", TENSOR_EVIDENCE_BASIS, 4),
      new Place("wkin_unmatched", "", 0, UNMATCHED_SIZE),
      new Place("wkin_unmatched", "name", UNMATCHED_NAME, 8),
      new Place("wkin_unmatched", "component", UNMATCHED_COMPONENT, 8),
      new Place("wkin_unmatched", "reason", UNMATCHED_REASON, 8),
      new Place("wkin_unmatched", "tensor", UNMATCHED_TENSOR, 8),
      new Place("wkin_unmatched", "parameters", UNMATCHED_PARAMETERS, 8),
      new Place("wkin_unmatched", "side", UNMATCHED_SIDE, 4),
      new Place("wkin_unmatched", "reserved", UNMATCHED_RESERVED, 4),
      new Place("wkin_ruling_settings", "", 0, RULING_SETTINGS_SIZE),
      new Place("wkin_ruling_settings", "log10_alpha", RULING_SETTINGS_LOG10_ALPHA, 8),
      new Place("wkin_ruling_settings", "effect_floor", RULING_SETTINGS_EFFECT_FLOOR, 8),
      new Place("wkin_ruling_settings", "derived_share", RULING_SETTINGS_DERIVED_SHARE, 8),
      new Place("wkin_ruling_settings", "searched_floor", RULING_SETTINGS_SEARCHED_FLOOR, 8),
      new Place("wkin_ruling_settings", "seed", RULING_SETTINGS_SEED, 8),
      new Place("wkin_ruling_settings", "max_units", RULING_SETTINGS_MAX_UNITS, 8),
      new Place("wkin_ruling_settings", "max_features", RULING_SETTINGS_MAX_FEATURES, 8),
      new Place("wkin_asked_search", "", 0, ASKED_SEARCH_SIZE),
      new Place("wkin_asked_search", "component_map", ASKED_SEARCH_COMPONENT_MAP, 8),
      new Place("wkin_asked_search", "seconds", ASKED_SEARCH_SECONDS, 8),
      new Place("wkin_asked_search", "depth", ASKED_SEARCH_DEPTH, 4),
      new Place("wkin_asked_search", "reserved", ASKED_SEARCH_RESERVED, 4),
      new Place("wkin_model_opening", "", 0, MODEL_OPENING_SIZE),
      new Place("wkin_model_opening", "as_stored", MODEL_OPENING_AS_STORED, 4),
      new Place("wkin_model_opening", "lenient_pickle", MODEL_OPENING_LENIENT_PICKLE, 4),
      new Place("wkin_arrangement", "", 0, ARRANGEMENT_SIZE),
      new Place("wkin_arrangement", "layer_of", ARRANGEMENT_LAYER_OF, 8),
      new Place("wkin_arrangement", "stream_of", ARRANGEMENT_STREAM_OF, 8),
      new Place("wkin_arrangement", "stream_sign", ARRANGEMENT_STREAM_SIGN, 8),
      new Place("wkin_arrangement", "token_of", ARRANGEMENT_TOKEN_OF, 8),
      new Place("wkin_arrangement", "layers", ARRANGEMENT_LAYERS, 8),
      new Place("wkin_arrangement", "stream", ARRANGEMENT_STREAM, 8),
      new Place("wkin_arrangement", "stream_signs", ARRANGEMENT_STREAM_SIGNS, 8),
      new Place("wkin_arrangement", "tokens", ARRANGEMENT_TOKENS, 8),
      new Place("wkin_arrangement", "unit_maps", ARRANGEMENT_UNIT_MAPS, 8),
      new Place("wkin_arrangement", "reference", ARRANGEMENT_REFERENCE, 8),
      new Place("wkin_arrangement", "log10_choices", ARRANGEMENT_LOG10_CHOICES, 8),
      new Place("wkin_arrangement", "basis", ARRANGEMENT_BASIS, 4),
      new Place("wkin_arrangement", "moves_values", ARRANGEMENT_MOVES_VALUES, 4),
      new Place("wkin_arrangement", "repeats_networks", ARRANGEMENT_REPEATS_NETWORKS, 4),
      new Place("wkin_arrangement", "reserved", ARRANGEMENT_RESERVED, 4),
      new Place("wkin_arrangement", "gains_moved", ARRANGEMENT_GAINS_MOVED, 4),
      new Place("wkin_arrangement", "tokens_moved", ARRANGEMENT_TOKENS_MOVED, 4),
      new Place("wkin_arrangement", "stream_outside", ARRANGEMENT_STREAM_OUTSIDE, 8),
      new Place("wkin_unit_map", "", 0, UNIT_MAP_SIZE),
      new Place("wkin_unit_map", "subject_group", UNIT_MAP_SUBJECT_GROUP, 8),
      new Place("wkin_unit_map", "reference_group", UNIT_MAP_REFERENCE_GROUP, 8),
      new Place("wkin_unit_map", "reference_of", UNIT_MAP_REFERENCE_OF, 8),
      new Place("wkin_unit_map", "units", UNIT_MAP_UNITS, 8),
      new Place("wkin_unit_map", "agreement", UNIT_MAP_AGREEMENT, 8),
      new Place("wkin_unit_map", "identity", UNIT_MAP_IDENTITY, 4),
      new Place("wkin_unit_map", "reserved", UNIT_MAP_RESERVED, 4),
      new Place("wkin_unit_map", "mapped", UNIT_MAP_MAPPED, 8),
      new Place("wkin_unit_map", "flipped", UNIT_MAP_FLIPPED, 8),
      new Place("wkin_unit_map", "values", UNIT_MAP_VALUES, 4),
      new Place("wkin_unit_map", "keys", UNIT_MAP_KEYS, 4),
      new Place("wkin_unit_map", "asked", UNIT_MAP_ASKED, 8),
      new Place("wkin_unit_map", "implied", UNIT_MAP_IMPLIED, 8),
      new Place("wkin_operation", "", 0, OPERATION_SIZE),
      new Place("wkin_operation", "text", OPERATION_TEXT, 8),
      new Place("wkin_operation", "log10_likelihood_margin", OPERATION_LOG10_LIKELIHOOD_MARGIN, 8),
      new Place("wkin_operation", "numbers", OPERATION_NUMBERS, 8),
      new Place("wkin_operation", "tensors", OPERATION_TENSORS, 8),
      new Place("wkin_operation", "kind", OPERATION_KIND, 4),
      new Place("wkin_operation", "reserved", OPERATION_RESERVED, 4),
      new Place("wkin_operation_number", "", 0, OPERATION_NUMBER_SIZE),
      new Place("wkin_operation_number", "name", OPERATION_NUMBER_NAME, 8),
      new Place("wkin_operation_number", "value", OPERATION_NUMBER_VALUE, 8),
      new Place("wkin_operation_number", "error", OPERATION_NUMBER_ERROR, 8),
      new Place("wkin_change_spectrum", "", 0, CHANGE_SPECTRUM_SIZE),
      new Place("wkin_change_spectrum", "tensor", CHANGE_SPECTRUM_TENSOR, 8),
      new Place("wkin_change_spectrum", "shares", CHANGE_SPECTRUM_SHARES, 8),
      new Place("wkin_change_spectrum", "gaussian_shares", CHANGE_SPECTRUM_GAUSSIAN_SHARES, 8),
      new Place("wkin_change_spectrum", "values", CHANGE_SPECTRUM_VALUES, 8),
      new Place("wkin_change_spectrum", "rows", CHANGE_SPECTRUM_ROWS, 8),
      new Place("wkin_change_spectrum", "columns", CHANGE_SPECTRUM_COLUMNS, 8),
      new Place("wkin_change_spectrum", "all_rows", CHANGE_SPECTRUM_ALL_ROWS, 8),
      new Place("wkin_change_spectrum", "all_columns", CHANGE_SPECTRUM_ALL_COLUMNS, 8),
      new Place("wkin_change_spectrum", "above_edge", CHANGE_SPECTRUM_ABOVE_EDGE, 8),
      new Place("wkin_change_spectrum", "relative_size", CHANGE_SPECTRUM_RELATIVE_SIZE, 8),
      new Place("wkin_change_spectrum", "gaussian_edge", CHANGE_SPECTRUM_GAUSSIAN_EDGE, 8),
      new Place("wkin_change_spectrum", "share_above_edge", CHANGE_SPECTRUM_SHARE_ABOVE_EDGE, 8),
      new Place("wkin_change_spectrum", "operation", CHANGE_SPECTRUM_OPERATION, 4),
      new Place("wkin_change_spectrum", "reserved", CHANGE_SPECTRUM_RESERVED, 4),
      new Place("wkin_merge_options", "", 0, MERGE_OPTIONS_SIZE),
      new Place("wkin_merge_options", "struct_size", MERGE_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_merge_options", "threads", MERGE_OPTIONS_THREADS, 4),
      new Place("wkin_merge_options", "reserved", MERGE_OPTIONS_RESERVED, 4),
      new Place("wkin_merge_options", "least_margin", MERGE_OPTIONS_LEAST_MARGIN, 8),
      new Place("wkin_merge_options", "most_unexplained", MERGE_OPTIONS_MOST_UNEXPLAINED, 8),
      new Place("wkin_merge_options", "on_progress", MERGE_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_merge_options", "user_data", MERGE_OPTIONS_USER_DATA, 8),
      new Place("wkin_merge_options", "search_seconds", MERGE_OPTIONS_SEARCH_SECONDS, 8),
      new Place("wkin_merge_options", "depth", MERGE_OPTIONS_DEPTH, 4),
      new Place("wkin_merge_options", "reserved2", MERGE_OPTIONS_RESERVED2, 4),
      new Place("wkin_merge_options", "on_log", MERGE_OPTIONS_ON_LOG, 8),
      new Place("wkin_merge_options", "log_user_data", MERGE_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_mixture", "", 0, MIXTURE_SIZE),
      new Place("wkin_mixture", "id", MIXTURE_ID, 8),
      new Place("wkin_mixture", "text", MIXTURE_TEXT, 8),
      new Place("wkin_mixture", "references", MIXTURE_REFERENCES, 8),
      new Place("wkin_mixture", "layers", MIXTURE_LAYERS, 8),
      new Place("wkin_mixture", "tensors", MIXTURE_TENSORS, 8),
      new Place("wkin_mixture", "contributors", MIXTURE_CONTRIBUTORS, 8),
      new Place("wkin_mixture", "unexplained", MIXTURE_UNEXPLAINED, 8),
      new Place("wkin_mixture", "density", MIXTURE_DENSITY, 8),
      new Place("wkin_mixture", "weight_sum", MIXTURE_WEIGHT_SUM, 8),
      new Place("wkin_mixture", "weight_sum_error", MIXTURE_WEIGHT_SUM_ERROR, 8),
      new Place("wkin_mixture", "method", MIXTURE_METHOD, 4),
      new Place("wkin_mixture", "reserved", MIXTURE_RESERVED, 4),
      new Place("wkin_mixture", "direction_reason", MIXTURE_DIRECTION_REASON, 8),
      new Place("wkin_mixture", "direction", MIXTURE_DIRECTION, 4),
      new Place("wkin_mixture", "search_missing", MIXTURE_SEARCH_MISSING, 4),
      new Place("wkin_parent_share", "", 0, PARENT_SHARE_SIZE),
      new Place("wkin_parent_share", "weight", PARENT_SHARE_WEIGHT, 8),
      new Place("wkin_parent_share", "error", PARENT_SHARE_ERROR, 8),
      new Place("wkin_parent_share", "log10_margin", PARENT_SHARE_LOG10_MARGIN, 8),
      new Place("wkin_layer_mixture", "", 0, LAYER_MIXTURE_SIZE),
      new Place("wkin_layer_mixture", "tensors", LAYER_MIXTURE_TENSORS, 8),
      new Place("wkin_layer_mixture", "references", LAYER_MIXTURE_REFERENCES, 8),
      new Place("wkin_layer_mixture", "unexplained", LAYER_MIXTURE_UNEXPLAINED, 8),
      new Place("wkin_layer_mixture", "layer", LAYER_MIXTURE_LAYER, 4),
      new Place("wkin_layer_mixture", "reserved", LAYER_MIXTURE_RESERVED, 4),
      new Place("wkin_fingerprint_options", "", 0, FINGERPRINT_OPTIONS_SIZE),
      new Place("wkin_fingerprint_options", "struct_size", FINGERPRINT_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_fingerprint_options", "seed", FINGERPRINT_OPTIONS_SEED, 8),
      new Place("wkin_fingerprint_options", "component_map", FINGERPRINT_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_fingerprint_options", "name", FINGERPRINT_OPTIONS_NAME, 8),
      new Place("wkin_fingerprint_options", "threads", FINGERPRINT_OPTIONS_THREADS, 4),
      new Place("wkin_fingerprint_options", "no_digests", FINGERPRINT_OPTIONS_NO_DIGESTS, 4),
      new Place("wkin_fingerprint_options", "on_progress", FINGERPRINT_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_fingerprint_options", "user_data", FINGERPRINT_OPTIONS_USER_DATA, 8),
      new Place("wkin_fingerprint_options", "vocabulary", FINGERPRINT_OPTIONS_VOCABULARY, 8),
      new Place("wkin_fingerprint_options", "vocabulary_count", FINGERPRINT_OPTIONS_VOCABULARY_COUNT, 8),
      new Place("wkin_fingerprint_options", "no_anchors", FINGERPRINT_OPTIONS_NO_ANCHORS, 4),
      new Place("wkin_fingerprint_options", "reserved", FINGERPRINT_OPTIONS_RESERVED, 4),
      new Place("wkin_fingerprint_info", "", 0, FINGERPRINT_INFO_SIZE),
      new Place("wkin_fingerprint_info", "name", FINGERPRINT_INFO_NAME, 8),
      new Place("wkin_fingerprint_info", "format", FINGERPRINT_INFO_FORMAT, 8),
      new Place("wkin_fingerprint_info", "seed", FINGERPRINT_INFO_SEED, 8),
      new Place("wkin_fingerprint_info", "checksum", FINGERPRINT_INFO_CHECKSUM, 8),
      new Place("wkin_fingerprint_info", "parameters", FINGERPRINT_INFO_PARAMETERS, 8),
      new Place("wkin_fingerprint_info", "tensors", FINGERPRINT_INFO_TENSORS, 8),
      new Place("wkin_fingerprint_info", "components", FINGERPRINT_INFO_COMPONENTS, 8),
      new Place("wkin_fingerprint_info", "root", FINGERPRINT_INFO_ROOT, 32),
      new Place("wkin_fingerprint_info", "nameless", FINGERPRINT_INFO_NAMELESS, 32),
      new Place("wkin_fingerprint_info", "has_roots", FINGERPRINT_INFO_HAS_ROOTS, 4),
      new Place("wkin_fingerprint_info", "reserved", FINGERPRINT_INFO_RESERVED, 4),
      new Place("wkin_fingerprint_info", "anchors", FINGERPRINT_INFO_ANCHORS, 8),
      new Place("wkin_component_print", "", 0, COMPONENT_PRINT_SIZE),
      new Place("wkin_component_print", "id", COMPONENT_PRINT_ID, 8),
      new Place("wkin_component_print", "prefix", COMPONENT_PRINT_PREFIX, 8),
      new Place("wkin_component_print", "tensors", COMPONENT_PRINT_TENSORS, 8),
      new Place("wkin_component_print", "parameters", COMPONENT_PRINT_PARAMETERS, 8),
      new Place("wkin_component_print", "kind", COMPONENT_PRINT_KIND, 4),
      new Place("wkin_component_print", "layers", COMPONENT_PRINT_LAYERS, 4),
      new Place("wkin_component_print", "root", COMPONENT_PRINT_ROOT, 32),
      new Place("wkin_component_print", "nameless", COMPONENT_PRINT_NAMELESS, 32),
      new Place("wkin_component_print", "has_roots", COMPONENT_PRINT_HAS_ROOTS, 4),
      new Place("wkin_component_print", "reserved", COMPONENT_PRINT_RESERVED, 4),
      new Place("wkin_tensor_print", "", 0, TENSOR_PRINT_SIZE),
      new Place("wkin_tensor_print", "name", TENSOR_PRINT_NAME, 8),
      new Place("wkin_tensor_print", "scheme", TENSOR_PRINT_SCHEME, 8),
      new Place("wkin_tensor_print", "slot", TENSOR_PRINT_SLOT, 8),
      new Place("wkin_tensor_print", "shape", TENSOR_PRINT_SHAPE, 8),
      new Place("wkin_tensor_print", "sketch_codes", TENSOR_PRINT_SKETCH_CODES, 8),
      new Place("wkin_tensor_print", "unit_scales", TENSOR_PRINT_UNIT_SCALES, 8),
      new Place("wkin_tensor_print", "unit_codes", TENSOR_PRINT_UNIT_CODES, 8),
      new Place("wkin_tensor_print", "row_profile", TENSOR_PRINT_ROW_PROFILE, 8),
      new Place("wkin_tensor_print", "row_gram", TENSOR_PRINT_ROW_GRAM, 8),
      new Place("wkin_tensor_print", "value_digest", TENSOR_PRINT_VALUE_DIGEST, 8),
      new Place("wkin_tensor_print", "stored_digest", TENSOR_PRINT_STORED_DIGEST, 8),
      new Place("wkin_tensor_print", "elements", TENSOR_PRINT_ELEMENTS, 8),
      new Place("wkin_tensor_print", "nonfinite", TENSOR_PRINT_NONFINITE, 8),
      new Place("wkin_tensor_print", "outside", TENSOR_PRINT_OUTSIDE, 8),
      new Place("wkin_tensor_print", "zeros", TENSOR_PRINT_ZEROS, 8),
      new Place("wkin_tensor_print", "negative", TENSOR_PRINT_NEGATIVE, 8),
      new Place("wkin_tensor_print", "checksum", TENSOR_PRINT_CHECKSUM, 8),
      new Place("wkin_tensor_print", "checksum_bf16", TENSOR_PRINT_CHECKSUM_BF16, 8),
      new Place("wkin_tensor_print", "checksum_f16", TENSOR_PRINT_CHECKSUM_F16, 8),
      new Place("wkin_tensor_print", "minimum", TENSOR_PRINT_MINIMUM, 8),
      new Place("wkin_tensor_print", "maximum", TENSOR_PRINT_MAXIMUM, 8),
      new Place("wkin_tensor_print", "mean", TENSOR_PRINT_MEAN, 8),
      new Place("wkin_tensor_print", "mean_square", TENSOR_PRINT_MEAN_SQUARE, 8),
      new Place("wkin_tensor_print", "component", TENSOR_PRINT_COMPONENT, 8),
      new Place("wkin_tensor_print", "buckets", TENSOR_PRINT_BUCKETS, 8),
      new Place("wkin_tensor_print", "units", TENSOR_PRINT_UNITS, 8),
      new Place("wkin_tensor_print", "landmarks", TENSOR_PRINT_LANDMARKS, 8),
      new Place("wkin_tensor_print", "magnitudes", TENSOR_PRINT_MAGNITUDES, 32),
      new Place("wkin_tensor_print", "dtype", TENSOR_PRINT_DTYPE, 4),
      new Place("wkin_tensor_print", "rank", TENSOR_PRINT_RANK, 4),
      new Place("wkin_tensor_print", "role", TENSOR_PRINT_ROLE, 4),
      new Place("wkin_tensor_print", "use", TENSOR_PRINT_USE, 4),
      new Place("wkin_tensor_print", "exclusion", TENSOR_PRINT_EXCLUSION, 4),
      new Place("wkin_tensor_print", "layer", TENSOR_PRINT_LAYER, 4),
      new Place("wkin_tensor_print", "sketch_scale", TENSOR_PRINT_SKETCH_SCALE, 4),
      new Place("wkin_tensor_print", "reserved", TENSOR_PRINT_RESERVED, 4),
      new Place("wkin_row_landmark", "", 0, ROW_LANDMARK_SIZE),
      new Place("wkin_row_landmark", "row", ROW_LANDMARK_ROW, 4),
      new Place("wkin_row_landmark", "norm", ROW_LANDMARK_NORM, 4),
      new Place("wkin_row_landmark", "scale", ROW_LANDMARK_SCALE, 4),
      new Place("wkin_row_landmark", "codes", ROW_LANDMARK_CODES, 16),
      new Place("wkin_unit_anchors", "", 0, UNIT_ANCHORS_SIZE),
      new Place("wkin_unit_anchors", "cosines", UNIT_ANCHORS_COSINES, 8),
      new Place("wkin_unit_anchors", "gate_codes", UNIT_ANCHORS_GATE_CODES, 8),
      new Place("wkin_unit_anchors", "up_codes", UNIT_ANCHORS_UP_CODES, 8),
      new Place("wkin_unit_anchors", "cosine_count", UNIT_ANCHORS_COSINE_COUNT, 8),
      new Place("wkin_unit_anchors", "gate_code_count", UNIT_ANCHORS_GATE_CODE_COUNT, 8),
      new Place("wkin_unit_anchors", "up_code_count", UNIT_ANCHORS_UP_CODE_COUNT, 8),
      new Place("wkin_unit_anchors", "gate", UNIT_ANCHORS_GATE, 8),
      new Place("wkin_unit_anchors", "up", UNIT_ANCHORS_UP, 8),
      new Place("wkin_unit_anchors", "down", UNIT_ANCHORS_DOWN, 8),
      new Place("wkin_unit_anchors", "vocabulary", UNIT_ANCHORS_VOCABULARY, 8),
      new Place("wkin_unit_anchors", "tokens", UNIT_ANCHORS_TOKENS, 4),
      new Place("wkin_unit_anchors", "reserved", UNIT_ANCHORS_RESERVED, 4),
      new Place("wkin_print_similarity", "", 0, PRINT_SIMILARITY_SIZE),
      new Place("wkin_print_similarity", "pearson", PRINT_SIMILARITY_PEARSON, 8),
      new Place("wkin_print_similarity", "pearson_error", PRINT_SIMILARITY_PEARSON_ERROR, 8),
      new Place("wkin_print_similarity", "cosine", PRINT_SIMILARITY_COSINE, 8),
      new Place("wkin_print_similarity", "cosine_error", PRINT_SIMILARITY_COSINE_ERROR, 8),
      new Place("wkin_print_similarity", "relative_l2", PRINT_SIMILARITY_RELATIVE_L2, 8),
      new Place("wkin_print_similarity", "relative_l2_error", PRINT_SIMILARITY_RELATIVE_L2_ERROR, 8),
      new Place("wkin_tensor_declaration", "", 0, TENSOR_DECLARATION_SIZE),
      new Place("wkin_tensor_declaration", "name", TENSOR_DECLARATION_NAME, 8),
      new Place("wkin_tensor_declaration", "shape", TENSOR_DECLARATION_SHAPE, 8),
      new Place("wkin_tensor_declaration", "dtype", TENSOR_DECLARATION_DTYPE, 4),
      new Place("wkin_tensor_declaration", "rank", TENSOR_DECLARATION_RANK, 4),
      new Place("wkin_builder_options", "", 0, BUILDER_OPTIONS_SIZE),
      new Place("wkin_builder_options", "struct_size", BUILDER_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_builder_options", "seed", BUILDER_OPTIONS_SEED, 8),
      new Place("wkin_builder_options", "contents", BUILDER_OPTIONS_CONTENTS, 8),
      new Place("wkin_builder_options", "no_digests", BUILDER_OPTIONS_NO_DIGESTS, 4),
      new Place("wkin_builder_options", "reserved", BUILDER_OPTIONS_RESERVED, 4),
      new Place("wkin_scan_options", "", 0, SCAN_OPTIONS_SIZE),
      new Place("wkin_scan_options", "struct_size", SCAN_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_scan_options", "threads", SCAN_OPTIONS_THREADS, 4),
      new Place("wkin_scan_options", "reserved", SCAN_OPTIONS_RESERVED, 4),
      new Place("wkin_scan_options", "log10_alpha", SCAN_OPTIONS_LOG10_ALPHA, 8),
      new Place("wkin_scan_options", "effect_floor", SCAN_OPTIONS_EFFECT_FLOOR, 8),
      new Place("wkin_scan_options", "seed", SCAN_OPTIONS_SEED, 8),
      new Place("wkin_scan_options", "confirm", SCAN_OPTIONS_CONFIRM, 8),
      new Place("wkin_scan_options", "nearest_share", SCAN_OPTIONS_NEAREST_SHARE, 8),
      new Place("wkin_scan_options", "separation_errors", SCAN_OPTIONS_SEPARATION_ERRORS, 8),
      new Place("wkin_scan_options", "component_map", SCAN_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_scan_options", "on_progress", SCAN_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_scan_options", "user_data", SCAN_OPTIONS_USER_DATA, 8),
      new Place("wkin_scan_options", "on_log", SCAN_OPTIONS_ON_LOG, 8),
      new Place("wkin_scan_options", "log_user_data", SCAN_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_scan_options", "derived_share", SCAN_OPTIONS_DERIVED_SHARE, 8),
      new Place("wkin_scan_options", "searched_floor", SCAN_OPTIONS_SEARCHED_FLOOR, 8),
      new Place("wkin_scan_options", "max_units", SCAN_OPTIONS_MAX_UNITS, 8),
      new Place("wkin_scan_options", "max_features", SCAN_OPTIONS_MAX_FEATURES, 8),
      new Place("wkin_scan_options", "population", SCAN_OPTIONS_POPULATION, 8),
      new Place("wkin_scan_overall", "", 0, SCAN_OVERALL_SIZE),
      new Place("wkin_scan_overall", "sentence", SCAN_OVERALL_SENTENCE, 8),
      new Place("wkin_scan_overall", "subject_name", SCAN_OVERALL_SUBJECT_NAME, 8),
      new Place("wkin_scan_overall", "subject_parameters", SCAN_OVERALL_SUBJECT_PARAMETERS, 8),
      new Place("wkin_scan_overall", "origins", SCAN_OVERALL_ORIGINS, 8),
      new Place("wkin_scan_overall", "candidates", SCAN_OVERALL_CANDIDATES, 8),
      new Place("wkin_scan_overall", "compared", SCAN_OVERALL_COMPARED, 8),
      new Place("wkin_scan_overall", "tests", SCAN_OVERALL_TESTS, 8),
      new Place("wkin_scan_overall", "limits", SCAN_OVERALL_LIMITS, 8),
      new Place("wkin_scan_overall", "verdict", SCAN_OVERALL_VERDICT, 4),
      new Place("wkin_scan_overall", "reserved", SCAN_OVERALL_RESERVED, 4),
      new Place("wkin_scan_overall", "subject_format", SCAN_OVERALL_SUBJECT_FORMAT, 8),
      new Place("wkin_scan_overall", "subject_tensors", SCAN_OVERALL_SUBJECT_TENSORS, 8),
      new Place("wkin_scan_overall", "references", SCAN_OVERALL_REFERENCES, 8),
      new Place("wkin_many_settings", "", 0, MANY_SETTINGS_SIZE),
      new Place("wkin_many_settings", "log10_alpha", MANY_SETTINGS_LOG10_ALPHA, 8),
      new Place("wkin_many_settings", "effect_floor", MANY_SETTINGS_EFFECT_FLOOR, 8),
      new Place("wkin_many_settings", "derived_share", MANY_SETTINGS_DERIVED_SHARE, 8),
      new Place("wkin_many_settings", "searched_floor", MANY_SETTINGS_SEARCHED_FLOOR, 8),
      new Place("wkin_many_settings", "seed", MANY_SETTINGS_SEED, 8),
      new Place("wkin_many_settings", "max_units", MANY_SETTINGS_MAX_UNITS, 8),
      new Place("wkin_many_settings", "max_features", MANY_SETTINGS_MAX_FEATURES, 8),
      new Place("wkin_many_settings", "nearest_share", MANY_SETTINGS_NEAREST_SHARE, 8),
      new Place("wkin_many_settings", "separation_errors", MANY_SETTINGS_SEPARATION_ERRORS, 8),
      new Place("wkin_affinity", "", 0, AFFINITY_SIZE),
      new Place("wkin_affinity", "values", AFFINITY_VALUES, 8),
      new Place("wkin_affinity", "checksums", AFFINITY_CHECKSUMS, 8),
      new Place("wkin_affinity", "sketches", AFFINITY_SKETCHES, 8),
      new Place("wkin_affinity", "landmarks", AFFINITY_LANDMARKS, 8),
      new Place("wkin_affinity", "gram", AFFINITY_GRAM, 8),
      new Place("wkin_affinity", "profiles", AFFINITY_PROFILES, 8),
      new Place("wkin_affinity", "magnitudes", AFFINITY_MAGNITUDES, 8),
      new Place("wkin_candidate", "", 0, CANDIDATE_SIZE),
      new Place("wkin_candidate", "name", CANDIDATE_NAME, 8),
      new Place("wkin_candidate", "format", CANDIDATE_FORMAT, 8),
      new Place("wkin_candidate", "sentence", CANDIDATE_SENTENCE, 8),
      new Place("wkin_candidate", "reference", CANDIDATE_REFERENCE, 8),
      new Place("wkin_candidate", "components", CANDIDATE_COMPONENTS, 8),
      new Place("wkin_candidate", "tensors", CANDIDATE_TENSORS, 8),
      new Place("wkin_candidate", "parameters", CANDIDATE_PARAMETERS, 8),
      new Place("wkin_candidate", "compared", CANDIDATE_COMPARED, 4),
      new Place("wkin_candidate", "verdict", CANDIDATE_VERDICT, 4),
      new Place("wkin_candidate", "source", CANDIDATE_SOURCE, 4),
      new Place("wkin_candidate", "reserved", CANDIDATE_RESERVED, 4),
      new Place("wkin_component_summary", "", 0, COMPONENT_SUMMARY_SIZE),
      new Place("wkin_component_summary", "id", COMPONENT_SUMMARY_ID, 8),
      new Place("wkin_component_summary", "reference_id", COMPONENT_SUMMARY_REFERENCE_ID, 8),
      new Place("wkin_component_summary", "sentence", COMPONENT_SUMMARY_SENTENCE, 8),
      new Place("wkin_component_summary", "component", COMPONENT_SUMMARY_COMPONENT, 8),
      new Place("wkin_component_summary", "verdict", COMPONENT_SUMMARY_VERDICT, 4),
      new Place("wkin_component_summary", "change", COMPONENT_SUMMARY_CHANGE, 4),
      new Place("wkin_component_summary", "parameters_compared", COMPONENT_SUMMARY_PARAMETERS_COMPARED, 8),
      new Place("wkin_component_summary", "pearson", COMPONENT_SUMMARY_PEARSON, 8),
      new Place("wkin_component_summary", "common_variance", COMPONENT_SUMMARY_COMMON_VARIANCE, 8),
      new Place("wkin_component_summary", "common_variance_error", COMPONENT_SUMMARY_COMMON_VARIANCE_ERROR, 8),
      new Place("wkin_component_summary", "log10_p", COMPONENT_SUMMARY_LOG10_P, 8),
      new Place("wkin_component_summary", "log10_p_holm", COMPONENT_SUMMARY_LOG10_P_HOLM, 8),
      new Place("wkin_component_summary", "minimum_detectable", COMPONENT_SUMMARY_MINIMUM_DETECTABLE, 8),
      new Place("wkin_origin", "", 0, ORIGIN_SIZE),
      new Place("wkin_origin", "id", ORIGIN_ID, 8),
      new Place("wkin_origin", "sentence", ORIGIN_SENTENCE, 8),
      new Place("wkin_origin", "found", ORIGIN_FOUND, 8),
      new Place("wkin_origin", "nearest", ORIGIN_NEAREST, 8),
      new Place("wkin_origin", "found_count", ORIGIN_FOUND_COUNT, 8),
      new Place("wkin_origin", "nearest_count", ORIGIN_NEAREST_COUNT, 8),
      new Place("wkin_origin", "separations", ORIGIN_SEPARATIONS, 8),
      new Place("wkin_origin", "parameters", ORIGIN_PARAMETERS, 8),
      new Place("wkin_origin", "share", ORIGIN_SHARE, 8),
      new Place("wkin_origin", "kind", ORIGIN_KIND, 4),
      new Place("wkin_origin", "reserved", ORIGIN_RESERVED, 4),
      new Place("wkin_separation", "", 0, SEPARATION_SIZE),
      new Place("wkin_separation", "nearer", SEPARATION_NEARER, 8),
      new Place("wkin_separation", "farther", SEPARATION_FARTHER, 8),
      new Place("wkin_separation", "share", SEPARATION_SHARE, 8),
      new Place("wkin_separation", "share_error", SEPARATION_SHARE_ERROR, 8),
      new Place("wkin_separation", "separable", SEPARATION_SEPARABLE, 4),
      new Place("wkin_separation", "reserved", SEPARATION_RESERVED, 4),
      new Place("wkin_known_direction", "", 0, KNOWN_DIRECTION_SIZE),
      new Place("wkin_known_direction", "subject", KNOWN_DIRECTION_SUBJECT, 8),
      new Place("wkin_known_direction", "reference", KNOWN_DIRECTION_REFERENCE, 8),
      new Place("wkin_known_direction", "component", KNOWN_DIRECTION_COMPONENT, 8),
      new Place("wkin_known_direction", "reason", KNOWN_DIRECTION_REASON, 8),
      new Place("wkin_known_direction", "direction", KNOWN_DIRECTION_DIRECTION, 4),
      new Place("wkin_known_direction", "reserved", KNOWN_DIRECTION_RESERVED, 4),
      new Place("wkin_forest_options", "", 0, FOREST_OPTIONS_SIZE),
      new Place("wkin_forest_options", "struct_size", FOREST_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_forest_options", "threads", FOREST_OPTIONS_THREADS, 4),
      new Place("wkin_forest_options", "reserved", FOREST_OPTIONS_RESERVED, 4),
      new Place("wkin_forest_options", "log10_alpha", FOREST_OPTIONS_LOG10_ALPHA, 8),
      new Place("wkin_forest_options", "effect_floor", FOREST_OPTIONS_EFFECT_FLOOR, 8),
      new Place("wkin_forest_options", "seed", FOREST_OPTIONS_SEED, 8),
      new Place("wkin_forest_options", "nearest_share", FOREST_OPTIONS_NEAREST_SHARE, 8),
      new Place("wkin_forest_options", "separation_errors", FOREST_OPTIONS_SEPARATION_ERRORS, 8),
      new Place("wkin_forest_options", "directions", FOREST_OPTIONS_DIRECTIONS, 8),
      new Place("wkin_forest_options", "direction_count", FOREST_OPTIONS_DIRECTION_COUNT, 8),
      new Place("wkin_forest_options", "direction_size", FOREST_OPTIONS_DIRECTION_SIZE, 8),
      new Place("wkin_forest_options", "component_map", FOREST_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_forest_options", "on_progress", FOREST_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_forest_options", "user_data", FOREST_OPTIONS_USER_DATA, 8),
      new Place("wkin_forest_options", "on_log", FOREST_OPTIONS_ON_LOG, 8),
      new Place("wkin_forest_options", "log_user_data", FOREST_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_forest_options", "derived_share", FOREST_OPTIONS_DERIVED_SHARE, 8),
      new Place("wkin_forest_options", "searched_floor", FOREST_OPTIONS_SEARCHED_FLOOR, 8),
      new Place("wkin_forest_options", "max_units", FOREST_OPTIONS_MAX_UNITS, 8),
      new Place("wkin_forest_options", "max_features", FOREST_OPTIONS_MAX_FEATURES, 8),
      new Place("wkin_forest_overall", "", 0, FOREST_OVERALL_SIZE),
      new Place("wkin_forest_overall", "singles", FOREST_OVERALL_SINGLES, 8),
      new Place("wkin_forest_overall", "single_count", FOREST_OVERALL_SINGLE_COUNT, 8),
      new Place("wkin_forest_overall", "models", FOREST_OVERALL_MODELS, 8),
      new Place("wkin_forest_overall", "pairs", FOREST_OVERALL_PAIRS, 8),
      new Place("wkin_forest_overall", "families", FOREST_OVERALL_FAMILIES, 8),
      new Place("wkin_forest_overall", "tests", FOREST_OVERALL_TESTS, 8),
      new Place("wkin_forest_overall", "limits", FOREST_OVERALL_LIMITS, 8),
      new Place("wkin_family", "", 0, FAMILY_SIZE),
      new Place("wkin_family", "nodes", FAMILY_NODES, 8),
      new Place("wkin_family", "edges", FAMILY_EDGES, 8),
      new Place("wkin_family", "merges", FAMILY_MERGES, 8),
      new Place("wkin_family", "unplaced", FAMILY_UNPLACED, 8),
      new Place("wkin_family", "notes", FAMILY_NOTES, 8),
      new Place("wkin_family", "root", FAMILY_ROOT, 8),
      new Place("wkin_family", "misfit", FAMILY_MISFIT, 8),
      new Place("wkin_family", "parameters", FAMILY_PARAMETERS, 8),
      new Place("wkin_node", "", 0, NODE_SIZE),
      new Place("wkin_node", "may_be", NODE_MAY_BE, 8),
      new Place("wkin_node", "may_be_count", NODE_MAY_BE_COUNT, 8),
      new Place("wkin_node", "members", NODE_MEMBERS, 8),
      new Place("wkin_member", "", 0, MEMBER_SIZE),
      new Place("wkin_member", "component", MEMBER_COMPONENT, 8),
      new Place("wkin_member", "model", MEMBER_MODEL, 8),
      new Place("wkin_member", "of_several", MEMBER_OF_SEVERAL, 4),
      new Place("wkin_member", "cast", MEMBER_CAST, 4),
      new Place("wkin_edge", "", 0, EDGE_SIZE),
      new Place("wkin_edge", "reason", EDGE_REASON, 8),
      new Place("wkin_edge", "first", EDGE_FIRST, 8),
      new Place("wkin_edge", "second", EDGE_SECOND, 8),
      new Place("wkin_edge", "length", EDGE_LENGTH, 8),
      new Place("wkin_edge", "length_error", EDGE_LENGTH_ERROR, 8),
      new Place("wkin_edge", "directed", EDGE_DIRECTED, 4),
      new Place("wkin_edge", "has_finding", EDGE_HAS_FINDING, 4),
      new Place("wkin_tree_merge", "", 0, TREE_MERGE_SIZE),
      new Place("wkin_tree_merge", "sentence", TREE_MERGE_SENTENCE, 8),
      new Place("wkin_tree_merge", "child", TREE_MERGE_CHILD, 8),
      new Place("wkin_tree_merge", "base", TREE_MERGE_BASE, 8),
      new Place("wkin_tree_merge", "parents", TREE_MERGE_PARENTS, 8),
      new Place("wkin_tree_merge", "residual", TREE_MERGE_RESIDUAL, 8),
      new Place("wkin_tree_merge", "proven", TREE_MERGE_PROVEN, 4),
      new Place("wkin_tree_merge", "reserved", TREE_MERGE_RESERVED, 4),
      new Place("wkin_tree_parent", "", 0, TREE_PARENT_SIZE),
      new Place("wkin_tree_parent", "node", TREE_PARENT_NODE, 8),
      new Place("wkin_tree_parent", "weight", TREE_PARENT_WEIGHT, 8),
      new Place("wkin_tree_parent", "weight_error", TREE_PARENT_WEIGHT_ERROR, 8),
      new Place("wkin_forest_comparison", "", 0, FOREST_COMPARISON_SIZE),
      new Place("wkin_forest_comparison", "sentence", FOREST_COMPARISON_SENTENCE, 8),
      new Place("wkin_forest_comparison", "subject", FOREST_COMPARISON_SUBJECT, 8),
      new Place("wkin_forest_comparison", "reference", FOREST_COMPARISON_REFERENCE, 8),
      new Place("wkin_forest_comparison", "components", FOREST_COMPARISON_COMPONENTS, 8),
      new Place("wkin_forest_comparison", "verdict", FOREST_COMPARISON_VERDICT, 4),
      new Place("wkin_forest_comparison", "source", FOREST_COMPARISON_SOURCE, 4),
      new Place("wkin_hash_options", "", 0, HASH_OPTIONS_SIZE),
      new Place("wkin_hash_options", "struct_size", HASH_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_hash_options", "component_map", HASH_OPTIONS_COMPONENT_MAP, 8),
      new Place("wkin_hash_options", "threads", HASH_OPTIONS_THREADS, 4),
      new Place("wkin_hash_options", "reserved", HASH_OPTIONS_RESERVED, 4),
      new Place("wkin_hash_options", "on_progress", HASH_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_hash_options", "user_data", HASH_OPTIONS_USER_DATA, 8),
      new Place("wkin_hash_roots", "", 0, HASH_ROOTS_SIZE),
      new Place("wkin_hash_roots", "root", HASH_ROOTS_ROOT, 32),
      new Place("wkin_hash_roots", "nameless", HASH_ROOTS_NAMELESS, 32),
      new Place("wkin_hash_roots", "tensors", HASH_ROOTS_TENSORS, 8),
      new Place("wkin_hash_roots", "components", HASH_ROOTS_COMPONENTS, 8),
      new Place("wkin_tensor_hash", "", 0, TENSOR_HASH_SIZE),
      new Place("wkin_tensor_hash", "name", TENSOR_HASH_NAME, 8),
      new Place("wkin_tensor_hash", "shape", TENSOR_HASH_SHAPE, 8),
      new Place("wkin_tensor_hash", "dtype", TENSOR_HASH_DTYPE, 4),
      new Place("wkin_tensor_hash", "rank", TENSOR_HASH_RANK, 4),
      new Place("wkin_tensor_hash", "stored", TENSOR_HASH_STORED, 32),
      new Place("wkin_tensor_hash", "value", TENSOR_HASH_VALUE, 32),
      new Place("wkin_component_hash", "", 0, COMPONENT_HASH_SIZE),
      new Place("wkin_component_hash", "id", COMPONENT_HASH_ID, 8),
      new Place("wkin_component_hash", "root", COMPONENT_HASH_ROOT, 32),
      new Place("wkin_component_hash", "nameless", COMPONENT_HASH_NAMELESS, 32),
      new Place("wkin_manifest_options", "", 0, MANIFEST_OPTIONS_SIZE),
      new Place("wkin_manifest_options", "struct_size", MANIFEST_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_manifest_options", "algorithm", MANIFEST_OPTIONS_ALGORITHM, 4),
      new Place("wkin_manifest_options", "follow_links", MANIFEST_OPTIONS_FOLLOW_LINKS, 4),
      new Place("wkin_manifest_options", "ignored", MANIFEST_OPTIONS_IGNORED, 8),
      new Place("wkin_manifest_options", "ignored_count", MANIFEST_OPTIONS_IGNORED_COUNT, 8),
      new Place("wkin_manifest_options", "threads", MANIFEST_OPTIONS_THREADS, 4),
      new Place("wkin_manifest_options", "reserved", MANIFEST_OPTIONS_RESERVED, 4),
      new Place("wkin_manifest_options", "on_progress", MANIFEST_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_manifest_options", "user_data", MANIFEST_OPTIONS_USER_DATA, 8),
      new Place("wkin_manifest_info", "", 0, MANIFEST_INFO_SIZE),
      new Place("wkin_manifest_info", "model", MANIFEST_INFO_MODEL, 8),
      new Place("wkin_manifest_info", "files", MANIFEST_INFO_FILES, 8),
      new Place("wkin_manifest_info", "algorithm", MANIFEST_INFO_ALGORITHM, 4),
      new Place("wkin_manifest_info", "follow_links", MANIFEST_INFO_FOLLOW_LINKS, 4),
      new Place("wkin_manifest_info", "subject", MANIFEST_INFO_SUBJECT, 32),
      new Place("wkin_manifest_file", "", 0, MANIFEST_FILE_SIZE),
      new Place("wkin_manifest_file", "name", MANIFEST_FILE_NAME, 8),
      new Place("wkin_manifest_file", "content", MANIFEST_FILE_CONTENT, 32),
      new Place("wkin_file_difference", "", 0, FILE_DIFFERENCE_SIZE),
      new Place("wkin_file_difference", "name", FILE_DIFFERENCE_NAME, 8),
      new Place("wkin_file_difference", "state", FILE_DIFFERENCE_STATE, 4),
      new Place("wkin_file_difference", "reserved", FILE_DIFFERENCE_RESERVED, 4),
      new Place("wkin_index_options", "", 0, INDEX_OPTIONS_SIZE),
      new Place("wkin_index_options", "struct_size", INDEX_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_index_options", "key_cache_bytes", INDEX_OPTIONS_KEY_CACHE_BYTES, 8),
      new Place("wkin_index_options", "access", INDEX_OPTIONS_ACCESS, 4),
      new Place("wkin_index_options", "busy_milliseconds", INDEX_OPTIONS_BUSY_MILLISECONDS, 4),
      new Place("wkin_index_info", "", 0, INDEX_INFO_SIZE),
      new Place("wkin_index_info", "models", INDEX_INFO_MODELS, 8),
      new Place("wkin_index_info", "components", INDEX_INFO_COMPONENTS, 8),
      new Place("wkin_index_info", "rulings", INDEX_INFO_RULINGS, 8),
      new Place("wkin_index_info", "seed", INDEX_INFO_SEED, 8),
      new Place("wkin_index_info", "schema", INDEX_INFO_SCHEMA, 8),
      new Place("wkin_index_info", "has_seed", INDEX_INFO_HAS_SEED, 4),
      new Place("wkin_index_info", "on_server", INDEX_INFO_ON_SERVER, 4),
      new Place("wkin_index_info", "vector_search", INDEX_INFO_VECTOR_SEARCH, 4),
      new Place("wkin_index_info", "reserved", INDEX_INFO_RESERVED, 4),
      new Place("wkin_index_query_options", "", 0, INDEX_QUERY_OPTIONS_SIZE),
      new Place("wkin_index_query_options", "struct_size", INDEX_QUERY_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_index_query_options", "candidates", INDEX_QUERY_OPTIONS_CANDIDATES, 8),
      new Place("wkin_index_query_options", "confirm", INDEX_QUERY_OPTIONS_CONFIRM, 8),
      new Place("wkin_index_query_options", "log10_alpha", INDEX_QUERY_OPTIONS_LOG10_ALPHA, 8),
      new Place("wkin_index_query_options", "on_progress", INDEX_QUERY_OPTIONS_ON_PROGRESS, 8),
      new Place("wkin_index_query_options", "user_data", INDEX_QUERY_OPTIONS_USER_DATA, 8),
      new Place("wkin_index_query_options", "threads", INDEX_QUERY_OPTIONS_THREADS, 4),
      new Place("wkin_index_query_options", "reserved", INDEX_QUERY_OPTIONS_RESERVED, 4),
      new Place("wkin_index_query_options", "on_log", INDEX_QUERY_OPTIONS_ON_LOG, 8),
      new Place("wkin_index_query_options", "log_user_data", INDEX_QUERY_OPTIONS_LOG_USER_DATA, 8),
      new Place("wkin_index_query_options", "effect_floor", INDEX_QUERY_OPTIONS_EFFECT_FLOOR, 8),
      new Place("wkin_index_query_options", "seed", INDEX_QUERY_OPTIONS_SEED, 8),
      new Place("wkin_index_query_options", "nearest_share", INDEX_QUERY_OPTIONS_NEAREST_SHARE, 8),
      new Place("wkin_index_query_options", "separation_errors", INDEX_QUERY_OPTIONS_SEPARATION_ERRORS, 8),
      new Place("wkin_index_answer_info", "", 0, INDEX_ANSWER_INFO_SIZE),
      new Place("wkin_index_answer_info", "models", INDEX_ANSWER_INFO_MODELS, 8),
      new Place("wkin_index_answer_info", "exact", INDEX_ANSWER_INFO_EXACT, 8),
      new Place("wkin_index_answer_info", "candidates", INDEX_ANSWER_INFO_CANDIDATES, 8),
      new Place("wkin_index_answer_info", "problems", INDEX_ANSWER_INFO_PROBLEMS, 8),
      new Place("wkin_index_answer_info", "overall", INDEX_ANSWER_INFO_OVERALL, 4),
      new Place("wkin_index_answer_info", "reserved", INDEX_ANSWER_INFO_RESERVED, 4),
      new Place("wkin_index_answer_info", "entries", INDEX_ANSWER_INFO_ENTRIES, 8),
      new Place("wkin_index_answer_info", "rulings", INDEX_ANSWER_INFO_RULINGS, 8),
      new Place("wkin_exact_match", "", 0, EXACT_MATCH_SIZE),
      new Place("wkin_exact_match", "name", EXACT_MATCH_NAME, 8),
      new Place("wkin_exact_match", "id", EXACT_MATCH_ID, 8),
      new Place("wkin_exact_match", "tensors_equal", EXACT_MATCH_TENSORS_EQUAL, 8),
      new Place("wkin_exact_match", "share", EXACT_MATCH_SHARE, 8),
      new Place("wkin_exact_match", "same_root", EXACT_MATCH_SAME_ROOT, 4),
      new Place("wkin_exact_match", "same_nameless", EXACT_MATCH_SAME_NAMELESS, 4),
      new Place("wkin_exact_match", "components", EXACT_MATCH_COMPONENTS, 8),
      new Place("wkin_index_candidate_info", "", 0, INDEX_CANDIDATE_INFO_SIZE),
      new Place("wkin_index_candidate_info", "name", INDEX_CANDIDATE_INFO_NAME, 8),
      new Place("wkin_index_candidate_info", "component", INDEX_CANDIDATE_INFO_COMPONENT, 8),
      new Place("wkin_index_candidate_info", "id", INDEX_CANDIDATE_INFO_ID, 8),
      new Place("wkin_index_candidate_info", "score", INDEX_CANDIDATE_INFO_SCORE, 8),
      new Place("wkin_index_candidate_info", "channel", INDEX_CANDIDATE_INFO_CHANNEL, 4),
      new Place("wkin_index_candidate_info", "compared", INDEX_CANDIDATE_INFO_COMPARED, 4),
      new Place("wkin_index_candidate_info", "verdict", INDEX_CANDIDATE_INFO_VERDICT, 4),
      new Place("wkin_index_candidate_info", "reserved", INDEX_CANDIDATE_INFO_RESERVED, 4),
      new Place("wkin_index_candidate_info", "place", INDEX_CANDIDATE_INFO_PLACE, 8),
      new Place("wkin_index_entry", "", 0, INDEX_ENTRY_SIZE),
      new Place("wkin_index_entry", "name", INDEX_ENTRY_NAME, 8),
      new Place("wkin_index_entry", "format", INDEX_ENTRY_FORMAT, 8),
      new Place("wkin_index_entry", "id", INDEX_ENTRY_ID, 8),
      new Place("wkin_index_entry", "tensors", INDEX_ENTRY_TENSORS, 8),
      new Place("wkin_index_entry", "parameters", INDEX_ENTRY_PARAMETERS, 8),
      new Place("wkin_index_entry", "print_bytes", INDEX_ENTRY_PRINT_BYTES, 8),
      new Place("wkin_index_entry", "print", INDEX_ENTRY_PRINT, 32),
      new Place("wkin_index_entry", "root", INDEX_ENTRY_ROOT, 32),
      new Place("wkin_index_entry", "nameless", INDEX_ENTRY_NAMELESS, 32),
      new Place("wkin_index_entry", "has_roots", INDEX_ENTRY_HAS_ROOTS, 4),
      new Place("wkin_index_entry", "reserved", INDEX_ENTRY_RESERVED, 4),
      new Place("wkin_kept_ruling", "", 0, KEPT_RULING_SIZE),
      new Place("wkin_kept_ruling", "document", KEPT_RULING_DOCUMENT, 8),
      new Place("wkin_kept_ruling", "length", KEPT_RULING_LENGTH, 8),
      new Place("wkin_kept_ruling", "subject", KEPT_RULING_SUBJECT, 32),
      new Place("wkin_kept_ruling", "reference", KEPT_RULING_REFERENCE, 32),
      new Place("wkin_dlpack_tensor", "", 0, DLPACK_TENSOR_SIZE),
      new Place("wkin_dlpack_tensor", "name", DLPACK_TENSOR_NAME, 8),
      new Place("wkin_dlpack_tensor", "managed", DLPACK_TENSOR_MANAGED, 8),
      new Place("wkin_dlpack_tensor", "versioned", DLPACK_TENSOR_VERSIONED, 8),
      new Place("wkin_tensor_memory", "", 0, TENSOR_MEMORY_SIZE),
      new Place("wkin_tensor_memory", "data", TENSOR_MEMORY_DATA, 8),
      new Place("wkin_tensor_memory", "strides", TENSOR_MEMORY_STRIDES, 8),
      new Place("wkin_compared_file", "", 0, COMPARED_FILE_SIZE),
      new Place("wkin_compared_file", "name", COMPARED_FILE_NAME, 8),
      new Place("wkin_compared_file", "sha256", COMPARED_FILE_SHA256, 8),
      new Place("wkin_compared_file", "size_bytes", COMPARED_FILE_SIZE_BYTES, 8),
      new Place("wkin_document_options", "", 0, DOCUMENT_OPTIONS_SIZE),
      new Place("wkin_document_options", "struct_size", DOCUMENT_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_document_options", "created", DOCUMENT_OPTIONS_CREATED, 8),
      new Place("wkin_document_options", "subject_id", DOCUMENT_OPTIONS_SUBJECT_ID, 8),
      new Place("wkin_document_options", "reference_ids", DOCUMENT_OPTIONS_REFERENCE_IDS, 8),
      new Place("wkin_document_options", "reference_count", DOCUMENT_OPTIONS_REFERENCE_COUNT, 8),
      new Place("wkin_text_options", "", 0, TEXT_OPTIONS_SIZE),
      new Place("wkin_text_options", "struct_size", TEXT_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_text_options", "colour", TEXT_OPTIONS_COLOUR, 4),
      new Place("wkin_text_options", "tensors", TEXT_OPTIONS_TENSORS, 4),
      new Place("wkin_text_options", "blocks", TEXT_OPTIONS_BLOCKS, 4),
      new Place("wkin_text_options", "width", TEXT_OPTIONS_WIDTH, 4),
      new Place("wkin_pair", "", 0, PAIR_SIZE),
      new Place("wkin_pair", "elements", PAIR_ELEMENTS, 8),
      new Place("wkin_pair", "finite", PAIR_FINITE, 8),
      new Place("wkin_pair", "nonfinite_a", PAIR_NONFINITE_A, 8),
      new Place("wkin_pair", "nonfinite_b", PAIR_NONFINITE_B, 8),
      new Place("wkin_pair", "bit_equal", PAIR_BIT_EQUAL, 8),
      new Place("wkin_pair", "sign_equal", PAIR_SIGN_EQUAL, 8),
      new Place("wkin_pair", "zero_a", PAIR_ZERO_A, 8),
      new Place("wkin_pair", "zero_b", PAIR_ZERO_B, 8),
      new Place("wkin_pair", "zero_both", PAIR_ZERO_BOTH, 8),
      new Place("wkin_pair", "sum_a", PAIR_SUM_A, 8),
      new Place("wkin_pair", "sum_b", PAIR_SUM_B, 8),
      new Place("wkin_pair", "sum_aa", PAIR_SUM_AA, 8),
      new Place("wkin_pair", "sum_bb", PAIR_SUM_BB, 8),
      new Place("wkin_pair", "sum_ab", PAIR_SUM_AB, 8),
      new Place("wkin_pair", "sum_abs_diff", PAIR_SUM_ABS_DIFF, 8),
      new Place("wkin_pair", "sum_sq_diff", PAIR_SUM_SQ_DIFF, 8),
      new Place("wkin_pair", "max_abs_diff", PAIR_MAX_ABS_DIFF, 8),
      new Place("wkin_pair", "cosine", PAIR_COSINE, 8),
      new Place("wkin_pair", "cosine_if_unrelated", PAIR_COSINE_IF_UNRELATED, 8),
      new Place("wkin_pair", "pearson", PAIR_PEARSON, 8),
      new Place("wkin_pair", "relative_l2", PAIR_RELATIVE_L2, 8),
      new Place("wkin_pair", "relative_l2_if_unrelated", PAIR_RELATIVE_L2_IF_UNRELATED, 8),
      new Place("wkin_pair", "scale", PAIR_SCALE, 8),
      new Place("wkin_pair", "mean_a", PAIR_MEAN_A, 8),
      new Place("wkin_pair", "mean_b", PAIR_MEAN_B, 8),
      new Place("wkin_pair", "sd_a", PAIR_SD_A, 8),
      new Place("wkin_pair", "sd_b", PAIR_SD_B, 8),
      new Place("wkin_pair", "bit_equal_share", PAIR_BIT_EQUAL_SHARE, 8),
      new Place("wkin_pair", "sign_equal_share", PAIR_SIGN_EQUAL_SHARE, 8),
      new Place("wkin_policy_info", "", 0, POLICY_INFO_SIZE),
      new Place("wkin_policy_info", "name", POLICY_INFO_NAME, 8),
      new Place("wkin_policy_info", "description", POLICY_INFO_DESCRIPTION, 8),
      new Place("wkin_policy_info", "rules", POLICY_INFO_RULES, 8),
      new Place("wkin_decide_options", "", 0, DECIDE_OPTIONS_SIZE),
      new Place("wkin_decide_options", "struct_size", DECIDE_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_decide_options", "licences", DECIDE_OPTIONS_LICENCES, 8),
      new Place("wkin_decide_options", "card", DECIDE_OPTIONS_CARD, 8),
      new Place("wkin_decide_options", "claimant", DECIDE_OPTIONS_CLAIMANT, 8),
      new Place("wkin_decision_overall", "", 0, DECISION_OVERALL_SIZE),
      new Place("wkin_decision_overall", "policy", DECISION_OVERALL_POLICY, 8),
      new Place("wkin_decision_overall", "description", DECISION_OVERALL_DESCRIPTION, 8),
      new Place("wkin_decision_overall", "subject", DECISION_OVERALL_SUBJECT, 8),
      new Place("wkin_decision_overall", "rules", DECISION_OVERALL_RULES, 8),
      new Place("wkin_decision_overall", "references", DECISION_OVERALL_REFERENCES, 8),
      new Place("wkin_decision_overall", "claims", DECISION_OVERALL_CLAIMS, 8),
      new Place("wkin_decision_overall", "limits", DECISION_OVERALL_LIMITS, 8),
      new Place("wkin_decision_overall", "outcome", DECISION_OVERALL_OUTCOME, 4),
      new Place("wkin_decision_overall", "comparable", DECISION_OVERALL_COMPARABLE, 4),
      new Place("wkin_decision_overall", "relation", DECISION_OVERALL_RELATION, 8),
      new Place("wkin_decision_overall", "licences", DECISION_OVERALL_LICENCES, 8),
      new Place("wkin_rule_decision", "", 0, RULE_DECISION_SIZE),
      new Place("wkin_rule_decision", "id", RULE_DECISION_ID, 8),
      new Place("wkin_rule_decision", "description", RULE_DECISION_DESCRIPTION, 8),
      new Place("wkin_rule_decision", "reason", RULE_DECISION_REASON, 8),
      new Place("wkin_rule_decision", "cannot_show", RULE_DECISION_CANNOT_SHOW, 8),
      new Place("wkin_rule_decision", "inputs", RULE_DECISION_INPUTS, 8),
      new Place("wkin_rule_decision", "kind", RULE_DECISION_KIND, 4),
      new Place("wkin_rule_decision", "at_least", RULE_DECISION_AT_LEAST, 4),
      new Place("wkin_rule_decision", "outcome", RULE_DECISION_OUTCOME, 4),
      new Place("wkin_rule_decision", "reserved", RULE_DECISION_RESERVED, 4),
      new Place("wkin_rule_input", "", 0, RULE_INPUT_SIZE),
      new Place("wkin_rule_input", "reference", RULE_INPUT_REFERENCE, 8),
      new Place("wkin_rule_input", "component", RULE_INPUT_COMPONENT, 8),
      new Place("wkin_rule_input", "licence", RULE_INPUT_LICENCE, 8),
      new Place("wkin_rule_input", "note", RULE_INPUT_NOTE, 8),
      new Place("wkin_rule_input", "sentence", RULE_INPUT_SENTENCE, 8),
      new Place("wkin_rule_input", "share", RULE_INPUT_SHARE, 8),
      new Place("wkin_rule_input", "common_variance", RULE_INPUT_COMMON_VARIANCE, 8),
      new Place("wkin_rule_input", "log10_p_holm", RULE_INPUT_LOG10_P_HOLM, 8),
      new Place("wkin_rule_input", "kind", RULE_INPUT_KIND, 4),
      new Place("wkin_rule_input", "verdict", RULE_INPUT_VERDICT, 4),
      new Place("wkin_rule_input", "outcome", RULE_INPUT_OUTCOME, 4),
      new Place("wkin_rule_input", "declared", RULE_INPUT_DECLARED, 4),
    };
  }
}
