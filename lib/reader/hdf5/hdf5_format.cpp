#include "reader/hdf5/hdf5_format.hpp"

#include <array>

#include "reader/format_rows.hpp"
#include "reader/hdf5/hdf5_superblock.hpp"
#include "reader/hdf5/hdf5_walk.hpp"
#include "reader/hdf5/keras_config.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

/// HDF5 is a file system in a file. A superblock, at its beginning or behind a user block, gives
/// the address of the root group. Groups name other objects: older ones by a B-tree, symbol nodes
/// and a heap of names, newer ones by link messages in their header or, once they are many, in a
/// heap with a B-tree of its own. A dataset's header says its type, its shape and where its
/// elements are: in the header, in one piece, or in chunks, which may have been shuffled,
/// compressed and given checksums, and which yet another B-tree or table lists.
///
/// Keras stores models in it: a group for each layer, a dataset for each of its variables. A tensor
/// is called by the path of its dataset. What has no numbers (texts, references) is reported and
/// left out; numbers that we cannot read refuse the file.
namespace weightkin {
namespace {

constexpr std::string_view format_name = "hdf5";
constexpr std::string_view config_name = "model_config";

bool has_signature(const format_probe& probe) {
  if (probe.is_zip || probe.bytes == nullptr) return false;
  // A tar archive's first member begins where a user block would end.
  const std::string_view head = as_text(probe.head);
  if (head.size() > 262 && head.substr(257).starts_with("ustar")) return false;
  return find_hdf5_signature(*probe.bytes).has_value();
}

result<file_contents> read_request_bytes(const read_request& request) {
  return read_hdf5(request.bytes, request.options.limits);
}

} // namespace

result<file_contents> read_hdf5(const std::shared_ptr<const byte_source>& bytes,
                                const reader_limits& limits) {
  const auto base = find_hdf5_signature(*bytes);
  if (!base) return detail::bad_file(fault::magic, bytes->label(), "no HDF5 signature");
  const auto superblock = read_hdf5_superblock(*bytes, *base);
  if (!superblock) return superblock.error();
  hdf5_file file(bytes, superblock->base, superblock->widths, limits);
  constexpr std::array<std::string_view, 3> wanted{"backend", "keras_version", config_name};
  auto walked = walk_hdf5(file, superblock->root, wanted);
  if (!walked) return std::move(walked).error();
  file_contents contents;
  contents.format = format_name;
  contents.tensors = std::move(walked->tensors);
  contents.warnings = std::move(walked->warnings);
  for (auto& [name, text] : walked->attributes) {
    if (name == config_name)
      add_keras_layers(text, bytes->label(), limits, contents);
    else
      contents.metadata.emplace_back(std::move(name), std::move(text));
  }
  return contents;
}

const format_row hdf5_format{format_name, has_signature, read_request_bytes};

} // namespace weightkin
