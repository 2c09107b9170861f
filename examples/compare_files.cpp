// Three lines to a verdict: does SUBJECT descend from REFERENCE?
//
//   compare_files SUBJECT REFERENCE

#include <iostream>

#include <weightkin/weightkin.hpp>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto subject = weightkin::checkpoint::open(argv[1]);
  const auto reference = weightkin::checkpoint::open(argv[2]);
  if (!subject || !reference) {
    std::cerr << (!subject ? subject : reference).error().message << '\n';
    return 2;
  }
  const auto ruling = weightkin::compare(*subject, *reference);
  if (!ruling) {
    std::cerr << ruling.error().message << '\n';
    return 2;
  }
  for (const auto& component : ruling->components)
    std::cout << component.id << ": " << name_of(component.ruling) << '\n';
}
