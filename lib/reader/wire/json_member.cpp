#include "reader/wire/json_member.hpp"

#include <cstddef>
#include <string>

#include "reader/reader_error.hpp"
#include "reader/wire/json_tree.hpp"

namespace weightkin {
namespace {

/// Hands the events of one member of the outermost object to a tree.
class member_filter final : public json_events {
public:
  member_filter(std::string_view wanted, std::size_t most_values)
      : wanted_(wanted), tree_(most_values) {}

  result<void> begin_object() override {
    ++depth_;
    return inside_ ? tree_.begin_object() : result<void>();
  }
  result<void> begin_array() override {
    if (depth_ == 0) return json_refusal(fault::header, "an object expected, not an array");
    ++depth_;
    return inside_ ? tree_.begin_array() : result<void>();
  }
  result<void> end_object() override {
    return inside_ ? leave(tree_.end_object()) : leave(result<void>());
  }
  result<void> end_array() override {
    return inside_ ? leave(tree_.end_array()) : leave(result<void>());
  }
  result<void> key(std::string& text) override {
    if (depth_ > 1) return inside_ ? tree_.key(text) : result<void>();
    inside_ = text == wanted_;
    if (inside_ && found_)
      return json_refusal(fault::duplicate, "the key '" + text + "' occurs twice");
    found_ = found_ || inside_;
    return {};
  }
  result<void> text(std::string& value) override {
    return scalar([&] { return tree_.text(value); });
  }
  result<void> whole(std::uint64_t value) override {
    return scalar([&] { return tree_.whole(value); });
  }
  result<void> odd(json_oddity kind, double value) override {
    return scalar([&] { return tree_.odd(kind, value); });
  }

  std::optional<json_value> take() { return found_ ? std::optional(tree_.take()) : std::nullopt; }

private:
  result<void> leave(result<void> outcome) {
    if (--depth_ == 1) inside_ = false;
    return outcome;
  }
  template <class Pass>
  result<void> scalar(Pass pass) {
    if (depth_ == 0) return json_refusal(fault::header, "an object expected, not a single value");
    if (!inside_) return {};
    if (depth_ == 1) inside_ = false;
    return pass();
  }

  std::string_view wanted_;
  json_tree tree_;
  std::size_t depth_ = 0; ///< open objects and arrays
  bool inside_ = false;
  bool found_ = false;
};

} // namespace

result<std::optional<json_value>> parse_json_member(std::string_view text, std::string_view key,
                                                    std::string_view label,
                                                    const reader_limits& limits) {
  member_filter filter(key, limits.json_values);
  if (auto parsed = parse_json(text, label, 0, limits, filter); !parsed)
    return std::move(parsed).error();
  return filter.take();
}

} // namespace weightkin
