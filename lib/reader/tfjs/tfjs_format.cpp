#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "reader/files/joined_bytes.hpp"
#include "reader/files/resolve_inside.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/tfjs/tfjs_manifest.hpp"
#include "reader/tfjs/tfjs_topology.hpp"
#include "reader/tfjs/tfjs_weights.hpp"
#include "reader/wire/json_member.hpp"
#include "reader/wire/little_endian.hpp"

// A model of TensorFlow.js is a JSON document, model.json, that describes the network
// ("modelTopology") and lists its weights ("weightsManifest"): groups of files, cut at any byte,
// and the weights that follow one another in each group without padding.

namespace weightkin {
namespace {

constexpr std::string_view format_name = "tfjs";

/// The manifest may stand behind a long topology; what stands before that is always short.
bool is_tfjs_model(const format_probe& probe) {
  constexpr std::array<std::string_view, 4> marks{"\"weightsManifest\"", "\"modelTopology\"",
                                                  "\"layers-model\"", "\"graph-model\""};
  const std::string_view head = as_text(probe.head);
  return looks_like_json(probe) && head.find("\"weight_map\"") == std::string_view::npos &&
         std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
           return head.find(mark) != std::string_view::npos;
         });
}

class tfjs_reader {
public:
  explicit tfjs_reader(const read_request& request)
      : request_(request), label_(request.bytes->label()) {
    contents_.format = format_name;
  }

  result<file_contents> read() {
    const auto text = read_text();
    if (!text) return text.error();
    const auto groups = read_groups(*text);
    if (!groups) return groups.error();
    // All names are checked before the first file is touched.
    for (const tfjs_group& group : *groups)
      for (const std::string& path : group.paths)
        if (auto allowed = check_inside_name(path); !allowed)
          return error{errc::bad_format, label_ + ": " + allowed.error().message, fault::path};
    for (const tfjs_group& group : *groups)
      if (auto added = add_group(group); !added) return std::move(added).error();
    const auto name_of = [](const stored_tensor& t) -> const std::string& { return t.name; };
    if (const auto twice = detail::first_duplicate(contents_.tensors, name_of))
      return detail::bad_file(fault::duplicate, label_,
                              "weight " + detail::escaped(*twice) + " stands twice");
    if (auto noted = note_tfjs_uses(*text, label_, request_.options.limits, contents_.tensors);
        !noted)
      return std::move(noted).error();
    if (skipped_ > 0) warn(std::to_string(skipped_) + " string tensors are not read");
    return std::move(contents_);
  }

private:
  result<std::string_view> read_text() {
    const std::uint64_t most_bytes = request_.options.limits.index_bytes;
    const byte_source& file = *request_.bytes;
    if (file.size() > most_bytes)
      return detail::bad_file(fault::limit, label_,
                              "model description of " + std::to_string(file.size()) +
                                  " bytes exceeds the limit of " + std::to_string(most_bytes));
    const auto size = static_cast<std::size_t>(file.size());
    copy_.resize(file.in_place() == nullptr ? size : 0);
    const auto text = file.read(0, size, copy_);
    if (!text) return text.error();
    return as_text(*text);
  }

  [[nodiscard]] result<std::vector<tfjs_group>> read_groups(std::string_view text) const {
    const reader_limits& limits = request_.options.limits;
    const auto manifest = parse_json_member(text, "weightsManifest", label_, limits);
    if (!manifest) return manifest.error();
    if (!*manifest)
      return detail::bad_file(fault::header, label_,
                              "a model of TensorFlow.js without weightsManifest");
    return read_tfjs_manifest(**manifest, label_, limits);
  }

  result<void> add_group(const tfjs_group& group) {
    auto bytes = join_files(group.paths);
    if (!bytes) return std::move(bytes).error();
    tfjs_weights weights(*bytes, label_);
    for (const tfjs_weight& weight : group.weights) {
      auto tensor = weights.next(weight);
      if (!tensor) return std::move(tensor).error();
      if (*tensor)
        contents_.tensors.push_back(std::move(**tensor));
      else
        ++skipped_;
    }
    if (weights.left() > 0)
      warn(std::to_string(weights.left()) +
           " bytes behind the last weight of a group are not read");
    return {};
  }

  result<std::shared_ptr<const joined_bytes>> join_files(const std::vector<std::string>& paths) {
    std::vector<std::shared_ptr<const byte_source>> files;
    std::uint64_t total = 0;
    for (const std::string& path : paths) {
      auto file = request_.beside.open(path);
      if (!file)
        return error{file.error().code, label_ + ": weights " + file.error().message,
                     file.error().why};
      if (__builtin_add_overflow(total, (*file)->size(), &total))
        return detail::bad_file(fault::overflow, label_, "the files together exceed 64 bits");
      files.push_back(std::move(*file));
    }
    if (files.empty()) files.push_back(borrow_memory({}, label_));
    return std::make_shared<const joined_bytes>(std::move(files));
  }

  void warn(const std::string& what) { contents_.warnings.push_back(label_ + ": " + what); }

  const read_request& request_;
  const std::string& label_;
  std::vector<std::byte> copy_; ///< of the model description, when it has to be copied
  file_contents contents_;
  std::size_t skipped_ = 0;
};

result<file_contents> read_tfjs(const read_request& request) { return tfjs_reader(request).read(); }

} // namespace

const format_row tfjs_format{format_name, is_tfjs_model, read_tfjs};

} // namespace weightkin
