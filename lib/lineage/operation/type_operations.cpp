#include "lineage/operation/type_operations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lineage/number_text.hpp"
#include "lineage/operation/account_census.hpp"
#include "lineage/operation/special_accounts.hpp"

namespace weightkin {
namespace {

constexpr double no_odds = std::numeric_limits<double>::infinity();

using indices = std::vector<std::size_t>;

void append(indices& all, const indices& more) { all.insert(all.end(), more.begin(), more.end()); }

std::string counted_tensors(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " tensor" : " tensors");
}

operation_finding untouched(const account_census& census, bool cast) {
  operation_finding finding;
  finding.kind = cast ? operation_kind::cast : operation_kind::copied;
  finding.log10_likelihood_margin = no_odds;
  if (!cast) {
    const std::size_t rounded = census.count(tensor_account::rounded);
    finding.text = rounded == 0
                       ? "every bit of all " + counted_tensors(census.size()) + " is the same"
                       : counted_tensors(rounded) + " of " + std::to_string(census.size()) +
                             " differ in the last places of f32, the others in no bit";
    return finding;
  }
  const indices chosen = census.with(tensor_account::cast);
  finding.tensors = census.names_of(chosen);
  int bits = 23;
  std::size_t subjects = 0;
  for (const std::size_t i : chosen) {
    const operation_evidence& seen = census.seen(i);
    bits = std::min({bits, seen.subject_mantissa, seen.reference_mantissa});
    subjects += seen.subject_is_coarser ? 1 : 0;
  }
  finding.numbers = {
      {"mantissa_bits", static_cast<double>(bits), std::numeric_limits<double>::quiet_NaN()}};
  finding.text = std::string(subjects * 2 >= chosen.size() ? "the subject" : "the reference") +
                 " is the other side rounded to " +
                 (bits <= 7    ? "bf16"
                  : bits <= 10 ? "f16"
                               : "a shorter float") +
                 " in " + counted_tensors(chosen.size());
  return finding;
}

/// Share of the variance in common, weighted by elements.
double common_share(const account_census& census, const indices& chosen) {
  double sum = 0;
  double count = 0;
  for (const std::size_t i : chosen) {
    const auto elements = static_cast<double>(element_count(census.pair(i).subject));
    sum += elements * census.seen(i).common;
    count += elements;
  }
  return count > 0 ? sum / count : 0;
}

operation_finding generic(const account_census& census, const indices& chosen, double common,
                          const typing_options& options) {
  operation_finding finding;
  const bool little = common >= options.derived_share;
  finding.kind = little ? operation_kind::fine_tuned : operation_kind::continued;
  finding.tensors = census.names_of(chosen);
  double sum = 0, square = 0;
  for (const std::size_t i : chosen) {
    sum += census.seen(i).relative;
    square += census.seen(i).relative * census.seen(i).relative;
  }
  const auto n = static_cast<double>(chosen.size());
  const double size = sum / n;
  const double error = chosen.size() > 1
                           ? std::sqrt(std::max(square / n - size * size, 0.0) / (n - 1))
                           : std::numeric_limits<double>::quiet_NaN();
  finding.numbers = {{"common_variance", common, std::numeric_limits<double>::quiet_NaN()},
                     {"relative_size", size, error}};
  finding.text = "weights changed all over in " + counted_tensors(chosen.size()) + ", by " +
                 percent_text(size) + " of their size on the average; " + percent_text(common) +
                 " of the variance is common (" + (little ? "at least " : "less than ") +
                 percent_text(options.derived_share) + ", so this is called " +
                 (little ? "fine-tuned" : "continued") + " training)";
  return finding;
}

operation_finding frozen(const account_census& census, const indices& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::partly_frozen;
  finding.log10_likelihood_margin = no_odds;
  finding.tensors = census.names_of(chosen);
  finding.numbers = {
      {"tensors", static_cast<double>(chosen.size()), std::numeric_limits<double>::quiet_NaN()}};
  finding.text = counted_tensors(chosen.size()) + " kept every bit while others changed";
  return finding;
}

operation_finding renewed(const account_census& census, const indices& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::partly_reinitialised;
  finding.tensors = census.names_of(chosen);
  double strongest = 0;
  for (const std::size_t i : chosen)
    strongest = std::max(strongest, census.seen(i).z);
  finding.numbers = {
      {"tensors", static_cast<double>(chosen.size()), std::numeric_limits<double>::quiet_NaN()},
      {"strongest_z", strongest, std::numeric_limits<double>::quiet_NaN()}};
  finding.text = counted_tensors(chosen.size()) +
                 " do not depend on their counterparts while the rest does: made new, or "
                 "rearranged in a way that was not found";
  return finding;
}

/// Dense changes: noise when nearly all of them are white, else the generic label.
void type_dense(std::vector<operation_finding>& findings, const account_census& census,
                const indices& changed, const typing_options& options) {
  const indices white = census.with(tensor_account::white);
  const bool additive = std::all_of(white.begin(), white.end(), [&](std::size_t i) {
    // Noise leaves the weights' own size; training on pulls them away.
    return std::abs(census.seen(i).scale - 1) < 0.01 + 0.1 * census.seen(i).relative;
  });
  if (additive && white.size() * 10 >= changed.size() * 8 &&
      census.elements_of(white) * 10 >= census.elements_of(changed) * 8) {
    findings.push_back(noised_finding(census, white));
    return;
  }
  findings.push_back(generic(census, changed, common_share(census, changed), options));
}

indices kin_of(const account_census& census) {
  indices kin;
  for (std::size_t i = 0; i < census.size(); ++i)
    if (census.of(i) != tensor_account::unknown && census.of(i) != tensor_account::unrelated)
      kin.push_back(i);
  return kin;
}

/// Tensors whose special account leaves more than it explains.
indices changed_besides(const account_census& census, const indices& chosen) {
  indices more;
  for (const std::size_t i : chosen)
    if (changed_besides(census.seen(i)) && census.seen(i).factors.form == factor_form::none)
      more.push_back(i);
  return more;
}

void type_special(std::vector<operation_finding>& findings, const account_census& census,
                  indices& dense, const typing_options& options) {
  const indices gridded = census.with(tensor_account::quantised);
  const indices zeroed = census.with(tensor_account::zeroed);
  indices rescaled, flipped;
  indices with_factors = census.with(tensor_account::rescaled);
  for (const std::size_t i : gridded)
    if (census.seen(i).factors.form != factor_form::none) with_factors.push_back(i);
  for (const std::size_t i : with_factors)
    (census.seen(i).factors.signs_only ? flipped : rescaled).push_back(i);
  indices low_rank = census.with(tensor_account::low_rank);
  const indices removed = census.with(tensor_account::direction_removed);
  const auto take = [&](operation_finding finding, const indices& chosen) {
    if (finding.log10_likelihood_margin >= options.least_margin)
      findings.push_back(std::move(finding));
    else
      append(dense, chosen);
  };
  const indices broken = census.with_nonfinite();
  if (!broken.empty()) findings.push_back(nonfinite_finding(census, broken));
  if (!gridded.empty()) take(quantised_finding(census, gridded), gridded);
  if (!zeroed.empty())
    for (operation_finding& finding : zeroed_findings(census, zeroed))
      findings.push_back(std::move(finding));
  if (!rescaled.empty()) take(rescaled_finding(census, rescaled), rescaled);
  if (!flipped.empty()) take(flipped_finding(census, flipped), flipped);
  if (!removed.empty()) {
    if (auto finding = direction_finding_of(census, removed))
      take(std::move(*finding), removed);
    else
      append(low_rank, removed);
  }
  if (!low_rank.empty()) take(low_rank_finding(census, low_rank), low_rank);
  append(dense, changed_besides(census, gridded));
  append(dense, changed_besides(census, zeroed));
}

} // namespace

std::vector<operation_finding> type_operations(std::span<const aligned_pair> pairs,
                                               std::span<const operation_evidence> seen,
                                               const typing_options& options) {
  std::vector<operation_finding> findings;
  const account_census census(pairs, seen, options);
  if (!census.related()) return findings;
  const indices equal = census.with(tensor_account::equal);
  const indices cast = census.with(tensor_account::cast);
  const indices unrelated = census.with(tensor_account::unrelated);
  indices dense = census.with(tensor_account::dense);
  append(dense, census.with(tensor_account::white));
  const bool only_cast = !cast.empty() && dense.empty() && unrelated.empty();
  const std::size_t before = findings.size();
  type_special(findings, census, dense, options);
  const bool special = findings.size() > before;
  if (!dense.empty()) type_dense(findings, census, dense, options);
  if (!special && dense.empty() && unrelated.empty()) {
    const indices vectors = census.changed_vectors();
    if (only_cast || vectors.empty()) {
      findings.push_back(untouched(census, only_cast));
      return findings;
    }
    // Biases and gains alone were trained.
    findings.push_back(generic(census, vectors, 1.0, options));
    dense = vectors;
  }
  indices kept;
  for (const std::size_t i : equal)
    if (census.seen(i).matrix) kept.push_back(i);
  // Where little is kin and nothing is the same to the bit, the rest need not ever have been kin.
  if (!unrelated.empty() &&
      (!kept.empty() || census.elements_of(unrelated) <= census.elements_of(kin_of(census))))
    findings.push_back(renewed(census, unrelated));
  // What a grid, zeros or an adapter left alone is part of how those are made; beside training or
  // noise it is a decision of its own.
  if (!kept.empty() && !(dense.empty() && unrelated.empty()))
    findings.push_back(frozen(census, kept));
  return findings;
}

} // namespace weightkin
