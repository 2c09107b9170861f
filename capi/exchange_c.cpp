#include <algorithm>
#include <unordered_set>
#include <vector>

#include <weightkin/core/element_reader.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "held_tensors.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_tensor_view as_held(const shaped_view& view) {
  wkin_tensor_view held{};
  held.name = view.name.c_str();
  held.dtype = static_cast<wkin_dtype>(view.type);
  held.rank = static_cast<std::uint32_t>(view.shape.size());
  held.shape = view.shape.data();
  held.strides = view.strides.empty() ? nullptr : view.strides.data();
  held.data = view.data;
  return held;
}

/// The caller's structs at our size.
std::vector<wkin_dlpack_tensor> told_of(const wkin_dlpack_tensor* tensors, std::size_t count,
                                        std::size_t size) {
  std::vector<wkin_dlpack_tensor> ours(count);
  const auto* bytes = reinterpret_cast<const unsigned char*>(tensors);
  for (std::size_t index = 0; index < count; ++index)
    std::memcpy(&ours[index], bytes + index * size, sizeof ours[index]);
  return ours;
}

/// Looks at everything before anything becomes ours.
result<std::shared_ptr<model_state>> looked_at(std::span<const wkin_dlpack_tensor> tensors,
                                               const char* name) {
  held_tensors held(tensors.size(), name);
  std::unordered_set<const void*> seen;
  for (const wkin_dlpack_tensor& tensor : tensors) {
    if (tensor.name == nullptr) return error{errc::bad_argument, "the name of a tensor is NULL"};
    const auto view = viewed(tensor.name, tensor);
    if (!view) return view.error();
    if (auto added = held.add(as_held(*view)); !added) return std::move(added).error();
    const void* managed =
        tensor.managed != nullptr ? static_cast<const void*>(tensor.managed) : tensor.versioned;
    if (!seen.insert(managed).second)
      return error{errc::bad_argument,
                   "tensor '" + view->name + "' is managed by what was handed over before"};
  }
  return held.finish();
}

wkin_status hand_over(std::span<const wkin_dlpack_tensor> tensors, const char* name,
                      wkin_model** out, wkin_error* error) {
  auto looked = looked_at(tensors, name);
  if (!looked) return tell(error, looked.error());
  model_state& state = **looked;
  state.handed.resize(tensors.size());
  auto model = std::make_unique<wkin_model>(wkin_model{*looked});
  // Nothing fails from here on.
  for (std::size_t index = 0; index < tensors.size(); ++index) {
    state.handed[index].managed.reset(plain(tensors[index]));
    state.handed[index].versioned.reset(versioned(tensors[index]));
  }
  *out = model.release();
  return WKIN_OK;
}

/// The box's elements packed: where they are, or in `scratch`.
result<std::span<const std::byte>> packed(const tensor_view& box, std::vector<std::byte>& scratch) {
  const std::uint64_t count = element_count(box);
  const auto size = bytes_of(box.type, count);
  if (!size) return error{errc::bad_argument, "the box's elements do not fill whole bytes"};
  if (count == 0) return std::span<const std::byte>{};
  if (!is_contiguous(box)) scratch.resize(static_cast<std::size_t>(*size));
  return read_elements(box, 0, static_cast<std::size_t>(count), scratch);
}

wkin_status add_box(fingerprint_builder& builder, std::size_t tensor, const std::uint64_t* start,
                    const wkin_dlpack_tensor& box, wkin_error* error) {
  if (tensor >= builder.declarations().size())
    return bad_argument(error, "no tensor has this index");
  const tensor_declaration& declared = builder.declarations()[tensor];
  auto view = viewed(box.name != nullptr ? box.name : declared.name, box);
  if (!view) return tell(error, view.error());
  if (view->type != declared.type)
    return bad_argument(error, "tensor '" + declared.name + "' was declared as " +
                                   std::string(name_of(declared.type)) + ", the box is " +
                                   std::string(name_of(view->type)));
  held_tensors held(1, nullptr);
  if (auto added = held.add(as_held(*view)); !added) return tell(error, added.error());
  const auto state = held.finish();
  std::vector<std::byte> scratch;
  const auto elements = packed(state->views.front(), scratch);
  if (!elements) return tell(error, elements.error());
  const std::vector<std::uint64_t> origin(view->shape.size(), 0);
  const std::span from = start == nullptr ? std::span<const std::uint64_t>(origin)
                                          : std::span(start, view->shape.size());
  const auto added = builder.add_box(tensor, from, view->shape, *elements);
  return added ? WKIN_OK : tell(error, added.error());
}

/// Writes elements from `first` on to `out`, which has room, in pieces of bounded size.
result<void> widen(const tensor_view& view, std::uint64_t first, std::uint64_t count, wkin_dtype as,
                   void* out) {
  constexpr std::uint64_t piece = std::uint64_t{1} << 16; // whole bytes of every type
  std::vector<std::byte> scratch;
  for (std::uint64_t done = 0; done < count; done += piece) {
    const auto now = static_cast<std::size_t>(std::min(piece, count - done));
    scratch.resize(static_cast<std::size_t>(bytes_of(view.type, now).value_or(0)));
    const auto elements = read_elements(view, first + done, now, scratch);
    if (!elements) return elements.error();
    if (as == WKIN_DTYPE_F64)
      widen_to_f64(view.type, *elements, now, static_cast<double*>(out) + done);
    else
      widen_to_f32(view.type, *elements, now, static_cast<float*>(out) + done);
  }
  return {};
}

result<void> copy_out(const tensor_view& view, std::uint64_t first, std::uint64_t count,
                      std::span<std::byte> out) {
  const auto elements = read_elements(view, first, static_cast<std::size_t>(count), out);
  if (!elements) return elements.error();
  if (elements->data() != out.data()) std::copy(elements->begin(), elements->end(), out.begin());
  return {};
}

wkin_status read_out(const tensor_view& view, std::uint64_t first, std::uint64_t count,
                     wkin_dtype as, std::span<std::byte> buffer, std::size_t* needed,
                     wkin_error* error) {
  if (as != WKIN_DTYPE_NONE && as != WKIN_DTYPE_F32 && as != WKIN_DTYPE_F64)
    return tell(error, errc::unsupported, fault::dtype,
                "elements are read as F32, F64 or their own type");
  const std::uint64_t elements = element_count(view);
  if (first > elements || count > elements - first)
    return bad_argument(error, "the tensor has only " + std::to_string(elements) + " elements");
  const auto size = bytes_of(as == WKIN_DTYPE_NONE ? view.type : static_cast<dtype>(as), count);
  if (!size || !bytes_of(view.type, first) || !bytes_of(view.type, count))
    return bad_argument(error, "the elements do not fill whole bytes");
  if (needed != nullptr) *needed = static_cast<std::size_t>(*size);
  if (buffer.data() == nullptr)
    return needed != nullptr && buffer.empty() ? WKIN_OK
                                               : bad_argument(error, "the buffer is NULL");
  const auto address = reinterpret_cast<std::uintptr_t>(buffer.data());
  if (as != WKIN_DTYPE_NONE && address % (as == WKIN_DTYPE_F64 ? 8 : 4) != 0)
    return bad_argument(error, "the buffer is not aligned to its elements");
  if (buffer.size() < *size)
    return bad_argument(error, "the buffer is smaller than " + std::to_string(*size) + " bytes");
  const auto done = as == WKIN_DTYPE_NONE ? copy_out(view, first, count, buffer.first(*size))
                                          : widen(view, first, count, as, buffer.data());
  return done ? WKIN_OK : tell(error, done.error());
}

} // namespace

wkin_status wkin_model_from_dlpack(const wkin_dlpack_tensor* tensors, size_t count,
                                   size_t tensor_size, const char* name, wkin_model** out,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (tensors == nullptr && count > 0) return bad_argument(error, "the tensors are NULL");
    if (tensor_size < sizeof(wkin_dlpack_tensor))
      return bad_argument(error, "tensor_size is not sizeof(wkin_dlpack_tensor)");
    return hand_over(told_of(tensors, count, tensor_size), name, out, error);
  });
}

wkin_status wkin_builder_add_dlpack(wkin_fingerprint_builder* builder, size_t tensor,
                                    const uint64_t* start, const wkin_dlpack_tensor* box,
                                    size_t box_size, wkin_error* error) {
  return guard(error, [&] {
    if (builder == nullptr) return bad_argument(error, "the builder is NULL");
    if (box == nullptr || box_size < sizeof(wkin_dlpack_tensor))
      return bad_argument(error, "the box is NULL or its size is not sizeof(wkin_dlpack_tensor)");
    return add_box(builder->builder, tensor, start, *box, error);
  });
}

wkin_status wkin_model_memory(const wkin_model* model, size_t index, wkin_tensor_memory* memory,
                              size_t memory_size, wkin_error* error) {
  return guard(error, [&] {
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    if (index >= model->state->views.size()) return bad_argument(error, "no tensor has this index");
    const tensor_view& view = model->state->views[index];
    if (view.source != nullptr)
      return tell(error, errc::undefined, fault::none,
                  "the tensor's elements are at no address: they are made as they are read");
    wkin_tensor_memory ours{};
    ours.data = view.data;
    ours.strides = view.strides.empty() ? nullptr : view.strides.data();
    return fill(memory, memory_size, ours, error);
  });
}

wkin_status wkin_model_read(const wkin_model* model, size_t index, uint64_t first, uint64_t count,
                            wkin_dtype as, void* buffer, size_t capacity, size_t* needed,
                            wkin_error* error) {
  return guard(error, [&] {
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    if (index >= model->state->views.size()) return bad_argument(error, "no tensor has this index");
    if (buffer == nullptr && capacity > 0)
      return bad_argument(error, "the buffer is NULL but its capacity is not 0");
    return read_out(model->state->views[index], first, count, as,
                    {static_cast<std::byte*>(buffer), capacity}, needed, error);
  });
}
