#include <weightkin/report/bill_of_materials.hpp>
#include <weightkin/version.hpp>

#include "report/documents/ancestry.hpp"
#include "report/json_values.hpp"
#include "report/report_words.hpp"

namespace weightkin {
namespace {

using detail::ancestry;
using detail::component_kin;
using detail::kin_link;
using detail::kinship;
using detail::list_of_one;
using detail::number;
using detail::ordered_json;
using detail::text;

constexpr const char* tool_ref = "weightkin";

ordered_json property(const char* name, const std::string& value) {
  return {{"name", std::string("weightkin:") + name}, {"value", text(value)}};
}

ordered_json property(const char* name, double value) {
  return property(name, number(value).dump());
}

ordered_json hashes_json(const model_file& file) {
  return list_of_one({{"alg", "SHA-256"}, {"content", file.sha256}});
}

ordered_json tool_json() {
  return {{"type", "application"},
          {"bom-ref", tool_ref},
          {"name", "weightkin"},
          {"version", WEIGHTKIN_VERSION}};
}

/// Name, purl and hashes of a model; several files become components of their own.
ordered_json model_json(const model_summary& model, const std::string& label,
                        const std::string& ref) {
  ordered_json out = {{"type", "machine-learning-model"}, {"bom-ref", ref}, {"name", text(label)}};
  if (model.files.size() == 1) out["hashes"] = hashes_json(model.files.front());
  if (label.starts_with("pkg:")) out["purl"] = text(label);
  return out;
}

ordered_json files_json(const model_summary& model, const std::string& ref) {
  ordered_json out = ordered_json::array();
  if (model.files.size() < 2) return out;
  for (std::size_t i = 0; i < model.files.size(); ++i)
    out.push_back({{"type", "file"},
                   {"bom-ref", ref + "/file/" + std::to_string(i)},
                   {"name", text(model.files[i].name)},
                   {"hashes", hashes_json(model.files[i])}});
  return out;
}

ordered_json identity_json(const comparison& ruling, std::size_t component) {
  const double confidence = detail::confidence_of(ruling, component);
  const char* technique =
      detail::rests_on_bits(ruling, component) ? "hash-comparison" : "binary-analysis";
  return {{"field", "hash"},
          {"confidence", confidence},
          {"methods", list_of_one({{"technique", technique},
                                   {"confidence", confidence},
                                   {"value", text(ruling.components[component].sentence)}})},
          {"tools", list_of_one(tool_ref)}};
}

/// A reference as the kin of one component.
ordered_json kin_json(const ancestry& kin, const kin_link& link, const document_options& options,
                      const std::string& ref) {
  const component_ruling& ruling = *link.ruling;
  const comparison& whole = kin.rulings[link.reference];
  const auto component = static_cast<std::size_t>(link.ruling - whole.components.data());
  ordered_json out =
      model_json(whole.reference, detail::reference_label(kin, options, link.reference),
                 ref + "/reference/" + std::to_string(link.reference));
  out["evidence"] = {{"identity", list_of_one(identity_json(whole, component))}};
  out["properties"] = {property("verdict", std::string(name_of(ruling.ruling))),
                       property("change", std::string(name_of(ruling.change))),
                       property("direction", std::string(name_of(ruling.direction.which))),
                       property("common_variance", ruling.common_variance),
                       property("log10_p_holm", detail::corrected_log10_p(ruling)),
                       property("reference_component", ruling.reference_id)};
  for (const operation_finding& done : ruling.operations)
    out["properties"].push_back(
        property("operation", std::string(name_of(done.kind)) + ": " + done.text));
  return out;
}

const char* list_of(kinship how) {
  switch (how) {
  case kinship::ancestor: return "ancestors";
  case kinship::descendant: return "descendants";
  default: return "variants";
  }
}

std::string notes_of(const component_kin& component) {
  std::string notes = "Nearest first, by the share of variance in common; whether one of them "
                      "descends from another was not looked at.";
  if (component.mixed) notes += " A mixture explains the component: several are parents alike.";
  for (const kin_link& link : component.links) {
    notes += " " + link.ruling->sentence;
    if (!link.ruling->direction.reason.empty())
      notes += " Direction: " + link.ruling->direction.reason;
  }
  return notes;
}

ordered_json component_json(const ancestry& kin, std::size_t index,
                            const document_options& options) {
  const std::string ref = "subject/component/" + std::to_string(index);
  const component_kin& component = kin.components[index];
  const component_ruling& facts = *component.facts;
  ordered_json out = {
      {"type", "machine-learning-model"}, {"bom-ref", ref}, {"name", text(facts.id)}};
  if (!component.links.empty()) {
    ordered_json pedigree;
    for (const kin_link& link : component.links)
      pedigree[list_of(link.how)].push_back(kin_json(kin, link, options, ref));
    pedigree["notes"] = text(notes_of(component));
    out["pedigree"] = std::move(pedigree);
  }
  out["properties"] = {property("kind", std::string(name_of(facts.kind))),
                       property("parameters", std::to_string(facts.parameters)),
                       property("share", facts.share),
                       property("merge", component.mixed ? std::string("true") : "false")};
  for (std::size_t r = 0; r < kin.rulings.size(); ++r)
    out["properties"].push_back(
        property("ruling", std::to_string(r) + " " +
                               std::string(name_of(kin.rulings[r].components[index].ruling))));
  return out;
}

/// The subject's pedigree as a whole, for readers that look no deeper.
ordered_json overall_pedigree(const ancestry& kin, const document_options& options) {
  ordered_json pedigree;
  std::string notes = "Nearest first. Components with a finding:";
  for (const detail::model_kin& model : kin.overall) {
    const std::string label = detail::reference_label(kin, options, model.reference);
    ordered_json entry = model_json(kin.rulings[model.reference].reference, label,
                                    "reference/" + std::to_string(model.reference));
    notes += " " + label + " (";
    for (std::size_t i = 0; i < model.components.size(); ++i)
      notes += (i > 0 ? ", " : "") + model.components[i];
    notes += ");";
    pedigree[list_of(model.how)].push_back(std::move(entry));
  }
  pedigree["notes"] = text(notes + " see the components for the evidence.");
  return pedigree;
}

ordered_json subject_json(const ancestry& kin, const document_options& options) {
  const comparison& first = kin.rulings.front();
  ordered_json out = model_json(first.subject, detail::subject_label(kin, options), "subject");
  if (!kin.overall.empty()) out["pedigree"] = overall_pedigree(kin, options);
  ordered_json parts = files_json(first.subject, "subject");
  for (std::size_t c = 0; c < kin.components.size(); ++c)
    parts.push_back(component_json(kin, c, options));
  if (!parts.empty()) out["components"] = std::move(parts);
  out["properties"] = {property("format", first.subject.format),
                       property("parameters", std::to_string(first.subject.parameters))};
  for (std::size_t r = 0; r < kin.rulings.size(); ++r) {
    out["properties"].push_back(property(
        "compared_with", std::to_string(r) + " " + detail::reference_label(kin, options, r) + ": " +
                             detail::overall_words(kin.rulings[r])));
    for (const std::string& limit : kin.rulings[r].limits)
      out["properties"].push_back(property("limit", std::to_string(r) + " " + limit));
  }
  return out;
}

} // namespace

result<std::string> to_cyclonedx(std::span<const comparison> rulings,
                                 const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  ordered_json metadata;
  if (!options.created.empty()) metadata["timestamp"] = options.created;
  metadata["tools"] = {{"components", list_of_one(tool_json())}};
  metadata["component"] = subject_json(*kin, options);
  // Of what is said, not of who says it: another version of the tool may say the same.
  const std::string named = options.created + metadata["component"].dump();
  ordered_json root = {{"bomFormat", "CycloneDX"},
                       {"specVersion", "1.6"},
                       {"serialNumber", "urn:uuid:" + detail::content_uuid(named)},
                       {"version", 1},
                       {"metadata", std::move(metadata)}};
  return detail::document(root);
}

} // namespace weightkin
