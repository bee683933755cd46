package publish

import (
	"errors"
	"slices"
	"testing"
)

func TestResultsComeInOrder(t *testing.T) {
	list := make([]int, 200)
	for i := range list {
		list[i] = i
	}
	var got []int
	err := inOrder(t.Context(), list, func(n int) (int, error) { return 2 * n, nil }, func(n, twice int) error {
		if twice != 2*n {
			t.Errorf("%d came as %d", n, twice)
		}
		got = append(got, n)
		return nil
	})
	if err != nil || !slices.Equal(got, list) {
		t.Errorf("%v: %v", err, got)
	}
}

// An error of a worker or of the collector ends everything, however much is waiting.
func TestTheFirstErrorEndsTheWork(t *testing.T) {
	stop := errors.New("stop")
	list := make([]int, 1000)
	at := func(which int) func() error {
		n := 0
		return func() error {
			if n++; n == which {
				return stop
			}
			return nil
		}
	}
	collect := at(100)
	err := inOrder(t.Context(), list, func(int) (int, error) { return 0, nil }, func(int, int) error { return collect() })
	if !errors.Is(err, stop) {
		t.Errorf("the collector’s error came as %v", err)
	}
	list[50] = 1
	err = inOrder(t.Context(), list, func(n int) (int, error) {
		if n == 1 {
			return 0, stop
		}
		return 0, nil
	}, func(int, int) error { return nil })
	if !errors.Is(err, stop) {
		t.Errorf("the worker’s error came as %v", err)
	}
}
