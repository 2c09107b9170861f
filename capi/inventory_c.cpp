#include <weightkin/report/inventory_report.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_status take(const wkin_model* model, const wkin_inventory_options* given, wkin_inventory** out,
                 wkin_error* error) {
  wkin_inventory_options asked;
  if (!read_options(given, asked))
    return bad_argument(error, "inventory options: struct_size is not set (use the _INIT)");
  const auto map = mapping(asked.component_map);
  if (!map) return tell(error, map.error());
  auto taken = std::make_unique<wkin_inventory>();
  taken->model = model->state;
  taken->contents = take_inventory(model->state->views, {*map, asked.threads});
  taken->entry_of.resize(model->state->views.size(), taken->contents.entries.size());
  for (std::size_t entry = 0; entry < taken->contents.entries.size(); ++entry)
    taken->entry_of.at(taken->contents.entries[entry].tensor) = entry;
  *out = taken.release();
  return WKIN_OK;
}

void put_axis(wkin_inventory_entry& ours, const inventory_entry& found, const inventory& contents) {
  ours.suffix = found.suffix.c_str();
  ours.group = found.axis ? found.axis->group.c_str() : "";
  ours.tied_to = found.tied_to ? contents.entries.at(*found.tied_to).tensor : SIZE_MAX;
  if (!found.axis) return;
  ours.axis = found.axis->axis;
  ours.units = found.axis->units;
  ours.block = found.axis->block;
  ours.gates = found.axis->gates;
  ours.shared_unknown = found.axis->shared_unknown ? 1 : 0;
  ours.skip_diagonal = found.axis->skip_diagonal ? 1 : 0;
}

/// What the report shows, borrowed from the handle.
inspected_model shown(const wkin_inventory& inventory) {
  const model_state& state = *inventory.model;
  inspected_model model;
  model.name = state.name;
  model.format = state.format;
  model.tensors = state.views;
  model.contents = &inventory.contents;
  if (!state.opened) return model;
  for (const checkpoint_file& file : state.opened->files())
    model.files.emplace_back(file.path, file.size_bytes);
  const auto metadata = state.opened->metadata();
  model.metadata.assign(metadata.begin(), metadata.end());
  const auto warnings = state.opened->warnings();
  model.warnings.assign(warnings.begin(), warnings.end());
  return model;
}

} // namespace

wkin_status wkin_inventory_take(const wkin_model* model, const wkin_inventory_options* options,
                                wkin_inventory** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    return take(model, options, out, error);
  });
}

void wkin_inventory_close(wkin_inventory* inventory) { delete inventory; }

size_t wkin_inventory_component_count(const wkin_inventory* inventory) {
  return inventory == nullptr ? 0 : inventory->contents.components.size();
}

wkin_status wkin_inventory_component(const wkin_inventory* inventory, size_t index,
                                     wkin_component_info* info, size_t info_size,
                                     wkin_error* error) {
  return guard(error, [&] {
    if (inventory == nullptr) return bad_argument(error, "the inventory is NULL");
    if (index >= inventory->contents.components.size())
      return bad_argument(error, "no component has this index");
    const component& part = inventory->contents.components[index];
    wkin_component_info ours{};
    ours.id = part.id.c_str();
    ours.prefix = part.prefix.c_str();
    ours.tensors = part.tensors;
    ours.parameters = part.parameters;
    ours.kind = static_cast<wkin_component_kind>(part.kind);
    ours.layers = static_cast<std::uint32_t>(part.layers);
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_inventory_tensor(const wkin_inventory* inventory, size_t tensor_index,
                                  wkin_inventory_entry* entry, size_t entry_size,
                                  wkin_error* error) {
  return guard(error, [&] {
    if (inventory == nullptr) return bad_argument(error, "the inventory is NULL");
    if (tensor_index >= inventory->entry_of.size())
      return bad_argument(error, "no tensor has this index");
    const inventory_entry& found =
        inventory->contents.entries.at(inventory->entry_of[tensor_index]);
    wkin_inventory_entry ours{};
    ours.slot = found.slot.c_str();
    ours.detail = found.detail.c_str();
    ours.parameters = found.parameters;
    ours.component = found.component;
    ours.role = static_cast<wkin_role>(found.role);
    ours.use = static_cast<wkin_use>(found.use);
    ours.exclusion = static_cast<wkin_exclusion>(found.why);
    ours.layer = found.layer;
    put_axis(ours, found, inventory->contents);
    return fill(entry, entry_size, ours, error);
  });
}

wkin_status wkin_inventory_json(const wkin_inventory* inventory, char* buffer, size_t capacity,
                                size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (inventory == nullptr) return bad_argument(error, "the inventory is NULL");
    return copy_text(inspection_to_json(shown(*inventory)), buffer, capacity, needed, error);
  });
}

wkin_status wkin_inventory_text(const wkin_inventory* inventory, char* buffer, size_t capacity,
                                size_t* needed, wkin_error* error) {
  return wkin_inventory_text_with(inventory, nullptr, buffer, capacity, needed, error);
}

wkin_status wkin_inventory_text_with(const wkin_inventory* inventory,
                                     const wkin_text_options* options, char* buffer,
                                     size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (inventory == nullptr) return bad_argument(error, "the inventory is NULL");
    const auto look = looking(options);
    if (!look) return tell(error, look.error());
    return copy_text(inspection_to_text(shown(*inventory), *look), buffer, capacity, needed, error);
  });
}
