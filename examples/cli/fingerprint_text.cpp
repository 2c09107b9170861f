#include "fingerprint_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <weightkin/report/printable.hpp>

namespace weightkin::cli {
namespace {

constexpr std::size_t shown_digest_digits = 16;

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text + "  ";
}

template <class Has>
std::string how_many(const fingerprint& print, const char* what, Has has) {
  const auto count = std::count_if(print.tensors.begin(), print.tensors.end(), has);
  return std::string(what) + " " + std::to_string(count);
}

std::string head(const fingerprint& print, const std::string& path) {
  std::string text = printable(path) + ": fingerprint " +
                     std::to_string(fingerprint_version_major) + "." +
                     std::to_string(fingerprint_version_minor);
  if (!print.name.empty()) text += " of " + printable(print.name);
  if (!print.format.empty()) text += " (" + printable(print.format) + ")";
  text += ", seed " + std::to_string(print.seed) + "\n  " + std::to_string(print.tensors.size()) +
          " tensors, " + std::to_string(print.contents.parameters) + " parameters; of them have ";
  text += how_many(print, "sketches", [](const tensor_print& t) { return t.sketch.has_value(); });
  text +=
      ", " + how_many(print, "units", [](const tensor_print& t) { return t.units.has_value(); });
  text += ", " + how_many(print, "rows", [](const tensor_print& t) { return t.rows.has_value(); });
  text +=
      ", " + how_many(print, "digests", [](const tensor_print& t) { return t.value.has_value(); });
  return text + "\n";
}

std::string roots(const std::optional<print_roots>& found) {
  if (!found) return "  root      none: digests are missing\n";
  return "  root      " + to_hex(found->named) + "\n  nameless  " + to_hex(found->nameless) + "\n";
}

std::string components(const fingerprint& print) {
  std::size_t widest = 9;
  for (const component& part : print.contents.components)
    widest = std::max(widest, printable(part.id).size());
  std::string text = "\n" + padded("component", widest) + padded("tensors", 8) +
                     padded("parameters", 14) + "root\n";
  for (std::size_t i = 0; i < print.contents.components.size(); ++i) {
    const component& part = print.contents.components[i];
    const auto& root = print.component_roots[i];
    text += padded(printable(part.id), widest) + padded(std::to_string(part.tensors), 8) +
            padded(std::to_string(part.parameters), 14) +
            (root ? to_hex(root->named).substr(0, shown_digest_digits) : "-") + "\n";
  }
  return text;
}

std::string shape_of(const tensor_print& tensor) {
  std::string text;
  for (const std::uint64_t extent : tensor.shape)
    text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text.empty() ? "scalar" : text;
}

std::string short_number(double value) {
  std::array<char, 32> digits{};
  const int length = std::snprintf(digits.data(), digits.size(), "%.4g", value);
  return {digits.data(), static_cast<std::size_t>(std::max(length, 0))};
}

std::string lines(const fingerprint& print) {
  std::string text = "\n" + padded("value digest", shown_digest_digits) + padded("dtype", 6) +
                     padded("buckets", 7) + padded("rms", 10) + "tensor\n";
  for (const tensor_print& tensor : print.tensors)
    text += padded(tensor.value ? to_hex(*tensor.value).substr(0, shown_digest_digits) : "-",
                   shown_digest_digits) +
            padded(std::string(name_of(tensor.type)), 6) +
            padded(tensor.sketch ? std::to_string(tensor.sketch->codes.size()) : "-", 7) +
            padded(short_number(std::sqrt(tensor.mean_square)), 10) + printable(tensor.name) +
            "  [" + shape_of(tensor) + "]\n";
  return text;
}

} // namespace

std::string fingerprint_to_text(const fingerprint& print, const std::string& path, bool tensors) {
  std::array<char, 17> sum{};
  std::snprintf(sum.data(), sum.size(), "%016llx", static_cast<unsigned long long>(print.checksum));
  std::string text = head(print, path) + roots(print.roots) + "  checksum  " + sum.data() + "\n";
  text += components(print);
  return tensors ? text + lines(print) : text;
}

} // namespace weightkin::cli
