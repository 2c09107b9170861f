package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import "unsafe"

// HashOptions may be nil.
type HashOptions struct {
	// JSON.
	ComponentMap string
	// 0: as many as the machine has; never changes a bit.
	Threads uint32
	// In bytes.
	OnProgress Progress
}

// Hashes are digests of all tensors of a model and the roots over them: those of its fingerprint.
type Hashes struct{ owned }

// TakeHashes reads every tensor of the model once.
func TakeHashes(model *Model, options *HashOptions) (*Hashes, error) {
	if options == nil {
		options = &HashOptions{}
	}
	var names texts
	defer names.free()
	raw := C.wkin_hash_options{threads: C.uint32_t(options.Threads)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	var err error
	if raw.component_map, err = names.optional(options.ComponentMap); err != nil {
		return nil, err
	}
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_hash(&raw, C.uintptr_t(w.handle))
	}
	pointer, err := with(&model.owned, func(p unsafe.Pointer, v **C.wkin_hash, e *C.wkin_error) C.wkin_status {
		return C.wkin_hash_take((*C.wkin_model)(p), &raw, v, e)
	})
	if err = w.finish(err); err != nil {
		return nil, err
	}
	hashes := &Hashes{}
	hashes.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_hash_close((*C.wkin_hash)(p)) })
	return hashes, nil
}

// Roots say what exactly the model is: equal roots mean equal values.
func (h *Hashes) Roots() (HashRoots, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *HashRoots, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_hash_roots
		status := C.wkin_hash_describe((*C.wkin_hash)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensor says what exactly one tensor is.
func (h *Hashes) Tensor(index int) (TensorHash, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *TensorHash, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tensor_hash
		status := C.wkin_hash_tensor((*C.wkin_hash)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensors are all of them.
func (h *Hashes) Tensors() ([]TensorHash, error) {
	parent, err := h.Roots()
	if err != nil {
		return nil, err
	}
	return list(parent.Tensors, func(index int) (TensorHash, error) { return h.Tensor(index) })
}

// Component says what exactly one component is.
func (h *Hashes) Component(index int) (ComponentHash, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ComponentHash, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_component_hash
		status := C.wkin_hash_component((*C.wkin_hash)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Components are all of them.
func (h *Hashes) Components() ([]ComponentHash, error) {
	parent, err := h.Roots()
	if err != nil {
		return nil, err
	}
	return list(parent.Components, func(index int) (ComponentHash, error) { return h.Component(index) })
}

// Text is the report for people.
func (h *Hashes) Text() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_hash_text((*C.wkin_hash)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Json is the report as JSON.
func (h *Hashes) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_hash_json((*C.wkin_hash)(p), (*C.char)(buffer), size, needed, e)
	})
}

// ManifestOptions may be nil.
type ManifestOptions struct {
	Algorithm ManifestHash
	// Links to files are read; else they are ErrUnsupported.
	FollowLinks bool
	// Paths relative to the model.
	Ignored []string
	// 0: as many as the machine has.
	Threads uint32
	// In bytes.
	OnProgress Progress
}

// Manifest is the files of a model and their digests, as signatures of models name them (OMS 1.0).
type Manifest struct{ owned }

func newManifest(pointer *C.wkin_manifest) *Manifest {
	manifest := &Manifest{}
	manifest.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_manifest_close((*C.wkin_manifest)(p)) })
	return manifest
}

// MakeManifest hashes the files of a model, which is a folder or one file.
func MakeManifest(path string, options *ManifestOptions) (*Manifest, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	if options == nil {
		options = &ManifestOptions{}
	}
	var names texts
	defer names.free()
	var lent handles
	defer lent.free()
	folder, err := names.of(path)
	if err != nil {
		return nil, err
	}
	ignored := (**C.char)(lent.memory(len(options.Ignored), C.size_t(unsafe.Sizeof(uintptr(0)))))
	for index, name := range options.Ignored {
		if unsafe.Slice(ignored, len(options.Ignored))[index], err = names.of(name); err != nil {
			return nil, err
		}
	}
	raw := C.wkin_manifest_options{algorithm: C.wkin_manifest_hash(options.Algorithm), follow_links: flag(options.FollowLinks),
		ignored: ignored, ignored_count: C.size_t(len(options.Ignored)), threads: C.uint32_t(options.Threads)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_manifest(&raw, C.uintptr_t(w.handle))
	}
	var pointer *C.wkin_manifest
	var e C.wkin_error
	err = failure(C.wkin_manifest_make(folder, &raw, &pointer, &e), &e)
	if err = w.finish(err); err != nil {
		return nil, err
	}
	return newManifest(pointer), nil
}

// ManifestFromJson reads what Json wrote, or another implementation; the label names it in messages.
func ManifestFromJson(json, label string) (*Manifest, error) {
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
	var pointer *C.wkin_manifest
	var e C.wkin_error
	if err = failure(C.wkin_manifest_from_json((*C.char)(first(bytes)), C.size_t(len(json)), name, &pointer, &e), &e); err != nil {
		return nil, err
	}
	return newManifest(pointer), nil
}

// Info is what it says of the whole model.
func (h *Manifest) Info() (ManifestInfo, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ManifestInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_manifest_info
		status := C.wkin_manifest_describe((*C.wkin_manifest)(p), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// File is one file.
func (h *Manifest) File(index int) (ManifestFile, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *ManifestFile, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_manifest_file
		status := C.wkin_manifest_file_at((*C.wkin_manifest)(p), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Files are all of them.
func (h *Manifest) Files() ([]ManifestFile, error) {
	parent, err := h.Info()
	if err != nil {
		return nil, err
	}
	return list(parent.Files, func(index int) (ManifestFile, error) { return h.File(index) })
}

// Json is the statement that is signed, unsigned.
func (h *Manifest) Json() (string, error) {
	return bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_manifest_json((*C.wkin_manifest)(p), (*C.char)(buffer), size, needed, e)
	})
}

// Compare says in how many places found is not what this one says, and where, as JSON.
func (h *Manifest) Compare(found *Manifest) (int, string, error) {
	other, err := found.use()
	if err != nil {
		return 0, "", err
	}
	defer found.done()
	var differences C.size_t
	report, err := bufferedText(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_manifest_compare((*C.wkin_manifest)(p), (*C.wkin_manifest)(other), &differences, (*C.char)(buffer), size, needed, e)
	})
	return int(differences), report, err
}

// Differences are the files of found that are not as this one says.
func (h *Manifest) Differences(found *Manifest) ([]FileDifference, error) {
	count, _, err := h.Compare(found)
	if err != nil {
		return nil, err
	}
	other, err := found.use()
	if err != nil {
		return nil, err
	}
	defer found.done()
	return list(count, func(index int) (FileDifference, error) {
		return with(&h.owned, func(p unsafe.Pointer, v *FileDifference, e *C.wkin_error) C.wkin_status {
			var raw C.wkin_file_difference
			status := C.wkin_manifest_difference((*C.wkin_manifest)(p), (*C.wkin_manifest)(other), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
			v.read(&raw)
			return status
		})
	})
}
