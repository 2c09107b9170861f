#include "fingerprint/file/anchor_records.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "fingerprint/file/file_layout.hpp"

namespace weightkin::detail {
namespace {

namespace has = wkf::has;

constexpr std::uint64_t most_units = 128;
constexpr std::uint64_t fewest_units = 8;
constexpr int cosine_limit = 32767;
constexpr int direction_limit = 127;

std::size_t cosines_a_unit(const unit_anchors& anchors) { return anchors.gate ? 3 : 1; }

template <class Codes>
bool within(const Codes& codes, int most) {
  return std::all_of(codes.begin(), codes.end(),
                     [most](int code) { return code >= -most && code <= most; });
}

byte_output record_of(const unit_anchors& anchors) {
  const bool directions = anchors.tokens != token_choice::none;
  byte_output out;
  out.varint((anchors.gate ? has::gate : 0U) | (directions ? has::directions : 0U));
  if (anchors.gate) out.varint(*anchors.gate);
  out.varint(anchors.up);
  out.varint(anchors.down);
  out.varint(anchors.cosines.size() / cosines_a_unit(anchors));
  for (const std::int16_t code : anchors.cosines)
    out.i16(code);
  if (!directions) return out;
  out.u8(static_cast<std::uint8_t>(anchors.tokens));
  out.varint(anchors.vocabulary);
  for (const auto* codes : {&anchors.gate_codes, &anchors.up_codes})
    for (const std::int8_t code : *codes)
      out.i8(code);
  return out;
}

std::vector<std::int8_t> take_codes(byte_input& in, std::size_t count) {
  const auto bytes = in.raw(count);
  std::vector<std::int8_t> codes(bytes.size());
  std::transform(bytes.begin(), bytes.end(), codes.begin(), [](std::byte byte) {
    return static_cast<std::int8_t>(std::to_integer<std::uint8_t>(byte));
  });
  return codes;
}

void take_record(byte_input& in, reading& file) {
  unit_anchors anchors;
  const std::uint32_t flags = file.flags(in, has::gate | has::directions);
  if ((flags & has::gate) != 0) anchors.gate = static_cast<std::size_t>(in.varint());
  anchors.up = static_cast<std::size_t>(in.varint());
  anchors.down = static_cast<std::size_t>(in.varint());
  const std::size_t units = in.count(2 * cosines_a_unit(anchors), "units");
  anchors.cosines.resize(units * cosines_a_unit(anchors));
  for (std::int16_t& code : anchors.cosines)
    code = in.i16();
  if ((flags & has::directions) != 0) {
    anchors.tokens =
        file.named(in, token_choice::by_string, token_choice::none, "choice of tokens");
    anchors.vocabulary = in.varint();
    if (anchors.gate) anchors.gate_codes = take_codes(in, units * print_features);
    anchors.up_codes = take_codes(in, units * print_features);
  }
  // Chosen in a way that this version does not know: nothing to compare them by.
  if (anchors.tokens == token_choice::none) {
    if ((flags & has::directions) != 0 && !file.later)
      in.refuse(fault::format, "directions of no tokens");
    anchors.vocabulary = 0;
    anchors.gate_codes.clear();
    anchors.up_codes.clear();
  }
  file.end(in);
  file.print.anchors.push_back(std::move(anchors));
}

std::optional<contradiction> broken(fault why, std::string what) {
  return contradiction{why, std::move(what)};
}

/// The sampled units of an exchangeable axis; 0 where there is none to sample.
std::uint64_t units_of(const fingerprint& print, std::size_t tensor) {
  const auto& axis = print.contents.entries[tensor].axis;
  if (!axis || axis->block != 1 || axis->units < fewest_units) return 0;
  return axis->units;
}

std::optional<contradiction> contradiction_in(const unit_anchors& anchors,
                                              const fingerprint& print) {
  for (const std::size_t tensor : {anchors.gate.value_or(anchors.up), anchors.up, anchors.down})
    if (tensor >= print.tensors.size())
      return broken(fault::bounds, "anchors of a tensor that there is not");
  const std::uint64_t units = units_of(print, anchors.up);
  if (units == 0 || units_of(print, anchors.down) != units ||
      units_of(print, anchors.gate.value_or(anchors.up)) != units)
    return broken(fault::shape, "anchors of tensors that share no units");
  const auto sampled = static_cast<std::size_t>(std::min(units, most_units));
  if (anchors.cosines.size() != sampled * cosines_a_unit(anchors))
    return broken(fault::shape, "the anchors' cosines do not fit the units");
  const bool directions = anchors.tokens != token_choice::none;
  const std::size_t up = directions ? sampled * print_features : 0;
  if (anchors.up_codes.size() != up || anchors.gate_codes.size() != (anchors.gate ? up : 0) ||
      (!directions && anchors.vocabulary != 0))
    return broken(fault::shape, "the anchors' directions do not fit the units");
  if (!within(anchors.cosines, cosine_limit) || !within(anchors.up_codes, direction_limit) ||
      !within(anchors.gate_codes, direction_limit))
    return broken(fault::bounds, "a code of an anchor is out of range");
  return {};
}

} // namespace

void put_anchors(byte_output& out, const std::vector<unit_anchors>& anchors) {
  out.varint(anchors.size());
  for (const unit_anchors& one : anchors) {
    const byte_output record = record_of(one);
    out.varint(record.bytes().size());
    out.raw(record.bytes());
  }
}

void take_anchors(byte_input& in, reading& file) {
  const std::size_t count = in.count(wkf::least_anchor_bytes, "anchors");
  if (count == 0) in.refuse(fault::format, "a section of no anchors");
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    byte_input record = in.part(in.varint());
    if (!in.ok()) return;
    take_record(record, file);
    if (!record.ok()) in.refuse(record.refused());
  }
  file.end(in);
}

std::optional<contradiction> contradiction_in_anchors(const fingerprint& print) {
  for (const unit_anchors& anchors : print.anchors)
    if (auto found = contradiction_in(anchors, print)) return found;
  return {};
}

} // namespace weightkin::detail
