#include <algorithm>
#include <bit>
#include <cstdio>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/blake3.hpp>

#include "kernel/blake3_tree.hpp"

namespace {

using namespace weightkin;

/// The input of the official test vectors: bytes i mod 251.
std::vector<std::byte> counting_bytes(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::byte>(i % 251);
  return bytes;
}

std::string hash_of(std::size_t size) { return to_hex(blake3(counting_bytes(size))); }

struct known_hash {
  std::size_t size;
  const char* hex;
};

} // namespace

BOOST_AUTO_TEST_CASE(official_vectors) {
  // From the specification's test_vectors.json (first 32 bytes of "hash").
  const known_hash vectors[] = {
      {0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
      {1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"},
      {1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"},
      {1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
      {1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
      {2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"},
      {2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"},
      {3072, "b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2"},
      {4096, "015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969"},
      {102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"},
  };
  for (const known_hash& known : vectors)
    BOOST_TEST(hash_of(known.size) == known.hex, known.size << ": " << hash_of(known.size));
}

BOOST_AUTO_TEST_CASE(the_b3sum_tool_agrees_where_there_is_one) {
  if (std::system("command -v b3sum >/dev/null 2>&1") != 0) {
    BOOST_TEST_MESSAGE("b3sum is not installed: skipped");
    return;
  }
  for (const std::size_t size : {65U, 7169U, 31744U, 1000003U}) {
    const std::vector<std::byte> bytes = counting_bytes(size);
    const std::string path = "blake3_test_input.bin";
    std::FILE* file = std::fopen(path.c_str(), "wb");
    BOOST_REQUIRE(file != nullptr);
    BOOST_REQUIRE(std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size());
    std::fclose(file);
    std::FILE* pipe = popen(("b3sum --no-names " + path).c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    char line[80] = {};
    BOOST_REQUIRE(std::fgets(line, sizeof line, pipe) != nullptr);
    pclose(pipe);
    std::remove(path.c_str());
    BOOST_TEST(std::string(line).substr(0, 64) == to_hex(blake3(bytes)));
  }
}

/// Left subtrees are complete, whatever is to their right: straight from the specification, one
/// chunk at a time, without vectors.
detail::blake3_node slow_node(std::span<const std::byte> bytes, std::uint64_t counter) {
  if (bytes.size() <= 1024) return detail::blake3_chunk_node(bytes, counter);
  const std::size_t left = std::bit_floor((bytes.size() - 1) / 1024);
  return detail::blake3_parent_node(
      detail::blake3_compress(slow_node(bytes.first(1024 * left), counter)),
      detail::blake3_compress(slow_node(bytes.subspan(1024 * left), counter + left)));
}

BOOST_AUTO_TEST_CASE(every_kernel_and_thread_count_gives_the_same_subtree) {
  const std::vector<std::byte> bytes = counting_bytes(512 * 1024);
  for (const detail::blake3_kernel& kernel : detail::all_blake3_kernels()) {
    BOOST_TEST_MESSAGE("kernel " << kernel.name);
    for (std::size_t chunks = 1; chunks <= 512; chunks *= 2)
      for (const std::uint64_t counter : {std::uint64_t{0}, std::uint64_t{1} << 32}) {
        const auto wanted =
            detail::blake3_compress(slow_node(std::span(bytes).first(1024 * chunks), counter));
        for (const unsigned threads : {1U, 3U})
          BOOST_TEST(
              (detail::blake3_subtree(kernel, bytes.data(), chunks, counter, threads) == wanted),
              kernel.name << ", " << chunks << " chunks from " << counter);
      }
    // Fewer inputs than lanes, and a last vector that is not full.
    for (std::size_t count = 1; count <= 40; ++count) {
      std::vector<detail::words8> values(count);
      kernel.chunks(bytes.data(), count, 7, values.data());
      for (std::size_t i = 0; i < count; ++i)
        BOOST_TEST((values[i] == detail::blake3_compress(detail::blake3_chunk_node(
                                     std::span(bytes).subspan(1024 * i, 1024), 7 + i))));
    }
  }
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_hash_of_the_whole) {
  const std::vector<std::byte> bytes = counting_bytes(300'001);
  const digest whole = blake3(bytes);
  std::uint64_t random = 1;
  for (int run = 0; run < 50; ++run) {
    blake3_hasher hasher;
    for (std::size_t at = 0; at < bytes.size();) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      const std::size_t most = std::size_t{1} << (1 + (random >> 60)); // also empty pieces
      const auto piece = std::min<std::size_t>((random >> 20) % most, bytes.size() - at);
      hasher.update(std::span(bytes).subspan(at, piece));
      at += piece;
    }
    BOOST_TEST(to_hex(hasher.finish()) == to_hex(whole));
  }
  blake3_hasher hasher;
  hasher.update(std::span(bytes).first(5000));
  BOOST_TEST(to_hex(hasher.finish()) == hash_of(5000)); // and goes on
  BOOST_TEST(to_hex(hasher.update(std::span(bytes).subspan(5000)).finish()) == to_hex(whole));
  BOOST_TEST(to_hex(blake3(bytes, 4)) == to_hex(whole));
}
