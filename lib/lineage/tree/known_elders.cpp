#include "lineage/tree/known_elders.hpp"

#include <map>

namespace weightkin {
namespace {

class elder_list {
public:
  explicit elder_list(const placed_family& of) : of_(of) {
    for (std::size_t at = 0; at < of.placed.placed.size(); ++at)
      for (const std::size_t number : of.family.groups[of.placed.placed[at]])
        member_of_[number] = at;
  }

  void add(std::size_t subject, std::size_t reference, const direction_finding& finding) {
    const auto one = member_of_.find(subject);
    const auto other = member_of_.find(reference);
    if (one == member_of_.end() || other == member_of_.end() || one->second == other->second)
      return;
    if (finding.which == descent_direction::subject_from_reference)
      elders_.push_back({other->second, one->second, finding.reason});
    if (finding.which == descent_direction::reference_from_subject)
      elders_.push_back({one->second, other->second, finding.reason});
  }

  /// What the caller knows of two models holds for each pair of their components that was found.
  void add(const known_direction& given) {
    const auto& parts = of_.models[given.subject].contents.components;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (!given.component.empty() && parts[part].id != given.component) continue;
      const std::size_t subject = of_.numbers.of(given.subject, part);
      for (const component_link& link : of_.links) {
        const bool there =
            link.first == subject && of_.numbers.at(link.second).model == given.reference;
        const bool back =
            link.second == subject && of_.numbers.at(link.first).model == given.reference;
        if (there || back) add(subject, there ? link.second : link.first, given.finding);
      }
    }
  }

  std::vector<elder_member> take() && { return std::move(elders_); }

private:
  const placed_family& of_;
  std::map<std::size_t, std::size_t> member_of_; ///< by component number
  std::vector<elder_member> elders_;
};

} // namespace

std::vector<elder_member> known_elders(const placed_family& of,
                                       std::span<const known_direction> given) {
  elder_list elders(of);
  for (const component_link& link : of.links)
    elders.add(link.first, link.second, link.pair->found.directions[link.component]);
  for (const known_direction& each : given)
    elders.add(each);
  return std::move(elders).take();
}

} // namespace weightkin
