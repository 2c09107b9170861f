package weightkin

// #include "callbacks.h"
import "C"

import "unsafe"

// InventoryOptions may be nil.
type InventoryOptions struct {
	// JSON; empty: the built-in rules alone.
	ComponentMap string
	// 0: as many as the machine has; never changes the answer.
	Threads uint32
}

// Inventory is what a model consists of: components, and what each tensor is. It keeps its model
// alive.
type Inventory struct{ owned }

// TakeInventory finds out what every tensor is, from names, shapes, types and a bounded look at
// values.
func TakeInventory(model *Model, options *InventoryOptions) (*Inventory, error) {
	if options == nil {
		options = &InventoryOptions{}
	}
	var names texts
	defer names.free()
	raw := C.wkin_inventory_options{threads: C.uint32_t(options.Threads)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	var err error
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	pointer, err := with(&model.owned, func(p unsafe.Pointer, v **C.wkin_inventory, e *C.wkin_error) C.wkin_status {
		return C.wkin_inventory_take((*C.wkin_model)(p), &raw, v, e)
	})
	if err != nil {
		return nil, err
	}
	inventory := &Inventory{}
	inventory.own(unsafe.Pointer(pointer), model.kept, func(p unsafe.Pointer) { C.wkin_inventory_close((*C.wkin_inventory)(p)) })
	return inventory, nil
}

// ComponentCount is 0 for a closed inventory.
func (h *Inventory) ComponentCount() int {
	p, err := h.use()
	if err != nil {
		return 0
	}
	defer h.done()
	return int(C.wkin_inventory_component_count((*C.wkin_inventory)(p)))
}

// Components are all parts.
func (h *Inventory) Components() ([]ComponentInfo, error) {
	return list(h.ComponentCount(), h.Component)
}

// Component is one part of the model.
func (h *Inventory) Component(index int) (ComponentInfo, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_info
		status := C.wkin_inventory_component((*C.wkin_inventory)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensor is what a tensor of the model is.
func (h *Inventory) Tensor(index int) (InventoryEntry, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *InventoryEntry, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_inventory_entry
		status := C.wkin_inventory_tensor((*C.wkin_inventory)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Json is the inspection (docs/inspect.schema.json).
func (h *Inventory) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_inventory_json((*C.wkin_inventory)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Text is the inspection for people.
func (h *Inventory) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_inventory_text((*C.wkin_inventory)(p), (*C.char)(buffer), size, needed, e)
	})
}
