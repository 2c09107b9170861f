#include "inventory/width_flow.hpp"

#include <algorithm>

#include "inventory/role_rules.hpp"

namespace weightkin::detail {
namespace {

using enum tensor_role;

/// Layers that map inputs to outputs.
bool is_map(const tensor_facts& fact) noexcept {
  if (fact.rank() < 2) return false;
  switch (fact.role) {
  case attention_q:
  case attention_k:
  case attention_v:
  case attention_qkv:
  case attention_o:
  case mlp_gate:
  case mlp_up:
  case mlp_down:
  case mlp_gate_up:
  case router:
  case output_head:
  case convolution:
  case linear:
  case recurrent: return true;
  default: return false;
  }
}

bool begins_with(const tensor_facts& fact, std::string_view word) {
  return !fact.slot.segments.empty() && fact.slot.segments.front() == word;
}

/// The width of the residual stream as one tensor sees it, and whether it belongs to a block.
struct residual_vote {
  std::uint64_t width = 0;
  bool from_block = false;
};

residual_vote vote_of(const tensor_facts& fact) {
  if (fact.role == norm && fact.rank() == 1) return {fact.extent(0), false};
  if (fact.rank() != 2) return {};
  switch (fact.role) {
  case token_embedding:
  case output_head:
  case position_embedding: return {fact.extent(1), false};
  case attention_q:
  case attention_k:
  case attention_v:
  case attention_qkv:
  case mlp_gate:
  case mlp_up:
  case mlp_gate_up:
  case router: return {fact.inputs(), true};
  case attention_o:
  case mlp_down: return {fact.outputs(), true};
  default: return {};
  }
}

/// Flattened channels are looked for among this many input widths; more is no real network.
constexpr std::size_t most_flattened_widths = 256;

} // namespace

width_flow::width_flow(std::span<const tensor_facts> facts, std::size_t components)
    : facts_(facts), parts_(components) {
  for (std::size_t index = 0; index < facts_.size(); ++index)
    collect(index);

  struct tally {
    std::map<std::uint64_t, std::size_t> votes;
    std::size_t total = 0;
    bool has_block = false;
  };
  std::vector<tally> tallies(components);
  for (const tensor_facts& fact : facts_) {
    const residual_vote vote = vote_of(fact);
    if (vote.width == 0) continue;
    tally& count = tallies[fact.component];
    ++count.votes[vote.width];
    ++count.total;
    count.has_block |= vote.from_block;
  }
  for (std::size_t i = 0; i < components; ++i)
    for (const auto& [width, votes] : tallies[i].votes)
      if (tallies[i].has_block && 2 * votes > tallies[i].total) parts_[i].residual = width;
}

void width_flow::collect(std::size_t index) {
  const tensor_facts& fact = facts_[index];
  part& own = parts_[fact.component];
  if (fact.role == norm && fact.rank() == 1) own.vectors[fact.extent(0)].add(index);
  if (fact.role == token_embedding || fact.role == unknown) {
    if (fact.rank() == 2) own.writers[fact.extent(1)].add(index);
    return;
  }
  if (!is_map(fact)) return;
  own.readers[fact.inputs()].add(index);
  if (fact.rank() == 2) own.matrix_readers[fact.inputs()].add(index);
  if (begins_with(fact, "encoder")) own.encoder_readers[fact.inputs()].add(index);
  if (const std::string head = head_path(fact.slot); !head.empty())
    own.head_readers[head][fact.inputs()].add(index);
  // A recurrent layer's gates are stacked: its units are the columns of the hidden weight.
  if (fact.role != recurrent)
    own.writers[fact.outputs()].add(index);
  else if (!fact.slot.segments.empty() && fact.slot.segments.back().starts_with("weight_hh"))
    own.writers[fact.inputs()].add(index);
}

bool width_flow::read_within_component(std::size_t index) const {
  const tensor_facts& fact = facts_[index];
  const part& own = parts_[fact.component];
  const std::uint64_t width = fact.outputs();
  const auto later = [&](const uses& readers) {
    const auto found = readers.find(width);
    return found != readers.end() && found->second.last > index;
  };
  if (const std::string head = head_path(fact.slot); !head.empty()) {
    const auto inside = own.head_readers.find(head);
    return inside != own.head_readers.end() && later(inside->second);
  }
  if (later(own.readers)) {
    // Files sorted by name put a decoder before its encoder, whose inputs are the decoder's
    // outputs: those are data, not hidden units.
    const auto encoders = own.encoder_readers.find(width);
    const bool only_encoders = encoders != own.encoder_readers.end() &&
                               encoders->second.count == own.readers.at(width).count;
    if (!(begins_with(fact, "decoder") && only_encoders)) return true;
  }
  if (fact.role != convolution) return false;
  if (own.vectors.contains(width)) return true;
  std::size_t looked_at = 0;
  for (auto flat = own.matrix_readers.upper_bound(width);
       flat != own.matrix_readers.end() && looked_at < most_flattened_widths; ++flat, ++looked_at)
    if (width >= 8 && flat->first % width == 0 && flat->second.last > index) return true;
  return false;
}

bool width_flow::read_by_another_component(std::size_t index) const {
  const std::uint64_t width = facts_[index].outputs();
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (i != facts_[index].component && parts_[i].readers.contains(width)) return true;
  return false;
}

bool width_flow::written_within_component(std::size_t index, std::uint64_t width) const {
  const uses& writers = parts_[facts_[index].component].writers;
  const auto found = writers.find(width);
  if (found == writers.end()) return false;
  // A square map writes the width it reads; that alone says nothing about where its inputs come
  // from.
  return found->second.count > 1 || found->second.last != index;
}

} // namespace weightkin::detail
