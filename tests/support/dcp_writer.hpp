#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/torch_writer.hpp"

/// Writes small distributed checkpoints of PyTorch: `.metadata` and its data files.
namespace weightkin::test {

/// One piece of an f32 tensor, and the data file that holds it.
struct dcp_piece {
  std::string tensor;
  std::vector<std::int64_t> offsets;
  std::vector<std::int64_t> sizes;
  std::vector<float> values;
  std::string file = "__0_0.distcp";
};

/// What a test may get wrong on purpose.
struct dcp_place {
  std::string tensor;
  std::vector<std::int64_t> offsets;
  std::string file;
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

inline std::span<const std::byte> bytes_of_floats(const std::vector<float>& values) {
  return std::as_bytes(std::span<const float>(values));
}

/// A torch file that holds one f32 tensor and nothing around it.
inline std::vector<std::byte> lone_tensor(const std::vector<std::int64_t>& shape,
                                          const std::vector<float>& values) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t axis = shape.size(); axis-- > 1;)
    strides[axis - 1] = strides[axis] * shape[axis];
  pickle_writer object;
  put_tensor(object,
             {"0", "FloatStorage", static_cast<std::int64_t>(values.size()), 0, shape, strides});
  const auto bytes = bytes_of_floats(values);
  return torch_zip(object.stop(), {{"0", {bytes.begin(), bytes.end()}}});
}

class dcp_writer {
public:
  dcp_writer& tensor(std::string name, std::vector<std::int64_t> size) {
    tensors_.emplace_back(std::move(name), std::move(size));
    return *this;
  }
  /// Adds a piece to its file and remembers its place.
  dcp_writer& piece(dcp_piece added) {
    std::vector<std::byte>& file = files_[added.file];
    const std::vector<std::byte> blob = lone_tensor(added.sizes, added.values);
    places.push_back({added.tensor, added.offsets, added.file,
                      static_cast<std::int64_t>(file.size()),
                      static_cast<std::int64_t>(blob.size())});
    file.insert(file.end(), blob.begin(), blob.end());
    pieces_.push_back(std::move(added));
    return *this;
  }

  std::vector<dcp_place> places; ///< what the description will say

  /// The pickle. \param type the element type that it claims
  [[nodiscard]] std::vector<std::byte> metadata(const std::string& type = "float32",
                                                const std::string& transforms = "") const {
    pickle_writer out;
    begin(out, "Metadata");
    out.text("state_dict_metadata").raw("}(");
    for (const auto& [name, size] : tensors_) {
      out.text(name);
      put_description(out, name, size, type);
    }
    out.text("note");
    begin(out, "BytesStorageMetadata");
    out.raw("ub");
    out.raw("u").text("planner_data").raw("}").text("storage_data").raw("}(");
    for (const dcp_place& place : places)
      put_place(out, place, transforms);
    out.raw("uub");
    const std::string text = out.stop();
    const auto bytes = bytes_of_text(text);
    return {bytes.begin(), bytes.end()};
  }

  /// The data files, and the description if wanted.
  [[nodiscard]] std::map<std::string, std::vector<std::byte>> files(bool with_metadata) const {
    auto all = files_;
    if (with_metadata) all[".metadata"] = metadata();
    return all;
  }

private:
  static void begin(pickle_writer& out, const std::string& name) {
    out.global("torch.distributed.checkpoint.metadata", name).raw(")\x81}(");
  }
  static void put_size(pickle_writer& out, const std::vector<std::int64_t>& size) {
    out.global("torch", "Size").integers(size).raw("\x85R");
  }
  void put_description(pickle_writer& out, const std::string& name,
                       const std::vector<std::int64_t>& size, const std::string& type) const {
    begin(out, "TensorStorageMetadata");
    out.text("properties").global("torch.distributed.checkpoint.metadata", "TensorProperties");
    out.raw(")\x81(").global("torch", type);
    out.global("torch.serialization", "_get_layout").text("torch.strided").raw("\x85R\x89");
    out.global("builtins", "getattr");
    out.global("torch.distributed.checkpoint.metadata", "_MEM_FORMAT_ENCODING");
    out.text("TORCH_CONTIGUOUS_FORMAT").raw("\x86R\x89tb").text("size");
    put_size(out, size);
    out.text("chunks").raw("](");
    for (const dcp_piece& piece : pieces_) {
      if (piece.tensor != name) continue;
      begin(out, "ChunkStorageMetadata");
      out.text("offsets");
      put_size(out, piece.offsets);
      out.text("sizes");
      put_size(out, piece.sizes);
      out.raw("ub");
    }
    out.raw("eub");
  }
  static void put_place(pickle_writer& out, const dcp_place& place, const std::string& transforms) {
    begin(out, "MetadataIndex");
    out.text("fqn").text(place.tensor).text("offset");
    put_size(out, place.offsets);
    out.text("index").raw("Nub");
    out.global("torch.distributed.checkpoint.filesystem", "_StorageInfo").raw(")\x81}(");
    out.text("relative_path").text(place.file).text("offset").integer(place.offset);
    out.text("length").integer(place.length);
    if (!transforms.empty()) out.text("transform_descriptors").raw("]").text(transforms).raw("a");
    out.raw("ub");
  }

  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tensors_;
  std::vector<dcp_piece> pieces_;
  std::map<std::string, std::vector<std::byte>> files_;
};

} // namespace weightkin::test
