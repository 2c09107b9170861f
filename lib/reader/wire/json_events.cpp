#include "reader/wire/json_events.hpp"

#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "reader/reader_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

/// Walks the text and tells how far the lexer has come, which the SAX interface does not.
class counting_iterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  counting_iterator(const char* at, const char** seen) : at_(at), seen_(seen) {}
  reference operator*() const noexcept { return *at_; }
  counting_iterator& operator++() noexcept {
    *seen_ = ++at_;
    return *this;
  }
  counting_iterator operator++(int) noexcept {
    const counting_iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator!=(const counting_iterator& a, const counting_iterator& b) noexcept {
    return a.at_ != b.at_;
  }

private:
  const char* at_;
  const char** seen_;
};

/// Adapts the parser's callbacks to ours; the first refusal stops the parse.
class sax_adapter {
public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  sax_adapter(json_events& events, const reader_limits& limits)
      : events_(events), limits_(limits) {}

  bool null() { return keep(events_.odd(json_oddity::null, 0)); }
  bool boolean(bool value) { return keep(events_.odd(json_oddity::boolean, value ? 1 : 0)); }
  // The parser calls this only for numbers with a minus sign.
  bool number_integer(number_integer_t value) {
    return keep(events_.odd(json_oddity::negative, static_cast<double>(value)));
  }
  bool number_unsigned(number_unsigned_t value) { return keep(events_.whole(value)); }
  // Integers that do not fit 64 bits come here too.
  bool number_float(number_float_t value, const string_t& digits) {
    const bool is_fraction = digits.find_first_of(".eE") != string_t::npos;
    if (is_fraction) return keep(events_.odd(json_oddity::fraction, value));
    const bool is_negative = digits.starts_with('-');
    return keep(events_.odd(is_negative ? json_oddity::negative : json_oddity::too_large, value));
  }
  bool string(string_t& value) { return short_enough(value) && keep(events_.text(value)); }
  bool key(string_t& value) { return short_enough(value) && keep(events_.key(value)); }
  bool binary(binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*count*/) { return deeper() && keep(events_.begin_object()); }
  bool end_object() {
    --depth_;
    return keep(events_.end_object());
  }
  bool start_array(std::size_t /*count*/) { return deeper() && keep(events_.begin_array()); }
  bool end_array() {
    --depth_;
    return keep(events_.end_array());
  }
  bool parse_error(std::size_t /*position*/, const std::string& last_token,
                   const nlohmann::json::exception& /*reason*/) {
    if (refusal_) // the parser has no way to stop quietly after a handler's refusal
      refusal_ = json_refusal(fault::header,
                              "not valid JSON near '" + detail::printable(last_token) + "'");
    return false;
  }

  [[nodiscard]] result<void> take_refusal() { return std::move(refusal_); }

private:
  bool keep(result<void> outcome) {
    refusal_ = std::move(outcome);
    return refusal_.has_value();
  }
  bool deeper() {
    if (++depth_ <= limits_.json_depth) return true;
    return keep(json_refusal(fault::limit,
                             "JSON is nested deeper than " + std::to_string(limits_.json_depth)));
  }
  bool short_enough(const string_t& value) {
    if (value.size() <= limits_.json_string_bytes) return true;
    return keep(json_refusal(fault::limit, "a JSON string is longer than " +
                                               std::to_string(limits_.json_string_bytes) +
                                               " bytes"));
  }

  json_events& events_;
  const reader_limits& limits_;
  std::size_t depth_ = 0;
  result<void> refusal_;
};

std::string at_byte(std::uint64_t offset, std::string_view what) {
  return "byte " + std::to_string(offset) + ": " + std::string(what);
}

/// What the parser would let pass (byte order mark, NUL as the end) or not name precisely (UTF-8).
result<void> check_characters(std::string_view text, std::string_view label, std::uint64_t base) {
  if (const auto invalid = detail::first_invalid_utf8(text))
    return detail::bad_file(fault::encoding, label,
                            at_byte(base + *invalid, "JSON text is not valid UTF-8"));
  if (text.starts_with("\xef\xbb\xbf"))
    return detail::bad_file(fault::header, label,
                            at_byte(base, "JSON text starts with a byte order mark"));
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    return detail::bad_file(fault::header, label, at_byte(base + nul, "NUL byte in the JSON text"));
  return {};
}

} // namespace

error json_refusal(fault why, std::string what) {
  return error{errc::bad_format, std::move(what), why};
}

result<void> parse_json(std::string_view text, std::string_view label, std::uint64_t base,
                        const reader_limits& limits, json_events& events) {
  if (auto checked = check_characters(text, label, base); !checked) return checked;
  const char* seen = text.data();
  sax_adapter adapter(events, limits);
  const counting_iterator begin(text.data(), &seen);
  const counting_iterator end(text.data() + text.size(), &seen);
  const bool parsed = nlohmann::json::sax_parse(begin, end, &adapter);
  if (parsed) return {};
  error refusal = std::move(adapter.take_refusal()).error();
  const auto offset = base + static_cast<std::uint64_t>(seen - text.data());
  return detail::bad_file(refusal.why, label, at_byte(offset, refusal.message));
}

} // namespace weightkin
