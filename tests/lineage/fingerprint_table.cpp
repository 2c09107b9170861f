// Writes docs/fingerprint-verdicts.md: what fingerprints rule on the pairs of the shared zoo.
// usage: fingerprint_table > docs/fingerprint-verdicts.md    (WEIGHTKIN_SHARED names the shared
// folder)
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <support/zoo_prints.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

std::string number(double value, const char* format) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string word(verdict ruling) { return std::string(name_of(ruling)); }

void print_row(const zoo_pair& pair, const zoo_answers& answers) {
  const component_ruling* full = main_component(answers.full);
  const component_ruling* prints = main_component(answers.prints);
  const bool same = answers.full.overall == answers.prints.overall;
  std::printf("| %s | %s | %s | %s |", pair.a.c_str(), pair.b.c_str(),
              word(answers.full.overall).c_str(),
              same ? "the same" : ("**" + word(answers.prints.overall) + "**").c_str());
  if (full == nullptr || prints == nullptr) {
    std::printf(" | | | | |\n");
    return;
  }
  std::printf(" %s | %s | %s | %s | %s |\n", number(full->pearson, "%.4f").c_str(),
              number(prints->pearson, "%.4f").c_str(),
              number(full->minimum_detectable, "%.3f").c_str(),
              number(prints->minimum_detectable, "%.3f").c_str(),
              number(prints->minimum_detectable / full->minimum_detectable, "%.1f").c_str());
}

struct summary {
  std::size_t pairs = 0, same = 0, weaker = 0, stronger = 0;
  std::vector<double> losses;
};

void count(summary& sum, const zoo_answers& answers) {
  ++sum.pairs;
  const bool same = answers.full.overall == answers.prints.overall;
  sum.same += same ? 1 : 0;
  const bool found = is_finding(answers.prints.overall);
  const bool stronger =
      found && (!is_finding(answers.full.overall) || answers.prints.overall < answers.full.overall);
  sum.stronger += stronger ? 1 : 0;
  sum.weaker += !same && !stronger ? 1 : 0;
  const component_ruling* full = main_component(answers.full);
  const component_ruling* prints = main_component(answers.prints);
  if (full == nullptr || prints == nullptr) return;
  const double loss = prints->minimum_detectable / full->minimum_detectable;
  // At the floor of effects power is not what limits.
  if (std::isfinite(loss) && full->minimum_detectable > 1.001 * answers.full.options.effect_floor)
    sum.losses.push_back(loss);
}

} // namespace

int main() {
  const std::filesystem::path zoo = shared_folder() / "zoo";
  const auto pairs = zoo_pairs(zoo);
  if (pairs.empty()) {
    std::fprintf(stderr, "fingerprint_table: no table of pairs in %s; set WEIGHTKIN_SHARED\n",
                 zoo.c_str());
    return 2;
  }
  std::printf(
      "# What fingerprints rule on real pairs\n\n"
      "Written by `fingerprint_table` (tests/lineage) over the pairs of [zoo.md](zoo.md); the "
      "files "
      "are others' and not part of\nthe project. Verdicts of the model from weights and from "
      "fingerprints of default size; of the largest component the\nmedian Pearson correlation and "
      "the smallest effect that would have been found, from both.\n\n"
      "| A | B | from weights | from fingerprints | Pearson | estimated | smallest | "
      "smallest | ratio |\n|---|---|---|---|---|---|---|---|---|\n");
  summary sum;
  for (const zoo_pair& pair : pairs) {
    const auto answers = compare_zoo_prints(zoo, pair);
    if (!answers) {
      std::fprintf(stderr, "%s, %s: %s\n", pair.a.c_str(), pair.b.c_str(),
                   answers.error().message.c_str());
      return 1;
    }
    print_row(pair, *answers);
    count(sum, *answers);
  }
  std::sort(sum.losses.begin(), sum.losses.end());
  const double median = sum.losses.empty() ? NAN : sum.losses[sum.losses.size() / 2];
  std::printf("\n%zu pairs: %zu the same, %zu weaker, %zu stronger. Where power and not the floor "
              "limits (%zu pairs), the\nsmallest effect found from fingerprints is %.1f times "
              "that from weights in the median, %.1f at most.\n",
              sum.pairs, sum.same, sum.weaker, sum.stronger, sum.losses.size(), median,
              sum.losses.empty() ? NAN : sum.losses.back());
  return 0;
}
