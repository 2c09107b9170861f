#pragma once

#include <cstdint>
#include <span>

#include "made_tensors.hpp"

/// Components with the names and proportions of published models, small enough for a demonstration.
namespace story {

inline constexpr std::uint64_t language_hidden = 320;
inline constexpr std::uint64_t vision_hidden = 80;
inline constexpr std::uint64_t audio_hidden = 96;

/// Qwen2.5-VL's vision tower at a sixteenth of its width: 4 blocks.
[[nodiscard]] made_component make_vision_tower(random_stream& random);

/// Whisper's encoder, narrow, 4 layers, with its fixed sinusoidal positions.
[[nodiscard]] made_component make_audio_encoder(random_stream& random);

/// Mean and deviation of the two norm gains of one decoder layer.
struct gain_moments {
  double input_mean, input_deviation;
  double post_mean, post_deviation;
};

/// What two unrelated published models show at the same depths: positive gains with little spread,
/// whose cosine is 0.98 to 0.998 without any kinship.
extern const std::span<const gain_moments> first_gains;
extern const std::span<const gain_moments> second_gains;

/// A decoder-only language model with 8 layers and grouped-query attention; names from
/// "model.embed_tokens.weight" on.
[[nodiscard]] made_component make_language_model(std::span<const gain_moments> gains,
                                                 random_stream& random);

/// A linear layer `weight` [out, in] and `bias` [out].
[[nodiscard]] made_component make_projector(std::uint64_t out, std::uint64_t in,
                                            random_stream& random);

} // namespace story
