package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// page is about as long as a lesson page, and as hard to compress: 25 KB that
// become 6 KB.
func page() []byte {
	words := strings.Fields("a program that people may read is one they can mend when its maker has gone " +
		"public money pays for code once and every department could use it licence share copy study change")
	dice := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString("<!doctype html><html lang=\"en-CA\"><title>Lesson</title>")
	for i := range 60 {
		fmt.Fprintf(&b, "<p id=\"p%d\">", i)
		for range 75 {
			b.WriteString(words[dice.IntN(len(words))] + " ")
		}
		b.WriteString("</p>\n")
	}
	return b.Bytes()
}

func ask(h http.Handler, method string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "/en/lesson", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func unpack(t *testing.T, res *http.Response) []byte {
	t.Helper()
	var in io.Reader = res.Body
	switch coding := res.Header.Get("Content-Encoding"); coding {
	case "":
	case "gzip":
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		in = z
	case "br":
		in = brotli.NewReader(res.Body)
	default:
		t.Fatalf("unknown coding %q", coding)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBodyIsServedInTheBestEncoding(t *testing.T) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	tags := map[string]string{}
	for accept, want := range map[string]string{
		"":                          "",
		"identity":                  "",
		"gzip":                      "gzip",
		"br":                        "br",
		"gzip, deflate, br, zstd":   "br",
		"GZIP;q=0.5, deflate":       "gzip",
		"br;q=0, gzip;q=0.1":        "gzip",
		"br; q=0.0,gzip ; q=0, foo": "",
		"*":                         "",
	} {
		res := ask(body, "GET", "Accept-Encoding", accept)
		if got := res.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q got %q, want %q", accept, got, want)
		}
		if res.Header.Get("Vary") != "Accept-Encoding" || res.Header.Get("Cache-Control") != CacheChecked {
			t.Errorf("Accept-Encoding %q: headers %v", accept, res.Header)
		}
		tags[res.Header.Get("Content-Encoding")] = res.Header.Get("ETag")
		if got := unpack(t, res); !bytes.Equal(got, page()) {
			t.Errorf("Accept-Encoding %q: other bytes", accept)
		}
	}
	if tags[""] == tags["gzip"] || tags["gzip"] == tags["br"] || strings.HasPrefix(tags["br"], "W/") {
		t.Errorf("encodings share an ETag, or it is weak: %v", tags)
	}
}

func TestWhatIsPackedOrSmallIsNotPackedAgain(t *testing.T) {
	for _, b := range []*Body{
		NewBody("application/epub+zip", CacheForever, page()),
		NewBody("image/png", CacheForever, page()),
		NewBody("text/plain", CacheForever, []byte("short")),
	} {
		res := ask(b, "GET", "Accept-Encoding", "gzip, br")
		if c := res.Header.Get("Content-Encoding"); c != "" {
			t.Errorf("%s was packed with %s", res.Header.Get("Content-Type"), c)
		}
	}
}

func TestBodyAnswersHeadWithTheHeadersOfGet(t *testing.T) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	get, head := ask(body, "GET", "Accept-Encoding", "br"), ask(body, "HEAD", "Accept-Encoding", "br")
	if fmt.Sprint(get.Header) != fmt.Sprint(head.Header) {
		t.Errorf("GET has %v, HEAD has %v", get.Header, head.Header)
	}
	if data, _ := io.ReadAll(head.Body); len(data) != 0 {
		t.Errorf("HEAD sent %d bytes", len(data))
	}
	if data, _ := io.ReadAll(get.Body); fmt.Sprint(len(data)) != get.Header.Get("Content-Length") {
		t.Errorf("%d bytes and Content-Length %s", len(data), get.Header.Get("Content-Length"))
	}
}

func TestBodyIsNotSentTwice(t *testing.T) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	etag := ask(body, "GET", "Accept-Encoding", "br").Header.Get("ETag")
	for asked, want := range map[string]int{
		etag:                      304,
		`"other", W/` + etag:      304,
		"*":                       304,
		`"other"`:                 200,
		strings.Trim(etag, `"`):   200,
		etag[:len(etag)-3] + `"`:  200,
		strings.ToUpper(etag[:4]): 200,
	} {
		res := ask(body, "GET", "Accept-Encoding", "br", "If-None-Match", asked)
		if res.StatusCode != want {
			t.Errorf("If-None-Match %s got %d, want %d", asked, res.StatusCode, want)
		}
		if res.Header.Get("ETag") != etag {
			t.Errorf("If-None-Match %s: ETag %s", asked, res.Header.Get("ETag"))
		}
	}
}

func TestBodyServesRanges(t *testing.T) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	res := ask(body, "GET", "Range", "bytes=10-19", "Accept-Encoding", "br")
	data, _ := io.ReadAll(res.Body)
	if res.StatusCode != 206 || !bytes.Equal(data, page()[10:20]) || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("%d %q %v", res.StatusCode, data, res.Header)
	}
	if res := ask(body, "GET", "Range", "bytes=999999-"); res.StatusCode != 416 {
		t.Errorf("a range behind the end got %d", res.StatusCode)
	}
}

func TestPagesMadeOnTheSpotArePacked(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { HTML(w, r, 200, page()) })
	res := ask(h, "GET", "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Cache-Control") != CachePrivate {
		t.Errorf("headers %v", res.Header)
	}
	if !bytes.Equal(unpack(t, res), page()) {
		t.Error("other bytes")
	}
	if plain := ask(h, "GET"); !bytes.Equal(unpack(t, plain), page()) {
		t.Error("other bytes without compression")
	}
}

// discard is a ResponseWriter that keeps nothing, so that a benchmark sees the
// handler alone.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkPersonalPage is the packing of a page that is made for one reader.
func BenchmarkPersonalPage(b *testing.B) {
	data := page()
	r := httptest.NewRequest("GET", "/en/lesson", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	w := &discard{h: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.h)
		HTML(w, r, http.StatusOK, data)
	}
}

func BenchmarkBodyInProcess(b *testing.B) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	r := httptest.NewRequest("GET", "/en/lesson", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	w := &discard{h: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.h)
		body.Serve(w, r)
	}
}

// bench asks one server for the same bytes over kept connections.
func bench(b *testing.B, h http.Handler) {
	server := httptest.NewServer(h)
	defer server.Close()
	addr := server.Listener.Addr().String()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		buf := make([]byte, 64<<10)
		size := 0
		for pb.Next() {
			if _, err := io.WriteString(conn, "GET /en/lesson HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: fr-CA,fr;q=0.9\r\n\r\n"); err != nil {
				b.Error(err)
				return
			}
			if size == 0 {
				size = firstAnswer(b, conn, buf)
				continue
			}
			if _, err := io.ReadFull(conn, buf[:size]); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// firstAnswer reads one answer whole and returns its length: later ones from the
// same server have the same.
func firstAnswer(b *testing.B, conn net.Conn, buf []byte) int {
	n := 0
	for {
		m, err := conn.Read(buf[n:])
		if err != nil {
			b.Error(err)
			return 0
		}
		n += m
		head, _, ok := bytes.Cut(buf[:n], []byte("\r\n\r\n"))
		if !ok {
			continue
		}
		var length int
		_, after, _ := strings.Cut(string(head), "Content-Length: ")
		fmt.Sscanf(after, "%d", &length)
		if length > 0 && n >= len(head)+4+length {
			return len(head) + 4 + length
		}
	}
}

// BenchmarkPage compares a page served with all manners (headers, request id,
// access log) to bare net/http sending the same bytes in the same run, and to the
// same page packed for one reader.
func BenchmarkPage(b *testing.B) {
	body := NewBody("text/html; charset=utf-8", CacheChecked, page())
	bytesSent := body.in(brotlied).data
	b.Run("bare", func(b *testing.B) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /en/lesson", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Encoding", "br")
			_, _ = w.Write(bytesSent)
		})
		// Given, so that bare net/http need not chunk or count.
		bench(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(bytesSent)))
			mux.ServeHTTP(w, r)
		}))
	})
	b.Run("kit", func(b *testing.B) {
		kit, err := New(Options{Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), ErrorPage: testPage})
		if err != nil {
			b.Fatal(err)
		}
		mux := http.NewServeMux()
		mux.Handle("GET /en/lesson", body)
		bench(b, kit.Wrap(mux))
	})
	b.Run("personal", func(b *testing.B) {
		kit, err := New(Options{Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), ErrorPage: testPage})
		if err != nil {
			b.Fatal(err)
		}
		mux := http.NewServeMux()
		mux.Handle("GET /en/lesson", kit.Handle(func(w http.ResponseWriter, r *http.Request) error {
			HTML(w, r, http.StatusOK, body.Bytes())
			return nil
		}))
		bench(b, kit.Wrap(mux))
	})
	b.Run("frame", func(b *testing.B) {
		kit, err := New(Options{Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), ErrorPage: testPage})
		if err != nil {
			b.Fatal(err)
		}
		half := len(body.Bytes()) / 2
		frame := NewFrame("text/html; charset=utf-8", body.Bytes()[:half], body.Bytes()[half:])
		mux := http.NewServeMux()
		mux.Handle("GET /en/lesson", kit.Handle(func(w http.ResponseWriter, r *http.Request) error {
			frame.Serve(w, r, http.StatusOK, []byte("<p>You were here.</p>"))
			return nil
		}))
		bench(b, kit.Wrap(mux))
	})
}
