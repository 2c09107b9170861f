#include <algorithm>
#include <array>

#include "reader/decode/decoded_elements.hpp"
#include "reader/foreign_formats.hpp"
#include "reader/format_table.hpp"
#include "reader/layout/undo_layout.hpp"
#include "reader/opened_model.hpp"
#include "reader/quantised/fold_tensors.hpp"
#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

/// No compression of real weights reaches this; that of zeros by the formats' codecs rarely does.
constexpr std::uint64_t most_expansion = 2048;
/// Two vectors of 16 bits that change a table of many tokens and 16,384 dimensions hold as much.
constexpr std::uint64_t most_low_rank_expansion = 32'768;

/// A few bytes may stand for any number of elements: strides of 0, chunks that were never written,
/// one value for all. Whoever reads them all must not be kept busy for hours by them.
result<void> check_expansion(const file_contents& contents, std::uint64_t stored,
                             std::uint64_t most_times, const std::string& label,
                             const reader_limits& limits) {
  const std::uint64_t held = bytes_held(contents.tensors);
  if (held <= limits.expanded_bytes || held / most_times <= stored) return {};
  return detail::bad_file(fault::limit, label,
                          "its tensors hold " + std::to_string(held) + " bytes, more than " +
                              std::to_string(limits.expanded_bytes) + " and than " +
                              std::to_string(most_times) + " times the " + std::to_string(stored) +
                              " bytes that are stored");
}

} // namespace

result<opened_model> open_model(const std::shared_ptr<const byte_source>& bytes,
                                sibling_files& beside, const open_options& options) {
  const read_request request{bytes, options, beside};
  auto contents = read_file(request);
  if (!contents) return std::move(contents).error();
  std::uint64_t stored = bytes->size() + contents->bytes_beside;
  for (const checkpoint_file& file : beside.opened())
    stored += file.size_bytes;
  const auto check = [&](std::uint64_t most_times) {
    return check_expansion(*contents, stored, most_times, bytes->label(), options.limits);
  };
  if (auto checked = check(most_expansion); !checked) return std::move(checked).error();
  if (auto folded = fold_tensors(*contents, beside, options); !folded)
    return std::move(folded).error();
  if (auto checked = check(most_low_rank_expansion); !checked) return std::move(checked).error();
  if (options.undo_layout)
    if (auto undone = undo_layout(*contents, beside, options); !undone)
      return std::move(undone).error();
  opened_model model{std::move(*contents), {{bytes->label(), bytes->size()}}};
  for (const checkpoint_file& file : beside.opened())
    model.files.push_back(file);
  return model;
}

} // namespace weightkin
