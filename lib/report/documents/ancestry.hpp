#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/report/document_options.hpp>

/// What several comparisons of one subject say together, as documents need it.
namespace weightkin::detail {

/// How a reference stands to the subject. Only what the weights prove has a direction.
enum class kinship : std::uint8_t { ancestor, descendant, variant };

/// A finding: a component of the subject and a reference.
struct kin_link {
  std::size_t reference = 0; ///< index into the comparisons
  const component_ruling* ruling = nullptr;
  kinship how = kinship::variant;
};

struct component_kin {
  const component_ruling* facts = nullptr; ///< id, kind, parameters: the same in every comparison
  std::vector<kin_link> links;             ///< findings, nearest first
  bool mixed = false;                      ///< some comparison explains it as a mixture
};

/// A reference as the whole subject stands to it.
struct model_kin {
  std::size_t reference = 0;
  kinship how = kinship::variant;
  std::vector<std::string> components; ///< ids of those with a finding
};

struct ancestry {
  std::span<const comparison> rulings;
  std::vector<component_kin> components; ///< the subject's, in its order
  std::vector<model_kin> overall;        ///< references with a finding, nearest first
};

/// Nearest first: by the share of variance in common, of a model by its components' shares weighted
/// by their parameters; ties and unknown shares in the order of the comparisons.
/// \returns `bad_argument` for no comparison, comparisons of different subjects, `options` that do
/// not fit them. Borrows `rulings`.
[[nodiscard]] result<ancestry> ancestry_of(std::span<const comparison> rulings,
                                           const document_options& options);

/// What a model is called: its id where there is one, else the last part of its name.
[[nodiscard]] std::string subject_label(const ancestry& kin, const document_options& options);
[[nodiscard]] std::string reference_label(const ancestry& kin, const document_options& options,
                                          std::size_t reference);

/// The last part of a path, or all of it where nothing would be left.
[[nodiscard]] std::string last_part(const std::string& name);

/// How sure it is that subject and reference are not independent: 1 where bits are equal, else one
/// minus the p-value after Holm, which is never taken as less than 1e-12.
[[nodiscard]] double confidence_of(const comparison& ruling, std::size_t component);

/// True where the ruling rests on equal bits, and not on checksums that somebody could have met.
[[nodiscard]] bool rests_on_bits(const comparison& ruling, std::size_t component);

/// 32 hexadecimal digits made of `content`, as a UUID (version 8: of the maker's own kind).
[[nodiscard]] std::string content_uuid(const std::string& content);

} // namespace weightkin::detail
