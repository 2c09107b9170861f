#include "fuzz/reader/exercise.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/torch/torch_names.hpp"

/// The input as one pickle under strict and under the most permissive rules; what it leaves is
/// listed as a checkpoint would be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto source = borrow_memory(std::as_bytes(std::span(data, size)), "input");
  for (const bool permissive : {false, true}) {
    pickle_rules rules;
    rules.lenient = rules.torch_storages = rules.script_classes = permissive;
    const auto done = run_pickle(*source, 0, size, rules);
    if (!done) {
      fuzz::check_refusal(done.error());
      continue;
    }
    fuzz::require(done->end <= size);
    const auto named = name_tensors(done->values, done->root, rules.limits, "input");
    if (!named) fuzz::check_refusal(named.error());
  }
  return 0;
}
