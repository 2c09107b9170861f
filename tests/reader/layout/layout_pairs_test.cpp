#include <array>
#include <cmath>
#include <map>
#include <set>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus.hpp"

// The same weights as a Hugging Face checkpoint and as GGUF: with layouts undone, both sides have
// the same names, shapes and values.

using namespace weightkin;
using namespace weightkin::test;

namespace {

using tensors_by_name = std::map<std::string, tensor_view>;

tensors_by_name by_name(const checkpoint& model) {
  tensors_by_name tensors;
  for (std::size_t i = 0; i < model.size(); ++i)
    BOOST_TEST(tensors.emplace(std::string(model[i].name), model[i]).second);
  return tensors;
}

/// Only one side has these: a mask and a table that the model computes, not weights.
bool is_no_weight(const std::string& name) {
  return name.ends_with(".attn.bias") || name == "rope_freqs.weight";
}

std::vector<double> values_of(const tensor_view& view) {
  auto values = read_as_f64(view, 0, element_count(view));
  BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
  return std::move(*values);
}

bool was_transposed(const tensor_view& view) {
  for (const std::string& rule : view.encoding->layout)
    if (rule == "transpose") return true;
  return false;
}

/// The MXFP4 matrices of a stack by the format's own rule: for files whose blocks and scales are
/// two tensors to the reader.
std::vector<double> mxfp4_values(const tensor_view& blocks, const tensor_view& scales) {
  constexpr double magnitudes[] = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
  const auto bytes = values_of(blocks);
  const auto exponents = values_of(scales);
  std::vector<double> values;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned>(bytes[i]);
    for (const unsigned code : {byte & 15U, byte >> 4U})
      values.push_back(
          (code >= 8 ? -1 : 1) *
          std::ldexp(magnitudes[code & 7U], static_cast<int>(exponents[i / 16]) - 127));
  }
  return values;
}

/// Half a step of each value's block of 32 in the row that was quantised, which a transposed
/// matrix has as its columns; and what rounding the step to a half may take.
std::vector<double> q8_bounds(const std::vector<double>& home, const tensor_view& view) {
  const bool transposed = was_transposed(view);
  const std::uint64_t rows = view.shape[0];
  const std::uint64_t columns = home.size() / rows;
  const std::uint64_t row_length = transposed ? rows : columns;
  const std::uint64_t row_count = transposed ? columns : rows;
  std::vector<double> bounds(home.size());
  for (std::uint64_t row = 0; row < row_count; ++row)
    for (std::uint64_t block = 0; block < row_length; block += 32) {
      const auto at = [&](std::uint64_t i) {
        return transposed ? (block + i) * columns + row : row * columns + block + i;
      };
      double largest = 0;
      for (std::uint64_t i = 0; i < 32; ++i)
        largest = std::max(largest, std::abs(home[at(i)]));
      for (std::uint64_t i = 0; i < 32; ++i)
        bounds[at(i)] = 0.5 * largest / 127 * (1 + 1e-6) + std::abs(home[at(i)]) * 0x1p-11;
    }
  return bounds;
}

struct pair_counts {
  int tensors = 0;
  int bit_equal = 0;
  int within_undo_error = 0;
  int within_quantisation = 0;
};

void compare_pair(const std::string& name, const tensor_view& home, const tensor_view& view,
                  pair_counts& counts) {
  BOOST_TEST_CONTEXT(name) {
    BOOST_TEST_REQUIRE(std::vector(home.shape.begin(), home.shape.end()) ==
                       std::vector(view.shape.begin(), view.shape.end()));
    const auto wanted = values_of(home);
    const auto got = values_of(view);
    const bool is_q8 = view.encoding != nullptr && view.encoding->scheme == "q8_0";
    const double undo_error = view.encoding != nullptr ? view.encoding->undo_error : 0;
    const auto bounds = is_q8 ? q8_bounds(wanted, view) : std::vector<double>(wanted.size());
    const double relative = view.type == dtype::f16 ? 0x1p-11 : 0;
    const double absolute = view.type == dtype::f16 ? 0x1p-25 : 0;
    std::size_t wrong = 0;
    bool equal = true;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double size = std::max(1.0, std::abs(wanted[i]));
      const double bound =
          bounds[i] + undo_error * size + relative * std::abs(wanted[i]) + absolute;
      equal = equal && wanted[i] == got[i];
      wrong += std::abs(wanted[i] - got[i]) <= bound ? 0 : 1;
    }
    BOOST_TEST(wrong == 0U, wrong << " of " << wanted.size() << " values");
    ++counts.tensors;
    if (equal)
      ++counts.bit_equal;
    else
      ++(is_q8 || relative != 0 ? counts.within_quantisation : counts.within_undo_error);
  }
}

pair_counts compare_models(const std::filesystem::path& folder, const std::string& gguf,
                           file_access access) {
  open_options options;
  options.access = access;
  const auto home = checkpoint::open(folder / "model.safetensors", options);
  const auto other = checkpoint::open(folder / gguf, options);
  BOOST_TEST_REQUIRE(home.has_value(), (home ? "" : home.error().message));
  BOOST_TEST_REQUIRE(other.has_value(), (other ? "" : other.error().message));
  for (const std::string& warning : other->warnings())
    BOOST_TEST(warning.find("left as") == std::string::npos, warning);
  const tensors_by_name wanted = by_name(*home);
  const tensors_by_name got = by_name(*other);
  pair_counts counts;
  for (const auto& [name, view] : wanted) {
    if (is_no_weight(name)) continue;
    const auto found = got.find(name);
    BOOST_TEST((found != got.end()), name << " is missing in " << gguf);
    if (found != got.end()) compare_pair(name, view, found->second, counts);
  }
  for (const auto& [name, view] : got)
    BOOST_TEST((is_no_weight(name) || wanted.contains(name)), name << " is only in " << gguf);
  return counts;
}

struct known_pair {
  std::string folder;
  std::string file;
  int tensors;
  int bit_equal; ///< the others were rounded: quantised, halved, or stored as gain + 1
};

} // namespace

BOOST_AUTO_TEST_CASE(the_same_weights_are_the_same_in_both_containers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus: nothing checked");
    return;
  }
  const std::array<known_pair, 19> pairs{{
      {"llama_gqa", "model-f32.gguf", 21, 21},      {"llama_gqa", "model-f16.gguf", 21, 5},
      {"llama_gqa", "model-q8_0.gguf", 21, 5},      {"llama_bias_mha", "model-f32.gguf", 15, 15},
      {"llama_bias_mha", "model-q8_0.gguf", 15, 6}, {"qwen2", "model-f32.gguf", 15, 15},
      {"qwen2", "model-q8_0.gguf", 15, 6},          {"gemma3", "model-f32.gguf", 15, 8},
      {"gemma3", "model-q8_0.gguf", 15, 0},         {"mixtral", "model-f32.gguf", 22, 22},
      {"mixtral", "model-q8_0.gguf", 22, 4},        {"qwen3_moe", "model-f32.gguf", 24, 24},
      {"qwen3_moe", "model-q8_0.gguf", 24, 6},      {"gpt2", "model-f32.gguf", 16, 16},
      {"gpt2", "model-q8_0.gguf", 16, 10},          {"phi3_fused", "model-f32.gguf", 2, 2},
      {"phi3_fused", "model-q8_0.gguf", 2, 0},      {"mamba", "model-f32.gguf", 3, 3},
      {"deepseek2_kvb", "model-f32.gguf", 1, 1},
  }};
  for (const known_pair& pair : pairs)
    for (const file_access access : {file_access::mapped, file_access::copied})
      BOOST_TEST_CONTEXT(pair.folder << " " << pair.file) {
        const auto folder = *root / "pairs" / "good" / pair.folder;
        const pair_counts counts = compare_models(folder, pair.file, access);
        BOOST_TEST_MESSAGE(pair.folder << " " << pair.file << ": " << counts.tensors << " tensors, "
                                       << counts.bit_equal << " bit-equal, "
                                       << counts.within_undo_error << " within the undo error, "
                                       << counts.within_quantisation << " within the type's step");
        BOOST_TEST(counts.tensors == pair.tensors);
        BOOST_TEST(counts.bit_equal == pair.bit_equal);
      }
}

BOOST_AUTO_TEST_CASE(the_stacked_experts_of_gpt_oss_are_the_same_in_both_containers) {
  const auto root = corpus_root();
  if (!root) return;
  const auto folder = *root / "pairs" / "good" / "gptoss_mxfp4";
  const auto home = checkpoint::open(folder / "model.safetensors");
  const auto other = checkpoint::open(folder / "model-f32.gguf");
  BOOST_TEST_REQUIRE((home.has_value() && other.has_value()));
  const std::string name = "model.layers.0.mlp.experts.gate_up_proj";
  auto wanted = by_name(*home);
  const auto got = by_name(*other);
  BOOST_TEST_REQUIRE(got.size() == 1U);
  BOOST_TEST_REQUIRE(got.contains(name));
  const tensor_view joined = got.at(name);
  BOOST_TEST((std::vector(joined.shape.begin(), joined.shape.end()) ==
              std::vector<std::uint64_t>{2, 8, 64}));
  if (wanted.contains(name)) {
    pair_counts counts;
    compare_pair(name, wanted.at(name), joined, counts);
    BOOST_TEST(counts.bit_equal == 1);
  } else {
    BOOST_TEST((values_of(joined) ==
                mxfp4_values(wanted.at(name + "_blocks"), wanted.at(name + "_scales"))));
  }
}
