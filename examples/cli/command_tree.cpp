#include "command_tree.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace weightkin::cli {
namespace {

/// The words of the first "{a,b}" or "{a->1,b->2}" in what a validator says of itself.
std::vector<std::string> choices_in(std::string_view description) {
  std::vector<std::string> words;
  const std::size_t open = description.find('{');
  const std::size_t close = description.find('}', open);
  if (open == description.npos || close == description.npos) return words;
  std::string_view rest = description.substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const std::size_t comma = (std::min)(rest.find(','), rest.size());
    const std::string_view word = rest.substr(0, comma);
    words.emplace_back(word.substr(0, (std::min)(word.find("->"), word.size())));
    rest.remove_prefix((std::min)(comma + 1, rest.size()));
  }
  return words;
}

/// Values that are called by one letter (N, K, S) or are words of our own are numbers and names;
/// all others are files, or text that nobody can complete.
bool may_be_file(const option_entry& entry) {
  return entry.choices.empty() && entry.value.size() > 1 && entry.value != "TEXT" &&
         entry.value != "UINT" && entry.value != "INT" && entry.value != "FLOAT";
}

option_entry entry_of(const CLI::Option& option) {
  option_entry entry;
  const bool positional = !option.nonpositional();
  for (const std::string& name : option.get_snames())
    entry.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    entry.names.push_back("--" + name);
  if (positional) entry.names.push_back(option.get_name(true));
  entry.text = option.get_description();
  entry.is_required = option.get_required();
  if (option.get_items_expected_max() == 0) return entry;
  const std::string type = option.get_type_name(); // "VERDICT:{related,derived}"
  const std::size_t colon = (std::min)(type.find(':'), type.size());
  entry.value = positional ? entry.names.front() : type.substr(0, colon);
  entry.repeats = option.get_items_expected_max() > 1;
  if (entry.repeats && entry.value.ends_with("...")) entry.value.resize(entry.value.size() - 3);
  entry.choices = choices_in(type.substr(colon));
  entry.takes_file = positional ? entry.choices.empty() : may_be_file(entry);
  return entry;
}

/// \param inherited the notes of the command above: a subcommand without its own shows those.
command_node node_of(const CLI::App& app, const std::string& path, const std::string& inherited) {
  command_node node;
  node.path = path;
  node.name = app.get_name();
  node.text = app.get_description();
  const std::string notes = app.get_footer();
  if (notes != inherited) node.notes = notes;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    (option->nonpositional() ? node.options : node.positionals).push_back(entry_of(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!command->get_group().empty())
      node.commands.push_back(node_of(*command, path + " " + command->get_name(), notes));
  return node;
}

} // namespace

command_node command_tree(const CLI::App& app) { return node_of(app, app.get_name(), ""); }

} // namespace weightkin::cli
