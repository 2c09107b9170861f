#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "support/protobuf_text.hpp"

/// TensorFlow Lite models for tests: a FlatBuffer written from front to back.
namespace weightkin::test {

/// Writes tables and vectors at the end of a file and patches the offsets that lead to them.
class flat_writer {
public:
  /// A table with fields of these sizes (0: absent). \returns the file offsets of its fields
  std::vector<std::size_t> table(const std::vector<int>& sizes) {
    align();
    const std::size_t vtable = file_.size();
    std::size_t table_bytes = 4;
    for (const int size : sizes)
      table_bytes += static_cast<std::size_t>(size);
    const std::size_t vtable_bytes = 4 + 2 * sizes.size();
    file_ += fixed_text(vtable_bytes, 2) + fixed_text(table_bytes, 2);
    std::vector<std::size_t> fields;
    std::size_t offset = 4;
    for (const int size : sizes) {
      file_ += fixed_text(size == 0 ? 0 : offset, 2);
      fields.push_back(size == 0 ? 0 : vtable + vtable_bytes + offset);
      offset += static_cast<std::size_t>(size);
    }
    file_ += fixed_text(vtable_bytes, 4) + std::string(table_bytes - 4, '\0');
    last_table_ = vtable + vtable_bytes;
    return fields;
  }

  void put(std::size_t at, std::uint64_t number, int bytes) {
    const std::string text = fixed_text(number, bytes);
    file_.replace(at, text.size(), text);
  }
  /// Makes the offset at `at` lead to the table written last.
  void link_table(std::size_t at) { put(at, last_table_ - at, 4); }

  /// A vector of items that are written already, reached from `at`. \returns where they begin
  std::size_t vector(std::size_t at, std::size_t count, std::string_view items) {
    align();
    put(at, file_.size() - at, 4);
    file_ += fixed_text(count, 4) + std::string(items);
    return file_.size() - items.size();
  }
  /// A vector of offsets, still to be linked.
  std::size_t offsets(std::size_t at, std::size_t count) {
    return vector(at, count, std::string(4 * count, '\0'));
  }
  void text(std::size_t at, std::string_view characters) {
    vector(at, characters.size(), characters);
    file_ += '\0';
  }

  std::string& file() { return file_; }

private:
  void align() { file_.resize((file_.size() + 3) / 4 * 4); }

  std::string file_;
  std::size_t last_table_ = 0;
};

struct written_tensor {
  std::string name;
  int type = 0;
  std::vector<int> shape;
  std::string data; ///< empty: an activation
  std::vector<float> scales = {};
  std::vector<std::int64_t> zeros = {};
  int axis = 0;
};

struct written_operator {
  int code = 0;
  std::vector<int> inputs;
  std::vector<int> outputs = {};
};

template <class Number>
std::string packed_text(const std::vector<Number>& numbers) {
  std::string text(numbers.size() * sizeof(Number), '\0');
  if (!numbers.empty()) std::memcpy(text.data(), numbers.data(), text.size());
  return text;
}

inline void write_tflite_tensor(flat_writer& out, const written_tensor& tensor, int buffer) {
  const auto fields = out.table({4, 1, 4, 4, tensor.scales.empty() ? 0 : 4});
  out.put(fields[1], static_cast<std::uint64_t>(tensor.type), 1);
  out.put(fields[2], static_cast<std::uint64_t>(buffer), 4);
  out.vector(fields[0], tensor.shape.size(), packed_text(tensor.shape));
  out.text(fields[3], tensor.name);
  if (tensor.scales.empty()) return;
  const auto parameters = out.table({0, 0, 4, 4, 0, 0, 4});
  out.link_table(fields[4]);
  out.put(parameters[6], static_cast<std::uint64_t>(tensor.axis), 4);
  out.vector(parameters[2], tensor.scales.size(), packed_text(tensor.scales));
  out.vector(parameters[3], tensor.zeros.size(), packed_text(tensor.zeros));
}

/// One subgraph with these tensors and operators; tensor i has buffer i + 1.
inline std::string tflite_text(const std::vector<written_tensor>& tensors,
                               const std::vector<written_operator>& operators = {},
                               int version = 3) {
  flat_writer out;
  out.file() = std::string(4, '\0') + "TFL3";
  const auto root = out.table({4, 4, 4, 4, 4});
  out.link_table(0);
  out.put(root[0], static_cast<std::uint64_t>(version), 4);
  out.text(root[3], "written by a test");

  const std::size_t codes = out.offsets(root[1], operators.size());
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const auto code = out.table({1, 0, 0, 4});
    out.link_table(codes + 4 * i);
    out.put(code[0], static_cast<std::uint64_t>(std::min(operators[i].code, 127)), 1);
    out.put(code[3], static_cast<std::uint64_t>(operators[i].code), 4);
  }
  const std::size_t subgraphs = out.offsets(root[2], 1);
  const auto subgraph = out.table({4, 0, 0, 4});
  out.link_table(subgraphs);
  const std::size_t tables = out.offsets(subgraph[0], tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const std::size_t before = out.file().size();
    write_tflite_tensor(out, tensors[i], static_cast<int>(i) + 1);
    // The tensor's own table is the first that was written, behind its vtable of five fields.
    const std::size_t table = (before + 3) / 4 * 4 + 4 + 2 * 5;
    out.put(tables + 4 * i, table - (tables + 4 * i), 4);
  }
  const std::size_t steps = out.offsets(subgraph[3], operators.size());
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const auto step = out.table({4, 4, 4});
    out.link_table(steps + 4 * i);
    out.put(step[0], i, 4);
    out.vector(step[1], operators[i].inputs.size(), packed_text(operators[i].inputs));
    out.vector(step[2], operators[i].outputs.size(), packed_text(operators[i].outputs));
  }
  const std::size_t buffers = out.offsets(root[4], tensors.size() + 1);
  for (std::size_t i = 0; i <= tensors.size(); ++i) {
    const bool has_data = i > 0 && !tensors[i - 1].data.empty();
    const auto buffer = out.table({has_data ? 4 : 0});
    out.link_table(buffers + 4 * i);
    if (has_data) out.vector(buffer[0], tensors[i - 1].data.size(), tensors[i - 1].data);
  }
  return out.file();
}

} // namespace weightkin::test
