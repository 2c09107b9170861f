#pragma once

#include <string>
#include <string_view>

#include "reader/pickle/pickle_machine.hpp"
#include "support/torch_writer.hpp"

namespace weightkin::test {

/// Evaluates the pickle `text`.
inline result<pickled> run_text(std::string_view text, const pickle_rules& rules = {}) {
  const auto source = borrow_memory(bytes_of_text(text), "pickle");
  return run_pickle(*source, 0, text.size(), rules);
}

/// The fault of evaluating `text`, `none` when it succeeds.
inline fault fault_of_text(std::string_view text, const pickle_rules& rules = {}) {
  const auto done = run_text(text, rules);
  return done ? fault::none : done.error().why;
}

/// A value written out, to compare whole results with a literal. No cycles.
inline std::string spelled(const pickle_values& values, pickle_index value) {
  const auto items = [&](std::string_view open, std::string_view close, bool pairs) {
    std::string out(open);
    bool key = true;
    for (pickle_values::cursor at(values, value); !at.at_end(); key = !key) {
      if (out.size() > open.size()) out += pairs && !key ? ":" : ",";
      out += spelled(values, at.next(values));
    }
    return out + std::string(close);
  };
  switch (values.kind(value)) {
  case pickle_kind::none: return "None";
  case pickle_kind::boolean: return values.truth_of(value) ? "True" : "False";
  case pickle_kind::integer: return std::to_string(values.integer_of(value));
  case pickle_kind::big_integer: return "big";
  case pickle_kind::real: return "r" + std::to_string(values.real_of(value));
  case pickle_kind::text: return "'" + std::string(values.text_of(value)) + "'";
  case pickle_kind::bytes: return "b'" + std::string(values.text_of(value)) + "'";
  case pickle_kind::located: return "located";
  case pickle_kind::list: return items("[", "]", false);
  case pickle_kind::tuple: return items("(", ")", false);
  case pickle_kind::set: return items("set(", ")", false);
  case pickle_kind::dict: return items("{", "}", true);
  case pickle_kind::global: return std::string(values.text_of(value));
  case pickle_kind::storage: return "storage";
  case pickle_kind::tensor: return "tensor";
  case pickle_kind::object: return "object";
  }
  return "?";
}

/// The value of `text` written out, or the fault's name.
inline std::string value_of_text(std::string_view text, const pickle_rules& rules = {}) {
  const auto done = run_text(text, rules);
  return done ? spelled(done->values, done->root) : std::string(name_of(done.error().why));
}

} // namespace weightkin::test
