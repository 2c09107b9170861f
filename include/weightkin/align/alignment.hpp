#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin {

/// How a subject tensor found its counterpart.
enum class match_kind : std::uint8_t {
  name = 0,     ///< same full name
  slot = 1,     ///< same name after the component's prefix, or after normalising the naming dialect
  content = 2,  ///< same bytes under another name
  assigned = 3, ///< best assignment over role, layer and shape
  searched = 4, ///< values resemble each other, once rearranged
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(match_kind kind) noexcept;

/// A model as the aligner sees it: its tensors and what they are. Borrowed.
struct model_ref {
  std::span<const tensor_view> tensors; ///< in the order of the model
  const inventory* contents = nullptr;  ///< one entry a tensor; never null in a call
};

/// Two tensors that lie on each other.
struct tensor_match {
  std::size_t subject = 0;           ///< index into the subject's tensors
  std::size_t reference = 0;         ///< index into the reference's tensors
  match_kind how = match_kind::name; ///< the stage that paired them
};

/// Which of the two models.
enum class side : std::uint8_t { subject = 0, reference = 1 };

/// A tensor that lies on no other, and why.
struct tensor_leftover {
  side of = side::subject; ///< whose tensor it is
  std::size_t tensor = 0;  ///< index into that side's tensors
  std::string
      reason; ///< "shape [3420,1280] has no counterpart", "reference has no such component", ...
};

/// Which tensor of the subject is which of the reference.
struct alignment {
  std::vector<tensor_match> matches; ///< in the subject's order; one-to-one; both or none complex
  std::vector<tensor_leftover> leftovers; ///< subject's first, each side in order
  std::vector<std::optional<std::size_t>>
      component_of; ///< per subject component: the reference's, if any
};

/// First stage: content, exact name, then names after prefix and dialect, then an assignment over
/// role, layer and shape within aligned components. Tied duplicates take no part. Looks at no
/// values except to recognise equal bytes. \returns `io` when hashing a tensor failed.
[[nodiscard]] result<alignment> align(const model_ref& subject, const model_ref& reference);

} // namespace weightkin
