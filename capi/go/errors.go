package weightkin

// #cgo pkg-config: weightkin_c
// #include <weightkin.h>
import "C"

import (
	"errors"
	"fmt"
)

// Error is a failure of the library: what to do next, which rule of a format was broken, and in
// words what, where and what was expected.
type Error struct {
	Status  Status
	Fault   Fault
	Message string
	// Cause is what a progress callback or a source answered.
	Cause error
}

func (e *Error) Error() string { return e.Status.String() + ": " + e.Message }

func (e *Error) Unwrap() error { return e.Cause }

// Is makes errors.Is(err, ErrCancelled) and the like true for every error of that status.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Message == "" && other.Status == e.Status
}

// One error for each status, for errors.Is.
var (
	ErrBadArgument = &Error{Status: StatusBadArgument}
	ErrBadFormat   = &Error{Status: StatusBadFormat}
	ErrUnsupported = &Error{Status: StatusUnsupported}
	ErrIo          = &Error{Status: StatusIo}
	ErrUndefined   = &Error{Status: StatusUndefined}
	ErrNoMemory    = &Error{Status: StatusNoMemory}
	ErrCancelled   = &Error{Status: StatusCancelled}
	ErrInternal    = &Error{Status: StatusInternal}
)

// ErrClosed is what calls on a closed handle answer.
var ErrClosed = errors.New("weightkin: the handle is closed")

// LibraryError says that the library that was loaded is not one that this package can use.
type LibraryError struct {
	Found    string
	FoundAbi uint32
}

func (e *LibraryError) Error() string {
	return fmt.Sprintf("libweightkin_c is version %s (interface %d); this package needs %d.%d.%d or a "+
		"later version of interface %d", e.Found, e.FoundAbi, neededVersion[0], neededVersion[1],
		neededVersion[2], C.WKIN_ABI_VERSION)
}

// NoCounterpart in a map: corresponds to nothing.
const NoCounterpart = C.WKIN_NO_COUNTERPART

// Version is the library's version, e.g. "0.1.0".
func Version() string { return C.GoString(C.wkin_version()) }

// AbiVersion is the version of the C interface that the library was built with.
func AbiVersion() uint32 { return uint32(C.wkin_abi_version()) }

// CheckLibrary says whether the library that was loaded fits. All that makes handles asks it first.
func CheckLibrary() error {
	var found [3]int
	count, _ := fmt.Sscanf(Version(), "%d.%d.%d", &found[0], &found[1], &found[2])
	fits := count == 3 && found[0] == neededVersion[0] && (found[1] > neededVersion[1] ||
		found[1] == neededVersion[1] && found[2] >= neededVersion[2])
	if fits && AbiVersion() == C.WKIN_ABI_VERSION {
		return nil
	}
	return &LibraryError{Version(), AbiVersion()}
}

func badArgument(format string, arguments ...any) error {
	return &Error{Status: StatusBadArgument, Message: fmt.Sprintf(format, arguments...)}
}

func failure(status C.wkin_status, e *C.wkin_error) error {
	if status == C.WKIN_OK {
		return nil
	}
	return &Error{Status: Status(status), Fault: Fault(e.fault), Message: C.GoString(&e.message[0])}
}
