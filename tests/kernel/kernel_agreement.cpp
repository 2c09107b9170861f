// Every kernel of the machine this runs on against the portable one and against the pinned sums.
// Needs no test framework, so that it can be cross-compiled and run under an emulator.
// Exit code: 0 when all agree, 1 otherwise; prints the kernels that ran.

#include <cstdio>
#include <string>

#include "kernel/pinned_sums.hpp"

namespace {

using namespace weightkin;

int failures = 0;

void expect(bool holds, const std::string& what) {
  if (holds) return;
  ++failures;
  std::printf("disagrees: %s\n", what.c_str());
}

void check_agreement(const pair_kernel& kernel, dtype a, dtype b, test::content what) {
  constexpr std::size_t count = 18001;
  const auto pair = test::make_pair(a, b, count, what, 11);
  const auto expected = all_pair_kernels().front()(a, pair.a.data(), b, pair.b.data(), count);
  const auto got = kernel(a, pair.a.data(), b, pair.b.data(), count);
  expect(test::same_bits(got, expected), std::string(kernel.name()) + " " +
                                             std::string(name_of(a)) + "/" +
                                             std::string(name_of(b)));
}

} // namespace

int main() {
  constexpr dtype types[] = {dtype::bf16, dtype::f16, dtype::f32, dtype::f64, dtype::i8};
  for (const pair_kernel& kernel : all_pair_kernels()) {
    std::printf("kernel %s\n", std::string(kernel.name()).c_str());
    for (const test::pinned_sums& pin : test::pinned) {
      const auto pair = test::make_pinned_pair(pin.type);
      const auto got = kernel(pin.type, pair.a.data(), pin.type, pair.b.data(), test::pinned_count);
      expect(test::matches(got, pin),
             std::string(kernel.name()) + " pinned " + std::string(name_of(pin.type)));
    }
    for (const dtype a : types)
      for (const dtype b : types)
        for (const test::content what : {test::content::with_zeros, test::content::every_pattern,
                                         test::content::tiny, test::content::huge})
          check_agreement(kernel, a, b, what);
  }
  return failures == 0 ? 0 : 1;
}
