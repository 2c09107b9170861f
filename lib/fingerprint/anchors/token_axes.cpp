#include "fingerprint/anchors/token_axes.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "fingerprint/anchors/matrix_lines.hpp"
#include "kernel/index_hash.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t numbered_tokens = 64;
constexpr std::uint64_t front_rows = 8192;
constexpr std::size_t fewest_tokens = 16;
constexpr std::uint64_t sign_stream = 4;

/// Row of the embedding by the token's number.
using token_rows = std::map<std::uint64_t, std::uint64_t>;

token_rows rows_by_number(std::uint64_t vocabulary) {
  token_rows rows;
  if (vocabulary < numbered_tokens) return rows;
  const std::uint64_t front = std::min(vocabulary, front_rows);
  for (std::uint64_t s = 0; s < numbered_tokens; ++s)
    rows[s] = (2 * s + 1) * front / (2 * numbered_tokens);
  return rows;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::uint64_t letter_number(char c) { return static_cast<std::uint64_t>(c - 'a'); }

token_rows rows_by_string(std::span<const std::string_view> vocabulary) {
  token_rows rows;
  for (std::size_t row = 0; row < vocabulary.size(); ++row) {
    const std::string_view token = vocabulary[row];
    if (token.size() != 2 || !is_letter(token[0]) || !is_letter(token[1])) continue;
    rows.try_emplace(letter_number(token[0]) * 26 + letter_number(token[1]), row);
  }
  return rows;
}

result<std::vector<double>> read_row(const tensor_view& embedding, std::uint64_t row) {
  auto lines = read_lines(embedding, 0, std::span(&row, 1));
  if (!lines) return std::move(lines).error();
  return std::move(lines->values);
}

/// Forgets rows that are not finite; \returns the mean of the others.
result<std::vector<double>> mean_of(const tensor_view& embedding, token_rows& rows) {
  std::vector<double> mean(static_cast<std::size_t>(embedding.shape[1]), 0.0);
  for (auto token = rows.begin(); token != rows.end();) {
    auto row = read_row(embedding, token->second);
    if (!row) return std::move(row).error();
    if (!std::all_of(row->begin(), row->end(), [](double x) { return std::isfinite(x); })) {
      token = rows.erase(token);
      continue;
    }
    for (std::size_t k = 0; k < mean.size(); ++k)
      mean[k] += (*row)[k];
    ++token;
  }
  for (double& x : mean)
    x /= static_cast<double>(rows.size());
  return mean;
}

void add_token(std::uint64_t number, std::span<const double> centred, std::uint64_t seed,
               token_axes& axes) {
  const double length = std::sqrt(sum8(centred, centred));
  if (!(length > 0)) return;
  const std::uint64_t feature = number % print_features;
  const bool negative =
      (index_hash(seed, sign_stream)(number / print_features) >> feature & 1) != 0;
  double* axis = axes.values.data() + static_cast<std::size_t>(feature) * axes.width;
  for (std::size_t k = 0; k < axes.width; ++k) {
    const double part = centred[k] / length;
    axis[k] = negative ? axis[k] - part : axis[k] + part;
  }
}

} // namespace

result<std::optional<token_axes>> find_token_axes(const tensor_view& embedding,
                                                  std::span<const std::string_view> vocabulary,
                                                  std::uint64_t seed) {
  const bool known = !vocabulary.empty() && vocabulary.size() == embedding.shape[0];
  token_rows rows = known ? rows_by_string(vocabulary) : rows_by_number(embedding.shape[0]);
  const auto mean = mean_of(embedding, rows);
  if (!mean) return mean.error();
  if (rows.size() < fewest_tokens) return std::optional<token_axes>();
  token_axes axes;
  axes.tokens = known ? token_choice::by_string : token_choice::by_row;
  axes.vocabulary = embedding.shape[0];
  axes.width = static_cast<std::size_t>(embedding.shape[1]);
  axes.values.resize(print_features * axes.width);
  for (const auto& [number, at] : rows) {
    auto row = read_row(embedding, at);
    if (!row) return std::move(row).error();
    for (std::size_t k = 0; k < axes.width; ++k)
      (*row)[k] -= (*mean)[k];
    add_token(number, *row, seed, axes);
  }
  return std::optional(std::move(axes));
}

} // namespace weightkin::detail
