#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "descent.hpp"

/// Small models shaped after real disputes, as pairs with their truth. Towers, audio encoders and
/// innocent norms are in support/case_fixtures.hpp; here is what descends by more than a copy.
namespace weightkin::zoo {

/// `truth` is about the subject, seen from the reference.
struct case_pair {
  std::string id;   ///< of the design's list: "F7"
  std::string what; ///< which of its pairs
  zoo_model subject;
  zoo_model reference;
  descent truth;
};

/// F3: encoders with a common table of positions: W, Q tuned far from it (0.9), H a copy of Q, and
/// U that shares the table with W and nothing else.
[[nodiscard]] std::vector<case_pair> chain_of_encoders(std::uint64_t seed);
/// F7: 8 layers become 12 (0-5, 2-7) and are trained on to a correlation of 0.8.
[[nodiscard]] std::vector<case_pair> upscaled_and_continued(std::uint64_t seed);
/// F8: dense networks become 8 experts: all alike with noise, or a part each.
[[nodiscard]] std::vector<case_pair> dense_to_experts(std::uint64_t seed);
/// F9: 4/7 B + 3/7 C, against B, against C and against their base.
[[nodiscard]] std::vector<case_pair> mixture_of_two(std::uint64_t seed);
/// F10: noise, rounding to 4 bits and a low-rank change, all of about the same small size.
[[nodiscard]] std::vector<case_pair> three_residuals(std::uint64_t seed);
/// F11: hidden units and heads reordered and factors moved into the norms.
[[nodiscard]] std::vector<case_pair> reordered_and_rescaled(std::uint64_t seed);
/// F12: trained on until the correlation is 0.5.
[[nodiscard]] std::vector<case_pair> half_forgotten(std::uint64_t seed);
/// F13: a vision tower with q, k and v apart against its tuned copy with the three in one.
[[nodiscard]] std::vector<case_pair> split_and_fused(std::uint64_t seed);
/// F14: two towers with the names of one code base, one with grouped queries; weights independent.
[[nodiscard]] std::vector<case_pair> inherited_code(std::uint64_t seed);
/// F15: an eighth of the width kept, then trained until kept rows correlate by 0.08.
[[nodiscard]] std::vector<case_pair> narrowed_and_distilled(std::uint64_t seed);
/// F17: a tower tuned from one of four siblings, of which one lacks two hidden units of the others:
/// the subject against each; the first is the parent.
[[nodiscard]] std::vector<case_pair> four_siblings(std::uint64_t seed);

/// All of the above.
[[nodiscard]] std::vector<case_pair> all_cases(std::uint64_t seed);

} // namespace weightkin::zoo
