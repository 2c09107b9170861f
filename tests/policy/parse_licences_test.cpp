#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/policy/licence_table.hpp>

namespace {

using namespace weightkin;

std::string table_of(const std::string& entries) {
  return "{\"schema\": \"urn:weightkin:schema:licences:1.0\",\n\"references\": [" + entries + "]}";
}

BOOST_AUTO_TEST_SUITE(parsing_licences)

BOOST_AUTO_TEST_CASE(a_table_is_read) {
  const auto read = parse_licences(
      table_of(R"({"name": "a.gguf", "licence": "Apache-2.0", "ids": ["x/a"]}, {"name": "b"})"));
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(read->references.at(0).licence == "apache-2.0");
  BOOST_TEST(read->references.at(0).ids == std::vector<std::string>{"x/a"});
  BOOST_TEST(read->references.at(1).licence.empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_by_its_line) {
  const std::pair<std::string, std::string> wrong[] = {
      {table_of("{\"name\": \"a\"},\n{\"name\": \"a\"}"), "t:3: "},
      {table_of("{\"name\": \"a\",\n\"license\": \"mit\"}"), "t:3: "},
      {table_of("{\"licence\": \"mit\"}"), "t:2: "},
      {table_of("{\"name\": \"a\",\n\n\"licence\": 3}"), "t:4: "},
      {table_of(""), "t:2: "},
      {"{\"schema\": \"urn:weightkin:schema:licences:2.0\"}", "t:1: "},
      {"{}", "t:1: "}};
  for (const auto& [text, start] : wrong) {
    const auto read = parse_licences(text, "t");
    BOOST_TEST_REQUIRE(!read, text);
    BOOST_TEST(read.error().message.starts_with(start), read.error().message);
  }
}

BOOST_AUTO_TEST_CASE(references_are_meant_by_name_last_part_or_stem) {
  for (const char* pattern : {"a/b/model.v2.gguf", "model.v2.gguf", "model.v2"})
    BOOST_TEST(means_reference(pattern, "a/b/model.v2.gguf"), pattern);
  for (const char* pattern : {"", "model", "b/model.v2.gguf", "odel.v2.gguf", "MODEL.V2"})
    BOOST_TEST(!means_reference(pattern, "a/b/model.v2.gguf"), pattern);
  BOOST_TEST(means_reference("folder", "models/folder/"));
  BOOST_TEST(!means_reference("", ".hidden"));
  BOOST_TEST(!means_reference("", ".gguf"));
  BOOST_TEST(means_reference("M", "a/M.GGUF"));
  BOOST_TEST(means_reference("m", "m.safetensors.index.json"));
  BOOST_TEST(means_reference("m", "m.weights.h5"));
  BOOST_TEST(means_reference("m.tar", "m.tar.zip")); // of several endings the last
}

BOOST_AUTO_TEST_CASE(numbers_of_versions_are_no_endings) {
  for (const char* name : {"Qwen2.5-3B", "Qwen2.5-3B/", "models/Qwen2.5-3B", "Qwen2.5-3B.gguf"})
    BOOST_TEST(!means_reference("Qwen2", name), name);
  BOOST_TEST(means_reference("Qwen2.5-3B", "Qwen2.5-3B.gguf"));
  BOOST_TEST(!means_reference("Llama-3", "Llama-3.1"));
  BOOST_TEST(!means_reference("Llama-3", "models/Llama-3.pt/")); // a folder has no ending
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
