// What the C boundary costs: a million pairs of tiny tensors through C, beside the same through
// C++. usage: c_overhead_bench [elements = 16] [pairs = 1000000] [repetitions = 9] Answers are
// checked first. The ratio is what to read: the pairs are measured in blocks of a few milliseconds,
// C++ and C in turn and who begins in turn too, so that both meet the same machine; the ratio is
// the median over all blocks, in CPU time of one thread. Goal: at most 1.1.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <weightkin.h>
#include <weightkin/metric/pair_metrics.hpp>

#include "bench/read_limit.hpp"

namespace {

using namespace weightkin;

constexpr std::size_t block = 10'000; // pairs

struct workload {
  std::vector<std::uint64_t> shape;
  std::vector<float> a, b;
  std::size_t pairs;
};

double through_cpp(const workload& work) {
  double sum = 0;
  for (std::size_t pair = 0; pair < work.pairs; ++pair) {
    tensor_view a, b;
    a.name = "a";
    b.name = "b";
    a.shape = b.shape = work.shape;
    a.data = reinterpret_cast<const std::byte*>(work.a.data());
    b.data = reinterpret_cast<const std::byte*>(work.b.data() + pair % 8);
    const auto stats = measure_pair(a, b);
    if (!stats) std::exit(1);
    sum += metrics_of(*stats).cosine;
  }
  return sum;
}

double through_c(const workload& work) {
  double sum = 0;
  for (std::size_t pair = 0; pair < work.pairs; ++pair) {
    const wkin_tensor_view a{"a", WKIN_DTYPE_F32, 1, work.shape.data(), nullptr, work.a.data()};
    const wkin_tensor_view b{"b",     WKIN_DTYPE_F32,          1, work.shape.data(),
                             nullptr, work.b.data() + pair % 8};
    wkin_pair found;
    if (wkin_measure_pair(&a, &b, sizeof a, 1, &found, sizeof found, nullptr) != WKIN_OK)
      std::exit(1);
    sum += found.cosine;
  }
  return sum;
}

template <class Work>
double seconds_of(Work&& work) {
  const double start = bench::thread_seconds();
  work();
  return bench::thread_seconds() - start;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

} // namespace

int main(int count, char** words) {
  const auto number = [&](int at, std::size_t usual) {
    return count > at ? static_cast<std::size_t>(std::atoll(words[at])) : usual;
  };
  const std::size_t elements = number(1, 16);
  workload work{{elements},
                std::vector<float>(elements),
                std::vector<float>(elements + 8),
                number(2, 1'000'000)};
  for (std::size_t i = 0; i < work.b.size(); ++i)
    work.b[i] = static_cast<float>((i * 37) % 101) - 50.0F;
  std::copy_n(work.b.begin(), elements, work.a.begin());
  volatile double kept = 0;
  if (through_cpp(work) != through_c(work)) {
    std::puts("the answers differ");
    return 1;
  }
  const std::size_t blocks = number(3, 9) * std::max<std::size_t>(1, work.pairs / block);
  work.pairs = block;
  std::vector<double> cpp, c, ratios;
  for (std::size_t at = 0; at < blocks; ++at) {
    const auto run_cpp = [&] { cpp.push_back(seconds_of([&] { kept = through_cpp(work); })); };
    const auto run_c = [&] { c.push_back(seconds_of([&] { kept = through_c(work); })); };
    if (at % 2 == 0) run_cpp();
    run_c();
    if (at % 2 != 0) run_cpp();
    ratios.push_back(c.back() / cpp.back());
  }
  (void)kept;
  std::sort(ratios.begin(), ratios.end());
  const double pairs = static_cast<double>(work.pairs);
  std::printf(
      "%zu elements a side: C++ %.0f ns a pair, C %.0f ns, C / C++ %.3f (half of %zu blocks "
      "lie between %.3f and %.3f)\n",
      elements, median(cpp) / pairs * 1e9, median(c) / pairs * 1e9, median(ratios), blocks,
      ratios[blocks / 4], ratios[blocks * 3 / 4]);
}
