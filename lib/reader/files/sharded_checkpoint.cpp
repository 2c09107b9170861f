#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "reader/files/resolve_inside.hpp"
#include "reader/files/shard_index.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

using detail::escaped;

/// Packed size of a tensor, saturating: only compared with what an index claims.
std::uint64_t packed_bytes(const stored_tensor& tensor) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  return bytes_of(tensor.type, count).value_or(UINT64_MAX);
}

/// Puts the shards together as the index says.
class shard_collector {
public:
  shard_collector(const shard_index& index, const read_request& request)
      : index_(index), label_(request.bytes->label()), beside_(request.beside),
        options_(request.options) {
    for (const mapped_tensor& tensor : index.tensors)
      shard_of_.emplace(tensor.name, tensor.shard);
  }

  result<file_contents> collect() {
    for (std::uint32_t shard = 0; shard < index_.shards.size(); ++shard)
      if (auto added = add_shard(shard); !added) return std::move(added).error();
    if (auto checked = check_whole(); !checked) return std::move(checked).error();
    if (contents_.format == "flax") {
      name_by_dots();
      if (auto unique = check_unique(); !unique) return std::move(unique).error();
    }
    return std::move(contents_);
  }

private:
  result<void> add_shard(std::uint32_t shard) {
    const std::string& name = index_.shards[shard];
    const auto bytes = beside_.open(name);
    if (!bytes) return unopened(bytes.error());
    auto contents = read_file({*bytes, options_, beside_, true});
    if (!contents) return std::move(contents).error();
    if (shard == 0)
      contents_.format = contents->format;
    else if (contents_.format != contents->format)
      warn("shard " + escaped(name) + " is " + contents->format + ", the first is " +
           contents_.format);
    for (std::string& warning : contents->warnings)
      contents_.warnings.push_back(std::move(warning));
    for (auto& pair : contents->metadata) // shards usually repeat one another's
      if (known_metadata_.insert(pair).second) contents_.metadata.push_back(std::move(pair));
    return add_tensors(shard, std::move(contents->tensors));
  }

  result<void> add_tensors(std::uint32_t shard, std::vector<stored_tensor> tensors) {
    std::size_t unmapped = 0;
    for (stored_tensor& tensor : tensors) {
      const auto mapped = shard_of_.find(tensor.name);
      if (mapped == shard_of_.end()) {
        if (unmapped++ == 0)
          warn("shard " + escaped(index_.shards[shard]) + " holds tensor " + escaped(tensor.name) +
               ", which the index does not map; it is read all the same");
      } else if (mapped->second != shard) {
        warn("tensor " + escaped(tensor.name) + " lies in shard " + escaped(index_.shards[shard]) +
             " too; the index maps it to " + escaped(index_.shards[mapped->second]));
        continue;
      } else {
        ++found_;
      }
      if (contents_.tensors.size() == options_.limits.tensors)
        return detail::bad_file(fault::limit, label_,
                                "more than " + std::to_string(options_.limits.tensors) +
                                    " tensors in all shards");
      contents_.tensors.push_back(std::move(tensor));
    }
    if (unmapped > 1)
      warn("shard " + escaped(index_.shards[shard]) + " holds " + std::to_string(unmapped - 1) +
           " more such tensors");
    return {};
  }

  [[nodiscard]] result<void> check_unique() const {
    const auto name_of = [](const stored_tensor& t) -> const std::string& { return t.name; };
    if (const auto name = detail::first_duplicate(contents_.tensors, name_of))
      return detail::bad_file(fault::duplicate, label_,
                              "tensor " + escaped(*name) + " lies in two shards");
    return {};
  }

  result<void> check_whole() {
    const std::vector<stored_tensor>& tensors = contents_.tensors;
    if (auto unique = check_unique(); !unique) return unique;
    if (found_ != index_.tensors.size()) return missing_tensor();
    if (index_.tensors.empty()) warn("the index maps no tensor");
    std::uint64_t total = 0;
    for (const stored_tensor& tensor : tensors)
      total += packed_bytes(tensor);
    if (index_.total_size && *index_.total_size != total)
      warn("the index claims " + std::to_string(*index_.total_size) +
           " bytes of tensors, the shards hold " + std::to_string(total));
    return {};
  }

  /// An index of Flax shards joins the keys of the tree by slashes, and so do its shards up to
  /// here; one whole file joins them by dots.
  void name_by_dots() {
    for (stored_tensor& tensor : contents_.tensors)
      std::replace(tensor.name.begin(), tensor.name.end(), '/', '.');
  }

  [[nodiscard]] error missing_tensor() const {
    std::set<std::string_view> present;
    for (const stored_tensor& tensor : contents_.tensors)
      present.insert(tensor.name);
    const auto absent =
        std::find_if(index_.tensors.begin(), index_.tensors.end(),
                     [&](const mapped_tensor& tensor) { return !present.contains(tensor.name); });
    return detail::bad_file(fault::shard, label_,
                            "tensor " + escaped(absent->name) + " is not in shard " +
                                escaped(index_.shards[absent->shard]) +
                                ", to which the index maps it");
  }

  [[nodiscard]] error unopened(const error& reason) const {
    error failure = reason;
    if (failure.why == fault::missing) failure.why = fault::shard;
    failure.message = label_ + ": shard " + failure.message;
    return failure;
  }

  void warn(const std::string& what) { contents_.warnings.push_back(label_ + ": " + what); }

  const shard_index& index_;
  const std::string& label_;
  sibling_files& beside_;
  const open_options& options_;
  file_contents contents_;
  std::unordered_map<std::string_view, std::uint32_t> shard_of_;
  std::set<std::pair<std::string, std::string>> known_metadata_;
  std::size_t found_ = 0;
};

result<file_contents> read_sharded(const read_request& request) {
  const byte_source& index_file = *request.bytes;
  if (request.is_part)
    return detail::bad_file(fault::format, index_file.label(), "an index in place of a shard");
  const reader_limits& limits = request.options.limits;
  if (index_file.size() > limits.index_bytes)
    return detail::bad_file(fault::limit, index_file.label(),
                            "index of " + std::to_string(index_file.size()) +
                                " bytes exceeds the limit of " +
                                std::to_string(limits.index_bytes));
  std::vector<std::byte> scratch(static_cast<std::size_t>(index_file.size()));
  const auto text = index_file.read(0, scratch.size(), scratch);
  if (!text) return text.error();
  const auto index = parse_shard_index(as_text(*text), index_file.label(), limits);
  if (!index) return index.error();
  // All names are checked before the first file is touched.
  for (const std::string& name : index->shards)
    if (auto allowed = check_inside_name(name); !allowed)
      return error{errc::bad_format, index_file.label() + ": shard " + allowed.error().message,
                   fault::path};
  return shard_collector(*index, request).collect();
}

} // namespace

const format_row shard_index_format{"index of shards", looks_like_json, read_sharded};

} // namespace weightkin
