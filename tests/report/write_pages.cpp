// Writes pages for the tests in a browser:   write_pages DIRECTORY
// Comparisons made by hand, and four real disputes as the library rules on them.

#include <filesystem>
#include <fstream>
#include <support/case_fixtures.hpp>
#include <zoo/derive_low_rank.hpp>
#include <zoo/derive_merges.hpp>
#include <zoo/made_decoder.hpp>
#include <zoo/recipes.hpp>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/merge.hpp>
#include <weightkin/report/html_report.hpp>

#include "report/page_samples.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// F1: a vision tower fine-tuned from the donor's in a model that is otherwise its own.
comparison tuned_tower() {
  gaussian random(1);
  model_in_memory donor;
  const named_weights tower = vision_tower(random);
  tower.store(donor, "visual.", dtype::bf16);
  language_model(random).store(donor, "model.", dtype::bf16);
  model_in_memory suspect;
  tuned_copy(random, tower, 0.10).store(suspect, "model.vision_model.", dtype::bf16);
  suspect.add("model.mm_projector.weight", {256, 320}, heavy_matrix(random, 256, 320), dtype::bf16);
  language_model(random).store(suspect, "model.language_model.model.", dtype::bf16);
  return compare(suspect, donor).value();
}

/// F2: an audio encoder renamed and rounded to bf16.
comparison cast_encoder() {
  gaussian random(101);
  const named_weights encoder = audio_encoder(random);
  model_in_memory donor;
  encoder.store(donor, "audio_tower.");
  model_in_memory suspect;
  encoder.store(suspect, "model.audio_model.", dtype::bf16);
  language_model(random).store(suspect, "model.language_model.model.", dtype::bf16);
  return compare(suspect, donor).value();
}

/// F4: gains with cosines near one in two models that share nothing.
comparison innocent_gains() {
  const accused_pair pair = innocent_norms(301);
  return compare(pair.suspect, pair.reference).value();
}

/// F9: 4/7 of one model and 3/7 of another, against the first. `explained`: with what
/// `explain_merge` says when it is asked with both.
comparison merged_pair(bool explained) {
  const auto family = zoo::made_relatives(60);
  const auto child = zoo::merged_linearly({family.siblings.data(), 2}, {4.0 / 7, 3.0 / 7});
  const auto subject = child.model.views();
  const auto first = family.siblings[0].views();
  const auto second = family.siblings[1].views();
  comparison ruling = compare(subject, first).value();
  if (!explained) return ruling;
  const std::vector<std::span<const tensor_view>> parents{first, second};
  const auto mixture = explain_merge(subject, parents, {}).value();
  for (component_ruling& component : ruling.components)
    for (const merge_component& mixed : mixture.components) {
      if (mixed.id != component.id || mixed.method == merge_method::none) continue;
      operation_finding finding;
      finding.kind = operation_kind::merged;
      finding.text = mixed.text;
      for (std::size_t w = 0; w < mixed.weights.size(); ++w)
        finding.numbers.push_back(
            {"weight." + std::to_string(w + 1), mixed.weights[w].value, mixed.weights[w].error});
      finding.log10_likelihood_margin = mixed.weights[1].log10_margin;
      component.operations.push_back(std::move(finding));
    }
  return ruling;
}

/// An adapter of rank eight merged into queries and values.
comparison merged_adapter() {
  const auto parent = zoo::made_decoder(71);
  const auto child = zoo::low_rank_updated(parent, 8, 0.05, zoo::low_rank_targets::query_value, 72);
  return compare_views(child.model.views(), parent.views()).value();
}

void name_models(comparison& ruling, const char* subject, const char* reference) {
  ruling.subject.name = subject;
  ruling.reference.name = reference;
  ruling.subject.format = ruling.reference.format = "safetensors";
}

comparison named(comparison ruling, const char* subject, const char* reference) {
  name_models(ruling, subject, reference);
  return ruling;
}

bool write(const std::filesystem::path& file, const comparison& ruling) {
  std::ofstream out(file, std::ios::binary);
  out << to_html(ruling);
  return static_cast<bool>(out.flush());
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  comparison listed = sample::suspect();
  listed.subject.files = {{"suspect.safetensors", 92'345'678, std::string(64, 'a')}};
  listed.reference.files = {{"donor.safetensors", 180'001'234, std::string(64, 'b')}};
  const std::vector<std::pair<const char*, comparison>> pages{
      {"f1.html", named(tuned_tower(), "suspect.safetensors", "donor.safetensors")},
      {"f2.html", named(cast_encoder(), "omni.safetensors", "audio-donor.safetensors")},
      {"f4.html", named(innocent_gains(), "accused.safetensors", "accuser.safetensors")},
      {"f9.html", named(merged_pair(false), "mixture.safetensors", "parent-b.safetensors")},
      {"f9-explained.html",
       named(merged_pair(true), "mixture.safetensors", "parent-b.safetensors")},
      {"adapter.html", named(merged_adapter(), "with-adapter.safetensors", "base.safetensors")},
      {"sample.html", listed},
      {"innocent.html", sample::innocent()},
      {"rearranged.html", sample::rearranged()},
      {"hostile.html", sample::hostile()},
      {"empty.html", comparison()},
      {"60.html", sample::sized(60)},
      {"1000.html", sample::sized(1000)},
      {"60000.html", sample::sized(60'000)}};
  for (const auto& [file, ruling] : pages)
    if (!write(folder / file, ruling)) return 2;
  return 0;
}
