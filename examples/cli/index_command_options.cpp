#include "index_command_options.hpp"

#include "common_options.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {
namespace {

constexpr const char* index_footer =
    R"(INDEX is a file (SQLite, made by `add`), or postgresql://... where many machines share one.
It holds fingerprints, digests and rulings, and no weights (docs/registry.md).

Examples:
  weightkin index add all.wki models/ prints/          each once; adding again changes nothing
  weightkin index query all.wki mine.safetensors       equal parts, candidates, and what comes of comparing
  weightkin index query all.wki mine.wkf --fail-on derived || echo "declare the base model"
  weightkin index query all.wki --digest 3f2a...       who has these values?
  weightkin index list all.wki --json
  weightkin index export all.wki folder/               every fingerprint as a file of its own
  weightkin index verify all.wki                       exit 1 when something is not as it was added
  weightkin index rule all.wki mine.wkf theirs.wkf report.json   keeps a report
  weightkin index rulings all.wki mine.wkf             and finds it again)";

CLI::App* add_action(CLI::App& index, index_settings& settings, const char* name,
                     const char* purpose, index_action action) {
  CLI::App* command = index.add_subcommand(name, purpose);
  command->add_option("INDEX", settings.address, "A SQLite file or postgresql://...")->required();
  command->callback([&settings, action] { settings.action = action; });
  add_common(*command, settings.common);
  return command;
}

void add_query_options(CLI::App& command, index_settings& settings) {
  command.add_option("SUBJECT", settings.paths, "The model in question, or its fingerprint")
      ->expected(0, 1);
  command
      .add_option("--digest", settings.digest,
                  "Instead of SUBJECT: a root or value digest, 64 hexadecimal digits")
      ->type_name("HEX");
  command.add_option("--limit", settings.limit, "How many candidates to rank")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str()
      ->type_name("N");
  command
      .add_option("--confirm", settings.confirm,
                  "How many of the best ranked to compare, per component")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str()
      ->type_name("K");
  command
      .add_option("--weights", settings.weights,
                  "Folder where models of the index may lie under their names")
      ->type_name("DIR");
  command.add_flag("--prints-only", settings.prints_only,
                   "Compare fingerprints even where weights are at hand: faster, less power");
  command.add_flag("--keep", settings.keep, "Keep what was found as rulings in the index");
  command
      .add_option_function<std::string>(
          "--fail-on",
          [&settings](const std::string& name) { settings.fail_on = finding_named(name); },
          "Exit 1 when a component's verdict is this finding or a stronger one")
      ->check(
          CLI::IsMember({"related", "derived", "reencoded", "identical_after_cast", "identical"}))
      ->type_name("VERDICT");
}

} // namespace

CLI::App* add_index(CLI::App& app, index_settings& settings) {
  CLI::App* index =
      app.add_subcommand("index", "Keep fingerprints of many models and look in them");
  index->footer(index_footer);
  index->require_subcommand(1);
  CLI::App* add =
      add_action(*index, settings, "add", "Add models, by their fingerprints", index_action::add);
  add->add_option("PATH", settings.paths, "Models, fingerprints, or folders of them")->required();
  add->add_option("--seed", settings.seed, "Seed of fingerprints made here; default: the index's")
      ->check(whole_number())
      ->type_name("N");
  add_query_options(
      *add_action(*index, settings, "query", "Where does SUBJECT come from?", index_action::query),
      settings);
  CLI::App* list = add_action(*index, settings, "list", "Show the models", index_action::list);
  list->add_option("--limit", settings.limit, "How many")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str()
      ->type_name("N");
  list->add_option("--after", settings.after, "Begin behind this id")
      ->check(CLI::NonNegativeNumber)
      ->type_name("ID");
  add_action(*index, settings, "remove", "Take models out", index_action::remove)
      ->add_option("ID", settings.paths, "As `list` shows them")
      ->required();
  add_action(*index, settings, "export", "Write every fingerprint to a file of its own",
             index_action::take_out)
      ->add_option("DIR", settings.paths, "The folder to write to; made when it is not there")
      ->required()
      ->expected(1);
  add_action(*index, settings, "verify", "Check that everything is as it was added",
             index_action::verify);
  add_action(*index, settings, "rule", "Keep a report about two models", index_action::rule)
      ->add_option("SUBJECT REFERENCE REPORT", settings.paths,
                   "Two models, fingerprints or digests, and the file to keep")
      ->required()
      ->expected(3);
  add_action(*index, settings, "rulings", "Show the reports that are kept", index_action::rulings)
      ->add_option("MODEL", settings.paths, "Only those about it: a model, fingerprint or digest")
      ->expected(0, 1);
  return index;
}

} // namespace weightkin::cli
