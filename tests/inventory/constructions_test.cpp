#include <cmath>
#include <limits>
#include <numbers>

#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr double pi = std::numbers::pi;
using table = std::vector<double>;
using shape_type = fake_model::shape_type;

/// Made the way frameworks make them: in single precision, step by step.
table interleaved(std::size_t positions, std::size_t width, float base = 1e4F) {
  table values(positions * width);
  for (std::size_t p = 0; p < positions; ++p)
    for (std::size_t i = 0; i < width / 2; ++i) {
      const float frequency =
          std::exp(static_cast<float>(2 * i) * (-std::log(base) / static_cast<float>(width)));
      values[p * width + 2 * i] = std::sin(static_cast<float>(p) * frequency);
      values[p * width + 2 * i + 1] = std::cos(static_cast<float>(p) * frequency);
    }
  return values;
}

table sines_then_cosines(std::size_t positions, std::size_t width) {
  const std::size_t half = width / 2;
  const float step = std::log(1e4F) / static_cast<float>(half - 1);
  table values(positions * width);
  for (std::size_t p = 0; p < positions; ++p)
    for (std::size_t i = 0; i < half; ++i) {
      const float angle = static_cast<float>(p) * std::exp(-step * static_cast<float>(i));
      values[p * width + i] = std::sin(angle);
      values[p * width + half + i] = std::cos(angle);
    }
  return values;
}

table padded_positions(std::size_t positions, std::size_t width, std::size_t padding) {
  table values = sines_then_cosines(positions, width);
  for (std::size_t c = 0; c < width; ++c)
    values[padding * width + c] = 0;
  return values;
}

table grid_positions(std::size_t side, std::size_t width, bool class_row) {
  table values(class_row ? width : 0, 0.0);
  const std::size_t quarter = width / 4;
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t x = 0; x < side; ++x)
      for (const std::size_t coordinate : {x, y})
        for (const bool cosine : {false, true})
          for (std::size_t i = 0; i < quarter; ++i) {
            const double angle =
                static_cast<double>(coordinate) /
                std::pow(10000.0, static_cast<double>(i) / static_cast<double>(quarter));
            values.push_back(cosine ? std::cos(angle) : std::sin(angle));
          }
  return values;
}

table rotary_frequencies(std::size_t count, float base) {
  table values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = 1.0F / std::pow(base, static_cast<float>(2 * i) / static_cast<float>(2 * count));
  return values;
}

table rotary_cosines(std::size_t positions, std::size_t width, float base, bool sine) {
  const table frequency = rotary_frequencies(width / 2, base);
  table values(positions * width);
  for (std::size_t p = 0; p < positions; ++p)
    for (std::size_t c = 0; c < width; ++c) {
      const float angle = static_cast<float>(p) * static_cast<float>(frequency[c % (width / 2)]);
      values[p * width + c] = sine ? std::sin(angle) : std::cos(angle);
    }
  return values;
}

table causal(std::size_t side, double inside, double outside) {
  table values;
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column)
      values.push_back(column <= row ? inside : outside);
  return values;
}

table hann(std::size_t length, bool periodic = true) {
  table values(length);
  for (std::size_t i = 0; i < length; ++i) {
    const double s =
        std::sin(pi * static_cast<double>(i) / static_cast<double>(periodic ? length : length - 1));
    values[i] = s * s;
  }
  return values;
}

table fourier_basis(std::size_t length, const table& window, double scale) {
  table values;
  for (const bool imaginary : {false, true})
    for (std::size_t k = 0; k <= length / 2; ++k)
      for (std::size_t t = 0; t < length; ++t) {
        const double angle =
            2 * pi * static_cast<double>(k) * static_cast<double>(t) / static_cast<double>(length);
        values.push_back(scale * window[t] * (imaginary ? -std::sin(angle) : std::cos(angle)));
      }
  return values;
}

table cosine_transform(std::size_t coefficients, std::size_t samples, bool orthonormal,
                       bool transposed) {
  table values(coefficients * samples);
  for (std::size_t k = 0; k < coefficients; ++k)
    for (std::size_t n = 0; n < samples; ++n) {
      double value = 2 * std::cos(pi * (2.0 * static_cast<double>(n) + 1) * static_cast<double>(k) /
                                  (2.0 * static_cast<double>(samples)));
      if (orthonormal)
        value *= k == 0 ? std::sqrt(1 / (4.0 * static_cast<double>(samples)))
                        : std::sqrt(1 / (2.0 * static_cast<double>(samples)));
      values[transposed ? n * coefficients + k : k * samples + n] = value;
    }
  return values;
}

/// Triangles over an HTK mel axis, no area scaling: bins in rows.
table htk_bank(std::size_t bins, std::size_t filters, double rate) {
  const auto mel = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
  const auto hertz = [](double m) { return 700 * (std::pow(10, m / 2595) - 1); };
  table values(bins * filters);
  for (std::size_t b = 0; b < bins; ++b)
    for (std::size_t f = 0; f < filters; ++f) {
      const double step = mel(rate / 2) / static_cast<double>(filters + 1);
      const double left = hertz(step * static_cast<double>(f));
      const double top = hertz(step * static_cast<double>(f + 1));
      const double right = hertz(step * static_cast<double>(f + 2));
      const double x = rate / 2 * static_cast<double>(b) / static_cast<double>(bins - 1);
      double value = 0;
      if (x > left && x <= top) value = (x - left) / (top - left);
      if (x > top && x < right) value = (right - x) / (right - top);
      values[b * filters + f] = value;
    }
  return values;
}

/// The auditory bank of the common speech recognisers: Slaney axis, unit area, filters in rows.
table slaney_bank(std::size_t filters, std::size_t bins, double rate) {
  const double break_mel = 15;
  const double log_step = std::log(6.4) / 27;
  const auto mel = [&](double h) {
    return h < 1000 ? 3 * h / 200 : break_mel + std::log(h / 1000) / log_step;
  };
  const auto hertz = [&](double m) {
    return m < break_mel ? 200 * m / 3 : 1000 * std::exp(log_step * (m - break_mel));
  };
  table values(filters * bins);
  for (std::size_t f = 0; f < filters; ++f)
    for (std::size_t b = 0; b < bins; ++b) {
      const double step = mel(rate / 2) / static_cast<double>(filters + 1);
      const double left = hertz(step * static_cast<double>(f));
      const double top = hertz(step * static_cast<double>(f + 1));
      const double right = hertz(step * static_cast<double>(f + 2));
      const double x = rate / 2 * static_cast<double>(b) / static_cast<double>(bins - 1);
      double value = 0;
      if (x > left && x <= top) value = (x - left) / (top - left);
      if (x > top && x < right) value = (right - x) / (right - top);
      values[f * bins + b] = value * 2 / (right - left);
    }
  return values;
}

table identity(std::size_t side, double scale = 1) {
  table values(side * side);
  for (std::size_t i = 0; i < side; ++i)
    values[i * side + i] = scale;
  return values;
}

table hadamard(std::size_t side, double scale) {
  table values{scale};
  for (std::size_t size = 1; size < side; size *= 2) {
    table next(4 * size * size);
    for (std::size_t r = 0; r < 2 * size; ++r)
      for (std::size_t c = 0; c < 2 * size; ++c)
        next[r * 2 * size + c] =
            values[r % size * size + c % size] * (r >= size && c >= size ? -1 : 1);
    values = next;
  }
  return values;
}

inventory_entry entry_for(const char* name, const shape_type& shape, const table& values,
                          dtype type = dtype::f32) {
  fake_model model;
  model.add_values(name, shape, values, type);
  return take_inventory(model.views()).entries.front();
}

struct sample_table {
  const char* what; ///< found in the detail
  const char* name;
  shape_type shape;
  table values;
};

std::vector<sample_table> known_tables() {
  const double minus_infinity = -std::numeric_limits<double>::infinity();
  return {
      {"interleaved", "pos_encoder.pe", {200, 64}, interleaved(200, 64)},
      {"interleaved", "pe", {1, 90, 32}, interleaved(90, 32)},
      {"sines then cosines",
       "audio_tower.embed_positions.weight",
       {1500, 128},
       sines_then_cosines(1500, 128)},
      {"padding row", "embed_positions.weight", {60, 64}, padded_positions(60, 64, 1)},
      {"padding row", "embed_positions.weights", {60, 64}, padded_positions(60, 64, 0)},
      {"grid", "pos_embed", {1, 65, 64}, grid_positions(8, 64, true)},
      {"grid", "pos_embed", {1, 64, 64}, grid_positions(8, 64, false)},
      {"base 10000", "layers.0.rotary_emb.inv_freq", {32}, rotary_frequencies(32, 1e4F)},
      {"base 500000", "layers.0.rotary_emb.inv_freq", {64}, rotary_frequencies(64, 5e5F)},
      {"rotary frequencies", "inv_freq", {64}, rotary_frequencies(64, 123456.0F)},
      {"cosine table", "rotary.cos_cached", {1, 1, 100, 32}, rotary_cosines(100, 32, 1e4F, false)},
      {"sine table", "rotary.sin_cached", {100, 32}, rotary_cosines(100, 32, 1e6F, true)},
      {"causal mask", "h.0.attn.bias", {1, 1, 24, 24}, causal(24, 1, 0)},
      {"causal mask", "attn_mask", {24, 24}, causal(24, 0, minus_infinity)},
      {"causal mask", "mask", {24, 24}, causal(24, 0, -3.4028234663852886e38)},
      {"STFT basis", "stft.forward_basis_buffer", {66, 1, 64}, fourier_basis(64, hann(64), 1)},
      {"STFT basis", "stft_conv.weight", {66, 64}, fourier_basis(64, table(64, 1.0), 0.125)},
      {"Hann window", "window", {400}, hann(400)},
      {"Hann window", "window", {400}, hann(400, false)},
      {"cosine transform", "dct_mat", {40, 13}, cosine_transform(13, 40, true, true)},
      {"cosine transform", "dct", {16, 16}, cosine_transform(16, 16, false, false)},
      {"mel filter bank (HTK)", "mel_scale.fb", {201, 40}, htk_bank(201, 40, 16000)},
      {"mel filter bank (Slaney)", "mel_filters", {80, 201}, slaney_bank(80, 201, 16000)},
      {"identity matrix", "transform.weight", {32, 32}, identity(32)},
      {"multiple of the identity", "transform.weight", {16, 16}, identity(16, 0.5)},
      {"identity convolution", "conv.weight", {2, 2, 3, 3}, {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                                                             0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                                             0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}},
      {"Hadamard", "rotation", {32, 32}, hadamard(32, 1 / std::sqrt(32.0))},
      {"linear attention biases",
       "slopes",
       {8},
       {0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625}},
      {"counting", "positions", {1, 9}, {0, 1, 2, 3, 4, 5, 6, 7, 8}},
      {"state-space",
       "layers.0.mixer.A_log",
       {2, 4},
       {0, std::log(2.0), std::log(3.0), std::log(4.0), 0, std::log(2.0), std::log(3.0),
        std::log(4.0)}},
  };
}

} // namespace

BOOST_AUTO_TEST_CASE(known_tables_are_regenerated) {
  for (const sample_table& sample : known_tables())
    for (const dtype type : {dtype::f64, dtype::f32, dtype::f16, dtype::bf16}) {
      // The causal mask's -3.4e38 does not exist in f16.
      if (type == dtype::f16 && sample.values.size() > 1 && sample.values[1] < -1e5 &&
          std::isfinite(sample.values[1]))
        continue;
      const inventory_entry entry = entry_for(sample.name, sample.shape, sample.values, type);
      BOOST_TEST_CONTEXT(sample.name << " " << sample.what << " as " << name_of(type) << ": "
                                     << text_of(entry)) {
        BOOST_TEST(name_of(entry.use) == "excluded");
        BOOST_TEST(name_of(entry.why) == "deterministic");
        BOOST_TEST(entry.detail.find(sample.what) != std::string::npos);
      }
    }
}

BOOST_AUTO_TEST_CASE(an_unusual_base_is_solved_for) {
  const inventory_entry entry = entry_for("inv_freq", {64}, rotary_frequencies(64, 123456.0F));
  BOOST_TEST(entry.detail == "rotary frequencies, base 123456");
}

BOOST_AUTO_TEST_CASE(one_changed_element_is_another_table) {
  for (const sample_table& sample : known_tables())
    for (const std::size_t at : {sample.values.size() / 2, sample.values.size() - 1}) {
      table changed = sample.values;
      changed[at] = std::isfinite(changed[at]) ? changed[at] * 1.02 + 0.02 : 0.25;
      const inventory_entry entry = entry_for(sample.name, sample.shape, changed);
      BOOST_TEST_CONTEXT(sample.name << " " << sample.what << ": " << text_of(entry)) {
        const bool admitted = entry.detail.find("began as") != std::string::npos;
        BOOST_TEST((admitted || name_of(entry.why) != "deterministic"));
      }
    }
}

BOOST_AUTO_TEST_CASE(trained_tables_are_not_excluded) {
  for (const sample_table& sample : known_tables()) {
    table trained = sample.values;
    for (std::size_t i = 0; i < trained.size(); ++i)
      if (std::isfinite(trained[i])) trained[i] += 0.05 * noise(i + 7);
    const inventory_entry entry = entry_for(sample.name, sample.shape, trained);
    BOOST_TEST_CONTEXT(sample.name << " " << sample.what << ": " << text_of(entry)) {
      BOOST_TEST(name_of(entry.use) != "excluded");
    }
  }
}

BOOST_AUTO_TEST_CASE(cut_tables_are_read_within_their_bounds) {
  // Odd widths and missing rows under a beginning that looks right: for the address sanitizer.
  for (const sample_table& sample : known_tables()) {
    const std::size_t columns = sample.shape.back();
    const std::size_t rows = sample.values.size() / columns;
    for (const std::size_t kept_columns : {columns, columns - 1, columns / 2 + 1, std::size_t{3}})
      for (const std::size_t kept_rows : {rows, rows - 1, rows / 2 + 1}) {
        if (kept_rows == 0 || kept_columns > columns) continue;
        table cut;
        for (std::size_t r = 0; r < kept_rows; ++r)
          for (std::size_t c = 0; c < kept_columns; ++c)
            cut.push_back(sample.values[r * columns + c]);
        for (const shape_type& shape :
             {shape_type{kept_rows, kept_columns}, shape_type{kept_rows, 1, kept_columns}}) {
          const inventory_entry entry = entry_for(sample.name, shape, cut);
          BOOST_TEST(name_of(entry.why) != "unreadable");
          BOOST_TEST(entry.parameters <= cut.size());
        }
      }
  }
}

BOOST_AUTO_TEST_CASE(random_tensors_of_the_same_shapes_are_nothing_known) {
  for (const sample_table& sample : known_tables()) {
    table random(sample.values.size());
    for (std::size_t i = 0; i < random.size(); ++i)
      random[i] = noise(i);
    const inventory_entry entry = entry_for(sample.name, sample.shape, random);
    BOOST_TEST(name_of(entry.why) != "deterministic");
  }
}

BOOST_AUTO_TEST_CASE(fixed_positions_end_the_exchangeability_of_the_stream) {
  fake_model model;
  model.add_values("audio_tower.embed_positions.weight", {300, 64}, sines_then_cosines(300, 64));
  model.add("audio_tower.conv2.weight", {64, 64, 3});
  model.add("audio_tower.layers.0.self_attn.q_proj.weight", {64, 64});
  model.add("audio_tower.layers.0.self_attn.out_proj.weight", {64, 64});
  model.add("audio_tower.layers.0.fc1.weight", {256, 64});
  model.add("audio_tower.layers.0.fc2.weight", {64, 256});
  model.add("language_model.model.layers.0.self_attn.q_proj.weight", {64, 64});
  const inventory taken = take_inventory(model.views());
  for (const std::size_t i : {1U, 2U, 3U}) {
    BOOST_TEST(name_of(taken.entries[i].use) == "descriptive");
    BOOST_TEST(name_of(taken.entries[i].why) == "no_exchangeable_axis");
  }
  // Hidden units, and other components, keep theirs.
  for (const std::size_t i : {4U, 5U, 6U})
    BOOST_TEST(name_of(taken.entries[i].use) == "convicting");
}

BOOST_AUTO_TEST_CASE(learned_positions_that_began_as_sinusoids_are_recognised_by_correlation) {
  table values = sines_then_cosines(100, 64);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] += 0.5 * noise(i);
  fake_model model;
  model.add_values("vision_model.embeddings.position_embedding.weight", {100, 64}, values);
  model.add("vision_model.encoder.layers.0.self_attn.q_proj.weight", {64, 64});
  model.add("text_model.embeddings.position_embedding.weight", {100, 64});
  model.add("text_model.encoder.layers.0.self_attn.q_proj.weight", {64, 64});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(name_of(taken.entries[0].use) == "descriptive");
  BOOST_TEST(taken.entries[0].detail.find("began as sinusoidal") == 0U);
  BOOST_TEST(name_of(taken.entries[1].use) == "descriptive");
  BOOST_TEST(name_of(taken.entries[2].use) == "convicting");
  BOOST_TEST(name_of(taken.entries[3].use) == "convicting");
}

BOOST_AUTO_TEST_CASE(filters_trained_from_known_tables_on_are_recognised_by_correlation) {
  struct beginning {
    const char* what;
    shape_type shape;
    table values;
  };
  const beginning tables[] = {
      {"a transform's basis", {130, 1, 128}, fourier_basis(128, hann(128), 1)},
      {"a transform's basis", {40, 64}, cosine_transform(40, 64, true, false)},
      {"a transform's basis", {64, 40}, cosine_transform(40, 64, false, true)},
      {"a mel filter bank", {80, 201}, slaney_bank(80, 201, 16000)},
      {"a mel filter bank", {201, 40}, htk_bank(201, 40, 16000)},
  };
  for (const auto& [what, shape, values] : tables) {
    double squares = 0;
    for (const double x : values)
      squares += x * x;
    const double size = std::sqrt(squares / static_cast<double>(values.size()));
    for (const double trained : {0.1, 1.0, 4.0, 40.0}) {
      table moved = values;
      for (std::size_t i = 0; i < moved.size(); ++i)
        moved[i] += trained * size * noise(i + 11);
      fake_model model;
      model.add_values("encoder.0.weight", shape, moved);
      model.add("encoder.1.weight", {96, shape[0], 3});
      model.add("encoder.2.weight", {32, 96, 3});
      const inventory taken = take_inventory(model.views());
      const inventory_entry& entry = taken.entries.front();
      BOOST_TEST_CONTEXT(what << ", trained " << trained << ": " << text_of(entry)) {
        const bool known = entry.detail.find(std::string("began as ") + what) == 0;
        BOOST_TEST(known == (trained < 5));
        BOOST_TEST(name_of(entry.use) == (known ? "descriptive" : "convicting"));
      }
    }
  }
}
