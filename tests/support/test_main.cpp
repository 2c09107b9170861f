#include <filesystem>

#include <boost/test/unit_test.hpp>

/// The `main` of every Boost.Test program: compiled once, and the suite is called like its program.
int main(int argc, char** argv) {
  return boost::unit_test::unit_test_main(
      [] {
        auto& suite = boost::unit_test::framework::master_test_suite();
        suite.p_name.value = std::filesystem::path(suite.argv[0]).filename().string();
        return true;
      },
      argc, argv);
}
