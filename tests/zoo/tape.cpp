#include "tape.hpp"

#include <algorithm>

namespace weightkin::zoo {

var tape::outside(const matrix& values, float* gradient) {
  nodes_.push_back({values, gradient});
  return {nodes_.size() - 1};
}

var tape::result(std::size_t rows, std::size_t columns, bool wanted) {
  const std::size_t size = rows * columns;
  nodes_.push_back({{floats(size), rows, columns}, wanted ? floats(size) : nullptr});
  return {nodes_.size() - 1};
}

float* tape::floats(std::size_t count) {
  if (count > chunk_floats) {
    large_.push_back(std::make_unique<float[]>(count));
    return large_.back().get();
  }
  if (chunk_ < chunks_.size() && used_ + count > chunk_floats) {
    ++chunk_;
    used_ = 0;
  }
  if (chunk_ == chunks_.size()) chunks_.push_back(std::make_unique<float[]>(chunk_floats));
  float* begin = chunks_[chunk_].get() + used_;
  std::fill_n(begin, count, 0.0F);
  // A whole number of cache lines.
  used_ += (count + 15) / 16 * 16;
  return begin;
}

void tape::backward(var loss) {
  if (!wanted(loss)) return;
  *gradient(loss) = 1;
  for (std::size_t i = steps_.size(); i-- > 0;)
    steps_[i]();
}

void tape::clear() {
  nodes_.clear();
  steps_.clear();
  large_.clear();
  chunk_ = 0;
  used_ = 0;
}

} // namespace weightkin::zoo
