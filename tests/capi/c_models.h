/* Models of the weights of c_weights.h. */
#pragma once

#include <string.h>

#include <weightkin.h>

#include "c_weights.h"

/* `tensors` and the weights have an entry a layer. */
static void view_weights(wkin_tensor_view* tensors, float (*weights)[rows * columns]) {
  int layer;
  memset(tensors, 0, layers * sizeof *tensors);
  for (layer = 0; layer < layers; ++layer) {
    tensors[layer].name = weight_names[layer];
    tensors[layer].dtype = WKIN_DTYPE_F32;
    tensors[layer].rank = 2;
    tensors[layer].shape = weight_shape;
    tensors[layer].data = weights[layer];
  }
}
