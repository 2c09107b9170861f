#include <algorithm>
#include <utility>

#include "reader/format_rows.hpp"
#include "reader/hdf5/hdf5_format.hpp"
#include "reader/hdf5/keras_config.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/json_value.hpp"
#include "reader/wire/little_endian.hpp"

/// A .keras file is a zip archive of a saved Keras 3 model: config.json describes its layers,
/// metadata.json says which Keras wrote it, model.weights.h5 is an HDF5 file with the weights.
/// Configurations can name any class or module; here they are text.
namespace weightkin {
namespace {

constexpr std::string_view keras_name = "keras";
constexpr std::string_view weights_name = "model.weights.h5";
constexpr std::string_view other_weights_name = "model.weights.npz";
constexpr std::string_view keras_config_name = "config.json";
constexpr std::string_view metadata_name = "metadata.json";

/// Weights that are stored deflated must be inflated whole to be opened at all: no more than an
/// opened file may take anyway.
constexpr std::uint64_t base_inflated_bytes = 64'000'000;
constexpr std::uint64_t most_inflated_ratio = 4;

const zip_member* find_member(std::span<const zip_member> members, std::string_view name) noexcept {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const zip_member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

bool is_keras_archive(const format_probe& probe) {
  const auto has = [&](std::string_view name) {
    return find_member(probe.members, name) != nullptr;
  };
  return has(weights_name) ||
         (has(keras_config_name) && (has(metadata_name) || has(other_weights_name)));
}

error no_weights(std::span<const zip_member> members, std::string_view label) {
  if (find_member(members, other_weights_name) != nullptr)
    return detail::unsupported_file(label, "Keras weights in a NumPy archive are not read");
  return detail::bad_file(fault::missing, label, "a Keras archive without model.weights.h5");
}

/// The whole text of a small member.
result<std::string> member_text(const std::shared_ptr<const byte_source>& file,
                                const zip_member& member, const reader_limits& limits) {
  const auto bytes = open_member(file, member, limits.config_bytes);
  if (!bytes) return bytes.error();
  std::vector<std::byte> scratch(static_cast<std::size_t>(member.size_bytes));
  const auto text = (*bytes)->read(0, scratch.size(), scratch);
  if (!text) return text.error();
  return std::string(as_text(*text));
}

result<void> add_version(std::string_view text, std::string_view label, const reader_limits& limits,
                         file_contents& contents) {
  const auto document = parse_json_value(text, label, 0, limits);
  if (!document) return document.error();
  const json_value* version = document->find("keras_version");
  if (version != nullptr && version->text() != nullptr)
    contents.metadata.emplace_back("keras_version", *version->text());
  return {};
}

result<file_contents> read_keras(const read_request& request) {
  const std::shared_ptr<const byte_source>& file = request.bytes;
  const reader_limits& limits = request.options.limits;
  const auto members = read_zip_directory(*file, limits);
  if (!members) return members.error();
  const zip_member* weights = find_member(*members, weights_name);
  if (weights == nullptr) return no_weights(*members, file->label());
  std::uint64_t most = UINT64_MAX; // a stored member is a window and costs nothing
  if (weights->deflated)
    most = std::min(limits.inflated_member_bytes,
                    base_inflated_bytes + most_inflated_ratio * weights->stored_bytes);
  const auto bytes = open_member(file, *weights, most);
  if (!bytes) return bytes.error();
  auto contents = read_hdf5(*bytes, limits);
  if (!contents) return contents;
  contents->format = keras_name;
  if (const zip_member* member = find_member(*members, metadata_name)) {
    const auto text = member_text(file, *member, limits);
    if (!text) return text.error();
    if (auto added = add_version(*text, file->label(), limits, *contents); !added)
      return std::move(added).error();
  }
  if (const zip_member* member = find_member(*members, keras_config_name)) {
    const auto text = member_text(file, *member, limits);
    if (!text) return text.error();
    add_keras_layers(*text, file->label(), limits, *contents);
  }
  return contents;
}

} // namespace

const format_row keras_format{keras_name, is_keras_archive, read_keras};

} // namespace weightkin
