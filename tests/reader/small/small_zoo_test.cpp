#include <cmath>
#include <filesystem>
#include <map>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

open_options as_file_has_it() {
  open_options options;
  options.undo_layout = false;
  return options;
}

std::map<std::string, std::vector<double>> values_of(const checkpoint& model) {
  std::map<std::string, std::vector<double>> values;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const auto read = read_as_f64(model[i], 0, static_cast<std::size_t>(element_count(model[i])));
    BOOST_TEST_REQUIRE(read.has_value());
    values[std::string(model[i].name)] = *read;
  }
  return values;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_speech_detector_has_the_weights_it_was_converted_from) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) {
    BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
    return;
  }
  const auto converted = checkpoint::open(zoo / "silero_vad/v6.2.0-ggml.bin", as_file_has_it());
  const auto original = checkpoint::open(zoo / "silero_vad/v6.2_HEAD.jit", as_file_has_it());
  BOOST_TEST_REQUIRE(converted.has_value(), (converted ? "" : converted.error().message));
  BOOST_TEST_REQUIRE(original.has_value());
  BOOST_TEST(converted->size() == 15U);
  const auto found = values_of(*converted);
  const auto expected = values_of(*original);
  for (const auto& [name, values] : found) {
    BOOST_TEST_REQUIRE(expected.contains(name), name);
    const std::vector<double>& wanted = expected.at(name);
    BOOST_TEST_REQUIRE(values.size() == wanted.size(), name);
    for (std::size_t i = 0; i < values.size(); ++i) // some were rounded to 16 bits
      BOOST_TEST_REQUIRE(std::abs(values[i] - wanted[i]) <= 1e-7 + 1e-3 * std::abs(wanted[i]),
                         name);
  }
}

BOOST_AUTO_TEST_CASE(small_language_models_open) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) return;
  for (const char* name : {"stories260K.bin", "stories260K.transpose.bin"}) {
    const auto opened = checkpoint::open(zoo / "stories260k" / name, as_file_has_it());
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "llama2.c");
    BOOST_TEST(opened->size() == 5U * 9 + 4);
    const auto values = values_of(*opened);
    // The tables of rotary angles are what anybody would compute: position 0 has cosine 1, sine 0.
    BOOST_TEST(values.at("freqs_cos")[0] == 1.0);
    BOOST_TEST(values.at("freqs_sin")[0] == 0.0);
    BOOST_TEST(std::abs(values.at("freqs_sin")[4] - std::sin(1.0)) < 1e-6);
  }
}
