package metrics

import (
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

func ask(r *Registry) string {
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// filled is a registry with a figure of every kind.
func filled() *Registry {
	r := New("1.2.3")
	observe := r.Requests()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				observe("GET /", 200, 300*time.Microsecond)
				observe("POST /", 303, 20*time.Millisecond)
				observe("", 404, time.Millisecond)
				observe("GET /", 9999, time.Millisecond)
			}
		})
	}
	all.Wait()
	r.Counter("acts_total", "Acts of learners that were kept.").Add(3)
	r.Times("database_seconds", "How long transactions took.", "kind", "read", "write")("write", time.Second)
	r.Read("queue_age_seconds", "Age of the oldest job.", func() (float64, bool) { return 4, true })
	r.Read("lost_bytes", "Cannot be had.", func() (float64, bool) { return 0, false })
	r.ReadBy("queue_jobs", "Jobs by state.", "state", func() map[string]float64 { return map[string]float64{"waiting": 2, "dead": 1} })
	r.ReadTotal("database_retries_total", "Transactions run again.", func() float64 { return 7 })
	return r
}

func TestFigures(t *testing.T) {
	text := ask(filled())
	for _, want := range []string{
		`atelier_requests_total{route="GET /",status="200"} 800`, `atelier_requests_total{route="POST /",status="303"} 800`, `atelier_requests_total{route="none",status="404"} 800`, `atelier_requests_total{route="GET /",status="0"} 800`,
		`atelier_request_seconds_bucket{route="GET /",le="0.0005"} 800`, `atelier_request_seconds_count{route="GET /"} 1600`,
		`atelier_acts_total 3`, `atelier_database_seconds_count{kind="write"} 1`, `atelier_database_seconds_count{kind="read"} 0`,
		`atelier_queue_age_seconds 4`, `atelier_queue_jobs{state="dead"} 1`, `atelier_queue_jobs{state="waiting"} 2`, `atelier_database_retries_total 7`,
		`atelier_build_info{go="go1.`, `version="1.2.3"} 1`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(text, "\natelier_lost_bytes ") {
		t.Error("a figure that cannot be had is told")
	}
}

// Prometheus' own judge of names, units and help.
func TestNamesAreAsPrometheusWantsThem(t *testing.T) {
	found, err := promlint.New(strings.NewReader(ask(filled()))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		if strings.HasPrefix(p.Metric, prefix) {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

func TestNothingIsCountedWithoutARegistry(t *testing.T) {
	var r *Registry
	if r.Requests() != nil {
		t.Error("requests are observed")
	}
	r.Counter("x_total", "").Add(1)
	r.Times("x_seconds", "", "kind", "a")("a", time.Second)
	r.Read("x", "", nil)
	r.ReadBy("y", "", "z", nil)
	r.ReadTotal("z_total", "", nil)
}

func BenchmarkObserve(b *testing.B) {
	observe := New("").Requests()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			observe("GET /", 200, 300*time.Microsecond)
		}
	})
}
