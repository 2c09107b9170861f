#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "zoo_random.hpp"

namespace weightkin::zoo {

/// A random language. Tokens belong to word classes, classes follow one another by a sparse Markov
/// chain, a text keeps to one topic with favourite words of every class, and a class sometimes
/// repeats the word it used last, however long ago. Frequencies fall with the token's number, by
/// the same law in every world, as token numbers of a shared tokenizer do.
class text_grammar {
public:
  static constexpr std::size_t classes = 16;
  static constexpr std::size_t topics = 8;

  text_grammar(std::uint64_t world, std::size_t vocabulary);
  /// Appends `count` tokens of one text.
  void write(zoo_random& random, std::size_t topic, std::size_t count,
             std::vector<std::int32_t>& out) const;

private:
  struct word_class {
    std::vector<std::int32_t> tokens;
    std::vector<double> cumulative;
    std::vector<std::int32_t> favourites; ///< three a topic
    std::size_t next[3] = {};
  };
  std::vector<word_class> classes_;
};

} // namespace weightkin::zoo
