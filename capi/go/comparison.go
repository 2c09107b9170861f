package weightkin

// #include "callbacks.h"
import "C"

import "unsafe"

// CompareOptions may be nil; zero is the library's default in every field.
type CompareOptions struct {
	// 0: as many as the machine has; never changes the answer.
	Threads uint32
	// Family-wise level; 0: -5.
	Log10Alpha float64
	// Smaller dependence occurs between innocents; 0: 0.02.
	EffectFloor float64
	// Of the samples and permutations drawn.
	Seed uint64
	// JSON, applied to both sides.
	ComponentMap string
	OnProgress   Progress
	// A search may take so long; answers then depend on the machine's speed. 0: no limit.
	SearchSeconds float64
	// Units whose order was searched must share more than this.
	SearchedFloor float64
	Depth         SearchDepth
	// Of the variance that must be common for VerdictDerived; 0: 0.9.
	DerivedShare float64
	// That a test looks at, at most, a group; 0: 256.
	MaxUnits uint64
	// A tensor; 0: 128.
	MaxFeatures uint64
}

// Comparison is the answer to "does SUBJECT descend from REFERENCE?". Independent of both.
type Comparison struct{ owned }

func compare(a, b *owned, options *CompareOptions,
	call func(a, b unsafe.Pointer, raw *C.wkin_compare_options, out **C.wkin_comparison, e *C.wkin_error) C.wkin_status) (*Comparison, error) {
	if options == nil {
		options = &CompareOptions{}
	}
	var names texts
	defer names.free()
	raw := C.wkin_compare_options{threads: C.uint32_t(options.Threads), log10_alpha: C.double(options.Log10Alpha),
		effect_floor: C.double(options.EffectFloor), seed: C.uint64_t(options.Seed),
		search_seconds: C.double(options.SearchSeconds), searched_floor: C.double(options.SearchedFloor),
		depth: C.wkin_search_depth(options.Depth), derived_share: C.double(options.DerivedShare),
		max_units: C.uint64_t(options.MaxUnits), max_features: C.uint64_t(options.MaxFeatures)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	var err error
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	second, err := b.use()
	if err != nil {
		return nil, err
	}
	defer b.done()
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_compare(&raw, C.uintptr_t(w.handle))
	}
	pointer, err := with(a, func(p unsafe.Pointer, v **C.wkin_comparison, e *C.wkin_error) C.wkin_status {
		return call(p, second, &raw, v, e)
	})
	if err = w.finish(err); err != nil {
		return nil, err
	}
	return newComparison(pointer), nil
}

func newComparison(pointer *C.wkin_comparison) *Comparison {
	comparison := &Comparison{}
	comparison.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_comparison_close((*C.wkin_comparison)(p)) })
	return comparison
}

// ComparisonFromJson reads what Json wrote, of this version or an older one; the label names it in messages.
func ComparisonFromJson(json, label string) (*Comparison, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	var names texts
	defer names.free()
	name, err := names.of(label)
	if err != nil {
		return nil, err
	}
	bytes := []byte(json + "\x00")
	var pointer *C.wkin_comparison
	var e C.wkin_error
	if err := failure(C.wkin_comparison_from_json((*C.char)(first(bytes)), C.size_t(len(json)), name, &pointer, &e), &e); err != nil {
		return nil, err
	}
	return newComparison(pointer), nil
}

// Compare rules on every component of subject against reference.
func Compare(subject, reference *Model, options *CompareOptions) (*Comparison, error) {
	return compare(&subject.owned, &reference.owned, options,
		func(a, b unsafe.Pointer, raw *C.wkin_compare_options, out **C.wkin_comparison, e *C.wkin_error) C.wkin_status {
			return C.wkin_compare((*C.wkin_model)(a), (*C.wkin_model)(b), raw, out, e)
		})
}

// CompareFingerprints gives the verdicts of Compare from less evidence.
func CompareFingerprints(subject, reference *Fingerprint, options *CompareOptions) (*Comparison, error) {
	return compare(&subject.owned, &reference.owned, options,
		func(a, b unsafe.Pointer, raw *C.wkin_compare_options, out **C.wkin_comparison, e *C.wkin_error) C.wkin_status {
			return C.wkin_compare_fingerprints((*C.wkin_fingerprint)(a), (*C.wkin_fingerprint)(b), raw, out, e)
		})
}

// Overall is the answer as a whole.
func (h *Comparison) Overall() (Overall, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Overall, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_overall
		status := C.wkin_comparison_overall((*C.wkin_comparison)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Settings are the options that the numbers depend on, as they were used.
func (h *Comparison) Settings() (RulingSettings, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *RulingSettings, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_ruling_settings
		status := C.wkin_comparison_settings((*C.wkin_comparison)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Asked is what was asked of the search; ErrUndefined where fingerprints were compared, and where a
// stored result does not tell.
func (h *Comparison) Asked() (AskedSearch, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *AskedSearch, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_asked_search
		status := C.wkin_comparison_asked((*C.wkin_comparison)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Opened is how the model of one side was opened; ErrUndefined for fingerprints and for tensors in
// memory, and where a stored result does not tell.
func (h *Comparison) Opened(side Side) (ModelOpening, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ModelOpening, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_model_opening
		status := C.wkin_comparison_opened((*C.wkin_comparison)(p), C.wkin_side(side), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Spectrum is what changed in one tensor that shows what was done; ErrUndefined where nothing changed
// that has one.
func (h *Comparison) Spectrum(component int) (ChangeSpectrum, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ChangeSpectrum, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_change_spectrum
		status := C.wkin_comparison_spectrum((*C.wkin_comparison)(p), C.size_t(component), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Component is the ruling on one component.
func (h *Comparison) Component(index int) (ComponentRuling, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentRuling, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_ruling
		status := C.wkin_comparison_component((*C.wkin_comparison)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Components are the rulings on all components.
func (h *Comparison) Components() ([]ComponentRuling, error) {
	overall, err := h.Overall()
	if err != nil {
		return nil, err
	}
	count := overall.Components
	return list(count, h.Component)
}

// Explanations are what remains possible for a component.
func (h *Comparison) Explanations(component int) ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_comparison_explanation((*C.wkin_comparison)(p), C.size_t(component), index)
	})
}

// Tensor is everything measured on one pair of tensors.
func (h *Comparison) Tensor(index int) (TensorEvidence, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *TensorEvidence, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tensor_evidence
		status := C.wkin_comparison_tensor((*C.wkin_comparison)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensors are all pairs.
func (h *Comparison) Tensors() ([]TensorEvidence, error) {
	overall, err := h.Overall()
	if err != nil {
		return nil, err
	}
	count := overall.Tensors
	return list(count, h.Tensor)
}

// UnmatchedTensor is a tensor without a counterpart.
func (h *Comparison) UnmatchedTensor(index int) (Unmatched, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Unmatched, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_unmatched
		status := C.wkin_comparison_unmatched((*C.wkin_comparison)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Unmatched are the tensors without a counterpart, and why.
func (h *Comparison) Unmatched() ([]Unmatched, error) {
	overall, err := h.Overall()
	if err != nil {
		return nil, err
	}
	count := overall.Unmatched
	return list(count, h.UnmatchedTensor)
}

// Limits are sentences on what the comparison cannot see.
func (h *Comparison) Limits() ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_comparison_limit((*C.wkin_comparison)(p), index)
	})
}

// Searched are the rearrangements that were looked for.
func (h *Comparison) Searched() ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_comparison_searched((*C.wkin_comparison)(p), index)
	})
}

// Operation is one thing that was done to a component.
func (h *Comparison) Operation(component int, index int) (Operation, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Operation, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_operation
		status := C.wkin_comparison_operation((*C.wkin_comparison)(p), C.size_t(component), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Operations are what was done to a component.
func (h *Comparison) Operations(component int) ([]Operation, error) {
	parent, err := h.Component(component)
	if err != nil {
		return nil, err
	}
	return list(parent.Operations, func(index int) (Operation, error) { return h.Operation(component, index) })
}

// OperationNumber is a measured number of an operation.
func (h *Comparison) OperationNumber(component int, operation int, index int) (OperationNumber, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *OperationNumber, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_operation_number
		status := C.wkin_comparison_operation_number((*C.wkin_comparison)(p), C.size_t(component), C.size_t(operation), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// OperationNumbers are all of them.
func (h *Comparison) OperationNumbers(component int, operation int) ([]OperationNumber, error) {
	parent, err := h.Operation(component, operation)
	if err != nil {
		return nil, err
	}
	return list(parent.Numbers, func(index int) (OperationNumber, error) { return h.OperationNumber(component, operation, index) })
}

// OperationTensors are the tensors an operation was seen in; none: in all.
func (h *Comparison) OperationTensors(component int, operation int) ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_comparison_operation_tensor((*C.wkin_comparison)(p), C.size_t(component), C.size_t(operation), index)
	})
}

// Arrangement is how a component's parts lie on the reference's; ErrUndefined without one.
func (h *Comparison) Arrangement(component int) (Arrangement, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Arrangement, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_arrangement
		status := C.wkin_comparison_arrangement((*C.wkin_comparison)(p), C.size_t(component), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// UnitMap says which unit of the reference each unit of a group is.
func (h *Comparison) UnitMap(component int, index int) (UnitMap, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *UnitMap, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_unit_map
		status := C.wkin_comparison_unit_map((*C.wkin_comparison)(p), C.size_t(component), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// UnitMaps are all of them.
func (h *Comparison) UnitMaps(component int) ([]UnitMap, error) {
	parent, err := h.Arrangement(component)
	if err != nil {
		return nil, err
	}
	return list(parent.UnitMaps, func(index int) (UnitMap, error) { return h.UnitMap(component, index) })
}

// Json is the report (docs/report.schema.json).
func (h *Comparison) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_comparison_json((*C.wkin_comparison)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Text is the report for people.
func (h *Comparison) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_comparison_text((*C.wkin_comparison)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Svg is the report as a picture.
func (h *Comparison) Svg() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_comparison_svg((*C.wkin_comparison)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Html is the report as one page that loads nothing.
func (h *Comparison) Html() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_comparison_html((*C.wkin_comparison)(p), (*C.char)(buffer), size, needed, e)
	})
}
