#include <cstdint>

#include <boost/test/unit_test.hpp>

#include "support/ggml_samples.hpp"
#include "support/mutations.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(a_file_of_every_type_survives_cuts_and_flipped_bits) {
  gguf_writer writer = one_of_each(1, 7);
  writer.strings("words", {"a", "", "bc"}).numbers<float>("numbers", gguf_writer::f32, {1, -2.5F});
  survives_mutations(writer.bytes(), "every_type.gguf");
}

BOOST_AUTO_TEST_CASE(other_versions_and_byte_orders_survive_cuts_and_flipped_bits) {
  for (const std::uint32_t version : {1U, 2U, 3U})
    for (const bool big_endian : {false, true}) {
      gguf_writer writer(version, big_endian);
      writer.pair("general.architecture", "test").alignment(8);
      writer.begin_array("deep", gguf_writer::array, 1).array_head(gguf_writer::u8, 0);
      writer.tensor("w", {32, 2}, 8, random_bytes(68, 1)).tensor("b", {3}, 0, random_bytes(12, 2));
      survives_mutations(writer.bytes(), "file.gguf");
    }
}
