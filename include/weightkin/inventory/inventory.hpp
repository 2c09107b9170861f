#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// The part of a model a tensor belongs to; the unit of every verdict.
enum class component_kind : std::uint8_t {
  model = 0, ///< the whole of a model with one part, or what no rule claims
  language_model = 1,
  vision_encoder = 2,
  audio_encoder = 3,
  text_encoder = 4,
  projector = 5,        ///< joins an encoder to the language model
  vision_tokenizer = 6, ///< discrete image codes
  audio_tokenizer = 7,
  diffusion = 8, ///< denoiser (U-Net, DiT)
  autoencoder = 9,
  adapter = 10,   ///< low-rank factors over a base that is elsewhere, or their product
  optimizer = 11, ///< training state, not weights
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(component_kind kind) noexcept;

/// What a tensor does, in the field's standard terms.
enum class tensor_role : std::uint8_t {
  unknown = 0,
  token_embedding = 1,
  position_embedding = 2,
  output_head = 3,
  attention_q = 4,
  attention_k = 5,
  attention_v = 6,
  attention_qkv = 7,
  attention_o = 8,
  mlp_gate = 9,
  mlp_up = 10,
  mlp_down = 11,
  mlp_gate_up = 12,
  norm = 13,
  router = 14,
  convolution = 15,
  linear = 16,
  recurrent = 17, ///< LSTM or GRU weight, gates stacked on axis 0
  batch_norm_statistic = 18,
  bias = 19,
  adapter_down = 20,
  adapter_up = 21,
  buffer = 22, ///< not trained: counters, masks, tables
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(tensor_role role) noexcept;

/// How a tensor may be used in a ruling.
enum class evidence_use : std::uint8_t {
  convicting = 0, ///< has an exchangeable axis and at least two features: may carry a verdict
  descriptive =
      1, ///< shown and counted, never convicting (norm gains, biases, mean-dominated vectors)
  excluded = 2, ///< says nothing about descent; `reason` says why
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(evidence_use use) noexcept;

/// Why a tensor is descriptive or excluded.
enum class exclusion : std::uint8_t {
  none = 0,
  vector = 1,        ///< one feature per unit: norm gains, biases
  deterministic = 2, ///< equals a regenerated construction (named in `detail`)
  constant = 3,      ///< all elements equal
  init_valued =
      4, ///< still at its customary start: all ones gain, all zero bias, zero-initialised factor
  degenerate = 5,           ///< too few distinct values or units to say anything
  integer = 6,              ///< integers or booleans: indices, counters, masks
  tied = 7,                 ///< same storage as another tensor, which is counted instead
  running_statistic = 8,    ///< batch-norm mean or variance
  no_exchangeable_axis = 9, ///< both axes carry fixed meaning (positions x classes ...)
  adapter_factor = 10,      ///< factors over a common base: units are not exchangeable
  empty = 11,               ///< no elements
  unreadable = 12,          ///< the medium failed; `detail` has the error
  optimizer_state = 13,
  by_request = 14, ///< the caller's map says so
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(exclusion why) noexcept;

/// The axis along which units are exchangeable under random initialisation, and which permutation
/// group it belongs to: tensors with the same `group` (within a component) share one permutation.
struct unit_axis {
  std::size_t axis = 0;    ///< index into the shape
  std::uint64_t units = 0; ///< exchangeable blocks along it (extent / block)
  std::uint64_t block = 1; ///< consecutive entries that move together; for LSTM gates see `gates`
  std::uint64_t gates =
      1; ///< the axis is `gates` stacked runs of `units`; unit u owns entry u of each run
  std::string group; ///< e.g. "layers.3.mlp.hidden", "residual", "width.300"
  bool shared_unknown =
      false; ///< names do not tell whether tensors of this group share the permutation
  /// The other of axes 0 and 1 may index the same units (recurrence, identity branches folded into
  /// a square weight): elements whose unit equals their index there form a structure every such
  /// model has, so a test leaves them out. Only set when that axis has `units` entries.
  bool skip_diagonal = false;
};

/// One tensor, understood.
struct inventory_entry {
  std::size_t tensor = 0;    ///< index into the source
  std::size_t component = 0; ///< index into `inventory::components`
  std::string suffix;        ///< name without the component's prefix: "blocks.0.attn.qkv.weight"
  std::string slot;          ///< normalised: layer numbers kept, dialect removed, e.g.
                             ///< "layers.0.attention.qkv.weight"
  int layer = -1;            ///< first repeated-block number in the name, or -1
  tensor_role role = tensor_role::unknown; ///< what it does
  std::uint64_t parameters = 0; ///< elements that count as parameters: none for buffers, optimizer
                                ///< state, running statistics and tied duplicates; the stored
                                ///< factors' for the change that a low-rank adapter makes
  evidence_use use = evidence_use::convicting; ///< what it may say in a ruling
  exclusion why = exclusion::none;             ///< why it may not convict
  std::string detail; ///< for people: what construction, tied to which name, which error
  std::optional<std::size_t> tied_to; ///< entry index it duplicates
  std::optional<unit_axis> axis; ///< set if convicting, else where known; never without elements
};

/// A part of a model that is ruled on by itself.
struct component {
  std::string id; ///< unique, stable: "vision_encoder", "language_model", "projector.2"
  component_kind kind = component_kind::model; ///< what it is for
  std::string
      prefix; ///< what its tensor names begin with, e.g. "model.vision_model."; may be empty
  std::uint64_t tensors = 0;    ///< how many belong to it
  std::uint64_t parameters = 0; ///< sum over its entries
  int layers = 0;               ///< distinct layer numbers
};

/// What a model consists of.
struct inventory {
  std::vector<component> components;    ///< in order of first appearance
  std::vector<inventory_entry> entries; ///< one per tensor of the source, same order
  std::uint64_t parameters = 0;         ///< sum over components
};

/// A rule of the caller's component map, tried before the built-in ones; first match wins.
struct map_rule {
  std::string prefix;                   ///< tensor names that begin with this
  std::optional<std::string> component; ///< component id they belong to
  std::optional<component_kind> kind;   ///< of the component; none: as found
  std::optional<tensor_role> role;      ///< of the tensors; none: as found
  std::optional<evidence_use> use;      ///< of the tensors; none: as found
  std::optional<std::size_t> unit_axis; ///< axis index to use as exchangeable
};

/// Parses a component map:
/// {"rules":[{"prefix":"model.vit.","component":"vision","kind":"vision_encoder",
/// "role":"attention_q","use":"excluded","unit_axis":0}, ...]}. `bad_format` with the position on
/// error.
[[nodiscard]] result<std::vector<map_rule>> parse_component_map(std::string_view json);

/// How an inventory is taken.
struct inventory_options {
  std::span<const map_rule> map; ///< overrides; borrowed for the call
  unsigned threads = 1;          ///< 0: as many as the machine has; never changes the answer
};

/// Finds out what every tensor is. Looks at names, shapes, dtypes and, bounded, at values:
/// suspected constructions are regenerated and compared in full when they have at most 2^24
/// elements, and a sample of every tensor is looked at for constancy. Never fails as a whole: an
/// unreadable tensor is an entry excluded as `unreadable`. Cost: linear in the number of tensors, a
/// few tiles of bytes each.
[[nodiscard]] inventory take_inventory(std::span<const tensor_view> tensors,
                                       const inventory_options& options = {});

} // namespace weightkin
