#include <cstdlib>
#include <new>
#include <random>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>

using namespace weightkin;

namespace {

thread_local long until_failure = -1; ///< allocations that still succeed; -1: all do

} // namespace

// The program's own, so that any of them can be made to fail.
void* operator new(std::size_t size) {
  if (until_failure >= 0 && until_failure-- == 0) throw std::bad_alloc();
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

unit_matrix random_matrix(std::mt19937& random) {
  unit_matrix matrix{16, 8, {}};
  for (std::size_t i = 0; i < matrix.units * matrix.features; ++i)
    matrix.values.push_back(static_cast<float>(random()) / 0x1p32F - 0.5F);
  return matrix;
}

/// `merge` with its allocation `nth` failing. \returns whether there was one to fail.
bool merge_failing(permutation_group& group, const permutation_group::prepared_pair& pair,
                   long nth) {
  until_failure = nth;
  try {
    group.merge(pair);
  } catch (const std::bad_alloc&) {
    until_failure = -1;
    return true;
  }
  until_failure = -1;
  return false;
}

} // namespace

// Threads that test pairs of one group do not stop at once when one of them runs out of memory.
BOOST_AUTO_TEST_CASE(a_pair_that_could_not_be_added_leaves_the_group_as_it_was) {
  std::mt19937 random(7);
  const unit_matrix a = random_matrix(random);
  const unit_matrix b = random_matrix(random);
  const auto first = permutation_group::prepare(a, b);
  const auto second = permutation_group::prepare(b, random_matrix(random));
  permutation_group expected(16);
  expected.merge(second);
  long failures = 0;
  for (bool failed = true; failed; failures += failed ? 1 : 0) {
    permutation_group group(16);
    failed = merge_failing(group, first, failures);
    if (!failed) break;
    group.merge(second);
    BOOST_TEST(group.pooled().effect == expected.pooled().effect);
    BOOST_TEST(group.pooled().log10_p == expected.pooled().log10_p);
  }
  BOOST_TEST(failures > 0);
}
