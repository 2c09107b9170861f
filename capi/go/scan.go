package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import "unsafe"

// ScanOptions may be nil; zero is the library's default in every number.
type ScanOptions struct {
	// 0: as many as the machine has; never changes the answer.
	Threads uint32
	// Of all references and components together; 0: -5.
	Log10Alpha  float64
	EffectFloor float64
	Seed        uint64
	// References compared in full, per component; 0: 8.
	Confirm uint64
	// What the nearest may lack, at most; 0: 0.25.
	NearestShare float64
	// Standard errors that a separation needs; 0: 5.
	SeparationErrors float64
	// JSON, for comparisons of weights.
	ComponentMap string
	OnProgress   Progress
}

// Scan says which of many references a model descends from; needs no model. Lists of references hold
// their places among those given.
type Scan struct{ owned }

// FindAncestors ranks references by how much they resemble the subject, compares the nearest in full
// and says of each component where it comes from. The weights (nil, or one for each reference, which
// may be nil) are the models that the fingerprints were taken of, where they are at hand.
func FindAncestors(subject *Fingerprint, weights *Model, references []*Fingerprint, referenceWeights []*Model,
	options *ScanOptions) (*Scan, error) {
	if options == nil {
		options = &ScanOptions{}
	}
	var lent handles
	defer lent.free()
	prints, err := pointersOf(&lent, references)
	if err != nil {
		return nil, err
	}
	models, err := weightsOf(&lent, referenceWeights, len(references))
	if err != nil {
		return nil, err
	}
	own, err := lent.use(modelHandle(weights))
	if err != nil {
		return nil, err
	}
	var names texts
	defer names.free()
	raw := C.wkin_scan_options{threads: C.uint32_t(options.Threads), log10_alpha: C.double(options.Log10Alpha),
		effect_floor: C.double(options.EffectFloor), seed: C.uint64_t(options.Seed), confirm: C.uint64_t(options.Confirm),
		nearest_share: C.double(options.NearestShare), separation_errors: C.double(options.SeparationErrors)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_scan(&raw, C.uintptr_t(w.handle))
	}
	pointer, err := with(&subject.owned, func(p unsafe.Pointer, v **C.wkin_scan, e *C.wkin_error) C.wkin_status {
		return C.wkin_find_ancestors((*C.wkin_fingerprint)(p), (*C.wkin_model)(own), (**C.wkin_fingerprint)(prints),
			(**C.wkin_model)(models), C.size_t(len(references)), &raw, v, e)
	})
	if err = w.finish(err); err != nil {
		return nil, err
	}
	return newScan(pointer), nil
}

func newScan(pointer *C.wkin_scan) *Scan {
	scan := &Scan{}
	scan.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_scan_close((*C.wkin_scan)(p)) })
	return scan
}

// AffinityOf says in which ways two fingerprints resemble each other. Not evidence of descent.
func AffinityOf(subject, reference *Fingerprint) (Affinity, error) {
	other, err := reference.use()
	if err != nil {
		return Affinity{}, err
	}
	defer reference.done()
	return with(&subject.owned, func(p unsafe.Pointer, v *Affinity, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_affinity
		status := C.wkin_fingerprint_affinity((*C.wkin_fingerprint)(p), (*C.wkin_fingerprint)(other), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Overall is what was found as a whole.
func (h *Scan) Overall() (ScanOverall, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ScanOverall, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_scan_overall
		status := C.wkin_scan_describe((*C.wkin_scan)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Settings are the options that the numbers depend on.
func (h *Scan) Settings() (ManySettings, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ManySettings, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_many_settings
		status := C.wkin_scan_settings((*C.wkin_scan)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Origin is where one component of the subject comes from.
func (h *Scan) Origin(index int) (Origin, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Origin, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_origin
		status := C.wkin_scan_origin((*C.wkin_scan)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Origins are those of all components.
func (h *Scan) Origins() ([]Origin, error) {
	parent, err := h.Overall()
	if err != nil {
		return nil, err
	}
	return list(parent.Origins, func(index int) (Origin, error) { return h.Origin(index) })
}

// Candidate is a reference; the nearest is the first.
func (h *Scan) Candidate(index int) (Candidate, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Candidate, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_candidate
		status := C.wkin_scan_candidate((*C.wkin_scan)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Candidates are all references.
func (h *Scan) Candidates() ([]Candidate, error) {
	parent, err := h.Overall()
	if err != nil {
		return nil, err
	}
	return list(parent.Candidates, func(index int) (Candidate, error) { return h.Candidate(index) })
}

// Affinity is how a candidate resembles the subject.
func (h *Scan) Affinity(candidate int) (Affinity, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Affinity, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_affinity
		status := C.wkin_scan_affinity((*C.wkin_scan)(p), C.size_t(candidate), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Component is the ruling on one component against a candidate.
func (h *Scan) Component(candidate int, index int) (ComponentSummary, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentSummary, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_summary
		status := C.wkin_scan_candidate_component((*C.wkin_scan)(p), C.size_t(candidate), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Components are those rulings.
func (h *Scan) Components(candidate int) ([]ComponentSummary, error) {
	parent, err := h.Candidate(candidate)
	if err != nil {
		return nil, err
	}
	return list(parent.Components, func(index int) (ComponentSummary, error) { return h.Component(candidate, index) })
}

// Separation is why one of two found references was called nearer, or neither was.
func (h *Scan) Separation(origin int, index int) (Separation, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Separation, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_separation
		status := C.wkin_scan_separation((*C.wkin_scan)(p), C.size_t(origin), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Separations are those of an origin.
func (h *Scan) Separations(origin int) ([]Separation, error) {
	parent, err := h.Origin(origin)
	if err != nil {
		return nil, err
	}
	return list(parent.Separations, func(index int) (Separation, error) { return h.Separation(origin, index) })
}

// Limits are sentences on what the scan cannot see.
func (h *Scan) Limits() ([]string, error) {
	return sentences(&h.owned, func(p unsafe.Pointer, index C.size_t) *C.char {
		return C.wkin_scan_limit((*C.wkin_scan)(p), index)
	})
}

// Text is the report for people.
func (h *Scan) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_scan_text((*C.wkin_scan)(p), nil, (*C.char)(buffer), size, needed, e)
	})
}

// Json is the report by docs/schemas/scan-1.json.
func (h *Scan) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_scan_json((*C.wkin_scan)(p), (*C.char)(buffer), size, needed, e)
	})
}
