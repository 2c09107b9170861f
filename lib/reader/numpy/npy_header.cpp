#include "reader/numpy/npy_header.hpp"

#include <optional>
#include <string>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/numpy/numpy_type.hpp"
#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t literal_depth = 8; // structured dtypes of real files nest two or three deep

class header_parser {
public:
  header_parser(std::string_view text, std::string_view label, std::uint64_t base)
      : text_(text), label_(label), base_(base) {}

  result<npy_header> parse() {
    skip_blanks();
    if (!take('{')) return refuse(fault::header, "a dict expected");
    for (skip_blanks(); !take('}'); skip_blanks()) {
      if (auto done = parse_member(); !done) return std::move(done).error();
      skip_blanks();
      if (!take(',') && peek() != '}') return refuse(fault::header, "',' or '}' expected");
    }
    skip_blanks();
    if (at_ != text_.size()) return refuse(fault::header, "text after the dict");
    if (!has_descr_ || !has_order_ || !has_shape_)
      return refuse(fault::header, "descr, fortran_order and shape must all be there");
    return std::move(header_);
  }

private:
  result<void> parse_member() {
    const auto key = take_string();
    if (!key) return refuse(fault::header, "a quoted key expected");
    skip_blanks();
    if (!take(':')) return refuse(fault::header, "':' expected");
    skip_blanks();
    if (*key == "descr") return once(has_descr_, *key, &header_parser::parse_descr);
    if (*key == "fortran_order") return once(has_order_, *key, &header_parser::parse_order);
    if (*key == "shape") return once(has_shape_, *key, &header_parser::parse_shape);
    return refuse(fault::header, "key '" + detail::printable(*key) + "' is not known");
  }

  result<void> once(bool& seen, std::string_view key,
                    result<void> (header_parser::*parse_value)()) {
    if (std::exchange(seen, true))
      return refuse(fault::duplicate, "key '" + std::string(key) + "' stands twice");
    return (this->*parse_value)();
  }

  result<void> parse_order() {
    if (take_word("True"))
      header_.fortran_order = true;
    else if (!take_word("False"))
      return refuse(fault::header, "fortran_order must be True or False");
    return {};
  }

  result<void> parse_descr() {
    if (peek() == '[') return refuse_structure();
    const auto descr = take_string();
    if (!descr) return refuse(fault::header, "descr must be a string or a list of fields");
    if (names_numpy_objects(*descr))
      return refuse(fault::npy_object, "holds Python objects, whose data is a pickle; refused");
    return parse_number_type(*descr);
  }

  result<void> parse_number_type(std::string_view descr) {
    if (const auto known = numpy_type_of(descr)) {
      header_.type = known->type;
      header_.big_endian = known->big_endian;
      return {};
    }
    std::string why = "descr '" + detail::printable(descr) + "' is no number type that is read";
    if (descr.ends_with("V2")) why += " (NumPy writes bfloat16 this way; save it as safetensors)";
    if (descr.ends_with("V1"))
      why += " (NumPy writes 8-bit floats this way; save them as safetensors)";
    return refuse(fault::dtype, why);
  }

  /// A list of fields: refused either way, but Python objects in it have their own answer.
  result<void> refuse_structure() {
    std::size_t depth = 0;
    bool has_objects = false;
    do {
      skip_blanks();
      const char c = peek();
      if (c == '[' || c == '(') {
        if (++depth > literal_depth) return refuse(fault::limit, "descr is nested too deep");
        ++at_;
      } else if (c == ']' || c == ')') {
        --depth;
        ++at_;
      } else if (c == '\'' || c == '"') {
        const auto part = take_string();
        if (!part) return refuse(fault::header, "string not closed");
        has_objects = has_objects || names_numpy_objects(*part);
      } else if (c == ',' || (c >= '0' && c <= '9')) {
        ++at_;
      } else {
        return refuse(fault::header, "not a list of fields");
      }
    } while (depth > 0);
    if (has_objects)
      return refuse(fault::npy_object, "has a field of Python objects, a pickle; refused");
    return refuse(fault::dtype, "structured arrays are not read");
  }

  result<void> parse_shape() {
    if (!take('(')) return refuse(fault::header, "shape must be a tuple");
    for (skip_blanks(); !take(')'); skip_blanks()) {
      if (auto done = parse_extent(); !done) return done;
      skip_blanks();
      const bool has_comma = take(',');
      if (!has_comma && (peek() != ')' || header_.shape.size() == 1))
        return refuse(fault::header, "',' expected in the shape");
    }
    return {};
  }

  result<void> parse_extent() {
    const bool is_negative = take('-');
    if (peek() < '0' || peek() > '9')
      return refuse(fault::header, "a whole number expected in the shape");
    std::uint64_t extent = 0;
    for (; peek() >= '0' && peek() <= '9'; ++at_) {
      const auto digit = static_cast<std::uint64_t>(peek() - '0');
      if (__builtin_mul_overflow(extent, std::uint64_t{10}, &extent) ||
          __builtin_add_overflow(extent, digit, &extent))
        return refuse(fault::overflow, "an extent does not fit 64 bits");
    }
    take('L'); // Python 2 wrote long integers this way
    if (is_negative) return refuse(fault::shape, "negative extent");
    if (header_.shape.size() == max_rank)
      return refuse(fault::limit, "more than " + std::to_string(max_rank) + " dimensions");
    header_.shape.push_back(extent);
    return {};
  }

  /// A quoted string without escapes, or nothing.
  std::optional<std::string_view> take_string() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view body = text_.substr(at_ + 1, end - at_ - 1);
    if (body.find_first_of(std::string_view("\\\n\0", 3)) != std::string_view::npos)
      return std::nullopt;
    at_ = end + 1;
    return body;
  }

  bool take_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  /// The next character; NUL at the end (a NUL in the text is never wanted either).
  [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() noexcept {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
      ++at_;
  }

  [[nodiscard]] error refuse(fault why, std::string_view what) const {
    return detail::bad_file(why, label_,
                            "NumPy header, byte " + std::to_string(base_ + at_) + ": " +
                                std::string(what));
  }

  std::string_view text_;
  std::string_view label_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  npy_header header_;
  bool has_descr_ = false;
  bool has_order_ = false;
  bool has_shape_ = false;
};

} // namespace

result<npy_header> parse_npy_header(std::string_view text, std::string_view label,
                                    std::uint64_t base) {
  return header_parser(text, label, base).parse();
}

} // namespace weightkin
