#include <algorithm>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

#include "fingerprint/digest_oracle.hpp"
#include "fingerprint/digests/merkle.hpp"
#include "fingerprint/digests/model_checksum.hpp"
#include "fingerprint/digests/seal.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;
using detail::merkle_entry;

digest numbered(std::uint64_t number) {
  byte_string bytes;
  append_number(bytes, number);
  return blake3(bytes);
}

/// RFC 6962, section 2.1, in its own words: MTH({d(0)}) = hash(0x00 || d(0)), MTH(D[n]) = hash(0x01
/// || MTH(D[0:k]) || MTH(D[k:n])) with k the largest power of two smaller than n.
digest tree_hash(std::span<const byte_string> leaves) {
  if (leaves.empty()) return blake3({});
  byte_string bytes;
  if (leaves.size() == 1) {
    bytes.push_back(std::byte{0});
    bytes.insert(bytes.end(), leaves[0].begin(), leaves[0].end());
    return blake3(bytes);
  }
  std::size_t k = 1;
  while (2 * k < leaves.size())
    k *= 2;
  bytes.push_back(std::byte{1});
  append_digest(bytes, tree_hash(leaves.first(k)));
  append_digest(bytes, tree_hash(leaves.subspan(k)));
  return blake3(bytes);
}

byte_string named_leaf(std::string_view name, const digest& value) {
  byte_string leaf;
  append_number(leaf, static_cast<std::uint32_t>(name.size()));
  append_text(leaf, name);
  append_digest(leaf, value);
  return leaf;
}

fingerprint model_of(const std::vector<std::string>& names) {
  fingerprint print;
  print.contents.components.resize(2);
  for (std::size_t i = 0; i < names.size(); ++i) {
    tensor_print tensor;
    tensor.name = names[i];
    tensor.checksum = 1000 + i;
    tensor.value = numbered(i);
    print.tensors.push_back(tensor);
    inventory_entry entry;
    entry.tensor = i;
    entry.component = i % 2;
    print.contents.entries.push_back(entry);
  }
  return print;
}

} // namespace

BOOST_AUTO_TEST_CASE(trees_have_the_shape_of_rfc_6962) {
  for (std::size_t size = 0; size <= 40; ++size) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < size; ++i)
      names.push_back(std::string(1 + i % 3, static_cast<char>('a' + i % 7)) + std::to_string(i));
    std::vector<merkle_entry> entries;
    for (std::size_t i = 0; i < size; ++i)
      entries.push_back({names[i], numbered(i)});

    std::vector<std::pair<std::string, byte_string>> by_name;
    std::set<std::array<std::uint8_t, 32>> values;
    for (const merkle_entry& entry : entries) {
      by_name.emplace_back(entry.name, named_leaf(entry.name, entry.value));
      values.insert(entry.value.bytes);
    }
    std::sort(by_name.begin(), by_name.end());
    std::vector<byte_string> named;
    for (const auto& [name, leaf] : by_name)
      named.push_back(leaf);
    std::vector<byte_string> nameless;
    for (const auto& value : values) {
      nameless.emplace_back();
      append_digest(nameless.back(), digest{value});
    }
    BOOST_TEST(to_hex(detail::named_root(entries)) == to_hex(tree_hash(named)), size);
    BOOST_TEST(to_hex(detail::nameless_root(entries)) == to_hex(tree_hash(nameless)), size);
  }
}

BOOST_AUTO_TEST_CASE(order_does_not_show_and_names_show_only_in_one_root) {
  std::vector<merkle_entry> entries{
      {"b", numbered(1)}, {"a", numbered(2)}, {"a.x", numbered(3)}, {"\xff", numbered(4)}};
  const digest named = detail::named_root(entries);
  const digest nameless = detail::nameless_root(entries);
  std::mt19937 random(1);
  for (int run = 0; run < 10; ++run) {
    std::shuffle(entries.begin(), entries.end(), random);
    BOOST_TEST(to_hex(detail::named_root(entries)) == to_hex(named));
    BOOST_TEST(to_hex(detail::nameless_root(entries)) == to_hex(nameless));
  }
  std::swap(entries[0].name, entries[1].name); // two tensors trade places
  BOOST_TEST(to_hex(detail::named_root(entries)) != to_hex(named));
  BOOST_TEST(to_hex(detail::nameless_root(entries)) == to_hex(nameless));
  entries[2].name = "renamed";
  BOOST_TEST(to_hex(detail::nameless_root(entries)) == to_hex(nameless));
  entries[3].value = numbered(9);
  BOOST_TEST(to_hex(detail::nameless_root(entries)) != to_hex(nameless));
}

BOOST_AUTO_TEST_CASE(a_tied_tensor_stored_twice_counts_once_where_names_do_not) {
  const std::vector<merkle_entry> once{{"wte", numbered(1)}, {"mlp", numbered(2)}};
  const std::vector<merkle_entry> twice{
      {"wte", numbered(1)}, {"lm_head", numbered(1)}, {"mlp", numbered(2)}};
  BOOST_TEST(to_hex(detail::nameless_root(once)) == to_hex(detail::nameless_root(twice)));
  BOOST_TEST(to_hex(detail::named_root(once)) != to_hex(detail::named_root(twice)));
}

BOOST_AUTO_TEST_CASE(a_name_cannot_be_moved_into_a_digest) {
  // Lengths keep (name, digest) apart from another cut of the same bytes, marks keep leaves from
  // nodes.
  const std::vector<merkle_entry> one{{"ab", numbered(1)}};
  const std::vector<merkle_entry> other{{"a", numbered(1)}};
  BOOST_TEST(to_hex(detail::named_root(one)) != to_hex(detail::named_root(other)));
  BOOST_TEST(to_hex(detail::nameless_root(one)) != to_hex(numbered(1)));
}

BOOST_AUTO_TEST_CASE(sealing_fills_in_what_follows_from_all_tensors) {
  fingerprint print = model_of({"x", "y", "z"});
  detail::seal(print);
  std::uint64_t checksum = 0;
  for (const tensor_print& tensor : print.tensors) {
    const digest name = blake3(std::as_bytes(std::span(tensor.name)));
    std::uint64_t weight = 0;
    std::memcpy(&weight, name.bytes.data(), 8);
    checksum += (weight | 1U) * tensor.checksum;
  }
  BOOST_TEST(print.checksum == checksum);
  std::vector<merkle_entry> all;
  for (const tensor_print& tensor : print.tensors)
    all.push_back({tensor.name, *tensor.value});
  BOOST_REQUIRE(print.roots.has_value());
  BOOST_TEST(to_hex(print.roots->named) == to_hex(detail::named_root(all)));
  BOOST_TEST(to_hex(print.roots->nameless) == to_hex(detail::nameless_root(all)));
  BOOST_REQUIRE(print.component_roots.size() == 2U);
  const std::vector<merkle_entry> second{all[1]};
  BOOST_REQUIRE(print.component_roots[1].has_value());
  BOOST_TEST(to_hex(print.component_roots[1]->named) == to_hex(detail::named_root(second)));

  fingerprint again = print;
  detail::seal(again); // and nothing adds up
  BOOST_TEST(again.checksum == print.checksum);
  BOOST_TEST((again.component_roots == print.component_roots));

  print.tensors[1].value.reset();
  detail::seal(print);
  BOOST_TEST(!print.roots.has_value());
  BOOST_TEST(print.component_roots[0].has_value());
  BOOST_TEST(!print.component_roots[1].has_value());
}
