#include "derive_vocabulary.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant retokenised(const zoo_model& parent, const char* recipe, std::string strength,
                       operation_kind kind) {
  descendant child = copy_of(parent, recipe, std::move(strength));
  child.truth.operations = {kind};
  return child;
}

std::string percent(double share) { return std::to_string(std::lround(100 * share)) + " %"; }

void add_noise(zoo_tensor& tensor, std::size_t row, double size, random_source& random) {
  const std::size_t columns = tensor.columns();
  for (std::size_t j = 0; j < columns; ++j) {
    float& value = tensor.values[row * columns + j];
    value = static_cast<float>(value + size * random.normal());
  }
}

/// One row: mean + noise * spread, column by column.
void append_mean_row(zoo_tensor& tensor, std::size_t rows, double noise, random_source& random) {
  const std::size_t columns = tensor.columns();
  for (std::size_t j = 0; j < columns; ++j) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double x = tensor.values[i * columns + j];
      sum += x;
      square += x * x;
    }
    const double mean = sum / static_cast<double>(rows);
    const double spread =
        std::sqrt(std::max(0.0, square / static_cast<double>(rows) - mean * mean));
    tensor.values.push_back(static_cast<float>(mean + noise * spread * random.normal()));
  }
  ++tensor.shape[0];
}

} // namespace

descendant vocabulary_extended(const zoo_model& parent, std::size_t added, double noise,
                               std::uint64_t seed) {
  descendant child = retokenised(parent, "vocabulary_extended", std::to_string(added) + " rows",
                                 operation_kind::vocabulary_extended);
  random_source random = scattered_source(seed);
  const std::size_t before = parent.decoder.vocabulary;
  for (zoo_tensor* tensor : token_tensors(child.model))
    for (std::size_t row = 0; row < added; ++row)
      append_mean_row(*tensor, before, noise, random);
  child.truth.token_of = as_truth(identity_order(before));
  child.truth.token_of.resize(before + added, no_counterpart);
  child.model.decoder.vocabulary += added;
  return child;
}

descendant vocabulary_shuffled(const zoo_model& parent, std::uint64_t seed) {
  descendant child =
      retokenised(parent, "vocabulary_shuffled", "all tokens", operation_kind::vocabulary_changed);
  random_source random = scattered_source(seed);
  const unit_order order = test::random_permutation(random, parent.decoder.vocabulary);
  for (zoo_tensor* tensor : token_tensors(child.model))
    take_rows(*tensor, order);
  child.truth.token_of = as_truth(order);
  return child;
}

descendant vocabulary_truncated(const zoo_model& parent, std::size_t kept) {
  if (kept == 0 || kept > parent.decoder.vocabulary) throw std::invalid_argument("tokens to keep");
  descendant child = retokenised(parent, "vocabulary_truncated", std::to_string(kept) + " rows",
                                 operation_kind::vocabulary_changed);
  const unit_order order = identity_order(kept);
  for (zoo_tensor* tensor : token_tensors(child.model))
    take_rows(*tensor, order);
  child.truth.token_of = as_truth(order);
  child.model.decoder.vocabulary = kept;
  return child;
}

descendant tokenizer_replaced(const zoo_model& parent, double kept, std::uint64_t seed) {
  descendant child =
      retokenised(parent, "e6", percent(kept) + " kept", operation_kind::vocabulary_changed);
  random_source random = scattered_source(seed);
  const std::size_t count = parent.decoder.vocabulary;
  const unit_order order = test::random_permutation(random, count);
  const auto fresh = static_cast<std::size_t>(std::lround((1 - kept) * static_cast<double>(count)));
  unit_order places = test::random_permutation(random, count), partners;
  places.resize(fresh);
  for (std::size_t i = 0; i < fresh; ++i)
    partners.push_back(random.below(count));
  child.truth.token_of = as_truth(order);
  for (const std::size_t place : places)
    child.truth.token_of[place] = no_counterpart;
  for (zoo_tensor* tensor : token_tensors(child.model)) {
    const zoo_tensor before = *tensor;
    const double size = 0.1 * rms(before.values);
    const std::size_t columns = before.columns();
    take_rows(*tensor, order);
    for (std::size_t i = 0; i < fresh; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        float& value = tensor->values[places[i] * columns + j];
        value = 0.5F * (value + before.values[partners[i] * columns + j]);
      }
      add_noise(*tensor, places[i], size, random);
    }
  }
  return child;
}

descendant tokens_retrained(const zoo_model& parent, double share, double relative,
                            std::uint64_t seed) {
  descendant child =
      retokenised(parent, "e8", percent(share) + " of the rows", operation_kind::partly_frozen);
  child.truth.operations.push_back(operation_kind::fine_tuned);
  random_source random = scattered_source(seed);
  unit_order rows = test::random_permutation(random, parent.decoder.vocabulary);
  rows.resize(static_cast<std::size_t>(std::ceil(share * static_cast<double>(rows.size()))));
  for (zoo_tensor* tensor : token_tensors(child.model)) {
    const double size = relative * rms(tensor->values);
    for (const std::size_t row : rows)
      add_noise(*tensor, row, size, random);
  }
  return child;
}

} // namespace weightkin::zoo
