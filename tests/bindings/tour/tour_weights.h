/* Weights that every language can make to the last bit: whole numbers below 2^24, times 2^-27. */
#ifndef WEIGHTKIN_TESTS_TOUR_WEIGHTS_H
#define WEIGHTKIN_TESTS_TOUR_WEIGHTS_H

#include <stdint.h>

#include <weightkin.h>

enum { tour_layers = 3, tour_rows = 96, tour_columns = 64, tour_count = tour_rows * tour_columns };

typedef float tour_weights[tour_layers][tour_count];

extern const char* const tour_weight_names[tour_layers];
extern const uint64_t tour_weight_shape[2];

/* The first model, the second (the first and an eighth of something else) and their mean. */
void tour_make_weights(tour_weights first, tour_weights second, tour_weights mean);

/* Views of them in C order. */
void tour_view_weights(tour_weights values, wkin_tensor_view views[tour_layers]);

#endif
