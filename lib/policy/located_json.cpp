#include "policy/located_json.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

namespace weightkin::detail {
namespace {

constexpr std::size_t most_bytes = 1'000'000;
constexpr std::size_t most_levels = 16;

/// Walks over text and tells how far it was read, which the parser itself does not.
class watched_text {
public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  watched_text() = default;
  watched_text(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  watched_text& operator++() {
    ++at_;
    if (at_ > *furthest_) *furthest_ = at_;
    return *this;
  }
  watched_text operator++(int) {
    watched_text before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const watched_text& a, const watched_text& b) { return a.at_ == b.at_; }

private:
  const char* at_ = nullptr;
  const char** furthest_ = nullptr;
};

/// Makes the tree.
class located_builder : public nlohmann::json_sax<nlohmann::json> {
public:
  located_builder(std::string_view json, const char* const* furthest)
      : json_(json), counted_(json.data()), furthest_(furthest) {}

  located_value root;
  std::string complaint;
  std::size_t complaint_line = 1;

  bool null() override { return place({}); }
  bool boolean(bool value) override {
    located_value out;
    out.kind = located_kind::boolean;
    out.boolean = value;
    return place(std::move(out));
  }
  bool number_integer(number_integer_t value) override {
    return place_number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return place_number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t& /*digits*/) override {
    return place_number(value);
  }
  bool string(string_t& value) override {
    located_value out;
    out.kind = located_kind::text;
    out.text = value;
    return place(std::move(out));
  }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*count*/) override { return open(located_kind::object); }
  bool start_array(std::size_t /*count*/) override { return open(located_kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back()->find(name) != nullptr)
      return stop("\"" + name + "\" occurs twice in one object");
    located_value key;
    key.kind = located_kind::text;
    key.text = name;
    key.line = line();
    open_.back()->members.push_back({std::move(key), {}});
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::json::exception& /*reason*/) override {
    return stop("this is no JSON");
  }

private:
  /// The line of what was read last; behind a number one character more was read, which may be the
  /// end of its line.
  std::size_t line() {
    const char* end = *furthest_ > json_.data() ? *furthest_ - 1 : json_.data();
    if (end > counted_) {
      line_ += static_cast<std::size_t>(std::count(counted_, end, '\n'));
      counted_ = end;
    }
    return line_;
  }
  bool stop(std::string why) {
    complaint = std::move(why);
    complaint_line = line();
    return false;
  }
  bool place_number(double value) {
    located_value out;
    out.kind = located_kind::number;
    out.number = value;
    return place(std::move(out));
  }
  /// Puts a value where one is due; `target` tells where it went.
  bool place(located_value value) {
    value.line = line();
    located_value* target = &root;
    if (!open_.empty() && open_.back()->kind == located_kind::object)
      target = &open_.back()->members.back().value;
    else if (!open_.empty())
      target = &open_.back()->items.emplace_back();
    *target = std::move(value);
    last_ = target;
    return true;
  }
  bool open(located_kind kind) {
    located_value out;
    out.kind = kind;
    place(std::move(out));
    open_.push_back(last_);
    return open_.size() <= most_levels || stop("nested too deep");
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::string_view json_;
  const char* counted_; ///< up to where lines were counted
  const char* const* furthest_;
  std::size_t line_ = 1;
  std::vector<located_value*> open_; ///< stay put: only the innermost grows
  located_value* last_ = nullptr;
};

} // namespace

const located_value* located_value::find(std::string_view key) const {
  for (const located_member& member : members)
    if (member.key.text == key) return &member.value;
  return nullptr;
}

error located_error(std::string_view label, std::size_t line, std::string_view what) {
  return {errc::bad_format,
          std::string(label) + ":" + std::to_string(line) + ": " + std::string(what),
          fault::format};
}

result<located_value> parse_located(std::string_view json, std::string_view label) {
  if (json.size() > most_bytes) return located_error(label, 1, "more than 1 MB is not read");
  const char* furthest = json.data();
  located_builder builder(json, &furthest);
  const watched_text first(json.data(), &furthest);
  const watched_text last(json.data() + json.size(), &furthest);
  if (!nlohmann::json::sax_parse(first, last, &builder))
    return located_error(label, builder.complaint_line, builder.complaint);
  return std::move(builder.root);
}

} // namespace weightkin::detail
