#include "set_aside.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "report_words.hpp"
#include "safe_text.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t names_shown = 3;

struct tally {
  std::uint64_t tensors = 0;
  std::uint64_t parameters = 0;
  std::vector<std::string> names;   ///< the first few
  std::vector<std::string> details; ///< distinct, the first few

  void add(std::string_view name, std::uint64_t size, std::string_view detail) {
    ++tensors;
    parameters += size;
    if (names.size() < names_shown) names.push_back(printable(name));
    if (detail.empty() || details.size() >= names_shown) return;
    const std::string said = printable(detail);
    if (std::find(details.begin(), details.end(), said) == details.end()) details.push_back(said);
  }
};

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string out;
  for (const std::string& part : parts)
    out += (out.empty() ? "" : between) + part;
  return out;
}

std::string tally_text(const std::string& title, const tally& row, std::size_t width) {
  std::string line = title + ": " + counted(row.tensors, "tensor") + ", " +
                     magnitude(row.parameters) + " parameters";
  if (!row.details.empty()) line += "; " + joined(row.details, "; ");
  line += ": " + joined(row.names, ", ");
  if (row.tensors > row.names.size()) line += ", ...";
  return "  - " + wrapped(line, width - 4, 4);
}

} // namespace

namespace {

using aside_map = std::map<std::tuple<evidence_use, exclusion, std::string_view>, tally>;
using unmatched_map = std::map<std::tuple<side, std::string_view, std::string_view>, tally>;

aside_map tallied(std::span<const set_aside_tensor> tensors) {
  aside_map rows;
  for (const set_aside_tensor& tensor : tensors)
    if (tensor.use != evidence_use::convicting)
      rows[{tensor.use, tensor.why, tensor.component}].add(tensor.name, tensor.parameters,
                                                           tensor.detail);
  return rows;
}

unmatched_map tallied_unmatched(const comparison& ruling) {
  unmatched_map rows;
  for (const unmatched_tensor& tensor : ruling.unmatched)
    rows[{tensor.of, tensor.component, tensor.reason}].add(tensor.name, tensor.parameters, "");
  return rows;
}

std::vector<set_aside_tensor> pairs_of(const comparison& ruling) {
  std::vector<set_aside_tensor> tensors;
  tensors.reserve(ruling.tensors.size());
  for (const tensor_evidence& tensor : ruling.tensors) {
    std::string_view component;
    if (tensor.component < ruling.components.size())
      component = ruling.components[tensor.component].id;
    tensors.push_back(
        {tensor.subject_name, component, tensor.parameters, tensor.use, tensor.why, tensor.detail});
  }
  return tensors;
}

std::string reason_text(evidence_use use, exclusion why) {
  return std::string(name_of(use)) + " as " + std::string(name_of(why)) + " (" +
         std::string(meaning_of(why)) + ")";
}

const char* side_text(side of) { return of == side::subject ? "subject" : "reference"; }

set_aside_group group_of(std::string_view component, const tally& row) {
  set_aside_group group;
  group.component = component;
  group.tensors = row.tensors;
  group.parameters = row.parameters;
  group.names = row.names;
  group.details = row.details;
  return group;
}

} // namespace

std::vector<set_aside_group> set_aside_groups(const comparison& ruling) {
  const std::vector<set_aside_tensor> tensors = pairs_of(ruling);
  std::vector<set_aside_group> out;
  for (const auto& [key, row] : tallied(tensors)) {
    out.push_back(group_of(std::get<2>(key), row));
    out.back().use = std::get<0>(key);
    out.back().why = std::get<1>(key);
  }
  return out;
}

std::vector<set_aside_group> unmatched_groups(const comparison& ruling) {
  std::vector<set_aside_group> out;
  for (const auto& [key, row] : tallied_unmatched(ruling)) {
    out.push_back(group_of(std::get<1>(key), row));
    out.back().of = std::get<0>(key);
    out.back().reason = std::get<2>(key);
  }
  return out;
}

std::string set_aside_text(std::span<const set_aside_tensor> tensors, std::size_t width) {
  std::string out;
  for (const auto& [key, row] : tallied(tensors)) {
    const auto& [use, why, component] = key;
    std::string title = printable(component);
    title += title.empty() ? "" : ", ";
    out += tally_text(title + reason_text(use, why), row, width);
  }
  return out;
}

std::string set_aside_text(const comparison& ruling, std::size_t width) {
  return set_aside_text(pairs_of(ruling), width);
}

std::string unmatched_text(const comparison& ruling, std::size_t width) {
  std::string out;
  for (const auto& [key, row] : tallied_unmatched(ruling)) {
    const auto& [of, component, reason] = key;
    std::string title = side_text(of);
    if (!component.empty()) title += ", " + printable(component);
    out += tally_text(title + ", " + printable(reason), row, width);
  }
  return out;
}

} // namespace weightkin::detail
