package otp

import (
	"encoding/base32"
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var rfcKey = Key("12345678901234567890")

// RFC 4226, appendix D.
func TestHOTPVectors(t *testing.T) {
	t.Parallel()
	for counter, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := rfcKey.hotp(uint64(counter), 6); got != want {
			t.Errorf("counter %d: %s, want %s", counter, got, want)
		}
	}
}

// RFC 6238, appendix B, the rows of SHA1.
func TestTOTPVectors(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		step := Step(time.Unix(seconds, 0))
		if got := rfcKey.hotp(uint64(step), 8); got != want {
			t.Errorf("at %d: %s, want %s", seconds, got, want)
		}
		if got := rfcKey.At(step); got != want[2:] {
			t.Errorf("six digits at %d: %s, want %s", seconds, got, want[2:])
		}
	}
}

func TestACodeIsGoodOnceAndForAStepAround(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := NewKey()
		now := time.Unix(rapid.Int64Range(1e9, 4e9).Draw(t, "now"), 0)
		off := rapid.Int64Range(-4, 4).Draw(t, "off")
		code := key.At(Step(now) + off)
		step, ok := key.Check(" "+code[:3]+" "+code[3:], now, 0)
		near := off >= -1 && off <= 1
		if near && !ok {
			t.Fatalf("the code %d steps off was refused", off)
		}
		if !ok {
			return
		}
		if near && key.At(step) != code {
			t.Fatalf("step %d has another code", step)
		}
		if again, ok := key.Check(code, now, step); ok && again <= step {
			t.Fatal("the code was good twice")
		}
		for _, wrong := range []string{"", code[:5], code + "0", "abcdef"} {
			if _, ok := key.Check(wrong, now, 0); ok {
				t.Fatalf("%q was taken", wrong)
			}
		}
	})
}

func TestURI(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(rfcKey.URI("École : ateliers & cie", "marie@example.ca"))
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/École   ateliers & cie:marie@example.ca" {
		t.Errorf("%s: path %q", u, u.Path)
	}
	q := u.Query()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(q.Get("secret"))
	if err != nil || string(secret) != string(rfcKey) {
		t.Errorf("secret %q, %v", q.Get("secret"), err)
	}
	if q.Get("issuer") != "École   ateliers & cie" || q.Get("digits") != "6" || q.Get("period") != "30" || q.Get("algorithm") != "SHA1" {
		t.Errorf("query %v", q)
	}
	if len(NewKey()) != keyBytes || NewKey().String() == NewKey().String() {
		t.Error("keys are not random")
	}
}
