#include "kernel/accuracy_check.hpp"

#ifndef ACCURACY_ELEMENTS
#define ACCURACY_ELEMENTS (std::uint64_t{1} << 24)
#endif

namespace {
constexpr std::uint64_t count = ACCURACY_ELEMENTS;
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
