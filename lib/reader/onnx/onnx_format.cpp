#include <algorithm>
#include <string>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/onnx/onnx_constants.hpp"
#include "reader/onnx/onnx_metadata.hpp"
#include "reader/onnx/onnx_tensor.hpp"
#include "reader/onnx/onnx_uses.hpp"
#include "reader/wire/protobuf_outline.hpp"

// ONNX is one protobuf message, ModelProto: a version, who produced it, the operator sets, and a
// graph of nodes. Weights are the graph's initializers (TensorProto, or SparseTensorProto) and the
// values of its Constant nodes. A node's attribute may hold a graph in turn (the branches of If,
// the bodies of Loop and Scan); functions and training graphs lie beside the main graph. Values
// have names, unique within a graph; so tensors of inner graphs are listed as
// "<output of the node>/<attribute>/<name>".
//
// A TensorProto has a shape, an element type, and its elements in one of three ways: as raw
// little-endian bytes, as numbers one by one in a field for their type, or in a file beside the
// model, which it names. A checksum of such a file is not verified. Test data comes as bare
// TensorProto files.
//
// The file has no magic number. What tells it from other protobufs is that a ModelProto has a
// number in field 1 and a message in field 7, which no other format of ours has together.

namespace weightkin {
namespace {

constexpr std::string_view format_name = "onnx";
constexpr std::string_view tensor_format_name = "onnx-tensor";
constexpr std::string_view nameless = "tensor"; ///< a bare tensor without a name

constexpr std::uint32_t model_version_field = 1;
constexpr std::uint32_t model_graph_field = 7;
constexpr std::uint64_t most_version = 63;

/// Texts are bytes and numbers are varints in every ModelProto; a broken file may end in the field
/// that was to be its graph.
bool is_model(const proto_outline& outline) noexcept {
  const proto_field* version = outline.find(model_version_field, proto_wire::varint);
  if (version == nullptr || version->value == 0 || version->value > most_version) return false;
  for (const std::uint32_t text : {2U, 3U, 4U, 6U, 7U, 8U})
    if (outline.contradicts(text, proto_wire::bytes)) return false;
  return outline.find(model_graph_field, proto_wire::bytes) != nullptr ||
         (outline.broken.number == model_graph_field && outline.broken.wire == proto_wire::bytes);
}

/// A leading tag of field 1 that no message has: a group, or one of the two unused wire types. What
/// follows may still show a model, which the reader then refuses for its tag.
bool has_impossible_tag(std::span<const std::byte> head, std::size_t at) noexcept {
  const auto tag = std::to_integer<unsigned>(head[at]);
  return tag == 0x0bU || tag == 0x0eU || tag == 0x0fU;
}

bool looks_like_model(const format_probe& probe) {
  std::size_t at = 0;
  while (at < probe.head.size() && has_impossible_tag(probe.head, at))
    ++at;
  if (at > proto_depth) return true;
  return is_model(outline_of(*probe.bytes, at, probe.size));
}

/// A bare TensorProto has a known element type, elements, and nothing but TensorProto's fields.
bool looks_like_tensor(const format_probe& probe) {
  const proto_outline outline = outline_of(*probe.bytes, 0, probe.size);
  const proto_field* type = outline.find(2, proto_wire::varint);
  if (type == nullptr || onnx_element_type_of(type->value) == nullptr) return false;
  const bool only_known =
      std::all_of(outline.fields.begin(), outline.fields.end(), [](const proto_field& field) {
        const bool is_number = field.wire == proto_wire::varint;
        if (field.number == 1 || field.number == 2 || field.number == 14)
          return is_number || field.number == 1;
        return field.number <= 16 && field.number != 3 && field.number != 15;
      });
  const bool has_elements =
      std::any_of(outline.fields.begin(), outline.fields.end(), [](const proto_field& field) {
        constexpr std::uint32_t raw_data = 9;
        constexpr std::uint32_t external_data = 13;
        return (field.number >= 4 && field.number <= 7) ||
               (field.number >= raw_data && field.number <= 11) || field.number == external_data;
      });
  const bool ends_well =
      outline.whole || outline.fields.size() == most_outlined_fields || outline.broken.number == 9;
  return only_known && (has_elements || outline.broken.number == 9) && ends_well;
}

result<file_contents> read_model(const read_request& request) {
  onnx_file file(request);
  auto constants = list_constants(file);
  if (!constants) return std::move(constants).error();
  const std::size_t texts = constants->texts;
  const std::string first_text = constants->first_text;
  auto tensors = trace_uses(file, std::move(*constants));
  if (!tensors) return std::move(tensors).error();
  auto metadata = read_onnx_metadata(file);
  if (!metadata) return std::move(metadata).error();

  file_contents contents{std::string(format_name), std::move(*tensors), std::move(*metadata), {}};
  if (const auto twice = detail::first_duplicate(
          contents.tensors, [](const stored_tensor& t) -> const std::string& { return t.name; }))
    return detail::bad_file(fault::duplicate, file.label(),
                            "two tensors are named " + detail::escaped(*twice));
  if (texts != 0)
    contents.warnings.push_back(file.label() + ": " + std::to_string(texts) +
                                " tensors hold text and are not read, the first of them " +
                                detail::escaped(first_text));
  return contents;
}

result<file_contents> read_bare_tensor(const read_request& request) {
  onnx_file file(request);
  const auto proto = read_tensor_proto(file, file.whole());
  if (!proto) return proto.error();
  if (proto->holds_text())
    return detail::unsupported_file(file.label(), "the only tensor of this file holds text");
  auto tensor =
      place_tensor(file, *proto, proto->name.empty() ? std::string(nameless) : proto->name);
  if (!tensor) return std::move(tensor).error();
  file_contents contents;
  contents.format = tensor_format_name;
  contents.tensors.push_back(std::move(*tensor));
  return contents;
}

} // namespace

const format_row onnx_format{format_name, looks_like_model, read_model};
const format_row onnx_tensor_format{tensor_format_name, looks_like_tensor, read_bare_tensor};

} // namespace weightkin
