#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/coreml/coreml_file.hpp"

namespace weightkin {

/// A tensor that a program gives as a Value: element type and shape, and where the elements are.
struct coreml_value {
  std::uint64_t data_type = 0; ///< MIL's number of the element type; 0 when it is no tensor
  std::vector<std::uint64_t> shape;
  std::optional<proto_field> numbers; ///< the TensorValue, when the elements stand in the program
  std::optional<std::string> blob_file;
  std::uint64_t blob_record = 0; ///< position of the blob's record in that file
};

[[nodiscard]] result<coreml_value> read_coreml_value(const coreml_file& file,
                                                     const proto_field& where);

/// The value as a tensor called `name`; nothing for text, truth values, and whole numbers that
/// stand in the program itself (axes, strides, shapes). \returns `bad_format`: `shape`, `dtype`
/// when the blob contradicts the program, `path`,
///          `missing`; what `read_coreml_blob` refused.
[[nodiscard]] result<std::optional<stored_tensor>> place_coreml_value(coreml_file& file,
                                                                      const coreml_value& value,
                                                                      const proto_field& where,
                                                                      std::string name);

/// The value's numbers, at most 64 of them: axes, shapes.
/// \returns `bad_format`: `dtype` when it holds no whole numbers, `limit` for more, and what
///          `place_coreml_value` says.
[[nodiscard]] result<std::vector<std::int64_t>> read_coreml_integers(coreml_file& file,
                                                                     const coreml_value& value,
                                                                     const proto_field& where,
                                                                     const std::string& name);

} // namespace weightkin
