/* Scans and forests of many models from C99: what is found, and every refusal. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

enum { models = 4, ancestor = 0, descendant = 1, cousin = 2, stranger = 3 };

static float values[models][layers][rows * columns];
static wkin_model* held[models];
static wkin_fingerprint* prints[models];
static const char* const names[models] = {"ancestor", "descendant", "cousin", "stranger"};

static void make_models(void) {
  uint64_t state = 20;
  wkin_tensor_view views[layers];
  int m, l, i;
  for (l = 0; l < layers; ++l)
    for (i = 0; i < rows * columns; ++i) {
      values[ancestor][l][i] = draw(&state);
      values[descendant][l][i] = values[ancestor][l][i] + 0.1f * draw(&state);
      values[cousin][l][i] = values[ancestor][l][i] + 0.3f * draw(&state);
      values[stranger][l][i] = draw(&state);
    }
  memset(views, 0, sizeof views);
  for (m = 0; m < models; ++m) {
    for (l = 0; l < layers; ++l) {
      views[l].name = weight_names[l];
      views[l].dtype = WKIN_DTYPE_F32;
      views[l].rank = 2;
      views[l].shape = weight_shape;
      views[l].data = values[m][l];
    }
    CHECK(wkin_model_from_tensors(views, layers, sizeof views[0], names[m], &held[m], NULL) ==
          WKIN_OK);
    CHECK(wkin_fingerprint_take(held[m], NULL, &prints[m], NULL) == WKIN_OK);
  }
}

static void close_models(void) {
  int m;
  for (m = 0; m < models; ++m) {
    wkin_fingerprint_close(prints[m]);
    wkin_model_close(held[m]);
  }
}

struct said {
  int info;
  int warnings;
};

static void listen(wkin_log_level level, const char* line, void* user_data) {
  struct said* said = (struct said*)user_data;
  if (level == WKIN_LOG_INFO && line[0] != '\0') ++said->info;
  if (level == WKIN_LOG_WARNING) ++said->warnings;
}

static int stop(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  (void)stage, (void)done, (void)total, (void)user_data;
  return 1;
}

static void check_scan(const wkin_scan* scan, wkin_evidence_source source) {
  wkin_scan_overall overall;
  wkin_candidate candidate;
  wkin_affinity affinity;
  wkin_component_summary summary;
  wkin_origin origin;
  wkin_separation separation;
  wkin_error error;
  size_t needed = 0, i, seen = 0;
  CHECK(wkin_scan_describe(scan, &overall, sizeof overall, &error) == WKIN_OK);
  CHECK(overall.verdict == WKIN_VERDICT_DERIVED && overall.candidates == 3);
  CHECK(overall.origins == 1 && overall.limits > 0 && strlen(overall.sentence) > 0);
  CHECK(strcmp(overall.subject_name, "descendant") == 0 && overall.tests > 0);
  for (i = 0; i < overall.candidates; ++i) {
    CHECK(wkin_scan_candidate(scan, i, &candidate, sizeof candidate, &error) == WKIN_OK);
    seen |= (size_t)1 << candidate.reference;
    CHECK(candidate.parameters == (uint64_t)layers * rows * columns);
    if (i == 0) {
      CHECK(candidate.reference == 0 && strcmp(candidate.name, "ancestor") == 0);
      CHECK(candidate.compared == 1 && candidate.verdict == WKIN_VERDICT_DERIVED);
      CHECK(candidate.source == source && candidate.components == 1);
      CHECK(wkin_scan_affinity(scan, i, &affinity, sizeof affinity, &error) == WKIN_OK);
      CHECK(affinity.sketches > 0.5 && affinity.values < 0.5);
      CHECK(wkin_scan_candidate_component(scan, i, 0, &summary, sizeof summary, &error) == WKIN_OK);
      CHECK(summary.verdict == WKIN_VERDICT_DERIVED && summary.log10_p < -5);
    }
  }
  CHECK(seen == 7);
  CHECK(wkin_scan_origin(scan, 0, &origin, sizeof origin, &error) == WKIN_OK);
  CHECK(origin.found_count == 2 && origin.found[0] == 0 && origin.share == 1.0);
  CHECK(origin.nearest_count >= 1 && origin.nearest != NULL && origin.separations == 1);
  CHECK(wkin_scan_separation(scan, 0, 0, &separation, sizeof separation, &error) == WKIN_OK);
  CHECK(separation.nearer + separation.farther == 1);
  CHECK(wkin_scan_limit(scan, 0) != NULL && wkin_scan_limit(scan, overall.limits) == NULL);
  CHECK(wkin_scan_text(scan, NULL, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);
  CHECK(wkin_scan_json(scan, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);

  CHECK(wkin_scan_candidate(scan, 3, &candidate, sizeof candidate, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_affinity(scan, 3, &affinity, sizeof affinity, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_candidate_component(scan, 0, 1, &summary, sizeof summary, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_origin(scan, 1, &origin, sizeof origin, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_separation(scan, 0, 1, &separation, sizeof separation, &error) ==
        WKIN_BAD_ARGUMENT);
}

static void ancestors_are_found(void) {
  const wkin_fingerprint* references[3];
  const wkin_model* weights[3];
  wkin_scan_options options = WKIN_SCAN_OPTIONS_INIT;
  wkin_text_options look = WKIN_TEXT_OPTIONS_INIT;
  wkin_affinity affinity;
  struct said said = {0, 0};
  wkin_scan* scan = NULL;
  wkin_error error;
  size_t needed = 0;
  references[0] = prints[ancestor], weights[0] = held[ancestor];
  references[1] = prints[cousin], weights[1] = held[cousin];
  references[2] = prints[stranger], weights[2] = NULL;
  CHECK(wkin_find_ancestors(prints[descendant], NULL, references, NULL, 3, NULL, &scan, &error) ==
        WKIN_OK);
  check_scan(scan, WKIN_SOURCE_FINGERPRINTS);
  look.tensors = look.colour = look.blocks = 1;
  look.width = 60;
  CHECK(wkin_scan_text(scan, &look, NULL, 0, &needed, &error) == WKIN_OK);
  look.struct_size = 0;
  CHECK(wkin_scan_text(scan, &look, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  wkin_scan_close(scan);
  options.threads = 2;
  options.on_log = listen;
  options.log_user_data = &said;
  CHECK(wkin_find_ancestors(prints[descendant], held[descendant], references, weights, 3, &options,
                            &scan, &error) == WKIN_OK);
  check_scan(scan, WKIN_SOURCE_WEIGHTS);
  CHECK(said.info > 0);
  wkin_scan_close(scan);

  options.on_progress = stop;
  CHECK(wkin_find_ancestors(prints[descendant], NULL, references, NULL, 3, &options, &scan,
                            &error) == WKIN_CANCELLED);
  options.on_progress = NULL;
  CHECK(wkin_find_ancestors(NULL, NULL, references, NULL, 3, NULL, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_find_ancestors(prints[0], NULL, NULL, NULL, 3, NULL, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 0, NULL, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, NULL, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  /* Weights that are not those of their fingerprint. */
  weights[0] = held[stranger];
  CHECK(scan == NULL);
  references[1] = NULL;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, NULL, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  references[1] = prints[cousin];
  options.nearest_share = 0.5;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  options.nearest_share = 0, options.separation_errors = -1;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  options.separation_errors = 0, options.log10_alpha = 1;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  options.log10_alpha = 0, options.effect_floor = (double)NAN;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_ARGUMENT);
  options.effect_floor = 0, options.component_map = "{";
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_FORMAT);
  options.struct_size = 0;
  CHECK(wkin_find_ancestors(prints[0], NULL, references, NULL, 3, &options, &scan, &error) ==
        WKIN_BAD_ARGUMENT);

  CHECK(wkin_fingerprint_affinity(prints[0], prints[0], &affinity, sizeof affinity, &error) ==
        WKIN_OK);
  CHECK(affinity.values == 1.0);
  CHECK(wkin_fingerprint_affinity(prints[0], NULL, &affinity, sizeof affinity, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_affinity(prints[0], prints[0], NULL, 1, &error) == WKIN_BAD_ARGUMENT);
}

static void nothing_is_asked_of_null(void) {
  wkin_scan_overall overall;
  wkin_forest_overall forest;
  wkin_error error;
  size_t needed = 0;
  wkin_scan_close(NULL);
  wkin_forest_close(NULL);
  CHECK(wkin_scan_describe(NULL, &overall, sizeof overall, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_limit(NULL, 0) == NULL);
  CHECK(wkin_scan_text(NULL, NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_json(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_candidate(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_scan_origin(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_describe(NULL, &forest, sizeof forest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_family(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_pair(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_limit(NULL, 0) == NULL && wkin_forest_note(NULL, 0, 0) == NULL);
  CHECK(wkin_forest_text(NULL, NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_json(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
}

/* Every node's members are models of ours, every edge joins two nodes. */
static size_t check_family(const wkin_forest* forest, const wkin_family* family) {
  wkin_node node;
  wkin_member member;
  wkin_edge edge;
  wkin_component_summary summary;
  wkin_error error;
  size_t i, k, placed = 0, findings = 0;
  for (i = 0; i < family->nodes; ++i) {
    CHECK(wkin_forest_node(forest, 0, i, &node, sizeof node, &error) == WKIN_OK);
    for (k = 0; k < node.members; ++k) {
      CHECK(wkin_forest_member(forest, 0, i, k, &member, sizeof member, &error) == WKIN_OK);
      CHECK(member.model < models && member.model != stranger && strlen(member.component) > 0);
      ++placed;
    }
    CHECK(wkin_forest_member(forest, 0, i, k, &member, sizeof member, &error) == WKIN_BAD_ARGUMENT);
  }
  CHECK(placed + family->unplaced == 3);
  for (i = 0; i < family->unplaced; ++i)
    CHECK(wkin_forest_unplaced(forest, 0, i, &member, sizeof member, &error) == WKIN_OK);
  CHECK(family->edges + 1 == family->nodes);
  for (i = 0; i < family->edges; ++i) {
    CHECK(wkin_forest_edge(forest, 0, i, &edge, sizeof edge, &error) == WKIN_OK);
    CHECK(edge.first < family->nodes && edge.second < family->nodes && edge.reason != NULL);
    findings += edge.has_finding;
    CHECK(wkin_forest_finding(forest, 0, i, &summary, sizeof summary, &error) ==
          (edge.has_finding ? WKIN_OK : WKIN_UNDEFINED));
    if (edge.has_finding) CHECK(summary.verdict == WKIN_VERDICT_DERIVED);
  }
  CHECK(wkin_forest_node(forest, 0, i + 2, &node, sizeof node, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_edge(forest, 0, i, &edge, sizeof edge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_finding(forest, 0, i, &summary, sizeof summary, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_unplaced(forest, 0, family->unplaced, &member, sizeof member, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_note(forest, 0, family->notes) == NULL);
  return findings;
}

/* Answers how many edges join models that were compared with each other. */
static size_t check_forest(const wkin_forest* forest, wkin_evidence_source source) {
  wkin_forest_overall overall;
  wkin_forest_comparison pair;
  wkin_component_summary summary;
  wkin_family family;
  wkin_error error;
  size_t needed = 0, findings;
  CHECK(wkin_forest_describe(forest, &overall, sizeof overall, &error) == WKIN_OK);
  CHECK(overall.models == models && overall.pairs == 6 && overall.families == 1);
  CHECK(overall.single_count == 1 && overall.singles[0] == stranger && overall.limits > 0);
  CHECK(wkin_forest_family(forest, 0, &family, sizeof family, &error) == WKIN_OK);
  findings = check_family(forest, &family);
  CHECK(wkin_forest_pair(forest, 0, &pair, sizeof pair, &error) == WKIN_OK);
  CHECK(pair.subject == 0 && pair.reference == 1 && pair.verdict == WKIN_VERDICT_DERIVED);
  CHECK(pair.source == source && pair.components == 1 && strlen(pair.sentence) > 0);
  CHECK(wkin_forest_pair_component(forest, 0, 0, &summary, sizeof summary, &error) == WKIN_OK);
  CHECK(summary.verdict == WKIN_VERDICT_DERIVED);
  CHECK(wkin_forest_limit(forest, 0) != NULL && wkin_forest_limit(forest, overall.limits) == NULL);
  CHECK(wkin_forest_text(forest, NULL, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);
  CHECK(wkin_forest_json(forest, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);
  CHECK(wkin_forest_newick(forest, NULL, 0, &needed, &error) == WKIN_OK && needed > 10);
  CHECK(wkin_forest_svg(forest, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);
  CHECK(wkin_forest_family(forest, 1, &family, sizeof family, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_pair(forest, 6, &pair, sizeof pair, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_pair_component(forest, 0, 1, &summary, sizeof summary, &error) ==
        WKIN_BAD_ARGUMENT);
  return findings;
}

/* What was asked of a scan or a forest is what it says it used. */
static void settings_are_told(void) {
  const wkin_fingerprint* all[2];
  wkin_scan_options scanning = WKIN_SCAN_OPTIONS_INIT;
  wkin_forest_options growing = WKIN_FOREST_OPTIONS_INIT;
  wkin_many_settings settings;
  wkin_scan_overall overall;
  wkin_scan* scan = NULL;
  wkin_forest* forest = NULL;
  all[0] = prints[ancestor], all[1] = prints[stranger];
  scanning.log10_alpha = -6, growing.log10_alpha = -7;
  scanning.derived_share = 0.7, growing.derived_share = 0.8;
  scanning.searched_floor = 0.2, growing.searched_floor = 0.3;
  scanning.max_units = 64, growing.max_units = 32;
  scanning.max_features = 48, growing.max_features = 24;
  scanning.nearest_share = 0.1, growing.separation_errors = 6;
  scanning.seed = 3, growing.seed = 4;
  scanning.population = 1000;
  CHECK(wkin_find_ancestors(prints[descendant], NULL, all, NULL, 2, &scanning, &scan, NULL) ==
        WKIN_OK);
  CHECK(wkin_scan_settings(scan, &settings, sizeof settings, NULL) == WKIN_OK);
  CHECK(settings.log10_alpha == -6 && settings.derived_share == 0.7 && settings.seed == 3);
  CHECK(settings.searched_floor == 0.2 && settings.max_units == 64 && settings.max_features == 48);
  CHECK(settings.nearest_share == 0.1 && settings.separation_errors == 5);
  CHECK(wkin_scan_describe(scan, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.references == 1000 && overall.tests == 1000 && overall.subject_tensors == layers);
  CHECK(overall.subject_format != NULL);
  wkin_scan_close(scan);
  CHECK(wkin_grow_forest(all, NULL, 2, &growing, &forest, NULL) == WKIN_OK);
  CHECK(wkin_forest_settings(forest, &settings, sizeof settings, NULL) == WKIN_OK);
  CHECK(settings.log10_alpha == -7 && settings.derived_share == 0.8 && settings.seed == 4);
  CHECK(settings.searched_floor == 0.3 && settings.max_units == 32 && settings.max_features == 24);
  CHECK(settings.nearest_share == 0.25 && settings.separation_errors == 6);
  wkin_forest_close(forest);
  CHECK(wkin_scan_settings(NULL, &settings, sizeof settings, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_forest_settings(NULL, &settings, sizeof settings, NULL) == WKIN_BAD_ARGUMENT);
  scanning.derived_share = 1.5, growing.searched_floor = 1;
  CHECK(wkin_find_ancestors(prints[descendant], NULL, all, NULL, 2, &scanning, &scan, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_grow_forest(all, NULL, 2, &growing, &forest, NULL) == WKIN_BAD_ARGUMENT);
  scanning.derived_share = 0;
  scanning.population = UINT64_MAX; /* a product of it would not fit */
  CHECK(wkin_find_ancestors(prints[descendant], NULL, all, NULL, 2, &scanning, &scan, NULL) ==
        WKIN_BAD_ARGUMENT);
}

static void forests_grow(void) {
  const wkin_fingerprint* all[models];
  const wkin_model* weights[models];
  wkin_forest_options options = WKIN_FOREST_OPTIONS_INIT;
  wkin_text_options look = WKIN_TEXT_OPTIONS_INIT;
  wkin_known_direction known;
  struct said said = {0, 0};
  wkin_forest* forest = NULL;
  wkin_family family;
  wkin_error error;
  size_t needed = 0, findings;
  int m;
  for (m = 0; m < models; ++m)
    all[m] = prints[m], weights[m] = held[m];
  CHECK(wkin_grow_forest(all, NULL, models, NULL, &forest, &error) == WKIN_OK);
  findings = check_forest(forest, WKIN_SOURCE_FINGERPRINTS);
  CHECK(wkin_forest_family(forest, 0, &family, sizeof family, &error) == WKIN_OK);
  CHECK(family.root == WKIN_NO_INDEX); /* nothing proves a direction */
  look.struct_size = 0;
  CHECK(wkin_forest_text(forest, &look, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  wkin_forest_close(forest);

  memset(&known, 0, sizeof known);
  known.subject = descendant;
  known.reference = ancestor;
  known.reason = "told by its maker";
  known.direction = WKIN_DIRECTION_SUBJECT_FROM_REFERENCE;
  options.directions = &known;
  options.direction_count = 1;
  options.direction_size = sizeof known;
  options.threads = 2;
  options.on_log = listen;
  options.log_user_data = &said;
  CHECK(wkin_grow_forest(all, weights, models, &options, &forest, &error) == WKIN_OK);
  findings += check_forest(forest, WKIN_SOURCE_WEIGHTS);
  CHECK(findings > 0);
  CHECK(said.info > 0);
  wkin_forest_close(forest);

  known.reference = models;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_BAD_ARGUMENT);
  known.reference = ancestor, known.direction = (wkin_direction)9;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_BAD_ARGUMENT);
  options.direction_size = 4;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_BAD_ARGUMENT);
  options.directions = NULL;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_BAD_ARGUMENT);
  options.direction_count = 0, options.on_progress = stop;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_CANCELLED);
  options.struct_size = 4;
  CHECK(wkin_grow_forest(all, NULL, models, &options, &forest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_grow_forest(all, NULL, 1, NULL, &forest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_grow_forest(NULL, NULL, 2, NULL, &forest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_grow_forest(all, NULL, 2, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(forest == NULL);
}

/* The mean of two models lies between them: a mixture that names both. */
static void mixtures_have_parents(void) {
  static float mixed[layers][rows * columns];
  const wkin_fingerprint* all[3];
  wkin_tensor_view views[layers];
  wkin_fingerprint* print = NULL;
  wkin_forest* forest = NULL;
  wkin_family family;
  wkin_tree_merge merge;
  wkin_tree_parent parent;
  wkin_error error;
  int l, i;
  memset(views, 0, sizeof views);
  for (l = 0; l < layers; ++l) {
    for (i = 0; i < rows * columns; ++i)
      mixed[l][i] = 0.5f * values[descendant][l][i] + 0.5f * values[cousin][l][i];
    views[l].name = weight_names[l];
    views[l].dtype = WKIN_DTYPE_F32;
    views[l].rank = 2;
    views[l].shape = weight_shape;
    views[l].data = mixed[l];
  }
  CHECK(wkin_fingerprint_take_tensors(views, layers, sizeof views[0], NULL, &print, &error) ==
        WKIN_OK);
  all[0] = prints[descendant], all[1] = prints[cousin], all[2] = print;
  CHECK(wkin_grow_forest(all, NULL, 3, NULL, &forest, &error) == WKIN_OK);
  CHECK(wkin_forest_family(forest, 0, &family, sizeof family, &error) == WKIN_OK);
  if (CHECK(family.merges == 1)) {
    CHECK(wkin_forest_merge(forest, 0, 0, &merge, sizeof merge, &error) == WKIN_OK);
    CHECK(merge.child < family.nodes && merge.parents == 2 && strlen(merge.sentence) > 0);
    CHECK(wkin_forest_parent(forest, 0, 0, 1, &parent, sizeof parent, &error) == WKIN_OK);
    CHECK(parent.node < family.nodes);
    CHECK(wkin_forest_parent(forest, 0, 0, 2, &parent, sizeof parent, &error) == WKIN_BAD_ARGUMENT);
  }
  CHECK(wkin_forest_merge(forest, 0, family.merges, &merge, sizeof merge, &error) ==
        WKIN_BAD_ARGUMENT);
  wkin_forest_close(forest);
  wkin_fingerprint_close(print);
}

int main(void) {
  make_models();
  nothing_is_asked_of_null();
  ancestors_are_found();
  settings_are_told();
  forests_grow();
  mixtures_have_parents();
  close_models();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
