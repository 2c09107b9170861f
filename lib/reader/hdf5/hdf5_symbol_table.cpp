#include "reader/hdf5/hdf5_symbol_table.hpp"

#include <utility>

#include "reader/hdf5/hdf5_old_tree.hpp"
#include "reader/wire/little_endian.hpp"

/// A group of the older kind: a B-tree whose leaves point to symbol nodes, whose entries name
/// objects by an offset into the group's heap of names.
namespace weightkin {
namespace {

/// The bytes that names are in.
class name_heap {
public:
  static result<name_heap> read(hdf5_file& file, std::uint64_t address) {
    const hdf5_widths widths = file.widths();
    auto head = file.block(address, 8 + 2 * std::uint64_t{widths.length} + widths.offset, "heap");
    if (!head) return std::move(head).error();
    hdf5_fields fields = head->fields();
    if (!fields.signature("HEAP") || fields.u8() != 0)
      return file.fail(fault::header, head->at, "no heap of names");
    fields.skip(3);
    const std::uint64_t size = fields.length();
    fields.skip(widths.length); // free list
    name_heap heap;
    auto names = file.block(fields.address(), size, "heap of names");
    if (!names) return std::move(names).error();
    heap.names_ = std::move(*names);
    return heap;
  }

  result<std::string> name(const hdf5_file& file, std::uint64_t offset) const {
    std::string_view text = as_text(names_.bytes);
    if (offset >= text.size())
      return file.fail(fault::bounds, names_.at,
                       "a name at offset " + std::to_string(offset) + " leaves its heap");
    text = text.substr(static_cast<std::size_t>(offset), hdf5_name_bytes + 1);
    const std::size_t length = text.find('\0');
    if (length != std::string_view::npos) return std::string(text.substr(0, length));
    if (text.size() <= hdf5_name_bytes)
      return file.fail(fault::bounds, names_.at + offset, "a name leaves its heap");
    return file.fail(fault::limit, names_.at + offset,
                     "a name of more than " + std::to_string(hdf5_name_bytes) + " bytes");
  }

private:
  hdf5_block names_;
};

/// What an entry's cache fields hold.
enum class cached : std::uint32_t { nothing = 0, group = 1, soft_link = 2 };

class table_reader {
public:
  table_reader(hdf5_file& file, name_heap heap) : file_(file), heap_(std::move(heap)) {}

  result<void> read_node(std::uint64_t address) {
    auto head = file_.block(address, 8, "symbol node");
    if (!head) return std::move(head).error();
    hdf5_fields fields = head->fields();
    if (!fields.signature("SNOD") || fields.u8() != 1)
      return file_.fail(fault::header, head->at, "no symbol node");
    fields.skip(1);
    const std::uint64_t count = fields.u16();
    const std::uint64_t entry_bytes = 2 * std::uint64_t{file_.widths().offset} + 24;
    auto entries = file_.block(address + 8, count * entry_bytes, "symbol node");
    if (!entries) return std::move(entries).error();
    hdf5_fields rest = entries->fields();
    for (std::uint64_t i = 0; i < count; ++i)
      if (auto read = read_entry(rest); !read) return read;
    return {};
  }

  [[nodiscard]] std::vector<hdf5_link> links() && { return std::move(links_); }

private:
  result<void> read_entry(hdf5_fields& fields) {
    const std::uint64_t at = fields.at();
    const std::uint64_t name_offset = fields.number(file_.widths().offset);
    const std::uint64_t address = fields.address();
    const auto kind = static_cast<cached>(fields.u32());
    fields.skip(4);
    hdf5_fields cache(fields.bytes(16), fields.at() - 16, file_.widths());
    auto name = heap_.name(file_, name_offset);
    if (!name) return std::move(name).error();
    hdf5_link link{std::move(*name), address, {}};
    if (kind == cached::soft_link) {
      auto target = heap_.name(file_, cache.u32());
      if (!target) return std::move(target).error();
      link.address = hdf5_nowhere;
      link.target = std::move(*target);
    } else if (address == hdf5_nowhere) {
      return file_.fail(fault::header, at, "a symbol without an object");
    }
    links_.push_back(std::move(link));
    return {};
  }

  hdf5_file& file_;
  name_heap heap_;
  std::vector<hdf5_link> links_;
};

} // namespace

result<std::vector<hdf5_link>> read_symbol_table(hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t tree = fields.address();
  const std::uint64_t heap_address = fields.address();
  if (fields.is_short())
    return file.fail(fault::header, fields.at(), "the symbol table message ends early");
  auto heap = name_heap::read(file, heap_address);
  if (!heap) return std::move(heap).error();
  table_reader table(file, std::move(*heap));
  const auto walked =
      walk_old_tree(file, tree, {old_tree::kind::group, file.widths().length},
                    [&](hdf5_fields /*key*/, std::uint64_t node) { return table.read_node(node); });
  if (!walked) return walked.error();
  return std::move(table).links();
}

} // namespace weightkin
