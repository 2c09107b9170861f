#include <cmath>
#include <cstring>
#include <string>

#include <boost/test/unit_test.hpp>

#include "decoder_parts.hpp"
#include "derive_depth.hpp"
#include "derive_permutation.hpp"
#include "derive_vocabulary.hpp"
#include "derive_width.hpp"
#include "recipes.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr decoder_sizes small{64, 24, 40, 4, 4, 2, 8};

bool same_bits(const zoo_model& a, const zoo_model& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t i = 0; i < a.tensors.size(); ++i) {
    const zoo_tensor &x = a.tensors[i], &y = b.tensors[i];
    if (x.name != y.name || x.shape != y.shape || x.values.size() != y.values.size() ||
        std::memcmp(x.values.data(), y.values.data(), 4 * x.values.size()) != 0)
      return false;
  }
  return true;
}

/// What each index of one axis of a child's tensor is in the parent.
using axis_map = std::vector<std::int64_t>;

/// The truth spelled out for one tensor of the child.
struct expected_source {
  std::string name; ///< in the parent; empty: none
  axis_map rows, columns;
  bool row_signs = false, column_signs = false; ///< the axis is the stream
};

axis_map or_identity(const axis_map& map, std::size_t count) {
  return map.empty() ? as_truth(identity_order(count)) : map;
}

axis_map in_blocks(const axis_map& map, std::size_t block) {
  axis_map all;
  for (const std::int64_t unit : map)
    for (std::size_t i = 0; i < block; ++i)
      all.push_back(
          unit < 0 ? unit : unit * static_cast<std::int64_t>(block) + static_cast<std::int64_t>(i));
  return all;
}

class reading_of_truth {
public:
  explicit reading_of_truth(const descendant& child) : child_(child) {}

  expected_source source_of(const zoo_tensor& tensor) const {
    expected_source found{tensor.name, or_identity({}, tensor.rows()),
                          or_identity({}, tensor.columns())};
    const axis_map stream = or_identity(truth().stream_of, child_.model.decoder.width);
    if (!tensor.name.starts_with("model.layers.")) {
      if (tensor.shape.size() == 1) {
        found.rows = stream;
      } else {
        found.rows = or_identity(truth().token_of, tensor.rows());
        found.columns = stream;
        found.column_signs = true;
      }
      return found;
    }
    const std::size_t dot = tensor.name.find('.', 13);
    const auto layer = static_cast<std::size_t>(std::stoul(tensor.name.substr(13, dot - 13)));
    const std::string part = tensor.name.substr(dot + 1);
    const std::int64_t old =
        truth().layer_of.empty() ? static_cast<std::int64_t>(layer) : truth().layer_of.at(layer);
    if (old < 0) return {};
    found.name = "model.layers." + std::to_string(old) + "." + part;
    const bool gain = tensor.shape.size() == 1;
    const bool writes = part == "self_attn.o_proj.weight" || part == "mlp.down_proj.weight";
    (gain || writes ? found.rows : found.columns) = stream;
    found.row_signs = writes;
    found.column_signs = !gain && !writes;
    if (!gain) (writes ? found.columns : found.rows) = inner_axis(tensor, layer, part);
    return found;
  }

private:
  const descent& truth() const { return child_.truth; }

  axis_map units(const std::string& group, std::size_t count) const {
    const auto found = truth().units_of.find(group);
    return found == truth().units_of.end() ? or_identity({}, count) : found->second;
  }

  axis_map inner_axis(const zoo_tensor& tensor, std::size_t layer, const std::string& part) const {
    const decoder_sizes& sizes = child_.model.decoder;
    if (part.starts_with("mlp."))
      return units(hidden_group(layer),
                   part == "mlp.down_proj.weight" ? tensor.columns() : tensor.rows());
    if (part == "self_attn.k_proj.weight")
      return in_blocks(units(key_head_group(layer), sizes.key_heads), sizes.head_width);
    const axis_map values = units(value_group(layer), sizes.key_heads * sizes.head_width);
    if (part == "self_attn.v_proj.weight") return values;
    axis_map heads = in_blocks(units(head_group(layer), sizes.heads), sizes.head_width);
    if (part == "self_attn.q_proj.weight") return heads;
    // Columns of o: the query head's block, and inside it the order of the values it reads.
    const std::size_t group = group_size(sizes), width = sizes.head_width;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const std::int64_t inside =
          values.at(i / width / group * width + i % width) % static_cast<std::int64_t>(width);
      heads[i] =
          heads[i] / static_cast<std::int64_t>(width) * static_cast<std::int64_t>(width) + inside;
    }
    return heads;
  }

  const descendant& child_;
};

/// Share of the child's values that are what the truth says, up to a sign where `signs_free`.
double explained(const zoo_model& parent, const descendant& child, bool signs_free) {
  const reading_of_truth reading(child);
  double same = 0, all = 0;
  for (const zoo_tensor& tensor : child.model.tensors) {
    const expected_source source = reading.source_of(tensor);
    if (source.name.empty()) continue;
    const zoo_tensor& old = named_tensor(parent, source.name);
    const auto sign_at = [&](bool signed_axis, std::size_t i) {
      return signed_axis && !child.truth.stream_sign.empty() ? child.truth.stream_sign.at(i) : 1;
    };
    for (std::size_t i = 0; i < tensor.rows(); ++i)
      for (std::size_t j = 0; j < tensor.columns(); ++j) {
        if (source.rows.at(i) < 0 || source.columns.at(j) < 0) continue;
        const float before =
            old.values.at(static_cast<std::size_t>(source.rows[i]) * old.columns() +
                          static_cast<std::size_t>(source.columns[j]));
        const float now = tensor.values[i * tensor.columns() + j];
        const int sign = sign_at(source.row_signs, i) * sign_at(source.column_signs, j);
        same += now == static_cast<float>(sign) * before ||
                        (signs_free && std::fabs(now) == std::fabs(before))
                    ? 1
                    : 0;
        all += 1;
      }
  }
  return same / all;
}

} // namespace

BOOST_AUTO_TEST_CASE(equal_seeds_give_equal_bits) {
  const relatives from = made_relatives(1, small), again = made_relatives(1, small);
  BOOST_TEST(same_bits(from.siblings[2], again.siblings[2]));
  BOOST_TEST(!same_bits(from.siblings[1], from.siblings[2]));
  for (const recipe& one : recipes_for(backbone::decoder))
    for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
      BOOST_TEST_INFO(one.name << ", " << one.strengths[strength]);
      BOOST_TEST(
          same_bits(one.apply(from, strength, 9).model, one.apply(again, strength, 9).model));
    }
}

/// Sizes, maps and tensors agree, names are unique, and every child is something else than before.
BOOST_AUTO_TEST_CASE(truth_has_the_shape_of_the_child) {
  const relatives from = made_relatives(2, small);
  for (const recipe& one : recipes_for(backbone::decoder))
    for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
      BOOST_TEST_INFO(one.name << ", " << one.strengths[strength]);
      const descendant child = one.apply(from, strength, 9);
      const decoder_sizes& sizes = child.model.decoder;
      const descent& truth = child.truth;
      BOOST_TEST(!same_bits(child.model, from.parent));
      BOOST_TEST(!truth.operations.empty());
      BOOST_TEST(truth.related);
      BOOST_TEST(!truth.recipe.empty());
      BOOST_TEST((truth.layer_of.empty() || truth.layer_of.size() == sizes.layers));
      BOOST_TEST((truth.stream_of.empty() || truth.stream_of.size() == sizes.width));
      BOOST_TEST((truth.stream_sign.size() == truth.stream_of.size()));
      BOOST_TEST((truth.token_of.empty() || truth.token_of.size() == sizes.vocabulary));
      BOOST_TEST(truth.merge_weights.size() == one.mixed.size());
      BOOST_TEST(
          (from.parent.decoder.width == sizes.width || !truth.stream_of.empty() || truth.rotated));
      zoo_model model = child.model;
      BOOST_TEST(token_table(model).rows() == sizes.vocabulary);
      BOOST_TEST(token_table(model).columns() == sizes.width);
      for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
        BOOST_TEST(block_tensor(model, layer, "self_attn.q_proj").rows() ==
                   sizes.heads * sizes.head_width);
        BOOST_TEST(block_tensor(model, layer, "self_attn.v_proj").rows() ==
                   sizes.key_heads * sizes.head_width);
        if (one.name.starts_with("upcycled")) continue;
        BOOST_TEST(block_tensor(model, layer, "mlp.down_proj").columns() == sizes.hidden);
        const auto units = truth.units_of.find(hidden_group(layer));
        BOOST_TEST((units == truth.units_of.end() || units->second.size() == sizes.hidden));
      }
      for (const zoo_tensor& a : model.tensors) {
        std::size_t namesakes = 0, extent = 1;
        for (const zoo_tensor& b : model.tensors)
          namesakes += a.name == b.name ? 1 : 0;
        for (const std::uint64_t length : a.shape)
          extent *= static_cast<std::size_t>(length);
        BOOST_TEST(namesakes == 1U);
        BOOST_TEST(extent == a.values.size());
      }
    }
}

BOOST_AUTO_TEST_CASE(maps_reproduce_the_children_of_moves) {
  const relatives from = made_relatives(4, small);
  for (const char* name :
       {"stream_permuted", "units_permuted", "heads_permuted", "depth_pruned", "depth_upscaled",
        "vocabulary_extended", "vocabulary_shuffled", "vocabulary_truncated", "e6", "hidden_pruned",
        "stream_pruned", "heads_pruned", "key_heads_pruned", "hidden_and_stream_pruned"}) {
    const recipe one = recipe_named(name);
    for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
      BOOST_TEST_INFO(name << ", " << one.strengths[strength]);
      BOOST_TEST(explained(from.parent, one.apply(from, strength, 3), false) == 1.0);
    }
  }
  // Inserted layers are copies but for what they write with, which is 0.
  const recipe silent = recipe_named("e5");
  for (std::size_t strength = 0; strength < silent.strengths.size(); ++strength) {
    const double share = explained(from.parent, silent.apply(from, strength, 3), false);
    BOOST_TEST(share > 0.8);
    BOOST_TEST(share < 1.0);
  }
  for (const char* name :
       {"values_permuted", "units_flipped", "query_pairs_flipped", "all_permuted"}) {
    const recipe one = recipe_named(name);
    BOOST_TEST_INFO(name);
    const descendant child = one.apply(from, one.strengths.size() - 1, 3);
    BOOST_TEST(explained(from.parent, child, true) == 1.0);
    BOOST_TEST(explained(from.parent, child, false) < 0.99);
  }
}

/// The reading of the truth can fail: a map with two entries exchanged explains less.
BOOST_AUTO_TEST_CASE(wrong_maps_do_not_reproduce) {
  const relatives from = made_relatives(4, small);
  descendant child = all_permuted(from.parent, 3);
  std::swap(child.truth.stream_of[0], child.truth.stream_of[1]);
  BOOST_TEST(explained(from.parent, child, true) < 0.95);
  child = units_permuted(from.parent, 3);
  std::swap(child.truth.units_of[hidden_group(1)][0], child.truth.units_of[hidden_group(1)][1]);
  BOOST_TEST(explained(from.parent, child, false) < 0.999);
}

BOOST_AUTO_TEST_CASE(chains_compose_their_maps) {
  const zoo_model parent = made_relatives(5, small).parent;
  descendant child = all_permuted(parent, 1);
  child = chained(child, depth_upscaled(child.model, 1));
  child = chained(child, units_permuted(child.model, 2));
  child = chained(child, hidden_pruned(child.model, 30));
  child = chained(child, stream_permuted(child.model, true, 3));
  child = chained(child, stream_pruned(child.model, 20));
  child = chained(child, depth_pruned(child.model, 2));
  child = chained(child, heads_permuted(child.model, 4));
  child = chained(child, key_heads_pruned(child.model, 1));
  child = chained(child, vocabulary_shuffled(child.model, 6));
  child = chained(child, vocabulary_extended(child.model, 5, 0.1, 7));
  BOOST_TEST(explained(parent, child, true) == 1.0);
  BOOST_TEST(child.truth.units_of.size() > 8U);
  BOOST_TEST(child.truth.layer_of.size() == 4U);
}

BOOST_AUTO_TEST_CASE(split_units_are_halves) {
  const zoo_model parent = made_relatives(6, small).parent;
  const descendant child = units_split(parent);
  const zoo_tensor& down = block_tensor(child.model, 1, "mlp.down_proj");
  const zoo_tensor& old = block_tensor(parent, 1, "mlp.down_proj");
  for (std::size_t i = 0; i < down.values.size(); ++i)
    BOOST_TEST(down.values[i] == 0.5F * old.values[i / 80 * 40 + i % 40]);
}
