#include <algorithm>
#include <array>
#include <vector>

#include "reader/files/byte_window.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/torch/torch_contents.hpp"
#include "reader/torch/torch_zip_format.hpp"
#include "reader/wire/little_endian.hpp"

// A data file of PyTorch's distributed checkpoint, opened by itself: torch.save archives one after
// the other, with nothing between them. Only `.metadata` knows what they are pieces of, so they
// are numbered. Where each begins is found from the back: an archive ends with the place and
// length of its directory, counted from its own beginning.
namespace weightkin {
namespace {

constexpr std::string_view pieces_name = "torch-distributed";
constexpr std::uint64_t end_bytes = 22;     ///< end record without comment
constexpr std::uint64_t locator_bytes = 20; ///< of the 64-bit end record
constexpr std::uint64_t end64_bytes = 56;
constexpr std::uint32_t saturated = 0xffffffffU;

/// What the end record of an archive says of its directory.
struct directory_place {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t end = 0; ///< where in the file the end records begin
};

/// Finds where the archive that ends at `end` begins.
class archive_finder {
public:
  explicit archive_finder(const byte_source& file) : file_(file) {}

  result<std::uint64_t> begin_of(std::uint64_t end) {
    auto place = read_end(end);
    if (!place) return place.error();
    std::uint64_t length = 0;
    if (__builtin_add_overflow(place->offset, place->size, &length) || length > place->end ||
        length == 0)
      return fail(fault::zip, end, "an archive's directory lies before the file");
    return place->end - length;
  }

private:
  [[nodiscard]] error fail(fault why, std::uint64_t at, const char* what) const {
    return detail::fail_at(why, file_.label(), at, what);
  }

  result<std::span<const std::byte>> record(std::uint64_t end, std::uint64_t size,
                                            std::string_view magic) {
    if (end < size) return fail(fault::zip, end, "an archive is shorter than its end record");
    const auto bytes = file_.read(end - size, static_cast<std::size_t>(size), scratch_);
    if (!bytes) return bytes;
    if (!as_text(*bytes).starts_with(magic))
      return fail(fault::zip, end - size, "no archive ends here");
    return bytes;
  }

  /// Torch writes the 64-bit records always, and no comment.
  result<directory_place> read_end(std::uint64_t end) {
    const auto last = record(end, end_bytes, "PK\x05\x06");
    if (!last) return last.error();
    const std::uint32_t size = load_u32(last->data() + 12);
    const std::uint32_t offset = load_u32(last->data() + 16);
    const std::uint64_t before = end - end_bytes;
    const auto locator = record(before, locator_bytes, "PK\x06\x07");
    if (!locator) {
      if (size == saturated || offset == saturated) return locator.error();
      return directory_place{offset, size, before};
    }
    const std::uint64_t end64 = before - locator_bytes;
    const auto record64 = record(end64, end64_bytes, "PK\x06\x06");
    if (!record64) return record64.error();
    return directory_place{load_u64(record64->data() + 48), load_u64(record64->data() + 40),
                           end64 - end64_bytes};
  }

  const byte_source& file_;
  std::array<std::byte, end64_bytes> scratch_{};
};

/// Where the archives begin, in order, and the end of the last.
result<std::vector<std::uint64_t>> archive_bounds(const byte_source& file,
                                                  const reader_limits& limits) {
  archive_finder finder(file);
  std::vector<std::uint64_t> bounds{file.size()};
  while (bounds.back() != 0) {
    if (bounds.size() > limits.shards)
      return detail::bad_file(fault::limit, file.label(), "too many archives in one file");
    const auto begin = finder.begin_of(bounds.back());
    if (!begin) return begin.error();
    bounds.push_back(*begin);
  }
  std::reverse(bounds.begin(), bounds.end());
  return bounds;
}

std::string piece_name(std::size_t number, const std::string& inner) {
  return "piece." + std::to_string(number) + (inner.empty() ? "" : "." + inner);
}

result<file_contents> read_pieces(const read_request& request) {
  const std::shared_ptr<const byte_source>& file = request.bytes;
  const auto bounds = archive_bounds(*file, request.options.limits);
  if (!bounds) return bounds.error();
  file_contents contents;
  contents.format = pieces_name;
  for (std::size_t i = 0; i + 1 < bounds->size(); ++i) {
    const std::uint64_t begin = (*bounds)[i];
    auto piece = read_torch_zip(window_of(file, begin, (*bounds)[i + 1] - begin,
                                          file->label() + " from byte " + std::to_string(begin)),
                                request.options);
    if (!piece) return std::move(piece).error();
    for (stored_tensor& tensor : piece->tensors) {
      tensor.name = piece_name(i, tensor.name);
      contents.tensors.push_back(std::move(tensor));
    }
  }
  contents.warnings.push_back(file->label() +
                              ": pieces of tensors without their names; open the folder to get "
                              "the tensors");
  if (auto checked = check_contents(contents, 0, file->label()); !checked)
    return std::move(checked).error();
  return contents;
}

/// By the name that the format prescribes and the description that lies beside it.
bool recognises_pieces(const format_probe& probe) {
  if (probe.beside == nullptr || !as_text(probe.head).starts_with("PK\x03\x04")) return false;
  const std::string& name = probe.beside->own_name();
  if (!name.starts_with("__") || !name.ends_with(".distcp")) return false;
  const auto metadata = probe.beside->find(".metadata");
  return metadata && *metadata != nullptr;
}

} // namespace

const format_row dcp_pieces_format{pieces_name, recognises_pieces, read_pieces};

} // namespace weightkin
