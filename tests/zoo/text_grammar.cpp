#include "text_grammar.hpp"

namespace weightkin::zoo {

namespace {

constexpr std::size_t favourites_per_topic = 3;

double frequency(std::int32_t token) { return 1.0 / (static_cast<double>(token) + 10.0); }

} // namespace

text_grammar::text_grammar(std::uint64_t world, std::size_t vocabulary) : classes_(classes) {
  zoo_random random(seed_of({world, 0x7465787475U}));
  std::vector<std::int32_t> tokens(vocabulary);
  for (std::size_t i = 0; i < vocabulary; ++i)
    tokens[i] = static_cast<std::int32_t>(i);
  random.shuffle(tokens);
  for (std::size_t i = 0; i < vocabulary; ++i) {
    word_class& owner = classes_[i % classes];
    const double before = owner.cumulative.empty() ? 0.0 : owner.cumulative.back();
    owner.tokens.push_back(tokens[i]);
    owner.cumulative.push_back(before + frequency(tokens[i]));
  }
  for (word_class& owner : classes_) {
    for (std::size_t i = 0; i < topics * favourites_per_topic; ++i)
      owner.favourites.push_back(owner.tokens[random.pick(owner.cumulative)]);
    for (std::size_t& next : owner.next)
      next = random.below(classes);
  }
}

void text_grammar::write(zoo_random& random, std::size_t topic, std::size_t count,
                         std::vector<std::int32_t>& out) const {
  std::int32_t last[classes];
  for (std::int32_t& token : last)
    token = -1;
  std::size_t at = random.below(classes);
  for (std::size_t i = 0; i < count; ++i) {
    const word_class& owner = classes_[at];
    const double choice = random.uniform();
    std::int32_t token = owner.tokens[random.pick(owner.cumulative)];
    if (choice < 0.3 && last[at] >= 0)
      token = last[at];
    else if (choice < 0.8)
      token = owner.favourites[topic * favourites_per_topic + random.below(favourites_per_topic)];
    last[at] = token;
    out.push_back(token);
    const double step = random.uniform();
    at = owner.next[step < 0.6 ? 0 : step < 0.9 ? 1 : 2];
  }
}

} // namespace weightkin::zoo
