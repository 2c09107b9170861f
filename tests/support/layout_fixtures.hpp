#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/decoded_elements.hpp"
#include "reader/decode/stored_elements.hpp"

/// Stored tensors of every kind that a layout can be undone on, whose elements say which they are.
namespace weightkin::test {

using shape_t = std::vector<std::uint64_t>;

/// Bytes of its own, in place or only to be copied out.
class owned_bytes final : public byte_source {
public:
  owned_bytes(std::vector<std::byte> bytes, bool in_place)
      : bytes_(std::move(bytes)), in_place_(in_place) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] const std::byte* in_place() const noexcept override {
    return in_place_ ? bytes_.data() : nullptr;
  }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset)
      return error{errc::internal, "test: read outside", fault::truncated};
    if (in_place_) return std::span(bytes_).subspan(offset, length);
    if (scratch.size() < length) return error{errc::internal, "test: small scratch"};
    std::memcpy(scratch.data(), bytes_.data() + offset, length);
    return std::span<const std::byte>(scratch.data(), length);
  }

private:
  std::vector<std::byte> bytes_;
  bool in_place_;
  std::string label_ = "test";
};

/// Values that are decoded 32 at a time.
class decoded_values final : public decoded_elements {
public:
  explicit decoded_values(std::vector<float> values)
      : decoded_elements(values.size(), 32), values_(std::move(values)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    if (first % 32 != 0 || first + out.size() > values_.size())
      return error{errc::internal, "test: decoding outside of granules"};
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(first), out.size(), out.begin());
    return {};
  }

private:
  std::vector<float> values_;
};

enum class kept_as { in_place, copied, decoded };
inline constexpr kept_as every_way[] = {kept_as::in_place, kept_as::copied, kept_as::decoded};

inline std::uint64_t count_of(const shape_t& shape) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent;
  return count;
}

/// An f32 tensor with these values, some bytes into its source.
inline stored_tensor tensor_of(std::string name, shape_t shape, const std::vector<float>& values,
                               kept_as kept = kept_as::in_place) {
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.shape = std::move(shape);
  tensor.offset = tensor.storage_offset = 12;
  std::vector<std::byte> bytes(12 + values.size() * sizeof(float));
  if (!values.empty()) std::memcpy(bytes.data() + 12, values.data(), values.size() * sizeof(float));
  tensor.bytes = std::make_shared<owned_bytes>(std::move(bytes), kept != kept_as::copied);
  if (kept == kept_as::decoded) {
    tensor.decoded = std::make_shared<decoded_values>(values);
    auto encoding = std::make_shared<stored_encoding>();
    encoding->scheme = "test";
    tensor.encoding = std::move(encoding);
  }
  return tensor;
}

/// The same with the values 0, 1, 2, ...
inline stored_tensor counted_tensor(std::string name, shape_t shape,
                                    kept_as kept = kept_as::in_place) {
  std::vector<float> values(count_of(shape));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i);
  return tensor_of(std::move(name), std::move(shape), values, kept);
}

/// All values, read as a comparison reads them, in pieces of uneven length.
inline std::vector<float> values_of(const stored_tensor& tensor, std::size_t longest_piece = 100) {
  const bool in_place = tensor.decoded == nullptr && stored_elements::usable_in_place(tensor);
  const auto source = in_place ? nullptr : elements_of(tensor);
  const tensor_view view = view_of(tensor, source.get());
  std::mt19937 random(11);
  std::vector<float> values;
  while (values.size() < element_count(view)) {
    const std::size_t left = element_count(view) - values.size();
    const std::size_t count = std::min<std::size_t>(left, 1 + random() % longest_piece);
    std::vector<std::byte> scratch(*bytes_of(view.type, count));
    const auto got = read_elements(view, values.size(), count, scratch);
    BOOST_TEST_REQUIRE(got.has_value(), (got ? "" : got.error().message));
    const std::size_t begin = values.size();
    values.resize(begin + count);
    widen_to_f32(view.type, *got, count, values.data() + begin);
  }
  return values;
}

} // namespace weightkin::test
