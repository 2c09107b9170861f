#include "manifest/file_hasher.hpp"

// The functions of before OpenSSL 3 need no memory, so that they cannot fail for lack of it.
#define OPENSSL_API_COMPAT 0x10101000L
#include <openssl/sha.h>

#include <weightkin/kernel/blake3.hpp>

namespace weightkin::detail {

struct file_hasher::state {
  manifest_hash algorithm;
  SHA256_CTX sha256;
  bool sha256_works = false;
  blake3_hasher blake3;
};

file_hasher::file_hasher(manifest_hash algorithm) : state_(std::make_unique<state>()) {
  state_->algorithm = algorithm;
  state_->sha256_works = SHA256_Init(&state_->sha256) == 1;
}

file_hasher::~file_hasher() = default;

void file_hasher::update(std::span<const std::byte> bytes) {
  if (state_->algorithm == manifest_hash::blake3)
    state_->blake3.update(bytes);
  else if (state_->sha256_works)
    state_->sha256_works = SHA256_Update(&state_->sha256, bytes.data(), bytes.size()) == 1;
}

result<digest> file_hasher::finish() {
  if (state_->algorithm == manifest_hash::blake3) return state_->blake3.finish();
  digest out;
  auto* to = reinterpret_cast<unsigned char*>(out.bytes.data());
  if (!state_->sha256_works || SHA256_Final(to, &state_->sha256) != 1)
    return error{errc::internal, "OpenSSL could not compute a SHA-256"};
  return out;
}

} // namespace weightkin::detail
