// Flax (JAX) checkpoints: one MessagePack value, a tree of maps with string keys whose leaves are
// arrays. Arrays and NumPy scalars are MessagePack extensions that hold another MessagePack value:
// a list of shape, type name and little-endian bytes in C order. An array above 1 GiB is a map with
// a marker key, the shape, and a map of chunks, which follow one another flat. Lists appear as maps
// with the keys "0", "1", ... or as lists. Numbers and strings of Python itself (steps, settings)
// are no tensors; they are told as metadata.

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/flax/flax_array.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

using kind = msgpack_kind;

constexpr std::string_view format_name = "flax";
constexpr std::size_t deepest = 64;
constexpr std::size_t longest_path = 4096;
/// All paths together may take this much beyond the size of the file: a long key above many short
/// ones would otherwise multiply.
constexpr std::uint64_t spare_path_bytes = 16'000'000;
constexpr std::size_t most_settings = 1000;     ///< metadata pairs
constexpr std::size_t longest_setting = 4096;   ///< bytes of one value
constexpr std::size_t longest_number_text = 32; ///< an f64 in decimal

std::string number_text(double value) {
  std::array<char, longest_number_text> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// Walks the tree once, from front to back.
class tree_reader {
public:
  explicit tree_reader(const read_request& request)
      : file_(request.bytes), limits_(request.options.limits), cursor_(*request.bytes),
        // The index of a sharded checkpoint joins keys by a slash.
        separator_(request.is_part ? '/' : '.'),
        path_bytes_left_(spare_path_bytes + request.bytes->size()) {}

  result<file_contents> read() {
    contents_.format = format_name;
    if (auto walked = value(0); !walked) return std::move(walked).error();
    if (cursor_.remaining() != 0)
      return refuse(fault::trailing, cursor_.offset(), "bytes after the tree");
    const auto name_of = [](const stored_tensor& t) -> const std::string& { return t.name; };
    if (const auto name = detail::first_duplicate(contents_.tensors, name_of))
      return refuse(fault::duplicate, 0, "two tensors are called " + detail::escaped(*name));
    if (untold_ > 0)
      contents_.warnings.push_back(file_->label() + ": " + std::to_string(untold_) +
                                   " values that are no arrays are not listed");
    return std::move(contents_);
  }

private:
  result<void> value(std::size_t depth) {
    const auto token = read_msgpack_token(cursor_);
    if (!token) return token.error();
    switch (token->kind) {
    case kind::map: return map(*token, depth + 1);
    case kind::array: return list(*token, depth + 1);
    case kind::extension: return extension(*token);
    case kind::binary: ++untold_; return cursor_.skip(token->value);
    case kind::text: return text(*token);
    default: return setting(scalar_text(*token));
    }
  }

  result<void> check_depth(const msgpack_token& container, std::size_t depth) {
    if (depth > deepest)
      return refuse(fault::limit, container.offset,
                    "nested deeper than " + std::to_string(deepest));
    if (container.value > limits_.tensors)
      return refuse(fault::limit, container.offset,
                    "more than " + std::to_string(limits_.tensors) + " items");
    return {};
  }

  result<void> map(const msgpack_token& container, std::size_t depth) {
    if (auto checked = check_depth(container, depth); !checked) return checked;
    std::vector<std::string> keys;
    for (std::uint64_t pair = 0; pair < container.value; ++pair) {
      auto text = key();
      if (!text) return std::move(text).error();
      if (*text == flax_chunked_key) return chunked(container, pair);
      if (auto read = child(*text, depth); !read) return read;
      keys.push_back(std::move(*text));
    }
    const auto itself = [](const std::string& key) -> const std::string& { return key; };
    if (const auto twice = detail::first_duplicate(keys, itself))
      return refuse(fault::duplicate, container.offset,
                    "the key " + detail::escaped(*twice) + " stands twice");
    return {};
  }

  result<void> list(const msgpack_token& container, std::size_t depth) {
    if (auto checked = check_depth(container, depth); !checked) return checked;
    for (std::uint64_t item = 0; item < container.value; ++item)
      if (auto read = child(std::to_string(item), depth); !read) return read;
    return {};
  }

  result<std::string> key() {
    const auto token = read_msgpack_token(cursor_);
    if (!token) return token.error();
    if (token->kind != kind::text)
      return refuse(fault::format, token->offset, "a key that is no string");
    if (token->value > longest_path)
      return refuse(fault::limit, token->offset,
                    "a key longer than " + std::to_string(longest_path) + " bytes");
    const auto text = cursor_.text(token->value);
    if (!text) return text.error();
    if (const auto invalid = detail::first_invalid_utf8(*text))
      return refuse(fault::encoding, token->offset, "a key that is not valid UTF-8");
    return std::string(*text);
  }

  /// The value of a key or list position.
  result<void> child(std::string_view step, std::size_t depth) {
    const std::size_t parent = path_.size();
    if (depth > 1) path_ += separator_;
    path_ += step;
    if (path_.size() > longest_path)
      return refuse(fault::limit, cursor_.offset(),
                    "a path longer than " + std::to_string(longest_path) + " bytes");
    auto read = value(depth);
    path_.resize(parent);
    return read;
  }

  result<void> chunked(const msgpack_token& container, std::uint64_t pairs_before) {
    if (pairs_before != 0)
      return refuse(fault::format, container.offset,
                    "the mark of a chunked array must be the first key of its map");
    auto tensor = read_flax_chunks({file_, path_}, cursor_, container.value);
    if (!tensor) return std::move(tensor).error();
    return keep(std::move(*tensor));
  }

  result<void> extension(const msgpack_token& token) {
    if (token.extension == flax_complex) return complex(token);
    if (token.extension != flax_array && token.extension != flax_scalar)
      return detail::unsupported_at(file_->label(), token.offset,
                                    detail::escaped(path_) + ": MessagePack extension " +
                                        std::to_string(token.extension) + " is not one of Flax");
    auto tensor = read_flax_array({file_, path_}, cursor_.offset(), token.value);
    if (!tensor) return std::move(tensor).error();
    if (auto skipped = cursor_.skip(token.value); !skipped) return skipped;
    return keep(std::move(*tensor));
  }

  result<void> keep(stored_tensor tensor) {
    if (contents_.tensors.size() == limits_.tensors)
      return refuse(fault::limit, cursor_.offset(),
                    "more than " + std::to_string(limits_.tensors) + " tensors");
    if (auto spent = spend_path(); !spent) return spent;
    tensor.name = path_;
    contents_.tensors.push_back(std::move(tensor));
    return {};
  }

  result<void> spend_path() {
    if (path_.size() > path_bytes_left_)
      return refuse(fault::limit, cursor_.offset(), "the names are much larger than the file");
    path_bytes_left_ -= path_.size();
    return {};
  }

  result<void> text(const msgpack_token& token) {
    if (token.value > longest_setting) {
      ++untold_;
      return cursor_.skip(token.value);
    }
    const auto found = cursor_.text(token.value);
    if (!found) return found.error();
    return setting(std::string(*found));
  }

  static std::string scalar_text(const msgpack_token& token) {
    switch (token.kind) {
    case kind::boolean: return token.value != 0 ? "true" : "false";
    case kind::whole: return std::to_string(token.value);
    case kind::negative: return std::to_string(static_cast<std::int64_t>(token.value));
    case kind::real: return number_text(token.real);
    default: return "null";
    }
  }

  /// A complex number of Python: a list of its two parts.
  result<void> complex(const msgpack_token& token) {
    byte_cursor payload(*file_, cursor_.offset(), cursor_.offset() + token.value);
    const auto pair = read_msgpack_token(payload);
    if (!pair) return pair.error();
    if (pair->kind != kind::array || pair->value != 2)
      return refuse(fault::format, token.offset, "a complex number must be a list of two");
    std::string both;
    for (int part = 0; part < 2; ++part) {
      const auto number = read_msgpack_token(payload);
      if (!number) return number.error();
      if (number->kind != kind::real && number->kind != kind::whole &&
          number->kind != kind::negative)
        return refuse(fault::format, number->offset, "a part of a complex number is no number");
      both += (part == 0 ? "" : " ") + scalar_text(*number);
    }
    if (payload.remaining() != 0)
      return refuse(fault::trailing, payload.offset(), "bytes after a complex number");
    if (auto skipped = cursor_.skip(token.value); !skipped) return skipped;
    return setting(std::move(both));
  }

  /// A value that is no array; told when it is among the first.
  result<void> setting(std::string value) {
    if (contents_.metadata.size() == most_settings) {
      ++untold_;
      return {};
    }
    contents_.metadata.emplace_back(path_, std::move(value));
    return {};
  }

  [[nodiscard]] error refuse(fault why, std::uint64_t offset, std::string_view what) const {
    return flax_place{file_, path_}.refuse(why, offset, what);
  }

  const std::shared_ptr<const byte_source>& file_;
  const reader_limits& limits_;
  byte_cursor cursor_;
  char separator_;
  std::uint64_t path_bytes_left_;
  std::string path_; ///< keys that lead to the value being read
  file_contents contents_;
  std::uint64_t untold_ = 0;
};

/// The first byte of a container that is not empty.
struct container_head {
  bool is_map = false;
  std::size_t bytes = 0; ///< of the head; 0 when the byte begins no such container
};

container_head container_at(unsigned first) noexcept {
  if (first >= 0x81 && first <= 0x8f) return {true, 1};
  if (first >= 0x91 && first <= 0x9f) return {false, 1};
  if (first == 0xde || first == 0xdc) return {first == 0xde, 3};
  if (first == 0xdf || first == 0xdd) return {first == 0xdf, 5};
  return {};
}

bool is_text_head(unsigned first) noexcept {
  return (first >= 0xa0 && first <= 0xbf) || (first >= 0xd9 && first <= 0xdb);
}

/// MessagePack has no magic number. A tree of Flax begins with a map whose first key is a string,
/// perhaps inside lists; lists in lists beyond what is read are recognised too, to be refused by
/// their depth.
bool begins_like_a_tree(const format_probe& probe) {
  std::size_t at = 0;
  for (std::size_t depth = 0; depth <= deepest; ++depth) {
    if (at >= probe.head.size()) return false;
    const container_head head = container_at(std::to_integer<unsigned>(probe.head[at]));
    at += head.bytes;
    if (head.bytes == 0) return false;
    if (head.is_map)
      return at < probe.head.size() && is_text_head(std::to_integer<unsigned>(probe.head[at]));
  }
  return true;
}

result<file_contents> read_flax(const read_request& request) { return tree_reader(request).read(); }

} // namespace

const format_row flax_format{format_name, begins_like_a_tree, read_flax};

} // namespace weightkin
