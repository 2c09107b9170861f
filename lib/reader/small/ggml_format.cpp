#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/small/ggml_preamble.hpp"
#include "reader/wire/little_endian.hpp"

/// ggml files from before GGUF, which speech programs still use. Behind the mark come numbers and
/// tables whose kind and length only the program knows that wrote them, then the tensors up to the
/// end of the file: rank, length of the name, type, extents from the fastest axis on, name,
/// elements, without any padding.
///
/// Each known program's preamble is tried; the right one is that behind which tensors fill the file
/// exactly.
namespace weightkin {
namespace {

constexpr std::string_view ggml_name = "ggml";
constexpr std::string_view mark = "lmgg";
constexpr std::uint32_t most_rank = 4;
constexpr std::uint32_t most_name_bytes = 256;
constexpr std::uint32_t type_f32 = 0;
constexpr std::uint32_t type_f16 = 1;
constexpr std::uint32_t last_type = 39; ///< of ggml's list, blocks and all

/// What trying a preamble came to.
struct attempt {
  std::vector<stored_tensor> tensors;
  std::optional<error> unread; ///< a tensor that makes sense but has a type that is not read
  bool fits = false;
};

bool is_ggml(const format_probe& probe) { return as_text(probe.head).starts_with(mark); }

bool is_name(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// The next tensor, or an error when there is none.
result<stored_tensor> read_tensor(byte_cursor& cursor,
                                  const std::shared_ptr<const byte_source>& bytes) {
  const std::uint64_t at = cursor.offset();
  const auto refuse = [&](fault why, const std::string& what) {
    return detail::fail_at(why, bytes->label(), at, what);
  };
  std::array<std::uint32_t, 3> head{}; // rank, length of the name, type
  for (std::uint32_t& number : head) {
    const auto read = cursor.u32();
    if (!read) return read.error();
    number = *read;
  }
  const auto [rank, name_bytes, type] = head;
  if (rank > most_rank || name_bytes == 0 || name_bytes > most_name_bytes || type > last_type)
    return refuse(fault::header, "no tensor");
  stored_tensor tensor;
  std::uint64_t count = 1;
  for (std::uint32_t axis = 0; axis < rank; ++axis) {
    const auto extent = cursor.u32();
    if (!extent) return extent.error();
    if (*extent == 0 || *extent > INT32_MAX || __builtin_mul_overflow(count, *extent, &count))
      return refuse(fault::header, "no tensor");
    tensor.shape.push_back(*extent);
  }
  std::reverse(tensor.shape.begin(), tensor.shape.end());
  const auto name = cursor.text(name_bytes);
  if (!name) return name.error();
  if (!is_name(*name)) return refuse(fault::header, "no tensor");
  tensor.name = *name;
  if (type != type_f32 && type != type_f16)
    return detail::unsupported_at(bytes->label(), at,
                                  "tensor " + detail::escaped(tensor.name) + " has ggml type " +
                                      std::to_string(type) + ", which is not read here");
  tensor.type = type == type_f32 ? dtype::f32 : dtype::f16;
  tensor.offset = cursor.offset();
  tensor.storage_offset = tensor.offset;
  tensor.bytes = bytes;
  const auto size = bytes_of(tensor.type, count);
  if (!size) return refuse(fault::overflow, "the tensor's size does not fit 64 bits");
  if (auto skipped = cursor.skip(*size); !skipped) return std::move(skipped).error();
  return tensor;
}

attempt try_preamble(const ggml_preamble& preamble, const std::shared_ptr<const byte_source>& bytes,
                     const reader_limits& limits) {
  attempt tried;
  byte_cursor cursor(*bytes, mark.size(), bytes->size());
  if (!preamble.skip(cursor)) return tried;
  while (cursor.remaining() > 0 && tried.tensors.size() < limits.tensors) {
    auto tensor = read_tensor(cursor, bytes);
    if (!tensor) {
      if (tensor.error().code == errc::unsupported) tried.unread = std::move(tensor).error();
      return tried;
    }
    tried.tensors.push_back(std::move(*tensor));
  }
  tried.fits = cursor.remaining() == 0 && !tried.tensors.empty();
  return tried;
}

result<file_contents> read_ggml(const read_request& request) {
  const std::string& label = request.bytes->label();
  std::optional<error> unread;
  for (const ggml_preamble& preamble : ggml_preambles()) {
    attempt tried = try_preamble(preamble, request.bytes, request.options.limits);
    if (tried.unread && !unread) unread = std::move(tried.unread);
    if (!tried.fits) continue;
    const auto twice = detail::first_duplicate(
        tried.tensors, [](const stored_tensor& tensor) { return std::string_view(tensor.name); });
    if (twice)
      return detail::bad_file(fault::duplicate, label,
                              "two tensors are called " + detail::escaped(*twice));
    file_contents contents;
    contents.format = ggml_name;
    contents.tensors = std::move(tried.tensors);
    contents.metadata.emplace_back("program", preamble.program);
    return contents;
  }
  if (unread) return *unread;
  return detail::unsupported_file(label, "a ggml file of a program that is not known, or damaged: "
                                         "no tensors fill it to its end");
}

} // namespace

const format_row ggml_format{ggml_name, is_ggml, read_ggml};

} // namespace weightkin
