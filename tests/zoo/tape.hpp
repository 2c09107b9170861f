#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace weightkin::zoo {

/// Rows by columns of f32, row-major; borrowed.
struct matrix {
  float* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;

  [[nodiscard]] std::size_t size() const { return rows * columns; }
  [[nodiscard]] float* row(std::size_t i) const { return data + i * columns; }
};

/// A value on a tape.
struct var {
  std::size_t id = 0;
};

/// Records what was computed so that derivatives can be computed backwards. Memory is kept between
/// uses: `clear` and record again. Not for concurrent use.
class tape {
public:
  /// Values of the caller's that live until `clear`. Derivatives are added to `gradient`, which has
  /// the same shape; null: none are wanted.
  var outside(const matrix& values, float* gradient);
  /// A result to be filled in; its values start at zero. \param wanted derivatives pass through it.
  var result(std::size_t rows, std::size_t columns, bool wanted);

  [[nodiscard]] const matrix& value(var x) const { return nodes_[x.id].value; }
  /// Where derivatives are added up; null when none are wanted.
  [[nodiscard]] float* gradient(var x) const { return nodes_[x.id].gradient; }
  [[nodiscard]] bool wanted(var x) const { return gradient(x) != nullptr; }

  /// Zeroed floats that live until `clear`.
  float* floats(std::size_t count);
  /// What adds the derivatives of an operation's inputs, given those of its result.
  void when_backward(std::function<void()> step) { steps_.push_back(std::move(step)); }

  /// Derivatives of `loss` (1 by 1) with respect to everything wanted.
  void backward(var loss);
  void clear();

private:
  struct node {
    matrix value;
    float* gradient = nullptr;
  };
  static constexpr std::size_t chunk_floats = std::size_t{1} << 20;
  std::vector<node> nodes_;
  std::vector<std::function<void()>> steps_;
  std::vector<std::unique_ptr<float[]>> chunks_;
  std::vector<std::unique_ptr<float[]>> large_;
  std::size_t chunk_ = 0;
  std::size_t used_ = 0;
};

} // namespace weightkin::zoo
