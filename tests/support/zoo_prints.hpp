#pragma once

#include <optional>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

#include "support/zoo_pairs.hpp"

namespace weightkin::test {

/// What is ruled on a pair of the zoo from its weights and from its fingerprints.
struct zoo_answers {
  comparison full;
  comparison prints;
};

inline result<zoo_answers> compare_zoo_prints(const std::filesystem::path& zoo,
                                              const zoo_pair& pair) {
  open_options options;
  options.lenient_pickle = true;
  const auto a = checkpoint::open(zoo_model(zoo, pair.a), options);
  if (!a) return a.error();
  const auto b = checkpoint::open(zoo_model(zoo, pair.b), options);
  if (!b) return b.error();
  auto full = compare(*a, *b);
  if (!full) return std::move(full).error();
  const auto subject = fingerprint_of(*a);
  if (!subject) return subject.error();
  const auto reference = fingerprint_of(*b);
  if (!reference) return reference.error();
  auto prints = compare_fingerprints(*subject, *reference);
  if (!prints) return std::move(prints).error();
  return zoo_answers{std::move(*full), std::move(*prints)};
}

/// The component with most parameters stands for the model.
inline const component_ruling* main_component(const comparison& answer) {
  const component_ruling* largest = nullptr;
  for (const component_ruling& part : answer.components)
    if (largest == nullptr || part.parameters > largest->parameters) largest = &part;
  return largest;
}

} // namespace weightkin::test
