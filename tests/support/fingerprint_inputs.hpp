#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "kernel/index_hash.hpp"

namespace weightkin::test {

/// A tensor of the test vectors, made as tests/data/fingerprint/README.md says.
struct described_tensor {
  tensor_declaration declared;
  std::uint64_t seed = 0;
  std::optional<unit_axis> axis;
  std::uint64_t elements = 1;
  std::vector<std::byte> packed;
};

inline dtype dtype_named(const std::string& name) {
  for (int number = 1; number <= 24; ++number)
    if (traits_of(static_cast<dtype>(number)).name == name) return static_cast<dtype>(number);
  throw std::runtime_error("no dtype " + name);
}

/// How elements are made, read once.
struct described_values {
  std::string kind;
  std::uint64_t seed = 0;
  unsigned bits = 0;
  int shift = 0;
  double offset = 0;
  std::uint64_t row_spread = 1; ///< 1: every row times 2^0
  std::uint64_t zeros = 0;

  explicit described_values(const nlohmann::json& values)
      : kind(values.at("kind")), seed(values.value("seed", std::uint64_t{0})),
        bits(values.value("bits", 0U)), shift(values.value("shift", 0)),
        offset(values.value("offset", 0.0)),
        row_spread(values.value("row_spread", std::uint64_t{1})),
        zeros(values.value("zeros", std::uint64_t{0})) {}
};

/// Element i as a number.
inline double described_number(const described_values& values, std::uint64_t i,
                               std::uint64_t row_length) {
  if (values.kind == "zero") return values.offset;
  const std::uint64_t h = index_hash(values.seed, 0)(i);
  if ((h >> 60) < values.zeros) return 0;
  const std::uint64_t mask = (std::uint64_t{1} << values.bits) - 1;
  std::int64_t whole = 0;
  if (values.kind == "even") {
    whole = static_cast<std::int64_t>(h & mask) - (std::int64_t{1} << (values.bits - 1));
  } else {
    for (const unsigned field : {0U, 16U, 32U, 48U})
      whole += static_cast<std::int64_t>((h >> field) & mask);
    whole -= 2 * static_cast<std::int64_t>(mask);
  }
  const auto power = index_hash(values.seed, 1)(i / row_length) % values.row_spread;
  const double x = std::ldexp(static_cast<double>(whole), -values.shift);
  return std::ldexp(x, static_cast<int>(power)) + values.offset;
}

/// The bits of `x`, which is exact in `type` (of complex types: in one half).
inline std::uint64_t pattern_of(dtype type, double x) {
  switch (type) {
  case dtype::f16:
  case dtype::c32: return narrow_f16(static_cast<float>(x));
  case dtype::bf16: return narrow_bf16(static_cast<float>(x));
  case dtype::f32:
  case dtype::c64: return std::bit_cast<std::uint32_t>(static_cast<float>(x));
  case dtype::f64:
  case dtype::c128: return std::bit_cast<std::uint64_t>(x);
  default: return static_cast<std::uint64_t>(static_cast<std::int64_t>(x));
  }
}

inline void make_elements(described_tensor& tensor, const nlohmann::json& description) {
  const described_values values(description);
  const dtype type = tensor.declared.type;
  const std::uint64_t halves = is_complex(type) ? 2 : 1;
  const std::uint64_t reals = tensor.elements * halves;
  const std::size_t size = traits_of(type).bits / 8 / halves;
  const std::uint64_t rows = tensor.declared.shape.empty() ? 1 : tensor.declared.shape.front();
  const std::uint64_t row_length = rows == 0 ? 1 : reals / rows;
  tensor.packed.resize(reals * size);
  const auto put = [&](std::uint64_t i, std::uint64_t pattern) {
    // Host order, which is little-endian on every machine that has these tests.
    std::memcpy(tensor.packed.data() + i * size, &pattern, size);
  };
  for (std::uint64_t i = 0; i < reals; ++i) {
    if (values.kind != "pattern") {
      put(i, pattern_of(type, described_number(values, i, row_length)));
      continue;
    }
    const std::uint64_t h = index_hash(values.seed, 0)(i);
    put(i, type == dtype::boolean ? h & 1 : h);
  }
  if (description.contains("set"))
    for (const nlohmann::json& set : description.at("set"))
      put(set.at(0), std::stoull(set.at(1).get<std::string>(), nullptr, 16));
}

inline described_tensor make_described(const nlohmann::json& description) {
  described_tensor tensor;
  tensor.declared.name = description.at("name");
  tensor.declared.type = dtype_named(description.at("dtype"));
  for (const std::uint64_t extent : description.at("shape")) {
    tensor.declared.shape.push_back(extent);
    tensor.elements *= extent;
  }
  tensor.seed = description.value("seed", std::uint64_t{0});
  if (description.contains("axis")) {
    const nlohmann::json& label = description.at("axis");
    tensor.axis.emplace();
    tensor.axis->axis = label.at("axis");
    tensor.axis->units = label.at("units");
    tensor.axis->block = label.value("block", std::uint64_t{1});
    tensor.axis->gates = label.value("gates", std::uint64_t{1});
    tensor.axis->skip_diagonal = label.value("skip_diagonal", false);
  }
  make_elements(tensor, description.at("values"));
  return tensor;
}

} // namespace weightkin::test
