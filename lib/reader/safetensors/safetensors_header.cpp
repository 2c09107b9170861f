#include "reader/safetensors/safetensors_header.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/first_duplicate.hpp"
#include "reader/reader_error.hpp"
#include "reader/safetensors/safetensors_dtypes.hpp"
#include "reader/wire/json_events.hpp"

namespace weightkin {
namespace {

constexpr std::string_view metadata_key = "__metadata__";
constexpr std::uint64_t header_offset = 8;

std::optional<dtype> dtype_called(std::string_view name) noexcept {
  for (const safetensors_dtype& row : safetensors_dtypes)
    if (row.name == name) return row.type;
  return std::nullopt;
}

/// The members of one tensor's entry as they arrive.
struct open_entry {
  std::string name;
  std::optional<dtype> type;
  std::optional<std::vector<std::uint64_t>> shape;
  std::vector<std::uint64_t> offsets;
  bool has_offsets = false;
};

/// What the next event belongs to.
enum class place : std::uint8_t {
  document, ///< nothing read yet, or everything
  root,     ///< between the members of the top level object
  metadata, ///< inside `__metadata__`
  entry,    ///< inside a tensor's object
  shape,    ///< inside `"shape": [`
  offsets,  ///< inside `"data_offsets": [`
  unknown,  ///< inside the value of a member that the format does not know
};

/// Which value a key has announced.
enum class awaited : std::uint8_t { nothing, metadata, tensor, text, dtype, shape, offsets, any };

class header_builder final : public json_events {
public:
  header_builder(std::uint64_t data_bytes, const reader_limits& limits)
      : data_bytes_(data_bytes), limits_(limits) {}

  void reserve(std::size_t tensors) { header_.tensors.reserve(tensors); }
  [[nodiscard]] safetensors_header take() { return std::move(header_); }

  result<void> begin_object() override {
    if (place_ == place::unknown) return deeper();
    switch (awaited_) {
    case awaited::nothing:
      if (place_ != place::document) return misplaced("an object");
      place_ = place::root;
      return {};
    case awaited::metadata: return enter(place::metadata);
    case awaited::tensor: return enter(place::entry);
    case awaited::any: return enter_unknown();
    default: return misplaced("an object");
    }
  }

  result<void> end_object() override {
    switch (place_) {
    case place::unknown: return shallower();
    case place::metadata: place_ = place::root; return {};
    case place::entry: place_ = place::root; return finish_entry();
    default: place_ = place::document; return {};
    }
  }

  result<void> begin_array() override {
    if (place_ == place::unknown) return deeper();
    switch (awaited_) {
    case awaited::shape: entry_.shape.emplace(); return enter(place::shape);
    case awaited::offsets: entry_.has_offsets = true; return enter(place::offsets);
    case awaited::any: return enter_unknown();
    default: return misplaced("an array");
    }
  }

  result<void> end_array() override {
    if (place_ == place::unknown) return shallower();
    place_ = place::entry;
    return {};
  }

  result<void> key(std::string& text) override {
    switch (place_) {
    case place::root: return root_key(text);
    case place::metadata:
      header_.metadata.emplace_back(std::move(text), std::string());
      awaited_ = awaited::text;
      return {};
    case place::entry: return entry_key(text);
    default: return {};
    }
  }

  result<void> text(std::string& value) override {
    if (place_ == place::unknown) return {};
    const awaited wanted = std::exchange(awaited_, awaited::nothing);
    if (wanted == awaited::any) return {};
    if (wanted == awaited::text) {
      header_.metadata.back().second = std::move(value);
      return {};
    }
    if (wanted != awaited::dtype) return misplaced("a string", wanted);
    entry_.type = dtype_called(value);
    if (!entry_.type)
      return refuse(fault::dtype, "dtype '" + detail::printable(value) + "' is not known");
    return {};
  }

  result<void> whole(std::uint64_t value) override {
    if (place_ == place::unknown) return {};
    if (place_ == place::shape) return shape_extent(value);
    if (place_ == place::offsets) {
      if (entry_.offsets.size() == 2)
        return refuse(fault::header, "data_offsets has more than two numbers");
      entry_.offsets.push_back(value);
      return {};
    }
    return scalar("a number");
  }

  result<void> odd(json_oddity value, double /*number*/) override {
    if (place_ == place::unknown) return {};
    if (value == json_oddity::null && awaited_ == awaited::metadata) { // null counts as absent
      awaited_ = awaited::nothing;
      return {};
    }
    if (place_ != place::shape && place_ != place::offsets)
      return scalar("null, a boolean or such a number");
    if (value == json_oddity::too_large)
      return refuse(fault::overflow, "a number does not fit 64 bits");
    return refuse(fault::header, "only whole numbers >= 0 can stand in " + where());
  }

private:
  result<void> enter(place inner) {
    place_ = inner;
    awaited_ = awaited::nothing;
    return {};
  }
  result<void> enter_unknown() {
    unknown_depth_ = 0;
    place_ = place::unknown;
    awaited_ = awaited::nothing;
    return {};
  }
  result<void> deeper() {
    ++unknown_depth_;
    return {};
  }
  // Unknown members stand only in entries.
  result<void> shallower() {
    if (unknown_depth_ == 0)
      place_ = place::entry;
    else
      --unknown_depth_;
    return {};
  }

  result<void> root_key(std::string& text) {
    if (text == metadata_key) {
      if (has_metadata_) return json_refusal(fault::duplicate, "__metadata__ stands twice");
      has_metadata_ = true;
      awaited_ = awaited::metadata;
      return {};
    }
    if (header_.tensors.size() == limits_.tensors)
      return json_refusal(fault::limit,
                          "more than " + std::to_string(limits_.tensors) + " tensors");
    entry_ = open_entry{};
    entry_.name = std::move(text);
    awaited_ = awaited::tensor;
    return {};
  }

  result<void> entry_key(const std::string& text) {
    bool is_second = false;
    awaited_ = awaited::any;
    if (text == "dtype") {
      is_second = entry_.type.has_value();
      awaited_ = awaited::dtype;
    } else if (text == "shape") {
      is_second = entry_.shape.has_value();
      awaited_ = awaited::shape;
    } else if (text == "data_offsets") {
      is_second = entry_.has_offsets;
      awaited_ = awaited::offsets;
    }
    if (is_second) return refuse(fault::duplicate, text + " stands twice");
    return {};
  }

  /// A value that only an unknown member can have.
  result<void> scalar(std::string_view what) {
    const awaited wanted = std::exchange(awaited_, awaited::nothing);
    if (wanted == awaited::any) return {};
    return misplaced(what, wanted);
  }

  result<void> shape_extent(std::uint64_t extent) {
    if (entry_.shape->size() == max_rank)
      return refuse(fault::limit, "has more than " + std::to_string(max_rank) + " dimensions");
    entry_.shape->push_back(extent);
    return {};
  }

  result<void> finish_entry() {
    if (!entry_.type) return refuse(fault::header, "dtype is missing");
    if (!entry_.shape) return refuse(fault::header, "shape is missing");
    if (entry_.offsets.size() != 2)
      return refuse(fault::header, "data_offsets must be two numbers");
    const std::uint64_t begin = entry_.offsets[0];
    const std::uint64_t end = entry_.offsets[1];
    if (begin > end)
      return refuse(fault::offset, "data begins at " + std::to_string(begin) +
                                       " but ends before, at " + std::to_string(end));
    if (end > data_bytes_)
      return refuse(fault::bounds, "data ends at byte " + std::to_string(end) +
                                       " but the file has only " + std::to_string(data_bytes_) +
                                       " data bytes");
    if (auto checked = check_size(end - begin); !checked) return checked;
    stored_tensor& tensor = header_.tensors.emplace_back();
    tensor.name = std::move(entry_.name);
    tensor.type = *entry_.type;
    tensor.shape = std::move(*entry_.shape);
    tensor.offset = begin;
    return {};
  }

  result<void> check_size(std::uint64_t range_bytes) {
    std::uint64_t count = 1;
    for (const std::uint64_t extent : *entry_.shape)
      if (__builtin_mul_overflow(count, extent, &count))
        return refuse(fault::overflow, "the number of elements does not fit 64 bits");
    const std::uint64_t bits = bits_of(*entry_.type);
    if (count > UINT64_MAX / bits)
      return refuse(fault::overflow, "the number of bits does not fit 64 bits");
    const auto bytes = bytes_of(*entry_.type, count);
    if (!bytes)
      return refuse(fault::shape, std::to_string(count) + " elements of " + std::to_string(bits) +
                                      " bits do not fill whole bytes");
    if (*bytes != range_bytes)
      return refuse(fault::shape, "shape and dtype need " + std::to_string(*bytes) +
                                      " bytes but data_offsets span " +
                                      std::to_string(range_bytes));
    return {};
  }

  [[nodiscard]] std::string where() const {
    switch (place_) {
    case place::shape: return "a shape";
    case place::offsets: return "data_offsets";
    default: return "the header";
    }
  }

  [[nodiscard]] error refuse(fault why, const std::string& what) const {
    return json_refusal(why, "tensor '" + detail::printable(entry_.name) + "': " + what);
  }

  result<void> misplaced(std::string_view what) const { return misplaced(what, awaited_); }

  [[nodiscard]] result<void> misplaced(std::string_view what, awaited wanted) const {
    const std::string got = " expected, not " + std::string(what);
    switch (wanted) {
    case awaited::metadata: return json_refusal(fault::header, "__metadata__: an object" + got);
    case awaited::text: return json_refusal(fault::header, "__metadata__: a string" + got);
    case awaited::tensor: return refuse(fault::header, "an object" + got);
    case awaited::dtype: return refuse(fault::header, "dtype: a string" + got);
    case awaited::shape: return refuse(fault::header, "shape: an array" + got);
    case awaited::offsets: return refuse(fault::header, "data_offsets: an array" + got);
    case awaited::nothing:
    case awaited::any: break;
    }
    if (place_ == place::document) return json_refusal(fault::header, "an object" + got);
    return refuse(fault::header, "whole numbers" + got);
  }

  std::uint64_t data_bytes_;
  const reader_limits& limits_;
  safetensors_header header_;
  open_entry entry_;
  place place_ = place::document;
  awaited awaited_ = awaited::nothing;
  std::size_t unknown_depth_ = 0;
  bool has_metadata_ = false;
};

/// How many entries to make room for: as many as the text seems to have, but no more than fit into
/// it, so that the room stays in proportion to the file.
std::size_t likely_entries(std::string_view text) noexcept {
  constexpr std::string_view member = "\"data_offsets\"";
  constexpr std::string_view shortest = R"("":{"dtype":"U8","shape":[],"data_offsets":[0,0]},)";
  std::size_t count = 0;
  for (std::size_t at = text.find(member); at != std::string_view::npos;
       at = text.find(member, at + member.size()))
    ++count;
  return std::min(count, text.size() / shortest.size() + 1);
}

} // namespace

result<safetensors_header> parse_safetensors_header(std::string_view text, std::string_view label,
                                                    std::uint64_t data_bytes,
                                                    const reader_limits& limits) {
  header_builder builder(data_bytes, limits);
  builder.reserve(std::min(likely_entries(text), limits.tensors));
  if (auto parsed = parse_json(text, label, header_offset, limits, builder); !parsed)
    return std::move(parsed).error();
  safetensors_header header = builder.take();
  // Compared after unescaping: two spellings of one name are one name.
  const auto tensor_name = [](const stored_tensor& t) -> const std::string& { return t.name; };
  if (const auto name = detail::first_duplicate(header.tensors, tensor_name))
    return detail::bad_file(fault::duplicate, label,
                            "tensor '" + detail::printable(*name) + "' stands twice");
  const auto key = [](const auto& pair) -> const std::string& { return pair.first; };
  if (const auto name = detail::first_duplicate(header.metadata, key))
    return detail::bad_file(fault::duplicate, label,
                            "metadata key '" + detail::printable(*name) + "' stands twice");
  return header;
}

} // namespace weightkin
