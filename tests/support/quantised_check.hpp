#pragma once

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/quantised_builder.hpp"

/// Opens what `quantised_model` describes and holds it against what it must be read as.
namespace weightkin::test {

/// A model's bytes, kept as long as the checkpoint that reads them.
struct opened_quantised {
  std::vector<std::byte> bytes;
  result<checkpoint> model;

  explicit opened_quantised(const quantised_model& wanted)
      : bytes(wanted.file()),
        model(checkpoint::open(borrow_memory(bytes, "model.safetensors"), wanted.beside())) {}
};

inline std::vector<float> read_floats(const tensor_view& view, std::uint64_t first,
                                      std::size_t count) {
  std::vector<std::byte> scratch(count * sizeof(float));
  const auto read = read_elements(view, first, count, scratch);
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  std::vector<float> values(count);
  std::memcpy(values.data(), read->data(), read->size());
  return values;
}

/// The logical tensor of the model; fails when it is not there.
inline tensor_view logical_tensor(const checkpoint& model, const quantised_model& wanted) {
  for (const tensor_view& view : views_of(model))
    if (view.name == wanted.name) return view;
  BOOST_FAIL("no tensor " << wanted.name);
  return {};
}

/// Name, shape, encoding and, bit for bit, values: whole and in ranges that begin and end anywhere.
inline void check_reads_as(const quantised_model& wanted, const std::string& what) {
  BOOST_TEST_CONTEXT(what) {
    const opened_quantised opened(wanted);
    BOOST_TEST_REQUIRE(opened.model.has_value(),
                       (opened.model ? "" : opened.model.error().message));
    const tensor_view view = logical_tensor(*opened.model, wanted);
    BOOST_TEST((view.type == dtype::f32));
    BOOST_TEST(std::vector<std::uint64_t>(view.shape.begin(), view.shape.end()) == wanted.shape,
               boost::test_tools::per_element());
    BOOST_TEST_REQUIRE((view.encoding != nullptr));
    BOOST_TEST(view.encoding->scheme == wanted.scheme);
    BOOST_TEST(view.encoding->bits_per_value > 0);
    const std::size_t count = wanted.values.size();
    BOOST_TEST_REQUIRE(element_count(view) == count);
    const std::vector<float> whole = read_floats(view, 0, count);
    BOOST_TEST(std::memcmp(whole.data(), wanted.values.data(), count * sizeof(float)) == 0,
               "all values, bit for bit");
    std::mt19937 engine(7);
    for (int round = 0; round < 50; ++round) {
      const std::size_t first = engine() % count;
      const std::size_t length = 1 + engine() % (count - first);
      const std::vector<float> part = read_floats(view, first, length);
      BOOST_TEST(std::memcmp(part.data(), wanted.values.data() + first, length * sizeof(float)) ==
                     0,
                 "values from " << first << ", " << length << " of them");
    }
  }
}

/// The model is refused with this fault, or as unsupported for `fault::none`, in one line that
/// names `part` of what is wrong.
inline void check_refused(const quantised_model& broken, fault why, const std::string& part) {
  BOOST_TEST_CONTEXT(part) {
    const opened_quantised opened(broken);
    BOOST_TEST_REQUIRE(!opened.model.has_value());
    const error& failure = opened.model.error();
    BOOST_TEST(name_of(failure.code) == (why == fault::none ? "unsupported" : "bad_format"),
               failure.message);
    BOOST_TEST(name_of(failure.why) == name_of(why), failure.message);
    BOOST_TEST(failure.message.find(part) != std::string::npos, failure.message);
  }
}

/// The file opens and no tensor of it is made from several stored ones.
inline void check_stays_plain(const quantised_model& model, const std::string& what) {
  BOOST_TEST_CONTEXT(what) {
    const opened_quantised opened(model);
    BOOST_TEST_REQUIRE(opened.model.has_value(),
                       (opened.model ? "" : opened.model.error().message));
    BOOST_TEST(opened.model->size() == model.tensors.size());
    for (const tensor_view& view : views_of(*opened.model))
      BOOST_TEST((view.encoding == nullptr || view.encoding->parts.empty()), view.name);
  }
}

} // namespace weightkin::test
