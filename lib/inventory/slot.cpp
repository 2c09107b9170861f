#include "inventory/slot.hpp"

#include "inventory/dialect_table.hpp"
#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

bool is_encoder(component_kind kind) noexcept {
  switch (kind) {
  case component_kind::vision_encoder:
  case component_kind::audio_encoder:
  case component_kind::text_encoder:
  case component_kind::vision_tokenizer:
  case component_kind::audio_tokenizer: return true;
  default: return false;
  }
}

bool directly_in_layer(const std::vector<std::string>& done, std::size_t end) {
  return end >= 2 && is_number(done[end - 1]) && done[end - 2] == "layers";
}

/// True where a feed-forward matrix may be named: in "mlp", one of its experts, or a shared one.
bool directly_in_mlp(const std::vector<std::string>& done) {
  if (done.empty()) return false;
  const std::string& last = done.back();
  if (last == "mlp" || last == "shared_expert" || last == "experts") return true;
  return done.size() >= 2 && is_number(last) && done[done.size() - 2] == "experts";
}

bool applies(place where, const std::vector<std::string>& done, component_kind kind) {
  switch (where) {
  case place::anywhere: return true;
  case place::top: return done.empty();
  case place::encoder_top: return done.empty() && is_encoder(kind);
  case place::in_layer: return directly_in_layer(done, done.size());
  case place::in_attention:
    return !done.empty() && (done.back() == "attention" || done.back() == "cross_attention");
  case place::in_mlp: return directly_in_mlp(done);
  case place::in_layer_mlp:
    return !done.empty() && done.back() == "mlp" && directly_in_layer(done, done.size() - 1);
  }
  return false;
}

/// Number of segments of `from` when they stand at `path[at]`, else 0.
std::size_t words_matched(std::string_view from, const std::vector<std::string_view>& path,
                          std::size_t at) {
  std::size_t words = 0;
  while (true) {
    const std::size_t dot = from.find('.');
    if (at + words >= path.size() || path[at + words] != from.substr(0, dot)) return 0;
    ++words;
    if (dot == std::string_view::npos) return words;
    from.remove_prefix(dot + 1);
  }
}

struct table_hit {
  const dialect_row* row = nullptr;
  std::size_t words = 0;
};

table_hit best_row(const std::vector<std::string_view>& path, std::size_t at,
                   const std::vector<std::string>& done, component_kind kind) {
  table_hit best;
  for (const dialect_row& row : dialect_table()) {
    const std::size_t words = words_matched(row.from, path, at);
    // Dropping the whole rest of a name would leave a tensor without one.
    if (words <= best.words || (row.to.empty() && at + words == path.size())) continue;
    if (applies(row.where, done, kind)) best = {&row, words};
  }
  return best;
}

void append_words(std::string_view words, std::vector<std::string>& out) {
  for (const std::string_view word : split_name(words))
    out.emplace_back(word);
}

/// "gamma" and "beta" are older names of what most dialects call weight and bias.
void normalise_leaf(std::vector<std::string>& segments) {
  if (segments.size() < 2) return;
  if (segments.back() == "gamma") segments.back() = "weight";
  if (segments.back() == "beta") segments.back() = "bias";
}

} // namespace

std::string slot_path::text() const {
  std::string joined;
  for (const std::string& segment : segments) {
    if (!joined.empty()) joined += '.';
    joined += segment;
  }
  return joined;
}

slot_path normalise_slot(std::string_view suffix, component_kind kind) {
  const auto path = split_name(suffix);
  slot_path slot;
  const dialect_row* last_row = nullptr;
  for (std::size_t at = 0; at < path.size();) {
    if (is_block_word(path[at]) && at + 1 < path.size() && is_number(path[at + 1])) {
      slot.segments.emplace_back("layers");
      slot.segments.emplace_back(path[at + 1]);
      last_row = nullptr;
      at += 2;
      continue;
    }
    const table_hit hit = best_row(path, at, slot.segments, kind);
    if (hit.row != nullptr) {
      append_words(hit.row->to, slot.segments);
      if (!hit.row->to.empty()) last_row = hit.row;
      at += hit.words;
      continue;
    }
    // The parameter's own name ("weight") does not change what its module is.
    if (at + 1 < path.size()) last_row = nullptr;
    slot.segments.emplace_back(path[at++]);
  }
  if (last_row != nullptr && last_row->role != tensor_role::unknown) {
    slot.hint = last_row->role;
    slot.inputs_first = last_row->inputs_first;
  }
  normalise_leaf(slot.segments);
  return slot;
}

} // namespace weightkin::detail
