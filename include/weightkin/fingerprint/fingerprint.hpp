#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin {

/// The version of docs/fingerprint-format.md that the numbers follow.
inline constexpr std::uint16_t fingerprint_version_major = 1;
/// What later readers of the same major version need not know.
inline constexpr std::uint16_t fingerprint_version_minor = 0;

/// Features of a unit or row in a fingerprint.
inline constexpr std::size_t print_features = 16;

/// A centred linear sketch of all elements of a tensor; bucket j is `codes[j] * scale`.
struct value_sketch {
  float scale = 0;                 ///< value of one step of a code
  std::vector<std::int16_t> codes; ///< 16 to 1024, a power of two
  friend bool operator==(const value_sketch&, const value_sketch&) = default;
};

/// Random projections of sampled units, for permutation tests; feature f of unit s is
/// `codes[s * print_features + f] * scales[s]`.
struct unit_signature {
  std::vector<float> scales;      ///< one a sampled unit, at most 128
  std::vector<std::int8_t> codes; ///< `print_features` a sampled unit
  friend bool operator==(const unit_signature&, const unit_signature&) = default;
};

/// One of the heaviest rows of a matrix, recognisable wherever it was moved to.
struct row_landmark {
  std::uint32_t row = 0;                           ///< its number
  float norm = 0;                                  ///< Euclidean, of the whole row
  float scale = 0;                                 ///< value of one step of a code
  std::array<std::int8_t, print_features> codes{}; ///< the row's features
  friend bool operator==(const row_landmark&, const row_landmark&) = default;
};

/// What does not change when the rows of a matrix are reordered.
struct row_summary {
  std::array<float, 32> profile{};     ///< 32 of the sorted row norms, evenly spread
  std::vector<row_landmark> landmarks; ///< 8, heaviest first
  std::array<std::int8_t, 120> gram{}; ///< correlations of the row features, in 1/127
  friend bool operator==(const row_summary&, const row_summary&) = default;
};

/// What is left of one tensor. Every field is defined in docs/fingerprint-format.md, section 3 and
/// 4. *Exact*: the same bits for every kernel, thread count, compiler, sharding and container.
struct tensor_print {
  std::string name;        ///< as in the model
  dtype type = dtype::f32; ///< of the logical tensor; no other field but `stored` depends on it
  std::vector<std::uint64_t> shape; ///< slowest axis first
  std::string scheme; ///< storage scheme of decoded tensors ("q4_k", "gptq"); else empty

  std::uint64_t nonfinite = 0; ///< NaN and infinite elements
  std::uint64_t outside = 0;   ///< finite, but 1024 or more in size
  std::uint64_t zeros = 0;     ///< elements that are +0 or -0
  std::uint64_t negative = 0;  ///< elements below zero
  double minimum = 0;          ///< +infinity when no element is finite
  double maximum = 0;          ///< -infinity likewise
  double mean = 0;             ///< of the finite elements
  double mean_square = 0;      ///< likewise

  std::uint64_t checksum = 0;      ///< of the values, section 2
  std::uint64_t checksum_bf16 = 0; ///< what `checksum` becomes after a cast to bf16
  std::uint64_t checksum_f16 = 0;  ///< likewise to f16

  std::optional<digest> stored; ///< of the stored bytes
  std::optional<digest> value;  ///< of the values, whatever their dtype and container

  std::array<std::uint16_t, 16> magnitudes{}; ///< quantiles of log |x|; 0xFFFF when all are zero
  std::optional<value_sketch> sketch;         ///< absent where it was left out
  std::optional<unit_signature> units;        ///< absent where nothing is exchangeable
  std::optional<row_summary> rows;            ///< absent where it is no matrix

  friend bool operator==(const tensor_print&, const tensor_print&) = default;
};

/// How the tokens of token directions were chosen; equal choices can be compared.
enum class token_choice : std::uint8_t {
  none = 0,
  by_row = 1,    ///< by row number; comparable where vocabularies are equal or both large
  by_string = 2, ///< by the tokens' own strings, which the caller knew
};

/// What of one feed-forward network survives any change of the residual stream's basis, for at most
/// 128 sampled hidden units (docs/fingerprint-format.md, section 3.1).
struct unit_anchors {
  std::optional<std::size_t> gate; ///< index into `tensors`; equals `up` where one tensor has both
  std::size_t up = 0;              ///< index into `tensors`
  std::size_t down = 0;            ///< likewise
  std::vector<std::int16_t> cosines; ///< of gate-up, up-down, gate-down (or up-down), in 1/32767
  token_choice tokens = token_choice::none; ///< none: no token directions
  std::uint64_t vocabulary = 0;        ///< rows of the embedding that the directions were seen from
  std::vector<std::int8_t> gate_codes; ///< token directions, `print_features` a unit
  std::vector<std::int8_t> up_codes;   ///< likewise
  friend bool operator==(const unit_anchors&, const unit_anchors&) = default;
};

/// Merkle roots over value digests.
struct print_roots {
  digest named;    ///< names and values count
  digest nameless; ///< names and repeated tensors do not count
  friend bool operator==(const print_roots&, const print_roots&) = default;
};

/// What is left of a model.
struct fingerprint {
  std::uint64_t seed = 0;            ///< fingerprints of different seeds cannot be compared
  std::string name;                  ///< of the model, for reports; may be empty
  std::string format;                ///< of the container it was made from; may be empty
  std::vector<tensor_print> tensors; ///< in the order of the model
  inventory contents;                ///< what each tensor is; one entry a tensor, in the same order
  std::vector<unit_anchors> anchors; ///< empty where only shards were seen
  std::uint64_t checksum = 0;        ///< over the checksums of all tensors
  std::optional<print_roots> roots;  ///< of the whole model; absent where a value digest is
  std::vector<std::optional<print_roots>> component_roots; ///< one a component of `contents`
};

} // namespace weightkin
