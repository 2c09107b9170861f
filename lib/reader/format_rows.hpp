#pragma once

#include "reader/format_table.hpp"

/// The rows of the table of formats, each defined in the file of its format and listed in
/// format_table.cpp in the order they are asked.
namespace weightkin {

extern const format_row gguf_format;             ///< gguf_format.cpp
extern const format_row safetensors_format;      ///< safetensors_format.cpp
extern const format_row stable_baselines_format; ///< stable_baselines_format.cpp
extern const format_row torch_zip_format;        ///< torch_zip_format.cpp; TorchScript too
extern const format_row keras_format;            ///< keras_format.cpp
extern const format_row npz_format;              ///< npz_format.cpp
extern const format_row npy_format;              ///< npy_format.cpp
extern const format_row hdf5_format;             ///< hdf5_format.cpp
extern const format_row ggml_format;             ///< ggml_format.cpp; older than GGUF
extern const format_row torch_legacy_format;     ///< torch_legacy_format.cpp

extern const format_row tensor_bundle_format;    ///< bundle_format.cpp; TensorFlow's V2 checkpoint
extern const format_row checkpoint_state_format; ///< bundle_format.cpp; the text file `checkpoint`
extern const format_row tensorflow_graph_format; ///< graph_format.cpp; frozen graphs
extern const format_row saved_model_format;      ///< graph_format.cpp; saved_model.pb, *.meta
extern const format_row tflite_format;           ///< tflite_format.cpp
extern const format_row tfjs_format;             ///< tfjs_format.cpp
extern const format_row zarr_format;             ///< zarr_format.cpp; before any other JSON
// Protobuf messages know themselves by their first fields only; each is recognised so narrowly that
// their order does not matter.
extern const format_row onnx_format;        ///< onnx_format.cpp
extern const format_row onnx_tensor_format; ///< onnx_format.cpp; one bare tensor
extern const format_row caffe_format;       ///< caffe_format.cpp
extern const format_row coreml_format;      ///< coreml_format.cpp; .mlmodel, also in a package
extern const format_row coreml_blob_format; ///< coreml_blob_format.cpp; a package's weight.bin
extern const format_row dcp_format;         ///< dcp_format.cpp: PyTorch distributed, by .metadata
extern const format_row dcp_pieces_format;  ///< dcp_pieces_format.cpp: one data file of it
extern const format_row deepspeed_format;   ///< deepspeed_format.cpp: ZeRO shards, by their tag
extern const format_row megatron_format; ///< megatron_format.cpp: parallel ranks, by their tracker
extern const format_row mxnet_format;    ///< mxnet_format.cpp
extern const format_row ncnn_param_format;      ///< ncnn_format.cpp: the text beside the weights
extern const format_row ncnn_bin_format;        ///< ncnn_format.cpp: the weights beside the text
extern const format_row paddle_state_format;    ///< paddle_state_format.cpp: .pdparams
extern const format_row paddle_combined_format; ///< paddle_combined_format.cpp: .pdiparams

/// sharded_checkpoint.cpp; any JSON that no other row claims. Its contents answer the format of
/// the first shard.
extern const format_row shard_index_format;

/// llama2c_format.cpp and darknet_format.cpp; known by their exact length, so asked late.
extern const format_row llama2c_format;
extern const format_row darknet_format;

/// safetensors_format.cpp; asked last, for bytes that show nothing but a possible length.
extern const format_row safetensors_by_length_format;

/// flax_format.cpp; MessagePack has no magic number, so it is asked after all that have one.
extern const format_row flax_format;

} // namespace weightkin
