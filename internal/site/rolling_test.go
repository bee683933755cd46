package site

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/web"
)

// node is a site under a server of its own, as "atelier serve" runs it.
type node struct {
	site *Site
	at   *url.URL
	stop func() error // ends it gracefully and waits

	mu    sync.RWMutex // held for reading by every request on its way to the node
	ready bool         // as the balancer saw it last
}

// startNode starts a node; goes is called when it is told to stop, before it takes no more requests.
func startNode(t *testing.T, address string) *node {
	t.Helper()
	s, err := New(t.Context(), Options{Course: trilingual(t), Data: t.TempDir(), Database: address, Secret: testSecret, Log: quiet(), Clock: clock.System{}})
	if err != nil {
		t.Fatal(err)
	}
	n := &node{site: s}
	listening := make(chan net.Addr, 1)
	server := &web.Server{Addr: "127.0.0.1:0", Handler: s.Handler(), Log: quiet(), OnStop: s.Stop, Ready: func(a net.Addr) { listening <- a }}
	// What --drain is in time is here the fact: the balancer saw that the node goes.
	server.OnDrain = func() {
		s.Drain()
		for n.sees() {
			time.Sleep(time.Millisecond)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	n.at = &url.URL{Scheme: "http", Host: (<-listening).String()}
	n.stop = sync.OnceValue(func() error {
		cancel()
		if err := <-ended; err != nil {
			return err
		}
		return s.Close()
	})
	t.Cleanup(func() {
		if err := n.stop(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// sees says whether the balancer holds the node for ready.
func (n *node) sees() bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.ready
}

// look asks the node whether it is ready, as balancers do.
func (n *node) look() {
	resp, err := http.Get(n.at.String() + "/readyz")
	ok := err == nil && resp.StatusCode == http.StatusOK
	if err == nil {
		resp.Body.Close()
	}
	n.mu.Lock()
	n.ready = ok
	n.mu.Unlock()
}

// balancer is a reverse proxy that sends each request to the next node that is ready, and tries none twice.
type balancer struct {
	mu    sync.RWMutex
	nodes []*node
	turn  atomic.Int64
	lost  atomic.Int64 // requests that no node took
}

func (b *balancer) add(n *node) {
	n.look()
	b.mu.Lock()
	b.nodes = append(b.nodes, n)
	b.mu.Unlock()
}

func (b *balancer) remove(n *node) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.nodes {
		if b.nodes[i] == n {
			b.nodes = append(b.nodes[:i:i], b.nodes[i+1:]...)
			return
		}
	}
}

func (b *balancer) all() []*node {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.nodes
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	nodes := b.all()
	first := int(b.turn.Add(1))
	for i := range nodes {
		n := nodes[(first+i)%len(nodes)]
		n.mu.RLock()
		if n.ready {
			proxy := httputil.NewSingleHostReverseProxy(n.at)
			proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) {
				b.lost.Add(1)
				w.WriteHeader(http.StatusBadGateway)
			}
			proxy.ServeHTTP(w, r)
			n.mu.RUnlock()
			return
		}
		n.mu.RUnlock()
	}
	b.lost.Add(1)
	w.WriteHeader(http.StatusBadGateway)
}

// watch looks at all nodes until ctx ends.
func (b *balancer) watch(ctx context.Context) {
	for ctx.Err() == nil {
		for _, n := range b.all() {
			n.look()
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// TestRollingRestart replaces both nodes of a PostgreSQL database one after the other, twice, while learners act all the
// time: no request fails, every page shows what was kept the moment before, and nothing is lost or done twice.
func TestRollingRestart(t *testing.T) {
	t.Parallel()
	address := pgtest.New(t)
	b := &balancer{}
	first := startNode(t, address)
	b.add(first)
	b.add(startNode(t, address))
	front := httptest.NewServer(b)
	defer front.Close()
	ctx, over := context.WithCancel(t.Context())
	var watching, learning sync.WaitGroup
	watching.Go(func() { b.watch(ctx) })

	path := find(t, first.site, "en", snowPath).Path
	var acts atomic.Int64
	done := make(chan bool)
	for range 4 {
		learning.Go(func() { learnUntil(t, front, path, done, &acts) })
	}
	for range 2 {
		for _, old := range b.all() {
			b.add(startNode(t, address))
			before := acts.Load()
			if err := old.stop(); err != nil {
				t.Error(err)
			}
			b.remove(old)
			for acts.Load() < before+8 && !t.Failed() { // learners go on on the others
				time.Sleep(time.Millisecond)
			}
		}
	}
	close(done)
	learning.Wait()
	over()
	watching.Wait()
	for _, n := range b.all() { // no balancer sends them anything any more
		n.mu.Lock()
		n.ready = false
		n.mu.Unlock()
	}
	if n := b.lost.Load(); n > 0 {
		t.Errorf("%d requests found no node", n)
	}
	if kept := b.all()[0].site.count(t, "records_statement"); int64(kept) != acts.Load() {
		t.Errorf("%d acts were acknowledged, %d statements are kept", acts.Load(), kept)
	}
	t.Logf("%d acts", acts.Load())
}

// learnUntil answers a question now wrong, now right, and reads the page after each answer.
func learnUntil(t *testing.T, front *httptest.Server, path string, done <-chan bool, acts *atomic.Int64) {
	b := newBrowser(t, front)
	for i := 0; ; i++ {
		select {
		case <-done:
			return
		default:
		}
		choice := []string{"bbdrk6", "syk2sx"}[i%2]
		form := url.Values{"act": {"answer"}, "question": {"pe7xpz"}, "pe7xpz": {choice}, "once": {clock.NewID()}}
		if got := b.post(path, form); got.status != http.StatusOK {
			t.Errorf("an answer: %d", got.status)
			return
		}
		acts.Add(1)
		b.get(path).has(t, fmt.Sprintf("value=%q checked", choice))
	}
}
