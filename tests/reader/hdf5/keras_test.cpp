#include <cstdint>
#include <span>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/reader/checkpoint.hpp>

#include "support/hdf5_samples.hpp"
#include "support/mutations.hpp"
#include "support/zip_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::span<const std::byte> text(std::string_view characters) {
  return std::as_bytes(std::span(characters.data(), characters.size()));
}

constexpr std::string_view config =
    R"({"class_name": "Sequential", "module": "os", "config": {"name": "model", "layers": [
      {"class_name": "Bidirectional", "config": {"name": "both",
        "layer": {"class_name": "LSTM", "config": {"name": "inner"}}}},
      {"class_name": "Dense", "config": {"name": "dense"}}]}})";

byte_string archive(bool deflate, std::string_view configuration = config) {
  return zip_writer()
      .add("metadata.json", text(R"({"keras_version": "3.1.0"})"))
      .add("config.json", text(configuration), deflate)
      .add("model.weights.h5", new_sample(), deflate)
      .bytes();
}

std::string metadata_of(const checkpoint& model, std::string_view key) {
  for (const auto& [name, value] : model.metadata())
    if (name == key) return value;
  return "";
}

} // namespace

BOOST_AUTO_TEST_CASE(archives_hold_weights_and_their_description) {
  for (const bool deflate : {false, true}) {
    const byte_string file = archive(deflate);
    const auto opened = checkpoint::open(file, "file");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "keras");
    BOOST_TEST(opened->size() == 4U);
    BOOST_TEST(metadata_of(*opened, "keras_version") == "3.1.0");
    BOOST_TEST(metadata_of(*opened, "keras.layer_class.both") == "Bidirectional");
    BOOST_TEST(metadata_of(*opened, "keras.layer_class.both/inner") == "LSTM");
    BOOST_TEST(metadata_of(*opened, "keras.layer_class.dense") == "Dense");
  }
}

BOOST_AUTO_TEST_CASE(whole_models_describe_their_layers_in_an_attribute) {
  hdf5_writer file(true);
  const std::uint64_t w = file.dataset({1}, hdf5_parts::f32_type(), bytes_of_numbers(counting(1)));
  const byte_string bytes =
      file.finish(file.group({{"w", w}}, {hdf5_parts::text_attribute("model_config", config)}));
  const auto opened = checkpoint::open(bytes, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(metadata_of(*opened, "keras.layer_class.dense") == "Dense");
}

BOOST_AUTO_TEST_CASE(a_broken_configuration_is_only_a_warning) {
  const byte_string file = archive(false, "{");
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(archives_without_weights_are_refused) {
  const byte_string none =
      zip_writer().add("metadata.json", text("{}")).add("config.json", text("{}")).bytes();
  const auto opened = checkpoint::open(none, "file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::missing), opened.error().message);
}

BOOST_AUTO_TEST_CASE(weights_that_inflate_out_of_proportion_are_refused) {
  const byte_string file =
      zip_writer().add("model.weights.h5", byte_string(70'000'000), true).bytes();
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::limit), opened.error().message);
}

BOOST_AUTO_TEST_CASE(archives_survive_mutations) {
  survives_mutations(archive(false, "{}"), "file", nullptr, 1024);
}
