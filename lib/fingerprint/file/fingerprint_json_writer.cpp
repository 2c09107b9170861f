#include <cmath>
#include <string>
#include <string_view>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "core/written_json.hpp"
#include "fingerprint/file/json_text.hpp"
#include "fingerprint/file/utf8_text.hpp"

namespace weightkin {
namespace {

using print_json = detail::written_json;

print_json whole(std::uint64_t value) {
  if (value > detail::largest_json_number) return std::to_string(value);
  return value;
}

/// Of f32 numbers too: the f64 that equals it, which its reader rounds back to the same f32.
print_json real(double value) {
  if (std::isinf(value)) return value > 0 ? detail::json_infinity : detail::json_minus_infinity;
  return value;
}

print_json text(const std::string& value) {
  if (detail::is_utf8(value)) return value;
  std::string digits;
  for (const char c : value) {
    constexpr std::string_view hex = "0123456789abcdef";
    digits += hex[static_cast<unsigned char>(c) >> 4];
    digits += hex[static_cast<unsigned char>(c) & 15];
  }
  return {{"hex", digits}};
}

std::string sum(std::uint64_t value) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i-- > 0; value >>= 4)
    digits[i] = "0123456789abcdef"[value & 15];
  return digits;
}

template <class Numbers>
print_json reals(const Numbers& values) {
  print_json list = print_json::array();
  for (const auto value : values)
    list.push_back(real(static_cast<double>(value)));
  return list;
}

template <class Numbers>
print_json wholes(const Numbers& values) {
  print_json list = print_json::array();
  for (const auto value : values)
    list.push_back(static_cast<int>(value));
  return list;
}

print_json shown(const std::optional<digest>& value) {
  return value ? print_json(to_hex(*value)) : print_json(nullptr);
}

print_json shown(const std::optional<print_roots>& roots) {
  if (!roots) return nullptr;
  return {{"named", to_hex(roots->named)}, {"nameless", to_hex(roots->nameless)}};
}

print_json shown(const std::optional<value_sketch>& sketch) {
  if (!sketch) return nullptr;
  return {{"scale", real(static_cast<double>(sketch->scale))}, {"codes", wholes(sketch->codes)}};
}

print_json shown(const std::optional<unit_signature>& units) {
  if (!units) return nullptr;
  return {{"scales", reals(units->scales)}, {"codes", wholes(units->codes)}};
}

print_json shown(const std::optional<row_summary>& rows) {
  if (!rows) return nullptr;
  print_json landmarks = print_json::array();
  for (const row_landmark& mark : rows->landmarks)
    landmarks.push_back({{"row", mark.row},
                         {"norm", real(static_cast<double>(mark.norm))},
                         {"scale", real(static_cast<double>(mark.scale))},
                         {"codes", wholes(mark.codes)}});
  return {{"profile", reals(rows->profile)},
          {"landmarks", std::move(landmarks)},
          {"gram", wholes(rows->gram)}};
}

print_json shown(const std::optional<unit_axis>& axis) {
  if (!axis) return nullptr;
  return {{"axis", axis->axis},
          {"units", whole(axis->units)},
          {"block", whole(axis->block)},
          {"gates", whole(axis->gates)},
          {"group", text(axis->group)},
          {"shared_unknown", axis->shared_unknown},
          {"skip_diagonal", axis->skip_diagonal}};
}

print_json shape_of(const tensor_print& tensor) {
  print_json list = print_json::array();
  for (const std::uint64_t extent : tensor.shape)
    list.push_back(whole(extent));
  return list;
}

print_json shown(const inventory_entry& entry) {
  return {{"component", entry.component},
          {"suffix", text(entry.suffix)},
          {"slot", text(entry.slot)},
          {"layer", entry.layer},
          {"role", name_of(entry.role)},
          {"parameters", whole(entry.parameters)},
          {"use", name_of(entry.use)},
          {"reason", name_of(entry.why)},
          {"detail", text(entry.detail)},
          {"tied_to", entry.tied_to ? print_json(*entry.tied_to) : print_json(nullptr)},
          {"axis", shown(entry.axis)}};
}

print_json shown(const tensor_print& tensor, const inventory_entry& entry) {
  return {{"name", text(tensor.name)},
          {"dtype", name_of(tensor.type)},
          {"shape", shape_of(tensor)},
          {"scheme", text(tensor.scheme)},
          {"nonfinite", whole(tensor.nonfinite)},
          {"outside", whole(tensor.outside)},
          {"zeros", whole(tensor.zeros)},
          {"negative", whole(tensor.negative)},
          {"minimum", real(tensor.minimum)},
          {"maximum", real(tensor.maximum)},
          {"mean", real(tensor.mean)},
          {"mean_square", real(tensor.mean_square)},
          {"checksum", sum(tensor.checksum)},
          {"checksum_bf16", sum(tensor.checksum_bf16)},
          {"checksum_f16", sum(tensor.checksum_f16)},
          {"stored", shown(tensor.stored)},
          {"value", shown(tensor.value)},
          {"magnitudes", wholes(tensor.magnitudes)},
          {"sketch", shown(tensor.sketch)},
          {"units", shown(tensor.units)},
          {"rows", shown(tensor.rows)},
          {"label", shown(entry)}};
}

/// `"none"` and its likes; the words of docs/schemas/fingerprint-1.json.
const char* word_of(token_choice tokens) {
  if (tokens == token_choice::none) return "none";
  return tokens == token_choice::by_row ? "by_row" : "by_string";
}

print_json shown(const unit_anchors& anchors) {
  return {{"gate", anchors.gate ? print_json(*anchors.gate) : print_json(nullptr)},
          {"up", anchors.up},
          {"down", anchors.down},
          {"cosines", wholes(anchors.cosines)},
          {"tokens", word_of(anchors.tokens)},
          {"vocabulary", whole(anchors.vocabulary)},
          {"gate_codes", wholes(anchors.gate_codes)},
          {"up_codes", wholes(anchors.up_codes)}};
}

/// `"key": [` and one line for each of `count` values.
template <class Line>
std::string lines(std::string_view key, std::size_t count, Line line) {
  std::string out = "  \"" + std::string(key) + "\": [";
  for (std::size_t i = 0; i < count; ++i)
    out += (i > 0 ? ",\n    " : "\n    ") + line(i).dump();
  return out + (count > 0 ? "\n  ]" : "]");
}

} // namespace

std::string fingerprint_to_json(const fingerprint& print) {
  const std::string version =
      std::to_string(fingerprint_version_major) + "." + std::to_string(fingerprint_version_minor);
  const print_json head = {{"schema", std::string(detail::json_schema) + version},
                           {"seed", whole(print.seed)},
                           {"name", text(print.name)},
                           {"format", text(print.format)},
                           {"checksum", sum(print.checksum)},
                           {"roots", shown(print.roots)}};
  // Without its closing brace: the lists follow, a line for each of their members.
  std::string out = head.dump(2);
  out.resize(out.size() - 2);
  const auto& parts = print.contents.components;
  out += ",\n" + lines("components", parts.size(), [&](std::size_t i) -> print_json {
           std::optional<print_roots> roots;
           if (i < print.component_roots.size()) roots = print.component_roots[i];
           return {{"id", text(parts[i].id)},
                   {"kind", name_of(parts[i].kind)},
                   {"prefix", text(parts[i].prefix)},
                   {"roots", shown(roots)}};
         });
  out += ",\n" + lines("tensors", print.tensors.size(), [&](std::size_t i) {
           return shown(print.tensors[i], print.contents.entries[i]);
         });
  out += ",\n" + lines("anchors", print.anchors.size(),
                       [&](std::size_t i) { return shown(print.anchors[i]); });
  return out + "\n}\n";
}

} // namespace weightkin
