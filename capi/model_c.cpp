#include "boundary.hpp"
#include "handles.hpp"
#include "held_tensors.hpp"
#include "opening.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_status hold_all(const wkin_tensor_view* tensors, std::size_t count, std::size_t view_size,
                     const char* name, wkin_model** out, wkin_error* error) {
  held_tensors held(count, name);
  const auto* bytes = reinterpret_cast<const unsigned char*>(tensors);
  for (std::size_t index = 0; index < count; ++index) {
    wkin_tensor_view tensor{};
    std::memcpy(&tensor, bytes + index * view_size, std::min(view_size, sizeof tensor));
    if (auto added = held.add(tensor); !added) return tell(error, added.error());
  }
  *out = new wkin_model{held.finish()};
  return WKIN_OK;
}

} // namespace

wkin_status wkin_model_open(const char* path, const wkin_open_options* options, wkin_model** out,
                            wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    const auto how = opening(options);
    if (!how) return tell(error, how.error());
    return hand_over(checkpoint::open(path, *how), options, out, error);
  });
}

wkin_status wkin_model_open_memory(const void* bytes, size_t size_bytes, const char* label,
                                   const wkin_open_options* options, wkin_model** out,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (bytes == nullptr && size_bytes > 0) return bad_argument(error, "the bytes are NULL");
    const auto how = opening(options);
    if (!how) return tell(error, how.error());
    const std::span held(static_cast<const std::byte*>(bytes), size_bytes);
    return hand_over(checkpoint::open(held, label == nullptr ? "memory" : label, *how), options,
                     out, error);
  });
}

wkin_status wkin_model_from_tensors(const wkin_tensor_view* tensors, size_t count, size_t view_size,
                                    const char* name, wkin_model** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (tensors == nullptr && count > 0) return bad_argument(error, "the tensors are NULL");
    if (view_size < sizeof(wkin_tensor_view))
      return bad_argument(error, "view_size is not sizeof(wkin_tensor_view)");
    return hold_all(tensors, count, view_size, name, out, error);
  });
}

void wkin_model_close(wkin_model* model) { delete model; }

const char* wkin_model_name(const wkin_model* model) {
  return model == nullptr ? "" : model->state->name.c_str();
}

const char* wkin_model_format(const wkin_model* model) {
  return model == nullptr ? "" : model->state->format.c_str();
}

size_t wkin_model_tensor_count(const wkin_model* model) {
  return model == nullptr ? 0 : model->state->views.size();
}

const char* wkin_model_file(const wkin_model* model, size_t index, uint64_t* size_bytes) {
  if (model == nullptr || !model->state->opened) return nullptr;
  const auto files = model->state->opened->files();
  if (index >= files.size()) return nullptr;
  if (size_bytes != nullptr) *size_bytes = files[index].size_bytes;
  return files[index].path.c_str();
}

const char* wkin_model_metadata(const wkin_model* model, size_t index, const char** value) {
  if (model == nullptr || !model->state->opened) return nullptr;
  const auto pairs = model->state->opened->metadata();
  if (index >= pairs.size()) return nullptr;
  if (value != nullptr) *value = pairs[index].second.c_str();
  return pairs[index].first.c_str();
}

const char* wkin_model_warning(const wkin_model* model, size_t index) {
  if (model == nullptr || !model->state->opened) return nullptr;
  const auto warnings = model->state->opened->warnings();
  return index < warnings.size() ? warnings[index].c_str() : nullptr;
}

const char* wkin_model_usage(const wkin_model* model, size_t index) {
  return model == nullptr || index >= model->state->usages.size()
             ? ""
             : model->state->usages[index].c_str();
}

wkin_status wkin_model_tensor(const wkin_model* model, size_t index, wkin_tensor_info* info,
                              size_t info_size, wkin_error* error) {
  return guard(error, [&] {
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    const model_state& state = *model->state;
    if (index >= state.views.size()) return bad_argument(error, "no tensor has this index");
    static constexpr std::uint64_t no_extent = 0;
    const tensor_view& view = state.views[index];
    wkin_tensor_info ours{};
    ours.name = state.names[index].c_str();
    ours.shape = view.shape.empty() ? &no_extent : view.shape.data();
    ours.elements = element_count(view);
    ours.dtype = static_cast<wkin_dtype>(view.type);
    ours.rank = static_cast<std::uint32_t>(view.shape.size());
    return fill(info, info_size, ours, error);
  });
}
