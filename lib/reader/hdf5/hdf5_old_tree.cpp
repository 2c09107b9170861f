#include "reader/hdf5/hdf5_old_tree.hpp"

#include <utility>
#include <vector>

namespace weightkin {
namespace {

constexpr std::string_view node_name = "B-tree node";

struct tree_node {
  unsigned level = 0;
  std::uint64_t count = 0;
  hdf5_block entries; ///< key, child, key, child, ..., key
};

result<tree_node> read_node(hdf5_file& file, std::uint64_t address, old_tree tree) {
  const std::uint64_t head_bytes = 8 + 2 * std::uint64_t{file.widths().offset};
  auto head = file.block(address, head_bytes, node_name);
  if (!head) return std::move(head).error();
  hdf5_fields fields = head->fields();
  if (!fields.signature("TREE") || fields.u8() != static_cast<std::uint8_t>(tree.holds))
    return file.fail(fault::header, head->at, "no B-tree node");
  tree_node node;
  node.level = fields.u8();
  node.count = fields.u16();
  auto entries =
      file.block(address + head_bytes,
                 node.count * (tree.key_bytes + file.widths().offset) + tree.key_bytes, node_name);
  if (!entries) return std::move(entries).error();
  node.entries = std::move(*entries);
  return node;
}

/// A node whose children are still to be visited.
struct open_node {
  tree_node node;
  hdf5_fields rest;
  std::uint64_t left;
};

} // namespace

result<void>
walk_old_tree(hdf5_file& file, std::uint64_t root, old_tree tree,
              const std::function<result<void>(hdf5_fields key, std::uint64_t child)>& visit) {
  auto top = read_node(file, root, tree);
  if (!top) return std::move(top).error();
  std::vector<open_node> path; // no deeper than the root's level, which is a byte
  const auto enter = [&](tree_node&& node) {
    const hdf5_fields rest = node.entries.fields();
    const std::uint64_t count = node.count;
    path.push_back({std::move(node), rest, count});
  };
  enter(std::move(*top));
  while (!path.empty()) {
    open_node& open = path.back();
    if (open.left == 0) {
      path.pop_back();
      continue;
    }
    --open.left;
    const std::uint64_t key_at = open.rest.at();
    const hdf5_fields key(open.rest.bytes(tree.key_bytes), key_at, file.widths());
    const std::uint64_t child = open.rest.address();
    if (open.node.level == 0) {
      if (auto visited = visit(key, child); !visited) return visited;
      continue;
    }
    auto node = read_node(file, child, tree);
    if (!node) return std::move(node).error();
    if (node->level + 1 != open.node.level)
      return file.fail(fault::header, node->entries.at,
                       "a B-tree node of level " + std::to_string(node->level) +
                           " below one of level " + std::to_string(open.node.level));
    enter(std::move(*node));
  }
  return {};
}

} // namespace weightkin
