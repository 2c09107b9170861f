#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "inventory/construction_likeness.hpp"
#include "inventory/constructions.hpp"

namespace weightkin::detail {
namespace {

const std::optional<construction> no_filter_bank;

enum class mel_scale { slaney, htk };

/// O'Shaughnessy's formula (HTK), or linear below 1 kHz and logarithmic above (Slaney).
double hertz_to_mel(mel_scale scale, double hertz) noexcept {
  if (scale == mel_scale::htk) return 2595.0 * std::log10(1.0 + hertz / 700.0);
  constexpr double linear_step = 200.0 / 3.0;
  if (hertz < 1000.0) return hertz / linear_step;
  return 15.0 + std::log(hertz / 1000.0) / (std::log(6.4) / 27.0);
}

double mel_to_hertz(mel_scale scale, double mel) noexcept {
  if (scale == mel_scale::htk) return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
  constexpr double linear_step = 200.0 / 3.0;
  if (mel < 15.0) return mel * linear_step;
  return 1000.0 * std::exp((mel - 15.0) * (std::log(6.4) / 27.0));
}

/// A bank of triangular filters over the bins of a spectrum.
struct mel_bank {
  double sample_rate = 16000;
  double lowest = 0;
  double highest = 8000;
  mel_scale scale = mel_scale::slaney;
  bool unit_area = true; ///< each triangle divided by half its width in hertz

  [[nodiscard]] std::vector<double> corners(std::size_t filters) const {
    const double low = hertz_to_mel(scale, lowest);
    const double high = hertz_to_mel(scale, highest);
    std::vector<double> hertz(filters + 2);
    for (std::size_t i = 0; i < hertz.size(); ++i)
      hertz[i] = mel_to_hertz(scale, low + (high - low) * static_cast<double>(i) /
                                               static_cast<double>(filters + 1));
    return hertz;
  }
};

class mel_rows {
public:
  mel_rows(const mel_bank& bank, std::size_t filters, std::size_t bins, bool filters_in_rows)
      : bank_(bank), corners_(bank.corners(filters)), bins_(bins),
        filters_in_rows_(filters_in_rows) {}

  void operator()(std::uint64_t row, expected_row& out) const {
    for (std::size_t c = 0; c < out.value.size(); ++c) {
      const std::size_t filter = filters_in_rows_ ? static_cast<std::size_t>(row) : c;
      const std::size_t bin = filters_in_rows_ ? c : static_cast<std::size_t>(row);
      const double height = unit_height(filter);
      out.value[c] = height * triangle(filter, bin);
      // Corners computed in f32 move by a few millionths; narrow triangles feel it most.
      out.slack[c] = height * 0x1p-11;
    }
  }

private:
  [[nodiscard]] double unit_height(std::size_t filter) const noexcept {
    return bank_.unit_area ? 2.0 / (corners_[filter + 2] - corners_[filter]) : 1.0;
  }

  [[nodiscard]] double triangle(std::size_t filter, std::size_t bin) const noexcept {
    const double hertz =
        static_cast<double>(bin) * bank_.sample_rate / (2.0 * static_cast<double>(bins_ - 1));
    const double rise = (hertz - corners_[filter]) / (corners_[filter + 1] - corners_[filter]);
    const double fall =
        (corners_[filter + 2] - hertz) / (corners_[filter + 2] - corners_[filter + 1]);
    return std::max(0.0, std::min(rise, fall));
  }

  mel_bank bank_;
  std::vector<double> corners_;
  std::size_t bins_;
  bool filters_in_rows_;
};

constexpr std::array sample_rates{16000.0, 22050.0, 24000.0, 8000.0, 44100.0, 48000.0, 32000.0};
constexpr std::array lowest_frequencies{0.0, 20.0, 50.0, 30.0, 80.0, 125.0};

recognised try_bank(const construction_candidate& candidate, const mel_bank& bank,
                    bool filters_in_rows) {
  const row_shape shape = candidate.shape;
  const auto filters = static_cast<std::size_t>(filters_in_rows ? shape.rows : shape.columns);
  const auto bins = static_cast<std::size_t>(filters_in_rows ? shape.columns : shape.rows);
  const auto same =
      matches_rows(candidate.view(), shape, mel_rows(bank, filters, bins, filters_in_rows));
  if (!same) return same.error();
  if (!*same) return no_filter_bank;
  return std::optional(construction{std::string("mel filter bank (") +
                                        (bank.scale == mel_scale::htk ? "HTK" : "Slaney") + "), " +
                                        std::to_string(static_cast<int>(bank.sample_rate)) + " Hz",
                                    false});
}

/// The banks that published models use.
std::vector<mel_bank> usual_banks() {
  std::vector<mel_bank> banks;
  for (const double rate : sample_rates)
    for (const mel_scale scale : {mel_scale::slaney, mel_scale::htk})
      for (const bool unit_area : {true, false})
        for (const double lowest : lowest_frequencies)
          for (const double highest : {rate / 2, 8000.0, 7600.0}) {
            if (highest > rate / 2 || (highest != rate / 2 && rate < 16000)) continue;
            banks.push_back({rate, lowest, highest, scale, unit_area});
          }
  return banks;
}

recognised try_orientation(const construction_candidate& candidate, bool filters_in_rows) {
  for (const mel_bank& bank : usual_banks()) {
    auto found = try_bank(candidate, bank, filters_in_rows);
    if (!found || *found) return found;
  }
  return no_filter_bank;
}

/// Banks are sparse and not negative: a glance at the first elements settles most tensors.
bool looks_sparse(std::span<const double> head) noexcept {
  const auto zeros = std::count(head.begin(), head.end(), 0.0);
  const bool negative = std::any_of(head.begin(), head.end(), [](double x) { return !(x >= 0); });
  return !negative && static_cast<std::size_t>(2 * zeros) >= head.size();
}

bool has_bank_size(row_shape shape) noexcept {
  return shape.rows >= 8 && shape.columns >= 8 && shape.rows <= 8193 && shape.columns <= 8193;
}

} // namespace

recognised recognise_mel(const construction_candidate& candidate) {
  const row_shape shape = candidate.shape;
  if (candidate.fact->rank() < 2 || !has_bank_size(shape) || !looks_sparse(candidate.head))
    return no_filter_bank;
  // The spectrum of an even number of samples has an odd number of bins, more than there are
  // filters.
  if (shape.columns > shape.rows) return try_orientation(candidate, true);
  return try_orientation(candidate, false);
}

result<double> filter_bank_correlation(const tensor_view& view, row_shape shape) {
  // Few other matrices have a longer side that is odd.
  const std::uint64_t bins = std::max(shape.rows, shape.columns);
  double largest = 0;
  if (!has_bank_size(shape) || shape.rows == shape.columns || bins % 2 == 0) return largest;
  const bool filters_in_rows = shape.columns > shape.rows;
  const std::uint64_t filters = std::min(shape.rows, shape.columns);
  for (const mel_bank& bank : usual_banks()) {
    const mel_rows rows(bank, filters, bins, filters_in_rows);
    const auto found = likeness_of(view, shape, rows);
    if (!found) return found;
    largest = std::max(largest, *found);
  }
  return largest;
}

} // namespace weightkin::detail
