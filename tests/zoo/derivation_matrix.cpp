// Prints what a comparison says of every derivation of the zoo: a line for each recipe and
// strength.
//   derivation_matrix [SEEDS] [RECIPE] [verbose]
//   derivation_matrix strangers PAIRS

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include <weightkin/lineage/compare.hpp>

#include "made_decoder.hpp"
#include "recipes.hpp"

namespace {

using namespace weightkin;

struct tally {
  std::map<std::string, int> verdicts;
  std::map<std::string, int> operations;
  double weakest_log10_p = -1e9;
  double effect = 0, searched = 0, z = 0;
  int layers_right = 0, layers = 0;
};

std::string joined(const std::map<std::string, int>& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += (text.empty() ? "" : ",") + name + (count > 1 ? "*" + std::to_string(count) : "");
  return text;
}

void count(tally& sum, const comparison& answer, const zoo::descent& truth) {
  const component_ruling& part = answer.components.front();
  ++sum.verdicts[std::string(name_of(part.ruling))];
  for (const operation_finding& finding : part.operations)
    ++sum.operations[std::string(name_of(finding.kind))];
  sum.weakest_log10_p = std::max(sum.weakest_log10_p, part.log10_p_holm);
  sum.effect += part.evidence.effect;
  sum.z += part.evidence.z;
  sum.searched += part.searched.effect;
  if (truth.layer_of.empty() || !part.arrangement) return;
  for (std::size_t i = 0; i < truth.layer_of.size(); ++i) {
    ++sum.layers;
    sum.layers_right +=
        i < part.arrangement->layer_of.size() && part.arrangement->layer_of[i] == truth.layer_of[i];
  }
}

} // namespace

/// Strangers of one shape: how often anything is found, and how alike searched units look.
void print_strangers(int pairs) {
  int findings = 0, searched = 0;
  double most = 0, sum = 0;
  for (int i = 0; i < pairs; ++i) {
    const zoo::zoo_model a = zoo::made_decoder(static_cast<std::uint64_t>(1000 + 2 * i));
    const zoo::zoo_model b = zoo::made_decoder(static_cast<std::uint64_t>(1001 + 2 * i));
    const auto answer = compare_views(a.views(), b.views(), {});
    if (!answer) continue;
    for (const component_ruling& part : answer->components) {
      findings += is_finding(part.ruling);
      if (part.searched.null == null_kind::none) continue;
      ++searched;
      most = std::max(most, part.searched.effect);
      sum += part.searched.effect;
    }
    if (i == 0)
      for (const std::string& line : answer->searched)
        std::printf("  %s\n", line.c_str());
  }
  std::printf(
      "strangers: %d pairs, %d findings; searched units in %d: effect mean %.3f, most %.3f\n",
      pairs, findings, searched, searched > 0 ? sum / searched : 0.0, most);
}

int main(int argc, char** argv) {
  if (argc > 2 && std::string(argv[1]) == "strangers") {
    print_strangers(std::atoi(argv[2]));
    return 0;
  }
  const int seeds = argc > 1 ? std::atoi(argv[1]) : 2;
  const std::string only = argc > 2 ? argv[2] : "";
  std::printf("%-34s %-14s %-44s %9s %7s %7s %8s %9s  %s\n", "recipe", "strength", "verdicts",
              "log10p<=", "effect", "z", "searched", "layers", "operations");
  std::vector<zoo::relatives> families;
  for (int seed = 0; seed < seeds; ++seed)
    families.push_back(zoo::made_relatives(static_cast<std::uint64_t>(2 * seed + 1)));
  for (const zoo::recipe& made : zoo::recipes_for(zoo::backbone::decoder)) {
    if (!only.empty() && made.name.find(only) == std::string::npos) continue;
    for (std::size_t strength = 0; strength < made.strengths.size(); ++strength) {
      tally sum;
      for (int seed = 0; seed < seeds; ++seed) {
        const zoo::relatives& family = families[static_cast<std::size_t>(seed)];
        const zoo::descendant child =
            made.apply(family, strength, static_cast<std::uint64_t>(seed));
        const auto subject = child.model.views();
        const auto reference = family.parent.views();
        auto answer = compare_views(subject, reference, {});
        if (!answer) {
          ++sum.verdicts["ERROR " + answer.error().message];
          continue;
        }
        count(sum, *answer, child.truth);
        if (argc > 3)
          for (const std::string& line : answer->searched)
            std::printf("  %s\n", line.c_str());
      }
      std::printf("%-34s %-14s %-44s %9.1f %7.3f %7.1f %8.3f %4d/%-4d  %s\n", made.name.c_str(),
                  made.strengths[strength].c_str(), joined(sum.verdicts).c_str(),
                  sum.weakest_log10_p, sum.effect / seeds, sum.z / seeds, sum.searched / seeds,
                  sum.layers_right, sum.layers, joined(sum.operations).c_str());
      std::fflush(stdout);
    }
  }
  return 0;
}
