#include "align/carry/swapped_elements.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {

swapped_elements::swapped_elements(const tensor_view& base) : base_(base) {
  for (std::size_t axis = 2; axis < base.shape.size(); ++axis)
    cell_ *= base.shape[axis];
}

result<std::span<const std::byte>> swapped_elements::read(std::uint64_t first, std::size_t count,
                                                          std::span<std::byte> scratch) const {
  const std::size_t size = bits_of(base_.type) / 8;
  if (scratch.size() < count * size)
    return error{errc::bad_argument,
                 "tensor '" + std::string(base_.name) + "': scratch is too small"};
  const std::uint64_t rows = base_.shape[0], columns = base_.shape[1];
  std::vector<std::byte> packed(static_cast<std::size_t>(cell_) * size);
  for (std::size_t done = 0; done < count;) {
    const std::uint64_t at = first + done;
    const std::uint64_t cell = at / cell_, inside = at % cell_;
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(cell_ - inside, count - done));
    const std::uint64_t from = (cell % rows * columns + cell / rows) * cell_ + inside;
    auto bytes = read_elements(base_, from, length, packed);
    if (!bytes) return std::move(bytes).error();
    std::memcpy(scratch.data() + done * size, bytes->data(), length * size);
    done += length;
  }
  return std::span<const std::byte>(scratch.data(), count * size);
}

} // namespace weightkin::detail
