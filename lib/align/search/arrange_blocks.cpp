#include "align/search/arrange_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "align/search/layer_plan.hpp"
#include "align/search/placement_list.hpp"
#include "align/search/stream_anchor.hpp"

namespace weightkin::detail {
namespace {

/// Evidence for an order: alone, or as one of many like it.
bool believed(const order_evidence& one, const order_evidence& all) {
  return one.log10_p() < believed_below ||
         (all.log10_p() < believed_below && one.agreed * 2 > one.asked);
}

std::string rounded(double x) {
  if (std::isnan(x)) return "-";
  const auto thousandths = static_cast<long>(std::lround(x * 1000));
  const std::string digits = std::to_string(std::abs(thousandths) % 1000 + 1000);
  return (thousandths < 0 ? "-" : "") + std::to_string(std::abs(thousandths) / 1000) + "." +
         digits.substr(1);
}

/// Heads that were mixed inside are turned back by one dense map of all their rows up to here.
constexpr std::int64_t most_turned_rows = 2048;

class arranger {
public:
  arranger(const block_pair& pair, const search_options& options, rearrangement& found)
      : pair_(pair), options_(options), found_(found), placements_(*pair.subject, *pair.reference) {
  }

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
    fitted_.insert(anchor_.fitted.begin(), anchor_.fitted.end());
    describe();
    if (auto done = place_tables(); !done) return done;
    for (const layer_plan& layer : plans_)
      place_layer(layer);
    finish();
    return {};
  }

private:
  const axis_change& carry() const { return anchor_.relation.carry; }
  bool turned() const { return carry().turn != nullptr; }
  const layer_block& layer_a(const layer_plan& plan) const {
    return pair_.subject_blocks.layers[plan.subject];
  }
  const layer_block& layer_b(const layer_plan& plan) const {
    return pair_.reference_blocks.layers[plan.reference];
  }

  /// Nothing relates the streams, and they cannot even be laid on each other as they are.
  bool streams_differ() const {
    return anchor_.relation.basis == basis_relation::unknown &&
           pair_.subject_blocks.width != pair_.reference_blocks.width;
  }

  result<void> plan() {
    plans_.clear();
    networks_ = heads_ = {};
    if (streams_differ()) return {};
    const std::size_t layers = std::min(pair_.layer_of.size(), pair_.subject_blocks.layers.size());
    for (std::size_t l = 0; l < layers; ++l) {
      if (pair_.layer_of[l] < 0 ||
          static_cast<std::size_t>(pair_.layer_of[l]) >= pair_.reference_blocks.layers.size())
        continue;
      if (options_.meter != nullptr && options_.meter->cancelled())
        return error{errc::cancelled, "the search for rearranged weights was cancelled"};
      // Late layers stay as they are numbered rather than unplaced.
      auto plan =
          plan_layer(pair_, l, static_cast<std::size_t>(pair_.layer_of[l]), carry(), options_);
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
    const stream_statistics& s = anchor_.relation.statistics;
    found_.searched.push_back(
        "relation of the residual streams by " +
        (anchor_.anchor.empty() ? std::string("tokens and units") : anchor_.anchor) +
        ": explained on " + std::to_string(s.held_out) +
        " held-out rows (strangers: 0): in order " + rounded(s.same) + ", reordered " +
        rounded(s.permuted) + ", rotated " + rounded(s.rotated) + "; the rotation's own rows " +
        rounded(s.fitted) + " (strangers: up to " + rounded(s.fitted_by_chance) + ")");
    if (networks_.asked > 0)
      found_.searched.push_back("order of hidden units: parts of the evidence agree on " +
                                std::to_string(networks_.agreed) + " of " +
                                std::to_string(networks_.asked) +
                                " units asked (strangers: " + rounded(networks_.expected) + ")");
    if (heads_.asked > 0)
      found_.searched.push_back(
          "order of heads: parts of the evidence agree on " + std::to_string(heads_.agreed) +
          " of " + std::to_string(heads_.asked) +
          " heads or their rows asked (strangers: " + rounded(heads_.expected) + ")");
    component_.subject = pair_.subject_blocks.component;
    component_.reference = pair_.reference_blocks.component;
    component_.basis = anchor_.relation.basis;
    component_.stream_of = carry().from;
    component_.stream_sign = carry().sign;
    for (std::size_t l = 0; l < pair_.subject_blocks.layers.size(); ++l) {
      const auto number =
          static_cast<std::size_t>(std::max(0, pair_.subject_blocks.layers[l].layer));
      if (component_.layer_of.size() <= number)
        component_.layer_of.resize(number + 1, no_counterpart);
      if (l < pair_.layer_of.size() && pair_.layer_of[l] >= 0 &&
          static_cast<std::size_t>(pair_.layer_of[l]) < pair_.reference_blocks.layers.size())
        component_.layer_of[number] =
            pair_.reference_blocks.layers[static_cast<std::size_t>(pair_.layer_of[l])].layer;
    }
  }

  /// A tensor that touches the stream along one axis and units, heads or nothing along the other.
  void place(tensor_index a, tensor_index b, const norm_fold& fold, axis_change units,
             bool fitted) {
    if (!a || !b) return;
    const auto axis_a = stream_axis_of(*pair_.subject, *a, pair_.subject_blocks.width);
    const auto axis_b = stream_axis_of(*pair_.reference, *b, pair_.reference_blocks.width);
    if (!axis_a || !axis_b) {
      place_plain(a, b);
      return;
    }
    // One container may store what another transposes.
    std::vector<axis_change> of_b{carried_on(carry(), *axis_a, fold.reference)};
    units.axis = 1 - *axis_a;
    of_b.push_back(std::move(units));
    placements_.add({*a,
                     *b,
                     axis_a != axis_b,
                     {carried_on({}, *axis_a, fold.subject)},
                     std::move(of_b),
                     fitted || fitted_.contains(*a)});
  }

  /// As it is; only where nothing about the stream was changed.
  void place_plain(tensor_index a, tensor_index b) {
    if (!a || !b || turned() || !carry().from.empty()) return;
    placements_.add({*a, *b, false, {}, {}, false});
  }

  void place_gain(tensor_index a, tensor_index b, const norm_fold& fold) {
    if (!a || !b || turned() || fold.folded) return;
    axis_change change = carried_on(carry(), 0);
    change.sign.clear(); // a gain has no side
    placements_.add({*a, *b, false, {}, {std::move(change)}, false});
  }

  void place_layer(const layer_plan& plan) {
    const layer_block& a = layer_a(plan);
    const layer_block& b = layer_b(plan);
    place_gain(a.attention_gain, b.attention_gain, plan.attention);
    place_gain(a.network_gain, b.network_gain, plan.network);
    place_attention(plan, a, b);
    place(a.router, b.router, plan.network, picked(expert_rows(plan, a, b)), false);
    if (a.stacked && b.stacked) {
      place_plain(a.stacked->gate, b.stacked->gate);
      place_plain(a.stacked->up, b.stacked->up);
      place_plain(a.stacked->down, b.stacked->down);
    }
    std::set<std::size_t> origins;
    for (const network_plan& network : plan.networks) {
      place_network(plan, network, a.networks[network.subject], b.networks[network.reference]);
      if (believed(network.order.evidence, networks_) && !origins.insert(network.reference).second)
        component_.repeats_networks = true;
    }
    // Values chose among the networks of a layer.
    if (a.networks.size() > 1 || b.networks.size() > 1)
      component_.log10_choices += static_cast<double>(a.networks.size()) *
                                  std::log10(static_cast<double>(b.networks.size() + 1));
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

  /// Rows of a router in the order that its experts were found in; empty when they kept it.
  static std::vector<std::int64_t> expert_rows(const layer_plan& plan, const layer_block& a,
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

  void place_attention(const layer_plan& plan, const layer_block& a, const layer_block& b) {
    const head_order& heads = plan.heads;
    const bool use = heads.head_width > 0 && !heads.identity && believed(heads.evidence, heads_);
    std::vector<std::int64_t> wide, narrow, fused;
    if (use) {
      wide = rows_of_heads(heads.head_of, heads.head_width);
      narrow = rows_of_heads(heads.group_of, heads.head_width);
      fused = wide;
      const auto reference_wide = rows_on_reference(b.o);
      const auto reference_narrow = (rows_on_reference(b.qkv) - reference_wide) / 2;
      for (const std::int64_t start : {reference_wide, reference_wide + reference_narrow})
        for (const std::int64_t row : narrow)
          fused.push_back(row < 0 ? row : row + start);
    }
    place(a.qkv, b.qkv, plan.attention, picked(fused), use);
    const bool keys = place_turned(a.k, b.k, a.q, b.q, heads, heads.keys, plan, use, a.qkv);
    if (!keys) {
      place(a.q, b.q, plan.attention, picked(wide), use);
      place(a.k, b.k, plan.attention, picked(narrow), use);
    }
    const bool values = place_turned(a.v, b.v, a.o, b.o, heads, heads.values, plan, false, a.qkv);
    if (!values) {
      place(a.v, b.v, plan.attention, picked(narrow), false);
      place(a.o, b.o, {}, picked(wide), false);
    }
    if (heads.head_width == 0) return;
    unit_correspondence units;
    units.subject_group = head_group(a);
    units.reference_group = head_group(b);
    units.reference_of = heads.head_of;
    units.agreement = heads.evidence.share();
    units.identity = !use;
    if (!use) number(units.reference_of);
    if (values) units.values = heads.values.kind;
    if (keys) units.keys = heads.keys.kind;
    component_.units.push_back(std::move(units));
  }

  /// Lays heads on each other whose rows were mixed inside; false when they were not. The narrow
  /// factor is fitted to its values; the wide one then tells.
  bool place_turned(tensor_index narrow_a, tensor_index narrow_b, tensor_index wide_a,
                    tensor_index wide_b, const head_order& heads, const head_turns& turns,
                    const layer_plan& plan, bool wide_fitted, tensor_index fused) {
    if (turns.kind == basis_relation::same || !believed(heads.evidence, heads_)) return false;
    if (fused || !wide_b || rows_on_reference(wide_b) > most_turned_rows) {
      ++mixed_heads_;
      return false;
    }
    const bool reads = &turns == &heads.keys; // queries read the stream, outputs write it
    place(narrow_a, narrow_b, plan.attention,
          turned_by(heads, heads.group_of, turns.narrow, narrow_b), true);
    place(wide_a, wide_b, reads ? plan.attention : norm_fold{},
          turned_by(heads, heads.head_of, turns.wide, wide_b), wide_fitted);
    return true;
  }

  static axis_change picked(const std::vector<std::int64_t>& from,
                            const std::vector<std::int8_t>& sign = {}) {
    axis_change change;
    change.from = from;
    change.sign = sign;
    return change;
  }

  axis_change turned_by(const head_order& heads, const std::vector<std::int64_t>& order,
                        const std::vector<dense_matrix>& turns, tensor_index reference) const {
    axis_change change;
    change.turn = std::make_shared<stream_turn>(turned_heads(
        order, turns, heads.head_width, static_cast<std::size_t>(rows_on_reference(reference))));
    return change;
  }

  std::int64_t rows_on_reference(tensor_index tensor) const {
    if (!tensor) return 0;
    const auto axis = stream_axis_of(*pair_.reference, *tensor, pair_.reference_blocks.width);
    if (!axis) return 0;
    return static_cast<std::int64_t>(pair_.reference->tensors[*tensor].shape[1 - *axis]);
  }

  static std::string head_group(const layer_block& layer) {
    return "layers." + std::to_string(layer.layer) + ".attention.heads";
  }

  static void number(std::vector<std::int64_t>& of) {
    for (std::size_t i = 0; i < of.size(); ++i)
      if (of[i] >= 0) of[i] = static_cast<std::int64_t>(i);
  }

  void place_network(const layer_plan& plan, const network_plan& network, const network_block& a,
                     const network_block& b) {
    const unit_order& order = network.order;
    const bool use = !order.identity && believed(order.evidence, networks_);
    std::vector<std::int64_t> rows, fused;
    const std::int64_t there = rows_on_reference(b.down);
    const auto here = static_cast<std::int64_t>(order.of.size());
    if (use || (here != there && order.identity && believed(order.evidence, networks_)))
      rows = order.of;
    // A network whose units changed sign is believed with its order.
    const bool signs = !order.sign.empty() && believed(order.evidence, networks_);
    const std::vector<std::int8_t> sign = signs ? order.sign : std::vector<std::int8_t>();
    fused = rows;
    for (const std::int64_t row : rows)
      fused.push_back(row < 0 ? row : row + there);
    std::vector<std::int8_t> fused_sign;
    if (signs) {
      fused_sign.assign(sign.size(), 1);
      fused_sign.insert(fused_sign.end(), sign.begin(), sign.end());
    }
    if (a.gate && a.gate == a.up) {
      place(a.up, b.up, plan.network, picked(fused, fused_sign), use);
    } else {
      // The search looked at the first part alone, and at the last one for signs.
      place(a.gate, b.gate, plan.network, picked(rows), use);
      place(a.up, b.up, plan.network, picked(rows, sign), use && !a.gate);
    }
    place(a.down, b.down, {}, picked(rows, sign), signs);
    unit_correspondence units;
    units.subject_group = hidden_group(*pair_.subject, a);
    units.reference_group = hidden_group(*pair_.reference, b);
    units.reference_of = order.of;
    units.agreement = order.evidence.share();
    units.identity = !use;
    if (!use && !order.identity) number(units.reference_of);
    units.flipped = static_cast<std::uint64_t>(std::count(sign.begin(), sign.end(), -1));
    // Units that are new lie somewhere all the same, but on no counterpart.
    const bool known = believed(order.evidence, networks_);
    const bool one_of_several = plan.networks.size() > 1;
    for (std::size_t i = 0; i < order.alike.size(); ++i)
      if (known ? !order.alike[i] : one_of_several) units.reference_of[i] = no_counterpart;
    component_.units.push_back(std::move(units));
  }

  static std::string hidden_group(const model_ref& model, const network_block& network) {
    const tensor_index tensor = network.up ? network.up : network.down;
    if (!tensor || *tensor >= model.contents->entries.size()) return "";
    const auto& axis = model.contents->entries[*tensor].axis;
    return axis ? axis->group : "";
  }

  /// Rows of the reference's table for those of the subject; empty when they are the same.
  std::vector<std::int64_t> token_rows(tensor_index a, tensor_index b) const {
    const std::uint64_t rows_a = pair_.subject->tensors[*a].shape[0];
    const std::uint64_t rows_b = pair_.reference->tensors[*b].shape[0];
    const std::size_t known = std::min(pair_.subject_tokens.size(), pair_.reference_tokens.size());
    bool numbered = true;
    for (std::size_t i = 0; i < known; ++i)
      numbered = numbered && pair_.subject_tokens[i] == pair_.reference_tokens[i];
    std::vector<std::int64_t> of;
    if (numbered && rows_a == rows_b) return of;
    of.assign(static_cast<std::size_t>(rows_a), no_counterpart);
    // Tokens numbered alike as far as known are taken to be numbered alike altogether.
    if (numbered)
      for (std::uint64_t i = 0; i < std::min(rows_a, rows_b); ++i)
        of[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(i);
    else
      for (std::size_t i = 0; i < known; ++i)
        if (pair_.subject_tokens[i] < rows_a && pair_.reference_tokens[i] < rows_b)
          of[static_cast<std::size_t>(pair_.subject_tokens[i])] =
              static_cast<std::int64_t>(pair_.reference_tokens[i]);
    return of;
  }

  void place_table(tensor_index a, tensor_index b, const norm_fold& fold) {
    if (!a || !b) return;
    if (pair_.subject->tensors[*a].shape.size() != 2 ||
        pair_.reference->tensors[*b].shape.size() != 2)
      return;
    axis_change tokens;
    tokens.axis = 0;
    tokens.from = token_rows(a, b);
    if (component_.token_of.empty()) component_.token_of = tokens.from;
    placements_.add({*a,
                     *b,
                     false,
                     {carried_on({}, 1, fold.subject)},
                     {carried_on(carry(), 1, fold.reference), std::move(tokens)},
                     fitted_.contains(*a) || pair_.tokens_by_content});
  }

  result<void> place_tables() {
    if (streams_differ()) return {};
    const model_blocks& a = pair_.subject_blocks;
    const model_blocks& b = pair_.reference_blocks;
    auto fold = plan_head(pair_, carry());
    if (!fold) return std::move(fold).error();
    place_table(a.embedding, b.embedding, {});
    if (a.head != a.embedding && b.head != b.embedding) place_table(a.head, b.head, *fold);
    place_gain(a.final_gain, b.final_gain, *fold);
    return {};
  }

  void finish() {
    if (streams_differ())
      found_.limits.push_back(
          "the residual streams have different widths and nothing relates them");
    if (late_ > 0)
      found_.limits.push_back(std::to_string(late_) +
                              " layers were not searched to the end: out of time");
    if (mixed_heads_ > 0)
      found_.limits.push_back("the values inside of heads are mixed in " +
                              std::to_string(mixed_heads_) +
                              " layers: only whole heads were laid on "
                              "each other");
    if (!placements_.misfits().empty())
      found_.limits.push_back(std::to_string(placements_.misfits().size()) +
                              " tensors have another shape than their counterparts, which no order "
                              "of units explains");
    auto placed = placements_.take();
    found_.placements.insert(found_.placements.end(), std::make_move_iterator(placed.begin()),
                             std::make_move_iterator(placed.end()));
    found_.components.push_back(std::move(component_));
  }

  const block_pair& pair_;
  const search_options& options_;
  rearrangement& found_;
  placement_list placements_;
  anchored_relation anchor_;
  std::vector<layer_plan> plans_;
  order_evidence networks_, heads_; ///< of all layers together
  component_correspondence component_;
  std::set<std::size_t> fitted_;
  std::size_t late_ = 0;
  std::size_t mixed_heads_ = 0;
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
