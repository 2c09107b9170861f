#include <stdlib.h>
#include <string.h>

#include "tour_stops.h"
#include "tour_text.h"
#include "tour_weights.h"

static void summary(const char* where, const wkin_component_summary* it) {
  tour_text(where, "id", it->id);
  tour_text(where, "verdict", wkin_verdict_name(it->verdict));
  tour_real(where, "pearson", it->pearson);
  tour_real(where, "common_variance", it->common_variance);
  tour_real(where, "log10_p", it->log10_p);
}

static void candidate(const wkin_scan* scan, size_t index) {
  wkin_candidate it;
  wkin_affinity near;
  wkin_component_summary ruling;
  wkin_error error;
  tour_name at;
  size_t i;
  tour_join(at, "scan.candidate.%lu", (unsigned long)index);
  tour_must(wkin_scan_candidate(scan, index, &it, sizeof it, &error), &error, "candidate");
  tour_text(at, "name", it.name);
  tour_whole(at, "reference", it.reference);
  tour_whole(at, "compared", it.compared);
  tour_text(at, "verdict", wkin_verdict_name(it.verdict));
  tour_must(wkin_scan_affinity(scan, index, &near, sizeof near, &error), &error, "affinity");
  tour_real(at, "sketches", near.sketches);
  tour_real(at, "landmarks", near.landmarks);
  tour_real(at, "gram", near.gram);
  for (i = 0; i < it.components; ++i) {
    tour_name inner;
    tour_must(wkin_scan_candidate_component(scan, index, i, &ruling, sizeof ruling, &error), &error,
              "summary");
    tour_join(inner, "%s.component.%lu", at, (unsigned long)i);
    summary(inner, &ruling);
  }
}

static void scanned(const wkin_fingerprint* prints[3]) {
  const wkin_fingerprint* references[2];
  wkin_scan* scan = NULL;
  wkin_scan_overall overall;
  wkin_origin origin;
  wkin_separation apart;
  wkin_error error;
  size_t i;
  references[0] = prints[0];
  references[1] = prints[2];
  tour_must(wkin_find_ancestors(prints[1], NULL, references, NULL, 2, NULL, &scan, &error), &error,
            "scan");
  tour_must(wkin_scan_describe(scan, &overall, sizeof overall, &error), &error, "scan");
  tour_text("scan", "sentence", overall.sentence);
  tour_text("scan", "verdict", wkin_verdict_name(overall.verdict));
  tour_whole("scan", "origins", overall.origins);
  tour_whole("scan", "candidates", overall.candidates);
  tour_whole("scan", "compared", overall.compared);
  tour_whole("scan", "tests", overall.tests);
  tour_whole("scan", "limits", overall.limits);
  for (i = 0; i < overall.candidates; ++i)
    candidate(scan, i);
  tour_must(wkin_scan_origin(scan, 0, &origin, sizeof origin, &error), &error, "origin");
  tour_text("scan.origin.0", "id", origin.id);
  tour_whole("scan.origin.0", "found", origin.found_count);
  tour_whole("scan.origin.0", "nearest", origin.nearest[0]);
  tour_whole("scan.origin.0", "separations", origin.separations);
  tour_real("scan.origin.0", "share", origin.share);
  tour_must(wkin_scan_separation(scan, 0, 0, &apart, sizeof apart, &error), &error, "separation");
  tour_whole("scan.separation.0", "nearer", apart.nearer);
  tour_whole("scan.separation.0", "separable", apart.separable);
  tour_real("scan.separation.0", "share", apart.share);
  wkin_scan_close(scan);
}

static void family(const wkin_forest* forest, const wkin_family* it) {
  wkin_node node;
  wkin_member member;
  wkin_edge edge;
  wkin_error error;
  tour_name at;
  size_t i;
  tour_whole("forest.family.0", "nodes", it->nodes);
  tour_whole("forest.family.0", "edges", it->edges);
  tour_whole("forest.family.0", "merges", it->merges);
  tour_whole("forest.family.0", "unplaced", it->unplaced);
  tour_text("forest.family.0", "root", it->root == WKIN_NO_INDEX ? "null" : "known");
  tour_real("forest.family.0", "misfit", it->misfit);
  for (i = 0; i < it->nodes; ++i) {
    tour_join(at, "forest.node.%lu", (unsigned long)i);
    tour_must(wkin_forest_node(forest, 0, i, &node, sizeof node, &error), &error, "node");
    tour_whole(at, "members", node.members);
    tour_whole(at, "may_be", node.may_be_count);
    if (node.members == 0) continue;
    tour_must(wkin_forest_member(forest, 0, i, 0, &member, sizeof member, &error), &error,
              "member");
    tour_whole(at, "model", member.model);
    tour_text(at, "component", member.component);
  }
  for (i = 0; i < it->edges; ++i) {
    tour_join(at, "forest.edge.%lu", (unsigned long)i);
    tour_must(wkin_forest_edge(forest, 0, i, &edge, sizeof edge, &error), &error, "edge");
    tour_whole(at, "first", edge.first);
    tour_whole(at, "second", edge.second);
    tour_whole(at, "directed", edge.directed);
    tour_real(at, "length", edge.length);
    tour_real(at, "length_error", edge.length_error);
  }
}

static void grown(const wkin_fingerprint* const* prints) {
  wkin_forest* forest = NULL;
  wkin_forest_overall overall;
  wkin_family first;
  wkin_tree_merge merge;
  wkin_tree_parent parent;
  wkin_forest_comparison pair;
  wkin_component_summary ruling;
  wkin_error error;
  char newick[4096];
  size_t i;
  tour_must(wkin_grow_forest(prints, NULL, 3, NULL, &forest, &error), &error, "forest");
  tour_must(wkin_forest_describe(forest, &overall, sizeof overall, &error), &error, "forest");
  tour_whole("forest", "models", overall.models);
  tour_whole("forest", "singles", overall.single_count);
  tour_whole("forest", "pairs", overall.pairs);
  tour_whole("forest", "families", overall.families);
  tour_must(wkin_forest_family(forest, 0, &first, sizeof first, &error), &error, "family");
  family(forest, &first);
  for (i = 0; i < first.merges; ++i) {
    tour_name at;
    size_t p;
    tour_must(wkin_forest_merge(forest, 0, i, &merge, sizeof merge, &error), &error, "merge");
    tour_join(at, "forest.merge.%lu", (unsigned long)i);
    tour_text(at, "sentence", merge.sentence);
    tour_whole(at, "child", merge.child);
    tour_whole(at, "proven", merge.proven);
    tour_real(at, "residual", merge.residual);
    for (p = 0; p < merge.parents; ++p) {
      tour_must(wkin_forest_parent(forest, 0, i, p, &parent, sizeof parent, &error), &error, "");
      tour_join(at, "forest.merge.%lu.parent.%lu", (unsigned long)i, (unsigned long)p);
      tour_whole(at, "node", parent.node);
      tour_real(at, "weight", parent.weight);
    }
  }
  tour_must(wkin_forest_pair(forest, 0, &pair, sizeof pair, &error), &error, "pair");
  tour_whole("forest.pair.0", "subject", pair.subject);
  tour_whole("forest.pair.0", "reference", pair.reference);
  tour_must(wkin_forest_pair_component(forest, 0, 0, &ruling, sizeof ruling, &error), &error, "");
  summary("forest.pair.0.component.0", &ruling);
  tour_must(wkin_forest_newick(forest, newick, sizeof newick, &i, &error), &error, "newick");
  tour_folded("forest", "newick_folded", tour_fold(TOUR_FOLD, newick, i - 1));
  wkin_forest_close(forest);
}

static void hashed(const wkin_model* model) {
  wkin_hash* hash = NULL;
  wkin_hash_roots roots;
  wkin_tensor_hash tensor;
  wkin_component_hash component;
  wkin_error error;
  tour_must(wkin_hash_take(model, NULL, &hash, &error), &error, "hash");
  tour_must(wkin_hash_describe(hash, &roots, sizeof roots, &error), &error, "hash");
  tour_digest("hash", "root", roots.root);
  tour_digest("hash", "nameless", roots.nameless);
  tour_whole("hash", "tensors", roots.tensors);
  tour_whole("hash", "components", roots.components);
  tour_must(wkin_hash_tensor(hash, 0, &tensor, sizeof tensor, &error), &error, "hash");
  tour_text("hash.tensor.0", "name", tensor.name);
  tour_shape("hash.tensor.0", tensor.shape, tensor.rank);
  tour_digest("hash.tensor.0", "stored", tensor.stored);
  tour_digest("hash.tensor.0", "value", tensor.value);
  tour_must(wkin_hash_component(hash, 0, &component, sizeof component, &error), &error, "hash");
  tour_text("hash.component.0", "id", component.id);
  tour_digest("hash.component.0", "root", component.root);
  wkin_hash_close(hash);
}

static void listed(const char* folder) {
  char path[1024];
  wkin_manifest* manifest = NULL;
  wkin_manifest_info info;
  wkin_manifest_file file;
  wkin_error error;
  size_t differences = 99, needed = 0;
  snprintf(path, sizeof path, "%s/donor.safetensors", folder);
  tour_must(wkin_manifest_make(path, NULL, &manifest, &error), &error, path);
  tour_must(wkin_manifest_describe(manifest, &info, sizeof info, &error), &error, path);
  tour_text("manifest", "model", info.model);
  tour_whole("manifest", "files", info.files);
  tour_digest("manifest", "subject", info.subject);
  tour_must(wkin_manifest_file_at(manifest, 0, &file, sizeof file, &error), &error, path);
  tour_text("manifest.file.0", "name", file.name);
  tour_digest("manifest.file.0", "content", file.content);
  tour_must(wkin_manifest_compare(manifest, manifest, &differences, NULL, 0, &needed, &error),
            &error, path);
  tour_whole("manifest", "differences", differences);
  wkin_manifest_close(manifest);
}

static void summed(tour_weights values) {
  wkin_tensor_declaration declared[tour_layers];
  wkin_checksum *sum = NULL, *other = NULL;
  uint64_t value = 0, tensors[tour_layers];
  int complete = 0;
  wkin_error error;
  size_t l;
  memset(declared, 0, sizeof declared);
  for (l = 0; l < tour_layers; ++l) {
    declared[l].name = tour_weight_names[l];
    declared[l].shape = tour_weight_shape;
    declared[l].dtype = WKIN_DTYPE_F32;
    declared[l].rank = 2;
  }
  tour_must(wkin_checksum_begin(declared, tour_layers, sizeof declared[0], 3, &sum, &error), &error,
            "checksum");
  tour_must(wkin_checksum_begin(declared, tour_layers, sizeof declared[0], 3, &other, &error),
            &error, "checksum");
  for (l = 0; l < tour_layers; ++l)
    tour_must(wkin_checksum_add(l == 0 ? other : sum, l, 0, tour_count, values[l], sizeof values[l],
                                &error),
              &error, "checksum");
  tour_must(wkin_checksum_value(sum, &value, &complete, &error), &error, "checksum");
  tour_whole("checksum", "half_complete", (uint64_t)complete);
  tour_must(wkin_checksum_merge(sum, other, &error), &error, "checksum");
  tour_must(wkin_checksum_value(sum, &value, &complete, &error), &error, "checksum");
  tour_folded("checksum", "value", value);
  tour_whole("checksum", "complete", (uint64_t)complete);
  tour_must(wkin_checksum_tensors(sum, tensors, tour_layers, &error), &error, "checksum");
  tour_folded("checksum", "last_tensor", tensors[tour_layers - 1]);
  wkin_checksum_close(other);
  wkin_checksum_close(sum);
}

static void asked(wkin_index* index, const wkin_fingerprint* subject) {
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info info;
  wkin_exact_match match;
  wkin_index_candidate_info found;
  wkin_error error;
  tour_must(wkin_index_query(index, subject, NULL, &answer, &error), &error, "query");
  tour_must(wkin_index_answer_describe(answer, &info, sizeof info, &error), &error, "answer");
  tour_whole("index.query", "models", info.models);
  tour_whole("index.query", "exact", info.exact);
  tour_whole("index.query", "candidates", info.candidates);
  tour_text("index.query", "overall", wkin_verdict_name(info.overall));
  tour_must(wkin_index_exact(answer, 0, &match, sizeof match, &error), &error, "exact");
  tour_text("index.exact.0", "name", match.name);
  tour_whole("index.exact.0", "tensors_equal", match.tensors_equal);
  tour_whole("index.exact.0", "same_root", match.same_root);
  tour_must(wkin_index_candidate(answer, 1, &found, sizeof found, &error), &error, "candidate");
  tour_text("index.candidate.1", "name", found.name);
  tour_text("index.candidate.1", "verdict", wkin_verdict_name(found.verdict));
  tour_real("index.candidate.1", "score", found.score);
  wkin_index_answer_close(answer);
}

static void indexed(const wkin_fingerprint* prints[3], const char* scratch) {
  char path[1024];
  wkin_index_options options = WKIN_INDEX_OPTIONS_INIT;
  wkin_index* index = NULL;
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info checked;
  wkin_index_info info;
  wkin_fingerprint* loaded = NULL;
  wkin_fingerprint_info print;
  uint64_t id = 0;
  uint32_t added = 9, removed = 9;
  wkin_error error;
  snprintf(path, sizeof path, "%s/tour.sqlite", scratch);
  remove(path);
  options.access = WKIN_INDEX_CREATE;
  tour_must(wkin_index_open(path, &options, &index, &error), &error, path);
  tour_must(wkin_index_add(index, prints[0], &id, &added, &error), &error, path);
  tour_must(wkin_index_add(index, prints[1], NULL, NULL, &error), &error, path);
  tour_must(wkin_index_add(index, prints[0], &id, &added, &error), &error, path);
  tour_whole("index", "id", id);
  tour_whole("index", "added_again", added);
  tour_must(wkin_index_describe(index, &info, sizeof info, &error), &error, path);
  tour_whole("index", "models", info.models);
  tour_whole("index", "components", info.components);
  asked(index, prints[0]);
  tour_must(wkin_index_load(index, id, &loaded, &error), &error, path);
  tour_must(wkin_fingerprint_describe(loaded, &print, sizeof print, &error), &error, path);
  tour_folded("index.loaded", "checksum", print.checksum);
  tour_must(wkin_index_verify(index, &answer, &error), &error, path);
  tour_must(wkin_index_answer_describe(answer, &checked, sizeof checked, &error), &error, path);
  tour_whole("index", "problems", checked.problems);
  tour_must(wkin_index_remove(index, id, &removed, &error), &error, path);
  tour_whole("index", "removed", removed);
  wkin_index_answer_close(answer);
  wkin_fingerprint_close(loaded);
  wkin_index_close(index);
  remove(path);
}

/* Half of a tensor as f64. */
static void values_read(const wkin_model* model) {
  double values[tour_count / 2];
  size_t needed = 0;
  wkin_error error;
  tour_must(wkin_model_read(model, 1, tour_count / 2, tour_count / 2, WKIN_DTYPE_F64, values,
                            sizeof values, &needed, &error),
            &error, "read");
  tour_folded("read", "values_folded", tour_fold(TOUR_FOLD, values, needed));
}

void tour_many(const char* folder, const char* scratch) {
  static tour_weights values[3];
  static const char* const names[3] = {"first", "second", "mean"};
  wkin_model* models[3] = {NULL, NULL, NULL};
  wkin_fingerprint* prints[3] = {NULL, NULL, NULL};
  const wkin_fingerprint* lent[3];
  wkin_error error;
  int m;
  tour_make_weights(values[0], values[1], values[2]);
  for (m = 0; m < 3; ++m) {
    wkin_tensor_view views[tour_layers];
    tour_view_weights(values[m], views);
    tour_must(
        wkin_model_from_tensors(views, tour_layers, sizeof views[0], names[m], &models[m], &error),
        &error, names[m]);
    tour_must(wkin_fingerprint_take(models[m], NULL, &prints[m], &error), &error, names[m]);
    lent[m] = prints[m];
  }
  scanned(lent);
  grown(lent);
  hashed(models[0]);
  listed(folder);
  summed(values[0]);
  indexed(lent, scratch);
  values_read(models[0]);
  for (m = 0; m < 3; ++m) {
    wkin_fingerprint_close(prints[m]);
    wkin_model_close(models[m]);
  }
}
