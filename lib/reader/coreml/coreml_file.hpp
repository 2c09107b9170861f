#pragma once

#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/format_table.hpp"
#include "reader/wire/protobuf_array.hpp"
#include "reader/wire/protobuf_file.hpp"

namespace weightkin {

/// What all parts of the Core ML reader need of the file they read, and what they find in it.
struct coreml_file : proto_file {
  explicit coreml_file(const read_request& request)
      : proto_file(request.bytes), beside(request.beside), limits(request.options.limits) {}

  sibling_files& beside;
  const reader_limits& limits;
  std::vector<stored_tensor> tensors;
  std::vector<std::string> warnings;

  /// Lists a tensor. \returns `bad_format`/`limit` when there are too many.
  [[nodiscard]] result<void> add(stored_tensor tensor, std::uint64_t offset) {
    if (tensors.size() == limits.tensors)
      return detail::fail_at(fault::limit, label(), offset,
                             "more than " + std::to_string(limits.tensors) + " tensors");
    if (auto charged = charge(tensor.name.size() + tensor.usage.size(), offset); !charged)
      return charged;
    tensors.push_back(std::move(tensor));
    return {};
  }
};

/// Number of elements of a shape that a file gives. \returns `bad_format`/`overflow`.
[[nodiscard]] inline result<std::uint64_t> count_elements(const proto_file& file,
                                                          std::uint64_t offset,
                                                          const std::vector<std::uint64_t>& shape,
                                                          std::string_view tensor) {
  constexpr std::uint64_t most_bytes = 8; // of one element
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && count > UINT64_MAX / most_bytes / extent)
      return file.refuse(fault::overflow, offset, tensor,
                         "has more elements than 64 bits can count");
    count *= extent;
  }
  return count;
}

/// Lists the weights of an ML program (Model's field 502). `prefix` goes before their names.
[[nodiscard]] result<void> add_coreml_program(coreml_file& file, const proto_field& program,
                                              const std::string& prefix);

/// Lists the weights of a neural network (Model's fields 303, 403 and 500).
[[nodiscard]] result<void> add_coreml_network(coreml_file& file, const proto_field& network,
                                              const std::string& prefix);

} // namespace weightkin
