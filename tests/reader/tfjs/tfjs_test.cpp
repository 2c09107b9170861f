#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/shared_folder.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

std::string model(const std::string& paths, const std::string& weights) {
  return R"({"format":"layers-model","modelTopology":{"x":[1,{"weightsManifest":null}]},)"
         R"("weightsManifest":[{"paths":[)" +
         paths + R"(],"weights":[)" + weights + "]}]}";
}

std::string weight(const std::string& name, const std::string& shape, const std::string& type,
                   const std::string& more = "") {
  return "{\"name\":\"" + name + "\",\"shape\":" + shape + ",\"dtype\":\"" + type + "\"" + more +
         "}";
}

result<checkpoint> opened(const temp_directory& folder, const std::string& text,
                          file_access access = file_access::mapped) {
  write_file(folder / "model.json", text);
  return checkpoint::open(folder / "model.json", {.access = access, .undo_layout = false});
}

std::vector<double> values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

std::string floats(const std::vector<float>& numbers) {
  std::string text(numbers.size() * 4, '\0');
  std::memcpy(text.data(), numbers.data(), text.size());
  return text;
}

void check_refused(const std::string& text, fault why, const std::string& hint) {
  const temp_directory folder;
  write_file(folder / "a.bin", "12345678");
  const auto found = opened(folder, text);
  BOOST_TEST_REQUIRE(!found.has_value());
  BOOST_TEST((found.error().why == why), found.error().message);
  BOOST_TEST(found.error().message.find(hint) != std::string::npos, found.error().message);
}

} // namespace

BOOST_AUTO_TEST_CASE(weights_follow_one_another_over_files_cut_anywhere) {
  const std::string all = floats({1, 2, 3}) + "\1\0\0\0"s + "\1\2\3"s + floats({-4, 5});
  const std::string text =
      model(R"("a.bin","b.bin","sub/c.bin")",
            weight("w", "[3]", "float32") + "," + weight("i", "[]", "int32") + "," +
                weight("q", "[3]", "float32",
                       R"(,"quantization":{"dtype":"uint8","scale":0.5,"min":-1})") +
                "," + weight("v", "[1,2]", "float32"));
  for (std::size_t first = 0; first <= all.size(); first += 3)
    for (std::size_t second = first; second <= all.size(); second += 4)
      for (const file_access access : {file_access::mapped, file_access::copied}) {
        const temp_directory folder;
        write_file(folder / "a.bin", all.substr(0, first));
        write_file(folder / "b.bin", all.substr(first, second - first));
        write_file(folder / "sub/c.bin", all.substr(second));
        const auto found = opened(folder, text, access);
        BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
        BOOST_TEST_REQUIRE(found->size() == 4U);
        BOOST_TEST((values((*found)[0]) == std::vector<double>{1, 2, 3}));
        BOOST_TEST((values((*found)[1]) == std::vector<double>{1}));
        BOOST_TEST((values((*found)[2]) == std::vector<double>{-0.5, 0, 0.5}));
        BOOST_TEST((values((*found)[3]) == std::vector<double>{-4, 5}));
        BOOST_TEST(found->warnings().empty());
      }
}

BOOST_AUTO_TEST_CASE(quantised_weights_are_decoded_and_halves_are_plain) {
  const temp_directory folder;
  write_file(folder / "a.bin", "\1\0\xff\xff\3\0\x3c\0\xc0"s);
  const auto found = opened(
      folder,
      model(R"("a.bin")",
            weight("q", "[2]", "float32",
                   R"(,"quantization":{"dtype":"uint16","scale":0.1,"min":1e-3})") +
                "," +
                weight("i", "[1]", "int32",
                       R"(,"quantization":{"dtype":"uint8","scale":0.5,"min":0})") +
                "," + weight("h", "[2]", "float32", R"(,"quantization":{"dtype":"float16"})")));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  const auto q = values((*found)[0]);
  BOOST_TEST(q[0] == static_cast<double>(static_cast<float>(1 * 0.1 + 1e-3)));
  BOOST_TEST(q[1] == static_cast<double>(static_cast<float>(65535 * 0.1 + 1e-3)));
  BOOST_TEST((values((*found)[1]) == std::vector<double>{2})); // 1.5, rounded
  BOOST_TEST(((*found)[2].type == dtype::f16));
  BOOST_TEST((values((*found)[2]) == std::vector<double>{1, -2}));
  BOOST_TEST_REQUIRE(((*found)[0].encoding != nullptr));
  BOOST_TEST((*found)[0].encoding->scheme == "tfjs-uint16");
}

BOOST_AUTO_TEST_CASE(strings_are_passed_over) {
  const temp_directory folder;
  write_file(folder / "a.bin", "\2\0\0\0xy\0\0\0\0"s + floats({7}));
  const auto found = opened(folder, model(R"("a.bin")", weight("s", "[2]", "string") + "," +
                                                            weight("w", "[1]", "float32")));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST_REQUIRE(found->size() == 1U);
  BOOST_TEST((values((*found)[0]) == std::vector<double>{7}));
  BOOST_TEST(found->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_graph_says_what_its_weights_are_for) {
  const temp_directory folder;
  write_file(folder / "a.bin", floats({0, 1, 2, 3, 4, 5}) + floats({0, 1, 2, 3, 4, 5}) +
                                   floats({0, 1, 2, 3, 4, 5}) + floats({0, 1, 2, 3, 4, 5}) +
                                   floats({0, 1, 2, 3, 4, 5}));
  const std::string graph = R"({"library":{"function":[
      {"nodeDef":[{"name":"read","op":"Identity","input":["f/w"]}],"signature":{"name":"f"}},
      {"signature":{"name":"g"},"nodeDef":[
        {"name":"read","op":"Identity","input":["g/w:output:0"]},
        {"name":"product","op":"MatMul","input":["x","read:output:0"]}]}]},
    "node":[
      {"name":"product","op":"MatMul","input":["x","plain:0"],"attr":{"transpose_b":{"b":false}}},
      {"name":"read","op":"Identity","input":["plain"]},
      {"name":"other","op":"_FusedMatMul","input":["x","turned","^plain"],
       "attr":{"transpose_a":{"b":false},"transpose_b":{"b":true}}},
      {"name":"window","op":"FusedDepthwiseConv2dNative","input":["x","anything"]}]})";
  const std::string text =
      R"({"format":"graph-model","modelTopology":)" + graph +
      R"(,"weightsManifest":[{"paths":["a.bin"],"weights":[)" +
      weight("plain", "[2,3]", "float32") + "," + weight("turned", "[2,3]", "float32") + "," +
      weight("anything", "[3,1,2,1]", "float32") + "," + weight("g/w", "[2,3]", "float32") + "," +
      weight("f/w", "[2,3]", "float32") + "]}]}";
  const auto as_stored = opened(folder, text);
  BOOST_TEST_REQUIRE(as_stored.has_value(), (as_stored ? "" : as_stored.error().message));
  const auto found = checkpoint::open(folder / "model.json");
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST_REQUIRE(found->size() == 5U);
  const std::vector<double> turned{0, 3, 1, 4, 2, 5};
  const std::vector<double> kept{0, 1, 2, 3, 4, 5};
  BOOST_TEST((values((*found)[0]) == turned));
  BOOST_TEST((*found)[0].shape[0] == 3U);
  BOOST_TEST((values((*found)[1]) == kept));
  BOOST_TEST(((*found)[2].shape.size() == 4U && (*found)[2].shape[0] == 2U));
  BOOST_TEST(((*found)[2].shape[1] == 1U && (*found)[2].shape[2] == 3U));
  BOOST_TEST((values((*found)[2]) == std::vector<double>{0, 2, 4, 1, 3, 5}));
  BOOST_TEST((values((*found)[3]) == turned));
  BOOST_TEST((values((*found)[4]) == kept)); // a node of the same name in another function reads it
  for (std::size_t i = 0; i < 5; ++i)
    BOOST_TEST((values((*as_stored)[i]) == kept));
}

BOOST_AUTO_TEST_CASE(graphs_that_two_readers_may_see_differently_are_refused) {
  const std::string rest = R"("weightsManifest":[{"paths":[],"weights":[]}]})";
  check_refused(R"({"modelTopology":{},"modelTopology":{"node":[]},)" + rest, fault::duplicate,
                "modelTopology");
  std::string inputs = "\"x\"";
  for (int i = 0; i < 65'536; ++i)
    inputs += ",\"\"";
  check_refused(R"({"modelTopology":{"node":[{"input":[)" + inputs + "]}]}," + rest, fault::limit,
                "inputs");
  const temp_directory folder;
  for (const std::string topology : {"7", "null", "[]", R"({"node":{}})", R"({"node":[7,[],{}]})",
                                     R"({"node":[{"name":[],"op":{},"input":[{}],"attr":[]}]})"}) {
    const auto found = opened(folder, R"({"modelTopology":)" + topology + "," + rest);
    BOOST_TEST(found.has_value(), topology);
  }
}

BOOST_AUTO_TEST_CASE(manifests_that_do_not_fit_are_refused) {
  const std::string w = weight("w", "[2]", "float32");
  check_refused(model(R"("a.bin")", weight("w", "[3]", "float32")), fault::bounds, "'w'");
  check_refused(
      model(R"("a.bin")", weight("w", "[1]", "float32") + "," + weight("w", "[1]", "float32")),
      fault::duplicate, "'w'");
  check_refused(model(R"("b.bin")", w), fault::missing, "b.bin");
  check_refused(model(R"("../a.bin")", w), fault::path, "..");
  check_refused(model(R"("http://a/b")", w), fault::path, "http");
  check_refused(model(R"("a.bin")", weight("w", "[2]", "float99")), fault::dtype, "float99");
  check_refused(model(R"("a.bin")", weight("w", "[-2]", "float32")), fault::shape, "'w'");
  check_refused(model(R"("a.bin")", weight("w", "[1e30]", "float32")), fault::overflow, "'w'");
  check_refused(model(R"("a.bin")", weight("w", "[4294967296,4294967296]", "float32")),
                fault::overflow, "'w'");
  check_refused(model(R"("a.bin")", weight("s", "[3]", "string")), fault::bounds, "string");
  check_refused(R"({"format":"graph-model","modelTopology":{}})", fault::header, "weightsManifest");
  check_refused(R"({"weightsManifest":7})", fault::header, "list");
  check_refused(R"({"weightsManifest":[],"weightsManifest":[]})", fault::duplicate, "twice");
}

BOOST_AUTO_TEST_CASE(a_directory_opens_by_its_model) {
  const temp_directory folder;
  write_file(folder / "group1-shard1of1.bin", floats({1}));
  write_file(folder / "model.json",
             model(R"("group1-shard1of1.bin")", weight("w", "[1]", "float32")));
  const auto found = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->format() == "tfjs");
}

BOOST_AUTO_TEST_CASE(no_model_brings_the_reader_down) {
  const std::map<std::string, std::vector<std::byte>> files{{"a.bin", std::vector<std::byte>(5)},
                                                            {"b.bin", std::vector<std::byte>(9)}};
  const std::string text =
      model(R"("a.bin","b.bin")",
            weight("w", "[2]", "float32") + "," +
                weight("q", "[2]", "float32",
                       R"(,"quantization":{"dtype":"uint8","scale":0.5,"min":-1})") +
                "," + weight("s", "[1]", "string"));
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  survives_mutations(bytes, "model.json", std::make_shared<memory_files>(files));
  const std::string graph =
      R"({"modelTopology":{"node":[{"name":"r","op":"Identity","input":["w"]},{"op":"MatMul",)"
      R"("input":["x","r"],"attr":{"transpose_b":{"b":true}}}],"library":{"function":[)"
      R"({"nodeDef":[{"name":"r","op":"Enter","input":["r"]}]}]}},"weightsManifest":[{"paths":)"
      R"(["b.bin"],"weights":[)" +
      weight("w", "[2,1]", "float32") + "]}]}";
  survives_mutations(std::as_bytes(std::span(graph.data(), graph.size())), "model.json",
                     std::make_shared<memory_files>(files));
}

BOOST_AUTO_TEST_CASE(real_models_hold_what_is_known_of_them) {
  struct zoo_model { // counted with another reader
    const char* path;
    std::size_t tensors;
    std::uint64_t bytes;
  };
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) return;
  for (const zoo_model& file : {zoo_model{"upscalerjs/default/model.json", 24, 888'300},
                                zoo_model{"upscalerjs/slim_x2/model.json", 24, 888'300},
                                zoo_model{"upscalerjs/slim_x4/model.json", 24, 933'804},
                                zoo_model{"basic_pitch/tfjs/model.json", 245, 742'392}}) {
    const auto found = checkpoint::open(zoo / file.path, {.undo_layout = false});
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    BOOST_TEST(found->warnings().empty(), file.path);
    BOOST_TEST(found->size() == file.tensors, file.path);
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < found->size(); ++i) {
      bytes += *bytes_of((*found)[i].type, element_count((*found)[i]));
      for (const double value : values((*found)[i]))
        if (!std::isfinite(value)) BOOST_ERROR(file.path << ": " << (*found)[i].name);
    }
    BOOST_TEST(bytes == file.bytes, file.path);
  }
}
