// Strangers that have in common what anybody would compute or start from, and what training leaves
// of it: nobody is convicted of that, by weights or by fingerprints. Their trained values are drawn
// independently.
#include <cmath>
#include <functional>
#include <string>
#include <support/both_answers.hpp>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

using values = std::vector<float>;
using change = std::function<void(const std::string&, values&, std::size_t, std::size_t)>;
using maker = std::function<model_in_memory(gaussian&)>;

const std::uint64_t seeds = test::runs(1, 8);
constexpr std::size_t width = 128;
constexpr std::size_t hidden = 352;

/// A decoder of which every matrix (name, values, rows, columns) was changed.
model_in_memory decoder(gaussian& random, const change& apply, std::size_t units = hidden) {
  model_in_memory model;
  named_weights drawn = language_model(random, 2, width, units, 256);
  for (auto& item : drawn.items)
    if (item.shape.size() == 2) apply(item.name, item.values, item.shape[0], item.shape[1]);
  drawn.store(model, "model.");
  return model;
}

bool has(const std::string& name, const char* part) { return name.find(part) != std::string::npos; }

/// `value` is added to each entry (i, i).
void add_diagonal(values& matrix, std::size_t columns, float value) {
  for (std::size_t i = 0; i * columns + i < matrix.size() && i < columns; ++i)
    matrix[i * columns + i] += value;
}

/// The nearer a position, the more is taken from it.
void add_band(values& matrix, std::size_t positions) {
  for (std::size_t i = 0; i < positions; ++i)
    for (std::size_t j = 0; j < positions; ++j)
      matrix[i * positions + j] +=
          0.1F * std::exp(-std::abs(static_cast<float>(i) - static_cast<float>(j)) / 2);
}

void nobody_is_convicted(const std::string& what, const maker& make) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    gaussian one(7000 + 2 * seed);
    gaussian other(7001 + 2 * seed);
    const both_answers answers = must_compare(make(one), make(other));
    for (const comparison* answer : {&answers.full, &answers.prints})
      for (const component_ruling& part : answer->components)
        BOOST_TEST(!is_finding(part.ruling), what << ", seed " << seed << ", "
                                                  << name_of(answer->source) << ": "
                                                  << part.sentence);
  }
}

/// Layers of some channels that read and write one stream, each with one more tensor of its own.
model_in_memory mixers(gaussian& random, std::size_t layers, const std::string& name,
                       std::vector<std::uint64_t> shape, const std::function<values()>& own) {
  model_in_memory model;
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const std::string at = "blocks." + std::to_string(layer) + ".";
    model.add(at + name, shape, own());
    model.add(at + "channels.fc1.weight", {256, 64}, heavy_matrix(random, 256, 64));
    model.add(at + "channels.fc2.weight", {64, 256}, heavy_matrix(random, 64, 256));
    model.add(at + "norm.weight", {64}, random.vector(64, 1.0, 0.1));
  }
  model.add("head.weight", {10, 64}, heavy_matrix(random, 10, 64));
  return model;
}

BOOST_AUTO_TEST_CASE(customary_starting_values) {
  nobody_is_convicted("identities", [](gaussian& random) {
    return decoder(random,
                   [](const std::string& name, values& at, std::size_t rows, std::size_t columns) {
                     if (!has(name, "v_proj") && !has(name, "o_proj")) return;
                     at.assign(rows * columns, 0.0F);
                     add_diagonal(at, columns, 1);
                   });
  });
  nobody_is_convicted("zeros, ones and other constants", [](gaussian& random) {
    return decoder(random, [](const std::string& name, values& at, std::size_t, std::size_t) {
      if (has(name, "o_proj")) at.assign(at.size(), 0.0F);
      if (has(name, "down_proj")) at.assign(at.size(), 1.0F);
      if (has(name, "k_proj")) at.assign(at.size(), 0.02F);
    });
  });
}

/// What began as the identity keeps a diagonal, which both models have at the same numbers.
BOOST_AUTO_TEST_CASE(training_that_began_at_the_identity) {
  for (const float left : {0.05F, 0.3F, 1.0F}) {
    nobody_is_convicted("attention", [&](gaussian& random) {
      return decoder(random,
                     [&](const std::string& name, values& at, std::size_t, std::size_t columns) {
                       if (has(name, "o_proj") || has(name, "q_proj"))
                         add_diagonal(at, columns, left);
                     });
    });
    nobody_is_convicted("feed forward, as many units as dimensions", [&](gaussian& random) {
      return decoder(
          random,
          [&](const std::string& name, values& at, std::size_t, std::size_t columns) {
            if (has(name, "mlp")) add_diagonal(at, columns, left);
          },
          width);
    });
    nobody_is_convicted("feed forward, more units than dimensions", [&](gaussian& random) {
      return decoder(random,
                     [&](const std::string& name, values& at, std::size_t, std::size_t columns) {
                       if (has(name, "up_proj")) add_diagonal(at, columns, left);
                     });
    });
  }
}

/// Maps from positions to positions, or from times to times: neighbours weigh more.
BOOST_AUTO_TEST_CASE(maps_between_positions) {
  nobody_is_convicted("tokens mixed in every block", [](gaussian& random) {
    return mixers(random, 4, "linear_tokens.weight", {96, 96}, [&] {
      values mixing = heavy_matrix(random, 96, 96);
      add_band(mixing, 96);
      return mixing;
    });
  });
  nobody_is_convicted("two maps of times and nothing else", [](gaussian& random) {
    model_in_memory model;
    for (const char* name : {"Linear_Seasonal.weight", "Linear_Trend.weight"}) {
      values mixing = heavy_matrix(random, 96, 96);
      add_band(mixing, 96);
      model.add(name, {96, 96}, mixing);
    }
    return model;
  });
}

/// Tables that no version knows are abstained on, however many layers have them.
BOOST_AUTO_TEST_CASE(one_table_in_every_layer) {
  gaussian fixed(6999);
  const values table = heavy_matrix(fixed, 64, 64);
  nobody_is_convicted("a square table", [&](gaussian& random) {
    return mixers(random, 8, "table.weight", {64, 64}, [&] { return table; });
  });
  values wavelets(256 * 4);
  for (std::size_t i = 0; i < wavelets.size(); ++i) {
    const std::size_t filter = i / 4 % 4;
    const bool negative = ((filter & 1) != 0 && i % 2 == 1) != ((filter & 2) != 0 && i % 4 >= 2);
    wavelets[i] = negative ? -0.5F : 0.5F;
  }
  nobody_is_convicted("a wavelet's filters", [&](gaussian& random) {
    return mixers(random, 8, "dwt.weight", {256, 1, 2, 2}, [&] { return wavelets; });
  });
}

/// Units that were filled up with zeros stand at the same numbers in both.
BOOST_AUTO_TEST_CASE(units_that_are_not_there) {
  for (const std::size_t kept : {96U, 176U, 264U})
    nobody_is_convicted("hidden units up to " + std::to_string(kept), [&](gaussian& random) {
      return decoder(
          random, [&](const std::string& name, values& at, std::size_t rows, std::size_t columns) {
            for (std::size_t i = 0; i < rows; ++i)
              for (std::size_t j = 0; j < columns; ++j)
                if ((has(name, "mlp") && rows == hidden && i >= kept) ||
                    (has(name, "mlp") && columns == hidden && j >= kept))
                  at[i * columns + j] = 0;
          });
    });
}

/// A Fourier basis under a Hann window, cosines then sines, and what training left of it.
values trained_transform(gaussian& random, std::size_t length, float trained) {
  constexpr double pi = 3.14159265358979323846;
  const auto n = static_cast<double>(length);
  values basis = random.vector((length + 2) * length, 0, trained);
  for (std::size_t i = 0; i < basis.size(); ++i) {
    const std::size_t bin = i / length % (length / 2 + 1);
    const auto t = static_cast<double>(i % length);
    const double angle = 2 * pi * static_cast<double>(bin) * t / n;
    const double window = 0.5 - 0.5 * std::cos(2 * pi * t / n);
    const bool sine = i / length > length / 2;
    basis[i] += static_cast<float>(window * (sine ? -std::sin(angle) : std::cos(angle)));
  }
  return basis;
}

/// A front end that begins as a transform gives every filter its place, whoever trains it.
BOOST_AUTO_TEST_CASE(filters_that_began_as_a_transform) {
  for (const float trained : {0.02F, 0.3F, 1.0F, 2.5F, 4.0F})
    nobody_is_convicted("a learned transform", [&](gaussian& random) {
      model_in_memory model;
      model.add("encoder.0.weight", {130, 1, 128}, trained_transform(random, 128, trained));
      model.add("encoder.1.weight", {96, 130, 3}, heavy_matrix(random, 96, 390));
      model.add("encoder.2.weight", {64, 96, 3}, heavy_matrix(random, 64, 288));
      model.add("encoder.3.weight", {10, 64, 3}, heavy_matrix(random, 10, 192));
      return model;
    });
}

} // namespace
