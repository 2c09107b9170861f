// The worlds of every backbone.

#include "shape_images.hpp"
#include "text_grammar.hpp"
#include "zoo_data.hpp"

namespace weightkin::zoo {

namespace {

zoo_random source_of(std::uint64_t sample, std::uint64_t index) {
  return zoo_random(seed_of({sample, index, 0x62617463U}));
}

class text_world final : public zoo_world {
public:
  text_world(std::uint64_t world, std::size_t vocabulary, std::size_t length)
      : grammar_(world, vocabulary), length_(length) {}

  example_batch draw(std::uint64_t sample, std::uint64_t index, std::size_t count) const override {
    zoo_random random = source_of(sample, index);
    example_batch batch;
    batch.count = count;
    batch.length = length_;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::int32_t> text;
      grammar_.write(random, random.below(text_grammar::topics), length_ + 1, text);
      batch.tokens.insert(batch.tokens.end(), text.begin(), text.end() - 1);
      batch.targets.insert(batch.targets.end(), text.begin() + 1, text.end());
    }
    return batch;
  }

private:
  text_grammar grammar_;
  std::size_t length_;
};

class image_world final : public zoo_world {
public:
  explicit image_world(std::uint64_t world) : images_(world, image_side) {}

  example_batch draw(std::uint64_t sample, std::uint64_t index, std::size_t count) const override {
    zoo_random random = source_of(sample, index);
    example_batch batch;
    batch.count = count;
    for (std::size_t i = 0; i < count; ++i) {
      const shape_scene scene = images_.imagine(random);
      images_.draw(scene, random, batch.inputs);
      batch.targets.push_back(images_.label(scene.shape));
    }
    return batch;
  }

private:
  shape_images images_;
};

/// Pictures with captions: size, shape, row and column by one of four words each, then a text whose
/// topic is the shape.
class caption_world final : public zoo_world {
public:
  caption_world(std::uint64_t world, std::size_t vocabulary, std::size_t length)
      : images_(world, image_side), grammar_(world, vocabulary), length_(length) {
    zoo_random random(seed_of({world, 0x63617074U}));
    words_.resize(vocabulary);
    for (std::size_t i = 0; i < vocabulary; ++i)
      words_[i] = static_cast<std::int32_t>(i);
    random.shuffle(words_);
  }

  example_batch draw(std::uint64_t sample, std::uint64_t index, std::size_t count) const override {
    zoo_random random = source_of(sample, index);
    example_batch batch;
    batch.count = count;
    batch.length = length_;
    for (std::size_t i = 0; i < count; ++i) {
      const shape_scene scene = images_.imagine(random);
      images_.draw(scene, random, batch.inputs);
      std::vector<std::int32_t> text{0};
      text.push_back(word(random, scene.radius < 4.5 ? 0 : 1));
      text.push_back(word(random, 2 + scene.shape));
      text.push_back(word(random, 10 + static_cast<std::size_t>(scene.y) / 4));
      text.push_back(word(random, 14 + static_cast<std::size_t>(scene.x) / 4));
      grammar_.write(random, scene.shape % text_grammar::topics, length_ - 4, text);
      batch.tokens.insert(batch.tokens.end(), text.begin(), text.end() - 1);
      batch.targets.insert(batch.targets.end(), text.begin() + 1, text.end());
    }
    return batch;
  }

private:
  [[nodiscard]] std::int32_t word(zoo_random& random, std::size_t meaning) const {
    return words_[(meaning * 4 + random.below(4)) % words_.size()];
  }

  shape_images images_;
  text_grammar grammar_;
  std::size_t length_;
  std::vector<std::int32_t> words_;
};

/// Classes of three overlapping clusters each.
class cluster_world final : public zoo_world {
public:
  explicit cluster_world(std::uint64_t world) {
    zoo_random random(seed_of({world, 0x636c7573U}));
    for (std::size_t i = 0; i < clusters * vector_features; ++i)
      centres_.push_back(0.55 * random.normal());
    for (std::size_t i = 0; i < vector_features; ++i)
      scales_.push_back(random.between(0.5, 1.5));
  }

  example_batch draw(std::uint64_t sample, std::uint64_t index, std::size_t count) const override {
    zoo_random random = source_of(sample, index);
    example_batch batch;
    batch.count = count;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t cluster = random.below(clusters);
      for (std::size_t f = 0; f < vector_features; ++f)
        batch.inputs.push_back(static_cast<float>(
            scales_[f] * (centres_[cluster * vector_features + f] + random.normal())));
      batch.targets.push_back(static_cast<std::int32_t>(cluster % vector_classes));
    }
    return batch;
  }

private:
  static constexpr std::size_t clusters = 3 * vector_classes;
  std::vector<double> centres_, scales_;
};

/// Which of four chains wrote a sequence of symbols, and whether its first symbol is of the first
/// half: the answer needs both ends.
class symbol_world final : public zoo_world {
public:
  explicit symbol_world(std::uint64_t world) {
    zoo_random random(seed_of({world, 0x73796d62U}));
    for (std::size_t i = 0; i < chains * symbol_count * successors; ++i)
      next_.push_back(static_cast<std::int32_t>(random.below(symbol_count)));
  }

  example_batch draw(std::uint64_t sample, std::uint64_t index, std::size_t count) const override {
    zoo_random random = source_of(sample, index);
    example_batch batch;
    batch.count = count;
    batch.length = sequence_length;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t chain = random.below(chains);
      auto symbol = static_cast<std::int32_t>(random.below(symbol_count));
      const std::int32_t half = symbol < static_cast<std::int32_t>(symbol_count / 2) ? 0 : 1;
      for (std::size_t at = 0; at < sequence_length; ++at) {
        batch.tokens.push_back(symbol);
        const std::size_t from = chain * symbol_count + static_cast<std::size_t>(symbol);
        symbol = next_[from * successors + random.below(successors)];
        if (random.uniform() < 0.1) symbol = static_cast<std::int32_t>(random.below(symbol_count));
      }
      batch.targets.push_back(static_cast<std::int32_t>(chain) * 2 + half);
    }
    return batch;
  }

private:
  static constexpr std::size_t chains = sequence_classes / 2;
  static constexpr std::size_t successors = 2;
  std::vector<std::int32_t> next_;
};

} // namespace

std::unique_ptr<zoo_world> make_world(backbone kind, std::uint64_t world, std::size_t vocabulary,
                                      std::size_t length) {
  switch (kind) {
  case backbone::decoder: return std::make_unique<text_world>(world, vocabulary, length);
  case backbone::two_tower: return std::make_unique<caption_world>(world, vocabulary, length);
  case backbone::perceptron: return std::make_unique<cluster_world>(world);
  case backbone::lstm: return std::make_unique<symbol_world>(world);
  case backbone::vision:
  case backbone::convolution: break;
  }
  return std::make_unique<image_world>(world);
}

} // namespace weightkin::zoo
