// The numbers of a fingerprint beside the read limit, and beside the digests they come with.
// usage: fingerprint_bench [MiB = 256] [repetitions = 7]
// Results are verified first: every kernel against the portable one. All on one thread. Ratios are
// what to read: each repetition runs the two things it compares directly after one another.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "bench/bench_buffers.hpp"
#include "bench/float_sketch.hpp"
#include "bench/read_limit.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "kernel/print_group.hpp"
#include "kernel/print_widen.hpp"

namespace {

using namespace weightkin;
using detail::print_kernel;

struct elements {
  dtype type;
  const std::byte* data;
  std::size_t count;

  [[nodiscard]] std::size_t bytes() const { return count * bits_of(type) / 8; }
  [[nodiscard]] std::span<const std::byte> run(std::size_t first, std::size_t length) const {
    const std::size_t size = bits_of(type) / 8;
    return {data + first * size, length * size};
  }
  [[nodiscard]] tensor_declaration declared(std::uint64_t columns = 4096) const {
    return {"weight", type, {count / columns, columns}};
  }
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double seconds_of(const std::function<void()>& work) {
  const double start = bench::thread_seconds();
  work();
  return bench::thread_seconds() - start;
}

struct timing {
  double ratio;   ///< seconds of the first over those of the second
  double seconds; ///< of the first
};

/// The first beside the second, which runs before and after it.
timing time_beside(int repetitions, const std::function<void()>& first,
                   const std::function<void()>& second) {
  std::vector<double> ratios;
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const double before = seconds_of(second);
    const double own = seconds_of(first);
    const double after = seconds_of(second);
    ratios.push_back(2 * own / (before + after));
    times.push_back(own);
  }
  return {median(ratios), median(times)};
}

unsigned long long kept = 0; // what nobody may optimise away

void read_once(const elements& data) {
  const std::size_t half = data.bytes() / 2;
  kept += bench::read_both(data.data, data.data + half, half, 1);
}

/// The groups of a run as f32 with the hashes of their blocks.
template <class Body>
void for_each_group(const detail::print_ops& ops, const elements& data, std::size_t begin,
                    std::size_t end, Body body) {
  const detail::print_hashes hashes(0);
  alignas(64) std::array<float, detail::print_group> values;
  std::array<std::uint64_t, detail::print_group_blocks> picks;
  for (std::size_t first = begin; first < end; first += detail::print_group) {
    const std::uint64_t group = first / detail::print_group;
    ops.hash(hashes.blocks, group * detail::print_group_blocks, picks.size(), picks.data());
    const auto packed = data.run(first, detail::print_group);
    const float* at = reinterpret_cast<const float*>(packed.data());
    if (data.type != dtype::f32) {
      detail::widen_piece(ops, data.type, packed, 0, detail::print_group, values.data());
      at = values.data();
    }
    body(at, picks.data(), hashes.groups(group) % detail::print_group_blocks);
  }
}

using buckets_type = std::array<std::uint64_t, detail::print_buckets>;

buckets_type sketch_only(const detail::print_ops& ops, const elements& data) {
  alignas(64) buckets_type buckets{};
  std::uint64_t excess = 0;
  constexpr std::size_t together = detail::packed_groups::count * detail::print_group;
  for (std::size_t first = 0; first < data.count; first += together) {
    const std::size_t end = std::min(first + together, data.count);
    if (data.type == dtype::bf16 && end - first == together &&
        detail::sketch_groups(ops, detail::print_hashes(0), first / detail::print_group,
                              data.run(first, together).data(), buckets.data()))
      continue;
    for_each_group(ops, data, first, end,
                   [&](const float* values, const std::uint64_t* hashes, std::uint64_t turn) {
                     detail::print_run<float> run;
                     run.values = values;
                     run.hashes = hashes;
                     run.blocks = detail::print_group_blocks;
                     run.turn = turn;
                     excess += ops.sketch(run, buckets.data());
                   });
  }
  for (std::uint64_t& bucket : buckets)
    bucket -= excess;
  return buckets;
}

std::array<float, detail::print_buckets> float_sketch(const detail::print_ops& ops,
                                                      const elements& data) {
  alignas(64) std::array<float, detail::print_buckets> buckets{};
  for_each_group(ops, data, 0, data.count,
                 [&](const float* values, const std::uint64_t* hashes, std::uint64_t turn) {
                   bench::add_float_sketch(values, hashes, detail::print_group_blocks, 0, turn,
                                           buckets.data());
                 });
  return buckets;
}

/// Elements that are summed and hashed together, as `fingerprint_views` does it.
std::size_t tile_of(dtype type) { return bits_of(type) <= 16 ? 32768 : 16384; }

detail::tensor_sums sums_only(const print_kernel& kernel, const elements& data,
                              std::uint64_t columns) {
  detail::tensor_sums sums(data.declared(columns), 0, nullptr, &kernel);
  for (std::size_t first = 0; first < data.count; first += tile_of(data.type)) {
    const std::size_t now = std::min(tile_of(data.type), data.count - first);
    sums.add(first, now, data.run(first, now));
  }
  return sums;
}

void digest_and_sums(const print_kernel* kernel, const elements& data) {
  detail::tensor_digests digests(data.declared());
  detail::tensor_sums sums(data.declared(), 0, nullptr, kernel);
  for (std::size_t first = 0; first < data.count; first += tile_of(data.type)) {
    const std::size_t now = std::min(tile_of(data.type), data.count - first);
    if (kernel != nullptr) sums.add(first, now, data.run(first, now));
    if (!digests.add(first, now, data.run(first, now))) std::abort();
  }
  kept += digests.finish().value.bytes[0] + sums.seen();
}

bool verify(const elements& data) {
  const elements sample{data.type, data.data, std::size_t{1} << 20};
  const print_kernel& portable = detail::all_print_kernels().front();
  const buckets_type buckets = sketch_only(*portable.ops, sample);
  const tensor_print print = sums_only(portable, sample, 4096).finish();
  bool good = print.sketch.has_value();
  for (const print_kernel& kernel : detail::all_print_kernels())
    good = good && sketch_only(*kernel.ops, sample) == buckets &&
           sums_only(kernel, sample, 4096).finish() == print;
  const auto floats = float_sketch(*portable.ops, sample);
  for (std::size_t j = 0; j < buckets.size(); ++j)
    good = good && std::fabs(static_cast<double>(static_cast<std::int64_t>(buckets[j])) * 0x1p-40 -
                             static_cast<double>(floats[j])) < 1e-4;
  return good;
}

void print_row(dtype type, const std::string& what, const print_kernel& kernel, double number,
               const timing& took, const elements& data) {
  std::printf("| %-4s | %-34s | %-8s | %6.3f | %6.2f |\n", std::string(name_of(type)).c_str(),
              what.c_str(), std::string(kernel.name).c_str(), number,
              1e-9 * static_cast<double>(data.bytes()) / took.seconds);
  std::fflush(stdout);
}

void measure(const elements& data, int repetitions) {
  for (const print_kernel& kernel : detail::all_print_kernels()) {
    const detail::print_ops& ops = *kernel.ops;
    const int times = kernel.name == "portable" ? 1 : repetitions;
    const auto reading = [&] { read_once(data); };
    const auto sketching = [&] { kept += sketch_only(ops, data)[0]; };
    timing took = time_beside(times, sketching, reading);
    print_row(data.type, "sketch, share of the read limit", kernel, 1 / took.ratio, took, data);
    if (kernel.name == "avx512" && bench::float_sketch_has_vectors()) {
      took = time_beside(times, sketching, [&] {
        kept += static_cast<unsigned long long>(float_sketch(ops, data)[0] != 0);
      });
      print_row(data.type, "sketch, times the float sketch", kernel, took.ratio, took, data);
    }
    for (const std::uint64_t columns : {4096U, 1000U, 64U, 17U}) {
      elements cut = data;
      cut.count = data.count / columns * columns;
      if (cut.count / columns > 65536) cut.count = columns * 65536;
      took = time_beside(
          times, [&] { kept += sums_only(kernel, cut, columns).seen(); },
          [&] {
            read_once({cut.type, cut.data, cut.count / 4096 * 4096});
          });
      print_row(data.type, "sums, share; rows of " + std::to_string(columns), kernel,
                1 / took.ratio, took, cut);
    }
    took = time_beside(
        times, [&] { digest_and_sums(&kernel, data); }, [&] { digest_and_sums(nullptr, data); });
    print_row(data.type, "sums and digests, times digests", kernel, took.ratio, took, data);
  }
}

} // namespace

int main(int argc, char** argv) {
  const long mebibytes = argc > 1 ? std::atol(argv[1]) : 256;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 7;
  if (mebibytes < 8 || repetitions < 1) {
    std::fprintf(stderr, "usage: fingerprint_bench [MiB, at least 8] [repetitions]\n");
    return 2;
  }
  const std::size_t size = static_cast<std::size_t>(mebibytes) << 20;
  std::printf("%ld MiB, median of %d\n\n", mebibytes, repetitions);
  std::puts("| type | what | kernel | ratio | GB/s |\n|---|---|---|---|---|");
  bool good = true;
  for (const dtype type : {dtype::f32, dtype::bf16, dtype::f16}) {
    const bench::huge_buffer a(size);
    const bench::huge_buffer b(size);
    if (a.data() == nullptr || b.data() == nullptr) return 1;
    const elements data{type, a.data(), size / (bits_of(type) / 8)};
    bench::fill_related(type, a.data(), b.data(), data.count, 20240229);
    good = verify(data) && good;
    measure(data, repetitions);
  }
  if (!good) std::fprintf(stderr, "a kernel disagrees with the portable one\n");
  return good && kept != 1 ? 0 : 1;
}
