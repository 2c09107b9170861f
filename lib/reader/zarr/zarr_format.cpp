// zarr: a folder for each array, with a small JSON file of metadata and one file for each chunk of
// a regular grid; groups are folders with metadata of their own. Version 2 calls the metadata
// `.zarray` and `.zgroup` and the chunks `0.1`; version 3 calls them `zarr.json` and `c/0/1`. A
// chunk that has no file holds nothing but the fill value; chunks at an edge are stored whole.
// Orbax (JAX) writes one zarr array for each parameter into a folder with `_METADATA`; its newer
// key-value store OCDBT is recognised and not read.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/files/resolve_inside.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"
#include "reader/zarr/zarr_chunks.hpp"
#include "reader/zarr/zarr_metadata.hpp"

namespace weightkin {
namespace {

constexpr std::string_view format_name = "zarr";
constexpr std::size_t deepest = 64;
/// What an array is called that is the whole model, so that two such models match.
constexpr std::string_view array_name = "array";
constexpr std::array<std::string_view, 3> node_files{".zarray", "zarr.json", ".zgroup"};

/// Walks a store from the folder of the file that was opened down.
class store_reader {
public:
  explicit store_reader(const read_request& request)
      : request_(request), cache_(std::make_shared<zarr_chunk_cache>()) {}

  result<file_contents> read() {
    contents_.format = format_name;
    const std::string& label = request_.bytes->label();
    const auto root = root_node();
    if (!root) return root.error();
    if (!request_.beside.reachable())
      return detail::bad_file(fault::missing, label,
                              "zarr metadata alone; the chunks lie in files beside it");
    if (root->is_array) {
      add(std::string(array_name), "", *root, request_.bytes);
    } else if (auto walked = walk("", "", 1); !walked) {
      return std::move(walked).error();
    }
    const auto name_of = [](const stored_tensor& t) -> const std::string& { return t.name; };
    if (const auto name = detail::first_duplicate(contents_.tensors, name_of))
      return detail::bad_file(fault::duplicate, label,
                              "two arrays are called " + detail::escaped(*name));
    count_chunks();
    return std::move(contents_);
  }

private:
  /// Where the chunks of one array lie, and what one of them holds.
  struct chunk_folder {
    std::string path; ///< "" or ends in '/'
    std::size_t rank;
    std::uint64_t chunk_bytes;
  };

  /// What the opened file describes; the lists of Orbax and of consolidated stores stand for the
  /// group whose folder they lie in.
  result<zarr_node> root_node() {
    const auto document = read_json_value(*request_.bytes, limits());
    if (!document) return document.error();
    if (document->find("zarr_format") == nullptr) {
      const auto manifest = request_.beside.find("manifest.ocdbt");
      if (manifest && *manifest != nullptr)
        return detail::unsupported_file(request_.bytes->label(),
                                        "Orbax keeps the arrays of this checkpoint in a key-value "
                                        "store, OCDBT, which is not read");
      return zarr_node{};
    }
    return parse_zarr_node(*document, request_.bytes->label(), limits());
  }

  /// The arrays of the folders in `folder`, and of the groups among them.
  /// \param folder "" or a path that ends in '/'
  /// \param prefix what the names of its arrays begin with
  result<void> walk(const std::string& folder, const std::string& prefix, std::size_t depth) {
    if (depth > deepest)
      return detail::bad_file(fault::limit, request_.bytes->label(),
                              "groups nested deeper than " + std::to_string(deepest));
    const auto entries = request_.beside.list(folder.substr(0, folder.size() - (depth > 1)));
    if (!entries) return entries.error();
    for (const std::string& entry : *entries) {
      if (!entry.ends_with('/')) continue;
      const std::string name = entry.substr(0, entry.size() - 1);
      if (!check_inside_name(name)) {
        contents_.warnings.push_back(request_.bytes->label() + ": the folder " +
                                     detail::escaped(name) + " is not looked into");
        continue;
      }
      if (auto done = child(folder + entry, prefix + name, depth); !done) return done;
    }
    return {};
  }

  /// One folder: an array, a group, or nothing of ours.
  result<void> child(const std::string& folder, const std::string& name, std::size_t depth) {
    if (++folders_ > limits().tensors)
      return detail::bad_file(fault::limit, request_.bytes->label(),
                              "more than " + std::to_string(limits().tensors) + " folders");
    for (const std::string_view file : node_files) {
      const auto bytes = request_.beside.find(folder + std::string(file));
      if (!bytes) return bytes.error();
      if (*bytes == nullptr) continue;
      const auto document = read_json_value(**bytes, limits());
      if (!document) return document.error();
      const auto node = parse_zarr_node(*document, (*bytes)->label(), limits());
      if (!node) return node.error();
      if (!node->is_array) return walk(folder, name + ".", depth + 1);
      add(name, folder, *node, *bytes);
      return {};
    }
    return {};
  }

  /// Chunks that have a file are stored, whatever their codec makes of them; the others only exist
  /// as a shape. Looked for only where so much is claimed that it matters.
  void count_chunks() {
    if (bytes_held(contents_.tensors) <= limits().expanded_bytes) return;
    for (const chunk_folder& chunks : chunk_folders_)
      contents_.bytes_beside += stored_files(chunks.path, chunks.rank + 1) * chunks.chunk_bytes;
  }

  /// Files in a folder and the folders in it that are called like chunks, which end in a number. A
  /// folder that cannot be listed counts as empty, one that is too full to be as full.
  std::uint64_t stored_files(const std::string& folder, std::size_t deeper) const {
    constexpr std::uint64_t very_full = 100'000;
    const auto entries = request_.beside.list(folder.substr(0, folder.size() - !folder.empty()));
    if (!entries) return entries.error().why == fault::limit ? very_full : 0;
    std::uint64_t files = 0;
    for (const std::string& entry : *entries)
      if (entry.ends_with('/'))
        files += deeper == 0 ? 0 : stored_files(folder + entry, deeper - 1);
      else
        files += entry.back() >= '0' && entry.back() <= '9' ? 1 : 0;
    return files;
  }

  void add(std::string name, const std::string& folder, const zarr_node& node,
           const std::shared_ptr<const byte_source>& metadata) {
    stored_tensor tensor;
    tensor.name = std::move(name);
    tensor.type = node.array.type;
    tensor.shape = node.array.shape;
    tensor.bytes = metadata;
    tensor.decoded = zarr_elements(node.array, folder, request_.beside.set(), cache_);
    contents_.tensors.push_back(std::move(tensor));
    chunk_folders_.push_back({folder, node.array.shape.size(),
                              node.array.chunk_elements() * node.array.element_bytes()});
  }

  [[nodiscard]] const reader_limits& limits() const noexcept { return request_.options.limits; }

  const read_request& request_;
  std::shared_ptr<zarr_chunk_cache> cache_;
  file_contents contents_;
  std::vector<chunk_folder> chunk_folders_;
  std::size_t folders_ = 0;
};

bool is_chunk_name(std::string_view name) noexcept {
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// A file with the name of a chunk beside the metadata of version 2: only these tell what it is.
bool is_chunk(const format_probe& probe) {
  if (!is_chunk_name(probe.beside->own_name())) return false;
  const auto metadata = probe.beside->find(".zarray");
  return metadata && *metadata != nullptr;
}

bool is_metadata(const format_probe& probe) {
  if (!looks_like_json(probe)) return false;
  const std::string& name = probe.beside->own_name();
  if (std::find(node_files.begin(), node_files.end(), name) != node_files.end()) return true;
  const std::string_view head = as_text(probe.head);
  return head.find("\"zarr_format\"") != std::string_view::npos ||
         head.find("\"tree_metadata\"") != std::string_view::npos;
}

bool is_zarr(const format_probe& probe) { return is_metadata(probe) || is_chunk(probe); }

result<file_contents> read_zarr(const read_request& request) {
  if (request.is_part)
    return detail::bad_file(fault::format, request.bytes->label(), "zarr in place of a shard");
  if (is_chunk_name(request.beside.own_name()))
    return detail::unsupported_file(request.bytes->label(),
                                    "a chunk of a zarr array: open the array's folder");
  return store_reader(request).read();
}

} // namespace

const format_row zarr_format{format_name, is_zarr, read_zarr};

} // namespace weightkin
