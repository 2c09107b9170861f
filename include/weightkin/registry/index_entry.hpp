#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// A model in an index. Names come from whoever added it and mean nothing to the index.
struct index_entry {
  std::uint64_t id = 0;         ///< never given twice in one index; 0 is none
  std::string name;             ///< as it was added
  std::string format;           ///< of its container
  std::uint64_t tensors = 0;    ///< how many
  std::uint64_t parameters = 0; ///< elements, tied tensors once
  std::uint64_t bytes = 0;      ///< of its fingerprint
  digest print;                 ///< BLAKE3 of the fingerprint's bytes: what makes adding idempotent
  std::optional<print_roots> roots; ///< absent where value digests were left out
};

/// What adding did.
struct index_addition {
  std::uint64_t id = 0; ///< of the model
  bool added = false;   ///< false: it was there already
};

/// What of a model in the index is exactly a part of the subject.
struct exact_match {
  index_entry model;          ///< the one in the index
  bool same_root = false;     ///< all values under all names
  bool same_nameless = false; ///< all values
  /// Components with equal nameless roots: the subject's identifier, the model's identifier.
  std::vector<std::pair<std::string, std::string>> components;
  std::uint64_t tensors_equal = 0; ///< distinct values of the subject that the model has as well
  double share = 0; ///< of the subject's elements in tensors that may be evidence, those equal
};

/// By which of the small keys a candidate was found (docs/registry.md).
enum class key_channel : std::uint8_t {
  sketch = 0,     ///< the sum of a component's sketches: survives renaming, change, quantisation
  gram = 1,       ///< the sum of row-feature correlations: rows in any order
  profile = 2,    ///< mean profiles of row norms: rows and columns in any order
  magnitudes = 3, ///< mean quantiles of sizes: elements in any order
  exact = 4,      ///< equal digests
};
inline constexpr std::size_t key_channels = 4; ///< those with keys
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(key_channel channel) noexcept;

/// A model worth comparing with the subject. Never evidence.
struct index_candidate {
  index_entry model;                         ///< the one in the index
  key_channel channel = key_channel::sketch; ///< in which it is placed best
  std::size_t place = 0;                     ///< there, from 0
  std::string component;                     ///< the subject's, by which it is
  /// Exact: share of equal elements. Sketch, gram: correlation of the keys. Profile, magnitudes:
  /// minus the distance of the keys, in doublings.
  double score = 0;
};

/// A ruling that was kept: a document about two models, found by their digests.
struct stored_ruling {
  digest subject;       ///< by agreement of those who share the index, the nameless root
  digest reference;     ///< likewise
  std::string document; ///< JSON, kept as it is; at most 64 MiB
};

/// What an index holds.
struct index_summary {
  std::string engine;                ///< "sqlite" or "postgresql"
  std::uint64_t schema = 0;          ///< version
  std::uint64_t models = 0;          ///< how many
  std::uint64_t components = 0;      ///< of all models
  std::uint64_t rulings = 0;         ///< that were kept
  std::optional<std::uint64_t> seed; ///< of all its fingerprints; none while it is empty
  bool vector_search = false;        ///< candidates by sketch come from the server's own index
};

/// What `verify` found. Sound when `problems` is empty.
struct index_check {
  std::uint64_t models = 0;          ///< looked at
  std::uint64_t rulings = 0;         ///< looked at
  std::vector<std::string> problems; ///< at most 100
};

} // namespace weightkin
