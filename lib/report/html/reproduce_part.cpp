#include <algorithm>
#include <cmath>

#include <weightkin/version.hpp>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t files_shown = 2000;

/// For a shell, whatever the name is. Names with characters that are not shown as they are cannot
/// be pasted anyway; quoted they at least do nothing.
std::string shell_word(const std::string& name) {
  std::string out = "'";
  for (const char c : elided(printable(name), 300))
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string file_rows(const char* role, const model_summary& model, std::size_t& left) {
  std::string out;
  for (const model_file& file : model.files) {
    if (left == 0) break;
    --left;
    out +=
        element("tr", element("th", html_name(file.name), "scope=\"row\"") + element("td", role) +
                          element("td", grouped(file.size_bytes), "class=\"n\"") +
                          element("td", element("code", html_prose(file.sha256)))) +
        "\n";
  }
  return out;
}

std::string file_table(const comparison& ruling) {
  const std::size_t all = ruling.subject.files.size() + ruling.reference.files.size();
  if (all == 0)
    return element("p", "The digests of the files were not recorded with this comparison: that the "
                        "same files are compared again has to be known otherwise.") +
           "\n";
  std::size_t left = files_shown;
  std::string rows = file_rows("subject", ruling.subject, left);
  rows += file_rows("reference", ruling.reference, left);
  std::string head;
  for (const char* title : {"File", "Side", "Bytes", "SHA-256"})
    head += element("th", title, "scope=\"col\"");
  std::string out = scrolling(element("table", element("caption", "The files that were compared") +
                                                   element("thead", element("tr", head)) +
                                                   element("tbody", rows)),
                              "The files that were compared");
  if (all > files_shown)
    out += element("p", "The first " + std::to_string(files_shown) + " of " + counted(all, "file") +
                            " are listed.") +
           "\n";
  return out;
}

std::string row(const char* name, const std::string& value) {
  return element("dt", name) + element("dd", value) + "\n";
}

std::string seconds_text(double seconds) {
  return fixed(seconds, seconds == std::floor(seconds) ? 0 : 3);
}

std::string asked_rows(const comparison& ruling) {
  if (!ruling.asked) return {};
  const asked_search& asked = *ruling.asked;
  return row("Depth of the search", std::string(name_of(asked.depth))) +
         row("Time limit of the search",
             asked.seconds > 0 ? seconds_text(asked.seconds) + " s" : std::string("none")) +
         row("Component map, BLAKE3 of its rules",
             asked.component_map.empty() ? std::string("none")
                                         : element("code", html_prose(asked.component_map)));
}

std::string opening_text(const std::optional<model_opening>& opened) {
  if (!opened) return "not recorded";
  std::string out = opened->as_stored
                        ? "names, axes and values as the files have them"
                        : "names, axes and values as the framework has them that the model is for";
  return out + (opened->lenient_pickle ? "; unknown classes in pickles were inert values" : "");
}

std::string opened_rows(const comparison& ruling) {
  if (!ruling.subject.opened && !ruling.reference.opened) return {};
  return row("The subject was read with", opening_text(ruling.subject.opened)) +
         row("The reference was read with", opening_text(ruling.reference.opened));
}

bool opened_alike(const comparison& ruling) {
  return ruling.subject.opened && ruling.subject.opened == ruling.reference.opened;
}

/// A command line opens both sides in one way.
std::string opening_options(const comparison& ruling) {
  if (!opened_alike(ruling)) return {};
  return std::string(ruling.subject.opened->as_stored ? " --as-stored" : "") +
         (ruling.subject.opened->lenient_pickle ? " --lenient-pickle" : "");
}

/// The options that a command line needs of the search.
std::string asked_options(const comparison& ruling) {
  if (!ruling.asked) return {};
  std::string out;
  if (ruling.asked->depth != search_depth::automatic)
    out += " --depth " + std::string(name_of(ruling.asked->depth));
  if (ruling.asked->seconds > 0) out += " --search-seconds " + seconds_text(ruling.asked->seconds);
  if (!ruling.asked->component_map.empty()) out += " --map MAP.json";
  return out;
}

/// What no command line can say, or this comparison does not know.
std::string reservations(const comparison& ruling) {
  std::string out;
  if (!ruling.asked)
    out += ruling.source == evidence_source::fingerprints
               ? " Fingerprints are compared without a search."
               : " How deep to search, for how long, and with which component map was not recorded "
                 "with this comparison: what was searched is listed under Method.";
  else if (ruling.asked->seconds > 0)
    out += " The search had a time limit, so a slower or faster machine may get further or less "
           "far.";
  if (ruling.asked && !ruling.asked->component_map.empty())
    out += " MAP.json is the component map whose rules have the digest below.";
  if (ruling.source == evidence_source::weights && !opened_alike(ruling))
    out += " Options of opening (--as-stored, --lenient-pickle) have to be given as they were.";
  return out;
}

std::string option_rows(const comparison& ruling) {
  const ruling_options& options = ruling.options;
  return element("dl",
                 row("Tool", "weightkin " WEIGHTKIN_VERSION) +
                     row("Compared", std::string(name_of(ruling.source))) +
                     row("Seed of samples and permutations", std::to_string(options.seed)) +
                     row("Level over all components, as log10", compact(options.log10_alpha)) +
                     row("Floor of the effect", fixed(options.effect_floor, 4)) +
                     row("Floor where units were searched", fixed(options.searched_floor, 4)) +
                     row("Share that \"derived\" needs", fixed(options.derived_share, 4)) +
                     row("Units sampled per group", grouped(options.max_units)) +
                     row("Features sampled per tensor", grouped(options.max_features)) +
                     asked_rows(ruling) + opened_rows(ruling));
}

} // namespace

std::string reproduce_section(const comparison& ruling) {
  const std::string command = "weightkin compare " + shell_word(ruling.subject.name) + " " +
                              shell_word(ruling.reference.name) + " --seed " +
                              std::to_string(ruling.options.seed) + asked_options(ruling) +
                              opening_options(ruling) + " --html report.html";
  return page_section(
      "reproduce", "How to reproduce this",
      element("p", "The same files, options and version give this page byte for byte, on every "
                   "machine and with any number of threads. Nothing on it was typed by hand." +
                       reservations(ruling)) +
          "\n" + element("pre", element("code", xml_text(command)), "tabindex=\"0\"") + "\n" +
          option_rows(ruling) + file_table(ruling));
}

} // namespace weightkin::detail
