// Writes the sample documents, for the schema check and for renewing tests/report/golden after a
// deliberate change:   write_samples DIRECTORY
// write_samples DIRECTORY hostile   also those of hostile names

#include <filesystem>
#include <fstream>

#include "report/standard_documents.hpp"

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) return 2;
  const std::filesystem::path directory = argv[1];
  std::filesystem::create_directories(directory);
  const auto write = [&](const std::vector<weightkin::sample::sample_document>& documents) {
    for (const auto& document : documents) {
      std::ofstream file(directory / document.file, std::ios::binary);
      file << weightkin::sample::without_version(document.text);
      if (!file.flush()) return false;
    }
    return true;
  };
  const bool all = write(weightkin::sample::documents()) &&
                   write(weightkin::sample::standard_documents()) &&
                   (argc == 2 || write(weightkin::sample::hostile_documents()));
  return all ? 0 : 2;
}
