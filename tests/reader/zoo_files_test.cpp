// Every file of the shared zoo opens, by itself or as a part of one that does. Skipped, and says
// so, when the shared folder is absent.
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

/// The paths of the zoo's manifest.
std::vector<std::string> zoo_files(const fs::path& zoo) {
  std::vector<std::string> paths;
  std::ifstream manifest(zoo / "MANIFEST.tsv");
  std::string line;
  std::getline(manifest, line); // headings
  while (std::getline(manifest, line))
    paths.push_back(line.substr(0, line.find('\t')));
  return paths;
}

/// True when the first value of every tensor can be read.
bool is_readable(const checkpoint& model) {
  for (std::size_t i = 0; i < model.size(); ++i)
    if (element_count(model[i]) > 0 && !read_as_f64(model[i], 0, 1)) return false;
  return true;
}

BOOST_AUTO_TEST_CASE(every_file_opens_or_is_a_part_of_one_that_does) {
  const fs::path zoo = shared_folder() / "zoo";
  const auto paths = zoo_files(zoo);
  if (paths.empty()) {
    BOOST_TEST_MESSAGE("skipped: no zoo in " << zoo << "; set WEIGHTKIN_SHARED");
    return;
  }
  open_options options;
  options.lenient_pickle = true;
  std::set<fs::path> parts;
  std::vector<std::pair<std::string, std::string>> unopened; // path, why
  std::size_t tensors = 0;
  for (const std::string& path : paths) {
    const auto opened = checkpoint::open(zoo / path, options);
    if (!opened) {
      unopened.emplace_back(path, opened.error().message);
      continue;
    }
    BOOST_TEST(is_readable(*opened), path);
    tensors += opened->size();
    for (const checkpoint_file& file : opened->files())
      parts.insert(fs::weakly_canonical(file.path));
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(zoo)) {
    if (entry.path().extension() != ".mlpackage") continue;
    const auto package = checkpoint::open(entry.path(), options);
    BOOST_TEST_REQUIRE(package.has_value(), (package ? "" : package.error().message));
    for (const checkpoint_file& file : package->files())
      parts.insert(fs::weakly_canonical(file.path));
  }
  for (const auto& [path, why] : unopened) {
    // The list of a package's contents holds no weights; the package opens.
    if (path.ends_with(".mlpackage/Manifest.json")) continue;
    BOOST_TEST(parts.contains(fs::weakly_canonical(zoo / path)), path << ": " << why);
  }
  BOOST_TEST_MESSAGE(paths.size() << " files, " << tensors << " tensors, " << unopened.size()
                                  << " of the files are parts of others");
  BOOST_TEST(paths.size() >= 79U);
  BOOST_TEST(unopened.size() < 16U);
}

} // namespace
