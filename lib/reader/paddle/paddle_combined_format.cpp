#include <algorithm>
#include <array>
#include <optional>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/paddle/paddle_program.hpp"
#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/little_endian.hpp"

// Paddle's .pdiparams: the parameters of a program one after the other, in the order of their
// names, which the file does not hold. Each is: version 0; a count of nested lengths, each a byte
// count with that many bytes; version 0; the length of a tensor description (protobuf) and the
// description; the elements. The names come from the program beside it, when that describes
// tensors of the same shapes; otherwise they are positions.
namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::string_view format_name = "paddle-inference";
constexpr std::string_view ending = ".pdiparams";
constexpr std::uint64_t most_lengths = 64;        ///< levels of nesting
constexpr std::uint64_t most_description = 4'096; ///< 64 extents take at most 710 bytes

struct element_code {
  std::uint64_t code;
  dtype type;
};

constexpr std::array<element_code, 12> element_codes{{
    {0, dtype::boolean},
    {1, dtype::i16},
    {2, dtype::i32},
    {3, dtype::i64},
    {4, dtype::f16},
    {5, dtype::f32},
    {6, dtype::f64},
    {20, dtype::u8},
    {21, dtype::i8},
    {22, dtype::bf16},
    {23, dtype::c64},
    {24, dtype::c128},
}};

/// The format has no magic number. Where its beginning does not show it (no nested lengths, then a
/// description that begins with a type), the name that Paddle gives it must.
bool recognises(const format_probe& probe) {
  if (probe.head.size() < 22 || load_u32(probe.head.data()) != 0) return false;
  const std::byte* head = probe.head.data();
  const std::uint32_t description = load_u32(head + 16);
  if (load_u64(head + 4) == 0 && load_u32(head + 12) == 0 && description >= 2 &&
      description <= most_description && head[20] == std::byte{8} && head[21] <= std::byte{24})
    return true;
  return probe.beside != nullptr &&
         (probe.beside->own_name().ends_with(ending) || probe.beside->own_name() == "__params__");
}

class combined_reader {
public:
  explicit combined_reader(const read_request& request)
      : request_(request), bytes_(request.bytes), cursor_(*request.bytes) {}

  result<file_contents> run() {
    contents_.format = format_name;
    while (cursor_.remaining() > 0) {
      if (contents_.tensors.size() == request_.options.limits.tensors)
        return fail(fault::limit, "too many tensors");
      auto tensor = read_tensor();
      if (!tensor) return std::move(tensor).error();
      tensor->name = "parameter." + std::to_string(contents_.tensors.size());
      contents_.tensors.push_back(std::move(*tensor));
    }
    if (auto named = take_names(); !named) return std::move(named).error();
    return std::move(contents_);
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return fail_at(why, bytes_->label(), cursor_.offset(), what);
  }

  result<void> expect_version() {
    const auto version = cursor_.u32();
    if (!version) return version.error();
    if (*version != 0) return fail(fault::version, "a tensor has a version other than 0");
    return {};
  }

  result<void> skip_lengths() {
    const auto levels = cursor_.u64();
    if (!levels) return levels.error();
    if (*levels > most_lengths)
      return fail(fault::limit, "a tensor has more than 64 levels of lengths");
    for (std::uint64_t level = 0; level < *levels; ++level) {
      const auto size = cursor_.u64();
      if (!size) return size.error();
      if (*size > cursor_.remaining())
        return fail(fault::bounds, "the lengths of a tensor go past the end of the file");
      if (auto skipped = cursor_.skip(*size); !skipped) return skipped;
    }
    return {};
  }

  result<stored_tensor> read_tensor() {
    if (auto version = expect_version(); !version) return std::move(version).error();
    if (auto skipped = skip_lengths(); !skipped) return std::move(skipped).error();
    if (auto version = expect_version(); !version) return std::move(version).error();
    const auto size = cursor_.u32();
    if (!size) return size.error();
    if (*size > most_description || *size > cursor_.remaining())
      return fail(fault::bounds, "a tensor's description goes past the end of the file");
    const auto described = read_paddle_tensor(*bytes_, cursor_.offset(), cursor_.offset() + *size);
    if (!described) return error{described.error().code, described.error().message, fault::header};
    if (auto skipped = cursor_.skip(*size); !skipped) return std::move(skipped).error();
    return place(*described);
  }

  result<stored_tensor> place(const paddle_tensor_description& described) {
    stored_tensor tensor;
    const auto* row = std::find_if(element_codes.begin(), element_codes.end(),
                                   [&](const element_code& e) { return e.code == described.type; });
    if (row == element_codes.end())
      return fail(fault::dtype, "element type " + std::to_string(described.type) + " is not known");
    tensor.type = row->type;
    std::uint64_t count = 1;
    for (const std::uint64_t extent : described.shape)
      // Each tensor is stored whole, so no extent exceeds the file (or all are of an empty tensor).
      if (extent > INT64_MAX || __builtin_mul_overflow(count, extent, &count))
        return fail(fault::bounds, "a tensor's extents are negative or exceed 64 bits");
    const auto size = bytes_of(tensor.type, count);
    if (!size.has_value() || *size > cursor_.remaining())
      return fail(fault::bounds, "a tensor's elements go past the end of the file");
    tensor.shape = described.shape;
    tensor.bytes = bytes_;
    tensor.offset = tensor.storage_offset = cursor_.offset();
    if (auto skipped = cursor_.skip(*size); !skipped) return std::move(skipped).error();
    return tensor;
  }

  /// The program beside the parameters, or null.
  result<std::shared_ptr<const byte_source>> find_program() const {
    const std::string& name = request_.beside.own_name();
    if (name == "__params__") return request_.beside.find("__model__");
    if (!name.ends_with(ending)) return std::shared_ptr<const byte_source>();
    return request_.beside.find(name.substr(0, name.size() - ending.size()) + ".pdmodel");
  }

  result<void> take_names() {
    const auto program = find_program();
    if (!program) return program.error();
    if (*program == nullptr)
      return remark("without the program beside them, parameters have no names");
    const auto variables = read_paddle_parameters(**program, request_.options.limits);
    if (!variables) return variables.error();
    bool same = variables->size() == contents_.tensors.size();
    for (std::size_t i = 0; same && i < variables->size(); ++i)
      same = (*variables)[i].shape == contents_.tensors[i].shape;
    if (!same)
      return remark("the program beside them describes other parameters: these have no names");
    for (std::size_t i = 0; i < variables->size(); ++i)
      contents_.tensors[i].name = (*variables)[i].name;
    return {};
  }

  result<void> remark(const char* what) {
    contents_.warnings.push_back(bytes_->label() + ": " + what);
    return {};
  }

  const read_request& request_;
  std::shared_ptr<const byte_source> bytes_;
  byte_cursor cursor_;
  file_contents contents_;
};

} // namespace

const format_row paddle_combined_format{format_name, recognises, [](const read_request& request) {
                                          return combined_reader(request).run();
                                        }};

} // namespace weightkin
