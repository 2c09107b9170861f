#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/dcp_writer.hpp"
#include "support/memory_files.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using files = std::map<std::string, std::vector<std::byte>>;

/// An f32 tensor of one rank, by name.
struct part {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// One rank's file: the model, a random state, and the training arguments.
std::vector<std::byte> rank_file(const std::vector<part>& parts, bool gated = false) {
  pickle_writer out;
  torch_storages storages;
  out.raw("}(").text("args").global("argparse", "Namespace").raw(")\x81}");
  out.text("swiglu").raw(gated ? "\x88s" : "\x89s").raw("b").text("model");
  torch_state state;
  for (const part& each : parts) {
    const std::string key = std::to_string(storages.size());
    const auto bytes = bytes_of_floats(each.values);
    storages.push_back({key, {bytes.begin(), bytes.end()}});
    std::vector<std::int64_t> strides(each.shape.size(), 1);
    for (std::size_t axis = strides.size(); axis-- > 1;)
      strides[axis - 1] = strides[axis] * each.shape[axis];
    state.push_back({each.name,
                     {key, "FloatStorage", static_cast<std::int64_t>(each.values.size()), 0,
                      each.shape, strides}});
  }
  put_state(out, state);
  out.text("rng_state");
  put_state(out, {{"torch", {"r", "FloatStorage", 1, 0, {1}, {1}}}});
  storages.push_back({"r", counting_floats(1)});
  return torch_zip(out.raw("u").stop(), storages);
}

result<checkpoint> open_tracker(files all, const std::string& word = "8") {
  static std::vector<std::string> keep;
  keep.reserve(1000);
  keep.push_back(word);
  return checkpoint::open(
      borrow_memory(bytes_of_text(keep.back()), "folder/latest_checkpointed_iteration.txt"),
      std::make_shared<memory_files>(std::move(all)));
}

std::vector<float> values_of(const checkpoint& opened, std::string_view name) {
  for (std::size_t i = 0; i < opened.size(); ++i) {
    if (opened[i].name != name) continue;
    std::vector<float> values(static_cast<std::size_t>(element_count(opened[i])));
    const auto got =
        read_elements(opened[i], 0, values.size(), std::as_writable_bytes(std::span(values)));
    BOOST_TEST_REQUIRE(got.has_value());
    std::memcpy(values.data(), got->data(), got->size());
    return values;
  }
  BOOST_ERROR("no tensor " << name);
  return {};
}

const std::string fc1 = "encoder.layers.0.mlp.dense_h_to_4h.weight";
const std::string fc2 = "encoder.layers.0.mlp.dense_4h_to_h.weight";
const std::string norm = "encoder.layers.0.input_layernorm.weight";

std::vector<part> rank_parts(float first) {
  return {{fc1, {2, 2}, {first, first + 1, first + 2, first + 3}},
          {fc2, {2, 1}, {first, first + 1}},
          {norm, {1}, {first}},
          {"custom.weight", {1}, {first}}};
}

} // namespace

BOOST_AUTO_TEST_CASE(parallel_ranks_are_joined_by_the_names_of_their_tensors) {
  const auto opened =
      open_tracker({{"iter_0000008/mp_rank_00/model_optim_rng.pt", rank_file(rank_parts(0))},
                    {"iter_0000008/mp_rank_01/model_optim_rng.pt", rank_file(rank_parts(10))}});
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "megatron");
  BOOST_TEST((values_of(*opened, fc1) == std::vector<float>{0, 1, 2, 3, 10, 11, 12, 13}));
  BOOST_TEST((values_of(*opened, fc2) == std::vector<float>{0, 10, 1, 11}));
  BOOST_TEST((values_of(*opened, norm) == std::vector<float>{0}));
  BOOST_TEST((values_of(*opened, "mp_rank_00/custom.weight") == std::vector<float>{0}));
  BOOST_TEST((values_of(*opened, "mp_rank_01/custom.weight") == std::vector<float>{10}));
  BOOST_TEST((values_of(*opened, "mp_rank_01/rng_state.torch") == std::vector<float>{0}));
  BOOST_TEST(opened->size() == 7U);
}

BOOST_AUTO_TEST_CASE(gated_layers_are_joined_half_by_half) {
  const auto opened =
      open_tracker({{"release/mp_rank_00/model_optim_rng.pt", rank_file(rank_parts(0), true)},
                    {"release/mp_rank_01/model_optim_rng.pt", rank_file(rank_parts(10), true)}},
                   "release\n");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of(*opened, fc1) == std::vector<float>{0, 1, 10, 11, 2, 3, 12, 13}));
}

BOOST_AUTO_TEST_CASE(stages_count_their_layers_through) {
  const auto opened =
      open_tracker({{"iter_0000800/mp_rank_00_000/model_optim_rng.pt", rank_file(rank_parts(0))},
                    {"iter_0000800/mp_rank_00_001/model_optim_rng.pt",
                     rank_file({{norm, {1}, {5}}, {"custom.weight", {1}, {6}}})}},
                   "800");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of(*opened, norm) == std::vector<float>{0}));
  BOOST_TEST(
      (values_of(*opened, "encoder.layers.1.input_layernorm.weight") == std::vector<float>{5}));
  BOOST_TEST((values_of(*opened, "mp_rank_00_001/custom.weight") == std::vector<float>{6}));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_stays_apart) {
  const auto uneven = open_tracker(
      {{"iter_0000008/mp_rank_00/model_optim_rng.pt", rank_file({{fc1, {1, 2}, {1, 2}}})},
       {"iter_0000008/mp_rank_01/model_optim_rng.pt", rank_file({{fc1, {1, 1}, {3}}})}});
  BOOST_TEST_REQUIRE(uneven.has_value(), (uneven ? "" : uneven.error().message));
  BOOST_TEST((values_of(*uneven, "mp_rank_00/" + fc1) == std::vector<float>{1, 2}));
  BOOST_TEST((values_of(*uneven, "mp_rank_01/" + fc1) == std::vector<float>{3}));
  const auto lacking =
      open_tracker({{"iter_0000008/mp_rank_00/model_optim_rng.pt", rank_file(rank_parts(0))},
                    {"iter_0000008/mp_rank_02/model_optim_rng.pt", rank_file(rank_parts(1))}});
  BOOST_TEST_REQUIRE(lacking.has_value(), (lacking ? "" : lacking.error().message));
  BOOST_TEST((values_of(*lacking, "mp_rank_02/" + norm) == std::vector<float>{1}));
  const auto empty = open_tracker({{"iter_0000008/mp_rank_00/other.pt", {}}});
  BOOST_TEST((!empty && empty.error().why == fault::missing));
  const auto expert =
      open_tracker({{"iter_0000008/mp_rank_00/model_optim_rng.pt", rank_file(rank_parts(0))},
                    {"iter_0000008/mp_rank_00_000_001/model_optim_rng.pt", {}}});
  BOOST_TEST((!expert && expert.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(newer_checkpoints_are_distributed_ones_in_the_same_place) {
  dcp_writer writer;
  writer.tensor("w", {3}).piece({"w", {0}, {3}, {1, 2, 3}, "__0_0.distcp"});
  const temp_directory folder;
  write_file(folder / "latest_checkpointed_iteration.txt", "8");
  for (const auto& [name, bytes] : writer.files(true))
    write_file(folder.path() / "iter_0000008" / name, bytes);
  const auto opened = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of(*opened, "w") == std::vector<float>{1, 2, 3}));
}
