#include "reader/hdf5/hdf5_dataset.hpp"

#include <algorithm>
#include <utility>

#include "reader/hdf5/hdf5_chunked_bytes.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

using kind = hdf5_message_kind;
using kind_type = hdf5_datatype::kind_type;

constexpr std::uint64_t most_type_name_bytes = 64;

/// The layout of a dataset without any place of its own: chunks that were never written, each a
/// piece of a row.
hdf5_layout unwritten_layout(const hdf5_layout& layout, const hdf5_dataspace& space,
                             std::uint32_t size) {
  constexpr std::uint64_t piece = 1 << 16;
  hdf5_layout chunks;
  chunks.at = layout.at;
  chunks.index = hdf5_chunk_index::single;
  chunks.chunk.assign(std::max<std::size_t>(1, space.shape.size()), 1);
  if (!space.shape.empty()) chunks.chunk.back() = std::min(piece, space.shape.back());
  chunks.chunk.push_back(size);
  return chunks;
}

} // namespace

bool hdf5_dataset_reader::is_dataset(const hdf5_object& object) noexcept {
  return object.find(kind::layout) != nullptr;
}

result<hdf5_dataset> hdf5_dataset_reader::read(const hdf5_object& object, const std::string& path) {
  const hdf5_message* space_message = object.find(kind::dataspace);
  if (space_message == nullptr || object.find(kind::datatype) == nullptr)
    return file_.fail(fault::header, object.at, "a dataset without a type or a shape");
  if (object.find(kind::external_files) != nullptr)
    return file_.unsupported(object.at, "its elements are in another file, which is not opened");
  if (space_message->is_shared)
    return file_.unsupported(object.at, "a shape that datasets share is not read");
  const auto type = type_of(object);
  if (!type) return type.error();
  auto space = read_hdf5_dataspace(file_, space_message->body);
  if (!space) return std::move(space).error();
  if (type->kind == kind_type::strange_number)
    return file_.unsupported(object.at, "numbers of a width or format that is not read");
  hdf5_dataset found;
  if (type->kind != kind_type::number) found.skipped = "holds no numbers";
  if (space->is_null) found.skipped = "has no elements";
  if (!found.skipped.empty()) return found;

  stored_tensor tensor;
  tensor.type = type->type;
  tensor.big_endian = type->big_endian;
  tensor.shape = space->shape;
  tensor.bytes = file_.source();
  if (auto placed = place(object, *space, type->size, path, tensor); !placed)
    return std::move(placed).error();
  found.tensor = std::move(tensor);
  return found;
}

result<void> hdf5_dataset_reader::remember_type(const hdf5_object& object, std::uint64_t address) {
  const hdf5_message* message = object.find(kind::datatype);
  if (message == nullptr || message->is_shared) return {};
  hdf5_fields fields = message->body;
  const auto type = read_hdf5_datatype(file_, fields);
  if (!type) return type.error();
  named_types_.emplace(address, *type);
  return {};
}

result<hdf5_datatype> hdf5_dataset_reader::type_of(const hdf5_object& object) {
  const hdf5_message& message = *object.find(kind::datatype);
  if (message.is_shared) return named_type(message);
  hdf5_fields fields = message.body;
  auto type = read_hdf5_datatype(file_, fields);
  if (!type || type->kind != kind_type::opaque || type->size != 2) return type;
  // bfloat16 has no type in this format; Keras stores its bits and says so beside them.
  const auto text = read_hdf5_text(file_, heap_, object, "dtype", most_type_name_bytes);
  if (!text) return text.error();
  if (*text == "bfloat16") {
    type->kind = kind_type::number;
    type->type = dtype::bf16;
  }
  return type;
}

result<hdf5_datatype> hdf5_dataset_reader::named_type(const hdf5_message& message) {
  hdf5_fields fields = message.body;
  const unsigned version = fields.u8();
  const unsigned place = fields.u8();
  if (version == 1) fields.skip(6);
  const std::uint64_t address = fields.address();
  if (fields.is_short() || version < 1 || version > 3)
    return file_.fail(fault::header, message.body.at(), "a shared type contradicts itself");
  if (version == 3 && place != 2)
    return file_.unsupported(message.body.at(), "a type in the file's heap is not read");
  if (!named_types_.contains(address)) {
    const auto object = read_hdf5_object(file_, address);
    if (!object) return object.error();
    if (auto remembered = remember_type(*object, address); !remembered)
      return std::move(remembered).error();
  }
  const auto found = named_types_.find(address);
  if (found == named_types_.end())
    return file_.fail(fault::header, message.body.at(), "no type where a shared one should be");
  return found->second;
}

result<void> hdf5_dataset_reader::place(const hdf5_object& object, const hdf5_dataspace& space,
                                        std::uint32_t size, const std::string& path,
                                        stored_tensor& tensor) {
  const auto known_bytes = bytes_of(tensor.type, space.count);
  if (!known_bytes) return file_.fail(fault::overflow, object.at, "its size does not fit 64 bits");
  const std::uint64_t bytes = *known_bytes;
  const auto layout = read_hdf5_layout(file_, object.find(kind::layout)->body);
  if (!layout) return layout.error();
  if (bytes == 0) return {};
  if (layout->is_compact) {
    if (layout->size < bytes)
      return file_.fail(fault::bounds, layout->at,
                        "it needs " + std::to_string(bytes) + " bytes but its header keeps " +
                            std::to_string(layout->size));
    tensor.offset = layout->compact_at;
    tensor.storage_offset = tensor.offset;
    return {};
  }
  const bool is_chunked = layout->index != hdf5_chunk_index::none;
  if (!is_chunked && layout->address != hdf5_nowhere)
    return place_contiguous(*layout, bytes, tensor);
  return place_chunked(object, is_chunked ? *layout : unwritten_layout(*layout, space, size), space,
                       size, path, tensor);
}

result<void> hdf5_dataset_reader::place_contiguous(const hdf5_layout& layout, std::uint64_t bytes,
                                                   stored_tensor& tensor) {
  if (layout.size < bytes)
    return file_.fail(fault::bounds, layout.at,
                      "it needs " + std::to_string(bytes) + " bytes but " +
                          std::to_string(layout.size) + " are stored");
  const auto at = file_.position(layout.address, bytes, "the elements");
  if (!at) return at.error();
  tensor.offset = *at;
  tensor.storage_offset = *at;
  return {};
}

result<void> hdf5_dataset_reader::place_chunked(const hdf5_object& object,
                                                const hdf5_layout& layout,
                                                const hdf5_dataspace& space, std::uint32_t size,
                                                const std::string& path, stored_tensor& tensor) {
  hdf5_chunked_dataset dataset;
  hdf5_dataspace axes = space;
  if (axes.shape.empty()) { // a scalar that was never written
    axes.shape.push_back(1);
    axes.most.push_back(1);
  }
  auto grid = make_hdf5_grid(file_, layout, axes, size, layout.at);
  if (!grid) return std::move(grid).error();
  dataset.grid = std::move(*grid);
  if (const hdf5_message* message = object.find(kind::filters)) {
    auto pipeline = read_hdf5_filters(file_, message->body);
    if (!pipeline) return std::move(pipeline).error();
    dataset.pipeline = std::move(*pipeline);
  }
  auto table = hdf5_chunk_table::read(file_, layout, axes, dataset.grid, !dataset.pipeline.empty());
  if (!table) return std::move(table).error();
  dataset.table = std::move(*table);
  std::uint64_t held = 1; // fits: the size of the whole dataset was checked
  for (const std::uint64_t extent : dataset.grid.shape)
    held *= extent;
  // At most a thirtieth of the file's bytes times 1 GiB: fits as well.
  if (auto fits =
          file_.admit_chunks(dataset.table.size() * dataset.grid.chunk_bytes, held, layout.at);
      !fits)
    return fits;
  auto fill = fill_value(object, size);
  if (!fill) return std::move(fill).error();
  dataset.fill = std::move(*fill);
  dataset.file = file_.source();
  dataset.edges_unfiltered = layout.edges_unfiltered;
  dataset.cache = cache_;
  dataset.label = file_.source()->label() + ": " + detail::escaped(path);
  tensor.bytes = std::make_shared<const hdf5_chunked_bytes>(std::move(dataset));
  return {};
}

/// The value of elements that were never written; zeros unless the dataset says otherwise.
result<std::vector<std::byte>> hdf5_dataset_reader::fill_value(const hdf5_object& object,
                                                               std::uint32_t size) {
  std::vector<std::byte> zeros(size);
  const hdf5_message* message = object.find(kind::fill_value);
  if (message == nullptr) message = object.find(kind::old_fill_value);
  if (message == nullptr || message->is_shared) return zeros;
  hdf5_fields fields = message->body;
  bool is_given = true;
  if (message->kind == kind::fill_value) {
    const unsigned version = fields.u8();
    const unsigned flags = version == 3 ? fields.u8() : 0U;
    if (version < 3) fields.skip(2); // when to allocate and when to write
    if (version == 3)
      is_given = (flags & 0x20U) != 0;
    else
      is_given = fields.u8() != 0;
  }
  const std::uint32_t length = is_given ? fields.u32() : 0;
  const auto value = fields.bytes(length);
  if (fields.is_short())
    return file_.fail(fault::header, message->body.at(), "the fill value ends early");
  if (length == 0) return zeros;
  if (length != size)
    return file_.fail(fault::header, message->body.at(), "the fill value has another type");
  return std::vector<std::byte>(value.begin(), value.end());
}

} // namespace weightkin
