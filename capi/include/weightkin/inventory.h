/* Part of weightkin.h: what a model consists of. */
#ifndef WEIGHTKIN_C_INVENTORY_H
#define WEIGHTKIN_C_INVENTORY_H

#include <weightkin/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a model consists of: components, and what each tensor is. Keeps its model alive. */
typedef struct wkin_inventory wkin_inventory;

/* How an inventory is taken; WKIN_INVENTORY_OPTIONS_INIT first. */
typedef struct wkin_inventory_options {
  size_t struct_size;
  const char* component_map; /* JSON, docs/component-map.md; NULL: the built-in rules alone */
  uint32_t threads;          /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
} wkin_inventory_options;
#define WKIN_INVENTORY_OPTIONS_INIT                                                                \
  { sizeof(wkin_inventory_options), NULL, 0, 0 }

/* Finds out what every tensor is, from names, shapes, types and a bounded look at values. */
WKIN_API wkin_status wkin_inventory_take(const wkin_model* model,
                                         const wkin_inventory_options* options,
                                         wkin_inventory** out, wkin_error* error);
WKIN_API void wkin_inventory_close(wkin_inventory* inventory);

/* How many components the model has; at least one. */
WKIN_API size_t wkin_inventory_component_count(const wkin_inventory* inventory);

/* A part of a model that is ruled on by itself. */
typedef struct wkin_component_info {
  const char* id;           /* e.g. "vision_encoder" */
  const char* prefix;       /* what its tensor names begin with; may be empty */
  uint64_t tensors;         /* how many belong to it */
  uint64_t parameters;      /* tied tensors counted once */
  wkin_component_kind kind; /* what it is for */
  uint32_t layers;          /* how many it has */
} wkin_component_info;

/* Component `index`. `info_size` is sizeof(wkin_component_info). */
WKIN_API wkin_status wkin_inventory_component(const wkin_inventory* inventory, size_t index,
                                              wkin_component_info* info, size_t info_size,
                                              wkin_error* error);

/* What one tensor is. */
typedef struct wkin_inventory_entry {
  const char* slot;    /* the name with prefix and naming dialect removed */
  const char* detail;  /* for people: which construction, tied to what, which error; may be empty */
  uint64_t parameters; /* its elements; 0 when tied to an earlier one */
  size_t component;    /* index of its component */
  wkin_role role;      /* what it does */
  wkin_use use;        /* what it may say in a ruling */
  wkin_exclusion exclusion; /* why it may not convict */
  int32_t layer;            /* -1: none */
  const char* suffix;       /* the name without the component's prefix */
  const char* group; /* permutation group of its units; empty: no exchangeable axis is known */
  size_t tied_to;    /* tensor of the model that it duplicates; SIZE_MAX: none */
  size_t axis;       /* along which units lie, when `group` is not empty */
  uint64_t units;    /* exchangeable blocks along it */
  uint64_t block;    /* consecutive entries that move together */
  uint64_t gates;    /* stacked runs of `units` blocks */
  uint32_t shared_unknown; /* 1: whether the group's tensors share their order is not known */
  uint32_t skip_diagonal;  /* 1: elements that map a unit to itself are left out of tests */
} wkin_inventory_entry;

/* What tensor `tensor_index` of the model is. */
WKIN_API wkin_status wkin_inventory_tensor(const wkin_inventory* inventory, size_t tensor_index,
                                           wkin_inventory_entry* entry, size_t entry_size,
                                           wkin_error* error);

/* The inspection as JSON (docs/inspect.schema.json) or for people. */
WKIN_API wkin_status wkin_inventory_json(const wkin_inventory* inventory, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_inventory_text(const wkin_inventory* inventory, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_inventory_text_with(const wkin_inventory* inventory,
                                              const wkin_text_options* options, char* buffer,
                                              size_t capacity, size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
