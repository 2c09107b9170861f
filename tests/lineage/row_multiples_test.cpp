// Tensors that are multiples of each other row by row, and what is nearly so.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <support/null_models.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_view.hpp>

#include "lineage/row_multiples.hpp"

namespace {

using namespace weightkin;

struct pair_of_tensors {
  std::array<std::uint64_t, 3> shape{12, 5, 7};
  std::vector<float> a, b;

  explicit pair_of_tensors(std::uint64_t seed) {
    test::random_source random(seed);
    for (std::size_t i = 0; i < 12 * 35; ++i)
      a.push_back(static_cast<float>(random.normal()));
    b = a;
    for (std::size_t row = 0; row < 12; ++row) {
      const auto factor = static_cast<float>(random.lognormal(0.5));
      for (std::size_t k = 0; k < 35; ++k)
        b[row * 35 + k] *= factor;
    }
  }
  [[nodiscard]] bool multiples() const {
    const auto answer = rows_are_multiples(view_of(a), view_of(b));
    if (!answer) BOOST_FAIL(answer.error().message);
    return *answer;
  }
  [[nodiscard]] tensor_view view_of(const std::vector<float>& values) const {
    tensor_view view;
    view.name = "w";
    view.type = dtype::f32;
    view.shape = shape;
    view.data = reinterpret_cast<const std::byte*>(values.data());
    return view;
  }
};

BOOST_AUTO_TEST_CASE(factors_of_rows_are_seen) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    pair_of_tensors one(seed);
    BOOST_TEST(one.multiples());
    for (std::size_t k = 0; k < 35; ++k)
      one.a[k] = one.b[k] = 0; // a row that is zero on both sides
    BOOST_TEST(one.multiples());
  }
}

BOOST_AUTO_TEST_CASE(one_element_off_is_enough) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (const float off : {1.001F, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
      pair_of_tensors one(seed);
      one.b[400] = one.b[400] * off + (off > 0 ? 0.01F : 0.0F);
      BOOST_TEST(!one.multiples());
    }
}

BOOST_AUTO_TEST_CASE(strangers_and_short_rows_are_none) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    pair_of_tensors one(seed);
    one.b = pair_of_tensors(seed + 1000).a;
    BOOST_TEST(!one.multiples());
  }
  pair_of_tensors one(1);
  one.shape = {60, 7, 1};
  BOOST_TEST(!one.multiples());
}

} // namespace
