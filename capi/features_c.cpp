#include <weightkin/kernel/pair_stats.hpp>
#include <weightkin/report/printable.hpp>

#include "boundary.hpp"
#include "reader/format_table.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// What a caller that meets an older library may want to ask for, in the order it was added.
constexpr const char* features[] = {"checksum", "dlpack",    "features", "forest",   "hash",
                                    "limits",   "log",       "manifest", "measure",  "scan",
                                    "policy",   "documents", "spectrum", "allocator"};

/// The last one is there where the library was built for it.
#ifdef WEIGHTKIN_C_ALLOCATOR
constexpr std::size_t feature_count = std::size(features);
#else
constexpr std::size_t feature_count = std::size(features) - 1;
#endif

} // namespace

// All these names are string literals, so the view's end is the literal's zero byte.
const char* wkin_format_name(size_t index) {
  const auto formats = all_formats();
  return index < formats.size() ? formats[index]->name.data() : nullptr;
}

const char* wkin_kernel_name(size_t index) {
  const auto kernels = all_pair_kernels();
  return index < kernels.size() ? kernels[index].name().data() : nullptr;
}

const char* wkin_feature_name(size_t index) {
  return index < feature_count ? features[index] : nullptr;
}

int wkin_has_feature(const char* name) {
  if (name == nullptr) return 0;
  const auto is_asked = [name](const char* feature) { return std::strcmp(feature, name) == 0; };
  return std::any_of(features, features + feature_count, is_asked) ? 1 : 0;
}

wkin_status wkin_printable(const char* text, char* buffer, size_t capacity, size_t* needed,
                           wkin_error* error) {
  return guard(error, [&] {
    if (text == nullptr) return bad_argument(error, "the text is NULL");
    return copy_text(printable(text), buffer, capacity, needed, error);
  });
}
