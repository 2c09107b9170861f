// Two fingerprints of decoders with 299 tensors, compared.
// usage: compare_prints_bench [repetitions = 50] [threads = 1]
// Prints the least and the median time, what fingerprinting took, and the smallest effect that the
// weights and the fingerprints would have told from none.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

#include "support/case_fixtures.hpp"

namespace {

using namespace weightkin;
using clock_type = std::chrono::steady_clock;

double milliseconds_since(clock_type::time_point start) {
  return std::chrono::duration<double, std::milli>(clock_type::now() - start).count();
}

test::model_in_memory decoder(test::gaussian& random) {
  test::model_in_memory model;
  test::language_model(random, 33, 256, 704, 512).store(model, "model.", dtype::bf16);
  return model;
}

/// What would have been significant with probability one half, were there no floor.
double told_from_none(const comparison& answer) {
  return minimum_detectable_effect(answer.components.front().evidence.effective_size,
                                   answer.options.log10_alpha);
}

} // namespace

int main(int argc, char** argv) {
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 50;
  compare_options options;
  options.threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
  test::gaussian random(1);
  const test::model_in_memory one = decoder(random);
  const test::model_in_memory other = decoder(random);
  const auto start = clock_type::now();
  const auto a = fingerprint_of(one);
  const double fingerprinting = milliseconds_since(start);
  const auto b = fingerprint_of(other);
  const auto full = compare(one, other, options);
  if (!a || !b || !full) return 1;
  std::vector<double> times;
  result<comparison> answer = compare_fingerprints(*a, *b, options);
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = clock_type::now();
    answer = compare_fingerprints(*a, *b, options);
    times.push_back(milliseconds_since(begin));
    if (!answer || is_finding(answer->overall)) return 1;
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "%zu tensors, %u threads: least %.2f ms, median %.2f ms; fingerprinting took %.0f ms\n",
      a->tensors.size(), options.threads, times.front(), times[times.size() / 2], fingerprinting);
  std::printf("effects told from none, beside the floor of %.2f: weights %.4f, fingerprints %.4f\n",
              options.ruling.effect_floor, told_from_none(*full), told_from_none(*answer));
  return 0;
}
