package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import (
	"math/bits"
	"runtime/cgo"
	"sync"
	"unsafe"
)

// Element is what slices of weights may be made of.
type Element interface {
	~uint8 | ~int8 | ~uint16 | ~int16 | ~uint32 | ~int32 | ~uint64 | ~int64 | ~float32 | ~float64
}

// TensorView is a tensor in your memory, in host byte order. The elements are used where they lie.
type TensorView struct {
	Name  string
	Dtype Dtype
	// Slowest axis first; empty for a scalar.
	Shape []uint64
	// In elements, not negative; nil for packed C order.
	Strides []int64
	// From element [0, ..., 0] on.
	Data []byte
}

// TensorOf is a view of packed elements in C order. For types that Go does not have (F16, BF16, ...)
// change its Dtype.
func TensorOf[T Element](name string, dtype Dtype, shape []uint64, elements []T) TensorView {
	return TensorView{Name: name, Dtype: dtype, Shape: shape, Data: Bytes(elements)}
}

// Bytes are the same memory as bytes.
func Bytes[T Element](elements []T) []byte {
	if len(elements) == 0 {
		return nil
	}
	size := len(elements) * int(unsafe.Sizeof(elements[0]))
	return unsafe.Slice((*byte)(unsafe.Pointer(&elements[0])), size)
}

var bitsOf = map[Dtype]uint64{
	DtypeBoolean: 8, DtypeU8: 8, DtypeI8: 8, DtypeU16: 16, DtypeI16: 16, DtypeU32: 32, DtypeI32: 32,
	DtypeU64: 64, DtypeI64: 64, DtypeF16: 16, DtypeBf16: 16, DtypeF32: 32, DtypeF64: 64,
	DtypeC32: 32, DtypeC64: 64, DtypeC128: 128, DtypeF8E4m3fn: 8, DtypeF8E5m2: 8,
	DtypeF8E4m3fnuz: 8, DtypeF8E5m2fnuz: 8, DtypeF8E8m0: 8, DtypeF6E2m3: 6, DtypeF6E3m2: 6,
	DtypeF4E2m1: 4,
}

// neededBytes is how much memory a view reaches; false when it has no number.
func (t *TensorView) neededBytes() (uint64, bool) {
	size := uint64(1)
	reach := uint64(0)
	for _, extent := range t.Shape {
		if extent == 0 {
			return 0, true
		}
	}
	for axis, extent := range t.Shape {
		var high, carry uint64
		if t.Strides == nil {
			high, size = bits.Mul64(size, extent)
		} else {
			var step uint64
			high, step = bits.Mul64(uint64(t.Strides[axis]), extent-1)
			reach, carry = bits.Add64(reach, step, 0)
			size = reach + 1
		}
		if high != 0 || carry != 0 || size > 1<<56 {
			return 0, false
		}
	}
	width, known := bitsOf[t.Dtype]
	return (size*width + 7) / 8, known
}

// check keeps the library, which cannot know how long Data is, from reading beyond it.
func (t *TensorView) check() error {
	if len(t.Shape) > 64 {
		return badArgument("tensor %q: more than 64 axes", t.Name)
	}
	if t.Strides != nil && len(t.Strides) != len(t.Shape) {
		return badArgument("tensor %q: as many strides as axes are needed", t.Name)
	}
	for axis, stride := range t.Strides {
		if stride < 0 {
			return badArgument("tensor %q: stride %d of axis %d", t.Name, stride, axis)
		}
	}
	needed, ok := t.neededBytes()
	if !ok || needed > uint64(len(t.Data)) {
		return badArgument("tensor %q: %d bytes needed, %d there", t.Name, needed, len(t.Data))
	}
	return nil
}

// held are views in C's memory, and what they point to, until let go.
type held struct {
	views    *C.wkin_tensor_view
	data     [][]byte
	released chan struct{}
	ended    sync.WaitGroup
}

const (
	heldByThread = 1024
	heldByCall   = 4
)

// hold lends slices to C. Each is the argument of a call of C that lasts until release: what the
// rules of cgo ask for. The calls are nested, so that one thread holds many.
func hold(views *C.wkin_tensor_view, data [][]byte) *held {
	h := &held{views: views, data: data, released: make(chan struct{})}
	for from := 0; from < len(data); from += heldByThread {
		to := from + heldByThread
		if to > len(data) {
			to = len(data)
		}
		nested := &nest{h, to, make(chan struct{})}
		h.ended.Add(1)
		go nested.run(from)
		<-nested.ready
	}
	return h
}

func (h *held) release() {
	close(h.released)
	h.ended.Wait()
}

// nest is what one thread holds.
type nest struct {
	held  *held
	to    int
	ready chan struct{}
}

func (n *nest) run(from int) {
	handle := cgo.NewHandle(n)
	n.call(from, handle)
	handle.Delete()
	n.held.ended.Done()
}

func (n *nest) call(from int, handle cgo.Handle) {
	var p [heldByCall]unsafe.Pointer
	count := 0
	for ; count < heldByCall && from+count < n.to; count++ {
		p[count] = first(n.held.data[from+count])
	}
	C.weightkin_go_hold(n.held.views, C.size_t(from), C.size_t(count), p[0], p[1], p[2], p[3], C.uintptr_t(handle))
}

//export weightkinHeld
func weightkinHeld(next C.size_t, handle C.uintptr_t) {
	n := cgo.Handle(handle).Value().(*nest)
	if int(next) < n.to {
		n.call(int(next), cgo.Handle(handle))
		return
	}
	close(n.ready)
	<-n.held.released
}

// lend makes views of tensors for C; `done` ends that.
func lend(tensors []TensorView) (views *C.wkin_tensor_view, done func(), err error) {
	var names texts
	var memory []unsafe.Pointer
	free := func() {
		names.free()
		for _, each := range memory {
			C.free(each)
		}
	}
	copied := func(count int, size uintptr) unsafe.Pointer {
		made := C.calloc(C.size_t(count)+1, C.size_t(size))
		memory = append(memory, made)
		return made
	}
	views = (*C.wkin_tensor_view)(copied(len(tensors), unsafe.Sizeof(*views)))
	data := make([][]byte, len(tensors))
	for index, view := range unsafe.Slice(views, len(tensors)) {
		tensor := &tensors[index]
		if err = tensor.check(); err == nil {
			view.name, err = names.of(tensor.Name)
		}
		if err != nil {
			free()
			return nil, nil, err
		}
		rank := len(tensor.Shape)
		view.dtype, view.rank = C.wkin_dtype(tensor.Dtype), C.uint32_t(rank)
		view.shape = (*C.uint64_t)(copied(rank, 8))
		copy(unsafe.Slice((*uint64)(unsafe.Pointer(view.shape)), rank), tensor.Shape)
		if tensor.Strides != nil {
			view.strides = (*C.int64_t)(copied(rank, 8))
			copy(unsafe.Slice((*int64)(unsafe.Pointer(view.strides)), rank), tensor.Strides)
		}
		unsafe.Slice(views, len(tensors))[index] = view
		data[index] = tensor.Data
	}
	pinned := hold(views, data)
	return views, func() { pinned.release(); free() }, nil
}
