#include "reader/onnx/onnx_uses.hpp"

#include <algorithm>
#include <utility>

#include "reader/onnx/onnx_folding.hpp"
#include "reader/onnx/onnx_usage.hpp"

namespace weightkin {
namespace {

class use_tracer final : public onnx_visitor {
public:
  use_tracer(onnx_file& file, onnx_constants constants)
      : file_(file), constants_(std::move(constants)), traces_(constants_.tensors.size()) {
    for (std::size_t i = 0; i < traces_.size(); ++i)
      traces_[i].place = i;
  }

  [[nodiscard]] std::vector<stored_tensor> take() && {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < traces_.size(); ++i)
      if (!traces_[i].is_left_out()) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return traces_[a].place < traces_[b].place;
    });
    std::vector<stored_tensor> listed;
    listed.reserve(order.size());
    for (const std::size_t index : order)
      listed.push_back(std::move(constants_.tensors[index]));
    return listed;
  }

  [[nodiscard]] result<void> initializer(const onnx_scope& /*scope*/,
                                         const proto_field& /*where*/) override {
    return {};
  }
  [[nodiscard]] result<void> sparse_initializer(const onnx_scope& /*scope*/,
                                                const proto_field& /*where*/) override {
    return {};
  }

  [[nodiscard]] result<void> node(const onnx_scope& scope, const onnx_node& node) override {
    auto folded = fold_node(file_, constants_, scope, node);
    if (!folded) return std::move(folded).error();
    if (folded->has_value()) {
      if (auto taken = take_folded(scope, node, std::move(**folded)); !taken) return taken;
    }
    return for_each_input(file_, node, [&](std::size_t position, const std::string& name) {
      return use(scope, node, position, name);
    });
  }

  [[nodiscard]] result<void> output(const onnx_scope& scope, std::string_view name) override {
    if (const auto index = constants_.find(scope, name)) ++traces_[*index].uses;
    return {};
  }

private:
  /// What is known of one tensor's users.
  struct trace {
    std::size_t place = 0; ///< of the constant whose place in the list it takes
    std::uint64_t uses = 0;
    std::uint64_t folded_uses = 0; ///< those that a folded weight stands for
    bool is_renamed = false;       ///< a folded weight goes by its name

    [[nodiscard]] bool is_left_out() const noexcept {
      return is_renamed || (folded_uses != 0 && uses <= folded_uses);
    }
  };

  [[nodiscard]] result<void> take_folded(const onnx_scope& scope, const onnx_node& node,
                                         folded_weight folded) {
    for (const std::size_t part : folded.parts)
      ++traces_[part].folded_uses;
    trace& codes = traces_[folded.parts.front()];
    if (!folded.is_output && std::exchange(codes.is_renamed, true)) return {}; // a tied weight
    if (traces_.size() == file_.limits.tensors)
      return detail::fail_at(fault::limit, file_.label(), node.where.offset,
                             "more than " + std::to_string(file_.limits.tensors) + " tensors");
    if (folded.is_output && !constants_.bind(scope, node.output, traces_.size()))
      return file_.refuse(fault::duplicate, node.where.offset, folded.tensor.name,
                          "stands twice in one graph");
    trace own;
    own.place = codes.place;
    traces_.push_back(own);
    constants_.tensors.push_back(std::move(folded.tensor));
    return {};
  }

  [[nodiscard]] result<void> use(const onnx_scope& scope, const onnx_node& node,
                                 std::size_t position, const std::string& name) {
    const auto index = constants_.find(scope, name);
    if (!index.has_value()) return {};
    if (node.op == "Identity" && !node.output.empty()) {
      constants_.bind(scope, node.output, *index); // whoever uses the copy uses the constant
      return {};
    }
    ++traces_[*index].uses;
    stored_tensor& tensor = constants_.tensors[*index];
    if (!tensor.usage.empty()) return {};
    auto usage = usage_of(file_, node, position);
    if (!usage) return std::move(usage).error();
    tensor.usage = std::move(*usage);
    return {};
  }

  onnx_file& file_;
  onnx_constants constants_;
  std::vector<trace> traces_;
};

} // namespace

result<std::vector<stored_tensor>> trace_uses(onnx_file& file, onnx_constants constants) {
  use_tracer tracer(file, std::move(constants));
  if (auto walked = walk_model(file, tracer); !walked) return std::move(walked).error();
  return std::move(tracer).take();
}

} // namespace weightkin
