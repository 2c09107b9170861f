#include <sstream>

#include <boost/test/unit_test.hpp>

#include <weightkin/report/text_report.hpp>

#include "report/sample_comparison.hpp"
#include "report/sample_inspection.hpp"

namespace {

using namespace weightkin;

bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

/// Bytes a terminal may be sent: printable ASCII and line ends.
bool is_tame(const std::string& text) {
  for (const char c : text)
    if (c != '\n' && (c < ' ' || c > '~')) return false;
  return true;
}

BOOST_AUTO_TEST_SUITE(text_report)

BOOST_AUTO_TEST_CASE(the_component_table_comes_first_with_each_number_over_its_null) {
  std::istringstream lines(to_text(sample::suspect()));
  std::string line;
  while (std::getline(lines, line) && line.rfind("vision_encoder", 0) != 0) {
  }
  BOOST_TEST(contains(line, "0.9951"));
  BOOST_TEST(contains(line, "[##########]"));
  BOOST_TEST(contains(line, "< 1e-12")); // not 1e-36917
  BOOST_TEST(contains(line, "412"));     // z is printed in full
  std::getline(lines, line);
  BOOST_TEST(contains(line, "= derived (fine_tuned)"));
  BOOST_TEST(contains(line, "if unrelated"));
  BOOST_TEST(contains(line, "0.0012"));
}

BOOST_AUTO_TEST_CASE(what_is_undetermined_cannot_be_overlooked) {
  comparison ruling = sample::innocent();
  BOOST_TEST(!contains(to_text(ruling), "not cleared"));
  ruling.components.resize(3, ruling.components[0]);
  ruling.components[1].ruling = verdict::undetermined;
  ruling.components[1].id = "tower";
  BOOST_TEST(contains(to_text(ruling), "Undetermined, so not cleared: 1 of 3 components (tower)."));
}

BOOST_AUTO_TEST_CASE(the_share_of_the_reference_stands_below_that_of_the_subject) {
  comparison ruling = sample::suspect();
  BOOST_TEST(!contains(to_text(ruling), "Of the reference, "));
  ruling.reference.parameters = 8'000'000;
  ruling.reference_parameters_found = 2'000'000;
  ruling.components[0].cover = reference_cover{4'000'000, 1'000'000};
  BOOST_TEST(contains(to_text(ruling), "Of the reference, 25.0 % of the parameters (2.0 M) have"));
  BOOST_TEST(contains(to_text(ruling), "25.0 % of which is paired"));
}

BOOST_AUTO_TEST_CASE(norm_cosines_are_shown_beside_what_unrelated_norms_have) {
  BOOST_TEST(contains(to_text(sample::suspect(), {.width = 400}),
                      "median cosine 0.9912 where 0.9911 is expected if unrelated"));
}

BOOST_AUTO_TEST_CASE(a_part_with_stronger_evidence_than_the_whole_is_named) {
  BOOST_TEST(contains(to_text(sample::suspect()), "strongest part: layers.2.mlp.hidden"));
}

BOOST_AUTO_TEST_CASE(what_was_set_aside_is_grouped_with_the_reason) {
  const std::string text = to_text(sample::suspect(), {.width = 400});
  BOOST_TEST(contains(text, "audio_encoder, excluded as deterministic"));
  BOOST_TEST(contains(text, "sinusoidal positions"));
  BOOST_TEST(contains(text, "subject, projector, reference has no such component: 2 tensors"));
}

BOOST_AUTO_TEST_CASE(no_name_reaches_the_terminal_raw) {
  const std::string hostile("x\x1b]0;owned\x07\r\n\xff\xc2\x9b", 17);
  comparison ruling = sample::suspect();
  ruling.subject.name = ruling.reference.format = hostile;
  ruling.sentence = hostile;
  ruling.limits.push_back(hostile);
  for (component_ruling& component : ruling.components) {
    component.id = component.reference_id = component.sentence = hostile;
    component.explanations = {{explanation_kind::unlisted, hostile}};
  }
  for (tensor_evidence& tensor : ruling.tensors)
    tensor.subject_name = tensor.reference_name = tensor.detail = hostile;
  for (unmatched_tensor& tensor : ruling.unmatched)
    tensor.name = tensor.component = tensor.reason = hostile;
  text_options detailed;
  detailed.tensors = true;
  BOOST_TEST(is_tame(to_text(ruling, detailed)));

  sample::inspection inspected;
  inspected_model model = inspected.shown();
  for (tensor_view& view : inspected.tensors)
    view.name = hostile;
  for (component& part : inspected.contents.components)
    part.id = part.prefix = hostile;
  for (inventory_entry& entry : inspected.contents.entries)
    entry.detail = hostile;
  inspected.encoding.scheme = hostile;
  inspected.encoding.layout = {hostile};
  for (encoding_part& part : inspected.encoding.parts)
    part.stored.name = part.role = hostile;
  model.name = model.format = hostile;
  model.files = {{hostile, 1}};
  model.metadata = {{hostile, hostile}};
  model.warnings = {hostile};
  BOOST_TEST(is_tame(inspection_to_text(model, detailed)));
}

BOOST_AUTO_TEST_CASE(sentences_keep_to_the_width) {
  comparison ruling = sample::suspect();
  ruling.components.clear(); // the table is as wide as it is
  ruling.tensors.clear();
  std::istringstream lines(to_text(ruling, {.width = 60}));
  std::string line;
  while (std::getline(lines, line) && line.rfind("Overall", 0) != 0) {
  }
  while (std::getline(lines, line))
    BOOST_TEST(line.size() <= 60U, line);
}

BOOST_AUTO_TEST_CASE(an_inspection_sums_up_how_tensors_are_stored) {
  sample::inspection inspected;
  tensor_encoding renamed;
  for (int rule = 0; rule < 10; ++rule)
    renamed.layout.push_back("rule " + std::to_string(rule));
  inspected.tensors[1].encoding = &inspected.encoding;
  inspected.tensors[2].encoding = &renamed;
  const std::string text = inspection_to_text(inspected.shown());
  BOOST_TEST(contains(text, "2 tensors folded from 4 stored\n"));
  BOOST_TEST(contains(text, "layout rules applied: transpose x 2, rule 0 x 1, "));
  BOOST_TEST(contains(text, "rule 6 x 1 and 3 more\n"));
  for (tensor_view& view : inspected.tensors)
    view.encoding = nullptr;
  const std::string plain = inspection_to_text(inspected.shown());
  BOOST_TEST(!contains(plain, "folded"));
  BOOST_TEST(!contains(plain, "layout rules"));
  BOOST_TEST(!contains(plain, "stored as"));
}

BOOST_AUTO_TEST_CASE(a_model_without_inventory_is_still_shown) {
  BOOST_TEST(contains(inspection_to_text(inspected_model{}), "(unnamed)"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
