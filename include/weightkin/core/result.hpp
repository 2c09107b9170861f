#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace weightkin {

/// What went wrong, coarse enough that each code implies what the caller does next.
/// The numbers are shared with the C API and never change.
enum class errc : std::int32_t {
  ok = 0,           ///< only used where a plain code is stored; an `error` never carries it
  bad_argument = 1, ///< the call itself is wrong: fix the program
  bad_format = 2,   ///< the bytes contradict their format: fix or distrust the file
  unsupported = 3,  ///< well formed as far as read, but nothing here can read it
  io = 4,           ///< the operating system refused: path, permission, disk, vanished page
  undefined = 5,    ///< the number asked for does not exist for these inputs
  no_memory = 6,    ///< an allocation failed or a limit on memory was reached
  cancelled = 7,    ///< the progress callback asked to stop
  internal = 8,     ///< a defect of ours; please report it
};

/// Which rule of a format was broken, for those who sort files (scanners, registries).
/// Refines `errc`; the numbers never change.
enum class fault : std::int32_t {
  none = 0,
  truncated = 1,
  magic = 2,
  version = 3,
  format = 4,
  header = 5,
  encoding = 6,
  limit = 7,
  overflow = 8,
  bounds = 9,
  shape = 10,
  dtype = 11,
  alignment = 12,
  offset = 13,
  overlap = 14,
  hole = 15,
  trailing = 16,
  duplicate = 17,
  missing = 18,
  shard = 19,
  path = 20,
  checksum = 21,
  compress = 22,
  filter = 23,
  cycle = 24,
  protobuf = 25,
  pickle_op = 26,
  pickle_malformed = 27,
  pickle_global = 28,
  npy_object = 29,
  zip = 30,
  zip_encrypted = 31,
};

namespace detail {

inline constexpr std::string_view errc_names[]{"ok",          "bad_argument", "bad_format",
                                               "unsupported", "io",           "undefined",
                                               "no_memory",   "cancelled",    "internal"};
inline constexpr std::string_view fault_names[]{
    "none",          "truncated",  "magic",     "version",
    "format",        "header",     "encoding",  "limit",
    "overflow",      "bounds",     "shape",     "dtype",
    "alignment",     "offset",     "overlap",   "hole",
    "trailing",      "duplicate",  "missing",   "shard",
    "path",          "checksum",   "compress",  "filter",
    "cycle",         "protobuf",   "pickle-op", "pickle-malformed",
    "pickle-global", "npy-object", "zip",       "zip-encrypted"};

} // namespace detail

/// The stable lower-case name of a code, e.g. "bad_format"; "unknown" for other numbers. Static
/// storage.
[[nodiscard]] constexpr std::string_view name_of(errc code) noexcept {
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(detail::errc_names) ? detail::errc_names[index] : "unknown";
}

/// The stable lower-case name of a fault, e.g. "pickle-global"; "unknown" for other numbers. Static
/// storage.
[[nodiscard]] constexpr std::string_view name_of(fault why) noexcept {
  const auto index = static_cast<std::size_t>(why);
  return index < std::size(detail::fault_names) ? detail::fault_names[index] : "unknown";
}

/// A failure: a code for the program, a fault for the scanner, one line for the person.
/// The message names file, tensor and byte offset where they exist and says what was expected.
struct error {
  errc code = errc::internal; ///< what the caller does next
  std::string message;        ///< one line for people
  fault why = fault::none;    ///< the rule that was broken
};

/// Either a value or an `error`, with the member names of `std::expected`.
/// Reading the wrong alternative is a programming error (asserted).
template <class T>
class [[nodiscard]] result {
public:
  using value_type = T; ///< what success yields

  /// Success.
  // NOLINTNEXTLINE(google-explicit-constructor): lets functions `return value`
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  /// Failure.
  // NOLINTNEXTLINE(google-explicit-constructor): lets functions `return error{...}`
  result(weightkin::error failure) : state_(std::in_place_index<1>, std::move(failure)) {}

  /// True for success.
  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  /// True for success.
  explicit operator bool() const noexcept { return has_value(); }

  ///@{
  /// The value. \pre has_value()
  [[nodiscard]] T& value() & noexcept { return *self(); }
  [[nodiscard]] const T& value() const& noexcept { return *self(); }
  [[nodiscard]] T&& value() && noexcept { return std::move(*self()); }
  T& operator*() & noexcept { return *self(); }
  const T& operator*() const& noexcept { return *self(); }
  T&& operator*() && noexcept { return std::move(*self()); }
  T* operator->() noexcept { return self(); }
  const T* operator->() const noexcept { return self(); }
  ///@}

  ///@{
  /// The failure. \pre !has_value()
  [[nodiscard]] const weightkin::error& error() const& noexcept {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] weightkin::error&& error() && noexcept {
    assert(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }
  ///@}

private:
  T* self() noexcept {
    assert(has_value());
    return std::get_if<0>(&state_);
  }
  const T* self() const noexcept {
    assert(has_value());
    return std::get_if<0>(&state_);
  }

  std::variant<T, weightkin::error> state_;
};

/// Success without a value, or an `error`.
template <>
class [[nodiscard]] result<void> {
public:
  using value_type = void; ///< nothing

  result() = default;
  /// Failure.
  // NOLINTNEXTLINE(google-explicit-constructor): lets functions `return error{...}`
  result(weightkin::error failure) : failure_(std::move(failure)), failed_(true) {}

  /// True for success.
  [[nodiscard]] bool has_value() const noexcept { return !failed_; }
  /// True for success.
  explicit operator bool() const noexcept { return !failed_; }
  ///@{
  /// The failure. \pre !has_value()
  [[nodiscard]] const weightkin::error& error() const& noexcept {
    assert(failed_);
    return failure_;
  }
  [[nodiscard]] weightkin::error&& error() && noexcept {
    assert(failed_);
    return std::move(failure_);
  }
  ///@}

private:
  weightkin::error failure_;
  bool failed_ = false;
};

} // namespace weightkin
