"""The C interface as ctypes sees it."""

# Written by generate_python.py from the C headers; not edited by hand.

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_int16,
    c_int32,
    c_int64,
    c_int8,
    c_size_t,
    c_uint16,
    c_uint32,
    c_uint64,
    c_uint8,
    c_void_p,
)

ABI_VERSION = 0

wkin_allocate_callback = CFUNCTYPE(c_void_p, c_size_t, c_void_p)

wkin_free_callback = CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)

wkin_log_callback = CFUNCTYPE(None, c_int32, c_char_p, c_void_p)

wkin_read_callback = CFUNCTYPE(c_int32, c_uint64, c_size_t, c_void_p, POINTER(c_size_t), c_void_p)

wkin_release_callback = CFUNCTYPE(None, c_void_p)

wkin_progress_callback = CFUNCTYPE(c_int, c_char_p, c_uint64, c_uint64, c_void_p)

wkin_take_callback = CFUNCTYPE(c_int32, c_void_p, c_size_t, c_void_p)


class wkin_error(Structure):
    _fields_ = [
        ("status", c_int32),
        ("fault", c_int32),
        ("message", c_char * 1016),
    ]


class wkin_text_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("colour", c_uint32),
        ("tensors", c_uint32),
        ("blocks", c_uint32),
        ("width", c_uint32),
    ]


class wkin_limits(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("header_bytes", c_uint64),
        ("index_bytes", c_uint64),
        ("json_depth", c_uint64),
        ("json_string_bytes", c_uint64),
        ("json_values", c_uint64),
        ("config_bytes", c_uint64),
        ("metadata_pairs", c_uint64),
        ("shards", c_uint64),
        ("tensors", c_uint64),
        ("pickle_bytes", c_uint64),
        ("inflated_pickle_bytes", c_uint64),
        ("inflated_member_bytes", c_uint64),
        ("pickle_opcodes", c_uint64),
        ("pickle_stack", c_uint64),
        ("value_depth", c_uint64),
        ("zip_entries", c_uint64),
        ("zip_name_bytes", c_uint64),
        ("npy_header_bytes", c_uint64),
        ("hdf5_objects", c_uint64),
        ("hdf5_depth", c_uint64),
        ("hdf5_chunk_bytes", c_uint64),
        ("table_block_bytes", c_uint64),
        ("array_chunks", c_uint64),
        ("sparse_elements", c_uint64),
        ("expanded_bytes", c_uint64),
    ]


class wkin_open_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("access", c_int32),
        ("lenient_pickle", c_uint32),
        ("max_tensors", c_uint64),
        ("as_stored", c_uint32),
        ("reserved", c_uint32),
        ("limits", POINTER(wkin_limits)),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
    ]


class wkin_source(Structure):
    _fields_ = [
        ("size_bytes", c_uint64),
        ("read", wkin_read_callback),
        ("release", wkin_release_callback),
        ("user_data", c_void_p),
    ]

wkin_open_callback = CFUNCTYPE(c_int32, c_char_p, POINTER(wkin_source), c_void_p)


class wkin_tensor_view(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("dtype", c_int32),
        ("rank", c_uint32),
        ("shape", POINTER(c_uint64)),
        ("strides", POINTER(c_int64)),
        ("data", c_void_p),
    ]


class wkin_tensor_info(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("elements", c_uint64),
        ("dtype", c_int32),
        ("rank", c_uint32),
    ]


class wkin_tensor_encoding(Structure):
    _fields_ = [
        ("scheme", c_char_p),
        ("bits_per_value", c_double),
        ("undo_error", c_double),
        ("block_values", c_uint64),
        ("parts", c_size_t),
        ("layout_rules", c_size_t),
    ]


class wkin_encoding_part(Structure):
    _fields_ = [
        ("role", c_char_p),
        ("name", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("elements", c_uint64),
        ("dtype", c_int32),
        ("rank", c_uint32),
    ]


class wkin_write_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("floats", c_int32),
        ("reserved", c_uint32),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("metadata_keys", POINTER(c_char_p)),
        ("metadata_values", POINTER(c_char_p)),
        ("metadata_count", c_size_t),
    ]


class wkin_write_summary(Structure):
    _fields_ = [
        ("tensors", c_uint64),
        ("bytes", c_uint64),
        ("overflowed", c_uint64),
    ]


class wkin_compare_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("log10_alpha", c_double),
        ("effect_floor", c_double),
        ("seed", c_uint64),
        ("component_map", c_char_p),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("search_seconds", c_double),
        ("searched_floor", c_double),
        ("depth", c_int32),
        ("reserved2", c_uint32),
        ("derived_share", c_double),
        ("max_units", c_uint64),
        ("max_features", c_uint64),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
    ]


class wkin_overall(Structure):
    _fields_ = [
        ("sentence", c_char_p),
        ("subject_parameters", c_uint64),
        ("reference_parameters", c_uint64),
        ("parameters_found", c_uint64),
        ("components", c_size_t),
        ("tensors", c_size_t),
        ("unmatched", c_size_t),
        ("limits", c_size_t),
        ("verdict", c_int32),
        ("reserved", c_uint32),
        ("searched", c_size_t),
        ("subject_name", c_char_p),
        ("subject_format", c_char_p),
        ("reference_name", c_char_p),
        ("reference_format", c_char_p),
        ("subject_tensors", c_uint64),
        ("reference_tensors", c_uint64),
        ("source", c_int32),
        ("reserved2", c_uint32),
        ("subject_files", c_size_t),
        ("reference_files", c_size_t),
    ]


class wkin_evidence(Structure):
    _fields_ = [
        ("effect", c_double),
        ("z", c_double),
        ("effective_size", c_double),
        ("log10_p", c_double),
        ("skewness", c_double),
        ("excess_kurtosis", c_double),
        ("units", c_uint64),
        ("draws", c_uint64),
        ("null", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_component_ruling(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("reference_id", c_char_p),
        ("sentence", c_char_p),
        ("explanations", c_size_t),
        ("kind", c_int32),
        ("verdict", c_int32),
        ("change", c_int32),
        ("reserved", c_uint32),
        ("parameters", c_uint64),
        ("share", c_double),
        ("parameters_compared", c_uint64),
        ("parameters_descriptive", c_uint64),
        ("parameters_excluded", c_uint64),
        ("parameters_unmatched", c_uint64),
        ("parameters_bit_equal", c_uint64),
        ("tensors_compared", c_uint64),
        ("tensors_excluded", c_uint64),
        ("tensors_unmatched", c_uint64),
        ("cosine", c_double),
        ("cosine_if_unrelated", c_double),
        ("pearson", c_double),
        ("relative_l2", c_double),
        ("relative_l2_if_unrelated", c_double),
        ("bit_equal_share", c_double),
        ("bit_equal_chance", c_double),
        ("evidence", wkin_evidence),
        ("strongest", wkin_evidence),
        ("strongest_group", c_char_p),
        ("groups", c_uint64),
        ("common_variance", c_double),
        ("log10_p", c_double),
        ("log10_p_holm", c_double),
        ("minimum_detectable", c_double),
        ("searched", wkin_evidence),
        ("searched_groups", c_uint64),
        ("direction_reason", c_char_p),
        ("operations", c_size_t),
        ("direction", c_int32),
        ("arranged", c_uint32),
        ("common_variance_error", c_double),
        ("anchors", wkin_evidence),
        ("anchored_networks", c_uint64),
        ("anchors_log10_p_holm", c_double),
    ]


class wkin_tensor_evidence(Structure):
    _fields_ = [
        ("subject_name", c_char_p),
        ("reference_name", c_char_p),
        ("detail", c_char_p),
        ("group", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("rank", c_size_t),
        ("subject", c_size_t),
        ("reference", c_size_t),
        ("component", c_size_t),
        ("parameters", c_uint64),
        ("match", c_int32),
        ("subject_dtype", c_int32),
        ("reference_dtype", c_int32),
        ("role", c_int32),
        ("use", c_int32),
        ("exclusion", c_int32),
        ("layer", c_int32),
        ("reserved", c_uint32),
        ("elements", c_uint64),
        ("finite", c_uint64),
        ("nonfinite_a", c_uint64),
        ("nonfinite_b", c_uint64),
        ("bit_equal", c_uint64),
        ("sign_equal", c_uint64),
        ("zero_a", c_uint64),
        ("zero_b", c_uint64),
        ("zero_both", c_uint64),
        ("sum_a", c_double),
        ("sum_b", c_double),
        ("sum_aa", c_double),
        ("sum_bb", c_double),
        ("sum_ab", c_double),
        ("sum_abs_diff", c_double),
        ("sum_sq_diff", c_double),
        ("max_abs_diff", c_double),
        ("cosine", c_double),
        ("cosine_if_unrelated", c_double),
        ("pearson", c_double),
        ("relative_l2", c_double),
        ("relative_l2_if_unrelated", c_double),
        ("scale", c_double),
        ("mean_a", c_double),
        ("mean_b", c_double),
        ("sd_a", c_double),
        ("sd_b", c_double),
        ("bit_equal_share", c_double),
        ("bit_equal_chance", c_double),
        ("sign_equal_share", c_double),
        ("sign_equal_chance", c_double),
        ("permutation", wkin_evidence),
        ("fit", c_int32),
        ("rounded", c_uint32),
        ("pearson_error", c_double),
        ("same_once_undone", c_uint32),
        ("basis", c_int32),
    ]


class wkin_unmatched(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("component", c_char_p),
        ("reason", c_char_p),
        ("tensor", c_size_t),
        ("parameters", c_uint64),
        ("side", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_ruling_settings(Structure):
    _fields_ = [
        ("log10_alpha", c_double),
        ("effect_floor", c_double),
        ("derived_share", c_double),
        ("searched_floor", c_double),
        ("seed", c_uint64),
        ("max_units", c_uint64),
        ("max_features", c_uint64),
    ]


class wkin_asked_search(Structure):
    _fields_ = [
        ("component_map", c_char_p),
        ("seconds", c_double),
        ("depth", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_model_opening(Structure):
    _fields_ = [
        ("as_stored", c_uint32),
        ("lenient_pickle", c_uint32),
    ]


class wkin_arrangement(Structure):
    _fields_ = [
        ("layer_of", POINTER(c_int64)),
        ("stream_of", POINTER(c_int64)),
        ("stream_sign", POINTER(c_int8)),
        ("token_of", POINTER(c_int64)),
        ("layers", c_size_t),
        ("stream", c_size_t),
        ("stream_signs", c_size_t),
        ("tokens", c_size_t),
        ("unit_maps", c_size_t),
        ("reference", c_size_t),
        ("log10_choices", c_double),
        ("basis", c_int32),
        ("moves_values", c_uint32),
        ("repeats_networks", c_uint32),
        ("reserved", c_uint32),
        ("gains_moved", c_uint32),
        ("tokens_moved", c_uint32),
        ("stream_outside", c_double),
    ]


class wkin_unit_map(Structure):
    _fields_ = [
        ("subject_group", c_char_p),
        ("reference_group", c_char_p),
        ("reference_of", POINTER(c_int64)),
        ("units", c_size_t),
        ("agreement", c_double),
        ("identity", c_uint32),
        ("reserved", c_uint32),
        ("mapped", c_size_t),
        ("flipped", c_uint64),
        ("values", c_int32),
        ("keys", c_int32),
        ("asked", c_uint64),
        ("implied", c_double),
    ]


class wkin_inventory_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("component_map", c_char_p),
        ("threads", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_component_info(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("prefix", c_char_p),
        ("tensors", c_uint64),
        ("parameters", c_uint64),
        ("kind", c_int32),
        ("layers", c_uint32),
    ]


class wkin_inventory_entry(Structure):
    _fields_ = [
        ("slot", c_char_p),
        ("detail", c_char_p),
        ("parameters", c_uint64),
        ("component", c_size_t),
        ("role", c_int32),
        ("use", c_int32),
        ("exclusion", c_int32),
        ("layer", c_int32),
        ("suffix", c_char_p),
        ("group", c_char_p),
        ("tied_to", c_size_t),
        ("axis", c_size_t),
        ("units", c_uint64),
        ("block", c_uint64),
        ("gates", c_uint64),
        ("shared_unknown", c_uint32),
        ("skip_diagonal", c_uint32),
    ]


class wkin_fingerprint_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("seed", c_uint64),
        ("component_map", c_char_p),
        ("name", c_char_p),
        ("threads", c_uint32),
        ("no_digests", c_uint32),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("vocabulary", POINTER(c_char_p)),
        ("vocabulary_count", c_size_t),
        ("no_anchors", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_fingerprint_info(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("format", c_char_p),
        ("seed", c_uint64),
        ("checksum", c_uint64),
        ("parameters", c_uint64),
        ("tensors", c_size_t),
        ("components", c_size_t),
        ("root", c_uint8 * 32),
        ("nameless", c_uint8 * 32),
        ("has_roots", c_uint32),
        ("reserved", c_uint32),
        ("anchors", c_size_t),
    ]


class wkin_component_print(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("prefix", c_char_p),
        ("tensors", c_uint64),
        ("parameters", c_uint64),
        ("kind", c_int32),
        ("layers", c_uint32),
        ("root", c_uint8 * 32),
        ("nameless", c_uint8 * 32),
        ("has_roots", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_tensor_print(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("scheme", c_char_p),
        ("slot", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("sketch_codes", POINTER(c_int16)),
        ("unit_scales", POINTER(c_float)),
        ("unit_codes", POINTER(c_int8)),
        ("row_profile", POINTER(c_float)),
        ("row_gram", POINTER(c_int8)),
        ("value_digest", POINTER(c_uint8)),
        ("stored_digest", POINTER(c_uint8)),
        ("elements", c_uint64),
        ("nonfinite", c_uint64),
        ("outside", c_uint64),
        ("zeros", c_uint64),
        ("negative", c_uint64),
        ("checksum", c_uint64),
        ("checksum_bf16", c_uint64),
        ("checksum_f16", c_uint64),
        ("minimum", c_double),
        ("maximum", c_double),
        ("mean", c_double),
        ("mean_square", c_double),
        ("component", c_size_t),
        ("buckets", c_size_t),
        ("units", c_size_t),
        ("landmarks", c_size_t),
        ("magnitudes", c_uint16 * 16),
        ("dtype", c_int32),
        ("rank", c_uint32),
        ("role", c_int32),
        ("use", c_int32),
        ("exclusion", c_int32),
        ("layer", c_int32),
        ("sketch_scale", c_float),
        ("reserved", c_uint32),
    ]


class wkin_row_landmark(Structure):
    _fields_ = [
        ("row", c_uint32),
        ("norm", c_float),
        ("scale", c_float),
        ("codes", c_int8 * 16),
    ]


class wkin_unit_anchors(Structure):
    _fields_ = [
        ("cosines", POINTER(c_int16)),
        ("gate_codes", POINTER(c_int8)),
        ("up_codes", POINTER(c_int8)),
        ("cosine_count", c_size_t),
        ("gate_code_count", c_size_t),
        ("up_code_count", c_size_t),
        ("gate", c_size_t),
        ("up", c_size_t),
        ("down", c_size_t),
        ("vocabulary", c_uint64),
        ("tokens", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_print_similarity(Structure):
    _fields_ = [
        ("pearson", c_double),
        ("pearson_error", c_double),
        ("cosine", c_double),
        ("cosine_error", c_double),
        ("relative_l2", c_double),
        ("relative_l2_error", c_double),
    ]


class wkin_tensor_declaration(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("dtype", c_int32),
        ("rank", c_uint32),
    ]


class wkin_builder_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("seed", c_uint64),
        ("contents", c_void_p),
        ("no_digests", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_hash_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("component_map", c_char_p),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
    ]


class wkin_hash_roots(Structure):
    _fields_ = [
        ("root", c_uint8 * 32),
        ("nameless", c_uint8 * 32),
        ("tensors", c_size_t),
        ("components", c_size_t),
    ]


class wkin_tensor_hash(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("shape", POINTER(c_uint64)),
        ("dtype", c_int32),
        ("rank", c_uint32),
        ("stored", c_uint8 * 32),
        ("value", c_uint8 * 32),
    ]


class wkin_component_hash(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("root", c_uint8 * 32),
        ("nameless", c_uint8 * 32),
    ]


class wkin_manifest_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("algorithm", c_int32),
        ("follow_links", c_uint32),
        ("ignored", POINTER(c_char_p)),
        ("ignored_count", c_size_t),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
    ]


class wkin_manifest_info(Structure):
    _fields_ = [
        ("model", c_char_p),
        ("files", c_size_t),
        ("algorithm", c_int32),
        ("follow_links", c_uint32),
        ("subject", c_uint8 * 32),
    ]


class wkin_manifest_file(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("content", c_uint8 * 32),
    ]


class wkin_file_difference(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("state", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_compared_file(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("sha256", c_char_p),
        ("size_bytes", c_uint64),
    ]


class wkin_document_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("created", c_char_p),
        ("subject_id", c_char_p),
        ("reference_ids", POINTER(c_char_p)),
        ("reference_count", c_size_t),
    ]


class wkin_dlpack_tensor(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("managed", c_void_p),
        ("versioned", c_void_p),
    ]


class wkin_tensor_memory(Structure):
    _fields_ = [
        ("data", c_void_p),
        ("strides", POINTER(c_int64)),
    ]


class wkin_scan_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("log10_alpha", c_double),
        ("effect_floor", c_double),
        ("seed", c_uint64),
        ("confirm", c_uint64),
        ("nearest_share", c_double),
        ("separation_errors", c_double),
        ("component_map", c_char_p),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
        ("derived_share", c_double),
        ("searched_floor", c_double),
        ("max_units", c_uint64),
        ("max_features", c_uint64),
        ("population", c_uint64),
    ]


class wkin_scan_overall(Structure):
    _fields_ = [
        ("sentence", c_char_p),
        ("subject_name", c_char_p),
        ("subject_parameters", c_uint64),
        ("origins", c_size_t),
        ("candidates", c_size_t),
        ("compared", c_size_t),
        ("tests", c_size_t),
        ("limits", c_size_t),
        ("verdict", c_int32),
        ("reserved", c_uint32),
        ("subject_format", c_char_p),
        ("subject_tensors", c_uint64),
        ("references", c_uint64),
    ]


class wkin_many_settings(Structure):
    _fields_ = [
        ("log10_alpha", c_double),
        ("effect_floor", c_double),
        ("derived_share", c_double),
        ("searched_floor", c_double),
        ("seed", c_uint64),
        ("max_units", c_uint64),
        ("max_features", c_uint64),
        ("nearest_share", c_double),
        ("separation_errors", c_double),
    ]


class wkin_affinity(Structure):
    _fields_ = [
        ("values", c_double),
        ("checksums", c_double),
        ("sketches", c_double),
        ("landmarks", c_double),
        ("gram", c_double),
        ("profiles", c_double),
        ("magnitudes", c_double),
    ]


class wkin_candidate(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("format", c_char_p),
        ("sentence", c_char_p),
        ("reference", c_size_t),
        ("components", c_size_t),
        ("tensors", c_uint64),
        ("parameters", c_uint64),
        ("compared", c_uint32),
        ("verdict", c_int32),
        ("source", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_component_summary(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("reference_id", c_char_p),
        ("sentence", c_char_p),
        ("component", c_size_t),
        ("verdict", c_int32),
        ("change", c_int32),
        ("parameters_compared", c_uint64),
        ("pearson", c_double),
        ("common_variance", c_double),
        ("common_variance_error", c_double),
        ("log10_p", c_double),
        ("log10_p_holm", c_double),
        ("minimum_detectable", c_double),
    ]


class wkin_origin(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("sentence", c_char_p),
        ("found", POINTER(c_size_t)),
        ("nearest", POINTER(c_size_t)),
        ("found_count", c_size_t),
        ("nearest_count", c_size_t),
        ("separations", c_size_t),
        ("parameters", c_uint64),
        ("share", c_double),
        ("kind", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_separation(Structure):
    _fields_ = [
        ("nearer", c_size_t),
        ("farther", c_size_t),
        ("share", c_double),
        ("share_error", c_double),
        ("separable", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_known_direction(Structure):
    _fields_ = [
        ("subject", c_size_t),
        ("reference", c_size_t),
        ("component", c_char_p),
        ("reason", c_char_p),
        ("direction", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_forest_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("log10_alpha", c_double),
        ("effect_floor", c_double),
        ("seed", c_uint64),
        ("nearest_share", c_double),
        ("separation_errors", c_double),
        ("directions", POINTER(wkin_known_direction)),
        ("direction_count", c_size_t),
        ("direction_size", c_size_t),
        ("component_map", c_char_p),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
        ("derived_share", c_double),
        ("searched_floor", c_double),
        ("max_units", c_uint64),
        ("max_features", c_uint64),
    ]


class wkin_forest_overall(Structure):
    _fields_ = [
        ("singles", POINTER(c_size_t)),
        ("single_count", c_size_t),
        ("models", c_size_t),
        ("pairs", c_size_t),
        ("families", c_size_t),
        ("tests", c_size_t),
        ("limits", c_size_t),
    ]


class wkin_family(Structure):
    _fields_ = [
        ("nodes", c_size_t),
        ("edges", c_size_t),
        ("merges", c_size_t),
        ("unplaced", c_size_t),
        ("notes", c_size_t),
        ("root", c_size_t),
        ("misfit", c_double),
        ("parameters", c_double),
    ]


class wkin_node(Structure):
    _fields_ = [
        ("may_be", POINTER(c_size_t)),
        ("may_be_count", c_size_t),
        ("members", c_size_t),
    ]


class wkin_member(Structure):
    _fields_ = [
        ("component", c_char_p),
        ("model", c_size_t),
        ("of_several", c_uint32),
        ("cast", c_uint32),
    ]


class wkin_edge(Structure):
    _fields_ = [
        ("reason", c_char_p),
        ("first", c_size_t),
        ("second", c_size_t),
        ("length", c_double),
        ("length_error", c_double),
        ("directed", c_uint32),
        ("has_finding", c_uint32),
    ]


class wkin_tree_merge(Structure):
    _fields_ = [
        ("sentence", c_char_p),
        ("child", c_size_t),
        ("base", c_size_t),
        ("parents", c_size_t),
        ("residual", c_double),
        ("proven", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_tree_parent(Structure):
    _fields_ = [
        ("node", c_size_t),
        ("weight", c_double),
        ("weight_error", c_double),
    ]


class wkin_forest_comparison(Structure):
    _fields_ = [
        ("sentence", c_char_p),
        ("subject", c_size_t),
        ("reference", c_size_t),
        ("components", c_size_t),
        ("verdict", c_int32),
        ("source", c_int32),
    ]


class wkin_index_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("key_cache_bytes", c_uint64),
        ("access", c_int32),
        ("busy_milliseconds", c_uint32),
    ]


class wkin_index_info(Structure):
    _fields_ = [
        ("models", c_uint64),
        ("components", c_uint64),
        ("rulings", c_uint64),
        ("seed", c_uint64),
        ("schema", c_uint64),
        ("has_seed", c_uint32),
        ("on_server", c_uint32),
        ("vector_search", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_index_query_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("candidates", c_size_t),
        ("confirm", c_size_t),
        ("log10_alpha", c_double),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
        ("effect_floor", c_double),
        ("seed", c_uint64),
        ("nearest_share", c_double),
        ("separation_errors", c_double),
    ]


class wkin_index_answer_info(Structure):
    _fields_ = [
        ("models", c_uint64),
        ("exact", c_size_t),
        ("candidates", c_size_t),
        ("problems", c_size_t),
        ("overall", c_int32),
        ("reserved", c_uint32),
        ("entries", c_size_t),
        ("rulings", c_size_t),
    ]


class wkin_exact_match(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("id", c_uint64),
        ("tensors_equal", c_uint64),
        ("share", c_double),
        ("same_root", c_uint32),
        ("same_nameless", c_uint32),
        ("components", c_size_t),
    ]


class wkin_index_candidate_info(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("component", c_char_p),
        ("id", c_uint64),
        ("score", c_double),
        ("channel", c_int32),
        ("compared", c_uint32),
        ("verdict", c_int32),
        ("reserved", c_uint32),
        ("place", c_uint64),
    ]


class wkin_index_entry(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("format", c_char_p),
        ("id", c_uint64),
        ("tensors", c_uint64),
        ("parameters", c_uint64),
        ("print_bytes", c_uint64),
        ("print", c_uint8 * 32),
        ("root", c_uint8 * 32),
        ("nameless", c_uint8 * 32),
        ("has_roots", c_uint32),
        ("reserved", c_uint32),
    ]


class wkin_kept_ruling(Structure):
    _fields_ = [
        ("document", c_char_p),
        ("length", c_size_t),
        ("subject", c_uint8 * 32),
        ("reference", c_uint8 * 32),
    ]


class wkin_pair(Structure):
    _fields_ = [
        ("elements", c_uint64),
        ("finite", c_uint64),
        ("nonfinite_a", c_uint64),
        ("nonfinite_b", c_uint64),
        ("bit_equal", c_uint64),
        ("sign_equal", c_uint64),
        ("zero_a", c_uint64),
        ("zero_b", c_uint64),
        ("zero_both", c_uint64),
        ("sum_a", c_double),
        ("sum_b", c_double),
        ("sum_aa", c_double),
        ("sum_bb", c_double),
        ("sum_ab", c_double),
        ("sum_abs_diff", c_double),
        ("sum_sq_diff", c_double),
        ("max_abs_diff", c_double),
        ("cosine", c_double),
        ("cosine_if_unrelated", c_double),
        ("pearson", c_double),
        ("relative_l2", c_double),
        ("relative_l2_if_unrelated", c_double),
        ("scale", c_double),
        ("mean_a", c_double),
        ("mean_b", c_double),
        ("sd_a", c_double),
        ("sd_b", c_double),
        ("bit_equal_share", c_double),
        ("sign_equal_share", c_double),
    ]


class wkin_merge_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("threads", c_uint32),
        ("reserved", c_uint32),
        ("least_margin", c_double),
        ("most_unexplained", c_double),
        ("on_progress", wkin_progress_callback),
        ("user_data", c_void_p),
        ("search_seconds", c_double),
        ("depth", c_int32),
        ("reserved2", c_uint32),
        ("on_log", wkin_log_callback),
        ("log_user_data", c_void_p),
    ]


class wkin_mixture(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("text", c_char_p),
        ("references", c_size_t),
        ("layers", c_size_t),
        ("tensors", c_size_t),
        ("contributors", c_size_t),
        ("unexplained", c_double),
        ("density", c_double),
        ("weight_sum", c_double),
        ("weight_sum_error", c_double),
        ("method", c_int32),
        ("reserved", c_uint32),
        ("direction_reason", c_char_p),
        ("direction", c_int32),
        ("search_missing", c_uint32),
    ]


class wkin_parent_share(Structure):
    _fields_ = [
        ("weight", c_double),
        ("error", c_double),
        ("log10_margin", c_double),
    ]


class wkin_layer_mixture(Structure):
    _fields_ = [
        ("tensors", c_size_t),
        ("references", c_size_t),
        ("unexplained", c_double),
        ("layer", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_operation(Structure):
    _fields_ = [
        ("text", c_char_p),
        ("log10_likelihood_margin", c_double),
        ("numbers", c_size_t),
        ("tensors", c_size_t),
        ("kind", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_operation_number(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("value", c_double),
        ("error", c_double),
    ]


class wkin_change_spectrum(Structure):
    _fields_ = [
        ("tensor", c_char_p),
        ("shares", POINTER(c_double)),
        ("gaussian_shares", POINTER(c_double)),
        ("values", c_size_t),
        ("rows", c_uint64),
        ("columns", c_uint64),
        ("all_rows", c_uint64),
        ("all_columns", c_uint64),
        ("above_edge", c_uint64),
        ("relative_size", c_double),
        ("gaussian_edge", c_double),
        ("share_above_edge", c_double),
        ("operation", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_policy_info(Structure):
    _fields_ = [
        ("name", c_char_p),
        ("description", c_char_p),
        ("rules", c_size_t),
    ]


class wkin_decide_options(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("licences", c_char_p),
        ("card", c_char_p),
        ("claimant", c_void_p),
    ]


class wkin_decision_overall(Structure):
    _fields_ = [
        ("policy", c_char_p),
        ("description", c_char_p),
        ("subject", c_char_p),
        ("rules", c_size_t),
        ("references", c_size_t),
        ("claims", c_size_t),
        ("limits", c_size_t),
        ("outcome", c_int32),
        ("comparable", c_uint32),
        ("relation", c_char_p),
        ("licences", c_size_t),
    ]


class wkin_rule_decision(Structure):
    _fields_ = [
        ("id", c_char_p),
        ("description", c_char_p),
        ("reason", c_char_p),
        ("cannot_show", c_char_p),
        ("inputs", c_size_t),
        ("kind", c_int32),
        ("at_least", c_int32),
        ("outcome", c_int32),
        ("reserved", c_uint32),
    ]


class wkin_rule_input(Structure):
    _fields_ = [
        ("reference", c_char_p),
        ("component", c_char_p),
        ("licence", c_char_p),
        ("note", c_char_p),
        ("sentence", c_char_p),
        ("share", c_double),
        ("common_variance", c_double),
        ("log10_p_holm", c_double),
        ("kind", c_int32),
        ("verdict", c_int32),
        ("outcome", c_int32),
        ("declared", c_uint32),
    ]

FUNCTIONS = {
    "wkin_version": (c_char_p, []),
    "wkin_abi_version": (c_uint32, []),
    "wkin_status_name": (c_char_p, [c_int32]),
    "wkin_fault_name": (c_char_p, [c_int32]),
    "wkin_verdict_name": (c_char_p, [c_int32]),
    "wkin_change_name": (c_char_p, [c_int32]),
    "wkin_dtype_name": (c_char_p, [c_int32]),
    "wkin_component_kind_name": (c_char_p, [c_int32]),
    "wkin_role_name": (c_char_p, [c_int32]),
    "wkin_use_name": (c_char_p, [c_int32]),
    "wkin_exclusion_name": (c_char_p, [c_int32]),
    "wkin_match_name": (c_char_p, [c_int32]),
    "wkin_null_name": (c_char_p, [c_int32]),
    "wkin_fit_name": (c_char_p, [c_int32]),
    "wkin_basis_name": (c_char_p, [c_int32]),
    "wkin_operation_name": (c_char_p, [c_int32]),
    "wkin_direction_name": (c_char_p, [c_int32]),
    "wkin_merge_method_name": (c_char_p, [c_int32]),
    "wkin_evidence_source_name": (c_char_p, [c_int32]),
    "wkin_equality_name": (c_char_p, [c_int32]),
    "wkin_search_depth_name": (c_char_p, [c_int32]),
    "wkin_format_name": (c_char_p, [c_size_t]),
    "wkin_kernel_name": (c_char_p, [c_size_t]),
    "wkin_feature_name": (c_char_p, [c_size_t]),
    "wkin_has_feature": (c_int, [c_char_p]),
    "wkin_set_allocator": (c_int32, [wkin_allocate_callback, wkin_free_callback, c_void_p, POINTER(wkin_error)]),
    "wkin_printable": (c_int32, [c_char_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_model_open": (c_int32, [c_char_p, POINTER(wkin_open_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_model_open_memory": (c_int32, [c_void_p, c_size_t, c_char_p, POINTER(wkin_open_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_model_open_source": (c_int32, [POINTER(wkin_source), wkin_open_callback, c_void_p, c_char_p, POINTER(wkin_open_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_model_from_tensors": (c_int32, [POINTER(wkin_tensor_view), c_size_t, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_model_close": (None, [c_void_p]),
    "wkin_model_name": (c_char_p, [c_void_p]),
    "wkin_model_format": (c_char_p, [c_void_p]),
    "wkin_model_tensor_count": (c_size_t, [c_void_p]),
    "wkin_model_file": (c_char_p, [c_void_p, c_size_t, POINTER(c_uint64)]),
    "wkin_model_metadata": (c_char_p, [c_void_p, c_size_t, POINTER(c_char_p)]),
    "wkin_model_warning": (c_char_p, [c_void_p, c_size_t]),
    "wkin_model_usage": (c_char_p, [c_void_p, c_size_t]),
    "wkin_model_tensor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_info), c_size_t, POINTER(wkin_error)]),
    "wkin_model_encoding": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_encoding), c_size_t, POINTER(wkin_error)]),
    "wkin_model_encoding_part": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_encoding_part), c_size_t, POINTER(wkin_error)]),
    "wkin_model_layout_rule": (c_char_p, [c_void_p, c_size_t, c_size_t]),
    "wkin_model_write_safetensors": (c_int32, [c_void_p, c_char_p, POINTER(wkin_write_options), POINTER(wkin_write_summary), c_size_t, POINTER(wkin_error)]),
    "wkin_model_send_safetensors": (c_int32, [c_void_p, wkin_take_callback, c_void_p, POINTER(wkin_write_options), POINTER(wkin_write_summary), c_size_t, POINTER(wkin_error)]),
    "wkin_compare": (c_int32, [c_void_p, c_void_p, POINTER(wkin_compare_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_comparison_close": (None, [c_void_p]),
    "wkin_comparison_overall": (c_int32, [c_void_p, POINTER(wkin_overall), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_component": (c_int32, [c_void_p, c_size_t, POINTER(wkin_component_ruling), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_explanation": (c_char_p, [c_void_p, c_size_t, c_size_t]),
    "wkin_comparison_tensor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_evidence), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_unmatched": (c_int32, [c_void_p, c_size_t, POINTER(wkin_unmatched), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_limit": (c_char_p, [c_void_p, c_size_t]),
    "wkin_comparison_searched": (c_char_p, [c_void_p, c_size_t]),
    "wkin_comparison_settings": (c_int32, [c_void_p, POINTER(wkin_ruling_settings), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_asked": (c_int32, [c_void_p, POINTER(wkin_asked_search), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_opened": (c_int32, [c_void_p, c_int32, POINTER(wkin_model_opening), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_comparison_text": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_comparison_svg": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_comparison_text_with": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_comparisons_svg": (c_int32, [POINTER(c_void_p), c_size_t, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_comparison_arrangement": (c_int32, [c_void_p, c_size_t, POINTER(wkin_arrangement), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_unit_map": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_unit_map), c_size_t, POINTER(wkin_error)]),
    "wkin_inventory_take": (c_int32, [c_void_p, POINTER(wkin_inventory_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_inventory_close": (None, [c_void_p]),
    "wkin_inventory_component_count": (c_size_t, [c_void_p]),
    "wkin_inventory_component": (c_int32, [c_void_p, c_size_t, POINTER(wkin_component_info), c_size_t, POINTER(wkin_error)]),
    "wkin_inventory_tensor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_inventory_entry), c_size_t, POINTER(wkin_error)]),
    "wkin_inventory_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_inventory_text": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_inventory_text_with": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_fingerprint_take": (c_int32, [c_void_p, POINTER(wkin_fingerprint_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_take_tensors": (c_int32, [POINTER(wkin_tensor_view), c_size_t, c_size_t, POINTER(wkin_fingerprint_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_close": (None, [c_void_p]),
    "wkin_is_fingerprint": (c_int, [c_void_p, c_size_t]),
    "wkin_fingerprint_open": (c_int32, [c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_decode": (c_int32, [c_void_p, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_from_json": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_write": (c_int32, [c_void_p, c_char_p, POINTER(wkin_error)]),
    "wkin_fingerprint_encode": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_fingerprint_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_fingerprint_reduce": (c_int32, [c_void_p, c_int32, c_uint32, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_fingerprint_describe": (c_int32, [c_void_p, POINTER(wkin_fingerprint_info), c_size_t, POINTER(wkin_error)]),
    "wkin_fingerprint_component": (c_int32, [c_void_p, c_size_t, POINTER(wkin_component_print), c_size_t, POINTER(wkin_error)]),
    "wkin_fingerprint_tensor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_print), c_size_t, POINTER(wkin_error)]),
    "wkin_fingerprint_landmark": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_row_landmark), c_size_t, POINTER(wkin_error)]),
    "wkin_fingerprint_anchor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_unit_anchors), c_size_t, POINTER(wkin_error)]),
    "wkin_compare_fingerprints": (c_int32, [c_void_p, c_void_p, POINTER(wkin_compare_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_estimate_similarity": (c_int32, [c_void_p, c_size_t, c_void_p, c_size_t, POINTER(wkin_print_similarity), c_size_t, POINTER(wkin_error)]),
    "wkin_builder_begin": (c_int32, [POINTER(wkin_tensor_declaration), c_size_t, c_size_t, POINTER(wkin_builder_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_builder_close": (None, [c_void_p]),
    "wkin_builder_add": (c_int32, [c_void_p, c_size_t, c_uint64, c_uint64, c_void_p, c_size_t, POINTER(wkin_error)]),
    "wkin_builder_add_box": (c_int32, [c_void_p, c_size_t, POINTER(c_uint64), POINTER(c_uint64), c_uint32, c_void_p, c_size_t, POINTER(wkin_error)]),
    "wkin_builder_merge": (c_int32, [c_void_p, c_void_p, POINTER(wkin_error)]),
    "wkin_builder_save": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_builder_load": (c_int32, [c_void_p, c_size_t, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_builder_finish": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_hash_take": (c_int32, [c_void_p, POINTER(wkin_hash_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_hash_close": (None, [c_void_p]),
    "wkin_hash_describe": (c_int32, [c_void_p, POINTER(wkin_hash_roots), c_size_t, POINTER(wkin_error)]),
    "wkin_hash_tensor": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_hash), c_size_t, POINTER(wkin_error)]),
    "wkin_hash_component": (c_int32, [c_void_p, c_size_t, POINTER(wkin_component_hash), c_size_t, POINTER(wkin_error)]),
    "wkin_hash_text": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_hash_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_manifest_make": (c_int32, [c_char_p, POINTER(wkin_manifest_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_manifest_from_json": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_manifest_close": (None, [c_void_p]),
    "wkin_manifest_describe": (c_int32, [c_void_p, POINTER(wkin_manifest_info), c_size_t, POINTER(wkin_error)]),
    "wkin_manifest_file_at": (c_int32, [c_void_p, c_size_t, POINTER(wkin_manifest_file), c_size_t, POINTER(wkin_error)]),
    "wkin_manifest_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_manifest_compare": (c_int32, [c_void_p, c_void_p, POINTER(c_size_t), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_file_state_name": (c_char_p, [c_int32]),
    "wkin_manifest_difference": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(wkin_file_difference), c_size_t, POINTER(wkin_error)]),
    "wkin_checksum_begin": (c_int32, [POINTER(wkin_tensor_declaration), c_size_t, c_size_t, c_uint64, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_checksum_close": (None, [c_void_p]),
    "wkin_checksum_add": (c_int32, [c_void_p, c_size_t, c_uint64, c_uint64, c_void_p, c_size_t, POINTER(wkin_error)]),
    "wkin_checksum_merge": (c_int32, [c_void_p, c_void_p, POINTER(wkin_error)]),
    "wkin_checksum_value": (c_int32, [c_void_p, POINTER(c_uint64), POINTER(c_int), POINTER(wkin_error)]),
    "wkin_checksum_tensors": (c_int32, [c_void_p, POINTER(c_uint64), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_from_json": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_comparison_file": (c_int32, [c_void_p, c_int32, c_size_t, POINTER(wkin_compared_file), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_with_files": (c_int32, [c_void_p, POINTER(wkin_compared_file), c_size_t, POINTER(wkin_compared_file), c_size_t, c_size_t, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_comparison_html": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_document_name": (c_char_p, [c_int32]),
    "wkin_comparisons_document": (c_int32, [POINTER(c_void_p), c_size_t, c_int32, POINTER(wkin_document_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_model_from_dlpack": (c_int32, [POINTER(wkin_dlpack_tensor), c_size_t, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_builder_add_dlpack": (c_int32, [c_void_p, c_size_t, POINTER(c_uint64), POINTER(wkin_dlpack_tensor), c_size_t, POINTER(wkin_error)]),
    "wkin_model_memory": (c_int32, [c_void_p, c_size_t, POINTER(wkin_tensor_memory), c_size_t, POINTER(wkin_error)]),
    "wkin_model_read": (c_int32, [c_void_p, c_size_t, c_uint64, c_uint64, c_int32, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_find_ancestors": (c_int32, [c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p), c_size_t, POINTER(wkin_scan_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_scan_close": (None, [c_void_p]),
    "wkin_scan_describe": (c_int32, [c_void_p, POINTER(wkin_scan_overall), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_settings": (c_int32, [c_void_p, POINTER(wkin_many_settings), c_size_t, POINTER(wkin_error)]),
    "wkin_fingerprint_affinity": (c_int32, [c_void_p, c_void_p, POINTER(wkin_affinity), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_candidate": (c_int32, [c_void_p, c_size_t, POINTER(wkin_candidate), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_affinity": (c_int32, [c_void_p, c_size_t, POINTER(wkin_affinity), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_candidate_component": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_component_summary), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_origin": (c_int32, [c_void_p, c_size_t, POINTER(wkin_origin), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_separation": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_separation), c_size_t, POINTER(wkin_error)]),
    "wkin_scan_limit": (c_char_p, [c_void_p, c_size_t]),
    "wkin_scan_text": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_scan_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_grow_forest": (c_int32, [POINTER(c_void_p), POINTER(c_void_p), c_size_t, POINTER(wkin_forest_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_forest_close": (None, [c_void_p]),
    "wkin_forest_describe": (c_int32, [c_void_p, POINTER(wkin_forest_overall), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_settings": (c_int32, [c_void_p, POINTER(wkin_many_settings), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_family": (c_int32, [c_void_p, c_size_t, POINTER(wkin_family), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_node": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_node), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_member": (c_int32, [c_void_p, c_size_t, c_size_t, c_size_t, POINTER(wkin_member), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_unplaced": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_member), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_edge": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_edge), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_finding": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_component_summary), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_merge": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_tree_merge), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_parent": (c_int32, [c_void_p, c_size_t, c_size_t, c_size_t, POINTER(wkin_tree_parent), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_pair": (c_int32, [c_void_p, c_size_t, POINTER(wkin_forest_comparison), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_pair_component": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_component_summary), c_size_t, POINTER(wkin_error)]),
    "wkin_forest_note": (c_char_p, [c_void_p, c_size_t, c_size_t]),
    "wkin_forest_limit": (c_char_p, [c_void_p, c_size_t]),
    "wkin_forest_text": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_forest_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_forest_newick": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_forest_svg": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_index_open": (c_int32, [c_char_p, POINTER(wkin_index_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_close": (None, [c_void_p]),
    "wkin_index_describe": (c_int32, [c_void_p, POINTER(wkin_index_info), c_size_t, POINTER(wkin_error)]),
    "wkin_index_add": (c_int32, [c_void_p, c_void_p, POINTER(c_uint64), POINTER(c_uint32), POINTER(wkin_error)]),
    "wkin_index_add_many": (c_int32, [c_void_p, POINTER(c_void_p), c_size_t, POINTER(c_uint64), POINTER(c_uint32), POINTER(wkin_error)]),
    "wkin_index_remove": (c_int32, [c_void_p, c_uint64, POINTER(c_uint32), POINTER(wkin_error)]),
    "wkin_index_load": (c_int32, [c_void_p, c_uint64, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_query": (c_int32, [c_void_p, c_void_p, POINTER(wkin_index_query_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_list": (c_int32, [c_void_p, c_uint64, c_size_t, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_find_digest": (c_int32, [c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_verify": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_add_ruling": (c_int32, [c_void_p, POINTER(c_uint8), POINTER(c_uint8), c_char_p, c_size_t, POINTER(c_uint32), POINTER(wkin_error)]),
    "wkin_index_rulings": (c_int32, [c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_answer_close": (None, [c_void_p]),
    "wkin_index_answer_describe": (c_int32, [c_void_p, POINTER(wkin_index_answer_info), c_size_t, POINTER(wkin_error)]),
    "wkin_index_answer_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_index_exact": (c_int32, [c_void_p, c_size_t, POINTER(wkin_exact_match), c_size_t, POINTER(wkin_error)]),
    "wkin_index_candidate": (c_int32, [c_void_p, c_size_t, POINTER(wkin_index_candidate_info), c_size_t, POINTER(wkin_error)]),
    "wkin_index_exact_component": (c_char_p, [c_void_p, c_size_t, c_size_t, POINTER(c_char_p)]),
    "wkin_index_answer_scan": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_index_entry_at": (c_int32, [c_void_p, c_size_t, POINTER(wkin_index_entry), c_size_t, POINTER(wkin_error)]),
    "wkin_index_ruling_at": (c_int32, [c_void_p, c_size_t, POINTER(wkin_kept_ruling), c_size_t, POINTER(wkin_error)]),
    "wkin_index_problem": (c_char_p, [c_void_p, c_size_t]),
    "wkin_index_answer_text": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_measure_pair": (c_int32, [POINTER(wkin_tensor_view), POINTER(wkin_tensor_view), c_size_t, c_uint32, POINTER(wkin_pair), c_size_t, POINTER(wkin_error)]),
    "wkin_model_measure_pair": (c_int32, [c_void_p, c_size_t, c_void_p, c_size_t, c_uint32, POINTER(wkin_pair), c_size_t, POINTER(wkin_error)]),
    "wkin_explain_merge": (c_int32, [c_void_p, POINTER(c_void_p), c_size_t, c_void_p, POINTER(wkin_merge_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_merge_close": (None, [c_void_p]),
    "wkin_merge_sentence": (c_char_p, [c_void_p]),
    "wkin_merge_component_count": (c_size_t, [c_void_p]),
    "wkin_merge_component": (c_int32, [c_void_p, c_size_t, POINTER(wkin_mixture), c_size_t, POINTER(wkin_error)]),
    "wkin_merge_share": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_parent_share), c_size_t, POINTER(wkin_error)]),
    "wkin_merge_layer": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_layer_mixture), c_size_t, POINTER(wkin_error)]),
    "wkin_merge_layer_share": (c_int32, [c_void_p, c_size_t, c_size_t, c_size_t, POINTER(wkin_parent_share), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_operation": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_operation), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_operation_number": (c_int32, [c_void_p, c_size_t, c_size_t, c_size_t, POINTER(wkin_operation_number), c_size_t, POINTER(wkin_error)]),
    "wkin_comparison_operation_tensor": (c_char_p, [c_void_p, c_size_t, c_size_t, c_size_t]),
    "wkin_comparison_spectrum": (c_int32, [c_void_p, c_size_t, POINTER(wkin_change_spectrum), c_size_t, POINTER(wkin_error)]),
    "wkin_outcome_name": (c_char_p, [c_int32]),
    "wkin_rule_kind_name": (c_char_p, [c_int32]),
    "wkin_policy_from_json": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_policy_close": (None, [c_void_p]),
    "wkin_policy_describe": (c_int32, [c_void_p, POINTER(wkin_policy_info), c_size_t, POINTER(wkin_error)]),
    "wkin_decide": (c_int32, [c_void_p, POINTER(c_void_p), c_size_t, POINTER(wkin_decide_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_decide_scan": (c_int32, [c_void_p, c_void_p, POINTER(wkin_decide_options), POINTER(c_void_p), POINTER(wkin_error)]),
    "wkin_decision_close": (None, [c_void_p]),
    "wkin_decision_describe": (c_int32, [c_void_p, POINTER(wkin_decision_overall), c_size_t, POINTER(wkin_error)]),
    "wkin_decision_rule": (c_int32, [c_void_p, c_size_t, POINTER(wkin_rule_decision), c_size_t, POINTER(wkin_error)]),
    "wkin_decision_input": (c_int32, [c_void_p, c_size_t, c_size_t, POINTER(wkin_rule_input), c_size_t, POINTER(wkin_error)]),
    "wkin_decision_reference": (c_char_p, [c_void_p, c_size_t]),
    "wkin_decision_claim": (c_char_p, [c_void_p, c_size_t]),
    "wkin_decision_licence": (c_char_p, [c_void_p, c_size_t]),
    "wkin_decision_limit": (c_char_p, [c_void_p, c_size_t]),
    "wkin_decision_text": (c_int32, [c_void_p, POINTER(wkin_text_options), c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
    "wkin_decision_json": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(wkin_error)]),
}
