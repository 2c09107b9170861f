#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/dcp_writer.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Values of the box [offsets, sizes) of a matrix with `columns` columns that counts from 0.
std::vector<float> box_of(std::vector<std::int64_t> offsets, std::vector<std::int64_t> sizes,
                          std::int64_t columns) {
  std::vector<float> values;
  for (std::int64_t row = 0; row < sizes[0]; ++row)
    for (std::int64_t column = 0; column < sizes[1]; ++column)
      values.push_back(static_cast<float>((offsets[0] + row) * columns + offsets[1] + column));
  return values;
}

dcp_piece piece_of(const std::string& tensor, std::vector<std::int64_t> offsets,
                   std::vector<std::int64_t> sizes, std::int64_t columns, const std::string& file) {
  return {tensor, offsets, sizes, box_of(offsets, sizes, columns), file};
}

/// rows [4, 6] in two files, columns [4, 6] in two files, mixed [5, 7] in four pieces, whole [3].
dcp_writer good_writer() {
  dcp_writer out;
  const std::string a = "__0_0.distcp";
  const std::string b = "__1_0.distcp";
  out.tensor("rows", {4, 6}).tensor("columns", {4, 6}).tensor("mixed", {5, 7}).tensor("whole", {3});
  out.piece(piece_of("rows", {2, 0}, {2, 6}, 6, a)).piece(piece_of("rows", {0, 0}, {2, 6}, 6, b));
  out.piece(piece_of("columns", {0, 0}, {4, 1}, 6, a));
  out.piece(piece_of("columns", {0, 1}, {4, 5}, 6, b));
  out.piece(piece_of("mixed", {0, 0}, {2, 3}, 7, a)).piece(piece_of("mixed", {0, 3}, {2, 4}, 7, b));
  out.piece(piece_of("mixed", {2, 0}, {3, 6}, 7, b)).piece(piece_of("mixed", {2, 6}, {3, 1}, 7, a));
  out.piece({"whole", {0}, {3}, {7, 8, 9}, b});
  return out;
}

result<checkpoint> open_with(const std::vector<std::byte>& metadata,
                             std::map<std::string, std::vector<std::byte>> files) {
  return checkpoint::open(borrow_memory(metadata, "folder/.metadata"),
                          std::make_shared<memory_files>(std::move(files)));
}

fault fault_of(const dcp_writer& writer) {
  const auto metadata = writer.metadata();
  const auto opened = open_with(metadata, writer.files(false));
  return opened ? fault::none : opened.error().why;
}

const tensor_view* find(const std::vector<tensor_view>& views, std::string_view name) {
  for (const tensor_view& view : views)
    if (view.name == name) return &view;
  return nullptr;
}

/// Every range of a tensor that counts from 0 reads as what it is.
void check_counting(const tensor_view& view) {
  const std::uint64_t count = element_count(view);
  for (std::uint64_t first = 0; first < count; ++first)
    for (std::uint64_t length = 1; length <= count - first; ++length) {
      std::vector<float> values(static_cast<std::size_t>(length));
      const auto got =
          read_elements(view, first, values.size(), std::as_writable_bytes(std::span(values)));
      BOOST_TEST_REQUIRE(got.has_value());
      BOOST_TEST_REQUIRE(got->size() == values.size() * sizeof(float));
      std::memcpy(values.data(), got->data(), got->size());
      for (std::size_t i = 0; i < values.size(); ++i)
        BOOST_TEST_REQUIRE(values[i] == static_cast<float>(first + i), view.name);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(pieces_of_all_files_make_the_tensors) {
  const dcp_writer writer = good_writer();
  const temp_directory folder;
  for (const auto& [name, bytes] : writer.files(true))
    write_file(folder / name, bytes);
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const auto opened = checkpoint::open(folder.path(), {.access = access});
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "torch-distributed");
    BOOST_TEST(opened->size() == 4U);
    BOOST_TEST(opened->files().size() == 3U);
    const auto views = views_of(*opened);
    for (const char* name : {"rows", "columns", "mixed"}) {
      BOOST_TEST_REQUIRE(find(views, name) != nullptr);
      check_counting(*find(views, name));
    }
    BOOST_TEST((find(views, "mixed")->shape[1] == 7U));
  }
}

BOOST_AUTO_TEST_CASE(scalars_and_tensors_without_elements_are_read) {
  dcp_writer writer;
  writer.tensor("scalar", {}).tensor("none", {0, 3}).tensor("uneven", {2});
  writer.piece({"scalar", {}, {}, {5}, "a"}).piece({"uneven", {0}, {2}, {0, 1}, "a"});
  writer.piece({"uneven", {2}, {0}, {}, "a"}).piece({"none", {0, 0}, {0, 3}, {}, "a"});
  const auto metadata = writer.metadata();
  const auto opened = open_with(metadata, writer.files(false));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto views = views_of(*opened);
  BOOST_TEST_REQUIRE(views.size() == 3U);
  BOOST_TEST((read_as_f64(*find(views, "scalar"), 0, 1).value() == std::vector<double>{5}));
  BOOST_TEST(element_count(*find(views, "none")) == 0U);
  check_counting(*find(views, "uneven"));
}

BOOST_AUTO_TEST_CASE(a_data_file_by_itself_gives_its_pieces) {
  const dcp_writer writer = good_writer();
  const auto files = writer.files(true);
  const auto& bytes = files.at("__0_0.distcp");
  const auto opened = checkpoint::open(borrow_memory(bytes, "folder/__0_0.distcp"),
                                       std::make_shared<memory_files>(files));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 4U);
  BOOST_TEST((*opened)[1].name == "piece.1");
  BOOST_TEST(opened->warnings().size() == 1U);
  // Without the description beside it, archives glued together are what they are.
  const auto alone = checkpoint::open(borrow_memory(bytes, "folder/__0_0.distcp"));
  BOOST_TEST((!alone && alone.error().why == fault::zip));
}

BOOST_AUTO_TEST_CASE(what_does_not_add_up_is_refused) {
  BOOST_TEST((fault_of(good_writer()) == fault::none));
  dcp_writer lacking;
  lacking.tensor("t", {4, 2}).piece(piece_of("t", {0, 0}, {2, 2}, 2, "a"));
  BOOST_TEST((fault_of(lacking) == fault::hole));
  lacking.piece(piece_of("t", {1, 0}, {3, 2}, 2, "a"));
  BOOST_TEST((fault_of(lacking) == fault::overlap));
  dcp_writer beyond;
  beyond.tensor("t", {2, 2}).piece(piece_of("t", {1, 0}, {2, 2}, 2, "a"));
  BOOST_TEST((fault_of(beyond) == fault::bounds));
  dcp_writer flat;
  flat.tensor("t", {4}).piece(piece_of("t", {0, 0}, {2, 2}, 2, "a"));
  BOOST_TEST((fault_of(flat) == fault::shape));
  dcp_writer huge;
  huge.tensor("t", {std::int64_t{1} << 40, std::int64_t{1} << 40});
  BOOST_TEST((fault_of(huge) == fault::overflow));
  dcp_writer negative;
  negative.tensor("t", {-1});
  BOOST_TEST((fault_of(negative) == fault::shape));
  dcp_writer named_twice = good_writer();
  named_twice.tensor("rows", {3});
  BOOST_TEST((fault_of(named_twice) == fault::duplicate));
}

BOOST_AUTO_TEST_CASE(places_are_checked) {
  const auto with = [](auto change) {
    dcp_writer writer = good_writer();
    change(writer.places);
    return fault_of(writer);
  };
  BOOST_TEST((with([](auto& places) { places[0].offset = -1; }) == fault::bounds));
  BOOST_TEST(
      (with([](auto& places) { places[0].length = std::int64_t{1} << 62; }) == fault::bounds));
  BOOST_TEST((with([](auto& places) { places[0].offset = 1 << 20; }) == fault::bounds));
  BOOST_TEST((with([](auto& places) { places[0].file = "../secret"; }) == fault::path));
  BOOST_TEST((with([](auto& places) { places[0].file = "/etc/passwd"; }) == fault::path));
  BOOST_TEST((with([](auto& places) { places[0].file = "__9_0.distcp"; }) == fault::missing));
  BOOST_TEST((with([](auto& places) { places.pop_back(); }) == fault::missing));
  BOOST_TEST((with([](auto& places) { places[0].tensor = "unknown"; }) == fault::missing));
  BOOST_TEST((with([](auto& places) { places.push_back(places[0]); }) == fault::duplicate));
  BOOST_TEST((with([](auto& places) { places[2].offset = places[0].offset; }) == fault::overlap));
  // Pieces of equal size exchanged are a lie nobody can see; of other sizes, one that shows.
  BOOST_TEST((with([](auto& places) {
                std::swap(places[2].offset, places[0].offset);
                std::swap(places[2].length, places[0].length);
              }) == fault::shape));
}

BOOST_AUTO_TEST_CASE(types_transforms_and_classes_are_checked) {
  const dcp_writer writer = good_writer();
  const auto opened = open_with(writer.metadata("float16"), writer.files(false));
  BOOST_TEST((!opened && opened.error().why == fault::dtype));
  const auto packed = open_with(writer.metadata("float32", "zstd"), writer.files(false));
  BOOST_TEST((!packed && packed.error().code == errc::unsupported));
  for (const auto& [from, to] : {std::pair("TensorProperties", "TensorPropertyXs"),
                                 std::pair("_MEM_FORMAT_ENCODING", "_MEM_FORMAT_ENCODINX")}) {
    const auto metadata = writer.metadata();
    std::string text(reinterpret_cast<const char*>(metadata.data()), metadata.size());
    text.replace(text.find(from), std::string(to).size(), to);
    const auto bytes = bytes_of_text(text);
    const auto refused = open_with({bytes.begin(), bytes.end()}, writer.files(false));
    BOOST_TEST((!refused && refused.error().why == fault::pickle_global));
  }
}

BOOST_AUTO_TEST_CASE(getattr_reaches_nothing_else) {
  pickle_writer out;
  out.global("builtins", "getattr").global("torch.distributed.checkpoint.metadata", "Metadata");
  const std::string text = out.text("__init__").raw("\x86R").stop();
  const auto opened = open_with({bytes_of_text(text).begin(), bytes_of_text(text).end()}, {});
  BOOST_TEST((!opened && opened.error().why == fault::pickle_global));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  dcp_writer writer;
  writer.tensor("t", {2, 3}).piece(piece_of("t", {0, 0}, {2, 1}, 3, "__0_0.distcp"));
  writer.piece(piece_of("t", {0, 1}, {2, 2}, 3, "__0_0.distcp"));
  survives_mutations(writer.metadata(), "folder/.metadata",
                     std::make_shared<memory_files>(writer.files(false)));
  const auto files = writer.files(true);
  survives_mutations(files.at("__0_0.distcp"), "folder/__0_0.distcp",
                     std::make_shared<memory_files>(files));
}
