#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "core/json_document.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"
#include "fingerprint/file/json_fields.hpp"
#include "fingerprint/file/json_guard.hpp"
#include "fingerprint/file/json_text.hpp"

namespace weightkin {
namespace {

using nlohmann::json;
using fields = detail::json_fields;

/// The enumerator of first..last that is called as `value` says.
template <class Enum>
Enum named(fields& in, const json& value, Enum first, Enum last) {
  const std::string name = in.text(value);
  for (auto i = static_cast<unsigned>(first); i <= static_cast<unsigned>(last); ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  in.complain("a name is none of those known here");
  return first;
}

template <class Codes>
void take_codes(fields& in, const json& list, Codes& codes, std::int64_t most) {
  using code = typename Codes::value_type;
  std::transform(list.begin(), list.end(), codes.begin(), [&](const json& value) {
    return static_cast<code>(in.integer(value, -most, most));
  });
}

std::optional<print_roots> take_roots(fields& in, const json& value) {
  if (value.is_null()) return {};
  in.expect_object(value, 2);
  return print_roots{in.hash(in.member(value, "named")), in.hash(in.member(value, "nameless"))};
}

std::optional<digest> take_digest(fields& in, const json& value) {
  if (value.is_null()) return {};
  return in.hash(value);
}

std::optional<value_sketch> take_sketch(fields& in, const json& value) {
  if (value.is_null()) return {};
  in.expect_object(value, 2);
  value_sketch sketch;
  sketch.scale = in.narrow(in.member(value, "scale"));
  const json& codes = in.list(value, "codes");
  sketch.codes.resize(codes.size());
  take_codes(in, codes, sketch.codes, 32767);
  return sketch;
}

std::optional<unit_signature> take_units(fields& in, const json& value) {
  if (value.is_null()) return {};
  in.expect_object(value, 2);
  unit_signature units;
  for (const json& scale : in.list(value, "scales"))
    units.scales.push_back(in.narrow(scale));
  units.codes.resize(units.scales.size() * print_features);
  take_codes(in, in.list(value, "codes", units.codes.size()), units.codes, 127);
  return units;
}

std::optional<row_summary> take_rows(fields& in, const json& value) {
  if (value.is_null()) return {};
  in.expect_object(value, 3);
  row_summary rows;
  const json& profile = in.list(value, "profile", rows.profile.size());
  std::transform(profile.begin(), profile.end(), rows.profile.begin(),
                 [&](const json& norm) { return in.narrow(norm); });
  for (const json& one : in.list(value, "landmarks")) {
    in.expect_object(one, 4);
    row_landmark mark;
    mark.row = static_cast<std::uint32_t>(in.integer(in.member(one, "row"), 0, 65535));
    mark.norm = in.narrow(in.member(one, "norm"));
    mark.scale = in.narrow(in.member(one, "scale"));
    take_codes(in, in.list(one, "codes", mark.codes.size()), mark.codes, 127);
    rows.landmarks.push_back(mark);
  }
  take_codes(in, in.list(value, "gram", rows.gram.size()), rows.gram, 127);
  return rows;
}

std::optional<unit_axis> take_axis(fields& in, const json& value) {
  if (value.is_null()) return {};
  in.expect_object(value, 7);
  unit_axis axis;
  axis.axis = static_cast<std::size_t>(in.whole(in.member(value, "axis")));
  axis.units = in.whole(in.member(value, "units"));
  axis.block = in.whole(in.member(value, "block"));
  axis.gates = in.whole(in.member(value, "gates"));
  axis.group = in.text(in.member(value, "group"));
  axis.shared_unknown = in.boolean(in.member(value, "shared_unknown"));
  axis.skip_diagonal = in.boolean(in.member(value, "skip_diagonal"));
  return axis;
}

inventory_entry take_entry(fields& in, const json& value) {
  in.expect_object(value, 11);
  inventory_entry entry;
  entry.component = static_cast<std::size_t>(in.whole(in.member(value, "component")));
  entry.suffix = in.text(in.member(value, "suffix"));
  entry.slot = in.text(in.member(value, "slot"));
  entry.layer = static_cast<int>(
      in.integer(in.member(value, "layer"), -1, std::numeric_limits<int>::max() - 1));
  entry.role = named(in, in.member(value, "role"), tensor_role::unknown, tensor_role::buffer);
  entry.parameters = in.whole(in.member(value, "parameters"));
  entry.use = named(in, in.member(value, "use"), evidence_use::convicting, evidence_use::excluded);
  entry.why = named(in, in.member(value, "reason"), exclusion::none, exclusion::by_request);
  entry.detail = in.text(in.member(value, "detail"));
  const json& tied = in.member(value, "tied_to");
  if (!tied.is_null()) entry.tied_to = static_cast<std::size_t>(in.whole(tied));
  entry.axis = take_axis(in, in.member(value, "axis"));
  return entry;
}

void take_sums(fields& in, const json& value, tensor_print& tensor) {
  tensor.nonfinite = in.whole(in.member(value, "nonfinite"));
  tensor.outside = in.whole(in.member(value, "outside"));
  tensor.zeros = in.whole(in.member(value, "zeros"));
  tensor.negative = in.whole(in.member(value, "negative"));
  tensor.minimum = in.real(in.member(value, "minimum"));
  tensor.maximum = in.real(in.member(value, "maximum"));
  tensor.mean = in.real(in.member(value, "mean"));
  tensor.mean_square = in.real(in.member(value, "mean_square"));
  tensor.checksum = in.sum(in.member(value, "checksum"));
  tensor.checksum_bf16 = in.sum(in.member(value, "checksum_bf16"));
  tensor.checksum_f16 = in.sum(in.member(value, "checksum_f16"));
  const json& bins = in.list(value, "magnitudes", tensor.magnitudes.size());
  std::transform(bins.begin(), bins.end(), tensor.magnitudes.begin(), [&](const json& bin) {
    return static_cast<std::uint16_t>(in.integer(bin, 0, 0xFFFF));
  });
}

tensor_print take_tensor(fields& in, const json& value) {
  in.expect_object(value, 22);
  tensor_print tensor;
  tensor.name = in.text(in.member(value, "name"));
  tensor.type = named(in, in.member(value, "dtype"), dtype::boolean, dtype::f4_e2m1);
  for (const json& extent : in.list(value, "shape"))
    tensor.shape.push_back(in.whole(extent));
  tensor.scheme = in.text(in.member(value, "scheme"));
  take_sums(in, value, tensor);
  tensor.stored = take_digest(in, in.member(value, "stored"));
  tensor.value = take_digest(in, in.member(value, "value"));
  tensor.sketch = take_sketch(in, in.member(value, "sketch"));
  tensor.units = take_units(in, in.member(value, "units"));
  tensor.rows = take_rows(in, in.member(value, "rows"));
  return tensor;
}

void take_component(fields& in, const json& value, fingerprint& print) {
  in.expect_object(value, 4);
  component part;
  part.id = in.text(in.member(value, "id"));
  part.kind = named(in, in.member(value, "kind"), component_kind::model, component_kind::optimizer);
  part.prefix = in.text(in.member(value, "prefix"));
  print.contents.components.push_back(std::move(part));
  print.component_roots.push_back(take_roots(in, in.member(value, "roots")));
}

token_choice take_choice(fields& in, const json& value) {
  const std::string word = in.text(value);
  if (word == "by_row") return token_choice::by_row;
  if (word == "by_string") return token_choice::by_string;
  if (word != "none") in.complain("a name is none of those known here");
  return token_choice::none;
}

template <class Code>
std::vector<Code> take_all_codes(fields& in, const json& list, std::int64_t most) {
  std::vector<Code> codes(list.size());
  take_codes(in, list, codes, most);
  return codes;
}

unit_anchors take_anchors(fields& in, const json& value) {
  in.expect_object(value, 8);
  unit_anchors anchors;
  const json& gate = in.member(value, "gate");
  if (!gate.is_null()) anchors.gate = static_cast<std::size_t>(in.whole(gate));
  anchors.up = static_cast<std::size_t>(in.whole(in.member(value, "up")));
  anchors.down = static_cast<std::size_t>(in.whole(in.member(value, "down")));
  anchors.cosines = take_all_codes<std::int16_t>(in, in.list(value, "cosines"), 32767);
  anchors.tokens = take_choice(in, in.member(value, "tokens"));
  anchors.vocabulary = in.whole(in.member(value, "vocabulary"));
  anchors.gate_codes = take_all_codes<std::int8_t>(in, in.list(value, "gate_codes"), 127);
  anchors.up_codes = take_all_codes<std::int8_t>(in, in.list(value, "up_codes"), 127);
  return anchors;
}

/// Where in the document the reader is, for messages.
std::string place(const char* list, std::size_t index) {
  return std::string(list) + " " + std::to_string(index) + ": ";
}

result<fingerprint> taken(const json& root, std::string_view label) {
  std::string where;
  const auto refuse = [&](fault why, const std::string& what) {
    return error{errc::bad_format, std::string(label) + ": " + where + what, why};
  };
  fields in;
  in.expect_object(root, 9);
  fingerprint print;
  print.seed = in.whole(in.member(root, "seed"));
  print.name = in.text(in.member(root, "name"));
  print.format = in.text(in.member(root, "format"));
  print.checksum = in.sum(in.member(root, "checksum"));
  print.roots = take_roots(in, in.member(root, "roots"));
  const json& components = in.list(root, "components");
  const json& tensors = in.list(root, "tensors");
  const json& anchors = in.list(root, "anchors");
  if (!in.ok()) return refuse(fault::format, in.complaint());
  for (std::size_t i = 0; i < components.size(); ++i) {
    where = place("component", i);
    take_component(in, components[i], print);
    if (!in.ok()) return refuse(fault::format, in.complaint());
  }
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    where = place("tensor", i);
    print.tensors.push_back(take_tensor(in, tensors[i]));
    print.contents.entries.push_back(take_entry(in, in.member(tensors[i], "label")));
    if (!in.ok()) return refuse(fault::format, in.complaint());
    if (const auto found = detail::contradiction_in(print.tensors[i], print.contents.entries[i],
                                                    tensors.size(), components.size()))
      return refuse(found->why, found->what);
  }
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    where = place("anchors", i);
    print.anchors.push_back(take_anchors(in, anchors[i]));
    if (!in.ok()) return refuse(fault::format, in.complaint());
  }
  where.clear();
  if (const auto found = detail::contradiction_among(print)) return refuse(found->why, found->what);
  detail::count_up(print.contents);
  return print;
}

/// What version a document is of: the schema's name, then MAJOR.MINOR.
result<void> check_schema(const json& root, std::string_view label) {
  const auto refuse = [&](errc code, fault why, const char* what) {
    return error{code, std::string(label) + ": " + what, why};
  };
  const auto found = root.is_object() ? root.find("schema") : root.end();
  const bool named = root.is_object() && found != root.end() && found->is_string() &&
                     found->get_ref<const std::string&>().starts_with(detail::json_schema);
  if (!named) return refuse(errc::bad_format, fault::magic, "no \"schema\" of a fingerprint");
  const std::string version =
      found->get_ref<const std::string&>().substr(detail::json_schema.size());
  if (version == "1.0") return {};
  return refuse(errc::unsupported, fault::version, "a later version than 1.0");
}

} // namespace

result<fingerprint> fingerprint_from_json(std::string_view text, std::string_view label) {
  const auto refuse = [&](fault why, const std::string& what) {
    return error{errc::bad_format, std::string(label) + ": " + what, why};
  };
  if (text.size() > detail::most_json_bytes) return refuse(fault::limit, "too long");
  detail::json_guard guard;
  if (!json::sax_parse(text.begin(), text.end(), &guard))
    return refuse(fault::format, guard.complaint);
  const detail::json_document document(text);
  if (auto checked = check_schema(document.root(), label); !checked) return checked.error();
  return taken(document.root(), label);
}

} // namespace weightkin
