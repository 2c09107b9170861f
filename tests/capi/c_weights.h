#pragma once

#include <stdint.h>

/* The weights that C tests make models of. */
enum { rows = 96, columns = 64, layers = 3 };

static const uint64_t weight_shape[2] = {rows, columns};
static const char* const weight_names[layers] = {
    "layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight", "layers.2.mlp.up_proj.weight"};

/* Roughly normal numbers from a linear congruential generator. */
static float draw(uint64_t* state) {
  double sum = 0;
  int i;
  for (i = 0; i < 12; ++i) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    sum += (double)(*state >> 40) / 16777216.0;
  }
  return (float)((sum - 6.0) * 0.02);
}
