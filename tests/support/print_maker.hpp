#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

#include "fingerprint/digests/seal.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/tensor_sums.hpp"

namespace weightkin::test {

/// A matrix by rows (or a vector) of a model made for a test.
struct small_tensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};
using small_model = std::vector<small_tensor>;

/// Everything of a tensor's print. \param pieces to come in, from the last to the first.
inline tensor_print print_of(const small_tensor& tensor, std::uint64_t seed = 0,
                             std::size_t pieces = 1) {
  const tensor_declaration declared{tensor.name, dtype::f32, tensor.shape};
  detail::tensor_sums sums(declared, seed, nullptr);
  detail::tensor_digests digests(declared);
  const std::span<const float> values(tensor.values);
  for (std::size_t piece = pieces; piece-- > 0;) {
    const std::size_t first = values.size() * piece / pieces;
    const std::size_t count = values.size() * (piece + 1) / pieces - first;
    const auto bytes = std::as_bytes(values.subspan(first, count));
    sums.add(first, count, bytes);
    if (!digests.add(first, count, bytes)) return {};
  }
  tensor_print print = sums.finish();
  const auto made = digests.finish();
  print.stored = made.stored;
  print.value = made.value;
  return print;
}

inline fingerprint print_of(const small_model& model, std::uint64_t seed = 0,
                            std::size_t pieces = 1) {
  fingerprint print;
  print.seed = seed;
  print.contents.components.resize(1);
  for (const small_tensor& tensor : model) {
    inventory_entry entry;
    entry.tensor = print.tensors.size();
    print.contents.entries.push_back(entry);
    print.tensors.push_back(print_of(tensor, seed, pieces));
  }
  detail::seal(print);
  return print;
}

} // namespace weightkin::test
