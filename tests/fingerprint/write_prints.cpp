/// Writes fingerprints as files of a folder, for the checks of their schema.
#include <filesystem>
#include <fstream>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "support/print_builder.hpp"

int main(int argc, char** argv) {
  using namespace weightkin;
  if (argc != 2) return 2;
  const std::filesystem::path folder(argv[1]);
  std::filesystem::create_directories(folder);
  const fingerprint odd = test::odd_print();
  const auto write = [&folder](const char* name, const fingerprint& print) {
    std::ofstream(folder / name, std::ios::binary) << fingerprint_to_json(print);
  };
  write("odd.json", odd);
  write("llama.json", test::llama_print(1));
  write("small.json", truncate(odd, print_level::small));
  write("bare.json", disclose(odd, {false, false, false, false, false, false}));
  fingerprint bytes = odd;
  bytes.name = "\xff";
  bytes.seed = ~std::uint64_t{0};
  write("bytes.json", bytes);
  return 0;
}
