/* A user's C program: links libweightkin_c and nothing else. */
#include <stdio.h>

#include <weightkin.h>

int main(void) {
  static float values[128 * 64];
  const uint64_t shape[2] = {128, 64};
  wkin_tensor_view tensor = {"layers.0.mlp.up_proj.weight", WKIN_DTYPE_F32, 2, NULL, NULL, NULL};
  wkin_model* model = NULL;
  wkin_comparison* comparison = NULL;
  wkin_overall overall;
  wkin_error error;
  uint32_t state = 1;
  for (size_t i = 0; i < sizeof values / sizeof *values; ++i) {
    state = state * 1664525U + 1013904223U;
    values[i] = (float)(state >> 8) / 16777216.0F - 0.5F;
  }
  tensor.shape = shape;
  tensor.data = values;

  if (wkin_model_from_tensors(&tensor, 1, sizeof tensor, "mine", &model, &error) != WKIN_OK ||
      wkin_compare(model, model, NULL, &comparison, &error) != WKIN_OK ||
      wkin_comparison_overall(comparison, &overall, sizeof overall, &error) != WKIN_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 2;
  }
  printf("weightkin %s: %s\n", wkin_version(), wkin_verdict_name(overall.verdict));
  wkin_comparison_close(comparison);
  wkin_model_close(model);
  return overall.verdict == WKIN_VERDICT_IDENTICAL ? 0 : 1;
}
