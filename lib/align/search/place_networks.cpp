#include "align/search/place_networks.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weightkin::detail {
namespace {

/// Rows of a router in the order that its experts were found in; empty when they kept it.
std::vector<std::int64_t> expert_rows(const layer_plan& plan, const layer_block& a,
                                      const layer_block& b) {
  std::vector<std::int64_t> rows;
  bool moved = false;
  for (const network_plan& network : plan.networks) {
    const int one = a.networks[network.subject].expert;
    const int other = b.networks[network.reference].expert;
    if (one < 0 || other < 0) continue;
    if (rows.size() <= static_cast<std::size_t>(one))
      rows.resize(static_cast<std::size_t>(one) + 1, no_counterpart);
    rows[static_cast<std::size_t>(one)] = other;
    moved = moved || one != other;
  }
  if (!moved) rows.clear();
  return rows;
}

std::string hidden_group(const model_ref& model, const network_block& network) {
  const tensor_index tensor = network.up ? network.up : network.down;
  if (!tensor || *tensor >= model.contents->entries.size()) return "";
  const auto& axis = model.contents->entries[*tensor].axis;
  return axis ? axis->group : "";
}

class network_placer {
public:
  network_placer(block_placements& placements, const layer_plan& plan, const network_plan& network,
                 bool known)
      : placements_(placements), plan_(plan), order_(network.order),
        a_(placements.pair().subject_blocks.layers[plan.subject].networks[network.subject]),
        b_(placements.pair().reference_blocks.layers[plan.reference].networks[network.reference]),
        known_(known), moved_(known && !order_.identity) {
    if (known) sign_ = order_.sign;
  }

  void place() {
    const std::vector<std::int64_t> rows = rows_picked();
    if (a_.gate && a_.gate == a_.up) {
      placements_.place(a_.up, b_.up, plan_.network, fused(rows), moved_);
    } else {
      // The search looked at the first part alone, and at the last one for signs.
      placements_.place(a_.gate, b_.gate, plan_.network, picked(rows), moved_);
      placements_.place(a_.up, b_.up, plan_.network, picked(rows, sign_), moved_ && !a_.gate);
    }
    placements_.place(a_.down, b_.down, {}, picked(rows, sign_), !sign_.empty());
  }

  [[nodiscard]] unit_correspondence units() const {
    const block_pair& pair = placements_.pair();
    unit_correspondence units;
    units.subject_group = hidden_group(*pair.subject, a_);
    units.reference_group = hidden_group(*pair.reference, b_);
    units.reference_of = order_.of;
    units.agreement = order_.evidence.share();
    units.asked = order_.evidence.asked;
    units.identity = !moved_;
    if (!moved_ && !order_.identity) keep_numbers(units.reference_of);
    units.flipped = static_cast<std::uint64_t>(std::count(sign_.begin(), sign_.end(), -1));
    // Units that are new lie somewhere all the same, but on no counterpart.
    const bool one_of_several = plan_.networks.size() > 1;
    for (std::size_t i = 0; i < order_.alike.size(); ++i)
      if (known_ ? !order_.alike[i] : one_of_several) units.reference_of[i] = no_counterpart;
    return units;
  }

private:
  [[nodiscard]] std::vector<std::int64_t> rows_picked() const {
    const std::int64_t there = placements_.rows_on_reference(b_.down);
    const bool resized = known_ && static_cast<std::int64_t>(order_.of.size()) != there;
    return moved_ || resized ? order_.of : std::vector<std::int64_t>();
  }

  /// Gate and up below each other; signs belong to the latter.
  [[nodiscard]] axis_change fused(std::vector<std::int64_t> rows) const {
    const std::int64_t there = placements_.rows_on_reference(b_.down);
    const std::size_t half = rows.size();
    for (std::size_t i = 0; i < half; ++i)
      rows.push_back(rows[i] < 0 ? rows[i] : rows[i] + there);
    std::vector<std::int8_t> both;
    if (!sign_.empty()) {
      both.assign(sign_.size(), 1);
      both.insert(both.end(), sign_.begin(), sign_.end());
    }
    return picked(rows, both);
  }

  block_placements& placements_;
  const layer_plan& plan_;
  const unit_order& order_;
  const network_block& a_;
  const network_block& b_;
  bool known_;                    ///< the order is believed
  bool moved_;                    ///< and is not that of the units' numbers
  std::vector<std::int8_t> sign_; ///< units that changed sign are believed with their order
};

} // namespace

void place_networks(block_placements& placements, const layer_plan& plan, const order_evidence& all,
                    component_correspondence& found) {
  const layer_block& a = placements.pair().subject_blocks.layers[plan.subject];
  const layer_block& b = placements.pair().reference_blocks.layers[plan.reference];
  placements.place(a.router, b.router, plan.network, picked(expert_rows(plan, a, b)), false);
  if (a.stacked && b.stacked) {
    placements.place_plain(a.stacked->gate, b.stacked->gate);
    placements.place_plain(a.stacked->up, b.stacked->up);
    placements.place_plain(a.stacked->down, b.stacked->down);
  }
  std::set<std::size_t> origins;
  for (const network_plan& network : plan.networks) {
    const bool known = believed(network.order.evidence, all);
    network_placer placer(placements, plan, network, known);
    placer.place();
    found.units.push_back(placer.units());
    if (known && !origins.insert(network.reference).second) found.repeats_networks = true;
  }
  // Values chose among the networks of a layer.
  if (a.networks.size() > 1 || b.networks.size() > 1)
    found.log10_choices += static_cast<double>(a.networks.size()) *
                           std::log10(static_cast<double>(b.networks.size() + 1));
}

} // namespace weightkin::detail
