// Writes the sample documents, for the schema check and for renewing tests/report/golden after a
// deliberate change:   write_samples DIRECTORY

#include <filesystem>
#include <fstream>

#include "report/sample_documents.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path directory = argv[1];
  std::filesystem::create_directories(directory);
  for (const auto& document : weightkin::sample::documents()) {
    std::ofstream file(directory / document.file, std::ios::binary);
    file << weightkin::sample::without_version(document.text);
    if (!file.flush()) return 2;
  }
  return 0;
}
