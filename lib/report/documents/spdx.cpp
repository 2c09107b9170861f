#include <weightkin/report/bill_of_materials.hpp>
#include <weightkin/version.hpp>

#include "report/documents/ancestry.hpp"
#include "report/json_values.hpp"

namespace weightkin {
namespace {

using detail::ancestry;
using detail::kin_link;
using detail::kinship;
using detail::list_of_one;
using detail::ordered_json;
using detail::text;

constexpr const char* creation = "_:creation";

/// The elements of one document; every id begins with the document's own name.
class spdx_graph {
public:
  explicit spdx_graph(const std::string& uuid) : prefix_("urn:uuid:" + uuid + "#") {}

  [[nodiscard]] std::string id(const std::string& name) const { return prefix_ + name; }

  /// Adds an element with type and id; returns it for its other members.
  ordered_json& add(const char* type, const std::string& name) {
    ids_.push_back(id(name));
    return elements_.emplace_back(
        ordered_json{{"type", type}, {"spdxId", ids_.back()}, {"creationInfo", creation}});
  }

  void relate(const std::string& from, const char* how, const std::string& to,
              const std::string& comment) {
    ordered_json& out = add("Relationship", "relationship-" + std::to_string(relations_++));
    if (!comment.empty()) out["comment"] = text(comment);
    out["relationshipType"] = how;
    out["from"] = id(from);
    out["to"] = list_of_one(id(to));
    // Kin that nobody compared with may exist.
    if (std::string_view(how) != "contains") out["completeness"] = "noAssertion";
  }

  [[nodiscard]] const std::vector<ordered_json>& elements() const noexcept { return elements_; }
  [[nodiscard]] const std::vector<std::string>& ids() const noexcept { return ids_; }

private:
  std::string prefix_;
  std::vector<ordered_json> elements_;
  std::vector<std::string> ids_; ///< of the elements
  std::size_t relations_ = 0;
};

ordered_json verified_using(const model_file& file) {
  return list_of_one({{"type", "Hash"}, {"algorithm", "sha256"}, {"hashValue", file.sha256}});
}

void add_model(spdx_graph& graph, const std::string& name, const model_summary& model,
               const std::string& label) {
  ordered_json& package = graph.add("ai_AIPackage", name);
  package["name"] = text(label);
  if (model.files.size() == 1) package["verifiedUsing"] = verified_using(model.files.front());
  package["software_primaryPurpose"] = "model";
  if (label.starts_with("pkg:")) package["software_packageUrl"] = text(label);
  if (model.files.size() < 2) return;
  for (std::size_t i = 0; i < model.files.size(); ++i) {
    const std::string file = name + "-file-" + std::to_string(i);
    ordered_json& out = graph.add("software_File", file);
    out["name"] = text(model.files[i].name);
    out["verifiedUsing"] = verified_using(model.files[i]);
    graph.relate(name, "contains", file, "");
  }
}

/// ancestorOf goes from the ancestor to what comes of it.
void add_kin(spdx_graph& graph, const std::string& component, const kin_link& link) {
  const std::string reference = "reference-" + std::to_string(link.reference);
  const std::string words =
      std::string(name_of(link.ruling->ruling)) + ": " + link.ruling->sentence;
  switch (link.how) {
  case kinship::ancestor: return graph.relate(reference, "ancestorOf", component, words);
  case kinship::descendant: return graph.relate(reference, "descendantOf", component, words);
  default: return graph.relate(component, "hasVariant", reference, words);
  }
}

void add_components(spdx_graph& graph, const ancestry& kin) {
  for (std::size_t c = 0; c < kin.components.size(); ++c) {
    const detail::component_kin& component = kin.components[c];
    const std::string name = "component-" + std::to_string(c);
    ordered_json& package = graph.add("ai_AIPackage", name);
    package["name"] = text(component.facts->id);
    package["software_primaryPurpose"] = "model";
    package["ai_typeOfModel"] = list_of_one(name_of(component.facts->kind));
    if (component.mixed)
      package["comment"] =
          "A mixture explains this component: several ancestors are parents alike.";
    graph.relate("subject", "contains", name, "");
    for (const kin_link& link : component.links)
      add_kin(graph, name, link);
  }
}

void add_limits(spdx_graph& graph, const ancestry& kin) {
  for (std::size_t r = 0; r < kin.rulings.size(); ++r) {
    std::string statement = kin.rulings[r].sentence;
    for (const std::string& limit : kin.rulings[r].limits)
      statement += "\nLimit: " + limit;
    ordered_json& out = graph.add("Annotation", "annotation-" + std::to_string(r));
    out["annotationType"] = "other";
    out["subject"] = graph.id("reference-" + std::to_string(r));
    out["statement"] = text(statement);
  }
}

ordered_json creation_json(const spdx_graph& graph, const document_options& options) {
  return {{"type", "CreationInfo"},
          {"@id", creation},
          {"specVersion", "3.0.1"},
          {"created", options.created},
          {"createdBy", list_of_one(graph.id("agent"))},
          {"createdUsing", list_of_one(graph.id("tool"))}};
}

ordered_json graph_json(const ancestry& kin, const document_options& options,
                        const std::string& uuid) {
  spdx_graph graph(uuid);
  graph.add("SoftwareAgent", "agent")["name"] = "weightkin";
  graph.add("Tool", "tool")["name"] = uuid.empty() ? "weightkin" : "weightkin " WEIGHTKIN_VERSION;
  add_model(graph, "subject", kin.rulings.front().subject, detail::subject_label(kin, options));
  for (std::size_t r = 0; r < kin.rulings.size(); ++r)
    add_model(graph, "reference-" + std::to_string(r), kin.rulings[r].reference,
              detail::reference_label(kin, options, r));
  add_components(graph, kin);
  add_limits(graph, kin);
  ordered_json all = ordered_json::array();
  all.push_back(creation_json(graph, options));
  ordered_json document = {{"type", "SpdxDocument"},
                           {"spdxId", graph.id("document")},
                           {"creationInfo", creation},
                           {"profileConformance", {"core", "software"}},
                           {"rootElement", list_of_one(graph.id("subject"))}};
  document["element"] = graph.ids();
  all.push_back(std::move(document));
  for (const ordered_json& element : graph.elements())
    all.push_back(element);
  return all;
}

} // namespace

result<std::string> to_spdx(std::span<const comparison> rulings, const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  if (options.created.empty())
    return error{errc::bad_argument, "SPDX demands the time of creation, which was not given"};
  // The ids are made of all the rest but the tool's version.
  const std::string uuid = detail::content_uuid(graph_json(*kin, options, "").dump());
  return detail::document({{"@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"},
                           {"@graph", graph_json(*kin, options, uuid)}});
}

} // namespace weightkin
