// BLAKE3 with every kernel this machine has, beside OpenSSL's SHA-256 and the read limit.
// usage: blake3_bench [MiB = 64] [repetitions = 9]
// Hashes are checked first. Ratios are what to read: medians of runs that stand directly beside one
// another, in CPU time of one thread. Goals: 4 times SHA-256 with AVX-512, 2.5 with AVX2, also
// where the processor has instructions for SHA-256.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <openssl/evp.h>

#include <weightkin/kernel/blake3.hpp>

#include "bench/bench_buffers.hpp"
#include "bench/read_limit.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "kernel/blake3_tree.hpp"

namespace {

using namespace weightkin;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double seconds_of(const std::function<void()>& work) {
  const double start = bench::thread_seconds();
  work();
  return bench::thread_seconds() - start;
}

/// The hash of two complete subtrees side by side. \pre the size is a power of two, 2 KiB or more
digest hash_with(const detail::blake3_kernel& kernel, std::span<const std::byte> bytes) {
  const std::size_t half = bytes.size() / detail::blake3_chunk / 2;
  const auto left = detail::blake3_subtree(kernel, bytes.data(), half, 0, 1);
  const auto right = detail::blake3_subtree(kernel, bytes.data() + bytes.size() / 2, half, half, 1);
  return detail::blake3_root(detail::blake3_parent_node(left, right));
}

digest sha256(std::span<const std::byte> bytes) {
  digest out;
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.bytes.data(), &size, EVP_sha256(), nullptr);
  return out;
}

/// The longest of the specification's vectors, and every kernel against the portable one.
bool all_agree(std::span<const std::byte> bytes) {
  std::vector<std::byte> counting(102400);
  for (std::size_t i = 0; i < counting.size(); ++i)
    counting[i] = static_cast<std::byte>(i % 251);
  bool good = to_hex(blake3(counting)) ==
              "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085";
  const digest wanted = hash_with(detail::all_blake3_kernels().front(), bytes);
  for (const detail::blake3_kernel& kernel : detail::all_blake3_kernels())
    good = good && hash_with(kernel, bytes) == wanted;
  return good && blake3(bytes) == wanted && blake3(bytes, 3) == wanted;
}

struct contestant {
  std::string name;
  std::function<void()> run;
};

std::vector<contestant> contestants_for(std::span<const std::byte> bytes) {
  std::vector<contestant> all;
  for (const detail::blake3_kernel& kernel : detail::all_blake3_kernels())
    all.push_back({"BLAKE3 " + std::string(kernel.name),
                   [&kernel, bytes] { static_cast<void>(hash_with(kernel, bytes)); }});
  for (const dtype type : {dtype::f32, dtype::bf16})
    all.push_back({"both digests of " + std::string(name_of(type)), [type, bytes] {
                     const std::uint64_t count = bytes.size() * 8 / bits_of(type);
                     detail::tensor_digests digests({"t", type, {count}});
                     static_cast<void>(digests.add(0, count, bytes));
                     static_cast<void>(digests.finish());
                   }});
  return all;
}

void measure(const contestant& who, std::span<const std::byte> bytes, int repetitions) {
  std::vector<double> rates;
  std::vector<double> over_sha;
  std::vector<double> of_limit;
  unsigned long long checksum = 0;
  for (int i = 0; i < repetitions; ++i) {
    const double sha = seconds_of([&] { checksum += sha256(bytes).bytes[0]; });
    const double own = seconds_of(who.run);
    const double reading = seconds_of([&] {
      checksum +=
          bench::read_both(bytes.data(), bytes.data() + bytes.size() / 2, bytes.size() / 2, 1);
    });
    rates.push_back(1e-9 * static_cast<double>(bytes.size()) / own);
    over_sha.push_back(sha / own);
    of_limit.push_back(reading / own);
  }
  std::printf("| %-20s | %6.2f | %6.2f | %6.3f |%s\n", who.name.c_str(), median(rates),
              median(over_sha), median(of_limit), checksum == 1 ? " " : "");
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  const long mebibytes = argc > 1 ? std::atol(argv[1]) : 64;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 9;
  if (mebibytes < 1 || (mebibytes & (mebibytes - 1)) != 0 || repetitions < 1) {
    std::fprintf(stderr, "usage: blake3_bench [MiB, a power of two] [repetitions]\n");
    return 2;
  }
  const bench::huge_buffer buffer(static_cast<std::size_t>(mebibytes) << 20);
  if (buffer.data() == nullptr) return 2;
  const std::size_t half = buffer.size() / 2;
  bench::fill_related(dtype::f32, buffer.data(), buffer.data() + half, half / 4, 7);
  const std::span<const std::byte> bytes(buffer.data(), buffer.size());
  if (!all_agree(bytes)) {
    std::fprintf(stderr, "the kernels disagree\n");
    return 1;
  }
  std::printf("%ld MiB, one thread, median of %d\n\n", mebibytes, repetitions);
  std::puts("| what | GB/s | times SHA-256 | of the read limit |\n|---|---|---|---|");
  for (const contestant& who : contestants_for(bytes))
    measure(who, bytes, repetitions);
  return 0;
}
