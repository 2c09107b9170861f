#include "reader/torch/torch_legacy_format.hpp"

#include <array>
#include <unordered_map>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/pickle/pickle_sniff.hpp"
#include "reader/torch/torch_contents.hpp"
#include "reader/wire/little_endian.hpp"

// The layout follows _legacy_save of torch/serialization.py.
namespace weightkin {
namespace {

using detail::escaped;
using detail::fail_at;
using kind = pickle_kind;
using namespace std::string_view_literals;

/// 0x1950a86a20f9469cfc6c, least byte first: the first pickle of the container.
constexpr auto magic_bytes = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;
constexpr std::int64_t protocol_version = 1001;

/// One reading of the container, front to back.
class legacy_reader {
public:
  legacy_reader(std::shared_ptr<const byte_source> bytes, const open_options& options)
      : bytes_(std::move(bytes)), rules_(torch_rules(options)) {}

  result<file_contents> run();

private:
  /// Evaluates the pickle at `at_` and moves past it. Only the main one may name storages.
  result<pickled> next_pickle(bool with_storages);
  result<void> check_version();
  result<void> check_system();
  result<file_contents> finish_plain(const pickled& only);
  result<void> place_storages(const pickled& object, const pickled& keys);
  result<std::uint64_t> read_count();
  result<void> list_tensors(const pickled& object);
  [[nodiscard]] error fail(fault why, std::string_view what) const {
    return fail_at(why, bytes_->label(), at_, what);
  }

  class placed_storages final : public storage_places {
  public:
    explicit placed_storages(std::string_view label) : label_(label) {}
    result<storage_place> find(std::string_view key) override {
      const auto found = places_.find(std::string(key));
      if (found != places_.end()) return found->second;
      return detail::bad_file(fault::missing, label_, "no storage " + escaped(key));
    }
    bool add(std::string_view key, storage_place place) {
      return places_.emplace(key, std::move(place)).second;
    }

  private:
    std::string_view label_;
    std::unordered_map<std::string, storage_place> places_;
  };

  std::shared_ptr<const byte_source> bytes_;
  pickle_rules rules_;
  std::uint64_t at_ = 0;
  placed_storages storages_{bytes_->label()};
  file_contents contents_;
};

result<pickled> legacy_reader::next_pickle(bool with_storages) {
  rules_.torch_storages = with_storages;
  auto done = run_pickle(*bytes_, at_, bytes_->size(), rules_);
  if (done) at_ = done->end;
  return done;
}

result<void> legacy_reader::check_version() {
  const auto version = next_pickle(false);
  if (!version) return version.error();
  if (version->values.kind(version->root) == kind::integer &&
      version->values.integer_of(version->root) == protocol_version)
    return {};
  return fail(fault::version, "the container's protocol is not version 1001");
}

/// The writer's system. Torch has always written little-endian storages, whatever is said here.
result<void> legacy_reader::check_system() {
  const auto system = next_pickle(false);
  if (!system) return system.error();
  const pickle_values& values = system->values;
  if (values.kind(system->root) != kind::dict)
    return fail(fault::pickle_malformed, "the system description is not a dict");
  for (pickle_values::cursor at(values, system->root); !at.at_end();) {
    const pickle_index key = at.next(values);
    const pickle_index value = at.next(values);
    if (values.kind(key) == kind::text && values.text_of(key) == "little_endian" &&
        value == values.boolean(false))
      contents_.warnings.push_back(bytes_->label() +
                                   ": claims a big-endian writer; read as little-endian, which "
                                   "is what torch wrote on any system");
  }
  return {};
}

result<file_contents> legacy_reader::finish_plain(const pickled& only) {
  const kind found = only.values.kind(only.root);
  if (found == kind::integer || found == kind::big_integer)
    return fail_at(fault::magic, bytes_->label(), 0,
                   "begins with a number that is not the one of PyTorch");
  contents_.format = "pickle";
  if (auto listed = list_tensors(only); !listed) return std::move(listed).error();
  // What follows would be loaded by a second call of pickle.load: it is held to the same rules.
  while (at_ < bytes_->size())
    if (const auto more = next_pickle(false); !more) return more.error();
  contents_.warnings.push_back(bytes_->label() + ": a pickle without tensors, not a checkpoint");
  return std::move(contents_);
}

result<void> legacy_reader::list_tensors(const pickled& object) {
  const auto left_out = add_tensors(object.values, object.root, storages_, bytes_->label(), "",
                                    rules_.limits, contents_);
  if (!left_out) return left_out.error();
  return check_contents(contents_, *left_out, bytes_->label());
}

result<std::uint64_t> legacy_reader::read_count() {
  std::array<std::byte, 8> scratch;
  if (bytes_->size() - at_ < scratch.size())
    return fail(fault::truncated, "the file ends before a storage");
  const auto read = bytes_->read(at_, scratch.size(), scratch);
  if (!read) return read.error();
  const auto count = static_cast<std::int64_t>(load_u64(read->data()));
  if (count < 0) return fail(fault::bounds, "a storage has a negative size");
  at_ += scratch.size();
  return static_cast<std::uint64_t>(count);
}

/// Each key of the list is followed, in that order, by its element count and elements.
result<void> legacy_reader::place_storages(const pickled& object, const pickled& keys) {
  std::unordered_map<std::string_view, const pickle_storage*> known;
  for (const pickle_storage& storage : object.values.storages()) {
    const auto [entry, added] = known.emplace(object.values.text_of(storage.key), &storage);
    if (!added && (storage.untyped != entry->second->untyped ||
                   bits_of(storage.type) != bits_of(entry->second->type) ||
                   storage.count != entry->second->count))
      return fail(fault::dtype, "storage " + escaped(entry->first) + " has two types or sizes");
  }
  if (keys.values.kind(keys.root) != kind::list)
    return fail(fault::pickle_malformed, "the list of storage keys is not a list");
  for (pickle_values::cursor at(keys.values, keys.root); !at.at_end();) {
    const pickle_index key = at.next(keys.values);
    if (keys.values.kind(key) != kind::text)
      return fail(fault::pickle_malformed, "a storage key is not text");
    const std::string_view name = keys.values.text_of(key);
    const auto found = known.find(name);
    if (found == known.end())
      return fail(fault::missing, "no tensor uses storage " + escaped(name));
    const auto count = read_count();
    if (!count) return count.error();
    const pickle_storage& storage = *found->second;
    if (*count != static_cast<std::uint64_t>(storage.count))
      return fail(fault::bounds, "storage " + escaped(name) + " has " + std::to_string(*count) +
                                     " elements; its tensors say " + std::to_string(storage.count));
    const auto size_bytes = storage_bytes(storage);
    if (!size_bytes.has_value() || *size_bytes > bytes_->size() - at_)
      return fail(fault::bounds, "storage " + escaped(name) + " goes past the end of the file");
    if (!storages_.add(name, {bytes_, at_, *size_bytes, false}))
      return fail(fault::duplicate, "storage " + escaped(name) + " occurs twice");
    at_ += *size_bytes;
  }
  return {};
}

result<file_contents> legacy_reader::run() {
  const auto magic = next_pickle(false);
  if (!magic) return magic.error();
  if (magic->values.kind(magic->root) != kind::big_integer ||
      magic->values.text_of(magic->root) != magic_bytes)
    return finish_plain(*magic);
  contents_.format = "pytorch-legacy";
  if (auto version = check_version(); !version) return version.error();
  if (auto system = check_system(); !system) return system.error();
  const auto object = next_pickle(true);
  if (!object) return object.error();
  const auto keys = next_pickle(false);
  if (!keys) return keys.error();
  if (auto placed = place_storages(*object, *keys); !placed) return placed.error();
  if (at_ != bytes_->size())
    contents_.warnings.push_back(bytes_->label() + ": " + std::to_string(bytes_->size() - at_) +
                                 " bytes after the last storage");
  if (auto listed = list_tensors(*object); !listed) return std::move(listed).error();
  return std::move(contents_);
}

} // namespace

result<file_contents> read_torch_legacy(const std::shared_ptr<const byte_source>& bytes,
                                        const open_options& options) {
  return legacy_reader(bytes, options).run();
}

const format_row torch_legacy_format{
    "pytorch-legacy", [](const format_probe& probe) { return looks_like_pickle(probe.head); },
    [](const read_request& request) { return read_torch_legacy(request.bytes, request.options); }};

} // namespace weightkin
