#pragma once

#include <string>
#include <vector>

#include <weightkin/report/attestation.hpp>
#include <weightkin/report/bill_of_materials.hpp>
#include <weightkin/report/html_report.hpp>
#include <weightkin/report/model_card.hpp>
#include <weightkin/report/sarif_report.hpp>

#include "report/full_comparison.hpp"
#include "report/sample_documents.hpp"

namespace weightkin::sample {

/// What hostile files call themselves: every character that some language gives a meaning to.
inline std::string hostile_name(int number) {
  return "../\"'><script>alert(1)</script>&amp;<!-- {0} [x](javascript:1) ]]> %s ${HOME} $(id) "
         "`id` "
         "'; DROP TABLE models;-- \\ | ; # : - *a &b !!c\n---\nbase_model: stolen\n" +
         std::string("\0\t\r\x1b[2J\x7f", 8) +
         "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8b\xc2\x85\xff\xc0\xaf \xf0\x9f\x98\x80" +
         std::to_string(number);
}

/// A comparison in which every text that a file can choose is hostile.
inline comparison hostile() {
  comparison ruling = full();
  int number = 0;
  const auto spoil = [&](std::string& text) { text = hostile_name(number++); };
  for (model_summary* model : {&ruling.subject, &ruling.reference}) {
    spoil(model->name);
    spoil(model->format);
  }
  for (model_file& file : ruling.subject.files)
    spoil(file.name);
  for (component_ruling& component : ruling.components) {
    spoil(component.id);
    spoil(component.reference_id);
    spoil(component.sentence);
    spoil(component.strongest_group);
    spoil(component.direction.reason);
    for (possible_explanation& explanation : component.explanations) {
      explanation.kind = explanation_kind::unlisted;
      spoil(explanation.name);
    }
    for (operation_finding& done : component.operations)
      spoil(done.text);
  }
  for (tensor_evidence& tensor : ruling.tensors) {
    spoil(tensor.subject_name);
    spoil(tensor.reference_name);
    spoil(tensor.detail);
    spoil(tensor.group);
  }
  for (unmatched_tensor& tensor : ruling.unmatched)
    spoil(tensor.name);
  for (std::string& limit : ruling.limits)
    spoil(limit);
  spoil(ruling.sentence);
  return ruling;
}

/// Another reference of the same subject: the tower is akin to it as well, from farther away, and
/// it was made of the subject's encoder.
inline comparison second_reference() {
  comparison ruling = full();
  ruling.reference = {"other/older model.gguf", "gguf", 90, 44'000'000};
  ruling.reference.files = {{"older model.gguf", 12, std::string(64, 'b')}};
  component_ruling& vision = ruling.components[0];
  vision.ruling = verdict::related;
  vision.common_variance = 0.4;
  vision.direction = {};
  vision.operations.clear();
  component_ruling& audio = ruling.components[1];
  audio.ruling = verdict::reencoded;
  audio.common_variance = 0.999;
  audio.direction = {descent_direction::reference_from_subject, "its grid is coarser"};
  ruling.overall = verdict::reencoded;
  return ruling;
}

inline std::string written(const result<std::string>& document) {
  return document ? *document : "FAILED: " + document.error().message;
}

/// Every standard document of two references of one subject, and of a model with no kin.
inline std::vector<sample_document> standard_documents() {
  const document_options stamped{
      "2026-01-31T12:00:00Z", "pkg:huggingface/example/suspect@1", {"example/donor", ""}};
  const document_options bare{"2026-01-31T12:00:00Z", "", {}};
  const std::vector<comparison> two{full(), second_reference()};
  std::vector<comparison> none{innocent()};
  none[0].subject.files = {{"innocent.safetensors", 5, std::string(64, 'c')}};
  return {{"two.cyclonedx.json", written(to_cyclonedx(two, stamped))},
          {"two.spdx.json", written(to_spdx(two, stamped))},
          {"two.intoto.json", written(to_statement(two, stamped))},
          {"two.svr.json", written(to_verification_result(two, stamped))},
          {"two.sarif.json", written(to_sarif(two, stamped))},
          {"two.card.yaml", written(to_card_patch(two, stamped))},
          {"none.cyclonedx.json", written(to_cyclonedx(none))},
          {"none.spdx.json", written(to_spdx(none, bare))},
          {"none.svr.json", written(to_verification_result(none, bare))},
          {"none.sarif.json", written(to_sarif(none))},
          {"none.card.yaml", written(to_card_patch(none))}};
}

/// The same of hostile names, and our own documents; too odd to be pinned.
inline std::vector<sample_document> hostile_documents() {
  const document_options bare{"2026-01-31T12:00:00Z", "", {}};
  const std::vector<comparison> bad{hostile()};
  return {{"hostile.cyclonedx.json", written(to_cyclonedx(bad))},
          {"hostile.spdx.json", written(to_spdx(bad, bare))},
          {"hostile.intoto.json", written(to_statement(bad))},
          {"hostile.svr.json", written(to_verification_result(bad, bare))},
          {"hostile.sarif.json", written(to_sarif(bad))},
          {"hostile.card.yaml", written(to_card_patch(bad))},
          {"hostile.json", to_json(bad[0])},
          {"hostile.txt", to_text(bad[0])},
          {"hostile.html", to_html(bad[0])},
          {"hostile.svg", to_svg(bad)}};
}

} // namespace weightkin::sample
