#pragma once

#include <string>
#include <vector>

#include <weightkin/report/html_report.hpp>
#include <weightkin/report/inventory_report.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>
#include <weightkin/version.hpp>

#include "report/full_comparison.hpp"
#include "report/sample_comparison.hpp"
#include "report/sample_hash.hpp"
#include "report/sample_inspection.hpp"

namespace weightkin::sample {

struct sample_document {
  const char* file;
  std::string text;
};

/// The version is not part of what the pinned documents fix.
inline std::string without_version(std::string text) {
  for (std::size_t at = 0; (at = text.find(WEIGHTKIN_VERSION, at)) != std::string::npos;)
    text.replace(at, std::string(WEIGHTKIN_VERSION).size(), "VERSION");
  return text;
}

/// Every byte that is not printable ASCII or a line end as <NN>, so that pinned files are plain.
inline std::string plain(const std::string& text) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\n' || (byte >= ' ' && byte <= '~'))
      out += c;
    else
      out += std::string("<") + digits[byte >> 4] + digits[byte & 15] + ">";
  }
  return out;
}

/// Every kind of document we write, from the samples.
inline std::vector<sample_document> documents() {
  const std::vector<comparison> rulings{suspect(), innocent()};
  const inspection inspected;
  const hashed_sample hashed;
  text_options detailed;
  detailed.tensors = true;
  text_options coloured;
  coloured.colour = coloured.blocks = true;
  coloured.width = 60;
  return {{"comparison.json", to_json(rulings[0])},
          {"innocent.json", to_json(rulings[1])},
          {"full.json", to_json(full())},
          {"comparison.txt", to_text(rulings[0], detailed)},
          {"coloured.txt", plain(to_text(rulings[0], coloured))},
          {"innocent.txt", to_text(rulings[1])},
          {"comparisons.svg", to_svg(rulings)},
          {"comparison.html", to_html(rulings[0])},
          {"innocent.html", to_html(rulings[1])},
          {"inspection.json", inspection_to_json(inspected.shown())},
          {"inspection.txt", inspection_to_text(inspected.shown(), detailed)},
          {"hash.json", hash_to_json(hashed.shown())},
          {"hash.txt", hash_to_text(hashed.shown())}};
}

} // namespace weightkin::sample
