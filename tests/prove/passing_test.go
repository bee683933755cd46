package main

import "testing"

// TestWhatIsPassedOnArrives kills a site while it passes on what was told to it, and then the store that gets it: everything
// arrives, once, in order, with its files, and nothing is given up.
func TestWhatIsPassedOnArrives(t *testing.T) {
	t.Parallel()
	p, err := newPassing(program(t), t.TempDir(), 1, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.end(); err != nil {
			t.Error(err)
		}
	})
	for which := range 2 {
		if err := p.round(which); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.arrive(true); err != nil {
		t.Fatal(err)
	}
	wrong, n, err := p.look()
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
	t.Logf("%d acts acknowledged, %d statements arrived, %d sent again", p.acked, n, p.again)
}
