#include "lineage/operation/merge_samples.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "align/unit_sample.hpp"
#include "lineage/operation/copied_layers.hpp"
#include "lineage/operation/pair_panel.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_values = std::uint64_t{1} << 24;
constexpr std::uint64_t most_of_a_tensor = 1 << 16;
constexpr std::uint64_t run_length = 256;
constexpr std::uint64_t least_elements = 16;

using partner_list = std::vector<std::optional<merge_partner>>; ///< per subject tensor

/// Whether layers may have been stacked in another order than their model's.
enum class layer_numbers : std::uint8_t { stay, may_change };

result<partner_list> partners_in(const model_ref& subject, std::span<const tensor_view> other,
                                 layer_numbers stacked, unsigned threads) {
  const inventory contents = take_inventory(other, {{}, threads});
  const auto aligned = align(subject, {other, &contents});
  if (!aligned) return aligned.error();
  partner_list partners(subject.tensors.size());
  for (const tensor_match& match : aligned->matches)
    partners[match.subject] = merge_partner{match.reference, {}};
  if (stacked == layer_numbers::may_change)
    if (auto followed =
            follow_copied_layers(subject, {other, &contents}, aligned->component_of, partners);
        !followed)
      return std::move(followed).error();
  return partners;
}

bool same_shape(const tensor_view& a, const tensor_view& b) {
  return is_real(b.type) &&
         std::equal(a.shape.begin(), a.shape.end(), b.shape.begin(), b.shape.end());
}

/// Sets positions to 0 in all models where one of them is not finite.
void drop_nonfinite(merge_sample& sample) {
  for (std::size_t i = 0; i < sample.subject.size(); ++i) {
    bool finite = std::isfinite(sample.subject[i]);
    for (const auto& values : sample.references)
      finite = finite && (values.empty() || std::isfinite(values[i]));
    if (!sample.base.empty()) finite = finite && std::isfinite(sample.base[i]);
    if (finite) continue;
    sample.subject[i] = 0;
    for (auto& values : sample.references)
      if (!values.empty()) values[i] = 0;
    if (!sample.base.empty()) sample.base[i] = 0;
  }
}

/// What to read for one tensor of the subject.
struct sample_request {
  std::size_t subject = 0;
  std::vector<const tensor_view*> references;
  const tensor_view* base = nullptr;
  std::vector<std::optional<int>> other_layers; ///< per reference: where it stands, if elsewhere
};

/// The tensor of `model` that lies on the subject's tensor `view`, if any does.
const tensor_view* laid_on(const tensor_view& view, std::span<const tensor_view> model,
                           const std::optional<merge_partner>& partner) {
  if (!partner || !same_shape(view, model[partner->tensor])) return nullptr;
  return &model[partner->tensor];
}

result<merge_sample> read_sample(const tensor_view& subject, const sample_request& request,
                                 std::uint64_t wanted) {
  merge_sample sample;
  sample.name = std::string(subject.name);
  sample.elements = element_count(subject);
  auto values = sample_values(subject, wanted, run_length);
  if (!values) return std::move(values).error();
  sample.subject = std::move(*values);
  for (const tensor_view* reference : request.references) {
    if (reference == nullptr) {
      sample.references.emplace_back();
      continue;
    }
    auto other = sample_values(*reference, wanted, run_length);
    if (!other) return std::move(other).error();
    sample.references.push_back(std::move(*other));
  }
  if (request.base != nullptr) {
    auto other = sample_values(*request.base, wanted, run_length);
    if (!other) return std::move(other).error();
    sample.base = std::move(*other);
  }
  drop_nonfinite(sample);
  const int mantissa = mantissa_bits_of(sample.subject);
  sample.floor = rounding_variance({sample.subject.begin(), sample.subject.end()}, mantissa) *
                 (mantissa > 16 ? 4.0 : 1.0);
  return sample;
}

} // namespace

result<merge_samples> take_merge_samples(std::span<const tensor_view> subject,
                                         std::span<const std::span<const tensor_view>> references,
                                         std::span<const tensor_view> base, unsigned threads,
                                         const progress_callback& on_progress) {
  merge_samples samples;
  const inventory contents = take_inventory(subject, {{}, threads});
  for (const component& part : contents.components)
    samples.component_ids.push_back(part.id);
  const model_ref model{subject, &contents};
  std::vector<partner_list> partners;
  for (const auto& reference : references) {
    auto found = partners_in(model, reference, layer_numbers::may_change, threads);
    if (!found) return std::move(found).error();
    partners.push_back(std::move(*found));
  }
  partner_list base_partners(subject.size());
  if (!base.empty()) {
    auto found = partners_in(model, base, layer_numbers::stay, threads);
    if (!found) return std::move(found).error();
    base_partners = std::move(*found);
  }
  std::vector<sample_request> requests;
  for (std::size_t i = 0; i < subject.size(); ++i) {
    const tensor_view& view = subject[i];
    if (!is_real(view.type) || element_count(view) < least_elements) continue;
    if (contents.entries[i].tied_to || contents.entries[i].why == exclusion::integer) continue;
    sample_request request{i, {}, nullptr, {}};
    for (std::size_t k = 0; k < references.size(); ++k) {
      request.references.push_back(laid_on(view, references[k], partners[k][i]));
      request.other_layers.push_back(partners[k][i] ? partners[k][i]->other_layer : std::nullopt);
    }
    if (!base.empty()) request.base = laid_on(view, base, base_partners[i]);
    requests.push_back(std::move(request));
  }
  if (requests.empty()) return samples;
  const std::uint64_t share =
      most_values / (static_cast<std::uint64_t>(requests.size()) * (references.size() + 2));
  const std::uint64_t wanted = std::clamp<std::uint64_t>(share, run_length, most_of_a_tensor);
  progress_meter meter(on_progress, "read", requests.size());
  for (const sample_request& request : requests) {
    if (!meter.advance(1)) return error{errc::cancelled, "taking a mixture apart was cancelled"};
    auto sample = read_sample(subject[request.subject], request, wanted);
    if (!sample) return std::move(sample).error();
    sample->component = contents.entries[request.subject].component;
    sample->layer = contents.entries[request.subject].layer;
    sample->other_layers = request.other_layers;
    if (sample->subject.empty()) continue;
    const bool everywhere = std::find(request.references.begin(), request.references.end(),
                                      nullptr) == request.references.end() &&
                            (base.empty() || request.base != nullptr);
    const bool moved = std::any_of(request.other_layers.begin(), request.other_layers.end(),
                                   [](const auto& layer) { return layer.has_value(); });
    const bool whole = everywhere && !moved;
    (whole ? samples.tensors : samples.partial).push_back(std::move(*sample));
  }
  return samples;
}

} // namespace weightkin
