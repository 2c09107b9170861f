#include <array>
#include <optional>
#include <string>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/small/darknet_config.hpp"
#include "reader/small/packed_floats.hpp"
#include "reader/wire/little_endian.hpp"

/// Darknet weights: a version of three numbers, how many pictures were seen in training, then
/// nothing but 32-bit floats: of each convolution its biases, with batch normalisation its scales,
/// means and variances, and its weights. What they belong to is only in the network's description,
/// a text of the same name that ends in .cfg.
///
/// Nothing marks these files. One is taken for Darknet's only when the description lies beside it
/// and asks for exactly its length.
namespace weightkin {
namespace {

constexpr std::string_view format_name = "darknet";
constexpr std::uint64_t most_config_bytes = 1'000'000;
constexpr std::size_t version_bytes = 12;

/// Bytes before the first float, or nothing when the version is none of Darknet's.
std::optional<std::uint64_t> header_bytes(std::span<const std::byte> head) noexcept {
  if (head.size() < version_bytes + 8) return std::nullopt;
  const std::uint32_t major = load_u32(head.data());
  const std::uint32_t minor = load_u32(head.data() + 4);
  const std::uint32_t revision = load_u32(head.data() + 8);
  if (major > 1 || minor > 9 || revision > 99) return std::nullopt;
  return version_bytes + (major * 10 + minor >= 2 ? 8U : 4U); // the count grew to 64 bits
}

/// The description beside the file, when there is one and it can be read.
std::optional<std::vector<darknet_convolution>> convolutions_beside(sibling_files& beside) {
  const std::string& own_name = beside.own_name();
  const std::string name = own_name.substr(0, own_name.rfind('.')) + ".cfg";
  if (own_name.empty() || name == own_name) return std::nullopt;
  const auto config = beside.find(name);
  if (!config || *config == nullptr || (*config)->size() > most_config_bytes) return std::nullopt;
  std::vector<std::byte> scratch(static_cast<std::size_t>((*config)->size()));
  const auto text = (*config)->read(0, scratch.size(), scratch);
  if (!text) return std::nullopt;
  return parse_darknet_config(as_text(*text));
}

/// The tensors, when they fill `size` bytes exactly.
std::optional<packed_floats> tensors_of(std::span<const std::byte> head, std::uint64_t size,
                                        sibling_files& beside) {
  const auto begin = header_bytes(head);
  if (!begin) return std::nullopt;
  const auto convolutions = convolutions_beside(beside);
  if (!convolutions || convolutions->empty()) return std::nullopt;
  packed_floats tensors(*begin);
  for (const darknet_convolution& layer : *convolutions) {
    const std::string prefix = "layers." + std::to_string(layer.section) + ".";
    tensors.add(prefix + "bias", {layer.filters});
    if (layer.is_normalised) {
      tensors.add(prefix + "scales", {layer.filters});
      tensors.add(prefix + "running_mean", {layer.filters});
      tensors.add(prefix + "running_var", {layer.filters});
    }
    tensors.add(prefix + "weight", {layer.filters, layer.inputs, layer.size, layer.size});
    if (tensors.end() > size) return std::nullopt; // also keeps the sum far from wrapping
  }
  if (tensors.end() != size) return std::nullopt;
  return tensors;
}

bool is_darknet(const format_probe& probe) {
  return probe.beside != nullptr && tensors_of(probe.head, probe.size, *probe.beside).has_value();
}

result<file_contents> read_darknet(const read_request& request) {
  std::array<std::byte, version_bytes + 8> scratch;
  const auto head = request.bytes->read(0, scratch.size(), scratch);
  if (!head) return head.error();
  auto tensors = tensors_of(*head, request.bytes->size(), request.beside);
  if (!tensors)
    return detail::bad_file(fault::format, request.bytes->label(),
                            "the network's description has changed");
  file_contents contents;
  contents.format = format_name;
  contents.tensors = std::move(*tensors).in(request.bytes);
  return contents;
}

} // namespace

const format_row darknet_format{format_name, is_darknet, read_darknet};

} // namespace weightkin
