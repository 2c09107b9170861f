#include "reader/torch/torch_zip_format.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <zlib.h>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/torch/torch_contents.hpp"
#include "reader/wire/little_endian.hpp"
#include "reader/zip/zip_directory.hpp"

// The layout follows torch/serialization.py and caffe2/serialize/inline_container.cc.
namespace weightkin {
namespace {

using detail::escaped;

constexpr int newest_version = 10;
constexpr std::size_t longest_note = 64; ///< of the members `version` and `byteorder`

/// An open archive: the members by name, below one folder.
class archive {
public:
  archive(std::shared_ptr<const byte_source> file, std::vector<zip_member> members)
      : file_(std::move(file)), members_(std::move(members)) {
    for (const zip_member& member : members_)
      by_name_.emplace(member.name, &member);
  }
  archive(const archive&) = delete;
  archive& operator=(const archive&) = delete;
  ~archive() = default;

  [[nodiscard]] const std::vector<zip_member>& members() const noexcept { return members_; }
  [[nodiscard]] const std::shared_ptr<const byte_source>& file() const noexcept { return file_; }
  [[nodiscard]] const std::string& label() const noexcept { return file_->label(); }
  [[nodiscard]] const zip_member* find(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }

private:
  std::shared_ptr<const byte_source> file_;
  std::vector<zip_member> members_;
  std::unordered_map<std::string_view, const zip_member*> by_name_;
};

/// The storages of one folder of the archive, each a member named by its key.
class member_storages final : public storage_places {
public:
  member_storages(const archive& zip, std::string folder, bool big_endian,
                  const reader_limits& limits)
      : zip_(zip), folder_(std::move(folder)), big_endian_(big_endian), limits_(limits) {}

  result<storage_place> find(std::string_view key) override {
    const std::string name = folder_ + std::string(key);
    const zip_member* member = zip_.find(name);
    if (member == nullptr)
      return detail::bad_file(fault::missing, zip_.label(), "no member " + escaped(name));
    if (!member->deflated)
      return storage_place{zip_.file(), member->data_offset, member->size_bytes, big_endian_};
    auto& opened = inflated_[member];
    if (opened == nullptr) {
      auto source = open_member(zip_.file(), *member, limits_.inflated_member_bytes);
      if (!source) return std::move(source).error();
      opened = std::move(*source);
    }
    return storage_place{opened, 0, member->size_bytes, big_endian_};
  }

private:
  const archive& zip_;
  std::string folder_;
  bool big_endian_;
  const reader_limits& limits_;
  std::unordered_map<const zip_member*, std::shared_ptr<const byte_source>> inflated_;
};

/// What stands before `name`'s last component when that is `wanted` and at most one folder deep.
std::optional<std::string> folder_of(const std::string& name, std::string_view wanted) {
  const std::size_t slash = name.rfind('/');
  const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
  if (name.compare(start, std::string::npos, wanted) != 0) return std::nullopt;
  if (start > 1 && name.find('/') != start - 1) return std::nullopt;
  return name.substr(0, start);
}

bool is_torch_member(const std::string& name) {
  if (folder_of(name, "data.pkl") || folder_of(name, "constants.pkl")) return true;
  const auto version = folder_of(name, "version");
  return (version.has_value() && !version->empty()) || folder_of(name, "archive_format") ||
         folder_of(name, "serialized_exported_program.json");
}

/// What torch.export.save writes: a program, with its weights in a layout of its own.
bool is_export(const archive& zip) {
  return std::any_of(zip.members().begin(), zip.members().end(), [](const zip_member& member) {
    return folder_of(member.name, "archive_format").has_value() ||
           folder_of(member.name, "serialized_exported_program.json").has_value();
  });
}

/// The one folder that holds data.pkl.
result<std::string> find_folder(const archive& zip) {
  std::optional<std::string> folder;
  for (const zip_member& member : zip.members()) {
    auto found = folder_of(member.name, "data.pkl");
    if (!found.has_value()) continue;
    if (folder.has_value())
      return detail::bad_file(fault::zip, zip.label(), "two members are named data.pkl");
    folder = std::move(found);
  }
  if (!folder.has_value() && is_export(zip))
    return detail::unsupported_file(zip.label(), "a PyTorch export archive (.pt2) is not read");
  if (!folder.has_value())
    return detail::bad_file(fault::missing, zip.label(), "a PyTorch archive without data.pkl");
  return *folder;
}

/// The text of a small member, without trailing blanks; nothing when there is no such member.
result<std::optional<std::string>> read_note(const archive& zip, const std::string& name) {
  const zip_member* member = zip.find(name);
  if (member == nullptr) return std::optional<std::string>{};
  const auto source = open_member(zip.file(), *member, longest_note);
  if (!source) return source.error();
  std::vector<std::byte> scratch(static_cast<std::size_t>((*source)->size()));
  const auto bytes = (*source)->read(0, scratch.size(), scratch);
  if (!bytes) return bytes.error();
  std::string text(as_text(*bytes));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.pop_back();
  return std::optional<std::string>(std::move(text));
}

result<void> check_version(const archive& zip, const std::string& folder) {
  const auto note = read_note(zip, folder + "version");
  if (!note) return note.error();
  if (!note->has_value()) return {};
  const std::string& text = **note;
  const bool number = !text.empty() && text.size() <= 6 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  if (!number || std::stoi(text) > newest_version)
    return detail::bad_file(fault::version, zip.label(),
                            "archive version " + escaped(text) + "; at most 10 is read");
  return {};
}

result<bool> is_big_endian(const archive& zip, const std::string& folder) {
  const auto note = read_note(zip, folder + "byteorder");
  if (!note) return note.error();
  if (!note->has_value() || **note == "little") return false;
  if (**note == "big") return true;
  return detail::bad_file(fault::format, zip.label(), "byteorder " + escaped(**note));
}

/// Torch can be told to write no CRC-32, so a wrong one in a stored pickle is a remark, not a
/// refusal. Deflated members are always checked.
result<void> remark_checksum(const archive& zip, const zip_member& member,
                             const byte_source& pickle, file_contents& contents) {
  if (member.deflated) return {};
  std::vector<std::byte> scratch(pickle.in_place() == nullptr ? std::size_t{65536} : 0);
  uLong sum = 0;
  for (std::uint64_t at = 0; at < pickle.size();) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(65536, pickle.size() - at));
    const auto bytes = pickle.read(at, length, scratch);
    if (!bytes) return bytes.error();
    sum = crc32_z(sum, reinterpret_cast<const Bytef*>(bytes->data()), length);
    at += length;
  }
  if (sum != member.crc32)
    contents.warnings.push_back(zip.label() + ": CRC-32 of " + escaped(member.name) +
                                " does not match: changed after it was written, or written "
                                "without checksums");
  return {};
}

struct pickle_reading {
  const archive& zip;
  const pickle_rules& rules;
  file_contents& contents;
  std::size_t left_out = 0;
};

/// The pickle in member `name`.
result<std::shared_ptr<const byte_source>> open_pickle(const archive& zip, const std::string& name,
                                                       const reader_limits& limits) {
  const zip_member& member = *zip.find(name);
  return open_member(zip.file(), member,
                     member.deflated ? limits.inflated_pickle_bytes : limits.pickle_bytes);
}

/// Evaluates the pickle in `name` and lists its tensors, whose storages lie in `folder`.
result<void> add_pickle(pickle_reading& reading, const std::string& name, const std::string& folder,
                        bool big_endian, std::string_view prefix) {
  const zip_member& member = *reading.zip.find(name);
  const reader_limits& limits = reading.rules.limits;
  const auto source = open_pickle(reading.zip, name, limits);
  if (!source) return source.error();
  const byte_source& pickle = **source;
  if (auto checked = remark_checksum(reading.zip, member, pickle, reading.contents); !checked)
    return checked;
  auto done = run_pickle(pickle, 0, pickle.size(), reading.rules);
  if (!done) return std::move(done).error();
  if (done->end != pickle.size())
    reading.contents.warnings.push_back(pickle.label() + ": " +
                                        std::to_string(pickle.size() - done->end) +
                                        " bytes after the end of the pickle");
  member_storages storages(reading.zip, folder, big_endian, limits);
  const auto left_out = add_tensors(done->values, done->root, storages, pickle.label(), prefix,
                                    limits, reading.contents);
  if (!left_out) return left_out.error();
  reading.left_out += *left_out;
  return {};
}

bool recognises_zip(const format_probe& probe) {
  return probe.is_zip &&
         std::any_of(probe.members.begin(), probe.members.end(),
                     [](const zip_member& member) { return is_torch_member(member.name); });
}

} // namespace

result<file_contents> read_torch_zip(const std::shared_ptr<const byte_source>& bytes,
                                     const open_options& options) {
  auto members = read_zip_directory(*bytes, options.limits);
  if (!members) return std::move(members).error();
  const archive zip(bytes, std::move(*members));
  const auto folder = find_folder(zip);
  if (!folder) return folder.error();
  if (auto version = check_version(zip, *folder); !version) return version.error();
  const auto big_endian = is_big_endian(zip, *folder);
  if (!big_endian) return big_endian.error();

  file_contents contents;
  pickle_rules rules = torch_rules(options);
  rules.script_classes = zip.find(*folder + "constants.pkl") != nullptr;
  contents.format = rules.script_classes ? "torchscript" : "pytorch-zip";
  pickle_reading reading{zip, rules, contents};
  if (auto done = add_pickle(reading, *folder + "data.pkl", *folder + "data/", *big_endian, "");
      !done)
    return std::move(done).error();
  if (rules.script_classes) {
    contents.metadata.clear(); // flags of the outermost module, no text of the file
    if (auto done = add_pickle(reading, *folder + "constants.pkl", *folder + "constants/",
                               *big_endian, "constants.");
        !done)
      return std::move(done).error();
  }
  if (auto checked = check_contents(contents, reading.left_out, bytes->label()); !checked)
    return std::move(checked).error();
  return contents;
}

result<pickled> read_torch_zip_object(const std::shared_ptr<const byte_source>& bytes,
                                      const open_options& options) {
  auto members = read_zip_directory(*bytes, options.limits);
  if (!members) return std::move(members).error();
  const archive zip(bytes, std::move(*members));
  const auto folder = find_folder(zip);
  if (!folder) return folder.error();
  const auto pickle = open_pickle(zip, *folder + "data.pkl", options.limits);
  if (!pickle) return pickle.error();
  return run_pickle(**pickle, 0, (*pickle)->size(), torch_rules(options));
}

const format_row torch_zip_format{"pytorch-zip", recognises_zip, [](const read_request& request) {
                                    return read_torch_zip(request.bytes, request.options);
                                  }};

} // namespace weightkin
