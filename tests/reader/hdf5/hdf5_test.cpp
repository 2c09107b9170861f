#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/hdf5_samples.hpp"
#include "support/mutations.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_view_literals;
namespace parts = weightkin::test::hdf5_parts;

namespace {

/// In memory, but reached only by copying.
class copied_bytes final : public byte_source {
public:
  explicit copied_bytes(byte_string bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset || scratch.size() < length)
      return error{errc::bad_format, label_ + ": out of range", fault::truncated};
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), length, scratch.begin());
    return std::span<const std::byte>(scratch.first(length));
  }

private:
  byte_string bytes_;
  std::string label_ = "copied";
};

tensor_view named(const checkpoint& model, std::string_view name) {
  for (std::size_t i = 0; i < model.size(); ++i)
    if (model[i].name == name) return model[i];
  BOOST_FAIL("no tensor " << name);
  return {};
}

std::vector<double> values_of(const tensor_view& view) {
  auto values = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
  return *values;
}

error refusal(const byte_string& file, const open_options& options = {}) {
  const auto opened = checkpoint::open(file, "file", options);
  if (opened.has_value() && opened->size() > 0) { // some damage shows only when it is read
    const auto values =
        read_as_f64((*opened)[0], 0, static_cast<std::size_t>(element_count((*opened)[0])));
    BOOST_TEST_REQUIRE(!values.has_value());
    return values.error();
  }
  BOOST_TEST_REQUIRE(!opened.has_value());
  return opened.error();
}

void check_refusal(const byte_string& file, errc code, fault why, std::string_view hint,
                   const open_options& options = {}) {
  const error failure = refusal(file, options);
  BOOST_TEST((failure.code == code), failure.message);
  BOOST_TEST((failure.why == why), failure.message);
  BOOST_TEST(failure.message.find(hint) != std::string::npos, failure.message);
}

/// A file with one dataset `w` made of these parts, in either style.
byte_string file_of(hdf5_writer& file, const std::vector<hdf5_part>& dataset) {
  const std::uint64_t at = file.object(dataset);
  return file.finish(file.group({{"w", at}}));
}
byte_string file_of(const std::vector<hdf5_part>& dataset) {
  hdf5_writer file(true);
  return file_of(file, dataset);
}

const hdf5_part f32 = parts::type(parts::f32_type());

void check_sample(const result<checkpoint>& opened) {
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 4U);
  BOOST_TEST(opened->format() == "hdf5");
  BOOST_TEST(opened->warnings().empty());
  BOOST_TEST_REQUIRE(opened->metadata().size() == 1U);
  BOOST_TEST(opened->metadata()[0].first == "backend");
  BOOST_TEST(opened->metadata()[0].second == "tensorflow");
  const tensor_view kernel = named(*opened, "layer/kernel");
  const std::array<std::uint64_t, 2> shape{2, 3};
  BOOST_TEST(std::equal(kernel.shape.begin(), kernel.shape.end(), shape.begin(), shape.end()));
  BOOST_TEST((values_of(kernel) == std::vector<double>{0, 1, 2, 3, 4, 5}));
  BOOST_TEST((values_of(named(*opened, "layer/bias")) == std::vector<double>{0, 1, 2}));
  const tensor_view tied = named(*opened, "tied");
  BOOST_TEST(tied.storage.space == kernel.storage.space);
  BOOST_TEST(tied.storage.offset == kernel.storage.offset);
  std::vector<double> expected;
  for (std::size_t i = 0; i < 35; ++i)
    expected.push_back(static_cast<double>(chunked_value(i / 7, i % 7)));
  const tensor_view chunked = named(*opened, "chunked");
  BOOST_TEST((values_of(chunked) == expected));
  // Every range of a chunked dataset, not only the whole.
  for (std::size_t first = 0; first < 35; ++first)
    for (std::size_t count = 1; count <= 35 - first; ++count) {
      const auto part = read_as_f64(chunked, first, count);
      BOOST_TEST_REQUIRE(part.has_value());
      BOOST_TEST(std::equal(part->begin(), part->end(),
                            expected.begin() + static_cast<std::ptrdiff_t>(first)));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(both_styles_hold_the_same) {
  for (const byte_string& file : {old_sample(), new_sample()}) {
    check_sample(checkpoint::open(file, "file"));
    check_sample(checkpoint::open(std::make_shared<const copied_bytes>(file)));
  }
}

BOOST_AUTO_TEST_CASE(a_user_block_may_stand_before_the_file) {
  byte_string file(2048);
  put(file, old_sample());
  check_sample(checkpoint::open(file, "file"));
}

BOOST_AUTO_TEST_CASE(only_elements_of_one_piece_are_used_in_place) {
  const byte_string file = old_sample();
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST((named(*opened, "layer/kernel").data != nullptr));
  BOOST_TEST((named(*opened, "layer/bias").data != nullptr));
  BOOST_TEST((named(*opened, "chunked").source != nullptr));
}

BOOST_AUTO_TEST_CASE(number_types_become_their_dtypes) {
  hdf5_writer file(true);
  std::vector<std::pair<std::string, std::uint64_t>> entries;
  std::map<std::string, dtype> expected;
  const auto add = [&](const std::string& name, dtype type, const byte_string& body,
                       const std::vector<hdf5_part>& more = {}) {
    entries.emplace_back(name, file.dataset({2}, body, byte_string(2 * bits_of(type) / 8), more));
    expected[name] = type;
  };
  add("f16", dtype::f16, parts::float_type(2, 10, 5, 15));
  add("bf16", dtype::bf16, parts::float_type(2, 7, 8, 127));
  add("f64", dtype::f64, parts::float_type(8, 52, 11, 1023));
  add("i8", dtype::i8, parts::integer_type(1, true));
  add("u16", dtype::u16, parts::integer_type(2, false));
  add("i64", dtype::i64, parts::integer_type(8, true));
  add("bool", dtype::boolean, parts::bool_type());
  add("c64", dtype::c64, parts::complex_type());
  add("opaque", dtype::bf16, parts::opaque_type(2), {parts::text_attribute("dtype", "bfloat16")});
  const byte_string bytes = file.finish(file.group(entries));
  const auto opened = checkpoint::open(bytes, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == expected.size());
  for (const auto& [name, type] : expected)
    BOOST_TEST((named(*opened, name).type == type), name);
}

BOOST_AUTO_TEST_CASE(big_endian_numbers_are_swapped) {
  byte_string data;
  put(data, 0x0000803fU, 4); // 1 as the other order has it
  hdf5_writer plain(true);
  const byte_string file = file_of(plain, {parts::space({1}), parts::type(parts::f32_type(1)),
                                           parts::contiguous(plain.add(data), 4)});
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST((values_of((*opened)[0]) == std::vector<double>{1}));

  hdf5_writer chunked(false);
  const std::uint64_t tree = chunked.chunk_tree({{{0}, data}});
  const byte_string other = file_of(
      chunked, {parts::space({1}), parts::type(parts::f32_type(1)), parts::chunked(tree, {1, 4})});
  const auto opened_chunked = checkpoint::open(other, "file");
  BOOST_TEST_REQUIRE(opened_chunked.has_value());
  BOOST_TEST((values_of((*opened_chunked)[0]) == std::vector<double>{1}));
}

BOOST_AUTO_TEST_CASE(other_chunk_indexes_hold_the_same) {
  std::vector<double> expected;
  for (std::size_t i = 0; i < 35; ++i)
    expected.push_back(static_cast<double>(chunked_value(i / 7, i % 7)));
  byte_string implicit_chunks;
  for (const hdf5_stored_chunk& chunk : matrix_chunks())
    put(implicit_chunks, chunk.bytes);
  const byte_string whole = [&] {
    std::vector<float> values(expected.begin(), expected.end());
    return bytes_of_numbers(values);
  }();
  byte_string single;
  put(single, 1, 1);
  byte_string implicit;
  put(implicit, 2, 1);
  const auto file_with = [&](const byte_string& data, const std::vector<std::uint64_t>& extents,
                             const byte_string& index) {
    hdf5_writer file(true);
    const std::uint64_t at = file.add(data);
    return file_of(file, {parts::space({5, 7}), f32, parts::chunked_new(at, extents, 0, index)});
  };
  for (const byte_string& file :
       {file_with(implicit_chunks, {2, 3, 4}, implicit), file_with(whole, {5, 7, 4}, single)}) {
    const auto opened = checkpoint::open(file, "file");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST((values_of((*opened)[0]) == expected));
  }
}

BOOST_AUTO_TEST_CASE(what_was_never_written_is_the_fill_value) {
  const byte_string file =
      file_of({parts::space({3, 2}), f32, parts::fill(bytes_of_numbers<float>({7})),
               parts::contiguous(UINT64_MAX, 24)});
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of((*opened)[0]) == std::vector<double>(6, 7.0)));
}

BOOST_AUTO_TEST_CASE(texts_are_reported_and_left_out) {
  const byte_string file = file_of(
      {parts::space({2}), parts::type(parts::text_type(4)), parts::compact(byte_string(8))});
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->size() == 0U);
  BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
  BOOST_TEST(opened->warnings()[0].find("'w' holds no numbers") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(shapes_and_sizes_are_held_against_the_file) {
  const auto with_shape = [](const std::vector<std::uint64_t>& shape) {
    hdf5_writer file(true);
    const std::uint64_t at = file.add(byte_string(24));
    return file_of(file, {parts::space(shape), f32, parts::contiguous(at, 24)});
  };
  check_refusal(with_shape({7}), errc::bad_format, fault::bounds, "needs 28 bytes");
  const std::uint64_t large = std::uint64_t{1} << 32;
  check_refusal(with_shape({large, large}), errc::bad_format, fault::overflow, "64 bits");
  check_refusal(with_shape({large, large / 2}), errc::bad_format, fault::overflow, "64 bits");
  check_refusal(with_shape(std::vector<std::uint64_t>(33, 1)), errc::bad_format, fault::limit,
                "33 dimensions");
  check_refusal(file_of({parts::space({6}), f32, parts::contiguous(1 << 20, 24)}), errc::bad_format,
                fault::bounds, "leaves the file");
}

BOOST_AUTO_TEST_CASE(other_files_are_never_opened) {
  hdf5_writer file(true);
  const std::uint64_t root = file.group({}, {parts::other_link("w", 64, "\0other.h5\0/w"sv)});
  check_refusal(file.finish(root), errc::unsupported, fault::none,
                "to another file, which is not opened");
  check_refusal(
      file_of({parts::space({6}), f32, {0x07, byte_string(32)}, parts::contiguous(UINT64_MAX, 24)}),
      errc::unsupported, fault::none, "another file");
  byte_string virtual_layout;
  put(virtual_layout, 4, 1);
  put(virtual_layout, 3, 1);
  put(virtual_layout, 0, 12);
  check_refusal(file_of({parts::space({6}), f32, {0x08, virtual_layout}}), errc::unsupported,
                fault::none, "virtual");
}

BOOST_AUTO_TEST_CASE(damaged_chunks_are_found_when_they_are_read) {
  const auto with_chunk = [](const byte_string& stored, unsigned filter) {
    hdf5_writer file(false);
    const std::uint64_t tree = file.chunk_tree({{{0}, stored}});
    return file_of(file, {parts::space({6}), f32, parts::filters({{filter, 4}}),
                          parts::chunked(tree, {6, 4})});
  };
  const byte_string six = bytes_of_numbers(counting(6));
  byte_string summed = checksum_chunk(six);
  summed[5] ^= std::byte{1};
  check_refusal(with_chunk(summed, 3), errc::bad_format, fault::checksum, "Fletcher-32");
  check_refusal(with_chunk(deflate_chunk(bytes_of_numbers(counting(7))), 1), errc::bad_format,
                fault::compress, "exactly its size");
  check_refusal(with_chunk(deflate_chunk(bytes_of_numbers(counting(5))), 1), errc::bad_format,
                fault::compress, "exactly its size");
  check_refusal(with_chunk(six, 32001), errc::unsupported, fault::none, "filter 32001");
  check_refusal(with_chunk(six, 6), errc::unsupported, fault::none, "filter 6 'scaleoffset'");
}

BOOST_AUTO_TEST_CASE(chunks_are_bounded_and_unique) {
  open_options options;
  options.limits.hdf5_chunk_bytes = 23;
  hdf5_writer file(false);
  const byte_string six = bytes_of_numbers(counting(6));
  const std::uint64_t tree = file.chunk_tree({{{0}, six}, {{0}, six}});
  const byte_string bytes = file_of(file, {parts::space({6}), f32, parts::chunked(tree, {6, 4})});
  check_refusal(bytes, errc::bad_format, fault::limit, "chunks of 24 bytes", options);
  check_refusal(bytes, errc::bad_format, fault::duplicate, "stored twice");
}

/// A few elements whose chunks are decoded whole for each of them.
BOOST_AUTO_TEST_CASE(chunks_far_beyond_their_dataset_are_refused) {
  const std::uint32_t columns = 8U << 20;
  const byte_string zeros = deflate_chunk(byte_string(std::size_t{4} * columns));
  const auto with_rows = [&](std::uint64_t rows) {
    hdf5_writer file(false);
    std::vector<hdf5_stored_chunk> chunks;
    for (std::uint64_t row = 0; row < rows; ++row)
      chunks.push_back({{row, 0}, zeros});
    const std::uint64_t tree = file.chunk_tree(chunks);
    return file_of(file, {parts::space({rows, 1}), f32, parts::filters({{1, 4}}),
                          parts::chunked(tree, {1, columns, 4})});
  };
  const auto opened = checkpoint::open(with_rows(2), "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of((*opened)[0]) == std::vector<double>(2)));
  check_refusal(with_rows(4), errc::bad_format, fault::limit, "larger than the dataset");
}

BOOST_AUTO_TEST_CASE(a_sparse_giant_takes_no_memory) {
  const std::uint64_t large = std::uint64_t{1} << 29;
  const byte_string file =
      file_of({parts::space({large, large}), f32, parts::chunked(UINT64_MAX, {1024, 1024, 4})});
  check_refusal(file, errc::bad_format, fault::limit, "bytes that are stored");
  open_options options;
  options.limits.expanded_bytes = UINT64_MAX;
  const auto opened = checkpoint::open(file, "file", options);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto last = read_as_f64((*opened)[0], large * large - 3, 3);
  BOOST_TEST_REQUIRE(last.has_value());
  BOOST_TEST((*last == std::vector<double>(3)));
}

BOOST_AUTO_TEST_CASE(trees_must_get_lower_and_end) {
  const auto with_tree = [](unsigned level, bool is_self) {
    hdf5_writer file(false);
    std::uint64_t child = 0;
    if (!is_self) child = file.tree(1, {}, 24, 0);
    const std::uint64_t self = file.add({}); // where the next structure goes
    const std::uint64_t tree = file.tree(1, {{byte_string(24), is_self ? self : child}}, 24, level);
    return file_of(file, {parts::space({6}), f32, parts::chunked(tree, {6, 4})});
  };
  check_refusal(with_tree(2, false), errc::bad_format, fault::header,
                "level 0 below one of level 2");
  check_refusal(with_tree(1, true), errc::bad_format, fault::cycle, "read before");
}

BOOST_AUTO_TEST_CASE(links_in_circles_end) {
  hdf5_writer soft(true);
  const std::uint64_t root =
      soft.group({}, {parts::other_link("a", 1, "b"), parts::other_link("b", 1, "/a")});
  check_refusal(soft.finish(root), errc::bad_format, fault::cycle, "too many links");

  hdf5_writer hard(true);
  const byte_string data = bytes_of_numbers(counting(1));
  const std::uint64_t w = hard.dataset({1}, parts::f32_type(), data);
  const std::uint64_t self = hard.add({});
  const byte_string file = hard.finish(hard.group({{"again", self}, {"w", w}}));
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 1U);
  BOOST_TEST(opened->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(groups_are_bounded) {
  const auto nested = [](std::size_t depth) {
    hdf5_writer file(false);
    std::uint64_t inner = file.group({});
    for (std::size_t i = 1; i < depth; ++i)
      inner = file.group({{"g", inner}});
    return file.finish(inner);
  };
  BOOST_TEST(checkpoint::open(nested(64), "file").has_value());
  const byte_string deep = nested(65);
  check_refusal(deep, errc::bad_format, fault::limit, "nested more than 64 deep");
  open_options options;
  options.limits.hdf5_depth = 65;
  BOOST_TEST(checkpoint::open(deep, "file", options).has_value());
  options.limits.hdf5_objects = 63;
  check_refusal(deep, errc::bad_format, fault::limit, "more than 63 objects", options);
}

BOOST_AUTO_TEST_CASE(one_name_stands_for_one_dataset) {
  hdf5_writer file(true);
  const byte_string data = bytes_of_numbers(counting(1));
  const std::uint64_t a = file.dataset({1}, parts::f32_type(), data);
  const std::uint64_t b = file.dataset({1}, parts::f32_type(), data);
  check_refusal(file.finish(file.group({{"w", a}, {"w", b}})), errc::bad_format, fault::duplicate,
                "'w'");
  hdf5_writer slashed(true);
  const std::uint64_t c = slashed.dataset({1}, parts::f32_type(), data);
  check_refusal(slashed.finish(slashed.group({{"a/w", c}})), errc::bad_format, fault::header,
                "'a/w'");
}

BOOST_AUTO_TEST_CASE(old_files_survive_mutations) { survives_mutations(old_sample(), "file"); }

BOOST_AUTO_TEST_CASE(new_files_survive_mutations) { survives_mutations(new_sample(), "file"); }
