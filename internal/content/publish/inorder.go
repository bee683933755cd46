package publish

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// ahead is how many results may wait for one that takes longer.
const ahead = 16

// inOrder does work on every thing of a list, in several goroutines, and gives the
// results to collect one after the other in the order of the list. At the first
// error, or when the context ends, it stops; no goroutine outlives it.
func inOrder[T, R any](ctx context.Context, list []T, work func(T) (R, error), collect func(T, R) error) error {
	type task struct {
		thing  T
		result chan R
	}
	g, ctx := errgroup.WithContext(ctx)
	tasks, waiting := make(chan task), make(chan task, ahead)
	g.Go(func() error {
		defer close(tasks)
		defer close(waiting)
		for _, thing := range list {
			t := task{thing, make(chan R, 1)}
			for _, to := range []chan task{waiting, tasks} {
				select {
				case to <- t:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	for range max(2, runtime.GOMAXPROCS(0)) {
		g.Go(func() error {
			for t := range tasks {
				r, err := work(t.thing)
				if err != nil {
					return err
				}
				t.result <- r
			}
			return nil
		})
	}
	g.Go(func() error {
		for t := range waiting {
			select {
			case r := <-t.result:
				if err := collect(t.thing, r); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return g.Wait()
}
