#include "reader/hdf5/hdf5_superblock.hpp"

#include <algorithm>
#include <array>

#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89HDF\r\n\x1a\n"sv;
constexpr std::uint64_t first_user_block = 512;
/// The longest superblock: version 1 with addresses of eight bytes.
constexpr std::size_t longest_bytes = 100;

/// The superblock's fields while it is read, and how to complain about them.
struct superblock_reader {
  const byte_source& source;
  std::uint64_t base;
  std::span<const std::byte> bytes;

  [[nodiscard]] error fail(fault why, std::string_view what) const {
    return detail::fail_at(why, source.label(), base, "HDF5 superblock: " + std::string(what));
  }

  result<void> check_widths(hdf5_widths widths) const {
    const auto is_read = [](unsigned width) { return width == 4 || width == 8; };
    const auto is_legal = [](unsigned width) { return width == 2 || width == 16 || width == 32; };
    if (is_read(widths.offset) && is_read(widths.length)) return {};
    const std::string sizes = "offsets of " + std::to_string(widths.offset) + " and lengths of " +
                              std::to_string(widths.length) + " bytes";
    if ((is_read(widths.offset) || is_legal(widths.offset)) &&
        (is_read(widths.length) || is_legal(widths.length)))
      return detail::unsupported_at(source.label(), base, sizes + " are not read");
    return fail(fault::header, sizes);
  }

  /// \param base_field,end the addresses the superblock gives for its own place and the file's end
  result<void> check_end(std::uint64_t base_field, std::uint64_t end) const {
    // A user block that was put in front later leaves both fields as they were.
    const std::uint64_t length = end - std::min(base_field, end);
    if (end == hdf5_nowhere || length > source.size() - base)
      return fail(fault::truncated, "the file should be " + std::to_string(length) +
                                        " bytes long but " + std::to_string(source.size() - base) +
                                        " are there");
    return {};
  }

  /// Versions 0 and 1 end in the symbol table entry of the root group.
  result<hdf5_superblock> read_old(unsigned version) const {
    hdf5_fields fields(bytes, base, {});
    fields.skip(signature.size() + 5);
    hdf5_superblock found{base, {fields.u8(), fields.u8()}};
    fields.skip(1);
    const std::uint16_t leaf_k = fields.u16();
    const std::uint16_t internal_k = fields.u16();
    fields.skip(version == 1 ? 8 : 4); // consistency flags; indexed storage K
    if (auto checked = check_widths(found.widths); !checked) return std::move(checked).error();
    if (leaf_k == 0 || internal_k == 0) return fail(fault::header, "B-tree nodes of rank 0");
    hdf5_fields rest(bytes.last(static_cast<std::size_t>(fields.remaining())), fields.at(),
                     found.widths);
    const std::uint64_t base_field = rest.address();
    rest.skip(found.widths.offset); // free space
    const std::uint64_t end = rest.address();
    const bool has_driver = rest.address() != hdf5_nowhere;
    rest.skip(found.widths.offset); // link name offset
    found.root = rest.address();
    if (rest.is_short()) return fail(fault::truncated, "the file ends inside");
    if (has_driver)
      return detail::unsupported_at(source.label(), base, "HDF5 over several files is not read");
    if (auto checked = check_end(base_field, end); !checked) return std::move(checked).error();
    return found;
  }

  result<hdf5_superblock> read_new() const {
    hdf5_fields fields(bytes, base, {});
    fields.skip(signature.size() + 1);
    hdf5_superblock found{base, {fields.u8(), fields.u8()}};
    fields.skip(1);
    if (auto checked = check_widths(found.widths); !checked) return std::move(checked).error();
    const std::size_t size = signature.size() + 4 + 4 * std::size_t{found.widths.offset} + 4;
    if (bytes.size() < size) return fail(fault::truncated, "the file ends inside");
    if (!hdf5_checksum_fits(bytes.first(size))) return fail(fault::checksum, "wrong checksum");
    hdf5_fields rest(bytes.last(static_cast<std::size_t>(fields.remaining())), fields.at(),
                     found.widths);
    const std::uint64_t base_field = rest.address();
    rest.skip(found.widths.offset); // extension: nothing in it changes what datasets hold
    const std::uint64_t end = rest.address();
    found.root = rest.address();
    if (auto checked = check_end(base_field, end); !checked) return std::move(checked).error();
    return found;
  }
};

} // namespace

std::optional<std::uint64_t> find_hdf5_signature(const byte_source& source) {
  std::array<std::byte, signature.size()> scratch;
  for (std::uint64_t at = 0; at < source.size() && signature.size() <= source.size() - at;
       at = at == 0 ? first_user_block : at * 2) {
    const auto found = source.read(at, scratch.size(), scratch);
    if (!found) return std::nullopt;
    if (as_text(*found) == signature) return at;
    if (at > UINT64_MAX / 2) break;
  }
  return std::nullopt;
}

result<hdf5_superblock> read_hdf5_superblock(const byte_source& source, std::uint64_t base) {
  std::array<std::byte, longest_bytes> scratch;
  const auto length = std::min<std::uint64_t>(longest_bytes, source.size() - base);
  const auto bytes = source.read(base, static_cast<std::size_t>(length), scratch);
  if (!bytes) return bytes.error();
  const superblock_reader reader{source, base, *bytes};
  if (bytes->size() <= signature.size()) return reader.fail(fault::truncated, "the file ends");
  const auto version = std::to_integer<unsigned>((*bytes)[signature.size()]);
  if (version > 3)
    return reader.fail(fault::version,
                       "version " + std::to_string(version) + " is not known; 0 to 3 are");
  return version < 2 ? reader.read_old(version) : reader.read_new();
}

} // namespace weightkin
