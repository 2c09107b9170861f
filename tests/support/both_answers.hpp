#pragma once

#include <support/model_builder.hpp>
#include <support/must_print.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

namespace weightkin::test {

/// What is ruled on one pair of models from their weights and from their fingerprints.
struct both_answers {
  comparison full;
  comparison prints;
};

/// 0 no finding, then related, derived, reencoded, identical_after_cast, identical.
inline int strength_of(verdict ruling) {
  return is_finding(ruling) ? 1 + static_cast<int>(verdict::related) - static_cast<int>(ruling) : 0;
}

inline comparison must_compare_prints(const fingerprint& subject, const fingerprint& reference) {
  auto answer = compare_fingerprints(subject, reference);
  BOOST_REQUIRE(answer);
  BOOST_TEST(name_of(answer->source) == name_of(evidence_source::fingerprints));
  return std::move(*answer);
}

inline both_answers must_compare(const model_in_memory& subject, const model_in_memory& reference) {
  auto full = compare(subject, reference);
  BOOST_REQUIRE(full);
  return {std::move(*full), must_compare_prints(must_print(subject), must_print(reference))};
}

/// Fingerprints say the same, or less.
inline void never_stronger(const both_answers& answers) {
  BOOST_REQUIRE_EQUAL(answers.full.components.size(), answers.prints.components.size());
  for (std::size_t i = 0; i < answers.full.components.size(); ++i) {
    const component_ruling& full = answers.full.components[i];
    const component_ruling& prints = answers.prints.components[i];
    BOOST_TEST_CONTEXT(full.id << "\n full: " << full.sentence << "\n prints: " << prints.sentence)
    BOOST_TEST(strength_of(prints.ruling) <= strength_of(full.ruling));
  }
}

inline void same_rulings(const both_answers& answers) {
  never_stronger(answers);
  for (std::size_t i = 0; i < answers.full.components.size(); ++i)
    BOOST_TEST_CONTEXT(answers.prints.components[i].id << ": "
                                                       << answers.prints.components[i].sentence)
  BOOST_TEST(name_of(answers.prints.components[i].ruling) ==
             name_of(answers.full.components[i].ruling));
}

} // namespace weightkin::test
