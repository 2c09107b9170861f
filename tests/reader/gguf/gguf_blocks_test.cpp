#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/gguf/ggml_types.hpp"
#include "reader/gguf/lattice_grids.hpp"
#include "support/corpus.hpp"
#include "support/ggml_oracle.hpp"
#include "support/ggml_samples.hpp"
#include "support/sha256.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr std::uint64_t seed = 20240229;

/// Equal bits, or not a number in both.
bool same(float a, float b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::memcmp(&a, &b, sizeof a) == 0;
}

void check_same(const std::vector<float>& found, const std::vector<float>& wanted,
                const std::string& where) {
  BOOST_TEST_REQUIRE(found.size() == wanted.size(), where);
  for (std::size_t j = 0; j < found.size(); ++j)
    if (!same(found[j], wanted[j])) {
      BOOST_ERROR(where << ": value " << j << " is " << found[j] << ", not " << wanted[j]);
      return;
    }
}

std::vector<float> read_floats(const tensor_view& view, std::uint64_t first, std::size_t count) {
  std::vector<float> values(count);
  const auto read = read_elements(view, first, count, std::as_writable_bytes(std::span(values)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  std::memcpy(values.data(), read->data(), read->size());
  return values;
}

/// The blocks of a type with the halves that big-endian files swap, swapped.
std::vector<std::byte> with_swapped_halves(const ggml_type& type, std::vector<std::byte> blocks) {
  for (std::size_t block = 0; block < blocks.size(); block += type.block_bytes)
    for (const std::uint8_t at : *type.halves)
      std::swap(blocks[block + at], blocks[block + at + 1]);
  return blocks;
}

template <std::size_t Points, std::size_t Values>
void check_grid(const lattice_grid<Points, Values>& grid, const std::string& file,
                const std::string& digest) {
  const auto bytes = std::as_bytes(std::span(grid));
  BOOST_TEST(sha256_hex(bytes) == digest, file);
  const auto root = corpus_root();
  if (!root) return;
  const auto table = checkpoint::open(*root / "gguf/tables" / file);
  BOOST_TEST_REQUIRE(table.has_value(), (table ? "" : table.error().message));
  const tensor_view view = (*table)[0];
  BOOST_TEST(view.shape[0] == Points);
  BOOST_TEST(view.shape[1] == Values);
  BOOST_TEST(std::memcmp(view.data, grid.data(), bytes.size()) == 0, file);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_grids_are_the_known_ones) {
  check_grid(iq2_xxs_grid, "iq2xxs_grid.npy",
             "05826b5d3e472a3a78f196be62ac78acf81df0f909626e12ab9fa2a5d490dd54");
  check_grid(iq2_xs_grid, "iq2xs_grid.npy",
             "06e47aaca60b4dc1d9b5a3f34540437058a6b142b4d7a59d5ded769b4d1bf1de");
  check_grid(iq2_s_grid, "iq2s_grid.npy",
             "e1aa1473412b0552c2174c30ef22ab4073f6a181b85a17056e8249bd2932fd88");
  check_grid(iq3_xxs_grid, "iq3xxs_grid.npy",
             "46e35f5a997efdee6c99ce57854c8a0d4f0ff8ca57e5e8a60c0793ea580acf5d");
  check_grid(iq3_s_grid, "iq3s_grid.npy",
             "bd1af4945a1717c65610b0284e4628b9a1ba3b306fae3a06f6e5f597356e349f");
  check_grid(iq1_grid, "iq1s_grid.npy",
             "07540ffc1aeaf6ad4d97e96b0fcc765aae39671d4ae4a27bbd0e796fde167c6a");
}

BOOST_AUTO_TEST_CASE(every_block_type_decodes_as_its_description_says) {
  constexpr std::size_t blocks = 200;
  std::size_t checked = 0;
  for (const ggml_type& type : all_ggml_types()) {
    if (type.decode == nullptr) continue;
    const std::string name(type.name);
    const auto* described = ggml_oracle::type_called(type.name);
    BOOST_TEST_REQUIRE((described != nullptr), name);
    BOOST_TEST(described->values == type.block_values, name);
    BOOST_TEST(described->bytes == type.block_bytes, name);
    const auto bytes = random_blocks(type, blocks, seed);
    std::vector<float> values(blocks * type.block_values);
    type.decode(bytes.data(), blocks, values.data());
    check_same(values, ggml_oracle::values_of(*described, bytes.data(), blocks), name);
    ++checked;
  }
  BOOST_TEST(checked == 27U);
}

BOOST_AUTO_TEST_CASE(blocks_are_read_the_same_mapped_copied_and_from_any_value_on) {
  constexpr std::size_t blocks = 2000; // more than one piece of scratch for the larger types
  const temp_directory folder;
  write_file(folder / "model.gguf", one_of_each(blocks, seed).bytes());
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const auto opened = checkpoint::open(folder / "model.gguf", {.access = access});
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    std::size_t index = 0;
    for (const ggml_type& type : all_ggml_types()) {
      const tensor_view view = (*opened)[index++];
      BOOST_TEST(view.name == type.name);
      if (type.decode == nullptr) continue;
      const std::string name(type.name);
      const auto bytes = random_blocks(type, blocks, seed);
      const auto wanted =
          ggml_oracle::values_of(*ggml_oracle::type_called(type.name), bytes.data(), blocks);
      check_same(read_floats(view, 0, wanted.size()), wanted, name);
      const std::size_t first = type.block_values * 3 / 2 + 1;
      const std::size_t count = 40'003;
      check_same(read_floats(view, first, count),
                 {wanted.begin() + static_cast<std::ptrdiff_t>(first),
                  wanted.begin() + static_cast<std::ptrdiff_t>(first + count)},
                 name + " from the middle of a block");
    }
  }
}

BOOST_AUTO_TEST_CASE(big_endian_blocks_give_the_same_values) {
  constexpr std::size_t blocks = 3;
  gguf_writer writer(3, true);
  std::vector<const ggml_type*> written;
  for (const ggml_type& type : all_ggml_types()) {
    if (type.decode == nullptr || !type.halves) continue;
    writer.tensor(type.name, {blocks * type.block_values}, type.code,
                  with_swapped_halves(type, random_blocks(type, blocks, seed)));
    written.push_back(&type);
  }
  BOOST_TEST(written.size() == 5U);
  const auto file = writer.bytes();
  const auto opened = checkpoint::open(std::span<const std::byte>(file), "big.gguf");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  for (std::size_t i = 0; i < written.size(); ++i) {
    const ggml_type& type = *written[i];
    const auto bytes = random_blocks(type, blocks, seed);
    check_same(read_floats((*opened)[i], 0, blocks * type.block_values),
               ggml_oracle::values_of(*ggml_oracle::type_called(type.name), bytes.data(), blocks),
               std::string(type.name));
  }
}

BOOST_AUTO_TEST_CASE(big_endian_types_that_nobody_writes_are_unsupported) {
  std::size_t refused = 0;
  for (const ggml_type& type : all_ggml_types()) {
    if (type.halves) continue;
    const auto file = gguf_writer(3, true)
                          .tensor("w", {type.block_values}, type.code, random_blocks(type, 1, seed))
                          .bytes();
    const auto opened = checkpoint::open(std::span<const std::byte>(file), "big.gguf");
    BOOST_TEST_REQUIRE(!opened.has_value(), type.name);
    BOOST_TEST((opened.error().code == errc::unsupported), opened.error().message);
    ++refused;
  }
  BOOST_TEST(refused == 22U);
}

BOOST_AUTO_TEST_CASE(the_encoding_names_the_scheme_and_offers_the_stored_blocks) {
  const auto blocks = random_bytes(3 * 2 * 144, seed);
  const auto file = gguf_writer().tensor("w", {512, 3}, 12, blocks).bytes();
  const auto opened = checkpoint::open(std::span<const std::byte>(file), "file.gguf");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const tensor_view view = (*opened)[0];
  BOOST_TEST((view.type == dtype::f32));
  BOOST_TEST_REQUIRE(view.encoding != nullptr);
  BOOST_TEST(view.encoding->scheme == "q4_k");
  BOOST_TEST(view.encoding->bits_per_value == 4.5);
  BOOST_TEST(view.encoding->block_values == 32U);
  BOOST_TEST_REQUIRE(view.encoding->parts.size() == 1U);
  const tensor_view& part = view.encoding->parts[0].stored;
  BOOST_TEST(view.encoding->parts[0].role == "blocks");
  BOOST_TEST((part.type == dtype::u8));
  BOOST_TEST((std::vector<std::uint64_t>(part.shape.begin(), part.shape.end()) ==
              std::vector<std::uint64_t>{3, 288}));
  BOOST_TEST(std::memcmp(part.data, blocks.data(), blocks.size()) == 0);
}
