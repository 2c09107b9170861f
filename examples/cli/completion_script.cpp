#include "completion_script.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace weightkin::cli {
namespace {

using visitor = std::function<void(const command_node&)>;

void visit(const command_node& node, const visitor& act) {
  act(node);
  for (const command_node& command : node.commands)
    visit(command, act);
}

std::string joined_words(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

std::vector<std::string> names_of(const std::vector<command_node>& commands) {
  std::vector<std::string> names;
  for (const command_node& command : commands)
    names.push_back(command.name);
  return names;
}

/// `text` with a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char letter : text) {
    if (special.find(letter) != special.npos) out += '\\';
    out += letter;
  }
  return out;
}

/// `text` as one word of a POSIX shell.
std::string shell_word(std::string_view text) {
  std::string out = "'";
  for (const char letter : text)
    out += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return out + "'";
}

/// "weightkin hash" and its words: how a shell function follows the command line down the tree.
std::string step_patterns(const command_node& root) {
  std::vector<std::string> paths;
  visit(root, [&](const command_node& node) {
    if (&node != &root) paths.push_back("\"" + node.path + "\"");
  });
  return joined_words(paths, "|");
}

std::string bash_values(const option_entry& option) {
  const std::string head = "      " + joined_words(option.names, "|") + ") ";
  if (!option.choices.empty())
    return head + "COMPREPLY=($(compgen -W \"" + joined_words(option.choices, " ") +
           "\" -- \"$current\")); return ;;\n";
  if (option.takes_file) return head + "_weightkin_files; return ;;\n";
  return head + "return ;;\n";
}

std::string bash_case(const command_node& node) {
  std::string values;
  std::vector<std::string> names;
  for (const option_entry& option : node.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
    if (!option.value.empty()) values += bash_values(option);
  }
  std::string text = "    \"" + node.path + "\")\n";
  if (!values.empty()) text += "      case $previous in\n" + values + "      esac\n";
  text += "      options=\"" + joined_words(names, " ") + "\"\n";
  if (!node.commands.empty()) {
    text += "      commands=\"" + joined_words(names_of(node.commands), " ") + "\"\n";
  } else if (!node.positionals.empty() && !node.positionals.front().choices.empty()) {
    text += "      commands=\"" + joined_words(node.positionals.front().choices, " ") + "\"\n";
  } else if (!node.positionals.empty()) {
    text += "      files=1\n";
  }
  return text + "      ;;\n";
}

constexpr std::string_view bash_head =
    R"(# bash completion of weightkin: printed by `weightkin completion bash`
_weightkin_files() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -f -- "$current"))
  type compopt &>/dev/null && compopt -o filenames 2>/dev/null
}

_weightkin() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local path=weightkin word options="" commands="" files=""
  # --option=value arrives as three words.
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" && COMP_CWORD -ge 2 ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
)";

/// The description part of a zsh specification.
std::string zsh_text(std::string_view text) { return escaped(text, "\\[]:"); }

std::string zsh_action(const option_entry& option) {
  if (!option.choices.empty()) return "(" + joined_words(option.choices, " ") + ")";
  return option.takes_file ? "_files" : " ";
}

std::string zsh_option(const option_entry& option) {
  std::string text;
  for (const std::string& name : option.names) {
    std::string one = option.repeats ? "*" : "(" + joined_words(option.names, " ") + ")";
    one += name;
    if (!option.value.empty()) one += name.starts_with("--") ? "=" : "+";
    one += "[" + zsh_text(option.text) + "]";
    if (!option.value.empty()) one += ":" + zsh_text(option.value) + ":" + zsh_action(option);
    text += " \\\n        " + shell_word(one);
  }
  return text;
}

std::string zsh_case(const command_node& node) {
  std::string text = "    (\"" + node.path + "\")\n";
  if (!node.commands.empty()) {
    text += "      if [[ $PREFIX != -* ]]; then\n        commands=(";
    for (const command_node& command : node.commands)
      text += "\n          " + shell_word(command.name + ":" + zsh_text(command.text));
    text += ")\n        _describe command commands\n        return\n      fi\n";
  }
  text += "      _arguments -S";
  for (const option_entry& option : node.options)
    text += zsh_option(option);
  for (std::size_t i = 0; i < node.positionals.size(); ++i) {
    const option_entry& one = node.positionals[i];
    text += " \\\n        " + shell_word((one.repeats ? "*" : std::to_string(i + 1)) + ":" +
                                         zsh_text(one.value) + ":" + zsh_action(one));
  }
  return text + "\n      ;;\n";
}

/// Below which words of the command line a node's completions are offered.
std::string fish_condition(const command_node& root, const command_node& node) {
  if (&node == &root) return "__fish_use_subcommand";
  std::string condition;
  std::size_t from = root.path.size() + 1;
  while (from < node.path.size()) {
    const std::size_t to = (std::min)(node.path.find(' ', from), node.path.size());
    condition += (condition.empty() ? "" : "; and ") +
                 ("__fish_seen_subcommand_from " + node.path.substr(from, to - from));
    from = to + 1;
  }
  if (!node.commands.empty())
    condition +=
        "; and not __fish_seen_subcommand_from " + joined_words(names_of(node.commands), " ");
  return condition;
}

std::string fish_quoted(std::string_view text) { return "'" + escaped(text, "\\'") + "'"; }

std::string fish_option(const option_entry& option) {
  std::string text;
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.choices.empty())
    text += " -x -a " + fish_quoted(joined_words(option.choices, " "));
  else if (option.takes_file)
    text += " -r -F";
  else if (!option.value.empty())
    text += " -x";
  return text + " -d " + fish_quoted(option.text);
}

} // namespace

std::string bash_completion(const command_node& root) {
  std::string text(bash_head);
  text += "      " + step_patterns(root) + ") path=\"$path $word\" ;;\n    esac\n  done\n";
  text += "  case $path in\n";
  visit(root, [&](const command_node& node) { text += bash_case(node); });
  return text + R"(  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $commands ]]; then
    COMPREPLY=($(compgen -W "$commands" -- "$current"))
  elif [[ $files ]]; then
    _weightkin_files
  fi
}

complete -F _weightkin weightkin
)";
}

std::string zsh_completion(const command_node& root) {
  std::string text = R"(#compdef weightkin
# zsh completion of weightkin: printed by `weightkin completion zsh`
_weightkin() {
  local path_=weightkin word
  local -a commands
  integer depth=0 i=2
  while (( i < CURRENT )); do
    word=${words[i]}
    case "$path_ $word" in
      ()" + step_patterns(root) +
                     R"() path_="$path_ $word"; depth=$(( i - 1 )) ;;
    esac
    (( i++ ))
  done
  shift $depth words
  (( CURRENT -= depth ))
  case $path_ in
)";
  visit(root, [&](const command_node& node) { text += zsh_case(node); });
  return text + "  esac\n}\n\n_weightkin \"$@\"\n";
}

std::string fish_completion(const command_node& root) {
  std::string text = "# fish completion of weightkin: printed by `weightkin completion fish`\n"
                     "complete -c weightkin -e\n";
  visit(root, [&](const command_node& node) {
    const std::string head = "complete -c weightkin -n " + fish_quoted(fish_condition(root, node));
    for (const command_node& command : node.commands)
      text += head + " -f -a " + command.name + " -d " + fish_quoted(command.text) + "\n";
    for (const option_entry& option : node.options)
      text += head + fish_option(option) + "\n";
    for (const option_entry& one : node.positionals)
      if (!one.choices.empty())
        text += head + " -f -a " + fish_quoted(joined_words(one.choices, " ")) + "\n";
  });
  return text;
}

} // namespace weightkin::cli
