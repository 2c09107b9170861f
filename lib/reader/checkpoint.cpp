#include <algorithm>
#include <array>
#include <new>

#include <weightkin/reader/checkpoint.hpp>

#include "reader/foreign_formats.hpp"
#include "reader/format_table.hpp"
#include "reader/opened_model.hpp"
#include "reader/reader_error.hpp"
#include "reader/stored_elements.hpp"

namespace weightkin {

/// `tensors` never changes once the views' sources refer to it.
struct checkpoint::state {
  std::string name;
  opened_model model;
  std::vector<std::unique_ptr<const stored_elements>> sources; ///< null where usable in place

  state(std::string opened_as, opened_model opened)
      : name(std::move(opened_as)), model(std::move(opened)) {
    sources.reserve(model.contents.tensors.size());
    for (const stored_tensor& tensor : model.contents.tensors) {
      const bool in_place = stored_elements::usable_in_place(tensor);
      sources.push_back(in_place ? nullptr : std::make_unique<const stored_elements>(tensor));
    }
  }
};

namespace {

result<bool> is_json(const byte_source& bytes) {
  std::array<std::byte, probe_bytes> scratch;
  format_probe probe;
  probe.size = bytes.size();
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(probe.size, probe_bytes));
  const auto head = bytes.read(0, length, scratch);
  if (!head) return head.error();
  probe.head = *head;
  return looks_like_json(probe);
}

/// Runs an opening; a file that makes us run out of memory is an error value like any other.
template <class Opening>
result<checkpoint> guarded(const std::string& label, Opening opening) {
  try {
    return opening();
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, label + ": no memory to read it"};
  }
}

result<opened_model> open_path(const std::filesystem::path& path, const open_options& options) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) return open_directory(path, options);
  const auto bytes = open_file(path, options.access);
  if (!bytes) return bytes.error();
  return open_single(*bytes, path.parent_path(), options);
}

} // namespace

result<opened_model> open_single(const std::shared_ptr<const byte_source>& bytes,
                                 const std::filesystem::path& directory,
                                 const open_options& options) {
  const auto json = is_json(*bytes);
  if (!json) return json.error();
  if (*json) return open_sharded(*bytes, directory, options);
  auto contents = read_file(bytes, options);
  if (!contents) return std::move(contents).error();
  return opened_model{std::move(*contents), {{bytes->label(), bytes->size()}}};
}

result<checkpoint> checkpoint::open(const std::filesystem::path& path,
                                    const open_options& options) {
  return guarded(path.string(), [&]() -> result<checkpoint> {
    auto model = open_path(path, options);
    if (!model) return std::move(model).error();
    return checkpoint(std::make_unique<state>(path.string(), std::move(*model)));
  });
}

result<checkpoint> checkpoint::open(std::span<const std::byte> bytes, std::string label,
                                    const open_options& options) {
  return guarded(label, [&]() -> result<checkpoint> {
    auto contents = read_file(borrow_memory(bytes, label), options);
    if (!contents) return std::move(contents).error();
    opened_model model{std::move(*contents), {{label, bytes.size()}}};
    return checkpoint(std::make_unique<state>(label, std::move(model)));
  });
}

checkpoint::checkpoint(std::unique_ptr<state> opened) noexcept : state_(std::move(opened)) {}
checkpoint::checkpoint(checkpoint&&) noexcept = default;
checkpoint& checkpoint::operator=(checkpoint&&) noexcept = default;
checkpoint::~checkpoint() = default;

std::size_t checkpoint::size() const noexcept { return state_->model.contents.tensors.size(); }

tensor_view checkpoint::operator[](std::size_t index) const noexcept {
  const stored_tensor& tensor = state_->model.contents.tensors[index];
  tensor_view view;
  view.name = tensor.name;
  view.type = tensor.type;
  view.shape = tensor.shape;
  view.strides = tensor.strides;
  view.storage = {tensor.bytes.get(), tensor.storage_offset};
  view.source = state_->sources[index].get();
  if (view.source == nullptr) view.data = tensor.bytes->in_place() + tensor.offset;
  return view;
}

const std::string& checkpoint::name() const noexcept { return state_->name; }
const std::string& checkpoint::format() const noexcept { return state_->model.contents.format; }
std::span<const checkpoint_file> checkpoint::files() const noexcept { return state_->model.files; }
std::span<const std::pair<std::string, std::string>> checkpoint::metadata() const noexcept {
  return state_->model.contents.metadata;
}
std::span<const std::string> checkpoint::warnings() const noexcept {
  return state_->model.contents.warnings;
}

} // namespace weightkin
