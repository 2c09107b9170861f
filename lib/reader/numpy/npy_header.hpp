#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>

namespace weightkin {

/// What the text of a NumPy header says.
struct npy_header {
  dtype type = dtype::f32;
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::uint64_t> shape; ///< at most max_rank extents
};

/// A number type and its byte order.
struct npy_number {
  dtype type = dtype::f32;
  bool big_endian = false;
};

/// The type that a string like "<f4" or "u1" names, or nothing for anything that is no number.
[[nodiscard]] std::optional<npy_number> find_npy_number(std::string_view descr) noexcept;

/// True for the type string of Python objects, whose array data is a pickle.
[[nodiscard]] bool names_npy_objects(std::string_view descr) noexcept;

/// Parses the Python dict literal of a .npy header: exactly the keys `descr`, `fortran_order` and
/// `shape` in any order and spacing; strings, True/False, tuples of decimal integers and (only to
/// be refused by name) lists of fields. Nothing is evaluated.
/// \param base file offset of `text[0]`, for messages.
/// \returns `bad_format`: `header` for anything else, `duplicate`, `limit`, `overflow`, `shape` for
///          negative extents, `dtype`, `npy_object` when the data would be a pickle.
[[nodiscard]] result<npy_header> parse_npy_header(std::string_view text, std::string_view label,
                                                  std::uint64_t base);

} // namespace weightkin
