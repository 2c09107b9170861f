#include "reader/decode/decoded_elements.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <weightkin/core/element_reader.hpp>

#include "reader/decode/stored_elements.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// Values decoded together when the caller's buffer cannot be written in place.
constexpr std::size_t piece_values = std::size_t{1} << 14;

/// A plain stored tensor that keeps its own description alive.
class owned_elements final : public element_source {
public:
  explicit owned_elements(stored_tensor tensor) : tensor_(std::move(tensor)), elements_(tensor_) {}
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    return elements_.read(first, count, scratch);
  }

private:
  stored_tensor tensor_;
  stored_elements elements_;
};

bool holds_floats(std::span<const std::byte> bytes) noexcept {
  return reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(float) == 0;
}

} // namespace

result<std::span<const std::byte>> decoded_elements::read(std::uint64_t first, std::size_t count,
                                                          std::span<std::byte> scratch) const {
  if (count == 0) return std::span<const std::byte>{};
  if (scratch.size() / sizeof(float) < count || first > count_ || count > count_ - first)
    return error{errc::bad_argument,
                 "decoding a range that does not fit the tensor or the scratch"};
  const std::span<std::byte> out = scratch.first(count * sizeof(float));
  const std::uint64_t end = first + count;
  const bool whole = first % granule_ == 0 && (end % granule_ == 0 || end == count_);
  if (whole && holds_floats(out)) {
    const std::span<float> values(reinterpret_cast<float*>(out.data()), count);
    if (auto decoded = decode(first, values); !decoded) return std::move(decoded).error();
    return std::span<const std::byte>(out);
  }
  const std::uint64_t step = std::max<std::uint64_t>(piece_values / granule_, 1) * granule_;
  std::vector<float> piece;
  for (std::uint64_t at = first / granule_ * granule_; at < end; at += step) {
    piece.resize(static_cast<std::size_t>(
        std::min(step, std::min(count_, (end + granule_ - 1) / granule_ * granule_) - at)));
    if (auto decoded = decode(at, piece); !decoded) return std::move(decoded).error();
    const std::uint64_t from = std::max(at, first);
    const std::uint64_t to = std::min(at + piece.size(), end);
    std::memcpy(out.data() + (from - first) * sizeof(float), piece.data() + (from - at),
                static_cast<std::size_t>(to - from) * sizeof(float));
  }
  return std::span<const std::byte>(out);
}

std::shared_ptr<const element_source> elements_of(const stored_tensor& tensor) {
  if (tensor.decoded != nullptr) return tensor.decoded;
  return std::make_shared<owned_elements>(tensor);
}

result<void> read_f32(const stored_tensor& tensor, std::uint64_t first, std::span<float> out) {
  const stored_elements plain(tensor);
  const element_source& source =
      tensor.decoded != nullptr ? *tensor.decoded : static_cast<const element_source&>(plain);
  const bool in_place = tensor.type == dtype::f32;
  std::vector<std::byte> packed;
  if (!in_place) packed.resize((out.size() * bits_of(tensor.type) + 7) / 8);
  const std::span<std::byte> scratch = in_place ? std::as_writable_bytes(out) : std::span(packed);
  const auto got = source.read(first, out.size(), scratch);
  if (!got) return got.error();
  if (!in_place)
    widen_to_f32(tensor.type, *got, out.size(), out.data());
  else if (static_cast<const void*>(got->data()) != out.data())
    std::memcpy(out.data(), got->data(), got->size());
  return {};
}

result<std::vector<std::int64_t>> read_integers(const stored_tensor& tensor, std::uint64_t most) {
  const auto refuse = [&](fault why, const std::string& what) {
    return detail::fail_at(why, tensor.bytes->label(), tensor.offset,
                           "tensor " + detail::escaped(tensor.name) + ": " + what);
  };
  if (traits_of(tensor.type).kind != number_class::integer)
    return refuse(fault::dtype, "holds " + std::string(name_of(tensor.type)) + ", not integers");
  const std::uint64_t count = element_count(tensor);
  if (count > most)
    return refuse(fault::limit, std::to_string(count) + " numbers where at most " +
                                    std::to_string(most) + " are expected");
  const std::size_t size = bits_of(tensor.type) / 8;
  std::vector<std::byte> scratch(static_cast<std::size_t>(count) * size);
  const auto got = elements_of(tensor)->read(0, static_cast<std::size_t>(count), scratch);
  if (!got) return got.error();
  if (got->data() != scratch.data() && !got->empty())
    std::memcpy(scratch.data(), got->data(), got->size());
  const bool is_signed = tensor.type == dtype::i8 || tensor.type == dtype::i16 ||
                         tensor.type == dtype::i32 || tensor.type == dtype::i64;
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::uint64_t bits = 0;
    const std::size_t shift = std::endian::native == std::endian::big ? sizeof bits - size : 0;
    std::memcpy(reinterpret_cast<std::byte*>(&bits) + shift, scratch.data() + i * size, size);
    const unsigned unused = static_cast<unsigned>(64 - 8 * size);
    if (is_signed)
      numbers[i] = static_cast<std::int64_t>(bits << unused) >> unused;
    else
      numbers[i] = bits > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(bits);
  }
  return numbers;
}

std::uint64_t element_count(const stored_tensor& tensor) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  return count;
}

std::uint64_t bytes_held(std::span<const stored_tensor> tensors) noexcept {
  std::uint64_t total = 0;
  for (const stored_tensor& tensor : tensors) {
    std::uint64_t bits = 0;
    if (__builtin_mul_overflow(element_count(tensor), bits_of(tensor.type), &bits) ||
        __builtin_add_overflow(total, bits / 8, &total))
      return UINT64_MAX;
  }
  return total;
}

tensor_view view_of(const stored_tensor& tensor, const element_source* source) {
  tensor_view view;
  view.name = tensor.name;
  view.type = tensor.type;
  view.shape = tensor.shape;
  view.strides = tensor.strides;
  view.storage = {tensor.bytes.get(), tensor.storage_offset};
  view.source = source;
  view.usage = tensor.usage;
  if (source == nullptr) view.data = tensor.bytes->in_place() + tensor.offset;
  return view;
}

} // namespace weightkin
