#include "reader/tensorflow/tensor_bundle.hpp"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reader/located_error.hpp"
#include "reader/tensorflow/bundle_entry.hpp"
#include "reader/tensorflow/checked_bytes.hpp"
#include "reader/tensorflow/sliced_variable.hpp"
#include "reader/tensorflow/tensor_type.hpp"

// A checkpoint of version 2 ("tensor bundle") is an index and one or more data files. The index is
// a sorted table: its empty key holds what is true of the whole, every other key is a tensor's name
// and its value says where in which data file the elements lie, packed, in C order. A variable that
// was partitioned has an entry without data, which lists its slices; they lie under keys of their
// own, which begin with a NUL byte and so come before all names.

namespace weightkin {
namespace {

using detail::escaped;
using detail::fail_at;

/// Written by every TensorFlow 2 checkpoint: how Python objects refer to the other entries.
constexpr std::string_view object_graph = "_CHECKPOINTABLE_OBJECT_GRAPH";

std::string five_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return digits.size() < 5 ? std::string(5 - digits.size(), '0') + digits : digits;
}

class bundle_reader {
public:
  bundle_reader(const byte_source& index, std::string_view prefix, const read_request& request)
      : label_(index.label()), prefix_(prefix), request_(request) {
    contents_.format = "tensorflow-checkpoint";
  }

  result<void> visit(const table_entry& entry) {
    if (!header_) return take_header(entry);
    auto parsed = parse_bundle_entry(entry, label_);
    if (!parsed) return std::move(parsed).error();
    if (entry.key.front() == '\0') {
      slices_.emplace(std::string(entry.key), std::move(*parsed));
      return {};
    }
    return take_tensor(entry, *parsed);
  }

  result<file_contents> finish() {
    if (skipped_ > 0)
      contents_.warnings.push_back(label_ + ": " + std::to_string(skipped_) +
                                   " string tensors are not read, the first is " +
                                   escaped(first_skipped_));
    return std::move(contents_);
  }

private:
  result<void> take_header(const table_entry& entry) {
    if (!entry.key.empty())
      return fail_at(fault::header, label_, entry.block,
                     "the first entry is not the header of a bundle but " + escaped(entry.key));
    const auto header = parse_bundle_header(entry, label_, request_.options.limits);
    if (!header) return header.error();
    header_ = *header;
    return {};
  }

  result<void> take_tensor(const table_entry& entry, const bundle_entry& parsed) {
    const std::string where = "tensor " + escaped(entry.key);
    const auto type = tensor_type_of(parsed.data_type, label_, entry.block, where);
    if (!type) return type.error();
    if (type->what == tensor_type::kind::text) return skip(entry.key);
    if (type->what == tensor_type::kind::handle)
      return detail::unsupported_at(label_, entry.block, where + ": a handle, not numbers");
    if (contents_.tensors.size() == request_.options.limits.tensors)
      return fail_at(fault::limit, label_, entry.block,
                     "more than " + std::to_string(request_.options.limits.tensors) + " tensors");
    auto tensor = parsed.slices.empty() ? stored(parsed, type->type, entry.block, where)
                                        : partitioned(entry, parsed, type->type, where);
    if (!tensor) return std::move(tensor).error();
    tensor->name = entry.key;
    contents_.tensors.push_back(std::move(*tensor));
    return {};
  }

  result<void> skip(std::string_view name) {
    if (name == object_graph) return {};
    if (skipped_++ == 0) first_skipped_ = name;
    return {};
  }

  /// A tensor, or a slice of one, that lies in a data file.
  result<stored_tensor> stored(const bundle_entry& entry, dtype type, std::uint64_t block,
                               const std::string& where) {
    const auto size = packed_bytes_of(type, entry.shape, label_, block, where);
    if (!size) return size.error();
    auto file = range_in_shard(entry, block, where);
    if (!file) return std::move(file).error();
    const auto offset = static_cast<std::uint64_t>(entry.offset);
    const auto given = static_cast<std::uint64_t>(entry.size);
    if (given != *size)
      return fail_at(fault::shape, label_, block,
                     where + ": " + std::to_string(given) +
                         " bytes of data where its shape needs " + std::to_string(*size));
    stored_tensor tensor;
    tensor.type = type;
    tensor.shape = entry.shape;
    tensor.big_endian = header_->big_endian;
    const bool checked = entry.masked_crc && given > 0;
    tensor.bytes = checked ? checked_range(*file, entry, where) : *file;
    tensor.offset = checked ? 0 : offset;
    tensor.storage_offset = tensor.offset;
    return tensor;
  }

  result<std::shared_ptr<const byte_source>>
  range_in_shard(const bundle_entry& entry, std::uint64_t block, const std::string& where) {
    if (entry.shard < 0 || entry.shard >= header_->shards)
      return fail_at(fault::bounds, label_, block,
                     where + ": data file " + std::to_string(entry.shard) + " of " +
                         std::to_string(header_->shards));
    auto file = shard(static_cast<std::uint32_t>(entry.shard));
    if (!file) return file;
    const std::uint64_t size = (*file)->size();
    const auto offset = static_cast<std::uint64_t>(entry.offset); // negative: beyond any file
    const auto length = static_cast<std::uint64_t>(entry.size);
    if (offset > size || length > size - offset)
      return fail_at(fault::bounds, label_, block,
                     where + ": " + std::to_string(entry.size) + " bytes at byte " +
                         std::to_string(entry.offset) + " leave " + (*file)->label() + " of " +
                         std::to_string(size) + " bytes");
    return file;
  }

  result<std::shared_ptr<const byte_source>> shard(std::uint32_t number) {
    if (const auto known = shards_.find(number); known != shards_.end()) return known->second;
    const std::string name =
        prefix_ + ".data-" + five_digits(number) + "-of-" + five_digits(header_->shards);
    auto file = request_.beside.open(name);
    if (!file) {
      error failure = std::move(file).error();
      failure.message = label_ + ": data file " + failure.message;
      return failure;
    }
    shards_.emplace(number, *file);
    return file;
  }

  /// Entries on the same bytes share one source: they are one tensor under several names.
  std::shared_ptr<const byte_source> checked_range(std::shared_ptr<const byte_source> file,
                                                   const bundle_entry& entry,
                                                   const std::string& where) {
    auto& range = ranges_[{entry.shard, entry.offset, entry.size, *entry.masked_crc}];
    if (range == nullptr)
      range = check_bytes(std::move(file), static_cast<std::uint64_t>(entry.offset),
                          static_cast<std::uint64_t>(entry.size), *entry.masked_crc, where);
    return range;
  }

  result<stored_tensor> partitioned(const table_entry& entry, const bundle_entry& whole, dtype type,
                                    const std::string& where) {
    const auto refuse = [&](fault why, const std::string& what) {
      return fail_at(why, label_, entry.block, where + ": " + what);
    };
    std::vector<variable_slice> parts;
    for (const auto& slice : whole.slices) {
      const auto found = slices_.find(slice_key(entry.key, slice));
      if (found == slices_.end())
        return refuse(fault::missing, "slice " + std::to_string(parts.size()) + " of " +
                                          std::to_string(whole.slices.size()) +
                                          " is not in the index");
      if (found->second.data_type != whole.data_type || !found->second.slices.empty())
        return refuse(fault::dtype, "a slice of another data type");
      auto part = stored(found->second, type, entry.block, where);
      if (!part) return part;
      parts.push_back({slice, std::move(*part)});
    }
    return join_slices(whole.shape, std::move(parts), label_, entry.block, where);
  }

  std::string label_;
  std::string prefix_;
  const read_request& request_;
  file_contents contents_;
  std::optional<bundle_header> header_;
  std::unordered_map<std::string, bundle_entry> slices_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const byte_source>> shards_;
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::uint32_t>,
           std::shared_ptr<const byte_source>>
      ranges_;
  std::size_t skipped_ = 0;
  std::string first_skipped_;
};

} // namespace

result<file_contents> read_tensor_bundle(const std::shared_ptr<const byte_source>& index,
                                         std::string_view prefix, const read_request& request) {
  bundle_reader reader(*index, prefix, request);
  auto read = read_sorted_table(*index, request.options.limits,
                                [&](const table_entry& entry) { return reader.visit(entry); });
  if (!read) return std::move(read).error();
  return reader.finish();
}

} // namespace weightkin
