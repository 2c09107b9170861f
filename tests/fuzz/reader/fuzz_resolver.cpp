#include <filesystem>
#include <string_view>
#include <sys/stat.h>

#include "fuzz/reader/exercise.hpp"
#include "reader/files/resolve_inside.hpp"
#include "support/temp_directory.hpp"

namespace {

using namespace weightkin;
namespace fs = std::filesystem;

constexpr std::string_view may_be_read = "inside";

/// A model in a cache with links of every kind, beside what must stay unread.
class cache_folder {
public:
  cache_folder() {
    test::write_file(folder_ / "secret", "outside");
    test::write_file(folder_ / "models--m/blobs/0", may_be_read);
    test::write_file(folder_ / "models--m/refs/main", "outside");
    test::write_file(model() / "a", may_be_read);
    test::write_file(model() / "d/b", may_be_read);
    link("d/b", "inner");
    link("../../blobs/0", "blob");
    link("../../refs/main", "not_a_blob");
    link("../../../secret", "outer");
    link((folder_ / "secret").string(), "absolute");
    link("..", "up");
    link("outer", "d/chain");
    link("self", "self");
    ::mkfifo((model() / "fifo").c_str(), S_IRUSR | S_IWUSR);
  }

  [[nodiscard]] fs::path model() const { return folder_ / "models--m/snapshots/r"; }

private:
  void link(const std::string& target, const char* name) {
    fs::create_symlink(target, model() / name);
  }

  test::temp_directory folder_;
};

} // namespace

/// The input as the name of a file, looked up in a real folder: what opens must be of the model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const cache_folder folder;
  static const auto root = model_root::open(folder.model());
  fuzz::require(root.has_value());
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  const auto opened = root->open_inside(name, file_access::copied);
  if (!opened) {
    fuzz::require(opened.error().code == errc::bad_format);
    return 0;
  }
  fuzz::require((*opened)->size() == may_be_read.size());
  std::byte scratch[may_be_read.size()];
  const auto content = (*opened)->read(0, may_be_read.size(), scratch);
  fuzz::require(content.has_value());
  fuzz::require(
      std::equal(content->begin(), content->end(), std::as_bytes(std::span(may_be_read)).begin()));
  return 0;
}
