#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace weightkin::detail {

/// A JSON value in the making: members stay in the order they were added. Unlike the trees of
/// nlohmann's library, whose destructor allocates, it can be taken apart where there is no memory.
/// A braced list is an object when all it holds are pairs that begin with a text, else an array.
class written_json {
public:
  struct item;
  using array_type = std::vector<written_json>;
  using member_type = std::pair<std::string, written_json>;
  using object_type = std::vector<member_type>;

  written_json() noexcept = default;
  /// By hand: when libstdc++ 12 runs out of memory while it copies a variant, it goes on to destroy
  /// what it has not made.
  written_json(const written_json& other);
  written_json(written_json&&) noexcept = default;
  written_json& operator=(const written_json& other) { return *this = written_json(other); }
  written_json& operator=(written_json&&) noexcept = default;
  ~written_json() = default;
  // NOLINTBEGIN(google-explicit-constructor): documents are written as nested lists
  written_json(std::nullptr_t) noexcept {}
  template <std::same_as<bool> Boolean>
  written_json(Boolean value) noexcept : value_(value) {}
  template <std::signed_integral Number>
  written_json(Number value) noexcept : value_(static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral Number>
  requires(!std::same_as<Number, bool>) written_json(Number value)
  noexcept : value_(static_cast<std::uint64_t>(value)) {}
  written_json(double value) noexcept : value_(value) {}
  written_json(const char* text) : value_(std::string(text)) {}
  written_json(std::string_view text) : value_(std::string(text)) {}
  written_json(std::string text) noexcept : value_(std::move(text)) {}
  written_json(const std::vector<std::string>& texts)
      : value_(array_type(texts.begin(), texts.end())) {}
  written_json(std::initializer_list<item> items);
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] static written_json array() { return of(array_type()); }
  [[nodiscard]] static written_json array(std::initializer_list<item> items);
  [[nodiscard]] static written_json object() { return of(object_type()); }

  /// True without elements or members, and for null.
  [[nodiscard]] bool empty() const noexcept;

  /// Of an array, which null becomes.
  void push_back(written_json element);
  /// The member `key` of an object, which null becomes; null when it is new.
  written_json& operator[](std::string_view key);
  /// Sets the members of an object to those of another.
  void update(const written_json& other);

  /// Pure ASCII. \param indent blanks a level, or -1: all in one line. What is no UTF-8 becomes
  /// U+FFFD, what is no number null.
  [[nodiscard]] std::string dump(int indent = -1) const;

private:
  using value_type = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double,
                                  std::string, array_type, object_type>;

  template <class Value>
  static written_json of(Value value) {
    written_json out;
    out.value_ = std::move(value);
    return out;
  }
  void append_to(std::string& out, int indent, int depth) const;
  template <class List, class Write>
  static void append_list(std::string& out, const List& list, std::string_view brackets, int indent,
                          int depth, Write&& write);

  value_type value_ = nullptr;
};

/// An element of a braced list. The list's elements are constant, what they hold is moved from.
struct written_json::item {
  mutable written_json held;

  // The constraint leaves copies and moves alone, which the second check does not see.
  // NOLINTBEGIN(google-explicit-constructor,bugprone-forwarding-reference-overload)
  template <class Value>
  requires(std::constructible_from<written_json, Value&&> &&
           !std::same_as<std::remove_cvref_t<Value>, item>) item(Value&& value)
      : held(std::forward<Value>(value)) {}
  item(std::initializer_list<item> items) : held(items) {}
  // NOLINTEND(google-explicit-constructor,bugprone-forwarding-reference-overload)
};

} // namespace weightkin::detail
