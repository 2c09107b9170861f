#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

/// docs/fingerprint-format.md, section 8.
namespace weightkin {
namespace {

constexpr std::string_view domain = "weightkin.name.v1";
constexpr std::size_t pseudonym_digits = 16;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_pseudonym(std::string_view text) {
  return text.size() == pseudonym_digits + 1 && text.front() == '#' &&
         std::all_of(text.begin() + 1, text.end(), is_lower_hex);
}

std::string pseudonym_of(const std::string& text) {
  if (text.empty() || is_pseudonym(text)) return text;
  blake3_hasher hasher;
  hasher.update(std::as_bytes(std::span(domain)));
  hasher.update(std::as_bytes(std::span("", 1)));
  hasher.update(std::as_bytes(std::span(text)));
  return "#" + to_hex(hasher.finish()).substr(0, pseudonym_digits);
}

/// What an inventory calls a component of itself: its kind, and a number where there are several.
bool is_generic(const component& part) {
  std::string_view id = part.id;
  const std::string_view kind = name_of(part.kind);
  if (!id.starts_with(kind)) return false;
  id.remove_prefix(kind.size());
  if (id.empty()) return true;
  return id.size() > 1 && id.front() == '.' &&
         std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void hide_names(fingerprint& print) {
  print.name.clear();
  for (tensor_print& tensor : print.tensors)
    tensor.name = pseudonym_of(tensor.name);
  for (component& part : print.contents.components) {
    if (!is_generic(part)) part.id = pseudonym_of(part.id);
    part.prefix.clear();
  }
  for (inventory_entry& entry : print.contents.entries) {
    entry.suffix = pseudonym_of(entry.suffix);
    entry.slot = pseudonym_of(entry.slot);
    entry.detail.clear();
    if (entry.axis) entry.axis->group = pseudonym_of(entry.axis->group);
  }
}

void drop_sums(tensor_print& tensor) {
  tensor.minimum = tensor.maximum = tensor.mean = tensor.mean_square = 0;
  tensor.magnitudes.fill(0xFFFF);
}

} // namespace

fingerprint disclose(const fingerprint& print, const disclosure& kept) {
  fingerprint shown = print;
  for (tensor_print& tensor : shown.tensors) {
    if (!kept.sketch) tensor.sketch.reset();
    if (!kept.units) tensor.units.reset();
    if (!kept.rows) tensor.rows.reset();
    if (!kept.sums) drop_sums(tensor);
    if (kept.digests) continue;
    tensor.stored.reset();
    tensor.value.reset();
  }
  if (!kept.digests) {
    shown.roots.reset();
    std::fill(shown.component_roots.begin(), shown.component_roots.end(), std::nullopt);
  }
  if (!kept.anchors) shown.anchors.clear();
  if (!kept.names) hide_names(shown);
  return shown;
}

} // namespace weightkin
