#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "zoo_model.hpp"

/// Synthetic data that can be learnt: text of a random grammar, noisy shapes, clusters, symbol
/// sequences. A world decides the rules, a sample what is drawn by them: two models of the same
/// world and other samples never see the same example, and learn the same thing.
namespace weightkin::zoo {

struct data_choice {
  std::uint64_t world = 1;
  std::uint64_t sample = 1;
};

/// What one training step sees. Only what the backbone reads is filled in.
struct example_batch {
  std::size_t count = 0;             ///< examples
  std::size_t length = 0;            ///< tokens of an example
  std::vector<std::int32_t> tokens;  ///< count * length
  std::vector<float> inputs;         ///< count * pixels or features
  std::vector<std::int32_t> targets; ///< one per row of logits; -1: does not count
};

inline constexpr std::size_t image_side = 16;
inline constexpr std::size_t image_classes = 8;
inline constexpr std::size_t vector_features = 48;
inline constexpr std::size_t vector_classes = 10;
inline constexpr std::size_t symbol_count = 64;
inline constexpr std::size_t sequence_classes = 8;
inline constexpr std::size_t sequence_length = 20;

/// The rules of one world for one kind of model. Immutable; concurrent draws are safe.
class zoo_world {
public:
  zoo_world() = default;
  zoo_world(const zoo_world&) = delete;
  zoo_world& operator=(const zoo_world&) = delete;
  virtual ~zoo_world() = default;
  /// `count` examples, the same for the same sample and index on every machine.
  [[nodiscard]] virtual example_batch draw(std::uint64_t sample, std::uint64_t index,
                                           std::size_t count) const = 0;
};

/// \param vocabulary of what has one. \param length tokens of an example of text.
[[nodiscard]] std::unique_ptr<zoo_world> make_world(backbone kind, std::uint64_t world,
                                                    std::size_t vocabulary, std::size_t length);

} // namespace weightkin::zoo
