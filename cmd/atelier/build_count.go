package main

import (
	"io"
	"sync"

	"atelier/internal/content/publish"
)

// counted is a sink that counts what goes through it.
type counted struct {
	publish.Sink
	mu    sync.Mutex
	files int
	bytes int64
}

func (c *counted) Create(path string) (io.WriteCloser, error) {
	f, err := c.Sink.Create(path)
	if err != nil {
		return nil, err
	}
	return &countedFile{f, c, 0}, nil
}

type countedFile struct {
	io.WriteCloser
	sink *counted
	n    int64
}

func (f *countedFile) Write(b []byte) (int, error) {
	n, err := f.WriteCloser.Write(b)
	f.n += int64(n)
	return n, err
}

func (f *countedFile) Close() error {
	f.sink.mu.Lock()
	f.sink.files++
	f.sink.bytes += f.n
	f.sink.mu.Unlock()
	return f.WriteCloser.Close()
}
