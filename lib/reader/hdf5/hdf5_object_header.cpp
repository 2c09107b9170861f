#include "reader/hdf5/hdf5_object_header.hpp"

#include <algorithm>
#include <utility>

namespace weightkin {
namespace {

constexpr std::string_view header_name = "object header";
constexpr std::uint64_t old_prefix_bytes = 16;
/// Signature, version, flags, and the longest of what the flags may add before the messages.
constexpr std::uint64_t new_fixed_bytes = 6;
constexpr std::uint64_t header_checksum_bytes = 4;

struct byte_run {
  std::uint64_t address;
  std::uint64_t size;
};

class header_reader {
public:
  explicit header_reader(hdf5_file& file) : file_(file) {}

  result<hdf5_object> read(std::uint64_t address) {
    const auto at = file_.position(address, new_fixed_bytes, header_name);
    if (!at) return at.error();
    object_.at = *at;
    auto start = file_.block(address, new_fixed_bytes, header_name);
    if (!start) return std::move(start).error();
    hdf5_fields fields = start->fields();
    const bool is_new = fields.signature("OHDR");
    auto done = is_new ? read_new(address, fields) : read_old(address, start->fields());
    if (!done) return std::move(done).error();
    return std::move(object_);
  }

private:
  result<void> read_old(std::uint64_t address, hdf5_fields fields) {
    const std::uint8_t version = fields.u8();
    if (version != 1)
      return file_.fail(fault::header, object_.at,
                        "no object header: version " + std::to_string(version));
    fields.skip(1);
    messages_left_ = fields.u16();
    auto rest =
        file_.block(address + new_fixed_bytes, old_prefix_bytes - new_fixed_bytes, header_name);
    if (!rest) return std::move(rest).error();
    hdf5_fields more = rest->fields();
    more.skip(2); // end of the reference count
    const std::uint32_t size = more.u32();
    pending_.push_back({address + old_prefix_bytes, size});
    return read_runs([this](const byte_run& run) { return read_old_run(run); });
  }

  result<void> read_new(std::uint64_t address, hdf5_fields& fields) {
    const std::uint8_t version = fields.u8();
    if (version != 2)
      return file_.fail(fault::header, object_.at,
                        "object header version " + std::to_string(version));
    const unsigned flags = fields.u8();
    has_order_ = (flags & 0x04U) != 0;
    const unsigned size_width = 1U << (flags & 0x03U);
    const std::uint64_t prefix = new_fixed_bytes + ((flags & 0x20U) != 0 ? 16U : 0U) +
                                 ((flags & 0x10U) != 0 ? 4U : 0U) + size_width;
    auto rest = file_.block(address + new_fixed_bytes, prefix - new_fixed_bytes, header_name);
    if (!rest) return std::move(rest).error();
    hdf5_fields more = rest->fields();
    more.skip(more.remaining() - size_width);
    const std::uint64_t size = more.number(size_width);
    if (size > file_.source()->size())
      return file_.fail(fault::bounds, object_.at, "object header leaves the file");
    // The checksum covers the prefix too, so the whole is fetched once more, by position.
    if (auto checked = check_whole(address, prefix + size + header_checksum_bytes); !checked)
      return checked;
    if (auto read = read_new_run({address + prefix, size}); !read) return read;
    return read_runs([this](const byte_run& run) { return read_continuation(run); });
  }

  result<void> check_whole(std::uint64_t address, std::uint64_t size) {
    const auto at = file_.position(address, size, header_name);
    if (!at) return at.error();
    std::vector<std::byte> scratch(
        file_.source()->in_place() == nullptr ? static_cast<std::size_t>(size) : 0);
    const auto bytes = file_.source()->read(*at, static_cast<std::size_t>(size), scratch);
    if (!bytes) return bytes.error();
    if (!hdf5_checksum_fits(*bytes))
      return file_.fail(fault::checksum, *at, "object header with a wrong checksum");
    return {};
  }

  template <class Read>
  result<void> read_runs(Read read) {
    while (!pending_.empty()) {
      const byte_run run = pending_.back();
      pending_.pop_back();
      if (auto done = read(run); !done) return done;
    }
    return {};
  }

  result<void> read_old_run(const byte_run& run) {
    auto block = file_.block(run.address, run.size, header_name);
    if (!block) return std::move(block).error();
    hdf5_fields fields = block->fields();
    object_.blocks.push_back(std::move(*block));
    for (; messages_left_ > 0 && fields.remaining() >= 8; --messages_left_) {
      const auto kind = static_cast<hdf5_message_kind>(fields.u16());
      const std::uint16_t size = fields.u16();
      const unsigned flags = fields.u8();
      fields.skip(3);
      if (auto added = add(kind, flags, size, fields); !added) return added;
    }
    return {};
  }

  result<void> read_continuation(const byte_run& run) {
    constexpr std::uint64_t signature_bytes = 4;
    if (run.size < signature_bytes + header_checksum_bytes)
      return file_.fail(fault::header, object_.at, "object header continuation is too short");
    auto start = file_.block(run.address, signature_bytes, header_name);
    if (!start) return std::move(start).error();
    if (!start->fields().signature("OCHK"))
      return file_.fail(fault::header, start->at, "no object header continuation");
    if (auto checked = check_whole(run.address, run.size); !checked) return checked;
    return read_new_run(
        {run.address + signature_bytes, run.size - signature_bytes - header_checksum_bytes});
  }

  result<void> read_new_run(const byte_run& run) {
    auto block = file_.block(run.address, run.size, header_name);
    if (!block) return std::move(block).error();
    hdf5_fields fields = block->fields();
    object_.blocks.push_back(std::move(*block));
    const std::uint64_t head_bytes = has_order_ ? 6 : 4;
    while (fields.remaining() >= head_bytes) { // fewer are a gap
      const auto kind = static_cast<hdf5_message_kind>(fields.u8());
      const std::uint16_t size = fields.u16();
      const unsigned flags = fields.u8();
      if (has_order_) fields.skip(2);
      if (auto added = add(kind, flags, size, fields); !added) return added;
    }
    return {};
  }

  result<void> add(hdf5_message_kind kind, unsigned flags, std::uint16_t size,
                   hdf5_fields& fields) {
    const std::uint64_t at = fields.at();
    const auto bytes = fields.bytes(size);
    if (fields.is_short())
      return file_.fail(fault::header, at,
                        "header message of " + std::to_string(size) +
                            " bytes leaves its object header");
    hdf5_message message{kind, (flags & 0x02U) != 0, {bytes, at, file_.widths()}};
    if (kind == hdf5_message_kind::continuation) {
      const std::uint64_t address = message.body.address();
      const std::uint64_t length = message.body.length();
      if (message.body.is_short())
        return file_.fail(fault::header, at, "continuation message is too short");
      pending_.push_back({address, length});
      return {};
    }
    object_.messages.push_back(message);
    return {};
  }

  hdf5_file& file_;
  hdf5_object object_;
  std::vector<byte_run> pending_;
  std::uint32_t messages_left_ = 0; ///< version 1 counts them
  bool has_order_ = false;          ///< version 2: messages carry their order of creation
};

} // namespace

const hdf5_message* hdf5_object::find(hdf5_message_kind kind) const noexcept {
  const auto found =
      std::find_if(messages.begin(), messages.end(),
                   [&](const hdf5_message& message) { return message.kind == kind; });
  return found == messages.end() ? nullptr : &*found;
}

result<hdf5_object> read_hdf5_object(hdf5_file& file, std::uint64_t address) {
  return header_reader(file).read(address);
}

} // namespace weightkin
