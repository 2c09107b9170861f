#include "reader/distributed/zero_partitions.hpp"

#include <algorithm>

#include "reader/distributed/assembled_tensor.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

std::uint64_t values_of(const flat_run& run) {
  std::uint64_t values = 0;
  for (const stored_tensor& part : run)
    values += part.shape.front();
  return values;
}

/// Takes values off the front of a run.
class run_cursor {
public:
  explicit run_cursor(const flat_run& run) : run_(run) {}

  /// Adds the next `count` values to `out`. \pre the run has so many left
  void take(std::uint64_t count, flat_run& out) {
    while (count > 0) {
      const std::uint64_t here = std::min(count, left());
      if (here > 0) out.push_back(rows_of(run_[part_], within_, here));
      advance(here);
      count -= here;
    }
  }
  void skip(std::uint64_t count) {
    while (count > 0) {
      const std::uint64_t here = std::min(count, left());
      advance(here);
      count -= here;
    }
  }

private:
  [[nodiscard]] std::uint64_t left() const { return run_[part_].shape.front() - within_; }
  void advance(std::uint64_t count) {
    within_ += count;
    if (left() == 0) {
      ++part_;
      within_ = 0;
    }
  }

  const flat_run& run_;
  std::size_t part_ = 0;
  std::uint64_t within_ = 0;
};

/// The parameter made of `pieces`; `some` lends a file to one without elements.
stored_tensor made_of(const flat_parameter& parameter, flat_run pieces, const flat_run& some) {
  if (!pieces.empty()) return concatenate_runs(parameter.name, parameter.shape, std::move(pieces));
  stored_tensor none = rows_of(some.front(), 0, 0);
  none.name = parameter.name;
  none.shape = parameter.shape;
  none.strides.clear();
  return none;
}

} // namespace

std::uint64_t flat_parameter::count() const noexcept {
  std::uint64_t values = 1;
  for (const std::uint64_t extent : shape)
    values *= extent;
  return values;
}

result<std::vector<stored_tensor>> cut_joined(const std::vector<flat_parameter>& parameters,
                                              const flat_run& partitions, std::size_t ranks,
                                              std::string_view label) {
  const std::uint64_t held = values_of(partitions);
  run_cursor cursor(partitions);
  std::vector<stored_tensor> cut;
  std::uint64_t left = held;
  for (const flat_parameter& parameter : parameters) {
    const std::uint64_t count = parameter.count();
    if (count > left || partitions.empty())
      return detail::bad_file(fault::shape, label,
                              "the partitions end before parameter " +
                                  detail::escaped(parameter.name));
    flat_run pieces;
    cursor.take(count, pieces);
    cut.push_back(made_of(parameter, std::move(pieces), partitions));
    left -= count;
  }
  // The joined partitions are padded to a multiple of twice the number of ranks.
  if (left >= 2 * ranks)
    return detail::bad_file(fault::shape, label,
                            "the partitions hold " + std::to_string(left) +
                                " values beyond the last parameter");
  return cut;
}

result<std::vector<stored_tensor>> cut_shared(const std::vector<flat_parameter>& parameters,
                                              const std::vector<flat_run>& ranks,
                                              std::string_view label) {
  std::uint64_t needed = 0;
  for (const flat_parameter& parameter : parameters) {
    const std::uint64_t count = parameter.count();
    needed += count / ranks.size() + (count % ranks.size() != 0 ? 1 : 0);
    if (needed > UINT64_MAX / 4)
      return detail::bad_file(fault::overflow, label, "the parameters exceed 64 bits");
  }
  std::vector<run_cursor> cursors;
  for (const flat_run& rank : ranks) {
    if (rank.empty() || values_of(rank) != needed)
      return detail::bad_file(fault::shape, label,
                              "a rank holds " + std::to_string(values_of(rank)) +
                                  " values; its shares of all parameters are " +
                                  std::to_string(needed));
    cursors.emplace_back(rank);
  }
  std::vector<stored_tensor> cut;
  for (const flat_parameter& parameter : parameters) {
    std::uint64_t left = parameter.count();
    const std::uint64_t share = left / ranks.size() + (left % ranks.size() != 0 ? 1 : 0);
    flat_run pieces;
    for (run_cursor& cursor : cursors) {
      const std::uint64_t here = std::min(share, left);
      cursor.take(here, pieces);
      cursor.skip(share - here);
      left -= here;
    }
    cut.push_back(made_of(parameter, std::move(pieces), ranks.front()));
  }
  return cut;
}

} // namespace weightkin
