#include <stdlib.h>

#include "tour_stops.h"
#include "tour_text.h"

static void tensor(const char* where, const wkin_fingerprint* fingerprint, size_t index) {
  wkin_tensor_print print;
  wkin_row_landmark landmark;
  wkin_error error;
  tour_name at;
  tour_join(at, "%s.tensor.%lu", where, (unsigned long)index);
  tour_must(wkin_fingerprint_tensor(fingerprint, index, &print, sizeof print, &error), &error, at);
  tour_text(at, "name", print.name);
  tour_text(at, "slot", print.slot);
  tour_text(at, "dtype", wkin_dtype_name(print.dtype));
  tour_shape(at, print.shape, print.rank);
  tour_whole(at, "elements", print.elements);
  tour_whole(at, "negative", print.negative);
  tour_folded(at, "checksum", print.checksum);
  tour_folded(at, "checksum_bf16", print.checksum_bf16);
  tour_real(at, "minimum", print.minimum);
  tour_real(at, "mean", print.mean);
  tour_real(at, "mean_square", print.mean_square);
  tour_whole(at, "magnitude", print.magnitudes[8]);
  tour_signed(at, "layer", print.layer);
  tour_whole(at, "buckets", print.buckets);
  tour_whole(at, "units", print.units);
  tour_whole(at, "landmarks", print.landmarks);
  if (print.value_digest != NULL) tour_digest(at, "value_digest", print.value_digest);
  if (print.sketch_codes != NULL) {
    tour_signed(at, "sketch_code", print.sketch_codes[print.buckets - 1]);
    tour_real(at, "sketch_scale", print.sketch_scale);
  }
  if (print.landmarks > 0) {
    tour_must(wkin_fingerprint_landmark(fingerprint, index, 0, &landmark, sizeof landmark, &error),
              &error, at);
    tour_whole(at, "landmark_row", landmark.row);
    tour_real(at, "landmark_norm", landmark.norm);
    tour_signed(at, "landmark_code", landmark.codes[15]);
  }
}

static void component(const char* where, const wkin_fingerprint* fingerprint, size_t index) {
  wkin_component_print print;
  wkin_error error;
  tour_name at;
  tour_join(at, "%s.component.%lu", where, (unsigned long)index);
  tour_must(wkin_fingerprint_component(fingerprint, index, &print, sizeof print, &error), &error,
            at);
  tour_text(at, "id", print.id);
  tour_text(at, "kind", wkin_component_kind_name(print.kind));
  tour_whole(at, "tensors", print.tensors);
  tour_whole(at, "parameters", print.parameters);
  tour_whole(at, "layers", print.layers);
  if (print.has_roots) tour_digest(at, "root", print.root);
}

/* The file's bytes: their number and fold. */
static void bytes(const char* where, const wkin_fingerprint* fingerprint) {
  wkin_error error;
  size_t size = 0;
  void* buffer;
  tour_must(wkin_fingerprint_encode(fingerprint, NULL, 0, &size, &error), &error, where);
  buffer = malloc(size);
  if (buffer == NULL) exit(1);
  tour_must(wkin_fingerprint_encode(fingerprint, buffer, size, &size, &error), &error, where);
  tour_whole(where, "bytes", size);
  tour_folded(where, "bytes_folded", tour_fold(TOUR_FOLD, buffer, size));
  free(buffer);
}

void tour_fingerprint(const char* where, const wkin_fingerprint* fingerprint) {
  wkin_fingerprint_info info;
  wkin_error error;
  size_t i;
  tour_must(wkin_fingerprint_describe(fingerprint, &info, sizeof info, &error), &error, where);
  tour_whole(where, "seed", info.seed);
  tour_folded(where, "checksum", info.checksum);
  tour_whole(where, "parameters", info.parameters);
  tour_whole(where, "tensors", info.tensors);
  tour_whole(where, "components", info.components);
  tour_whole(where, "has_roots", info.has_roots);
  if (info.has_roots) {
    tour_digest(where, "root", info.root);
    tour_digest(where, "nameless", info.nameless);
  }
  for (i = 0; i < info.components; ++i)
    component(where, fingerprint, i);
  if (info.tensors > 0) {
    tensor(where, fingerprint, 0);
    tensor(where, fingerprint, info.tensors - 1);
  }
  bytes(where, fingerprint);
}
