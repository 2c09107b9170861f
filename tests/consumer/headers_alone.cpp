/// A user of weightkin::headers: bytes in memory, no compiled library.
#include <vector>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_source.hpp>

int main() {
  std::vector<float> widened(65536);
  weightkin::parallel_for(widened.size(), 2, [&](std::size_t bits) {
    widened[bits] = weightkin::widen_f16(static_cast<std::uint16_t>(bits));
  });
  return widened[0x3c00] == 1.0F ? 0 : 1;
}
