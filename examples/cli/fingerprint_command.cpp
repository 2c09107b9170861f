#include "fingerprint_command.hpp"

#include <filesystem>
#include <utility>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/report/printable.hpp>

#include "fingerprint_access.hpp"
#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

/// The last part of the path: where a model lay is no property of it, and not for everyone.
std::string name_of_file(const std::string& path) {
  const std::filesystem::path whole(path);
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

result<fingerprint> print_of_model(const fingerprint_settings& settings) {
  const auto map = read_map(settings);
  if (!map) return map.error();
  const auto model = open_model(settings.input, settings);
  if (!model) return model.error();
  progress_bar bar;
  catch_interrupts();
  fingerprint_options options;
  options.seed = settings.seed.value_or(0);
  options.digests = settings.kept.digests;
  options.threads = settings.threads;
  options.map = *map;
  options.name = name_of_file(settings.input);
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  return fingerprint_of(*model, options);
}

/// Of a model, or what an earlier call made, to be made less.
result<fingerprint> print_of_input(const fingerprint_settings& settings) {
  auto print = read_fingerprint(settings.input);
  if (!print) return std::move(print).error();
  if (!*print) return print_of_model(settings);
  if (settings.seed && *settings.seed != (*print)->seed)
    return error{errc::bad_argument,
                 settings.input + ": a fingerprint keeps the seed it was made with"};
  return std::move(**print);
}

std::string encoded(const fingerprint& print, bool json) {
  if (json) return fingerprint_to_json(print);
  const auto bytes = encode_fingerprint(print);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string summary(const fingerprint& print, std::size_t bytes, const std::string& path) {
  std::string text = printable(path) + ": " + std::to_string(print.tensors.size()) + " tensors, " +
                     std::to_string(bytes) + " bytes";
  if (print.roots) text += ", root " + to_hex(print.roots->named);
  return text + "\n";
}

} // namespace

exit_code run_fingerprint(const fingerprint_settings& settings) {
  if (settings.output.empty() && !settings.json)
    return complain({errc::bad_argument, "fingerprint: name a file with -o, or ask for --json"});
  auto made = print_of_input(settings);
  if (!made) return complain(made.error());
  const fingerprint print = disclose(truncate(*made, settings.level), settings.kept);
  const std::string file = encoded(print, settings.json);
  const auto delivered = deliver(file, settings);
  if (!delivered) return complain(delivered.error());
  if (settings.output.empty()) return exit_code::finished;
  const auto told = weightkin::cli::print(summary(print, file.size(), settings.output));
  return told ? exit_code::finished : complain(told.error());
}

} // namespace weightkin::cli
