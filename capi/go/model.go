package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

// OpenOptions say how a model is opened.
type OpenOptions struct {
	Access Access
	// Unknown classes in pickles become inert values, not an error.
	LenientPickle bool
	// 0: one million.
	MaxTensors uint64
	// Names, axis order and values as the file has them.
	AsStored bool
}

func (o *OpenOptions) raw() *C.wkin_open_options {
	if o == nil {
		return nil
	}
	raw := C.wkin_open_options{access: C.wkin_access(o.Access), lenient_pickle: flag(o.LenientPickle),
		max_tensors: C.uint64_t(o.MaxTensors), as_stored: flag(o.AsStored)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	return &raw
}

// Model is an open checkpoint, or tensors in your memory.
type Model struct{ owned }

func newModel(status C.wkin_status, pointer *C.wkin_model, e *C.wkin_error, release func()) (*Model, error) {
	var keep *kept
	if release != nil {
		keep = &kept{release: release}
	}
	if err := failure(status, e); err != nil {
		if release != nil {
			release()
		}
		return nil, err
	}
	model := &Model{}
	model.own(unsafe.Pointer(pointer), keep, func(p unsafe.Pointer) { C.wkin_model_close((*C.wkin_model)(p)) })
	return model, nil
}

// Open opens a file, a sharded checkpoint's index or a Hugging Face style directory. It reads headers
// only. Options may be nil.
func Open(path string, options *OpenOptions) (*Model, error) {
	var names texts
	defer names.free()
	var pointer *C.wkin_model
	var e C.wkin_error
	name, err := names.of(path)
	if err == nil {
		err = CheckLibrary()
	}
	if err != nil {
		return nil, err
	}
	status := C.wkin_model_open(name, options.raw(), &pointer, &e)
	return newModel(status, pointer, &e, nil)
}

// OpenMemory opens the bytes of one file, which it uses where they lie (see Memory above). The label
// names them in messages and reports.
func OpenMemory(bytes []byte, label string, options *OpenOptions) (*Model, error) {
	var names texts
	defer names.free()
	var pointer *C.wkin_model
	var e C.wkin_error
	name, err := names.of(label)
	if err == nil {
		err = CheckLibrary()
	}
	if err != nil {
		return nil, err
	}
	pinned := hold(nil, [][]byte{bytes})
	status := C.wkin_model_open_memory(first(bytes), C.size_t(len(bytes)), name, options.raw(), &pointer, &e)
	return newModel(status, pointer, &e, pinned.release)
}

// OpenSource opens a model whose bytes the source fetches; label, best the file's name, stands for
// them in messages. Other files of the model are found when the source is a Folder.
func OpenSource(source Source, label string, options *OpenOptions) (*Model, error) {
	var names texts
	defer names.free()
	var pointer *C.wkin_model
	var e C.wkin_error
	name, err := names.of(label)
	if err == nil {
		err = CheckLibrary()
	}
	if err != nil {
		return nil, err
	}
	size := source.Size()
	if size < 0 {
		return nil, badArgument("a source of %d bytes", size)
	}
	given, beside := cgo.NewHandle(source), cgo.NewHandle(source)
	status := C.weightkin_go_open_source(C.uint64_t(size), C.uintptr_t(given),
		C.uintptr_t(beside), name, options.raw(), &pointer, &e)
	return newModel(status, pointer, &e, beside.Delete)
}

// FromTensors is a model of tensors in your memory, whose elements it uses where they lie (see Memory
// above).
func FromTensors(tensors []TensorView, name string) (*Model, error) {
	var names texts
	defer names.free()
	var pointer *C.wkin_model
	var e C.wkin_error
	label, err := names.of(name)
	if err == nil {
		err = CheckLibrary()
	}
	if err != nil {
		return nil, err
	}
	views, done, err := lend(tensors)
	if err != nil {
		return nil, err
	}
	status := C.wkin_model_from_tensors(views, C.size_t(len(tensors)), C.size_t(unsafe.Sizeof(*views)),
		label, &pointer, &e)
	return newModel(status, pointer, &e, done)
}

// Name is the path or label it was opened with.
func (m *Model) Name() string {
	return m.text(func(h *C.wkin_model) *C.char { return C.wkin_model_name(h) })
}

// Format is the format found, e.g. "safetensors".
func (m *Model) Format() string {
	return m.text(func(h *C.wkin_model) *C.char { return C.wkin_model_format(h) })
}

func (m *Model) text(get func(*C.wkin_model) *C.char) string {
	h, err := m.use()
	if err != nil {
		return ""
	}
	defer m.done()
	return C.GoString(get((*C.wkin_model)(h)))
}

// TensorCount is 0 for a closed model.
func (m *Model) TensorCount() int {
	h, err := m.use()
	if err != nil {
		return 0
	}
	defer m.done()
	return int(C.wkin_model_tensor_count((*C.wkin_model)(h)))
}

// Tensor is a tensor in the order of the files.
func (m *Model) Tensor(index int) (TensorInfo, error) {
	return with(&m.owned, func(h unsafe.Pointer, v *TensorInfo, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tensor_info
		status := C.wkin_model_tensor((*C.wkin_model)(h), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// Tensors are all of them.
func (m *Model) Tensors() ([]TensorInfo, error) { return list(m.TensorCount(), m.Tensor) }

// Encoding is how the values of a tensor are stored; all zero and "" for a plain one.
func (m *Model) Encoding(index int) (TensorEncoding, error) {
	return with(&m.owned, func(h unsafe.Pointer, v *TensorEncoding, e *C.wkin_error) C.wkin_status {
		var raw C.wkin_tensor_encoding
		status := C.wkin_model_encoding((*C.wkin_model)(h), C.size_t(index), &raw, C.size_t(unsafe.Sizeof(raw)), e)
		v.read(&raw)
		return status
	})
}

// EncodingParts are the stored pieces of a tensor.
func (m *Model) EncodingParts(index int) ([]EncodingPart, error) {
	encoding, err := m.Encoding(index)
	if err != nil {
		return nil, err
	}
	return list(encoding.Parts, func(part int) (EncodingPart, error) {
		return with(&m.owned, func(h unsafe.Pointer, v *EncodingPart, e *C.wkin_error) C.wkin_status {
			var raw C.wkin_encoding_part
			status := C.wkin_model_encoding_part((*C.wkin_model)(h), C.size_t(index), C.size_t(part), &raw,
				C.size_t(unsafe.Sizeof(raw)), e)
			v.read(&raw)
			return status
		})
	})
}

// LayoutRules of a tensor in words, in the order they were undone.
func (m *Model) LayoutRules(index int) ([]string, error) {
	return sentences(&m.owned, func(h unsafe.Pointer, rule C.size_t) *C.char {
		return C.wkin_model_layout_rule((*C.wkin_model)(h), C.size_t(index), rule)
	})
}

// Read is elements of a tensor in C order, count of them from begin on: DtypeF32 or DtypeF64 to the
// nearest (quantised tensors give the values they stand for), or DtypeNone, packed in its own type.
func (m *Model) Read(index int, begin, count uint64, as Dtype) ([]byte, error) {
	return buffered(&m.owned, func(h, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status {
		return C.wkin_model_read((*C.wkin_model)(h), C.size_t(index), C.uint64_t(begin), C.uint64_t(count),
			C.wkin_dtype(as), buffer, size, needed, e)
	})
}

// WithMemory calls use with the elements of a tensor where they lie, packed in its own type; they must
// neither be changed nor kept. ErrUndefined when they do not lie so: then Read them.
func (m *Model) WithMemory(index int, use func(packed []byte) error) error {
	h, err := m.use()
	if err != nil {
		return err
	}
	defer m.done()
	var info C.wkin_tensor_info
	var memory C.wkin_tensor_memory
	var e C.wkin_error
	status := C.wkin_model_tensor((*C.wkin_model)(h), C.size_t(index), &info, C.size_t(unsafe.Sizeof(info)), &e)
	if status == C.WKIN_OK {
		status = C.wkin_model_memory((*C.wkin_model)(h), C.size_t(index), &memory, C.size_t(unsafe.Sizeof(memory)), &e)
	}
	if err := failure(status, &e); err != nil {
		return err
	}
	if memory.strides != nil {
		return &Error{Status: StatusUndefined, Message: "the elements are not packed"}
	}
	size := (uint64(info.elements)*bitsOf[Dtype(info.dtype)] + 7) / 8
	if size == 0 || memory.data == nil {
		return use(nil)
	}
	return use(unsafe.Slice((*byte)(memory.data), size))
}

// WriteOptions say how a model is written.
type WriteOptions struct {
	// Real numbers are written as F32, F16 or BF16; zero: each tensor keeps its own type.
	Floats Dtype
	// In bytes.
	OnProgress Progress
}

// WriteSafetensors writes all tensors as one safetensors file. Options may be nil.
func (m *Model) WriteSafetensors(path string, options *WriteOptions) (WriteSummary, error) {
	if options == nil {
		options = &WriteOptions{}
	}
	var names texts
	defer names.free()
	name, err := names.of(path)
	if err != nil {
		return WriteSummary{}, err
	}
	raw := C.wkin_write_options{floats: C.wkin_dtype(options.Floats)}
	raw.struct_size = C.size_t(unsafe.Sizeof(raw))
	w := watch(options.OnProgress)
	if options.OnProgress != nil {
		C.weightkin_go_watch_write(&raw, C.uintptr_t(w.handle))
	}
	summary, err := with(&m.owned, func(h unsafe.Pointer, v *WriteSummary, e *C.wkin_error) C.wkin_status {
		var filled C.wkin_write_summary
		status := C.wkin_model_write_safetensors((*C.wkin_model)(h), name, &raw, &filled, C.size_t(unsafe.Sizeof(filled)), e)
		v.read(&filled)
		return status
	})
	return summary, w.finish(err)
}
