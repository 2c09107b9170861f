#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <zlib.h>

#include "reader/hdf5/hdf5_file.hpp"
#include "reader/hdf5/hdf5_filters.hpp"

namespace weightkin::test {

using byte_string = std::vector<std::byte>;

inline void put(byte_string& out, std::uint64_t value, int width) {
  for (int byte = 0; byte < width; ++byte)
    out.push_back(byte < 8 ? static_cast<std::byte>(value >> (8 * byte) & 0xffU) : std::byte{});
}
inline void put(byte_string& out, std::string_view text) {
  for (const char c : text)
    out.push_back(static_cast<std::byte>(c));
}
inline void put(byte_string& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}
template <class Number>
byte_string bytes_of_numbers(const std::vector<Number>& numbers) {
  const auto bytes = std::as_bytes(std::span<const Number>(numbers));
  return {bytes.begin(), bytes.end()};
}

/// One header message.
struct hdf5_part {
  unsigned kind;
  byte_string body;
};

/// The messages that describe datasets and groups, as the format writes them today.
namespace hdf5_parts {

inline hdf5_part space(const std::vector<std::uint64_t>& shape) {
  byte_string body;
  put(body, 1, 1);
  put(body, shape.size(), 1);
  put(body, 0, 6);
  for (const std::uint64_t extent : shape)
    put(body, extent, 8);
  return {0x01, body};
}

/// \param order 0 little-endian, 1 big-endian
inline byte_string float_type(unsigned size, unsigned exponent_at, unsigned exponent_bits,
                              std::uint32_t bias, unsigned order = 0) {
  byte_string body;
  put(body, 0x11, 1);
  put(body, 0x20 | order, 1);
  put(body, 8 * size - 1, 1);
  put(body, 0, 1);
  put(body, size, 4);
  put(body, 0, 2);
  put(body, 8 * size, 2);
  put(body, exponent_at, 1);
  put(body, exponent_bits, 1);
  put(body, 0, 1);
  put(body, exponent_at, 1);
  put(body, bias, 4);
  return body;
}
inline byte_string f32_type(unsigned order = 0) { return float_type(4, 23, 8, 127, order); }

inline byte_string integer_type(unsigned size, bool is_signed, unsigned order = 0) {
  byte_string body;
  put(body, 0x10, 1);
  put(body, (is_signed ? 8U : 0U) | order, 1);
  put(body, 0, 2);
  put(body, size, 4);
  put(body, 0, 2);
  put(body, 8 * size, 2);
  return body;
}
inline byte_string text_type(std::size_t size) {
  byte_string body;
  put(body, 0x13, 1);
  put(body, 0, 3);
  put(body, size, 4);
  return body;
}
inline byte_string opaque_type(unsigned size) {
  byte_string body;
  put(body, 0x15, 1);
  put(body, 0, 3);
  put(body, size, 4);
  put(body, 0, 8); // tag
  return body;
}
inline byte_string bool_type() {
  byte_string body;
  put(body, 0x18, 1);
  put(body, 2, 3);
  put(body, 1, 4);
  put(body, integer_type(1, true));
  put(body, std::string_view("FALSE\0\0\0TRUE\0\0\0\0", 16));
  put(body, 0, 1);
  put(body, 1, 1);
  return body;
}
inline byte_string complex_type() {
  byte_string body;
  put(body, 0x36, 1);
  put(body, 2, 3);
  put(body, 8, 4);
  for (const char* name : {"r", "i"}) {
    put(body, std::string_view(name, 2));
    put(body, *name == 'r' ? 0 : 4, 1);
    put(body, f32_type());
  }
  return body;
}
inline hdf5_part type(byte_string body) { return {0x03, std::move(body)}; }

inline hdf5_part contiguous(std::uint64_t address, std::uint64_t size) {
  byte_string body;
  put(body, 3, 1);
  put(body, 1, 1);
  put(body, address, 8);
  put(body, size, 8);
  return {0x08, body};
}
inline hdf5_part compact(const byte_string& data) {
  byte_string body;
  put(body, 3, 1);
  put(body, 0, 1);
  put(body, data.size(), 2);
  put(body, data);
  return {0x08, body};
}
/// \param extents of a chunk, with an element's bytes at the end
inline hdf5_part chunked(std::uint64_t tree, const std::vector<std::uint64_t>& extents) {
  byte_string body;
  put(body, 3, 1);
  put(body, 2, 1);
  put(body, extents.size(), 1);
  put(body, tree, 8);
  for (const std::uint64_t extent : extents)
    put(body, extent, 4);
  return {0x08, body};
}
/// Version 4. \param index the number of the chunk index and its own fields
inline hdf5_part chunked_new(std::uint64_t address, const std::vector<std::uint64_t>& extents,
                             unsigned flags, const byte_string& index) {
  byte_string body;
  put(body, 4, 1);
  put(body, 2, 1);
  put(body, flags, 1);
  put(body, extents.size(), 1);
  put(body, 4, 1);
  for (const std::uint64_t extent : extents)
    put(body, extent, 4);
  put(body, index);
  put(body, address, 8);
  return {0x08, body};
}
/// \param filters number and first value of each
inline hdf5_part filters(const std::vector<std::pair<unsigned, unsigned>>& filters) {
  byte_string body;
  put(body, 2, 1);
  put(body, filters.size(), 1);
  for (const auto& [id, value] : filters) {
    put(body, id, 2);
    if (id >= 256) put(body, 0, 2);
    put(body, 0, 2);
    put(body, 1, 2);
    put(body, value, 4);
  }
  return {0x0B, body};
}
inline hdf5_part fill(const byte_string& value) {
  byte_string body;
  put(body, 3, 1);
  put(body, 0x2a, 1);
  put(body, value.size(), 4);
  put(body, value);
  return {0x05, body};
}
inline hdf5_part text_attribute(std::string_view name, std::string_view text) {
  const byte_string type = text_type(text.size());
  byte_string body;
  put(body, 3, 1);
  put(body, 0, 1);
  put(body, name.size() + 1, 2);
  put(body, type.size(), 2);
  put(body, 8, 2);
  put(body, 0, 1);
  put(body, name);
  put(body, 0, 1);
  put(body, type);
  put(body, space({}).body);
  put(body, text);
  return {0x0C, body};
}
inline hdf5_part link(std::string_view name, std::uint64_t address) {
  byte_string body;
  put(body, 1, 1);
  put(body, 0, 1);
  put(body, name.size(), 1);
  put(body, name);
  put(body, address, 8);
  return {0x06, body};
}
/// \param type 1 soft, 64 external
inline hdf5_part other_link(std::string_view name, unsigned type, std::string_view target) {
  byte_string body;
  put(body, 1, 1);
  put(body, 0x08, 1);
  put(body, type, 1);
  put(body, name.size(), 1);
  put(body, name);
  put(body, target.size(), 2);
  put(body, target);
  return {0x06, body};
}
inline hdf5_part no_dense_links() {
  byte_string body;
  put(body, 0, 2);
  put(body, UINT64_MAX, 8);
  put(body, UINT64_MAX, 8);
  return {0x02, body};
}

} // namespace hdf5_parts

/// A stored chunk: where it begins in the dataset, and its bytes after the filters.
struct hdf5_stored_chunk {
  std::vector<std::uint64_t> begin;
  byte_string bytes;
  std::uint32_t skipped = 0;
};

/// Writes small HDF5 files for tests, of the older style (superblock 0, object headers 1, symbol
/// tables) or the newer (superblock 2, object headers 2, link messages). What is added last is
/// added behind what was added before, and answers its address.
class hdf5_writer {
public:
  explicit hdf5_writer(bool is_new) : is_new_(is_new), file_(is_new ? 48 : 96) {}

  std::uint64_t add(std::span<const std::byte> bytes) {
    const std::uint64_t at = file_.size();
    put(file_, bytes);
    return at;
  }

  std::uint64_t object(const std::vector<hdf5_part>& parts) {
    byte_string body;
    for (const hdf5_part& part : parts) {
      const std::size_t padded = is_new_ ? part.body.size() : (part.body.size() + 7) / 8 * 8;
      put(body, part.kind, is_new_ ? 1 : 2);
      put(body, padded, 2);
      put(body, 0, is_new_ ? 1 : 4);
      put(body, part.body);
      body.resize(body.size() + padded - part.body.size());
    }
    byte_string header;
    if (is_new_) {
      put(header, "OHDR");
      put(header, 2, 1);
      put(header, 1, 1); // two bytes of size
      put(header, body.size(), 2);
      put(header, body);
      put(header, hdf5_checksum(header), 4);
    } else {
      put(header, 1, 2);
      put(header, parts.size(), 2);
      put(header, 1, 4);
      put(header, body.size(), 4);
      put(header, 0, 4);
      put(header, body);
    }
    return add(header);
  }

  /// A group of this file's style.
  std::uint64_t group(const std::vector<std::pair<std::string, std::uint64_t>>& entries,
                      std::vector<hdf5_part> parts = {}) {
    if (is_new_) {
      parts.push_back(hdf5_parts::no_dense_links());
      for (const auto& [name, address] : entries)
        parts.push_back(hdf5_parts::link(name, address));
      return object(parts);
    }
    byte_string names(8);
    byte_string node;
    put(node, "SNOD");
    put(node, 1, 2);
    put(node, entries.size(), 2);
    for (const auto& [name, address] : entries) {
      put(node, names.size(), 8);
      put(node, address, 8);
      put(node, 0, 8 + 16);
      put(names, name);
      put(names, 0, 1);
    }
    byte_string heap;
    put(heap, "HEAP");
    put(heap, 0, 4);
    put(heap, names.size(), 8);
    put(heap, 1, 8);
    put(heap, add(names), 8);
    byte_string table;
    const std::uint64_t node_at = add(node);
    put(table, tree(0, {{byte_string(8), node_at}}, 8), 8);
    put(table, add(heap), 8);
    parts.push_back({0x11, table});
    return object(parts);
  }

  /// A B-tree node of level 0 and the older kind. \param entries keys and what they lead to
  std::uint64_t tree(unsigned kind,
                     const std::vector<std::pair<byte_string, std::uint64_t>>& entries,
                     std::size_t key_bytes, unsigned level = 0) {
    byte_string node;
    put(node, "TREE");
    put(node, kind, 1);
    put(node, level, 1);
    put(node, entries.size(), 2);
    put(node, UINT64_MAX, 8);
    put(node, UINT64_MAX, 8);
    for (const auto& [key, child] : entries) {
      put(node, key);
      put(node, child, 8);
    }
    node.resize(node.size() + key_bytes);
    return add(node);
  }

  std::uint64_t chunk_tree(const std::vector<hdf5_stored_chunk>& chunks) {
    std::vector<std::pair<byte_string, std::uint64_t>> entries;
    std::size_t key_bytes = 24;
    for (const hdf5_stored_chunk& chunk : chunks) {
      byte_string key;
      put(key, chunk.bytes.size(), 4);
      put(key, chunk.skipped, 4);
      for (const std::uint64_t begin : chunk.begin)
        put(key, begin, 8);
      put(key, 0, 8);
      key_bytes = key.size();
      entries.emplace_back(key, add(chunk.bytes));
    }
    return tree(1, entries, key_bytes);
  }

  /// A table of chunks: addresses, or with filters address, size and mask.
  std::uint64_t fixed_array(const std::vector<hdf5_stored_chunk>& chunks, bool is_filtered) {
    byte_string data;
    put(data, "FADB");
    put(data, 0, 1);
    put(data, is_filtered ? 1 : 0, 1);
    put(data, 0, 8);
    for (const hdf5_stored_chunk& chunk : chunks) {
      put(data, chunk.bytes.empty() ? UINT64_MAX : add(chunk.bytes), 8);
      if (!is_filtered) continue;
      put(data, chunk.bytes.size(), 4);
      put(data, chunk.skipped, 4);
    }
    put(data, hdf5_checksum(data), 4);
    byte_string head;
    put(head, "FAHD");
    put(head, 0, 1);
    put(head, is_filtered ? 1 : 0, 1);
    put(head, is_filtered ? 16 : 8, 1);
    put(head, 10, 1);
    put(head, chunks.size(), 8);
    put(head, add(data), 8);
    put(head, hdf5_checksum(head), 4);
    return add(head);
  }

  /// A dataset of one piece.
  std::uint64_t dataset(const std::vector<std::uint64_t>& shape, const byte_string& type,
                        const byte_string& data, std::vector<hdf5_part> more = {}) {
    const std::uint64_t at = add(data);
    more.push_back(hdf5_parts::space(shape));
    more.push_back(hdf5_parts::type(type));
    more.push_back(hdf5_parts::contiguous(at, data.size()));
    return object(more);
  }

  /// The file, whose root group is `root`.
  [[nodiscard]] byte_string finish(std::uint64_t root) const {
    byte_string head;
    put(head, "\x89HDF\r\n\x1a\n");
    if (is_new_) {
      put(head, 2, 1);
      put(head, 0x0808, 2);
      put(head, 0, 1);
      put(head, 0, 8);
      put(head, UINT64_MAX, 8);
      put(head, file_.size(), 8);
      put(head, root, 8);
      put(head, hdf5_checksum(head), 4);
    } else {
      put(head, 0, 5);
      put(head, 0x0808, 2);
      put(head, 0, 1);
      put(head, 4, 2);
      put(head, 16, 2);
      put(head, 0, 4);
      put(head, 0, 8);
      put(head, UINT64_MAX, 8);
      put(head, file_.size(), 8);
      put(head, UINT64_MAX, 8);
      put(head, 0, 8);
      put(head, root, 8);
      put(head, 0, 8 + 16);
    }
    byte_string whole = file_;
    std::memcpy(whole.data(), head.data(), head.size());
    return whole;
  }

private:
  bool is_new_;
  byte_string file_;
};

/// What the filters do when they write.
inline byte_string deflate_chunk(const byte_string& chunk) {
  byte_string out(compressBound(static_cast<uLong>(chunk.size())));
  auto size = static_cast<uLongf>(out.size());
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uLong>(chunk.size()), 9);
  out.resize(size);
  return out;
}
inline byte_string shuffle_chunk(const byte_string& chunk, std::size_t element_bytes) {
  byte_string out;
  for (std::size_t byte = 0; byte < element_bytes; ++byte)
    for (std::size_t at = byte; at < chunk.size(); at += element_bytes)
      out.push_back(chunk[at]);
  return out;
}
inline byte_string checksum_chunk(byte_string chunk) {
  put(chunk, hdf5_fletcher32(chunk), 4);
  return chunk;
}

} // namespace weightkin::test
