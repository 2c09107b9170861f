#include "reader/pickle/pickle_globals.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace weightkin {
namespace {

using role = pickle_role;

struct global_name {
  std::string_view name;
  pickle_global meaning;
};

constexpr pickle_global plain(role meaning) { return {meaning, dtype::u8, true}; }
constexpr pickle_global storage(dtype type) { return {role::storage_class, type, true}; }
constexpr pickle_global packed_storage() { return {role::storage_class, dtype::u8, false}; }
constexpr pickle_global element(dtype type) { return {role::dtype_constant, type, true}; }
constexpr pickle_global odd_element() { return {role::dtype_constant, dtype::u8, false}; }

constexpr std::array collections_names{
    global_name{"OrderedDict", plain(role::ordered_dict)},
    global_name{"Counter", plain(role::counter)},
    global_name{"defaultdict", plain(role::default_dict)},
};

constexpr std::array builtins_names{
    global_name{"set", plain(role::set_type)},
    global_name{"frozenset", plain(role::set_type)},
    global_name{"bytearray", plain(role::byte_array)},
    global_name{"complex", plain(role::plain_type)},
    global_name{"dict", plain(role::plain_type)},
    global_name{"list", plain(role::plain_type)},
    global_name{"int", plain(role::plain_type)},
    global_name{"float", plain(role::plain_type)},
    global_name{"tuple", plain(role::plain_type)},
    global_name{"slice", plain(role::plain_type)},
};

constexpr std::array utils_names{
    global_name{"_rebuild_tensor", plain(role::rebuild_tensor)},
    global_name{"_rebuild_tensor_v2", plain(role::rebuild_tensor_v2)},
    global_name{"_rebuild_tensor_v3", plain(role::rebuild_tensor_v3)},
    global_name{"_rebuild_parameter", plain(role::rebuild_parameter)},
    global_name{"_rebuild_parameter_with_state", plain(role::rebuild_parameter_with_state)},
    global_name{"_rebuild_qtensor", plain(role::rebuild_quantised)},
    global_name{"_rebuild_sparse_tensor", plain(role::rebuild_sparse)},
    global_name{"_rebuild_sparse_csr_tensor", plain(role::rebuild_sparse)},
    global_name{"_rebuild_meta_tensor_no_storage", plain(role::rebuild_without_data)},
    global_name{"_rebuild_wrapper_subclass", plain(role::rebuild_without_data)},
    global_name{"_rebuild_device_tensor_from_numpy", plain(role::rebuild_without_data)},
    global_name{"_rebuild_device_tensor_from_cpu_tensor", plain(role::rebuild_without_data)},
};

constexpr std::array storage_names{
    global_name{"FloatStorage", storage(dtype::f32)},
    global_name{"DoubleStorage", storage(dtype::f64)},
    global_name{"HalfStorage", storage(dtype::f16)},
    global_name{"BFloat16Storage", storage(dtype::bf16)},
    global_name{"LongStorage", storage(dtype::i64)},
    global_name{"IntStorage", storage(dtype::i32)},
    global_name{"ShortStorage", storage(dtype::i16)},
    global_name{"CharStorage", storage(dtype::i8)},
    global_name{"ByteStorage", storage(dtype::u8)},
    global_name{"BoolStorage", storage(dtype::boolean)},
    global_name{"ComplexFloatStorage", storage(dtype::c64)},
    global_name{"ComplexDoubleStorage", storage(dtype::c128)},
    global_name{"QInt8Storage", storage(dtype::i8)},
    global_name{"QUInt8Storage", storage(dtype::u8)},
    global_name{"QInt32Storage", storage(dtype::i32)},
    global_name{"QUInt4x2Storage", packed_storage()},
    global_name{"QUInt2x4Storage", packed_storage()},
};

constexpr std::array torch_names{
    global_name{"Size", plain(role::size_type)},
    global_name{"device", plain(role::device_type)},
    global_name{"Tensor", plain(role::constant)},
    global_name{"float32", element(dtype::f32)},
    global_name{"float64", element(dtype::f64)},
    global_name{"float16", element(dtype::f16)},
    global_name{"bfloat16", element(dtype::bf16)},
    global_name{"int64", element(dtype::i64)},
    global_name{"int32", element(dtype::i32)},
    global_name{"int16", element(dtype::i16)},
    global_name{"int8", element(dtype::i8)},
    global_name{"uint8", element(dtype::u8)},
    global_name{"uint16", element(dtype::u16)},
    global_name{"uint32", element(dtype::u32)},
    global_name{"uint64", element(dtype::u64)},
    global_name{"bool", element(dtype::boolean)},
    global_name{"complex32", element(dtype::c32)},
    global_name{"complex64", element(dtype::c64)},
    global_name{"complex128", element(dtype::c128)},
    global_name{"float8_e4m3fn", element(dtype::f8_e4m3fn)},
    global_name{"float8_e5m2", element(dtype::f8_e5m2)},
    global_name{"float8_e4m3fnuz", element(dtype::f8_e4m3fnuz)},
    global_name{"float8_e5m2fnuz", element(dtype::f8_e5m2fnuz)},
    global_name{"float8_e8m0fnu", element(dtype::f8_e8m0)},
    global_name{"float4_e2m1fn_x2", odd_element()},
    global_name{"qint8", odd_element()},
    global_name{"quint8", odd_element()},
    global_name{"qint32", odd_element()},
    global_name{"quint4x2", odd_element()},
    global_name{"quint2x4", odd_element()},
    global_name{"strided", plain(role::constant)},
    global_name{"sparse_coo", plain(role::constant)},
    global_name{"sparse_csr", plain(role::constant)},
    global_name{"sparse_csc", plain(role::constant)},
    global_name{"sparse_bsr", plain(role::constant)},
    global_name{"sparse_bsc", plain(role::constant)},
    global_name{"_mkldnn", plain(role::constant)},
    global_name{"jagged", plain(role::constant)},
    global_name{"contiguous_format", plain(role::constant)},
    global_name{"preserve_format", plain(role::constant)},
    global_name{"channels_last", plain(role::constant)},
    global_name{"channels_last_3d", plain(role::constant)},
    global_name{"per_tensor_affine", plain(role::constant)},
    global_name{"per_channel_affine", plain(role::constant)},
    global_name{"per_tensor_symmetric", plain(role::constant)},
    global_name{"per_channel_symmetric", plain(role::constant)},
    global_name{"per_channel_affine_float_qparams", plain(role::constant)},
};

constexpr std::array torch_storage_names{
    global_name{"UntypedStorage", {role::untyped_storage_class, dtype::u8, true}},
    // Only ever named as a type; its elements are said elsewhere.
    global_name{"TypedStorage", plain(role::constant)},
};

constexpr std::array parameter_names{
    global_name{"Parameter", plain(role::parameter_class)},
    global_name{"Buffer", plain(role::parameter_class)},
};

constexpr std::array from_type_names{
    global_name{"_rebuild_from_type_v2", plain(role::rebuild_from_type_v2)}};

constexpr std::array serialization_names{global_name{"_get_layout", plain(role::layout_of)}};

constexpr std::array codecs_names{global_name{"encode", plain(role::encode)}};

constexpr std::array multiarray_names{
    global_name{"_reconstruct", plain(role::numpy_reconstruct)},
    global_name{"scalar", plain(role::numpy_scalar)},
};

constexpr std::array numpy_names{
    global_name{"ndarray", plain(role::numpy_array)},
    global_name{"dtype", plain(role::numpy_dtype)},
};

constexpr std::array numpy_dtypes_names{
    global_name{"BoolDType", plain(role::numpy_dtype)},
    global_name{"Int8DType", plain(role::numpy_dtype)},
    global_name{"Int16DType", plain(role::numpy_dtype)},
    global_name{"Int32DType", plain(role::numpy_dtype)},
    global_name{"Int64DType", plain(role::numpy_dtype)},
    global_name{"UInt8DType", plain(role::numpy_dtype)},
    global_name{"UInt16DType", plain(role::numpy_dtype)},
    global_name{"UInt32DType", plain(role::numpy_dtype)},
    global_name{"UInt64DType", plain(role::numpy_dtype)},
    global_name{"Float16DType", plain(role::numpy_dtype)},
    global_name{"Float32DType", plain(role::numpy_dtype)},
    global_name{"Float64DType", plain(role::numpy_dtype)},
    global_name{"Complex64DType", plain(role::numpy_dtype)},
    global_name{"Complex128DType", plain(role::numpy_dtype)},
};

constexpr std::array script_names{
    global_name{"build_intlist", plain(role::same_as_first)},
    global_name{"build_tensorlist", plain(role::same_as_first)},
    global_name{"build_doublelist", plain(role::same_as_first)},
    global_name{"build_boollist", plain(role::same_as_first)},
    global_name{"restore_type_tag", plain(role::same_as_first)},
};

constexpr std::array argparse_names{global_name{"Namespace", plain(role::inert_class)}};

constexpr std::array path_names{
    global_name{"PosixPath", plain(role::inert_class)},
    global_name{"PurePosixPath", plain(role::inert_class)},
};

constexpr std::array distributed_metadata_names{
    global_name{"Metadata", plain(role::inert_class)},
    global_name{"TensorStorageMetadata", plain(role::inert_class)},
    global_name{"BytesStorageMetadata", plain(role::inert_class)},
    global_name{"ChunkStorageMetadata", plain(role::inert_class)},
    global_name{"TensorProperties", plain(role::inert_class)},
    global_name{"MetadataIndex", plain(role::inert_class)},
    global_name{"StorageMeta", plain(role::inert_class)},
    global_name{"_MEM_FORMAT_ENCODING", plain(role::enumeration)},
};

constexpr std::array distributed_file_names{
    global_name{"_StorageInfo", plain(role::inert_class)},
    global_name{"_StoragePrefix", plain(role::inert_class)},
};

// What DeepSpeed keeps beside the tensors of its optimisers.
constexpr std::array loss_scaler_names{
    global_name{"LossScaler", plain(role::inert_class)},
    global_name{"DynamicLossScaler", plain(role::inert_class)},
};
constexpr std::array zero_config_names{global_name{"ZeroStageEnum", plain(role::inert_class)}};
constexpr std::array tensor_fragment_names{
    global_name{"fragment_address", plain(role::inert_class)}};

// Enumerations among the arguments that Megatron saves.
constexpr std::array megatron_names{
    global_name{"ModelType", plain(role::inert_class)},
    global_name{"LayerType", plain(role::inert_class)},
    global_name{"AttnType", plain(role::inert_class)},
    global_name{"AttnMaskType", plain(role::inert_class)},
    global_name{"AttnBackend", plain(role::inert_class)},
    global_name{"PositionEmbeddingType", plain(role::inert_class)},
};

struct module_names {
  std::string_view module;
  std::span<const global_name> names;
};

constexpr std::array modules{
    module_names{"torch._utils", utils_names},
    module_names{"torch", torch_names},
    module_names{"torch", storage_names},
    module_names{"torch.cuda", storage_names},
    module_names{"collections", collections_names},
    module_names{"torch.storage", torch_storage_names},
    module_names{"torch.nn.parameter", parameter_names},
    module_names{"torch._tensor", from_type_names},
    module_names{"torch.serialization", serialization_names},
    module_names{"_codecs", codecs_names},
    module_names{"builtins", builtins_names},
    module_names{"__builtin__", builtins_names},
    module_names{"numpy.core.multiarray", multiarray_names},
    module_names{"numpy._core.multiarray", multiarray_names},
    module_names{"numpy", numpy_names},
    module_names{"numpy.dtypes", numpy_dtypes_names},
    module_names{"torch.jit._pickle", script_names},
    module_names{"argparse", argparse_names},
    module_names{"pathlib", path_names},
    module_names{"pathlib._local", path_names},
    module_names{"torch.distributed.checkpoint.metadata", distributed_metadata_names},
    module_names{"torch.distributed.checkpoint.filesystem", distributed_file_names},
    module_names{"deepspeed.runtime.fp16.loss_scaler", loss_scaler_names},
    module_names{"deepspeed.runtime.zero.config", zero_config_names},
    module_names{"deepspeed.utils.tensor_fragment", tensor_fragment_names},
    module_names{"megatron.enums", megatron_names},
    module_names{"megatron.model.enums", megatron_names},
    module_names{"megatron.core.enums", megatron_names},
    module_names{"megatron.core.transformer.enums", megatron_names},
};

} // namespace

std::optional<pickle_global> find_pickle_global(std::string_view module,
                                                std::string_view name) noexcept {
  for (const module_names& row : modules) {
    if (row.module != module) continue;
    const auto found = std::find_if(row.names.begin(), row.names.end(),
                                    [&](const global_name& known) { return known.name == name; });
    if (found != row.names.end()) return found->meaning;
  }
  return std::nullopt;
}

} // namespace weightkin
