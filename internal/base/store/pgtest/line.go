package pgtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Line is a line to a database that can fail as lines do: nobody is told, nothing goes
// through any more.
type Line struct {
	Address string // of the database through the line

	t  testing.TB
	to string

	mu    sync.Mutex
	moved *sync.Cond // when what is below changed
	held  bool
	watch *watch
	ends  map[net.Conn]bool // lost ones are false
	over  bool
}

// watch is what is looked for on every connection.
type watch struct {
	texts []string // to the server, one after the other
	after bool     // the last one still goes through
	met   chan struct{}
}

// NewLine leads to the database of an address, for one test.
func NewLine(t testing.TB, address string) *Line {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{t: t, to: u.Host, ends: map[net.Conn]bool{}}
	l.moved = sync.NewCond(&l.mu)
	u.Host = listener.Addr().String()
	l.Address = u.String()
	t.Cleanup(func() {
		listener.Close()
		l.close()
	})
	go l.accept(listener)
	return l
}

// Hold lets nothing through any more, in either direction, on no connection, until Free.
// New connections are taken and hear nothing, as from a machine that is frozen.
func (l *Line) Hold() { l.change(func() { l.held = true }) }

// HoldAt is Hold in the moment in which the last of some texts is sent to the server, after
// the others on the same connection: before it goes through, or after, so that its answer is
// held up. What is returned is closed then.
func (l *Line) HoldAt(after bool, texts ...string) (met <-chan struct{}) {
	w := &watch{texts: texts, after: after, met: make(chan struct{})}
	l.change(func() { l.watch = w })
	return w.met
}

// Free lets through what was held up, and all that comes.
func (l *Line) Free() { l.change(func() { l.held = false }) }

// Lose lets through what comes on new connections; those that are there stay silent for
// ever, and neither end is told.
func (l *Line) Lose() {
	l.change(func() {
		for end := range l.ends {
			l.ends[end] = false
		}
		l.held = false
	})
}

func (l *Line) change(how func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	how()
	l.moved.Broadcast()
}

func (l *Line) close() {
	l.change(func() {
		l.over = true
		for end := range l.ends {
			end.Close()
		}
	})
}

func (l *Line) accept(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return // the test is over
		}
		server, err := net.Dial("tcp", l.to)
		if err != nil {
			client.Close() // the server is not there
			continue
		}
		l.change(func() { l.ends[client], l.ends[server] = true, true })
		go l.carry(client, server, true)
		go l.carry(server, client, false)
	}
}

// carry brings what one end says to the other; the end of what it says too.
func (l *Line) carry(from, to net.Conn, toServer bool) {
	defer to.Close()
	buf := make([]byte, 64<<10)
	var seen progress
	for {
		n, err := from.Read(buf)
		if !l.pass(from, &seen, buf[:n], toServer) {
			return
		}
		if _, failed := to.Write(buf[:n]); failed != nil || err != nil {
			return
		}
	}
}

// progress is how many texts of a watch went over a connection.
type progress struct {
	of *watch
	n  int
}

// pass waits until something may go through; false when it never will.
func (l *Line) pass(from net.Conn, p *progress, said []byte, toServer bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	marked := toServer && l.watch != nil && p.reaches(l.watch, said)
	if marked && !l.watch.after {
		l.hold()
	}
	for (l.held || !l.ends[from]) && !l.over {
		l.moved.Wait()
	}
	if marked && l.watch != nil {
		l.hold()
	}
	return !l.over
}

// reaches says whether the last text of a watch is said.
func (p *progress) reaches(w *watch, said []byte) bool {
	if p.of != w {
		*p = progress{of: w}
	}
	for p.n < len(w.texts) && bytes.Contains(said, []byte(w.texts[p.n])) {
		p.n++
	}
	return p.n == len(w.texts)
}

func (l *Line) hold() {
	close(l.watch.met)
	l.held, l.watch = true, nil
}
