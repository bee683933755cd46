package metrics

import (
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// noRoute is the route of requests that no pattern of the mux took.
const noRoute = "none"

// requests counts answers by route and status. What a route needs is found once and
// kept, because a page from memory takes no longer than finding it would.
type requests struct {
	counts *prometheus.CounterVec
	times  *prometheus.HistogramVec
	routes sync.Map // pattern → *route
}

// route is the counters of one pattern, by status; a status has one from its first
// answer on.
type route struct {
	pattern string
	took    prometheus.Observer
	counts  [600]atomic.Pointer[prometheus.Counter]
}

// Requests joins the figures of the requests, and gives the function that is told of
// every answer (web.Options.Observe); nil of a nil registry.
func (r *Registry) Requests() func(pattern string, status int, took time.Duration) {
	if r == nil {
		return nil
	}
	q := &requests{
		counts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "requests_total", Help: "Answers, by pattern of the address and status."}, []string{"route", "status"}),
		times:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + "request_seconds", Help: "How long answers took, by pattern of the address.", Buckets: buckets}, []string{"route"}),
	}
	r.all.MustRegister(q.counts, q.times)
	return q.observe
}

func (q *requests) observe(pattern string, status int, took time.Duration) {
	one := q.route(pattern)
	one.took.Observe(took.Seconds())
	if status < 0 || status >= len(one.counts) {
		status = 0
	}
	c := one.counts[status].Load()
	if c == nil {
		made := q.counts.WithLabelValues(one.pattern, strconv.Itoa(status))
		c = &made
		one.counts[status].Store(c)
	}
	(*c).Inc()
}

func (q *requests) route(pattern string) *route {
	if found, ok := q.routes.Load(pattern); ok {
		return found.(*route)
	}
	name := pattern
	if name == "" {
		name = noRoute
	}
	found, _ := q.routes.LoadOrStore(pattern, &route{pattern: name, took: q.times.WithLabelValues(name)})
	return found.(*route)
}
