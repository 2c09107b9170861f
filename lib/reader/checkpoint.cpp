#include <deque>
#include <new>
#include <utility>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/decode/decoded_elements.hpp"
#include "reader/decode/stored_elements.hpp"
#include "reader/opened_model.hpp"

namespace weightkin {

namespace {

/// The views of one logical tensor's stored parts, and what they borrow from.
struct encoding_views {
  tensor_encoding encoding;
  std::vector<std::shared_ptr<const element_source>> sources;

  explicit encoding_views(const stored_encoding& stored)
      : encoding{stored.scheme, stored.bits_per_value, stored.block_values, {},
                 stored.layout, stored.undo_error} {
    for (const stored_part& part : stored.parts) {
      const stored_tensor& tensor = part.tensor;
      const bool in_place = tensor.decoded == nullptr && stored_elements::usable_in_place(tensor);
      sources.push_back(in_place ? nullptr : elements_of(tensor));
      encoding.parts.push_back({part.role, view_of(tensor, sources.back().get())});
    }
  }
};

} // namespace

/// `tensors` never changes once the views' sources refer to it.
struct checkpoint::state {
  std::string name;
  open_options options;
  std::shared_ptr<const file_set> beside; ///< the caller's, which may own the bytes of its files
  opened_model model;
  std::deque<stored_elements> plain; ///< of the tensors that are stored as elements, not in place
  std::vector<const element_source*> sources;                   ///< null where usable in place
  std::vector<std::unique_ptr<const encoding_views>> encodings; ///< empty when all are plain

  state(std::string opened_as, const open_options& how, opened_model opened)
      : name(std::move(opened_as)), options(how), model(std::move(opened)) {
    const std::vector<stored_tensor>& tensors = model.contents.tensors;
    sources.reserve(tensors.size());
    for (const stored_tensor& tensor : tensors) {
      if (tensor.decoded != nullptr)
        sources.push_back(tensor.decoded.get());
      else if (stored_elements::usable_in_place(tensor))
        sources.push_back(nullptr);
      else
        sources.push_back(&plain.emplace_back(tensor));
      if (tensor.encoding == nullptr) continue;
      encodings.resize(tensors.size());
      encodings[sources.size() - 1] = std::make_unique<const encoding_views>(*tensor.encoding);
    }
  }
};

namespace {

/// Runs an opening; a file that makes us run out of memory is an error value like any other.
template <class Opening>
result<checkpoint> guarded(const std::string& label, Opening opening) {
  try {
    return opening();
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, label + ": no memory to read it"};
  }
}

result<opened_model> open_directory(const std::filesystem::path& directory,
                                    const open_options& options) {
  const auto choice = choose_model(directory);
  if (!choice) return choice.error();
  const std::filesystem::path file = directory / choice->name;
  auto set = files_in(file.parent_path(), options.access);
  if (!set) return std::move(set).error();
  const auto bytes = (*set)->open(file.filename().string());
  if (!bytes) {
    error failure = bytes.error();
    failure.message = directory.string() + ": " + failure.message;
    return failure;
  }
  sibling_files beside(std::move(*set), file.filename().string());
  return open_model(*bytes, beside, options);
}

result<opened_model> open_path(const std::filesystem::path& path, const open_options& options) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) return open_directory(path, options);
  const auto bytes = open_file(path, options.access);
  if (!bytes) return bytes.error();
  // A folder that cannot be looked into only means that nothing is beside the file.
  auto set = files_in(path.parent_path().empty() ? "." : path.parent_path(), options.access);
  sibling_files beside(set ? std::move(*set) : nullptr, path.filename().string());
  return open_model(*bytes, beside, options);
}

} // namespace

result<checkpoint> checkpoint::open(const std::filesystem::path& path,
                                    const open_options& options) {
  return guarded(path.string(), [&]() -> result<checkpoint> {
    auto model = open_path(path, options);
    if (!model) return std::move(model).error();
    return checkpoint(std::make_unique<state>(path.string(), options, std::move(*model)));
  });
}

result<checkpoint> checkpoint::open(std::span<const std::byte> bytes, std::string label,
                                    const open_options& options) {
  return open(borrow_memory(bytes, std::move(label)), nullptr, options);
}

result<checkpoint> checkpoint::open(std::shared_ptr<const byte_source> bytes,
                                    std::shared_ptr<const file_set> beside,
                                    const open_options& options) {
  return guarded(bytes->label(), [&]() -> result<checkpoint> {
    const std::string& label = bytes->label();
    sibling_files siblings(beside, label.substr(label.rfind('/') + 1));
    auto model = open_model(bytes, siblings, options);
    if (!model) return std::move(model).error();
    auto opened = std::make_unique<state>(label, options, std::move(*model));
    opened->beside = std::move(beside);
    return checkpoint(std::move(opened));
  });
}

checkpoint::checkpoint(std::unique_ptr<state> opened) noexcept : state_(std::move(opened)) {}
checkpoint::checkpoint(checkpoint&&) noexcept = default;
checkpoint& checkpoint::operator=(checkpoint&&) noexcept = default;
checkpoint::~checkpoint() = default;

std::size_t checkpoint::size() const noexcept { return state_->model.contents.tensors.size(); }

tensor_view checkpoint::operator[](std::size_t index) const noexcept {
  tensor_view view = view_of(state_->model.contents.tensors[index], state_->sources[index]);
  if (!state_->encodings.empty() && state_->encodings[index])
    view.encoding = &state_->encodings[index]->encoding;
  return view;
}

const std::string& checkpoint::name() const noexcept { return state_->name; }
const std::string& checkpoint::format() const noexcept { return state_->model.contents.format; }
const open_options& checkpoint::options() const noexcept { return state_->options; }
std::span<const checkpoint_file> checkpoint::files() const noexcept { return state_->model.files; }
std::span<const std::pair<std::string, std::string>> checkpoint::metadata() const noexcept {
  return state_->model.contents.metadata;
}
std::span<const std::string> checkpoint::warnings() const noexcept {
  return state_->model.contents.warnings;
}

} // namespace weightkin
