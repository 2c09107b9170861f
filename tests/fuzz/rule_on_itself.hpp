#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/text_report.hpp>

/// What callers do with a checkpoint once it is open: values nobody would train (no elements, one
/// element, NaN, infinity, equal numbers, names of any bytes) go through everything behind readers.
namespace weightkin::fuzz {

/// A model is never unrelated to itself; what may be said instead of a finding is that nothing can.
inline void check_ruling(const comparison& ruling) {
  for (const component_ruling& component : ruling.components)
    if (component.ruling == verdict::no_shared_initialisation_found) std::abort();
  (void)to_json(ruling);
  (void)to_text(ruling);
}

/// Rules on it against itself, from values and from fingerprints, and writes what was ruled. Large
/// models are left out, so that an input is quick.
inline void rule_on_itself(const checkpoint& model) {
  constexpr std::size_t most_tensors = 16;
  constexpr std::uint64_t most_elements = 8192;
  if (model.size() == 0 || model.size() > most_tensors) return;
  for (std::size_t i = 0; i < model.size(); ++i)
    if (element_count(model[i]) > most_elements) return;
  compare_options in_place;
  in_place.threads = 1;
  in_place.depth = search_depth::direct;
  if (const auto ruling = compare(model, model, in_place)) check_ruling(*ruling);
  fingerprint_options single;
  single.threads = 1;
  const auto print = fingerprint_of(model, single);
  if (!print) return; // a deflated member may turn out broken only now
  const auto again = decode_fingerprint(encode_fingerprint(*print));
  if (!again) std::abort();
  if (const auto ruling = compare_fingerprints(*again, *print)) check_ruling(*ruling);
}

} // namespace weightkin::fuzz
