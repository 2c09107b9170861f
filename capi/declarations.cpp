#include "declarations.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin::capi {

result<std::vector<tensor_declaration>> declared(const wkin_tensor_declaration* tensors,
                                                 std::size_t count, std::size_t declaration_size) {
  if (count > 0 && (tensors == nullptr || declaration_size == 0))
    return error{errc::bad_argument, "the declarations are NULL or their size is 0"};
  std::vector<tensor_declaration> ours;
  const auto* bytes = reinterpret_cast<const unsigned char*>(tensors);
  for (size_t i = 0; i < count; ++i) {
    wkin_tensor_declaration one{};
    std::memcpy(&one, bytes + i * declaration_size, std::min(declaration_size, sizeof one));
    const auto refuse = [i](const char* why) {
      return error{errc::bad_argument, "tensor " + std::to_string(i) + ": " + why};
    };
    if (one.name == nullptr) return refuse("the name is NULL");
    if (one.rank > max_rank) return refuse("its rank is above 64");
    if (one.rank > 0 && one.shape == nullptr) return refuse("the shape is NULL");
    if (one.dtype < WKIN_DTYPE_BOOLEAN || one.dtype > WKIN_DTYPE_F4_E2M1)
      return refuse("unknown dtype");
    tensor_declaration& tensor = ours.emplace_back();
    tensor.name = one.name;
    tensor.type = static_cast<dtype>(one.dtype);
    if (one.rank > 0) tensor.shape.assign(one.shape, one.shape + one.rank);
  }
  return ours;
}

} // namespace weightkin::capi
