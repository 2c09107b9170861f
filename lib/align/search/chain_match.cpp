#include "align/search/chain_match.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <weightkin/core/element_reader.hpp>

#include "align/assignment.hpp"
#include "align/search/chain_settling.hpp"
#include "align/search/dense_matrix.hpp"
#include "align/search/unit_match.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t most_elements = std::uint64_t{1} << 28;
constexpr std::uint64_t most_units = 1U << 12;
constexpr std::size_t most_features = 1024;
constexpr std::size_t assigned_at_most = 512;
constexpr int most_sweeps = 20;

/// Values of one side, f32, what is not finite as 0, scaled to a mean square of 1.
result<std::vector<float>> load(const tensor_view& view) {
  constexpr std::uint64_t tile = 1U << 18;
  const std::uint64_t elements = element_count(view);
  std::vector<float> values(static_cast<std::size_t>(elements));
  std::vector<std::byte> scratch(static_cast<std::size_t>(tile) * ((bits_of(view.type) + 7) / 8));
  double squares = 0;
  for (std::uint64_t first = 0; first < elements; first += tile) {
    const auto count = static_cast<std::size_t>(std::min(tile, elements - first));
    auto packed = read_elements(view, first, count, scratch);
    if (!packed) return std::move(packed).error();
    float* out = values.data() + first;
    widen_to_f32(view.type, *packed, count, out);
    for (std::size_t i = 0; i < count; ++i) {
      if (!std::isfinite(out[i])) out[i] = 0;
      squares += static_cast<double>(out[i]) * out[i];
    }
  }
  if (!(squares > 0)) return std::vector<float>{};
  const double scale = std::sqrt(static_cast<double>(elements) / squares);
  for (float& value : values)
    value = static_cast<float>(value * scale);
  return values;
}

std::vector<float> transposed(const std::vector<float>& values, std::size_t rows,
                              std::size_t columns) {
  std::vector<float> out(values.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      out[j * rows + i] = values[i * columns + j];
  return out;
}

/// A pair of tensors in memory, both in the subject's shape.
struct loaded_pair {
  std::vector<float> subject; ///< empty: takes no part
  std::vector<float> reference;
  std::vector<std::size_t> extent;
  std::vector<std::size_t> stride;
};

using orders = std::vector<std::vector<std::size_t>>;

/// Where position p along an axis comes from when its units stand in `order`.
std::size_t carried(const axis_use& use, const std::vector<std::size_t>& order, std::size_t p) {
  const auto block = static_cast<std::size_t>(use.block);
  const std::size_t entry = p % block;
  const std::size_t unit = p / block % order.size();
  const std::size_t run = p / block / order.size();
  return (run * order.size() + order[unit]) * block + entry;
}

class matcher {
public:
  matcher(const model_ref& subject, const model_ref& reference, const chain_map& chain,
          const search_options& options)
      : subject_(subject), reference_(reference), chain_(chain), options_(options),
        pairs_(chain.tensors.size()) {}

  result<chain_match> match() {
    if (auto done = load_pairs(); !done) return std::move(done).error();
    const chain_settling settling = describe_settling();
    found_.fitted = settling.choose_fitted(witnesses(), options_);
    const orders identity = identity_orders();
    found_.identity_similarity = similarity(identity);
    orders from_identity = identity;
    const double first = sweep(from_identity);
    orders built = build_up(settling);
    const double second = sweep(built);
    found_.order = second > first ? std::move(built) : std::move(from_identity);
    found_.similarity = std::max(first, second);
    ask_others();
    found_.implied = settling.implied(found_.agreement, found_.fitted);
    if (out_of_time(options_)) found_.limits.emplace_back("unit matching stopped for lack of time");
    return std::move(found_);
  }

private:
  [[nodiscard]] bool counts(std::size_t t) const { return !pairs_[t].subject.empty(); }

  /// Only matrices and kernels that hold some group's units say anything about their order.
  result<void> load_pairs() {
    for (const chain_group& group : chain_.groups)
      if (!group.fixed && group.units > most_units)
        found_.limits.emplace_back("the units of " + group.name + " are too many to be matched");
    std::uint64_t budget = most_elements;
    for (std::size_t t = 0; t < chain_.tensors.size(); ++t) {
      const chain_tensor& tensor = chain_.tensors[t];
      const tensor_view& view = subject_.tensors[tensor.subject];
      const inventory_entry& entry = subject_.contents->entries[tensor.subject];
      if (tensor.obscure || view.shape.size() < 2 || entry.use == evidence_use::excluded ||
          std::none_of(tensor.uses.begin(), tensor.uses.end(),
                       [&](const axis_use& use) { return open(use.group); }))
        continue;
      const std::uint64_t elements = element_count(view);
      if (elements > budget / 2) {
        found_.limits.emplace_back(std::string(view.name) + " is too large to be matched by");
        continue;
      }
      budget -= 2 * elements;
      if (auto done = load_pair(tensor, pairs_[t]); !done) return done;
    }
    return {};
  }

  result<void> load_pair(const chain_tensor& tensor, loaded_pair& pair) {
    const tensor_view& ours = subject_.tensors[tensor.subject];
    auto a = load(ours);
    if (!a) return std::move(a).error();
    auto b = load(reference_.tensors[tensor.reference]);
    if (!b) return std::move(b).error();
    if (a->empty() || b->empty()) return {};
    if (tensor.swap_axes)
      *b = transposed(*b, static_cast<std::size_t>(ours.shape[1]),
                      static_cast<std::size_t>(ours.shape[0]));
    pair.subject = std::move(*a);
    pair.reference = std::move(*b);
    pair.extent.assign(ours.shape.begin(), ours.shape.end());
    pair.stride.assign(pair.extent.size(), 1);
    for (std::size_t axis = pair.extent.size() - 1; axis-- > 0;)
      pair.stride[axis] = pair.stride[axis + 1] * pair.extent[axis + 1];
    return {};
  }

  [[nodiscard]] orders identity_orders() const {
    orders all;
    for (const chain_group& group : chain_.groups) {
      all.emplace_back(group.units <= most_units ? static_cast<std::size_t>(group.units) : 0);
      std::iota(all.back().begin(), all.back().end(), std::size_t{0});
    }
    return all;
  }

  /// Positions of everything but the given use's units: the features by which they are matched, as
  /// offsets into both sides, the reference's as the orders have it.
  struct feature_offsets {
    std::vector<std::size_t> subject;
    std::vector<std::size_t> reference;
  };

  [[nodiscard]] feature_offsets features_of(std::size_t t, const axis_use& wanted,
                                            const orders& current) const {
    const loaded_pair& pair = pairs_[t];
    const auto units = static_cast<std::size_t>(chain_.groups[wanted.group].units);
    const auto block = static_cast<std::size_t>(wanted.block);
    const std::size_t along = pair.extent[wanted.axis] / units; // entries of a unit on its own axis
    const std::size_t total = pair.subject.size() / units;
    const std::size_t taken = std::min(total, most_features);
    feature_offsets offsets;
    for (std::size_t k = 0; k < taken; ++k) {
      std::size_t rest = total * k / taken;
      const std::size_t own = rest % along;
      rest /= along;
      const std::size_t here =
          (own / block * units * block + own % block) * pair.stride[wanted.axis];
      std::size_t a = here;
      std::size_t b = here;
      for (std::size_t axis = pair.extent.size(); axis-- > 0;) {
        if (axis == wanted.axis) continue;
        const std::size_t p = rest % pair.extent[axis];
        rest /= pair.extent[axis];
        a += p * pair.stride[axis];
        b += carried_on(t, axis, p, current) * pair.stride[axis];
      }
      offsets.subject.push_back(a);
      offsets.reference.push_back(b);
    }
    return offsets;
  }

  [[nodiscard]] std::size_t carried_on(std::size_t t, std::size_t axis, std::size_t p,
                                       const orders& current) const {
    for (const axis_use& use : chain_.tensors[t].uses)
      if (use.axis == axis && open(use.group)) return carried(use, current[use.group], p);
    return p;
  }

  static dense_matrix gather(const std::vector<float>& values, std::size_t units, std::size_t step,
                             const std::vector<std::size_t>& offsets) {
    dense_matrix rows{units, offsets.size(), {}};
    rows.values.reserve(units * offsets.size());
    for (std::size_t unit = 0; unit < units; ++unit)
      for (const std::size_t offset : offsets)
        rows.values.push_back(values[offset + unit * step]);
    return rows;
  }

  enum class rows { as_they_are, of_length_one };

  static void scale_rows(dense_matrix& m) {
    for (std::size_t i = 0; i < m.rows; ++i) {
      double squares = 0;
      for (const float value : m.row(i))
        squares += static_cast<double>(value) * value;
      const double by = squares > 0 ? 1 / std::sqrt(squares) : 0;
      for (std::size_t j = 0; j < m.columns; ++j)
        m.values[i * m.columns + j] = static_cast<float>(by * m.values[i * m.columns + j]);
    }
  }

  /// Inner products of each unit of the subject with each of the reference in one tensor.
  [[nodiscard]] dense_matrix products(std::size_t t, const axis_use& use, const orders& current,
                                      rows lengths) const {
    const loaded_pair& pair = pairs_[t];
    const auto units = static_cast<std::size_t>(chain_.groups[use.group].units);
    const std::size_t step = static_cast<std::size_t>(use.block) * pair.stride[use.axis];
    const feature_offsets at = features_of(t, use, current);
    dense_matrix a = gather(pair.subject, units, step, at.subject);
    dense_matrix b = gather(pair.reference, units, step, at.reference);
    if (lengths == rows::of_length_one) {
      scale_rows(a);
      scale_rows(b);
    }
    return row_products(a, b, options_.threads);
  }

  /// Sum over the tensors that pass `wanted`; empty when there is none.
  template <class Wanted>
  [[nodiscard]] std::vector<float> products_of_group(std::size_t group, const orders& current,
                                                     Wanted wanted,
                                                     rows lengths = rows::as_they_are) const {
    std::vector<float> sum;
    for (std::size_t t = 0; t < pairs_.size(); ++t) {
      if (!counts(t)) continue;
      for (const axis_use& use : chain_.tensors[t].uses) {
        if (use.group != group || !wanted(t, use)) continue;
        const dense_matrix one = products(t, use, current, lengths);
        sum.resize(one.values.size());
        for (std::size_t k = 0; k < sum.size(); ++k)
          sum[k] += one.values[k];
      }
    }
    return sum;
  }

  [[nodiscard]] static std::vector<std::size_t> assign(const std::vector<float>& products,
                                                       std::size_t units) {
    std::vector<std::size_t> order(units);
    if (units <= assigned_at_most) {
      cost_table table{units, units, {}};
      for (const float value : products)
        table.cost.push_back(-static_cast<double>(value));
      return cheapest_assignment(table);
    }
    const unit_match match = match_by_table(products, units, units, false);
    for (std::size_t u = 0; u < units; ++u)
      order[u] = static_cast<std::size_t>(match.of[u]);
    return order;
  }

  [[nodiscard]] static double gain(const std::vector<float>& products,
                                   const std::vector<std::size_t>& order) {
    double sum = 0;
    for (std::size_t u = 0; u < order.size(); ++u)
      sum += products[u * order.size() + order[u]];
    return sum;
  }

  [[nodiscard]] bool open(std::size_t group) const {
    return !chain_.groups[group].fixed && chain_.groups[group].units <= most_units;
  }

  /// Coordinate descent. \returns the similarity reached.
  double sweep(orders& current) const {
    for (int round = 0; round < most_sweeps; ++round) {
      bool better = false;
      for (std::size_t group = 0; group < current.size(); ++group) {
        if (!open(group) || out_of_time(options_)) continue;
        const auto sum = products_of_group(
            group, current, [&](std::size_t t, const axis_use&) { return found_.fitted[t]; });
        if (sum.empty()) continue;
        auto order = assign(sum, current[group].size());
        const double before = gain(sum, current[group]);
        // A gain within rounding is none: equal units would be exchanged for ever.
        if (!(gain(sum, order) > before + 1e-6 * std::abs(before))) continue;
        current[group] = std::move(order);
        better = true;
      }
      if (!better) break;
    }
    return similarity(current);
  }

  /// Mean product of corresponding elements over the fitted tensors, weighted by their elements.
  [[nodiscard]] double similarity(const orders& current) const {
    double sum = 0;
    double elements = 0;
    for (std::size_t t = 0; t < pairs_.size(); ++t) {
      if (!found_.fitted[t]) continue;
      const axis_use& use =
          *std::find_if(chain_.tensors[t].uses.begin(), chain_.tensors[t].uses.end(),
                        [&](const axis_use& one) { return open(one.group); });
      const feature_offsets at = features_of(t, use, current);
      const std::size_t step = static_cast<std::size_t>(use.block) * pairs_[t].stride[use.axis];
      double products = 0;
      for (std::size_t u = 0; u < current[use.group].size(); ++u)
        for (std::size_t k = 0; k < at.subject.size(); ++k)
          products += static_cast<double>(pairs_[t].subject[at.subject[k] + u * step]) *
                      pairs_[t].reference[at.reference[k] + current[use.group][u] * step];
      sum += products;
      elements +=
          static_cast<double>(current[use.group].size()) * static_cast<double>(at.subject.size());
    }
    return elements > 0 ? sum / elements : 0;
  }

  [[nodiscard]] chain_settling describe_settling() const {
    std::vector<std::size_t> elements;
    for (const loaded_pair& pair : pairs_)
      elements.push_back(pair.subject.size());
    std::vector<bool> is_open;
    for (std::size_t group = 0; group < chain_.groups.size(); ++group)
      is_open.push_back(open(group));
    return {chain_, std::move(elements), std::move(is_open)};
  }

  /// Tensors that could carry a verdict.
  [[nodiscard]] std::vector<bool> witnesses() const {
    std::vector<bool> all;
    for (const chain_tensor& tensor : chain_.tensors)
      all.push_back(subject_.contents->entries[tensor.subject].use == evidence_use::convicting);
    return all;
  }

  [[nodiscard]] orders build_up(const chain_settling& settling) const {
    orders current = identity_orders();
    std::vector<bool> settled = settling.at_first();
    while (!out_of_time(options_)) {
      const std::size_t group = settling.next(settled, found_.fitted).group;
      if (group == settled.size()) break;
      const auto sum = products_of_group(group, current, [&](std::size_t t, const axis_use&) {
        return found_.fitted[t] && settling.settled_but(t, group, settled);
      });
      current[group] = assign(sum, current[group].size());
      settled[group] = true;
    }
    return current;
  }

  /// What the tensors that were left out say, unit by unit.
  void ask_others() {
    for (std::size_t group = 0; group < chain_.groups.size(); ++group) {
      found_.agreement.push_back(std::numeric_limits<double>::quiet_NaN());
      if (!open(group) || out_of_time(options_)) continue;
      const auto sum = products_of_group(
          group, found_.order, [&](std::size_t t, const axis_use&) { return !found_.fitted[t]; },
          rows::of_length_one); // else loud units would be everybody's nearest
      if (sum.empty()) continue;
      const std::vector<std::size_t>& order = found_.order[group];
      std::size_t equal = 0;
      for (std::size_t u = 0; u < order.size(); ++u) {
        const auto row = sum.begin() + static_cast<std::ptrdiff_t>(u * order.size());
        const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(order.size()));
        equal += static_cast<std::size_t>(best - row) == order[u] ? 1 : 0;
      }
      found_.agreement.back() = static_cast<double>(equal) / static_cast<double>(order.size());
    }
  }

  const model_ref& subject_;
  const model_ref& reference_;
  const chain_map& chain_;
  const search_options& options_;
  std::vector<loaded_pair> pairs_;
  chain_match found_;
};

} // namespace

result<chain_match> match_chain(const model_ref& subject, const model_ref& reference,
                                const chain_map& chain, const search_options& options) {
  return matcher(subject, reference, chain, options).match();
}

} // namespace weightkin::detail
