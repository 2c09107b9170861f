#include "kernel/print_portable.hpp"

#include <cstring>

#include <weightkin/core/float_formats.hpp>

namespace weightkin::detail {
namespace {

void hash_run(index_hash hash, std::uint64_t first, std::size_t count, std::uint64_t* out) {
  for (std::size_t i = 0; i < count; ++i)
    out[i] = hash(first + i);
}

template <class Widen>
void widen_halves(const std::byte* packed, std::size_t count, float* out, Widen widen_one) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, packed + i * sizeof bits, sizeof bits);
    out[i] = widen_one(bits);
  }
}

void widen_bf16_halves(const std::byte* packed, std::size_t count, float* out) {
  widen_halves(packed, count, out, [](std::uint16_t bits) { return widen_bf16(bits); });
}

void widen_f16_halves(const std::byte* packed, std::size_t count, float* out) {
  widen_halves(packed, count, out, [](std::uint16_t bits) { return widen_f16(bits); });
}

print_manner survey_any(const print_run<float>& run, print_totals& totals) {
  survey_blocks(run, totals);
  return print_manner::tame;
}

} // namespace

const print_ops portable_print_ops{
    hash_run, widen_bf16_halves,        widen_f16_halves,      survey_any, sketch_blocks<float>,
    nullptr,  moments_of_blocks<float>, moments_of_rows<float>};

std::span<const print_kernel> all_print_kernels() noexcept {
  static const kernel_list<print_kernel> kernels = [] {
    kernel_list<print_kernel> table({"portable", &portable_print_ops});
    add_simd_print_kernels(table);
    return table;
  }();
  return kernels.rows();
}

} // namespace weightkin::detail
