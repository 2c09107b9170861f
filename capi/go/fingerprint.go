package weightkin

// #include "callbacks.h"
import "C"

import "unsafe"

// FingerprintOptions may be nil.
type FingerprintOptions struct {
	// Fingerprints of different seeds cannot be compared.
	Seed uint64
	// JSON.
	ComponentMap string
	// Kept in the fingerprint; empty: the model's.
	Name string
	// 0: as many as the machine has; never changes a bit.
	Threads uint32
	// Faster, but no proof of identity.
	NoDigests bool
	// In bytes.
	OnProgress Progress
}

// Fingerprint is digests, sketches and signatures of a model. Immutable; needs no model.
type Fingerprint struct{ owned }

func newFingerprint(pointer *C.wkin_fingerprint) *Fingerprint {
	print := &Fingerprint{}
	print.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_fingerprint_close((*C.wkin_fingerprint)(p)) })
	return print
}

func takePrint(options *FingerprintOptions,
	call func(raw *C.wkin_fingerprint_options) (*C.wkin_fingerprint, error)) (*Fingerprint, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	if options == nil {
		options = &FingerprintOptions{}
	}
	var names texts
	defer names.free()
	raw := C.wkin_fingerprint_options{seed: C.uint64_t(options.Seed), threads: C.uint32_t(options.Threads),
		no_digests: flag(options.NoDigests)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	var err error
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	if raw.name, err = names.optional(options.Name); err != nil {
		return nil, err
	}
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_print(&raw, C.uintptr_t(w.handle))
	}
	pointer, err := call(&raw)
	if err = w.finish(err); err != nil {
		return nil, err
	}
	return newFingerprint(pointer), nil
}

// TakeFingerprint reads every tensor of the model once.
func TakeFingerprint(model *Model, options *FingerprintOptions) (*Fingerprint, error) {
	return takePrint(options, func(raw *C.wkin_fingerprint_options) (*C.wkin_fingerprint, error) {
		return with(&model.owned, func(p unsafe.Pointer, v **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
			return C.wkin_fingerprint_take((*C.wkin_model)(p), raw, v, e)
		})
	})
}

// FingerprintTensors does the same with tensors in your memory.
func FingerprintTensors(tensors []TensorView, options *FingerprintOptions) (*Fingerprint, error) {
	views, done, err := lend(tensors)
	if err != nil {
		return nil, err
	}
	defer done()
	return takePrint(options, func(raw *C.wkin_fingerprint_options) (pointer *C.wkin_fingerprint, err error) {
		var e C.wkin_error
		err = failure(C.wkin_fingerprint_take_tensors(views, C.size_t(len(tensors)), C.size_t(unsafe.Sizeof(*views)), raw, &pointer, &e), &e)
		return pointer, err
	})
}

// IsFingerprint says whether bytes begin like a fingerprint file; 16 are enough.
func IsFingerprint(bytes []byte) bool {
	return C.wkin_is_fingerprint(first(bytes), C.size_t(len(bytes))) != 0
}

func readPrint(text string, call func(name *C.char, out **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status) (*Fingerprint, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	var names texts
	defer names.free()
	name, err := names.of(text)
	if err != nil {
		return nil, err
	}
	var pointer *C.wkin_fingerprint
	var e C.wkin_error
	if err = failure(call(name, &pointer, &e), &e); err != nil {
		return nil, err
	}
	return newFingerprint(pointer), nil
}

// OpenFingerprint reads a fingerprint file.
func OpenFingerprint(path string) (*Fingerprint, error) {
	return readPrint(path, func(name *C.char, out **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_open(name, out, e)
	})
}

// DecodeFingerprint reads the bytes of a fingerprint file; the label names them in messages.
func DecodeFingerprint(bytes []byte, label string) (*Fingerprint, error) {
	return readPrint(label, func(name *C.char, out **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_decode(first(bytes), C.size_t(len(bytes)), name, out, e)
	})
}

// FingerprintFromJson reads what Json wrote.
func FingerprintFromJson(json, label string) (*Fingerprint, error) {
	bytes := []byte(json + "\x00")
	return readPrint(label, func(name *C.char, out **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_from_json((*C.char)(first(bytes)), C.size_t(len(json)), name, out, e)
	})
}

// Write writes the file; the path holds its old content until all is written.
func (h *Fingerprint) Write(path string) error {
	var names texts
	defer names.free()
	name, err := names.of(path)
	if err != nil {
		return err
	}
	_, err = with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_write((*C.wkin_fingerprint)(p), name, e)
	})
	return err
}

// Encode is the bytes of the file.
func (h *Fingerprint) Encode() ([]byte, error) {
	return buffered(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_encode((*C.wkin_fingerprint)(p), buffer, size, needed, e)
	})
}

// Reduce makes a fingerprint of the same model at a level, without the parts added up in leftOut.
func (h *Fingerprint) Reduce(level PrintLevel, leftOut PrintPart) (*Fingerprint, error) {
	pointer, err := with(&h.owned, func(p unsafe.Pointer, v **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_reduce((*C.wkin_fingerprint)(p), C.wkin_print_level(level), C.uint32_t(leftOut), v, e)
	})
	if err != nil {
		return nil, err
	}
	return newFingerprint(pointer), nil
}

// EstimateSimilarity is that of tensor aTensor of a and tensor bTensor of b, which must have one seed.
func EstimateSimilarity(a *Fingerprint, aTensor int, b *Fingerprint, bTensor int) (PrintSimilarity, error) {
	second, err := b.use()
	if err != nil {
		return PrintSimilarity{}, err
	}
	defer b.done()
	return with(&a.owned, func(p unsafe.Pointer, v *PrintSimilarity, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_print_similarity
		status := C.wkin_estimate_similarity((*C.wkin_fingerprint)(p), C.size_t(aTensor), (*C.wkin_fingerprint)(second),
			C.size_t(bTensor), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Describe is what describes it as a whole.
func (h *Fingerprint) Describe() (FingerprintInfo, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *FingerprintInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_fingerprint_info
		status := C.wkin_fingerprint_describe((*C.wkin_fingerprint)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Component is one part of the model.
func (h *Fingerprint) Component(index int) (ComponentPrint, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentPrint, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_print
		status := C.wkin_fingerprint_component((*C.wkin_fingerprint)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Components are all parts.
func (h *Fingerprint) Components() ([]ComponentPrint, error) {
	info, err := h.Describe()
	if err != nil {
		return nil, err
	}
	count := info.Components
	return list(count, h.Component)
}

// Tensor is what is left of one tensor.
func (h *Fingerprint) Tensor(index int) (TensorPrint, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *TensorPrint, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tensor_print
		status := C.wkin_fingerprint_tensor((*C.wkin_fingerprint)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensors are all of them.
func (h *Fingerprint) Tensors() ([]TensorPrint, error) {
	info, err := h.Describe()
	if err != nil {
		return nil, err
	}
	count := info.Tensors
	return list(count, h.Tensor)
}

// Landmark is one of the heaviest rows of a matrix.
func (h *Fingerprint) Landmark(tensor int, index int) (RowLandmark, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *RowLandmark, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_row_landmark
		status := C.wkin_fingerprint_landmark((*C.wkin_fingerprint)(p), C.size_t(tensor), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Landmarks are all of them.
func (h *Fingerprint) Landmarks(tensor int) ([]RowLandmark, error) {
	parent, err := h.Tensor(tensor)
	if err != nil {
		return nil, err
	}
	return list(parent.Landmarks, func(index int) (RowLandmark, error) { return h.Landmark(tensor, index) })
}

// Json is the same content as the file's (docs/schemas/fingerprint-1.json).
func (h *Fingerprint) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_fingerprint_json((*C.wkin_fingerprint)(p), (*C.char)(buffer), size, needed, e)
	})
}
