package course

import (
	"os"
	"testing"
)

func TestOrdinalsStandOnTheLock(t *testing.T) {
	fsys := os.DirFS("../../../courses/open-source-in-government")
	c, _, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	c.Lock = []LockLine{{ID: "zzzzz2", Ordinal: 7, Born: "1.0.0", Retired: "1.1.0"}}
	first := c.Modules[0].Lessons[0].Doc("en").Title.ID
	c.Lock = append(c.Lock, LockLine{ID: first, Ordinal: 3, Born: "1.0.0"})
	got := c.Ordinals()
	if got["zzzzz2"] != 7 || got[first] != 3 {
		t.Errorf("locked ones moved: %d, %d", got["zzzzz2"], got[first])
	}
	seen := map[int]ID{}
	for id, n := range got {
		if other, twice := seen[n]; twice {
			t.Fatalf("%s and %s are both %d", id, other, n)
		}
		seen[n] = id
		if id != "zzzzz2" && id != first && n < 8 {
			t.Errorf("%s took %d, a number that may have been given", id, n)
		}
	}
	for _, tag := range c.Tags() {
		for _, p := range c.Modules[0].Lessons[0].Doc(tag).Passages() {
			if _, ok := got[p.ID]; !ok {
				t.Errorf("%s has no ordinal", p.ID)
			}
		}
	}
}
