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
  static final int OPEN_OPTIONS_SIZE = 32;
  static final int OPEN_OPTIONS_STRUCT_SIZE = 0;
  static final int OPEN_OPTIONS_ACCESS = 8;
  static final int OPEN_OPTIONS_LENIENT_PICKLE = 12;
  static final int OPEN_OPTIONS_MAX_TENSORS = 16;
  static final int OPEN_OPTIONS_AS_STORED = 24;
  static final int OPEN_OPTIONS_RESERVED = 28;
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
  static final int WRITE_OPTIONS_SIZE = 32;
  static final int WRITE_OPTIONS_STRUCT_SIZE = 0;
  static final int WRITE_OPTIONS_FLOATS = 8;
  static final int WRITE_OPTIONS_RESERVED = 12;
  static final int WRITE_OPTIONS_ON_PROGRESS = 16;
  static final int WRITE_OPTIONS_USER_DATA = 24;
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
  static final int INVENTORY_ENTRY_SIZE = 48;
  static final int INVENTORY_ENTRY_SLOT = 0;
  static final int INVENTORY_ENTRY_DETAIL = 8;
  static final int INVENTORY_ENTRY_PARAMETERS = 16;
  static final int INVENTORY_ENTRY_COMPONENT = 24;
  static final int INVENTORY_ENTRY_ROLE = 32;
  static final int INVENTORY_ENTRY_USE = 36;
  static final int INVENTORY_ENTRY_EXCLUSION = 40;
  static final int INVENTORY_ENTRY_LAYER = 44;
  static final int COMPARE_OPTIONS_SIZE = 88;
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
  static final int OVERALL_SIZE = 80;
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
  static final int COMPONENT_RULING_SIZE = 480;
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
  static final int TENSOR_EVIDENCE_SIZE = 440;
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
  static final int UNMATCHED_SIZE = 48;
  static final int UNMATCHED_NAME = 0;
  static final int UNMATCHED_COMPONENT = 8;
  static final int UNMATCHED_REASON = 16;
  static final int UNMATCHED_TENSOR = 24;
  static final int UNMATCHED_PARAMETERS = 32;
  static final int UNMATCHED_SIDE = 40;
  static final int UNMATCHED_RESERVED = 44;
  static final int ARRANGEMENT_SIZE = 104;
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
  static final int UNIT_MAP_SIZE = 48;
  static final int UNIT_MAP_SUBJECT_GROUP = 0;
  static final int UNIT_MAP_REFERENCE_GROUP = 8;
  static final int UNIT_MAP_REFERENCE_OF = 16;
  static final int UNIT_MAP_UNITS = 24;
  static final int UNIT_MAP_AGREEMENT = 32;
  static final int UNIT_MAP_IDENTITY = 40;
  static final int UNIT_MAP_RESERVED = 44;
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
  static final int MERGE_OPTIONS_SIZE = 32;
  static final int MERGE_OPTIONS_STRUCT_SIZE = 0;
  static final int MERGE_OPTIONS_THREADS = 8;
  static final int MERGE_OPTIONS_RESERVED = 12;
  static final int MERGE_OPTIONS_LEAST_MARGIN = 16;
  static final int MERGE_OPTIONS_MOST_UNEXPLAINED = 24;
  static final int MIXTURE_SIZE = 88;
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
  static final int FINGERPRINT_OPTIONS_SIZE = 56;
  static final int FINGERPRINT_OPTIONS_STRUCT_SIZE = 0;
  static final int FINGERPRINT_OPTIONS_SEED = 8;
  static final int FINGERPRINT_OPTIONS_COMPONENT_MAP = 16;
  static final int FINGERPRINT_OPTIONS_NAME = 24;
  static final int FINGERPRINT_OPTIONS_THREADS = 32;
  static final int FINGERPRINT_OPTIONS_NO_DIGESTS = 36;
  static final int FINGERPRINT_OPTIONS_ON_PROGRESS = 40;
  static final int FINGERPRINT_OPTIONS_USER_DATA = 48;
  static final int FINGERPRINT_INFO_SIZE = 128;
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

  static Place[] places() {
    return new Place[] {
      new Place("wkin_error", "", 0, ERROR_SIZE),
      new Place("wkin_error", "status", ERROR_STATUS, 4),
      new Place("wkin_error", "fault", ERROR_FAULT, 4),
      new Place("wkin_error", "message", ERROR_MESSAGE, 1016),
      new Place("wkin_open_options", "", 0, OPEN_OPTIONS_SIZE),
      new Place("wkin_open_options", "struct_size", OPEN_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_open_options", "access", OPEN_OPTIONS_ACCESS, 4),
      new Place("wkin_open_options", "lenient_pickle", OPEN_OPTIONS_LENIENT_PICKLE, 4),
      new Place("wkin_open_options", "max_tensors", OPEN_OPTIONS_MAX_TENSORS, 8),
      new Place("wkin_open_options", "as_stored", OPEN_OPTIONS_AS_STORED, 4),
      new Place("wkin_open_options", "reserved", OPEN_OPTIONS_RESERVED, 4),
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
      new Place("wkin_unmatched", "", 0, UNMATCHED_SIZE),
      new Place("wkin_unmatched", "name", UNMATCHED_NAME, 8),
      new Place("wkin_unmatched", "component", UNMATCHED_COMPONENT, 8),
      new Place("wkin_unmatched", "reason", UNMATCHED_REASON, 8),
      new Place("wkin_unmatched", "tensor", UNMATCHED_TENSOR, 8),
      new Place("wkin_unmatched", "parameters", UNMATCHED_PARAMETERS, 8),
      new Place("wkin_unmatched", "side", UNMATCHED_SIDE, 4),
      new Place("wkin_unmatched", "reserved", UNMATCHED_RESERVED, 4),
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
      new Place("wkin_unit_map", "", 0, UNIT_MAP_SIZE),
      new Place("wkin_unit_map", "subject_group", UNIT_MAP_SUBJECT_GROUP, 8),
      new Place("wkin_unit_map", "reference_group", UNIT_MAP_REFERENCE_GROUP, 8),
      new Place("wkin_unit_map", "reference_of", UNIT_MAP_REFERENCE_OF, 8),
      new Place("wkin_unit_map", "units", UNIT_MAP_UNITS, 8),
      new Place("wkin_unit_map", "agreement", UNIT_MAP_AGREEMENT, 8),
      new Place("wkin_unit_map", "identity", UNIT_MAP_IDENTITY, 4),
      new Place("wkin_unit_map", "reserved", UNIT_MAP_RESERVED, 4),
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
      new Place("wkin_merge_options", "", 0, MERGE_OPTIONS_SIZE),
      new Place("wkin_merge_options", "struct_size", MERGE_OPTIONS_STRUCT_SIZE, 8),
      new Place("wkin_merge_options", "threads", MERGE_OPTIONS_THREADS, 4),
      new Place("wkin_merge_options", "reserved", MERGE_OPTIONS_RESERVED, 4),
      new Place("wkin_merge_options", "least_margin", MERGE_OPTIONS_LEAST_MARGIN, 8),
      new Place("wkin_merge_options", "most_unexplained", MERGE_OPTIONS_MOST_UNEXPLAINED, 8),
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
    };
  }
}
