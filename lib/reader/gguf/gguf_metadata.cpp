#include "reader/gguf/gguf_metadata.hpp"

#include <bit>

#include "reader/first_duplicate.hpp"
#include "reader/gguf/gguf_value.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t longest_key = 65'535;
constexpr std::uint64_t largest_alignment = 65'536;

/// Reads pair by pair and keeps what is worth keeping.
class metadata_reader {
public:
  metadata_reader(gguf_cursor& cursor, const reader_limits& limits)
      : cursor_(cursor), limits_(limits) {}

  result<gguf_metadata> read(std::uint64_t count) {
    if (auto checked = check_count(count); !checked) return std::move(checked).error();
    for (std::uint64_t i = 0; i < count; ++i)
      if (auto pair = read_pair(); !pair) return std::move(pair).error();
    if (const auto key = detail::first_duplicate(
            keys_, [](const std::string& k) -> const std::string& { return k; }))
      return refuse(fault::duplicate, cursor_.offset(),
                    "metadata key " + detail::escaped(*key) + " appears twice");
    return std::move(metadata_);
  }

private:
  result<void> check_count(std::uint64_t count) const {
    // An empty key, a type code and a value of one byte.
    const std::uint64_t least = cursor_.length_bytes() + 4 + 1;
    if (count > cursor_.remaining() / least)
      return refuse(fault::truncated, cursor_.offset(),
                    std::to_string(count) + " pairs of metadata, but only " +
                        std::to_string(cursor_.remaining()) + " bytes are left");
    if (count > limits_.metadata_pairs)
      return refuse(fault::limit, cursor_.offset(),
                    std::to_string(count) + " pairs of metadata, more than " +
                        std::to_string(limits_.metadata_pairs));
    return {};
  }

  result<void> read_pair() {
    const std::uint64_t at = cursor_.offset();
    auto key = cursor_.name(longest_key, "a metadata key");
    if (!key) return std::move(key).error();
    auto value = read_gguf_value(cursor_);
    if (!value) return std::move(value).error();
    if (auto applied = apply(*key, *value, at); !applied) return applied;
    if (value->is_odd) note_odd(*key, *value);
    if (value->text) {
      kept_bytes_ += key->size() + value->text->size();
      if (kept_bytes_ > limits_.config_bytes)
        return refuse(fault::limit, at,
                      "more than " + std::to_string(limits_.config_bytes) + " bytes of metadata");
      metadata_.pairs.emplace_back(*key, std::move(*value->text));
    }
    keys_.push_back(std::move(*key));
    return {};
  }

  /// One line for the file's first odd value is enough.
  void note_odd(const std::string& key, const gguf_value& value) {
    if (metadata_.warnings.empty())
      metadata_.warnings.push_back(
          cursor_.source().label() + ": metadata " + detail::escaped(key) +
          (value.type == gguf_type::string ? " is not UTF-8" : " is a boolean other than 0 and 1"));
  }

  /// Takes note of the keys that decide how the file is read.
  result<void> apply(const std::string& key, const gguf_value& value, std::uint64_t at) {
    if (key == "general.alignment") return apply_alignment(value, at);
    std::optional<std::int64_t>* number = nullptr;
    if (key == "split.no") number = &metadata_.split.number;
    if (key == "split.count") number = &metadata_.split.count;
    if (key == "split.tensors.count") number = &metadata_.split.tensors;
    if (number == nullptr) return {};
    if (!value.whole) return refuse(fault::header, at, key + " is no integer");
    *number = value.whole;
    return {};
  }

  result<void> apply_alignment(const gguf_value& value, std::uint64_t at) {
    if (value.type != gguf_type::u32)
      return refuse(fault::header, at, "general.alignment is no 32-bit unsigned integer");
    metadata_.alignment = static_cast<std::uint64_t>(*value.whole);
    const std::string text = "alignment of " + std::to_string(metadata_.alignment);
    if (!std::has_single_bit(metadata_.alignment))
      return refuse(fault::alignment, at, text + " is no power of two");
    if (metadata_.alignment > largest_alignment)
      return refuse(fault::limit, at, text + ", more than " + std::to_string(largest_alignment));
    return {};
  }

  [[nodiscard]] error refuse(fault why, std::uint64_t at, const std::string& what) const {
    return detail::fail_at(why, cursor_.source().label(), at, what);
  }

  gguf_cursor& cursor_;
  const reader_limits& limits_;
  gguf_metadata metadata_;
  std::vector<std::string> keys_;
  std::uint64_t kept_bytes_ = 0;
};

} // namespace

result<gguf_metadata> read_gguf_metadata(gguf_cursor& cursor, std::uint64_t count,
                                         const reader_limits& limits) {
  return metadata_reader(cursor, limits).read(count);
}

} // namespace weightkin
