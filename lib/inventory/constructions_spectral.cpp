#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "inventory/construction_likeness.hpp"
#include "inventory/constructions.hpp"

namespace weightkin::detail {
namespace {

constexpr double pi = std::numbers::pi;
const std::optional<construction> no_transform;

enum class window_kind { rectangular, hann, hann_symmetric, hamming, hamming_symmetric, blackman };

struct window_row {
  window_kind kind;
  const char* name;
};

constexpr std::array windows{
    window_row{window_kind::rectangular, "rectangular"},
    window_row{window_kind::hann, "periodic Hann"},
    window_row{window_kind::hann_symmetric, "symmetric Hann"},
    window_row{window_kind::hamming, "periodic Hamming"},
    window_row{window_kind::hamming_symmetric, "symmetric Hamming"},
    window_row{window_kind::blackman, "periodic Blackman"},
};

double window_value(window_kind kind, std::size_t i, std::size_t length) noexcept {
  const bool symmetric =
      kind == window_kind::hann_symmetric || kind == window_kind::hamming_symmetric;
  const auto period = static_cast<double>(symmetric ? length - 1 : length);
  const double phase = 2 * pi * static_cast<double>(i) / period;
  switch (kind) {
  case window_kind::rectangular: return 1;
  case window_kind::hann:
  case window_kind::hann_symmetric: return 0.5 - 0.5 * std::cos(phase);
  case window_kind::hamming:
  case window_kind::hamming_symmetric: return 0.54 - 0.46 * std::cos(phase);
  case window_kind::blackman: return 0.42 - 0.5 * std::cos(phase) + 0.08 * std::cos(2 * phase);
  }
  return 0;
}

std::vector<double> window_values(window_kind kind, std::size_t length) {
  std::vector<double> values(length);
  for (std::size_t i = 0; i < length; ++i)
    values[i] = window_value(kind, i, length);
  return values;
}

/// The factor that makes `table` fit `stored`, read off where the table is largest.
double fitted_scale(std::span<const double> stored, std::span<const double> table) noexcept {
  const auto top = std::max_element(table.begin(), table.end(),
                                    [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  return *top == 0 ? 0 : stored[static_cast<std::size_t>(top - table.begin())] / *top;
}

/// Which rows of a Fourier basis a tensor holds.
struct basis_form {
  const char* name;
  bool cosines;
  bool sines;
  double sine_sign;
};

constexpr std::array basis_forms{
    basis_form{"Fourier basis, real then imaginary part", true, true, -1},
    basis_form{"Fourier basis, cosines then sines", true, true, 1},
    basis_form{"Fourier basis, real part", true, false, -1},
    basis_form{"Fourier basis, imaginary part", false, true, -1},
    basis_form{"Fourier basis, sines", false, true, 1},
};

/// Row k: window * cos(2 pi k t / n), then window * sign * sin(2 pi k t / n).
class basis_rows {
public:
  basis_rows(const basis_form& form, std::vector<double> window, double scale)
      : form_(form), window_(std::move(window)), scale_(scale), bins_(window_.size() / 2 + 1) {
    const std::size_t n = window_.size();
    for (std::size_t i = 0; i < n; ++i) {
      cosine_.push_back(std::cos(2 * pi * static_cast<double>(i) / static_cast<double>(n)));
      sine_.push_back(std::sin(2 * pi * static_cast<double>(i) / static_cast<double>(n)));
    }
  }

  void operator()(std::uint64_t row, expected_row& out) const {
    const bool sine = !form_.cosines || row >= bins_;
    const std::uint64_t bin = row % bins_;
    const std::size_t n = window_.size();
    for (std::size_t t = 0; t < n; ++t) {
      const auto phase = static_cast<std::size_t>(bin * t % n);
      const double wave = sine ? form_.sine_sign * sine_[phase] : cosine_[phase];
      out.value[t] = scale_ * window_[t] * wave;
      out.slack[t] = std::fabs(scale_) * 4 * expected_row::base_slack;
    }
  }

private:
  basis_form form_;
  std::vector<double> window_;
  double scale_;
  std::size_t bins_;
  std::vector<double> cosine_;
  std::vector<double> sine_;
};

/// True when a tensor of this shape has as many rows as the form needs.
bool fits(const basis_form& form, row_shape shape) noexcept {
  const std::uint64_t bins = shape.columns / 2 + 1;
  return shape.rows == bins * ((form.cosines ? 1U : 0U) + (form.sines ? 1U : 0U));
}

recognised try_basis(const construction_candidate& candidate, const basis_form& form) {
  const auto length = static_cast<std::size_t>(candidate.shape.columns);
  // Sines of bin 0 are zero: the scale is read from the first row that says something.
  const std::uint64_t telling_row = form.cosines ? 0 : 1;
  const auto stored = read_as_f64(candidate.view(), telling_row * length, length);
  if (!stored) return stored.error();
  for (const window_row& window : windows) {
    auto values = window_values(window.kind, length);
    expected_row unit(length);
    basis_rows(form, values, 1.0)(telling_row, unit);
    const double scale = fitted_scale(*stored, unit.value);
    if (!(scale > 0)) continue;
    const auto same =
        matches_rows(candidate.view(), candidate.shape, basis_rows(form, std::move(values), scale));
    if (!same) return same.error();
    if (*same)
      return std::optional(construction{std::string(form.name) + " (STFT basis), " + window.name +
                                            " window of " + std::to_string(length),
                                        false});
  }
  return no_transform;
}

/// Every window rises from its start: a glance settles most vectors.
bool rises(std::span<const double> head) noexcept {
  return head[0] >= 0 && std::is_sorted(head.begin(), head.begin() + 8) && head[7] > head[0];
}

recognised try_window(const construction_candidate& candidate) {
  const auto length = static_cast<std::size_t>(candidate.shape.columns);
  const auto stored = read_as_f64(candidate.view(), 0, length);
  if (!stored) return stored.error();
  for (const window_row& window : windows) {
    if (window.kind == window_kind::rectangular) continue; // a constant, which is said elsewhere
    const auto values = window_values(window.kind, length);
    const double scale = fitted_scale(*stored, values);
    if (!(scale > 0)) continue;
    const auto same =
        matches_rows(candidate.view(), candidate.shape, [&](std::uint64_t, expected_row& out) {
          for (std::size_t i = 0; i < length; ++i)
            out.value[i] = scale * values[i];
        });
    if (!same) return same.error();
    if (*same) return std::optional(construction{std::string(window.name) + " window", false});
  }
  return no_transform;
}

/// Coefficient k of the cosine transform of type II at one of so many samples.
double cosine_term(double samples, double k, double sample) noexcept {
  return std::cos(pi / samples * (sample + 0.5) * k);
}

/// Cosine transform of type II: coefficient k of n samples, with or without orthonormal scaling,
/// rows being coefficients or, transposed, samples.
recognised try_cosine_transform(const construction_candidate& candidate, bool transposed) {
  const row_shape shape = candidate.shape;
  const auto samples = static_cast<double>(transposed ? shape.rows : shape.columns);
  if (transposed ? shape.columns > shape.rows : shape.rows > shape.columns) return no_transform;
  // Coefficient 0 is flat; coefficient 1 at sample 0 gives the scale of the rest.
  const std::uint64_t second = transposed ? 1 : shape.columns;
  const auto at = read_as_f64(candidate.view(), second, 1);
  if (!at) return at.error();
  const double flat = candidate.head[0];
  const double scale = at->front() / cosine_term(samples, 1, 0);
  if (!(flat > 0) || !(scale > 0)) return no_transform;
  const auto same =
      matches_rows(candidate.view(), shape, [&](std::uint64_t row, expected_row& out) {
        for (std::size_t c = 0; c < out.value.size(); ++c) {
          const auto k = static_cast<double>(transposed ? c : row);
          const auto n = static_cast<double>(transposed ? row : c);
          out.value[c] = k == 0 ? flat : scale * cosine_term(samples, k, n);
          out.slack[c] = std::max(flat, scale) * 8 * expected_row::base_slack;
        }
      });
  if (!same) return same.error();
  return *same ? std::optional(construction{"cosine transform matrix", false}) : no_transform;
}

} // namespace

recognised recognise_spectral(const construction_candidate& candidate) {
  const row_shape shape = candidate.shape;
  if (shape.columns < 8) return no_transform;
  if (shape.rows == 1)
    return shape.columns >= 16 && rises(candidate.head) ? try_window(candidate)
                                                        : recognised(no_transform);
  for (const basis_form& form : basis_forms) {
    if (!fits(form, shape)) continue;
    auto found = try_basis(candidate, form);
    if (!found || *found) return found;
  }
  const bool flat_row = candidate.head[0] == candidate.head[1];
  if (shape.rows < 4) return no_transform;
  if (flat_row) {
    auto found = try_cosine_transform(candidate, false);
    if (!found || *found) return found;
  }
  const auto below = read_as_f64(candidate.view(), shape.columns, 1);
  if (!below) return below.error();
  return below->front() == candidate.head[0] ? try_cosine_transform(candidate, true)
                                             : recognised(no_transform);
}

namespace {

/// Such matrices are small, and every shape could be one.
constexpr std::uint64_t largest_cosine_transform = 512;

result<double> cosine_transform_correlation(const tensor_view& view, row_shape shape,
                                            bool transposed) {
  const auto samples = static_cast<double>(transposed ? shape.rows : shape.columns);
  return likeness_of(view, shape, [&](std::uint64_t row, expected_row& out) {
    for (std::size_t c = 0; c < out.value.size(); ++c) {
      const auto k = static_cast<double>(transposed ? c : row);
      out.value[c] = cosine_term(samples, k, static_cast<double>(transposed ? row : c));
    }
  });
}

} // namespace

result<double> transform_correlation(const tensor_view& view, row_shape shape) {
  constexpr std::uint64_t longest_row = std::uint64_t{1} << 16;
  double largest = 0;
  if (shape.rows < 2 || shape.columns < 8 || shape.columns > longest_row) return largest;
  for (const basis_form& form : basis_forms) {
    if (!fits(form, shape)) continue;
    for (const window_row& window : windows) {
      const basis_rows rows(form, window_values(window.kind, shape.columns), 1.0);
      const auto found = likeness_of(view, shape, rows);
      if (!found) return found;
      largest = std::max(largest, *found);
    }
  }
  if (std::max(shape.rows, shape.columns) > largest_cosine_transform) return largest;
  const auto found = cosine_transform_correlation(view, shape, shape.rows > shape.columns);
  if (!found) return found;
  return std::max(largest, *found);
}

} // namespace weightkin::detail
