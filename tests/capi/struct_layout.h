/* Sizes and offsets of every struct of weightkin.h on 64-bit machines. The ABI check sees types,
 * not whether a constant or a padding moved; this does. Included from C and from C++. */
#ifndef WEIGHTKIN_TESTS_STRUCT_LAYOUT_H
#define WEIGHTKIN_TESTS_STRUCT_LAYOUT_H

#include <stddef.h>

#include <weightkin.h>

/* C99 has no static assertion: an array of negative length does not compile. */
#define LAYOUT(name, condition) typedef char name[(condition) ? 1 : -1]
/* The last field ends where the struct does: no padding at the tail. */
#define ENDS_WITH(type, field) (offsetof(type, field) + sizeof(((type*)0)->field) == sizeof(type))

LAYOUT(layout_levels, sizeof(wkin_print_level) == 4 && sizeof(wkin_print_part) == 4);
LAYOUT(layout_status, sizeof(wkin_status) == 4 && sizeof(wkin_dtype) == 4);
LAYOUT(layout_error, sizeof(wkin_error) == 1024 && ENDS_WITH(wkin_error, message));
LAYOUT(layout_open, sizeof(wkin_open_options) == 56 && ENDS_WITH(wkin_open_options, log_user_data));
LAYOUT(layout_source, sizeof(wkin_source) == 32 && ENDS_WITH(wkin_source, user_data));
LAYOUT(layout_view, sizeof(wkin_tensor_view) == 40 && ENDS_WITH(wkin_tensor_view, data));
LAYOUT(layout_handed, sizeof(wkin_dlpack_tensor) == 24 && ENDS_WITH(wkin_dlpack_tensor, versioned));
LAYOUT(layout_memory, sizeof(wkin_tensor_memory) == 16 && ENDS_WITH(wkin_tensor_memory, strides));
LAYOUT(layout_info, sizeof(wkin_tensor_info) == 32 && ENDS_WITH(wkin_tensor_info, rank));
LAYOUT(layout_encoding,
       sizeof(wkin_tensor_encoding) == 48 && ENDS_WITH(wkin_tensor_encoding, layout_rules));
LAYOUT(layout_piece, sizeof(wkin_encoding_part) == 40 && ENDS_WITH(wkin_encoding_part, rank));
LAYOUT(layout_write,
       sizeof(wkin_write_options) == 56 && ENDS_WITH(wkin_write_options, metadata_count));
LAYOUT(layout_summary,
       sizeof(wkin_write_summary) == 24 && ENDS_WITH(wkin_write_summary, overflowed));
LAYOUT(layout_take,
       sizeof(wkin_inventory_options) == 24 && ENDS_WITH(wkin_inventory_options, reserved));
LAYOUT(layout_part, sizeof(wkin_component_info) == 40 && ENDS_WITH(wkin_component_info, layers));
LAYOUT(layout_entry,
       sizeof(wkin_inventory_entry) == 112 && ENDS_WITH(wkin_inventory_entry, skip_diagonal));
LAYOUT(layout_compare,
       sizeof(wkin_compare_options) == 128 && ENDS_WITH(wkin_compare_options, log_user_data));
LAYOUT(layout_overall, sizeof(wkin_overall) == 152 && ENDS_WITH(wkin_overall, reference_files));
LAYOUT(layout_evidence, sizeof(wkin_evidence) == 72 && ENDS_WITH(wkin_evidence, reserved));
LAYOUT(layout_ruling, sizeof(wkin_component_ruling) == 576 &&
                          ENDS_WITH(wkin_component_ruling, anchors_log10_p_holm));
LAYOUT(layout_tensor,
       sizeof(wkin_tensor_evidence) == 456 && ENDS_WITH(wkin_tensor_evidence, basis));
/* What older callers have lies where it lay. */
LAYOUT(layout_compare_older, offsetof(wkin_compare_options, search_seconds) == 64);
LAYOUT(layout_overall_older, offsetof(wkin_overall, searched) == 72);
LAYOUT(layout_ruling_older, offsetof(wkin_component_ruling, searched) == 376);
LAYOUT(layout_tensor_older, offsetof(wkin_tensor_evidence, fit) == 432);
LAYOUT(layout_operation, sizeof(wkin_operation) == 40 && ENDS_WITH(wkin_operation, reserved));
LAYOUT(layout_number,
       sizeof(wkin_operation_number) == 24 && ENDS_WITH(wkin_operation_number, error));
LAYOUT(layout_arrangement,
       sizeof(wkin_arrangement) == 120 && ENDS_WITH(wkin_arrangement, stream_outside));
LAYOUT(layout_unit_map, sizeof(wkin_unit_map) == 88 && ENDS_WITH(wkin_unit_map, implied));
LAYOUT(layout_merge_options,
       sizeof(wkin_merge_options) == 80 && ENDS_WITH(wkin_merge_options, log_user_data));
LAYOUT(layout_mixture, sizeof(wkin_mixture) == 104 && ENDS_WITH(wkin_mixture, search_missing));
LAYOUT(layout_share, sizeof(wkin_parent_share) == 24 && ENDS_WITH(wkin_parent_share, log10_margin));
LAYOUT(layout_layer, sizeof(wkin_layer_mixture) == 32 && ENDS_WITH(wkin_layer_mixture, reserved));
LAYOUT(layout_print_options,
       sizeof(wkin_fingerprint_options) == 80 && ENDS_WITH(wkin_fingerprint_options, reserved));
LAYOUT(layout_print_info,
       sizeof(wkin_fingerprint_info) == 136 && ENDS_WITH(wkin_fingerprint_info, anchors));
LAYOUT(layout_component_print,
       sizeof(wkin_component_print) == 112 && ENDS_WITH(wkin_component_print, reserved));
LAYOUT(layout_tensor_print,
       sizeof(wkin_tensor_print) == 280 && ENDS_WITH(wkin_tensor_print, reserved));
LAYOUT(layout_landmark, sizeof(wkin_row_landmark) == 28 && ENDS_WITH(wkin_row_landmark, codes));
LAYOUT(layout_similarity,
       sizeof(wkin_print_similarity) == 48 && ENDS_WITH(wkin_print_similarity, relative_l2_error));
LAYOUT(layout_declaration,
       sizeof(wkin_tensor_declaration) == 24 && ENDS_WITH(wkin_tensor_declaration, rank));
LAYOUT(layout_builder_options,
       sizeof(wkin_builder_options) == 32 && ENDS_WITH(wkin_builder_options, reserved));
LAYOUT(layout_unmatched, sizeof(wkin_unmatched) == 48 && ENDS_WITH(wkin_unmatched, reserved));
LAYOUT(layout_open_older, offsetof(wkin_open_options, limits) == 32);
LAYOUT(layout_compare_old, offsetof(wkin_compare_options, derived_share) == 88);
LAYOUT(layout_overall_old, offsetof(wkin_overall, subject_name) == 80);
LAYOUT(layout_ruling_old, offsetof(wkin_component_ruling, common_variance_error) == 480);
LAYOUT(layout_tensor_old, offsetof(wkin_tensor_evidence, pearson_error) == 440);
LAYOUT(layout_entry_older, offsetof(wkin_inventory_entry, suffix) == 48);
LAYOUT(layout_print_older, offsetof(wkin_fingerprint_options, vocabulary) == 56);
LAYOUT(layout_print_info_older, offsetof(wkin_fingerprint_info, anchors) == 128);
LAYOUT(layout_arrangement_older, offsetof(wkin_arrangement, gains_moved) == 104);
LAYOUT(layout_unit_map_older, offsetof(wkin_unit_map, mapped) == 48);
LAYOUT(layout_mixture_older, offsetof(wkin_mixture, direction_reason) == 88);
LAYOUT(layout_merge_options_older, offsetof(wkin_merge_options, on_progress) == 32);
LAYOUT(layout_decide,
       sizeof(wkin_decide_options) == 32 && ENDS_WITH(wkin_decide_options, claimant));
LAYOUT(layout_decision,
       sizeof(wkin_decision_overall) == 80 && ENDS_WITH(wkin_decision_overall, licences));
LAYOUT(layout_rule, sizeof(wkin_rule_decision) == 56 && ENDS_WITH(wkin_rule_decision, reserved));
LAYOUT(layout_input, sizeof(wkin_rule_input) == 80 && ENDS_WITH(wkin_rule_input, declared));
LAYOUT(layout_limits, sizeof(wkin_limits) == 208 && ENDS_WITH(wkin_limits, expanded_bytes));
LAYOUT(layout_settings,
       sizeof(wkin_ruling_settings) == 56 && ENDS_WITH(wkin_ruling_settings, max_features));
LAYOUT(layout_text, sizeof(wkin_text_options) == 24 && ENDS_WITH(wkin_text_options, width));
LAYOUT(layout_pair, sizeof(wkin_pair) == 232 && ENDS_WITH(wkin_pair, sign_equal_share));
LAYOUT(layout_anchors, sizeof(wkin_unit_anchors) == 88 && ENDS_WITH(wkin_unit_anchors, reserved));
LAYOUT(layout_scan_options,
       sizeof(wkin_scan_options) == 144 && ENDS_WITH(wkin_scan_options, population));
LAYOUT(layout_scan_overall,
       sizeof(wkin_scan_overall) == 96 && ENDS_WITH(wkin_scan_overall, references));
LAYOUT(layout_affinity, sizeof(wkin_affinity) == 56 && ENDS_WITH(wkin_affinity, magnitudes));
LAYOUT(layout_candidate, sizeof(wkin_candidate) == 72 && ENDS_WITH(wkin_candidate, reserved));
LAYOUT(layout_row, sizeof(wkin_component_summary) == 96 &&
                       ENDS_WITH(wkin_component_summary, minimum_detectable));
LAYOUT(layout_origin, sizeof(wkin_origin) == 80 && ENDS_WITH(wkin_origin, reserved));
LAYOUT(layout_separation, sizeof(wkin_separation) == 40 && ENDS_WITH(wkin_separation, reserved));
LAYOUT(layout_known,
       sizeof(wkin_known_direction) == 40 && ENDS_WITH(wkin_known_direction, reserved));
LAYOUT(layout_forest_options,
       sizeof(wkin_forest_options) == 152 && ENDS_WITH(wkin_forest_options, max_features));
LAYOUT(layout_forest, sizeof(wkin_forest_overall) == 56 && ENDS_WITH(wkin_forest_overall, limits));
LAYOUT(layout_family, sizeof(wkin_family) == 64 && ENDS_WITH(wkin_family, parameters));
LAYOUT(layout_node, sizeof(wkin_node) == 24 && ENDS_WITH(wkin_node, members));
LAYOUT(layout_member, sizeof(wkin_member) == 24 && ENDS_WITH(wkin_member, cast));
LAYOUT(layout_edge, sizeof(wkin_edge) == 48 && ENDS_WITH(wkin_edge, has_finding));
LAYOUT(layout_tree_merge, sizeof(wkin_tree_merge) == 48 && ENDS_WITH(wkin_tree_merge, reserved));
LAYOUT(layout_tree_parent,
       sizeof(wkin_tree_parent) == 24 && ENDS_WITH(wkin_tree_parent, weight_error));
LAYOUT(layout_forest_pair,
       sizeof(wkin_forest_comparison) == 40 && ENDS_WITH(wkin_forest_comparison, source));
LAYOUT(layout_hash_options,
       sizeof(wkin_hash_options) == 40 && ENDS_WITH(wkin_hash_options, user_data));
LAYOUT(layout_roots, sizeof(wkin_hash_roots) == 80 && ENDS_WITH(wkin_hash_roots, components));
LAYOUT(layout_tensor_hash, sizeof(wkin_tensor_hash) == 88 && ENDS_WITH(wkin_tensor_hash, value));
LAYOUT(layout_component_hash,
       sizeof(wkin_component_hash) == 72 && ENDS_WITH(wkin_component_hash, nameless));
LAYOUT(layout_manifest_options,
       sizeof(wkin_manifest_options) == 56 && ENDS_WITH(wkin_manifest_options, user_data));
LAYOUT(layout_manifest, sizeof(wkin_manifest_info) == 56 && ENDS_WITH(wkin_manifest_info, subject));
LAYOUT(layout_manifest_file,
       sizeof(wkin_manifest_file) == 40 && ENDS_WITH(wkin_manifest_file, content));

/* And what came with the spectrum of a change, documents and the parts of an index's answer. */
LAYOUT(layout_overall_last, offsetof(wkin_overall, subject_files) == 136);
LAYOUT(layout_arrangement_old, offsetof(wkin_arrangement, stream_outside) == 112);
LAYOUT(layout_unit_map_old, offsetof(wkin_unit_map, asked) == 72);
LAYOUT(layout_write_older, offsetof(wkin_write_options, metadata_keys) == 32);
LAYOUT(layout_decision_older, offsetof(wkin_decision_overall, relation) == 64);
LAYOUT(layout_scan_options_older, offsetof(wkin_scan_options, derived_share) == 104);
LAYOUT(layout_scan_overall_older, offsetof(wkin_scan_overall, subject_format) == 72);
LAYOUT(layout_forest_options_older, offsetof(wkin_forest_options, derived_share) == 120);
LAYOUT(layout_query_older, offsetof(wkin_index_query_options, on_log) == 56);
LAYOUT(layout_index_info_older, offsetof(wkin_index_info, vector_search) == 48);
LAYOUT(layout_answer_older, offsetof(wkin_index_answer_info, entries) == 40);
LAYOUT(layout_exact_older, offsetof(wkin_exact_match, components) == 40);
LAYOUT(layout_found_older, offsetof(wkin_index_candidate_info, place) == 48);
LAYOUT(layout_asked, sizeof(wkin_asked_search) == 24 && ENDS_WITH(wkin_asked_search, reserved));
LAYOUT(layout_model_opening,
       sizeof(wkin_model_opening) == 8 && ENDS_WITH(wkin_model_opening, lenient_pickle));
LAYOUT(layout_spectrum,
       sizeof(wkin_change_spectrum) == 104 && ENDS_WITH(wkin_change_spectrum, reserved));
LAYOUT(layout_policy, sizeof(wkin_policy_info) == 24 && ENDS_WITH(wkin_policy_info, rules));
LAYOUT(layout_many,
       sizeof(wkin_many_settings) == 72 && ENDS_WITH(wkin_many_settings, separation_errors));
LAYOUT(layout_compared_file,
       sizeof(wkin_compared_file) == 24 && ENDS_WITH(wkin_compared_file, size_bytes));
LAYOUT(layout_document,
       sizeof(wkin_document_options) == 40 && ENDS_WITH(wkin_document_options, reference_count));
LAYOUT(layout_index_options,
       sizeof(wkin_index_options) == 24 && ENDS_WITH(wkin_index_options, busy_milliseconds));
LAYOUT(layout_index_info, sizeof(wkin_index_info) == 56 && ENDS_WITH(wkin_index_info, reserved));
LAYOUT(layout_query, sizeof(wkin_index_query_options) == 104 &&
                         ENDS_WITH(wkin_index_query_options, separation_errors));
LAYOUT(layout_answer,
       sizeof(wkin_index_answer_info) == 56 && ENDS_WITH(wkin_index_answer_info, rulings));
LAYOUT(layout_exact, sizeof(wkin_exact_match) == 48 && ENDS_WITH(wkin_exact_match, components));
LAYOUT(layout_found,
       sizeof(wkin_index_candidate_info) == 56 && ENDS_WITH(wkin_index_candidate_info, place));
LAYOUT(layout_index_entry,
       sizeof(wkin_index_entry) == 152 && ENDS_WITH(wkin_index_entry, reserved));
LAYOUT(layout_difference,
       sizeof(wkin_file_difference) == 16 && ENDS_WITH(wkin_file_difference, reserved));
LAYOUT(layout_kept, sizeof(wkin_kept_ruling) == 80 && ENDS_WITH(wkin_kept_ruling, reference));

#endif
