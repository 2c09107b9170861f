#include "reader/quantised/value_grid.hpp"

#include <cstring>
#include <utility>

#include <weightkin/core/float_formats.hpp>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

/// Reads runs of a row-major array: one where the part has whole rows, else one a row.
template <class ReadRun>
result<void> read_row_major(const rectangle& part, std::uint64_t columns, std::span<float> out,
                            ReadRun read_run) {
  if (part.columns == columns || part.rows == 1)
    return read_run(part.row * columns + part.column, out);
  for (std::size_t row = 0; row < part.rows; ++row)
    if (auto read = read_run((part.row + row) * columns + part.column,
                             out.subspan(row * part.columns, part.columns));
        !read)
      return read;
  return {};
}

class stored_values final : public value_grid {
public:
  stored_values(const stored_tensor& elements, std::uint64_t columns) noexcept
      : elements_(elements), columns_(columns) {}
  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    return read_row_major(part, columns_, out, [&](std::uint64_t first, std::span<float> run) {
      return read_f32(elements_, first, run);
    });
  }

private:
  const stored_tensor& elements_;
  std::uint64_t columns_;
};

class source_values final : public value_grid {
public:
  source_values(std::shared_ptr<const element_source> elements, std::uint64_t columns) noexcept
      : elements_(std::move(elements)), columns_(columns) {}
  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    return read_row_major(
        part, columns_, out, [&](std::uint64_t first, std::span<float> run) -> result<void> {
          const auto got = elements_->read(first, run.size(), std::as_writable_bytes(run));
          if (!got) return got.error();
          if (static_cast<const void*>(got->data()) != run.data())
            std::memcpy(run.data(), got->data(), got->size());
          return {};
        });
  }

private:
  std::shared_ptr<const element_source> elements_;
  std::uint64_t columns_;
};

class constant_value final : public value_grid {
public:
  explicit constant_value(float value) noexcept : value_(value) {}
  [[nodiscard]] result<void> read(const rectangle& /*part*/, std::span<float> out) const override {
    for (float& value : out)
      value = value_;
    return {};
  }

private:
  float value_;
};

class transposed_values final : public value_grid {
public:
  explicit transposed_values(std::unique_ptr<const value_grid> grid) noexcept
      : grid_(std::move(grid)) {}
  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    std::vector<float> turned(part.size());
    const rectangle source{part.column, part.row, part.columns, part.rows};
    if (auto read = grid_->read(source, turned); !read) return read;
    for (std::size_t row = 0; row < part.rows; ++row)
      for (std::size_t column = 0; column < part.columns; ++column)
        out[row * part.columns + column] = turned[column * part.rows + row];
    return {};
  }

private:
  std::unique_ptr<const value_grid> grid_;
};

void look_up(std::span<const float> table, std::span<float> codes) noexcept {
  for (float& value : codes)
    value = table[static_cast<std::size_t>(value)];
}

class mapped_values final : public value_grid {
public:
  mapped_values(std::unique_ptr<const value_grid> codes, std::vector<float> table) noexcept
      : codes_(std::move(codes)), table_(std::move(table)) {}
  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    if (auto read = codes_->read(part, out); !read) return read;
    look_up(table_, out);
    return {};
  }

private:
  std::unique_ptr<const value_grid> codes_;
  std::vector<float> table_;
};

class values_by_stored_table final : public value_grid {
public:
  values_by_stored_table(std::unique_ptr<const value_grid> codes, const stored_tensor& table)
      : codes_(std::move(codes)), table_(table) {}
  [[nodiscard]] result<void> read(const rectangle& part, std::span<float> out) const override {
    std::vector<float> table(static_cast<std::size_t>(element_count(table_)));
    if (auto read = read_f32(table_, 0, table); !read) return read;
    if (auto read = codes_->read(part, out); !read) return read;
    look_up(table, out);
    return {};
  }

private:
  std::unique_ptr<const value_grid> codes_;
  const stored_tensor& table_;
};

} // namespace

std::unique_ptr<const value_grid> stored_grid(const stored_tensor& elements,
                                              std::uint64_t columns) {
  return std::make_unique<stored_values>(elements, columns);
}

std::unique_ptr<const value_grid> source_grid(std::shared_ptr<const element_source> elements,
                                              std::uint64_t columns) {
  return std::make_unique<source_values>(std::move(elements), columns);
}

std::unique_ptr<const value_grid> constant_grid(float value) {
  return std::make_unique<constant_value>(value);
}

std::unique_ptr<const value_grid> transposed_grid(std::unique_ptr<const value_grid> grid) {
  return std::make_unique<transposed_values>(std::move(grid));
}

std::unique_ptr<const value_grid> mapped_grid(std::unique_ptr<const value_grid> codes,
                                              std::vector<float> table) {
  return std::make_unique<mapped_values>(std::move(codes), std::move(table));
}

std::unique_ptr<const value_grid> mapped_grid(std::unique_ptr<const value_grid> codes,
                                              const stored_tensor& table) {
  return std::make_unique<values_by_stored_table>(std::move(codes), table);
}

std::unique_ptr<const value_grid> exponent_grid(const stored_tensor& bytes, std::uint64_t columns) {
  if (bytes.type == dtype::f8_e8m0) return stored_grid(bytes, columns);
  std::vector<float> table(256);
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    table[byte] = widen_f8_e8m0(static_cast<std::uint8_t>(byte));
  return mapped_grid(stored_grid(bytes, columns), std::move(table));
}

std::vector<float> e2m1_table() {
  std::vector<float> table(16);
  for (std::uint32_t code = 0; code < table.size(); ++code)
    table[code] = widen(f4_e2m1_format, code);
  return table;
}

} // namespace weightkin
