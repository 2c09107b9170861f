#include <algorithm>

#include <weightkin/report/hash_report.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_status take(const wkin_model& model, const wkin_hash_options* given, wkin_hash** out,
                 wkin_error* error) {
  wkin_hash_options asked;
  if (!read_options(given, asked))
    return bad_argument(error, "hash options: struct_size is not set (use the _INIT)");
  const auto map = mapping(asked.component_map);
  if (!map) return tell(error, map.error());
  hash_options options;
  options.threads = asked.threads;
  options.map = *map;
  options.on_progress = passed_on(asked.on_progress, asked.user_data);
  auto digests = hash_model(model.state->views, options);
  if (!digests) return tell(error, digests.error());
  *out = new wkin_hash{model.state, std::move(*digests)};
  return WKIN_OK;
}

hashed_model shown(const wkin_hash& hash) {
  return {hash.model->name, hash.model->format, &hash.digests};
}

} // namespace

wkin_status wkin_hash_take(const wkin_model* model, const wkin_hash_options* options,
                           wkin_hash** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    return take(*model, options, out, error);
  });
}

void wkin_hash_close(wkin_hash* hash) { delete hash; }

wkin_status wkin_hash_describe(const wkin_hash* hash, wkin_hash_roots* roots, size_t roots_size,
                               wkin_error* error) {
  return guard(error, [&] {
    if (hash == nullptr) return bad_argument(error, "the hash is NULL");
    wkin_hash_roots ours{};
    put(hash->digests.roots.named, ours.root);
    put(hash->digests.roots.nameless, ours.nameless);
    ours.tensors = hash->digests.tensors.size();
    ours.components = hash->digests.components.size();
    return fill(roots, roots_size, ours, error);
  });
}

wkin_status wkin_hash_tensor(const wkin_hash* hash, size_t index, wkin_tensor_hash* tensor,
                             size_t tensor_size, wkin_error* error) {
  return guard(error, [&] {
    if (hash == nullptr) return bad_argument(error, "the hash is NULL");
    if (index >= hash->digests.tensors.size())
      return bad_argument(error, "no tensor has this index");
    static constexpr std::uint64_t no_extent = 0;
    const tensor_hash& found = hash->digests.tensors[index];
    wkin_tensor_hash ours{};
    ours.name = found.name.c_str();
    ours.shape = found.shape.empty() ? &no_extent : found.shape.data();
    ours.dtype = static_cast<wkin_dtype>(found.type);
    ours.rank = static_cast<std::uint32_t>(found.shape.size());
    put(found.stored, ours.stored);
    put(found.value, ours.value);
    return fill(tensor, tensor_size, ours, error);
  });
}

wkin_status wkin_hash_component(const wkin_hash* hash, size_t index, wkin_component_hash* component,
                                size_t component_size, wkin_error* error) {
  return guard(error, [&] {
    if (hash == nullptr) return bad_argument(error, "the hash is NULL");
    if (index >= hash->digests.components.size())
      return bad_argument(error, "no component has this index");
    const component_hash& found = hash->digests.components[index];
    wkin_component_hash ours{};
    ours.id = found.id.c_str();
    put(found.roots.named, ours.root);
    put(found.roots.nameless, ours.nameless);
    return fill(component, component_size, ours, error);
  });
}

wkin_status wkin_hash_text(const wkin_hash* hash, char* buffer, size_t capacity, size_t* needed,
                           wkin_error* error) {
  return guard(error, [&] {
    if (hash == nullptr) return bad_argument(error, "the hash is NULL");
    return copy_text(hash_to_text(shown(*hash)), buffer, capacity, needed, error);
  });
}

wkin_status wkin_hash_json(const wkin_hash* hash, char* buffer, size_t capacity, size_t* needed,
                           wkin_error* error) {
  return guard(error, [&] {
    if (hash == nullptr) return bad_argument(error, "the hash is NULL");
    return copy_text(hash_to_json(shown(*hash)), buffer, capacity, needed, error);
  });
}
