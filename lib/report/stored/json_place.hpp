#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace weightkin::detail {

/// The first complaint about a document, with the path of what it is about.
class document_complaint {
public:
  void add(const std::string& path, std::string_view what) {
    if (text_.empty()) text_ = (path.empty() ? "/" : path) + ": " + std::string(what);
  }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
  std::string text_;
};

/// A value in a document that knows where it lies. Whatever is not as asked for is complained about
/// and zero or empty, so that callers ask once, at the end. A place borrows from the one that it
/// was reached from.
class json_place {
public:
  using json = nlohmann::json;

  json_place(const json& root, document_complaint& complaint)
      : value_(&root), complaint_(&complaint) {}

  /// The member `key`, which has to be there.
  [[nodiscard]] json_place operator[](const char* key) const&;
  [[nodiscard]] json_place operator[](const char* key) const&& = delete;
  /// Whether this is an object with a member `key`; not being an object is complained about.
  [[nodiscard]] bool has(const char* key) const;
  /// Elements of a list.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] json_place at(std::size_t index) const&;
  [[nodiscard]] json_place at(std::size_t index) const&& = delete;

  [[nodiscard]] bool is_null() const noexcept { return value_->is_null(); }
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::uint64_t whole() const; ///< a number, or digits in a string
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number() const; ///< NaN where it is null
  /// Likewise, and within least..most.
  [[nodiscard]] double number(double least, double most) const;
  [[nodiscard]] double known_number(double least, double most) const; ///< and not null
  [[nodiscard]] bool boolean() const;

  /// The enumerator of first..last whose `name_of` this is.
  template <class Enum>
  [[nodiscard]] Enum named(Enum first, Enum last) const {
    const std::string name = text();
    for (auto i = static_cast<int>(first); i <= static_cast<int>(last); ++i)
      if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
    complain("\"" + name.substr(0, 40) + "\" is no name that is known here");
    return first;
  }

  void complain(std::string_view what) const { complaint_->add(path(), what); }
  [[nodiscard]] bool ok() const noexcept { return complaint_->empty(); }

private:
  [[nodiscard]] std::string path() const;

  const json* value_;
  document_complaint* complaint_;
  const json_place* from_ = nullptr;
  const char* key_ = nullptr; ///< null: element `index_` of a list
  std::size_t index_ = 0;
};

} // namespace weightkin::detail
