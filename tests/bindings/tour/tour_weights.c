#include "tour_weights.h"

#include <string.h>

const char* const tour_weight_names[tour_layers] = {
    "layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight", "layers.2.mlp.up_proj.weight"};
const uint64_t tour_weight_shape[2] = {tour_rows, tour_columns};

/* A whole number in [-2^21, 2^21). */
static int32_t draw(uint64_t* state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)(*state >> 42) - (1 << 21);
}

static float scaled(int32_t number, float unit) { return (float)number * unit; }

void tour_make_weights(tour_weights first, tour_weights second, tour_weights mean) {
  const float unit = 1.0f / 134217728.0f; /* 2^-27 */
  uint64_t state = 20;
  int l, i;
  for (l = 0; l < tour_layers; ++l)
    for (i = 0; i < tour_count; ++i) {
      const int32_t a = draw(&state);
      const int32_t b = a + draw(&state) / 8; /* rounded towards zero */
      first[l][i] = scaled(a, unit);
      second[l][i] = scaled(b, unit);
      mean[l][i] = scaled(a + b, unit / 2);
    }
}

void tour_view_weights(tour_weights values, wkin_tensor_view views[tour_layers]) {
  int l;
  memset(views, 0, tour_layers * sizeof views[0]);
  for (l = 0; l < tour_layers; ++l) {
    views[l].name = tour_weight_names[l];
    views[l].dtype = WKIN_DTYPE_F32;
    views[l].rank = 2;
    views[l].shape = tour_weight_shape;
    views[l].data = values[l];
  }
}
