#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/inventory/inventory.hpp>

#include "recipes.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

std::vector<tensor_view> views_of(const zoo_model& model) {
  std::vector<tensor_view> all;
  for (const zoo_tensor& tensor : model.tensors) {
    tensor_view view;
    view.name = tensor.name;
    view.type = dtype::f32;
    view.shape = tensor.shape;
    view.data = reinterpret_cast<const std::byte*>(tensor.values.data());
    all.push_back(view);
  }
  return all;
}

constexpr decoder_sizes small{128, 32, 48, 4, 4, 2, 8};

} // namespace

/// Hidden groups of the truth are the inventory's, with as many units.
BOOST_AUTO_TEST_CASE(groups_are_the_inventorys) {
  const relatives from = made_relatives(1, small);
  int compared = 0;
  for (const recipe& one : recipes_for(backbone::decoder)) {
    const descendant child = one.apply(from, one.strengths.size() - 1, 2);
    const auto views = views_of(child.model);
    const inventory found = take_inventory(views);
    std::map<std::string, std::uint64_t> units;
    for (const inventory_entry& entry : found.entries)
      if (entry.axis) units[entry.axis->group] = entry.axis->units;
    for (const auto& [group, map] : child.truth.units_of) {
      if (group.find("attention") != std::string::npos) continue; // the inventory has none there
      BOOST_TEST_INFO(one.name << " " << group);
      BOOST_TEST(units[group] == map.size());
      ++compared;
    }
    BOOST_TEST_INFO(one.name);
    BOOST_TEST(units["residual"] == child.model.decoder.width);
  }
  BOOST_TEST(compared > 50);
}

/// Every tensor of every child is understood.
BOOST_AUTO_TEST_CASE(roles_are_known) {
  const relatives from = made_relatives(2, small);
  for (const recipe& one : recipes_for(backbone::decoder)) {
    const descendant child = one.apply(from, 0, 2);
    const auto views = views_of(child.model);
    const inventory found = take_inventory(views);
    std::set<tensor_role> roles;
    for (const inventory_entry& entry : found.entries) {
      BOOST_TEST_INFO(one.name << " " << entry.suffix);
      BOOST_TEST((entry.role != tensor_role::unknown && entry.role != tensor_role::linear));
      roles.insert(entry.role);
    }
    BOOST_TEST_INFO(one.name);
    BOOST_TEST(roles.contains(tensor_role::router) == one.name.starts_with("upcycled"));
    BOOST_TEST(roles.contains(tensor_role::mlp_gate));
    BOOST_TEST(roles.contains(tensor_role::mlp_down));
  }
}
