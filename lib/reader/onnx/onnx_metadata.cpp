#include "reader/onnx/onnx_metadata.hpp"

#include "reader/wire/protobuf.hpp"

namespace weightkin {
namespace {

/// ModelProto's fields that are told.
constexpr std::uint32_t ir_version = 1;
constexpr std::uint32_t producer_name = 2;
constexpr std::uint32_t producer_version = 3;
constexpr std::uint32_t model_version = 5;
constexpr std::uint32_t opset_import = 8;
constexpr std::uint32_t metadata_props = 14;

constexpr std::size_t most_pairs = 4096;

using text_pair = std::pair<std::string, std::string>;

/// A message of a text (field 1) and either a text or a number (field 2).
result<text_pair> read_pair(const onnx_file& file, const proto_field& where) {
  text_pair pair;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != 1 && field.number != 2) return {};
    std::string& member = field.number == 1 ? pair.first : pair.second;
    if (field.wire == proto_wire::varint) {
      member = std::to_string(field.value);
      return {};
    }
    auto text = proto_text(*file.bytes, field, file.limits.json_string_bytes);
    if (!text) return std::move(text).error();
    member = std::move(*text);
    return {};
  });
  if (!read) return std::move(read).error();
  return pair;
}

result<text_pair> told_pair(const onnx_file& file, const proto_field& field) {
  switch (field.number) {
  case ir_version: return text_pair{"ir_version", std::to_string(field.value)};
  case model_version: return text_pair{"model_version", std::to_string(field.value)};
  case opset_import: {
    auto pair = read_pair(file, field);
    if (!pair) return pair;
    return text_pair{"opset_import." + (pair->first.empty() ? "ai.onnx" : pair->first),
                     std::move(pair->second)};
  }
  case metadata_props: return read_pair(file, field);
  default: break;
  }
  auto text = proto_text(*file.bytes, field, file.limits.json_string_bytes);
  if (!text) return std::move(text).error();
  const char* key = field.number == producer_name      ? "producer_name"
                    : field.number == producer_version ? "producer_version"
                                                       : "domain";
  return text_pair{key, std::move(*text)};
}

bool is_told(std::uint32_t number) noexcept {
  return (number >= ir_version && number <= model_version) || number == opset_import ||
         number == metadata_props;
}

} // namespace

result<std::vector<text_pair>> read_onnx_metadata(const onnx_file& file) {
  std::vector<text_pair> pairs;
  proto_message message(*file.bytes, 0, file.bytes->size());
  while (pairs.size() < most_pairs) {
    const auto field = message.next();
    if (!field) return field.error();
    if (!field->has_value()) break;
    if (!is_told((*field)->number)) continue;
    auto pair = told_pair(file, **field);
    if (!pair) return std::move(pair).error();
    pairs.push_back(std::move(*pair));
  }
  return pairs;
}

} // namespace weightkin
