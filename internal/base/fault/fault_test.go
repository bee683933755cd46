package fault

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
)

var testWords = lang.MustCatalogue(fstest.MapFS{
	"en.yaml": {Data: []byte("lost: 'The course {name} is lost.'\nlost.hint: 'Look for {name}.'\nmute: Mute.\nother: Another hint.")},
	"fr.yaml": {Data: []byte("lost: 'Le cours {name} est perdu.'\nlost.hint: 'Cherchez {name}.'\nmute: Muet.\nother: Un autre conseil.")},
})

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

func TestEveryKindHasAGeneralMessage(t *testing.T) {
	for k := range kinds {
		for _, tag := range lang.Interfaces() {
			if !general.Has(tag, Kind(k).String()) {
				t.Errorf("%s: kind %q has no message", tag, Kind(k))
			}
		}
	}
}

func find(name string) (err error) {
	defer Wrap(&err, "library.Find(%q)", name)
	return New(NotFound, testWords, "lost", lang.A{"name": name}).Because(errors.New("disk 7"))
}

func TestAPersonIsToldTheMessageAndNeverTheCause(t *testing.T) {
	err := fmt.Errorf("serve: %w", find("os101"))
	for tag, want := range map[lang.Tag]string{
		"en":      "The course os101 is lost.\nLook for os101.",
		"fr":      "Le cours os101 est perdu.\nCherchez os101.",
		"iu-Cans": "The course os101 is lost.\nLook for os101.",
	} {
		if got := Lines(err, tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if got := err.Error(); got != `serve: library.Find("os101"): The course os101 is lost.: disk 7` {
		t.Errorf("the log says %q", got)
	}
}

func TestAnUnknownErrorTellsNothing(t *testing.T) {
	err := errors.New("password is hunter2")
	for _, tag := range lang.Interfaces() {
		if got := Lines(err, tag); strings.Contains(got, "hunter2") || !strings.Contains(got, "\n") {
			t.Errorf("%s: %q", tag, got)
		}
	}
	if KindOf(err) != Internal || ExitCode(err) != 5 {
		t.Errorf("it is %v with exit code %d", KindOf(err), ExitCode(err))
	}
}

func TestHints(t *testing.T) {
	if got := Hint(New(Invalid, testWords, "mute"), "en"); got != "" {
		t.Errorf("a hint from nowhere: %q", got)
	}
	if got := Hint(New(Invalid, testWords, "mute").WithHint("other"), "fr"); got != "Un autre conseil." {
		t.Errorf("the named hint is %q", got)
	}
	if got := Hint(New(TooMany, testWords, "mute"), "en"); !strings.HasPrefix(got, "Wait") {
		t.Errorf("the hint of the kind is %q", got)
	}
}

func TestWrapLeavesSuccessAlone(t *testing.T) {
	var err error
	Wrap(&err, "op")
	if err != nil {
		t.Error(err)
	}
}

// The exit codes are documented at ExitCode and in the command line's help.
func TestExitCodesAndStatuses(t *testing.T) {
	for kind, want := range map[Kind][2]int{
		Internal: {5, 500}, Invalid: {3, 400}, NotFound: {3, 404}, Conflict: {3, 409},
		Forbidden: {3, 403}, Unauthenticated: {3, 401}, TooLarge: {3, 413}, TooMany: {3, 429},
		NotAllowed: {3, 405}, Unsupported: {3, 415}, Unavailable: {4, 503}, Stopped: {4, 503},
		Usage: {2, 400}, Findings: {1, 422}, Stale: {3, 412}, Kind(99): {5, 500}, Kind(-1): {5, 500},
	} {
		err := fmt.Errorf("op: %w", New(kind, testWords, "mute"))
		if got := [2]int{ExitCode(err), KindOf(err).Status()}; got != want {
			t.Errorf("%v: %v, want %v", kind, got, want)
		}
	}
	if ExitCode(nil) != 0 {
		t.Error("success has an exit code")
	}
	if KindOf(fmt.Errorf("op: %w", context.Canceled)) != Stopped {
		t.Error("a cancelled context is not seen as stopped")
	}
}

func TestAFaultWithoutCatalogueSpeaksForItsKind(t *testing.T) {
	err := &Error{Kind: Forbidden}
	if got := Message(err, "fr"); got != "Vous ne pouvez pas faire ceci." {
		t.Error(got)
	}
	if got := err.Hint("fr"); got != "" {
		t.Error(got)
	}
}
