#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/model_numbers.hpp"

namespace weightkin {

/// What the layout rules need to know of a GGUF model, from its metadata.
struct gguf_model {
  std::string architecture;
  layer_numbers heads;    ///< <architecture>.attention.head_count
  layer_numbers kv_heads; ///< .attention.head_count_kv; as many as heads where it is absent
  std::optional<std::uint64_t> head_size; ///< .attention.key_length
  std::optional<std::uint64_t> width;     ///< .embedding_length

  /// True unless the metadata say that a head of a layer has another size than `rows`.
  [[nodiscard]] bool allows_head_size(std::uint64_t layer, std::uint64_t rows) const noexcept;
};

[[nodiscard]] gguf_model gguf_model_of(const file_contents& contents);

} // namespace weightkin
