#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The fixed sets of small vectors that the lattice quantisations choose from: their index is what
/// a block stores. The sets were chosen by their author to fit real weights; no formula gives them.
namespace weightkin {

template <std::size_t Points, std::size_t Values>
using lattice_grid = std::array<std::array<std::int8_t, Values>, Points>;

extern const lattice_grid<256, 8> iq2_xxs_grid; ///< of 8, 25, 43
extern const lattice_grid<512, 8> iq2_xs_grid;  ///< of 8, 25, 43
extern const lattice_grid<1024, 8> iq2_s_grid;  ///< of 8, 25, 43
extern const lattice_grid<256, 4> iq3_xxs_grid; ///< of 4, 12, 20, 28, 36, 44, 52, 62
extern const lattice_grid<512, 4> iq3_s_grid;   ///< of the odd numbers up to 15
extern const lattice_grid<2048, 8> iq1_grid;    ///< of -1, 0, 1

} // namespace weightkin
