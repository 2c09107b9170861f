#include "reader/ncnn/ncnn_graph.hpp"

#include <algorithm>
#include <charconv>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::string_view blanks = " \t\r";

/// Takes the next word off `line`; empty at its end.
std::string_view take_word(std::string_view& line) {
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return line = {};
  line.remove_prefix(begin);
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::int64_t> whole_number(std::string_view word) {
  std::int64_t value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, problem] = std::from_chars(word.data(), end, value);
  if (problem != std::errc{} || stop != end) return std::nullopt;
  return value;
}

class graph_parser {
public:
  graph_parser(std::string_view text, std::string_view label) : text_(text), label_(label) {}

  result<std::vector<ncnn_layer>> run(const reader_limits& limits) {
    std::string_view line = next_line();
    if (take_word(line) != ncnn_magic) return fail(fault::magic, "does not begin with 7767517");
    line = next_line();
    const auto count = whole_number(take_word(line));
    if (!count.has_value() || !whole_number(take_word(line)).has_value() || *count < 0)
      return fail(fault::header, "the counts of layers and blobs expected");
    std::vector<ncnn_layer> layers;
    while (at_ < text_.size()) {
      line = next_line();
      if (line.find_first_not_of(blanks) == std::string_view::npos) continue;
      if (layers.size() == limits.tensors) return fail(fault::limit, "too many layers");
      auto layer = parse_layer(line);
      if (!layer) return std::move(layer).error();
      layers.push_back(std::move(*layer));
    }
    if (layers.size() != static_cast<std::uint64_t>(*count))
      return fail(fault::header, std::to_string(layers.size()) + " layers, " +
                                     std::to_string(*count) + " announced");
    return layers;
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::fail_at(why, label_, line_at_, what);
  }

  std::string_view next_line() {
    line_at_ = at_ = std::min(at_, text_.size());
    const std::string_view line =
        text_.substr(at_, text_.find('\n', at_) - at_); // npos - at_ also ends at the end
    at_ += line.size() + 1;
    return line;
  }

  /// "Type name inputs outputs blob... key=value..."
  result<ncnn_layer> parse_layer(std::string_view line) {
    ncnn_layer layer;
    layer.type = take_word(line);
    layer.name = take_word(line);
    const auto inputs = whole_number(take_word(line));
    const auto outputs = whole_number(take_word(line));
    const auto most = static_cast<std::int64_t>(line.size());
    if (!inputs.has_value() || !outputs.has_value() || *inputs < 0 || *outputs < 0 ||
        *inputs > most || *outputs > most)
      return fail(fault::header, "type, name and numbers of inputs and outputs expected");
    for (std::int64_t blob = 0; blob < *inputs + *outputs; ++blob)
      if (take_word(line).empty()) return fail(fault::header, "a layer lacks names of blobs");
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
      const std::size_t equals = word.find('=');
      const auto key = whole_number(word.substr(0, equals));
      if (equals == std::string_view::npos || !key.has_value())
        return fail(fault::header, "'number=value' expected, not " + detail::escaped(word));
      layer.parameters.emplace_back(*key, whole_number(word.substr(equals + 1)));
    }
    return layer;
  }

  std::string_view text_;
  std::string_view label_;
  std::size_t at_ = 0;
  std::size_t line_at_ = 0;
};

} // namespace

result<std::vector<ncnn_layer>> parse_ncnn_graph(std::string_view text, std::string_view label,
                                                 const reader_limits& limits) {
  return graph_parser(text, label).run(limits);
}

} // namespace weightkin
