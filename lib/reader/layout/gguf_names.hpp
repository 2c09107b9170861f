#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weightkin {

/// One name of GGUF and what a family of models calls it at home. "{}" is the layer, "{e}" the
/// expert; ".weight" and ".bias" carry over unless the row names the whole tensor.
struct gguf_name_row {
  std::string_view gguf;
  std::string_view home;
  bool whole = false;
};

/// How a family of models names its tensors: its own rows, then those of its relatives.
struct gguf_naming {
  std::span<const gguf_name_row> own;
  const gguf_naming* next = nullptr;
};

/// The naming of an architecture (`general.architecture`); null when it is not known.
[[nodiscard]] const gguf_naming* gguf_naming_of(std::string_view architecture) noexcept;

/// What most models call their tensors: a guess for architectures that are not known.
[[nodiscard]] const gguf_naming& usual_gguf_naming() noexcept;

/// A tensor name of GGUF, taken apart: "blk.3.ffn_gate.5.weight" is the pattern
/// "blk.{}.ffn_gate.{e}" of layer 3 and expert 5 with the suffix ".weight".
struct gguf_tensor_name {
  std::string pattern; ///< without suffix; empty for names that hold braces themselves
  std::string suffix;  ///< ".weight", ".bias" or empty
  std::optional<std::uint64_t> layer; ///< present when `pattern` starts with "blk.{}"
  std::optional<std::uint64_t> expert;
};

[[nodiscard]] gguf_tensor_name parse_gguf_name(std::string_view name);

/// The row for a name, whose `home` is for `expand_home_name`; null when the naming has none.
[[nodiscard]] const gguf_name_row* find_row(const gguf_naming& naming,
                                            const gguf_tensor_name& name);

/// `home` with numbers put in. \param expert used where `home` has one
[[nodiscard]] std::string expand_home_name(std::string_view home, std::uint64_t layer,
                                           std::uint64_t expert);

} // namespace weightkin
