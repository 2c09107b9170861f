#include "reader/hdf5/hdf5_dense_links.hpp"

#include <utility>

#include "reader/hdf5/hdf5_fractal_heap.hpp"
#include "reader/hdf5/hdf5_new_tree.hpp"

namespace weightkin {

result<std::vector<hdf5_link>> read_dense_links(hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t at = fields.at();
  const unsigned version = fields.u8();
  const unsigned flags = fields.u8();
  if ((flags & 0x01U) != 0) fields.skip(8); // highest order of creation so far
  const std::uint64_t heap_address = fields.address();
  const std::uint64_t tree = fields.address();
  if (version != 0 || fields.is_short())
    return file.fail(fault::header, at, "the link info message contradicts itself");
  std::vector<hdf5_link> links;
  if (heap_address == hdf5_nowhere) return links;
  const auto heap = fractal_heap::read(file, heap_address);
  if (!heap) return heap.error();
  const auto walked = walk_new_tree(file, tree, new_tree_type::links_by_name,
                                    [&](hdf5_fields record) -> result<void> {
                                      record.skip(4); // hash of the name
                                      const auto message = heap->object(file, record);
                                      if (!message) return message.error();
                                      auto link = read_hdf5_link(file, message->fields());
                                      if (!link) return std::move(link).error();
                                      links.push_back(std::move(*link));
                                      return {};
                                    });
  if (!walked) return walked.error();
  return links;
}

} // namespace weightkin
