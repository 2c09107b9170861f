// Writes the sample decisions, for the schema check and for renewing tests/policy/golden after a
// deliberate change:   write_decisions SOURCE DIRECTORY

#include "policy/sample_decisions.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  using namespace weightkin;
  const std::filesystem::path directory = argv[2];
  std::filesystem::create_directories(directory);
  for (const auto& [name, made] : sample::decisions(argv[1])) {
    std::ofstream json(directory / (name + ".json"), std::ios::binary);
    json << sample::without_version(decision_to_json(made));
    std::ofstream text(directory / (name + ".txt"), std::ios::binary);
    text << sample::without_version(decision_to_text(made));
    if (!json.flush() || !text.flush()) return 2;
  }
  return 0;
}
