#include <algorithm>

#include <weightkin/report/sarif_report.hpp>
#include <weightkin/version.hpp>

#include "report/documents/ancestry.hpp"
#include "report/findings.hpp"
#include "report/json_values.hpp"

namespace weightkin {
namespace {

using detail::ancestry;
using detail::finding;
using detail::list_of_one;
using detail::ordered_json;
using detail::text;

/// The words of a message, in which SARIF would see links and placeholders.
std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '\\' || c == '[' || c == ']') out += '\\';
    if (c == '{' || c == '}') out += c;
    out += c;
  }
  return out;
}

/// A path as a URI reference: everything but letters, digits and a few signs in percent.
std::string uri_of(std::string_view path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-._~/";
  constexpr const char* digits = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos)
      out += c;
    else
      out += std::string("%") + digits[byte >> 4] + digits[byte & 15];
  }
  return out;
}

struct sarif_level {
  const char* level;
  const char* kind;
};

/// SARIF wants a level of "none" wherever the kind is not "fail".
sarif_level level_of(const finding& found) {
  if (found.severity == "high") return {"error", "fail"};
  if (found.severity == "medium") return {"warning", "fail"};
  if (found.id == "WKIN-NONE-FOUND") return {"none", "pass"};
  if (found.id == "WKIN-NOT-COMPARABLE" || found.id == "WKIN-NON-EVIDENTIAL")
    return {"none", "notApplicable"};
  return found.id == "WKIN-UNDETERMINED" ? sarif_level{"none", "open"}
                                         : sarif_level{"none", "informational"};
}

struct finding_rule {
  const char* id;
  const char* meaning;
};

constexpr finding_rule rules[] = {
    {"WKIN-IDENTICAL", "Every compared element has the reference's bits."},
    {"WKIN-IDENTICAL-AFTER-CAST", "One side is the other rounded to its number type."},
    {"WKIN-REENCODED", "The reference's values on a coarser grid."},
    {"WKIN-DERIVED", "Nearly all of the variation is the reference's."},
    {"WKIN-RELATED", "Dependent; parent, sibling and shared random start are not told apart."},
    {"WKIN-UNDETERMINED", "The evidence does not decide."},
    {"WKIN-NONE-FOUND", "No shared initialisation was found."},
    {"WKIN-NOT-COMPARABLE", "Nothing of the component has a counterpart."},
    {"WKIN-NON-EVIDENTIAL", "Nothing in the component can speak about descent."},
    {"WKIN-NONFINITE", "NaN or infinite values were left out of the sums."}};

ordered_json rules_json() {
  ordered_json out = ordered_json::array();
  for (const finding_rule& rule : rules)
    out.push_back({{"id", rule.id}, {"shortDescription", {{"text", rule.meaning}}}});
  return out;
}

std::size_t rule_index(std::string_view id) {
  const auto* at = std::find_if(std::begin(rules), std::end(rules),
                                [&](const finding_rule& rule) { return rule.id == id; });
  return static_cast<std::size_t>(at - std::begin(rules));
}

/// What the comparison read of the subject: its files, or the path it was named by.
std::vector<std::string> artifacts_of(const model_summary& subject) {
  std::vector<std::string> out;
  for (const model_file& file : subject.files)
    out.push_back(file.name);
  if (out.empty()) out.push_back(subject.name.empty() ? "(unnamed)" : subject.name);
  return out;
}

ordered_json artifacts_json(const model_summary& subject) {
  ordered_json out = ordered_json::array();
  const std::vector<std::string> names = artifacts_of(subject);
  for (std::size_t i = 0; i < names.size(); ++i) {
    ordered_json one = {{"location", {{"uri", uri_of(names[i])}}},
                        {"roles", list_of_one("analysisTarget")}};
    if (!subject.files.empty()) one["hashes"] = {{"sha-256", subject.files[i].sha256}};
    out.push_back(std::move(one));
  }
  return out;
}

ordered_json location_json(const std::string& artifact, const std::string& component) {
  return {{"physicalLocation", {{"artifactLocation", {{"uri", uri_of(artifact)}, {"index", 0}}}}},
          {"logicalLocations", list_of_one({{"name", text(component)},
                                            {"fullyQualifiedName", text(component)},
                                            {"kind", "module"}})}};
}

ordered_json result_json(const ancestry& kin, const document_options& options,
                         std::size_t reference, const finding& found) {
  const sarif_level how = level_of(found);
  const std::string against = detail::reference_label(kin, options, reference);
  const std::string artifact = artifacts_of(kin.rulings[reference].subject).front();
  const std::string identity =
      std::string(found.id) + "\n" + artifact + "\n" + found.component + "\n" + against;
  return {
      {"ruleId", found.id},
      {"ruleIndex", rule_index(found.id)},
      {"kind", how.kind},
      {"level", how.level},
      {"message",
       {{"text", text(escaped(found.component + " against " + against + ": " + found.detail))}}},
      {"locations", list_of_one(location_json(artifact, found.component))},
      {"partialFingerprints", {{"weightkinFinding/v1", detail::content_uuid(identity)}}},
      {"properties", {{"reference", text(against)}, {"severity", found.severity}}}};
}

} // namespace

result<std::string> to_sarif(std::span<const comparison> rulings, const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  ordered_json results = ordered_json::array();
  for (std::size_t r = 0; r < rulings.size(); ++r)
    for (const finding& found : detail::findings_of(rulings[r]))
      results.push_back(result_json(*kin, options, r, found));
  const ordered_json driver = {{"name", "weightkin"},
                               {"version", WEIGHTKIN_VERSION},
                               {"semanticVersion", WEIGHTKIN_VERSION},
                               {"rules", rules_json()}};
  ordered_json run = {{"tool", {{"driver", driver}}}};
  if (!options.created.empty())
    run["invocations"] =
        list_of_one({{"executionSuccessful", true}, {"endTimeUtc", options.created}});
  run["artifacts"] = artifacts_json(rulings.front().subject);
  run["results"] = std::move(results);
  return detail::document({{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/"
                                       "sarif-schema-2.1.0.json"},
                           {"version", "2.1.0"},
                           {"runs", list_of_one(std::move(run))}});
}

} // namespace weightkin
