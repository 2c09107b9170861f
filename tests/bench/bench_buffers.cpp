#include "bench/bench_buffers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <sys/mman.h>
#include <vector>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/parallel_for.hpp>

namespace weightkin::bench {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;

/// SplitMix64.
class generator {
public:
  explicit generator(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  double unit() noexcept { return (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53; }

private:
  std::uint64_t state_;
};

/// A million normal deviates, drawn from at two coprime strides: quick, and no block repeats.
std::vector<float> normal_table(std::uint64_t seed) {
  generator random(seed);
  std::vector<float> table(1000003);
  for (float& value : table)
    value = static_cast<float>(std::sqrt(-2 * std::log(random.unit())) *
                               std::cos(2 * std::numbers::pi * random.unit()));
  return table;
}

void store(dtype type, std::byte* out, std::size_t index, float value) noexcept {
  if (type == dtype::f32) {
    std::memcpy(out + 4 * index, &value, 4);
    return;
  }
  const std::uint16_t bits = type == dtype::bf16 ? narrow_bf16(value) : narrow_f16(value);
  std::memcpy(out + 2 * index, &bits, 2);
}

} // namespace

huge_buffer::huge_buffer(std::size_t size)
    : size_((size + huge_page - 1) / huge_page * huge_page), data_(nullptr) {
  void* memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  madvise(memory, size_, MADV_HUGEPAGE);
  std::memset(memory, 0, size_);
  data_ = static_cast<std::byte*>(memory);
}

huge_buffer::~huge_buffer() {
  if (data_ != nullptr) munmap(data_, size_);
}

void fill_related(dtype type, std::byte* a, std::byte* b, std::size_t count, std::uint64_t seed) {
  constexpr std::size_t piece = 65536;
  const std::vector<float> normal = normal_table(seed);
  parallel_for((count + piece - 1) / piece, 0, [&](std::size_t index) {
    generator random(seed + index);
    std::size_t at = random.next() % normal.size();
    std::size_t noise_at = random.next() % normal.size();
    const std::size_t last = std::min(count, (index + 1) * piece);
    for (std::size_t i = index * piece; i < last; ++i) {
      const float weight = 2e-4F + 0.02F * normal[at];
      store(type, a, i, weight);
      store(type, b, i, weight + 1e-3F * normal[noise_at]);
      at = at + 1 == normal.size() ? 0 : at + 1;
      noise_at = noise_at + 7 >= normal.size() ? noise_at + 7 - normal.size() : noise_at + 7;
    }
  });
}

} // namespace weightkin::bench
