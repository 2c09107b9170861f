#include <support/thorough.hpp>

#include "kernel/accuracy_check.hpp"

namespace {
const std::uint64_t count = weightkin::test::runs(std::uint64_t{1} << 24, 1000000007);
}

BOOST_AUTO_TEST_CASE(bf16_sums_are_accurate) {
  weightkin::test::check_accuracy(weightkin::dtype::bf16, count, 2e-8);
}

BOOST_AUTO_TEST_CASE(f16_sums_are_accurate) {
  weightkin::test::check_accuracy(weightkin::dtype::f16, count, 2e-8);
}

BOOST_AUTO_TEST_CASE(f32_sums_are_accurate) {
  weightkin::test::check_accuracy(weightkin::dtype::f32, count, 1e-11);
}
