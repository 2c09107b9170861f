#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// The address that stands for "nowhere", whatever its width in the file.
inline constexpr std::uint64_t hdf5_nowhere = UINT64_MAX;

/// How many bytes a file spends on an address and on a length; each 4 or 8.
struct hdf5_widths {
  unsigned offset = 8;
  unsigned length = 8;
};

/// The fields of one structure, taken from front to back. Asking for more than is there answers
/// zeros and is remembered: whoever reads a structure checks `is_short` once at its end, and uses
/// no count before.
class hdf5_fields {
public:
  /// \param at the file position of `bytes[0]`
  hdf5_fields(std::span<const std::byte> bytes, std::uint64_t at, hdf5_widths widths) noexcept
      : bytes_(bytes), at_(at), widths_(widths) {}

  /// A little-endian number of `width` bytes, at most eight.
  std::uint64_t number(unsigned width) noexcept;
  std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t address() noexcept; ///< `hdf5_nowhere` when all bits are set
  std::uint64_t length() noexcept { return number(widths_.length); }
  std::span<const std::byte> bytes(std::uint64_t count) noexcept;
  std::string_view text(std::uint64_t count) noexcept;
  void skip(std::uint64_t count) noexcept { bytes(count); }
  /// Takes the bytes of `mark`, a structure's signature, and says whether they were there.
  bool signature(std::string_view mark) noexcept { return text(mark.size()) == mark; }

  [[nodiscard]] std::uint64_t remaining() const noexcept { return bytes_.size(); }
  [[nodiscard]] std::uint64_t at() const noexcept { return at_; } ///< in the file
  [[nodiscard]] hdf5_widths widths() const noexcept { return widths_; }
  [[nodiscard]] bool is_short() const noexcept { return short_; }

private:
  std::span<const std::byte> bytes_;
  std::uint64_t at_;
  hdf5_widths widths_;
  bool short_ = false;
};

/// The bytes of one structure, kept when the source does not have them in place.
struct hdf5_block {
  std::vector<std::byte> kept;
  std::span<const std::byte> bytes;
  std::uint64_t at = 0; ///< position in the file
  hdf5_widths widths;

  [[nodiscard]] hdf5_fields fields() const noexcept { return {bytes, at, widths}; }
};

/// An open HDF5 file as its structures see it: addresses count from the superblock. Each structure
/// is read once, and all together are no longer than the file; so cycles end, and time and memory
/// stay linear whatever the addresses in a hostile file say.
class hdf5_file {
public:
  /// \param base position of the superblock: 0, or the size of a user block
  hdf5_file(std::shared_ptr<const byte_source> source, std::uint64_t base, hdf5_widths widths,
            const reader_limits& limits)
      : source_(std::move(source)), base_(base), widths_(widths), limits_(limits) {}

  /// The structure of `size` bytes at `address`; `what` names it in messages.
  /// \returns `bad_format`: `bounds` when it leaves the file, `cycle` when a structure there was
  ///          read before, `overlap` when all structures together outgrow the file.
  [[nodiscard]] result<hdf5_block> block(std::uint64_t address, std::uint64_t size,
                                         std::string_view what);

  /// The file position of `size` bytes at `address`; `bad_format`/`bounds` when they leave it.
  [[nodiscard]] result<std::uint64_t> position(std::uint64_t address, std::uint64_t size,
                                               std::string_view what) const;

  /// To be told of every chunked dataset: chunks may reach beyond it, and be decoded all the same.
  /// \param decoded bytes of all its stored chunks once decoded \param held bytes of its elements
  /// \returns `bad_format`/`limit` when chunks of more than eight times what their datasets hold
  ///          come, all together, to more than 64 MiB and 64 times the file.
  [[nodiscard]] result<void> admit_chunks(std::uint64_t decoded, std::uint64_t held,
                                          std::uint64_t at);

  [[nodiscard]] const std::shared_ptr<const byte_source>& source() const noexcept {
    return source_;
  }
  [[nodiscard]] const reader_limits& limits() const noexcept { return limits_; }
  [[nodiscard]] hdf5_widths widths() const noexcept { return widths_; }

  /// "label: byte N: what"; `at` is a position in the file.
  [[nodiscard]] error fail(fault why, std::uint64_t at, std::string_view what) const;
  [[nodiscard]] error unsupported(std::uint64_t at, std::string_view what) const;

private:
  std::shared_ptr<const byte_source> source_;
  std::uint64_t base_;
  hdf5_widths widths_;
  reader_limits limits_;
  std::unordered_set<std::uint64_t> read_; ///< addresses of structures
  std::uint64_t read_bytes_ = 0;
  std::uint64_t beyond_bytes_ = 0; ///< of chunks out of proportion to their datasets
};

/// The checksum that HDF5's newer structures end in: Bob Jenkins' lookup3, seed 0.
[[nodiscard]] std::uint32_t hdf5_checksum(std::span<const std::byte> bytes) noexcept;

/// True when the last four bytes of a structure are the checksum of those before.
[[nodiscard]] bool hdf5_checksum_fits(std::span<const std::byte> bytes) noexcept;

} // namespace weightkin
