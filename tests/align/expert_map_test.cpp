#include <align/search/expert_map.hpp>
#include <functional>
#include <iostream>
#include <string>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/tensor_source.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

constexpr std::size_t width = 64;
constexpr std::size_t hidden = 160;
constexpr std::size_t experts = 6;

struct network {
  wide_matrix gate, up, down; ///< units x width, all of them
};

/// A direction that networks of all models lean to, as trained ones do.
network fresh_network(random_source& random, std::size_t units) {
  network made;
  random_source common = scattered_source(1);
  const wide_matrix lean = normal_matrix(common, 1, width, 0.05, 0);
  for (wide_matrix* m : {&made.gate, &made.up, &made.down}) {
    *m = normal_matrix(random, units, width, 0.1, 0.3);
    for (std::size_t u = 0; u < units; ++u)
      for (std::size_t k = 0; k < width; ++k)
        m->at(u, k) += lean.values[k];
  }
  return made;
}

network noised(random_source& random, network from, double rho) {
  for (wide_matrix* m : {&from.gate, &from.up, &from.down})
    blend(random, *m, rho);
  return from;
}

/// The given units only, in the given order.
network picked(const network& from, const std::vector<std::size_t>& units) {
  network made;
  const auto pick = [&](const wide_matrix& m) {
    wide_matrix out(units.size(), width);
    for (std::size_t u = 0; u < units.size(); ++u)
      for (std::size_t k = 0; k < width; ++k)
        out.at(u, k) = m.at(units[u], k);
    return out;
  };
  made.gate = pick(from.gate);
  made.up = pick(from.up);
  made.down = pick(from.down);
  return made;
}

network half_redrawn(random_source& random, const network& from) {
  network made = from;
  const network other = fresh_network(random, from.up.rows);
  for (std::size_t u = 0; u < from.up.rows; ++u) {
    if (random.below(2) == 0) continue;
    for (std::size_t k = 0; k < width; ++k) {
      made.gate.at(u, k) = other.gate.at(u, k);
      made.up.at(u, k) = other.up.at(u, k);
      made.down.at(u, k) = other.down.at(u, k);
    }
  }
  return made;
}

enum class form { gated, plain, fused };

/// One layer with the given networks: dense when there is one, else experts.
class one_layer {
public:
  one_layer(std::uint64_t seed, const std::vector<network>& networks, form shape = form::gated) {
    random_source random = scattered_source(seed ^ 0x5eed);
    const auto add = [&](const std::string& name, const wide_matrix& m) {
      model_.add("model." + name + ".weight", {m.rows, m.columns}, narrow_values(m.values));
    };
    const auto square = [&] { return normal_matrix(random, width, width, 0.1, 0.3); };
    add("embed_tokens", normal_matrix(random, 200, width, 1, 0.2));
    for (const char* part : {"q_proj", "k_proj", "v_proj", "o_proj"})
      add(std::string("layers.0.self_attn.") + part, square());
    if (networks.size() > 1)
      add("layers.0.block_sparse_moe.gate",
          normal_matrix(random, networks.size(), width, 0.1, 0.1));
    for (std::size_t e = 0; e < networks.size(); ++e) {
      const std::string at = networks.size() == 1
                                 ? "layers.0.mlp."
                                 : "layers.0.block_sparse_moe.experts." + std::to_string(e) + ".";
      if (shape == form::fused) {
        wide_matrix both(2 * networks[e].up.rows, width);
        std::copy(networks[e].gate.values.begin(), networks[e].gate.values.end(),
                  both.values.begin());
        std::copy(networks[e].up.values.begin(), networks[e].up.values.end(),
                  both.values.begin() + static_cast<std::ptrdiff_t>(networks[e].up.values.size()));
        add(at + "gate_up_proj", both);
      } else {
        if (shape == form::gated) add(at + "gate_proj", networks[e].gate);
        add(at + "up_proj", networks[e].up);
      }
      add(at + "down_proj", transposed(networks[e].down));
    }
    views_ = views_of(model_);
    contents_ = take_inventory(views_);
  }

  [[nodiscard]] model_ref ref() const { return {views_, &contents_}; }
  [[nodiscard]] layer_block layer() const { return describe_blocks(ref(), 0).layers.at(0); }

private:
  model_in_memory model_;
  std::vector<tensor_view> views_;
  inventory contents_;
};

std::vector<network_origin> mapped(const one_layer& a, const one_layer& b) {
  auto found = map_experts(a.ref(), a.layer(), b.ref(), b.layer(), {});
  BOOST_REQUIRE(static_cast<bool>(found));
  return std::move(*found);
}

struct derivation {
  const char* name;
  network_likeness how;
  std::function<network(random_source&, const network&)> make;
};

const derivation derivations[] = {
    {"noised, rho 0.9", network_likeness::by_index,
     [](random_source& random, const network& from) { return noised(random, from, 0.9); }},
    {"noised, rho 0.4", network_likeness::by_index,
     [](random_source& random, const network& from) { return noised(random, from, 0.4); }},
    {"half of the units drawn anew", network_likeness::by_index,
     [](random_source& random, const network& from) {
       return noised(random, half_redrawn(random, from), 0.95);
     }},
    {"units in another order, rho 0.9", network_likeness::other_order,
     [](random_source& random, const network& from) {
       return noised(random, picked(from, random_permutation(random, hidden)), 0.9);
     }},
    {"a third of the units cut out", network_likeness::other_order,
     [](random_source& random, const network& from) {
       auto order = random_permutation(random, hidden);
       order.resize(hidden / 3);
       return noised(random, picked(from, order), 0.9);
     }},
};

BOOST_AUTO_TEST_CASE(experts_made_of_one_dense_network_are_led_back_to_it) {
  constexpr std::uint64_t seeds = 12;
  for (const form shape : {form::gated, form::plain, form::fused})
    for (const derivation& one : derivations) {
      std::size_t right = 0;
      std::size_t how = 0;
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        random_source random = scattered_source(seed);
        const network dense = fresh_network(random, hidden);
        std::vector<network> made;
        for (std::size_t e = 0; e < experts; ++e)
          made.push_back(one.make(random, dense));
        const one_layer a(2 * seed, made, shape);
        const one_layer b(2 * seed + 1, {dense}, shape);
        for (const network_origin& origin : mapped(a, b)) {
          right += origin.reference == 0 ? 1 : 0;
          how += origin.how == one.how ? 1 : 0;
        }
      }
      const double share = static_cast<double>(right) / (experts * seeds);
      std::cout << "dense to experts, form " << static_cast<int>(shape) << ", " << one.name << ": "
                << share << '\n';
      BOOST_TEST(share >= 0.98, one.name << " " << share);
      BOOST_TEST(static_cast<double>(how) / (experts * seeds) >= 0.9, one.name);
    }
}

BOOST_AUTO_TEST_CASE(experts_in_another_order_are_found) {
  constexpr std::uint64_t seeds = 12;
  for (const derivation& one : derivations) {
    std::size_t right = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      random_source random = scattered_source(100 + seed);
      std::vector<network> before;
      for (std::size_t e = 0; e < experts; ++e)
        before.push_back(fresh_network(random, hidden));
      // The last expert is nobody's.
      auto order = random_permutation(random, experts);
      std::vector<network> after;
      for (std::size_t e = 0; e + 1 < experts; ++e)
        after.push_back(one.make(random, before[order[e]]));
      after.push_back(fresh_network(random, hidden));
      const auto origins = mapped(one_layer(2 * seed, after), one_layer(2 * seed + 1, before));
      for (std::size_t e = 0; e + 1 < experts; ++e)
        right += origins[e].reference == static_cast<std::int64_t>(order[e]) ? 1 : 0;
      right += origins.back().reference == no_counterpart ? 1 : 0;
    }
    const double share = static_cast<double>(right) / (experts * seeds);
    std::cout << "experts reordered, " << one.name << ": " << share << '\n';
    BOOST_TEST(share >= 0.98, one.name << " " << share);
  }
}

BOOST_AUTO_TEST_CASE(the_nearest_of_kindred_experts_is_named) {
  // All experts of the reference were once one network; those of the subject come from them.
  constexpr std::uint64_t seeds = 20;
  std::size_t right = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    random_source random = scattered_source(300 + seed);
    const network dense = fresh_network(random, hidden);
    std::vector<network> before;
    for (std::size_t e = 0; e < experts; ++e)
      before.push_back(noised(random, dense, 0.8));
    const auto order = random_permutation(random, experts);
    std::vector<network> after;
    for (std::size_t e = 0; e < experts; ++e)
      after.push_back(noised(random, before[order[e]], 0.9));
    const auto origins = mapped(one_layer(2 * seed, after), one_layer(2 * seed + 1, before));
    for (std::size_t e = 0; e < experts; ++e)
      right += origins[e].reference == static_cast<std::int64_t>(order[e]) ? 1 : 0;
  }
  BOOST_TEST(static_cast<double>(right) / (experts * seeds) >= 0.98);
}

BOOST_AUTO_TEST_CASE(strangers_have_no_counterpart) {
  constexpr std::uint64_t seeds = 100;
  std::size_t by_index = 0;
  std::size_t in_other_order = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    random_source random = scattered_source(7000 + seed);
    std::vector<network> a;
    std::vector<network> b;
    for (std::size_t e = 0; e < experts; ++e) {
      a.push_back(fresh_network(random, hidden));
      b.push_back(fresh_network(random, hidden));
    }
    for (const network_origin& origin :
         mapped(one_layer(2 * seed, a), one_layer(2 * seed + 1, b))) {
      by_index += origin.how == network_likeness::by_index ? 1 : 0;
      in_other_order += origin.how == network_likeness::other_order ? 1 : 0;
      BOOST_TEST((origin.how == network_likeness::none) == (origin.reference == no_counterpart));
    }
  }
  std::cout << "strangers of " << experts * seeds << ": by index " << by_index
            << ", in another order " << in_other_order << '\n';
  BOOST_TEST(by_index + in_other_order <= 6U);
}

} // namespace
