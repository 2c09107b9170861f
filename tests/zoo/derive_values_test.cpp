#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/float_formats.hpp>

#include "decoder_parts.hpp"
#include "derive_compensated.hpp"
#include "derive_gguf_grids.hpp"
#include "derive_low_rank.hpp"
#include "derive_merges.hpp"
#include "derive_noise.hpp"
#include "derive_rounding.hpp"
#include "derive_sparsity.hpp"
#include "derive_vocabulary.hpp"
#include "recipes.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr decoder_sizes sizes{128, 64, 160, 2, 4, 2, 16};

const relatives& kin() {
  static const relatives made = made_relatives(11, sizes);
  return made;
}

/// Calls f(name, old, new) for all tensors.
template <class F>
void for_each_pair(const zoo_model& parent, const zoo_model& child, const F& f) {
  for (const zoo_tensor& tensor : child.tensors)
    f(tensor.name, named_tensor(parent, tensor.name), tensor);
}

double relative_change(const zoo_tensor& old, const zoo_tensor& now) {
  std::vector<float> change(old.values.size());
  for (std::size_t i = 0; i < change.size(); ++i)
    change[i] = now.values[i] - old.values[i];
  return rms(change) / rms(old.values);
}

/// Rank of the change by elimination with complete pivoting.
std::size_t change_rank(const zoo_tensor& old, const zoo_tensor& now) {
  wide_matrix m(old.rows(), old.columns());
  double top = 0;
  for (std::size_t i = 0; i < m.values.size(); ++i) {
    m.values[i] = static_cast<double>(now.values[i]) - old.values[i];
    top = std::max(top, std::fabs(m.values[i]));
  }
  std::vector<bool> row_done(m.rows), column_done(m.columns);
  for (std::size_t rank = 0;; ++rank) {
    std::size_t row = 0, column = 0;
    double best = 0;
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t j = 0; j < m.columns; ++j)
        if (!row_done[i] && !column_done[j] && std::fabs(m.at(i, j)) > best) {
          best = std::fabs(m.at(i, j));
          row = i;
          column = j;
        }
    if (best <= 1e-4 * top) return rank; // f32 rounding of the sum
    row_done[row] = column_done[column] = true;
    for (std::size_t i = 0; i < m.rows; ++i) {
      if (row_done[i]) continue;
      const double factor = m.at(i, column) / m.at(row, column);
      for (std::size_t j = 0; j < m.columns; ++j)
        m.at(i, j) -= factor * m.at(row, j);
    }
  }
}

/// trace of change * moments * change': what the rounding costs where the moments are the inputs'.
double output_error(const zoo_tensor& old, const zoo_tensor& now, const wide_matrix& moments) {
  double sum = 0;
  for (std::size_t row = 0; row < old.rows(); ++row)
    for (std::size_t i = 0; i < moments.rows; ++i)
      for (std::size_t j = 0; j < moments.rows; ++j) {
        const auto change = [&](std::size_t c) {
          return static_cast<double>(now.values[row * old.columns() + c]) -
                 old.values[row * old.columns() + c];
        };
        sum += change(i) * moments.at(i, j) * change(j);
      }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_CASE(casts_are_on_their_grid) {
  const zoo_model brain = cast_to_bf16(kin().parent).model, half = cast_to_f16(kin().parent).model;
  for_each_pair(kin().parent, brain, [](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
    for (std::size_t i = 0; i < now.values.size(); ++i) {
      BOOST_REQUIRE(now.values[i] == widen_bf16(narrow_bf16(now.values[i])));
      BOOST_REQUIRE(std::fabs(now.values[i] - old.values[i]) <= std::fabs(old.values[i]) / 256);
    }
  });
  for_each_pair(kin().parent, half, [](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
    for (std::size_t i = 0; i < now.values.size(); ++i)
      BOOST_REQUIRE(std::fabs(now.values[i] - old.values[i]) <=
                    std::max(std::fabs(old.values[i]) / 2048, 0x1p-25F));
  });
}

/// Every group has few values, evenly spaced, none further than about half a step from the
/// parent's.
BOOST_AUTO_TEST_CASE(integer_grids_hold) {
  for (const int bits : {8, 6, 5, 4, 3, 2})
    for (const std::size_t group : {16U, 32U, 64U, 128U})
      for (const bool symmetric : {true, false}) {
        const zoo_model child = quantised(kin().parent, {bits, group, symmetric}).model;
        const zoo_tensor& now = named_tensor(child, "model.layers.1.mlp.down_proj.weight");
        const zoo_tensor& old = named_tensor(kin().parent, now.name);
        const double levels = std::ldexp(1, bits) - (symmetric ? 1 : 0);
        BOOST_TEST_INFO(bits << " bits, groups of " << group);
        for (std::size_t at = 0; at < now.values.size();) {
          const std::size_t left = now.columns() - at % now.columns();
          const std::size_t end = at + std::min(group, left);
          std::set<float> distinct(now.values.begin() + static_cast<std::ptrdiff_t>(at),
                                   now.values.begin() + static_cast<std::ptrdiff_t>(end));
          BOOST_REQUIRE(static_cast<double>(distinct.size()) <= levels);
          float low = 0, high = 0;
          for (std::size_t i = at; i < end; ++i) {
            low = std::min(low, old.values[i]);
            high = std::max(high, old.values[i]);
          }
          const double range = symmetric ? 2 * std::max(-low, high) : high - low;
          const double step = range / (levels - 1);
          for (std::size_t i = at; i < end; ++i)
            BOOST_REQUIRE(std::fabs(now.values[i] - old.values[i]) <=
                          step * (symmetric ? 0.51 : 1.01) + range * 5e-4);
          at = end;
        }
      }
}

/// Tables, head and gains are stored as they were; GGUF rounds the tables too.
BOOST_AUTO_TEST_CASE(what_stays_unrounded) {
  const zoo_model child = quantised(kin().parent, {}).model;
  const zoo_model gguf = quantised_gguf(kin().parent, gguf_grid::q4_k).model;
  for_each_pair(kin().parent, child, [](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
    BOOST_TEST((old.values == now.values) == !is_linear_map(old));
  });
  for_each_pair(kin().parent, gguf, [](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
    BOOST_TEST((old.values == now.values) == (old.shape.size() == 1));
  });
}

/// Sizes of rounding that these formats are known for on bell-shaped weights.
BOOST_AUTO_TEST_CASE(rounding_has_its_usual_size) {
  struct usual {
    descendant child;
    double least, most;
  };
  const zoo_model& parent = kin().parent;
  const usual all[] = {{cast_to_bf16(parent), 0.001, 0.003},
                       {quantised(parent, {8, 32, true}), 0.003, 0.01},
                       {quantised(parent, {4, 32, true}), 0.06, 0.18},
                       {quantised_gguf(parent, gguf_grid::q8_0), 0.003, 0.01},
                       {quantised_gguf(parent, gguf_grid::q6_k), 0.01, 0.03},
                       {quantised_gguf(parent, gguf_grid::q4_k), 0.04, 0.13},
                       {quantised_gguf(parent, gguf_grid::q4_0), 0.06, 0.16},
                       {quantised_nf4(parent), 0.06, 0.16},
                       {quantised_fp8(parent), 0.02, 0.035},
                       {quantised_with_compensation(parent, {4, 128, false}, 1), 0.06, 0.4}};
  for (const usual& one : all) {
    BOOST_TEST_INFO(one.child.truth.strength);
    const char* name = "model.layers.0.self_attn.q_proj.weight";
    const double size =
        relative_change(named_tensor(parent, name), named_tensor(one.child.model, name));
    BOOST_TEST(size > one.least);
    BOOST_TEST(size < one.most);
  }
}

/// Compensation moves codes away from the nearest ones, and where its inputs lie it is better.
BOOST_AUTO_TEST_CASE(compensation_pays) {
  const integer_grid grid{4, 128, false};
  const zoo_model& parent = kin().parent;
  const zoo_model paid = quantised_with_compensation(parent, grid, 5).model;
  const zoo_model nearest = quantised(parent, grid).model;
  for (std::size_t number = 0; number < parent.tensors.size(); ++number) {
    const zoo_tensor &old = parent.tensors[number], &one = paid.tensors[number],
                     &other = nearest.tensors[number];
    if (!is_linear_map(old)) continue;
    BOOST_TEST_INFO(old.name);
    double moved = 0;
    for (std::size_t i = 0; i < old.values.size(); ++i)
      moved += one.values[i] != other.values[i] ? 1 : 0;
    BOOST_TEST(moved / static_cast<double>(old.values.size()) > 0.1);
    const wide_matrix moments = calibration_moments(5, number, old.columns());
    BOOST_TEST(output_error(old, one, moments) < 0.8 * output_error(old, other, moments));
  }
}

BOOST_AUTO_TEST_CASE(noise_has_the_size_asked_for) {
  for (const double relative : {0.01, 0.07, 0.3}) {
    const zoo_model child = noised(kin().parent, relative, 3).model;
    for_each_pair(kin().parent, child,
                  [&](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
                    const double wanted = old.shape.size() >= 2 ? relative : 0;
                    BOOST_TEST(std::fabs(relative_change(old, now) - wanted) < 0.05 * relative);
                  });
  }
  const zoo_model alike = noised_alike(kin().parent, 0.07, 3).model;
  std::set<long> thousandths;
  for_each_pair(kin().parent, alike,
                [&](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
                  if (old.shape.size() >= 2)
                    thousandths.insert(std::lround(1000 * relative_change(old, now)));
                });
  BOOST_TEST(thousandths.size() > 2U); // one absolute size, so many relative ones
}

BOOST_AUTO_TEST_CASE(zeros_are_as_many_as_asked_for_and_survivors_keep_their_bits) {
  for (const double share : {0.3, 0.5, 0.7, 0.9})
    for (const auto choice : {sparsity_choice::magnitude, sparsity_choice::random}) {
      const zoo_model child = sparsified(kin().parent, share, choice, 4).model;
      for_each_pair(
          kin().parent, child, [&](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
            double zeros = 0, largest_gone = 0, smallest_left = 1e30;
            for (std::size_t i = 0; i < now.values.size(); ++i) {
              const double size = std::fabs(old.values[i]);
              if (now.values[i] == 0) {
                ++zeros;
                largest_gone = std::max(largest_gone, size);
              } else {
                BOOST_REQUIRE(now.values[i] == old.values[i]);
                smallest_left = std::min(smallest_left, size);
              }
            }
            BOOST_TEST_INFO(name);
            const auto count = static_cast<double>(now.values.size());
            BOOST_TEST(std::fabs(zeros - (is_linear_map(old) ? share * count : 0)) <= 0.5);
            if (choice == sparsity_choice::magnitude && is_linear_map(old))
              BOOST_TEST(largest_gone <= smallest_left);
          });
    }
}

BOOST_AUTO_TEST_CASE(patterns_hold_in_every_group) {
  for (const auto& [n, m] : {std::pair<std::size_t, std::size_t>{2, 4}, {4, 8}}) {
    const zoo_model child = pattern_pruned(kin().parent, n, m).model;
    for (const zoo_tensor& tensor : child.tensors) {
      if (!is_linear_map(tensor)) continue;
      for (std::size_t at = 0; at < tensor.values.size(); at += m)
        BOOST_REQUIRE(static_cast<std::size_t>(
                          std::count(tensor.values.begin() + static_cast<std::ptrdiff_t>(at),
                                     tensor.values.begin() + static_cast<std::ptrdiff_t>(at + m),
                                     0.0F)) == m - n);
    }
  }
}

BOOST_AUTO_TEST_CASE(low_rank_changes_have_their_rank_and_place) {
  for (const std::size_t rank : {1U, 4U, 16U}) {
    const zoo_model child =
        low_rank_updated(kin().parent, rank, 0.05, low_rank_targets::query_value, 7).model;
    for_each_pair(
        kin().parent, child, [&](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
          const bool target = name.ends_with("q_proj.weight") || name.ends_with("v_proj.weight");
          BOOST_TEST_INFO(name);
          BOOST_TEST((old.values == now.values) == !target);
          if (!target) return;
          BOOST_TEST(change_rank(old, now) == rank);
          BOOST_TEST(std::fabs(relative_change(old, now) - 0.05) < 1e-4);
        });
  }
}

/// The changes of all writers are of rank one and share their column space.
BOOST_AUTO_TEST_CASE(a_removed_direction_is_gone) {
  const zoo_model child = direction_removed(kin().parent, true, 8).model;
  const char* const first = "model.layers.0.mlp.down_proj.weight";
  const zoo_tensor &old = named_tensor(kin().parent, first), &now = named_tensor(child, first);
  BOOST_TEST(change_rank(old, now) == 1U);
  std::vector<double> direction(sizes.width);
  for (std::size_t i = 0; i < sizes.width; ++i)
    direction[i] =
        static_cast<double>(now.values[i * now.columns()]) - old.values[i * old.columns()];
  double square = 0;
  for (const double x : direction)
    square += x * x;
  for (const zoo_tensor& tensor : child.tensors) {
    const bool table = tensor.name == "model.embed_tokens.weight";
    const bool writer =
        tensor.name.ends_with("o_proj.weight") || tensor.name.ends_with("down_proj.weight");
    if (!table && !writer) continue;
    const std::size_t columns = tensor.columns(), others = table ? tensor.rows() : columns;
    for (std::size_t other = 0; other < others; ++other) {
      double along = 0;
      for (std::size_t i = 0; i < sizes.width; ++i)
        along += direction[i] * tensor.values[table ? other * columns + i : i * columns + other];
      BOOST_REQUIRE(std::fabs(along) / std::sqrt(square) < 1e-4 * rms(tensor.values) * 8);
    }
  }
}

BOOST_AUTO_TEST_CASE(linear_merges_are_sums) {
  const auto& siblings = kin().siblings;
  const descendant child = merged_linearly({siblings.data(), 2}, {4.0 / 7, 3.0 / 7});
  for (const zoo_tensor& tensor : child.model.tensors)
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      const double wanted = (4.0 * named_tensor(siblings[0], tensor.name).values[i] +
                             3.0 * named_tensor(siblings[1], tensor.name).values[i]) /
                            7;
      BOOST_REQUIRE(std::fabs(tensor.values[i] - wanted) <= 1e-6 * std::fabs(wanted) + 1e-30);
    }
}

/// Spherical means keep the length that linear ones lose.
BOOST_AUTO_TEST_CASE(spherical_merges_keep_lengths) {
  const zoo_model &a = kin().parent, &b = kin().stranger;
  const zoo_model round = merged_spherically(a, b, 0.5, 0.5).model;
  const zoo_model pair[] = {a, b};
  const zoo_model flat = merged_linearly(pair, {0.5, 0.5}).model;
  const char* name = "model.layers.1.mlp.up_proj.weight";
  const double length =
      0.5 * (rms(named_tensor(a, name).values) + rms(named_tensor(b, name).values));
  BOOST_TEST(std::fabs(rms(named_tensor(round, name).values) / length - 1) < 0.03);
  BOOST_TEST(rms(named_tensor(flat, name).values) / length < 0.8);
}

/// A fraction of 1 - density of each change is not there, the rest is scaled up.
BOOST_AUTO_TEST_CASE(dare_leaves_the_bases_bits) {
  for (const double density : {0.6, 0.3}) {
    const zoo_model child =
        merged_dare(kin().parent, {kin().siblings.data(), 3}, {0.36, 0.34, 0.3}, density, 5).model;
    double same = 0, all = 0;
    for_each_pair(kin().parent, child,
                  [&](const auto&, const zoo_tensor& old, const zoo_tensor& now) {
                    for (std::size_t i = 0; i < old.values.size(); ++i)
                      same += old.values[i] == now.values[i] ? 1 : 0;
                    all += static_cast<double>(old.values.size());
                  });
    BOOST_TEST(std::fabs(same / all - std::pow(1 - density, 3)) < 0.01);
  }
}

/// What is kept is scaled up: on the average the merge is the one without thinning.
BOOST_AUTO_TEST_CASE(dare_keeps_the_mean) {
  const std::vector<double> weights{0.36, 0.34, 0.3};
  const zoo_model whole = merged_tasks(kin().parent, {kin().siblings.data(), 3}, weights).model;
  const zoo_model thin =
      merged_dare(kin().parent, {kin().siblings.data(), 3}, weights, 0.3, 6).model;
  double dot = 0, square = 0;
  for_each_pair(kin().parent, thin,
                [&](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
                  const zoo_tensor& all = named_tensor(whole, name);
                  for (std::size_t i = 0; i < old.values.size(); ++i) {
                    const double wanted = static_cast<double>(all.values[i]) - old.values[i];
                    dot += wanted * (static_cast<double>(now.values[i]) - old.values[i]);
                    square += wanted * wanted;
                  }
                });
  BOOST_TEST(std::fabs(dot / square - 1) < 0.03);
}

/// No merged change goes against the side that weighs more, and trimmed places keep the base's
/// bits.
BOOST_AUTO_TEST_CASE(ties_elects_signs) {
  const auto& siblings = kin().siblings;
  const zoo_model child =
      merged_ties(kin().parent, {siblings.data(), 3}, {0.4, 0.3, 0.3}, 0.2).model;
  double same = 0, all = 0;
  for_each_pair(kin().parent, child,
                [&](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
                  for (std::size_t i = 0; i < old.values.size(); ++i) {
                    ++all;
                    const float change = now.values[i] - old.values[i];
                    same += change == 0 ? 1 : 0;
                    float least = 0, most = 0;
                    for (const zoo_model& one : siblings) {
                      least = std::min(least, named_tensor(one, name).values[i] - old.values[i]);
                      most = std::max(most, named_tensor(one, name).values[i] - old.values[i]);
                    }
                    BOOST_REQUIRE(change >= least - 1e-6F);
                    BOOST_REQUIRE(change <= most + 1e-6F);
                  }
                });
  BOOST_TEST(same / all > 0.45); // 0.8^3 where changes are independent
  BOOST_TEST(same / all < 0.6);
}

/// Aligning a reordered copy undoes the reordering; a stranger comes closer than it was.
BOOST_AUTO_TEST_CASE(alignment_aligns) {
  const relatives from = made_relatives(12, {64, 24, 40, 2, 4, 2, 8});
  const recipe shuffle = recipe_named("stream_permuted"), units = recipe_named("units_permuted");
  relatives turned = from;
  turned.parent = shuffle.apply(from, 0, 3).model;
  turned.parent = units.apply(turned, 0, 4).model;
  const zoo_model back = aligned_to(from.parent, turned.parent);
  for_each_pair(from.parent, back,
                [](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
                  BOOST_TEST_INFO(name);
                  BOOST_TEST((old.values == now.values));
                });
  const zoo_model near = aligned_to(from.parent, from.stranger);
  const char* name = "model.layers.1.mlp.up_proj.weight";
  BOOST_TEST(relative_change(named_tensor(from.parent, name), named_tensor(near, name)) <
             relative_change(named_tensor(from.parent, name), named_tensor(from.stranger, name)));
}

BOOST_AUTO_TEST_CASE(few_tokens_change_and_nothing_else) {
  const zoo_model child = tokens_retrained(kin().parent, 0.01, 2, 6).model;
  for_each_pair(
      kin().parent, child, [](const auto& name, const zoo_tensor& old, const zoo_tensor& now) {
        std::size_t changed = 0;
        for (std::size_t row = 0; row < old.rows(); ++row) {
          const auto at = static_cast<std::ptrdiff_t>(row * old.columns());
          const auto end = at + static_cast<std::ptrdiff_t>(old.columns());
          changed +=
              std::equal(old.values.begin() + at, old.values.begin() + end, now.values.begin() + at)
                  ? 0
                  : 1;
        }
        const bool table = name == "lm_head.weight" || name == "model.embed_tokens.weight";
        BOOST_TEST(changed == (table ? 2U : 0U)); // one in a hundred of 128, rounded up
      });
}
