#include <cmath>
#include <deque>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "align/search/head_match.hpp"
#include "align/search/head_rows.hpp"

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

namespace {

constexpr std::size_t d = 128;
constexpr std::size_t width = 16;
constexpr std::size_t groups = 4;
constexpr std::size_t per_group = 2;
constexpr std::size_t heads = groups * per_group;

/// One attention block; o is d x rows, as stored.
struct attention {
  wide_matrix q, k, v, o;
};

attention make_attention(std::uint64_t seed) {
  random_source random = scattered_source(seed);
  attention made;
  made.q = normal_matrix(random, heads * width, d, 0.1, 0.3);
  made.k = normal_matrix(random, groups * width, d, 0.1, 0.3);
  made.v = normal_matrix(random, groups * width, d, 0.1, 0.3);
  made.o = transposed(normal_matrix(random, heads * width, d, 0.1, 0.3));
  return made;
}

attention child_of(attention made, std::uint64_t seed, double rho) {
  random_source random = scattered_source(seed);
  for (wide_matrix* m : {&made.q, &made.k, &made.v, &made.o})
    blend(random, *m, rho);
  return made;
}

wide_matrix take_heads(const wide_matrix& m, const std::vector<std::size_t>& order) {
  wide_matrix taken(order.size() * width, m.columns);
  for (std::size_t h = 0; h < order.size(); ++h)
    for (std::size_t i = 0; i < width; ++i)
      for (std::size_t k = 0; k < m.columns; ++k)
        taken.at(h * width + i, k) = m.at(order[h] * width + i, k);
  return taken;
}

struct shuffled {
  attention made;
  std::vector<std::size_t> head_of, group_of;
};

/// Groups in another order, and the query heads in each.
shuffled shuffle(const attention& from, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  shuffled to;
  to.group_of = random_permutation(random, groups);
  for (const std::size_t group : to.group_of)
    for (const std::size_t head : random_permutation(random, per_group))
      to.head_of.push_back(group * per_group + head);
  to.made.q = take_heads(from.q, to.head_of);
  to.made.k = take_heads(from.k, to.group_of);
  to.made.v = take_heads(from.v, to.group_of);
  to.made.o = transposed(take_heads(transposed(from.o), to.head_of));
  return to;
}

/// Another basis inside of every head: queries by U and keys by its inverse transposed, outputs and
/// values by another.
void mix_heads(attention& made, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  for (std::size_t g = 0; g < groups; ++g) {
    const wide_matrix u = random_rotation(random, width), w = random_rotation(random, width);
    const auto mix = [&](wide_matrix& m, std::size_t head, const wide_matrix& by) {
      wide_matrix part(width, m.columns);
      for (std::size_t i = 0; i < width; ++i)
        for (std::size_t k = 0; k < m.columns; ++k)
          part.at(i, k) = m.at(head * width + i, k);
      part = product(by, part);
      for (std::size_t i = 0; i < width; ++i)
        for (std::size_t k = 0; k < m.columns; ++k)
          m.at(head * width + i, k) = part.at(i, k);
    };
    wide_matrix o = transposed(made.o);
    mix(made.k, g, u);
    mix(made.v, g, w);
    for (std::size_t i = 0; i < per_group; ++i) {
      mix(made.q, g * per_group + i, u);
      mix(o, g * per_group + i, w);
    }
    made.o = transposed(o);
  }
}

/// Stored and seen as parts with the stream as it is.
struct stored_attention {
  explicit stored_attention(const attention& made) {
    for (const wide_matrix* m : {&made.q, &made.k, &made.v, &made.o})
      model.add("m" + std::to_string(model.size()), {m->rows, m->columns},
                narrow_values(m->values));
    for (std::size_t i = 0; i < 4; ++i)
      views.push_back(model[i]);
    const auto part = [&](std::size_t i, std::size_t stream_axis) {
      stream_matrix matrix;
      matrix.view = &views[i];
      matrix.stream.axis = stream_axis;
      matrix.units = static_cast<std::size_t>(views[i].shape[1 - stream_axis]);
      return matrix;
    };
    parts = {part(0, 1), part(1, 1), part(2, 1), part(3, 0)};
  }
  stored_attention(const stored_attention&) = delete;
  stored_attention& operator=(const stored_attention&) = delete;

  model_in_memory model;
  std::vector<tensor_view> views;
  attention_parts parts;
};

head_order match(const attention& a, const attention& b) {
  const stored_attention subject(a), reference(b);
  std::vector<std::size_t> dimensions(d);
  for (std::size_t k = 0; k < d; ++k)
    dimensions[k] = k;
  auto order = match_heads(subject.parts, reference.parts, dimensions, {});
  if (!order) BOOST_FAIL(order.error().message);
  return *order;
}

double recovered(const std::vector<std::int64_t>& found, const std::vector<std::size_t>& planted) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < found.size(); ++i)
    right += found[i] == static_cast<std::int64_t>(planted[i]);
  return found.empty() ? 0 : static_cast<double>(right) / static_cast<double>(found.size());
}

} // namespace

BOOST_AUTO_TEST_CASE(shuffled_groups_and_heads_are_found) {
  for (const bool mixed : {false, true})
    for (const double rho : {1.0, 0.95, 0.7, 0.5, 0.3}) {
      double heads_right = 0, groups_right = 0, widths_right = 0, agreement = 0, sure = 0;
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const attention parent = make_attention(seed);
        shuffled child = shuffle(child_of(parent, seed + 20, rho), seed + 40);
        if (mixed) mix_heads(child.made, seed + 60);
        const head_order order = match(child.made, parent);
        heads_right +=
            recovered(rows_of_heads(order.head_of, order.head_width / width), child.head_of) / 10;
        groups_right +=
            recovered(rows_of_heads(order.group_of, order.head_width / width), child.group_of) / 10;
        widths_right += (order.head_width == width) / 10.0;
        agreement += order.evidence.share() / 10;
        sure += (order.evidence.log10_p() < believed_below) / 10.0;
        if (mixed) BOOST_TEST((order.values.kind == basis_relation::rotated));
      }
      BOOST_TEST_MESSAGE((mixed ? "mixed " : "plain ")
                         << rho << ": heads " << heads_right << " groups " << groups_right
                         << " widths " << widths_right << " agreement " << agreement
                         << " believed alone " << sure);
      BOOST_TEST(heads_right >= (rho >= 0.5 ? 0.999 : 0.9));
      BOOST_TEST(groups_right >= (rho >= 0.5 ? 0.999 : 0.9));
      // Eight heads alone could not say it: their rows do, turned back where they were mixed.
      if (rho >= 0.7) BOOST_TEST(sure >= 0.999);
    }
}

BOOST_AUTO_TEST_CASE(heads_in_order_are_left_in_order) {
  const attention parent = make_attention(3);
  const head_order plain = match(child_of(parent, 4, 0.8), parent);
  BOOST_TEST(plain.identity);
  attention child = child_of(parent, 4, 0.8);
  mix_heads(child, 5);
  const head_order mixed = match(child, parent);
  BOOST_TEST(mixed.identity);
  BOOST_TEST((mixed.values.kind == basis_relation::rotated));
  BOOST_TEST(mixed.head_width == width);
}

BOOST_AUTO_TEST_CASE(heads_of_strangers_agree_by_chance) {
  double sum = 0, most = 0, smallest_p = 0;
  constexpr int pairs = 200;
  for (std::uint64_t seed = 1; seed <= pairs; ++seed) {
    const head_order order =
        match(make_attention(2 * seed + 1000), make_attention(2 * seed + 1001));
    const double times = order.evidence.expected > 0
                             ? static_cast<double>(order.evidence.agreed) / order.evidence.expected
                             : 0;
    sum += times / pairs;
    most = std::max(most, order.evidence.share());
    smallest_p = std::min(smallest_p, order.evidence.log10_p());
  }
  BOOST_TEST_MESSAGE("strangers: agreements " << sum << " times those expected, most " << most
                                              << ", smallest log10 p " << smallest_p);
  BOOST_TEST(smallest_p > believed_below);
  BOOST_TEST(sum < 1);
}

BOOST_AUTO_TEST_CASE(shapes_that_are_no_heads_are_left_alone) {
  attention odd = make_attention(1);
  odd.k = wide_matrix(7, d);
  odd.v = wide_matrix(7, d);
  BOOST_TEST(match(odd, odd).head_width == 0U);
  attention zero = make_attention(1);
  for (wide_matrix* m : {&zero.q, &zero.k, &zero.v, &zero.o})
    std::fill(m->values.begin(), m->values.end(), 0.0);
  BOOST_TEST(match(zero, zero).head_width == 0U);
}
