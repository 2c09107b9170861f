package weightkin

// #include "callbacks.h"
import "C"

import (
	"errors"
	"io"
	"runtime/cgo"
	"unsafe"
)

// Source is bytes that the library asks for when it needs them, from several threads at once. Errors
// and panics become errors of status StatusIo. A Source that is an io.Closer is closed when the
// library no longer needs it.
type Source interface {
	io.ReaderAt
	Size() int64
}

// Folder is a Source that knows the other files of its model.
type Folder interface {
	Source
	// OpenBeside opens a file by its relative name; nil without an error when there is none.
	OpenBeside(name string) (Source, error)
}

// guarded turns errors and panics into a status.
func guarded(work func() error) (status C.uint32_t) {
	status = C.WKIN_IO
	defer func() { _ = recover() }()
	if err := work(); err != nil {
		if errors.Is(err, ErrCancelled) {
			return C.WKIN_CANCELLED
		}
		return C.WKIN_IO
	}
	return C.WKIN_OK
}

//export weightkinRead
func weightkinRead(offset C.uint64_t, length C.size_t, buffer unsafe.Pointer, got *C.size_t, handle C.uintptr_t) C.uint32_t {
	return guarded(func() error {
		source := cgo.Handle(handle).Value().(Source)
		count, err := source.ReadAt(unsafe.Slice((*byte)(buffer), int(length)), int64(offset))
		*got = C.size_t(count)
		if count == int(length) || errors.Is(err, io.EOF) {
			return nil
		}
		return err
	})
}

//export weightkinRelease
func weightkinRelease(handle C.uintptr_t) {
	guarded(func() error {
		held := cgo.Handle(handle)
		source := held.Value()
		held.Delete()
		if closer, ok := source.(io.Closer); ok {
			return closer.Close()
		}
		return nil
	})
}

//export weightkinOpenBeside
func weightkinOpenBeside(name *C.char, into *C.wkin_source, handle C.uintptr_t) C.uint32_t {
	return guarded(func() error {
		folder, ok := cgo.Handle(handle).Value().(Folder)
		if !ok {
			return nil
		}
		source, err := folder.OpenBeside(C.GoString(name))
		if err != nil || source == nil {
			return err
		}
		size := source.Size()
		if size < 0 {
			return badArgument("a source of %d bytes", size)
		}
		C.weightkin_go_set_source(into, C.uint64_t(size), C.uintptr_t(cgo.NewHandle(source)))
		return nil
	})
}
