#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/text_report.hpp>

namespace {

using namespace weightkin;

/// A model is never unrelated to itself; what may be said instead of a finding is that nothing can.
void check_ruling(const comparison& ruling) {
  for (const component_ruling& component : ruling.components)
    if (component.ruling == verdict::no_shared_initialisation_found) std::abort();
  (void)to_json(ruling);
  (void)to_text(ruling);
}

/// Large models are left out, so that an input is quick.
bool is_small(const checkpoint& model) {
  constexpr std::size_t most_tensors = 16;
  constexpr std::uint64_t most_elements = 8192;
  if (model.size() == 0 || model.size() > most_tensors) return false;
  for (std::size_t i = 0; i < model.size(); ++i)
    if (element_count(model[i]) > most_elements) return false;
  return true;
}

void rule_on_values(const checkpoint& model) {
  compare_options in_place;
  in_place.threads = 1;
  in_place.depth = search_depth::direct;
  if (const auto ruling = compare(model, model, in_place)) check_ruling(*ruling);
}

void rule_on_fingerprints(const checkpoint& model) {
  fingerprint_options single;
  single.threads = 1;
  const auto print = fingerprint_of(model, single);
  if (!print) return; // a deflated member may turn out broken only now
  const auto again = decode_fingerprint(encode_fingerprint(*print));
  if (!again) std::abort();
  if (const auto ruling = compare_fingerprints(*again, *print)) check_ruling(*ruling);
}

} // namespace

/// The input as a checkpoint of any format, ruled on against itself: values nobody would train (no
/// elements, one element, NaN, infinity, equal numbers, names of any bytes) go through everything
/// behind the readers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t enough_bytes = 1 << 20;
  open_options options;
  options.limits.inflated_member_bytes = enough_bytes;
  options.limits.inflated_pickle_bytes = enough_bytes;
  options.limits.hdf5_chunk_bytes = enough_bytes;
  options.limits.tensors = 10'000;
  const auto model = checkpoint::open(borrow_memory(std::as_bytes(std::span(data, size)), "input"),
                                      nullptr, options);
  if (!model || !is_small(*model)) return 0;
  rule_on_values(*model);
  rule_on_fingerprints(*model);
  return 0;
}
