#include "manual_page.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <weightkin/version.hpp>

namespace weightkin::cli {
namespace {

/// Text in which troff finds nothing to obey; dashes stay the ones that can be typed.
std::string plain(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\\')
      out += "\\e";
    else if (letter == '-')
      out += "\\-";
    else
      out += letter;
  }
  return out;
}

/// `text` as a line of its own.
std::string line(std::string_view text) {
  const bool looks_like_request = text.starts_with('.') || text.starts_with('\'');
  return (looks_like_request ? "\\&" : "") + plain(text) + "\n";
}

/// An argument of a macro.
std::string argument(std::string_view text) {
  std::string out;
  for (const char letter : text)
    out += letter == '"' ? std::string("\\(dq") : plain({&letter, 1});
  return "\"" + out + "\"";
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }
std::string slanted(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

/// What follows --help: indented lines as they are, all others filled.
std::string notes(std::string_view text) {
  std::string out;
  bool literal = false;
  bool paragraph = true;
  while (!text.empty()) {
    const std::size_t end = (std::min)(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix((std::min)(end + 1, text.size()));
    if (one.empty()) {
      paragraph = true;
      continue;
    }
    const bool indented = one.starts_with(' ');
    if (literal && !indented) out += ".fi\n";
    if (paragraph || indented != literal) out += ".PP\n";
    if (!literal && indented) out += ".nf\n";
    out += line(one);
    literal = indented;
    paragraph = false;
  }
  return out + (literal ? ".fi\n" : "");
}

/// What an option's value is, as --help shows it.
std::string value_of(const option_entry& option) {
  return option.value.empty() ? "" : " " + slanted(option.value) + (option.repeats ? " ..." : "");
}

std::string choices_sentence(const option_entry& option) {
  std::string words;
  for (const std::string& word : option.choices)
    words += (words.empty() ? "" : ", ") + bold(word);
  return words.empty() ? "" : "One of " + words + ".\n";
}

std::string described(const option_entry& option) {
  std::string names;
  for (const std::string& name : option.names)
    names += (names.empty() ? "" : ", ") + (name.starts_with('-') ? bold(name) : slanted(name));
  if (option.names.front().starts_with('-')) names += value_of(option);
  std::string out = ".TP\n" + names + "\n";
  out += line(option.text.empty() || option.text.ends_with('.') ? option.text : option.text + ".");
  return out + choices_sentence(option);
}

std::string synopsis(const command_node& node) {
  std::string out = bold(node.path);
  for (const option_entry& one : node.positionals)
    out += " " + slanted(one.value) + (one.repeats ? "..." : "");
  for (const option_entry& one : node.options)
    if (one.is_required) out += " " + bold(one.names.back()) + value_of(one);
  if (!node.commands.empty()) out += " " + slanted("COMMAND");
  return out + " [" + slanted("OPTION") + "]...\n";
}

std::string subcommand(const command_node& node) {
  std::string out = ".SS " + argument(node.path) + "\n" + line(node.text + ".");
  if (node.commands.empty()) out += ".PP\n" + synopsis(node);
  for (const option_entry& one : node.positionals)
    out += described(one);
  for (const option_entry& one : node.options)
    out += described(one);
  out += notes(node.notes);
  for (const command_node& command : node.commands)
    out += subcommand(command);
  return out;
}

} // namespace

std::string manual_page(const command_node& root) {
  std::string title = root.name;
  std::transform(title.begin(), title.end(), title.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  // No date: the page is a function of the version.
  std::string out = ".\\\" Printed by `weightkin manual`.\n.TH " + title + " 1 \"\" " +
                    argument(root.name + " " + WEIGHTKIN_VERSION) + " \"User Commands\"\n";
  out += ".SH NAME\n" + plain(root.name) + " \\- compare the weights of models\n";
  out += ".SH SYNOPSIS\n" + synopsis(root);
  out += ".SH DESCRIPTION\n" + line(root.text) + notes(root.notes);
  out += ".SH OPTIONS\n";
  for (const option_entry& one : root.options)
    out += described(one);
  out += ".SH COMMANDS\n";
  for (const command_node& command : root.commands)
    out += subcommand(command);
  return out;
}

} // namespace weightkin::cli
