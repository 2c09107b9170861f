#include <algorithm>
#include <map>

#include "reader/distributed/assembled_tensor.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_array.hpp"
#include "reader/pickle/pickle_lookup.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/pickle/pickle_sniff.hpp"
#include "reader/torch/torch_names.hpp"
#include "reader/wire/little_endian.hpp"

// Paddle's .pdparams and .pdopt: one pickled dict of numpy arrays by name. Newer versions keep a
// pair (own name, array) for each; older ones add a table of own names, and cut arrays of more
// than a gigabyte into slices, listed in a table too. Any other pickle of numpy arrays is read in
// the same way and answers as "pickle".
namespace weightkin {
namespace {

using detail::escaped;
using kind = pickle_kind;

constexpr std::string_view own_names_key = "StructuredToParameterName@@";
constexpr std::string_view sliced_key = "UnpackBigParamInfor@@";
constexpr std::size_t most_slices = 10'000;

/// The number that PyTorch's older container begins with; it may hold numpy objects too.
constexpr std::string_view torch_magic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

/// The start of a pickle with an array, in the order that pickle writes.
bool recognises_state(const format_probe& probe) {
  const std::string_view head = as_text(probe.head);
  return looks_like_pickle(probe.head) &&
         head.substr(0, 32).find(torch_magic) == std::string_view::npos &&
         (head.find("numpy.core.multiarray") != std::string_view::npos ||
          head.find("numpy._core.multiarray") != std::string_view::npos);
}

class state_reader {
public:
  state_reader(const std::shared_ptr<const byte_source>& bytes, const open_options& options)
      : bytes_(bytes), options_(options) {
    rules_.limits = options.limits;
    rules_.lenient = options.lenient_pickle;
    rules_.locates_bytes = true;
  }

  result<file_contents> run() {
    auto done = run_pickle(*bytes_, 0, bytes_->size(), rules_);
    if (!done) return std::move(done).error();
    auto named = name_tensors(done->values, done->root, options_.limits, bytes_->label());
    if (!named) return std::move(named).error();
    const bool is_paddle = named->has_named_pairs ||
                           find_key(done->values, done->root, own_names_key) != no_value ||
                           find_key(done->values, done->root, sliced_key) != no_value;
    contents_.format = is_paddle ? "paddle" : "pickle";
    contents_.metadata = std::move(named->metadata);
    for (named_tensor& array : named->arrays) {
      auto tensor = place_array(done->values, array.tensor, std::move(array.name), bytes_);
      if (!tensor) return std::move(tensor).error();
      contents_.tensors.push_back(std::move(*tensor));
    }
    if (auto joined = join_slices(done->values, done->root); !joined)
      return std::move(joined).error();
    if (const auto twice = detail::first_duplicate(
            contents_.tensors, [](const stored_tensor& t) -> std::string_view { return t.name; }))
      return fail(fault::duplicate, "two arrays are named " + escaped(*twice));
    if (is_paddle) name_bfloat16();
    if (contents_.tensors.empty())
      contents_.warnings.push_back(bytes_->label() + ": a pickle without arrays");
    if (auto checked = check_rest(done->end); !checked) return std::move(checked).error();
    return std::move(contents_);
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, bytes_->label(), what);
  }

  /// Paddle has no 16-bit unsigned numbers: what it saves as such is bfloat16.
  void name_bfloat16() {
    std::size_t renamed = 0;
    for (stored_tensor& tensor : contents_.tensors)
      if (tensor.type == dtype::u16 && tensor.decoded == nullptr) {
        tensor.type = dtype::bf16;
        ++renamed;
      }
    if (renamed != 0)
      contents_.warnings.push_back(bytes_->label() + ": " + std::to_string(renamed) +
                                   " arrays of 16-bit integers are read as bfloat16, which Paddle "
                                   "saves that way");
  }

  /// {name: {"OriginShape": shape, "slices": [names of its slices]}}
  result<void> join_slices(const pickle_values& values, pickle_index root) {
    const pickle_index table = find_key(values, root, sliced_key);
    if (table == no_value) return {};
    if (values.kind(table) != kind::dict)
      return fail(fault::pickle_malformed, "the table of sliced arrays is no dict");
    std::map<std::string_view, std::size_t> by_name;
    for (std::size_t i = 0; i < contents_.tensors.size(); ++i)
      by_name.emplace(contents_.tensors[i].name, i);
    std::vector<bool> used(contents_.tensors.size());
    std::vector<stored_tensor> joined;
    for (pickle_values::cursor at(values, table); !at.at_end();) {
      const pickle_index name = at.next(values);
      auto whole = join(values, name, at.next(values), by_name, used);
      if (!whole) return std::move(whole).error();
      if (by_name.count(whole->name) != 0)
        return fail(fault::duplicate, "array " + escaped(whole->name) + " is whole and in slices");
      joined.push_back(std::move(*whole));
    }
    std::vector<stored_tensor> kept;
    for (std::size_t i = 0; i < contents_.tensors.size(); ++i)
      if (!used[i]) kept.push_back(std::move(contents_.tensors[i]));
    std::move(joined.begin(), joined.end(), std::back_inserter(kept));
    contents_.tensors = std::move(kept);
    return {};
  }

  result<stored_tensor> join(const pickle_values& values, pickle_index name, pickle_index entry,
                             const std::map<std::string_view, std::size_t>& by_name,
                             std::vector<bool>& used) const {
    const pickle_index slices = find_key(values, entry, "slices");
    const auto shape = small_integers(values, find_key(values, entry, "OriginShape"));
    if (values.kind(name) != kind::text || slices == no_value ||
        values.kind(slices) != kind::list || values.count_of(slices) > most_slices ||
        !shape.has_value())
      return fail(fault::pickle_malformed, "a sliced array is described in an unknown way");
    std::uint64_t count = 0;
    std::vector<stored_tensor> runs;
    for (pickle_values::cursor at(values, slices); !at.at_end();) {
      const pickle_index slice = at.next(values);
      const auto found =
          values.kind(slice) == kind::text ? by_name.find(values.text_of(slice)) : by_name.end();
      if (found == by_name.end()) return fail(fault::missing, "a slice of an array is missing");
      if (used[found->second]) return fail(fault::overlap, "a slice belongs to two arrays");
      used[found->second] = true;
      const stored_tensor& run = contents_.tensors[found->second];
      if (run.shape.size() != 1 || run.shape[0] == 0 ||
          (!runs.empty() && (run.type != runs.front().type)))
        return fail(fault::shape, "the slices of an array do not fit together");
      count += run.shape[0];
      runs.push_back(run);
    }
    std::vector<std::uint64_t> extents;
    std::uint64_t needed = 1;
    for (const std::int64_t extent : *shape) {
      extents.push_back(static_cast<std::uint64_t>(extent));
      if (extent < 0 || __builtin_mul_overflow(needed, extents.back(), &needed))
        return fail(fault::overflow, "the shape of a sliced array is negative or exceeds 64 bits");
    }
    if (runs.empty() || needed != count)
      return fail(fault::shape, "the slices of an array do not fill its shape");
    return concatenate_runs(std::string(values.text_of(name)), std::move(extents), std::move(runs));
  }

  /// What follows would be loaded by a second call of pickle.load: it is held to the same rules.
  result<void> check_rest(std::uint64_t end) {
    if (end != bytes_->size())
      contents_.warnings.push_back(bytes_->label() + ": " + std::to_string(bytes_->size() - end) +
                                   " bytes after the first pickle hold no more than values");
    while (end < bytes_->size()) {
      const auto more = run_pickle(*bytes_, end, bytes_->size(), rules_);
      if (!more) return more.error();
      end = more->end;
    }
    return {};
  }

  const std::shared_ptr<const byte_source>& bytes_;
  const open_options& options_;
  pickle_rules rules_;
  file_contents contents_;
};

} // namespace

const format_row paddle_state_format{"paddle", recognises_state, [](const read_request& request) {
                                       return state_reader(request.bytes, request.options).run();
                                     }};

} // namespace weightkin
