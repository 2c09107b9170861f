#include "command_line.hpp"

#include <array>
#include <map>

#include <CLI/CLI.hpp>

#include <weightkin/version.hpp>

#include "common_options.hpp"
#include "completion_command.hpp"
#include "exit_code.hpp"
#include "index_command_options.hpp"
#include "many_models_options.hpp"
#include "model_access.hpp"
#include "report_options.hpp"

namespace weightkin::cli {
namespace {

constexpr const char* purpose =
    "weightkin says, component by component, whether a model's weights descend from another's.";

constexpr const char* footer = R"(Examples:
  weightkin inspect model.safetensors            what is in it, what could be evidence
  weightkin compare mine.safetensors theirs.pt   does mine descend from theirs?
  weightkin compare A B --json -o report.json    the same for programs
  weightkin compare A B --fail-on derived        exit 1 when any component is derived or closer
  weightkin convert model.msgpack model.safetensors --dtype bf16
  weightkin fingerprint model.safetensors -o model.wkf   keep what identifies it
  weightkin hash model.gguf                      what it is, exactly; see hash --help
  weightkin report report.json --format cyclonedx   a stored result as another document
  weightkin scan mine.safetensors --references models/   which of these does mine descend from?
  weightkin check mine.safetensors --references models/ --policy gate.json   may it enter?
  weightkin tree models/ --svg tree.svg          how these models descend from one another
  weightkin index query all.wki mine.safetensors which of many thousands does it descend from?

A model is a file in one of the formats of docs/formats.md, the index of a sharded checkpoint, or a
directory that holds one model. What it is is decided by its content, never by its name. Nothing in it is executed.

Verdicts, per component, always against the named reference:
  identical                        every compared element has the reference's bits
  identical_after_cast             one side is the other rounded to its number type
  reencoded                        the reference's values on a coarser grid (quantised)
  derived                          nearly all variation is the reference's: fine-tuned, noised, ...
  related                          dependent; parent, sibling and common random start look alike
  no_shared_initialisation_found   nothing found, with the smallest effect that would have been
  undetermined                     the evidence does not decide; the reason is given
  not_comparable                   nothing of it has a counterpart in the reference
  non_evidential                   nothing in it could speak about descent
There is no verdict "from scratch": a test can fail to find descent, it cannot exclude it.

Exit codes:
  0  finished
  1  finished, and a finding is at or above --fail-on
     (related < derived < reencoded < identical_after_cast < identical),
     or hash --check found a file that is not as listed, or a policy of check is broken
  2  could not finish: usage, unreadable or malformed input, cancelled; stderr says why
  3  finished, but nothing was comparable
  4  finished, and the evidence does not decide, or a policy of check asks for a review)";

void add_tensors(CLI::App& command, common_settings& settings) {
  command.add_flag("--tensors", settings.tensors, "In text, also a line per tensor");
}

CLI::App* add_inspect(CLI::App& app, inspect_settings& settings) {
  CLI::App* command = app.add_subcommand("inspect", "Show what models consist of");
  command->add_option("FILE", settings.paths, "Models")->required();
  add_common(*command, settings.common);
  add_tensors(*command, settings.common);
  return command;
}

/// How far to look where tensors do not lie on each other by name, role and shape.
void add_search(CLI::App& command, compare_settings& settings) {
  static const std::map<std::string, search_depth> depths{{"automatic", search_depth::automatic},
                                                          {"direct", search_depth::direct},
                                                          {"layers", search_depth::layers},
                                                          {"full", search_depth::full}};
  add_choice(command, "--depth", settings.depth, depths,
             "What to look for where weights do not correspond as they are stored: direct "
             "(nothing), layers (left out, repeated, moved; experts; tokens; transposes), full "
             "(also reordered units and heads, turned residual streams); automatic takes full "
             "where the models are small")
      ->type_name("DEPTH");
  command
      .add_option("--search-seconds", settings.search_seconds,
                  "Stop looking after so long; what was not finished is undetermined")
      ->check(seconds())
      ->type_name("S");
}

CLI::App* add_compare(CLI::App& app, compare_settings& settings) {
  CLI::App* command =
      app.add_subcommand("compare", "Rule on each component of SUBJECT against REFERENCE");
  command->add_option("SUBJECT", settings.subject, "The model in question, or its fingerprint")
      ->required();
  command
      ->add_option("REFERENCE", settings.reference,
                   "The model it may descend from, or its fingerprint")
      ->required();
  add_common(*command, settings.common);
  add_tensors(*command, settings.common);
  command->add_option("--svg", settings.svg_path, "Also draw the comparison into FILE")
      ->type_name("FILE");
  command
      ->add_option("--html", settings.html_path,
                   "Also write the comparison as one page for people into FILE")
      ->type_name("FILE");
  command
      ->add_option_function<std::string>(
          "--fail-on",
          [&settings](const std::string& name) { settings.fail_on = finding_named(name); },
          "Exit 1 when a component's verdict is this finding or a stronger one")
      ->check(
          CLI::IsMember({"related", "derived", "reencoded", "identical_after_cast", "identical"}))
      ->type_name("VERDICT");
  command->add_option("--seed", settings.seed, "Seed of the samples and permutations drawn")
      ->check(whole_number())
      ->type_name("N");
  command->add_flag("--digests", settings.digests,
                    "Also read the files whole and name them with their SHA-256");
  add_search(*command, settings);
  return command;
}

/// How numbers may be written, by the names of --dtype.
std::optional<dtype> floats_named(std::string_view name) {
  for (const dtype type : std::array{dtype::f32, dtype::f16, dtype::bf16})
    if (name_of(type) == name) return type;
  return std::nullopt;
}

constexpr const char* convert_footer = R"(Examples:
  weightkin convert model.gguf model.safetensors --dtype bf16    quantised weights as numbers
  weightkin convert flax_model.msgpack model.safetensors         another framework's weights
  weightkin convert model.pth model.safetensors --as-stored      nothing renamed or transposed)";

CLI::App* add_convert(CLI::App& app, convert_settings& settings) {
  CLI::App* command = app.add_subcommand("convert", "Write a model as one safetensors file");
  command->footer(convert_footer);
  command->add_option("IN", settings.input, "The model to read")->required();
  command->add_option("OUT.safetensors", settings.output, "The file to write, whole or not at all")
      ->required();
  command
      ->add_option_function<std::string>(
          "--dtype", [&settings](const std::string& name) { settings.floats = floats_named(name); },
          "Write real numbers as this type, rounded to nearest; keep: each as it is (the default)")
      ->check(CLI::IsMember({"f32", "f16", "bf16", "keep"}))
      ->type_name("DTYPE");
  add_reading(*command, settings);
  return command;
}

constexpr const char* fingerprint_footer =
    R"(A fingerprint is what remains of a model when the weights are gone: digests that tell whether two models
are the same, sketches that tell how near one is to another, signatures of units that carry evidence of
descent. About 1 MB for 7 billion parameters, made in one pass at the speed of the disk. `weightkin compare`
takes it in place of the model, `weightkin inspect` shows what is in it.

A fingerprint holds no weights, but says what the model is like, and of tensors of a few elements nearly
everything. What need not be told can be left out with --without; what is left out is gone:
  names     become pseudonyms; who guesses a name can still confirm it
  sketch    no similarity of whole tensors
  units     no evidence of descent
  rows      no recognition of reordered rows
  digests   no proof of identity; checksums remain
  sums      no minimum, maximum, mean, mean square and magnitudes
  anchors   no recognition of feed-forward networks in a turned basis

Examples:
  weightkin fingerprint model.safetensors -o model.wkf
  weightkin fingerprint model.gguf -o model.wkf --level small       62 kB: finds copies and near copies
  weightkin fingerprint model.wkf -o public.wkf --without units,anchors,names   less of one that was made before
  weightkin fingerprint model.wkf --json                           for programs
  weightkin compare model.wkf theirs.safetensors)";

/// What --without leaves out, by its names.
void leave_out(disclosure& kept, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == "names") kept.names = false;
    if (name == "sketch") kept.sketch = false;
    if (name == "units") kept.units = false;
    if (name == "rows") kept.rows = false;
    if (name == "digests") kept.digests = false;
    if (name == "sums") kept.sums = false;
    if (name == "anchors") kept.anchors = false;
  }
}

CLI::App* add_fingerprint(CLI::App& app, fingerprint_settings& settings) {
  CLI::App* command =
      app.add_subcommand("fingerprint", "Keep what identifies a model, without its weights");
  command->footer(fingerprint_footer);
  command->add_option("FILE", settings.input, "The model, or a fingerprint to be made less")
      ->required();
  command
      ->add_option("-o,--output", settings.output, "The file to write, whole or not at all (.wkf)")
      ->type_name("FILE");
  command->add_flag("--json", settings.json,
                    "Write JSON (docs/schemas/fingerprint-1.json), to stdout without -o");
  command
      ->add_option_function<std::string>(
          "--level",
          [&settings](const std::string& name) {
            settings.level = name == "small" ? print_level::small : print_level::full;
          },
          "How much is kept: full (the default), or small: copies and near copies, no evidence")
      ->check(CLI::IsMember({"full", "small"}))
      ->type_name("LEVEL");
  command
      ->add_option_function<std::vector<std::string>>(
          "--without",
          [&settings](const std::vector<std::string>& names) { leave_out(settings.kept, names); },
          "Leave out, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"names", "sketch", "units", "rows", "digests", "sums", "anchors"}))
      ->type_name("PARTS");
  command
      ->add_option("--seed", settings.seed,
                   "Seed of the sketches; fingerprints of different seeds cannot be compared")
      ->check(whole_number())
      ->type_name("N");
  command
      ->add_option("--threads", settings.threads,
                   "Threads to use; 0: all of the machine. Never changes the answer")
      ->type_name("N");
  command
      ->add_option("--map", settings.map_path,
                   "JSON file that assigns tensors to components; overrides the built-in rules")
      ->type_name("MAP.json");
  add_reading(*command, settings);
  return command;
}

constexpr const char* hash_footer = R"(Of every tensor two digests are shown:
  value    of the numbers it stands for. Equal for the same numbers in another type that holds them
           (f16 kept as f32), another container, another order of tensors, other shards
  stored   of its bytes as the file has them: tells a cast or a quantised copy from the original
and of the model two roots over the value digests:
  root      equal for models with the same tensors under the same names
  nameless  equal whatever the tensors are called; tied tensors count once
All are BLAKE3 (docs/fingerprint-format.md says of what), so that equal means equal and nobody can
make another model with the same one. Whether different models are related is for `compare`.

A manifest is about files instead, whatever is in them: the unsigned statement of the OpenSSF Model
Signing format (OMS), with a digest per file and one subject over all. The subject is that of a
signature made by other tools over the same files. --check compares files with a manifest, not
with a signature: who made the manifest, it cannot know.

Examples:
  weightkin hash model.safetensors                      digests and roots
  weightkin hash model.gguf model.safetensors --json    both, for programs
  weightkin hash model/ --manifest -o model.json        what the folder holds now
  weightkin hash model/ --check model.json              is it still so? exit 1 if not
  weightkin hash snapshot/ --manifest --follow-links    a hub's cache, which is made of links)";

CLI::App* add_hash(CLI::App& app, hash_settings& settings) {
  CLI::App* command = app.add_subcommand("hash", "Say exactly what models or their files are");
  command->footer(hash_footer);
  command->add_option("FILE", settings.paths, "Models; one file or folder for manifests")
      ->required();
  add_common(*command, settings.common);
  CLI::Option* write =
      command->add_flag("--manifest", settings.manifest, "Write the manifest of the model's files");
  CLI::Option* check = command
                           ->add_option("--check", settings.manifest_path,
                                        "Compare the model's files with this manifest")
                           ->type_name("MANIFEST")
                           ->excludes(write);
  command
      ->add_option("--ignore", settings.ignored,
                   "Leave this file or folder, relative to the model, out of the manifest; may be "
                   "repeated. What belongs to git is always left out")
      ->type_name("PATH")
      ->take_all()
      ->expected(1);
  command->add_flag("--follow-links", settings.follow_links,
                    "Hash what symbolic links in the folder lead to instead of refusing them");
  command
      ->add_option_function<std::string>(
          "--hash",
          [&settings](const std::string& name) {
            settings.algorithm = name == "blake3" ? manifest_hash::blake3 : manifest_hash::sha256;
          },
          "How the manifest hashes files: sha256, which every verifier knows, or blake3, faster")
      ->check(CLI::IsMember({"sha256", "blake3"}))
      ->needs(write)
      ->type_name("HASH");
  command->callback([&settings, write, check] {
    if ((write->count() > 0 || check->count() > 0) && settings.paths.size() != 1)
      throw CLI::ValidationError("FILE", "a manifest is of one file or folder");
  });
  return command;
}

/// What was wrong with the command line, in one line.
error misuse(const CLI::App& app, const CLI::ParseError& stop) {
  const std::vector<std::string> strange = app.remaining();
  if (app.get_subcommands().empty() && !strange.empty())
    return {errc::bad_argument,
            "there is no command '" + strange.front() + "'; weightkin --help lists them"};
  return {errc::bad_argument, std::string(stop.what()) + "; --help says more"};
}

} // namespace

invocation parse_command_line(int argc, char** argv) {
  CLI::App app{purpose, "weightkin"};
  app.footer(footer);
  app.set_version_flag("--version", "weightkin " WEIGHTKIN_VERSION);
  app.require_subcommand(1);
  inspect_settings inspect;
  compare_settings compare;
  convert_settings convert;
  fingerprint_settings fingerprint;
  hash_settings hash;
  index_settings index;
  scan_settings scan;
  tree_settings tree;
  report_settings report;
  check_settings check;
  const CLI::App* inspect_command = add_inspect(app, inspect);
  const CLI::App* convert_command = add_convert(app, convert);
  const CLI::App* fingerprint_command = add_fingerprint(app, fingerprint);
  const CLI::App* hash_command = add_hash(app, hash);
  const CLI::App* index_command = add_index(app, index);
  const CLI::App* scan_command = add_scan(app, scan);
  const CLI::App* tree_command = add_tree(app, tree);
  const CLI::App* report_command = add_report(app, report);
  const CLI::App* check_command = add_check(app, check);
  add_compare(app, compare);
  self_description about(app);
  invocation chosen;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    const bool was_asked_for = stop.get_exit_code() == 0;
    if (was_asked_for) app.exit(stop); // help, version
    chosen.exit =
        static_cast<int>(was_asked_for ? exit_code::finished : complain(misuse(app, stop)));
    return chosen;
  }
  if (about.is_wanted()) {
    const auto delivered = deliver(about.text(), common_settings{});
    chosen.exit = static_cast<int>(delivered ? exit_code::finished : complain(delivered.error()));
    return chosen;
  }
  if (inspect_command->parsed())
    chosen.inspect = std::move(inspect);
  else if (convert_command->parsed())
    chosen.convert = std::move(convert);
  else if (fingerprint_command->parsed())
    chosen.fingerprint = std::move(fingerprint);
  else if (hash_command->parsed())
    chosen.hash = std::move(hash);
  else if (index_command->parsed())
    chosen.index = std::move(index);
  else if (scan_command->parsed())
    chosen.scan = std::move(scan);
  else if (tree_command->parsed())
    chosen.tree = std::move(tree);
  else if (report_command->parsed())
    chosen.report = std::move(report);
  else if (check_command->parsed())
    chosen.check = std::move(check);
  else
    chosen.compare = std::move(compare);
  return chosen;
}

} // namespace weightkin::cli
