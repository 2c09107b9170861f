#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trained_recipes.hpp"

namespace weightkin::zoo {

/// One file of a zoo on disk.
struct manifest_row {
  std::string file;     ///< relative to the manifest
  std::string backbone; ///< as `name_of` spells it
  std::uint64_t seed = 0;
  std::string split;  ///< "tune" or "test"
  std::string recipe; ///< "base" for bases
  std::string strength;
  bool related = true;
  bool common_ancestor = false;
  std::string parents;    ///< files, separated by blanks; empty for bases
  std::string operations; ///< numbers of operation_kind, separated by blanks
  std::string fresh;      ///< tensors that began anew, separated by blanks
  std::size_t parameters = 0;
  std::size_t steps = 0; ///< of this file's own training
  float first_loss = 0;
  float last_loss = 0;
  float held_out = 0;       ///< on the world it was trained on last
  float held_out_first = 0; ///< on the world of the bases
  std::string digest;       ///< of names, shapes and values
};

/// Tab-separated text with a line of titles. Both throw std::runtime_error naming the file.
void write_manifest(const std::vector<manifest_row>& rows, const std::string& path);
[[nodiscard]] std::vector<manifest_row> read_manifest(const std::string& path);

/// BLAKE3 of names, shapes and values, in order, as hexadecimal digits.
[[nodiscard]] std::string digest_of(const zoo_model& model);

} // namespace weightkin::zoo
