#include <array>

#include <weightkin/core/result.hpp>

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 9> errc_names{"ok",          "bad_argument", "bad_format",
                                                     "unsupported", "io",           "undefined",
                                                     "no_memory",   "cancelled",    "internal"};

constexpr std::array<std::string_view, 32> fault_names{
    "none",          "truncated",  "magic",     "version",
    "format",        "header",     "encoding",  "limit",
    "overflow",      "bounds",     "shape",     "dtype",
    "alignment",     "offset",     "overlap",   "hole",
    "trailing",      "duplicate",  "missing",   "shard",
    "path",          "checksum",   "compress",  "filter",
    "cycle",         "protobuf",   "pickle-op", "pickle-malformed",
    "pickle-global", "npy-object", "zip",       "zip-encrypted"};

} // namespace

std::string_view name_of(errc code) noexcept {
  const auto index = static_cast<std::size_t>(code);
  return index < errc_names.size() ? errc_names[index] : "unknown";
}

std::string_view name_of(fault why) noexcept {
  const auto index = static_cast<std::size_t>(why);
  return index < fault_names.size() ? fault_names[index] : "unknown";
}

} // namespace weightkin
