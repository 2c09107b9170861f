#include "many_models_options.hpp"

#include "common_options.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {
namespace {

constexpr const char* scan_footer = R"(What happens:
  1  every reference gets a fingerprint, unless it is one (weightkin fingerprint); one pass each
  2  for each component of SUBJECT the references are ranked: by equal values, then by sketches,
     then by what survives reordering. Ranks are no evidence
  3  the best --confirm of each component are compared in full, as `weightkin compare` does. All
     references count as tried, so each needs stronger evidence the more of them there are
  4  of the references found for a component, one is called the nearest when the component has
     what sets it apart from the others: a chain W -> Q -> H makes Q the nearest of H, although
     H descends from W as well. Siblings of the component are not separable, and are called so
"Nearest" is one of the references, not the parent: that one may be missing, and who came first is
another question (weightkin tree).

Examples:
  weightkin scan mine.safetensors --references models/
  weightkin scan mine.safetensors --references a.safetensors b.gguf c.wkf
  weightkin scan mine.wkf --references prints/ --json       from fingerprints alone
  weightkin scan mine/ --references prints/ --fail-on derived || echo "declare the base model")";

constexpr const char* tree_footer = R"(What is drawn (docs/tree.md):
  Every pair of models is compared; components that depend on one another form a family, and each
  family gets a tree. Its edges say who lies between whom. That needs three models and no dates:
  if what sets B apart from A and what sets C apart from A have nothing in common, A lies between
  B and C. A branching point where none of the models lies is drawn as an unknown one.
  An edge has an arrow only where the weights prove who came first: a rounded copy cannot give
  back what it was rounded from, a mixture comes after what it is mixed of, and whatever branches
  off behind a proven child is younger too. All other edges have no direction, and a tree without
  a proven one has no root.

Examples:
  weightkin tree models/
  weightkin tree a.safetensors b.safetensors c.wkf --svg tree.svg
  weightkin tree prints/ --json -o forest.json
  weightkin tree models/ --newick                           for phylogenetic tools)";

void add_seed(CLI::App& command, std::optional<std::uint64_t>& seed) {
  command
      .add_option("--seed", seed,
                  "Seed of the fingerprints made here; default: that of the fingerprints given")
      ->check(whole_number())
      ->type_name("N");
}

} // namespace

CLI::App* add_scan(CLI::App& app, scan_settings& settings) {
  CLI::App* command =
      app.add_subcommand("scan", "Look for the origin of SUBJECT among many references");
  command->footer(scan_footer);
  command->add_option("SUBJECT", settings.subject, "The model in question, or its fingerprint")
      ->required();
  command
      ->add_option("--references", settings.references,
                   "Models, fingerprints, or folders of them: whose descent to test")
      ->required()
      ->type_name("PATH...");
  command
      ->add_option("--confirm", settings.confirm,
                   "How many of the best ranked to compare, per component")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str()
      ->type_name("K");
  command->add_flag("--prints-only", settings.prints_only,
                    "Compare fingerprints even where weights are at hand: faster, less power");
  command
      ->add_option_function<std::string>(
          "--fail-on",
          [&settings](const std::string& name) { settings.fail_on = finding_named(name); },
          "Exit 1 when a component's verdict is this finding or a stronger one")
      ->check(
          CLI::IsMember({"related", "derived", "reencoded", "identical_after_cast", "identical"}))
      ->type_name("VERDICT");
  add_seed(*command, settings.seed);
  add_common(*command, settings.common);
  return command;
}

CLI::App* add_tree(CLI::App& app, tree_settings& settings) {
  CLI::App* command =
      app.add_subcommand("tree", "Show how models descend from one another, as far as proven");
  command->footer(tree_footer);
  command
      ->add_option("FILES", settings.models, "Models, fingerprints, or folders of them; at least 2")
      ->required();
  command->add_flag("--weights", settings.weights,
                    "Compare weights where they are at hand: every pair is read, which takes long");
  command->add_flag("--newick", settings.newick,
                    "Print a line a tree in the (extended) Newick format instead of text");
  command->add_option("--svg", settings.svg_path, "Also draw the trees into FILE")
      ->type_name("FILE");
  add_seed(*command, settings.seed);
  add_common(*command, settings.common);
  return command;
}

} // namespace weightkin::cli
