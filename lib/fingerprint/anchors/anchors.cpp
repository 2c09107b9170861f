#include "fingerprint/anchors/anchors.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/parallel_for.hpp>

#include "fingerprint/anchors/feed_forward.hpp"
#include "fingerprint/anchors/matrix_lines.hpp"
#include "fingerprint/anchors/token_axes.hpp"
#include "fingerprint/sums/print_codes.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t most_units = 128;
constexpr double cosine_codes = 32767;
constexpr double direction_codes = 127;

using axes_by_component = std::map<std::size_t, token_axes>;

/// The sampled units of one network: what they read, folded, and what they write.
struct network_units {
  std::optional<matrix_lines> gate;
  matrix_lines up;
  matrix_lines down;
};

/// Positions of the sampled units in run `run` of `runs` along the axis.
std::vector<std::uint64_t> sampled_positions(std::uint64_t units, std::uint64_t run) {
  const std::uint64_t count = std::min(units, most_units);
  std::vector<std::uint64_t> at;
  for (std::uint64_t s = 0; s < count; ++s)
    at.push_back(run * units + s * units / count);
  return at;
}

/// The gain to fold; empty when there is none that says anything.
result<std::vector<double>> gain_of(std::span<const tensor_view> tensors,
                                    const feed_forward& network) {
  if (!network.gain) return std::vector<double>();
  auto gain = read_as_f64(tensors[*network.gain], 0, static_cast<std::size_t>(network.width));
  if (!gain) return gain;
  const bool finite =
      std::all_of(gain->begin(), gain->end(), [](double x) { return std::isfinite(x); });
  const bool constant =
      std::all_of(gain->begin(), gain->end(), [&](double x) { return x == gain->front(); });
  if (!finite || constant) gain->clear();
  return gain;
}

void fold(const std::vector<double>& gain, matrix_lines& lines) {
  if (gain.empty()) return;
  for (std::size_t i = 0; i < lines.values.size(); ++i)
    lines.values[i] *= gain[i % lines.width];
}

result<network_units> read_units(std::span<const tensor_view> tensors, const inventory& contents,
                                 const feed_forward& network) {
  const auto lines_of = [&](std::size_t tensor, std::uint64_t run) {
    return read_lines(tensors[tensor], contents.entries[tensor].axis->axis,
                      sampled_positions(network.units, run));
  };
  network_units units;
  const auto gain = gain_of(tensors, network);
  if (!gain) return gain.error();
  auto up = lines_of(network.up, network.fused() ? 1 : 0);
  if (!up) return std::move(up).error();
  units.up = std::move(*up);
  fold(*gain, units.up);
  auto down = lines_of(network.down, 0);
  if (!down) return std::move(down).error();
  units.down = std::move(*down);
  if (!network.gate) return units;
  auto gate = lines_of(*network.gate, 0);
  if (!gate) return std::move(gate).error();
  units.gate = std::move(*gate);
  fold(*gain, *units.gate);
  return units;
}

std::int16_t cosine_code(std::span<const double> a, std::span<const double> b) {
  const double product = sum8(a, b);
  const double lengths = std::sqrt(sum8(a, a)) * std::sqrt(sum8(b, b));
  if (!std::isfinite(product) || !std::isfinite(lengths) || lengths == 0) return 0;
  return static_cast<std::int16_t>(
      nearest_integer(cosine_codes * (product / lengths), cosine_codes));
}

std::vector<std::int16_t> cosines_of(const network_units& units) {
  std::vector<std::int16_t> codes;
  const std::size_t count = units.up.values.size() / units.up.width;
  for (std::size_t i = 0; i < count; ++i) {
    const auto up = units.up.line(i);
    const auto down = units.down.line(i);
    if (units.gate) codes.push_back(cosine_code(units.gate->line(i), up));
    codes.push_back(cosine_code(up, down));
    if (units.gate) codes.push_back(cosine_code(units.gate->line(i), down));
  }
  return codes;
}

std::vector<std::int8_t> directions_of(const matrix_lines& lines, const token_axes& axes) {
  const std::size_t count = lines.values.size() / lines.width;
  std::vector<std::int8_t> codes(count * print_features);
  for (std::size_t i = 0; i < count; ++i) {
    double seen[print_features];
    double largest = 0;
    bool finite = true;
    for (std::size_t f = 0; f < print_features; ++f) {
      seen[f] = sum8(lines.line(i), axes.axis(f));
      finite = finite && std::isfinite(seen[f]);
      largest = std::max(largest, std::abs(seen[f]));
    }
    if (!finite || largest == 0) continue;
    for (std::size_t f = 0; f < print_features; ++f)
      codes[i * print_features + f] = static_cast<std::int8_t>(
          nearest_integer(seen[f] / largest * direction_codes, direction_codes));
  }
  return codes;
}

result<axes_by_component> axes_of(std::span<const tensor_view> tensors, const fingerprint& print,
                                  std::span<const feed_forward> networks,
                                  const anchor_options& options) {
  axes_by_component axes;
  for (const feed_forward& network : networks) {
    if (axes.contains(network.component)) continue;
    const auto embedding =
        find_token_embedding(tensors, print.contents, network.component, network.width);
    if (!embedding) continue;
    auto found = find_token_axes(tensors[*embedding], options.vocabulary, print.seed);
    if (!found) return std::move(found).error();
    if (*found) axes.emplace(network.component, std::move(**found));
  }
  return axes;
}

result<unit_anchors> anchors_of(std::span<const tensor_view> tensors, const inventory& contents,
                                const feed_forward& network, const axes_by_component& all_axes) {
  const auto units = read_units(tensors, contents, network);
  if (!units) return units.error();
  unit_anchors anchors;
  anchors.gate = network.gate;
  anchors.up = network.up;
  anchors.down = network.down;
  anchors.cosines = cosines_of(*units);
  const auto axes = all_axes.find(network.component);
  if (axes == all_axes.end() || axes->second.width != network.width) return anchors;
  anchors.tokens = axes->second.tokens;
  anchors.vocabulary = axes->second.vocabulary;
  anchors.up_codes = directions_of(units->up, axes->second);
  if (units->gate) anchors.gate_codes = directions_of(*units->gate, axes->second);
  return anchors;
}

} // namespace

result<void> add_anchors(fingerprint& print, std::span<const tensor_view> tensors,
                         const anchor_options& options) {
  const auto networks = find_feed_forwards(tensors, print.contents);
  const auto axes = axes_of(tensors, print, networks, options);
  if (!axes) return axes.error();
  std::vector<std::optional<result<unit_anchors>>> found(networks.size());
  parallel_for(networks.size(), options.threads, [&](std::size_t i) {
    found[i].emplace(anchors_of(tensors, print.contents, networks[i], *axes));
  });
  print.anchors.clear();
  for (auto& one : found) {
    if (!*one) return std::move(*one).error();
    print.anchors.push_back(std::move(**one));
  }
  return {};
}

} // namespace weightkin::detail
