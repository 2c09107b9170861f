#include "manifest/file_hasher.hpp"

#include <openssl/evp.h>

#include <weightkin/kernel/blake3.hpp>

namespace weightkin::detail {
namespace {

struct context_deleter {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

} // namespace

struct file_hasher::state {
  manifest_hash algorithm;
  std::unique_ptr<EVP_MD_CTX, context_deleter> sha256;
  bool sha256_works = false;
  blake3_hasher blake3;
};

file_hasher::file_hasher(manifest_hash algorithm) : state_(std::make_unique<state>()) {
  state_->algorithm = algorithm;
  if (algorithm != manifest_hash::sha256) return;
  state_->sha256.reset(EVP_MD_CTX_new());
  state_->sha256_works =
      state_->sha256 && EVP_DigestInit_ex(state_->sha256.get(), EVP_sha256(), nullptr) == 1;
}

file_hasher::~file_hasher() = default;

void file_hasher::update(std::span<const std::byte> bytes) {
  if (state_->algorithm == manifest_hash::blake3)
    state_->blake3.update(bytes);
  else if (state_->sha256_works)
    state_->sha256_works = EVP_DigestUpdate(state_->sha256.get(), bytes.data(), bytes.size()) == 1;
}

result<digest> file_hasher::finish() {
  if (state_->algorithm == manifest_hash::blake3) return state_->blake3.finish();
  digest out;
  unsigned size = 0;
  if (!state_->sha256_works ||
      EVP_DigestFinal_ex(state_->sha256.get(), out.bytes.data(), &size) != 1 ||
      size != out.bytes.size())
    return error{errc::internal, "OpenSSL could not compute a SHA-256"};
  return out;
}

} // namespace weightkin::detail
