#include "reader/files/shard_index.hpp"

#include <unordered_map>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/reader_error.hpp"
#include "reader/wire/json_events.hpp"

namespace weightkin {
namespace {

/// What the value that comes next is.
enum class awaited : std::uint8_t { nothing, metadata, total_size, weight_map, shard, any };

/// The object that the next key belongs to.
enum class place : std::uint8_t { document, root, metadata, weight_map };

class index_builder final : public json_events {
public:
  explicit index_builder(const reader_limits& limits) : limits_(limits) {}

  [[nodiscard]] bool has_map() const noexcept { return has_map_; }
  [[nodiscard]] shard_index take() { return std::move(index_); }

  result<void> begin_object() override {
    if (ignored_depth_ > 0) return ignore_deeper();
    const awaited wanted = std::exchange(awaited_, awaited::nothing);
    if (place_ == place::document) return enter(place::root);
    if (wanted == awaited::metadata) return enter(place::metadata);
    if (wanted == awaited::weight_map) return enter(place::weight_map);
    return container(wanted, "an object");
  }
  result<void> begin_array() override {
    if (ignored_depth_ > 0) return ignore_deeper();
    return container(std::exchange(awaited_, awaited::nothing), "an array");
  }
  result<void> end_object() override {
    if (ignored_depth_ > 0) return end_array();
    return enter(place_ == place::root ? place::document : place::root);
  }
  result<void> end_array() override {
    --ignored_depth_;
    return {};
  }

  result<void> key(std::string& text) override {
    if (ignored_depth_ > 0) return {};
    awaited_ = awaited::any;
    if (place_ == place::weight_map) return map_key(text);
    if (place_ == place::metadata && text == "total_size") awaited_ = awaited::total_size;
    if (place_ != place::root) return {};
    if (text == "metadata") return announce(awaited::metadata, has_metadata_, text);
    if (text == "weight_map") return announce(awaited::weight_map, has_map_, text);
    return {};
  }

  result<void> text(std::string& value) override {
    if (ignored_depth_ > 0) return {};
    if (awaited_ != awaited::shard) return scalar("a string");
    awaited_ = awaited::nothing;
    const auto next = static_cast<std::uint32_t>(index_.shards.size());
    const auto [row, is_new] = shard_numbers_.emplace(value, next);
    if (is_new) {
      if (index_.shards.size() == limits_.shards)
        return json_refusal(fault::limit,
                            "more than " + std::to_string(limits_.shards) + " shards");
      index_.shards.push_back(std::move(value));
    }
    index_.tensors.back().shard = row->second;
    return {};
  }

  result<void> whole(std::uint64_t value) override {
    if (ignored_depth_ == 0 && awaited_ == awaited::total_size) index_.total_size = value;
    return scalar("a number");
  }
  // Some writers put fractions or null for sizes and metadata they do not know.
  result<void> odd(json_oddity value, double /*number*/) override {
    if (value == json_oddity::null && awaited_ == awaited::metadata) awaited_ = awaited::any;
    return scalar("null, a boolean or a number");
  }

private:
  result<void> enter(place inner) {
    place_ = inner;
    return {};
  }
  result<void> ignore_deeper() {
    ++ignored_depth_;
    return {};
  }

  result<void> announce(awaited value, bool& seen, const std::string& text) {
    if (std::exchange(seen, true)) return json_refusal(fault::duplicate, text + " stands twice");
    awaited_ = value;
    return {};
  }

  result<void> map_key(std::string& text) {
    if (index_.tensors.size() == limits_.tensors)
      return json_refusal(fault::limit,
                          "more than " + std::to_string(limits_.tensors) + " tensors");
    index_.tensors.push_back({std::move(text), 0});
    awaited_ = awaited::shard;
    return {};
  }

  /// An object or array that is only allowed where its content does not matter.
  result<void> container(awaited wanted, std::string_view what) {
    if (wanted != awaited::any && wanted != awaited::total_size) return misplaced(wanted, what);
    return ignore_deeper();
  }

  result<void> scalar(std::string_view what) {
    if (ignored_depth_ > 0) return {};
    const awaited wanted = std::exchange(awaited_, awaited::nothing);
    if (wanted == awaited::any || wanted == awaited::total_size) return {};
    return misplaced(wanted, what);
  }

  [[nodiscard]] result<void> misplaced(awaited wanted, std::string_view what) const {
    const std::string got = " expected, not " + std::string(what);
    switch (wanted) {
    case awaited::metadata: return json_refusal(fault::header, "metadata: an object" + got);
    case awaited::weight_map: return json_refusal(fault::header, "weight_map: an object" + got);
    case awaited::shard:
      return json_refusal(fault::header, "weight_map, tensor '" +
                                             detail::printable(index_.tensors.back().name) +
                                             "': a file name" + got);
    default: return json_refusal(fault::header, "an object" + got);
    }
  }

  const reader_limits& limits_;
  shard_index index_;
  std::unordered_map<std::string, std::uint32_t> shard_numbers_;
  place place_ = place::document;
  awaited awaited_ = awaited::nothing;
  std::size_t ignored_depth_ = 0; ///< open objects and arrays of a value that does not matter
  bool has_metadata_ = false;
  bool has_map_ = false;
};

} // namespace

result<shard_index> parse_shard_index(std::string_view text, std::string_view label,
                                      const reader_limits& limits) {
  index_builder builder(limits);
  if (auto parsed = parse_json(text, label, 0, limits, builder); !parsed)
    return std::move(parsed).error();
  if (!builder.has_map())
    return detail::bad_file(fault::header, label,
                            "JSON without weight_map, so not the index of a sharded checkpoint");
  shard_index index = builder.take();
  const auto name_of = [](const mapped_tensor& t) -> const std::string& { return t.name; };
  if (const auto name = detail::first_duplicate(index.tensors, name_of))
    return detail::bad_file(fault::duplicate, label,
                            "weight_map: tensor '" + detail::printable(*name) + "' stands twice");
  return index;
}

} // namespace weightkin
