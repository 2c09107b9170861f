#include "reader/onnx/onnx_dequantise.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace weightkin {
namespace {

constexpr std::uint64_t window_values = 4096;

/// Single elements of a tensor, fetched a window at a time. What fails is kept and ends the work.
class element_window {
public:
  explicit element_window(const stored_tensor& tensor)
      : tensor_(tensor), count_(element_count(tensor)) {}

  [[nodiscard]] float at(std::uint64_t index) {
    if (index - begin_ >= values_.size() && state_) fetch(index);
    return index - begin_ < values_.size() ? values_[static_cast<std::size_t>(index - begin_)]
                                           : 0.0F;
  }
  [[nodiscard]] const result<void>& state() const noexcept { return state_; }

private:
  void fetch(std::uint64_t index) {
    begin_ = index / window_values * window_values; // whole bytes also for types below a byte
    values_.resize(static_cast<std::size_t>(std::min(window_values, count_ - begin_)));
    if (auto read = read_f32(tensor_, begin_, values_); !read) {
      values_.clear();
      state_ = std::move(read);
    }
  }

  const stored_tensor& tensor_;
  std::uint64_t count_;
  std::uint64_t begin_ = 0;
  std::vector<float> values_;
  result<void> state_;
};

class linear_elements final : public decoded_elements {
public:
  linear_elements(stored_tensor x, stored_tensor scales, std::optional<stored_tensor> zeros,
                  const scale_places& places)
      : decoded_elements(element_count(x), 2), x_(std::move(x)), scales_(std::move(scales)),
        zeros_(std::move(zeros)), places_(places) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    if (auto read = read_f32(x_, first, out); !read) return read;
    element_window scales(scales_);
    element_window zeros(zeros_.has_value() ? *zeros_ : scales_);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::uint64_t place = places_.of(first + i);
      const float shifted = zeros_.has_value() ? out[i] - zeros.at(place) : out[i];
      out[i] = shifted * scales.at(place);
    }
    return scales.state() ? zeros.state() : scales.state();
  }

private:
  stored_tensor x_;
  stored_tensor scales_;
  std::optional<stored_tensor> zeros_;
  scale_places places_;
};

/// Number `index` of codes of `bits` bits that are packed low first from byte `begin` on.
float code_at(element_window& bytes, std::uint64_t begin, std::uint64_t index, unsigned bits) {
  const std::uint64_t bit = index * bits;
  const auto byte = static_cast<unsigned>(bytes.at(begin + bit / 8));
  return static_cast<float>(byte >> (bit % 8) & ((1U << bits) - 1));
}

class code_elements final : public decoded_elements {
public:
  code_elements(stored_tensor codes, stored_tensor scales, std::optional<stored_tensor> zeros,
                const code_matrix& matrix)
      : decoded_elements(matrix.rows * matrix.columns, 1), codes_(std::move(codes)),
        scales_(std::move(scales)), zeros_(std::move(zeros)), matrix_(matrix) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    element_window codes(codes_);
    element_window scales(scales_);
    element_window zeros(zeros_.has_value() ? *zeros_ : scales_);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::uint64_t row = (first + i) / matrix_.columns;
      const std::uint64_t column = (first + i) % matrix_.columns;
      const std::uint64_t block = column / matrix_.block;
      const float code = code_at(codes, row * matrix_.row_bytes(), column, matrix_.bits);
      const float scale = scales.at(row * matrix_.blocks_per_row() + block);
      out[i] = (code - zero_of(zeros, row, block)) * scale;
    }
    for (const element_window* part : {&codes, &scales, &zeros})
      if (!part->state()) return part->state();
    return {};
  }

private:
  [[nodiscard]] float zero_of(element_window& zeros, std::uint64_t row, std::uint64_t block) const {
    if (!zeros_.has_value()) return static_cast<float>(1U << (matrix_.bits - 1));
    if (!matrix_.packed_zeros) return zeros.at(row * matrix_.blocks_per_row() + block);
    return code_at(zeros, row * matrix_.zero_row_bytes(), block, matrix_.bits);
  }

  stored_tensor codes_;
  stored_tensor scales_;
  std::optional<stored_tensor> zeros_;
  code_matrix matrix_;
};

} // namespace

std::shared_ptr<const decoded_elements>
dequantised_linear(const stored_tensor& x, const stored_tensor& scales,
                   const std::optional<stored_tensor>& zeros, const scale_places& places) {
  return std::make_shared<linear_elements>(x, scales, zeros, places);
}

std::shared_ptr<const decoded_elements> dequantised_codes(const stored_tensor& codes,
                                                          const stored_tensor& scales,
                                                          const std::optional<stored_tensor>& zeros,
                                                          const code_matrix& matrix) {
  return std::make_shared<code_elements>(codes, scales, zeros, matrix);
}

} // namespace weightkin
