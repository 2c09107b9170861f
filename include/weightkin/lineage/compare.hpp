#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// How two models are compared.
struct compare_options {
  ruling_options ruling;         ///< what influences the numbers
  unsigned threads = 0;          ///< 0: as many as the machine has; never changes the answer
  progress_callback on_progress; ///< may cancel
  search_depth depth = search_depth::automatic; ///< how far to look for rearrangements
  /// Seconds a search may take; 0: no limit. What it did not finish is `undetermined`, and `limits`
  /// says so. A limit that is reached makes answers depend on the machine's speed.
  double search_seconds = 0;
  std::span<const map_rule> map; ///< component map applied to both sides; borrowed for the call
  std::string subject_name;      ///< for the report; a checkpoint fills both in by itself
  std::string subject_format;    ///< of its container
  std::string reference_name;    ///< likewise of the reference
  std::string reference_format;  ///< likewise
  /// For the report as well, and likewise filled in by a checkpoint.
  std::optional<model_opening> subject_opened = {};
  std::optional<model_opening> reference_opened = {}; ///< likewise of the reference
};

/// Rules on every component of `subject` against `reference`.
/// Views are borrowed for the call. Same inputs and ruling options give the same answer, bit for
/// bit, whatever the threads, storage or instruction set. Across machines, `pair_stats` are
/// *exact*; what passes through the C library (p-values, z, metrics) is *close*: 1e-12, relative.
///
/// \returns `cancelled`, `io` when a medium failed while streaming, `no_memory`; never an error
///          because the models have nothing in common (that is `not_comparable`).
/// Cost: reads every matched tensor once, plus a bounded sample; memory a few MiB per thread.
[[nodiscard]] result<comparison> compare_views(std::span<const tensor_view> subject,
                                               std::span<const tensor_view> reference,
                                               const compare_options& options = {});

/// 64 hexadecimal digits that tell component maps apart: BLAKE3 of the rules in their order, every
/// field with its presence and length, however the file was laid out. Empty for no rules. *Exact*.
[[nodiscard]] std::string component_map_digest(std::span<const map_rule> rules);

namespace detail {
/// A source that knows how its files were read.
template <class Source>
concept opened_source = requires(const Source& source) {
  { source.options().undo_layout } -> std::convertible_to<bool>;
  { source.options().lenient_pickle } -> std::convertible_to<bool>;
};

/// Fills in what a report says of a source from one that knows it (an open checkpoint does).
template <class Source>
void describe(const Source& source, std::string& name, std::string& format,
              std::optional<model_opening>& opened) {
  if constexpr (requires { std::string(source.name()); })
    if (name.empty()) name = source.name();
  if constexpr (requires { std::string(source.format()); })
    if (format.empty()) format = source.format();
  if constexpr (opened_source<Source>)
    if (!opened)
      opened = model_opening{!source.options().undo_layout, source.options().lenient_pickle};
}
} // namespace detail

/// `compare_views` for any two tensor sources.
template <tensor_source Subject, tensor_source Reference>
[[nodiscard]] result<comparison> compare(const Subject& subject, const Reference& reference,
                                         compare_options options = {}) {
  detail::describe(subject, options.subject_name, options.subject_format, options.subject_opened);
  detail::describe(reference, options.reference_name, options.reference_format,
                   options.reference_opened);
  return compare_views(views_of(subject), views_of(reference), options);
}

} // namespace weightkin
