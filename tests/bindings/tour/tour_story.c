#include <string.h>

#include "tour_stops.h"
#include "tour_text.h"

static wkin_model* open_model(const char* folder, const char* name) {
  char path[1024];
  wkin_model* model = NULL;
  wkin_error error;
  snprintf(path, sizeof path, "%s/%s.safetensors", folder, name);
  tour_must(wkin_model_open(path, NULL, &model, &error), &error, path);
  return model;
}

static void held(const char* where, const wkin_model* model) {
  wkin_tensor_info info;
  wkin_error error;
  tour_name at;
  uint64_t names = TOUR_FOLD;
  size_t i;
  const size_t count = wkin_model_tensor_count(model);
  tour_text(where, "format", wkin_model_format(model));
  tour_whole(where, "tensors", count);
  for (i = 0; i < count; ++i) {
    tour_must(wkin_model_tensor(model, i, &info, sizeof info, &error), &error, where);
    names = tour_fold(names, info.name, strlen(info.name));
    if (i != 0 && i != count - 1) continue;
    tour_join(at, "%s.tensor.%lu", where, (unsigned long)i);
    tour_text(at, "name", info.name);
    tour_text(at, "dtype", wkin_dtype_name(info.dtype));
    tour_shape(at, info.shape, info.rank);
    tour_whole(at, "elements", info.elements);
  }
  tour_folded(where, "names_folded", names);
}

static void entry(const char* where, const wkin_inventory* contents, size_t index) {
  wkin_inventory_entry known;
  wkin_error error;
  tour_name at;
  tour_must(wkin_inventory_tensor(contents, index, &known, sizeof known, &error), &error, where);
  tour_join(at, "%s.entry.%lu", where, (unsigned long)index);
  tour_text(at, "slot", known.slot);
  tour_whole(at, "component", known.component);
  tour_text(at, "role", wkin_role_name(known.role));
  tour_text(at, "use", wkin_use_name(known.use));
  tour_text(at, "exclusion", wkin_exclusion_name(known.exclusion));
  tour_signed(at, "layer", known.layer);
}

static void inspected(const char* where, const wkin_model* model) {
  wkin_inventory* contents = NULL;
  wkin_component_info info;
  wkin_error error;
  tour_name at;
  size_t i;
  tour_must(wkin_inventory_take(model, NULL, &contents, &error), &error, where);
  tour_whole(where, "components", wkin_inventory_component_count(contents));
  for (i = 0; i < wkin_inventory_component_count(contents); ++i) {
    tour_must(wkin_inventory_component(contents, i, &info, sizeof info, &error), &error, where);
    tour_join(at, "%s.component.%lu", where, (unsigned long)i);
    tour_text(at, "id", info.id);
    tour_text(at, "prefix", info.prefix);
    tour_text(at, "kind", wkin_component_kind_name(info.kind));
    tour_whole(at, "tensors", info.tensors);
    tour_whole(at, "parameters", info.parameters);
    tour_whole(at, "layers", info.layers);
  }
  entry(where, contents, 0);
  entry(where, contents, wkin_model_tensor_count(model) - 1);
  wkin_inventory_close(contents);
}

static wkin_fingerprint* fingerprinted(const char* name, const wkin_model* model) {
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  options.name = name; /* else the path, which differs between machines */
  tour_must(wkin_fingerprint_take(model, &options, &print, &error), &error, name);
  return print;
}

static void printed(const wkin_model* suspect, const wkin_model* donor) {
  wkin_fingerprint* suspects = fingerprinted("suspect", suspect);
  wkin_fingerprint* donors = fingerprinted("donor", donor);
  wkin_comparison* comparison = NULL;
  wkin_error error;
  tour_fingerprint("suspect_print", suspects);
  tour_fingerprint("donor_print", donors);
  tour_must(wkin_compare_fingerprints(suspects, donors, NULL, &comparison, &error), &error,
            "compare prints");
  tour_comparison("compare_prints", comparison);
  wkin_comparison_close(comparison);
  wkin_fingerprint_close(donors);
  wkin_fingerprint_close(suspects);
}

void tour_story(const char* folder) {
  wkin_model* suspect = open_model(folder, "suspect");
  wkin_model* donor = open_model(folder, "donor");
  wkin_comparison* comparison = NULL;
  wkin_error error;
  held("suspect", suspect);
  held("donor", donor);
  inspected("suspect_inventory", suspect);
  inspected("donor_inventory", donor);
  tour_must(wkin_compare(suspect, donor, NULL, &comparison, &error), &error, "compare");
  tour_comparison("compare", comparison);
  wkin_comparison_close(comparison);
  printed(suspect, donor);
  wkin_model_close(donor);
  wkin_model_close(suspect);
}
