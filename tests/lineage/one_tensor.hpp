#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "lineage/operation/operation_evidence.hpp"
#include "lineage/operation/prove_direction.hpp"
#include "lineage/operation/type_operations.hpp"
#include "support/model_builder.hpp"
#include "support/turned_decoder.hpp"

// A single tensor of made weights, what was done to it, and what is read from the two.
namespace weightkin::test {

inline constexpr std::uint64_t seeds = 8;

struct matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;
};

inline matrix weights(random_source& random, std::size_t rows, std::size_t columns, bool heavy) {
  matrix m{rows, columns, {}};
  for (std::size_t i = 0; i < rows * columns; ++i)
    m.values.push_back(
        static_cast<float>(0.02 * (heavy ? 0.7 * random.student4() : random.normal())));
  return m;
}

inline double size_of(const std::vector<float>& values) {
  double sum = 0;
  for (const float x : values)
    sum += static_cast<double>(x) * x;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

inline matrix with_low_rank(random_source& random, const matrix& m, std::size_t rank,
                            double relative) {
  std::vector<double> left(m.rows * rank), right(m.columns * rank);
  for (double& x : left)
    x = random.normal();
  for (double& x : right)
    x = random.normal();
  matrix changed = m;
  const double size = relative * size_of(m.values) / std::sqrt(static_cast<double>(rank));
  for (std::size_t i = 0; i < m.values.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < rank; ++k)
      sum += left[i / m.columns * rank + k] * right[i % m.columns * rank + k];
    changed.values[i] = static_cast<float>(m.values[i] + size * sum);
  }
  return changed;
}

/// One tensor of a subject against the reference's, as stored.
struct outcome {
  operation_evidence seen;
  std::vector<operation_finding> findings;
  direction_finding direction;
};

inline outcome look(const matrix& subject, const matrix& reference, dtype type = dtype::f32) {
  model_in_memory models;
  models.add("layers.0.weight", {subject.rows, subject.columns}, subject.values, type);
  models.add("layers.0.weight", {reference.rows, reference.columns}, reference.values, type);
  aligned_pair pair;
  pair.subject = models[0];
  pair.reference = models[1];
  pair.name = "layers.0.weight";
  const std::vector<aligned_pair> pairs{pair};
  const auto seen = measure_operations(pairs);
  BOOST_REQUIRE(seen.has_value());
  outcome answer{seen->front(), type_operations(pairs, *seen), {}};
  answer.direction = prove_direction(*seen, answer.findings, {});
  return answer;
}

using change = std::function<matrix(random_source&, const matrix&)>;

/// The one operation of every seed and kind of weights.
inline void expect(operation_kind kind, const change& apply, dtype type = dtype::f32,
                   const std::function<void(const outcome&)>& more = {}, std::size_t rows = 160,
                   std::size_t columns = 192) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed)
    for (const bool heavy : {false, true}) {
      random_source random = scattered_source(100 * seed + heavy);
      const matrix reference = weights(random, rows, columns, heavy);
      const outcome answer = look(apply(random, reference), reference, type);
      BOOST_TEST_CONTEXT("seed " << seed << (heavy ? ", heavy" : "")) {
        BOOST_TEST_REQUIRE(answer.findings.size() == 1U);
        BOOST_TEST(name_of(answer.findings.front().kind) == name_of(kind));
        if (more) more(answer);
      }
    }
}

} // namespace weightkin::test
