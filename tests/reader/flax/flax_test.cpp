#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/msgpack_writer.hpp"
#include "support/mutations.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace mp = weightkin::test::msgpack;

namespace {

constexpr std::string_view marker = "__msgpack_chunked_array__";

std::span<const std::byte> as_bytes_of(const std::string& text) {
  return std::as_bytes(std::span<const char>(text));
}

open_options as_written() {
  open_options options;
  options.undo_layout = false;
  return options;
}

result<checkpoint> opened(const std::string& file) {
  return checkpoint::open(as_bytes_of(file), "file", as_written());
}

fault fault_of(const std::string& file) {
  const auto model = opened(file);
  return model ? fault::none : model.error().why;
}

std::vector<double> values_of(const tensor_view& view) {
  const auto values = read_as_f64(view, 0, element_count(view));
  BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
  return *values;
}

mp::bytes floats(const std::vector<float>& values) {
  return flax_array_of({values.size()}, "float32", values);
}

/// An array in the chunks given, by key.
mp::bytes chunked(const std::vector<std::uint64_t>& shape,
                  const std::vector<std::pair<std::string, mp::bytes>>& chunks) {
  std::vector<std::pair<std::string, mp::bytes>> extents;
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    extents.emplace_back(std::to_string(axis), mp::whole(shape[axis]));
  return mp::map({{std::string(marker), mp::truth()},
                  {"shape", mp::map(extents)},
                  {"chunks", mp::map(chunks)}});
}

/// One of everything.
std::string state_file() {
  return mp::map(
      {{"params",
        mp::map(
            {{"dense",
              mp::map({{"kernel", flax_array_of<float>({2, 3}, "float32", {0, 1, 2, 3, 4, 5})},
                       {"bias", flax_array_of<std::uint16_t>({2}, "bfloat16", {0x3f80, 0xc000})}})},
             {"scale",
              mp::extension(3, flax_payload({}, "float32", std::string("\0\0\xc0\x3f", 4)))},
             {"big", chunked({5}, {{"1", floats({3, 4})}, {"0", floats({0, 1, 2})}})}})},
       {"list", mp::list({floats({7}), floats({8, 9})})},
       {"step", mp::whole(5)},
       {"rate", mp::real(0.25)},
       {"phase", mp::extension(2, mp::list({mp::real(1), mp::real(-2)}))},
       {"name", mp::text("run")}});
}

} // namespace

BOOST_AUTO_TEST_CASE(a_tree_becomes_named_tensors) {
  const temp_directory folder;
  write_file(folder / "model", as_bytes_of(state_file()));
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    open_options options = as_written();
    options.access = access;
    const auto model = checkpoint::open(folder / "model", options);
    BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
    BOOST_TEST(model->format() == "flax");
    const auto views = views_of(*model);
    std::vector<std::string> names;
    for (const tensor_view& view : views)
      names.emplace_back(view.name);
    const std::vector<std::string> wanted{"params.dense.kernel",
                                          "params.dense.bias",
                                          "params.scale",
                                          "params.big",
                                          "list.0",
                                          "list.1"};
    BOOST_TEST(names == wanted, boost::test_tools::per_element());
    BOOST_TEST(values_of(views[0]) == (std::vector<double>{0, 1, 2, 3, 4, 5}));
    BOOST_TEST((views[1].type == dtype::bf16));
    BOOST_TEST(values_of(views[1]) == (std::vector<double>{1, -2}));
    BOOST_TEST(views[2].shape.empty());
    BOOST_TEST(values_of(views[2]) == std::vector<double>{1.5});
    BOOST_TEST(values_of(views[3]) == (std::vector<double>{0, 1, 2, 3, 4}));
    BOOST_TEST(values_of(views[5]) == (std::vector<double>{8, 9}));
    BOOST_TEST_REQUIRE(model->metadata().size() == 4U);
    BOOST_TEST(model->metadata()[0].second == "5");
    BOOST_TEST(model->metadata()[1].second == "0.25");
    BOOST_TEST(model->metadata()[2].second == "1 -2");
    BOOST_TEST(model->metadata()[3].second == "run");
  }
}

BOOST_AUTO_TEST_CASE(ranges_of_a_chunked_array_may_cross_its_chunks) {
  const std::string file = mp::map(
      {{"w",
        chunked({3, 2}, {{"0", floats({0})}, {"1", floats({1, 2, 3})}, {"2", floats({4, 5})}})}});
  const auto model = opened(file);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  const tensor_view view = (*model)[0];
  for (std::uint64_t first = 0; first < 6; ++first)
    for (std::uint64_t count = 0; first + count <= 6; ++count) {
      const auto values = read_as_f64(view, first, count);
      BOOST_TEST_REQUIRE(values.has_value());
      for (std::uint64_t i = 0; i < count; ++i)
        BOOST_TEST((*values)[i] == static_cast<double>(first + i));
    }
}

BOOST_AUTO_TEST_CASE(chunks_that_contradict_their_array_are_refused) {
  const auto w = [](const mp::bytes& value) { return mp::map({{"w", value}}); };
  BOOST_TEST((fault_of(w(chunked({2}, {{"0", floats({1, 2})}}))) == fault::none));
  BOOST_TEST((fault_of(w(chunked({3}, {{"0", floats({1, 2})}}))) == fault::shape));
  BOOST_TEST((fault_of(w(chunked({2}, {}))) == fault::missing));
  BOOST_TEST(
      (fault_of(w(chunked({2}, {{"0", floats({1})}, {"2", floats({1})}}))) == fault::missing));
  BOOST_TEST(
      (fault_of(w(chunked({2}, {{"0", floats({1})}, {"0", floats({1})}}))) == fault::duplicate));
  BOOST_TEST((fault_of(w(chunked({2}, {{"00", floats({1, 2})}}))) == fault::format));
  BOOST_TEST((fault_of(w(chunked({2}, {{"0", mp::whole(1)}}))) == fault::format));
  const auto other = flax_array_of<std::int32_t>({1}, "int32", {1});
  BOOST_TEST((fault_of(w(chunked({2}, {{"0", floats({1})}, {"1", other}}))) == fault::dtype));
  const std::uint64_t half = std::uint64_t{1} << 32;
  BOOST_TEST((fault_of(w(chunked({half, half}, {{"0", floats({})}}))) == fault::overflow));
  const auto only_mark = mp::map({{std::string(marker), mp::truth()}});
  BOOST_TEST((fault_of(w(only_mark)) == fault::missing));
  BOOST_TEST((fault_of(w(mp::map({{"a", mp::nil()}, {std::string(marker), mp::truth()}}))) ==
              fault::format));
}

BOOST_AUTO_TEST_CASE(hostile_trees_are_refused_by_name) {
  BOOST_TEST((fault_of(mp::map({{"a", floats({1})}, {"a", mp::nil()}})) == fault::duplicate));
  BOOST_TEST((fault_of(mp::map({{"a.b", floats({1})}, {"a", mp::map({{"b", floats({1})}})}})) ==
              fault::duplicate));
  BOOST_TEST((fault_of(mp::map({{"a", floats({1})}}) + "\x01") == fault::trailing));
  std::string deep = floats({1});
  for (int level = 0; level < 65; ++level)
    deep = mp::map({{"k", deep}});
  BOOST_TEST((fault_of(deep) == fault::limit));
  BOOST_TEST((fault_of(mp::map({{std::string(5000, 'k'), floats({1})}})) == fault::limit));
  const auto unknown = opened(mp::map({{"a", mp::extension(9, "12345678")}}));
  BOOST_TEST_REQUIRE(!unknown.has_value());
  BOOST_TEST((unknown.error().code == errc::unsupported));
  const auto bad_list = mp::extension(1, mp::list({mp::list({}), mp::text("float32")}));
  BOOST_TEST((fault_of(mp::map({{"a", bad_list}, {"b", mp::nil()}})) == fault::format));
  const auto half = mp::extension(2, mp::list({mp::real(1)}));
  BOOST_TEST((fault_of(mp::map({{"a", half}})) == fault::format));
}

BOOST_AUTO_TEST_CASE(long_paths_above_many_leaves_do_not_multiply) {
  std::vector<std::pair<std::string, mp::bytes>> leaves;
  for (int i = 0; i < 10'000; ++i)
    leaves.emplace_back(std::to_string(i), flax_array_of<std::uint8_t>({1}, "bool", {1}));
  const std::string file = mp::map({{std::string(4000, 'k'), mp::map(leaves)}});
  BOOST_TEST((fault_of(file) == fault::limit));
}

BOOST_AUTO_TEST_CASE(shards_are_found_by_an_index_that_joins_names_by_slashes) {
  const auto bytes_of_text = [](const std::string& text) {
    const auto raw = as_bytes_of(text);
    return std::vector<std::byte>(raw.begin(), raw.end());
  };
  const auto shard = [&](const char* key, float value) {
    return bytes_of_text(mp::map({{"params", mp::map({{key, floats({value, value})}})}}));
  };
  const std::string index = R"({"weight_map": {"params/a": "1.msgpack", "params/b": "2.msgpack"}})";
  const auto files = std::make_shared<memory_files>(std::map<std::string, std::vector<std::byte>>{
      {"1.msgpack", shard("a", 1)}, {"2.msgpack", shard("b", 2)}});
  const auto model =
      checkpoint::open(borrow_memory(as_bytes_of(index), "index.json"), files, as_written());
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST_REQUIRE(model->size() == 2U);
  BOOST_TEST((*model)[1].name == "params.b");
  BOOST_TEST(model->warnings().empty());
}

BOOST_AUTO_TEST_CASE(every_cut_and_flipped_bit_is_survived) {
  survives_mutations(as_bytes_of(state_file()), "file");
  for (std::size_t length = 8; length < state_file().size(); ++length)
    BOOST_TEST((fault_of(state_file().substr(0, length)) != fault::none));
}
