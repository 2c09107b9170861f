package weightkin

// #include <stdlib.h>
// #include <weightkin.h>
import "C"

import (
	"runtime"
	"strings"
	"sync"
	"unsafe"
)

// owned is a handle of C that is closed once, when Close was called and no call uses it.
type owned struct {
	mutex   sync.Mutex
	pointer unsafe.Pointer
	users   int
	closed  bool
	free    func(unsafe.Pointer)
	kept    *kept
}

func (o *owned) own(pointer unsafe.Pointer, kept *kept, free func(unsafe.Pointer)) {
	o.pointer, o.kept, o.free = pointer, kept, free
	kept.retain()
	runtime.SetFinalizer(o, func(o *owned) { o.Close() })
}

// Close frees what the handle holds, once the calls that use it have ended. A second Close does
// nothing.
func (o *owned) Close() error {
	o.mutex.Lock()
	now := !o.closed && o.users == 0
	o.closed = true
	o.mutex.Unlock()
	if now {
		o.end()
	}
	return nil
}

func (o *owned) end() {
	if o.free == nil {
		return
	}
	runtime.SetFinalizer(o, nil)
	o.free(o.pointer)
	o.kept.drop()
}

func (o *owned) use() (unsafe.Pointer, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.closed || o.pointer == nil {
		return nil, ErrClosed
	}
	o.users++
	return o.pointer, nil
}

func (o *owned) done() {
	o.mutex.Lock()
	o.users--
	now := o.closed && o.users == 0
	o.mutex.Unlock()
	if now {
		o.end()
	}
}

// kept is what a model and all made from it need: pinned memory, callbacks.
type kept struct {
	mutex   sync.Mutex
	users   int
	release func()
}

func (k *kept) retain() {
	if k != nil {
		k.mutex.Lock()
		k.users++
		k.mutex.Unlock()
	}
}

func (k *kept) drop() {
	if k == nil {
		return
	}
	k.mutex.Lock()
	k.users--
	last := k.users == 0
	k.mutex.Unlock()
	if last {
		k.release()
	}
}

// with calls C with a handle and fills in a value.
func with[V any](o *owned, call func(h unsafe.Pointer, v *V, e *C.wkin_error) C.wkin_status) (V, error) {
	var value V
	var e C.wkin_error
	pointer, err := o.use()
	if err != nil {
		return value, err
	}
	defer o.done()
	err = failure(call(pointer, &value, &e), &e)
	return value, err
}

// list calls get for each index below count.
func list[V any](count int, get func(index int) (V, error)) ([]V, error) {
	values := make([]V, 0, count)
	for index := 0; index < count; index++ {
		value, err := get(index)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

// sentences calls get until it answers NULL.
func sentences(o *owned, get func(h unsafe.Pointer, index C.size_t) *C.char) ([]string, error) {
	pointer, err := o.use()
	if err != nil {
		return nil, err
	}
	defer o.done()
	var found []string
	for index := C.size_t(0); ; index++ {
		text := get(pointer, index)
		if text == nil {
			return found, nil
		}
		found = append(found, C.GoString(text))
	}
}

type bufferCall func(h, buffer unsafe.Pointer, size C.size_t, needed *C.size_t, e *C.wkin_error) C.wkin_status

// buffered asks for the size, then for the bytes.
func buffered(o *owned, call bufferCall) ([]byte, error) {
	return with(o, func(h unsafe.Pointer, v *[]byte, e *C.wkin_error) C.wkin_status {
		var needed C.size_t
		if status := call(h, nil, 0, &needed, e); status != C.WKIN_OK || needed == 0 {
			return status
		}
		*v = make([]byte, needed)
		return call(h, unsafe.Pointer(&(*v)[0]), needed, &needed, e)
	})
}

func bufferedText(o *owned, call bufferCall) (string, error) {
	bytes, err := buffered(o, call)
	return strings.TrimSuffix(string(bytes), "\x00"), err
}

// texts are strings for C that live until freed.
type texts []*C.char

func (t *texts) of(text string) (*C.char, error) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, badArgument("a zero byte in %q", text)
	}
	made := C.CString(text)
	*t = append(*t, made)
	return made, nil
}

// optional is NULL for an empty string.
func (t *texts) optional(text string) (*C.char, error) {
	if text == "" {
		return nil, nil
	}
	return t.of(text)
}

func (t *texts) free() {
	for _, text := range *t {
		C.free(unsafe.Pointer(text))
	}
}

func flag(yes bool) C.uint32_t {
	if yes {
		return 1
	}
	return 0
}

func first(bytes []byte) unsafe.Pointer {
	if len(bytes) == 0 {
		return nil
	}
	return unsafe.Pointer(&bytes[0])
}
