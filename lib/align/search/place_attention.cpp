#include "align/search/place_attention.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "align/search/head_rows.hpp"

namespace weightkin::detail {
namespace {

/// Heads that were mixed inside are turned back by one dense map of all their rows up to here.
constexpr std::int64_t most_turned_rows = 2048;

std::string head_group(const layer_block& layer) {
  return "layers." + std::to_string(layer.layer) + ".attention.heads";
}

class attention_placer {
public:
  attention_placer(block_placements& placements, const layer_plan& plan, const order_evidence& all)
      : placements_(placements), plan_(plan), heads_(plan.heads),
        a_(placements.pair().subject_blocks.layers[plan.subject]),
        b_(placements.pair().reference_blocks.layers[plan.reference]),
        believed_(heads_.head_width > 0 && believed(heads_.evidence, all)) {}

  std::size_t place(component_correspondence& found) {
    const bool moved = believed_ && !heads_.identity;
    rows wide, narrow;
    if (moved) {
      wide = rows_of_heads(heads_.head_of, heads_.head_width);
      narrow = rows_of_heads(heads_.group_of, heads_.head_width);
    }
    placements_.place(a_.qkv, b_.qkv, plan_.attention, picked(of_fused(wide, narrow)), moved);
    const bool keys = place_turned(heads_.keys, {a_.k, b_.k}, {a_.q, b_.q}, plan_.attention);
    if (!keys) {
      placements_.place(a_.q, b_.q, plan_.attention, picked(wide), moved);
      placements_.place(a_.k, b_.k, plan_.attention, picked(narrow), moved);
    }
    const bool values = place_turned(heads_.values, {a_.v, b_.v}, {a_.o, b_.o}, {});
    if (!values) {
      placements_.place(a_.v, b_.v, plan_.attention, picked(narrow), false);
      placements_.place(a_.o, b_.o, {}, picked(wide), false);
    }
    if (heads_.head_width > 0) note(found, moved, keys, values);
    return mixed_;
  }

private:
  using rows = std::vector<std::int64_t>;
  struct factor {
    tensor_index subject, reference;
  };

  /// Queries, keys and values below each other.
  [[nodiscard]] rows of_fused(const rows& wide, const rows& narrow) const {
    rows fused = wide;
    const auto queries = placements_.rows_on_reference(b_.o);
    const auto keys = (placements_.rows_on_reference(b_.qkv) - queries) / 2;
    for (const std::int64_t start : {queries, queries + keys})
      for (const std::int64_t row : narrow)
        fused.push_back(row < 0 ? row : row + start);
    return fused;
  }

  /// Lays heads on each other whose rows were mixed inside; false when they were not. The narrow
  /// factor was fitted, the wide one chose whether the fit is used: neither testifies.
  bool place_turned(const head_turns& turns, factor narrow, factor wide,
                    const norm_fold& in_front_of_wide) {
    if (turns.kind == basis_relation::same || !believed_) return false;
    const std::int64_t there = placements_.rows_on_reference(wide.reference);
    if (a_.qkv || there == 0 || there > most_turned_rows) {
      ++mixed_;
      return false;
    }
    placements_.place(narrow.subject, narrow.reference, plan_.attention,
                      turned_by(heads_.group_of, turns.narrow, narrow.reference), true);
    placements_.place(wide.subject, wide.reference, in_front_of_wide,
                      turned_by(heads_.head_of, turns.wide, wide.reference), true);
    return true;
  }

  [[nodiscard]] axis_change turned_by(const rows& order, const std::vector<dense_matrix>& turns,
                                      tensor_index reference) const {
    const auto there = static_cast<std::size_t>(placements_.rows_on_reference(reference));
    axis_change change;
    change.turn =
        std::make_shared<stream_turn>(turned_heads(order, turns, heads_.head_width, there));
    return change;
  }

  void note(component_correspondence& found, bool moved, bool keys, bool values) const {
    unit_correspondence units;
    units.subject_group = head_group(a_);
    units.reference_group = head_group(b_);
    units.reference_of = heads_.head_of;
    units.agreement = heads_.evidence.share();
    units.asked = heads_.evidence.asked;
    units.identity = !moved;
    if (!moved) keep_numbers(units.reference_of);
    if (values) units.values = heads_.values.kind;
    if (keys) units.keys = heads_.keys.kind;
    found.units.push_back(std::move(units));
  }

  block_placements& placements_;
  const layer_plan& plan_;
  const head_order& heads_;
  const layer_block& a_;
  const layer_block& b_;
  bool believed_;
  std::size_t mixed_ = 0;
};

} // namespace

std::size_t place_attention(block_placements& placements, const layer_plan& plan,
                            const order_evidence& all, component_correspondence& found) {
  return attention_placer(placements, plan, all).place(found);
}

} // namespace weightkin::detail
