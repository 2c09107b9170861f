#include "lineage/tree/copy_groups.hpp"

#include <map>
#include <numeric>
#include <utility>

namespace weightkin {
namespace {

bool is_copy(const component_link& link) {
  return ruling_of(link) == verdict::identical || ruling_of(link) == verdict::identical_after_cast;
}

/// Of each group of copies the one that is no rounded copy of another; by the group's name.
std::vector<std::size_t> stand_ins(const std::vector<std::size_t>& copy_of,
                                   std::span<const component_link> links) {
  std::vector<bool> rounded(copy_of.size(), false);
  for (const component_link& link : links) {
    const auto which = link.pair->found.directions[link.component].which;
    if (which == descent_direction::subject_from_reference) rounded[link.first] = true;
    if (which == descent_direction::reference_from_subject) rounded[link.second] = true;
  }
  std::vector<std::size_t> out(copy_of.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (std::size_t number = copy_of.size(); number-- > 0;)
    if (!rounded[number]) out[copy_of[number]] = number;
  return out;
}

class family_sorter {
public:
  family_sorter(std::span<const component_link> links, const component_numbers& numbers)
      : family_of_(connected(numbers.size(), links, in_place)),
        copy_of_(connected(numbers.size(), links, is_copy)), stand_in_(stand_ins(copy_of_, links)) {
    for (std::size_t number = 0; number < numbers.size(); ++number)
      add_component(number, numbers);
    for (const component_link& link : links)
      add_link(link);
  }

  /// Those of more than one component.
  std::vector<copy_family> take() && {
    std::vector<copy_family> out;
    for (auto& [name, family] : families_)
      if (family.groups.size() > 1 || family.groups[0].size() > 1) out.push_back(std::move(family));
    return out;
  }

private:
  void add_component(std::size_t number, const component_numbers& numbers) {
    copy_family& family = families_[family_of_[number]];
    if (copy_of_[number] == number) {
      member_of_[number] = family.groups.size();
      family.groups.push_back({stand_in_[number]});
      family.stands.push_back(numbers.at(stand_in_[number]));
    }
    if (stand_in_[copy_of_[number]] != number)
      family.groups[member_of_[copy_of_[number]]].push_back(number);
  }

  void add_link(const component_link& link) {
    const std::size_t first = copy_of_[link.first];
    const std::size_t second = copy_of_[link.second];
    const bool stands = stand_in_[first] == link.first && stand_in_[second] == link.second;
    if (!stands || first == second || !in_place(link)) return;
    copy_family& family = families_[family_of_[link.first]];
    family.pairs.push_back({member_of_[first], member_of_[second], &link.pair->found});
    family.links.push_back(&link);
  }

  std::vector<std::size_t> family_of_, copy_of_, stand_in_; ///< per component
  std::map<std::size_t, copy_family> families_;
  std::map<std::size_t, std::size_t> member_of_; ///< by the group's name
};

} // namespace

std::vector<copy_family> families_in(std::span<const component_link> links,
                                     const component_numbers& numbers) {
  return family_sorter(links, numbers).take();
}

} // namespace weightkin
