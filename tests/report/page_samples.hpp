#pragma once

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "report/sample_comparison.hpp"

/// Comparisons that pages have to stand: many tensors, hostile names, everything rearranged.
namespace weightkin::sample {

/// A mixture-of-experts model of about `tensors` tensors, half of it fine-tuned.
inline comparison sized(std::size_t tensors) {
  comparison ruling = suspect();
  ruling.tensors.clear();
  constexpr std::array roles{tensor_role::mlp_gate, tensor_role::mlp_up, tensor_role::mlp_down,
                             tensor_role::attention_q, tensor_role::norm};
  for (std::size_t t = 0; t < tensors; ++t) {
    const std::size_t layer = t * 60 / tensors;
    const std::string name =
        "model.layers." + std::to_string(layer) + ".mlp.experts." + std::to_string(t) + ".weight";
    tensor_evidence tensor = tensor_of(t, t % 2 == 0 ? 0 : 2, name, "reference." + name);
    tensor.layer = static_cast<int>(layer);
    tensor.role = roles[t % roles.size()];
    const double effect = t % 2 == 0 ? 0.99 - 0.001 * static_cast<double>(layer) : 0.001;
    tensor.metrics.cosine = effect;
    tensor.metrics.relative_l2 = std::sqrt(2 - 2 * effect);
    tensor.metrics.relative_l2_if_unrelated = 1.4142;
    tensor.permutation = evidence_of(effect, 300 * effect, t % 2 == 0 ? -900 : -0.3);
    if (tensor.role == tensor_role::norm) {
      tensor.use = evidence_use::descriptive;
      tensor.why = exclusion::vector;
      tensor.permutation = {};
    }
    ruling.tensors.push_back(std::move(tensor));
  }
  return ruling;
}

/// Names that would be markup, hide or turn text, or are no text at all.
inline std::vector<std::string> hostile_names() {
  using namespace std::string_literals;
  return {"</script><script>document.title='owned'</script>",
          "\"><img src=x onerror=\"document.title='owned'\">",
          "'><svg onload=alert(1)>",
          "model.\xe2\x80\xaegpj.weight", // right-to-left override
          "nul\0nul"s,
          "stray \xff\xc0\x80 bytes",
          std::string(100'000, 'x'),
          "<!--",
          "]]></style><style>*{display:none}",
          "&lt;b&gt;&amp;",
          "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d.weight", // Hebrew letters, which are no crime
          "line\nbreak\ttab\x1b[31m",
          "javascript:alert(1)",
          ""};
}

/// Every text of a comparison hostile.
inline comparison hostile() {
  comparison ruling = suspect();
  const std::vector<std::string> names = hostile_names();
  ruling.tensors.clear();
  for (std::size_t n = 0; n < names.size(); ++n) {
    tensor_evidence tensor = tensor_of(n, n % 3, names[n], names[(n + 1) % names.size()]);
    tensor.use = n % 2 == 0 ? evidence_use::convicting : evidence_use::excluded;
    tensor.why = n % 2 == 0 ? exclusion::none : exclusion::deterministic;
    tensor.detail = names[n];
    tensor.group = names[n];
    ruling.tensors.push_back(std::move(tensor));
    ruling.unmatched.push_back({side::subject, n, names[n], names[n], n, names[n]});
    ruling.limits.push_back(names[n]);
    ruling.searched.push_back(names[n]);
    ruling.subject.files.push_back({names[n], n, names[n]});
  }
  ruling.subject.name = names[0];
  ruling.subject.format = names[1];
  ruling.reference.name = names[3];
  ruling.sentence = names[1];
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    component_ruling& component = ruling.components[c];
    component.id = component.reference_id = names[c];
    component.search_notes = names;
    component.sentence = component.strongest_group = component.direction.reason = names[c + 1];
    component.explanations.clear();
    for (const std::string& name : names)
      component.explanations.push_back({explanation_kind::unlisted, name});
    operation_finding finding;
    finding.kind = operation_kind::quantised;
    finding.text = names[c];
    finding.numbers = {{names[c], 4, NAN}, {names[6], INFINITY, 1}};
    finding.tensors = names;
    component.operations = {finding};
    component.arrangement.emplace();
    component.arrangement->units = {{names[c], names[1], {0, 1}, 1, true}};
  }
  return ruling;
}

/// A model up-scaled from 32 layers to 48, its units reordered and its stream permuted; units
/// whose order was searched, anchors, and every operation.
inline comparison rearranged() {
  comparison ruling = suspect();
  component_ruling& part = ruling.components[2];
  part.ruling = verdict::derived;
  part.change = change_kind::rearranged;
  part.sentence = "Once its layers are put back, nearly all of it is the reference's.";
  component_correspondence found;
  for (std::int64_t layer = 0; layer < 48; ++layer)
    found.layer_of.push_back(layer < 24 ? layer : layer < 47 ? layer - 16 : no_counterpart);
  found.basis = basis_relation::permuted;
  found.stream_of = {1, 0, 2, 3};
  found.stream_sign = {1, -1, 1, 1};
  found.units = {{"layers.0.mlp.hidden", "layers.0.mlp.hidden", {2, 0, 1, -1}, 0.97, false}};
  found.token_of = {0, 2, 1};
  found.moves_values = found.repeats_networks = true;
  found.log10_choices = 12.5;
  part.arrangement = found;
  part.searched = evidence_of(0.41, 60.0, -700.0);
  part.searched_groups = 9;
  part.anchors = evidence_of(0.3, 22.0, -100.0);
  part.anchored_networks = 16;
  part.anchors_log10_p_holm = -99;
  part.direction = {descent_direction::subject_from_reference, "A layer occurs twice."};
  for (int kind = 1; kind <= 23; ++kind) {
    operation_finding finding;
    finding.kind = static_cast<operation_kind>(kind);
    finding.text = "What this operation is and where it was seen.";
    finding.numbers = {{"rank", 8, 0.5}, {"weight.1", 0.571, 0.0016}, {"density", 0.5, NAN}};
    finding.log10_likelihood_margin = kind % 3 == 0 ? INFINITY : 12.0 * kind;
    if (kind % 2 == 0) finding.tensors = {"model.layers.3.mlp.up_proj.weight"};
    part.operations.push_back(std::move(finding));
  }
  return ruling;
}

} // namespace weightkin::sample
