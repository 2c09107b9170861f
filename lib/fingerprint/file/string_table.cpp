#include "fingerprint/file/string_table.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "fingerprint/file/file_layout.hpp"

namespace weightkin::detail {
namespace {

/// A word ends after a full stop or a slash.
std::vector<std::string_view> words_of(std::string_view text, bool shared) {
  if (!shared || text.size() > wkf::longest_shared_string) return {text};
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("./");
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

/// Words in order of first appearance; long ones are never looked up again.
class word_list {
public:
  std::uint64_t number_of(std::string_view word) {
    if (word.size() <= wkf::longest_shared_string)
      if (const auto found = numbers_.find(word); found != numbers_.end()) return found->second;
    numbers_.emplace(word, words_.size());
    words_.push_back(word);
    return words_.size() - 1;
  }
  void write(byte_output& out) const {
    out.varint(words_.size());
    for (const std::string_view word : words_) {
      out.varint(word.size());
      out.raw(std::as_bytes(std::span(word)));
    }
  }

private:
  std::vector<std::string_view> words_;
  std::map<std::string_view, std::uint64_t> numbers_;
};

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<std::string> read_words(byte_input& in) {
  std::vector<std::string> words(in.count(2, "words"));
  for (std::string& word : words) {
    const std::uint64_t length = in.varint();
    if (length == 0) in.refuse(fault::format, "a word is empty");
    word = text_of(in.raw(length));
    if (!in.ok()) return {};
  }
  return words;
}

} // namespace

std::uint64_t string_collector::number_of(std::string_view text) {
  if (text.empty()) return 0;
  if (text.size() <= wkf::longest_shared_string)
    if (const auto found = numbers_.find(text); found != numbers_.end()) return found->second;
  strings_.emplace_back(text);
  numbers_.emplace(text, strings_.size());
  return strings_.size();
}

void string_collector::write(byte_output& out) const {
  byte_output shared;
  write_words(shared, true);
  std::size_t length = 0;
  for (const std::string& text : strings_)
    length += text.size();
  // Readers would take so much for an attack.
  const std::size_t most = wkf::string_expansion * shared.bytes().size() + wkf::string_allowance;
  if (length > most) return write_words(out, false);
  out.raw(shared.bytes());
}

void string_collector::write_words(byte_output& out, bool shared) const {
  word_list words;
  byte_output lists;
  std::vector<std::uint64_t> before;
  for (const std::string& text : strings_) {
    std::vector<std::uint64_t> now;
    for (const std::string_view word : words_of(text, shared))
      now.push_back(words.number_of(word));
    const auto common = std::mismatch(now.begin(), now.end(), before.begin(), before.end()).first;
    lists.varint(static_cast<std::uint64_t>(common - now.begin()));
    lists.varint(static_cast<std::uint64_t>(now.end() - common));
    std::for_each(common, now.end(), [&](std::uint64_t word) { lists.varint(word); });
    before = std::move(now);
  }
  words.write(out);
  out.varint(strings_.size());
  out.raw(lists.bytes());
}

void string_table::read(byte_input& in) {
  const std::size_t most = wkf::string_expansion * in.left() + wkf::string_allowance;
  const std::vector<std::string> words = read_words(in);
  const std::size_t count = in.count(2, "strings");
  strings_.assign(1, std::string());
  strings_.reserve(count + 1);
  std::vector<std::size_t> list;
  std::size_t length = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const std::uint64_t shared = in.varint();
    if (shared > list.size()) in.refuse(fault::bounds, "a string shares more words than there are");
    const std::size_t more = in.count(1, "words of a string");
    if (!in.ok()) break;
    list.resize(static_cast<std::size_t>(shared));
    for (std::size_t w = 0; w < more; ++w) {
      const std::uint64_t word = in.varint();
      if (word >= words.size()) in.refuse(fault::bounds, "there is no such word");
      if (!in.ok()) return;
      list.push_back(static_cast<std::size_t>(word));
    }
    if (list.empty()) return in.refuse(fault::format, "a string is empty");
    for (const std::size_t word : list)
      length += words[word].size();
    // A few bytes could otherwise stand for gigabytes.
    if (length > most) return in.refuse(fault::limit, "the strings expand too far");
    std::string& text = strings_.emplace_back();
    for (const std::size_t word : list)
      text += words[word];
  }
  used_.assign(strings_.size(), 0);
}

std::string string_table::use(std::uint64_t number, byte_input& in) {
  if (number >= strings_.size()) {
    in.refuse(fault::bounds, "there is no string " + std::to_string(number));
    return {};
  }
  const auto index = static_cast<std::size_t>(number);
  if (strings_[index].size() > wkf::longest_shared_string && std::exchange(used_[index], 1) != 0)
    in.refuse(fault::limit, "a long string is used twice");
  return in.ok() ? strings_[index] : std::string();
}

} // namespace weightkin::detail
