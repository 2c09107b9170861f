#include "align/search/unused_width.hpp"

#include <algorithm>
#include <limits>

#include <Eigen/Eigenvalues>

namespace weightkin::detail {
namespace {

constexpr std::size_t most_columns = 1024;

} // namespace

double energy_outside(const dense_matrix& rows, std::size_t dimensions) {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  if (rows.columns > most_columns || rows.rows < rows.columns || dimensions >= rows.columns)
    return unknown;
  using row_major = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto count = static_cast<Eigen::Index>(rows.rows);
  const auto width = static_cast<Eigen::Index>(rows.columns);
  const Eigen::MatrixXd wide =
      Eigen::Map<const row_major>(rows.values.data(), count, width).cast<double>();
  const Eigen::MatrixXd gram = wide.transpose() * wide;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(gram, Eigen::EigenvaluesOnly);
  const Eigen::VectorXd& energy = parts.eigenvalues(); // ascending
  const double all = energy.sum();
  if (parts.info() != Eigen::Success || !(all > 0)) return unknown;
  const auto beyond = width - static_cast<Eigen::Index>(dimensions);
  return std::clamp(energy.head(beyond).sum() / all, 0.0, 1.0);
}

} // namespace weightkin::detail
