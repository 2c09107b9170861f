#include "shape_images.hpp"

#include <cmath>

namespace weightkin::zoo {

namespace {

bool covers(const shape_scene& s, double dx, double dy) {
  const double r = s.radius;
  const double ax = std::fabs(dx);
  const double ay = std::fabs(dy);
  const double square = dx * dx + dy * dy;
  const bool inside = ax <= r && ay <= r;
  switch (s.shape) {
  case 0: return square <= r * r;
  case 1: return square <= r * r && square >= (r - 1.6) * (r - 1.6);
  case 2: return inside;
  case 3: return inside && (ax >= r - 1.4 || ay >= r - 1.4);
  case 4: return inside && (ax <= 0.9 || ay <= 0.9);
  case 5: return inside && std::fabs(ax - ay) <= 1.0;
  case 6: return inside && (static_cast<int>(dy + 32) / 2) % 2 == 0;
  default: return inside && (static_cast<int>(dx + 32) / 2) % 2 == 0;
  }
}

} // namespace

shape_images::shape_images(std::uint64_t world, std::size_t side) : side_(side) {
  zoo_random random(seed_of({world, 0x7368617065U}));
  for (std::int32_t i = 0; i < 8; ++i)
    labels_.push_back(i);
  random.shuffle(labels_);
  noise_ = random.between(0.25, 0.4);
  shading_ = random.between(0.2, 0.6);
  sign_ = random.below(2) == 0 ? 1 : -1;
  stretch_ = random.between(0.85, 1.2);
}

shape_scene shape_images::imagine(zoo_random& random) const {
  const auto side = static_cast<double>(side_);
  shape_scene scene;
  scene.shape = random.below(8);
  scene.radius = random.between(0.2, 0.36) * side;
  scene.x = random.between(scene.radius, side - 1 - scene.radius);
  scene.y = random.between(scene.radius, side - 1 - scene.radius);
  scene.contrast = sign_ * random.between(0.8, 1.6);
  return scene;
}

void shape_images::draw(const shape_scene& scene, zoo_random& random,
                        std::vector<float>& out) const {
  const double slope_x = shading_ * random.normal();
  const double slope_y = shading_ * random.normal();
  const auto side = static_cast<double>(side_);
  for (std::size_t row = 0; row < side_; ++row)
    for (std::size_t column = 0; column < side_; ++column) {
      const double x = static_cast<double>(column);
      const double y = static_cast<double>(row);
      double value = slope_x * (x / side - 0.5) + slope_y * (y / side - 0.5);
      if (covers(scene, (x - scene.x) * stretch_, y - scene.y)) value += scene.contrast;
      out.push_back(static_cast<float>(value + noise_ * random.normal()));
    }
}

} // namespace weightkin::zoo
