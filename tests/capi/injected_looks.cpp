#include "injected_calls.hpp"

namespace weightkin::test {

std::span<const injected_call> looking_calls() {
  static const injected_call calls[] = {
      {"wkin_model_tensor", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_info found;
         return wkin_model_tensor(c.subject(), 0, &found, sizeof found, e);
       }},
      {"wkin_model_memory", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_memory found;
         return wkin_model_memory(c.subject(), 0, &found, sizeof found, e);
       }},
      {"wkin_model_memory (decoded)", [](call_context& c) { c.opened(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_memory found;
         return wkin_model_memory(c.opened(), 0, &found, sizeof found, e);
       },
       WKIN_UNDEFINED},
      {"wkin_model_encoding", [](call_context& c) { c.opened(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_encoding found;
         return wkin_model_encoding(c.opened(), 0, &found, sizeof found, e);
       }},
      {"wkin_model_encoding_part", [](call_context& c) { c.opened(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_encoding_part found;
         return wkin_model_encoding_part(c.opened(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_inventory_component", [](call_context& c) { c.inventory(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_info found;
         return wkin_inventory_component(c.inventory(), 0, &found, sizeof found, e);
       }},
      {"wkin_inventory_tensor", [](call_context& c) { c.inventory(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_inventory_entry found;
         return wkin_inventory_tensor(c.inventory(), 0, &found, sizeof found, e);
       }},
      {"wkin_inventory_json", [](call_context& c) { c.inventory(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_inventory_json(c.inventory(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_inventory_text", [](call_context& c) { c.inventory(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_inventory_text(c.inventory(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_inventory_text_with", [](call_context& c) { c.inventory(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_inventory_text_with(c.inventory(), nullptr, c.room(), c.room_size(), nullptr,
                                         e);
       }},
      {"wkin_comparison_overall", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_overall found;
         return wkin_comparison_overall(c.comparison(), &found, sizeof found, e);
       }},
      {"wkin_comparison_component", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_ruling found;
         return wkin_comparison_component(c.comparison(), 0, &found, sizeof found, e);
       }},
      {"wkin_comparison_tensor", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_evidence found;
         return wkin_comparison_tensor(c.comparison(), 0, &found, sizeof found, e);
       }},
      {"wkin_comparison_unmatched", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_unmatched found;
         return wkin_comparison_unmatched(c.comparison(), 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_comparison_settings", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_ruling_settings found;
         return wkin_comparison_settings(c.comparison(), &found, sizeof found, e);
       }},
      {"wkin_comparison_arrangement", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_arrangement found;
         return wkin_comparison_arrangement(c.comparison(), 0, &found, sizeof found, e);
       },
       WKIN_UNDEFINED},
      {"wkin_comparison_unit_map", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_unit_map found;
         return wkin_comparison_unit_map(c.comparison(), 0, 0, &found, sizeof found, e);
       },
       WKIN_UNDEFINED},
      {"wkin_comparison_operation", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_operation found;
         return wkin_comparison_operation(c.comparison(), 0, 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_comparison_operation_number", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_operation_number found;
         return wkin_comparison_operation_number(c.comparison(), 0, 99, 0, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_comparison_json", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_comparison_json(c.comparison(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_comparison_text", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_comparison_text(c.comparison(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_comparison_svg", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_comparison_svg(c.comparison(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_comparison_text_with", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_comparison_text_with(c.comparison(), nullptr, c.room(), c.room_size(), nullptr,
                                          e);
       }},
      {"wkin_comparisons_svg", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_comparison* both[2] = {c.comparison(), c.comparison()};
         return wkin_comparisons_svg(both, 2, c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_merge_component", [](call_context& c) { c.merge(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_mixture found;
         return wkin_merge_component(c.merge(), 0, &found, sizeof found, e);
       }},
      {"wkin_merge_share", [](call_context& c) { c.merge(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_parent_share found;
         return wkin_merge_share(c.merge(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_merge_layer", [](call_context& c) { c.merge(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_layer_mixture found;
         return wkin_merge_layer(c.merge(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_merge_layer_share", [](call_context& c) { c.merge(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_parent_share found;
         return wkin_merge_layer_share(c.merge(), 0, 0, 0, &found, sizeof found, e);
       }},
      {"wkin_fingerprint_encode", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_fingerprint_encode(c.subject_print(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_fingerprint_json", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_fingerprint_json(c.subject_print(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_fingerprint_describe", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint_info found;
         return wkin_fingerprint_describe(c.subject_print(), &found, sizeof found, e);
       }},
      {"wkin_fingerprint_component", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_print found;
         return wkin_fingerprint_component(c.subject_print(), 0, &found, sizeof found, e);
       }},
      {"wkin_fingerprint_tensor", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_print found;
         return wkin_fingerprint_tensor(c.subject_print(), 0, &found, sizeof found, e);
       }},
      {"wkin_fingerprint_landmark", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_row_landmark found;
         return wkin_fingerprint_landmark(c.subject_print(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_fingerprint_anchor", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_unit_anchors found;
         return wkin_fingerprint_anchor(c.subject_print(), 0, &found, sizeof found, e);
       }},
      {"wkin_fingerprint_affinity", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_affinity found;
         return wkin_fingerprint_affinity(c.subject_print(), c.subject_print(), &found,
                                          sizeof found, e);
       }},
      {"wkin_estimate_similarity", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_print_similarity found;
         return wkin_estimate_similarity(c.subject_print(), 0, c.subject_print(), 0, &found,
                                         sizeof found, e);
       }},
      {"wkin_builder_save", [](call_context& c) { c.builder(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_builder_save(c.builder(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_scan_describe", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_scan_overall found;
         return wkin_scan_describe(c.scan(), &found, sizeof found, e);
       }},
      {"wkin_scan_candidate", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_candidate found;
         return wkin_scan_candidate(c.scan(), 0, &found, sizeof found, e);
       }},
      {"wkin_scan_affinity", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_affinity found;
         return wkin_scan_affinity(c.scan(), 0, &found, sizeof found, e);
       }},
      {"wkin_scan_candidate_component", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_summary found;
         return wkin_scan_candidate_component(c.scan(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_scan_origin", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_origin found;
         return wkin_scan_origin(c.scan(), 0, &found, sizeof found, e);
       }},
      {"wkin_scan_separation", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_separation found;
         return wkin_scan_separation(c.scan(), 0, 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_scan_text", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_scan_text(c.scan(), nullptr, c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_scan_json", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_scan_json(c.scan(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_forest_describe", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_forest_overall found;
         return wkin_forest_describe(c.forest(), &found, sizeof found, e);
       }},
      {"wkin_forest_family", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_family found;
         return wkin_forest_family(c.forest(), 0, &found, sizeof found, e);
       }},
      {"wkin_forest_node", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_node found;
         return wkin_forest_node(c.forest(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_forest_member", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_member found;
         return wkin_forest_member(c.forest(), 0, 0, 0, &found, sizeof found, e);
       }},
      {"wkin_forest_unplaced", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_member found;
         return wkin_forest_unplaced(c.forest(), 0, 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_forest_edge", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_edge found;
         return wkin_forest_edge(c.forest(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_forest_finding", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_summary found;
         return wkin_forest_finding(c.forest(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_forest_merge", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tree_merge found;
         return wkin_forest_merge(c.forest(), 0, 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_forest_parent", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tree_parent found;
         return wkin_forest_parent(c.forest(), 0, 99, 0, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_forest_pair", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_forest_comparison found;
         return wkin_forest_pair(c.forest(), 0, &found, sizeof found, e);
       }},
      {"wkin_forest_pair_component", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_summary found;
         return wkin_forest_pair_component(c.forest(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_forest_text", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_forest_text(c.forest(), nullptr, c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_forest_json", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_forest_json(c.forest(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_forest_newick", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_forest_newick(c.forest(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_forest_svg", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_forest_svg(c.forest(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_hash_describe", [](call_context& c) { c.hash(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_hash_roots found;
         return wkin_hash_describe(c.hash(), &found, sizeof found, e);
       }},
      {"wkin_hash_tensor", [](call_context& c) { c.hash(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_tensor_hash found;
         return wkin_hash_tensor(c.hash(), 0, &found, sizeof found, e);
       }},
      {"wkin_hash_component", [](call_context& c) { c.hash(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_component_hash found;
         return wkin_hash_component(c.hash(), 0, &found, sizeof found, e);
       }},
      {"wkin_hash_text", [](call_context& c) { c.hash(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_hash_text(c.hash(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_hash_json", [](call_context& c) { c.hash(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_hash_json(c.hash(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_manifest_describe", [](call_context& c) { c.manifest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_manifest_info found;
         return wkin_manifest_describe(c.manifest(), &found, sizeof found, e);
       }},
      {"wkin_manifest_file_at", [](call_context& c) { c.manifest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_manifest_file found;
         return wkin_manifest_file_at(c.manifest(), 0, &found, sizeof found, e);
       }},
      {"wkin_manifest_json", [](call_context& c) { c.manifest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_manifest_json(c.manifest(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_manifest_compare", [](call_context& c) { c.manifest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_manifest_compare(c.manifest(), c.manifest(), nullptr, c.room(), c.room_size(),
                                      nullptr, e);
       }},
      {"wkin_checksum_add", [](call_context& c) { c.checksum(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_checksum_add(c.checksum(), 0, 0, 24 * 16, c.views(0)[0].data, 24 * 16 * 4, e);
       }},
      {"wkin_checksum_merge", [](call_context& c) { c.checksum(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_checksum_merge(c.checksum(), c.checksum(), e);
       }},
      {"wkin_checksum_value", [](call_context& c) { c.checksum(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         std::uint64_t found = 0;
         return wkin_checksum_value(c.checksum(), &found, nullptr, e);
       }},
      {"wkin_checksum_tensors", [](call_context& c) { c.checksum(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         std::uint64_t found[5];
         return wkin_checksum_tensors(c.checksum(), found, 5, e);
       }},
      {"wkin_set_allocator", [](call_context&) {},
       [](call_context&, wkin_error* e) -> wkin_status {
         return wkin_set_allocator([](std::size_t, void*) -> void* { return nullptr; },
                                   [](void*, std::size_t, void*) {}, nullptr, e);
       },
       WKIN_UNSUPPORTED},
      {"wkin_printable", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_printable("a name\nof a file that is longer than a short string", c.room(),
                               c.room_size(), nullptr, e);
       }},
  };
  return calls;
}

} // namespace weightkin::test
