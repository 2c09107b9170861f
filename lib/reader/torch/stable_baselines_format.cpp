#include <algorithm>
#include <string_view>

#include "reader/format_rows.hpp"
#include "reader/torch/torch_contents.hpp"
#include "reader/torch/torch_file.hpp"
#include "reader/zip/zip_directory.hpp"

// Stable-Baselines3 saves an agent as a zip of torch checkpoints: policy.pth (the networks), an
// optimiser each as <name>.optimizer.pth, and loose variables as pytorch_variables.pth.
namespace weightkin {
namespace {

constexpr std::string_view policy_name = "policy.pth";
constexpr std::string_view suffix = ".pth";

/// What stands before the names of a member's tensors: nothing for the policy itself, "optimizer."
/// for its optimiser, otherwise the member's name.
std::string prefix_of(std::string_view member) {
  member.remove_suffix(suffix.size());
  if (member == "policy") return {};
  constexpr std::string_view owner = "policy.";
  if (member.starts_with(owner)) member.remove_prefix(owner.size());
  return std::string(member) + '.';
}

/// Adds the tensors of one member to `contents`.
result<void> add_member(const std::shared_ptr<const byte_source>& file, const zip_member& member,
                        const open_options& options, file_contents& contents) {
  const auto bytes = open_member(
      file, member, member.deflated ? options.limits.inflated_pickle_bytes : UINT64_MAX);
  if (!bytes) return bytes.error();
  auto inner = read_torch_file(*bytes, options);
  if (!inner) return std::move(inner).error();
  const std::string prefix = prefix_of(member.name);
  for (stored_tensor& tensor : inner->tensors) {
    tensor.name.insert(0, prefix);
    contents.tensors.push_back(std::move(tensor));
  }
  for (std::string& warning : inner->warnings)
    contents.warnings.push_back(std::move(warning));
  return {};
}

bool is_checkpoint(const zip_member& member) {
  return member.name.ends_with(suffix) && member.name.find('/') == std::string::npos;
}

bool recognises(const format_probe& probe) {
  return probe.is_zip &&
         std::any_of(probe.members.begin(), probe.members.end(),
                     [](const zip_member& member) { return member.name == policy_name; });
}

result<file_contents> read(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  const open_options& options = request.options;
  const auto members = read_zip_directory(*bytes, options.limits);
  if (!members) return members.error();
  file_contents contents;
  contents.format = "stable-baselines3";
  // The policy first: what else there is follows it in the list of tensors.
  for (const bool policy : {true, false})
    for (const zip_member& member : *members) {
      if (!is_checkpoint(member) || (member.name == policy_name) != policy) continue;
      if (auto added = add_member(bytes, member, options, contents); !added)
        return std::move(added).error();
    }
  if (auto checked = check_contents(contents, 0, bytes->label()); !checked)
    return std::move(checked).error();
  return contents;
}

} // namespace

const format_row stable_baselines_format{"stable-baselines3", recognises, read};

} // namespace weightkin
