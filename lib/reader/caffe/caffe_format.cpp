#include <string>
#include <utility>

#include "reader/caffe/caffe_layer.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/wire/protobuf_outline.hpp"

// A .caffemodel is one protobuf message, NetParameter: the net's name and its layers. A layer has a
// name, a type, parameters, and its weights as blobs: runs of floats (seldom doubles) with a shape,
// or in older files with the four extents num, channels, height and width. The second generation of
// the format keeps its layers in field 100, the first in field 2 with other field numbers inside.
// Blobs have no names of their own; they are listed as "<layer>/blobs/<i>", as the HDF5 form of the
// format does.

namespace weightkin {
namespace {

constexpr std::string_view format_name = "caffemodel";

constexpr std::uint32_t net_name = 1;
constexpr std::uint32_t net_v1_layers = 2;
constexpr std::uint32_t net_layer = 100;

/// Whether the message at `layer` has a name and a type where `fields` says they are.
bool is_layer(const byte_source& bytes, const proto_field& layer, const caffe_layer_fields& fields,
              proto_wire type_wire) {
  const proto_outline outline = outline_of(bytes, layer.offset, layer.offset + layer.length);
  return outline.find(fields.name, proto_wire::bytes) != nullptr &&
         outline.find(fields.type, type_wire) != nullptr &&
         !outline.contradicts(fields.name, proto_wire::bytes) &&
         !outline.contradicts(fields.type, type_wire);
}

/// A net has at most one name and, first of all, layers. A frozen TensorFlow graph repeats field 1,
/// its saved models and ONNX begin with a number.
bool looks_like_net(const format_probe& probe) {
  const proto_outline outline = outline_of(*probe.bytes, 0, probe.size);
  if (outline.contradicts(net_name, proto_wire::bytes) || outline.count(net_name) > 1) return false;
  if (const proto_field* layer = outline.find(net_layer, proto_wire::bytes))
    return is_layer(*probe.bytes, *layer, caffe_layer, proto_wire::bytes);
  const proto_field* layer = outline.find(net_v1_layers, proto_wire::bytes);
  return layer != nullptr && is_layer(*probe.bytes, *layer, caffe_v1_layer, proto_wire::varint);
}

result<file_contents> read_net(const read_request& request) {
  proto_file file(request.bytes);
  const std::size_t most_tensors = request.options.limits.tensors;
  file_contents contents;
  contents.format = format_name;
  auto read = file.each_field(file.whole(), [&](const proto_field& field) -> result<void> {
    if (field.number == net_layer)
      return add_caffe_layer(file, field, caffe_layer, most_tensors, contents.tensors);
    if (field.number == net_v1_layers)
      return add_caffe_layer(file, field, caffe_v1_layer, most_tensors, contents.tensors);
    if (field.number != net_name || field.length == 0 || !contents.metadata.empty()) return {};
    std::string name;
    if (auto named = file.read_name(field, name); !named) return named;
    contents.metadata.emplace_back("name", std::move(name));
    return {};
  });
  if (!read) return std::move(read).error();
  if (const auto twice = detail::first_duplicate(
          contents.tensors, [](const stored_tensor& t) -> const std::string& { return t.name; }))
    return detail::bad_file(fault::duplicate, file.label(),
                            "two tensors are named " + detail::escaped(*twice));
  return contents;
}

} // namespace

const format_row caffe_format{format_name, looks_like_net, read_net};

} // namespace weightkin
