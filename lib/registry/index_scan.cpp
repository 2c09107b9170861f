#include <utility>

#include <weightkin/registry/index_scan.hpp>

namespace weightkin {

result<index_answer> scan_index(fingerprint_index& index, const fingerprint& subject,
                                std::span<const tensor_view> subject_weights,
                                const index_lender& lend, const index_scan_options& options) {
  index_answer answer;
  auto summary = index.summary();
  if (!summary) return std::move(summary).error();
  answer.models = summary->models;
  auto exact = index.find_exact(subject);
  if (!exact) return std::move(exact).error();
  answer.exact = std::move(*exact);
  auto candidates = index.find_candidates(subject, options.candidates);
  if (!candidates) return std::move(candidates).error();
  std::vector<fingerprint> prints;
  for (index_candidate& each : *candidates) {
    auto bytes = index.load(each.model.id);
    // Somebody may have taken it out since it was found.
    if (!bytes && bytes.error().code == errc::bad_argument) continue;
    if (!bytes) return std::move(bytes).error();
    prints.push_back(std::move(*bytes));
    answer.candidates.push_back(std::move(each));
  }
  if (prints.empty()) return answer;
  scan_options how = options.scan;
  how.population = static_cast<std::size_t>(answer.models);
  const weight_lender borrow = [&](std::size_t reference) -> result<std::optional<lent_weights>> {
    if (!lend) return std::optional<lent_weights>{};
    return lend(answer.candidates[reference].model);
  };
  auto scanned = scan(subject, subject_weights, prints, borrow, how);
  if (!scanned) return std::move(scanned).error();
  answer.scan = std::move(*scanned);
  return answer;
}

} // namespace weightkin
