#include <array>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/safetensors_writer.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

constexpr std::array<file_access, 2> both{file_access::mapped, file_access::copied};

std::string read_text(const byte_source& source, std::uint64_t offset, std::size_t length) {
  std::vector<std::byte> scratch(length);
  const auto got = source.read(offset, length, scratch);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->size() == length);
  return {reinterpret_cast<const char*>(got->data()), got->size()};
}

} // namespace

BOOST_AUTO_TEST_CASE(both_ways_read_the_same_bytes) {
  const temp_directory folder;
  write_file(folder / "file", "0123456789");
  for (const file_access access : both) {
    const auto source = open_file(folder / "file", access);
    BOOST_TEST_REQUIRE(source.has_value());
    BOOST_TEST((*source)->size() == 10U);
    BOOST_TEST((*source)->label() == (folder / "file").string());
    BOOST_TEST(((*source)->in_place() != nullptr) == (access == file_access::mapped));
    BOOST_TEST(read_text(**source, 0, 10) == "0123456789");
    BOOST_TEST(read_text(**source, 3, 4) == "3456");
    BOOST_TEST(read_text(**source, 10, 0) == "");
  }
}

BOOST_AUTO_TEST_CASE(ranges_outside_are_refused_without_wrapping) {
  const temp_directory folder;
  write_file(folder / "file", "0123456789");
  std::array<std::byte, 16> scratch;
  for (const file_access access : both) {
    const auto source = open_file(folder / "file", access);
    BOOST_TEST_REQUIRE(source.has_value());
    const std::vector<std::pair<std::uint64_t, std::size_t>> ranges{
        {0, 11}, {10, 1}, {11, 0}, {UINT64_MAX, 1}, {UINT64_MAX - 1, 4}, {5, SIZE_MAX}};
    for (const auto& [offset, length] : ranges) {
      const auto got = (*source)->read(offset, length, scratch);
      BOOST_TEST_REQUIRE(!got.has_value());
      BOOST_TEST((got.error().why == fault::truncated));
    }
  }
}

BOOST_AUTO_TEST_CASE(too_small_a_scratch_is_the_callers_mistake) {
  const temp_directory folder;
  write_file(folder / "file", "0123456789");
  std::array<std::byte, 4> scratch;
  const auto source = open_file(folder / "file", file_access::copied);
  const auto got = (*source)->read(0, 5, scratch);
  BOOST_TEST_REQUIRE(!got.has_value());
  BOOST_TEST((got.error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(only_regular_files_are_opened) {
  const temp_directory folder;
  BOOST_TEST_REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  fs::create_directory(folder / "folder");
  for (const file_access access : both)
    for (const fs::path& path : {folder / "fifo", folder / "folder", fs::path("/dev/null"),
                                 fs::path("/dev/zero"), folder / "absent"}) {
      const auto source = open_file(path, access);
      BOOST_TEST_REQUIRE(!source.has_value(), path);
      BOOST_TEST((source.error().code == errc::io));
      BOOST_TEST(source.error().message.find(path.string()) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_file_opens_and_holds_nothing) {
  const temp_directory folder;
  write_file(folder / "file", "");
  for (const file_access access : both) {
    const auto source = open_file(folder / "file", access);
    BOOST_TEST_REQUIRE(source.has_value());
    BOOST_TEST((*source)->size() == 0U);
    const auto opened = checkpoint::open(folder / "file", {.access = access});
    BOOST_TEST_REQUIRE(!opened.has_value());
    BOOST_TEST((opened.error().why == fault::truncated));
  }
}

BOOST_AUTO_TEST_CASE(a_link_that_the_caller_names_is_followed) {
  const temp_directory folder;
  write_file(folder / "file", "0123456789");
  fs::create_symlink("file", folder / "link");
  for (const file_access access : both)
    BOOST_TEST(open_file(folder / "link", access).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_shrinks_while_open_is_an_io_error_when_copied) {
  const temp_directory folder;
  const std::vector<float> values(100'000, 1.5F);
  safetensors_writer().add("w", dtype::f32, {values.size()}, values).write(folder / "file");
  const auto opened = checkpoint::open(folder / "file", {.access = file_access::copied});
  BOOST_TEST_REQUIRE(opened.has_value());
  const tensor_view view = (*opened)[0];
  BOOST_TEST(read_as_f64(view, 99'000, 1000).has_value());

  fs::resize_file(folder / "file", 4096);
  const auto gone = read_as_f64(view, 99'000, 1000);
  BOOST_TEST_REQUIRE(!gone.has_value());
  BOOST_TEST((gone.error().code == errc::io));
  BOOST_TEST(gone.error().message.find((folder / "file").string()) != std::string::npos);
  const auto still_there = read_as_f64(view, 0, 100);
  BOOST_TEST_REQUIRE(still_there.has_value());
  BOOST_TEST(still_there->front() == 1.5);
}

BOOST_AUTO_TEST_CASE(memory_is_borrowed_in_place) {
  const std::string text = "0123456789";
  const auto source = borrow_memory(std::as_bytes(std::span(text.data(), text.size())), "mine");
  BOOST_TEST(source->label() == "mine");
  BOOST_TEST(source->in_place() == reinterpret_cast<const std::byte*>(text.data()));
  BOOST_TEST(read_text(*source, 2, 3) == "234");
}

BOOST_AUTO_TEST_CASE(one_open_checkpoint_serves_several_threads) {
  const temp_directory folder;
  std::vector<float> values(50'000);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i);
  safetensors_writer().add("w", dtype::f32, {values.size()}, values).write(folder / "file");
  for (const file_access access : both) {
    const auto opened = checkpoint::open(folder / "file", {.access = access});
    BOOST_TEST_REQUIRE(opened.has_value());
    std::array<bool, 4> equal{};
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < equal.size(); ++thread)
      threads.emplace_back([&, thread] {
        bool all = true;
        for (std::size_t first = thread; first + 100 < values.size(); first += 997) {
          const auto part = read_as_f64((*opened)[0], first, 100);
          all = all && part && (*part)[99] == static_cast<double>(first + 99);
        }
        equal[thread] = all;
      });
    for (std::thread& thread : threads)
      thread.join();
    for (const bool all : equal)
      BOOST_TEST(all);
  }
}
