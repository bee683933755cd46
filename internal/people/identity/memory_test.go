package identity

import (
	"testing"
	"time"
)

func TestMemoryIsBounded(t *testing.T) {
	m := newMemory[int](3, 0)
	for i, d := range []digest{"a", "b", "c", "d", "e"} {
		m.put(d, string(d), i, time.Time{})
	}
	if len(m.known) != 3 {
		t.Errorf("%d things in memory, want 3", len(m.known))
	}
	if v, ok := m.get("e", time.Time{}); !ok || v != 4 {
		t.Error("the newest is gone")
	}
}

// A request that read the old state beside a transaction must not put it back.
func TestWhatIsStaleIsNotRemembered(t *testing.T) {
	start := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	m := newMemory[string](10, 0)
	m.put("d", "ana", "old", start)
	m.stale("ana", start)
	if _, ok := m.get("d", start.Add(2*unsettled)); ok {
		t.Error("the old is still known")
	}
	m.put("d", "ana", "old", start.Add(time.Second))
	if _, ok := m.get("d", start.Add(2*unsettled)); ok {
		t.Error("the old came back while the transaction may run")
	}
	m.put("d", "ana", "new", start.Add(2*unsettled))
	if v, _ := m.get("d", start.Add(2*unsettled)); v != "new" {
		t.Error("nothing is remembered any more")
	}
}
