#include "report_options.hpp"

#include <map>

#include "common_options.hpp"

namespace weightkin::cli {
namespace {

constexpr const char* report_footer = R"(Formats (docs/documents.md):
  text, json    as `weightkin compare` writes them; json brings an old result to the present form
  svg           the picture of one or more comparisons
  html          one page for people
  cyclonedx     a bill of materials (CycloneDX 1.6) with ancestors, variants and evidence
  spdx          the same as SPDX 3.0.1; needs --created
  intoto        an unsigned in-toto statement about the subject's files
  svr           a short one for policy engines; needs --created
  sarif         findings as SARIF 2.1.0, for code scanners
  card          what a model card on a hub should say: base_model, base_model_relation
The documents from cyclonedx on take several results of one subject, a reference each.
intoto and svr are about files: the results must have been made with `compare --digests`.
Nothing is computed again, and the clock is not looked at: the same results give the same bytes.
Each result holds its level by itself; `check --results` divides it by their number, documents do not.

Examples:
  weightkin compare mine/ theirs/ --digests --json -o result.json
  weightkin report result.json
  weightkin report result.json --format cyclonedx -o bom.json
  weightkin report result.json --format spdx --created 2026-01-31T12:00:00Z
  weightkin report a.json b.json --format card --reference-id example/a --reference-id example/b)";

constexpr const char* check_footer = R"(What happens:
  1  SUBJECT is compared with every reference, as `weightkin scan` does; all count as tried.
     With --results that was done before: the level of each is divided by their number
  2  what SUBJECT claims of its origin is read: base_model in the card, base_model keys in its file
  3  each rule of the policy is applied (docs/policy.md), and the worst outcome is the answer
A policy is JSON; examples are in examples/policies. An error in it names the line.
Which licence a reference is under is the user's own table; weightkin knows none.

Exit codes: 0 pass, 1 fail, 2 could not finish, 3 pass but nothing was comparable, 4 review.

Examples:
  weightkin check mine.safetensors --references models/ --policy gate.json
  weightkin check mine/ --references prints/ --policy gate.json --licences licences.json
                  --card mine/README.md --json -o decision.json
  weightkin check --results a.json b.json --policy gate.json)";

const std::map<std::string, document_format>& formats() {
  static const std::map<std::string, document_format> names{
      {"text", document_format::text},     {"json", document_format::json},
      {"svg", document_format::svg},       {"html", document_format::html},
      {"spdx", document_format::spdx},     {"cyclonedx", document_format::cyclonedx},
      {"intoto", document_format::intoto}, {"svr", document_format::svr},
      {"sarif", document_format::sarif},   {"card", document_format::card}};
  return names;
}

/// What a format has no place for was not meant to be lost.
void refuse_unused(const CLI::App& command, document_format format) {
  const bool names_models = format != document_format::text && format != document_format::json &&
                            format != document_format::svg && format != document_format::html;
  for (const char* option : {"--created", "--subject-id", "--reference-id"})
    if (command.count(option) > 0 && !names_models)
      throw CLI::ValidationError(option, "text, json, svg and html have no place for it");
  if (command.count("--tensors") > 0 && format != document_format::text)
    throw CLI::ValidationError("--tensors", "is of the format text");
}

} // namespace

CLI::App* add_report(CLI::App& app, report_settings& settings) {
  CLI::App* command =
      app.add_subcommand("report", "Turn stored results of compare --json into other documents");
  command->footer(report_footer);
  command->add_option("RESULT.json", settings.results, "Results, as compare --json wrote them")
      ->required();
  add_choice(*command, "--format", settings.format, formats(), "What to write; see below")
      ->type_name("FORMAT");
  command
      ->add_option("-o,--output", settings.common.output,
                   "Write the document to FILE, whole or not at all")
      ->type_name("FILE");
  command->add_flag("--tensors", settings.common.tensors, "In text, also a line per tensor");
  command
      ->add_option("--created", settings.created,
                   "The time that the document carries, as 2026-01-31T12:00:00Z; none by default")
      ->type_name("TIME");
  command
      ->add_option("--subject-id", settings.subject_id,
                   "What the subject is called elsewhere: owner/name, or a package URL")
      ->type_name("ID");
  command
      ->add_option("--reference-id", settings.reference_ids,
                   "What the reference is called elsewhere; once per result, in their order")
      ->type_name("ID")
      ->take_all()
      ->expected(1);
  command->callback([command, &settings] { refuse_unused(*command, settings.format); });
  return command;
}

CLI::App* add_check(CLI::App& app, check_settings& settings) {
  CLI::App* command =
      app.add_subcommand("check", "Judge SUBJECT by a policy about what it may descend from");
  command->footer(check_footer);
  CLI::Option* subject = command->add_option("SUBJECT", settings.scan.subject,
                                             "The model in question, or its fingerprint");
  CLI::Option* references =
      command
          ->add_option("--references", settings.scan.references,
                       "Models, fingerprints, or folders of them: whose descent to test")
          ->type_name("PATH...");
  CLI::Option* results =
      command
          ->add_option("--results", settings.results,
                       "In place of SUBJECT and references: what compare --json wrote, a reference "
                       "each; nothing is computed again")
          ->type_name("RESULT.json...")
          ->excludes(subject)
          ->excludes(references);
  command->add_option("--policy", settings.policy_path, "The rules (docs/policy.md)")
      ->required()
      ->type_name("POLICY.json");
  command
      ->add_option("--licences", settings.licences_path,
                   "What licences the references are under, and what they are called elsewhere")
      ->type_name("TABLE.json");
  command
      ->add_option("--card", settings.card_path,
                   "The subject's model card, whose front matter says what it comes from")
      ->type_name("README.md");
  command->add_flag("--prints-only", settings.scan.prints_only,
                    "Compare fingerprints even where weights are at hand: faster, less power");
  command
      ->add_option("--seed", settings.scan.seed,
                   "Seed of the fingerprints made here; default: that of the fingerprints given")
      ->check(whole_number())
      ->type_name("N");
  add_common(*command, settings.scan.common);
  for (const char* reads :
       {"--prints-only", "--seed", "--map", "--copy", "--lenient-pickle", "--as-stored"})
    results->excludes(command->get_option(reads)); // nothing is read or computed
  command->callback([subject, references, results] {
    const bool models = subject->count() > 0 && references->count() > 0;
    if (!models && results->count() == 0)
      throw CLI::ValidationError("check", "SUBJECT with --references, or --results, is required");
  });
  return command;
}

} // namespace weightkin::cli
