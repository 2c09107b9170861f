#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// A variable that a Paddle program keeps between runs.
struct paddle_variable {
  std::string name;
  std::vector<std::uint64_t> shape;
};

/// The parameters of a .pdmodel program (protobuf ProgramDesc), sorted by name: the order in which
/// a combined parameter file holds them.
/// \returns `bad_format`/`protobuf` and the like when it is no such program.
[[nodiscard]] result<std::vector<paddle_variable>>
read_paddle_parameters(const byte_source& program, const reader_limits& limits);

/// The two fields of a tensor description (protobuf TensorDesc).
struct paddle_tensor_description {
  std::uint64_t type = 0;
  std::vector<std::uint64_t> shape; ///< as unsigned bits: -1 stands for any extent
};

/// Reads the message in [begin, end) of `source`.
[[nodiscard]] result<paddle_tensor_description>
read_paddle_tensor(const byte_source& source, std::uint64_t begin, std::uint64_t end);

} // namespace weightkin
