#include "align/search/arrange_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "align/search/block_placements.hpp"
#include "align/search/layer_plan.hpp"
#include "align/search/place_attention.hpp"
#include "align/search/place_networks.hpp"
#include "align/search/place_tables.hpp"
#include "align/search/stream_anchor.hpp"

namespace weightkin::detail {
namespace {

std::string rounded(double x) {
  if (std::isnan(x)) return "-";
  const auto thousandths = static_cast<long>(std::lround(x * 1000));
  const std::string digits = std::to_string(std::abs(thousandths) % 1000 + 1000);
  return (thousandths < 0 ? "-" : "") + std::to_string(std::abs(thousandths) / 1000) + "." +
         digits.substr(1);
}

class arranger {
public:
  arranger(const block_pair& pair, const search_options& options, rearrangement& found)
      : pair_(pair), options_(options), found_(found) {}

  result<void> run() {
    auto anchored = relate_by_anchors(pair_, options_);
    if (!anchored) return std::move(anchored).error();
    anchor_ = std::move(*anchored);
    if (auto done = plan(); !done) return done;
    if (unconfirmed_turn()) {
      found_.limits.push_back("a rotation fitted to the " + anchor_.anchor +
                              " explains no network of the layers: not used");
      anchor_.relation.basis = basis_relation::unknown;
      anchor_.relation.carry = {};
      anchor_.fitted.clear();
      if (auto done = plan(); !done) return done;
    }
    describe();
    return place();
  }

private:
  const axis_change& carry() const { return anchor_.relation.carry; }
  bool turned() const { return carry().turn != nullptr; }

  /// Nothing relates the streams, and they cannot even be laid on each other as they are.
  bool streams_differ() const {
    return anchor_.relation.basis == basis_relation::unknown &&
           pair_.subject_blocks.width != pair_.reference_blocks.width;
  }

  std::optional<std::size_t> counterpart(std::size_t layer) const {
    if (layer >= pair_.layer_of.size() || pair_.layer_of[layer] < 0 ||
        static_cast<std::size_t>(pair_.layer_of[layer]) >= pair_.reference_blocks.layers.size())
      return std::nullopt;
    return static_cast<std::size_t>(pair_.layer_of[layer]);
  }

  result<void> plan() {
    plans_.clear();
    networks_ = heads_ = {};
    if (streams_differ()) return {};
    for (std::size_t l = 0; l < pair_.subject_blocks.layers.size(); ++l) {
      const auto there = counterpart(l);
      if (!there) continue;
      if (options_.meter != nullptr && options_.meter->cancelled())
        return error{errc::cancelled, "the search for rearranged weights was cancelled"};
      // Late layers stay as they are numbered rather than unplaced.
      auto plan = plan_layer(pair_, l, *there, carry(), options_);
      if (!plan) return std::move(plan).error();
      late_ += out_of_time(options_);
      for (const network_plan& network : plan->networks)
        networks_.add(network.order.evidence);
      heads_.add(plan->heads.evidence);
      plans_.push_back(std::move(*plan));
      note_progress(options_);
    }
    return {};
  }

  bool unconfirmed_turn() const {
    order_evidence all = networks_;
    all.add(heads_);
    return turned() && all.asked > 0 && !(all.log10_p() < believed_below);
  }

  void describe() {
    describe_search();
    component_.subject = pair_.subject_blocks.component;
    component_.reference = pair_.reference_blocks.component;
    component_.basis = anchor_.relation.basis;
    component_.stream_of = carry().from;
    component_.stream_sign = carry().sign;
    component_.stream_outside = anchor_.relation.statistics.outside;
    for (std::size_t l = 0; l < pair_.subject_blocks.layers.size(); ++l) {
      const auto number =
          static_cast<std::size_t>(std::max(0, pair_.subject_blocks.layers[l].layer));
      if (component_.layer_of.size() <= number)
        component_.layer_of.resize(number + 1, no_counterpart);
      if (const auto there = counterpart(l))
        component_.layer_of[number] = pair_.reference_blocks.layers[*there].layer;
    }
  }

  void describe_search() {
    const stream_statistics& s = anchor_.relation.statistics;
    if (s.held_out == 0)
      note("relation of the residual streams: not looked for, nothing was there to test one on");
    else
      note("relation of the residual streams by " +
           (anchor_.anchor.empty() ? std::string("tokens and units") : anchor_.anchor) +
           ": explained on " + std::to_string(s.held_out) +
           " rows that took no part in finding it (0 between unrelated models): in order " +
           rounded(s.same) + ", reordered " + rounded(s.permuted) + ", rotated " +
           rounded(s.rotated) + "; the rotation's own rows " + rounded(s.fitted) + " (up to " +
           rounded(s.fitted_by_chance) + " between unrelated models)");
    if (networks_.asked > 0)
      note("order of hidden units: parts of the evidence agree on " +
           std::to_string(networks_.agreed) + " of " + std::to_string(networks_.asked) +
           " units asked (about " + rounded(networks_.expected) + " between unrelated models)");
    if (heads_.asked > 0)
      note("order of heads: parts of the evidence agree on " + std::to_string(heads_.agreed) +
           " of " + std::to_string(heads_.asked) + " heads or their rows asked (about " +
           rounded(heads_.expected) + " between unrelated models)");
  }

  void note(std::string text) {
    found_.searched.push_back({pair_.subject_blocks.component, std::move(text)});
  }

  result<void> place() {
    block_placements placements(pair_, carry(), {anchor_.fitted.begin(), anchor_.fitted.end()});
    if (!streams_differ())
      if (auto done = place_tables(placements, component_); !done) return done;
    for (const layer_plan& layer : plans_)
      place_layer(placements, layer);
    note_limits(placements.list().misfits().size());
    auto placed = placements.list().take();
    found_.placements.insert(found_.placements.end(), std::make_move_iterator(placed.begin()),
                             std::make_move_iterator(placed.end()));
    found_.components.push_back(std::move(component_));
    return {};
  }

  void place_layer(block_placements& placements, const layer_plan& plan) {
    const layer_block& a = pair_.subject_blocks.layers[plan.subject];
    const layer_block& b = pair_.reference_blocks.layers[plan.reference];
    placements.place_gain(a.attention_gain, b.attention_gain, plan.attention);
    placements.place_gain(a.network_gain, b.network_gain, plan.network);
    mixed_heads_ += place_attention(placements, plan, heads_, component_);
    place_networks(placements, plan, networks_, component_);
    component_.gains_moved = component_.gains_moved || moved(plan.attention) || moved(plan.network);
  }

  /// Gains differ and were folded into what stands behind them.
  bool moved(const norm_fold& fold) const {
    if (!fold.folded || (fold.subject.empty() && fold.reference.empty())) return false;
    if (fold.subject.size() != fold.reference.size()) return true;
    std::vector<float> a = fold.subject, b = fold.reference;
    if (!carry().from.empty() || turned()) {
      // Only the values can be compared: the dimensions are others.
      std::sort(a.begin(), a.end());
      std::sort(b.begin(), b.end());
    }
    return a != b;
  }

  void note_limits(std::size_t misfits) {
    if (streams_differ())
      found_.limits.push_back(
          "the residual streams have different widths and nothing relates them");
    if (late_ > 0)
      found_.limits.push_back(std::to_string(late_) +
                              " layers were not searched to the end: out of time");
    if (mixed_heads_ > 0)
      found_.limits.push_back("rows inside of heads are mixed in " + std::to_string(mixed_heads_) +
                              " pairs of matrices: only whole heads were laid on each other");
    if (misfits > 0)
      found_.limits.push_back(std::to_string(misfits) +
                              " tensors have another shape than their counterparts, which no order "
                              "of units explains");
  }

  const block_pair& pair_;
  const search_options& options_;
  rearrangement& found_;
  anchored_relation anchor_;
  std::vector<layer_plan> plans_;
  order_evidence networks_, heads_; ///< of all layers together
  component_correspondence component_;
  std::size_t late_ = 0;
  std::size_t mixed_heads_ = 0; ///< pairs of matrices
};

} // namespace

result<void> arrange_blocks(const block_pair& pair, const search_options& options,
                            rearrangement& found) {
  if (pair.subject == nullptr || pair.reference == nullptr || pair.subject_blocks.width == 0 ||
      pair.reference_blocks.width == 0)
    return {};
  return arranger(pair, options, found).run();
}

} // namespace weightkin::detail
