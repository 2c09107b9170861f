#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reader/wire/flatbuffer.hpp"

namespace weightkin {

/// Where a constant's bytes lie in the file.
struct tflite_data {
  std::uint64_t offset = 0;
  std::uint64_t size = 0; ///< 0: no data, so an activation
};

/// How integers stand for reals: value = scale * (code - zero point).
struct tflite_quantisation {
  flat_vector scales;      ///< f32; empty: not quantised
  flat_vector zero_points; ///< i64
  std::int32_t axis = 0;   ///< along which several scales run
};

/// One tensor of a subgraph that has data.
struct tflite_tensor {
  std::uint32_t index = 0; ///< in its subgraph, as operators refer to it
  std::string name;
  std::int8_t type = 0;
  std::vector<std::uint64_t> shape;
  tflite_data data;
  tflite_quantisation quantisation;
};

/// Reads the tables of a TFLite model one by one.
class tflite_model {
public:
  /// Opens the root table. \returns `bad_format`: `version`, `limit`, and what `flat_buffer`
  /// returns
  [[nodiscard]] static result<tflite_model> open(const byte_source& file);

  [[nodiscard]] const flat_vector& subgraphs() const noexcept { return subgraphs_; }
  /// The codes of the operators, in the order that operators refer to them.
  [[nodiscard]] std::span<const std::uint32_t> operator_codes() const noexcept {
    return operator_codes_;
  }
  [[nodiscard]] const std::string& description() const noexcept { return description_; }
  [[nodiscard]] flat_buffer& tables() noexcept { return tables_; }

  /// A vector of 32-bit numbers or offsets in a table, to be walked. Tables may share vectors;
  /// together they may not have more items than fit the file, so that all walks are linear in it.
  [[nodiscard]] result<flat_vector> items(const flat_table& table, unsigned slot);

  /// The tensor in one table of a subgraph; nothing when it has no data.
  [[nodiscard]] result<std::optional<tflite_tensor>> tensor(const flat_table& table,
                                                            std::uint32_t index);

private:
  explicit tflite_model(const byte_source& file)
      : file_(file), tables_(file), items_left_(file.size() / 4) {}

  result<void> read_operator_codes(const flat_table& root);
  result<tflite_data> data_of(std::uint32_t buffer);
  result<std::vector<std::uint64_t>> shape_of(const flat_table& table, const std::string& where);
  result<tflite_quantisation> quantisation_of(const flat_table& table, const std::string& where);

  const byte_source& file_;
  flat_buffer tables_;
  std::vector<std::uint32_t> operator_codes_;
  flat_vector subgraphs_;
  flat_vector buffers_;
  std::string description_;
  std::uint64_t items_left_;
  std::uint64_t name_bytes_ = 0; ///< of all names so far; tables may share one
};

} // namespace weightkin
