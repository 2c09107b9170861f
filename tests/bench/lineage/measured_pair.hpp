#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// What is kept of one comparison: enough to make every table from.
namespace weightkin::evaluation {

/// Why a pair is compared.
namespace set_name {
inline constexpr const char* trained = "trained";   ///< a child by training, against its parent
inline constexpr const char* derived = "derived";   ///< a child by a recipe, against its parent
inline constexpr const char* reversed = "reversed"; ///< the same, parent and child exchanged
/// A trained child that a recipe rearranged afterwards, against the parent of the training.
inline constexpr const char* combined = "combined";
inline constexpr const char* stranger = "stranger"; ///< models of different initialisations
/// A child by a recipe, against a stranger of its parent.
inline constexpr const char* estranged = "estranged";
/// The same initialisation, other data: dependent, and no descent.
inline constexpr const char* siblings = "same initialisation";
} // namespace set_name

/// One component's ruling.
struct measured_component {
  std::string id;
  std::string ruling;
  bool finding = false;
  bool compared = false; ///< something that could carry a verdict had a counterpart
  double z = 0;
  double effect = 0;
  double log10_p = 0; ///< after Holm
  double searched_effect = 0;
  double searched_log10_p = 0;
  std::size_t searched_units = 0; ///< 0: nothing was searched
  /// Of trained children: the share of its parameters that a verdict may rest on and that began
  /// anew when the training did; -1: not said.
  double anew = -1;
  std::string sentence;
};

/// A p-value of one tensor between strangers, tested in its own order.
struct null_value {
  std::string axis;
  double p = 1;
  double z = 0;
  double effect = 0;
};

struct share_right {
  std::size_t right = 0;
  std::size_t asked = 0;
};

/// What `explain_merge` said of a mixture.
struct measured_merge {
  std::string method; ///< empty: not asked
  std::size_t parents = 0;
  std::size_t contributors = 0;
  double worst_error = 0; ///< largest |weight - truth|
  double worst_layer_error = 0;
  double unexplained = 0;
};

struct measured_pair {
  std::string set;
  std::string backbone;
  std::uint64_t seed = 0; ///< of the parent
  std::string recipe;
  std::string strength;
  std::string subject;
  std::string reference;
  std::string failure; ///< the comparison's error; empty: none
  std::vector<measured_component> components;
  std::size_t main = 0; ///< index of the component with most parameters
  double score = 0;     ///< ours, for rankings; see `ranking_score`
  std::vector<int> true_operations, named_operations;
  int provable = 0; ///< descent_direction
  int direction = 0;
  std::string direction_reason;
  bool common_ancestor = false;
  share_right layers, hidden_units, heads, stream, tokens;
  std::map<std::string, double> baselines; ///< those that could answer
  std::vector<null_value> nulls;
  measured_merge merge;
  double seconds = 0; ///< of one core, for the comparison alone

  [[nodiscard]] bool found() const;
  [[nodiscard]] const measured_component& first() const { return components.at(main); }
};

/// One line of JSON per pair. Throw std::runtime_error naming the file.
void write_pairs(const std::vector<measured_pair>& pairs, const std::string& path);
[[nodiscard]] std::vector<measured_pair> read_pairs(const std::string& path);

} // namespace weightkin::evaluation
