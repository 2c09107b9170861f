#include "lineage/operation/left_over_elements.hpp"

#include <cstring>
#include <string>
#include <utility>

#include <weightkin/core/element_reader.hpp>

namespace weightkin {

left_over_elements::left_over_elements(const tensor_view& whole,
                                       std::vector<weighed_tensor> taken_off)
    : whole_(whole), taken_off_(std::move(taken_off)) {}

result<std::span<const std::byte>> left_over_elements::read(std::uint64_t first, std::size_t count,
                                                            std::span<std::byte> scratch) const {
  if (scratch.size() < count * sizeof(float))
    return error{errc::bad_argument,
                 "tensor '" + std::string(whole_.name) + "': scratch is too small"};
  auto values = read_as_f64(whole_, first, count);
  if (!values) return std::move(values).error();
  for (const weighed_tensor& other : taken_off_) {
    const auto share = read_as_f64(other.view, first, count);
    if (!share) return share.error();
    for (std::size_t i = 0; i < count; ++i)
      (*values)[i] -= other.weight * (*share)[i];
  }
  const std::vector<float> rounded(values->begin(), values->end());
  std::memcpy(scratch.data(), rounded.data(), count * sizeof(float));
  return std::span<const std::byte>(scratch.data(), count * sizeof(float));
}

tensor_view left_over_elements::view() const noexcept {
  tensor_view left;
  left.name = whole_.name;
  left.type = dtype::f32;
  left.shape = whole_.shape;
  left.source = this;
  left.usage = whole_.usage;
  return left;
}

} // namespace weightkin
