#include "reader/hdf5/hdf5_layout.hpp"

#include <utility>

namespace weightkin {
namespace {

enum class layout_class : unsigned { compact = 0, contiguous = 1, chunked = 2, virtual_data = 3 };

constexpr unsigned most_extents = 33; ///< 32 axes and the element's bytes

void read_compact(hdf5_fields& fields, std::uint64_t size, hdf5_layout& layout) {
  layout.is_compact = true;
  layout.size = size;
  layout.compact_at = fields.at();
  fields.skip(size);
}

/// Versions 1 and 2 give extents for every class. False for a class that is not known.
bool read_old(hdf5_fields& fields, hdf5_layout& layout) {
  const unsigned rank = fields.u8();
  const auto kind = static_cast<layout_class>(fields.u8());
  fields.skip(5);
  if (kind != layout_class::compact) layout.address = fields.address();
  std::vector<std::uint64_t> extents;
  for (unsigned axis = 0; axis < rank && !fields.is_short(); ++axis)
    extents.push_back(fields.u32());
  switch (kind) {
  case layout_class::compact: read_compact(fields, fields.u32(), layout); return true;
  case layout_class::contiguous:
    layout.size = UINT64_MAX; // not said: the dataspace decides
    return true;
  case layout_class::chunked:
    layout.index = hdf5_chunk_index::old_tree;
    layout.chunk = std::move(extents);
    return true;
  default: return false;
  }
}

void read_old_chunks(hdf5_fields& fields, hdf5_layout& layout) {
  const unsigned rank = fields.u8();
  layout.index = hdf5_chunk_index::old_tree;
  layout.address = fields.address();
  for (unsigned axis = 0; axis < rank && !fields.is_short(); ++axis)
    layout.chunk.push_back(fields.u32());
}

/// False for an index that is not known.
bool read_new_chunks(hdf5_fields& fields, hdf5_layout& layout) {
  const unsigned flags = fields.u8();
  const unsigned rank = fields.u8();
  const unsigned width = fields.u8();
  if (width > 8) return false;
  for (unsigned axis = 0; axis < rank && !fields.is_short(); ++axis)
    layout.chunk.push_back(fields.number(width));
  layout.edges_unfiltered = (flags & 0x01U) != 0;
  switch (fields.u8()) {
  case 1:
    layout.index = hdf5_chunk_index::single;
    layout.is_single_filtered = (flags & 0x02U) != 0;
    if (layout.is_single_filtered) {
      layout.single_bytes = fields.length();
      layout.single_mask = fields.u32();
    }
    break;
  case 2: layout.index = hdf5_chunk_index::implicit; break;
  case 3:
    layout.index = hdf5_chunk_index::fixed_array;
    fields.skip(1);
    break;
  case 4:
    layout.index = hdf5_chunk_index::growing_array;
    fields.skip(5);
    break;
  case 5:
    layout.index = hdf5_chunk_index::new_tree;
    fields.skip(6);
    break;
  default: return false;
  }
  layout.address = fields.address();
  return true;
}

} // namespace

result<hdf5_layout> read_hdf5_layout(const hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t at = fields.at();
  const unsigned version = fields.u8();
  hdf5_layout layout;
  layout.at = at;
  bool is_known = version >= 1 && version <= 4;
  if (version == 1 || version == 2) is_known = read_old(fields, layout);
  if (version == 3 || version == 4) {
    switch (static_cast<layout_class>(fields.u8())) {
    case layout_class::compact: read_compact(fields, fields.u16(), layout); break;
    case layout_class::contiguous:
      layout.address = fields.address();
      layout.size = fields.length();
      break;
    case layout_class::chunked:
      if (version == 3)
        read_old_chunks(fields, layout);
      else
        is_known = read_new_chunks(fields, layout);
      break;
    case layout_class::virtual_data:
      return file.unsupported(at, "a virtual dataset, made of others, is not read");
    default: is_known = false;
    }
  }
  if (fields.is_short()) return file.fail(fault::header, at, "the data layout ends early");
  if (!is_known)
    return file.unsupported(at, "data layout version " + std::to_string(version) +
                                    " or its class is not read");
  if (layout.chunk.size() > most_extents)
    return file.fail(fault::limit, at, "chunks of more than 32 dimensions");
  return layout;
}

} // namespace weightkin
