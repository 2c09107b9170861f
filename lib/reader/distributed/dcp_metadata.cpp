#include "reader/distributed/dcp_metadata.hpp"

#include <algorithm>
#include <map>

#include "reader/located_error.hpp"
#include "reader/pickle/pickle_lookup.hpp"

namespace weightkin {
namespace {

using detail::escaped;
using kind = pickle_kind;

/// Texts may be shared by any number of entries; longer ones are no names.
constexpr std::uint32_t longest_name = 4096;

bool is_empty(const std::vector<std::uint64_t>& shape) {
  return std::find(shape.begin(), shape.end(), 0U) != shape.end();
}

class metadata_parser {
public:
  metadata_parser(const pickle_values& values, std::string_view label, const reader_limits& limits)
      : values_(values), label_(label), limits_(limits) {}

  result<dcp_metadata> run(pickle_index root);

private:
  /// A range of a data file, by the first index of the chunk it holds.
  struct placed {
    std::vector<std::int64_t> offsets;
    pickle_index info = no_value;
  };

  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, what);
  }
  [[nodiscard]] error fail(fault why, const dcp_tensor& tensor, const std::string& what) const {
    return fail(why, "tensor " + escaped(tensor.name) + ": " + what);
  }
  [[nodiscard]] result<std::string_view> name_at(pickle_index value) const;
  result<std::vector<std::uint64_t>> counts_at(pickle_index value, fault negative) const;
  result<void> add_description(pickle_index name, pickle_index description);
  result<void> set_shape(dcp_tensor& tensor, pickle_index size) const;
  [[nodiscard]] std::optional<dtype> claimed_type(pickle_index properties) const;
  result<void> add_place(pickle_index index, pickle_index info);
  result<void> add_chunks(dcp_tensor& tensor, pickle_index chunks);
  result<void> place_chunks(dcp_tensor& tensor, std::vector<placed>& places);
  result<tile_box> read_box(const dcp_tensor& tensor, pickle_index chunk) const;
  result<void> set_range(const dcp_tensor& tensor, dcp_chunk& chunk, pickle_index info);
  result<std::uint32_t> path_number(pickle_index path);

  const pickle_values& values_;
  std::string_view label_;
  const reader_limits& limits_;
  dcp_metadata out_;
  std::map<std::string_view, std::size_t> by_name_; ///< tensors; `other` for other values
  std::vector<pickle_index> chunk_lists_;           ///< of each tensor
  std::vector<std::vector<placed>> places_;         ///< of each tensor
  std::map<std::string_view, std::uint32_t> by_path_;
  std::size_t steps_left_ = values_.size(); ///< lists of chunks may be shared by many tensors

  static constexpr std::size_t other = SIZE_MAX;
};

result<std::string_view> metadata_parser::name_at(pickle_index value) const {
  if (value == no_value || values_.kind(value) != kind::text)
    return fail(fault::pickle_malformed, "the name of a tensor or file is not text");
  if (values_.count_of(value) > longest_name)
    return fail(fault::limit, "the name of a tensor or file has more than 4096 bytes");
  return values_.text_of(value);
}

/// A torch.Size: numbers that must not be negative.
result<std::vector<std::uint64_t>> metadata_parser::counts_at(pickle_index value,
                                                              fault negative) const {
  const auto numbers = small_integers(values_, value);
  if (!numbers.has_value())
    return fail(fault::shape, "a size or offset is no tuple of at most 64 whole numbers");
  std::vector<std::uint64_t> counts;
  for (const std::int64_t number : *numbers) {
    if (number < 0) return fail(negative, "a size or offset is negative");
    counts.push_back(static_cast<std::uint64_t>(number));
  }
  return counts;
}

/// The state of TensorProperties is a tuple that begins with the element type.
std::optional<dtype> metadata_parser::claimed_type(pickle_index properties) const {
  if (properties == no_value || values_.kind(properties) != kind::object) return std::nullopt;
  const pickle_index state = values_.object_of(properties).state;
  if (state == no_value || values_.kind(state) != kind::tuple || values_.count_of(state) == 0)
    return std::nullopt;
  const pickle_index type = values_.tuple_of(state).front();
  if (values_.kind(type) != kind::global ||
      values_.global_of(type).role != pickle_role::dtype_constant ||
      !values_.global_of(type).readable)
    return std::nullopt;
  return values_.global_of(type).type;
}

result<void> metadata_parser::set_shape(dcp_tensor& tensor, pickle_index size) const {
  auto shape = counts_at(size, fault::shape);
  if (!shape) return std::move(shape).error();
  std::uint64_t count = 1;
  for (const std::uint64_t extent : *shape)
    if (__builtin_mul_overflow(count, extent, &count) || count > UINT64_MAX / 16)
      return fail(fault::overflow, tensor, "its size exceeds 64 bits");
  tensor.shape = std::move(*shape);
  return {};
}

result<void> metadata_parser::add_description(pickle_index name, pickle_index description) {
  const auto text = name_at(name);
  if (!text) return text.error();
  const bool is_tensor = is_instance(values_, description, "TensorStorageMetadata");
  if (!is_tensor && !is_instance(values_, description, "BytesStorageMetadata"))
    return fail(fault::pickle_malformed, escaped(*text) + " is described as no tensor or value");
  if (!by_name_.emplace(*text, is_tensor ? out_.tensors.size() : other).second)
    return fail(fault::duplicate, "two entries are named " + escaped(*text));
  if (!is_tensor) {
    ++out_.other_values;
    return {};
  }
  if (out_.tensors.size() == limits_.tensors) return fail(fault::limit, "too many tensors");
  dcp_tensor tensor;
  tensor.name = *text;
  tensor.type = claimed_type(find_attribute(values_, description, "properties"));
  if (auto set = set_shape(tensor, find_attribute(values_, description, "size")); !set) return set;
  out_.tensors.push_back(std::move(tensor));
  chunk_lists_.push_back(find_attribute(values_, description, "chunks"));
  return {};
}

result<void> metadata_parser::add_place(pickle_index index, pickle_index info) {
  if (!is_instance(values_, index, "MetadataIndex") || !is_instance(values_, info, "_StorageInfo"))
    return fail(fault::pickle_malformed, "an entry of the storage is no index and place");
  const auto name = name_at(find_attribute(values_, index, "fqn"));
  if (!name) return name.error();
  const auto found = by_name_.find(*name);
  if (found == by_name_.end())
    return fail(fault::missing,
                "a place is given for " + escaped(*name) + ", which nothing describes");
  if (found->second == other) return {};
  const pickle_index offset = find_attribute(values_, index, "offset");
  const auto offsets = small_integers(values_, offset);
  if (!offsets.has_value())
    return fail(fault::pickle_malformed, out_.tensors[found->second],
                "the offset of a piece is no tuple of whole numbers");
  places_[found->second].push_back({*offsets, info});
  return {};
}

result<tile_box> metadata_parser::read_box(const dcp_tensor& tensor, pickle_index chunk) const {
  auto offsets = counts_at(find_attribute(values_, chunk, "offsets"), fault::bounds);
  if (!offsets) return std::move(offsets).error();
  auto sizes = counts_at(find_attribute(values_, chunk, "sizes"), fault::shape);
  if (!sizes) return std::move(sizes).error();
  if (offsets->size() != tensor.shape.size() || sizes->size() != tensor.shape.size())
    return fail(fault::shape, tensor, "a piece has another rank");
  for (std::size_t axis = 0; axis < sizes->size(); ++axis)
    if ((*offsets)[axis] > tensor.shape[axis] ||
        (*sizes)[axis] > tensor.shape[axis] - (*offsets)[axis])
      return fail(fault::bounds, tensor, "a piece goes past its end");
  return tile_box{std::move(*offsets), std::move(*sizes)};
}

result<std::uint32_t> metadata_parser::path_number(pickle_index path) {
  const auto text = name_at(path);
  if (!text) return text.error();
  const auto [entry, added] =
      by_path_.emplace(*text, static_cast<std::uint32_t>(out_.paths.size()));
  if (added) out_.paths.emplace_back(*text);
  return entry->second;
}

result<void> metadata_parser::set_range(const dcp_tensor& tensor, dcp_chunk& chunk,
                                        pickle_index info) {
  const pickle_index transforms = find_attribute(values_, info, "transform_descriptors");
  if (transforms != no_value && values_.kind(transforms) != kind::none &&
      !(values_.kind(transforms) == kind::list && values_.count_of(transforms) == 0))
    return detail::unsupported_file(label_, "tensor " + escaped(tensor.name) +
                                                ": transformed (compressed) pieces are not read");
  const auto offset = integer_at(values_, find_attribute(values_, info, "offset"));
  const auto length = integer_at(values_, find_attribute(values_, info, "length"));
  if (!offset.has_value() || !length.has_value() || *offset < 0 || *length < 0)
    return fail(fault::bounds, tensor,
                "the place of a piece has no or a negative offset or length");
  chunk.offset = static_cast<std::uint64_t>(*offset);
  chunk.length = static_cast<std::uint64_t>(*length);
  const auto path = path_number(find_attribute(values_, info, "relative_path"));
  if (!path) return path.error();
  chunk.path = *path;
  return {};
}

/// The boxes of a tensor's chunks, which must fill it; chunks without elements are left out.
result<void> metadata_parser::add_chunks(dcp_tensor& tensor, pickle_index chunks) {
  if (chunks == no_value || values_.kind(chunks) != kind::list)
    return fail(fault::pickle_malformed, tensor, "has no list of pieces");
  std::vector<tile_box> boxes;
  for (pickle_values::cursor at(values_, chunks); !at.at_end();) {
    if (steps_left_-- == 0) return fail(fault::limit, tensor, "pieces are shared too often");
    auto box = read_box(tensor, at.next(values_));
    if (!box) return std::move(box).error();
    if (is_empty(box->sizes)) continue;
    boxes.push_back(*box);
    tensor.chunks.push_back({std::move(*box), 0, 0, 0});
  }
  if (is_empty(tensor.shape)) return {};
  auto tree = tile_tree::build(tensor.shape, boxes,
                               std::string(label_) + ": tensor " + escaped(tensor.name));
  if (!tree) return std::move(tree).error();
  tensor.tree = std::move(*tree);
  return {};
}

/// Gives each chunk of a tensor its place, found by the chunk's first index.
result<void> metadata_parser::place_chunks(dcp_tensor& tensor, std::vector<placed>& places) {
  std::sort(places.begin(), places.end(),
            [](const placed& a, const placed& b) { return a.offsets < b.offsets; });
  const auto twice =
      std::adjacent_find(places.begin(), places.end(),
                         [](const placed& a, const placed& b) { return a.offsets == b.offsets; });
  if (twice != places.end()) return fail(fault::duplicate, tensor, "a piece has two places");
  for (dcp_chunk& chunk : tensor.chunks) {
    const std::vector<std::int64_t> first(chunk.box.offsets.begin(), chunk.box.offsets.end());
    const auto found =
        std::lower_bound(places.begin(), places.end(), first,
                         [](const placed& a, const auto& wanted) { return a.offsets < wanted; });
    if (found == places.end() || found->offsets != first)
      return fail(fault::missing, tensor, "a piece has no place in a file");
    if (auto set = set_range(tensor, chunk, found->info); !set) return set;
  }
  return {};
}

result<dcp_metadata> metadata_parser::run(pickle_index root) {
  if (!is_instance(values_, root, "Metadata"))
    return fail(fault::pickle_malformed, "does not hold the metadata of a distributed checkpoint");
  const pickle_index descriptions = find_attribute(values_, root, "state_dict_metadata");
  const pickle_index storage = find_attribute(values_, root, "storage_data");
  for (const pickle_index dict : {descriptions, storage})
    if (dict == no_value || values_.kind(dict) != kind::dict)
      return fail(fault::pickle_malformed, "lacks the dict of tensors or that of their places");
  for (pickle_values::cursor at(values_, descriptions); !at.at_end();) {
    const pickle_index name = at.next(values_);
    if (auto added = add_description(name, at.next(values_)); !added)
      return std::move(added).error();
  }
  places_.resize(out_.tensors.size());
  for (pickle_values::cursor at(values_, storage); !at.at_end();) {
    const pickle_index index = at.next(values_);
    if (auto added = add_place(index, at.next(values_)); !added) return std::move(added).error();
  }
  for (std::size_t i = 0; i < out_.tensors.size(); ++i) {
    dcp_tensor& tensor = out_.tensors[i];
    if (auto added = add_chunks(tensor, chunk_lists_[i]); !added) return std::move(added).error();
    if (auto done = place_chunks(tensor, places_[i]); !done) return std::move(done).error();
  }
  return std::move(out_);
}

} // namespace

result<dcp_metadata> parse_dcp_metadata(const pickle_values& values, pickle_index root,
                                        std::string_view label, const reader_limits& limits) {
  return metadata_parser(values, label, limits).run(root);
}

} // namespace weightkin
