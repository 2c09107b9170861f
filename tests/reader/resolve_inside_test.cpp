#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/files/resolve_inside.hpp"
#include "reader/files/sibling_files.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// "ok" or the fault with which opening `name` inside `root` is answered.
std::string answer(const fs::path& root, std::string_view name) {
  const auto opened = model_root::open(root);
  BOOST_TEST_REQUIRE(opened.has_value());
  const auto file = opened->open_inside(name, file_access::copied);
  return file ? "ok" : std::string(name_of(file.error().why));
}

} // namespace

BOOST_AUTO_TEST_CASE(names_that_could_leave_are_refused_as_text) {
  const std::vector<std::string> refused{"",
                                         ".",
                                         "..",
                                         "../x",
                                         "a/../b",
                                         "a/./b",
                                         "a//b",
                                         "/a",
                                         "a/",
                                         "a\\b",
                                         "c:x",
                                         "http://h/x",
                                         "\xff",
                                         "a/..",
                                         "/",
                                         "./a",
                                         std::string("a\0b", 3),
                                         std::string(256, 'x'),
                                         "a/" + std::string(256, 'x')};
  for (const std::string& name : refused) {
    const auto checked = check_inside_name(name);
    BOOST_TEST_REQUIRE(!checked.has_value(), name);
    BOOST_TEST((checked.error().why == fault::path));
  }
  for (const std::string& name :
       {std::string("a"), std::string("a/b.c"), std::string("..a"), std::string("a..b/...c"),
        std::string(255, 'x'), std::string("\xc3\xa9")})
    BOOST_TEST(check_inside_name(name).has_value(), name);
}

/// What the caller called his file he may call it; what a file names beside that is held to the
/// rule.
BOOST_AUTO_TEST_CASE(the_beginning_of_the_callers_own_name_is_his) {
  const temp_directory folder;
  for (const char* const name : {"v:1.bin", "v:1.param", "u\xff.bin", "b\\s-2.gguf"})
    write_file(folder / name, "x");
  const auto found = [&](std::string own, std::string_view name) {
    auto set = files_in(folder.path(), file_access::copied);
    BOOST_TEST_REQUIRE(set.has_value());
    const auto file = sibling_files(*set, std::move(own)).open(name);
    return file ? "ok" : std::string(name_of(file.error().why));
  };
  BOOST_TEST(found("v:1.param", "v:1.bin") == "ok");
  BOOST_TEST(found("v:1.param", "v:1.param") == "ok");
  BOOST_TEST(found("u\xff.param", "u\xff.bin") == "ok");
  BOOST_TEST(found("b\\s-1.gguf", "b\\s-2.gguf") == "ok");
  BOOST_TEST(found("\xc3\xa9", "\xc3\xaa") == "missing");
  BOOST_TEST(found("v:1.param", "v:1.json") == "missing");
  for (const char* const name :
       {"c:x", "v:1:2", "v:1.\xff", "v:1\\x", "v:1/../v:1.bin", "v:1.param/"})
    BOOST_TEST(found("v:1.param", name) == "path", name);
  for (const char* const own : {"", "model.param", "x:1.param"})
    BOOST_TEST(found(own, "v:1.bin") == "path", own);
}

BOOST_AUTO_TEST_CASE(files_inside_open_and_others_do_not) {
  const temp_directory folder;
  write_file(folder / "root/file", "x");
  write_file(folder / "root/sub/file", "x");
  write_file(folder / "outside", "x");
  fs::create_symlink("../outside", folder / "root/out");
  fs::create_symlink(folder / "outside", folder / "root/absolute");
  fs::create_symlink("file", folder / "root/within");
  fs::create_symlink("sub/../file", folder / "root/roundabout");
  fs::create_symlink("within", folder / "root/chain");
  fs::create_symlink("sub", folder / "root/linked_sub");
  fs::create_symlink("..", folder / "root/up");
  fs::create_symlink("itself", folder / "root/itself");
  BOOST_TEST_REQUIRE(::mkfifo((folder / "root/fifo").c_str(), 0600) == 0);

  const fs::path root = folder / "root";
  BOOST_TEST(answer(root, "file") == "ok");
  BOOST_TEST(answer(root, "sub/file") == "ok");
  BOOST_TEST(answer(root, "within") == "ok");
  BOOST_TEST(answer(root, "roundabout") == "ok");
  BOOST_TEST(answer(root, "absent") == "missing");
  BOOST_TEST(answer(root, "absent/file") == "missing");
  for (const char* name : {"out", "absolute", "chain", "linked_sub/file", "up/outside", "itself",
                           "fifo", "sub", "file/x", "../outside"})
    BOOST_TEST(answer(root, name) == "path", name);
}

BOOST_AUTO_TEST_CASE(the_root_itself_may_be_reached_through_a_link) {
  const temp_directory folder;
  write_file(folder / "root/file", "x");
  fs::create_symlink("file", folder / "root/within");
  fs::create_symlink("root", folder / "alias");
  BOOST_TEST(answer(folder / "alias", "file") == "ok");
  BOOST_TEST(answer(folder / "alias", "within") == "ok");
}

BOOST_AUTO_TEST_CASE(a_hugging_face_cache_may_link_into_its_blobs_and_nowhere_else) {
  const temp_directory folder;
  const fs::path model = folder / "models--x--y";
  const fs::path revision = model / "snapshots" / "0123abcd";
  write_file(model / "blobs" / "feed", "x");
  write_file(model / "refs" / "main", "x");
  write_file(model / "blobs" / "deep" / "feed", "x");
  fs::create_directories(revision / "unet");
  fs::create_symlink("../../blobs/feed", revision / "model.safetensors");
  fs::create_symlink("../../../blobs/feed", revision / "unet" / "model.safetensors");
  fs::create_symlink("../../refs/main", revision / "refs");
  fs::create_symlink("../../blobs/deep/feed", revision / "deeper");
  fs::create_symlink("../../blobs/absent", revision / "absent");
  fs::create_symlink("../refs/main", model / "blobs" / "linked");
  fs::create_symlink("../../blobs/linked", revision / "twice");

  BOOST_TEST(answer(revision, "model.safetensors") == "ok");
  BOOST_TEST(answer(revision, "unet/model.safetensors") == "ok");
  BOOST_TEST(answer(revision / "unet", "model.safetensors") == "ok");
  BOOST_TEST(answer(revision, "absent") == "missing");
  for (const char* name : {"refs", "deeper", "twice"})
    BOOST_TEST(answer(revision, name) == "path", name);

  // The same links outside a folder called snapshots lead out.
  fs::create_directories(model / "elsewhere" / "rev");
  fs::create_symlink("../../blobs/feed", model / "elsewhere" / "rev" / "model.safetensors");
  BOOST_TEST(answer(model / "elsewhere" / "rev", "model.safetensors") == "path");
}
