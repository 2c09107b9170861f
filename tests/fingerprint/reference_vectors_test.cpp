#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/digests/seal.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "support/fingerprint_inputs.hpp"

// Two implementations of docs/fingerprint-format.md, written from the page by different hands in
// different languages, have to agree in every bit of every field.

using namespace weightkin;
using nlohmann::json;

namespace {

const json& vectors() {
  static const json read = [] {
    const char* source = std::getenv("WEIGHTKIN_SOURCE");
    const std::string folder = source != nullptr ? source : ".";
    std::ifstream file(folder + "/tests/data/fingerprint/vectors.json");
    BOOST_REQUIRE(file.good());
    return json::parse(file);
  }();
  return read;
}

double number(const json& value) {
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  return value.get<double>();
}

std::uint64_t word(const json& value) { return std::stoull(value.get<std::string>(), nullptr, 16); }

template <class Value>
bool same_bits(Value a, Value b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

#define SAME(field, wanted)                                                                        \
  BOOST_TEST(same_bits(print.field, static_cast<decltype(print.field)>(wanted)),                   \
             print.name << ": " #field " is " << print.field << ", not " << (wanted))

void check_sums(const tensor_print& print, const json& wanted) {
  SAME(nonfinite, wanted.at("nonfinite").get<std::uint64_t>());
  SAME(outside, wanted.at("outside").get<std::uint64_t>());
  SAME(zeros, wanted.at("zeros").get<std::uint64_t>());
  SAME(negative, wanted.at("negative").get<std::uint64_t>());
  SAME(minimum, number(wanted.at("minimum")));
  SAME(maximum, number(wanted.at("maximum")));
  SAME(mean, number(wanted.at("mean")));
  SAME(mean_square, number(wanted.at("mean_square")));
  SAME(checksum, word(wanted.at("checksum")));
  SAME(checksum_bf16, word(wanted.at("checksum_bf16")));
  SAME(checksum_f16, word(wanted.at("checksum_f16")));
}

template <class Codes>
void check_codes(const tensor_print& print, const char* what, const Codes& got,
                 const json& wanted) {
  BOOST_REQUIRE_EQUAL(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i)
    BOOST_TEST(same_bits(got[i], wanted[i].template get<typename Codes::value_type>()),
               print.name << ": " << what << ' ' << i << " is " << +got[i] << ", not "
                          << wanted[i].dump());
}

void check_float(const tensor_print& print, const char* what, float got, const json& wanted) {
  BOOST_TEST(same_bits(got, wanted.get<float>()),
             print.name << ": " << what << " is " << got << ", not " << wanted.dump());
}

void check_rows(const tensor_print& print, const json& wanted) {
  check_codes(print, "profile", print.rows->profile, wanted.at("profile"));
  check_codes(print, "gram", print.rows->gram, wanted.at("gram"));
  BOOST_REQUIRE_EQUAL(print.rows->landmarks.size(), wanted.at("landmarks").size());
  for (std::size_t i = 0; i < print.rows->landmarks.size(); ++i) {
    const row_landmark& got = print.rows->landmarks[i];
    const json& landmark = wanted.at("landmarks")[i];
    BOOST_TEST(got.row == landmark.at("row").get<std::uint32_t>(), print.name << " landmark " << i);
    check_float(print, "landmark norm", got.norm, landmark.at("norm"));
    check_float(print, "landmark scale", got.scale, landmark.at("scale"));
    check_codes(print, "landmark code", got.codes, landmark.at("codes"));
  }
}

void check_print(const tensor_print& print, const json& wanted) {
  check_sums(print, wanted);
  check_codes(print, "magnitude", print.magnitudes, wanted.at("magnitudes"));
  const auto present = [&](const char* what, bool got) {
    BOOST_TEST(got == !wanted.at(what).is_null(), print.name << " has " << what << ": " << got);
    return got && !wanted.at(what).is_null();
  };
  if (present("sketch", print.sketch.has_value())) {
    check_float(print, "sketch scale", print.sketch->scale, wanted.at("sketch").at("scale"));
    check_codes(print, "sketch code", print.sketch->codes, wanted.at("sketch").at("codes"));
  }
  if (present("units", print.units.has_value())) {
    check_codes(print, "unit scale", print.units->scales, wanted.at("units").at("scales"));
    check_codes(print, "unit code", print.units->codes, wanted.at("units").at("codes"));
  }
  if (present("rows", print.rows.has_value())) check_rows(print, wanted.at("rows"));
}

detail::tensor_sums sums_of(const test::described_tensor& tensor) {
  return {tensor.declared, tensor.seed, tensor.axis ? &*tensor.axis : nullptr};
}

/// Pieces of 1, 2, 4, ... elements from the end to the beginning, dealt to two that are merged.
tensor_print print_in_pieces(const test::described_tensor& tensor) {
  detail::tensor_sums some = sums_of(tensor), others = sums_of(tensor);
  std::uint64_t end = tensor.elements, piece = 1;
  const std::uint64_t size = tensor.elements == 0 ? 0 : tensor.packed.size() / tensor.elements;
  for (bool turn = false; end > 0; turn = !turn) {
    const std::uint64_t count = std::min(piece, end);
    end -= count;
    (turn ? some : others)
        .add(end, count, std::span(tensor.packed).subspan(end * size, count * size));
    piece *= 2;
  }
  some.merge(others);
  return some.finish();
}

detail::tensor_digests::digests digests_of(const test::described_tensor& tensor) {
  detail::tensor_digests digests(tensor.declared);
  BOOST_REQUIRE(digests.add(0, tensor.elements, tensor.packed));
  return digests.finish();
}

struct named_print {
  tensor_print print;
  json wanted;
};

/// Every tensor of the vectors, made once.
const std::map<std::string, named_print>& prints() {
  static const std::map<std::string, named_print> made = [] {
    std::map<std::string, named_print> all;
    for (const json& description : vectors().at("tensors")) {
      const test::described_tensor tensor = test::make_described(description);
      detail::tensor_sums sums = sums_of(tensor);
      sums.add(0, tensor.elements, tensor.packed);
      tensor_print print = sums.finish();
      const auto digests = digests_of(tensor);
      print.stored = digests.stored;
      print.value = digests.value;
      all.emplace(print.name, named_print{print, description.at("expected")});
    }
    return all;
  }();
  return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_field_of_every_tensor) {
  BOOST_TEST(prints().size() > 90U);
  for (const auto& [name, made] : prints())
    check_print(made.print, made.wanted);
}

BOOST_AUTO_TEST_CASE(in_pieces_and_out_of_order) {
  for (const json& description : vectors().at("tensors"))
    check_print(print_in_pieces(test::make_described(description)), description.at("expected"));
}

BOOST_AUTO_TEST_CASE(digests) {
  for (const auto& [name, made] : prints()) {
    BOOST_TEST(to_hex(*made.print.stored) == made.wanted.at("stored").get<std::string>(),
               name << ": stored digest");
    BOOST_TEST(to_hex(*made.print.value) == made.wanted.at("value").get<std::string>(),
               name << ": value digest");
  }
}

BOOST_AUTO_TEST_CASE(checksums_and_roots_of_models) {
  for (const json& model : vectors().at("models")) {
    const std::string name = model.at("name");
    const json& wanted = model.at("expected");
    fingerprint print;
    const json components = model.value("components", json::array());
    // What no component lists has one of its own, last; the vectors do not look at it.
    print.contents.components.resize(components.size() + 1);
    for (const json& tensor : model.at("tensors")) {
      inventory_entry entry;
      entry.tensor = print.tensors.size();
      entry.component = components.size();
      for (std::size_t part = 0; part < components.size(); ++part)
        if (std::find(components[part].begin(), components[part].end(), tensor) !=
            components[part].end())
          entry.component = part;
      print.contents.entries.push_back(entry);
      print.tensors.push_back(prints().at(tensor).print);
    }
    detail::seal(print);
    BOOST_TEST(print.checksum == word(wanted.at("checksum")), name << ": checksum");
    BOOST_REQUIRE(print.roots);
    BOOST_TEST(to_hex(print.roots->named) == wanted.at("roots").at("named"), name);
    BOOST_TEST(to_hex(print.roots->nameless) == wanted.at("roots").at("nameless"), name);
    BOOST_REQUIRE_EQUAL(print.component_roots.size(), components.size() + 1);
    for (std::size_t part = 0; part < components.size(); ++part) {
      const json& roots = wanted.at("component_roots")[part];
      BOOST_REQUIRE(print.component_roots[part]);
      BOOST_TEST(to_hex(print.component_roots[part]->named) == roots.at("named"), name);
      BOOST_TEST(to_hex(print.component_roots[part]->nameless) == roots.at("nameless"), name);
    }
  }
}
