#include "reader/layout/value_map.hpp"

#include <cmath>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/layout/layout_note.hpp"

namespace weightkin {
namespace {

class mapped_values final : public decoded_elements {
public:
  mapped_values(stored_tensor base, double (*map)(double))
      : decoded_elements(element_count(base), 1), base_(std::move(base)), map_(map) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    if (auto values = read_f32(base_, first, out); !values) return values;
    for (float& value : out)
      value = static_cast<float>(map_(static_cast<double>(value)));
    return {};
  }

private:
  stored_tensor base_;
  double (*map_)(double);
};

/// The unit in the last place of the stored type at 1.
double unit_of(const stored_tensor& tensor) {
  return std::ldexp(1.0, -traits_of(tensor.type).mantissa_bits);
}

double subtract_one(double value) { return value - 1.0; }
double negate_and_log(double value) { return std::log(-value); }

} // namespace

stored_tensor map_values(const stored_tensor& tensor, double (*map)(double)) {
  stored_tensor out = tensor;
  out.decoded = std::make_shared<mapped_values>(tensor, map);
  out.type = dtype::f32;
  out.strides.clear();
  return out;
}

/// The stored sum is at most one greater than w and was rounded to half its unit: with w beyond 1,
/// that is up to a whole unit of w.
stored_tensor minus_one(const stored_tensor& tensor) {
  stored_tensor out = map_values(tensor, subtract_one);
  note_layout(out, "gain + 1", unit_of(tensor));
  return out;
}

/// A relative error of the stored value is an absolute one of its logarithm. Exponentials come
/// within one unit of the right value, and two roundings follow.
stored_tensor log_of_negative(const stored_tensor& tensor) {
  stored_tensor out = map_values(tensor, negate_and_log);
  note_layout(out, "-exp", 2 * unit_of(tensor));
  return out;
}

} // namespace weightkin
