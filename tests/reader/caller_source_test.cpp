#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/safetensors_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Bytes behind a medium that counts, and that may fail from some read on.
class counting_source final : public byte_source {
public:
  counting_source(std::vector<std::byte> bytes, std::string label)
      : bytes_(std::move(bytes)), label_(std::move(label)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (reads++ >= reads_until_failure) return error{errc::io, label_ + ": the line is dead"};
    if (offset > size() || length > size() - offset || scratch.size() < length)
      return error{errc::internal, "test: a read outside the source or its scratch"};
    std::memcpy(scratch.data(), bytes_.data() + offset, length);
    bytes_read += length;
    return std::span<const std::byte>(scratch.first(length));
  }

  std::size_t reads_until_failure = SIZE_MAX;
  mutable std::size_t reads = 0;
  mutable std::uint64_t bytes_read = 0;

private:
  std::vector<std::byte> bytes_;
  std::string label_;
};

constexpr std::size_t many = 100'000;

std::vector<std::byte> ramp_file(const char* name = "w") {
  std::vector<float> values(many);
  for (std::size_t i = 0; i < many; ++i)
    values[i] = static_cast<float>(i);
  return safetensors_writer().add(name, dtype::f32, {many}, values).bytes();
}

std::vector<std::byte> bytes_of_text(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

} // namespace

BOOST_AUTO_TEST_CASE(opening_reads_headers_and_reading_reads_what_is_asked) {
  const auto source = std::make_shared<counting_source>(ramp_file(), "bucket/model");
  const auto model = checkpoint::open(source);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST(model->name() == "bucket/model");
  BOOST_TEST(source->bytes_read < 10'000U);
  const std::uint64_t before = source->bytes_read;
  const auto values = read_as_f64((*model)[0], many - 3, 3);
  BOOST_TEST_REQUIRE(values.has_value());
  BOOST_TEST(*values == (std::vector<double>{many - 3, many - 2, many - 1}));
  BOOST_TEST(source->bytes_read - before == 12U);
}

BOOST_AUTO_TEST_CASE(the_source_lives_as_long_as_the_checkpoint) {
  std::weak_ptr<const counting_source> watched;
  {
    auto source = std::make_shared<counting_source>(ramp_file(), "model");
    watched = source;
    const auto model = checkpoint::open(std::move(source));
    BOOST_TEST_REQUIRE(model.has_value());
    BOOST_TEST(!watched.expired());
  }
  BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_CASE(a_source_that_fails_is_an_error_whenever_it_fails) {
  const auto counted = std::make_shared<counting_source>(ramp_file(), "model");
  BOOST_TEST_REQUIRE(checkpoint::open(counted).has_value());
  BOOST_TEST_REQUIRE(counted->reads > 0U);
  for (std::size_t reads = 0; reads < counted->reads; ++reads) {
    const auto failing = std::make_shared<counting_source>(ramp_file(), "model");
    failing->reads_until_failure = reads;
    const auto model = checkpoint::open(failing);
    BOOST_TEST_REQUIRE(!model.has_value());
    BOOST_TEST((model.error().code == errc::io));
    BOOST_TEST(model.error().message.find("the line is dead") != std::string::npos);
  }
  const auto later = std::make_shared<counting_source>(ramp_file(), "model");
  const auto model = checkpoint::open(later);
  BOOST_TEST_REQUIRE(model.has_value());
  later->reads_until_failure = 0;
  const auto values = read_as_f64((*model)[0], 0, 1);
  BOOST_TEST_REQUIRE(!values.has_value());
  BOOST_TEST((values.error().code == errc::io));
}

BOOST_AUTO_TEST_CASE(shards_come_from_the_set_beside) {
  const auto index = std::make_shared<counting_source>(
      bytes_of_text(R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}})"),
      "bucket/index.json");
  const std::map<std::string, std::vector<std::byte>> both{{"1.safetensors", ramp_file("a")},
                                                           {"2.safetensors", ramp_file("b")}};
  const auto model = checkpoint::open(index, std::make_shared<memory_files>(both));
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST(model->size() == 2U);
  BOOST_TEST(model->files().size() == 3U);
  const auto one = checkpoint::open(
      index, std::make_shared<memory_files>(
                 std::map<std::string, std::vector<std::byte>>{{"1.safetensors", ramp_file("a")}}));
  BOOST_TEST_REQUIRE(!one.has_value());
  BOOST_TEST((one.error().why == fault::shard));
  const auto none = checkpoint::open(index);
  BOOST_TEST_REQUIRE(!none.has_value());
}
