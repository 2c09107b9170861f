#include "reader/ncnn/ncnn_elements.hpp"

#include <algorithm>
#include <array>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

class scaled final : public decoded_elements {
public:
  scaled(const stored_tensor& codes, const stored_tensor& scales)
      : decoded_elements(element_count(codes), 1), codes_(codes), scales_(scales),
        scale_values_(element_count(codes) / element_count(scales)) {}

private:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    if (auto read = read_f32(codes_, first, out); !read) return read;
    for (std::size_t at = 0; at < out.size();) {
      const std::uint64_t position = first + at;
      const auto run = static_cast<std::size_t>(
          std::min<std::uint64_t>(scale_values_ - position % scale_values_, out.size() - at));
      float scale = 0;
      if (auto read = read_f32(scales_, position / scale_values_, {&scale, 1}); !read) return read;
      for (float& value : out.subspan(at, run))
        value = scale == 0 ? 0 : value / scale;
      at += run;
    }
    return {};
  }

  stored_tensor codes_;
  stored_tensor scales_;
  std::uint64_t scale_values_; ///< consecutive values that share a scale
};

class looked_up final : public decoded_elements {
public:
  looked_up(const stored_tensor& codes, const stored_tensor& table)
      : decoded_elements(element_count(codes), 1), codes_(codes), table_(table) {}

private:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    std::array<float, 256> table{};
    if (auto read = read_f32(table_, 0, table); !read) return read;
    if (auto read = read_f32(codes_, first, out); !read) return read;
    for (float& value : out)
      value = table[static_cast<std::size_t>(value)];
    return {};
  }

  stored_tensor codes_;
  stored_tensor table_;
};

} // namespace

std::shared_ptr<const element_source> scaled_elements(const stored_tensor& codes,
                                                      const stored_tensor& scales) {
  return std::make_shared<scaled>(codes, scales);
}

std::shared_ptr<const element_source> table_elements(const stored_tensor& codes,
                                                     const stored_tensor& table) {
  return std::make_shared<looked_up>(codes, table);
}

} // namespace weightkin
