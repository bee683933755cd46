package web

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/clock"
)

func TestMaskHidesSecretsAndMailAddressesAlone(t *testing.T) {
	secret := "q7Zb0-Kd_3fHs9LmN2pRtUvWxYz1aBcDeFgHiJkLmNo"
	for in, want := range map[string]string{
		"/en/sign-in/" + secret:                                        "/en/sign-in/…",
		"/en/sign-in/" + secret + "/x":                                 "/en/sign-in/…/x",
		"/u/" + secret + ".":                                           "/u/…",
		"550 5.1.1 <marie@example.ca>: no such user":                   "550 5.1.1 <…>: no such user",
		"/fr/x/marie%40exemple.ca/":                                    "/fr/x/…/",
		`duplicate key: Key (email)=(a.b+c@example.ca) exists`:         `duplicate key: Key (email)=(…) exists`,
		"/en/introduction/what-software-does-and-does-not-do-for-you/": "/en/introduction/what-software-does-and-does-not-do-for-you/",
		"e9f1c2d3-0000-4000-8000-000000000001":                         "e9f1c2d3-0000-4000-8000-000000000001",
		"panic: runtime error\nweb.(*Kit).Wrap":                        "panic: runtime error\nweb.(*Kit).Wrap",
		"":                                                             "",
	} {
		if got := Mask(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// Whatever stands around them, no secret and no mail address gets through, and
// what is masked stays so.
func TestNothingGetsThroughTheMask(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hidden := rapid.SampledFrom([]string{clock.Secret(), "marie.tremblay@example.ca", "marie%40example.ca"}).Draw(t, "hidden")
		text := rapid.String().Draw(t, "before") + hidden + rapid.String().Draw(t, "after")
		var out bytes.Buffer
		log := slog.New(NewMask(slog.NewTextHandler(&out, nil)))
		log.With("a", text).WithGroup("g").Info(text, "b", errors.New(text), slog.Group("c", "d", text), "e", 7)
		if strings.Contains(out.String(), hidden) || !strings.Contains(out.String(), "g.e=7") {
			t.Fatalf("%q is in %s", hidden, out.String())
		}
		if once := Mask(text); Mask(once) != once {
			t.Fatalf("%q", once)
		}
	})
}
