// Of models with several parts: which of them are said to be the parent's.
#include <map>
#include <string>
#include <utility>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"

namespace weightkin::evaluation {
namespace {

struct part_count {
  std::size_t kept = 0, kept_found = 0, kept_undecided = 0;
  std::size_t partly = 0, partly_found = 0;
  std::size_t anew = 0, anew_found = 0;
};

void count_part(part_count& sum, const measured_component& part) {
  const bool undecided = part.ruling == "undetermined";
  if (part.anew == 0) {
    ++sum.kept;
    sum.kept_found += part.finding;
    sum.kept_undecided += undecided;
  } else if (part.anew == 1) {
    ++sum.anew;
    sum.anew_found += part.finding;
  } else if (part.anew > 0) {
    ++sum.partly;
    sum.partly_found += part.finding;
  }
}

} // namespace

std::string components_section(pair_span pairs) {
  std::map<std::pair<std::string, std::string>, part_count> parts;
  for (const measured_pair* pair : pairs_of(pairs, set_name::trained))
    if (pair->components.size() > 1)
      for (const measured_component& part : pair->components)
        count_part(parts[{pair->backbone, part.id}], part);
  page_table table({"backbone", "component", "kept or trained on: found", "of them undetermined",
                    "begun anew in part: found", "begun anew: found"});
  for (const auto& [name, sum] : parts)
    table.add({name.first, name.second, of_total(sum.kept_found, sum.kept),
               std::to_string(sum.kept_undecided), of_total(sum.partly_found, sum.partly),
               of_total(sum.anew_found, sum.anew)});
  return table.text();
}

} // namespace weightkin::evaluation
