#include <algorithm>
#include <string>
#include <utility>

#include "reader/coreml/coreml_file.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/wire/protobuf_outline.hpp"

// A Core ML model is one protobuf message, Model: a version, a description, and one of many kinds
// of models. Two kinds have tensors: neural networks, whose weights stand in the layers, and ML
// programs, whose weights lie in a file beside the model (coreml_blob_format.cpp). A pipeline holds
// models in turn. In a package (.mlpackage, a folder) the message is
// Data/com.apple.CoreML/model.mlmodel.

namespace weightkin {
namespace {

constexpr std::string_view coreml_name = "coreml";

/// Model's fields, and those of the pipelines.
constexpr std::uint32_t model_version = 1;
constexpr std::uint32_t model_description = 2;
constexpr std::uint32_t first_kind = 200;
constexpr std::uint32_t last_kind = 3000;
constexpr std::uint32_t pipeline_classifier = 200;
constexpr std::uint32_t pipeline_regressor = 201;
constexpr std::uint32_t pipeline = 202;
constexpr std::uint32_t network_regressor = 303;
constexpr std::uint32_t network_classifier = 403;
constexpr std::uint32_t network = 500;
constexpr std::uint32_t program = 502;
constexpr std::uint32_t pipeline_models = 1;

constexpr std::uint64_t most_version = 63;
/// A model in a pipeline lies at most three messages deeper than the pipeline's model.
constexpr std::size_t most_model_depth = 8;

bool is_kind(const proto_field& field) noexcept {
  return field.number >= first_kind && field.number <= last_kind && field.wire == proto_wire::bytes;
}

bool looks_like_coreml(const format_probe& probe) {
  const proto_outline outline = outline_of(*probe.bytes, 0, probe.size);
  const proto_field* version = outline.find(model_version, proto_wire::varint);
  if (version == nullptr || version->value == 0 || version->value > most_version) return false;
  if (outline.find(model_description, proto_wire::bytes) == nullptr) return false;
  return std::any_of(outline.fields.begin(), outline.fields.end(), is_kind) ||
         is_kind(outline.broken);
}

result<void> add_model(coreml_file& file, const proto_field& where, const std::string& prefix,
                       std::size_t depth);

result<void> add_pipeline(coreml_file& file, const proto_field& where, const std::string& prefix,
                          std::size_t depth) {
  std::size_t index = 0;
  return file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != pipeline_models) return {};
    return add_model(file, field, prefix + "models[" + std::to_string(index++) + "]/", depth + 1);
  });
}

result<void> add_kind(coreml_file& file, const proto_field& kind, const std::string& prefix,
                      std::size_t depth) {
  switch (kind.number) {
  case pipeline: return add_pipeline(file, kind, prefix, depth);
  case pipeline_classifier:
  case pipeline_regressor:
    return file.each_field(kind, [&](const proto_field& field) -> result<void> {
      return field.number == 1 ? add_pipeline(file, field, prefix, depth) : result<void>();
    });
  case network:
  case network_classifier:
  case network_regressor: return add_coreml_network(file, kind, prefix);
  case program: return add_coreml_program(file, kind, prefix);
  default:
    if (depth != 0) return {}; // the other models of a pipeline prepare and sort values
    return detail::unsupported_at(file.label(), kind.offset,
                                  "a Core ML model of kind " + std::to_string(kind.number) +
                                      ", which is neither a neural network nor a program");
  }
}

result<void> add_model(coreml_file& file, const proto_field& where, const std::string& prefix,
                       std::size_t depth) {
  if (depth > most_model_depth)
    return detail::fail_at(fault::limit, file.label(), where.offset,
                           "pipelines inside of pipelines, more than " +
                               std::to_string(most_model_depth) + " deep");
  return file.each_field(where, [&](const proto_field& field) -> result<void> {
    return is_kind(field) ? add_kind(file, field, prefix, depth) : result<void>();
  });
}

result<file_contents> read_coreml(const read_request& request) {
  coreml_file file(request);
  if (auto added = add_model(file, file.whole(), "", 0); !added) return std::move(added).error();
  file_contents contents;
  contents.format = coreml_name;
  contents.tensors = std::move(file.tensors);
  contents.warnings = std::move(file.warnings);
  if (const auto twice = detail::first_duplicate(
          contents.tensors, [](const stored_tensor& t) -> const std::string& { return t.name; }))
    return detail::bad_file(fault::duplicate, file.label(),
                            "two tensors are named " + detail::escaped(*twice));
  return contents;
}

} // namespace

const format_row coreml_format{coreml_name, looks_like_coreml, read_coreml};

} // namespace weightkin
