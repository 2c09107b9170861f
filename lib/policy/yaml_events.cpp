#include "policy/yaml_events.hpp"

#include <algorithm>
#include <yaml.h>

namespace weightkin::detail {
namespace {

constexpr std::size_t most_yaml_levels = 64;
constexpr std::size_t most_yaml_steps = 500'000;

/// An event of libyaml's, given back to it.
struct parsed_event {
  parsed_event() = default;
  ~parsed_event() { yaml_event_delete(&event); }
  parsed_event(const parsed_event&) = delete;
  parsed_event& operator=(const parsed_event&) = delete;

  yaml_event_t event{};
};

/// "!" says that a text is one, and the standard's names for texts, lists and maps nothing new.
bool is_foreign_tag(const yaml_char_t* tag, std::string_view usual) {
  if (tag == nullptr) return false;
  const std::string_view given = reinterpret_cast<const char*>(tag);
  return given != "!" && given != usual;
}

yaml_event made_text(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  yaml_event out;
  out.kind = yaml_kind::text;
  out.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
  out.is_plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nullptr;
  out.is_tagged = is_foreign_tag(scalar.tag, YAML_STR_TAG);
  return out;
}

yaml_event made_event(const yaml_event_t& event) {
  yaml_event out;
  switch (event.type) {
  case YAML_SCALAR_EVENT: out = made_text(event); break;
  case YAML_ALIAS_EVENT: out.kind = yaml_kind::alias; break;
  case YAML_SEQUENCE_START_EVENT:
    out.kind = yaml_kind::list;
    out.is_tagged = is_foreign_tag(event.data.sequence_start.tag, YAML_SEQ_TAG);
    break;
  case YAML_MAPPING_START_EVENT:
    out.kind = yaml_kind::map;
    out.is_tagged = is_foreign_tag(event.data.mapping_start.tag, YAML_MAP_TAG);
    break;
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT: out.kind = yaml_kind::end; break;
  case YAML_DOCUMENT_START_EVENT: out.kind = yaml_kind::document; break;
  case YAML_DOCUMENT_END_EVENT: out.kind = yaml_kind::end_of_document; break;
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT:
  case YAML_STREAM_END_EVENT: break;
  }
  out.line = event.start_mark.line + 1;
  return out;
}

/// Of the byte at `offset`, counted as libyaml counts: LF, CR LF and CR end lines.
std::size_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  std::size_t line = 1;
  for (std::size_t at = 0; at < before.size(); ++at)
    if (before[at] == '\n' || (before[at] == '\r' && !before.substr(at + 1).starts_with('\n')))
      ++line;
  return line;
}

} // namespace

struct yaml_events::parser {
  ~parser() { yaml_parser_delete(&state); }
  yaml_parser_t state{};
};

yaml_events::yaml_events(std::string_view text, std::string_view label, std::size_t first_line)
    : text_(text), label_(label), first_line_(first_line), parser_(std::make_unique<parser>()) {
  if (yaml_parser_initialize(&parser_->state) == 0) {
    parser_->state = {};
    parser_.reset();
    return;
  }
  yaml_parser_set_encoding(&parser_->state, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser_->state,
                               reinterpret_cast<const unsigned char*>(text_.data()), text_.size());
}

yaml_events::~yaml_events() = default;

result<yaml_event> yaml_events::next() {
  if (!parser_) return error{errc::no_memory, label_ + ": no memory to read it"};
  parsed_event parsed;
  do {
    if (yaml_parser_parse(&parser_->state, &parsed.event) == 0) return failure();
  } while (parsed.event.type == YAML_STREAM_START_EVENT);
  yaml_event out = made_event(parsed.event);
  if (out.kind == yaml_kind::list || out.kind == yaml_kind::map) ++depth_;
  if (out.kind == yaml_kind::end) --depth_;
  if (depth_ > most_yaml_levels)
    return complaint(out.line, "more than 64 values within each other");
  if (++steps_ > most_yaml_steps) return complaint(out.line, "more than 500,000 values");
  return out;
}

result<void> yaml_events::pass_over(const yaml_event& begun) {
  if (begun.kind != yaml_kind::list && begun.kind != yaml_kind::map) return {};
  const std::size_t outside = depth_ - 1;
  while (depth_ > outside)
    if (const auto inner = next(); !inner) return inner.error();
  return {};
}

error yaml_events::complaint(std::size_t line, std::string_view what) const {
  return {errc::bad_format,
          label_ + ":" + std::to_string(first_line_ + line - 1) + ": " + std::string(what),
          fault::format};
}

error yaml_events::failure() const {
  const yaml_parser_t& state = parser_->state;
  if (state.error == YAML_MEMORY_ERROR) return {errc::no_memory, label_ + ": no memory to read it"};
  const std::string_view problem = state.problem != nullptr ? state.problem : "this is no YAML";
  // Letters are read before lines are counted.
  if (state.error == YAML_READER_ERROR)
    return complaint(line_of(text_, state.problem_offset), problem);
  std::string what(problem);
  if (state.context != nullptr) {
    what += ", ";
    what += state.context;
    if (state.context_mark.line != state.problem_mark.line)
      what += " that begins on line " + std::to_string(first_line_ + state.context_mark.line);
  }
  return complaint(state.problem_mark.line + 1, what);
}

} // namespace weightkin::detail
