#include "core/json_document.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weightkin::detail {
namespace {

using nlohmann::json;

/// Empties a tree from its leaves: an empty array or object is destroyed without memory.
void dismantle(json& value) noexcept {
  if (!value.is_structured()) return;
  for (json& each : value)
    dismantle(each);
  value.clear();
}

/// What both builders do alike with the parser's events: each value is handed to `place`.
template <class Builder, class Value>
class json_builder : public nlohmann::json_sax<json> {
public:
  bool null() override { return place(Value(nullptr)); }
  bool boolean(bool value) override { return place(Value(value)); }
  bool number_integer(number_integer_t value) override { return place(Value(value)); }
  bool number_unsigned(number_unsigned_t value) override { return place(Value(value)); }
  bool number_float(number_float_t value, const string_t& /*digits*/) override {
    return place(Value(value));
  }
  bool string(string_t& value) override { return place(Value(std::move(value))); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const json::exception& /*reason*/) override {
    return false;
  }

private:
  bool place(Value value) { return static_cast<Builder*>(this)->put(std::move(value)); }
};

/// Builds where the tree will stay, so that nothing but its owner ever destroys a part that holds
/// others.
class tree_builder : public json_builder<tree_builder, json> {
public:
  explicit tree_builder(json& root) : root_(root) {}

  bool put(json value) {
    next() = std::move(value);
    return true;
  }
  bool start_object(std::size_t /*count*/) override { return open(json::value_t::object); }
  bool start_array(std::size_t /*count*/) override { return open(json::value_t::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    member_ = &open_.back()->get_ref<json::object_t&>()[name];
    return true;
  }

private:
  /// Where the next value belongs.
  json& next() {
    if (open_.empty()) return root_;
    if (open_.back()->is_object()) return *member_;
    return open_.back()->get_ref<json::array_t&>().emplace_back();
  }
  bool open(json::value_t kind) {
    json& here = next();
    here = kind;
    open_.push_back(&here);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  json& root_;
  json* member_ = nullptr;
  std::vector<json*> open_; ///< stay put: only the innermost grows
};

class written_builder : public json_builder<written_builder, written_json> {
public:
  explicit written_builder(std::size_t deepest) : deepest_(deepest) {}

  written_json root;

  bool put(written_json value) {
    if (open_.empty())
      root = std::move(value);
    else if (open_.back().is_object)
      open_.back().held[open_.back().key] = std::move(value);
    else
      open_.back().held.push_back(std::move(value));
    return true;
  }
  bool start_object(std::size_t /*count*/) override { return open(written_json::object(), true); }
  bool start_array(std::size_t /*count*/) override { return open(written_json::array(), false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }

private:
  struct part {
    written_json held;
    bool is_object = false;
    std::string key; ///< of the member to come
  };
  bool open(written_json empty, bool is_object) {
    open_.push_back({std::move(empty), is_object, {}});
    return open_.size() <= deepest_;
  }
  bool close() {
    written_json done = std::move(open_.back().held);
    open_.pop_back();
    return put(std::move(done));
  }

  std::size_t deepest_;
  std::vector<part> open_;
};

} // namespace

json_document::tree::~tree() { dismantle(root); }

json_document::json_document(std::string_view text) {
  tree_builder builder(tree_.root);
  json::sax_parse(text.begin(), text.end(), &builder);
}

std::optional<written_json> rewritten_json(std::string_view text, std::size_t deepest) {
  written_builder builder(deepest);
  if (!json::sax_parse(text.begin(), text.end(), &builder)) return {};
  return std::move(builder.root);
}

} // namespace weightkin::detail
