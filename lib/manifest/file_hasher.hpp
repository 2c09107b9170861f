#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/manifest/file_manifest.hpp>

namespace weightkin::detail {

/// One of the hashes of manifests, of bytes that come in pieces.
class file_hasher {
public:
  explicit file_hasher(manifest_hash algorithm);
  file_hasher(const file_hasher&) = delete;
  file_hasher& operator=(const file_hasher&) = delete;
  ~file_hasher();

  void update(std::span<const std::byte> bytes);

  /// Once. \returns `internal` when OpenSSL has no SHA-256 to offer.
  [[nodiscard]] result<digest> finish();

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace weightkin::detail
