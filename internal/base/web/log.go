package web

import (
	"bytes"
	"io"
	"sync"
	"time"
)

// How log lines are gathered: a line a request would cost a system call a request.
const (
	logBytes = 32 << 10
	logDelay = 100 * time.Millisecond
)

// LogWriter gathers log lines and writes them together: when enough have come, a
// tenth of a second after the first, and at once when one of them is an error.
// What has not been written when the machine dies is lost; what people did is kept
// elsewhere, on the disk.
type LogWriter struct {
	mu    sync.Mutex
	out   io.Writer
	lines []byte
	timer *time.Timer
}

// NewLogWriter gathers lines for out. Close it to write the last.
func NewLogWriter(out io.Writer) *LogWriter { return &LogWriter{out: out} }

// Write takes one line.
func (l *LogWriter) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line...)
	switch {
	case len(l.lines) >= logBytes, bytes.Contains(line, []byte(`"level":"ERROR"`)):
		return len(line), l.flush()
	case l.timer == nil:
		l.timer = time.AfterFunc(logDelay, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			_ = l.flush() // nobody is there to be told
		})
	}
	return len(line), nil
}

// Close writes what is left.
func (l *LogWriter) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flush()
}

func (l *LogWriter) flush() error {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	if len(l.lines) == 0 {
		return nil
	}
	_, err := l.out.Write(l.lines)
	l.lines = l.lines[:0]
	return err
}
