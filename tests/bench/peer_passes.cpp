#include "bench/peer_passes.hpp"

#include <algorithm>
#include <array>
#include <cblas.h>
#include <cmath>

#include <Eigen/Core>

namespace weightkin::bench {
namespace {

constexpr std::size_t block_size = 4096;

using block = Eigen::Array<float, Eigen::Dynamic, 1, 0, block_size, 1>;

void add_eigen(const block& x, const block& y, peer_sums& sums) {
  const block diff = x - y;
  sums.a += static_cast<double>(x.sum());
  sums.b += static_cast<double>(y.sum());
  sums.aa += static_cast<double>(x.matrix().squaredNorm());
  sums.bb += static_cast<double>(y.matrix().squaredNorm());
  sums.ab += static_cast<double>(x.matrix().dot(y.matrix()));
  sums.abs_diff += static_cast<double>(diff.abs().sum());
  sums.sq_diff += static_cast<double>(diff.matrix().squaredNorm());
  sums.max_abs_diff = std::max(sums.max_abs_diff, static_cast<double>(diff.abs().maxCoeff()));
}

void add_blas(const block& x, const block& y, peer_sums& sums) {
  static const block ones = block::Ones(block_size);
  const auto n = static_cast<blasint>(x.size());
  block diff = x;
  cblas_saxpy(n, -1.0F, y.data(), 1, diff.data(), 1);
  const auto square = [](float norm) { return static_cast<double>(norm) * norm; };
  sums.a += static_cast<double>(cblas_sdot(n, x.data(), 1, ones.data(), 1));
  sums.b += static_cast<double>(cblas_sdot(n, y.data(), 1, ones.data(), 1));
  sums.aa += square(cblas_snrm2(n, x.data(), 1));
  sums.bb += square(cblas_snrm2(n, y.data(), 1));
  sums.ab += static_cast<double>(cblas_sdot(n, x.data(), 1, y.data(), 1));
  sums.abs_diff += static_cast<double>(cblas_sasum(n, diff.data(), 1));
  sums.sq_diff += square(cblas_snrm2(n, diff.data(), 1));
  const float largest = std::fabs(diff[static_cast<Eigen::Index>(cblas_isamax(n, diff.data(), 1))]);
  sums.max_abs_diff = std::max(sums.max_abs_diff, static_cast<double>(largest));
}

template <class Stored, class Add>
peer_sums over_blocks(const std::byte* a, const std::byte* b, std::size_t count, Add add) {
  using stored_block = Eigen::Map<const Eigen::Array<Stored, Eigen::Dynamic, 1>>;
  const auto* x = reinterpret_cast<const Stored*>(a);
  const auto* y = reinterpret_cast<const Stored*>(b);
  peer_sums sums;
  for (std::size_t first = 0; first < count; first += block_size) {
    const auto now = static_cast<Eigen::Index>(std::min(block_size, count - first));
    const block wide_x = stored_block(x + first, now).template cast<float>();
    const block wide_y = stored_block(y + first, now).template cast<float>();
    add(wide_x, wide_y, sums);
  }
  return sums;
}

template <class Add>
peer_sums over_type(dtype type, const std::byte* a, const std::byte* b, std::size_t count,
                    Add add) {
  switch (type) {
  case dtype::bf16: return over_blocks<Eigen::bfloat16>(a, b, count, add);
  case dtype::f16: return over_blocks<Eigen::half>(a, b, count, add);
  default: return over_blocks<float>(a, b, count, add);
  }
}

} // namespace

peer_sums eigen_blocked(dtype type, const std::byte* a, const std::byte* b, std::size_t count) {
  return over_type(type, a, b, count, add_eigen);
}

peer_sums openblas_blocked(dtype type, const std::byte* a, const std::byte* b, std::size_t count) {
  openblas_set_num_threads(1);
  return over_type(type, a, b, count, add_blas);
}

} // namespace weightkin::bench
