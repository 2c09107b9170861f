#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

#include "reader/quantised/adapter_config.hpp"
#include "reader/quantised/quantisation_config.hpp"
#include "reader/quantised/tensor_group.hpp"
#include "reader/quantised/tensor_index.hpp"

namespace weightkin {

/// What schemes share while the tensors of one model are folded.
struct fold_context {
  tensor_index& index;
  quantisation_config& config;
  adapter_config& adapter;
  const reader_limits& limits;
  std::map<std::string_view, std::string_view> metadata; ///< of the file
  std::size_t adapters_kept = 0;     ///< modules whose change is not simply B @ A
  std::size_t adapters_unscaled = 0; ///< folded with scale 1 because no file gives one
};

/// A tensor whose name ends like a part of some scheme.
struct fold_request {
  fold_context& context;
  std::string base;      ///< its name without the mark
  std::string_view mark; ///< the ending
};

/// One way to store a weight in several tensors. To add one: write its file with its row and list
/// it in fold_tensors.cpp.
struct fold_scheme {
  std::string_view name;
  std::span<const std::string_view> marks; ///< endings of names that may belong to it
  /// Folds the group that the tensor belongs to.
  /// \returns false when the tensors around it show that it is none of this scheme.
  result<bool> (*fold)(const fold_request& request);
};

extern const fold_scheme unread_scheme;        ///< unread_schemes.cpp; recognised, refused
extern const fold_scheme awq_scheme;           ///< awq_scheme.cpp
extern const fold_scheme gptq_scheme;          ///< gptq_scheme.cpp
extern const fold_scheme bnb_4bit_scheme;      ///< bnb_4bit_scheme.cpp
extern const fold_scheme bnb_int8_scheme;      ///< bnb_int8_scheme.cpp
extern const fold_scheme packed_int_scheme;    ///< packed_int_scheme.cpp; compressed-tensors
extern const fold_scheme mxfp4_scheme;         ///< mxfp4_scheme.cpp
extern const fold_scheme nvfp4_scheme;         ///< nvfp4_scheme.cpp
extern const fold_scheme gguf_scale_scheme;    ///< gguf_scale_scheme.cpp; NVFP4 in GGUF
extern const fold_scheme bitnet_scheme;        ///< bitnet_scheme.cpp
extern const fold_scheme scaled_scheme;        ///< scaled_scheme.cpp; FP8 and int8
extern const fold_scheme hqq_scheme;           ///< hqq_scheme.cpp
extern const fold_scheme mlx_scheme;           ///< mlx_scheme.cpp
extern const fold_scheme torchao_scheme;       ///< torchao_scheme.cpp
extern const fold_scheme lora_scheme;          ///< lora_scheme.cpp
extern const fold_scheme other_adapter_scheme; ///< other_adapter_scheme.cpp; counted, left alone

} // namespace weightkin
