#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin::test {

/// Independent of anything the library draws: a 64-bit mix of the counter.
inline double noise(std::uint64_t counter) {
  std::uint64_t x = counter * 0x9e3779b97f4a7c15ULL + 0x2545f4914f6cdd1dULL;
  x ^= x >> 31;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 29;
  return static_cast<double>(x >> 11) * 0x1p-53 * 2.0 - 1.0;
}

/// Noise of any size without memory: f32 elements are made when they are read.
class noise_source : public element_source {
public:
  explicit noise_source(std::uint64_t seed) : seed_(seed) {}
  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    elements_read += count;
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<float>(0.02 * noise(seed_ * 1000003 + first + i));
      std::memcpy(scratch.data() + 4 * i, &value, 4);
    }
    return std::span<const std::byte>(scratch.data(), 4 * count);
  }
  mutable std::uint64_t elements_read = 0;

private:
  std::uint64_t seed_;
};

class broken_source : public element_source {
public:
  result<std::span<const std::byte>> read(std::uint64_t, std::size_t,
                                          std::span<std::byte>) const override {
    return error{errc::io, "page 7 vanished"};
  }
};

/// A model made up in memory. Views stay valid while it lives.
class fake_model {
public:
  using shape_type = std::vector<std::uint64_t>;

  /// Random weights; costs no memory whatever the shape.
  fake_model& add(std::string name, shape_type shape) {
    sources_.push_back(std::make_unique<noise_source>(views_.size() + 1));
    views_.push_back(base(std::move(name), std::move(shape), dtype::f32));
    views_.back().source = sources_.back().get();
    return *this;
  }

  fake_model& add_values(std::string name, shape_type shape, const std::vector<double>& values,
                         dtype type = dtype::f32) {
    tensor_view view = base(std::move(name), std::move(shape), type);
    bytes_.push_back(encode(values, type));
    view.data = bytes_.back().data();
    view.storage = {bytes_.back().data(), 0};
    views_.push_back(view);
    return *this;
  }

  fake_model& add_broken(std::string name, shape_type shape) {
    views_.push_back(base(std::move(name), std::move(shape), dtype::f32));
    views_.back().source = &broken_;
    return *this;
  }

  [[nodiscard]] const std::vector<tensor_view>& views() const { return views_; }
  [[nodiscard]] std::vector<tensor_view>& views() { return views_; }
  [[nodiscard]] std::uint64_t elements_read() const {
    std::uint64_t sum = 0;
    for (const auto& source : sources_)
      sum += source->elements_read;
    return sum;
  }

private:
  tensor_view base(std::string name, shape_type shape, dtype type) {
    names_.push_back(std::move(name));
    shapes_.push_back(std::move(shape));
    tensor_view view;
    view.name = names_.back();
    view.shape = shapes_.back();
    view.type = type;
    return view;
  }

  static std::vector<std::byte> encode(const std::vector<double>& values, dtype type) {
    const std::size_t size = bits_of(type) / 8;
    std::vector<std::byte> bytes(values.size() * size + 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto single = static_cast<float>(values[i]);
      const std::uint16_t bf16 = narrow_bf16(single);
      const std::uint16_t f16 = narrow_f16(single);
      const std::int64_t whole = type == dtype::i64 ? static_cast<std::int64_t>(values[i]) : 0;
      const void* from = &single;
      if (type == dtype::f64) from = &values[i];
      if (type == dtype::bf16) from = &bf16;
      if (type == dtype::f16) from = &f16;
      if (type == dtype::i64) from = &whole;
      std::memcpy(bytes.data() + i * size, from, size);
    }
    return bytes;
  }

  std::deque<std::string> names_;
  std::deque<shape_type> shapes_;
  std::deque<std::vector<std::byte>> bytes_;
  std::vector<std::unique_ptr<noise_source>> sources_;
  broken_source broken_;
  std::vector<tensor_view> views_;
};

/// The entry of the tensor called `name`; fails loudly when there is none.
inline const inventory_entry& entry_of(const inventory& taken, const fake_model& model,
                                       std::string_view name) {
  for (const inventory_entry& entry : taken.entries)
    if (model.views()[entry.tensor].name == name) return entry;
  throw std::runtime_error("no tensor " + std::string(name));
}

/// Boost.Test prints these in messages.
inline std::string text_of(const inventory_entry& entry) {
  return std::string(name_of(entry.use)) + "/" + std::string(name_of(entry.why)) + " (" +
         entry.detail + ")";
}

} // namespace weightkin::test
