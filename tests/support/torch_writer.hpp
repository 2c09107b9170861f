#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/zip_writer.hpp"

/// Writes small PyTorch checkpoints for tests, opcode by opcode, without PyTorch.
namespace weightkin::test {

/// Spells a pickle (protocol 2).
class pickle_writer {
public:
  pickle_writer() { raw(std::string_view("\x80\x02", 2)); }

  pickle_writer& raw(std::string_view opcodes) {
    out_ += opcodes;
    return *this;
  }
  pickle_writer& text(std::string_view value) {
    out_ += 'X';
    number(value.size(), 4);
    out_ += value;
    return *this;
  }
  pickle_writer& integer(std::int64_t value) {
    out_ += "\x8a\x08"; // LONG1 of eight bytes
    return number(static_cast<std::uint64_t>(value), 8);
  }
  pickle_writer& global(std::string_view module, std::string_view name) {
    out_ += 'c';
    out_ += module;
    out_ += '\n';
    out_ += name;
    out_ += '\n';
    return *this;
  }
  pickle_writer& integers(const std::vector<std::int64_t>& values) {
    out_ += '(';
    for (const std::int64_t value : values)
      integer(value);
    return raw("t");
  }
  /// Little-endian bytes of `value`.
  pickle_writer& number(std::uint64_t value, int width) {
    for (int byte = 0; byte < width; ++byte)
      out_ += static_cast<char>(value >> (8 * byte) & 0xffU);
    return *this;
  }
  [[nodiscard]] std::string stop() const { return out_ + '.'; }

private:
  std::string out_;
};

/// A tensor as torch.save describes it.
struct torch_tensor {
  std::string key = "0"; ///< of its storage
  std::string storage_class = "FloatStorage";
  std::int64_t storage_count = 0;
  std::int64_t offset = 0;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;
};

/// Pushes a tensor (`_rebuild_tensor_v2`). \param legacy the six-part storage ids of old files
inline void put_tensor(pickle_writer& out, const torch_tensor& tensor, bool legacy = false) {
  out.global("torch._utils", "_rebuild_tensor_v2").raw("((");
  out.text("storage").global("torch", tensor.storage_class).text(tensor.key).text("cpu");
  out.integer(tensor.storage_count).raw(legacy ? "NtQ" : "tQ");
  out.integer(tensor.offset).integers(tensor.shape).integers(tensor.strides);
  out.raw("\x89").global("collections", "OrderedDict").raw(")RtR");
}

using torch_state = std::vector<std::pair<std::string, torch_tensor>>;

/// Pushes a dict of tensors.
inline void put_state(pickle_writer& out, const torch_state& state, bool legacy = false) {
  out.raw("}(");
  for (const auto& [name, tensor] : state) {
    out.text(name);
    put_tensor(out, tensor, legacy);
  }
  out.raw("u");
}

inline std::span<const std::byte> bytes_of_text(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

using torch_storages = std::vector<std::pair<std::string, std::vector<std::byte>>>;

/// The zip container around the pickle `object`.
inline std::vector<std::byte> torch_zip(const std::string& object, const torch_storages& storages) {
  zip_writer zip;
  zip.add("model/data.pkl", bytes_of_text(object));
  for (const auto& [key, bytes] : storages)
    zip.add("model/data/" + key, bytes);
  zip.add("model/version", bytes_of_text("3\n"));
  return zip.bytes();
}

/// The container before PyTorch 1.6; `storages` with the number of their elements.
inline std::vector<std::byte>
torch_legacy(const std::string& object,
             const std::vector<std::pair<std::string, std::int64_t>>& counts,
             const torch_storages& storages) {
  std::string file = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
  file += std::string("\x80\x02M\xe9\x03.", 6);
  file += pickle_writer().raw("}").text("little_endian").raw("\x88s").stop();
  file += object;
  pickle_writer keys;
  keys.raw("](");
  for (const auto& [key, count] : counts)
    keys.text(key);
  file += keys.raw("e").stop();
  for (std::size_t index = 0; index < storages.size(); ++index) {
    const auto count = static_cast<std::uint64_t>(counts[index].second);
    for (int byte = 0; byte < 8; ++byte)
      file += static_cast<char>(count >> (8 * byte) & 0xffU);
    for (const std::byte byte : storages[index].second)
      file += static_cast<char>(byte);
  }
  const auto bytes = bytes_of_text(file);
  return {bytes.begin(), bytes.end()};
}

/// `count` floats 0, 1, 2...
inline std::vector<std::byte> counting_floats(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t index = 0; index < count; ++index)
    values[index] = static_cast<float>(index);
  const auto bytes = std::as_bytes(std::span<const float>(values));
  return {bytes.begin(), bytes.end()};
}

/// The same two tensors in either container: a packed matrix, and its transpose over one storage.
inline std::vector<std::byte> small_torch_file(bool legacy) {
  const torch_state state{{"layer.weight", {"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}}},
                          {"layer.turned", {"0", "FloatStorage", 6, 0, {3, 2}, {1, 3}}},
                          {"layer.bias", {"1", "FloatStorage", 4, 2, {2}, {1}}}};
  pickle_writer object;
  put_state(object, state, legacy);
  const torch_storages storages{{"0", counting_floats(6)}, {"1", counting_floats(4)}};
  if (legacy) return torch_legacy(object.stop(), {{"0", 6}, {"1", 4}}, storages);
  return torch_zip(object.stop(), storages);
}

} // namespace weightkin::test
