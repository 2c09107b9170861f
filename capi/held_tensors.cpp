#include "held_tensors.hpp"

#include <optional>
#include <span>
#include <string>

#include <weightkin/core/dtype.hpp>

namespace weightkin::capi {
namespace {

/// Product of the extents, or nothing when it leaves 63 bits (as the reach of the strides must not
/// either).
std::optional<std::uint64_t> product_of(std::span<const std::uint64_t> shape) {
  std::uint64_t product = 1;
  bool has_zero = false;
  for (const std::uint64_t extent : shape) {
    has_zero = has_zero || extent == 0;
    const bool fits = (product | extent) >> 31 == 0; // spares a division
    if (!fits && extent != 0 && product > (UINT64_MAX >> 1) / extent) return std::nullopt;
    product *= extent == 0 ? 1 : extent;
  }
  return has_zero ? 0 : product;
}

/// True when the strides are those of packed C order, whatever they are along axes of one element.
bool are_packed(std::span<const std::uint64_t> shape, const std::int64_t* strides) {
  if (strides == nullptr || product_of(shape) == 0) return true;
  std::uint64_t expected = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (shape[axis] != 1 && strides[axis] != static_cast<std::int64_t>(expected)) return false;
    expected *= shape[axis];
  }
  return true;
}

std::string where(std::size_t index, const char* name) {
  return "tensor " + std::to_string(index) + (name ? " '" + std::string(name) + "'" : "") + ": ";
}

tensor_view hold(model_state& state, const wkin_tensor_view& tensor) {
  state.held_names.emplace_back(tensor.name);
  state.held_shapes.emplace_back(tensor.shape, tensor.shape + tensor.rank);
  state.held_strides.emplace_back();
  const bool packed = are_packed(state.held_shapes.back(), tensor.strides);
  if (!packed) state.held_strides.back().assign(tensor.strides, tensor.strides + tensor.rank);
  tensor_view view;
  view.name = state.held_names.back();
  view.type = static_cast<dtype>(tensor.dtype);
  view.shape = state.held_shapes.back();
  view.strides = state.held_strides.back();
  view.data = static_cast<const std::byte*>(tensor.data);
  // Packed tensors of one shape at one address are one tensor under two names.
  if (packed) view.storage = {tensor.data, 0};
  return view;
}

} // namespace

const char* objection(const wkin_tensor_view& tensor) noexcept {
  if (tensor.dtype < WKIN_DTYPE_BOOLEAN || tensor.dtype > WKIN_DTYPE_F4_E2M1)
    return "there is no such dtype";
  if (tensor.rank > max_rank) return "its rank is above 64";
  if (tensor.rank > 0 && tensor.shape == nullptr) return "the shape is NULL";
  const auto count = product_of({tensor.shape, tensor.rank});
  if (!count) return "the number of elements does not fit 63 bits";
  const auto type = static_cast<dtype>(tensor.dtype);
  if (!bytes_of(type, *count)) return "the elements do not fill whole bytes or 64-bit sizes";
  if (*count > 0 && tensor.data == nullptr) return "the data are NULL";
  if (are_packed({tensor.shape, tensor.rank}, tensor.strides)) return nullptr;
  if (!is_byte_sized(type))
    return "4- and 6-bit elements must be packed: strides must be NULL or those of C order";
  std::uint64_t reach = 0;
  for (std::uint32_t axis = 0; axis < tensor.rank; ++axis) {
    const std::uint64_t steps = tensor.shape[axis] - 1; // no elements at all are packed
    if (steps == 0) continue;                           // this stride leads nowhere
    if (tensor.strides[axis] < 0) return "a stride is negative";
    const auto stride = static_cast<std::uint64_t>(tensor.strides[axis]);
    if (stride != 0 && steps > ((UINT64_MAX >> 8) - reach) / stride)
      return "the strides reach beyond the address space";
    reach += stride * steps;
  }
  return nullptr;
}

tensor_view borrowed(const wkin_tensor_view& tensor) noexcept {
  const std::span shape(tensor.shape, tensor.rank);
  tensor_view view;
  if (tensor.name != nullptr) view.name = tensor.name;
  view.type = static_cast<dtype>(tensor.dtype);
  view.shape = shape;
  if (!are_packed(shape, tensor.strides)) view.strides = {tensor.strides, tensor.rank};
  view.data = static_cast<const std::byte*>(tensor.data);
  return view;
}

held_tensors::held_tensors(std::size_t count, const char* name)
    : state_(std::make_shared<model_state>()) {
  state_->name = name == nullptr ? "" : name;
  state_->format = "memory";
  // Views point at these strings and vectors: they must not move.
  state_->held_names.reserve(count);
  state_->held_shapes.reserve(count);
  state_->held_strides.reserve(count);
  state_->views.reserve(count);
  state_->names.reserve(count);
}

result<void> held_tensors::add(const wkin_tensor_view& tensor) {
  const auto refuse = [&](const char* why) {
    return error{errc::bad_argument, where(state_->views.size(), tensor.name) + why};
  };
  if (tensor.name == nullptr) return refuse("the name is NULL");
  if (const char* why = objection(tensor)) return refuse(why);
  if (seen_.contains(tensor.name)) return refuse("the name is taken");
  state_->views.push_back(hold(*state_, tensor));
  state_->names.emplace_back(tensor.name);
  seen_.insert(state_->held_names.back());
  return {};
}

std::shared_ptr<model_state> held_tensors::finish() { return std::move(state_); }

} // namespace weightkin::capi
