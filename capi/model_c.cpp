#include "boundary.hpp"
#include "handles.hpp"
#include "held_tensors.hpp"
#include "opening.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace weightkin::capi {

result<open_options> opening(const wkin_open_options* given) {
  wkin_open_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "open options: struct_size is not set (use the _INIT)"};
  open_options options;
  switch (asked.access) {
  case WKIN_ACCESS_DEFAULT:
  case WKIN_ACCESS_MAPPED: options.access = file_access::mapped; break;
  case WKIN_ACCESS_COPIED: options.access = file_access::copied; break;
  default: return error{errc::bad_argument, "open options: unknown access"};
  }
  options.lenient_pickle = asked.lenient_pickle != 0;
  if (asked.max_tensors != 0) options.limits.tensors = asked.max_tensors;
  options.undo_layout = asked.as_stored == 0;
  return options;
}

namespace {

/// Names with a final zero beside the views.
void finish(model_state& state) {
  state.names.reserve(state.views.size());
  for (const tensor_view& view : state.views)
    state.names.emplace_back(view.name);
}

} // namespace

wkin_status hand_over(result<checkpoint> opened, wkin_model** out, wkin_error* error) {
  if (!opened) return tell(error, opened.error());
  auto state = std::make_shared<model_state>();
  state->opened.emplace(std::move(*opened));
  const checkpoint& model = *state->opened;
  state->name = model.name();
  state->format = model.format();
  state->views.reserve(model.size());
  for (std::size_t index = 0; index < model.size(); ++index)
    state->views.push_back(model[index]);
  finish(*state);
  *out = new wkin_model{std::move(state)};
  return WKIN_OK;
}

} // namespace weightkin::capi

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
    return hand_over(checkpoint::open(path, *how), out, error);
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
    return hand_over(checkpoint::open(held, label == nullptr ? "memory" : label, *how), out, error);
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
