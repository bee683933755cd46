package clock

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

var uuidShape = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestNewIDIsAUniqueUUIDv7(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		id := NewID()
		if !uuidShape.MatchString(id) {
			t.Fatalf("%q is no UUID version 7", id)
		}
		if seen[id] {
			t.Fatalf("%q came twice", id)
		}
		seen[id] = true
	}
}

// The example is RFC 9562, appendix A.6.
func TestUUID7LayoutIsTheOneOfTheRFC(t *testing.T) {
	at := time.UnixMilli(0x017F22E279B0)
	random := []byte{0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f}
	const want = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
	if got := uuid7(at, random); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestIDsSortByTheTimeTheyWereMade(t *testing.T) {
	next := Sequence()
	var ids []string
	for range 300 {
		ids = append(ids, next())
	}
	if !slices.IsSorted(ids) || !uuidShape.MatchString(ids[299]) {
		t.Errorf("ids are out of order or misshapen: %v", ids[295:])
	}
	if again := Sequence()(); again != ids[0] {
		t.Errorf("a second sequence starts with %s, not %s", again, ids[0])
	}
}

func TestSecretsDifferAndAreLongEnough(t *testing.T) {
	a, b := Secret(), Secret()
	if a == b || len(a) != 43 {
		t.Errorf("secrets %q and %q", a, b)
	}
}

func TestFixedStandsUntilMoved(t *testing.T) {
	start := time.Date(2026, 11, 23, 13, 30, 0, 999_999, time.FixedZone("EST", -5*3600))
	c := NewFixed(start)
	want := time.Date(2026, 11, 23, 18, 30, 0, 0, time.UTC)
	if got := c.Now(); !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("now is %v, want %v", got, want)
	}
	c.Advance(-time.Hour)
	if got := c.Now(); !got.Equal(want.Add(-time.Hour)) {
		t.Errorf("moved clock says %v", got)
	}
}

func TestSystemIsUTCToTheMillisecond(t *testing.T) {
	now := System{}.Now()
	if now.Location() != time.UTC || now.Nanosecond()%1_000_000 != 0 {
		t.Errorf("now is %v", now)
	}
	if d := time.Since(now); d < 0 || d > time.Minute {
		t.Errorf("the clock is off by %v", d)
	}
}
