#include <vector>

#include <weightkin/report/json_report.hpp>
#include <weightkin/report/svg_picture.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

wkin_status wkin_comparison_json(const wkin_comparison* comparison, char* buffer, size_t capacity,
                                 size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    return copy_text(to_json(comparison->ruling), buffer, capacity, needed, error);
  });
}

wkin_status wkin_comparison_text(const wkin_comparison* comparison, char* buffer, size_t capacity,
                                 size_t* needed, wkin_error* error) {
  return wkin_comparison_text_with(comparison, nullptr, buffer, capacity, needed, error);
}

wkin_status wkin_comparison_text_with(const wkin_comparison* comparison,
                                      const wkin_text_options* options, char* buffer,
                                      size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const auto look = looking(options);
    if (!look) return tell(error, look.error());
    return copy_text(to_text(comparison->ruling, *look), buffer, capacity, needed, error);
  });
}

wkin_status wkin_comparison_svg(const wkin_comparison* comparison, char* buffer, size_t capacity,
                                size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    return copy_text(to_svg({&comparison->ruling, 1}), buffer, capacity, needed, error);
  });
}

wkin_status wkin_comparisons_svg(const wkin_comparison* const* comparisons, size_t count,
                                 char* buffer, size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (comparisons == nullptr || count == 0)
      return bad_argument(error, "there are no comparisons");
    std::vector<comparison> rulings;
    for (const wkin_comparison* each : std::span(comparisons, count)) {
      if (each == nullptr) return bad_argument(error, "a comparison is NULL");
      rulings.push_back(each->ruling);
    }
    return copy_text(to_svg(rulings), buffer, capacity, needed, error);
  });
}
