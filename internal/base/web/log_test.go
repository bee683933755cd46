package web

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counting notes what it was given, and in how many writes.
type counting struct {
	mu     sync.Mutex
	text   strings.Builder
	writes int
}

func (c *counting) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	return c.text.Write(p)
}

func TestLogLinesAreWrittenTogetherAndNoneIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &counting{}
		l := NewLogWriter(out)
		for range 100 {
			_, _ = l.Write([]byte("{\"level\":\"INFO\"}\n"))
		}
		if out.writes != 0 {
			t.Errorf("%d writes before their time", out.writes)
		}
		time.Sleep(2 * logDelay)
		synctest.Wait()
		if out.writes != 1 || strings.Count(out.text.String(), "\n") != 100 {
			t.Errorf("%d writes, %d lines", out.writes, strings.Count(out.text.String(), "\n"))
		}
		_, _ = l.Write([]byte("{\"level\":\"INFO\"}\n"))
		_, _ = l.Write([]byte("{\"level\":\"ERROR\"}\n"))
		if out.writes != 2 {
			t.Error("an error waits")
		}
		_, _ = l.Write([]byte("last\n"))
		if err := l.Close(); err != nil || !strings.HasSuffix(out.text.String(), "last\n") {
			t.Errorf("the last line is lost: %v", err)
		}
	})
}
