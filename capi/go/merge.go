package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import "unsafe"

// MergeOptions may be nil; zero is the library's default in every field.
type MergeOptions struct {
	Threads uint32
	// Decades a reference must gain to count as a parent; 0: 3.
	LeastMargin float64
	// Share of the change above which no mixture is claimed; 0: 0.5.
	MostUnexplained float64
	OnProgress      Progress
	// The searches for references in another order may take so long together; answers then depend on the
	// machine's speed, and SearchMissing says where that was too short. 0: no limit.
	SearchSeconds float64
	Depth         SearchDepth
}

// Merge is how a model is composed of others, component by component. Independent of the models.
type Merge struct{ owned }

// ExplainMerge says how subject is composed of references: two to eight, or one with a base, which is
// what they were trained from and may be nil.
func ExplainMerge(subject *Model, references []*Model, base *Model, options *MergeOptions) (*Merge, error) {
	if options == nil {
		options = &MergeOptions{}
	}
	raw := C.wkin_merge_options{threads: C.uint32_t(options.Threads), least_margin: C.double(options.LeastMargin),
		most_unexplained: C.double(options.MostUnexplained), search_seconds: C.double(options.SearchSeconds),
		depth: C.wkin_search_depth(options.Depth)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	parents := (**C.wkin_model)(C.calloc(C.size_t(len(references))+1, C.size_t(unsafe.Sizeof(uintptr(0)))))
	defer C.free(unsafe.Pointer(parents))
	for index, model := range references {
		p, err := model.use()
		if err != nil {
			return nil, err
		}
		defer model.done()
		unsafe.Slice(parents, len(references))[index] = (*C.wkin_model)(p)
	}
	var from *C.wkin_model
	if base != nil {
		p, err := base.use()
		if err != nil {
			return nil, err
		}
		defer base.done()
		from = (*C.wkin_model)(p)
	}
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_merge(&raw, C.uintptr_t(w.handle))
	}
	pointer, err := with(&subject.owned, func(p unsafe.Pointer, v **C.wkin_merge, e *C.wkin_error) C.wkin_status {
		return C.wkin_explain_merge((*C.wkin_model)(p), parents, C.size_t(len(references)), from, &raw, v, e)
	})
	if err = w.finish(err); err != nil {
		return nil, err
	}
	merge := &Merge{}
	merge.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_merge_close((*C.wkin_merge)(p)) })
	return merge, nil
}

// Sentence is that of the component with most compared values.
func (h *Merge) Sentence() string {
	p, err := h.use()
	if err != nil {
		return ""
	}
	defer h.done()
	return C.GoString(C.wkin_merge_sentence((*C.wkin_merge)(p)))
}

// ComponentCount is 0 for a closed handle.
func (h *Merge) ComponentCount() int {
	p, err := h.use()
	if err != nil {
		return 0
	}
	defer h.done()
	return int(C.wkin_merge_component_count((*C.wkin_merge)(p)))
}

// Components are all mixtures.
func (h *Merge) Components() ([]Mixture, error) { return list(h.ComponentCount(), h.Component) }

// Component is the mixture in one component of the subject.
func (h *Merge) Component(index int) (Mixture, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Mixture, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_mixture
		status := C.wkin_merge_component((*C.wkin_merge)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Share is what one reference contributed to a component.
func (h *Merge) Share(component int, reference int) (ParentShare, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ParentShare, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_parent_share
		status := C.wkin_merge_share((*C.wkin_merge)(p), C.size_t(component), C.size_t(reference), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Shares are those of all references, in the order given.
func (h *Merge) Shares(component int) ([]ParentShare, error) {
	parent, err := h.Component(component)
	if err != nil {
		return nil, err
	}
	return list(parent.References, func(index int) (ParentShare, error) { return h.Share(component, index) })
}

// Layer is the mixture in one layer.
func (h *Merge) Layer(component int, index int) (LayerMixture, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *LayerMixture, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_layer_mixture
		status := C.wkin_merge_layer((*C.wkin_merge)(p), C.size_t(component), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Layers are those of a component.
func (h *Merge) Layers(component int) ([]LayerMixture, error) {
	parent, err := h.Component(component)
	if err != nil {
		return nil, err
	}
	return list(parent.Layers, func(index int) (LayerMixture, error) { return h.Layer(component, index) })
}

// LayerShare is what one reference contributed to a layer.
func (h *Merge) LayerShare(component int, layer int, reference int) (ParentShare, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ParentShare, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_parent_share
		status := C.wkin_merge_layer_share((*C.wkin_merge)(p), C.size_t(component), C.size_t(layer), C.size_t(reference), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// LayerShares are those of all references.
func (h *Merge) LayerShares(component int, layer int) ([]ParentShare, error) {
	parent, err := h.Layer(component, layer)
	if err != nil {
		return nil, err
	}
	return list(parent.References, func(index int) (ParentShare, error) { return h.LayerShare(component, layer, index) })
}
