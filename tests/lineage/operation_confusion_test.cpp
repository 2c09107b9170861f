// Every recipe of the zoo that keeps tensors in place, on seeds that no rule was written with:
// which operations are named, and which should be.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <support/thorough.hpp>
#include <vector>
#include <zoo/derive_rounding.hpp>
#include <zoo/made_decoder.hpp>
#include <zoo/recipes.hpp>

#include <boost/test/unit_test.hpp>

#include "lineage/operation/prove_direction.hpp"
#include "lineage/operation/type_operations.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

constexpr std::uint64_t first_seed = 5001;

/// Recipes whose children have the parent's tensors in the parent's order.
const std::set<std::string> in_place{"cast",
                                     "quantised",
                                     "quantised_gguf",
                                     "quantised_codebook",
                                     "quantised_with_compensation",
                                     "noised",
                                     "noised_alike",
                                     "partly_frozen",
                                     "feed_forward_rescaled",
                                     "values_rescaled",
                                     "stream_rescaled",
                                     "gains_folded",
                                     "gains_replaced",
                                     "pruned_by_magnitude",
                                     "pruned_at_random",
                                     "pattern_pruned",
                                     "low_rank_updated",
                                     "direction_removed",
                                     "partly_reinitialised",
                                     "units_flipped",
                                     "query_pairs_flipped"};

std::vector<aligned_pair> pairs_of(const std::vector<tensor_view>& subject,
                                   const std::vector<tensor_view>& reference) {
  std::vector<aligned_pair> pairs;
  for (const tensor_view& a : subject)
    for (const tensor_view& b : reference) {
      if (a.name != b.name) continue;
      aligned_pair pair;
      pair.subject = a;
      pair.reference = b;
      pair.name = std::string(a.name);
      pair.use = a.shape.size() < 2 ? evidence_use::descriptive : evidence_use::convicting;
      pairs.push_back(std::move(pair));
    }
  return pairs;
}

struct score {
  int right = 0;
  int invented = 0;
  int missed = 0;

  [[nodiscard]] double f1() const {
    const double all = 2.0 * right + invented + missed;
    return all == 0 ? 1 : 2.0 * right / all;
  }
};

/// Collects what was named and what should have been.
class confusion {
public:
  void judge(const std::string& what, const zoo_model& subject, const zoo_model& reference,
             const std::vector<operation_kind>& truth, descent_direction provable) {
    const auto a = subject.views();
    const auto b = reference.views();
    const auto pairs = pairs_of(a, b);
    const auto seen = measure_operations(pairs, 2);
    BOOST_TEST_REQUIRE(seen.has_value());
    const auto findings = type_operations(pairs, *seen);
    std::set<std::string> named, wanted;
    std::string said;
    for (const auto& finding : findings) {
      named.insert(std::string(name_of(finding.kind)));
      said += "\n  " + std::string(name_of(finding.kind)) + ": " + finding.text;
      BOOST_TEST(!finding.text.empty());
    }
    for (const operation_kind kind : truth)
      wanted.insert(std::string(name_of(kind)));
    for (const std::string& kind : wanted)
      ++(named.count(kind) != 0 ? scores_[kind].right : scores_[kind].missed);
    for (const std::string& kind : named)
      if (wanted.count(kind) == 0) ++scores_[kind].invented;
    if (named != wanted) BOOST_TEST_MESSAGE(what << said);
    const auto direction = prove_direction(*seen, findings, {});
    directions_right_ += direction.which == provable ? 1 : 0;
    directions_wrong_ +=
        direction.which != provable && direction.which != descent_direction::undetermined ? 1 : 0;
    ++judged_;
    if (direction.which != provable)
      BOOST_TEST_MESSAGE(what << ": " << name_of(direction.which) << ", " << direction.reason);
  }

  void report() const {
    for (const auto& [kind, score] : scores_)
      BOOST_TEST_MESSAGE(kind << ": right " << score.right << ", invented " << score.invented
                              << ", missed " << score.missed << ", F1 " << score.f1());
    BOOST_TEST_MESSAGE("directions right " << directions_right_ << " of " << judged_ << ", wrong "
                                           << directions_wrong_);
  }
  [[nodiscard]] double macro_f1() const {
    double sum = 0;
    for (const auto& [kind, score] : scores_)
      sum += score.f1();
    return sum / static_cast<double>(scores_.size());
  }
  [[nodiscard]] double right_share(const std::string& kind) const {
    const score& one = scores_.at(kind);
    return static_cast<double>(one.right) / (one.right + one.missed);
  }
  [[nodiscard]] int directions_wrong() const { return directions_wrong_; }
  [[nodiscard]] double directions_right() const {
    return static_cast<double>(directions_right_) / judged_;
  }

private:
  std::map<std::string, score> scores_;
  int directions_right_ = 0;
  int directions_wrong_ = 0;
  int judged_ = 0;
};

BOOST_AUTO_TEST_CASE(operations_are_named) {
  confusion all;
  for (std::uint64_t seed = first_seed; seed < first_seed + test::runs(1, 6); ++seed) {
    const relatives from = made_relatives(seed);
    for (const recipe& one : recipes_for(backbone::decoder)) {
      if (in_place.count(one.name) == 0) continue;
      for (std::size_t k = 0; k < one.strengths.size(); ++k) {
        const descendant child = one.apply(from, k, seed * 31 + k);
        all.judge(one.name + ", " + one.strengths[k], child.model, from.parent,
                  child.truth.operations, child.truth.provable);
      }
    }
    const auto unknown = descent_direction::undetermined;
    all.judge("copy", from.parent, from.parent, {operation_kind::copied}, unknown);
    for (const double relative : {0.01, 0.05, 0.25})
      all.judge("trained on by " + std::to_string(relative),
                made_child(from.parent, relative, seed * 77), from.parent,
                {operation_kind::fine_tuned}, unknown);
    for (const double relative : {0.6, 1.2})
      all.judge("trained on by " + std::to_string(relative),
                made_child(from.parent, relative, seed * 77), from.parent,
                {operation_kind::continued}, unknown);
    all.judge("stranger", from.stranger, from.parent, {}, unknown);
    const descendant rounded = quantised(from.siblings[0], {4, 32, true});
    // The grid is of the sibling's values, not of the parent's: three of five are not within a
    // step.
    all.judge("trained on, then quantised", rounded.model, from.parent,
              {operation_kind::quantised, operation_kind::fine_tuned},
              descent_direction::subject_from_reference);
  }
  all.report();
  BOOST_TEST(all.macro_f1() >= 0.9);
  BOOST_TEST(all.right_share("quantised") >= 0.99);
  BOOST_TEST(all.directions_wrong() == 0);
  BOOST_TEST(all.directions_right() >= 0.95);
}

/// The other way round nothing else happened, and who came first is told from the other end.
BOOST_AUTO_TEST_CASE(directions_turn_with_the_sides) {
  const relatives from = made_relatives(first_seed + 500);
  for (const char* name : {"cast", "quantised_gguf", "pruned_by_magnitude", "pattern_pruned",
                           "direction_removed", "low_rank_updated"}) {
    const recipe one = recipe_named(name);
    const descendant child = one.apply(from, 0, 3);
    const auto a = child.model.views();
    const auto b = from.parent.views();
    const auto pairs = pairs_of(b, a);
    const auto seen = measure_operations(pairs, 2);
    BOOST_TEST_REQUIRE(seen.has_value());
    const auto findings = type_operations(pairs, *seen);
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST_REQUIRE(findings.size() == 1U);
      BOOST_TEST(name_of(findings.front().kind) == name_of(child.truth.operations.front()));
      const auto wanted = child.truth.provable == descent_direction::undetermined
                              ? descent_direction::undetermined
                              : descent_direction::reference_from_subject;
      BOOST_TEST(name_of(prove_direction(*seen, findings, {}).which) == name_of(wanted));
    }
  }
}

} // namespace
