#include <array>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"

namespace weightkin::detail {
namespace {

struct glossary_entry {
  const char* term;
  const char* meaning;
};

/// Terms of the page that are not everyday English, one sentence each.
constexpr std::array<glossary_entry, 20> glossary{
    {{"subject, reference",
      "The model in question, and the one model it was compared with; neither word says who is in "
      "the right."},
     {"parameter, weight", "One of the numbers that training adjusts; a model is its parameters."},
     {"tensor", "A table of numbers that a model stores under one name."},
     {"component", "A part of a model with a purpose of its own, such as a vision encoder."},
     {"unit",
      "One of the many like elements of a layer (a row or column of its tables) that could stand "
      "in any order without changing what the layer computes."},
     {"initialisation", "The random numbers that a model starts from before it is trained."},
     {"unrelated models, strangers",
      "Models of the same shapes that were started and trained apart and share no weights."},
     {"effect",
      "How far matching units of the two models agree: 0 for unrelated models, 1 for the same."},
     {"z",
      "How many standard deviations the observed agreement lies above what chance alone gives on "
      "the average."},
     {"p", "How often unrelated models would be as alike as this, after all corrections; it says "
           "nothing about who copied, or whether anybody did."},
     {"level", "The p below which a likeness counts as a finding; fixed before the comparison."},
     {"would show half the time",
      "An effect of this size would be found in every second comparison such as this one, a "
      "clearly larger one nearly always (elsewhere called visible or detectable)."},
     {"variation in common",
      "The share of the spread of the subject's numbers that the reference's numbers predict."},
     {"cosine", "A measure of likeness that is 1 for proportional tables and, where both have only "
                "positive numbers, near 1 for unrelated ones, too."},
     {"relative L2", "The size of the difference, divided by the size of the weights."},
     {"cast", "Rounding every number to another number type, such as from 32 to 16 bits."},
     {"held out, took no part",
      "Kept away from the search, so that what the search found could be checked on it."},
     {"rearrangement",
      "The same numbers stored in another order, with flipped signs or in another basis, so that "
      "the model computes the same."},
     {"residual stream, basis",
      "The row of numbers that layers hand on to each other, and the axes in which it is written "
      "down."},
     {"norm gains", "The factors by which a layer scales its inputs; those of unrelated models are "
                    "alike."}}};

} // namespace

std::string glossary_section() {
  std::string entries;
  for (const glossary_entry& entry : glossary)
    entries += element("dt", entry.term) + element("dd", entry.meaning) + "\n";
  return page_section("words", "What the words mean", element("dl", "\n" + entries) + "\n");
}

} // namespace weightkin::detail
