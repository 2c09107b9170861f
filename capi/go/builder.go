package weightkin

// #include <stdlib.h>
// #include <weightkin.h>
import "C"

import "unsafe"

// Declaration is a tensor as announced before any of its elements.
type Declaration struct {
	Name  string
	Shape []uint64
	Dtype Dtype
}

// BuilderOptions may be nil; they are the same for all parts of a model.
type BuilderOptions struct {
	Seed uint64
	// What the tensors are, in the same order; nil: names and shapes decide.
	Contents *Inventory
	// For shards that cut rows, and faster.
	NoDigests bool
}

// Builder makes the fingerprint of a model whose elements arrive in pieces: the same, bit for bit,
// however they were cut, ordered and distributed. Not for concurrent use: one a goroutine, then
// Merge.
type Builder struct{ owned }

func newBuilder(pointer *C.wkin_fingerprint_builder) *Builder {
	builder := &Builder{}
	builder.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_builder_close((*C.wkin_fingerprint_builder)(p)) })
	return builder
}

// declare is tensors as C has them, and what frees them.
func declare(tensors []Declaration) (*C.wkin_tensor_declaration, func(), error) {
	var names texts
	var lent handles
	free := func() { names.free(); lent.free() }
	declared := (*C.wkin_tensor_declaration)(lent.memory(len(tensors), C.sizeof_wkin_tensor_declaration))
	for index, tensor := range tensors {
		name, err := names.of(tensor.Name)
		if err != nil {
			free()
			return nil, nil, err
		}
		shape := (*C.uint64_t)(lent.memory(len(tensor.Shape), 8))
		copy(unsafe.Slice((*uint64)(unsafe.Pointer(shape)), len(tensor.Shape)), tensor.Shape)
		unsafe.Slice(declared, len(tensors))[index] = C.wkin_tensor_declaration{name: name, shape: shape,
			dtype: C.wkin_dtype(tensor.Dtype), rank: C.uint32_t(len(tensor.Shape))}
	}
	return declared, free, nil
}

// BeginBuilder announces the tensors.
func BeginBuilder(tensors []Declaration, options *BuilderOptions) (*Builder, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	if options == nil {
		options = &BuilderOptions{}
	}
	declared, free, err := declare(tensors)
	if err != nil {
		return nil, err
	}
	defer free()
	raw := C.wkin_builder_options{seed: C.uint64_t(options.Seed), no_digests: flag(options.NoDigests)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	if options.Contents != nil {
		contents, err := options.Contents.use()
		if err != nil {
			return nil, err
		}
		defer options.Contents.done()
		raw.contents = (*C.wkin_inventory)(contents)
	}
	var pointer *C.wkin_fingerprint_builder
	var e C.wkin_error
	status := C.wkin_builder_begin(declared, C.size_t(len(tensors)), C.sizeof_wkin_tensor_declaration, &raw, &pointer, &e)
	if err := failure(status, &e); err != nil {
		return nil, err
	}
	return newBuilder(pointer), nil
}

// Add adds elements [start, start + count) of a tensor in C order, packed, in host byte order.
func (h *Builder) Add(tensor int, start, count uint64, packed []byte) error {
	_, err := with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_builder_add((*C.wkin_fingerprint_builder)(p), C.size_t(tensor), C.uint64_t(start), C.uint64_t(count),
			first(packed), C.size_t(len(packed)), e)
	})
	return err
}

// AddBox adds the box of elements that begins at start and is extent large, packed in C order.
func (h *Builder) AddBox(tensor int, start, extent []uint64, packed []byte) error {
	if len(start) != len(extent) {
		return badArgument("a box needs as many extents as starts")
	}
	_, err := with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_builder_add_box((*C.wkin_fingerprint_builder)(p), C.size_t(tensor), (*C.uint64_t)(first(Bytes(start))),
			(*C.uint64_t)(first(Bytes(extent))), C.uint32_t(len(start)), first(packed), C.size_t(len(packed)), e)
	})
	return err
}

// Merge takes over what the other has.
func (h *Builder) Merge(other *Builder) error {
	second, err := other.use()
	if err != nil {
		return err
	}
	defer other.done()
	_, err = with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_builder_merge((*C.wkin_fingerprint_builder)(p), (*C.wkin_fingerprint_builder)(second), e)
	})
	return err
}

// Save is the state as bytes, for another process with the same version of the library.
func (h *Builder) Save() ([]byte, error) {
	return buffered(&h.owned, func(p, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_builder_save((*C.wkin_fingerprint_builder)(p), buffer, size, needed, e)
	})
}

// LoadBuilder reads what Save wrote.
func LoadBuilder(bytes []byte) (*Builder, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	var pointer *C.wkin_fingerprint_builder
	var e C.wkin_error
	if err := failure(C.wkin_builder_load(first(bytes), C.size_t(len(bytes)), &pointer, &e), &e); err != nil {
		return nil, err
	}
	return newBuilder(pointer), nil
}

// Finish makes the fingerprint, once all elements are there. The builder can go on.
func (h *Builder) Finish() (*Fingerprint, error) {
	pointer, err := with(&h.owned, func(p unsafe.Pointer, v **C.wkin_fingerprint, e *C.wkin_error) C.wkin_status {
		return C.wkin_builder_finish((*C.wkin_fingerprint_builder)(p), v, e)
	})
	if err != nil {
		return nil, err
	}
	return newFingerprint(pointer), nil
}
