#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "measured_pair.hpp"
#include "zoo/recipes.hpp"
#include "zoo/zoo_manifest.hpp"

/// Which pairs of a trained zoo are compared, and why.
namespace weightkin::evaluation {

/// Files of the test half, read once.
class zoo_shelf {
public:
  /// Reads the manifest of every folder; models when they are first asked for. Rows of the half
  /// that rules were made on are left out. Throws std::runtime_error naming the file.
  explicit zoo_shelf(const std::vector<std::string>& folders);

  struct book {
    std::string path;
    zoo::manifest_row row;
  };
  [[nodiscard]] const std::vector<book>& books() const { return books_; }
  /// Read again at every call: models are small, and the pages of the files stay in memory.
  [[nodiscard]] zoo::zoo_model read(const book& of) const;

private:
  std::vector<book> books_;
};

/// Two models and what is true of the first, seen from the second.
struct made_pair {
  zoo::zoo_model subject;
  zoo::zoo_model reference;
  zoo::descent truth;
  std::vector<zoo::zoo_model> mixed; ///< models a merge was made of, in the order of its weights
  zoo::zoo_model base;               ///< what those were trained from
};

struct planned_pair {
  measured_pair labels;            ///< set, backbone, seed, recipe, strength, subject, reference
  std::function<made_pair()> make; ///< pure; may be called from any thread
};

struct plan_options {
  /// Every so many-th strength of recipes that have more than six (bits x groups x symmetry), a
  /// different one for each seed; 1: all.
  std::size_t thin = 6;
  std::size_t seeds = 0; ///< bases of each backbone; 0: all there are
  bool estranged = true; ///< children of strangers too
};

[[nodiscard]] std::vector<planned_pair> plan_pairs(const zoo_shelf& shelf,
                                                   const plan_options& options);

} // namespace weightkin::evaluation
