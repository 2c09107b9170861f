// Writes docs/zoo.md: every pair of the shared zoo and what is ruled on it.
// usage: zoo_table > docs/zoo.md      (WEIGHTKIN_SHARED names the shared folder)
#include <cmath>
#include <cstdio>
#include <map>
#include <support/zoo_pairs.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::map<char, const char*> titles{
    {'A', "Same weights, other container, dtype or axis order"},
    {'B', "Derived, or of one lineage"},
    {'C', "Steps of one training run"},
    {'D', "Independent"},
    {'E', "Hard, contradictory or undocumented"}};

/// The component with most parameters stands for the model; the zoo's models have one that matters.
const component_ruling* main_component(const comparison& answer) {
  const component_ruling* largest = nullptr;
  for (const component_ruling& part : answer.components)
    if (largest == nullptr || part.parameters > largest->parameters) largest = &part;
  return largest;
}

std::string number(double value, const char* format) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

void print_row(const zoo_pair& pair, const result<comparison>& answer) {
  std::printf("| %s | %s | %s | ", pair.a.c_str(), pair.b.c_str(), pair.claim.c_str());
  if (!answer) {
    std::printf("error | | | | | %s |\n", answer.error().message.c_str());
    return;
  }
  const component_ruling* part = main_component(*answer);
  if (part == nullptr) {
    std::printf("%s | | | | | no component |\n", std::string(name_of(answer->overall)).c_str());
    return;
  }
  std::printf(
      "%s | %zu / %zu | %s | %s | %s | %s |\n", std::string(name_of(answer->overall)).c_str(),
      part->tensors_compared, part->tensors_unmatched, number(part->pearson, "%.4f").c_str(),
      number(part->evidence.effect, "%.3f").c_str(), number(part->log10_p_holm, "%.1f").c_str(),
      number(part->minimum_detectable, "%.3f").c_str());
}

} // namespace

int main() {
  const std::filesystem::path zoo = shared_folder() / "zoo";
  const auto pairs = zoo_pairs(zoo);
  if (pairs.empty()) {
    std::fprintf(stderr, "zoo_table: no table of pairs in %s; set WEIGHTKIN_SHARED\n", zoo.c_str());
    return 2;
  }
  std::printf("# Real pairs and what is ruled on them\n\n"
              "Written by `zoo_table` (tests/lineage); the files are others' and not part of the "
              "project. A is the subject, B the\nreference. Compared: tensors compared / without a "
              "counterpart, of the largest component; Pearson is the\nparameter-weighted median, "
              "effect and log10 p (after Holm) come from the pooled permutation test, smallest is\n"
              "the correlation the test would have seen.\n");
  char section = 0;
  for (const zoo_pair& pair : pairs) {
    if (pair.section != section) {
      section = pair.section;
      std::printf("\n## %s\n\n| A | B | documented | ruling | compared | Pearson | effect | "
                  "log10 p | smallest |\n|---|---|---|---|---|---|---|---|---|\n",
                  titles.at(section));
    }
    print_row(pair, compare_zoo_pair(zoo, pair));
  }
  return 0;
}
