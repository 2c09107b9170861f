#include "zoo_manifest.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <weightkin/kernel/blake3.hpp>

namespace weightkin::zoo {

namespace {

constexpr const char* titles =
    "file\tbackbone\tseed\tsplit\trecipe\tstrength\trelated\tcommon_ancestor\tparents\toperations\t"
    "fresh\tparameters\tsteps\tfirst_loss\tlast_loss\theld_out\theld_out_first\tdigest";

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char character : line)
    if (character == '\t')
      cells.emplace_back();
    else
      cells.back() += character;
  return cells;
}

template <class Number>
Number number_in(const std::string& text, const std::string& path) {
  std::istringstream in(text);
  Number value{};
  if (!(in >> value) || in.peek() != std::istringstream::traits_type::eof())
    throw std::runtime_error(path + ": not a number: " + text);
  return value;
}

} // namespace

void write_manifest(const std::vector<manifest_row>& rows, const std::string& path) {
  std::ofstream out(path);
  out << titles << '\n';
  for (const manifest_row& row : rows)
    out << row.file << '\t' << row.backbone << '\t' << row.seed << '\t' << row.split << '\t'
        << row.recipe << '\t' << row.strength << '\t' << row.related << '\t' << row.common_ancestor
        << '\t' << row.parents << '\t' << row.operations << '\t' << row.fresh << '\t'
        << row.parameters << '\t' << row.steps << '\t' << row.first_loss << '\t' << row.last_loss
        << '\t' << row.held_out << '\t' << row.held_out_first << '\t' << row.digest << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path);
}

std::vector<manifest_row> read_manifest(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line) || line != titles)
    throw std::runtime_error(path + ": not a manifest of the zoo");
  std::vector<manifest_row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> c = cells_of(line);
    if (c.size() != 18) throw std::runtime_error(path + ": not 18 cells: " + line);
    manifest_row row;
    row.file = c[0];
    row.backbone = c[1];
    row.seed = number_in<std::uint64_t>(c[2], path);
    row.split = c[3];
    row.recipe = c[4];
    row.strength = c[5];
    row.related = number_in<bool>(c[6], path);
    row.common_ancestor = number_in<bool>(c[7], path);
    row.parents = c[8];
    row.operations = c[9];
    row.fresh = c[10];
    row.parameters = number_in<std::size_t>(c[11], path);
    row.steps = number_in<std::size_t>(c[12], path);
    row.first_loss = number_in<float>(c[13], path);
    row.last_loss = number_in<float>(c[14], path);
    row.held_out = number_in<float>(c[15], path);
    row.held_out_first = number_in<float>(c[16], path);
    row.digest = c[17];
    rows.push_back(row);
  }
  return rows;
}

std::string digest_of(const zoo_model& model) {
  blake3_hasher hasher;
  const auto add_text = [&hasher](const std::string& text) {
    hasher.update(std::as_bytes(std::span<const char>(text.data(), text.size() + 1)));
  };
  for (const zoo_tensor& tensor : model.tensors) {
    add_text(tensor.name);
    for (const std::uint64_t extent : tensor.shape)
      add_text(std::to_string(extent));
    hasher.update(std::as_bytes(std::span<const float>(tensor.values)));
  }
  return to_hex(hasher.finish());
}

} // namespace weightkin::zoo
