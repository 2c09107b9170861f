#include "common_options.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <system_error>

namespace weightkin::cli {

void add_reading(CLI::App& command, reading_settings& settings) {
  command.add_flag("--copy", settings.copy,
                   "Read files piece by piece instead of mapping them: slower, but a file that "
                   "shrinks meanwhile is an error and not a crash");
  command.add_flag("--lenient-pickle", settings.lenient_pickle,
                   "Treat unknown classes in PyTorch files as inert values instead of refusing");
  command.add_flag("--as-stored", settings.as_stored,
                   "Keep names, axis order and values as the file has them instead of bringing "
                   "them into the form of PyTorch and Hugging Face");
}

CLI::Validator whole_number() {
  const auto complaint = [](std::string& text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end
               ? std::string()
               : "a whole number of 0 to 2^64 - 1 was expected, not " + text;
  };
  return CLI::Validator(complaint, "", "whole number");
}

CLI::Validator seconds() {
  const auto complaint = [](std::string& text) {
    return std::strtod(text.c_str(), nullptr) >= 0
               ? std::string()
               : "a time of 0 seconds or more was expected, not " + text;
  };
  return CLI::Validator(complaint, "", "seconds");
}

void add_common(CLI::App& command, common_settings& settings) {
  command.add_flag("--json", settings.json, "Print JSON (docs/report.md) instead of text");
  command
      .add_option("-o,--output", settings.output, "Write the report to FILE, whole or not at all")
      ->type_name("FILE");
  command
      .add_option("--threads", settings.threads,
                  "Threads to use; 0: all of the machine. Never changes the answer")
      ->type_name("N");
  command
      .add_option("--map", settings.map_path,
                  "JSON file that assigns tensors to components; overrides the built-in rules")
      ->type_name("MAP.json");
  add_reading(command, settings);
}

} // namespace weightkin::cli
