#include "reader/format_table.hpp"

#include <algorithm>
#include <array>

#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

bool starts_like_zip(std::span<const std::byte> head) noexcept {
  const std::string_view text = as_text(head);
  return text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06");
}

/// Formats whose files are parts of something larger and known by what lies beside them. They are
/// asked before the bytes are judged by themselves: such a file may be a few letters long, or
/// archives glued together.
const format_row* neighbour_row_for(const format_probe& probe) {
  static constexpr const format_row* const rows[] = {&dcp_pieces_format, &deepspeed_format,
                                                     &megatron_format};
  for (const format_row* row : rows)
    if (row->recognises(probe)) return row;
  return nullptr;
}

const format_row* row_for(const format_probe& probe) {
  for (const format_row* row : all_formats())
    if (row->recognises(probe)) return row;
  return nullptr;
}

} // namespace

std::span<const format_row* const> all_formats() noexcept {
  // Certain marks first. Of those inside a zip, what holds other formats' files comes before them.
  static constexpr const format_row* const rows[] = {
      &gguf_format,                  // "GGUF"
      &safetensors_format,           // a JSON object behind eight bytes that are no text
      &stable_baselines_format,      // zip with policy.pth
      &torch_zip_format,             // zip with data.pkl
      &keras_format,                 // zip with model.weights.h5
      &npz_format,                   // zip with arrays
      &npy_format,                   // "\x93NUMPY"
      &hdf5_format,                  // "\x89HDF", perhaps behind a user block
      &tensor_bundle_format,         // TensorFlow's table, by the last eight bytes
      &ggml_format,                  // "lmgg", before GGUF
      &mxnet_format,                 // 0x112
      &ncnn_param_format,            // text "7767517"
      &ncnn_bin_format,              // weights whose .param lies beside
      &dcp_format,                   // a pickle of torch.distributed.checkpoint
      &paddle_state_format,          // a pickle with Paddle's names
      &torch_legacy_format,          // any other pickle
      &paddle_combined_format,       // Paddle's variables one after the other
      &tflite_format,                // "TFL3" at byte 4
      &checkpoint_state_format,      // text "model_checkpoint_path"
      &coreml_blob_format,           // Core ML's table of blobs
      &onnx_format,                  // protobuf: version and graph
      &caffe_format,                 // protobuf: layers
      &coreml_format,                // protobuf: description and a kind of model
      &tensorflow_graph_format,      // protobuf: nodes
      &saved_model_format,           // protobuf: graphs with meta information
      &onnx_tensor_format,           // protobuf: one tensor
      &tfjs_format,                  // JSON with "weightsManifest"
      &zarr_format,                  // JSON with "zarr_format"
      &shard_index_format,           // any other JSON
      &llama2c_format,               // numbers that add up to the file's size
      &darknet_format,               // weights whose .cfg lies beside
      &safetensors_by_length_format, // a possible length and nothing else
      &flax_format,                  // a msgpack map
  };
  return rows;
}

result<file_contents> read_file(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  std::array<std::byte, probe_bytes> scratch;
  format_probe probe;
  probe.size = bytes->size();
  probe.bytes = bytes.get();
  probe.beside = &request.beside;
  const auto head_bytes =
      static_cast<std::size_t>(std::min<std::uint64_t>(probe.size, probe_bytes));
  const auto head = bytes->read(0, head_bytes, scratch);
  if (!head) return head.error();
  probe.head = *head;
  if (const format_row* row = neighbour_row_for(probe)) return row->read(request);
  if (auto checked = check_long_enough(probe, bytes->label()); !checked)
    return std::move(checked).error();

  std::vector<zip_member> members;
  if (starts_like_zip(probe.head)) {
    auto directory = read_zip_directory(*bytes, request.options.limits);
    if (!directory) return std::move(directory).error();
    members = std::move(*directory);
    probe.is_zip = true;
    probe.members = members;
  }
  const format_row* row = row_for(probe);
  if (row == nullptr) return explain_unrecognised(probe, bytes->label());
  return row->read(request);
}

} // namespace weightkin
