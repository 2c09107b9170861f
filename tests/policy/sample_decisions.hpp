#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/decision_report.hpp>

#include "report/sample_comparison.hpp"
#include "report/sample_documents.hpp"

/// The worked examples of examples/policies, applied to the sample comparisons.
namespace weightkin::sample {

inline std::string whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// One of examples/policies. Fails loudly: an empty policy would make every test pass.
inline policy worked_policy(const std::string& source, const std::string& name) {
  auto read = parse_policy(whole_file(source + "/examples/policies/" + name + ".json"), name);
  if (!read) throw std::runtime_error(read.error().message);
  return std::move(*read);
}

inline const std::vector<std::string>& worked_policies() {
  static const std::vector<std::string> names{"korean-minimum-condition", "apache-only",
                                              "must-attribute", "eu-modification"};
  return names;
}

inline licence_table known_licence(const std::string& licence) {
  return {{{"donor.safetensors", licence, {"example/donor"}}}};
}

/// Every worked policy for the suspect, who says nothing of the donor, and for the innocent.
inline std::vector<std::pair<std::string, decision>> decisions(const std::string& source) {
  std::vector<std::pair<std::string, decision>> out;
  const std::vector<comparison> guilty{suspect()};
  const std::vector<comparison> clear{innocent()};
  for (const std::string& name : worked_policies()) {
    const policy rules = worked_policy(source, name);
    const licence_table known = known_licence("gemma");
    out.emplace_back(name + ".suspect", decide(rules, guilty, known));
    out.emplace_back(name + ".innocent", decide(rules, clear, known));
  }
  return out;
}

} // namespace weightkin::sample
