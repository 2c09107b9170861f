#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

namespace {

using namespace weightkin;

void require(bool promise) {
  if (!promise) std::abort();
}

void check_refusal(const error& failure, const char* label) {
  require(failure.code == errc::bad_format || failure.code == errc::unsupported);
  require(failure.message.starts_with(label));
}

/// A fingerprint that was read can be written and read again, as bytes and as JSON, and made less.
void use(const fingerprint& print) {
  const auto bytes = encode_fingerprint(print);
  const auto again = decode_fingerprint(bytes);
  require(again && encode_fingerprint(*again) == bytes);
  const auto from_json = fingerprint_from_json(fingerprint_to_json(print));
  require(from_json && encode_fingerprint(*from_json) == bytes);
  const fingerprint small = truncate(print, print_level::small);
  const auto small_bytes = encode_fingerprint(small);
  require(decode_fingerprint(small_bytes).has_value());
  require(encode_fingerprint(truncate(small, print_level::small)) == small_bytes);
}

void read_file(std::span<const std::byte> bytes) {
  // A copy of the exact size, so that a read past the end is noticed.
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto read = decode_fingerprint({exact.get(), bytes.size()}, "input");
  if (read) return use(*read);
  check_refusal(read.error(), "input");
}

void load_builder(std::span<const std::byte> bytes) {
  const auto loaded = fingerprint_builder::load(bytes);
  if (!loaded) return require(loaded.error().code == errc::bad_format);
  (void)loaded->finish();
  require(fingerprint_builder::load(loaded->save()).has_value());
}

/// The digest at the end as it should be, so that mutations get past it.
std::vector<std::byte> sealed(std::span<const std::byte> bytes) {
  std::vector<std::byte> whole(bytes.begin(), bytes.end());
  const std::size_t end = whole.size() - 32;
  const digest hash = blake3(std::span(whole).first(end));
  std::memcpy(whole.data() + end, hash.bytes.data(), 32);
  return whole;
}

} // namespace

/// The input as a fingerprint file, as it is and with size and digest put right; as a builder's
/// state, likewise; as JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  read_file(input);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = fingerprint_from_json(text, "input"))
    use(*read);
  else
    check_refusal(read.error(), "input");
  if (size < 56) return 0;
  load_builder(sealed(input));
  std::vector<std::byte> file(input.begin(), input.end());
  for (unsigned i = 0; i < 8; ++i)
    file[16 + i] = static_cast<std::byte>(std::uint64_t{size} >> (8 * i));
  read_file(sealed(file));
  return 0;
}
