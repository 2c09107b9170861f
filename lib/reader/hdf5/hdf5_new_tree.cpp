#include "reader/hdf5/hdf5_new_tree.hpp"

#include <bit>
#include <utility>
#include <vector>

namespace weightkin {
namespace {

constexpr unsigned most_levels = 32;
constexpr std::uint64_t node_prefix_bytes = 6; ///< signature, version, type
constexpr std::uint64_t tree_checksum_bytes = 4;

/// Bytes that hold any number up to `most`.
unsigned width_of(std::uint64_t most) noexcept {
  return (static_cast<unsigned>(std::bit_width(most)) + 7) / 8;
}

class tree_walker {
public:
  tree_walker(hdf5_file& file, new_tree_type type,
              const std::function<result<void>(hdf5_fields record)>& visit)
      : file_(file), type_(type), visit_(visit) {}

  result<void> walk(std::uint64_t address) {
    const hdf5_widths widths = file_.widths();
    const std::uint64_t size = 22 + widths.offset + widths.length;
    auto head = file_.block(address, size, "B-tree header");
    if (!head) return std::move(head).error();
    hdf5_fields fields = head->fields();
    if (!fields.signature("BTHD") || fields.u8() != 0 ||
        fields.u8() != static_cast<std::uint8_t>(type_))
      return file_.fail(fault::header, head->at, "no B-tree of this kind");
    if (!hdf5_checksum_fits(head->bytes))
      return file_.fail(fault::checksum, head->at, "B-tree header with a wrong checksum");
    node_bytes_ = fields.u32();
    record_bytes_ = fields.u16();
    const unsigned depth = fields.u16();
    fields.skip(2); // when to split and to merge
    const std::uint64_t root = fields.address();
    const std::uint64_t root_records = fields.u16();
    if (record_bytes_ == 0 || node_bytes_ <= node_prefix_bytes + tree_checksum_bytes ||
        depth > most_levels)
      return file_.fail(fault::header, head->at, "the B-tree header contradicts itself");
    if (root == hdf5_nowhere) return {};
    if (auto sized = size_levels(depth, head->at); !sized) return sized;
    return visit_node(root, root_records, depth);
  }

private:
  /// How much a node of each level can hold decides how wide the counts above it are.
  struct level_size {
    std::uint64_t most_records = 0; ///< in one node
    std::uint64_t most_below = 0;   ///< in it and all nodes below
  };

  result<void> size_levels(unsigned depth, std::uint64_t at) {
    const std::uint64_t room = node_bytes_ - node_prefix_bytes - tree_checksum_bytes;
    levels_.push_back({room / record_bytes_, room / record_bytes_});
    for (unsigned level = 1; level <= depth; ++level) {
      const std::uint64_t pointer = pointer_bytes(level);
      if (room <= pointer || levels_[0].most_records == 0)
        return file_.fail(fault::header, at, "B-tree nodes are too small for their records");
      const std::uint64_t records = (room - pointer) / (record_bytes_ + pointer);
      std::uint64_t below = 0;
      if (__builtin_mul_overflow(records + 1, levels_.back().most_below, &below) ||
          __builtin_add_overflow(below, records, &below))
        return file_.fail(fault::limit, at, "the B-tree could hold more records than 64 bits");
      levels_.push_back({records, below});
    }
    return {};
  }

  /// Bytes of a pointer in a node of `level`: address, records there, records there and below.
  [[nodiscard]] std::uint64_t pointer_bytes(unsigned level) const noexcept {
    return file_.widths().offset + width_of(levels_[0].most_records) +
           (level > 1 ? width_of(levels_[level - 1].most_below) : 0);
  }

  result<void> visit_node(std::uint64_t address, std::uint64_t records, unsigned level) {
    const std::uint64_t pointers = level == 0 ? 0 : (records + 1) * pointer_bytes(level);
    const std::uint64_t size =
        node_prefix_bytes + records * record_bytes_ + pointers + tree_checksum_bytes;
    auto node = file_.block(address, size, "B-tree node");
    if (!node) return std::move(node).error();
    hdf5_fields fields = node->fields();
    if (!fields.signature(level == 0 ? "BTLF" : "BTIN") || fields.u8() != 0 ||
        fields.u8() != static_cast<std::uint8_t>(type_) || records > levels_[level].most_records)
      return file_.fail(fault::header, node->at, "no B-tree node of this level");
    if (!hdf5_checksum_fits(node->bytes))
      return file_.fail(fault::checksum, node->at, "B-tree node with a wrong checksum");
    for (std::uint64_t i = 0; i < records; ++i) {
      const std::uint64_t at = fields.at();
      const hdf5_fields record(fields.bytes(record_bytes_), at, file_.widths());
      if (auto visited = visit_(record); !visited) return visited;
    }
    for (std::uint64_t i = 0; level > 0 && i <= records; ++i) {
      const std::uint64_t child = fields.address();
      const std::uint64_t child_records = fields.number(width_of(levels_[0].most_records));
      if (level > 1) fields.skip(width_of(levels_[level - 1].most_below));
      if (auto visited = visit_node(child, child_records, level - 1); !visited) return visited;
    }
    return {};
  }

  hdf5_file& file_;
  new_tree_type type_;
  const std::function<result<void>(hdf5_fields record)>& visit_;
  std::uint64_t node_bytes_ = 0;
  std::uint64_t record_bytes_ = 0;
  std::vector<level_size> levels_;
};

} // namespace

result<void> walk_new_tree(hdf5_file& file, std::uint64_t address, new_tree_type type,
                           const std::function<result<void>(hdf5_fields record)>& visit) {
  return tree_walker(file, type, visit).walk(address);
}

} // namespace weightkin
