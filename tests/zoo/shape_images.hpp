#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "zoo_random.hpp"

namespace weightkin::zoo {

/// What a picture shows.
struct shape_scene {
  std::size_t shape = 0; ///< 0..7: disc, ring, square, frame, plus, cross, rows, columns
  double x = 8, y = 8;   ///< centre, pixels
  double radius = 5;
  double contrast = 1;
};

/// Draws noisy grey pictures of `side` by `side` pixels. The world decides how strong noise and
/// shading are, whether shapes are bright or dark, and how they are stretched.
class shape_images {
public:
  shape_images(std::uint64_t world, std::size_t side);
  [[nodiscard]] shape_scene imagine(zoo_random& random) const;
  void draw(const shape_scene& scene, zoo_random& random, std::vector<float>& out) const;
  /// The class of a shape: worlds number shapes differently.
  [[nodiscard]] std::int32_t label(std::size_t shape) const { return labels_[shape]; }

private:
  std::size_t side_;
  std::vector<std::int32_t> labels_;
  double noise_ = 0, shading_ = 0, sign_ = 1, stretch_ = 1;
};

} // namespace weightkin::zoo
