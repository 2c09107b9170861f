#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <support/turned_decoder.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "fingerprint/anchors/anchors.hpp"
#include "fingerprint/anchors/feed_forward.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

fingerprint anchored(const model_in_memory& model, const detail::anchor_options& options = {}) {
  fingerprint print;
  const auto views = views_of(model);
  print.contents = take_inventory(views);
  const auto done = detail::add_anchors(print, views, options);
  BOOST_REQUIRE(done.has_value());
  return print;
}

// The page once more, as plainly as it can be written.

using row = std::vector<double>;

double plain_sum8(const row& a, const row& b) {
  double lane[8] = {};
  for (std::size_t k = 0; k < a.size(); ++k)
    lane[k % 8] += a[k] * b[k];
  return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

int plain_cosine(const row& a, const row& b) {
  const double cosine =
      plain_sum8(a, b) / (std::sqrt(plain_sum8(a, a)) * std::sqrt(plain_sum8(b, b)));
  return static_cast<int>(std::nearbyint(32767 * cosine));
}

std::uint64_t plain_mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}
std::uint64_t plain_hash(std::uint64_t seed, std::uint64_t stream, std::uint64_t i) {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;
  return plain_mix(plain_mix(seed + stream * golden) + (i + 1) * golden);
}

/// Tokens as (s, row of the embedding).
using numbered_rows = std::vector<std::pair<std::uint64_t, row>>;

std::array<row, 16> plain_axes(const numbered_rows& tokens) {
  const std::size_t d = tokens.front().second.size();
  row mean(d, 0.0);
  for (const auto& token : tokens)
    for (std::size_t k = 0; k < d; ++k)
      mean[k] += token.second[k];
  for (double& x : mean)
    x /= static_cast<double>(tokens.size());
  std::array<row, 16> axes;
  axes.fill(row(d, 0.0));
  for (const auto& [s, values] : tokens) {
    row centred(d);
    for (std::size_t k = 0; k < d; ++k)
      centred[k] = values[k] - mean[k];
    const double length = std::sqrt(plain_sum8(centred, centred));
    if (length == 0) continue;
    const bool minus = (plain_hash(0, 4, s / 16) >> (s % 16) & 1) != 0;
    for (std::size_t k = 0; k < d; ++k)
      axes[s % 16][k] += (minus ? -1 : 1) * (centred[k] / length);
  }
  return axes;
}

std::vector<int> plain_directions(const row& unit, const std::array<row, 16>& axes) {
  row seen;
  for (const row& axis : axes)
    seen.push_back(plain_sum8(unit, axis));
  double largest = 0;
  for (const double x : seen)
    largest = std::max(largest, std::abs(x));
  std::vector<int> codes;
  for (const double x : seen)
    codes.push_back(static_cast<int>(std::nearbyint(x / largest * 127)));
  return codes;
}

row line_of(const wide_matrix& m, std::size_t i, const std::vector<double>& gain = {}) {
  row line;
  for (std::size_t k = 0; k < m.columns; ++k) {
    const auto value = static_cast<double>(static_cast<float>(m.at(i, k)));
    line.push_back(gain.empty() ? value : value * static_cast<double>(static_cast<float>(gain[k])));
  }
  return line;
}

numbered_rows spread_tokens(const wide_matrix& embedding) {
  numbered_rows tokens;
  for (std::uint64_t s = 0; s < 64; ++s)
    tokens.emplace_back(s, line_of(embedding, (2 * s + 1) * embedding.rows / 128));
  return tokens;
}

void check_codes(const std::vector<std::int8_t>& codes, std::size_t unit,
                 const std::vector<int>& wanted) {
  BOOST_REQUIRE_GE(codes.size(), 16 * (unit + 1));
  for (std::size_t f = 0; f < 16; ++f)
    BOOST_TEST(int{codes[16 * unit + f]} == wanted[f]);
}

/// Largest difference of two lists of codes.
template <class Code>
int distance(const std::vector<Code>& a, const std::vector<Code>& b) {
  BOOST_REQUIRE_EQUAL(a.size(), b.size());
  int largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    largest = std::max(largest, std::abs(int{a[i]} - int{b[i]}));
  return largest;
}

constexpr decoder_sizes odd_sizes{2, 45, 150, 200};

} // namespace

BOOST_AUTO_TEST_CASE(codes_are_those_of_the_page) {
  const turned_decoder model = make_decoder(3, odd_sizes);
  const fingerprint print = anchored(stored(model));
  BOOST_REQUIRE_EQUAL(print.anchors.size(), 2U);
  const auto axes = plain_axes(spread_tokens(model.embedding));
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const unit_anchors& found = print.anchors[layer];
    const decoder_block& block = model.blocks[layer];
    BOOST_TEST((found.tokens == token_choice::by_row));
    BOOST_TEST(found.vocabulary == 200U);
    BOOST_REQUIRE_EQUAL(found.cosines.size(), 3 * 128U);
    const wide_matrix columns = transposed(block.down);
    for (std::size_t s = 0; s < 128; ++s) {
      const std::size_t unit = s * 150 / 128;
      const row gate = line_of(block.gate, unit, block.norm2);
      const row up = line_of(block.up, unit, block.norm2);
      const row down = line_of(columns, unit);
      BOOST_TEST(int{found.cosines[3 * s]} == plain_cosine(gate, up));
      BOOST_TEST(int{found.cosines[3 * s + 1]} == plain_cosine(up, down));
      BOOST_TEST(int{found.cosines[3 * s + 2]} == plain_cosine(gate, down));
      check_codes(found.gate_codes, s, plain_directions(gate, axes));
      check_codes(found.up_codes, s, plain_directions(up, axes));
    }
  }
}

BOOST_AUTO_TEST_CASE(no_change_of_basis_alters_them) {
  const turned_decoder parent = make_decoder(4, odd_sizes);
  turned_decoder child = parent;
  random_source random(5);
  fold_gains(child);
  turn(child, random_rotation(random, odd_sizes.d));
  rescale(child, 6, true);
  move_gains(child, 7);
  const fingerprint a = anchored(stored(parent));
  const fingerprint b = anchored(stored(child));
  for (std::size_t i = 0; i < a.anchors.size(); ++i) {
    BOOST_TEST(distance(a.anchors[i].cosines, b.anchors[i].cosines) <= 1);
    BOOST_TEST(distance(a.anchors[i].gate_codes, b.anchors[i].gate_codes) <= 1);
    BOOST_TEST(distance(a.anchors[i].up_codes, b.anchors[i].up_codes) <= 1);
  }
  // Strangers are far apart.
  const fingerprint c = anchored(stored(make_decoder(8, odd_sizes)));
  BOOST_TEST(distance(a.anchors[0].cosines, c.anchors[0].cosines) > 4000);
  BOOST_TEST(distance(a.anchors[0].up_codes, c.anchors[0].up_codes) > 127);
}

BOOST_AUTO_TEST_CASE(threads_show_nowhere) {
  const model_in_memory model = stored(make_decoder(3, {9, 24, 40, 100}), dtype::bf16);
  const auto one = anchored(model, {.vocabulary = {}, .threads = 1});
  for (const unsigned threads : {2U, 5U})
    BOOST_TEST((anchored(model, {.vocabulary = {}, .threads = threads}).anchors == one.anchors));
}

// One matrix for gate and up, and layers that are stored [in, out]: the same units, the same codes.
BOOST_AUTO_TEST_CASE(other_layouts_of_the_same_network) {
  const turned_decoder model = make_decoder(9, {1, 32, 96, 128});
  const decoder_block& block = model.blocks[0];
  const auto apart = anchored(stored(model)).anchors;
  const std::string at = "model.layers.0.";
  const auto start = [&](model_in_memory& out) {
    out.add("model.embed_tokens.weight", {128, 32}, narrow_values(model.embedding.values));
    out.add(at + "self_attn.o_proj.weight", {32, 32}, narrow_values(block.o.values));
    out.add(at + "post_attention_layernorm.weight", {32}, narrow_values(block.norm2));
  };
  model_in_memory fused;
  start(fused);
  auto both = narrow_values(block.gate.values);
  const auto second = narrow_values(block.up.values);
  both.insert(both.end(), second.begin(), second.end());
  fused.add(at + "mlp.gate_up_proj.weight", {192, 32}, both);
  fused.add(at + "mlp.down_proj.weight", {32, 96}, narrow_values(block.down.values));
  const auto together = anchored(fused).anchors;
  BOOST_REQUIRE_EQUAL(together.size(), 1U);
  BOOST_TEST((together[0].gate == together[0].up));
  BOOST_TEST((together[0].cosines == apart[0].cosines));
  BOOST_TEST((together[0].gate_codes == apart[0].gate_codes));
  BOOST_TEST((together[0].up_codes == apart[0].up_codes));

  // Ungated, [out, in] and [in, out].
  model_in_memory plain, flipped;
  plain.add("wte.weight", {128, 32}, narrow_values(model.embedding.values));
  plain.add("h.0.ln_2.weight", {32}, narrow_values(block.norm2));
  plain.add("h.0.mlp.fc1.weight", {96, 32}, narrow_values(block.up.values));
  plain.add("h.0.mlp.fc2.weight", {32, 96}, narrow_values(block.down.values));
  flipped.add("wte.weight", {128, 32}, narrow_values(model.embedding.values));
  flipped.add("h.0.ln_2.weight", {32}, narrow_values(block.norm2));
  flipped.add("h.0.mlp.c_fc.weight", {32, 96}, narrow_values(transposed(block.up).values));
  flipped.add("h.0.mlp.c_proj.weight", {96, 32}, narrow_values(transposed(block.down).values));
  const auto left = anchored(plain).anchors;
  const auto right = anchored(flipped).anchors;
  BOOST_REQUIRE_EQUAL(left.size(), 1U);
  BOOST_REQUIRE_EQUAL(right.size(), 1U);
  BOOST_TEST(!left[0].gate.has_value());
  BOOST_TEST((left[0].cosines == right[0].cosines));
  BOOST_TEST((left[0].up_codes == right[0].up_codes));
  BOOST_TEST((left[0].up_codes == apart[0].up_codes));
  for (std::size_t s = 0; s < 96; ++s)
    BOOST_TEST(left[0].cosines[s] == apart[0].cosines[3 * s + 1]);
}

// Which norm feeds the network, by what it is called; the word after the block's number.
BOOST_AUTO_TEST_CASE(the_gain_is_found_under_its_names) {
  struct naming {
    std::vector<std::string> norms;
    std::string fed_by; ///< empty: none
  };
  const std::vector<naming> namings{
      {{"input_layernorm", "post_attention_layernorm"}, "post_attention_layernorm"},
      {{"attention_norm", "ffn_norm"}, "ffn_norm"},
      {{"ln_1", "ln_2"}, "ln_2"},
      {{"norm1", "norm2"}, "norm2"},
      {{"layernorm_before", "layernorm_after"}, "layernorm_after"},
      {{"input_layernorm", "mlp.norm"}, "mlp.norm"},
      {{"input_layernorm"}, "input_layernorm"},
      {{"input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm",
        "post_feedforward_layernorm"},
       "pre_feedforward_layernorm"},
      {{"post_attention_layernorm", "post_feedforward_layernorm"}, ""},
      {{}, ""}};
  gaussian random(1);
  for (const naming& one : namings) {
    model_in_memory model;
    const std::string at = "model.layers.3.";
    for (const std::string& norm : one.norms)
      model.add(at + norm + ".weight", {16}, random.vector(16, 1, 0.1));
    model.add(at + "self_attn.o_proj.weight", {16, 16}, random.vector(256, 0, 1));
    model.add(at + "mlp.gate_proj.weight", {24, 16}, random.vector(384, 0, 1));
    model.add(at + "mlp.up_proj.weight", {24, 16}, random.vector(384, 0, 1));
    model.add(at + "mlp.down_proj.weight", {16, 24}, random.vector(384, 0, 1));
    const auto views = views_of(model);
    const auto found = detail::find_feed_forwards(views, take_inventory(views));
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    const std::string name =
        found[0].gain ? std::string(views[*found[0].gain].name) : std::string();
    BOOST_TEST(name == (one.fed_by.empty() ? "" : at + one.fed_by + ".weight"));
  }
}

BOOST_AUTO_TEST_CASE(tokens_do_not_depend_on_appended_rows) {
  turned_decoder model = make_decoder(2, {1, 16, 32, 8192});
  const auto before = anchored(stored(model)).anchors;
  model.embedding.rows += 64;
  model.embedding.values.resize(model.embedding.rows * 16, 0.5);
  const auto after = anchored(stored(model)).anchors;
  BOOST_TEST(after[0].vocabulary == 8256U);
  BOOST_TEST((before[0].up_codes == after[0].up_codes));
  BOOST_TEST((before[0].gate_codes == after[0].gate_codes));
}

BOOST_AUTO_TEST_CASE(tokens_are_found_by_their_strings_wherever_they_stand) {
  const turned_decoder model = make_decoder(2, {1, 16, 32, 100});
  std::vector<std::string> strings(100);
  for (std::size_t i = 0; i < strings.size(); ++i)
    strings[i] = i % 3 == 0 ? "x" + std::string(1, static_cast<char>('a' + i % 26))
                            : "word" + std::to_string(i);
  std::vector<std::string_view> vocabulary(strings.begin(), strings.end());
  const auto first = anchored(stored(model), {.vocabulary = vocabulary}).anchors;
  BOOST_TEST((first[0].tokens == token_choice::by_string));

  // By the page: the first row of each string.
  numbered_rows tokens;
  for (std::uint64_t s = 0; s < 676; ++s)
    for (std::size_t i = 0; i < strings.size(); ++i)
      if (strings[i].size() == 2 && strings[i][0] == static_cast<char>('a' + s / 26) &&
          strings[i][1] == static_cast<char>('a' + s % 26)) {
        tokens.emplace_back(s, line_of(model.embedding, i));
        break;
      }
  const auto axes = plain_axes(tokens);
  for (std::size_t s = 0; s < 32; ++s)
    check_codes(first[0].up_codes, s,
                plain_directions(line_of(model.blocks[0].up, s, model.blocks[0].norm2), axes));

  // Every string on another row, and new ones before them.
  turned_decoder moved = model;
  std::vector<std::string_view> names(50, "new");
  moved.embedding = wide_matrix(150, 16);
  for (std::size_t i = 0; i < 100; ++i) {
    names.push_back(strings[i]);
    for (std::size_t k = 0; k < 16; ++k)
      moved.embedding.at(50 + i, k) = model.embedding.at(i, k);
  }
  const auto second = anchored(stored(moved), {.vocabulary = names}).anchors;
  BOOST_TEST((first[0].up_codes == second[0].up_codes));
  // Fewer than 16 of them, and a list that does not fit the rows.
  for (std::string_view& name : vocabulary)
    if (name != "xa" && name != "xd") name = "other";
  const auto few = anchored(stored(model), {.vocabulary = vocabulary}).anchors;
  BOOST_TEST((few[0].tokens == token_choice::none));
  BOOST_TEST(few[0].up_codes.empty());
  vocabulary.pop_back();
  const auto unfit = anchored(stored(model), {.vocabulary = vocabulary}).anchors;
  BOOST_TEST((unfit[0].tokens == token_choice::by_row));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_says_nothing) {
  turned_decoder model = make_decoder(2, {2, 16, 32, 100});
  model.blocks[0].up.at(3, 5) = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < 16; ++k)
    model.blocks[0].down.at(k, 4) = 0;
  model.embedding.at(0, 0) = std::numeric_limits<double>::quiet_NaN(); // row of s = 0
  const auto found = anchored(stored(model)).anchors;
  BOOST_TEST(found[0].cosines[9] == 0);
  BOOST_TEST(found[0].cosines[10] == 0);
  BOOST_TEST(found[0].cosines[11] != 0);
  BOOST_TEST(found[0].cosines[12] != 0);
  BOOST_TEST(found[0].cosines[13] == 0);
  BOOST_TEST(found[0].cosines[14] == 0);
  for (std::size_t f = 0; f < 16; ++f)
    BOOST_TEST(int{found[0].up_codes[3 * 16 + f]} == 0);
  auto tokens = spread_tokens(model.embedding);
  tokens.erase(tokens.begin());
  check_codes(
      found[1].up_codes, 7,
      plain_directions(line_of(model.blocks[1].up, 7, model.blocks[1].norm2), plain_axes(tokens)));
}

BOOST_AUTO_TEST_CASE(many_networks_are_thinned_and_small_ones_skipped) {
  const auto many = anchored(stored(make_decoder(1, {130, 8, 8, 64})));
  BOOST_REQUIRE_EQUAL(many.anchors.size(), 64U);
  for (std::size_t i = 0; i < 64; ++i)
    BOOST_TEST(many.contents.entries[many.anchors[i].up].layer == static_cast<int>(i * 130 / 64));
  BOOST_TEST(anchored(stored(make_decoder(1, {2, 8, 7, 64}))).anchors.empty());
  const auto few_tokens = anchored(stored(make_decoder(1, {2, 8, 9, 63})));
  BOOST_TEST((few_tokens.anchors[0].tokens == token_choice::none));
}

BOOST_AUTO_TEST_CASE(networks_without_elements_have_no_anchors) {
  for (const std::uint64_t width : {0U, 16U}) {
    model_in_memory model;
    const std::uint64_t units = width == 0 ? 200 : 0;
    model.add("model.layers.0.mlp.up_proj.weight", {units, width}, {});
    model.add("model.layers.0.mlp.gate_proj.weight", {units, width}, {});
    model.add("model.layers.0.mlp.down_proj.weight", {width, units}, {});
    BOOST_TEST(anchored(model).anchors.empty());
  }
}
