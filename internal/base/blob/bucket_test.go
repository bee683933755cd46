package blob

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"atelier/internal/base/blob/blobtest"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// line is a way to the S3 server that can be cut, and on which nothing may come.
type line struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	cut      bool
	silent   bool
	open     []net.Conn
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, to: to}
	go l.run()
	t.Cleanup(func() {
		listener.Close()
		l.set(true, false)
	})
	return l
}

func (l *line) run() {
	for {
		in, err := l.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", l.to)
		l.mu.Lock()
		if err != nil || l.cut {
			in.Close()
		} else {
			l.open = append(l.open, in, out)
			go l.pass(in, out)
			go l.pass(out, in)
		}
		l.mu.Unlock()
	}
}

// pass copies while the line is not silent; then it holds back what comes.
func (l *line) pass(from, to net.Conn) {
	defer to.Close()
	data := make([]byte, 16<<10)
	for {
		n, err := from.Read(data)
		l.mu.Lock()
		silent := l.silent
		l.mu.Unlock()
		if !silent {
			if _, err := to.Write(data[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// set changes the line and closes what runs on it.
func (l *line) set(cut, silent bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut, l.silent = cut, silent
	for _, c := range l.open {
		c.Close()
	}
	l.open = nil
}

// TestALostBucketIsFoundAgain cuts the way to the server, then lets it say nothing:
// both are told in plain words after a bounded time, nothing kept is lost, and it is
// found again by itself.
func TestALostBucketIsFoundAgain(t *testing.T) {
	t.Parallel()
	server, name := blobtest.New(t)
	way := newLine(t, server.Host)
	s := at(t, server.Address(name, way.listener.Addr().String()))
	data := randomData(200_000)
	h := put(t, s, data)
	none := Hash(strings.Repeat("0", 64))
	s.place.(*bucket).patience = time.Second
	for state, silent := range map[string]bool{"cut": false, "silent": true} {
		way.set(!silent, silent)
		told := map[string]error{}
		_, _, told["put"] = s.Put(t.Context(), strings.NewReader("new"))
		_, told["open"] = get(s, t, h)
		_, told["has"] = s.Has(t.Context(), h)
		told["walk"] = s.Walk(t.Context(), func(Info) error { return nil })
		told["ready"] = s.Ready(t.Context())
		told["delete"] = s.Delete(t.Context(), none)
		for what, err := range told {
			if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), "does not answer at the moment") {
				t.Errorf("%s, %s: %v", state, what, err)
			}
			if m := fault.Lines(err, lang.French); strings.Contains(m, blobtest.Secret) {
				t.Errorf("%s, %s: the secret is told: %s", state, what, m)
			}
		}
		way.set(false, false)
		settled(t, s, h, data)
	}
}

// TestABlobThatStopsHalfWayIsNoEnd lets the line go silent, and then be cut, after the
// first bytes.
func TestABlobThatStopsHalfWayIsNoEnd(t *testing.T) {
	t.Parallel()
	server, name := blobtest.New(t)
	for _, silent := range []bool{true, false} {
		way := newLine(t, server.Host)
		s := at(t, server.Address(name, way.listener.Addr().String()))
		h := put(t, s, randomData(8<<20))
		s.place.(*bucket).patience = time.Second
		r, _, err := s.Open(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		if silent {
			way.mu.Lock()
			way.silent = true
			way.mu.Unlock()
		} else {
			way.set(true, false)
		}
		if _, err := io.Copy(io.Discard, r); fault.KindOf(err) != fault.Unavailable || IsDamaged(err) {
			t.Errorf("silent %v: the rest reads with %v", silent, err)
		}
		r.Close()
	}
}

func TestWhatABucketRefusesIsTold(t *testing.T) {
	t.Parallel()
	server, name := blobtest.New(t)
	wrong := server.Address(name, "")
	wrong = "s3://SOMEBODY:wrong" + wrong[strings.Index(wrong, "@"):]
	for address, want := range map[string]string{
		wrong:                               "did not let Atelier into",
		server.Address("nothing-here", ""):  "has no bucket",
		server.Address(name, "127.0.0.1:1"): "does not answer",
	} {
		s := at(t, address)
		if err := s.Ready(t.Context()); fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err, lang.English), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	a, err := readAddress("s3://KEY:se%2Fcr%2Bet@s3.example.ca:9000/files/atelier/one?region=ca-central-1&tls=false")
	if want := (bucketAddress{host: "s3.example.ca:9000", bucket: "files", prefix: "atelier/one/", region: "ca-central-1", key: "KEY", secret: "se/cr+et"}); err != nil || a != want {
		t.Errorf("%+v (%v)", a, err)
	}
	for _, bad := range []string{"s3://", "s3://host", "s3://host/", "s3://K:S@host/bucket?tls=perhaps", "s3://K:S@host/bucket?other=1", "s3://K:S@ho st/b", "ftp://host/x", "http://s3.example.ca/bucket", "s3://K:p%zz@host/bucket"} {
		_, err := At(bad)
		if fault.KindOf(err) != fault.Usage || strings.Contains(err.Error(), "p%zz") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestEveryMessageIsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}
