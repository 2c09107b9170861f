#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// Tiny files of the formats without a directory. Every float is its own position among all floats
/// of the file, so that a tensor's first value tells where it was read from.
namespace weightkin::test {

class small_file {
public:
  small_file& number(std::uint32_t value) {
    for (int byte = 0; byte < 4; ++byte)
      bytes_.push_back(static_cast<std::byte>(value >> (8 * byte) & 0xffU));
    return *this;
  }
  small_file& text(std::string_view characters) {
    for (const char c : characters)
      bytes_.push_back(static_cast<std::byte>(c));
    return *this;
  }
  small_file& floats(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      number(bits_of_whole(next_++));
    return *this;
  }
  small_file& zeros(std::size_t count) {
    bytes_.resize(bytes_.size() + count);
    return *this;
  }
  /// A length and as many characters.
  small_file& counted(std::string_view characters) {
    return number(static_cast<std::uint32_t>(characters.size())).text(characters);
  }
  [[nodiscard]] std::vector<std::byte> bytes() const { return bytes_; }

private:
  static std::uint32_t bits_of_whole(std::uint32_t value) {
    const float real = static_cast<float>(value);
    std::uint32_t bits = 0;
    static_assert(sizeof bits == sizeof real);
    __builtin_memcpy(&bits, &real, sizeof bits);
    return bits;
  }

  std::vector<std::byte> bytes_;
  std::uint32_t next_ = 0;
};

/// dim 4, hidden 6, two layers, two heads of which one for keys, vocabulary 5, three positions.
inline small_file llama_numbers(bool has_mark, bool has_classifier) {
  small_file file;
  if (has_mark) file.text("24ka").number(1);
  file.number(4).number(6).number(2).number(2).number(1);
  file.number(has_classifier && !has_mark ? static_cast<std::uint32_t>(-5) : 5).number(3);
  return file;
}

/// Floats of the two layers' attention, of their feed-forward and of their norms.
inline constexpr std::size_t llama_attention = 2 * (16 + 8 + 8 + 16);
inline constexpr std::size_t llama_feed_forward = 2 * 3 * 24;
inline constexpr std::size_t llama_norms = 2 * 4 + 2 * 4 + 4;

inline std::vector<std::byte> llama_legacy(bool has_classifier) {
  const std::size_t tables = 2 * 3 * 1;
  return llama_numbers(false, has_classifier)
      .floats(20 + llama_attention + llama_feed_forward + llama_norms + tables +
              (has_classifier ? 20U : 0U))
      .bytes();
}

inline std::vector<std::byte> llama_version_1(bool has_classifier) {
  return llama_numbers(true, has_classifier)
      .text(has_classifier ? std::string_view("\0", 1) : std::string_view("\1"))
      .zeros(256 - 37)
      .floats(20 + llama_attention + llama_feed_forward + llama_norms + (has_classifier ? 20U : 0U))
      .bytes();
}

/// A speech model: 2 x 3 `a` and, of the type given, 4 `b`.
inline std::vector<std::byte> whisper_file(std::uint32_t type = 0) {
  small_file file;
  file.text("lmgg").zeros(11 * 4).number(2).number(3).zeros(6 * 4);
  file.number(2).counted("one").counted("");
  file.number(2).number(1).number(0).number(3).number(2).text("a").floats(6);
  file.number(1).number(1).number(type).number(4).text("b").floats(4);
  return file.bytes();
}

inline std::vector<std::byte> silero_file() {
  small_file file;
  file.text("lmgg").counted("silero").number(6).number(2).number(0).number(512).number(64);
  file.number(1).number(1).number(2).number(3).zeros(16);
  file.number(0).number(4).number(0).text("bias").floats(1);
  return file.bytes();
}

inline constexpr std::string_view darknet_config = R"(# a network
[net]
channels = 2

[convolutional]
batch_normalize=1
filters=4
size=3
activation=leaky

[maxpool]
size=2

[route]
layers = -1, 0

[convolutional]
filters=3
groups=2

[yolo]
)";

inline std::vector<std::byte> darknet_file() {
  return small_file()
      .number(0)
      .number(2)
      .number(5)
      .zeros(8)
      .floats(4 * 4 + 4 * 2 * 9 + 3 + 3 * 4)
      .bytes();
}

} // namespace weightkin::test
