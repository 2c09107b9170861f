#include "reader/quantised/packed_grids.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "reader/decode/decoded_elements.hpp"
#include "reader/decode/stored_elements.hpp"

namespace weightkin {
namespace {

constexpr std::uint32_t mask_of(unsigned bits) noexcept { return (1U << bits) - 1U; }

/// Elements [first, first + out.size()) of a tensor of bytes or 32-bit words, as their bits.
result<void> read_codes(const stored_tensor& tensor, std::uint64_t first,
                        std::span<std::uint32_t> out) {
  const stored_elements plain(tensor);
  const element_source& source =
      tensor.decoded != nullptr ? *tensor.decoded : static_cast<const element_source&>(plain);
  if (bits_of(tensor.type) == 8) {
    std::vector<std::byte> scratch(out.size());
    const auto got = source.read(first, out.size(), scratch);
    if (!got) return got.error();
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = std::to_integer<std::uint32_t>((*got)[i]);
    return {};
  }
  const auto got = source.read(first, out.size(), std::as_writable_bytes(out));
  if (!got) return got.error();
  if (!got->empty() && static_cast<const void*>(got->data()) != out.data())
    std::memcpy(out.data(), got->data(), got->size());
  return {};
}

class bit_row_grid final : public value_grid {
public:
  bit_row_grid(const stored_tensor& words, std::uint64_t words_per_row, unsigned bits) noexcept
      : words_(words), words_per_row_(words_per_row), bits_(bits) {}

  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    const std::uint64_t first_word = part.column * bits_ / 32;
    const std::uint64_t end_word = ((part.column + part.columns) * bits_ + 31) / 32;
    std::vector<std::uint32_t> line(static_cast<std::size_t>(end_word - first_word));
    for (std::size_t row = 0; row < part.rows; ++row) {
      const std::uint64_t begin = (part.row + row) * words_per_row_ + first_word;
      if (auto read = read_codes(words_, begin, line); !read) return read;
      unpack(line, static_cast<unsigned>(part.column * bits_ % 32),
             out.subspan(row * part.columns, part.columns));
    }
    return {};
  }

private:
  /// Codes from bit `skip` of `line` on, by way of a window of at least one code.
  void unpack(std::span<const std::uint32_t> line, unsigned skip, std::span<float> out) const {
    std::uint64_t window = line.empty() ? 0 : line[0] >> skip;
    unsigned held = 32 - skip;
    std::size_t next = 1;
    for (float& value : out) {
      if (held < bits_) {
        window |= static_cast<std::uint64_t>(line[next++]) << held;
        held += 32;
      }
      value = static_cast<float>(static_cast<std::uint32_t>(window) & mask_of(bits_));
      window >>= bits_;
      held -= bits_;
    }
  }

  const stored_tensor& words_;
  std::uint64_t words_per_row_;
  unsigned bits_;
};

class bit_column_grid final : public value_grid {
public:
  bit_column_grid(const stored_tensor& words, std::uint64_t columns, unsigned bits) noexcept
      : words_(words), columns_(columns), bits_(bits) {}

  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    const std::uint64_t first_word = part.row * bits_ / 32;
    const std::uint64_t end_word = ((part.row + part.rows) * bits_ + 31) / 32;
    std::vector<std::uint32_t> block(static_cast<std::size_t>(end_word - first_word) *
                                     part.columns);
    for (std::uint64_t word = first_word; word < end_word; ++word) {
      const auto at = static_cast<std::size_t>(word - first_word) * part.columns;
      if (auto read = read_codes(words_, word * columns_ + part.column,
                                 std::span(block).subspan(at, part.columns));
          !read)
        return read;
    }
    for (std::size_t row = 0; row < part.rows; ++row) {
      const std::uint64_t bit = (part.row + row) * bits_ - first_word * 32;
      const std::uint32_t* low = block.data() + static_cast<std::size_t>(bit / 32) * part.columns;
      unpack_row(low, static_cast<unsigned>(bit % 32),
                 out.subspan(row * part.columns, part.columns));
    }
    return {};
  }

private:
  void unpack_row(const std::uint32_t* low, unsigned shift, std::span<float> out) const {
    const std::uint32_t mask = mask_of(bits_);
    if (shift + bits_ <= 32) {
      for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<float>(low[i] >> shift & mask);
      return;
    }
    const std::uint32_t* high = low + out.size();
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<float>((low[i] >> shift | high[i] << (32 - shift)) & mask);
  }

  const stored_tensor& words_;
  std::uint64_t columns_;
  unsigned bits_;
};

class interleaved_grid final : public value_grid {
public:
  interleaved_grid(const stored_tensor& words, std::uint64_t columns) noexcept
      : words_(words), columns_(columns) {}

  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    constexpr std::array<unsigned, 8> shift_of_column{0, 16, 4, 20, 8, 24, 12, 28};
    const std::uint64_t first_word = part.column / 8;
    std::vector<std::uint32_t> line(
        static_cast<std::size_t>((part.column + part.columns + 7) / 8 - first_word));
    for (std::size_t row = 0; row < part.rows; ++row) {
      const std::uint64_t begin = (part.row + row) * (columns_ / 8) + first_word;
      if (auto read = read_codes(words_, begin, line); !read) return read;
      float* to = out.data() + row * part.columns;
      for (std::size_t i = 0; i < part.columns; ++i) {
        const std::uint64_t column = part.column + i;
        const std::uint32_t word = line[static_cast<std::size_t>(column / 8 - first_word)];
        to[i] = static_cast<float>(word >> shift_of_column[column % 8] & 15U);
      }
    }
    return {};
  }

private:
  const stored_tensor& words_;
  std::uint64_t columns_;
};

class nibble_grid final : public value_grid {
public:
  nibble_grid(const stored_tensor& bytes, std::uint64_t columns, nibble_order order) noexcept
      : bytes_(bytes), columns_(columns), low_first_(order == nibble_order::low_first) {}

  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    const std::uint64_t first_byte = part.column / 2;
    std::vector<std::uint32_t> line(
        static_cast<std::size_t>((part.column + part.columns + 1) / 2 - first_byte));
    for (std::size_t row = 0; row < part.rows; ++row) {
      const std::uint64_t begin = (part.row + row) * (columns_ / 2) + first_byte;
      if (auto read = read_codes(bytes_, begin, line); !read) return read;
      float* to = out.data() + row * part.columns;
      const std::size_t odd = part.column % 2;
      for (std::size_t i = 0; i < part.columns; ++i) {
        const bool low = ((i + odd) % 2 == 0) == low_first_;
        to[i] = static_cast<float>(line[(i + odd) / 2] >> (low ? 0U : 4U) & 15U);
      }
    }
    return {};
  }

private:
  const stored_tensor& bytes_;
  std::uint64_t columns_;
  bool low_first_;
};

class stacked_grid final : public value_grid {
public:
  stacked_grid(const stored_tensor& stored, std::uint64_t columns, unsigned bits, unsigned parts,
               first_part order) noexcept
      : stored_(stored), columns_(columns), rows_(stored.shape[0]), bits_(bits), parts_(parts),
        order_(order) {}

  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    std::vector<std::uint32_t> line(part.columns);
    for (std::size_t row = 0; row < part.rows; ++row) {
      const auto piece = static_cast<unsigned>((part.row + row) / rows_);
      const unsigned shift = bits_ * (order_ == first_part::lowest ? piece : parts_ - 1 - piece);
      const std::uint64_t begin = (part.row + row) % rows_ * columns_ + part.column;
      if (auto read = read_codes(stored_, begin, line); !read) return read;
      for (std::size_t i = 0; i < part.columns; ++i)
        out[row * part.columns + i] = static_cast<float>(line[i] >> shift & mask_of(bits_));
    }
    return {};
  }

private:
  const stored_tensor& stored_;
  std::uint64_t columns_;
  std::uint64_t rows_;
  unsigned bits_;
  unsigned parts_;
  first_part order_;
};

} // namespace

std::unique_ptr<const value_grid> bit_rows(const stored_tensor& words, std::uint64_t words_per_row,
                                           unsigned bits) {
  return std::make_unique<bit_row_grid>(words, words_per_row, bits);
}

std::unique_ptr<const value_grid> bit_columns(const stored_tensor& words, std::uint64_t columns,
                                              unsigned bits) {
  return std::make_unique<bit_column_grid>(words, columns, bits);
}

std::unique_ptr<const value_grid> interleaved_nibbles(const stored_tensor& words,
                                                      std::uint64_t columns) {
  return std::make_unique<interleaved_grid>(words, columns);
}

std::unique_ptr<const value_grid> nibble_rows(const stored_tensor& bytes, std::uint64_t columns,
                                              nibble_order order) {
  return std::make_unique<nibble_grid>(bytes, columns, order);
}

std::unique_ptr<const value_grid> stacked_parts(const stored_tensor& stored, std::uint64_t columns,
                                                unsigned bits, unsigned parts, first_part order) {
  return std::make_unique<stacked_grid>(stored, columns, bits, parts, order);
}

} // namespace weightkin
