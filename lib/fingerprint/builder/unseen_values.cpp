#include "fingerprint/builder/unseen_values.hpp"

#include <cstring>
#include <vector>

#include "inventory/unseen_tables.hpp"
#include "kernel/index_hash.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t noise_stream = 99; // none of docs/fingerprint-format.md

/// The real numbers that elements of `type` consist of: bytes of one, 1 for the 4- and 6-bit types
/// (whose every pattern is a finite number).
std::size_t bytes_of_real(dtype type) {
  switch (type) {
  case dtype::c32: return 2;
  case dtype::c64: return 4;
  case dtype::c128: return 8;
  default: return (bits_of(type) + 7) / 8;
  }
}

/// Noise with both signs and no NaN: random bits, the highest bit of the exponent 0, the lowest of
/// the fraction 1.
class noise final : public element_source {
public:
  explicit noise(dtype type) : type_(type) {}

  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    const auto bytes = static_cast<std::size_t>((count * bits_of(type_) + 7) / 8);
    const std::size_t width = bytes_of_real(type_);
    const index_hash hash(0, noise_stream);
    const std::uint64_t first_real = first * bits_of(type_) / 8 / width;
    for (std::size_t i = 0; i < bytes / width; ++i)
      put(hash(first_real + i), width, scratch.data() + i * width);
    return std::span<const std::byte>(scratch).first(bytes);
  }

private:
  static void put(std::uint64_t bits, std::size_t width, std::byte* out) {
    // Below a sign, except in the type of scales, which has none.
    const std::uint64_t top = std::uint64_t{1} << (8 * width - 2);
    const std::uint64_t value = (bits & ~top) | 1;
    const auto narrow = [out](auto number) { std::memcpy(out, &number, sizeof number); };
    switch (width) {
    case 1: return narrow(static_cast<std::uint8_t>(value));
    case 2: return narrow(static_cast<std::uint16_t>(value));
    case 4: return narrow(static_cast<std::uint32_t>(value));
    default: return narrow(value);
    }
  }

  dtype type_;
};

} // namespace

inventory inventory_of_unseen(const std::vector<tensor_declaration>& tensors) {
  std::vector<std::unique_ptr<noise>> sources;
  std::vector<tensor_view> views;
  sources.reserve(tensors.size());
  views.reserve(tensors.size());
  for (const tensor_declaration& tensor : tensors) {
    sources.push_back(std::make_unique<noise>(tensor.type));
    tensor_view view;
    view.name = tensor.name;
    view.type = tensor.type;
    view.shape = tensor.shape;
    view.source = sources.back().get();
    views.push_back(view);
  }
  inventory taken = take_inventory(views);
  distrust_unseen_tables(views, taken);
  return taken;
}

} // namespace weightkin::detail
