#include "reader/zarr/zarr_metadata.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/numpy/numpy_type.hpp"
#include "reader/reader_error.hpp"
#include "reader/zarr/zarr_fill_value.hpp"

namespace weightkin {
namespace {

/// Parses the members of one array's metadata; every refusal names the member.
class array_parser {
public:
  array_parser(const json_value& document, std::string_view label, const reader_limits& limits)
      : document_(document), label_(label), limits_(limits) {}

  result<zarr_array> version_2() {
    if (auto done = extents("chunks", document_.find("chunks"), array_.chunk); !done)
      return std::move(done).error();
    if (auto done = numpy_dtype(); !done) return std::move(done).error();
    if (auto done = order(); !done) return std::move(done).error();
    if (auto done = filters(); !done) return std::move(done).error();
    if (auto done = compressor(); !done) return std::move(done).error();
    if (auto done = separator(document_.find("dimension_separator"), '.'); !done)
      return std::move(done).error();
    return finished();
  }

  result<zarr_array> version_3() {
    if (auto done = regular_grid(); !done) return std::move(done).error();
    if (auto done = named_dtype(); !done) return std::move(done).error();
    if (auto done = key_encoding(); !done) return std::move(done).error();
    if (auto done = codecs(); !done) return std::move(done).error();
    if (const json_value* others = document_.find("storage_transformers"))
      if (others->items() == nullptr || !others->items()->empty())
        return unsupported("storage transformers are not read");
    return finished();
  }

private:
  result<void> extents(std::string_view member, const json_value* value,
                       std::vector<std::uint64_t>& out) {
    const json_value::array* items = value == nullptr ? nullptr : value->items();
    if (items == nullptr)
      return refuse(fault::header, std::string(member) + " must be a list of integers");
    if (items->size() > max_rank)
      return refuse(fault::limit, "more than " + std::to_string(max_rank) + " dimensions");
    for (const json_value& item : *items) {
      if (item.whole() == nullptr)
        return refuse(item.number() ? fault::shape : fault::header,
                      std::string(member) + " has an extent that is no integer from 0 on");
      out.push_back(*item.whole());
    }
    return {};
  }

  result<void> numpy_dtype() {
    const json_value* value = document_.find("dtype");
    const std::string* descr = value == nullptr ? nullptr : value->text();
    if (descr == nullptr) return refuse(fault::dtype, "dtype must be the name of a number type");
    if (names_numpy_objects(*descr))
      return refuse(fault::npy_object, "holds Python objects; refused");
    if (const auto type = numpy_type_of(*descr)) {
      array_.type = type->type;
      array_.big_endian = type->big_endian;
      return {};
    }
    return set_named_type(*descr);
  }

  result<void> named_dtype() {
    const json_value* value = document_.find("data_type");
    const std::string* name = value == nullptr ? nullptr : value->text();
    if (name == nullptr) return refuse(fault::dtype, "data_type must be the name of a number type");
    return set_named_type(*name);
  }

  result<void> set_named_type(const std::string& name) {
    const auto type = numpy_type_named(name);
    if (!type) return refuse(fault::dtype, "type '" + detail::printable(name) + "' is not read");
    array_.type = *type;
    return {};
  }

  result<void> order() {
    const json_value* value = document_.find("order");
    const std::string* text = value == nullptr ? nullptr : value->text();
    if (text == nullptr || (*text != "C" && *text != "F"))
      return refuse(fault::header, "order must be \"C\" or \"F\"");
    array_.fortran_order = *text == "F";
    return {};
  }

  result<void> filters() {
    const json_value* value = document_.find("filters");
    if (value == nullptr || value->is_null()) return {};
    if (value->items() != nullptr && value->items()->empty()) return {};
    return unsupported("filters are not read");
  }

  result<void> compressor() {
    const json_value* value = document_.find("compressor");
    if (value == nullptr || value->is_null()) return {};
    const json_value* id = value->find("id");
    if (id == nullptr || id->text() == nullptr)
      return refuse(fault::header, "the compressor has no id");
    return set_codec(*id->text());
  }

  result<void> set_codec(const std::string& name) {
    if (name == "zlib")
      array_.codec = zarr_codec::zlib;
    else if (name == "gzip")
      array_.codec = zarr_codec::gzip;
    else if (name == "zstd")
      array_.codec = zarr_codec::zstd;
    else if (name == "blosc")
      array_.codec = zarr_codec::blosc;
    else
      return unsupported("the codec '" + detail::printable(name) +
                         "' is not read; zlib, gzip, zstd and blosc are");
    return {};
  }

  result<void> separator(const json_value* value, char otherwise) {
    array_.key_separator = otherwise;
    if (value == nullptr) return {};
    const std::string* text = value->text();
    if (text == nullptr || (*text != "." && *text != "/"))
      return refuse(fault::header, "the separator of chunk names must be \".\" or \"/\"");
    array_.key_separator = text->front();
    return {};
  }

  /// The name of an extension of version 3; empty when it has none.
  static std::string_view name_in(const json_value* value) {
    const json_value* name = value == nullptr ? nullptr : value->find("name");
    return name == nullptr || name->text() == nullptr ? std::string_view() : *name->text();
  }
  static const json_value* configured(const json_value& value, std::string_view member) {
    const json_value* configuration = value.find("configuration");
    return configuration == nullptr ? nullptr : configuration->find(member);
  }

  result<void> regular_grid() {
    const json_value* grid = document_.find("chunk_grid");
    if (grid == nullptr) return refuse(fault::header, "no chunk_grid");
    if (name_in(grid) != "regular") return unsupported("only regular chunk grids are read");
    return extents("chunk_shape", configured(*grid, "chunk_shape"), array_.chunk);
  }

  result<void> key_encoding() {
    const json_value* encoding = document_.find("chunk_key_encoding");
    if (encoding == nullptr) return refuse(fault::header, "no chunk_key_encoding");
    const bool is_default = name_in(encoding) == "default";
    if (!is_default && name_in(encoding) != "v2")
      return unsupported("this naming of chunks is not read");
    const json_value* given = configured(*encoding, "separator");
    if (auto done = separator(given, is_default ? '/' : '.'); !done) return done;
    if (is_default) {
      array_.key_prefix = std::string("c") + array_.key_separator;
      array_.only_key = "c";
    }
    return {};
  }

  result<void> codecs() {
    const json_value* list = document_.find("codecs");
    if (list == nullptr || list->items() == nullptr)
      return refuse(fault::header, "codecs must be a list");
    const json_value::array& all = *list->items();
    if (all.empty() || name_in(&all[0]) != "bytes")
      return unsupported("only the codec 'bytes' is read as the first, not '" +
                         detail::printable(all.empty() ? "" : name_in(&all[0])) + "'");
    if (auto done = byte_order(all[0]); !done) return done;
    if (all.size() > 2) return unsupported("more than one compressing codec");
    if (all.size() == 1) return {};
    if (name_in(&all[1]) == "zlib") return unsupported("version 3 has no codec 'zlib'");
    return set_codec(std::string(name_in(&all[1])));
  }

  result<void> byte_order(const json_value& codec) {
    const json_value* endian = configured(codec, "endian");
    if (endian == nullptr && array_.element_bytes() == 1) return {};
    const std::string* word = endian == nullptr ? nullptr : endian->text();
    if (word == nullptr || (*word != "little" && *word != "big"))
      return refuse(fault::header, "endian must be \"little\" or \"big\"");
    array_.big_endian = *word == "big" && array_.element_bytes() > 1;
    return {};
  }

  /// What both versions check at the end.
  result<zarr_array> finished() {
    if (auto done = extents("shape", document_.find("shape"), array_.shape); !done)
      return std::move(done).error();
    if (auto done = check_grid(); !done) return std::move(done).error();
    const json_value nothing;
    const json_value* fill = document_.find("fill_value");
    auto bytes = zarr_fill_value(fill == nullptr ? nothing : *fill, array_.type);
    if (!bytes) return unsupported("this fill_value is not read");
    array_.fill = std::move(*bytes);
    return std::move(array_);
  }

  result<void> check_grid() {
    if (array_.chunk.size() != array_.shape.size())
      return refuse(fault::shape, "shape and chunks differ in rank");
    std::uint64_t elements = 1;
    std::uint64_t chunk_elements = 1;
    std::uint64_t chunks = 1;
    for (std::size_t axis = 0; axis < array_.shape.size(); ++axis) {
      const std::uint64_t extent = array_.shape[axis];
      const std::uint64_t step = array_.chunk[axis];
      if (step == 0) return refuse(fault::shape, "a chunk of extent 0");
      if (__builtin_mul_overflow(chunk_elements, step, &chunk_elements) ||
          chunk_elements >
              limits_.inflated_member_bytes / std::max<std::uint64_t>(array_.element_bytes(), 1))
        return refuse(fault::limit, "chunks larger than " +
                                        std::to_string(limits_.inflated_member_bytes) + " bytes");
      if (__builtin_mul_overflow(chunks, extent / step + (extent % step != 0 ? 1 : 0), &chunks) ||
          chunks > limits_.array_chunks)
        return refuse(fault::limit,
                      "more than " + std::to_string(limits_.array_chunks) + " chunks in one array");
      if (__builtin_mul_overflow(elements, extent, &elements) || !bytes_of(array_.type, elements))
        return refuse(fault::overflow, "the array's size does not fit 64 bits");
    }
    return check_proportion(elements, chunks, chunk_elements);
  }

  /// Chunks are decoded whole, also where they reach beyond the array.
  [[nodiscard]] result<void> check_proportion(std::uint64_t elements, std::uint64_t chunks,
                                              std::uint64_t chunk_elements) const {
    constexpr std::uint64_t usual_waste = 8; // chunks at the edges of several axes
    constexpr std::uint64_t always_allowed = std::uint64_t{64} << 20;
    std::uint64_t decoded = 0;
    if (__builtin_mul_overflow(chunks, chunk_elements, &decoded)) decoded = UINT64_MAX;
    if (decoded / usual_waste > elements &&
        decoded > always_allowed / std::max<std::uint64_t>(array_.element_bytes(), 1))
      return refuse(fault::limit, "chunks far larger than the array they are of");
    return {};
  }

  [[nodiscard]] error refuse(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, "zarr array: " + what);
  }
  [[nodiscard]] error unsupported(const std::string& what) const {
    return detail::unsupported_file(label_, "zarr array: " + what);
  }

  const json_value& document_;
  std::string_view label_;
  const reader_limits& limits_;
  zarr_array array_;
};

result<zarr_node> array_node(result<zarr_array> array) {
  if (!array) return std::move(array).error();
  return zarr_node{true, std::move(*array)};
}

} // namespace

std::uint64_t zarr_array::chunk_elements() const noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : chunk)
    count *= extent;
  return count;
}

result<zarr_node> parse_zarr_node(const json_value& document, std::string_view label,
                                  const reader_limits& limits) {
  const json_value* version = document.find("zarr_format");
  if (version == nullptr || version->whole() == nullptr)
    return detail::bad_file(fault::header, label, "zarr metadata without the number zarr_format");
  if (*version->whole() == 2) {
    if (document.find("shape") == nullptr) return zarr_node{};
    return array_node(array_parser(document, label, limits).version_2());
  }
  if (*version->whole() != 3)
    return detail::bad_file(fault::version, label,
                            "zarr version " + std::to_string(*version->whole()) +
                                " is not known; 2 and 3 are");
  const json_value* type = document.find("node_type");
  const std::string* word = type == nullptr ? nullptr : type->text();
  if (word == nullptr || (*word != "group" && *word != "array"))
    return detail::bad_file(fault::header, label, "node_type must be \"array\" or \"group\"");
  if (*word == "group") return zarr_node{};
  return array_node(array_parser(document, label, limits).version_3());
}

} // namespace weightkin
