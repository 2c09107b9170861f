#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <weightkin/report/stored_comparison.hpp>

#include "core/json_document.hpp"
#include "fingerprint/file/json_guard.hpp"
#include "report/stored/contradictions.hpp"
#include "report/stored/result_parts.hpp"

namespace weightkin {
namespace {

using detail::json_place;

constexpr std::size_t most_bytes = 256'000'000;
constexpr std::size_t most_depth = 32;
constexpr std::size_t most_containers = 4'000'000;
constexpr std::string_view schema_prefix = "urn:weightkin:schema:report:";
constexpr std::string_view known_major = "1.";
constexpr std::size_t longest_minor = 6; // digits
constexpr std::size_t most_colons = 16;  // ids of components with more are not looked for in notes

/// Also counts what costs memory when a tree is made of the text.
class result_guard : public detail::json_guard {
public:
  result_guard() : json_guard(most_depth) {}
  bool start_object(std::size_t count) override {
    return counted() && json_guard::start_object(count);
  }
  bool start_array(std::size_t count) override {
    return counted() && json_guard::start_array(count);
  }
  [[nodiscard]] bool too_large() const noexcept { return containers_ > most_containers; }

private:
  bool counted() {
    if (++containers_ <= most_containers) return true;
    complaint = "more lists and objects than are read";
    return false;
  }
  std::size_t containers_ = 0;
};

/// Nothing where the document is of a version that is read here.
std::optional<error> refused_version(const nlohmann::json& root) {
  if (!root.is_object() || !root.contains("schema") || !root["schema"].is_string())
    return error{errc::bad_format, "/schema: a report begins with its schema", fault::version};
  std::string_view schema = root["schema"].get_ref<const std::string&>();
  if (!schema.starts_with(schema_prefix))
    return error{errc::bad_format, "/schema: this is no report of a comparison", fault::version};
  schema.remove_prefix(schema_prefix.size());
  if (schema.starts_with(known_major)) {
    const std::string_view minor = schema.substr(known_major.size());
    if (!minor.empty() && minor.size() <= longest_minor &&
        minor.find_first_not_of("0123456789") == std::string_view::npos)
      return std::nullopt;
  }
  return error{errc::unsupported, "/schema: only version 1 of reports is read here",
               fault::version};
}

std::string stored_digest(const json_place& at) {
  std::string digits = at.text();
  if (digits.size() != 64 || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
    at.complain("64 hexadecimal digits were expected");
  return digits;
}

std::vector<model_file> stored_files(const json_place& at) {
  std::vector<model_file> files;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const json_place file = at.at(i);
    files.push_back(
        {file["name"].text(), file["size_bytes"].whole(), stored_digest(file["sha256"])});
  }
  return files;
}

model_opening stored_opening(const json_place& at) {
  return {at["as_stored"].boolean(), at["lenient_pickle"].boolean()};
}

model_summary stored_model(const json_place& at) {
  model_summary model;
  model.name = at["name"].text();
  model.format = at["format"].text();
  model.tensors = at["tensors"].whole();
  model.parameters = at["parameters"].whole();
  if (at.has("opened")) model.opened = stored_opening(at["opened"]);
  if (at.has("files")) model.files = stored_files(at["files"]);
  return model;
}

ruling_options stored_options(const json_place& at) {
  ruling_options options;
  options.log10_alpha = at["log10_alpha"].known_number(std::numeric_limits<double>::lowest(), 0);
  options.effect_floor = at["effect_floor"].known_number(0, 1);
  if (at.has("searched_floor")) options.searched_floor = at["searched_floor"].known_number(0, 1);
  options.derived_share = at["derived_share"].known_number(0, 1);
  options.seed = at["seed"].whole();
  options.max_units = at["max_units"].whole();
  options.max_features = at["max_features"].whole();
  return options;
}

std::optional<asked_search> stored_search(const json_place& at) {
  if (at.is_null()) return std::nullopt;
  asked_search asked;
  asked.depth = at["depth"].named(search_depth::automatic, search_depth::full);
  asked.seconds = at["seconds"].number();
  const json_place map = at["component_map"];
  if (!map.is_null()) asked.component_map = stored_digest(map);
  return asked;
}

unmatched_tensor stored_unmatched(const json_place& at) {
  unmatched_tensor out;
  const json_place of = at["side"];
  const std::string name = of.text();
  if (name != "subject" && name != "reference") of.complain("subject or reference was expected");
  out.of = name == "reference" ? side::reference : side::subject;
  out.name = at["tensor"].text();
  out.tensor = at["index"].whole();
  out.component = at["component"].text();
  out.parameters = at["parameters"].whole();
  out.reason = at["reason"].text();
  return out;
}

void take_lists(const json_place& root, comparison& out) {
  std::map<std::string, std::size_t> index;
  const json_place components = root["components"];
  for (std::size_t i = 0; i < components.size() && root.ok(); ++i) {
    const json_place component = components.at(i);
    out.components.push_back(detail::stored_component(component));
    if (!index.emplace(out.components.back().id, i).second)
      component["id"].complain("another component has this id");
  }
  const json_place tensors = root["tensors"];
  for (std::size_t i = 0; i < tensors.size() && root.ok(); ++i)
    out.tensors.push_back(detail::stored_tensor(tensors.at(i), index));
  const json_place unmatched = root["unmatched"];
  for (std::size_t i = 0; i < unmatched.size() && root.ok(); ++i)
    out.unmatched.push_back(stored_unmatched(unmatched.at(i)));
}

/// The only component whose id and ": " the line begins with; of a line that several fit, nobody.
component_ruling* owner_of(std::string_view line,
                           const std::map<std::string_view, component_ruling*>& components) {
  component_ruling* owner = nullptr;
  std::size_t colons = 0;
  for (std::size_t at = line.find(": "); at != std::string_view::npos;
       at = line.find(": ", at + 1)) {
    if (++colons > most_colons) return nullptr;
    const auto found = components.find(line.substr(0, at));
    if (found == components.end()) continue;
    if (owner != nullptr) return nullptr;
    owner = found->second;
  }
  return owner;
}

/// Before 1.6 nothing but its first words told which component a note is about.
void assign_notes(comparison& out) {
  std::map<std::string_view, component_ruling*> components;
  for (component_ruling& component : out.components)
    components.emplace(component.id, &component);
  for (const std::string& line : out.searched)
    if (component_ruling* owner = owner_of(line, components))
      owner->search_notes.push_back(line.substr(owner->id.size() + 2));
}

void take_searched(const json_place& root, comparison& out) {
  if (!root.has("searched")) return;
  out.searched = detail::stored_texts(root["searched"]);
  const json_place components = root["components"];
  bool told = false;
  for (std::size_t i = 0; i < components.size(); ++i)
    told = told || components.at(i).has("search_notes");
  if (!told) assign_notes(out);
}

void take_reference_found(const json_place& overall, comparison& out) {
  if (!overall.has("reference_parameters_found")) return;
  const json_place found = overall["reference_parameters_found"];
  if (found.is_null()) return;
  out.reference_parameters_found = found.whole();
  if (*out.reference_parameters_found > out.reference.parameters)
    found.complain("is more than the reference has");
}

comparison stored_comparison(const json_place& root) {
  comparison out;
  out.subject = stored_model(root["subject"]);
  out.reference = stored_model(root["reference"]);
  if (root.has("source"))
    out.source = root["source"].named(evidence_source::weights, evidence_source::fingerprints);
  out.options = stored_options(root["options"]);
  const json_place options = root["options"];
  if (options.has("search")) out.asked = stored_search(options["search"]);
  const json_place overall = root["overall"];
  out.overall = overall["verdict"].named(verdict::identical, verdict::non_evidential);
  out.sentence = overall["sentence"].text();
  out.parameters_found = overall["parameters_found"].whole();
  take_reference_found(overall, out);
  take_lists(root, out);
  take_searched(root, out);
  out.limits = detail::stored_texts(root["limits"]);
  if (root.ok()) detail::complain_of_contradictions(root, out);
  return out;
}

} // namespace

result<comparison> read_comparison(std::string_view json, std::string_view label) {
  const std::string name = std::string(label) + ": ";
  if (json.size() > most_bytes)
    return error{errc::no_memory, name + "reports of more than 256 MB are not read", fault::limit};
  result_guard guard;
  if (!nlohmann::json::sax_parse(json, &guard)) {
    if (guard.too_large()) return error{errc::no_memory, name + guard.complaint, fault::limit};
    return error{errc::bad_format, name + guard.complaint, fault::format};
  }
  const detail::json_document document(json);
  if (auto refusal = refused_version(document.root())) {
    refusal->message.insert(0, name);
    return *refusal;
  }
  detail::document_complaint complaint;
  comparison out = stored_comparison(json_place(document.root(), complaint));
  if (!complaint.empty()) return error{errc::bad_format, name + complaint.text(), fault::format};
  return out;
}

} // namespace weightkin
