#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <new>
#include <optional>
#include <utility>

#include <weightkin/lineage/scan.hpp>

#include "lineage/scan/candidate_rank.hpp"
#include "lineage/scan/checked_loans.hpp"
#include "lineage/scan/confirmed_pair.hpp"
#include "lineage/scan/nearest_reference.hpp"
#include "lineage/scan/step_progress.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_population = 1'000'000'000'000;

/// What one call works on.
struct scan_work {
  const fingerprint& subject;
  std::span<const tensor_view> weights;
  std::span<const fingerprint> references;
  const weight_lender& lend;
  const scan_options& options;

  /// Those that could have been found.
  [[nodiscard]] std::size_t population() const {
    return std::max(references.size(), options.population);
  }

  [[nodiscard]] std::span<const component> components() const {
    return subject.contents.components;
  }
};

model_summary summary_of(const fingerprint& print) {
  return {print.name, print.format, print.tensors.size(), print.contents.parameters, {}};
}

result<void> check(const scan_work& work) {
  if (work.references.empty())
    return error{errc::bad_argument, "there are no references to look among"};
  if (work.options.confirm == 0)
    return error{errc::bad_argument, "at least one reference has to be compared"};
  if (auto sound = check_prints({&work.subject, 1}, work.subject.seed); !sound) return sound;
  return check_prints(work.references, work.subject.seed);
}

result<std::vector<candidate_rank>> rank_all(const scan_work& work) {
  const std::size_t parts = work.components().size();
  progress_meter meter(work.options.on_progress, "rank", parts * work.references.size());
  std::vector<candidate_rank> ranks;
  for (std::size_t part = 0; part < parts; ++part)
    ranks.push_back(
        rank_candidates(work.subject, part, work.references, work.options.threads, meter));
  if (meter.cancelled()) return error{errc::cancelled, "the scan was cancelled"};
  return ranks;
}

/// The components' scores, weighted by what they hold.
affinity combined(std::span<const component> parts, std::span<const candidate_rank> ranks,
                  std::size_t reference) {
  affinity out;
  for (std::size_t channel = 0; channel < affinity_channels; ++channel) {
    double sum = 0;
    double weights = 0;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const double score = ranks[part].similar[reference].scores[channel];
      if (std::isnan(score)) continue;
      const auto weight = static_cast<double>(std::max<std::uint64_t>(parts[part].parameters, 1));
      sum += weight * score;
      weights += weight;
    }
    out.scores[channel] = weights > 0 ? sum / weights : std::numeric_limits<double>::quiet_NaN();
  }
  return out;
}

/// First the best of every component, then the second best, ...; the best `confirm` are compared.
std::vector<scan_candidate> line_up(const scan_work& work, std::span<const candidate_rank> ranks) {
  std::vector<scan_candidate> out;
  std::vector<bool> taken(work.references.size(), false);
  for (std::size_t place = 0; place < work.references.size(); ++place)
    for (const candidate_rank& rank : ranks) {
      const std::size_t reference = rank.order[place];
      if (taken[reference]) continue;
      taken[reference] = true;
      scan_candidate& candidate = out.emplace_back();
      candidate.reference = reference;
      candidate.model = summary_of(work.references[reference]);
      candidate.similar = combined(work.components(), ranks, reference);
      candidate.compared = place < work.options.confirm;
    }
  return out;
}

/// Looked at only when there is something to compare them with.
result<void> check_subject(const scan_work& work, const progress_callback& on_progress) {
  const auto own = are_weights_of(work.subject, work.weights, work.options.threads, on_progress);
  if (!own) return own.error();
  if (*own) return {};
  return error{errc::bad_argument,
               "the subject's weights are not those of its fingerprint: " + work.subject.name};
}

result<std::vector<std::optional<confirmed_pair>>>
confirm(const scan_work& work, std::span<const scan_candidate> line, checked_loans& loans) {
  const auto wanted = static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](const scan_candidate& c) { return c.compared; }));
  step_progress steps(work.options.on_progress, "compare", wanted);
  compare_options how;
  how.ruling = at_level_of(work.options.ruling, work.population());
  how.threads = work.options.threads;
  how.map = work.options.map;
  how.on_progress = steps.inside();
  bool checked = false;
  std::vector<std::optional<confirmed_pair>> pairs(line.size());
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!line[at].compared) continue;
    const fingerprint& reference = work.references[line[at].reference];
    auto loan = work.weights.empty() ? result<lent_weights>(lent_weights{})
                                     : loans.borrow(line[at].reference, steps.inside());
    if (!loan) return std::move(loan).error();
    if (!loan->tensors.empty() && !std::exchange(checked, true))
      if (auto own = check_subject(work, steps.inside()); !own) return std::move(own).error();
    auto pair = confirm_pair({&work.subject, work.weights}, {&reference, loan->tensors}, how);
    if (!pair) return std::move(pair).error();
    pairs[at] = std::move(*pair);
    if (!steps.next()) return error{errc::cancelled, "the scan was cancelled"};
  }
  return pairs;
}

void correct(const scan_work& work, std::span<std::optional<confirmed_pair>> pairs,
             scan_result& answer) {
  std::vector<pair_summary*> summaries;
  for (auto& pair : pairs)
    if (pair) summaries.push_back(&pair->summary);
  answer.compared = summaries.size();
  answer.tests = work.population() * work.components().size();
  correct_for_pairs(summaries, answer.tests - summaries.size() * work.components().size());
}

component_origin origin_of(const scan_work& work, std::size_t part,
                           std::span<const scan_candidate> line,
                           std::span<const std::optional<confirmed_pair>> pairs) {
  const component& own = work.components()[part];
  component_origin origin;
  origin.id = own.id;
  origin.kind = own.kind;
  origin.parameters = own.parameters;
  const std::uint64_t all = work.subject.contents.parameters;
  origin.share = all > 0 ? static_cast<double>(own.parameters) / static_cast<double>(all) : 0.0;
  std::vector<found_reference> found;
  for (std::size_t at = 0; at < line.size(); ++at)
    if (pairs[at] && is_finding(pairs[at]->summary.components[part].ruling))
      found.push_back({line[at].reference, &*pairs[at]});
  place_references(origin, part, work.subject, work.references, std::move(found),
                   work.options.separation, work.options.threads);
  return origin;
}

/// The strongest finding; without one, a comparison that did not decide leaves the answer open.
verdict overall_of(std::span<const scan_candidate> candidates) {
  constexpr std::array open_first{verdict::identical,
                                  verdict::identical_after_cast,
                                  verdict::reencoded,
                                  verdict::derived,
                                  verdict::related,
                                  verdict::undetermined,
                                  verdict::no_shared_initialisation_found,
                                  verdict::not_comparable};
  for (const verdict ruling : open_first)
    if (std::any_of(candidates.begin(), candidates.end(), [&](const scan_candidate& each) {
          return each.compared && each.pair.overall == ruling;
        }))
      return ruling;
  return candidates.empty() ? verdict::not_comparable : verdict::non_evidential;
}

void conclude(scan_result& answer) {
  answer.overall = overall_of(answer.candidates);
  std::size_t found = 0;
  for (const component_origin& origin : answer.components)
    found += origin.found.empty() ? 0 : 1;
  answer.sentence = found == 0 ? "nothing was found among the references that were compared"
                               : "an origin was found for " + std::to_string(found) + " of " +
                                     std::to_string(answer.components.size()) + " components";
  answer.limits = {
      answer.compared == answer.references
          ? "only the references given were looked at; each of them was compared"
          : "only the references given were looked at, and only the best ranked of them were "
            "compared; a reference that was not compared is not cleared",
      "nearest means nearest of the references found: it does not say who came first, and the true "
      "parent may be missing",
      "the distances behind it come from fingerprints and need tensors whose units stand where "
      "they stood"};
}

result<scan_result> scan_references(const scan_work& work) {
  if (auto sound = check(work); !sound) return std::move(sound).error();
  auto ranks = rank_all(work);
  if (!ranks) return std::move(ranks).error();
  scan_result answer;
  answer.subject = summary_of(work.subject);
  answer.references = work.population();
  answer.options = work.options.ruling;
  answer.separation = work.options.separation;
  answer.candidates = line_up(work, *ranks);
  checked_loans loans(work.lend, work.references, work.options.threads);
  auto pairs = confirm(work, answer.candidates, loans);
  if (!pairs) return std::move(pairs).error();
  correct(work, *pairs, answer);
  for (std::size_t part = 0; part < work.components().size(); ++part)
    answer.components.push_back(origin_of(work, part, answer.candidates, *pairs));
  for (std::size_t at = 0; at < pairs->size(); ++at)
    if ((*pairs)[at]) answer.candidates[at].pair = std::move((*pairs)[at]->summary);
  conclude(answer);
  std::ranges::move(loans.limits(), std::back_inserter(answer.limits));
  return answer;
}

} // namespace

result<scan_result> scan(const fingerprint& subject, std::span<const tensor_view> subject_weights,
                         std::span<const fingerprint> references, const weight_lender& lend,
                         const scan_options& options) {
  // Times the components it must stay a count: a correction that wrapped around would convict.
  if (options.population > most_population)
    return error{errc::bad_argument, "a scan's population is at most 10^12"};
  try {
    return scan_references({subject, subject_weights, references, lend, options});
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while scanning"};
  }
}

} // namespace weightkin
