#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/torch_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using files = std::map<std::string, std::vector<std::byte>>;
using shapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

constexpr const char* joined = "single_partition_of_fp32_groups";
constexpr const char* shared = "fp32_flat_groups";

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = bytes_of_text(text);
  return {bytes.begin(), bytes.end()};
}

/// Model states: shapes by group, a buffer "norm.mean" of two floats, "head" tied to the first
/// parameter of all.
std::vector<std::byte> model_states(const std::vector<shapes>& groups) {
  pickle_writer out;
  out.raw("}(").text("module");
  put_state(out, {{"norm.mean", {"0", "FloatStorage", 2, 0, {2}, {1}}}});
  out.text("param_shapes").raw("](");
  for (const shapes& group : groups) {
    out.global("collections", "OrderedDict").raw(")R(");
    for (const auto& [name, shape] : group)
      out.text(name).global("torch", "Size").integers(shape).raw("\x85R");
    out.raw("u");
  }
  out.raw("e").text("buffer_names").raw("]").text("norm.mean").raw("a");
  out.text("shared_params").raw("}").text("head").text(groups[0][0].first).raw("su");
  return torch_zip(out.stop(), {{"0", counting_floats(2)}});
}

/// One rank's optimiser states: a flat tensor a group. \param step of the tensors, in elements
std::vector<std::byte> optimiser_states(const char* key,
                                        const std::vector<std::vector<float>>& groups,
                                        std::size_t step = 1) {
  pickle_writer out;
  torch_storages storages;
  out.raw("}").text("optimizer_state_dict").raw("}(").text(key).raw("](");
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const auto count = static_cast<std::int64_t>(groups[group].size());
    std::vector<float> spread(groups[group].size() * step, -1);
    for (std::size_t i = 0; i < groups[group].size(); ++i)
      spread[i * step] = groups[group][i];
    const auto bytes = std::as_bytes(std::span<const float>(spread));
    storages.push_back({std::to_string(group), {bytes.begin(), bytes.end()}});
    put_tensor(out, {std::to_string(group),
                     "FloatStorage",
                     static_cast<std::int64_t>(spread.size()),
                     0,
                     {count},
                     {static_cast<std::int64_t>(step)}});
  }
  out.raw("e").text("zero_stage");
  out.global("deepspeed.runtime.zero.config", "ZeroStageEnum").integer(2).raw("\x85Rus");
  return torch_zip(out.stop(), storages);
}

std::string optimiser_name(int rank) {
  return "step1/zero_pp_rank_" + std::to_string(rank) + "_mp_rank_00_optim_states.pt";
}

result<checkpoint> open_latest(files all, const std::string& tag = "step1") {
  static const auto keep = std::make_shared<std::vector<std::vector<std::byte>>>();
  keep->push_back(bytes_of(tag));
  return checkpoint::open(borrow_memory(keep->back(), "folder/latest"),
                          std::make_shared<memory_files>(std::move(all)));
}

fault fault_of(files all) {
  const auto opened = open_latest(std::move(all));
  return opened ? fault::none : opened.error().why;
}

std::vector<float> values_of(const checkpoint& opened, std::string_view name) {
  for (std::size_t i = 0; i < opened.size(); ++i) {
    if (opened[i].name != name) continue;
    std::vector<float> values(static_cast<std::size_t>(element_count(opened[i])));
    const auto got =
        read_elements(opened[i], 0, values.size(), std::as_writable_bytes(std::span(values)));
    BOOST_TEST_REQUIRE(got.has_value());
    if (!got->empty()) std::memcpy(values.data(), got->data(), got->size());
    return values;
  }
  BOOST_ERROR("no tensor " << name);
  return {};
}

const std::vector<shapes> two_groups{{{"a", {2, 3}}, {"b", {3}}}, {{"c", {}}, {"d", {2}}}};

/// ZeRO 2 on two ranks: group 0 is 0..8 and padding, group 1 is 20..22 and padding.
files zero2() {
  return {{"step1/mp_rank_00_model_states.pt", model_states(two_groups)},
          {optimiser_name(0), optimiser_states(joined, {{0, 1, 2, 3, 4, 5}, {20, 21}})},
          {optimiser_name(1), optimiser_states(joined, {{6, 7, 8, 0, 0, 0}, {22, 0}}, 3)}};
}

/// ZeRO 3 on two ranks: shares of 3, 2, 1 and 1 values.
files zero3() {
  return {{"step1/zero_pp_rank_0_mp_rank_00_model_states.pt", model_states(two_groups)},
          {"step1/zero_pp_rank_1_mp_rank_00_model_states.pt", model_states(two_groups)},
          {optimiser_name(0), optimiser_states(shared, {{0, 1, 2, 6}, {7, 20, 21}})},
          {optimiser_name(1), optimiser_states(shared, {{3, 4, 5, 8, 0, 0, 22}}, 2)}};
}

} // namespace

BOOST_AUTO_TEST_CASE(partitions_of_both_kinds_make_the_same_parameters) {
  for (const files& all : {zero2(), zero3()}) {
    const auto opened = open_latest(all);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "deepspeed");
    BOOST_TEST(opened->size() == 6U);
    BOOST_TEST((values_of(*opened, "a") == std::vector<float>{0, 1, 2, 3, 4, 5}));
    BOOST_TEST((values_of(*opened, "b") == std::vector<float>{6, 7, 8}));
    BOOST_TEST((values_of(*opened, "c") == std::vector<float>{20}));
    BOOST_TEST((values_of(*opened, "d") == std::vector<float>{21, 22}));
    BOOST_TEST((values_of(*opened, "norm.mean") == std::vector<float>{0, 1}));
    BOOST_TEST((values_of(*opened, "head") == std::vector<float>{0, 1, 2, 3, 4, 5}));
    BOOST_TEST(((*opened)[0].shape[1] == 3U));
    BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
    BOOST_TEST(opened->warnings()[0].find("2 ranks") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(without_partitions_the_module_is_the_model) {
  const auto opened =
      open_latest({{"step1/mp_rank_00_model_states.pt", model_states(two_groups)}}, "step1\n");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 1U);
  BOOST_TEST((values_of(*opened, "norm.mean") == std::vector<float>{0, 1}));
}

BOOST_AUTO_TEST_CASE(ranks_that_do_not_fit_are_refused) {
  files lacking = zero2();
  lacking.erase(optimiser_name(0));
  BOOST_TEST((fault_of(lacking) == fault::shard));
  files short_of = zero2();
  short_of[optimiser_name(1)] = optimiser_states(joined, {{6, 7}, {22, 0}});
  BOOST_TEST((fault_of(short_of) == fault::shape));
  files over = zero2();
  over[optimiser_name(1)] = optimiser_states(joined, {{6, 7, 8, 0, 0, 0, 0}, {22, 0}});
  BOOST_TEST((fault_of(over) == fault::shape));
  files other = zero2();
  other[optimiser_name(1)] = optimiser_states(joined, {{6, 7, 8}});
  BOOST_TEST((fault_of(other) == fault::shape));
  files uneven = zero3();
  uneven[optimiser_name(1)] = optimiser_states(shared, {{3, 4, 5, 8, 0, 0}});
  BOOST_TEST((fault_of(uneven) == fault::shape));
  files twice = zero2();
  twice["step1/mp_rank_00_model_states.pt"] =
      model_states({{{"a", {2, 3}}, {"a", {3}}}, {{"c", {}}, {"d", {2}}}});
  BOOST_TEST((fault_of(twice) == fault::duplicate));
  files negative = zero2();
  negative["step1/mp_rank_00_model_states.pt"] = model_states({{{"a", {-2}}}});
  BOOST_TEST((fault_of(negative) == fault::shape));
  files parallel = zero2();
  parallel["step1/zero_pp_rank_0_mp_rank_01_optim_states.pt"] = parallel[optimiser_name(0)];
  const auto opened = open_latest(parallel);
  BOOST_TEST((!opened && opened.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(a_tag_leads_nowhere_else) {
  for (const char* tag : {"../step1", "/etc", "step2", "st ep"}) {
    const auto opened = open_latest(zero2(), tag);
    BOOST_TEST((!opened && opened.error().code == errc::bad_format), tag);
  }
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  const files all = zero2();
  for (const auto& [name, good] : all) {
    const auto tag = bytes_of("step1");
    files changed = all;
    for (std::size_t at = 0; at < good.size(); ++at) {
      changed[name] = good;
      changed[name][at] ^= static_cast<std::byte>(1U << (at % 8));
      open_anything(tag, "folder/latest", std::make_shared<memory_files>(changed));
    }
  }
}
