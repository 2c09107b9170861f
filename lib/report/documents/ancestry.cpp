#include "report/documents/ancestry.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <weightkin/kernel/blake3.hpp>

#include "report/documents/prescribed_forms.hpp"
#include "report/report_words.hpp"

namespace weightkin::detail {
namespace {

constexpr double least_p = 1e-12;

kinship kinship_of(const component_ruling& ruling) {
  switch (ruling.direction.which) {
  case descent_direction::subject_from_reference: return kinship::ancestor;
  case descent_direction::reference_from_subject: return kinship::descendant;
  default: return kinship::variant;
  }
}

double common_of(const component_ruling& ruling) {
  return std::isfinite(ruling.common_variance) ? ruling.common_variance : -1;
}

component_kin kin_of_component(std::span<const comparison> rulings, std::size_t component) {
  component_kin out;
  out.facts = &rulings.front().components[component];
  for (std::size_t r = 0; r < rulings.size(); ++r) {
    const component_ruling& ruling = rulings[r].components[component];
    for (const operation_finding& done : ruling.operations)
      out.mixed |= done.kind == operation_kind::merged;
    if (is_finding(ruling.ruling)) out.links.push_back({r, &ruling, kinship_of(ruling)});
  }
  std::ranges::stable_sort(out.links, [](const kin_link& a, const kin_link& b) {
    return common_of(*a.ruling) > common_of(*b.ruling);
  });
  return out;
}

/// One reference and the whole subject: an ancestor where one component proves it, unless another
/// proves the contrary.
model_kin kin_of_model(const comparison& ruling, std::size_t reference) {
  model_kin out;
  out.reference = reference;
  bool from = false;
  bool to = false;
  for (const component_ruling& component : ruling.components) {
    if (!is_finding(component.ruling)) continue;
    out.components.push_back(component.id);
    from |= kinship_of(component) == kinship::ancestor;
    to |= kinship_of(component) == kinship::descendant;
  }
  if (from != to) out.how = from ? kinship::ancestor : kinship::descendant;
  return out;
}

double common_of_model(const comparison& ruling) {
  double total = 0;
  for (const component_ruling& component : ruling.components)
    if (is_finding(component.ruling) && std::isfinite(component.common_variance))
      total += static_cast<double>(component.parameters) * component.common_variance;
  return total;
}

error refused(const char* why) { return {errc::bad_argument, why}; }

} // namespace

result<ancestry> ancestry_of(std::span<const comparison> rulings, const document_options& options) {
  if (rulings.empty()) return refused("a document needs at least one comparison");
  for (const comparison& ruling : rulings)
    if (!same_subject(rulings.front(), ruling))
      return refused("the comparisons of one document must have the same subject");
  if (!options.reference_ids.empty() && options.reference_ids.size() != rulings.size())
    return refused("there must be an id for every reference, or for none");
  if (!options.created.empty() && !is_utc_time(options.created))
    return refused("the time has to look like 2026-01-31T12:00:00Z");
  if (!is_model_id(options.subject_id) || !std::ranges::all_of(options.reference_ids, is_model_id))
    return refused(
        "an id that begins \"pkg:\" has to be a package URL: pkg:type/name, with percent "
        "before what is no letter, digit or one of -._~");
  ancestry out;
  out.rulings = rulings;
  for (std::size_t c = 0; c < rulings.front().components.size(); ++c)
    out.components.push_back(kin_of_component(rulings, c));
  for (std::size_t r = 0; r < rulings.size(); ++r)
    if (model_kin kin = kin_of_model(rulings[r], r); !kin.components.empty())
      out.overall.push_back(std::move(kin));
  std::ranges::stable_sort(out.overall, [&](const model_kin& a, const model_kin& b) {
    return common_of_model(rulings[a.reference]) > common_of_model(rulings[b.reference]);
  });
  return out;
}

std::string last_part(const std::string& name) {
  const std::size_t end = name.find_last_not_of('/');
  if (end == std::string::npos) return name.empty() ? "(unnamed)" : name;
  const std::size_t slash = name.find_last_of('/', end);
  return name.substr(slash == std::string::npos ? 0 : slash + 1,
                     end - (slash == std::string::npos ? std::size_t(-1) : slash));
}

std::string subject_label(const ancestry& kin, const document_options& options) {
  return options.subject_id.empty() ? last_part(kin.rulings.front().subject.name)
                                    : options.subject_id;
}

std::string reference_label(const ancestry& kin, const document_options& options,
                            std::size_t reference) {
  if (reference < options.reference_ids.size() && !options.reference_ids[reference].empty())
    return options.reference_ids[reference];
  return last_part(kin.rulings[reference].reference.name);
}

bool rests_on_bits(const comparison& ruling, std::size_t component) {
  const verdict made = ruling.components[component].ruling;
  return (made == verdict::identical || made == verdict::identical_after_cast) &&
         !rests_on_checksums(ruling, component);
}

double confidence_of(const comparison& ruling, std::size_t component) {
  if (rests_on_bits(ruling, component)) return 1;
  const double log10_p = corrected_log10_p(ruling.components[component]);
  if (!std::isfinite(log10_p)) return 0;
  return 1 - std::clamp(std::pow(10.0, log10_p), least_p, 1.0);
}

std::string content_uuid(const std::string& content) {
  digest hash = blake3(std::as_bytes(std::span(content)));
  hash.bytes[6] = static_cast<std::uint8_t>((hash.bytes[6] & 0x0f) | 0x80);
  hash.bytes[8] = static_cast<std::uint8_t>((hash.bytes[8] & 0x3f) | 0x80);
  std::string out = to_hex(hash).substr(0, 32);
  for (const std::size_t at : {20, 16, 12, 8})
    out.insert(at, "-");
  return out;
}

} // namespace weightkin::detail
