#include "reader/layout/undo_gguf.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reader/layout/gguf_model.hpp"
#include "reader/layout/gguf_names.hpp"
#include "reader/layout/gguf_rules.hpp"
#include "reader/layout/layout_note.hpp"
#include "reader/layout/rearrangement.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// Matrices that take less of the file stay stacked: no expert is so small, and a tensor each takes
/// up to 2 kB of memory, which must stay in proportion to the file.
constexpr double least_expert_bytes = 1024;
constexpr std::uint64_t most_experts = 65'536;

/// What one matrix of a stack takes in the file.
double matrix_bytes(const stored_tensor& stack) {
  const double bits = stack.encoding != nullptr && stack.encoding->bits_per_value > 0
                          ? stack.encoding->bits_per_value
                          : static_cast<double>(bits_of(stack.type));
  return static_cast<double>(stack.shape[1]) * static_cast<double>(stack.shape[2]) * bits / 8;
}

/// Plans one file. Each tensor is looked at once; parts of a whole are found by sorted names.
class gguf_planner {
public:
  gguf_planner(const file_contents& contents, layout_plan& plan)
      : contents_(contents), plan_(plan), model_(gguf_model_of(contents)),
        naming_(gguf_naming_of(model_.architecture)) {}

  void run() {
    if (needs_join()) plan_joins();
    for (std::size_t i = 0; i < contents_.tensors.size(); ++i)
      if (plan_.is_free(i)) plan_tensor(i);
    if (naming_ == nullptr && guessed_ != 0)
      plan_.warn("the architecture " + detail::escaped(model_.architecture) +
                 " is not known: the names of " + std::to_string(guessed_) +
                 " tensors are a guess, and the order of rows and the values are left as the file "
                 "has them");
  }

private:
  [[nodiscard]] bool needs_join() const {
    const auto rules = gguf_join_rules();
    return std::any_of(rules.begin(), rules.end(), [&](const gguf_join_rule& rule) {
      return applies_to(rule.architectures, model_.architecture);
    });
  }

  /// The tensor in the order and with the values it has at home; nothing, explained, when its rule
  /// cannot be undone.
  std::optional<stored_tensor> at_home(std::size_t index, const gguf_tensor_name& name) {
    const stored_tensor& tensor = contents_.tensors[index];
    const gguf_tensor_rule* const rule = find_tensor_rule(model_.architecture, name);
    if (rule == nullptr) return tensor;
    rule_outcome outcome = rule->undo(tensor, model_, name.layer.value_or(0));
    if (!outcome.tensor) plan_.explain(index, outcome.problem);
    return std::move(outcome.tensor);
  }

  void plan_tensor(std::size_t index) {
    const stored_tensor& tensor = contents_.tensors[index];
    const gguf_tensor_name name = parse_gguf_name(tensor.name);
    const gguf_naming& naming = naming_ != nullptr ? *naming_ : usual_gguf_naming();
    const gguf_name_row* const row = find_row(naming, name);
    if (row == nullptr) return;
    if (naming_ == nullptr) ++guessed_;
    std::string home(row->home);
    if (!row->whole) home += name.suffix;
    if (!name.expert && home.find("{e}") != std::string::npos)
      return plan_experts(index, home, name.layer.value_or(0));
    home = expand_home_name(home, name.layer.value_or(0), name.expert.value_or(0));
    if (find_tensor_rule(model_.architecture, name) != nullptr) {
      if (auto out = at_home(index, name)) {
        out->name = std::move(home);
        return plan_.replace({index}, {std::move(*out)});
      }
    }
    plan_.rename(index, std::move(home));
  }

  /// One tensor an expert, from a stack of them.
  void plan_experts(std::size_t index, const std::string& home, std::uint64_t layer) {
    const stored_tensor& stack = contents_.tensors[index];
    if (stack.shape.size() != 3 || !rearrangement::possible(stack) ||
        stack.shape[0] > most_experts || matrix_bytes(stack) < least_expert_bytes)
      return plan_.explain(index, "is left as it is, because it is no stack of experts");
    std::vector<stored_tensor> split;
    for (std::uint64_t expert = 0; expert < stack.shape[0]; ++expert) {
      split.push_back(rearrangement(stack).narrow(0, expert, 1).drop(0).tensor());
      split.back().name = expand_home_name(home, layer, expert);
      note_layout(split.back(), "expert " + std::to_string(expert) + " of a stack");
    }
    plan_.replace({index}, std::move(split));
  }

  void plan_joins() {
    by_name_.resize(contents_.tensors.size());
    for (std::size_t i = 0; i < by_name_.size(); ++i)
      by_name_[i] = i;
    std::sort(by_name_.begin(), by_name_.end(), [&](std::size_t a, std::size_t b) {
      return contents_.tensors[a].name < contents_.tensors[b].name;
    });
    for (const gguf_join_rule& rule : gguf_join_rules()) {
      if (!applies_to(rule.architectures, model_.architecture)) continue;
      const std::string first = "blk.{}." + std::string(rule.parts.front());
      for (std::size_t i = 0; i < contents_.tensors.size(); ++i) {
        const gguf_tensor_name name = parse_gguf_name(contents_.tensors[i].name);
        if (name.pattern == first && name.suffix == rule.suffix) plan_join(rule, *name.layer);
      }
    }
  }

  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    const auto found = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                        [&](std::size_t index, const std::string& wanted) {
                                          return contents_.tensors[index].name < wanted;
                                        });
    if (found == by_name_.end() || contents_.tensors[*found].name != name) return std::nullopt;
    return *found;
  }

  void plan_join(const gguf_join_rule& rule, std::uint64_t layer) {
    std::vector<std::size_t> inputs;
    std::vector<stored_tensor> parts;
    for (const std::string_view part : rule.parts) {
      const auto index =
          find("blk." + std::to_string(layer) + "." + std::string(part) + std::string(rule.suffix));
      if (!index) return;
      inputs.push_back(*index);
      auto at_its_home = at_home(*index, parse_gguf_name(contents_.tensors[*index].name));
      if (!at_its_home) return;
      parts.push_back(std::move(*at_its_home));
    }
    rule_outcome outcome = rule.join(parts, model_, layer);
    if (!outcome.tensor) return plan_.explain(inputs.front(), outcome.problem);
    outcome.tensor->name = expand_home_name(rule.home, layer, 0);
    plan_.replace(inputs, {std::move(*outcome.tensor)});
  }

  const file_contents& contents_;
  layout_plan& plan_;
  gguf_model model_;
  const gguf_naming* naming_; ///< null when the architecture is not known
  std::vector<std::size_t> by_name_;
  std::size_t guessed_ = 0;
};

} // namespace

void plan_gguf(const file_contents& contents, layout_plan& plan) {
  gguf_planner(contents, plan).run();
}

} // namespace weightkin
