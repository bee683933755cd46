package fault

import (
	"context"
	"errors"

	"atelier/internal/base/lang"
)

// Kind says what sort of thing went wrong, so that every edge (page, problem
// document, exit code) can answer in its own way.
type Kind int

// The kinds. The zero value is Internal, so that what nobody classified is ours.
const (
	Internal        Kind = iota // a mistake of the program
	Invalid                     // the input is wrong
	NotFound                    // what was asked for does not exist
	Conflict                    // the input does not fit the present state
	Forbidden                   // who asks may not
	Unauthenticated             // who asks must say who they are first
	TooLarge                    // the input is over a limit
	TooMany                     // asked too often
	NotAllowed                  // the method does not exist for this address
	Unsupported                 // the form of the input is not one we read
	Unavailable                 // the environment fails: disk, port, folder, database
	Stopped                     // the person or the program stopped the work
	Usage                       // the command line is wrong
	Findings                    // a check ran well and found something
	Stale                       // the input is about a state that is no longer the present one
)

var kinds = [...]struct {
	name   string
	status int
	exit   int
}{
	Internal:        {"internal", 500, 5},
	Invalid:         {"invalid", 400, 3},
	NotFound:        {"not-found", 404, 3},
	Conflict:        {"conflict", 409, 3},
	Forbidden:       {"forbidden", 403, 3},
	Unauthenticated: {"unauthenticated", 401, 3},
	TooLarge:        {"too-large", 413, 3},
	TooMany:         {"too-many", 429, 3},
	NotAllowed:      {"not-allowed", 405, 3},
	Unsupported:     {"unsupported", 415, 3},
	Unavailable:     {"unavailable", 503, 4},
	Stopped:         {"stopped", 503, 4},
	Usage:           {"usage", 400, 2},
	Findings:        {"findings", 422, 1},
	Stale:           {"stale", 412, 3},
}

func (k Kind) known() Kind {
	if k < 0 || int(k) >= len(kinds) {
		return Internal
	}
	return k
}

// String is the stable name of the kind, as problem documents and logs use it.
func (k Kind) String() string { return kinds[k.known()].name }

// Status is the HTTP status that goes with the kind (RFC 9110, section 15).
func (k Kind) Status() int { return kinds[k.known()].status }

// Message is what can be said of any fault of the kind, in the interface language of tag.
func (k Kind) Message(tag lang.Tag) string { return general.Say(tag, k.String()) }

// KindOf is the kind of the fault in an error. A cancelled or timed-out context is
// Stopped, any other error is Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind.known()
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Stopped
	}
	return Internal
}

// ExitCode is what a command returns to the shell:
//
//	0  done
//	1  a check ran and found something, or a verification failed
//	2  the command line is wrong
//	3  the input cannot be read or is wrong
//	4  the environment fails: cannot write, port in use, database locked, stopped
//	5  a mistake of the program
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	return kinds[KindOf(err)].exit
}
