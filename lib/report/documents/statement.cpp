#include <algorithm>

#include <weightkin/report/attestation.hpp>
#include <weightkin/version.hpp>

#include "report/documents/ancestry.hpp"
#include "report/json_values.hpp"
#include "report/pair_json.hpp"
#include "report/report_words.hpp"

namespace weightkin {
namespace {

using detail::ancestry;
using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* statement_type = "https://in-toto.io/Statement/v1";
constexpr const char* lineage_predicate = "urn:weightkin:predicate:lineage:1.0";
constexpr const char* result_predicate = "https://in-toto.io/attestation/svr/v0.2";
constexpr const char* verifier_id = "urn:weightkin:verifier:" WEIGHTKIN_VERSION;

ordered_json resources_json(const std::vector<model_file>& files) {
  ordered_json out = ordered_json::array();
  for (const model_file& file : files)
    out.push_back({{"name", text(file.name)}, {"digest", {{"sha256", file.sha256}}}});
  return out;
}

ordered_json ruling_json(const component_ruling& ruling, std::size_t reference) {
  ordered_json operations = ordered_json::array();
  for (const operation_finding& done : ruling.operations)
    operations.push_back(name_of(done.kind));
  return {{"reference", whole(reference)},
          {"reference_component",
           ruling.reference_id.empty() ? ordered_json(nullptr) : text(ruling.reference_id)},
          {"verdict", name_of(ruling.ruling)},
          {"change", name_of(ruling.change)},
          {"direction", name_of(ruling.direction.which)},
          {"common_variance", number(ruling.common_variance)},
          {"log10_p_holm", number(detail::corrected_log10_p(ruling))},
          {"minimum_detectable_effect", number(ruling.minimum_detectable)},
          {"parameters_compared", whole(ruling.parameters_compared)},
          {"operations", std::move(operations)},
          {"sentence", text(ruling.sentence)}};
}

ordered_json component_json(const ancestry& kin, std::size_t component) {
  const component_ruling& facts = *kin.components[component].facts;
  ordered_json rulings = ordered_json::array();
  for (std::size_t r = 0; r < kin.rulings.size(); ++r)
    rulings.push_back(ruling_json(kin.rulings[r].components[component], r));
  return {{"id", text(facts.id)},
          {"kind", name_of(facts.kind)},
          {"parameters", whole(facts.parameters)},
          {"share", number(facts.share)},
          {"rulings", std::move(rulings)}};
}

ordered_json reference_json(const ancestry& kin, const document_options& options,
                            std::size_t reference) {
  const comparison& ruling = kin.rulings[reference];
  return {{"name", text(detail::reference_label(kin, options, reference))},
          {"files", resources_json(ruling.reference.files)},
          {"source", name_of(ruling.source)},
          {"verdict", name_of(ruling.overall)},
          {"sentence", text(ruling.sentence)},
          {"options", detail::options_json(ruling.options)},
          {"limits", detail::texts_json(ruling.limits)}};
}

ordered_json predicate_json(const ancestry& kin, const document_options& options) {
  ordered_json references = ordered_json::array();
  for (std::size_t r = 0; r < kin.rulings.size(); ++r)
    references.push_back(reference_json(kin, options, r));
  ordered_json components = ordered_json::array();
  for (std::size_t c = 0; c < kin.components.size(); ++c)
    components.push_back(component_json(kin, c));
  ordered_json out = {{"tool", detail::tool_json()},
                      {"subject_name", text(detail::subject_label(kin, options))}};
  if (!options.created.empty()) out["created"] = options.created;
  out["references"] = std::move(references);
  out["components"] = std::move(components);
  return out;
}

/// The statement around a predicate; its subjects are the files.
result<std::string> stated(const ancestry& kin, const char* type, ordered_json predicate) {
  const model_summary& subject = kin.rulings.front().subject;
  if (subject.files.empty())
    return error{errc::bad_argument, "a statement is about files, and the result names none: make "
                                     "it with compare --digests"};
  return detail::document({{"_type", statement_type},
                           {"subject", resources_json(subject.files)},
                           {"predicateType", type},
                           {"predicate", std::move(predicate)}});
}

/// Something was compared, and neither found nor left undecided.
bool nothing_found(const comparison& ruling) {
  bool compared = false;
  for (const component_ruling& component : ruling.components) {
    if (is_finding(component.ruling) || component.ruling == verdict::undetermined) return false;
    compared |= component.ruling == verdict::no_shared_initialisation_found;
  }
  return compared;
}

} // namespace

result<std::string> to_statement(std::span<const comparison> rulings,
                                 const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  return stated(*kin, lineage_predicate, predicate_json(*kin, options));
}

result<std::string> to_verification_result(std::span<const comparison> rulings,
                                           const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  if (options.created.empty())
    return error{errc::bad_argument, "a verification result demands the time, which was not given"};
  ordered_json properties = detail::list_of_one("WEIGHTKIN_COMPARED");
  if (std::ranges::all_of(rulings, nothing_found))
    properties.push_back("WEIGHTKIN_NO_DESCENT_FOUND");
  ordered_json references = ordered_json::array();
  for (std::size_t r = 0; r < rulings.size(); ++r)
    references.push_back({{"name", text(detail::reference_label(*kin, options, r))},
                          {"files", resources_json(rulings[r].reference.files)}});
  return stated(*kin, result_predicate,
                {{"verifier",
                  {{"id", verifier_id},
                   {"policies", ordered_json::array()},
                   {"references", std::move(references)}}},
                 {"timeCreated", options.created},
                 {"properties", std::move(properties)}});
}

} // namespace weightkin
