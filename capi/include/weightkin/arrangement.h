/* Part of weightkin.h: how a component's parts lie on the reference's, once searched. */
#ifndef WEIGHTKIN_C_ARRANGEMENT_H
#define WEIGHTKIN_C_ARRANGEMENT_H

#include <weightkin/comparison.h>

#ifdef __cplusplus
extern "C" {
#endif

/* In a map: corresponds to nothing. */
#define WKIN_NO_COUNTERPART (-1)

/* Maps go from the subject's numbers to the reference's. They are borrowed from the comparison, as
 * strings are, and NULL where their length is 0. */
typedef struct wkin_arrangement {
  const int64_t* layer_of;   /* `layers` numbers. A reference layer may occur twice or never */
  const int64_t* stream_of;  /* `stream` dimensions of the residual stream, when permuted */
  const int8_t* stream_sign; /* +1 or -1 for each of `stream_signs` dimensions, when permuted */
  const int64_t* token_of;   /* `tokens` rows of the token embedding */
  size_t layers;             /* 0: not looked for */
  size_t stream;             /* 0: not permuted, or not looked for */
  size_t stream_signs;       /* 0 or `stream` */
  size_t tokens;             /* 0: the same numbers */
  size_t unit_maps;          /* see wkin_comparison_unit_map */
  size_t reference;          /* component of the reference */
  double log10_choices;      /* of the layer and expert maps that values chose among; 0: none */
  wkin_basis basis;          /* of the residual stream */
  uint32_t moves_values;     /* 1: some tensor had to be picked, flipped, multiplied or turned */
  uint32_t repeats_networks; /* 1: several networks come from one, experts from a dense one */
  uint32_t reserved;
  uint32_t gains_moved;  /* 1: norm gains differ, and the matrices behind make up for it */
  uint32_t tokens_moved; /* 1: tokens have other numbers, also where `token_of` was not kept */
  /* Of a wider subject: share of the energy of its token table, or of what else related the
   * streams, that no more directions than the reference has dimensions can hold. 0: the stream uses
   * no more of them. NaN: not looked for. */
  double stream_outside;
} wkin_arrangement;

/* The arrangement of a component. WKIN_UNDEFINED when its ruling rests on none
 * (`arranged` is 0). */
WKIN_API wkin_status wkin_comparison_arrangement(const wkin_comparison* comparison,
                                                 size_t component, wkin_arrangement* arrangement,
                                                 size_t arrangement_size, wkin_error* error);

/* Which unit of the reference each unit of the subject is, in one permutation group. */
typedef struct wkin_unit_map {
  const char* subject_group;   /* permutation group of the subject */
  const char* reference_group; /* its counterpart */
  const int64_t* reference_of; /* `units` numbers, WKIN_NO_COUNTERPART for units that were added */
  size_t units;                /* of the subject's group */
  /* Share of the mapped units on which two disjoint halves of the evidence, asked separately, name
   * the same counterpart; 1/units between strangers. NaN when not asked. */
  double agreement;
  uint32_t identity; /* 1: every unit kept its number */
  uint32_t reserved;
  size_t mapped;     /* units with a counterpart */
  uint64_t flipped;  /* units that changed sign in what is behind their first part */
  wkin_basis values; /* groups of heads: how the rows inside heads stand, of values ... */
  wkin_basis keys;   /* ... and of keys; permuted: signs perhaps flipped, rotated: mixed */
  uint64_t asked;    /* how many units (heads: or their rows) `agreement` is of */
  /* Where nothing was left to ask: share of the units that another group vouches for, whose order
   * was derived from this one's and was confirmed. NaN: none does. */
  double implied;
} wkin_unit_map;

/* Unit map `index` of a component. WKIN_UNDEFINED without an arrangement. */
WKIN_API wkin_status wkin_comparison_unit_map(const wkin_comparison* comparison, size_t component,
                                              size_t index, wkin_unit_map* map, size_t map_size,
                                              wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
