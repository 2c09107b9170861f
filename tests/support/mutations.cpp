#include "support/mutations.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>

#include "support/thorough.hpp"

namespace weightkin::test {
namespace {

/// So that about `most` of `all` are met, odd so that every bit of a byte has its turn.
std::size_t step_through(std::size_t all, std::size_t most) {
  return is_thorough() || all <= most ? 1 : (all + most - 1) / most | 1;
}

} // namespace

void open_anything(std::span<const std::byte> bytes, const std::string& label,
                   const std::shared_ptr<const file_set>& files) {
  // A copy of the exact size, so that a read past the end is noticed.
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  open_options options;
  options.limits.inflated_member_bytes = 1 << 20;
  options.limits.inflated_pickle_bytes = 1 << 20;
  const auto opened =
      checkpoint::open(borrow_memory({exact.get(), bytes.size()}, label), files, options);
  if (!opened) {
    const error& failure = opened.error();
    const bool known = failure.code == errc::bad_format || failure.code == errc::unsupported ||
                       failure.code == errc::no_memory;
    if (!known) BOOST_ERROR(label << ": code " << name_of(failure.code) << ": " << failure.message);
    return;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 64); ++i) {
    const tensor_view view = (*opened)[i];
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(element_count(view), 512) / 4 * 4);
    std::vector<std::byte> scratch(*bytes_of(view.type, count));
    [[maybe_unused]] const auto read = read_elements(view, 0, count, scratch);
  }
}

void survives_mutations(std::span<const std::byte> good, const std::string& label,
                        const std::shared_ptr<const file_set>& files, std::size_t most_flipped) {
  const std::size_t cuts = good.size();
  for (std::size_t length = 0; length < cuts; length += step_through(cuts, 2048))
    open_anything(good.first(length), label, files);
  std::vector<std::byte> changed(good.begin(), good.end());
  const std::size_t bits = 8 * std::min(changed.size(), most_flipped);
  for (std::size_t bit = 0; bit < bits; bit += step_through(bits, 4096)) {
    const auto mask = static_cast<std::byte>(1U << bit % 8);
    changed[bit / 8] ^= mask;
    open_anything(changed, label, files);
    changed[bit / 8] ^= mask;
  }
}

} // namespace weightkin::test
