#include "convert_command.hpp"

#include <cstdio>
#include <filesystem>
#include <system_error>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/convert.hpp>
#include <weightkin/report/printable.hpp>

#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

/// The original is gone once it is overwritten, and a sharded model is broken by a new shard.
result<void> check_not_input(const checkpoint& model, const std::string& output) {
  const auto is_output = [&output](const std::string& path) {
    std::error_code absent; // what is not there is nobody's input
    return std::filesystem::is_regular_file(path, absent) &&
           std::filesystem::equivalent(path, output, absent);
  };
  bool is_input = is_output(model.name());
  for (const checkpoint_file& file : model.files())
    is_input = is_input || is_output(file.path);
  if (!is_input) return {};
  return error{errc::bad_argument,
               output + ": is a file of the model that is read; write to another name"};
}

/// On stderr: what is not in the new file although it is in the old one is no detail.
void tell_warnings(const checkpoint& model) {
  for (const std::string& warning : model.warnings())
    std::fprintf(stderr, "weightkin: warning: %s\n", printable(warning).c_str());
}

result<convert_result> converted(const checkpoint& model, const convert_settings& settings) {
  progress_bar bar;
  catch_interrupts();
  convert_options options;
  options.floats = settings.floats;
  // "pt" promises PyTorch's names and axes, which values as stored need not have.
  if (settings.as_stored) options.metadata.clear();
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  return write_safetensors(views_of(model), std::filesystem::path(behind_links(settings.output)),
                           options);
}

std::string summary(const convert_result& done, const std::string& path) {
  std::string text = path + ": " + std::to_string(done.tensors) + " tensors, " +
                     std::to_string(done.bytes) + " bytes\n";
  if (done.overflowed > 0)
    text += std::to_string(done.overflowed) + " values were too large and became infinite\n";
  return text;
}

} // namespace

exit_code run_convert(const convert_settings& settings) {
  const auto model = open_model(settings.input, settings);
  if (!model) return complain(model.error());
  if (const auto apart = check_not_input(*model, settings.output); !apart)
    return complain(apart.error());
  tell_warnings(*model);
  const auto done = converted(*model, settings);
  if (!done) return complain(done.error());
  const auto told = print(summary(*done, printable(settings.output)));
  return told ? exit_code::finished : complain(told.error());
}

} // namespace weightkin::cli
