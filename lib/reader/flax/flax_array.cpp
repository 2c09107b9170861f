#include "reader/flax/flax_array.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/decode/joined_elements.hpp"
#include "reader/located_error.hpp"
#include "reader/numpy/numpy_type.hpp"

namespace weightkin {
namespace {

using kind = msgpack_kind;

/// Reads one extent into `shape`.
result<void> read_extent(const flax_place& place, byte_cursor& cursor,
                         std::vector<std::uint64_t>& shape) {
  const auto extent = read_msgpack_token(cursor);
  if (!extent) return extent.error();
  if (extent->kind == kind::negative)
    return place.refuse(fault::shape, extent->offset, "a negative extent");
  if (extent->kind != kind::whole)
    return place.refuse(fault::format, extent->offset, "an extent that is no integer");
  shape.push_back(extent->value);
  return {};
}

result<std::vector<std::uint64_t>> read_shape(const flax_place& place, byte_cursor& cursor) {
  const auto list = read_msgpack_token(cursor);
  if (!list) return list.error();
  if (list->kind != kind::array)
    return place.refuse(fault::format, list->offset, "a list of extents expected");
  if (list->value > max_rank)
    return place.refuse(fault::limit, list->offset,
                        "more than " + std::to_string(max_rank) + " dimensions");
  std::vector<std::uint64_t> shape;
  for (std::uint64_t axis = 0; axis < list->value; ++axis)
    if (auto read = read_extent(place, cursor, shape); !read) return std::move(read).error();
  return shape;
}

result<dtype> read_type(const flax_place& place, byte_cursor& cursor) {
  const auto token = read_msgpack_token(cursor);
  if (!token) return token.error();
  if (token->kind != kind::text)
    return place.refuse(fault::format, token->offset, "the name of a type expected");
  const auto name = cursor.text(token->value);
  if (!name) return name.error();
  if (const auto type = numpy_type_named(*name)) return *type;
  return place.refuse(fault::dtype, token->offset,
                      "type " + detail::escaped(*name) + " is not read");
}

/// The product of the extents, from the left; a zero excuses no overflow before it.
std::optional<std::uint64_t> product_of(std::span<const std::uint64_t> shape) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    if (__builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  return count;
}

result<std::uint64_t> checked_count(const flax_place& place, std::uint64_t offset,
                                    const std::vector<std::uint64_t>& shape, dtype type) {
  const auto count = product_of(shape);
  if (!count || !bytes_of(type, *count))
    return place.refuse(fault::overflow, offset, "the array's size does not fit 64 bits");
  return *count;
}

/// A chunk and where it belongs among the others.
struct placed_chunk {
  std::uint64_t position;
  stored_tensor run;
};

/// Reads the keys "0", "1", ... of a map that stands for a list; in any order.
result<std::uint64_t> read_position(const flax_place& place, byte_cursor& cursor,
                                    std::uint64_t count) {
  const auto token = read_msgpack_token(cursor);
  if (!token) return token.error();
  if (token->kind != kind::text)
    return place.refuse(fault::format, token->offset, "a key that is no string");
  const auto key = cursor.text(token->value);
  if (!key) return key.error();
  std::uint64_t position = 0;
  const auto [end, failure] = std::from_chars(key->data(), key->data() + key->size(), position);
  if (failure != std::errc() || end != key->data() + key->size() ||
      std::to_string(position) != *key)
    return place.refuse(fault::format, token->offset,
                        "the key " + detail::escaped(*key) + " is no position in a list");
  if (position >= count)
    return place.refuse(fault::missing, token->offset,
                        "position " + std::to_string(position) + " in a list of " +
                            std::to_string(count) + ", so one is missing");
  return position;
}

class chunk_reader {
public:
  chunk_reader(const flax_place& place, byte_cursor& cursor) : place_(place), cursor_(cursor) {}

  result<stored_tensor> read(std::uint64_t pairs) {
    const std::uint64_t begin = cursor_.offset();
    const auto marker = read_msgpack_token(cursor_);
    if (!marker) return marker.error();
    if (marker->kind != kind::boolean || marker->value == 0)
      return place_.refuse(fault::format, marker->offset,
                           "the mark of a chunked array is not true");
    for (std::uint64_t pair = 1; pair < pairs; ++pair)
      if (auto read = read_member(); !read) return std::move(read).error();
    if (!has_shape_ || !has_chunks_)
      return place_.refuse(fault::missing, begin, "a chunked array needs a shape and chunks");
    return assemble(begin);
  }

private:
  result<void> read_member() {
    const auto token = read_msgpack_token(cursor_);
    if (!token) return token.error();
    if (token->kind != kind::text)
      return place_.refuse(fault::format, token->offset, "a key that is no string");
    const auto key = cursor_.text(token->value);
    if (!key) return key.error();
    const bool is_shape = *key == "shape";
    if (!is_shape && *key != "chunks")
      return place_.refuse(fault::format, token->offset,
                           "a chunked array has no member " + detail::escaped(*key));
    if (std::exchange(is_shape ? has_shape_ : has_chunks_, true))
      return place_.refuse(fault::duplicate, token->offset,
                           "the key " + detail::escaped(*key) + " stands twice");
    return is_shape ? read_extents() : read_chunks();
  }

  result<std::uint64_t> open_map(std::string_view what) {
    const auto token = read_msgpack_token(cursor_);
    if (!token) return token.error();
    if (token->kind != kind::map)
      return place_.refuse(fault::format, token->offset,
                           "the " + std::string(what) + " of a chunked array must be a map");
    return token->value;
  }

  result<void> read_extents() {
    const auto count = open_map("shape");
    if (!count) return count.error();
    if (*count > max_rank)
      return place_.refuse(fault::limit, cursor_.offset(),
                           "more than " + std::to_string(max_rank) + " dimensions");
    shape_.resize(static_cast<std::size_t>(*count));
    std::vector<bool> seen(shape_.size());
    for (std::uint64_t pair = 0; pair < *count; ++pair) {
      const auto axis = read_position(place_, cursor_, *count);
      if (!axis) return axis.error();
      const auto at = static_cast<std::size_t>(*axis);
      if (seen[at])
        return place_.refuse(fault::duplicate, cursor_.offset(), "an axis stands twice");
      seen[at] = true;
      std::vector<std::uint64_t> extent;
      if (auto read = read_extent(place_, cursor_, extent); !read) return read;
      shape_[at] = extent.front();
    }
    return {};
  }

  result<void> read_chunks() {
    const auto count = open_map("chunks");
    if (!count) return count.error();
    for (std::uint64_t pair = 0; pair < *count; ++pair) {
      const auto position = read_position(place_, cursor_, *count);
      if (!position) return position.error();
      const auto token = read_msgpack_token(cursor_);
      if (!token) return token.error();
      if (token->kind != kind::extension || token->extension != flax_array)
        return place_.refuse(fault::format, token->offset, "a chunk that is no array");
      auto run = read_flax_array(place_, cursor_.offset(), token->value);
      if (!run) return std::move(run).error();
      if (auto skipped = cursor_.skip(token->value); !skipped) return skipped;
      chunks_.push_back({*position, std::move(*run)});
    }
    return {};
  }

  result<stored_tensor> assemble(std::uint64_t begin) {
    std::sort(chunks_.begin(), chunks_.end(),
              [](const auto& a, const auto& b) { return a.position < b.position; });
    std::uint64_t count = 0;
    std::vector<stored_tensor> runs;
    for (placed_chunk& chunk : chunks_) {
      if (chunk.position != runs.size())
        return place_.refuse(fault::duplicate, begin, "a chunk stands twice");
      if (chunk.run.type != chunks_.front().run.type)
        return place_.refuse(fault::dtype, chunk.run.offset, "a chunk of another type");
      count += element_count(chunk.run); // each lies in the file and none overlaps another
      runs.push_back(std::move(chunk.run));
    }
    if (runs.empty()) return place_.refuse(fault::missing, begin, "an array without chunks");
    const auto wanted = checked_count(place_, begin, shape_, runs.front().type);
    if (!wanted) return wanted.error();
    if (*wanted != count)
      return place_.refuse(fault::shape, begin,
                           "the chunks hold " + std::to_string(count) + " values, the shape " +
                               std::to_string(*wanted));
    stored_tensor whole = runs.front();
    whole.shape = std::move(shape_);
    if (runs.size() > 1) whole.decoded = join_elements(runs);
    return whole;
  }

  const flax_place& place_;
  byte_cursor& cursor_;
  std::vector<std::uint64_t> shape_;
  std::vector<placed_chunk> chunks_;
  bool has_shape_ = false;
  bool has_chunks_ = false;
};

} // namespace

error flax_place::refuse(fault why, std::uint64_t offset, std::string_view what) const {
  return detail::fail_at(why, file->label(), offset,
                         (path.empty() ? "" : detail::escaped(path) + ": ") + std::string(what));
}

result<stored_tensor> read_flax_array(const flax_place& place, std::uint64_t begin,
                                      std::uint64_t size) {
  byte_cursor cursor(*place.file, begin, begin + size);
  const auto list = read_msgpack_token(cursor);
  if (!list) return list.error();
  if (list->kind != kind::array || list->value != 3)
    return place.refuse(fault::format, begin, "an array must be a list of shape, type and bytes");
  auto shape = read_shape(place, cursor);
  if (!shape) return std::move(shape).error();
  const auto type = read_type(place, cursor);
  if (!type) return type.error();
  const auto count = checked_count(place, begin, *shape, *type);
  if (!count) return count.error();
  const auto data = read_msgpack_token(cursor);
  if (!data) return data.error();
  if (data->kind != kind::binary)
    return place.refuse(fault::format, data->offset, "the bytes of an array expected");
  if (data->value != *bytes_of(*type, *count))
    return place.refuse(fault::shape, data->offset,
                        std::to_string(data->value) + " bytes where the shape needs " +
                            std::to_string(*bytes_of(*type, *count)));
  if (cursor.remaining() != data->value)
    return place.refuse(fault::trailing, cursor.offset() + data->value,
                        "bytes after the array in its extension");
  stored_tensor tensor;
  tensor.type = *type;
  tensor.shape = std::move(*shape);
  tensor.bytes = place.file;
  tensor.offset = cursor.offset();
  tensor.storage_offset = tensor.offset;
  return tensor;
}

result<stored_tensor> read_flax_chunks(const flax_place& place, byte_cursor& cursor,
                                       std::uint64_t pairs) {
  return chunk_reader(place, cursor).read(pairs);
}

} // namespace weightkin
