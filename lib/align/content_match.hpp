#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <weightkin/align/alignment.hpp>

namespace weightkin {

/// Entries (subject, reference) that hold the same content under different names.
using content_pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// Recognises equal content: from the bytes, or from what is left of them.
class content_matcher {
public:
  content_matcher() = default;
  content_matcher(const content_matcher&) = delete;
  content_matcher& operator=(const content_matcher&) = delete;
  virtual ~content_matcher() = default;

  /// One-to-one pairs among the inventory entries given. Constant and excluded tensors must not be
  /// passed: they are equal without being copies.
  [[nodiscard]] virtual result<content_pairs>
  match(std::span<const std::size_t> subject_entries,
        std::span<const std::size_t> reference_entries) const = 0;
};

/// Compares bytes. Only tensors of equal dtype and extent are hashed, so models without such pairs
/// cost nothing.
class byte_matcher final : public content_matcher {
public:
  byte_matcher(const model_ref& subject, const model_ref& reference)
      : subject_(subject), reference_(reference) {}

  [[nodiscard]] result<content_pairs>
  match(std::span<const std::size_t> subject_entries,
        std::span<const std::size_t> reference_entries) const override;

private:
  model_ref subject_;
  model_ref reference_;
};

/// `align` with another way of recognising content.
[[nodiscard]] result<alignment> align_by(const model_ref& subject, const model_ref& reference,
                                         const content_matcher& content);

} // namespace weightkin
