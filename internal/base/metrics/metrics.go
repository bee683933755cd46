// Package metrics counts what the program does, for Prometheus to ask (text format
// 0.0.4 and OpenMetrics). Rooms give it functions that read a figure, or counters
// that they raise.
//
// Words: a Registry holds all figures of a process. A figure has a name that starts
// with "atelier_", a unit at its end (seconds, bytes, total) and at most a few
// labels with values from a short list.
//
// Invariants: no figure and no label says anything of a person; labels are bounded:
// routes by the patterns of the mux, never by addresses. A nil *Registry counts
// nothing and costs nothing, so that rooms need not ask whether there is one.
package metrics

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const prefix = "atelier_"

// buckets of durations in seconds: from a page out of memory to what people call slow.
var buckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// Registry holds the figures of a process.
type Registry struct{ all *prometheus.Registry }

// New makes a registry with what the Go runtime and the system say of the process.
func New(version string) *Registry {
	r := &Registry{all: prometheus.NewRegistry()}
	r.all.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + "build_info", Help: "The program that runs; always 1."}, []string{"version", "go"})
	build.WithLabelValues(version, runtime.Version()).Set(1)
	r.all.MustRegister(build)
	return r
}

// Handler answers with all figures.
func (r *Registry) Handler() http.Handler {
	return promhttp.HandlerFor(r.all, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// Read joins a figure that is read when Prometheus asks: the length of a queue, the
// size of a folder. read returns false when it cannot be had just now; it must be
// quick, and may be called by several goroutines.
func (r *Registry) Read(name, help string, read func() (float64, bool)) {
	if r != nil {
		r.all.MustRegister(reading{prometheus.NewDesc(prefix+name, help, nil, nil), prometheus.GaugeValue, nil, single(read)})
	}
}

// ReadBy is Read for a figure that stands under several words of one label:
// {"waiting": 3, "dead": 1}. The words must come from a short list.
func (r *Registry) ReadBy(name, help, label string, read func() map[string]float64) {
	if r != nil {
		r.all.MustRegister(reading{prometheus.NewDesc(prefix+name, help, []string{label}, nil), prometheus.GaugeValue, []string{label}, read})
	}
}

// ReadTotal is Read for a figure that only grows; its name ends with "_total".
func (r *Registry) ReadTotal(name, help string, read func() float64) {
	if r != nil {
		r.all.MustRegister(reading{prometheus.NewDesc(prefix+name, help, nil, nil), prometheus.CounterValue, nil, single(func() (float64, bool) { return read(), true })})
	}
}

func single(read func() (float64, bool)) func() map[string]float64 {
	return func() map[string]float64 {
		if v, ok := read(); ok {
			return map[string]float64{"": v}
		}
		return nil
	}
}

// reading is a prometheus.Collector over a function.
type reading struct {
	desc   *prometheus.Desc
	kind   prometheus.ValueType
	labels []string
	read   func() map[string]float64
}

// Describe is prometheus.Collector's.
func (f reading) Describe(to chan<- *prometheus.Desc) { to <- f.desc }

// Collect is prometheus.Collector's.
func (f reading) Collect(to chan<- prometheus.Metric) {
	for word, v := range f.read() {
		var values []string
		if f.labels != nil {
			values = []string{word}
		}
		to <- prometheus.MustNewConstMetric(f.desc, f.kind, v, values...)
	}
}

// Counter is a figure that is raised. A nil one does nothing.
type Counter struct{ of prometheus.Counter }

// Counter joins a counter; its name ends with "_total".
func (r *Registry) Counter(name, help string) *Counter {
	if r == nil {
		return nil
	}
	c := prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + name, Help: help})
	r.all.MustRegister(c)
	return &Counter{c}
}

// Add raises the counter by n.
func (c *Counter) Add(n int) {
	if c != nil {
		c.of.Add(float64(n))
	}
}

// Times joins a histogram of durations under a few words of one label, which are all
// given here. A nil registry gives a function that does nothing.
func (r *Registry) Times(name, help, label string, words ...string) func(word string, took time.Duration) {
	if r == nil {
		return func(string, time.Duration) {}
	}
	vec := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + name, Help: help, Buckets: buckets}, []string{label})
	r.all.MustRegister(vec)
	known := map[string]prometheus.Observer{}
	for _, w := range words {
		known[w] = vec.WithLabelValues(w)
	}
	return func(word string, took time.Duration) {
		if o := known[word]; o != nil {
			o.Observe(took.Seconds())
		}
	}
}
