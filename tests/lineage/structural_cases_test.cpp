// The fixtures of real disputes in which weights moved: what a comparison must say of each, and
// what it must never say. Verdicts and the operations named beside them.
#include <algorithm>
#include <cstdint>
#include <string>
#include <support/thorough.hpp>
#include <zoo/derive_cases.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

bool names(const component_ruling& part, operation_kind kind) {
  return std::any_of(part.operations.begin(), part.operations.end(),
                     [&](const operation_finding& found) { return found.kind == kind; });
}

std::string operations_of(const component_ruling& part) {
  std::string text;
  for (const operation_finding& found : part.operations)
    text += " " + std::string(name_of(found.kind));
  return text;
}

/// Calls `check(pair, answer, ruling on the only component)` for the pairs of a case, many times.
template <class Case, class Check>
void each(Case make, Check check) {
  for (std::uint64_t i = 0; i < test::runs(2, 20); ++i)
    for (const case_pair& pair : make(201 + 2 * i)) {
      const auto answer = compare_views(pair.subject.views(), pair.reference.views());
      if (!answer) BOOST_FAIL(answer.error().message);
      const component_ruling& part = answer->components.front();
      BOOST_TEST_CONTEXT(pair.id << " " << pair.what << ", seed " << 201 + 2 * i << ": "
                                 << name_of(part.ruling) << " " << name_of(part.change) << " ("
                                 << operations_of(part) << " ): " << part.sentence)
      check(pair, *answer, part);
    }
}

/// Trained on to a correlation of 0.8, so that 64 % of the variance is common: an arrangement of
/// layers, and not `derived`, for which nine tenths are asked.
BOOST_AUTO_TEST_CASE(f7_upscaled_and_continued) {
  each(upscaled_and_continued, [](const case_pair& pair, const comparison&, const auto& part) {
    BOOST_TEST(is_finding(part.ruling));
    BOOST_TEST(names(part, operation_kind::depth_upscaled));
    BOOST_REQUIRE(part.arrangement);
    BOOST_TEST(part.arrangement->layer_of == pair.truth.layer_of, boost::test_tools::per_element());
  });
}

BOOST_AUTO_TEST_CASE(f8_dense_to_experts) {
  each(dense_to_experts, [](const case_pair&, const comparison&, const auto& part) {
    BOOST_TEST(is_finding(part.ruling));
    BOOST_TEST(names(part, operation_kind::upcycled));
  });
}

BOOST_AUTO_TEST_CASE(f11_reordered_and_rescaled) {
  each(reordered_and_rescaled, [](const case_pair&, const comparison&, const auto& part) {
    BOOST_TEST(is_finding(part.ruling));
    BOOST_TEST(name_of(part.ruling) != name_of(verdict::no_shared_initialisation_found));
    BOOST_TEST(names(part, operation_kind::permuted));
  });
}

BOOST_AUTO_TEST_CASE(f12_half_forgotten) {
  each(half_forgotten, [](const case_pair&, const comparison&, const auto& part) {
    BOOST_TEST(is_finding(part.ruling));
    BOOST_TEST(names(part, operation_kind::continued));
    BOOST_TEST(!part.arrangement.has_value());
  });
}

BOOST_AUTO_TEST_CASE(f13_split_and_fused) {
  each(split_and_fused, [](const case_pair&, const comparison&, const auto& part) {
    BOOST_TEST(is_finding(part.ruling));
  });
}

BOOST_AUTO_TEST_CASE(f14_inherited_code) {
  each(inherited_code, [](const case_pair&, const comparison& answer, const auto& part) {
    BOOST_TEST(!is_finding(answer.overall));
    BOOST_TEST(!part.arrangement.has_value());
  });
}

/// A true relation that is too faint to be proved may be missed, but then not as an absence that
/// nobody was able to see: where no tensor keeps its shape, nothing was compared, and the ruling
/// says that.
BOOST_AUTO_TEST_CASE(f15_narrowed_and_distilled) {
  each(narrowed_and_distilled, [](const case_pair&, const comparison&, const auto& part) {
    BOOST_TEST((part.ruling != verdict::no_shared_initialisation_found));
    BOOST_TEST((part.ruling != verdict::non_evidential));
    if (part.ruling == verdict::not_comparable)
      BOOST_TEST(part.groups == 0U);
    else
      BOOST_TEST(part.minimum_detectable > 0.0);
  });
}

/// Nothing moved in these: the search must not make anything of them.
BOOST_AUTO_TEST_CASE(cases_without_rearrangement) {
  for (auto make : {chain_of_encoders, mixture_of_two, three_residuals, four_siblings})
    each(make, [](const case_pair& pair, const comparison&, const auto& part) {
      BOOST_TEST(is_finding(part.ruling) == pair.truth.related);
    });
}

} // namespace
