#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin {
namespace {

using nlohmann::json;

constexpr std::size_t most_bytes = 16'000'000;
constexpr std::size_t most_rules = 100'000;
constexpr std::size_t longest_string = 65'536;
constexpr std::uint64_t highest_axis = max_rank - 1;

/// The enumerator of 0..last that is called `name`.
template <class Enum>
std::optional<Enum> named(std::string_view name, Enum last) {
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

/// Reads the one shape a component map has, event by event; any other event stops the parse.
class map_reader : public nlohmann::json_sax<json> {
public:
  std::vector<map_rule> rules;
  std::string complaint; ///< what was wrong, when parsing stopped

  bool start_object(std::size_t) override {
    if (where_ == position::outside) return enter(position::top);
    if (where_ != position::in_rules) return refuse("an object was not expected");
    if (rules.size() == most_rules) return refuse("more than 100000 rules");
    rules.emplace_back();
    seen_.clear();
    return enter(position::in_rule);
  }

  bool end_object() override {
    if (where_ == position::top)
      return has_rules_ ? enter(position::done) : refuse("the member \"rules\" is missing");
    if (!seen_.contains("prefix")) return refuse("the member \"prefix\" is missing");
    return enter(position::in_rules);
  }

  bool start_array(std::size_t) override {
    if (where_ != position::top || !has_rules_) return refuse("an array was not expected");
    return enter(position::in_rules);
  }

  bool end_array() override { return enter(position::top); }

  bool key(std::string& name) override {
    if (where_ == position::top) {
      if (name != "rules") return refuse("unknown member \"" + printable(name) + "\"");
      if (has_rules_) return refuse("the member \"rules\" occurs twice");
      has_rules_ = true;
      return true;
    }
    constexpr std::array known{"prefix", "component", "kind", "role", "use", "unit_axis"};
    if (std::find(known.begin(), known.end(), name) == known.end())
      return refuse("unknown member \"" + printable(name) + "\"");
    if (!seen_.insert(name).second) return refuse("the member \"" + name + "\" occurs twice");
    key_ = name;
    return true;
  }

  bool string(std::string& text) override {
    if (where_ != position::in_rule) return refuse("a string was not expected");
    if (text.size() > longest_string) return refuse("a string of more than 65536 bytes");
    map_rule& rule = rules.back();
    if (key_ == "prefix") return rule.prefix = text, true;
    if (key_ == "component") return component(rule, text);
    if (key_ == "kind")
      return choose(rule.kind, named(text, component_kind::optimizer), "kind", text);
    if (key_ == "role") return choose(rule.role, named(text, tensor_role::buffer), "role", text);
    if (key_ == "use") return choose(rule.use, named(text, evidence_use::excluded), "use", text);
    return refuse("\"unit_axis\" must be a number");
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (where_ != position::in_rule || key_ != "unit_axis")
      return refuse("a number was not expected");
    if (value > highest_axis) return refuse("\"unit_axis\" is beyond any tensor's axes");
    rules.back().unit_axis = static_cast<std::size_t>(value);
    return true;
  }

  bool null() override { return refuse("null was not expected"); }
  bool boolean(bool) override { return refuse("true or false was not expected"); }
  bool number_integer(number_integer_t) override { return refuse("a negative number"); }
  bool number_float(number_float_t, const string_t&) override {
    return refuse("a fraction was not expected");
  }
  bool binary(binary_t&) override { return refuse("binary data was not expected"); }

  bool parse_error(std::size_t at, const std::string&, const json::exception&) override {
    complaint = "not JSON at byte " + std::to_string(at == 0 ? 0 : at - 1);
    return false;
  }

private:
  enum class position { outside, top, in_rules, in_rule, done };

  bool enter(position next) {
    where_ = next;
    return true;
  }

  bool refuse(std::string why) {
    complaint = std::move(why);
    if (where_ == position::in_rule) complaint += " in rule " + std::to_string(rules.size());
    return false;
  }

  bool component(map_rule& rule, const std::string& id) {
    if (id.empty()) return refuse("\"component\" is empty");
    rule.component = id;
    return true;
  }

  template <class Enum>
  bool choose(std::optional<Enum>& target, std::optional<Enum> found, const char* member,
              const std::string& text) {
    if (!found) return refuse(std::string("unknown ") + member + " \"" + printable(text) + "\"");
    target = found;
    return true;
  }

  /// Foreign text for a message: short, one line.
  static std::string printable(const std::string& text) {
    std::string shown = text.substr(0, 40);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
  }

  position where_ = position::outside;
  bool has_rules_ = false;
  std::set<std::string> seen_;
  std::string key_;
};

} // namespace

result<std::vector<map_rule>> parse_component_map(std::string_view text) {
  if (text.size() > most_bytes)
    return error{errc::bad_format, "component map: longer than 16000000 bytes", fault::limit};
  map_reader reader;
  if (!json::sax_parse(text.begin(), text.end(), &reader))
    return error{errc::bad_format, "component map: " + reader.complaint, fault::format};
  return std::move(reader.rules);
}

} // namespace weightkin
