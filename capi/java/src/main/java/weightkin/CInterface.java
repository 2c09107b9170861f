// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The functions of weightkin.h, whose comments are the manual. */
interface CInterface extends Library {
  int[] NEEDED_VERSION = {0, 1, 0};
  int ABI_VERSION = 0;
  int NO_COUNTERPART = -1;

  interface ReadCallback extends Callback {
    int invoke(long offset, long length, Pointer buffer, Pointer got, Pointer userData);
  }

  interface ReleaseCallback extends Callback {
    void invoke(Pointer userData);
  }

  interface OpenCallback extends Callback {
    int invoke(String name, Pointer source, Pointer userData);
  }

  interface ProgressCallback extends Callback {
    int invoke(String stage, long done, long total, Pointer userData);
  }

  interface TakeCallback extends Callback {
    int invoke(Pointer bytes, long length, Pointer userData);
  }

  interface AllocateCallback extends Callback {
    Pointer invoke(long size, Pointer userData);
  }

  interface FreeCallback extends Callback {
    void invoke(Pointer block, long size, Pointer userData);
  }

  interface LogCallback extends Callback {
    void invoke(int level, String line, Pointer userData);
  }

  String wkin_version();
  int wkin_abi_version();
  String wkin_status_name(int status);
  String wkin_fault_name(int fault);
  String wkin_verdict_name(int verdict);
  String wkin_change_name(int change);
  String wkin_dtype_name(int dtype);
  String wkin_component_kind_name(int kind);
  String wkin_role_name(int role);
  String wkin_use_name(int use);
  String wkin_exclusion_name(int exclusion);
  String wkin_match_name(int match);
  String wkin_null_name(int nullKind);
  String wkin_fit_name(int fit);
  String wkin_basis_name(int basis);
  String wkin_operation_name(int kind);
  String wkin_direction_name(int direction);
  String wkin_merge_method_name(int method);
  String wkin_evidence_source_name(int source);
  String wkin_equality_name(int equality);
  String wkin_search_depth_name(int depth);
  int wkin_model_open(String path, Pointer options, Pointer out, Pointer error);
  int wkin_model_open_memory(Pointer bytes, long sizeBytes, String label, Pointer options, Pointer out, Pointer error);
  int wkin_model_open_source(Pointer source, OpenCallback openBeside, Pointer besideUserData, String label, Pointer options, Pointer out, Pointer error);
  int wkin_model_from_tensors(Pointer tensors, long count, long viewSize, String name, Pointer out, Pointer error);
  void wkin_model_close(Pointer model);
  String wkin_model_name(Pointer model);
  String wkin_model_format(Pointer model);
  long wkin_model_tensor_count(Pointer model);
  String wkin_model_file(Pointer model, long index, Pointer sizeBytes);
  String wkin_model_metadata(Pointer model, long index, Pointer value);
  String wkin_model_warning(Pointer model, long index);
  String wkin_model_usage(Pointer model, long index);
  int wkin_model_tensor(Pointer model, long index, Pointer info, long infoSize, Pointer error);
  int wkin_model_encoding(Pointer model, long index, Pointer encoding, long encodingSize, Pointer error);
  int wkin_model_encoding_part(Pointer model, long index, long partIndex, Pointer part, long partSize, Pointer error);
  String wkin_model_layout_rule(Pointer model, long index, long ruleIndex);
  int wkin_model_write_safetensors(Pointer model, String path, Pointer options, Pointer summary, long summarySize, Pointer error);
  int wkin_model_send_safetensors(Pointer model, TakeCallback take, Pointer takeUserData, Pointer options, Pointer summary, long summarySize, Pointer error);
  int wkin_inventory_take(Pointer model, Pointer options, Pointer out, Pointer error);
  void wkin_inventory_close(Pointer inventory);
  long wkin_inventory_component_count(Pointer inventory);
  int wkin_inventory_component(Pointer inventory, long index, Pointer info, long infoSize, Pointer error);
  int wkin_inventory_tensor(Pointer inventory, long tensorIndex, Pointer entry, long entrySize, Pointer error);
  int wkin_inventory_json(Pointer inventory, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_inventory_text(Pointer inventory, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_inventory_text_with(Pointer inventory, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_compare(Pointer subject, Pointer reference, Pointer options, Pointer out, Pointer error);
  void wkin_comparison_close(Pointer comparison);
  int wkin_comparison_overall(Pointer comparison, Pointer overall, long overallSize, Pointer error);
  int wkin_comparison_component(Pointer comparison, long index, Pointer ruling, long rulingSize, Pointer error);
  String wkin_comparison_explanation(Pointer comparison, long component, long index);
  int wkin_comparison_tensor(Pointer comparison, long index, Pointer evidence, long evidenceSize, Pointer error);
  int wkin_comparison_unmatched(Pointer comparison, long index, Pointer unmatched, long unmatchedSize, Pointer error);
  String wkin_comparison_limit(Pointer comparison, long index);
  String wkin_comparison_searched(Pointer comparison, long index);
  int wkin_comparison_settings(Pointer comparison, Pointer settings, long settingsSize, Pointer error);
  int wkin_comparison_asked(Pointer comparison, Pointer asked, long askedSize, Pointer error);
  int wkin_comparison_opened(Pointer comparison, int side, Pointer opening, long openingSize, Pointer error);
  int wkin_comparison_json(Pointer comparison, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparison_text(Pointer comparison, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparison_svg(Pointer comparison, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparison_text_with(Pointer comparison, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparisons_svg(Pointer comparisons, long count, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparison_arrangement(Pointer comparison, long component, Pointer arrangement, long arrangementSize, Pointer error);
  int wkin_comparison_unit_map(Pointer comparison, long component, long index, Pointer map, long mapSize, Pointer error);
  int wkin_comparison_operation(Pointer comparison, long component, long index, Pointer operation, long operationSize, Pointer error);
  int wkin_comparison_operation_number(Pointer comparison, long component, long operation, long index, Pointer number, long numberSize, Pointer error);
  String wkin_comparison_operation_tensor(Pointer comparison, long component, long operation, long index);
  int wkin_comparison_spectrum(Pointer comparison, long component, Pointer spectrum, long spectrumSize, Pointer error);
  int wkin_explain_merge(Pointer subject, Pointer references, long count, Pointer base, Pointer options, Pointer out, Pointer error);
  void wkin_merge_close(Pointer merge);
  String wkin_merge_sentence(Pointer merge);
  long wkin_merge_component_count(Pointer merge);
  int wkin_merge_component(Pointer merge, long index, Pointer mixture, long mixtureSize, Pointer error);
  int wkin_merge_share(Pointer merge, long component, long reference, Pointer share, long shareSize, Pointer error);
  int wkin_merge_layer(Pointer merge, long component, long index, Pointer layer, long layerSize, Pointer error);
  int wkin_merge_layer_share(Pointer merge, long component, long index, long reference, Pointer share, long shareSize, Pointer error);
  int wkin_fingerprint_take(Pointer model, Pointer options, Pointer out, Pointer error);
  int wkin_fingerprint_take_tensors(Pointer tensors, long count, long viewSize, Pointer options, Pointer out, Pointer error);
  void wkin_fingerprint_close(Pointer fingerprint);
  int wkin_is_fingerprint(Pointer bytes, long sizeBytes);
  int wkin_fingerprint_open(String path, Pointer out, Pointer error);
  int wkin_fingerprint_decode(Pointer bytes, long sizeBytes, String label, Pointer out, Pointer error);
  int wkin_fingerprint_from_json(String json, long length, String label, Pointer out, Pointer error);
  int wkin_fingerprint_write(Pointer fingerprint, String path, Pointer error);
  int wkin_fingerprint_encode(Pointer fingerprint, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_fingerprint_json(Pointer fingerprint, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_fingerprint_reduce(Pointer fingerprint, int level, int leftOut, Pointer out, Pointer error);
  int wkin_fingerprint_describe(Pointer fingerprint, Pointer info, long infoSize, Pointer error);
  int wkin_fingerprint_component(Pointer fingerprint, long index, Pointer component, long componentSize, Pointer error);
  int wkin_fingerprint_tensor(Pointer fingerprint, long index, Pointer tensor, long tensorSize, Pointer error);
  int wkin_fingerprint_landmark(Pointer fingerprint, long tensor, long index, Pointer landmark, long landmarkSize, Pointer error);
  int wkin_fingerprint_anchor(Pointer fingerprint, long index, Pointer anchors, long anchorsSize, Pointer error);
  int wkin_compare_fingerprints(Pointer subject, Pointer reference, Pointer options, Pointer out, Pointer error);
  int wkin_estimate_similarity(Pointer a, long aTensor, Pointer b, long bTensor, Pointer similarity, long similaritySize, Pointer error);
  int wkin_builder_begin(Pointer tensors, long count, long declarationSize, Pointer options, Pointer out, Pointer error);
  void wkin_builder_close(Pointer builder);
  int wkin_builder_add(Pointer builder, long tensor, long first, long count, Pointer packed, long sizeBytes, Pointer error);
  int wkin_builder_add_box(Pointer builder, long tensor, Pointer start, Pointer extent, int rank, Pointer packed, long sizeBytes, Pointer error);
  int wkin_builder_merge(Pointer builder, Pointer other, Pointer error);
  int wkin_builder_save(Pointer builder, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_builder_load(Pointer bytes, long sizeBytes, Pointer out, Pointer error);
  int wkin_builder_finish(Pointer builder, Pointer out, Pointer error);
  int wkin_find_ancestors(Pointer subject, Pointer weights, Pointer references, Pointer referenceWeights, long count, Pointer options, Pointer out, Pointer error);
  void wkin_scan_close(Pointer scan);
  int wkin_scan_describe(Pointer scan, Pointer overall, long overallSize, Pointer error);
  int wkin_scan_settings(Pointer scan, Pointer settings, long settingsSize, Pointer error);
  int wkin_fingerprint_affinity(Pointer subject, Pointer reference, Pointer affinity, long affinitySize, Pointer error);
  int wkin_scan_candidate(Pointer scan, long index, Pointer candidate, long candidateSize, Pointer error);
  int wkin_scan_affinity(Pointer scan, long index, Pointer affinity, long affinitySize, Pointer error);
  int wkin_scan_candidate_component(Pointer scan, long candidate, long index, Pointer summary, long summarySize, Pointer error);
  int wkin_scan_origin(Pointer scan, long index, Pointer origin, long originSize, Pointer error);
  int wkin_scan_separation(Pointer scan, long origin, long index, Pointer separation, long separationSize, Pointer error);
  String wkin_scan_limit(Pointer scan, long index);
  int wkin_scan_text(Pointer scan, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_scan_json(Pointer scan, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_grow_forest(Pointer models, Pointer weights, long count, Pointer options, Pointer out, Pointer error);
  void wkin_forest_close(Pointer forest);
  int wkin_forest_describe(Pointer forest, Pointer overall, long overallSize, Pointer error);
  int wkin_forest_settings(Pointer forest, Pointer settings, long settingsSize, Pointer error);
  int wkin_forest_family(Pointer forest, long index, Pointer family, long familySize, Pointer error);
  int wkin_forest_node(Pointer forest, long family, long index, Pointer node, long nodeSize, Pointer error);
  int wkin_forest_member(Pointer forest, long family, long node, long index, Pointer member, long memberSize, Pointer error);
  int wkin_forest_unplaced(Pointer forest, long family, long index, Pointer member, long memberSize, Pointer error);
  int wkin_forest_edge(Pointer forest, long family, long index, Pointer edge, long edgeSize, Pointer error);
  int wkin_forest_finding(Pointer forest, long family, long edge, Pointer summary, long summarySize, Pointer error);
  int wkin_forest_merge(Pointer forest, long family, long index, Pointer merge, long mergeSize, Pointer error);
  int wkin_forest_parent(Pointer forest, long family, long merge, long index, Pointer parent, long parentSize, Pointer error);
  int wkin_forest_pair(Pointer forest, long index, Pointer pair, long pairSize, Pointer error);
  int wkin_forest_pair_component(Pointer forest, long pair, long index, Pointer summary, long summarySize, Pointer error);
  String wkin_forest_note(Pointer forest, long family, long index);
  String wkin_forest_limit(Pointer forest, long index);
  int wkin_forest_text(Pointer forest, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_forest_json(Pointer forest, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_forest_newick(Pointer forest, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_forest_svg(Pointer forest, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_hash_take(Pointer model, Pointer options, Pointer out, Pointer error);
  void wkin_hash_close(Pointer hash);
  int wkin_hash_describe(Pointer hash, Pointer roots, long rootsSize, Pointer error);
  int wkin_hash_tensor(Pointer hash, long index, Pointer tensor, long tensorSize, Pointer error);
  int wkin_hash_component(Pointer hash, long index, Pointer component, long componentSize, Pointer error);
  int wkin_hash_text(Pointer hash, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_hash_json(Pointer hash, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_manifest_make(String path, Pointer options, Pointer out, Pointer error);
  int wkin_manifest_from_json(String json, long length, String label, Pointer out, Pointer error);
  void wkin_manifest_close(Pointer manifest);
  int wkin_manifest_describe(Pointer manifest, Pointer info, long infoSize, Pointer error);
  int wkin_manifest_file_at(Pointer manifest, long index, Pointer file, long fileSize, Pointer error);
  int wkin_manifest_json(Pointer manifest, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_manifest_compare(Pointer expected, Pointer found, Pointer differences, Pointer buffer, long capacity, Pointer needed, Pointer error);
  String wkin_file_state_name(int state);
  int wkin_manifest_difference(Pointer expected, Pointer found, long index, Pointer difference, long differenceSize, Pointer error);
  int wkin_checksum_begin(Pointer tensors, long count, long declarationSize, long seed, Pointer out, Pointer error);
  void wkin_checksum_close(Pointer checksum);
  int wkin_checksum_add(Pointer checksum, long tensor, long first, long count, Pointer packed, long sizeBytes, Pointer error);
  int wkin_checksum_merge(Pointer checksum, Pointer other, Pointer error);
  int wkin_checksum_value(Pointer checksum, Pointer value, Pointer complete, Pointer error);
  int wkin_checksum_tensors(Pointer checksum, Pointer values, long count, Pointer error);
  int wkin_index_open(String address, Pointer options, Pointer out, Pointer error);
  void wkin_index_close(Pointer index);
  int wkin_index_describe(Pointer index, Pointer info, long infoSize, Pointer error);
  int wkin_index_add(Pointer index, Pointer fingerprint, Pointer id, Pointer added, Pointer error);
  int wkin_index_add_many(Pointer index, Pointer fingerprints, long count, Pointer ids, Pointer added, Pointer error);
  int wkin_index_remove(Pointer index, long id, Pointer removed, Pointer error);
  int wkin_index_load(Pointer index, long id, Pointer out, Pointer error);
  int wkin_index_query(Pointer index, Pointer subject, Pointer options, Pointer out, Pointer error);
  int wkin_index_list(Pointer index, long after, long limit, Pointer out, Pointer error);
  int wkin_index_find_digest(Pointer index, Pointer digest, long limit, Pointer out, Pointer error);
  int wkin_index_verify(Pointer index, Pointer out, Pointer error);
  int wkin_index_add_ruling(Pointer index, Pointer subject, Pointer reference, String json, long length, Pointer added, Pointer error);
  int wkin_index_rulings(Pointer index, Pointer model, long limit, Pointer out, Pointer error);
  void wkin_index_answer_close(Pointer answer);
  int wkin_index_answer_describe(Pointer answer, Pointer info, long infoSize, Pointer error);
  int wkin_index_answer_json(Pointer answer, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_index_exact(Pointer answer, long index, Pointer match, long matchSize, Pointer error);
  int wkin_index_candidate(Pointer answer, long index, Pointer candidate, long candidateSize, Pointer error);
  String wkin_index_exact_component(Pointer answer, long match, long index, Pointer ofModel);
  int wkin_index_answer_scan(Pointer answer, Pointer out, Pointer error);
  int wkin_index_entry_at(Pointer answer, long index, Pointer entry, long entrySize, Pointer error);
  int wkin_index_ruling_at(Pointer answer, long index, Pointer ruling, long rulingSize, Pointer error);
  String wkin_index_problem(Pointer answer, long index);
  int wkin_index_answer_text(Pointer answer, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_model_from_dlpack(Pointer tensors, long count, long tensorSize, String name, Pointer out, Pointer error);
  int wkin_builder_add_dlpack(Pointer builder, long tensor, Pointer start, Pointer box, long boxSize, Pointer error);
  int wkin_model_memory(Pointer model, long index, Pointer memory, long memorySize, Pointer error);
  int wkin_model_read(Pointer model, long index, long first, long count, int as, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_comparison_from_json(String json, long length, String label, Pointer out, Pointer error);
  int wkin_comparison_file(Pointer comparison, int side, long index, Pointer file, long fileSize, Pointer error);
  int wkin_comparison_with_files(Pointer comparison, Pointer subjectFiles, long subjectCount, Pointer referenceFiles, long referenceCount, long fileSize, Pointer out, Pointer error);
  int wkin_comparison_html(Pointer comparison, Pointer buffer, long capacity, Pointer needed, Pointer error);
  String wkin_document_name(int document);
  int wkin_comparisons_document(Pointer comparisons, long count, int document, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  String wkin_format_name(long index);
  String wkin_kernel_name(long index);
  String wkin_feature_name(long index);
  int wkin_has_feature(String name);
  int wkin_set_allocator(AllocateCallback allocate, FreeCallback release, Pointer userData, Pointer error);
  int wkin_printable(String text, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_measure_pair(Pointer a, Pointer b, long viewSize, int threads, Pointer pair, long pairSize, Pointer error);
  int wkin_model_measure_pair(Pointer a, long aTensor, Pointer b, long bTensor, int threads, Pointer pair, long pairSize, Pointer error);
  String wkin_outcome_name(int outcome);
  String wkin_rule_kind_name(int kind);
  int wkin_policy_from_json(String json, long length, String label, Pointer out, Pointer error);
  void wkin_policy_close(Pointer policy);
  int wkin_policy_describe(Pointer policy, Pointer info, long infoSize, Pointer error);
  int wkin_decide(Pointer policy, Pointer comparisons, long count, Pointer options, Pointer out, Pointer error);
  int wkin_decide_scan(Pointer policy, Pointer scan, Pointer options, Pointer out, Pointer error);
  void wkin_decision_close(Pointer decision);
  int wkin_decision_describe(Pointer decision, Pointer overall, long overallSize, Pointer error);
  int wkin_decision_rule(Pointer decision, long index, Pointer rule, long ruleSize, Pointer error);
  int wkin_decision_input(Pointer decision, long rule, long index, Pointer input, long inputSize, Pointer error);
  String wkin_decision_reference(Pointer decision, long index);
  String wkin_decision_claim(Pointer decision, long index);
  String wkin_decision_licence(Pointer decision, long index);
  String wkin_decision_limit(Pointer decision, long index);
  int wkin_decision_text(Pointer decision, Pointer options, Pointer buffer, long capacity, Pointer needed, Pointer error);
  int wkin_decision_json(Pointer decision, Pointer buffer, long capacity, Pointer needed, Pointer error);
}
