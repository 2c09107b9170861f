#include "align/search/stream_anchor.hpp"

#include <algorithm>
#include <optional>

#include "align/search/carried_units.hpp"
#include "align/search/order_evidence.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t fewest_rows = 2048;
/// Values of one side's sample; beyond it rows are left out.
constexpr std::size_t most_values = std::size_t{1} << 26;

std::size_t rows_wanted(const block_pair& pair) {
  const auto width =
      static_cast<std::size_t>(std::max(pair.subject_blocks.width, pair.reference_blocks.width));
  return std::min(std::max(fewest_rows, 4 * width), most_values / std::max<std::size_t>(width, 1));
}

/// Rows of both token tables that are the same token.
struct token_pairs {
  std::vector<std::size_t> subject, reference;
};

token_pairs pick_tokens(const block_pair& pair, const tensor_view& a, const tensor_view& b) {
  token_pairs tokens;
  const bool known = !pair.subject_tokens.empty() || !pair.reference_tokens.empty();
  // Tables of one length are taken to number their tokens alike; if not, nothing will fit.
  if (!known && a.shape[0] != b.shape[0]) return tokens;
  const std::size_t total = known
                                ? std::min(pair.subject_tokens.size(), pair.reference_tokens.size())
                                : static_cast<std::size_t>(a.shape[0]);
  for (const std::size_t at : spread_positions(total, rows_wanted(pair))) {
    const std::uint64_t row_a = known ? pair.subject_tokens[at] : at;
    const std::uint64_t row_b = known ? pair.reference_tokens[at] : at;
    if (row_a >= a.shape[0] || row_b >= b.shape[0]) continue;
    tokens.subject.push_back(static_cast<std::size_t>(row_a));
    tokens.reference.push_back(static_cast<std::size_t>(row_b));
  }
  return tokens;
}

bool is_table(const tensor_view& view, std::uint64_t width) {
  return view.shape.size() == 2 && view.shape[1] == width && view.shape[0] > 0;
}

result<std::optional<stream_relation>> relate_tables(const block_pair& pair, tensor_index a,
                                                     tensor_index b,
                                                     const search_options& options) {
  if (!a || !b) return std::optional<stream_relation>();
  const tensor_view& subject = pair.subject->tensors[*a];
  const tensor_view& reference = pair.reference->tensors[*b];
  if (!is_table(subject, pair.subject_blocks.width) ||
      !is_table(reference, pair.reference_blocks.width))
    return std::optional<stream_relation>();
  const token_pairs tokens = pick_tokens(pair, subject, reference);
  auto rows_a = read_matrix_lines(subject, 0, tokens.subject);
  if (!rows_a) return std::move(rows_a).error();
  auto rows_b = read_matrix_lines(reference, 0, tokens.reference);
  if (!rows_b) return std::move(rows_b).error();
  return std::optional(relate_streams(*rows_a, *rows_b, options));
}

/// Tensors whose units are looked at in order when tokens say nothing.
struct unit_pair {
  std::size_t subject, reference;
  std::size_t subject_axis, reference_axis; ///< of the stream
  std::size_t units;
};

void add_pair(const block_pair& pair, tensor_index a, tensor_index b,
              std::vector<unit_pair>& pairs) {
  if (!a || !b) return;
  const auto axis_a = stream_axis_of(*pair.subject, *a, pair.subject_blocks.width);
  const auto axis_b = stream_axis_of(*pair.reference, *b, pair.reference_blocks.width);
  if (!axis_a || !axis_b) return;
  const std::uint64_t units = pair.subject->tensors[*a].shape[1 - *axis_a];
  if (units != pair.reference->tensors[*b].shape[1 - *axis_b]) return;
  pairs.push_back({*a, *b, *axis_a, *axis_b, static_cast<std::size_t>(units)});
}

std::vector<unit_pair> unit_pairs(const block_pair& pair) {
  std::vector<unit_pair> pairs;
  for (std::size_t l = 0; l < std::min(pair.layer_of.size(), pair.subject_blocks.layers.size());
       ++l) {
    if (pair.layer_of[l] < 0) continue;
    const layer_block& a = pair.subject_blocks.layers[l];
    const layer_block& b = pair.reference_blocks.layers[static_cast<std::size_t>(pair.layer_of[l])];
    add_pair(pair, a.q, b.q, pairs);
    if (a.networks.empty() || b.networks.empty()) continue;
    const network_block& one = a.networks[0];
    const network_block& other = b.networks[0];
    add_pair(pair, one.gate ? one.gate : one.up, other.gate ? other.gate : other.up, pairs);
  }
  return pairs;
}

result<dense_matrix> read_units(const model_ref& model, const std::vector<unit_pair>& pairs,
                                bool subject, std::size_t width, std::size_t wanted) {
  dense_matrix rows{0, width, {}};
  const std::size_t each =
      std::max<std::size_t>(1, wanted / std::max<std::size_t>(pairs.size(), 1));
  for (const unit_pair& pair : pairs) {
    const std::size_t axis = subject ? pair.subject_axis : pair.reference_axis;
    auto lines = read_matrix_lines(model.tensors[subject ? pair.subject : pair.reference], 1 - axis,
                                   spread_positions(pair.units, each));
    if (!lines) return std::move(lines).error();
    rows.rows += lines->rows;
    rows.values.insert(rows.values.end(), lines->values.begin(), lines->values.end());
  }
  return rows;
}

} // namespace

result<anchored_relation> relate_by_anchors(const block_pair& pair, const search_options& options) {
  anchored_relation found;
  const model_blocks& a = pair.subject_blocks;
  const model_blocks& b = pair.reference_blocks;
  const auto settled = [&](std::optional<stream_relation> relation, const char* anchor,
                           std::vector<std::size_t> tensors) {
    if (!relation) return false;
    const bool known = relation->basis != basis_relation::unknown;
    if (known || found.anchor.empty()) found.relation = std::move(*relation);
    if (!known) return false;
    found.anchor = anchor;
    if (found.relation.basis != basis_relation::same) found.fitted = std::move(tensors);
    return true;
  };
  auto by_embedding = relate_tables(pair, a.embedding, b.embedding, options);
  if (!by_embedding) return std::move(by_embedding).error();
  if (settled(std::move(*by_embedding), "token embedding", {a.embedding.value_or(0)})) return found;
  if (a.head && b.head && (a.head != a.embedding || b.head != b.embedding)) {
    auto by_head = relate_tables(pair, a.head, b.head, options);
    if (!by_head) return std::move(by_head).error();
    if (settled(std::move(*by_head), "output head", {*a.head})) return found;
  }
  const std::vector<unit_pair> pairs = unit_pairs(pair);
  auto rows_a =
      read_units(*pair.subject, pairs, true, static_cast<std::size_t>(a.width), rows_wanted(pair));
  if (!rows_a) return std::move(rows_a).error();
  auto rows_b = read_units(*pair.reference, pairs, false, static_cast<std::size_t>(b.width),
                           rows_wanted(pair));
  if (!rows_b) return std::move(rows_b).error();
  std::vector<std::size_t> tensors;
  tensors.reserve(pairs.size());
  for (const unit_pair& each : pairs)
    tensors.push_back(each.subject);
  settled(relate_streams(*rows_a, *rows_b, options), "units of the layers in order",
          std::move(tensors));
  return found;
}

} // namespace weightkin::detail
