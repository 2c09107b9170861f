#include "tour_stops.h"
#include "tour_text.h"

static void evidence(const char* where, const char* what, const wkin_evidence* seen) {
  tour_name at;
  tour_join(at, "%s.%s", where, what);
  tour_real(at, "effect", seen->effect);
  tour_real(at, "z", seen->z);
  tour_real(at, "effective_size", seen->effective_size);
  tour_real(at, "log10_p", seen->log10_p);
  tour_real(at, "skewness", seen->skewness);
  tour_real(at, "excess_kurtosis", seen->excess_kurtosis);
  tour_whole(at, "units", seen->units);
  tour_whole(at, "draws", seen->draws);
  tour_text(at, "null", wkin_null_name(seen->null));
}

static void operation(const char* where, const wkin_comparison* comparison, size_t component,
                      size_t index) {
  wkin_operation done;
  wkin_operation_number number;
  wkin_error error;
  tour_name at, inner;
  size_t i;
  tour_join(at, "%s.operation.%lu", where, (unsigned long)index);
  tour_must(wkin_comparison_operation(comparison, component, index, &done, sizeof done, &error),
            &error, at);
  tour_text(at, "kind", wkin_operation_name(done.kind));
  tour_real(at, "log10_likelihood_margin", done.log10_likelihood_margin);
  tour_whole(at, "tensors", done.tensors);
  tour_whole(at, "numbers", done.numbers);
  if (done.tensors > 0)
    tour_text(at, "first_tensor",
              wkin_comparison_operation_tensor(comparison, component, index, 0));
  for (i = 0; i < done.numbers; ++i) {
    tour_must(wkin_comparison_operation_number(comparison, component, index, i, &number,
                                               sizeof number, &error),
              &error, at);
    tour_join(inner, "%s.%s", at, number.name);
    tour_real(inner, "value", number.value);
    tour_real(inner, "error", number.error);
  }
}

static void spectrum(const char* where, const wkin_comparison* comparison, size_t component) {
  wkin_change_spectrum found;
  wkin_error error;
  uint64_t shares = TOUR_FOLD, gaussian = TOUR_FOLD;
  tour_name at;
  size_t i;
  const wkin_status status =
      wkin_comparison_spectrum(comparison, component, &found, sizeof found, &error);
  if (status == WKIN_UNDEFINED) {
    tour_text(where, "spectrum", NULL);
    return;
  }
  tour_join(at, "%s.spectrum", where);
  tour_must(status, &error, at);
  tour_text(at, "tensor", found.tensor);
  tour_text(at, "operation", wkin_operation_name(found.operation));
  tour_whole(at, "values", found.values);
  tour_whole(at, "rows", found.rows);
  tour_whole(at, "columns", found.columns);
  tour_whole(at, "all_rows", found.all_rows);
  tour_whole(at, "all_columns", found.all_columns);
  tour_whole(at, "above_edge", found.above_edge);
  tour_real(at, "relative_size", found.relative_size);
  tour_real(at, "gaussian_edge", found.gaussian_edge);
  tour_real(at, "share_above_edge", found.share_above_edge);
  for (i = 0; i < found.values; ++i) {
    shares = tour_fold_number(shares, tour_bits(found.shares[i]));
    gaussian = tour_fold_number(gaussian, tour_bits(found.gaussian_shares[i]));
  }
  tour_folded(at, "shares", shares);
  tour_folded(at, "gaussian_shares", gaussian);
}

static void asked(const char* where, const wkin_comparison* comparison) {
  wkin_asked_search found;
  wkin_error error;
  tour_name at;
  const wkin_status status = wkin_comparison_asked(comparison, &found, sizeof found, &error);
  if (status == WKIN_UNDEFINED) {
    tour_text(where, "asked", NULL);
    return;
  }
  tour_join(at, "%s.asked", where);
  tour_must(status, &error, at);
  tour_text(at, "depth", wkin_search_depth_name(found.depth));
  tour_real(at, "seconds", found.seconds);
  tour_text(at, "component_map", found.component_map);
}

static void opened(const char* where, const wkin_comparison* comparison, wkin_side side,
                   const char* what) {
  wkin_model_opening found;
  wkin_error error;
  tour_name at;
  const wkin_status status = wkin_comparison_opened(comparison, side, &found, sizeof found, &error);
  tour_join(at, "%s.opened", where);
  if (status == WKIN_UNDEFINED) {
    tour_text(at, what, NULL);
    return;
  }
  tour_must(status, &error, at);
  tour_join(at, "%s.opened.%s", where, what);
  tour_whole(at, "as_stored", found.as_stored);
  tour_whole(at, "lenient_pickle", found.lenient_pickle);
}

static void counts(const char* at, const wkin_component_ruling* ruling) {
  tour_whole(at, "parameters", ruling->parameters);
  tour_whole(at, "parameters_compared", ruling->parameters_compared);
  tour_whole(at, "parameters_descriptive", ruling->parameters_descriptive);
  tour_whole(at, "parameters_excluded", ruling->parameters_excluded);
  tour_whole(at, "parameters_unmatched", ruling->parameters_unmatched);
  tour_whole(at, "parameters_bit_equal", ruling->parameters_bit_equal);
  tour_whole(at, "tensors_compared", ruling->tensors_compared);
  tour_whole(at, "tensors_excluded", ruling->tensors_excluded);
  tour_whole(at, "tensors_unmatched", ruling->tensors_unmatched);
  tour_whole(at, "groups", ruling->groups);
  tour_whole(at, "searched_groups", ruling->searched_groups);
  tour_whole(at, "explanations", ruling->explanations);
  tour_whole(at, "operations", ruling->operations);
  tour_whole(at, "arranged", ruling->arranged);
}

static void measures(const char* at, const wkin_component_ruling* ruling) {
  tour_real(at, "share", ruling->share);
  tour_real(at, "cosine", ruling->cosine);
  tour_real(at, "cosine_if_unrelated", ruling->cosine_if_unrelated);
  tour_real(at, "pearson", ruling->pearson);
  tour_real(at, "relative_l2", ruling->relative_l2);
  tour_real(at, "relative_l2_if_unrelated", ruling->relative_l2_if_unrelated);
  tour_real(at, "bit_equal_share", ruling->bit_equal_share);
  tour_real(at, "bit_equal_chance", ruling->bit_equal_chance);
  tour_real(at, "common_variance", ruling->common_variance);
  tour_real(at, "log10_p", ruling->log10_p);
  tour_real(at, "log10_p_holm", ruling->log10_p_holm);
  tour_real(at, "minimum_detectable", ruling->minimum_detectable);
  evidence(at, "evidence", &ruling->evidence);
  evidence(at, "strongest", &ruling->strongest);
  evidence(at, "searched", &ruling->searched);
}

static void component(const char* where, const wkin_comparison* comparison, size_t index) {
  wkin_component_ruling ruling;
  wkin_error error;
  tour_name at;
  size_t i;
  tour_join(at, "%s.component.%lu", where, (unsigned long)index);
  tour_must(wkin_comparison_component(comparison, index, &ruling, sizeof ruling, &error), &error,
            at);
  tour_text(at, "id", ruling.id);
  tour_text(at, "reference_id", ruling.reference_id);
  tour_text(at, "kind", wkin_component_kind_name(ruling.kind));
  tour_text(at, "verdict", wkin_verdict_name(ruling.verdict));
  tour_text(at, "change", wkin_change_name(ruling.change));
  tour_text(at, "strongest_group", ruling.strongest_group);
  tour_text(at, "direction", wkin_direction_name(ruling.direction));
  counts(at, &ruling);
  measures(at, &ruling);
  for (i = 0; i < ruling.operations; ++i)
    operation(at, comparison, index, i);
  spectrum(at, comparison, index);
}

static void tensor(const char* where, const wkin_comparison* comparison, size_t index) {
  wkin_tensor_evidence seen;
  wkin_error error;
  tour_name at;
  tour_join(at, "%s.tensor.%lu", where, (unsigned long)index);
  tour_must(wkin_comparison_tensor(comparison, index, &seen, sizeof seen, &error), &error, at);
  tour_text(at, "subject_name", seen.subject_name);
  tour_text(at, "reference_name", seen.reference_name);
  tour_text(at, "group", seen.group);
  tour_shape(at, seen.shape, seen.rank);
  tour_whole(at, "component", seen.component);
  tour_text(at, "match", wkin_match_name(seen.match));
  tour_text(at, "subject_dtype", wkin_dtype_name(seen.subject_dtype));
  tour_text(at, "reference_dtype", wkin_dtype_name(seen.reference_dtype));
  tour_text(at, "role", wkin_role_name(seen.role));
  tour_text(at, "use", wkin_use_name(seen.use));
  tour_text(at, "exclusion", wkin_exclusion_name(seen.exclusion));
  tour_text(at, "fit", wkin_fit_name(seen.fit));
  tour_signed(at, "layer", seen.layer);
  tour_whole(at, "elements", seen.elements);
  tour_whole(at, "bit_equal", seen.bit_equal);
  tour_whole(at, "sign_equal", seen.sign_equal);
  tour_real(at, "sum_aa", seen.sum_aa);
  tour_real(at, "sum_ab", seen.sum_ab);
  tour_real(at, "max_abs_diff", seen.max_abs_diff);
  tour_real(at, "cosine", seen.cosine);
  tour_real(at, "scale", seen.scale);
  evidence(at, "permutation", &seen.permutation);
}

/* Over all tensors, so that none goes unread. */
static void folds(const char* where, const wkin_comparison* comparison, size_t count) {
  wkin_tensor_evidence seen;
  wkin_error error;
  uint64_t equal = TOUR_FOLD, product = TOUR_FOLD, evidences = TOUR_FOLD;
  tour_name at;
  size_t i;
  for (i = 0; i < count; ++i) {
    tour_must(wkin_comparison_tensor(comparison, i, &seen, sizeof seen, &error), &error, where);
    equal = tour_fold_number(equal, seen.bit_equal);
    product = tour_fold_number(product, tour_bits(seen.sum_ab));
    evidences = tour_fold_number(evidences, tour_bits(seen.permutation.z));
  }
  tour_join(at, "%s.all_tensors", where);
  tour_folded(at, "bit_equal", equal);
  tour_folded(at, "sum_ab", product);
  tour_folded(at, "permutation_z", evidences);
}

void tour_comparison(const char* where, const wkin_comparison* comparison) {
  wkin_overall overall;
  wkin_unmatched alone;
  wkin_error error;
  tour_name at;
  size_t i;
  tour_must(wkin_comparison_overall(comparison, &overall, sizeof overall, &error), &error, where);
  tour_text(where, "verdict", wkin_verdict_name(overall.verdict));
  tour_text(where, "sentence", overall.sentence);
  tour_whole(where, "subject_parameters", overall.subject_parameters);
  tour_whole(where, "reference_parameters", overall.reference_parameters);
  tour_whole(where, "parameters_found", overall.parameters_found);
  tour_whole(where, "components", overall.components);
  tour_whole(where, "tensors", overall.tensors);
  tour_whole(where, "unmatched", overall.unmatched);
  tour_whole(where, "limits", overall.limits);
  tour_whole(where, "searched", overall.searched);
  asked(where, comparison);
  opened(where, comparison, WKIN_SIDE_SUBJECT, "subject");
  opened(where, comparison, WKIN_SIDE_REFERENCE, "reference");
  for (i = 0; i < overall.components; ++i)
    component(where, comparison, i);
  if (overall.tensors > 0) {
    tensor(where, comparison, 0);
    tensor(where, comparison, overall.tensors - 1);
    folds(where, comparison, overall.tensors);
  }
  for (i = 0; i < overall.unmatched && i < 2; ++i) {
    tour_must(wkin_comparison_unmatched(comparison, i, &alone, sizeof alone, &error), &error,
              where);
    tour_join(at, "%s.unmatched.%lu", where, (unsigned long)i);
    tour_text(at, "name", alone.name);
    tour_text(at, "side", alone.side == WKIN_SIDE_SUBJECT ? "subject" : "reference");
  }
}
