#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weightkin {

/// In which basis the subject's residual stream stands, seen from the reference's.
enum class basis_relation : std::uint8_t {
  same = 0,     ///< dimension i is dimension i
  permuted = 1, ///< dimensions were reordered, signs perhaps flipped
  rotated = 2,  ///< an orthogonal map that is no permutation
  unknown = 3,  ///< looked for and not found, or not looked for
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(basis_relation relation) noexcept;

/// What corresponds to nothing.
inline constexpr std::int64_t no_counterpart = -1;

/// How long a map of units was and how many of them had a counterpart.
struct unit_counts {
  std::uint64_t units = 0;  ///< of the subject
  std::uint64_t mapped = 0; ///< with a counterpart
};

/// Which unit of the reference each unit of the subject is.
struct unit_correspondence {
  std::string subject_group;              ///< permutation group, as the inventory names it
  std::string reference_group;            ///< likewise, of the reference
  std::vector<std::int64_t> reference_of; ///< per subject unit; `no_counterpart` for added ones
  /// Share of the mapped units on which two disjoint halves of the evidence, asked separately,
  /// name the same counterpart; 1/units between strangers. NaN when not asked.
  double agreement = 0;
  bool identity = false;     ///< every unit kept its number
  std::uint64_t flipped = 0; ///< units that changed sign in what is behind their first part
  /// Groups of heads: in which basis the rows inside heads stand, of values (undone in the outputs)
  /// and of keys (undone in the queries). `permuted`: reordered, signs perhaps flipped; `rotated`:
  /// mixed by an invertible map.
  basis_relation values = basis_relation::same;
  basis_relation keys = basis_relation::same; ///< likewise, of keys
  /// Set where the map itself was not kept (a result read back from its report): its counts.
  std::optional<unit_counts> counted = {};
  std::uint64_t asked = 0; ///< how many units (heads: or their rows) `agreement` is of
  /// Where nothing was left to ask: the share of the units that another group vouches for, whose
  /// order was derived from this one's and was confirmed. NaN: none does.
  double implied = std::numeric_limits<double>::quiet_NaN();
};

/// What the search found out about one component: how its parts lie on the reference's.
struct component_correspondence {
  std::size_t subject = 0;   ///< index into the subject's components
  std::size_t reference = 0; ///< index into the reference's
  /// Per layer number of the subject: the reference's layer it corresponds to, or `no_counterpart`.
  /// A reference layer may occur twice (up-scaled) or never (pruned). Empty: not looked for.
  std::vector<std::int64_t> layer_of;
  basis_relation basis = basis_relation::same; ///< of the subject's residual stream
  std::vector<std::int64_t> stream_of;         ///< per residual dimension, when `permuted`
  std::vector<std::int8_t> stream_sign;        ///< +1 or -1, when `permuted`
  std::vector<unit_correspondence> units; ///< one a permutation group whose units were looked for
  /// Per row of the subject's token embedding: the reference's row. Empty: the same numbers.
  std::vector<std::int64_t> token_of;
  /// Tokens moved, but the map was not kept (a result read back from its report).
  bool tokens_moved = false;
  /// Values of some tensor had to be picked, flipped, multiplied or turned to lie on the subject's.
  bool moves_values = false;
  /// Norm gains differ, and the matrices behind the norms make up for it.
  bool gains_moved = false;
  /// Several networks of the subject come from one of the reference's: experts from a dense one.
  bool repeats_networks = false;
  /// log10 of the number of layer and expert maps among which values chose this one: what a p-value
  /// of tests that did not take part in the choice has to be multiplied by. 0: nothing was chosen.
  double log10_choices = 0;
  /// Of a wider subject: share of the energy of its token table (or what else related the streams)
  /// that no more directions than the reference has dimensions can hold. 0: the stream uses no
  /// more of them. NaN: not looked for.
  double stream_outside = std::numeric_limits<double>::quiet_NaN();
};

} // namespace weightkin
