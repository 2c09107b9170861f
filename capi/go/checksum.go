package weightkin

// #include <stdlib.h>
// #include "callbacks.h"
import "C"

import "unsafe"

// Sum is what a checksum has seen so far; complete when that is as many elements as there are.
type Sum struct {
	Value    uint64
	Complete bool
}

// Checksum tells whether a model arrived as it was sent, however it is sharded on either side. Finds
// accidents, not adversaries. Not for concurrent use: one a goroutine, then Merge.
type Checksum struct {
	owned
	count int
}

// BeginChecksum announces all tensors of the model, the same everywhere.
func BeginChecksum(tensors []Declaration, seed uint64) (*Checksum, error) {
	if err := CheckLibrary(); err != nil {
		return nil, err
	}
	declared, free, err := declare(tensors)
	if err != nil {
		return nil, err
	}
	defer free()
	var pointer *C.wkin_checksum
	var e C.wkin_error
	err = failure(C.wkin_checksum_begin(declared, C.size_t(len(tensors)), C.sizeof_wkin_tensor_declaration, C.uint64_t(seed), &pointer, &e), &e)
	if err != nil {
		return nil, err
	}
	sum := &Checksum{count: len(tensors)}
	sum.own(unsafe.Pointer(pointer), nil, func(p unsafe.Pointer) { C.wkin_checksum_close((*C.wkin_checksum)(p)) })
	return sum, nil
}

// Add adds count elements of a tensor in C order, from first on, packed, in host byte order.
func (h *Checksum) Add(tensor int, begin, count uint64, packed []byte) error {
	_, err := with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_checksum_add((*C.wkin_checksum)(p), C.size_t(tensor), C.uint64_t(begin), C.uint64_t(count), first(packed), C.size_t(len(packed)), e)
	})
	return err
}

// Merge adds what another checksum of the same tensors has seen.
func (h *Checksum) Merge(other *Checksum) error {
	second, err := other.use()
	if err != nil {
		return err
	}
	defer other.done()
	_, err = with(&h.owned, func(p unsafe.Pointer, _ *struct{}, e *C.wkin_error) C.wkin_status {
		return C.wkin_checksum_merge((*C.wkin_checksum)(p), (*C.wkin_checksum)(second), e)
	})
	return err
}

// Sum is that of what was added.
func (h *Checksum) Sum() (Sum, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *Sum, e *C.wkin_error) C.wkin_status {
		var value C.uint64_t
		var complete C.int
		status := C.wkin_checksum_value((*C.wkin_checksum)(p), &value, &complete, e)
		*v = Sum{uint64(value), complete != 0}
		return status
	})
}

// Tensors are the sums of each.
func (h *Checksum) Tensors() ([]uint64, error) {
	return with(&h.owned, func(p unsafe.Pointer, v *[]uint64, e *C.wkin_error) C.wkin_status {
		*v = make([]uint64, h.count)
		return C.wkin_checksum_tensors((*C.wkin_checksum)(p), (*C.uint64_t)(first(Bytes(*v))), C.size_t(h.count), e)
	})
}
