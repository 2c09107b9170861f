#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "kernel/print_signs.hpp"

namespace weightkin::detail {

/// B of docs/fingerprint-format.md, section 3, for tensors of a size: all tensors of that size and
/// seed have the same, and a model has many of few sizes. For concurrent use.
class sign_tables {
public:
  using table = std::vector<std::uint64_t>;

  /// \pre the same hashes in every call
  [[nodiscard]] std::shared_ptr<const table> of(const print_ops& ops, const print_hashes& hashes,
                                                std::uint64_t elements) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = tables_.find(elements); found != tables_.end()) return found->second;
    }
    const std::shared_ptr<const table> made = make(ops, hashes, elements);
    const std::lock_guard lock(mutex_);
    if (tables_.size() < most_tables) tables_.emplace(elements, made);
    return made;
  }

  [[nodiscard]] static std::shared_ptr<const table>
  make(const print_ops& ops, const print_hashes& hashes, std::uint64_t elements) {
    auto made = std::make_shared<table>(print_buckets);
    add_signs(ops, hashes, elements, made->data());
    return made;
  }

private:
  static constexpr std::size_t most_tables = 64; // half a mebibyte

  std::mutex mutex_;
  std::map<std::uint64_t, std::shared_ptr<const table>> tables_;
};

} // namespace weightkin::detail
