package site

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"atelier/internal/base/metrics"
	"atelier/internal/base/store"
)

var figureLine = regexp.MustCompile(`(?m)^atelier_\w+(\{[^}]*\})? `)

// TestFiguresCountWithoutTellingWho drives a learner and strangers who invent addresses: the figures count them, and
// no label holds what they sent.
func TestFiguresCountWithoutTellingWho(t *testing.T) {
	t.Parallel()
	s, server := open(t, source(), func(o *Options) { o.Metrics = metrics.New("test") })
	b := newBrowser(t, server)
	lesson := lessonPath(s)
	b.post(lesson, url.Values{"act": {"done"}})
	b.get(lesson)
	for i := range 50 {
		b.get(fmt.Sprintf("/en/zoe-%d/?q=zoe", i))
		b.get(fmt.Sprintf("/zoe/%d", i))
		b.get(fmt.Sprintf("/p/zoe%d", i))
	}
	text := figuresOf(s)
	for _, want := range []string{
		`atelier_acts_total 1`, `atelier_requests_total{route="POST /",status="303"} 1`, `atelier_requests_total{route="GET /",status="404"}`,
		`atelier_request_seconds_count{route="GET /"}`, `atelier_database_seconds_count{kind="write"}`, `atelier_database_seconds_count{kind="read"}`,
		`atelier_database_retries_total 0`, `atelier_database_bytes `, `atelier_ready 1`, `go_memstats_heap_alloc_bytes`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(text, "zoe") {
		t.Error("the figures hold what people sent")
	}
	if n := len(figureLine.FindAllString(text, -1)); n > 400 {
		t.Errorf("%d figures after 150 invented addresses", n)
	}
	states := counted(s.db, func(store.Tx) (map[string]int, error) { return map[string]int{"waiting": 3}, nil })()
	if states["waiting"] != 3 {
		t.Errorf("rows by state: %v", states)
	}
	s.Drain()
	if !strings.Contains(figuresOf(s), "atelier_ready 0") {
		t.Error("a node on its way out is ready")
	}
}

func figuresOf(s *Site) string {
	w := httptest.NewRecorder()
	s.Inside().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}
