#include "reader/foreign_formats.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "reader/located_error.hpp"
#include "reader/pickle/pickle_sniff.hpp"
#include "reader/wire/little_endian.hpp"
#include "reader/zip/inflate_prefix.hpp"

namespace weightkin {
namespace {

using namespace std::string_view_literals;

/// What a caller can do about a file that none of our formats recognises.
enum class answer : std::uint8_t {
  not_yet,   ///< a model format that has no reader here yet
  wrong_file ///< not a model at all: a pointer, a page, a wrapping, a damaged magic number
};

struct signature {
  std::size_t offset;
  std::string_view bytes;
  answer kind;
  fault why;
  std::string_view hint;
};

constexpr auto none = fault::none;
constexpr auto format = fault::format;

constexpr signature signatures[] = {
    {0, "algg"sv, answer::not_yet, none, "ggml files older than GGUF are not read"},
    {0, "\xdd\x85\x76\0"sv, answer::not_yet, none,
     "ncnn's binary .param.bin names no layers: open the text .param"},
    {0, "Gk0\x01"sv, answer::not_yet, none,
     "weights of ncnn; without the .param beside them nothing says what they are"},
    {0, "\x0c\xdb\x3a\x2a"sv, answer::not_yet, none,
     "a key-value store of Orbax and TensorStore, OCDBT, which is not read"},
    {0, "FUGG"sv, answer::not_yet, none, "byte-swapped GGUF is not read"},
    {0, "fmgg"sv, answer::not_yet, none, "ggml files older than GGUF are not read"},
    {0, "tjgg"sv, answer::not_yet, none, "ggml files older than GGUF are not read"},
    {257, "ustar"sv, answer::not_yet, none,
     "a tar archive: NeMo files and checkpoints of PyTorch 0.1 are not read"},
    {0, "sys_info\0"sv, answer::not_yet, none,
     "a tar archive: checkpoints of PyTorch 0.1 are not read"},
    {0, "version https://git-lfs"sv, answer::wrong_file, format,
     "a Git LFS pointer, not the file itself: run `git lfs pull`"},
    {0, "\x1f\x8b"sv, answer::wrong_file, format, "gzip: unpack it first"},
    {0, "BZh"sv, answer::wrong_file, format, "bzip2: unpack it first"},
    {0,
     "\xfd"
     "7zXZ"sv,
     answer::wrong_file, format, "xz: unpack it first"},
    {0, "\x28\xb5\x2f\xfd"sv, answer::wrong_file, format, "zstd: unpack it first"},
    {0, "7z\xbc\xaf\x27\x1c"sv, answer::wrong_file, format, "a 7z archive: unpack it first"},
    {0, "Rar!"sv, answer::wrong_file, format, "a rar archive: unpack it first"},
    {0, "\x89PNG"sv, answer::wrong_file, format, "a PNG picture"},
    {0, "\xff\xd8\xff"sv, answer::wrong_file, format, "a JPEG picture"},
    {0, "%PDF"sv, answer::wrong_file, format, "a PDF document"},
    {0,
     "\x7f"
     "ELF"sv,
     answer::wrong_file, format, "a program, not a checkpoint"},
    {1, "NUMPY"sv, answer::wrong_file, fault::magic,
     "the first byte of the NumPy magic number is damaged"},
};

/// Beginnings that a file too short to hold anything may still show (the last two: MessagePack's
/// strings and maps with counts of 32 bits).
constexpr std::array<std::string_view, 11> known_beginnings{
    "\x93NUMPY"sv, "PK\x03\x04"sv, "PK\x05\x06"sv, "\x89HDF\r\n\x1a\n"sv,
    "GGUF"sv,      "\x80\x02"sv,   "\x80\x03"sv,   "\x80\x04"sv,
    "\x80\x05"sv,  "\xdb"sv,       "\xdf"sv};

std::string_view without_blanks(std::string_view text) noexcept {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

bool starts_like(std::string_view text, std::string_view lower_case) noexcept {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [&](char b, char a) { return same(a, b); });
}

bool is_web_page(std::string_view head) noexcept {
  const std::string_view text = without_blanks(head);
  return starts_like(text, "<!doctype") || starts_like(text, "<html") || starts_like(text, "<?xml");
}

const signature* signature_of(std::string_view head) noexcept {
  for (const signature& row : signatures)
    if (head.size() >= row.offset && head.substr(row.offset).starts_with(row.bytes)) return &row;
  return nullptr;
}

bool is_pickle(const byte_source& file, const zip_member& member) {
  const auto start = read_member_prefix(file, member, 64);
  return start && looks_like_pickle(*start);
}

/// Why a sound zip file is none of PyTorch, Stable-Baselines or NumPy.
error explain_zip(const format_probe& probe, std::string_view label) {
  constexpr std::array<std::string_view, 9> wrapped{
      ".npz", ".zip", ".pt", ".pth", ".bin", ".safetensors", ".gguf", ".onnx", ".ckpt"};
  for (const zip_member& member : probe.members) {
    for (const std::string_view ending : wrapped)
      if (member.name.ends_with(ending))
        return detail::bad_file(fault::format, label,
                                "a zip file around '" + detail::printable(member.name) +
                                    "': unpack it and open that");
  }
  if (!probe.members.empty() && is_pickle(*probe.bytes, probe.members.front()))
    return detail::bad_file(fault::zip, label,
                            "a zip file around a pickle, " +
                                detail::escaped(probe.members.front().name) +
                                ", but no checkpoint of PyTorch");
  return detail::bad_file(fault::missing, label,
                          "a zip file without data.pkl, policy.pth or .npy member, so none of "
                          "PyTorch, Stable-Baselines or NumPy");
}

} // namespace

bool is_plain_text(std::string_view bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) {
    return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\r' || c == '\n';
  });
}

bool looks_like_json(const format_probe& probe) noexcept {
  const std::string_view head = as_text(probe.head);
  const std::string_view text = without_blanks(head);
  return (text.starts_with('{') || text.starts_with('[')) && is_plain_text(head.substr(0, 8));
}

bool is_foreign(const format_probe& probe) noexcept {
  const std::string_view head = as_text(probe.head);
  return signature_of(head) != nullptr || is_web_page(head);
}

error explain_unrecognised(const format_probe& probe, std::string_view label) {
  const std::string_view head = as_text(probe.head);
  if (const signature* found = signature_of(head)) {
    if (found->kind == answer::not_yet) return detail::unsupported_file(label, found->hint);
    return detail::bad_file(found->why, label, found->hint);
  }
  if (is_web_page(head))
    return detail::bad_file(fault::format, label,
                            "a web page, not a checkpoint: the download needs a login or another "
                            "address");
  if (probe.is_zip) return explain_zip(probe, label);
  if (looks_like_json(probe))
    return detail::bad_file(fault::format, label,
                            "JSON text; only the index of a sharded checkpoint can be opened, by "
                            "its path");
  return detail::bad_file(fault::format, label,
                          "not recognised as a format that is read; "
                          "it begins with '" +
                              detail::printable(head.substr(0, 16)) + "'");
}

result<void> check_long_enough(const format_probe& probe, std::string_view label) {
  if (probe.size >= 8) return {};
  const std::string_view head = as_text(probe.head);
  const std::string size = std::to_string(probe.size);
  if (probe.size == 0) return detail::bad_file(fault::truncated, label, "the file is empty");
  for (const std::string_view beginning : known_beginnings) {
    const std::size_t shared = std::min(beginning.size(), head.size());
    if (head.substr(0, shared) == beginning.substr(0, shared))
      return detail::bad_file(fault::truncated, label,
                              "ends after " + size + " bytes; no checkpoint is shorter than 8");
  }
  // The length field of safetensors, cut: writers pad headers to a multiple of eight bytes.
  const auto lowest = static_cast<unsigned char>(head[0]);
  const bool is_cut_length =
      lowest % 8 == 0 &&
      head.substr(std::min<std::size_t>(4, head.size())).find_first_not_of('\0') ==
          std::string_view::npos;
  if (is_cut_length)
    return detail::bad_file(fault::truncated, label,
                            "ends after " + size + " bytes, inside a safetensors length field");
  return {};
}

} // namespace weightkin
