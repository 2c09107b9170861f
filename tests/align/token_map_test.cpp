#include <align/search/token_map.hpp>
#include <cmath>
#include <iostream>
#include <numeric>
#include <string>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/correspondence.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

constexpr std::size_t width = 96;

/// Tokens as vectors: loud and quiet ones around a common mean, neighbours alike in groups of four
/// (the same word with another beginning), some of it the same function of the token everywhere.
wide_matrix tokens(std::uint64_t seed, std::size_t rows, double shared_meaning) {
  random_source random = scattered_source(seed);
  random_source common = scattered_source(17);
  const auto cloud = [rows](random_source& source) {
    wide_matrix words = normal_matrix(source, rows / 4 + 1, width, 1, 0.2);
    wide_matrix own = normal_matrix(source, rows, width, 1, 0.2);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < width; ++k)
        own.at(i, k) += words.at(i / 4, k);
    return own;
  };
  const wide_matrix mine = cloud(random);
  const wide_matrix all = cloud(common);
  wide_matrix table(rows, width);
  for (std::size_t i = 0; i < rows * width; ++i)
    table.values[i] = std::sqrt(1 - shared_meaning) * mine.values[i] +
                      std::sqrt(shared_meaning) * all.values[i] + 0.3;
  return table;
}

/// The given rows; new ones where it says none.
wide_matrix assembled(std::uint64_t seed, const wide_matrix& from,
                      const std::vector<std::int64_t>& rows) {
  random_source random = scattered_source(seed);
  wide_matrix out(rows.size(), width);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < width; ++k)
      out.at(i, k) = rows[i] == no_counterpart ? 0.3 + 1.4 * random.normal()
                                               : from.at(static_cast<std::size_t>(rows[i]), k);
  return out;
}

token_map mapped(const wide_matrix& a, const wide_matrix& b, bool same_basis,
                 const token_names& names = {}) {
  model_in_memory model;
  model.add("a", {a.rows, a.columns}, narrow_values(a.values));
  model.add("b", {b.rows, b.columns}, narrow_values(b.values));
  search_options options;
  options.threads = 2;
  auto map = map_tokens(model[0], model[1], same_basis, names, options);
  BOOST_REQUIRE(static_cast<bool>(map));
  return std::move(*map);
}

BOOST_AUTO_TEST_CASE(equal_numbers_are_recognised_also_in_another_basis) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const wide_matrix parent = tokens(seed, 1200, 0);
    wide_matrix child = parent;
    random_source random = scattered_source(seed + 40);
    blend(random, child, 0.7);
    BOOST_TEST((mapped(child, parent, true).how == token_relation::by_number));
    BOOST_TEST(mapped(child, parent, true).of.empty());
    child = product(child, random_rotation(random, width));
    BOOST_TEST((mapped(child, parent, false).how == token_relation::by_number));
  }
}

BOOST_AUTO_TEST_CASE(rows_at_the_end_have_no_counterpart) {
  const wide_matrix parent = tokens(1, 1000, 0);
  std::vector<std::int64_t> rows(1050, no_counterpart);
  std::iota(rows.begin(), rows.begin() + 1000, std::int64_t{0});
  const token_map longer = mapped(assembled(2, parent, rows), parent, true);
  BOOST_TEST((longer.how == token_relation::by_number));
  BOOST_TEST(longer.of == rows);
  const token_map shorter = mapped(parent, assembled(2, parent, rows), true);
  BOOST_TEST((shorter.how == token_relation::by_number));
  BOOST_TEST(shorter.of.empty());
}

BOOST_AUTO_TEST_CASE(reordered_and_new_rows_are_found_by_content) {
  constexpr std::uint64_t seeds = 6;
  for (const double rho : {1.0, 0.95, 0.85, 0.7}) {
    std::size_t right = 0;
    std::size_t wrong = 0;
    std::size_t known = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      random_source random = scattered_source(seed + 70);
      const wide_matrix parent = tokens(seed, 3000, 0.3);
      std::vector<std::int64_t> rows;
      for (const std::size_t row : random_permutation(random, 3000))
        rows.push_back(row % 10 == 0 ? no_counterpart : static_cast<std::int64_t>(row));
      wide_matrix child = assembled(seed + 5, parent, rows);
      blend(random, child, rho);
      const token_map map = mapped(child, parent, true);
      BOOST_TEST((map.how == token_relation::by_content));
      if (map.of.empty()) continue;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        known += rows[i] != no_counterpart ? 1 : 0;
        if (map.of[i] == no_counterpart) continue;
        ++(map.of[i] == rows[i] ? right : wrong);
      }
    }
    const double found = static_cast<double>(right) / static_cast<double>(known);
    const double mistaken = static_cast<double>(wrong) / static_cast<double>(right + wrong + 1);
    std::cout << "tokens by content, rho " << rho << ": found " << found << ", wrong among them "
              << mistaken << '\n';
    if (rho >= 0.95) BOOST_TEST(found >= 0.95);
    BOOST_TEST(mistaken < 0.02);
  }
}

BOOST_AUTO_TEST_CASE(names_decide_when_both_sides_have_them) {
  const wide_matrix a = tokens(1, 40, 0);
  std::vector<std::string> words;
  for (int i = 0; i < 40; ++i)
    words.push_back("w" + std::to_string(i));
  std::vector<std::string_view> left(words.rbegin(), words.rend());
  left[3] = "another";
  const std::vector<std::string_view> right(words.begin(), words.end());
  const token_map map = mapped(a, a, true, {left, right});
  BOOST_TEST((map.how == token_relation::by_name));
  BOOST_TEST(map.of[0] == 39);
  BOOST_TEST(map.of[3] == no_counterpart);
  BOOST_TEST(map.of[39] == 0);
}

BOOST_AUTO_TEST_CASE(strangers_are_unknown_or_share_a_tokenizer) {
  constexpr std::uint64_t seeds = 60;
  std::size_t numbered = 0;
  std::size_t by_content = 0;
  std::size_t shared = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const wide_matrix a = tokens(2 * seed + 500, 600, 0);
    const wide_matrix b = tokens(2 * seed + 501, 600, 0);
    // Another tokenizer: groups of alike tokens lie elsewhere.
    random_source random = scattered_source(seed);
    std::vector<std::int64_t> order;
    for (const std::size_t row : random_permutation(random, 600))
      order.push_back(static_cast<std::int64_t>(row));
    const token_map map = mapped(assembled(1, a, order), b, true);
    numbered += map.how == token_relation::by_number ? 1 : 0;
    by_content += map.how == token_relation::by_content ? 1 : 0;
    const token_map same =
        mapped(tokens(2 * seed + 900, 600, 0.5), tokens(2 * seed + 901, 600, 0.5), false);
    shared += same.how == token_relation::by_number ? 1 : 0;
  }
  std::cout << "strangers of " << seeds << ": by number " << numbered << ", by content "
            << by_content << "; with one tokenizer by number " << shared << '\n';
  BOOST_TEST(numbered <= 1U);
  BOOST_TEST(by_content == 0U);
  BOOST_TEST(shared >= seeds - 3);
}

BOOST_AUTO_TEST_CASE(what_is_no_table_is_unknown) {
  model_in_memory model;
  model.add("vector", {8}, std::vector<float>(8, 1.0F));
  model.add("table", {64, 8}, std::vector<float>(512, 1.0F));
  model.add("broken", {64, 8}, std::vector<float>(512, std::numeric_limits<float>::quiet_NaN()));
  for (const std::size_t a : {0U, 1U, 2U})
    for (const std::size_t b : {0U, 1U, 2U}) {
      auto map = map_tokens(model[a], model[b], true, {}, {});
      BOOST_REQUIRE(static_cast<bool>(map));
      BOOST_TEST((map->how == token_relation::unknown));
    }
}

} // namespace
