/* What C callers learn of rearranged weights: a network whose layers, units and stream somebody
 * reordered, against the orders that were really used. */

#include <math.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

enum { width = 64, units = 192, tokens = 256, depth = 4, kept = 3, matrices = 3 };
enum { matrix_size = units * width, most_tensors = 1 + depth * matrices };

static const char* const matrix_names[matrices] = {"gate", "up", "down"};
static const uint64_t embedding_shape[2] = {tokens, width};
static const uint64_t reading_shape[2] = {units, width};
static const uint64_t writing_shape[2] = {width, units};

/* Gated networks over a stream, one layer after the other. */
struct decoder {
  float embedding[tokens * width];
  float blocks[depth][matrices][matrix_size]; /* down is width x units, the others units x width */
  int layers;
};

/* How the subject's numbers lie on the reference's. */
struct order {
  int64_t layer_of[depth];
  int64_t unit_of[depth][units]; /* by the subject's layers */
  int64_t stream_of[width];
  int sign[width];
  int layers;
};

static struct decoder ancestor, stranger, reordered, pruned;
static struct order moved, cut;

static float* random_values(float* values, int count, uint64_t* state) {
  int i;
  for (i = 0; i < count; ++i)
    values[i] = draw(state);
  return values;
}

static void make_decoder(struct decoder* model, uint64_t seed) {
  uint64_t state = seed;
  int l, m;
  model->layers = depth;
  random_values(model->embedding, tokens * width, &state);
  for (l = 0; l < depth; ++l)
    for (m = 0; m < matrices; ++m)
      random_values(model->blocks[l][m], matrix_size, &state);
}

static void shuffle(int64_t* numbers, int count, uint64_t* state) {
  int i;
  for (i = 0; i < count; ++i)
    numbers[i] = i;
  for (i = count - 1; i > 0; --i) {
    int j;
    int64_t held;
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    j = (int)((*state >> 33) % (uint64_t)(i + 1));
    held = numbers[i];
    numbers[i] = numbers[j];
    numbers[j] = held;
  }
}

static void in_place(struct order* order, int count) {
  int l, j;
  order->layers = count;
  for (l = 0; l < count; ++l) {
    order->layer_of[l] = l;
    for (j = 0; j < units; ++j)
      order->unit_of[l][j] = j;
  }
  for (j = 0; j < width; ++j) {
    order->stream_of[j] = j;
    order->sign[j] = 1;
  }
}

/* Units and stream dimensions change places, some change signs. */
static void move_all(struct order* order, uint64_t seed) {
  uint64_t state = seed;
  int l, j;
  in_place(order, depth);
  for (l = 0; l < depth; ++l)
    shuffle(order->unit_of[l], units, &state);
  shuffle(order->stream_of, width, &state);
  for (j = 0; j < width; ++j)
    order->sign[j] = order->stream_of[j] % 3 == 0 ? -1 : 1;
}

/* The second layer is left out. */
static void cut_layer(struct order* order) {
  int l;
  in_place(order, kept);
  for (l = 1; l < kept; ++l)
    order->layer_of[l] = l + 1;
}

/* `from` in that order, with a little noise. */
static void rearrange(struct decoder* to, const struct decoder* from, const struct order* order) {
  uint64_t state = 99;
  int l, m, i, j;
  to->layers = order->layers;
  for (i = 0; i < tokens; ++i)
    for (j = 0; j < width; ++j)
      to->embedding[i * width + j] =
          (float)order->sign[j] * from->embedding[i * width + order->stream_of[j]] +
          0.1f * draw(&state);
  for (l = 0; l < order->layers; ++l)
    for (m = 0; m < matrices; ++m)
      for (i = 0; i < units; ++i)
        for (j = 0; j < width; ++j) {
          const int64_t unit = order->unit_of[l][i], dimension = order->stream_of[j];
          const float* source = from->blocks[order->layer_of[l]][m];
          const float value =
              m < 2 ? source[unit * width + dimension] : source[dimension * units + unit];
          to->blocks[l][m][m < 2 ? i * width + j : j * units + i] =
              (float)order->sign[j] * value + 0.1f * draw(&state);
        }
}

static wkin_model* model_of(const struct decoder* from, const char* name) {
  wkin_tensor_view tensors[most_tensors];
  char names[most_tensors][64];
  wkin_model* model = NULL;
  size_t count = 1;
  int l, m;
  memset(tensors, 0, sizeof tensors);
  strcpy(names[0], "model.embed_tokens.weight");
  tensors[0].shape = embedding_shape;
  tensors[0].data = from->embedding;
  for (l = 0; l < from->layers; ++l)
    for (m = 0; m < matrices; ++m, ++count) {
      sprintf(names[count], "model.layers.%d.mlp.%s_proj.weight", l, matrix_names[m]);
      tensors[count].shape = m < 2 ? reading_shape : writing_shape;
      tensors[count].data = from->blocks[l][m];
    }
  for (m = 0; m < (int)count; ++m) {
    tensors[m].name = names[m];
    tensors[m].dtype = WKIN_DTYPE_F32;
    tensors[m].rank = 2;
  }
  CHECK(wkin_model_from_tensors(tensors, count, sizeof tensors[0], name, &model, NULL) == WKIN_OK);
  return model;
}

static wkin_comparison* compare(const struct decoder* subject, const struct decoder* reference,
                                const wkin_compare_options* options) {
  wkin_model* a = model_of(subject, "subject");
  wkin_model* b = model_of(reference, "reference");
  wkin_comparison* comparison = NULL;
  wkin_error error;
  if (!CHECK(wkin_compare(a, b, options, &comparison, &error) == WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  wkin_model_close(a);
  wkin_model_close(b);
  return comparison;
}

static wkin_comparison* compare_at(wkin_search_depth how, const struct decoder* subject) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  options.depth = how;
  return compare(subject, &ancestor, &options);
}

static wkin_component_ruling ruling_of(const wkin_comparison* comparison) {
  wkin_component_ruling ruling;
  CHECK(wkin_comparison_component(comparison, 0, &ruling, sizeof ruling, NULL) == WKIN_OK);
  return ruling;
}

static int same_numbers(const int64_t* found, size_t length, const int64_t* truth, int count) {
  return length == (size_t)count && memcmp(found, truth, (size_t)count * sizeof *truth) == 0;
}

static void check_stream(const wkin_arrangement* found) {
  int j;
  CHECK(found->basis == WKIN_BASIS_PERMUTED && found->moves_values == 1);
  CHECK(found->gains_moved == 0 && found->tokens_moved == 0);
  CHECK(same_numbers(found->stream_of, found->stream, moved.stream_of, width));
  if (!CHECK(found->stream_signs == width)) return;
  for (j = 0; j < width; ++j)
    CHECK(found->stream_sign[j] == moved.sign[j]);
}

static void check_units(const wkin_comparison* comparison, const wkin_arrangement* found) {
  wkin_unit_map map;
  wkin_error error;
  size_t l;
  if (!CHECK(found->unit_maps == depth)) return;
  for (l = 0; l < depth; ++l) {
    CHECK(wkin_comparison_unit_map(comparison, 0, l, &map, sizeof map, &error) == WKIN_OK);
    CHECK(same_numbers(map.reference_of, map.units, moved.unit_of[l], units));
    CHECK(map.agreement > 0.9 && map.identity == 0 && strlen(map.subject_group) > 0);
    CHECK(strcmp(map.subject_group, map.reference_group) == 0);
    CHECK(map.mapped == units && map.flipped == 0);
    CHECK(map.values == WKIN_BASIS_SAME && map.keys == WKIN_BASIS_SAME);
  }
  CHECK(wkin_comparison_unit_map(comparison, 0, depth, &map, sizeof map, &error) ==
        WKIN_BAD_ARGUMENT);
}

/* The number `name` of the first operation of that kind; NaN when there is none. */
static double number_of(const wkin_comparison* comparison, wkin_operation_kind kind,
                        const char* name) {
  const wkin_component_ruling ruling = ruling_of(comparison);
  wkin_operation operation;
  wkin_operation_number number;
  size_t i, k;
  for (i = 0; i < ruling.operations; ++i) {
    CHECK(wkin_comparison_operation(comparison, 0, i, &operation, sizeof operation, NULL) ==
          WKIN_OK);
    CHECK(strlen(operation.text) > 0);
    if (operation.kind != kind) continue;
    for (k = 0; k < operation.numbers; ++k) {
      CHECK(wkin_comparison_operation_number(comparison, 0, i, k, &number, sizeof number, NULL) ==
            WKIN_OK);
      if (strcmp(number.name, name) == 0) return number.value;
    }
  }
  return (double)NAN;
}

/* Pairs by what the search had to do with them. */
static size_t count_fits(const wkin_comparison* comparison, wkin_fit fit) {
  wkin_overall overall;
  wkin_tensor_evidence pair;
  size_t i, count = 0;
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  for (i = 0; i < overall.tensors; ++i) {
    CHECK(wkin_comparison_tensor(comparison, i, &pair, sizeof pair, NULL) == WKIN_OK);
    if (pair.fit == fit) ++count;
  }
  return count;
}

static void orders_are_found(void) {
  wkin_comparison* comparison = compare_at(WKIN_DEPTH_AUTOMATIC, &reordered);
  const wkin_component_ruling ruling = ruling_of(comparison);
  wkin_overall overall;
  wkin_arrangement found;
  size_t i;
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(ruling.verdict == WKIN_VERDICT_DERIVED || ruling.verdict == WKIN_VERDICT_RELATED);
  CHECK(ruling.arranged == 1 && ruling.searched.effect > 0.9 && ruling.searched_groups > 0);
  CHECK(ruling.direction == WKIN_DIRECTION_UNDETERMINED && strlen(ruling.direction_reason) > 0);
  CHECK(overall.searched > 0);
  for (i = 0; i < overall.searched; ++i)
    CHECK(strlen(wkin_comparison_searched(comparison, i)) > 0);
  CHECK(wkin_comparison_searched(comparison, overall.searched) == NULL);
  CHECK(number_of(comparison, WKIN_OPERATION_PERMUTED, "dimensions") == width);
  CHECK(count_fits(comparison, WKIN_FIT_VALUES) > 0 && count_fits(comparison, WKIN_FIT_AXIS) > 0);
  if (CHECK(wkin_comparison_arrangement(comparison, 0, &found, sizeof found, NULL) == WKIN_OK)) {
    check_stream(&found);
    check_units(comparison, &found);
  }
  wkin_comparison_close(comparison);
}

static void layers_are_found(void) {
  wkin_comparison* comparison = compare_at(WKIN_DEPTH_LAYERS, &pruned);
  const wkin_component_ruling ruling = ruling_of(comparison);
  wkin_arrangement found;
  CHECK(ruling.verdict == WKIN_VERDICT_DERIVED && ruling.arranged == 1);
  CHECK(number_of(comparison, WKIN_OPERATION_DEPTH_PRUNED, "layers") == kept);
  CHECK(number_of(comparison, WKIN_OPERATION_DEPTH_PRUNED, "layers_before") == depth);
  if (CHECK(wkin_comparison_arrangement(comparison, 0, &found, sizeof found, NULL) == WKIN_OK)) {
    CHECK(same_numbers(found.layer_of, found.layers, cut.layer_of, kept));
    CHECK(found.tokens == 0 && found.token_of == NULL && found.reference == 0);
    CHECK(found.basis != WKIN_BASIS_PERMUTED && found.stream == 0 && found.stream_of == NULL);
  }
  wkin_comparison_close(comparison);
}

static void nothing_is_searched_unless_asked(void) {
  wkin_comparison* comparison = compare_at(WKIN_DEPTH_DIRECT, &reordered);
  const wkin_component_ruling ruling = ruling_of(comparison);
  wkin_overall overall;
  wkin_arrangement found;
  wkin_unit_map map;
  wkin_operation operation;
  wkin_operation_number number;
  wkin_error error;
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.searched == 0 && wkin_comparison_searched(comparison, 0) == NULL);
  CHECK(ruling.verdict == WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND);
  CHECK(ruling.arranged == 0 && ruling.operations == 0);
  CHECK(ruling.searched.null == WKIN_NULL_NONE && ruling.searched_groups == 0);
  CHECK(wkin_comparison_arrangement(comparison, 0, &found, sizeof found, &error) == WKIN_UNDEFINED);
  CHECK(error.status == WKIN_UNDEFINED && strlen(error.message) > 0);
  CHECK(wkin_comparison_arrangement(comparison, 1, &found, sizeof found, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_unit_map(comparison, 0, 0, &map, sizeof map, NULL) == WKIN_UNDEFINED);
  CHECK(wkin_comparison_operation(comparison, 0, 0, &operation, sizeof operation, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_operation_number(comparison, 0, 0, 0, &number, sizeof number, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_operation_tensor(comparison, 0, 0, 0) == NULL);
  wkin_comparison_close(comparison);
}

static void strangers_stay_strangers(void) {
  wkin_comparison* comparison = compare_at(WKIN_DEPTH_FULL, &stranger);
  const wkin_component_ruling ruling = ruling_of(comparison);
  CHECK(ruling.verdict == WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND ||
        ruling.verdict == WKIN_VERDICT_UNDETERMINED);
  CHECK(ruling.arranged == 0 && ruling.operations == 0);
  wkin_comparison_close(comparison);
}

/* Only `searched` speaks for the reordered model, so a floor above it silences the finding. */
static void options_reach_the_search(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_comparison* comparison;
  wkin_component_ruling ruling;
  options.searched_floor = 0.9999;
  comparison = compare(&reordered, &ancestor, &options);
  ruling = ruling_of(comparison);
  CHECK(ruling.verdict == WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND ||
        ruling.verdict == WKIN_VERDICT_UNDETERMINED);
  wkin_comparison_close(comparison);
  options.searched_floor = 0;
  options.search_seconds = 1e-9; /* nothing can be finished */
  comparison = compare(&stranger, &ancestor, &options);
  ruling = ruling_of(comparison);
  CHECK(ruling.verdict == WKIN_VERDICT_UNDETERMINED);
  wkin_comparison_close(comparison);
}

static wkin_status try_options(const wkin_compare_options* options) {
  wkin_model* model = model_of(&ancestor, "ancestor");
  wkin_comparison* comparison = NULL;
  const wkin_status status = wkin_compare(model, model, options, &comparison, NULL);
  wkin_comparison_close(comparison);
  wkin_model_close(model);
  return status;
}

static void senseless_options_are_refused(void) {
  static const wkin_compare_options usual = WKIN_COMPARE_OPTIONS_INIT;
  static const double no_seconds[] = {-1, 1.1e9, (double)INFINITY, (double)NAN};
  static const double no_floors[] = {-0.1, 1, (double)INFINITY, (double)NAN};
  wkin_compare_options options = usual;
  int i;
  options.depth = (wkin_search_depth)4;
  CHECK(try_options(&options) == WKIN_BAD_ARGUMENT);
  options.depth = (wkin_search_depth)99;
  CHECK(try_options(&options) == WKIN_BAD_ARGUMENT);
  for (i = 0; i < 4; ++i) {
    options = usual;
    options.search_seconds = no_seconds[i];
    CHECK(try_options(&options) == WKIN_BAD_ARGUMENT);
    options = usual;
    options.searched_floor = no_floors[i];
    CHECK(try_options(&options) == WKIN_BAD_ARGUMENT);
  }
}

/* A caller built before there was a search has shorter structs: what lies behind them is neither
 * read nor written. */
static void older_callers_are_served(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_comparison* comparison;
  wkin_component_ruling ruling;
  wkin_tensor_evidence pair;
  wkin_overall overall;
  options.struct_size = offsetof(wkin_compare_options, search_seconds);
  options.depth = (wkin_search_depth)77;
  options.search_seconds = -1;
  options.searched_floor = (double)NAN;
  comparison = compare(&pruned, &ancestor, &options);
  memset(&ruling, 0xee, sizeof ruling);
  memset(&pair, 0xee, sizeof pair);
  memset(&overall, 0xee, sizeof overall);
  CHECK(wkin_comparison_component(comparison, 0, &ruling, offsetof(wkin_component_ruling, searched),
                                  NULL) == WKIN_OK);
  CHECK(ruling.verdict == WKIN_VERDICT_DERIVED); /* the search is on by default */
  CHECK(ruling.arranged == 0xeeeeeeeeu && ruling.searched.units == 0xeeeeeeeeeeeeeeeeu);
  CHECK(wkin_comparison_tensor(comparison, 0, &pair, offsetof(wkin_tensor_evidence, fit), NULL) ==
        WKIN_OK);
  CHECK(pair.rank == 2 && pair.rounded == 0xeeeeeeeeu);
  CHECK(wkin_comparison_overall(comparison, &overall, offsetof(wkin_overall, searched), NULL) ==
        WKIN_OK);
  CHECK(overall.components == 1 && overall.searched == (size_t)0xeeeeeeeeeeeeeeeeu);
  wkin_comparison_close(comparison);
}

static void null_is_refused(void) {
  wkin_arrangement found;
  wkin_unit_map map;
  wkin_operation operation;
  wkin_operation_number number;
  CHECK(wkin_comparison_searched(NULL, 0) == NULL);
  CHECK(wkin_comparison_operation_tensor(NULL, 0, 0, 0) == NULL);
  CHECK(wkin_comparison_arrangement(NULL, 0, &found, sizeof found, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_unit_map(NULL, 0, 0, &map, sizeof map, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_operation(NULL, 0, 0, &operation, sizeof operation, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_operation_number(NULL, 0, 0, 0, &number, sizeof number, NULL) ==
        WKIN_BAD_ARGUMENT);
}

static void names_are_stable(void) {
  CHECK(strcmp(wkin_change_name(WKIN_CHANGE_REARRANGED), "rearranged") == 0);
  CHECK(strcmp(wkin_change_name((wkin_change)7), "unknown") == 0);
  CHECK(strcmp(wkin_match_name(WKIN_MATCH_SEARCHED), "searched") == 0);
  CHECK(strcmp(wkin_match_name((wkin_match)5), "unknown") == 0);
  CHECK(strcmp(wkin_fit_name(WKIN_FIT_VALUES), "values") == 0);
  CHECK(strcmp(wkin_fit_name((wkin_fit)3), "unknown") == 0);
  CHECK(strcmp(wkin_basis_name(WKIN_BASIS_ROTATED), "rotated") == 0);
  CHECK(strcmp(wkin_basis_name((wkin_basis)4), "unknown") == 0);
  CHECK(strcmp(wkin_operation_name(WKIN_OPERATION_NONE), "none") == 0);
  CHECK(strcmp(wkin_operation_name(WKIN_OPERATION_WIDTH_PADDED), "width_padded") == 0);
  CHECK(strcmp(wkin_operation_name(WKIN_OPERATION_NONFINITE), "nonfinite") == 0);
  CHECK(strcmp(wkin_operation_name((wkin_operation_kind)25), "unknown") == 0);
  CHECK(strcmp(wkin_direction_name(WKIN_DIRECTION_REFERENCE_FROM_SUBJECT),
               "reference_from_subject") == 0);
  CHECK(strcmp(wkin_direction_name((wkin_direction)99), "unknown") == 0);
}

int main(void) {
  make_decoder(&ancestor, 3);
  make_decoder(&stranger, 4);
  move_all(&moved, 5);
  cut_layer(&cut);
  rearrange(&reordered, &ancestor, &moved);
  rearrange(&pruned, &ancestor, &cut);
  names_are_stable();
  null_is_refused();
  orders_are_found();
  layers_are_found();
  nothing_is_searched_unless_asked();
  strangers_stay_strangers();
  options_reach_the_search();
  senseless_options_are_refused();
  older_callers_are_served();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
