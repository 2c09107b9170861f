#include "completion_command.hpp"

#include "command_tree.hpp"
#include "completion_script.hpp"
#include "manual_page.hpp"

namespace weightkin::cli {
namespace {

constexpr const char* completion_footer = R"(Examples:
  source <(weightkin completion bash)                           in this shell
  weightkin completion fish > ~/.config/fish/completions/weightkin.fish
Packages bring these files along.)";

} // namespace

self_description::self_description(CLI::App& app) : app_(app) {
  CLI::App* completion =
      app.add_subcommand("completion", "Print what makes a shell complete this command");
  completion->add_option("SHELL", shell_, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->footer(completion_footer);
  completion_ = completion;
  manual_ = app.add_subcommand("manual", "Print the manual page, for man -l -");
}

bool self_description::is_wanted() const { return completion_->parsed() || manual_->parsed(); }

std::string self_description::text() const {
  const command_node root = command_tree(app_);
  if (manual_->parsed()) return manual_page(root);
  if (shell_ == "bash") return bash_completion(root);
  return shell_ == "zsh" ? zsh_completion(root) : fish_completion(root);
}

} // namespace weightkin::cli
