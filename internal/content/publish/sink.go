package publish

import (
	"bytes"
	"io"
	"sync"
)

// Sink is where the files of editions go. Its methods may be called by several
// goroutines, each for other paths.
type Sink interface {
	// Create opens a file for writing. Paths have slashes and no leading one.
	Create(path string) (io.WriteCloser, error)
	// Commit makes everything written visible at once.
	Commit() error
	// Discard forgets what was written and was not committed.
	Discard()
}

// Memory is a sink that keeps files in memory. The zero value is ready.
type Memory struct {
	mu    sync.Mutex
	files map[string][]byte
}

// Files is everything written, by path.
func (m *Memory) Files() map[string][]byte { return m.files }

// Create opens a file.
func (m *Memory) Create(path string) (io.WriteCloser, error) {
	return &memoryFile{sink: m, path: path}, nil
}

// Commit does nothing: memory is visible at once.
func (m *Memory) Commit() error { return nil }

// Discard forgets all files.
func (m *Memory) Discard() { m.files = nil }

type memoryFile struct {
	bytes.Buffer
	sink *Memory
	path string
}

// Close keeps the file.
func (f *memoryFile) Close() error {
	f.sink.mu.Lock()
	defer f.sink.mu.Unlock()
	if f.sink.files == nil {
		f.sink.files = map[string][]byte{}
	}
	f.sink.files[f.path] = f.Bytes()
	return nil
}
