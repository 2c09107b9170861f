#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// How a model is written.
struct convert_options {
  /// Real numbers are written as this type, f32, f16 or bf16, rounded to nearest, ties to even.
  /// Nothing: every tensor keeps its own. Integers, booleans and complex numbers always do.
  std::optional<dtype> floats = {};
  /// The file's own key/value text. The default is what Transformers wants to find.
  std::vector<std::pair<std::string, std::string>> metadata = {{"format", "pt"}};
  /// In bytes written, stage "convert".
  progress_callback on_progress = {};
};

/// What a conversion came to.
struct convert_result {
  std::uint64_t tensors = 0;    ///< written
  std::uint64_t bytes = 0;      ///< of the whole file
  std::uint64_t overflowed = 0; ///< finite values that the narrower type only has infinity for
};

/// Where the bytes of a file go, in order.
class byte_sink {
public:
  byte_sink() = default;
  byte_sink(const byte_sink&) = delete;
  byte_sink& operator=(const byte_sink&) = delete;
  virtual ~byte_sink() = default;
  /// Takes the next bytes; an error ends the writing and is passed on.
  [[nodiscard]] virtual result<void> write(std::span<const std::byte> bytes) = 0;
};

/// Writes tensors as one safetensors file, in the order the format's own writer gives them: by
/// type, widest first, then by name. Equal tensors and options give equal bytes on every machine.
/// Quantised tensors are written as the values they stand for.
/// \returns `bad_argument` for a name that occurs twice, is `__metadata__` or no UTF-8, or another
///          type in `floats`; `unsupported` for c32 and c128, which the format lacks, and headers
///          above its limit; `cancelled`; whatever reading or writing failed with.
/// Cost: one pass over the elements; memory for the header and a few MB.
[[nodiscard]] result<convert_result> write_safetensors(std::span<const tensor_view> tensors,
                                                       byte_sink& sink,
                                                       const convert_options& options = {});

/// The same into a file, which holds its old content (or is absent) until all is written: into a
/// new file beside it, flushed to the disk, then renamed. Devices and pipes are written to.
[[nodiscard]] result<convert_result> write_safetensors(std::span<const tensor_view> tensors,
                                                       const std::filesystem::path& path,
                                                       const convert_options& options = {});

} // namespace weightkin
