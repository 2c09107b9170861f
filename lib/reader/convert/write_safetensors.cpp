#include <algorithm>
#include <bit>
#include <string>
#include <tuple>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/convert.hpp>
#include <weightkin/reader/limits.hpp>

#include "reader/convert/narrow_elements.hpp"
#include "reader/convert/whole_file.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/located_error.hpp"
#include "reader/safetensors/safetensors_dtypes.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

using detail::escaped;

constexpr std::string_view metadata_key = "__metadata__";
constexpr std::size_t tile_elements = std::size_t{1} << 17; // a multiple of 8: whole bytes always

/// One tensor as it will be written.
struct planned_tensor {
  const tensor_view* view;
  dtype type;
  std::size_t rank; ///< position of its type in the format's list
  std::uint64_t bytes;
};

error refuse(errc code, std::string_view name, std::string_view what) {
  return error{code, "tensor " + escaped(name) + ": " + std::string(what)};
}

result<void> check_texts(std::span<const tensor_view> tensors, const convert_options& options) {
  const auto is_bad = [](std::string_view text) {
    return detail::first_invalid_utf8(text).has_value();
  };
  for (const tensor_view& view : tensors) {
    if (view.name == metadata_key)
      return refuse(errc::bad_argument, view.name, "the format keeps this name for itself");
    if (is_bad(view.name))
      return refuse(errc::bad_argument, view.name, "the name is not valid UTF-8");
  }
  for (const auto& [key, value] : options.metadata)
    if (is_bad(key) || is_bad(value))
      return error{errc::bad_argument, "metadata " + escaped(key) + ": not valid UTF-8"};
  const auto key_of = [](const auto& pair) -> const std::string& { return pair.first; };
  if (const auto twice = detail::first_duplicate(options.metadata, key_of))
    return error{errc::bad_argument, "metadata " + escaped(*twice) + " stands twice"};
  const auto name_of = [](const tensor_view& view) { return view.name; };
  if (const auto twice = detail::first_duplicate(tensors, name_of))
    return refuse(errc::bad_argument, *twice, "the name stands twice");
  return {};
}

result<planned_tensor> plan_tensor(const tensor_view& view, const convert_options& options) {
  const dtype type = options.floats && is_real(view.type) ? *options.floats : view.type;
  const auto row = std::find_if(safetensors_dtypes.begin(), safetensors_dtypes.end(),
                                [type](const safetensors_dtype& r) { return r.type == type; });
  if (row == safetensors_dtypes.end())
    return refuse(errc::unsupported, view.name,
                  "safetensors has no type for " + std::string(name_of(type)));
  const auto bytes = bytes_of(type, element_count(view));
  if (!bytes) return refuse(errc::bad_argument, view.name, "the elements do not fill whole bytes");
  return planned_tensor{&view, type, static_cast<std::size_t>(row - safetensors_dtypes.begin()),
                        *bytes};
}

/// In the order of the format's own writer.
result<std::vector<planned_tensor>> plan(std::span<const tensor_view> tensors,
                                         const convert_options& options) {
  std::vector<planned_tensor> planned;
  planned.reserve(tensors.size());
  std::uint64_t total = 0;
  for (const tensor_view& view : tensors) {
    auto one = plan_tensor(view, options);
    if (!one) return std::move(one).error();
    if (__builtin_add_overflow(total, one->bytes, &total))
      return refuse(errc::unsupported, view.name, "the file's size does not fit 64 bits");
    planned.push_back(*one);
  }
  std::sort(planned.begin(), planned.end(), [](const planned_tensor& a, const planned_tensor& b) {
    return std::tie(b.rank, a.view->name) < std::tie(a.rank, b.view->name);
  });
  return planned;
}

std::string json_text(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\')
      (out += '\\') += character;
    else if (code < 0x20)
      ((out += "\\u00") += digits[code >> 4]) += digits[code & 15];
    else
      out += character;
  }
  return out += '"';
}

std::string entry_text(const planned_tensor& tensor, std::uint64_t begin) {
  std::string out = json_text(tensor.view->name) + ":{\"dtype\":\"" +
                    std::string(safetensors_dtypes[tensor.rank].name) + "\",\"shape\":[";
  for (std::size_t axis = 0; axis < tensor.view->shape.size(); ++axis)
    out += (axis > 0 ? "," : "") + std::to_string(tensor.view->shape[axis]);
  return out + "],\"data_offsets\":[" + std::to_string(begin) + "," +
         std::to_string(begin + tensor.bytes) + "]}";
}

/// The length field and the header, padded with blanks so that the data begin at a multiple of 8.
result<std::string> header_text(std::span<const planned_tensor> planned,
                                const convert_options& options) {
  constexpr std::size_t length_bytes = 8;
  std::string text = "{";
  if (!options.metadata.empty()) {
    text += json_text(metadata_key) + ":{";
    for (const auto& [key, value] : options.metadata)
      text += (text.back() == '{' ? "" : ",") + json_text(key) + ":" + json_text(value);
    text += "}";
  }
  std::uint64_t begin = 0;
  for (const planned_tensor& tensor : planned) {
    if (text.size() > 1) text += ",";
    text += entry_text(tensor, begin);
    begin += tensor.bytes;
  }
  text += "}";
  text.append((length_bytes - text.size() % length_bytes) % length_bytes, ' ');
  if (text.size() > reader_limits{}.header_bytes)
    return error{errc::unsupported, "a header of " + std::to_string(text.size()) +
                                        " bytes, more than the format allows"};
  std::string length;
  for (std::size_t byte = 0; byte < length_bytes; ++byte)
    length += static_cast<char>(text.size() >> (8 * byte) & 0xffU);
  return length + text;
}

/// Elements as the file has them: little-endian on every host. Swapped in `scratch`, where they may
/// be already.
std::span<const std::byte> as_in_file(dtype type, std::span<const std::byte> packed,
                                      std::vector<std::byte>& scratch) {
  if constexpr (std::endian::native == std::endian::little) return packed;
  if (packed.data() != scratch.data()) scratch.assign(packed.begin(), packed.end());
  const std::size_t word = bits_of(type) / 8 / (is_complex(type) ? 2 : 1);
  for (std::size_t at = 0; word > 1 && at < scratch.size(); at += word)
    std::reverse(scratch.begin() + static_cast<std::ptrdiff_t>(at),
                 scratch.begin() + static_cast<std::ptrdiff_t>(at + word));
  return scratch;
}

/// Streams the elements of one tensor after another.
class element_writer {
public:
  element_writer(byte_sink& sink, progress_meter& meter) : sink_(sink), meter_(meter) {}

  result<void> write(const planned_tensor& tensor) {
    const std::uint64_t count = element_count(*tensor.view);
    for (std::uint64_t first = 0; first < count; first += tile_elements) {
      const auto part =
          static_cast<std::size_t>(std::min<std::uint64_t>(tile_elements, count - first));
      if (auto written = write_tile(tensor, first, part); !written) return written;
    }
    return {};
  }

  [[nodiscard]] std::uint64_t overflowed() const noexcept { return overflowed_; }

private:
  result<void> write_tile(const planned_tensor& tensor, std::uint64_t first, std::size_t count) {
    const dtype stored = tensor.view->type;
    read_.resize(static_cast<std::size_t>(*bytes_of(stored, count)));
    auto bytes = read_elements(*tensor.view, first, count, read_);
    if (!bytes) return std::move(bytes).error();
    if (stored != tensor.type) {
      written_.resize(static_cast<std::size_t>(*bytes_of(tensor.type, count)));
      overflowed_ += narrow_elements(stored, *bytes, count, tensor.type, written_.data());
      bytes = std::span<const std::byte>(written_);
    }
    if (auto done = sink_.write(as_in_file(tensor.type, *bytes, written_)); !done) return done;
    if (!meter_.advance(bytes->size()))
      return error{errc::cancelled, "the conversion was cancelled"};
    return {};
  }

  byte_sink& sink_;
  progress_meter& meter_;
  std::vector<std::byte> read_;
  std::vector<std::byte> written_;
  std::uint64_t overflowed_ = 0;
};

} // namespace

result<convert_result> write_safetensors(std::span<const tensor_view> tensors, byte_sink& sink,
                                         const convert_options& options) {
  const bool is_known_type = !options.floats || *options.floats == dtype::f32 ||
                             *options.floats == dtype::f16 || *options.floats == dtype::bf16;
  if (!is_known_type)
    return error{errc::bad_argument, "real numbers can be written as f32, f16 or bf16, not as " +
                                         std::string(name_of(*options.floats))};
  if (auto checked = check_texts(tensors, options); !checked) return std::move(checked).error();
  const auto planned = plan(tensors, options);
  if (!planned) return planned.error();
  const auto header = header_text(*planned, options);
  if (!header) return header.error();

  std::uint64_t total = header->size();
  for (const planned_tensor& tensor : *planned)
    total += tensor.bytes;
  progress_meter meter(options.on_progress, "convert", total);
  if (auto done = sink.write(std::as_bytes(std::span<const char>(*header))); !done)
    return std::move(done).error();
  element_writer writer(sink, meter);
  for (const planned_tensor& tensor : *planned)
    if (auto done = writer.write(tensor); !done) return std::move(done).error();
  return convert_result{planned->size(), total, writer.overflowed()};
}

result<convert_result> write_safetensors(std::span<const tensor_view> tensors,
                                         const std::filesystem::path& path,
                                         const convert_options& options) {
  const auto file = whole_file::create(path);
  if (!file) return file.error();
  auto written = write_safetensors(tensors, **file, options);
  if (!written) return written;
  if (auto done = (*file)->finish(); !done) return std::move(done).error();
  return written;
}

} // namespace weightkin
