#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <support/model_builder.hpp>
#include <support/null_models.hpp>
#include <vector>

/// A small decoder with gated feed-forward networks, and everything that can be done to its
/// residual stream without changing what it computes.
namespace weightkin::test {

/// Streams of neighbouring seeds are one stream, a step apart: seeds are scattered first.
inline random_source scattered_source(std::uint64_t seed) {
  return random_source(random_source(seed).bits());
}

/// Rows by columns, row-major.
struct wide_matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  wide_matrix() = default;
  wide_matrix(std::size_t r, std::size_t c) : rows(r), columns(c), values(r * c) {}
  double& at(std::size_t r, std::size_t c) { return values[r * columns + c]; }
  [[nodiscard]] double at(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
};

inline wide_matrix transposed(const wide_matrix& a) {
  wide_matrix t(a.columns, a.rows);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j)
      t.at(j, i) = a.at(i, j);
  return t;
}

inline wide_matrix product(const wide_matrix& a, const wide_matrix& b) {
  wide_matrix c(a.rows, b.columns);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = 0; k < a.columns; ++k)
      for (std::size_t j = 0; j < b.columns; ++j)
        c.at(i, j) += a.at(i, k) * b.at(k, j);
  return c;
}

/// A uniformly random orthogonal matrix (Gram and Schmidt on normal rows).
inline wide_matrix random_rotation(random_source& random, std::size_t d) {
  wide_matrix r(d, d);
  for (double& x : r.values)
    x = random.normal();
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      double dot = 0;
      for (std::size_t k = 0; k < d; ++k)
        dot += r.at(i, k) * r.at(before, k);
      for (std::size_t k = 0; k < d; ++k)
        r.at(i, k) -= dot * r.at(before, k);
    }
    double square = 0;
    for (std::size_t k = 0; k < d; ++k)
      square += r.at(i, k) * r.at(i, k);
    for (std::size_t k = 0; k < d; ++k)
      r.at(i, k) /= std::sqrt(square);
  }
  return r;
}

/// Residual dimensions in random order with random signs.
inline wide_matrix random_signed_order(random_source& random, std::size_t d) {
  const auto order = random_permutation(random, d);
  wide_matrix r(d, d);
  for (std::size_t i = 0; i < d; ++i)
    r.at(i, order[i]) = random.below(2) == 0 ? 1 : -1;
  return r;
}

struct decoder_sizes {
  std::size_t layers = 8;
  std::size_t d = 64;
  std::size_t h = 192;
  std::size_t vocabulary = 256;
};

/// What two models may have in common without having anything to do with each other.
struct common_ground {
  double token_meaning = 0;  ///< share of the embedding that is the same function of the token
  double token_mean = 0;     ///< length of the embedding's mean, in units of a row's spread
  double unit_mean = 0;      ///< length of the rows' mean, the same direction in both models
  double row_log_sd = 0.4;   ///< lognormal lengths of the rows
  double gate_up_cosine = 0; ///< mean cosine between gate and up, as training leaves it
};

struct decoder_block {
  std::vector<double> norm1, norm2;
  wide_matrix q, k, v, o, gate, up, down;
};

struct turned_decoder {
  wide_matrix embedding;
  std::vector<decoder_block> blocks;
  std::vector<double> final_norm;
};

inline wide_matrix normal_matrix(random_source& random, std::size_t rows, std::size_t columns,
                                 double scale, double row_log_sd) {
  wide_matrix m(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    const double length = random.lognormal(row_log_sd) * scale;
    for (std::size_t j = 0; j < columns; ++j)
      m.at(i, j) = length * random.normal();
  }
  return m;
}

/// \param ground what `common` decides for all models that are made with the same of its seeds.
inline turned_decoder make_decoder(std::uint64_t seed, const decoder_sizes& sizes,
                                   const common_ground& ground = {},
                                   std::uint64_t common_seed = 1) {
  random_source random = scattered_source(seed);
  random_source common = scattered_source(common_seed);
  turned_decoder model;
  const std::size_t d = sizes.d;
  model.embedding = normal_matrix(random, sizes.vocabulary, d, 1, 0.2);
  const wide_matrix meaning = normal_matrix(common, sizes.vocabulary, d, 1, 0.5);
  const std::vector<double> direction = normal_matrix(common, 1, d, 1, 0).values;
  for (std::size_t t = 0; t < sizes.vocabulary; ++t)
    for (std::size_t k = 0; k < d; ++k)
      model.embedding.at(t, k) = std::sqrt(1 - ground.token_meaning) * model.embedding.at(t, k) +
                                 std::sqrt(ground.token_meaning) * meaning.at(t, k) +
                                 ground.token_mean * direction[k];
  const auto gains = [&] {
    std::vector<double> gain(d);
    for (double& x : gain)
      x = random.lognormal(0.3);
    return gain;
  };
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    decoder_block block;
    block.norm1 = gains();
    block.norm2 = gains();
    for (wide_matrix* m : {&block.q, &block.k, &block.v, &block.o})
      *m = normal_matrix(random, d, d, 0.1, ground.row_log_sd);
    block.gate = normal_matrix(random, sizes.h, d, 0.1, ground.row_log_sd);
    block.up = normal_matrix(random, sizes.h, d, 0.1, ground.row_log_sd);
    const wide_matrix columns = normal_matrix(random, sizes.h, d, 0.1, ground.row_log_sd);
    for (std::size_t i = 0; i < sizes.h; ++i)
      for (std::size_t k = 0; k < d; ++k) {
        block.gate.at(i, k) += 0.1 * ground.unit_mean * direction[k];
        block.up.at(i, k) += ground.gate_up_cosine * block.gate.at(i, k);
      }
    block.down = transposed(columns);
    model.blocks.push_back(std::move(block));
  }
  model.final_norm = gains();
  return model;
}

/// rho * w + sqrt(1 - rho^2) * noise as large as the matrix on the average.
inline void blend(random_source& random, wide_matrix& w, double rho) {
  double square = 0;
  for (const double x : w.values)
    square += x * x;
  const double size = std::sqrt((1 - rho * rho) * square / static_cast<double>(w.values.size()));
  for (double& x : w.values)
    x = rho * x + size * random.normal();
}

inline void train_on(turned_decoder& model, std::uint64_t seed, double rho) {
  random_source random = scattered_source(seed);
  blend(random, model.embedding, rho);
  for (decoder_block& block : model.blocks)
    for (wide_matrix* m :
         {&block.q, &block.k, &block.v, &block.o, &block.gate, &block.up, &block.down})
      blend(random, *m, rho);
}

inline void scale_columns(wide_matrix& m, const std::vector<double>& by) {
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j)
      m.at(i, j) *= by[j];
}

/// Moves the norm gains into the matrices that read through them.
inline void fold_gains(turned_decoder& model) {
  for (decoder_block& block : model.blocks) {
    for (wide_matrix* m : {&block.q, &block.k, &block.v})
      scale_columns(*m, block.norm1);
    for (wide_matrix* m : {&block.gate, &block.up})
      scale_columns(*m, block.norm2);
    block.norm1.assign(block.norm1.size(), 1.0);
    block.norm2.assign(block.norm2.size(), 1.0);
  }
}

/// Other gains for the same function, as somebody would who has folded them once.
inline void move_gains(turned_decoder& model, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  for (decoder_block& block : model.blocks)
    for (std::size_t k = 0; k < block.norm2.size(); ++k) {
      const double factor = random.lognormal(0.5);
      block.norm2[k] *= factor;
      for (wide_matrix* m : {&block.gate, &block.up})
        for (std::size_t i = 0; i < m->rows; ++i)
          m->at(i, k) /= factor;
    }
}

/// Another basis of the residual stream. \pre gains are folded, or `r` only reorders and flips and
/// gains are equal up to that.
inline void turn(turned_decoder& model, const wide_matrix& r) {
  const wide_matrix back = transposed(r);
  model.embedding = product(model.embedding, r);
  for (decoder_block& block : model.blocks) {
    for (wide_matrix* m : {&block.q, &block.k, &block.v, &block.gate, &block.up})
      *m = product(*m, r);
    for (wide_matrix* m : {&block.o, &block.down})
      *m = product(back, *m);
  }
}

/// Up by c, down by 1/c; with `each` every unit by its own.
inline void rescale(turned_decoder& model, std::uint64_t seed, bool each) {
  random_source random = scattered_source(seed);
  for (decoder_block& block : model.blocks) {
    double factor = random.lognormal(1);
    for (std::size_t i = 0; i < block.up.rows; ++i) {
      if (each) factor = random.lognormal(1);
      for (std::size_t k = 0; k < block.up.columns; ++k) {
        block.up.at(i, k) *= factor;
        block.down.at(k, i) /= factor;
      }
    }
  }
}

/// A random half of the rows of up and columns of down change sign together.
inline void flip_units(turned_decoder& model, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  for (decoder_block& block : model.blocks)
    for (std::size_t i = 0; i < block.up.rows; ++i)
      if (random.below(2) == 0)
        for (std::size_t k = 0; k < block.up.columns; ++k) {
          block.up.at(i, k) = -block.up.at(i, k);
          block.down.at(k, i) = -block.down.at(k, i);
        }
}

/// The hidden units of every layer in another order.
inline void reorder_units(turned_decoder& model, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  for (decoder_block& block : model.blocks) {
    const decoder_block before = block;
    const auto order = random_permutation(random, block.up.rows);
    for (std::size_t i = 0; i < order.size(); ++i)
      for (std::size_t k = 0; k < block.up.columns; ++k) {
        block.gate.at(i, k) = before.gate.at(order[i], k);
        block.up.at(i, k) = before.up.at(order[i], k);
        block.down.at(k, i) = before.down.at(k, order[i]);
      }
  }
}

inline std::vector<float> narrow_values(const std::vector<double>& wide) {
  return {wide.begin(), wide.end()};
}

inline model_in_memory stored(const turned_decoder& model, dtype type = dtype::f32) {
  model_in_memory out;
  const auto matrix = [&](const std::string& name, const wide_matrix& m) {
    out.add("model." + name + ".weight", {m.rows, m.columns}, narrow_values(m.values), type);
  };
  const auto gain = [&](const std::string& name, const std::vector<double>& values) {
    out.add("model." + name + ".weight", {values.size()}, narrow_values(values), type);
  };
  matrix("embed_tokens", model.embedding);
  for (std::size_t i = 0; i < model.blocks.size(); ++i) {
    const decoder_block& block = model.blocks[i];
    const std::string at = "layers." + std::to_string(i) + ".";
    gain(at + "input_layernorm", block.norm1);
    matrix(at + "self_attn.q_proj", block.q);
    matrix(at + "self_attn.k_proj", block.k);
    matrix(at + "self_attn.v_proj", block.v);
    matrix(at + "self_attn.o_proj", block.o);
    gain(at + "post_attention_layernorm", block.norm2);
    matrix(at + "mlp.gate_proj", block.gate);
    matrix(at + "mlp.up_proj", block.up);
    matrix(at + "mlp.down_proj", block.down);
  }
  gain("norm", model.final_norm);
  return out;
}

} // namespace weightkin::test
