#pragma once

#include <stdexcept>
#include <utility>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin::test {

/// The fingerprint of any tensor source; a failure ends the test case.
template <tensor_source Source>
fingerprint must_print(const Source& source, const fingerprint_options& options = {}) {
  auto print = fingerprint_of(source, options);
  if (!print) throw std::runtime_error(print.error().message);
  return std::move(*print);
}

} // namespace weightkin::test
