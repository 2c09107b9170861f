#include <align/search/arrange_chain.hpp>
#include <align/search/transposed_tensors.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

/// One axis of a layer: which units it holds ("": fixed order), how many, and how they lie.
struct axis_plan {
  std::string units;
  std::size_t count = 0;
  std::size_t gates = 1; ///< runs of all units
  std::size_t block = 1; ///< neighbours of one unit
  [[nodiscard]] std::size_t extent() const { return gates * count * block; }
};

struct tensor_plan {
  std::string name;
  std::vector<axis_plan> axes;
};

using network_plan = std::vector<tensor_plan>;

axis_plan fixed(std::size_t extent) { return {"", extent}; }
axis_plan of(const std::string& units, std::size_t count, std::size_t gates = 1,
             std::size_t block = 1) {
  return {units, count, gates, block};
}

network_plan perceptron() {
  return {
      {"fc1.weight", {of("a", 96), fixed(60)}},   {"fc1.bias", {of("a", 96)}},
      {"fc2.weight", {of("b", 80), of("a", 96)}}, {"fc2.bias", {of("b", 80)}},
      {"fc3.weight", {of("c", 48), of("b", 80)}}, {"fc3.bias", {of("c", 48)}},
      {"fc4.weight", {fixed(10), of("c", 48)}},   {"fc4.bias", {fixed(10)}},
  };
}

network_plan convolutional() {
  return {
      {"conv1.weight", {of("a", 32), fixed(3), fixed(5), fixed(5)}},
      {"bn1.weight", {of("a", 32)}},
      {"bn1.bias", {of("a", 32)}},
      {"conv2.weight", {of("b", 48), of("a", 32), fixed(3), fixed(3)}},
      {"bn2.weight", {of("b", 48)}},
      {"bn2.bias", {of("b", 48)}},
      {"fc1.weight", {of("c", 64), of("b", 48, 1, 16)}},
      {"fc1.bias", {of("c", 64)}},
      {"fc2.weight", {fixed(10), of("c", 64)}},
  };
}

network_plan residual() {
  network_plan plan{{"conv1.weight", {of("s", 32), fixed(3), fixed(5), fixed(5)}},
                    {"bn1.weight", {of("s", 32)}}};
  const auto conv = [&](const std::string& name, const axis_plan& out, const axis_plan& in,
                        std::size_t window) {
    plan.push_back({name, {out, in, fixed(window), fixed(window)}});
  };
  for (int block = 0; block < 2; ++block) {
    const std::string at = "layer1." + std::to_string(block) + ".";
    const std::string inner = "i" + std::to_string(block);
    conv(at + "conv1.weight", of(inner, 32), of("s", 32), 3);
    conv(at + "conv2.weight", of("s", 32), of(inner, 32), 3);
  }
  conv("layer2.0.conv1.weight", of("j", 40), of("s", 32), 3);
  conv("layer2.0.conv2.weight", of("t", 40), of("j", 40), 3);
  conv("layer2.0.downsample.0.weight", of("t", 40), of("s", 32), 1);
  conv("layer2.1.conv1.weight", of("k", 40), of("t", 40), 3);
  conv("layer2.1.conv2.weight", of("t", 40), of("k", 40), 3);
  plan.push_back({"fc.weight", {fixed(10), of("t", 40)}});
  return plan;
}

network_plan recurrent() {
  return {
      {"lstm.weight_ih_l0", {of("a", 48, 4), fixed(30)}},
      {"lstm.weight_hh_l0", {of("a", 48, 4), of("a", 48)}},
      {"lstm.bias_ih_l0", {of("a", 48, 4)}},
      {"lstm.bias_hh_l0", {of("a", 48, 4)}},
      {"lstm.weight_ih_l1", {of("b", 48, 4), of("a", 48)}},
      {"lstm.weight_hh_l1", {of("b", 48, 4), of("b", 48)}},
      {"fc.weight", {fixed(12), of("b", 48)}},
  };
}

using values_of = std::map<std::string, std::vector<float>>;

std::vector<std::uint64_t> shape_of(const tensor_plan& plan) {
  std::vector<std::uint64_t> shape;
  for (const axis_plan& axis : plan.axes)
    shape.push_back(axis.extent());
  return shape;
}

std::size_t elements_of(const tensor_plan& plan) {
  std::size_t count = 1;
  for (const axis_plan& axis : plan.axes)
    count *= axis.extent();
  return count;
}

/// Uneven rows, and what all networks of the plan share: a leaning along the inputs that come from
/// outside. (Along hidden units it would tell them apart by number, as nothing does in truth.)
values_of fresh(std::uint64_t seed, const network_plan& plan) {
  random_source random = scattered_source(seed);
  random_source common = scattered_source(3);
  values_of values;
  for (const tensor_plan& tensor : plan) {
    auto& out = values[tensor.name];
    const std::size_t rows = tensor.axes[0].extent();
    const std::size_t columns = elements_of(tensor) / rows;
    std::vector<double> lean(columns);
    const bool from_outside = tensor.axes.size() > 1 && tensor.axes[1].units.empty();
    for (double& x : lean)
      x = from_outside ? 0.3 * common.normal() : 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double length = random.lognormal(0.3);
      for (std::size_t j = 0; j < columns; ++j)
        out.push_back(static_cast<float>(length * (random.normal() + lean[j])));
    }
  }
  return values;
}

void train(std::uint64_t seed, values_of& values, double rho) {
  random_source random = scattered_source(seed);
  for (auto& [name, one] : values) {
    double square = 0;
    for (const float x : one)
      square += static_cast<double>(x) * x;
    const double size = std::sqrt((1 - rho * rho) * square / static_cast<double>(one.size()));
    for (float& x : one)
      x = static_cast<float>(rho * x + size * random.normal());
  }
}

using unit_orders = std::map<std::string, std::vector<std::size_t>>;

unit_orders random_orders(std::uint64_t seed, const network_plan& plan) {
  random_source random = scattered_source(seed);
  unit_orders orders;
  for (const tensor_plan& tensor : plan)
    for (const axis_plan& axis : tensor.axes)
      if (!axis.units.empty() && !orders.contains(axis.units))
        orders[axis.units] = random_permutation(random, axis.count);
  return orders;
}

/// Old position of every new one.
std::vector<std::int64_t> spelled_out(const axis_plan& axis, const unit_orders& orders) {
  std::vector<std::int64_t> from;
  for (std::size_t run = 0; run < axis.gates; ++run)
    for (std::size_t unit = 0; unit < axis.count; ++unit)
      for (std::size_t entry = 0; entry < axis.block; ++entry) {
        const std::size_t old = axis.units.empty() ? unit : orders.at(axis.units)[unit];
        from.push_back(static_cast<std::int64_t>((run * axis.count + old) * axis.block + entry));
      }
  return from;
}

std::vector<float> reordered(const tensor_plan& plan, const std::vector<float>& values,
                             const unit_orders& orders) {
  std::vector<float> now = values;
  std::size_t after = elements_of(plan);
  std::size_t before = 1;
  for (const axis_plan& axis : plan.axes) {
    const std::size_t extent = axis.extent();
    after /= extent;
    const auto from = spelled_out(axis, orders);
    const std::vector<float> old = now;
    for (std::size_t b = 0; b < before; ++b)
      for (std::size_t p = 0; p < extent; ++p)
        for (std::size_t a = 0; a < after; ++a)
          now[(b * extent + p) * after + a] =
              old[(b * extent + static_cast<std::size_t>(from[p])) * after + a];
    before *= extent;
  }
  return now;
}

/// A network in memory; `turned` stores matrices transposed.
struct network {
  network(const network_plan& plan, const values_of& values, bool turned = false) {
    for (const tensor_plan& tensor : plan) {
      auto shape = shape_of(tensor);
      std::vector<float> out = values.at(tensor.name);
      if (turned && shape.size() == 2) {
        for (std::size_t i = 0; i < shape[0]; ++i)
          for (std::size_t j = 0; j < shape[1]; ++j)
            out[j * shape[0] + i] = values.at(tensor.name)[i * shape[1] + j];
        std::swap(shape[0], shape[1]);
      }
      model.add(tensor.name, shape, out);
    }
    views = views_of(model);
    contents = take_inventory(views);
  }
  [[nodiscard]] model_ref ref() const { return {views, &contents}; }

  model_in_memory model;
  std::vector<tensor_view> views;
  inventory contents;
};

rearrangement arranged(const network& a, const network& b) {
  rearrangement found;
  BOOST_REQUIRE(a.contents.components.size() == 1);
  auto done = arrange_chain(a.ref(), b.ref(), {0, 0}, {}, found);
  BOOST_REQUIRE(static_cast<bool>(done));
  return found;
}

/// Share of positions, over all axes of all matrices, that are where they belong.
double share_right(const network_plan& plan, const rearrangement& found,
                   const unit_orders& orders) {
  std::size_t right = 0;
  std::size_t positions = 0;
  for (const tensor_placement& placement : found.placements) {
    const tensor_plan& tensor = plan[placement.subject];
    for (std::size_t axis = 0; axis < tensor.axes.size(); ++axis) {
      if (tensor.axes[axis].units.empty()) continue;
      std::vector<std::int64_t> from;
      for (const axis_change& change : placement.reference_changes)
        if (change.axis == axis) from = change.from;
      const auto truth = spelled_out(tensor.axes[axis], orders);
      for (std::size_t p = 0; p < truth.size(); ++p)
        right += (from.empty() ? static_cast<std::int64_t>(p) : from[p]) == truth[p] ? 1 : 0;
      positions += truth.size();
    }
  }
  return positions == 0 ? 0 : static_cast<double>(right) / static_cast<double>(positions);
}

struct family {
  const char* name;
  network_plan plan;
};

std::vector<family> families() {
  return {{"perceptron", perceptron()},
          {"convolutional", convolutional()},
          {"residual", residual()},
          {"recurrent", recurrent()}};
}

BOOST_AUTO_TEST_CASE(units_in_another_order_are_put_back) {
  constexpr std::uint64_t seeds = 8;
  for (const family& one : families())
    for (const double rho : {1.0, 0.95, 0.8, 0.6}) {
      double share = 0;
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const values_of parent = fresh(seed, one.plan);
        const unit_orders orders = random_orders(seed + 50, one.plan);
        values_of child;
        for (const tensor_plan& tensor : one.plan)
          child[tensor.name] = reordered(tensor, parent.at(tensor.name), orders);
        train(seed + 90, child, rho);
        const rearrangement found = arranged(network(one.plan, child), network(one.plan, parent));
        BOOST_TEST(found.placements.size() == one.plan.size());
        share += share_right(one.plan, found, orders) / seeds;
      }
      std::cout << one.name << ", rho " << rho << ": " << share << '\n';
      if (rho >= 0.8) BOOST_TEST(share >= 0.98, one.name << " " << rho << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(units_that_kept_their_numbers_keep_them) {
  for (const family& one : families())
    for (const double rho : {1.0, 0.5, 0.3}) {
      double share = 0;
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const values_of parent = fresh(seed, one.plan);
        values_of child = parent;
        train(seed + 90, child, rho);
        unit_orders orders = random_orders(1, one.plan);
        for (auto& [units, order] : orders)
          for (std::size_t u = 0; u < order.size(); ++u)
            order[u] = u;
        const rearrangement found = arranged(network(one.plan, child), network(one.plan, parent));
        share += share_right(one.plan, found, orders) / 4;
        if (rho == 1.0)
          for (const tensor_placement& placement : found.placements) {
            BOOST_TEST(placement.reference_changes.empty());
            BOOST_TEST(!placement.fitted);
          }
      }
      std::cout << one.name << ", in order, rho " << rho << ": " << share << '\n';
      if (rho >= 0.5) BOOST_TEST(share >= 0.98, one.name << " " << rho << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(some_tensor_of_a_group_is_not_looked_at) {
  for (const family& one : families()) {
    const values_of parent = fresh(1, one.plan);
    const unit_orders orders = random_orders(2, one.plan);
    values_of child;
    for (const tensor_plan& tensor : one.plan)
      child[tensor.name] = reordered(tensor, parent.at(tensor.name), orders);
    const rearrangement found = arranged(network(one.plan, child), network(one.plan, parent));
    std::size_t held = 0;
    std::cout << one.name << " held out:";
    for (const tensor_placement& placement : found.placements)
      if (!placement.fitted && one.plan[placement.subject].axes.size() > 1) {
        ++held;
        std::cout << ' ' << one.plan[placement.subject].name;
      }
    std::cout << "; agreement:";
    BOOST_TEST(held >= 1U);
    for (const unit_correspondence& units : found.components.at(0).units) {
      std::cout << ' ' << units.subject_group << ' ' << units.agreement;
      if (!std::isnan(units.agreement)) BOOST_TEST(units.agreement > 0.95);
    }
    std::cout << '\n';
  }
}

BOOST_AUTO_TEST_CASE(strangers_agree_on_no_order) {
  constexpr std::uint64_t seeds = 20;
  for (const family& one : families()) {
    double agreement = 0;
    double chance = 0;
    std::size_t asked = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const rearrangement found = arranged(network(one.plan, fresh(2 * seed + 100, one.plan)),
                                           network(one.plan, fresh(2 * seed + 101, one.plan)));
      for (const unit_correspondence& units : found.components.at(0).units) {
        if (std::isnan(units.agreement)) continue;
        agreement += units.agreement;
        chance += 1 / static_cast<double>(units.reference_of.size());
        ++asked;
      }
    }
    BOOST_REQUIRE(asked > 0U);
    const auto n = static_cast<double>(asked);
    std::cout << one.name << ", strangers: agreement " << agreement / n << ", by chance "
              << chance / n << '\n';
    BOOST_TEST(agreement / n < 3 * chance / n);
  }
}

BOOST_AUTO_TEST_CASE(matrices_stored_transposed_are_recognised) {
  for (const network_plan& one : {perceptron(), recurrent()}) {
    const values_of parent = fresh(5, one);
    const unit_orders orders = random_orders(6, one);
    values_of child;
    for (const tensor_plan& tensor : one)
      child[tensor.name] = reordered(tensor, parent.at(tensor.name), orders);
    if (one.size() == perceptron().size()) {
      const rearrangement found = arranged(network(one, child), network(one, parent, true));
      BOOST_TEST(share_right(one, found, orders) > 0.98);
      for (const tensor_placement& placement : found.placements)
        BOOST_TEST(placement.swap_axes == (one[placement.subject].axes.size() == 2));
    }
    auto placed =
        place_transposed(network(one, parent).ref(), network(one, parent, true).ref(), {0, 0});
    BOOST_REQUIRE(static_cast<bool>(placed));
    BOOST_TEST(placed->size() == one.size());
    auto none = place_transposed(network(one, parent).ref(), network(one, child).ref(), {0, 0});
    BOOST_REQUIRE(static_cast<bool>(none));
    BOOST_TEST(none->empty());
  }
}

BOOST_AUTO_TEST_CASE(square_matrices_alone_tell_by_their_values) {
  const network_plan plan{{"a.weight", {fixed(64), fixed(64)}},
                          {"b.weight", {fixed(64), fixed(64)}}};
  std::size_t swapped = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const values_of parent = fresh(seed, plan);
    values_of child = parent;
    train(seed + 9, child, 0.3);
    auto turned =
        place_transposed(network(plan, child).ref(), network(plan, parent, true).ref(), {0, 0});
    auto straight =
        place_transposed(network(plan, child).ref(), network(plan, parent).ref(), {0, 0});
    auto strangers = place_transposed(network(plan, child).ref(),
                                      network(plan, fresh(seed + 1000, plan)).ref(), {0, 0});
    BOOST_REQUIRE(turned && straight && strangers);
    BOOST_TEST(turned->size() == 2U);
    BOOST_TEST(straight->empty());
    swapped += strangers->empty() ? 0 : 1;
  }
  BOOST_TEST(swapped == 0U);
}

BOOST_AUTO_TEST_CASE(elements_that_lie_transposed_under_their_old_shape_are_recognised) {
  const network_plan plan{{"a.weight", {fixed(64), fixed(64)}},
                          {"b.weight", {fixed(96), fixed(64)}},
                          {"c.weight", {fixed(20), fixed(96)}}};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const values_of parent = fresh(seed, plan);
    values_of turned;
    for (const tensor_plan& tensor : plan) {
      const std::size_t rows = tensor.axes[0].extent();
      const std::size_t columns = tensor.axes[1].extent();
      auto& out = turned[tensor.name];
      for (std::size_t j = 0; j < columns; ++j)
        for (std::size_t i = 0; i < rows; ++i)
          out.push_back(parent.at(tensor.name)[i * columns + j]);
    }
    values_of child = parent;
    train(seed + 9, child, 0.4);
    auto placed = place_transposed(network(plan, child).ref(), network(plan, turned).ref(), {0, 0});
    BOOST_REQUIRE(static_cast<bool>(placed));
    BOOST_REQUIRE(placed->size() == 3U);
    for (const tensor_placement& placement : *placed) {
      BOOST_TEST(placement.swap_axes);
      BOOST_TEST(placement.reverse_shape == (placement.subject != 0));
    }
    auto none = place_transposed(network(plan, child).ref(), network(plan, parent).ref(), {0, 0});
    BOOST_REQUIRE(static_cast<bool>(none));
    BOOST_TEST(none->empty());
  }
}

BOOST_AUTO_TEST_CASE(threads_and_broken_values_change_nothing) {
  const network_plan plan = convolutional();
  const values_of parent = fresh(1, plan);
  values_of child = parent;
  train(2, child, 0.7);
  child["conv2.weight"][5] = std::numeric_limits<float>::quiet_NaN();
  child["fc1.weight"][7] = std::numeric_limits<float>::infinity();
  const network a(plan, child);
  const network b(plan, parent);
  const rearrangement one = arranged(a, b);
  rearrangement other;
  search_options crowd;
  crowd.threads = 4;
  BOOST_REQUIRE(static_cast<bool>(arrange_chain(a.ref(), b.ref(), {0, 0}, crowd, other)));
  BOOST_REQUIRE(one.components.at(0).units.size() == other.components.at(0).units.size());
  for (std::size_t g = 0; g < one.components[0].units.size(); ++g)
    BOOST_TEST(one.components[0].units[g].reference_of ==
               other.components[0].units[g].reference_of);
}

} // namespace
