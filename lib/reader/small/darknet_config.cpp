#include "reader/small/darknet_config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace weightkin {
namespace {

constexpr std::uint64_t most_channels = 1 << 20;
constexpr std::uint64_t most_size = 1 << 8;
constexpr std::size_t most_sections = 10'000;

/// A header in brackets and the lines "key=value" below it.
struct section {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>> options;

  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const {
    for (const auto& [name_, value] : options)
      if (name_ == key) return value;
    return std::nullopt;
  }
  /// A whole number, `otherwise` when there is none; nothing when it is no number.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view key,
                                                   std::int64_t otherwise) const {
    const auto text = find(key);
    if (!text) return otherwise;
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failure != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return value;
  }
};

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::vector<section>> split_sections(std::string_view text) {
  std::vector<section> sections;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      if (sections.size() == most_sections) return std::nullopt;
      sections.push_back({line.substr(1, line.size() - 2), {}});
      continue;
    }
    const std::size_t equals = line.find('=');
    if (sections.empty() || equals == std::string_view::npos) return std::nullopt;
    sections.back().options.emplace_back(trimmed(line.substr(0, equals)),
                                         trimmed(line.substr(equals + 1)));
  }
  return sections;
}

/// Follows the number of channels from layer to layer.
class network_reader {
public:
  bool begin(const section& network) {
    const auto channels = network.number("channels", 3);
    if (!channels || *channels <= 0) return false;
    input_ = static_cast<std::uint64_t>(*channels);
    return (network.name == "net" || network.name == "network") && input_ <= most_channels;
  }

  bool add(const section& layer) {
    std::uint64_t channels = channels_.empty() ? input_ : channels_.back();
    constexpr std::array<std::string_view, 13> keep{
        "maxpool", "avgpool", "upsample", "dropout",   "softmax", "yolo",          "Gaussian_yolo",
        "region",  "cost",    "shortcut", "detection", "sam",     "scale_channels"};
    if (layer.name == "convolutional" || layer.name == "conv") {
      if (!add_convolution(layer, channels)) return false;
    } else if (layer.name == "route") {
      const auto routed = routed_channels(layer);
      if (!routed) return false;
      channels = *routed;
    } else if (layer.name == "reorg") {
      const auto stride = layer.number("stride", 1);
      if (!stride || *stride < 1 || *stride > 64) return false;
      channels *= static_cast<std::uint64_t>(*stride * *stride);
    } else if (std::find(keep.begin(), keep.end(), layer.name) == keep.end()) {
      return false;
    }
    if (channels == 0 || channels > most_channels) return false;
    channels_.push_back(channels);
    return true;
  }

  [[nodiscard]] std::vector<darknet_convolution> convolutions() && {
    return std::move(convolutions_);
  }

private:
  bool add_convolution(const section& layer, std::uint64_t& channels) {
    const auto filters = layer.number("filters", 1);
    const auto size = layer.number("size", 1);
    const auto groups = layer.number("groups", 1);
    const auto normalised = layer.number("batch_normalize", 0);
    if (!filters || !size || !groups || !normalised || *filters <= 0 || *size <= 0 ||
        *groups <= 0 || layer.find("share_index") || layer.number("binary", 0) != 0)
      return false;
    const auto group_count = static_cast<std::uint64_t>(*groups);
    const darknet_convolution convolution{channels_.size(), channels / group_count,
                                          static_cast<std::uint64_t>(*filters),
                                          static_cast<std::uint64_t>(*size), *normalised != 0};
    if (channels % group_count != 0 || convolution.filters > most_channels ||
        convolution.size > most_size)
      return false;
    convolutions_.push_back(convolution);
    channels = convolution.filters;
    return true;
  }

  /// The channels of earlier layers together, of each only one group's; numbers below zero count
  /// back from here.
  [[nodiscard]] std::optional<std::uint64_t> routed_channels(const section& layer) const {
    const auto layers = layer.find("layers");
    const auto groups = layer.number("groups", 1);
    if (!layers || !groups || *groups <= 0) return std::nullopt;
    std::uint64_t sum = 0;
    std::string_view rest = *layers;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const section one{"", {{"layer", trimmed(rest.substr(0, end))}}};
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto number = one.number("layer", 0);
      if (!number) return std::nullopt;
      const auto here = static_cast<std::int64_t>(channels_.size());
      if (*number >= here || *number < -here) return std::nullopt;
      const std::int64_t index = *number < 0 ? here + *number : *number;
      sum += channels_[static_cast<std::size_t>(index)] / static_cast<std::uint64_t>(*groups);
      if (sum > most_channels) return std::nullopt;
    }
    return sum;
  }

  std::uint64_t input_ = 3;
  std::vector<std::uint64_t> channels_; ///< after each layer
  std::vector<darknet_convolution> convolutions_;
};

} // namespace

std::optional<std::vector<darknet_convolution>> parse_darknet_config(std::string_view text) {
  const auto sections = split_sections(text);
  if (!sections || sections->empty()) return std::nullopt;
  network_reader network;
  if (!network.begin(sections->front())) return std::nullopt;
  for (std::size_t i = 1; i < sections->size(); ++i)
    if (!network.add((*sections)[i])) return std::nullopt;
  return std::move(network).convolutions();
}

} // namespace weightkin
