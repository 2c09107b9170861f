#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/joined_bytes.hpp"
#include "reader/tfjs/tfjs_manifest.hpp"

namespace weightkin {

/// Hands out the weights of a group in the order of its bytes.
class tfjs_weights {
public:
  /// \param bytes the group's files joined; \param label names the manifest in messages
  tfjs_weights(std::shared_ptr<const joined_bytes> bytes, std::string_view label)
      : bytes_(std::move(bytes)), label_(label) {}

  /// The next weight as a tensor; nothing for strings, which are passed over.
  /// \returns `bad_format`: `dtype`, `bounds`, `overflow`
  [[nodiscard]] result<std::optional<stored_tensor>> next(const tfjs_weight& weight);

  /// Bytes that no weight has taken yet.
  [[nodiscard]] std::uint64_t left() const noexcept { return bytes_->size() - at_; }

private:
  result<void> pass_strings(const tfjs_weight& weight);
  [[nodiscard]] error refuse(fault why, const tfjs_weight& weight, const std::string& what) const;

  std::shared_ptr<const joined_bytes> bytes_;
  std::string_view label_;
  std::uint64_t at_ = 0;
};

} // namespace weightkin
