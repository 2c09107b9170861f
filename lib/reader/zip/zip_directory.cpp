#include "reader/zip/zip_directory.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>

#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

// The rules follow PKWARE's APPNOTE 6.3; where it leaves a choice that lets two readers see two
// different archives in one file, the file is refused.
namespace weightkin {
namespace {

using detail::escaped;
using detail::fail_at;

constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t end64_signature = 0x06064b50;
constexpr std::uint32_t locator_signature = 0x07064b50;
constexpr std::uint32_t entry_signature = 0x02014b50;
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t end64_bytes = 56;
constexpr std::size_t locator_bytes = 20;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t local_bytes = 30;
constexpr std::uint32_t full32 = 0xffffffffU;
constexpr std::uint16_t full16 = 0xffffU;
constexpr unsigned flag_encrypted = 1U << 0U;
constexpr unsigned flag_descriptor = 1U << 3U;
constexpr unsigned flag_patched = 1U << 5U;
constexpr unsigned flag_strong = 1U << 6U;
constexpr std::uint64_t encryption_header_bytes = 12;
/// A deflate stream cannot expand more than this (258 bytes from a quarter of a byte).
constexpr std::uint64_t most_expansion = 1032;

/// Where the central directory lies, as the end records say.
struct directory_place {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
};

/// One entry of the central directory, and where it stands.
struct directory_entry {
  zip_member member;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint64_t local_offset = 0;
  std::uint64_t at = 0;
};

/// Sizes and offset of an entry, completed from its zip64 extra field where saturated.
struct entry_sizes {
  std::uint64_t unpacked = 0;
  std::uint64_t packed = 0;
  std::uint64_t local_offset = 0;
};

error zip_error(const byte_source& bytes, std::uint64_t at, std::string_view text) {
  return fail_at(fault::zip, bytes.label(), at, text);
}

/// Reads `length` bytes into `buffer` (grown as needed) or in place.
result<std::span<const std::byte>> read_into(const byte_source& bytes, std::uint64_t offset,
                                             std::size_t length, std::vector<std::byte>& buffer) {
  if (bytes.in_place() == nullptr && buffer.size() < length) buffer.resize(length);
  return bytes.read(offset, length, buffer);
}

/// Position of the last end record: the last signature in the tail whose comment ends the file.
result<std::uint64_t> find_end(const byte_source& bytes, std::vector<std::byte>& buffer) {
  const std::uint64_t size = bytes.size();
  if (size < end_bytes) return zip_error(bytes, 0, "too short for a zip end record");
  const auto tail_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(size, 65557));
  const std::uint64_t tail_offset = size - tail_bytes;
  const auto tail = read_into(bytes, tail_offset, tail_bytes, buffer);
  if (!tail) return tail.error();
  for (std::size_t at = tail_bytes - end_bytes + 1; at-- > 0;) {
    if (load_u32(tail->data() + at) != end_signature) continue;
    const std::size_t comment = load_u16(tail->data() + at + 20);
    if (at + end_bytes + comment != tail_bytes)
      return zip_error(bytes, tail_offset + at, "the zip comment does not end with the file");
    return tail_offset + at;
  }
  return fail_at(fault::truncated, bytes.label(), size,
                 "no zip end record in the last 65557 bytes; the file was cut short");
}

/// True when `narrow` is saturated or says the same as `wide`.
bool agrees(std::uint64_t narrow, std::uint64_t saturated, std::uint64_t wide) {
  return narrow == saturated || narrow == wide;
}

/// The zip64 end record named by the locator just before the end record, if there is a locator.
result<std::optional<directory_place>> read_end64(const byte_source& bytes, std::uint64_t end,
                                                  const directory_place& narrow) {
  std::vector<std::byte> buffer;
  if (end < locator_bytes) return std::optional<directory_place>{};
  const std::uint64_t locator_at = end - locator_bytes;
  auto read = read_into(bytes, locator_at, locator_bytes, buffer);
  if (!read) return read.error();
  if (load_u32(read->data()) != locator_signature) return std::optional<directory_place>{};
  const std::uint64_t record_at = load_u64(read->data() + 8);
  if (load_u32(read->data() + 4) != 0 || load_u32(read->data() + 16) > 1)
    return zip_error(bytes, locator_at, "split archive");
  if (locator_at < end64_bytes || record_at > locator_at - end64_bytes)
    return zip_error(bytes, locator_at, "zip64 end record is out of place");
  read = read_into(bytes, record_at, end64_bytes, buffer);
  if (!read) return read.error();
  const std::byte* record = read->data();
  if (load_u32(record) != end64_signature || load_u64(record + 4) != locator_at - record_at - 12)
    return zip_error(bytes, record_at, "broken zip64 end record");
  if (load_u32(record + 16) != 0 || load_u32(record + 20) != 0 ||
      load_u64(record + 24) != load_u64(record + 32))
    return zip_error(bytes, record_at, "split archive");
  const directory_place place{load_u64(record + 48), load_u64(record + 40), load_u64(record + 32)};
  if (!agrees(narrow.entries, full16, place.entries) || !agrees(narrow.size, full32, place.size) ||
      !agrees(narrow.offset, full32, place.offset))
    return zip_error(bytes, record_at, "the two end records disagree");
  if (place.offset > record_at || place.size != record_at - place.offset)
    return zip_error(bytes, record_at, "the directory does not end at its end record");
  return std::optional<directory_place>{place};
}

result<directory_place> find_directory(const byte_source& bytes) {
  std::vector<std::byte> buffer;
  const auto end = find_end(bytes, buffer);
  if (!end) return end.error();
  const auto read = read_into(bytes, *end, end_bytes, buffer);
  if (!read) return read.error();
  const std::byte* record = read->data();
  const directory_place narrow{load_u32(record + 16), load_u32(record + 12), load_u16(record + 10)};
  if (load_u16(record + 4) != 0 || load_u16(record + 6) != 0 ||
      load_u16(record + 8) != narrow.entries)
    return zip_error(bytes, *end, "split archive");
  const auto wide = read_end64(bytes, *end, narrow);
  if (!wide) return wide.error();
  if (wide->has_value()) return **wide;
  // A prefix before the archive, or a gap after the directory, would be read differently by others.
  if (narrow.offset > *end || narrow.size != *end - narrow.offset)
    return zip_error(bytes, *end, "the directory does not end at its end record");
  return narrow;
}

/// Completes the saturated ones of `sizes` from the zip64 field of `extra`; false when it lacks
/// them.
bool complete_sizes(std::span<const std::byte> extra, entry_sizes& sizes, bool with_offset) {
  std::uint64_t* wanted[3] = {};
  std::size_t count = 0;
  if (sizes.unpacked == full32) wanted[count++] = &sizes.unpacked;
  if (sizes.packed == full32) wanted[count++] = &sizes.packed;
  if (with_offset && sizes.local_offset == full32) wanted[count++] = &sizes.local_offset;
  if (count == 0) return true;
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    const std::uint16_t id = load_u16(extra.data() + at);
    const std::size_t length = load_u16(extra.data() + at + 2);
    at += 4;
    if (length > extra.size() - at) return false;
    if (id == 1) {
      if (length < 8 * count) return false;
      for (std::size_t field = 0; field < count; ++field)
        *wanted[field] = load_u64(extra.data() + at + 8 * field);
      return true;
    }
    at += length;
  }
  return false;
}

/// Refuses what nothing here can read, and flags that contradict themselves.
result<void> check_flags(const byte_source& bytes, const directory_entry& entry) {
  const unsigned flags = entry.flags;
  const zip_member& member = entry.member;
  if ((flags & (flag_patched | flag_strong)) != 0)
    return zip_error(bytes, entry.at, escaped(member.name) + " is patched or strongly encrypted");
  if ((flags & flag_encrypted) != 0) {
    if (member.stored_bytes < encryption_header_bytes ||
        (entry.method == 0 && member.stored_bytes != member.size_bytes + encryption_header_bytes))
      return zip_error(bytes, entry.at,
                       escaped(member.name) + " claims encryption but has no room for its header");
    return fail_at(fault::zip_encrypted, bytes.label(), entry.at,
                   escaped(member.name) + " is encrypted");
  }
  if (entry.method != 0 && entry.method != 8)
    return detail::unsupported_at(bytes.label(), entry.at,
                                  escaped(member.name) + " uses compression method " +
                                      std::to_string(entry.method) +
                                      "; only stored and deflated members are read");
  if (entry.method == 0 && member.stored_bytes != member.size_bytes)
    return zip_error(bytes, entry.at, escaped(member.name) + " is stored, yet its sizes differ");
  if (entry.method == 8 && member.size_bytes / most_expansion > member.stored_bytes)
    return zip_error(bytes, entry.at,
                     escaped(member.name) + " cannot inflate to the size it declares");
  return {};
}

/// A name that climbs or is absolute is refused although names never become paths here: whoever
/// wrote it meant harm to some other reader.
result<void> check_name(const byte_source& bytes, const directory_entry& entry) {
  const std::string_view name = entry.member.name;
  if (name.empty() || name.find('\0') != std::string_view::npos)
    return zip_error(bytes, entry.at, "empty member name, or one with a NUL");
  bool climbs = name.front() == '/';
  for (std::size_t from = 0; from <= name.size();) {
    const std::size_t to = std::min(name.find('/', from), name.size());
    climbs = climbs || name.substr(from, to - from) == "..";
    from = to + 1;
  }
  if (climbs)
    return fail_at(fault::path, bytes.label(), entry.at,
                   "member name " + escaped(name) + " leaves the archive");
  return {};
}

/// Parses the entry at `at` of the directory and moves `at` past it.
result<directory_entry> read_entry(const byte_source& bytes, const directory_place& place,
                                   std::span<const std::byte> directory, std::size_t& at,
                                   const reader_limits& limits) {
  const std::uint64_t where = place.offset + at;
  if (directory.size() - at < entry_bytes || load_u32(directory.data() + at) != entry_signature)
    return zip_error(bytes, where, "expected a directory entry");
  const std::byte* record = directory.data() + at;
  const std::size_t name_bytes = load_u16(record + 28);
  const std::size_t extra_bytes = load_u16(record + 30);
  const std::size_t comment_bytes = load_u16(record + 32);
  if (name_bytes + extra_bytes + comment_bytes > directory.size() - at - entry_bytes)
    return zip_error(bytes, where, "directory entry leaves the directory");
  if (name_bytes > limits.zip_name_bytes)
    return fail_at(fault::limit, bytes.label(), where, "member name is too long");
  directory_entry entry;
  entry.at = where;
  entry.flags = load_u16(record + 8);
  entry.method = load_u16(record + 10);
  entry_sizes sizes{load_u32(record + 24), load_u32(record + 20), load_u32(record + 42)};
  const std::byte* name = record + entry_bytes;
  if (!complete_sizes({name + name_bytes, extra_bytes}, sizes, true))
    return zip_error(bytes, where, "sizes are saturated without a zip64 field");
  if (load_u16(record + 34) != 0) return zip_error(bytes, where, "split archive");
  entry.member.name.assign(reinterpret_cast<const char*>(name), name_bytes);
  entry.member.deflated = entry.method == 8;
  entry.member.stored_bytes = sizes.packed;
  entry.member.size_bytes = sizes.unpacked;
  entry.member.crc32 = load_u32(record + 16);
  entry.local_offset = sizes.local_offset;
  at += entry_bytes + name_bytes + extra_bytes + comment_bytes;
  return entry;
}

/// True when the sizes of the local header say what the directory says. With a data descriptor the
/// writer did not know them yet and may have left them zero.
bool local_sizes_agree(const std::byte* local, std::span<const std::byte> extra,
                       const directory_entry& entry) {
  const bool later = (entry.flags & flag_descriptor) != 0;
  const zip_member& member = entry.member;
  entry_sizes sizes{load_u32(local + 22), load_u32(local + 18), 0};
  if (!complete_sizes(extra, sizes, false)) return later;
  return (sizes.packed == member.stored_bytes || (later && sizes.packed == 0)) &&
         (sizes.unpacked == member.size_bytes || (later && sizes.unpacked == 0));
}

/// Checks the local header of `entry` and sets where its data begin.
result<void> read_local(const byte_source& bytes, const directory_place& place,
                        directory_entry& entry, std::vector<std::byte>& buffer) {
  const std::uint64_t at = entry.local_offset;
  const std::string& name = entry.member.name;
  if (at > place.offset || place.offset - at < local_bytes + name.size())
    return zip_error(bytes, entry.at, escaped(name) + ": local header is out of bounds");
  auto read = read_into(bytes, at, local_bytes + name.size(), buffer);
  if (!read) return read.error();
  const std::byte* local = read->data();
  const std::size_t extra_bytes = load_u16(local + 28);
  if (load_u32(local) != local_signature || load_u16(local + 26) != name.size() ||
      !std::equal(name.begin(), name.end(), reinterpret_cast<const char*>(local + local_bytes)))
    return zip_error(bytes, at, "local header does not belong to " + escaped(name));
  if (load_u16(local + 6) != entry.flags || load_u16(local + 8) != entry.method)
    return zip_error(bytes, at, escaped(name) + ": local header and directory disagree");
  const std::uint64_t header = local_bytes + name.size() + extra_bytes;
  if (place.offset - at < header || place.offset - at - header < entry.member.stored_bytes)
    return zip_error(bytes, at, escaped(name) + " runs into the directory");
  read = read_into(bytes, at, static_cast<std::size_t>(header), buffer);
  if (!read) return read.error();
  if (!local_sizes_agree(read->data(), read->subspan(local_bytes + name.size()), entry))
    return zip_error(bytes, at, escaped(name) + ": local header and directory disagree on sizes");
  const std::uint32_t crc = load_u32(read->data() + 14);
  if (crc != entry.member.crc32 && !((entry.flags & flag_descriptor) != 0 && crc == 0))
    return fail_at(fault::checksum, bytes.label(), at,
                   escaped(name) + ": local header and directory disagree on the CRC-32");
  entry.member.data_offset = at + header;
  return {};
}

result<void> check_overlaps(const byte_source& bytes, const std::vector<directory_entry>& entries) {
  std::vector<const directory_entry*> sorted;
  sorted.reserve(entries.size());
  for (const directory_entry& entry : entries)
    sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const auto* left, const auto* right) {
    return left->local_offset < right->local_offset;
  });
  for (std::size_t index = 1; index < sorted.size(); ++index) {
    const zip_member& before = sorted[index - 1]->member;
    if (sorted[index]->local_offset < before.data_offset + before.stored_bytes)
      return zip_error(bytes, sorted[index]->local_offset,
                       escaped(sorted[index]->member.name) + " overlaps " + escaped(before.name));
  }
  return {};
}

result<std::vector<directory_entry>>
read_entries(const byte_source& bytes, const directory_place& place, const reader_limits& limits) {
  std::vector<std::byte> buffer;
  const auto directory =
      read_into(bytes, place.offset, static_cast<std::size_t>(place.size), buffer);
  if (!directory) return directory.error();
  std::vector<directory_entry> entries;
  std::size_t at = 0;
  for (std::uint64_t index = 0; index < place.entries; ++index) {
    auto entry = read_entry(bytes, place, *directory, at, limits);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  if (at != directory->size())
    return zip_error(bytes, place.offset + at, "the directory holds more than it says");
  return entries;
}

} // namespace

result<std::vector<zip_member>> read_zip_directory(const byte_source& bytes,
                                                   const reader_limits& limits) {
  const auto place = find_directory(bytes);
  if (!place) return place.error();
  if (place->entries > limits.zip_entries)
    return fail_at(fault::limit, bytes.label(), place->offset, "too many zip members");
  if (place->entries > place->size / entry_bytes)
    return zip_error(bytes, place->offset, "the directory is too small for its members");
  auto entries = read_entries(bytes, *place, limits);
  if (!entries) return entries.error();
  std::unordered_set<std::string_view> names;
  std::vector<std::byte> buffer;
  for (directory_entry& entry : *entries) {
    for (const auto& check : {check_name(bytes, entry), check_flags(bytes, entry)})
      if (!check) return check.error();
    if (!names.insert(entry.member.name).second)
      return fail_at(fault::duplicate, bytes.label(), entry.at,
                     "member " + escaped(entry.member.name) + " occurs twice");
    if (const auto local = read_local(bytes, *place, entry, buffer); !local) return local.error();
  }
  if (const auto apart = check_overlaps(bytes, *entries); !apart) return apart.error();
  std::vector<zip_member> members;
  members.reserve(entries->size());
  for (directory_entry& entry : *entries)
    members.push_back(std::move(entry.member));
  return members;
}

} // namespace weightkin
