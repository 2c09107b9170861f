#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "fingerprint/file/anchor_records.hpp"
#include "fingerprint/file/byte_input.hpp"
#include "fingerprint/file/file_layout.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"
#include "fingerprint/file/tensor_record.hpp"

namespace weightkin {
namespace {

using detail::byte_input;
using detail::reading;
namespace wkf = detail::wkf;
namespace has = detail::wkf::has;

std::optional<print_roots> take_roots(byte_input& in, std::uint32_t flags) {
  if ((flags & has::roots) == 0) return {};
  print_roots roots;
  roots.named = in.hash();
  roots.nameless = in.hash();
  return roots;
}

void take_model(byte_input& in, reading& file) {
  const std::uint32_t flags = file.flags(in, has::roots);
  file.print.seed = in.u64();
  file.print.checksum = in.u64();
  file.print.name = file.text(in);
  file.print.format = file.text(in);
  file.print.roots = take_roots(in, flags);
  file.end(in);
}

void take_component(byte_input& in, reading& file) {
  const std::uint32_t flags = file.flags(in, has::roots);
  component& part = file.print.contents.components.emplace_back();
  part.id = file.text(in);
  part.kind = file.named(in, component_kind::optimizer, component_kind::model, "component kind");
  part.prefix = file.text(in);
  file.print.component_roots.push_back(take_roots(in, flags));
  file.end(in);
}

/// Each record with its own length, so that what a later version adds can be skipped.
template <class Take>
void take_records(byte_input& in, reading& file, std::size_t count, Take take) {
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    byte_input record = in.part(in.varint());
    if (!in.ok()) return;
    take(record);
    if (!record.ok()) in.refuse(record.refused());
  }
  file.end(in);
}

void take_section(std::uint32_t type, byte_input& in, reading& file) {
  if (type == wkf::strings) {
    file.strings.read(in);
    return file.end(in);
  }
  if (type == wkf::model) return take_model(in, file);
  if (type == wkf::components) {
    const std::size_t count = in.count(wkf::least_component_bytes, "components");
    return take_records(in, file, count, [&](byte_input& record) { take_component(record, file); });
  }
  if (type == wkf::tensors) {
    const std::size_t count = in.count(wkf::least_tensor_bytes, "tensors");
    return take_records(in, file, count,
                        [&](byte_input& record) { detail::take_tensor(record, file, count); });
  }
  if (type == wkf::anchors) detail::take_anchors(in, file);
}

void take_sections(byte_input& in, std::uint32_t count, reading& file) {
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const std::uint64_t start = in.offset();
    const std::uint32_t type = in.u32();
    byte_input content = in.part(in.u64());
    if (!in.ok()) return;
    const bool expected = before >= wkf::tensors || type == before + 1;
    if (type <= before || !expected)
      return in.refuse_at(start, fault::header, "sections are missing or out of order");
    if (type > wkf::anchors && !file.later)
      return in.refuse_at(start, fault::header, "a section of unknown type");
    before = type;
    take_section(type, content, file);
    if (!content.ok()) return in.refuse(content.refused());
  }
  if (before < wkf::tensors) in.refuse(fault::missing, "a section is missing");
  if (in.left() > 0) in.refuse(fault::trailing, "bytes after the last section");
}

std::array<std::uint8_t, 8> backwards(std::array<std::uint8_t, 8> bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

bool begins_with(std::span<const std::byte> bytes, const std::array<std::uint8_t, 8>& start) {
  const auto wanted = std::as_bytes(std::span(start));
  return bytes.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), bytes.begin());
}

error refused(std::string_view label, const detail::refusal& why, errc code = errc::bad_format) {
  return {code, std::string(label) + ": byte " + std::to_string(why.offset) + ": " + why.what,
          why.why};
}

/// What can be said before anything is believed: that it is a fingerprint, which version, whole and
/// undamaged. \returns the number of sections, and whether the minor version is later than ours.
struct file_head {
  std::uint32_t sections = 0;
  bool later = false;
};
result<file_head> check_file(std::span<const std::byte> bytes, std::string_view label) {
  const auto refuse = [&](std::uint64_t at, fault why, std::string what) {
    return refused(label, {why, at, std::move(what)});
  };
  if (begins_with(bytes, backwards(wkf::magic)))
    return refuse(0, fault::magic, "a fingerprint with its bytes in reverse order");
  if (!looks_like_fingerprint(bytes)) return refuse(0, fault::magic, "not a fingerprint");
  byte_input in(bytes);
  in.raw(wkf::magic.size());
  const std::uint16_t major = in.u16();
  const std::uint16_t minor = in.u16();
  const std::uint32_t sections = in.u32();
  const std::uint64_t size = in.u64();
  if (!in.ok()) return refused(label, in.refused());
  if (major > fingerprint_version_major)
    return refused(label,
                   {fault::version, 8,
                    "version " + std::to_string(major) + "." + std::to_string(minor) +
                        " is later than this library's " +
                        std::to_string(fingerprint_version_major)},
                   errc::unsupported);
  if (major < fingerprint_version_major) return refuse(8, fault::version, "there is no version 0");
  const std::string sizes =
      std::to_string(size) + " bytes by its header, but " + std::to_string(bytes.size()) + " here";
  if (size > bytes.size()) return refuse(16, fault::truncated, sizes);
  if (size < bytes.size()) return refuse(size, fault::trailing, sizes);
  if (size < wkf::header_bytes + wkf::digest_bytes)
    return refuse(16, fault::header, "shorter than any fingerprint");
  const std::size_t end = bytes.size() - wkf::digest_bytes;
  if (byte_input(bytes.subspan(end)).hash() != blake3(bytes.first(end)))
    return refuse(end, fault::checksum, "damaged: its digest is not that of its bytes");
  return file_head{sections, minor > fingerprint_version_minor};
}

} // namespace

bool looks_like_fingerprint(std::span<const std::byte> bytes) noexcept {
  return begins_with(bytes, wkf::magic);
}

result<fingerprint> decode_fingerprint(std::span<const std::byte> bytes, std::string_view label) {
  const auto head = check_file(bytes, label);
  if (!head) return head.error();
  reading file;
  file.later = head->later;
  const std::size_t end = bytes.size() - wkf::digest_bytes;
  byte_input in(bytes.subspan(wkf::header_bytes, end - wkf::header_bytes), wkf::header_bytes);
  take_sections(in, head->sections, file);
  if (!in.ok()) return refused(label, in.refused());
  if (const auto found = detail::contradiction_among(file.print))
    return refused(label, {found->why, wkf::header_bytes, found->what});
  detail::count_up(file.print.contents);
  return std::move(file.print);
}

} // namespace weightkin
