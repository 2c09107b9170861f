package weightkin

// #include <stdlib.h>
// #include <weightkin.h>
import "C"

import "unsafe"

// handles are in use until freed, and so is memory of C.
type handles struct {
	used []*owned
	held []unsafe.Pointer
}

func (l *handles) use(handle *owned) (unsafe.Pointer, error) {
	if handle == nil {
		return nil, nil
	}
	pointer, err := handle.use()
	if err == nil {
		l.used = append(l.used, handle)
	}
	return pointer, err
}

// memory is zeroed, and never NULL.
func (l *handles) memory(count int, size C.size_t) unsafe.Pointer {
	made := C.calloc(C.size_t(count)+1, size)
	l.held = append(l.held, made)
	return made
}

// list is the pointers of all, for C.
func (l *handles) list(all []*owned) (unsafe.Pointer, error) {
	made := l.memory(len(all), C.size_t(unsafe.Sizeof(uintptr(0))))
	for index, handle := range all {
		pointer, err := l.use(handle)
		if err != nil {
			return nil, err
		}
		unsafe.Slice((*unsafe.Pointer)(made), len(all))[index] = pointer
	}
	return made, nil
}

func (l *handles) free() {
	for _, handle := range l.used {
		handle.done()
	}
	for _, memory := range l.held {
		C.free(memory)
	}
}

func pointersOf(l *handles, prints []*Fingerprint) (unsafe.Pointer, error) {
	all := make([]*owned, len(prints))
	for index, print := range prints {
		if print == nil {
			return nil, badArgument("fingerprint %d is nil", index)
		}
		all[index] = &print.owned
	}
	return l.list(all)
}

func modelHandle(model *Model) *owned {
	if model == nil {
		return nil
	}
	return &model.owned
}

// weightsOf is NULL for no models, else one for each fingerprint, which may be NULL.
func weightsOf(l *handles, models []*Model, count int) (unsafe.Pointer, error) {
	if len(models) == 0 {
		return nil, nil
	}
	if len(models) != count {
		return nil, badArgument("%d models for %d fingerprints", len(models), count)
	}
	all := make([]*owned, len(models))
	for index, model := range models {
		all[index] = modelHandle(model)
	}
	return l.list(all)
}
