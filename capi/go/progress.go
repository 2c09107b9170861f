package weightkin

// #include <weightkin.h>
import "C"

import (
	"errors"
	"runtime/cgo"
)

// Step is how far a call has come, in work units.
type Step struct {
	Stage       string
	Done, Total uint64
}

// Progress is called now and then, never from two threads at once. An error cancels the call, which
// then answers an Error of status StatusCancelled with that error as its cause. A panic cancels too
// and goes on in the caller once the call has returned.
type Progress func(Step) error

// watcher is a callback while a call runs, and what it ended with.
type watcher struct {
	callback Progress
	err      error
	panicked any
	handle   cgo.Handle
}

func watch(callback Progress) *watcher {
	w := &watcher{callback: callback}
	w.handle = cgo.NewHandle(w)
	return w
}

// finish is called after the call, outside of C.
func (w *watcher) finish(err error) error {
	w.handle.Delete()
	if w.panicked != nil {
		panic(w.panicked)
	}
	var failed *Error
	if w.err != nil && errors.As(err, &failed) && failed.Status == StatusCancelled {
		failed.Cause = w.err
	}
	return err
}

func (w *watcher) step(step Step) (answer C.int) {
	if w.err != nil || w.panicked != nil {
		return 1
	}
	returned := false
	defer func() {
		if !returned {
			w.panicked = recover()
			if w.panicked == nil {
				w.panicked = "weightkin: runtime.Goexit or panic(nil) in a progress callback"
			}
			answer = 1
		}
	}()
	w.err = w.callback(step)
	returned = true
	if w.err != nil {
		return 1
	}
	return 0
}

//export weightkinProgress
func weightkinProgress(stage *C.char, done, total C.uint64_t, handle C.uintptr_t) C.int {
	return cgo.Handle(handle).Value().(*watcher).step(Step{C.GoString(stage), uint64(done), uint64(total)})
}
