// The fused pass beside the read limit and beside libraries that compute the same numbers.
// usage: pair_pass_bench [MiB per input = 512] [repetitions = 7]
//        pair_pass_bench limit [MiB per input]     prints the read limit in GB/s, one thread
// Every result is checked against long double sums first. Ratios are what to read: each is the
// contestant's speed over that of a read-only loop run directly before and after it.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/kernel/pair_stats.hpp>

#include "bench/bench_buffers.hpp"
#include "bench/peer_passes.hpp"
#include "bench/read_limit.hpp"
#include "support/pair_oracle.hpp"

namespace {

using namespace weightkin;

struct pair_of_buffers {
  dtype type;
  const std::byte* a;
  const std::byte* b;
  std::size_t count;

  [[nodiscard]] std::size_t bytes() const { return count * bits_of(type) / 8; }
};

struct contestant {
  std::string name;
  unsigned threads;
  std::function<oracle::pair_sums()> run;
};

struct timing {
  double ratio; ///< speed over the read limit's
  double rate;  ///< GB/s, both inputs
  double limit; ///< GB/s
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Seconds of one call: this thread's CPU time where it does all the work, else wall-clock time.
template <class Work>
double seconds_of(unsigned threads, Work work) {
  const auto now = [threads] {
    return threads == 1 ? bench::thread_seconds() : bench::wall_seconds();
  };
  const double start = now();
  work();
  return now() - start;
}

timing time_beside_limit(const pair_of_buffers& pair, const contestant& who, int repetitions) {
  std::vector<double> ratios;
  std::vector<double> rates;
  std::vector<double> limits;
  unsigned long long checksum = 0;
  const auto limit = [&] {
    return seconds_of(who.threads, [&] {
      checksum += bench::read_both(pair.a, pair.b, pair.bytes(), who.threads);
    });
  };
  const double gigabytes = 2e-9 * static_cast<double>(pair.bytes());
  for (int i = 0; i < repetitions; ++i) {
    const double before = limit();
    const double own = seconds_of(who.threads, [&] { static_cast<void>(who.run()); });
    const double reading = (before + limit()) / 2;
    ratios.push_back(reading / own);
    rates.push_back(gigabytes / own);
    limits.push_back(gigabytes / reading);
  }
  if (checksum == 1) std::puts(""); // keeps the reads
  return {median(ratios), median(rates), median(limits)};
}

oracle::pair_sums long_double_sums(const pair_of_buffers& pair) {
  constexpr std::size_t block = std::size_t{1} << 16;
  std::vector<oracle::pair_sums> parts((pair.count + block - 1) / block);
  parallel_for(parts.size(), 0, [&](std::size_t index) {
    const std::size_t first = index * block;
    const std::size_t now = std::min(block, pair.count - first);
    const std::size_t size = bits_of(pair.type) / 8;
    parts[index] = oracle::sums_of(pair.type, {pair.a + first * size, now * size}, pair.type,
                                   {pair.b + first * size, now * size}, now);
  });
  oracle::pair_sums total;
  for (const oracle::pair_sums& part : parts)
    total.add(part);
  return total;
}

oracle::pair_sums from_peer(const bench::peer_sums& peer, std::size_t count) {
  oracle::pair_sums sums;
  sums.finite = count;
  sums.a = peer.a;
  sums.b = peer.b;
  sums.aa = peer.aa;
  sums.bb = peer.bb;
  sums.ab = peer.ab;
  sums.sq_diff = peer.sq_diff;
  return sums;
}

std::vector<contestant> contestants_for(const pair_of_buffers& pair) {
  std::vector<contestant> all;
  for (const unsigned threads : {1U, 2U})
    for (const pair_kernel& kernel : all_pair_kernels())
      if (threads == 1 || &kernel == &all_pair_kernels().back())
        all.push_back({"weightkin " + std::string(kernel.name()), threads, [=, &kernel] {
                         const std::uint64_t shape[] = {pair.count};
                         tensor_view a{"a", pair.type, shape, {}, pair.a, nullptr, {}};
                         tensor_view b{"b", pair.type, shape, {}, pair.b, nullptr, {}};
                         const auto stats =
                             measure_pair(a, b, {.threads = threads, .kernel = &kernel});
                         return stats ? oracle::as_sums(*stats) : oracle::pair_sums{};
                       }});
  all.push_back({"Eigen, blocked", 1, [=] {
                   return from_peer(bench::eigen_blocked(pair.type, pair.a, pair.b, pair.count),
                                    pair.count);
                 }});
  all.push_back({"OpenBLAS, blocked", 1, [=] {
                   return from_peer(bench::openblas_blocked(pair.type, pair.a, pair.b, pair.count),
                                    pair.count);
                 }});
  return all;
}

/// \returns false when a result of ours is outside its tolerance
bool measure_type(dtype type, std::size_t size, int repetitions) {
  const bench::huge_buffer a(size);
  const bench::huge_buffer b(size);
  if (a.data() == nullptr || b.data() == nullptr) {
    std::fprintf(stderr, "no memory for two buffers of %zu bytes\n", size);
    return false;
  }
  const pair_of_buffers pair{type, a.data(), b.data(), size / (bits_of(type) / 8)};
  bench::fill_related(type, a.data(), b.data(), pair.count, 20240229);
  const oracle::pair_sums exact = long_double_sums(pair);
  const double tolerance = type == dtype::f32 ? 1e-11 : 2e-8;
  bool good = true;
  for (const contestant& who : contestants_for(pair)) {
    const oracle::pair_sums got = who.run();
    const auto cosine_error =
        static_cast<double>(std::fabs(oracle::cosine(got) - oracle::cosine(exact)));
    const auto pearson_error =
        static_cast<double>(std::fabs(oracle::pearson(got) - oracle::pearson(exact)));
    const bool ours = who.name.starts_with("weightkin");
    if (ours && !(cosine_error <= tolerance && pearson_error <= tolerance)) good = false;
    const bool slow = who.name == "weightkin portable";
    const timing took = time_beside_limit(pair, who, slow ? 1 : repetitions);
    std::printf("| %-4s | %-18s | %u | %6.3f | %6.2f | %6.2f | %.1e | %.1e |\n",
                std::string(name_of(type)).c_str(), who.name.c_str(), who.threads, took.ratio,
                took.rate, took.limit, cosine_error, pearson_error);
    std::fflush(stdout);
  }
  return good;
}

int print_limit(std::size_t size) {
  const bench::huge_buffer a(size);
  const bench::huge_buffer b(size);
  if (a.data() == nullptr || b.data() == nullptr) return 1;
  unsigned long long checksum = 0;
  std::vector<double> rates;
  for (int i = 0; i < 5; ++i)
    rates.push_back(2e-9 * static_cast<double>(size) / seconds_of(1, [&] {
                      checksum += bench::read_both(a.data(), b.data(), size, 1);
                    }));
  std::printf("%.3f%s\n", median(rates), checksum == 1 ? " " : "");
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "limit")
    return print_limit(static_cast<std::size_t>(argc > 2 ? std::atol(argv[2]) : 512) << 20);
  const long mebibytes = argc > 1 ? std::atol(argv[1]) : 512;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 7;
  if (mebibytes < 1 || repetitions < 1) {
    std::fprintf(stderr, "usage: pair_pass_bench [MiB per input] [repetitions]\n");
    return 2;
  }
  std::printf("%ld MiB per input, median of %d\n\n", mebibytes, repetitions);
  std::puts(
      "| type | contestant | threads | of read limit | GB/s | read limit GB/s | cosine error | "
      "Pearson error |\n|---|---|---|---|---|---|---|---|");
  bool good = true;
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32})
    good = measure_type(type, static_cast<std::size_t>(mebibytes) << 20, repetitions) && good;
  if (!good) std::fprintf(stderr, "a result is outside its tolerance\n");
  return good ? 0 : 1;
}
