#include "evaluation_plan.hpp"

#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "zoo/decoder_parts.hpp"

namespace weightkin::evaluation {
namespace {

using book = zoo_shelf::book;

bool is_control(const book& of) { return !of.row.related; }

/// A family: a base and everything made of it.
struct family {
  const book* base = nullptr;
  std::vector<const book*> children;
};

/// By backbone, then seed.
std::map<std::string, std::map<std::uint64_t, family>> families_of(const zoo_shelf& shelf) {
  std::map<std::string, std::map<std::uint64_t, family>> families;
  for (const book& one : shelf.books()) {
    family& home = families[one.row.backbone][one.row.seed];
    if (one.row.recipe == "base")
      home.base = &one;
    else
      home.children.push_back(&one);
  }
  for (auto& [backbone, seeds] : families)
    std::erase_if(seeds, [](const auto& entry) { return entry.second.base == nullptr; });
  return families;
}

zoo::descent truth_of(const book& child) {
  zoo::descent truth;
  truth.recipe = child.row.recipe;
  truth.strength = child.row.strength;
  truth.related = child.row.related;
  truth.common_ancestor = child.row.common_ancestor;
  std::size_t at = 0;
  while (at < child.row.operations.size()) {
    std::size_t used = 0;
    truth.operations.push_back(
        static_cast<operation_kind>(std::stoi(child.row.operations.substr(at), &used)));
    at += used + 1;
  }
  std::istringstream fresh(child.row.fresh);
  for (std::string tensor; fresh >> tensor;)
    truth.fresh.push_back(std::move(tensor));
  return truth;
}

class planner {
public:
  planner(const zoo_shelf& shelf, const plan_options& options) : shelf_(shelf), options_(options) {}

  std::vector<planned_pair> plan() {
    for (const auto& [backbone, seeds] : families_of(shelf_)) {
      std::vector<const family*> all;
      for (const auto& [seed, home] : seeds)
        if (options_.seeds == 0 || all.size() < options_.seeds) all.push_back(&home);
      for (std::size_t i = 0; i < all.size(); ++i) {
        plan_trained(*all[i]);
        plan_combined(*all[i]);
        // Bases without children are there to be strangers.
        if (all.size() > 1 && !all[i]->children.empty())
          plan_derived(*all[i], *all[(i + 1) % all.size()], i);
      }
      plan_strangers(all);
    }
    return std::move(pairs_);
  }

private:
  planned_pair& add(const char* set, const book& parent, std::string recipe, std::string strength) {
    planned_pair& pair = pairs_.emplace_back();
    pair.labels.set = set;
    pair.labels.backbone = parent.row.backbone;
    pair.labels.seed = parent.row.seed;
    pair.labels.recipe = std::move(recipe);
    pair.labels.strength = std::move(strength);
    pair.labels.reference = parent.row.file;
    return pair;
  }

  void plan_trained(const family& home) {
    for (const book* child : home.children) {
      const char* set = is_control(*child)           ? set_name::stranger
                        : child->row.common_ancestor ? set_name::siblings
                                                     : set_name::trained;
      if (set == set_name::stranger) continue; // among all strangers
      planned_pair& pair = add(set, *home.base, child->row.recipe, child->row.strength);
      pair.labels.subject = child->row.file;
      pair.make = [this_shelf = &shelf_, child, base = home.base] {
        return made_pair{
            this_shelf->read(*child), this_shelf->read(*base), truth_of(*child), {}, {}};
      };
    }
  }

  /// Trained on, then rearranged so that nothing lies where it did.
  void plan_combined(const family& home) {
    const std::set<std::string> hiding{"units_permuted",
                                       "hidden_units_permuted",
                                       "heads_permuted",
                                       "stream_permuted",
                                       "all_permuted",
                                       "rotated",
                                       "e1",
                                       "e3",
                                       "hidden_pruned",
                                       "stream_pruned",
                                       "hidden_and_stream_pruned",
                                       "depth_pruned"};
    const zoo::backbone kind = shelf_.read(*home.base).kind;
    for (const book* child : home.children) {
      if (child->row.recipe != "fine_tuned" && child->row.recipe != "continued") continue;
      for (const zoo::recipe& one : zoo::recipes_for(kind))
        if (hiding.contains(one.name)) plan_rearranged(home, *child, one, one.strengths.size() - 1);
    }
  }

  void plan_rearranged(const family& home, const book& child, const zoo::recipe& one,
                       std::size_t strength) {
    planned_pair& pair =
        add(set_name::combined, *home.base, one.name, child.row.recipe + ", " + child.row.strength);
    pair.labels.subject = one.name + " of " + child.row.file;
    pair.make = [shelf = &shelf_, child = &child, base = home.base, one, strength] {
      zoo::relatives kin{shelf->read(*child), {}, {}};
      zoo::descendant made =
          zoo::chained({kin.parent, truth_of(*child)}, one.apply(kin, strength, base->row.seed));
      return made_pair{std::move(made.model), shelf->read(*base), std::move(made.truth), {}, {}};
    };
  }

  const book* child_of(const family& home, const std::string& recipe, std::size_t which) {
    for (const book* child : home.children)
      if (child->row.recipe == recipe && which-- == 0) return child;
    throw std::runtime_error("the zoo has no " + recipe + " of " + home.base->row.file);
  }

  /// Every recipe on a trained base; what a merge mixes are trained children.
  void plan_derived(const family& home, const family& stranger, std::size_t number) {
    const std::vector<const book*> siblings{child_of(home, "fine_tuned", 1),
                                            child_of(home, "fine_tuned", 2),
                                            child_of(home, "continued", 0)};
    const auto family_books = [=, shelf = &shelf_, base = home.base, other = stranger.base] {
      zoo::relatives kin{shelf->read(*base), {}, shelf->read(*other)};
      for (const book* sibling : siblings)
        kin.siblings.push_back(shelf->read(*sibling));
      return kin;
    };
    const zoo::zoo_model shape = shelf_.read(*home.base);
    for (const zoo::recipe& one : zoo::recipes_for(shape.kind))
      for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
        if (one.strengths.size() > 12 && strength % options_.thin != number % options_.thin)
          continue;
        const auto make = [one, strength, family_books, seed = home.base->row.seed] {
          return derived_pair(one, strength, seed, family_books());
        };
        plan_recipe(one, strength, home, make);
        if (strength > 0) continue; // once is enough of the rest
        plan_reversed(one, strength, home, make);
        if (options_.estranged) plan_estranged(one, strength, home, stranger, make);
      }
  }

  static made_pair derived_pair(const zoo::recipe& one, std::size_t strength, std::uint64_t seed,
                                zoo::relatives kin) {
    zoo::descendant child = one.apply(kin, strength, seed);
    made_pair made;
    made.subject = std::move(child.model);
    made.truth = std::move(child.truth);
    for (const int which : one.mixed)
      made.mixed.push_back(which == 0  ? kin.parent
                           : which < 0 ? kin.stranger
                                       : kin.siblings.at(static_cast<std::size_t>(which) - 1));
    made.base = kin.parent;
    const bool of_siblings = one.made_from == zoo::recipe_parent::siblings && !one.mixed.empty();
    made.reference = of_siblings ? made.mixed.front() : std::move(kin.parent);
    return made;
  }

  void plan_recipe(const zoo::recipe& one, std::size_t strength, const family& home,
                   const std::function<made_pair()>& make) {
    planned_pair& pair = add(set_name::derived, *home.base, one.name, one.strengths[strength]);
    pair.labels.subject = one.name + " of " + home.base->row.file;
    pair.make = make;
  }

  /// Parent and child exchanged: who came first must not depend on who is asked about.
  void plan_reversed(const zoo::recipe& one, std::size_t strength, const family& home,
                     const std::function<made_pair()>& make) {
    planned_pair& back = add(set_name::reversed, *home.base, one.name, one.strengths[strength]);
    back.labels.subject = home.base->row.file;
    back.labels.reference = one.name + " of " + home.base->row.file;
    back.make = [make] {
      made_pair made = make();
      std::swap(made.subject, made.reference);
      const auto provable = made.truth.provable;
      made.truth = {};
      // That a model lies among others shows beside all of them only; here is but one.
      if (provable == descent_direction::subject_from_reference && made.mixed.empty())
        made.truth.provable = descent_direction::reference_from_subject;
      made.mixed.clear();
      return made;
    };
  }

  /// The child against somebody else's base: whatever a search does to it, they are strangers.
  /// Mixtures with a stranger are kin of that one, and are left out.
  void plan_estranged(const zoo::recipe& one, std::size_t strength, const family& home,
                      const family& stranger, const std::function<made_pair()>& make) {
    for (const int which : one.mixed)
      if (which < 0) return;
    planned_pair& pair = add(set_name::estranged, *home.base, one.name, one.strengths[strength]);
    pair.labels.subject = one.name + " of " + home.base->row.file;
    pair.labels.reference = stranger.base->row.file;
    pair.make = [make, shelf = &shelf_, other = stranger.base] {
      made_pair made = make();
      made.reference = shelf->read(*other);
      made.truth = {};
      made.truth.related = false;
      made.mixed.clear();
      return made;
    };
  }

  /// Bases and controls: every one has an initialisation of its own, but for those that were
  /// distilled from one teacher.
  void plan_strangers(const std::vector<const family*>& all) {
    std::vector<const book*> loners;
    for (const family* home : all) {
      loners.push_back(home->base);
      for (const book* child : home->children)
        if (is_control(*child)) loners.push_back(child);
    }
    for (std::size_t i = 0; i < loners.size(); ++i)
      for (std::size_t j = i + 1; j < loners.size(); ++j) {
        const book *subject = loners[j], *reference = loners[i];
        const bool twins = subject->row.recipe == "distilled" &&
                           reference->row.recipe == "distilled" &&
                           subject->row.parents == reference->row.parents;
        const bool own = subject->row.parents == reference->row.file;
        planned_pair& pair = add(twins ? set_name::siblings : set_name::stranger, *reference,
                                 own || twins ? subject->row.recipe : "unrelated",
                                 own     ? subject->row.strength
                                 : twins ? "one teacher"
                                         : "");
        pair.labels.subject = subject->row.file;
        pair.make = [shelf = &shelf_, subject, reference, twins] {
          zoo::descent truth;
          truth.related = truth.common_ancestor = twins;
          return made_pair{shelf->read(*subject), shelf->read(*reference), truth, {}, {}};
        };
      }
  }

  const zoo_shelf& shelf_;
  plan_options options_;
  std::vector<planned_pair> pairs_;
};

} // namespace

zoo_shelf::zoo_shelf(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders)
    for (zoo::manifest_row& row : zoo::read_manifest(folder + "/manifest.tsv"))
      if (row.split == zoo::name_of(zoo::zoo_split::test))
        books_.push_back({folder + "/" + row.file, std::move(row)});
  if (books_.empty()) throw std::runtime_error("no models of the test half");
}

zoo::zoo_model zoo_shelf::read(const book& of) const { return zoo::load(of.path); }

std::vector<planned_pair> plan_pairs(const zoo_shelf& shelf, const plan_options& options) {
  return planner(shelf, options).plan();
}

} // namespace weightkin::evaluation
