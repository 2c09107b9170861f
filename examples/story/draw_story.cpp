// Draws the demonstration: the suspect and the innocent model, each against the donor, in one
// picture.
//
//   draw_story DIRECTORY        reads what make_story wrote, writes DIRECTORY/story.svg

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/report/svg_picture.hpp>

namespace {

weightkin::result<weightkin::comparison> ruled(const std::string& subject,
                                               const std::string& reference) {
  const auto a = weightkin::checkpoint::open(subject);
  if (!a) return a.error();
  const auto b = weightkin::checkpoint::open(reference);
  if (!b) return b.error();
  return weightkin::compare(*a, *b);
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: draw_story DIRECTORY\n", stderr);
    return 2;
  }
  const std::string directory = std::string(argv[1]) + "/";
  std::vector<weightkin::comparison> rulings;
  for (const char* subject : {"suspect.safetensors", "innocent.safetensors"}) {
    auto ruling = ruled(directory + subject, directory + "donor.safetensors");
    if (!ruling) {
      std::fprintf(stderr, "draw_story: %s\n", ruling.error().message.c_str());
      return 2;
    }
    rulings.push_back(std::move(*ruling));
  }
  std::ofstream picture(directory + "story.svg", std::ios::binary);
  picture << weightkin::to_svg(rulings);
  return picture.flush() ? 0 : 2;
}
