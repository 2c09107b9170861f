/* What does a model consist of, and which of its tensors could be evidence?
 *
 *   inspect_model MODEL
 */

#include <stdio.h>

#include <weightkin.h>

static int complain(const wkin_error* error) {
  fprintf(stderr, "%s: %s\n", wkin_status_name(error->status), error->message);
  return 2;
}

static int print_components(const wkin_inventory* inventory) {
  wkin_error error;
  wkin_component_info info;
  size_t i;
  for (i = 0; i < wkin_inventory_component_count(inventory); ++i) {
    if (wkin_inventory_component(inventory, i, &info, sizeof info, &error) != WKIN_OK)
      return complain(&error);
    printf("%s (%s): %llu parameters in %llu tensors\n", info.id,
           wkin_component_kind_name(info.kind), (unsigned long long)info.parameters,
           (unsigned long long)info.tensors);
  }
  return 0;
}

static int print_excluded(const wkin_model* model, const wkin_inventory* inventory) {
  wkin_error error;
  wkin_tensor_info tensor;
  wkin_inventory_entry entry;
  size_t i;
  for (i = 0; i < wkin_model_tensor_count(model); ++i) {
    if (wkin_model_tensor(model, i, &tensor, sizeof tensor, &error) != WKIN_OK ||
        wkin_inventory_tensor(inventory, i, &entry, sizeof entry, &error) != WKIN_OK)
      return complain(&error);
    if (entry.use == WKIN_USE_EXCLUDED)
      printf("excluded: %s (%s, %u axes): %s %s\n", tensor.name, wkin_dtype_name(tensor.dtype),
             (unsigned)tensor.rank, wkin_exclusion_name(entry.exclusion), entry.detail);
  }
  return 0;
}

int main(int argc, char** argv) {
  wkin_error error;
  wkin_model* model = NULL;
  wkin_inventory* inventory = NULL;
  int code;
  if (argc != 2) {
    fprintf(stderr, "usage: inspect_model MODEL\n");
    return 2;
  }
  if (wkin_model_open(argv[1], NULL, &model, &error) != WKIN_OK) return complain(&error);
  printf("%s: %s, %lu tensors\n", wkin_model_name(model), wkin_model_format(model),
         (unsigned long)wkin_model_tensor_count(model));
  if (wkin_inventory_take(model, NULL, &inventory, &error) != WKIN_OK)
    code = complain(&error);
  else
    code = print_components(inventory) | print_excluded(model, inventory);
  wkin_inventory_close(inventory);
  wkin_model_close(model);
  return code;
}
