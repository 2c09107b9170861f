#include "reader/small/ggml_preamble.hpp"

#include <array>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint32_t most_extent = 1 << 16; ///< of a filter bank; a name's length

error not_this() { return detail::bad_file(fault::format, "", "another program's file"); }

result<std::uint32_t> bounded(byte_cursor& cursor) {
  auto number = cursor.u32();
  if (number && *number > most_extent) return not_this();
  return number;
}

/// A count and as many texts, each with its length before it.
result<void> skip_vocabulary(byte_cursor& cursor) {
  const auto count = cursor.u32();
  if (!count) return count.error();
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto length = bounded(cursor);
    if (!length) return length.error();
    if (auto skipped = cursor.skip(*length); !skipped) return skipped;
  }
  return {};
}

/// Eleven numbers, the mel filter bank, the vocabulary.
result<void> skip_whisper(byte_cursor& cursor) {
  if (auto skipped = cursor.skip(11 * 4); !skipped) return skipped;
  const auto bands = bounded(cursor);
  if (!bands) return bands.error();
  const auto bins = bounded(cursor);
  if (!bins) return bins.error();
  if (auto skipped = cursor.skip(std::uint64_t{*bands} * *bins * sizeof(float)); !skipped)
    return skipped;
  return skip_vocabulary(cursor);
}

/// A name, a version of three numbers, window and context, the convolutions' sizes, four more.
result<void> skip_silero(byte_cursor& cursor) {
  const auto name = bounded(cursor);
  if (!name) return name.error();
  if (auto skipped = cursor.skip(std::uint64_t{*name} + 5 * 4); !skipped) return skipped;
  const auto convolutions = bounded(cursor);
  if (!convolutions) return convolutions.error();
  return cursor.skip(std::uint64_t{*convolutions} * 3 * 4 + 4 * 4);
}

/// A few numbers, the vocabulary.
template <int Numbers>
result<void> skip_language_model(byte_cursor& cursor) {
  if (auto skipped = cursor.skip(std::uint64_t{Numbers} * 4); !skipped) return skipped;
  return skip_vocabulary(cursor);
}

} // namespace

std::span<const ggml_preamble> ggml_preambles() noexcept {
  static constexpr std::array<ggml_preamble, 4> known{{
      {"whisper", skip_whisper},
      {"silero-vad", skip_silero},
      {"gpt-2", skip_language_model<6>},
      {"gpt-j", skip_language_model<7>},
  }};
  return known;
}

} // namespace weightkin
