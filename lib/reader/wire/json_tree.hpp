#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "reader/first_duplicate.hpp"
#include "reader/reader_error.hpp"
#include "reader/wire/json_events.hpp"
#include "reader/wire/json_value.hpp"

namespace weightkin {

/// Builds the tree bottom-up: one open container per level.
class json_tree final : public json_events {
public:
  explicit json_tree(std::size_t most_values) : left_(most_values) {}

  result<void> begin_object() override { return open(true); }
  result<void> begin_array() override { return open(false); }
  result<void> key(std::string& text) override {
    open_.back().key = std::move(text);
    return {};
  }
  result<void> end_object() override {
    json_value::object members = std::move(open_.back().members);
    open_.pop_back();
    const auto key_of = [](const auto& member) -> const std::string& { return member.first; };
    if (const auto twice = detail::first_duplicate(members, key_of))
      return json_refusal(fault::duplicate,
                          "the key '" + detail::printable(*twice) + "' occurs twice");
    return put(json_value(std::move(members)));
  }
  result<void> end_array() override {
    json_value::array items = std::move(open_.back().items);
    open_.pop_back();
    return put(json_value(std::move(items)));
  }
  result<void> text(std::string& value) override { return put(json_value(std::move(value))); }
  result<void> whole(std::uint64_t value) override { return put(json_value(value)); }
  result<void> odd(json_oddity kind, double value) override {
    if (kind == json_oddity::null) return put(json_value());
    if (kind == json_oddity::boolean) return put(json_value(value != 0));
    return put(json_value(value));
  }

  json_value take() { return std::move(root_); }

private:
  struct level {
    bool is_object = false;
    std::string key;
    json_value::object members;
    json_value::array items;
  };

  result<void> open(bool is_object) {
    open_.push_back({is_object, {}, {}, {}});
    return {};
  }
  result<void> put(json_value value) {
    if (left_ == 0) return json_refusal(fault::limit, "too many JSON values");
    --left_;
    if (open_.empty())
      root_ = std::move(value);
    else if (open_.back().is_object)
      open_.back().members.emplace_back(std::move(open_.back().key), std::move(value));
    else
      open_.back().items.push_back(std::move(value));
    return {};
  }

  std::size_t left_;
  std::vector<level> open_;
  json_value root_;
};

} // namespace weightkin
