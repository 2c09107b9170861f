#include <algorithm>

#include "boundary.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// Null when an index is out of range or there is no comparison.
const operation_finding* find_operation(const wkin_comparison* comparison, size_t component,
                                        size_t index) {
  if (comparison == nullptr || component >= comparison->ruling.components.size()) return nullptr;
  const auto& operations = comparison->ruling.components[component].operations;
  return index < operations.size() ? &operations[index] : nullptr;
}

} // namespace

wkin_status wkin_comparison_operation(const wkin_comparison* comparison, size_t component,
                                      size_t index, wkin_operation* operation,
                                      size_t operation_size, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const operation_finding* found = find_operation(comparison, component, index);
    if (found == nullptr) return bad_argument(error, "no operation has these indices");
    wkin_operation ours{};
    ours.text = found->text.c_str();
    ours.log10_likelihood_margin = found->log10_likelihood_margin;
    ours.numbers = found->numbers.size();
    ours.tensors = found->tensors.size();
    ours.kind = static_cast<wkin_operation_kind>(found->kind);
    return fill(operation, operation_size, ours, error);
  });
}

wkin_status wkin_comparison_operation_number(const wkin_comparison* comparison, size_t component,
                                             size_t operation, size_t index,
                                             wkin_operation_number* number, size_t number_size,
                                             wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const operation_finding* found = find_operation(comparison, component, operation);
    if (found == nullptr || index >= found->numbers.size())
      return bad_argument(error, "no number of an operation has these indices");
    const operation_number& measured = found->numbers[index];
    wkin_operation_number ours{};
    ours.name = measured.name.c_str();
    ours.value = measured.value;
    ours.error = measured.error;
    return fill(number, number_size, ours, error);
  });
}

const char* wkin_comparison_operation_tensor(const wkin_comparison* comparison, size_t component,
                                             size_t operation, size_t index) {
  const operation_finding* found = find_operation(comparison, component, operation);
  return found != nullptr && index < found->tensors.size() ? found->tensors[index].c_str()
                                                           : nullptr;
}

wkin_status wkin_comparison_spectrum(const wkin_comparison* comparison, size_t component,
                                     wkin_change_spectrum* spectrum, size_t spectrum_size,
                                     wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    if (component >= comparison->ruling.components.size())
      return bad_argument(error, "no component has this index");
    const auto& found = comparison->ruling.components[component].spectrum;
    if (!found)
      return tell(error, errc::undefined, fault::none,
                  "no change of this component has a spectrum");
    wkin_change_spectrum ours{};
    ours.tensor = found->tensor.c_str();
    ours.shares = lent(found->shares);
    ours.gaussian_shares = lent(found->gaussian_shares);
    ours.values = std::min(found->shares.size(), found->gaussian_shares.size());
    ours.rows = found->rows;
    ours.columns = found->columns;
    ours.all_rows = found->all_rows;
    ours.all_columns = found->all_columns;
    ours.above_edge = found->above_edge;
    ours.relative_size = found->relative_size;
    ours.gaussian_edge = found->gaussian_edge;
    ours.share_above_edge = found->share_above_edge;
    ours.operation = static_cast<wkin_operation_kind>(found->operation);
    return fill(spectrum, spectrum_size, ours, error);
  });
}
