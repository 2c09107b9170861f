#include <string>
#include <string_view>

#include "reader/files/resolve_inside.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/tensorflow/sorted_table.hpp"
#include "reader/tensorflow/tensor_bundle.hpp"
#include "reader/wire/little_endian.hpp"

// How a checkpoint of TensorFlow is opened: by its index (`<prefix>.index`), a table that shows
// what it is in its last bytes, or by the text file `checkpoint` that names the newest prefix.

namespace weightkin {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view index_ending = ".index";
constexpr std::string_view state_key = "model_checkpoint_path:";
constexpr std::uint64_t most_state_bytes = 1'000'000;

/// The first entry as TensorFlow writes it: an empty key, then a header {1: shards, 3: version}.
/// Known so that an index whose end is missing is called that.
bool begins_like_bundle(std::string_view head) {
  if (head.size() < 4 || head[0] != '\0' || head[1] != '\0' || head[3] != '\x08') return false;
  const std::string_view header = head.substr(3, static_cast<unsigned char>(head[2]));
  return header.size() < 32 && header.find("\x1a\x02\x08"sv) != std::string_view::npos;
}

bool is_bundle_index(const format_probe& probe) {
  return ends_like_sorted_table(*probe.bytes) || begins_like_bundle(as_text(probe.head));
}

/// The data files are found by the index' own name; under another name none of them is.
result<file_contents> read_bundle_index(const read_request& request) {
  std::string_view prefix = request.beside.own_name();
  if (prefix.ends_with(index_ending)) prefix.remove_suffix(index_ending.size());
  return read_tensor_bundle(request.bytes, prefix, request);
}

bool is_checkpoint_state(const format_probe& probe) {
  return as_text(probe.head).starts_with(state_key);
}

/// The quoted name in the first line. Text protos escape with backslashes, which no allowed name
/// holds, so they need no undoing.
result<std::string> newest_prefix(std::string_view text, const std::string& label) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t open = line.find('"');
  const std::size_t close = line.rfind('"');
  if (open == std::string_view::npos || close == open)
    return detail::fail_at(fault::header, label, state_key.size(), "a name in quotes expected");
  std::string name(line.substr(open + 1, close - open - 1));
  if (auto allowed = check_inside_name(name); !allowed)
    return error{errc::bad_format, label + ": " + allowed.error().message, fault::path};
  return name;
}

result<file_contents> read_checkpoint_state(const read_request& request) {
  const byte_source& file = *request.bytes;
  if (file.size() > most_state_bytes)
    return detail::bad_file(fault::limit, file.label(), "too long for a list of checkpoints");
  std::vector<std::byte> scratch(static_cast<std::size_t>(file.size()));
  const auto text = file.read(0, scratch.size(), scratch);
  if (!text) return text.error();
  const auto prefix = newest_prefix(as_text(*text), file.label());
  if (!prefix) return prefix.error();
  const auto index = request.beside.open(*prefix + std::string(index_ending));
  if (!index)
    return error{index.error().code, file.label() + ": index " + index.error().message,
                 index.error().why};
  return read_tensor_bundle(*index, *prefix, request);
}

} // namespace

const format_row tensor_bundle_format{"tensorflow-checkpoint", is_bundle_index, read_bundle_index};
const format_row checkpoint_state_format{"tensorflow-checkpoint-state", is_checkpoint_state,
                                         read_checkpoint_state};

} // namespace weightkin
