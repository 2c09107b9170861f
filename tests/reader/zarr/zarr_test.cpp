#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/temp_directory.hpp"
#include "support/zarr_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Opens `name` of the files, beside the others.
result<checkpoint> opened(const file_map& files, const std::string& name = ".zarray") {
  static file_map alive; // the checkpoint borrows
  alive = files;
  open_options options;
  options.undo_layout = false;
  return checkpoint::open(borrow_memory(alive.at(name), name),
                          std::make_shared<memory_files>(files), options);
}

std::vector<double> values_of(const tensor_view& view) {
  const auto values = read_as_f64(view, 0, element_count(view));
  BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
  return *values;
}

std::vector<double> values_in(const file_map& files, const std::string& name = ".zarray") {
  const auto model = opened(files, name);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST_REQUIRE(model->size() == 1U);
  return values_of((*model)[0]);
}

fault fault_of(const zarray& metadata) {
  const auto model = opened({{".zarray", metadata.bytes()}});
  return model ? fault::none : model.error().why;
}

/// The answer of reading a whole array.
fault read_fault(const file_map& files) {
  const auto model = opened(files);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  const auto values = read_as_f64((*model)[0], 0, element_count((*model)[0]));
  return values ? fault::none : values.error().why;
}

const std::vector<double> ramp{0, 1, 2, 3, 4, 5};

} // namespace

BOOST_AUTO_TEST_CASE(chunks_orders_and_codecs_give_the_same_array) {
  // [2,3] in chunks of [2,2]: the second is stored whole, with a column beyond the edge.
  const std::vector<float> left{0, 1, 3, 4};
  const std::vector<float> right{2, -1, 5, -1};
  zarray metadata;
  metadata.shape = "[2, 3]";
  metadata.chunks = "[2, 2]";
  const auto wrap = [](int kind, const std::vector<float>& values) {
    const auto bytes = value_bytes(values);
    if (kind == 1) return deflated(bytes, 15);
    if (kind == 2) return deflated(bytes, 31);
    if (kind == 3) return zstd_packed(bytes);
    return kind == 4 ? blosc_packed(bytes) : bytes;
  };
  const std::vector<std::string> codecs{"null", R"({"id": "zlib"})", R"({"id": "gzip"})",
                                        R"({"id": "zstd"})", R"({"id": "blosc"})"};
  for (int kind = 0; kind < 5; ++kind) {
    metadata.compressor = codecs[static_cast<std::size_t>(kind)];
    BOOST_TEST(values_in({{".zarray", metadata.bytes()},
                          {"0.0", wrap(kind, left)},
                          {"0.1", wrap(kind, right)}}) == ramp,
               boost::test_tools::per_element());
  }
  metadata.compressor = "null";
  metadata.more = R"(, "dimension_separator": "/")";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()},
                        {"0/0", value_bytes(left)},
                        {"0/1", value_bytes(right)}}) == ramp);
  metadata.more.clear();
  metadata.order = "\"F\"";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()},
                        {"0.0", value_bytes(std::vector<float>{0, 3, 1, 4})},
                        {"0.1", value_bytes(std::vector<float>{2, 5, -1, -1})}}) == ramp);
  metadata.dtype = "\">u2\"";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()},
                        {"0.0", value_bytes(std::vector<std::uint16_t>{0, 0x300, 0x100, 0x400})},
                        {"0.1", value_bytes(std::vector<std::uint16_t>{0x200, 0x500, 0, 0})}}) ==
             ramp);
}

BOOST_AUTO_TEST_CASE(every_compressor_and_shuffle_of_blosc) {
  zarray metadata;
  metadata.shape = metadata.chunks = "[5000]";
  metadata.compressor = R"({"id": "blosc"})";
  std::vector<float> ramp_of_floats(5000);
  std::iota(ramp_of_floats.begin(), ramp_of_floats.end(), -7.0F);
  const std::vector<double> wanted(ramp_of_floats.begin(), ramp_of_floats.end());
  const auto bytes = value_bytes(ramp_of_floats);
  for (const char* compressor : {"blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"})
    for (const int shuffle : {BLOSC_NOSHUFFLE, BLOSC_SHUFFLE, BLOSC_BITSHUFFLE}) {
      const auto chunk = blosc_packed(bytes, compressor, shuffle);
      BOOST_TEST(values_in({{".zarray", metadata.bytes()}, {"0", chunk}}) == wanted, compressor);
    }
}

BOOST_AUTO_TEST_CASE(chunks_without_a_file_hold_the_fill_value) {
  zarray metadata;
  metadata.fill_value = "3.5";
  const auto second = value_bytes(std::vector<float>{1, 2});
  BOOST_TEST(values_in({{".zarray", metadata.bytes()}, {"1", second}}) ==
             (std::vector<double>{3.5, 3.5, 1, 2}));
  metadata.dtype = "\">i2\"";
  metadata.fill_value = "-2";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()}}) == (std::vector<double>{-2, -2, -2, -2}));
  metadata.dtype = "\"bfloat16\"";
  metadata.fill_value = "\"-Infinity\"";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()}})[3] ==
             -std::numeric_limits<double>::infinity());
  metadata.fill_value = "null";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()}})[0] == 0);
  metadata.dtype = "\"|u1\"";
  metadata.fill_value = "256";
  BOOST_TEST(!opened({{".zarray", metadata.bytes()}}).has_value());
}

/// Only a shape stands behind chunks without a file, so that they count as nothing stored.
BOOST_AUTO_TEST_CASE(chunks_without_a_file_are_bounded) {
  zarray metadata;
  metadata.shape = "[1073741824, 1024]"; // 4 TiB
  metadata.chunks = "[4096, 1024]";
  BOOST_TEST((fault_of(metadata) == fault::limit));
  // 4 GiB need two of 2048 parts of it to be there: 2 MiB, one chunk of 16 MiB.
  metadata.shape = "[1048577, 1024]";
  BOOST_TEST((fault_of(metadata) == fault::limit));
  const auto some = value_bytes(std::vector<float>{1});
  BOOST_TEST(
      !opened({{".zarray", metadata.bytes()}, {".zattrs", some}, {"notes", some}}).has_value());
  BOOST_TEST(opened({{".zarray", metadata.bytes()}, {"7.0", some}}).has_value());
  metadata.more = R"(, "dimension_separator": "/")";
  BOOST_TEST(opened({{".zarray", metadata.bytes()}, {"7/0", some}}).has_value());
  metadata.shape = "[1048576, 1024]";
  BOOST_TEST((fault_of(metadata) == fault::none));
}

BOOST_AUTO_TEST_CASE(an_array_without_axes_has_one_chunk) {
  zarray metadata;
  metadata.shape = metadata.chunks = "[]";
  BOOST_TEST(values_in({{".zarray", metadata.bytes()}, {"0", value_bytes<float>({7})}}) ==
             std::vector<double>{7});
}

BOOST_AUTO_TEST_CASE(version_3) {
  const auto document = [](const std::string& codecs, const std::string& keys) {
    return text_bytes(R"({"zarr_format": 3, "node_type": "array", "shape": [3], "data_type":
      "float32", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
      "chunk_key_encoding": )" +
                      keys + R"(, "fill_value": "NaN", "codecs": )" + codecs + "}");
  };
  const std::string plain = R"({"name": "bytes", "configuration": {"endian": "little"}})";
  const std::string slashes = R"({"name": "default"})";
  const auto first = value_bytes(std::vector<float>{1, 2});
  const auto second = value_bytes(std::vector<float>{3, 0});
  const std::vector<double> wanted{1, 2, 3};
  BOOST_TEST(
      values_in(
          {{"zarr.json", document("[" + plain + "]", slashes)}, {"c/0", first}, {"c/1", second}},
          "zarr.json") == wanted);
  BOOST_TEST(values_in({{"zarr.json",
                         document("[" + plain + R"(, {"name": "zstd"}])", R"({"name": "v2"})")},
                        {"0", zstd_packed(first)},
                        {"1", zstd_packed(second)}},
                       "zarr.json") == wanted);
  BOOST_TEST(values_in({{"zarr.json", document("[" + plain + R"(, {"name": "blosc"}])", slashes)},
                        {"c/0", blosc_packed(first)},
                        {"c/1", blosc_packed(second)}},
                       "zarr.json") == wanted);
  for (const std::string codecs : {"[]", R"([{"name": "sharding_indexed"}])",
                                   R"([{"name": "transpose"}, {"name": "bytes"}])"}) {
    const auto model = opened({{"zarr.json", document(codecs, slashes)}}, "zarr.json");
    BOOST_TEST_REQUIRE(!model.has_value());
    BOOST_TEST((model.error().code == errc::unsupported), model.error().message);
  }
}

BOOST_AUTO_TEST_CASE(groups_are_walked_and_their_arrays_named) {
  zarray metadata;
  const auto group = text_bytes(R"({"zarr_format": 2})");
  const file_map files{{".zgroup", group},
                       {"params/.zgroup", group},
                       {"params/w/.zarray", metadata.bytes()},
                       {"params/w/0", value_bytes<float>({1, 2})},
                       {"step/.zarray", metadata.bytes()},
                       {"notes/readme.txt", text_bytes("no array")}};
  const auto model = opened(files, ".zgroup");
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST(model->format() == "zarr");
  BOOST_TEST_REQUIRE(model->size() == 2U);
  BOOST_TEST((*model)[0].name == "params.w");
  BOOST_TEST((*model)[1].name == "step");
  BOOST_TEST(values_of((*model)[0]) == (std::vector<double>{1, 2, 0, 0}));
}

BOOST_AUTO_TEST_CASE(an_orbax_folder_opens_and_its_key_value_store_is_named) {
  const temp_directory folder;
  zarray metadata;
  const auto tree = text_bytes(R"({"tree_metadata": {"params.w": {}}})");
  write_file(folder / "old/_METADATA", tree);
  write_file(folder / "old/params.w/.zarray", metadata.bytes());
  write_file(folder / "old/params.w/0", value_bytes<float>({1, 2}));
  const auto old = checkpoint::open(folder / "old");
  BOOST_TEST_REQUIRE(old.has_value(), (old ? "" : old.error().message));
  BOOST_TEST_REQUIRE(old->size() == 1U);
  write_file(folder / "new/_METADATA", tree);
  write_file(folder / "new/manifest.ocdbt", text_bytes("\x0c\xdb\x3a\x2a more of it"));
  for (const char* name : {"new", "new/_METADATA"}) {
    const auto refused = checkpoint::open(folder / name);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == errc::unsupported));
    BOOST_TEST(refused.error().message.find("OCDBT") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(metadata_alone_are_no_model) {
  const auto bytes = zarray().bytes();
  const auto model = checkpoint::open(bytes, "file");
  BOOST_TEST_REQUIRE(!model.has_value());
  BOOST_TEST((model.error().why == fault::missing));
}

BOOST_AUTO_TEST_CASE(metadata_that_contradict_themselves_are_refused) {
  const auto changed = [](std::string zarray::*member, const char* value) {
    zarray metadata;
    metadata.*member = value;
    return fault_of(metadata);
  };
  BOOST_TEST((fault_of(zarray()) == fault::none));
  BOOST_TEST((changed(&zarray::shape, "[-4]") == fault::shape));
  BOOST_TEST((changed(&zarray::shape, "[4.5]") == fault::shape));
  BOOST_TEST((changed(&zarray::shape, "4") == fault::header));
  BOOST_TEST((changed(&zarray::shape, "[4, 4]") == fault::shape));
  BOOST_TEST((changed(&zarray::chunks, "[0]") == fault::shape));
  BOOST_TEST((changed(&zarray::chunks, "[1099511627776]") == fault::limit));
  BOOST_TEST((changed(&zarray::chunks, "[1000000]") == fault::none));
  BOOST_TEST((changed(&zarray::chunks, "[20000000]") == fault::limit)); // 80 MB for 4 elements
  BOOST_TEST((changed(&zarray::shape, "[4611686018427387904]") == fault::limit));
  BOOST_TEST((changed(&zarray::dtype, "\"|O\"") == fault::npy_object));
  BOOST_TEST((changed(&zarray::dtype, "\"<U4\"") == fault::dtype));
  BOOST_TEST((changed(&zarray::dtype, "[]") == fault::dtype));
  BOOST_TEST((changed(&zarray::order, "\"X\"") == fault::header));
  BOOST_TEST((changed(&zarray::compressor, "{}") == fault::header));
  BOOST_TEST((changed(&zarray::more, R"(, "dimension_separator": "..")") == fault::header));
  zarray pickled;
  pickled.compressor = R"({"id": "pickle"})";
  BOOST_TEST((opened({{".zarray", pickled.bytes()}}).error().code == errc::unsupported));
  zarray filtered;
  filtered.more = R"(, "filters": [{"id": "delta"}])";
  BOOST_TEST((opened({{".zarray", filtered.bytes()}}).error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(broken_chunks_are_refused_when_they_are_read) {
  zarray metadata;
  const auto good = value_bytes<float>({1, 2});
  BOOST_TEST((read_fault({{".zarray", metadata.bytes()}, {"0", value_bytes<float>({1})}}) ==
              fault::bounds));
  for (const char* codec : {"zlib", "gzip", "zstd", "blosc"}) {
    metadata.compressor = "{\"id\": \"" + std::string(codec) + "\"}";
    const auto packed = [&](const std::vector<std::byte>& bytes) {
      if (std::string_view(codec) == "zstd") return zstd_packed(bytes);
      if (std::string_view(codec) == "blosc") return blosc_packed(bytes);
      return deflated(bytes, std::string_view(codec) == "zlib" ? 15 : 31);
    };
    const auto answer = [&](const std::vector<std::byte>& chunk) {
      return read_fault({{".zarray", metadata.bytes()}, {"0", chunk}});
    };
    BOOST_TEST((answer(packed(good)) == fault::none), codec);
    BOOST_TEST((answer(packed(value_bytes<float>({1}))) == fault::compress), codec);
    BOOST_TEST((answer(packed(value_bytes<float>({1, 2, 3}))) == fault::compress), codec);
    auto cut = packed(good);
    cut.pop_back();
    BOOST_TEST((answer(cut) == fault::compress), codec);
    auto longer = packed(good);
    longer.push_back(std::byte{0});
    BOOST_TEST((answer(longer) == fault::compress), codec);
    BOOST_TEST((answer({}) == fault::compress), codec);
    BOOST_TEST((answer(std::vector<std::byte>(100'000)) == fault::compress), codec);
  }
}

BOOST_AUTO_TEST_CASE(any_range_of_a_grid_with_ragged_edges) {
  zarray metadata;
  metadata.shape = "[5, 4, 3]";
  metadata.chunks = "[2, 3, 2]";
  metadata.dtype = "\"|u1\"";
  metadata.compressor = R"({"id": "zlib"})";
  file_map files{{".zarray", metadata.bytes()}};
  for (unsigned i = 0; i < 3; ++i)
    for (unsigned j = 0; j < 2; ++j)
      for (unsigned k = 0; k < 2; ++k) {
        std::vector<std::uint8_t> chunk;
        for (unsigned a = 2 * i; a < 2 * i + 2; ++a)
          for (unsigned b = 3 * j; b < 3 * j + 3; ++b)
            for (unsigned c = 2 * k; c < 2 * k + 2; ++c)
              chunk.push_back(
                  static_cast<std::uint8_t>(a < 5 && b < 4 && c < 3 ? 12 * a + 3 * b + c : 255));
        files[std::to_string(i) + "." + std::to_string(j) + "." + std::to_string(k)] =
            deflated(value_bytes(chunk), 15);
      }
  const auto model = opened(files);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  for (std::uint64_t first = 0; first < 60; ++first)
    for (std::size_t count = 0; first + count <= 60; count += 7) {
      const auto values = read_as_f64((*model)[0], first, count);
      BOOST_TEST_REQUIRE(values.has_value());
      for (std::size_t i = 0; i < count; ++i)
        BOOST_TEST((*values)[i] == static_cast<double>(first + i));
    }
}

BOOST_AUTO_TEST_CASE(every_cut_and_flipped_bit_is_survived) {
  zarray metadata;
  metadata.compressor = R"({"id": "zstd"})";
  const auto chunk = zstd_packed(value_bytes<float>({1, 2}));
  const auto files = std::make_shared<memory_files>(file_map{{"0", chunk}, {"1", chunk}});
  survives_mutations(metadata.bytes(), ".zarray", files);
  for (std::size_t at = 0; at < 8 * chunk.size(); ++at) {
    auto changed = chunk;
    changed[at / 8] ^= static_cast<std::byte>(1U << (at % 8));
    open_anything(metadata.bytes(), ".zarray",
                  std::make_shared<memory_files>(file_map{{"0", changed}}));
  }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_of_blosc_is_survived) {
  zarray metadata;
  metadata.shape = metadata.chunks = "[64]";
  metadata.compressor = R"({"id": "blosc"})";
  std::vector<float> steps(64);
  for (std::size_t i = 0; i < steps.size(); ++i)
    steps[i] = static_cast<float>(i / 8);
  for (const char* compressor : {"blosclz", "lz4", "zstd"}) {
    const auto chunk = blosc_packed(value_bytes(steps), compressor);
    BOOST_TEST_REQUIRE(chunk.size() < 4 * steps.size(), "it is to be compressed");
    for (std::size_t at = 0; at < 8 * chunk.size(); ++at) {
      auto changed = chunk;
      changed[at / 8] ^= static_cast<std::byte>(1U << (at % 8));
      open_anything(metadata.bytes(), ".zarray",
                    std::make_shared<memory_files>(file_map{{"0", changed}}));
    }
  }
}
