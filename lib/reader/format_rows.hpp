#pragma once

#include "reader/format_table.hpp"

/// The rows of the table of formats, each defined in the file of its format and listed in
/// format_table.cpp in the order they are asked.
namespace weightkin {

extern const format_row safetensors_format;      ///< safetensors_format.cpp
extern const format_row stable_baselines_format; ///< stable_baselines_format.cpp
extern const format_row torch_zip_format;        ///< torch_zip_format.cpp; TorchScript too
extern const format_row keras_format;            ///< keras_format.cpp
extern const format_row npz_format;              ///< npz_format.cpp
extern const format_row npy_format;              ///< npy_format.cpp
extern const format_row hdf5_format;             ///< hdf5_format.cpp
extern const format_row ggml_format;             ///< ggml_format.cpp; older than GGUF
extern const format_row torch_legacy_format;     ///< torch_legacy_format.cpp

/// sharded_checkpoint.cpp; any JSON that no other row claims. Its contents answer the format of
/// the first shard.
extern const format_row shard_index_format;

/// llama2c_format.cpp and darknet_format.cpp; known by their exact length, so asked late.
extern const format_row llama2c_format;
extern const format_row darknet_format;

/// safetensors_format.cpp; asked last, for bytes that show nothing but a possible length.
extern const format_row safetensors_by_length_format;

} // namespace weightkin
