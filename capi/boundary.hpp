#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <weightkin.h>
#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>

/// What every function of the C interface does at its edge: no exception passes, every failure is
/// told in the caller's struct, no more bytes are written than the caller has.
namespace weightkin::capi {

/// How many of the first `room` bytes are whole characters, if that is UTF-8; else all.
/// \pre more than `room` bytes.
inline std::size_t whole_characters(std::string_view text, std::size_t room) noexcept {
  for (std::size_t back = 0; back <= 3 && back <= room; ++back)
    if ((static_cast<unsigned char>(text[room - back]) & 0xC0U) != 0x80U) return room - back;
  return room;
}

/// Writes a failure where the caller wants it; `error` may be null.
inline wkin_status tell(wkin_error* error, errc code, fault why,
                        std::string_view message) noexcept {
  const auto status = static_cast<wkin_status>(code);
  if (error == nullptr) return status;
  error->status = status;
  error->fault = static_cast<wkin_fault>(why);
  constexpr std::size_t room = sizeof error->message - 1;
  constexpr std::string_view dots = "...";
  const bool fits = message.size() <= room;
  const std::size_t length = fits ? message.size() : whole_characters(message, room - dots.size());
  char* end = std::copy_n(message.data(), length, error->message);
  if (!fits) end = std::copy(dots.begin(), dots.end(), end);
  *end = '\0';
  return status;
}

inline wkin_status tell(wkin_error* error, const weightkin::error& failure) noexcept {
  return tell(error, failure.code, failure.why, failure.message);
}

inline wkin_status bad_argument(wkin_error* error, std::string_view message) noexcept {
  return tell(error, errc::bad_argument, fault::none, message);
}

/// Runs `body`, which answers a status, and turns every exception into one.
template <class Body>
wkin_status guard(wkin_error* error, Body&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return tell(error, errc::no_memory, fault::none, "out of memory");
  } catch (const std::length_error&) { // more than any vector can hold
    return tell(error, errc::no_memory, fault::none, "out of memory");
  } catch (const std::exception& failure) {
    return tell(error, errc::internal, fault::none, failure.what());
  } catch (...) {
    return tell(error, errc::internal, fault::none, "unknown exception");
  }
}

/// The caller's options at our size: unknown later fields are ignored, missing ones are zero.
/// A null pointer is all zeros. \returns false when `struct_size` cannot be right.
template <class Options>
bool read_options(const Options* given, Options& options) noexcept {
  static_assert(std::is_trivially_copyable_v<Options>);
  options = Options{};
  if (given == nullptr) return true;
  if (given->struct_size < sizeof given->struct_size) return false;
  std::memcpy(&options, given, std::min(given->struct_size, sizeof options));
  return true;
}

/// Fills the caller's struct of `size` bytes from ours: what both know, zeros beyond.
template <class Struct>
wkin_status fill(Struct* out, std::size_t size, const Struct& ours, wkin_error* error) noexcept {
  static_assert(std::is_trivially_copyable_v<Struct>);
  if (out == nullptr) return bad_argument(error, "the result struct is NULL");
  if (size == 0) return bad_argument(error, "the result struct's size is 0");
  if (size == sizeof ours) { // the usual case, without calls
    std::memcpy(out, &ours, sizeof ours);
    return WKIN_OK;
  }
  const std::size_t known = std::min(size, sizeof ours);
  std::memcpy(out, &ours, known);
  std::memset(reinterpret_cast<unsigned char*>(out) + known, 0, size - known);
  return WKIN_OK;
}

/// The 32 bytes of a digest into the caller's struct.
inline void put(const digest& from, std::uint8_t* to) noexcept {
  std::copy(from.bytes.begin(), from.bytes.end(), to);
}

/// What the answer of a caller's callback that reads or writes means to us.
inline errc code_of(wkin_status answer) noexcept {
  if (answer == WKIN_CANCELLED) return errc::cancelled;
  return answer == WKIN_NO_MEMORY ? errc::no_memory : errc::io;
}

/// Hands bytes over by the rule of caller buffers.
inline wkin_status copy_bytes(std::span<const std::byte> bytes, void* buffer, std::size_t capacity,
                              std::size_t* needed, wkin_error* error) {
  if (needed != nullptr) *needed = bytes.size();
  if (buffer == nullptr && capacity == 0) {
    if (needed != nullptr) return WKIN_OK;
    return bad_argument(error, "neither a buffer nor `needed` was given");
  }
  if (buffer == nullptr) return bad_argument(error, "the buffer is NULL but its capacity is not 0");
  if (capacity < bytes.size())
    return bad_argument(error, "the buffer holds " + std::to_string(capacity) + " bytes, but " +
                                   std::to_string(bytes.size()) + " are needed");
  std::memcpy(buffer, bytes.data(), bytes.size());
  return WKIN_OK;
}

/// The same for a text with its final zero.
inline wkin_status copy_text(const std::string& text, char* buffer, std::size_t capacity,
                             std::size_t* needed, wkin_error* error) {
  return copy_bytes(std::as_bytes(std::span(text.c_str(), text.size() + 1)), buffer, capacity,
                    needed, error);
}

/// A list's numbers for the caller to look at; null for none.
template <class Number>
const Number* lent(const std::vector<Number>& numbers) noexcept {
  return numbers.empty() ? nullptr : numbers.data();
}

/// Text `index` of a list, null beyond its last.
inline const char* text_at(const std::vector<std::string>& texts, std::size_t index) noexcept {
  return index < texts.size() ? texts[index].c_str() : nullptr;
}

} // namespace weightkin::capi
