#include "reader/decode/stored_elements.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <string>
#include <vector>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

/// Strided elements gathered together: enough for runs to form, little enough to hold their places.
constexpr std::size_t gather_count = std::size_t{1} << 16;
/// One positioned read fetches at most this much, and reads over gaps up to this size.
constexpr std::size_t run_bytes = std::size_t{1} << 16;
constexpr std::uint64_t gap_bytes = 2048;

bool is_swapped(const stored_tensor& tensor) noexcept {
  constexpr bool host_is_big = std::endian::native == std::endian::big;
  return tensor.big_endian != host_is_big && bits_of(tensor.type) > 8;
}

/// Reverses each number in place; a complex element is two numbers.
void swap_bytes(dtype type, std::span<std::byte> packed) noexcept {
  const std::size_t word = bits_of(type) / 8 / (is_complex(type) ? 2 : 1);
  for (std::size_t at = 0; at + word <= packed.size(); at += word)
    std::reverse(packed.begin() + static_cast<std::ptrdiff_t>(at),
                 packed.begin() + static_cast<std::ptrdiff_t>(at + word));
}

/// Byte offsets, from element [0,...,0], of `count` elements from `first` on in C order.
std::vector<std::uint64_t> places_of(const stored_tensor& tensor, std::uint64_t first,
                                     std::size_t count) {
  const std::size_t rank = tensor.shape.size();
  const std::uint64_t size = bits_of(tensor.type) / 8;
  std::array<std::uint64_t, max_rank> index{};
  std::uint64_t place = 0;
  for (std::size_t axis = rank; axis-- > 0;) {
    index[axis] = first % tensor.shape[axis];
    first /= tensor.shape[axis];
    place += index[axis] * static_cast<std::uint64_t>(tensor.strides[axis]) * size;
  }
  std::vector<std::uint64_t> places(count);
  for (std::uint64_t& out : places) {
    out = place;
    for (std::size_t axis = rank; axis-- > 0;) {
      const std::uint64_t step = static_cast<std::uint64_t>(tensor.strides[axis]) * size;
      place += step;
      if (++index[axis] < tensor.shape[axis]) break;
      place -= step * tensor.shape[axis];
      index[axis] = 0;
    }
  }
  return places;
}

/// Fetches elements in the order they lie in the file, so that neighbours share one read.
result<void> gather(const stored_tensor& tensor, std::span<const std::uint64_t> places,
                    std::byte* out) {
  const std::size_t size = bits_of(tensor.type) / 8;
  std::vector<std::uint32_t> order(places.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return places[a] < places[b]; });
  std::vector<std::byte> scratch(tensor.bytes->in_place() == nullptr ? run_bytes : 0);
  for (std::size_t begin = 0; begin < order.size();) {
    const std::uint64_t start = places[order[begin]];
    std::uint64_t end = start + size;
    std::size_t stop = begin + 1;
    for (; stop < order.size(); ++stop) {
      const std::uint64_t next = places[order[stop]];
      if (next > end + gap_bytes || next + size - start > run_bytes) break;
      end = next + size;
    }
    const auto run =
        tensor.bytes->read(tensor.offset + start, static_cast<std::size_t>(end - start), scratch);
    if (!run) return run.error();
    for (; begin < stop; ++begin)
      std::memcpy(out + order[begin] * size, run->data() + (places[order[begin]] - start), size);
  }
  return {};
}

error refuse(const stored_tensor& tensor, errc code, const char* what) {
  return error{code, tensor.bytes->label() + ": tensor '" + detail::printable(tensor.name) +
                         "': " + what};
}

} // namespace

bool stored_elements::usable_in_place(const stored_tensor& tensor) noexcept {
  return tensor.bytes->in_place() != nullptr && !is_swapped(tensor);
}

result<std::span<const std::byte>> stored_elements::read(std::uint64_t first, std::size_t count,
                                                         std::span<std::byte> scratch) const {
  const auto skip = bytes_of(tensor_.type, first);
  const auto size = bytes_of(tensor_.type, count);
  if (!skip || !size) return refuse(tensor_, errc::bad_argument, "element range splits a byte");
  if (count == 0) return std::span<const std::byte>{};
  if (scratch.size() < *size) return refuse(tensor_, errc::bad_argument, "scratch is too small");
  const std::span<std::byte> out = scratch.first(static_cast<std::size_t>(*size));

  if (tensor_.strides.empty()) {
    const auto got = tensor_.bytes->read(tensor_.offset + *skip, out.size(), out);
    if (!got || !is_swapped(tensor_)) return got;
    if (got->data() != out.data()) std::memcpy(out.data(), got->data(), out.size());
  } else {
    if (!is_byte_sized(tensor_.type))
      return refuse(tensor_, errc::unsupported, "strided sub-byte elements");
    const std::size_t element_bytes = bits_of(tensor_.type) / 8;
    for (std::size_t done = 0; done < count;) {
      const std::size_t part = std::min(gather_count, count - done);
      const auto places = places_of(tensor_, first + done, part);
      if (auto gathered = gather(tensor_, places, out.data() + done * element_bytes); !gathered)
        return std::move(gathered).error();
      done += part;
    }
  }
  if (is_swapped(tensor_)) swap_bytes(tensor_.type, out);
  return std::span<const std::byte>(out);
}

} // namespace weightkin
