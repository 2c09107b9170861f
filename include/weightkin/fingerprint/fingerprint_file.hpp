#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// How much of a fingerprint is kept.
enum class print_level : std::uint8_t {
  full = 0,  ///< everything
  small = 1, ///< 64 buckets, sums, value digests; a fifth of a kilobyte a tensor; finds near copies
};

/// What of a fingerprint is given away; what is left out is gone, not hidden.
struct disclosure {
  bool names = true;   ///< false: names become pseudonyms, which hide only unusual ones
  bool sketch = true;  ///< buckets
  bool units = true;   ///< unit signatures: without them and anchors no evidence can be computed
  bool rows = true;    ///< row profiles, landmarks, gram
  bool digests = true; ///< proof of identity
  bool sums = true;    ///< minimum, maximum, mean, mean square, magnitudes
  bool anchors = true; ///< what shows descent through a rotation
};

/// A smaller fingerprint of the same model, computed from `print` alone
/// (docs/fingerprint-format.md, section 7). Truncating twice is truncating once.
[[nodiscard]] fingerprint truncate(const fingerprint& print, print_level level);

/// `print` without what is not to be kept (section 8). Disclosing twice is disclosing once.
[[nodiscard]] fingerprint disclose(const fingerprint& print, const disclosure& kept);

/// The compact binary form (.wkf), docs/fingerprint-file.md. Equal fingerprints give equal bytes.
/// \pre an entry a tensor in `contents`, in the same order, its counts those of the entries.
[[nodiscard]] std::vector<std::byte> encode_fingerprint(const fingerprint& print);

/// \param label names the file in messages.
/// \returns `bad_format` with the offset when the bytes are no fingerprint, damaged, or
/// contradictory; `unsupported` for a later major version. Later minor versions are read, what is
/// new in them skipped. Memory: four times the bytes, and at most 4 KiB a tensor, which takes at
/// least 43 bytes.
[[nodiscard]] result<fingerprint> decode_fingerprint(std::span<const std::byte> bytes,
                                                     std::string_view label = "fingerprint");

/// True when the bytes begin like a fingerprint file.
[[nodiscard]] bool looks_like_fingerprint(std::span<const std::byte> bytes) noexcept;

/// The same content as JSON (docs/schemas/fingerprint-1.json), digests in hexadecimal, codes as
/// arrays; numbers that JSON cannot hold exactly are strings. ASCII, a line for each tensor.
[[nodiscard]] std::string fingerprint_to_json(const fingerprint& print);

/// \returns `bad_format` naming the tensor when the text is not that, contradictory, or beyond
/// 256 MB; `unsupported` for any other version.
[[nodiscard]] result<fingerprint> fingerprint_from_json(std::string_view json,
                                                        std::string_view label = "fingerprint");

} // namespace weightkin
