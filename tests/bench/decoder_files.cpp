#include "bench/decoder_files.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

namespace weightkin::bench {
namespace {

using order = std::vector<std::uint32_t>;

std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// Four uniform numbers added up, variance one: near enough to a Gaussian, and any element can be
/// asked for by itself.
float bell(std::uint64_t key) {
  const std::uint64_t bits = mixed(key);
  const auto sum = static_cast<float>((bits & 0xffff) + (bits >> 16 & 0xffff) +
                                      (bits >> 32 & 0xffff) + (bits >> 48));
  return (sum - 131070.0F) * 2.6428e-5F;
}

order in_place(std::uint64_t count) {
  order units(count);
  std::iota(units.begin(), units.end(), 0U);
  return units;
}

order shuffled(std::uint64_t count, std::uint64_t seed) {
  order units = in_place(count);
  for (std::uint64_t i = count; i > 1; --i)
    std::swap(units[i - 1], units[mixed(seed + i) % i]);
  return units;
}

/// Rows of whole heads, the heads in the given order.
order rows_in_order(const order& heads, std::uint64_t rows) {
  order units;
  for (const std::uint32_t head : heads)
    for (std::uint64_t row = 0; row < rows; ++row)
      units.push_back(static_cast<std::uint32_t>(head * rows + row));
  return units;
}

/// A tensor by the rows and columns of the reference that it shows.
struct planned {
  std::string name;
  order rows, columns; ///< no rows: a vector
  bool gain = false;
};

class writer {
public:
  writer(const std::filesystem::path& path, std::uint64_t seed, bool noisy)
      : file_(path, std::ios::binary), seed_(mixed(seed)), noisy_(noisy) {}

  bool write(const std::vector<planned>& plan) {
    const std::string header = header_of(plan);
    const std::uint64_t length = header.size();
    file_.write(reinterpret_cast<const char*>(&length), sizeof length);
    file_.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (std::size_t tensor = 0; tensor < plan.size(); ++tensor)
      for (std::size_t row = 0; row < std::max<std::size_t>(1, plan[tensor].rows.size()); ++row)
        write_row(plan[tensor], tensor, row);
    return file_.flush().good();
  }

private:
  static std::string header_of(const std::vector<planned>& plan) {
    std::string json = "{";
    std::uint64_t offset = 0;
    for (const planned& tensor : plan) {
      const std::uint64_t rows = tensor.rows.size();
      const std::uint64_t columns = tensor.columns.size();
      const std::uint64_t end = offset + 2 * std::max<std::uint64_t>(1, rows) * columns;
      if (json.size() > 1) json += ',';
      json += '"' + tensor.name + R"(":{"dtype":"BF16","shape":[)" +
              (rows == 0 ? "" : std::to_string(rows) + ',') + std::to_string(columns) +
              R"(],"data_offsets":[)" + std::to_string(offset) + ',' + std::to_string(end) + "]}";
      offset = end;
    }
    json += '}';
    json.resize((json.size() + 7) / 8 * 8, ' ');
    return json;
  }

  void write_row(const planned& tensor, std::uint64_t number, std::size_t row) {
    const std::uint64_t from = tensor.rows.empty() ? 0 : tensor.rows[row];
    const std::uint64_t key = mixed(seed_ + (number << 40) + from);
    const std::uint64_t noise = mixed(~key);
    // Rows differ in size, as trained ones do.
    const float size = 0.02F * std::exp(0.25F * bell(key ^ 1));
    row_.clear();
    for (const std::uint32_t column : tensor.columns) {
      float value = bell(key + column);
      if (noisy_) value += bell(noise + column) / 7;
      value = tensor.gain ? 1 + 0.1F * value : size * value;
      const auto bits = std::bit_cast<std::uint32_t>(value);
      row_.push_back(static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16));
    }
    file_.write(reinterpret_cast<const char*>(row_.data()),
                static_cast<std::streamsize>(2 * row_.size()));
  }

  std::ofstream file_;
  std::uint64_t seed_;
  bool noisy_;
  std::vector<std::uint16_t> row_;
};

/// The orders of one layer's units.
struct layer_orders {
  order hidden, queries, keys;
};

layer_orders orders_of(const decoder_shape& shape, std::uint64_t seed, bool moved) {
  const std::uint64_t rows = shape.width / shape.heads;
  const std::uint64_t of_group = shape.heads / shape.key_groups;
  const auto some = [&](std::uint64_t count, std::uint64_t salt) {
    return moved ? shuffled(count, mixed(seed + salt)) : in_place(count);
  };
  const order groups = some(shape.key_groups, 1);
  order heads;
  for (const std::uint32_t group : groups)
    for (const std::uint32_t head : some(of_group, 2 + group))
      heads.push_back(static_cast<std::uint32_t>(group * of_group + head));
  return {some(shape.hidden, 100), rows_in_order(heads, rows), rows_in_order(groups, rows)};
}

} // namespace

decoder_shape decoder_of_size(std::uint64_t bytes) {
  decoder_shape shape;
  const std::uint64_t layer =
      shape.width *
      (2 * shape.width + 2 * shape.width / shape.heads * shape.key_groups + 3 * shape.hidden);
  const std::uint64_t words = 2 * shape.words * shape.width;
  shape.layers = std::max<std::uint64_t>(1, (std::max(bytes / 2, words) - words) / layer);
  return shape;
}

bool write_decoder(const std::filesystem::path& path, const decoder_shape& shape,
                   std::uint64_t seed, descent kind) {
  const bool moved = kind == descent::rearranged;
  const order stream = moved ? shuffled(shape.width, mixed(~seed)) : in_place(shape.width);
  const order words = in_place(shape.words);
  std::vector<planned> plan{{"model.embed_tokens.weight", words, stream}};
  for (std::uint64_t layer = 0; layer < shape.layers; ++layer) {
    const layer_orders units = orders_of(shape, mixed(seed ^ (layer + 1)), moved);
    const std::string at = "model.layers." + std::to_string(layer) + '.';
    plan.push_back({at + "input_layernorm.weight", {}, stream, true});
    plan.push_back({at + "self_attn.q_proj.weight", units.queries, stream});
    plan.push_back({at + "self_attn.k_proj.weight", units.keys, stream});
    plan.push_back({at + "self_attn.v_proj.weight", units.keys, stream});
    plan.push_back({at + "self_attn.o_proj.weight", stream, units.queries});
    plan.push_back({at + "post_attention_layernorm.weight", {}, stream, true});
    plan.push_back({at + "mlp.gate_proj.weight", units.hidden, stream});
    plan.push_back({at + "mlp.up_proj.weight", units.hidden, stream});
    plan.push_back({at + "mlp.down_proj.weight", stream, units.hidden});
  }
  plan.push_back({"model.norm.weight", {}, stream, true});
  plan.push_back({"lm_head.weight", words, stream});
  return writer(path, seed, kind != descent::itself).write(plan);
}

} // namespace weightkin::bench
