#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/possible_explanation.hpp>

namespace {

using namespace weightkin;

constexpr int last_kind = static_cast<int>(explanation_kind::no_such_component);

/// Every kind, with a name and a remark where its sentence has room for them.
std::vector<possible_explanation> one_of_each() {
  std::vector<possible_explanation> out;
  for (int i = 1; i <= last_kind; ++i)
    out.push_back({static_cast<explanation_kind>(i)});
  for (possible_explanation& one : out)
    switch (one.kind) {
    case explanation_kind::equal_elsewhere: one.name = "12"; break;
    case explanation_kind::subject_reencoded: one.name = "q4_k"; break;
    case explanation_kind::reference_reencoded:
      one.name = "nf4";
      one.remark = "; both differ by 3 % of the weights' size";
      break;
    default: break;
    }
  return out;
}

BOOST_AUTO_TEST_SUITE(possible_explanations)

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_and_a_sentence_of_its_own) {
  std::set<std::string> names{"unlisted", "unknown"};
  std::set<std::string> sentences{""};
  for (const possible_explanation& one : one_of_each()) {
    BOOST_TEST(names.insert(std::string(name_of(one.kind))).second, name_of(one.kind));
    BOOST_TEST(sentences.insert(sentence_of(one)).second, name_of(one.kind));
  }
  BOOST_TEST(name_of(explanation_kind::unlisted) == "unlisted");
  BOOST_TEST(name_of(static_cast<explanation_kind>(last_kind + 1)) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_sentence_leads_back_to_what_it_was_written_for) {
  for (const possible_explanation& one : one_of_each()) {
    const possible_explanation read = explanation_of(sentence_of(one));
    BOOST_TEST((read == one), name_of(one.kind));
  }
}

/// Stored results may come from other versions; what they say is not changed by reading them.
BOOST_AUTO_TEST_CASE(other_sentences_stay_as_they_are) {
  const std::string scheme = sentence_of({explanation_kind::subject_reencoded, "q4_k"});
  for (const std::string& sentence :
       {std::string(), std::string("fine-tuned from the reference"), std::string("unrelated "),
        std::string("a\0b", 3), std::string("the subject, stored as "),
        scheme.substr(0, scheme.size() - 1), scheme.substr(1),
        sentence_of({explanation_kind::equal_elsewhere, ""})}) {
    const possible_explanation read = explanation_of(sentence);
    BOOST_TEST((read.kind == explanation_kind::unlisted), sentence);
    BOOST_TEST(sentence_of(read) == sentence);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
