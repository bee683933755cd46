package web

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The judge is the standard library's gzip reader, which checks the blocks, the
// checksum and the length.
func TestFrameIsItsPartsAndSlots(t *testing.T) {
	whole := page()
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	cases := map[string]struct{ parts, slots []string }{
		"nothing":        {nil, nil},
		"one part":       {[]string{string(whole)}, nil},
		"a slot":         {[]string{string(whole), "</html>"}, []string{"<p>you</p>"}},
		"an empty slot":  {[]string{"a", "b", "c"}, []string{"", "x"}},
		"missing slots":  {[]string{"a", "b", "c"}, nil},
		"too many slots": {[]string{"a", "b"}, []string{"1", "2", "3"}},
		"empty parts":    {[]string{"", "", ""}, []string{"x", "y"}},
		"a long slot":    {[]string{"<", ">"}, []string{string(noise)}},
		"a long part":    {[]string{string(noise), "x", string(noise)}, []string{"é", "ᐃ"}},
	}
	for name, c := range cases {
		var parts, slots [][]byte
		var want strings.Builder
		for i, p := range c.parts {
			parts = append(parts, []byte(p))
			want.WriteString(p)
			if i < len(c.slots) && i < len(c.parts)-1 {
				want.WriteString(c.slots[i])
			}
		}
		for _, s := range c.slots {
			slots = append(slots, []byte(s))
		}
		f := NewFrame("text/html; charset=utf-8", parts...)
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.Serve(w, r, 200, slots...) })
		for _, accept := range []string{"gzip, br", "gzip", ""} {
			res := ask(h, "GET", "Accept-Encoding", accept)
			if packed := res.Header.Get("Content-Encoding") == "gzip"; packed != (accept != "") {
				t.Errorf("%s: Accept-Encoding %q got %v", name, accept, res.Header)
			}
			if res.Header.Get("Cache-Control") != CachePrivate {
				t.Errorf("%s: Cache-Control %q", name, res.Header.Get("Cache-Control"))
			}
			var length int64
			fmt.Sscan(res.Header.Get("Content-Length"), &length)
			if got := unpack(t, res); !bytes.Equal(got, []byte(want.String())) {
				t.Errorf("%s, %q: %d bytes that differ from the %d wanted", name, accept, len(got), want.Len())
			}
			if length != res.ContentLength || length == 0 && want.Len() > 0 {
				t.Errorf("%s, %q: Content-Length %d of %d", name, accept, length, res.ContentLength)
			}
		}
	}
}

func TestFramesDoNotMixReaders(t *testing.T) {
	f := NewFrame("text/html; charset=utf-8", page(), page())
	if f.Slots() != 1 {
		t.Fatalf("%d slots", f.Slots())
	}
	done := make(chan string)
	for i := range 8 {
		go func() {
			name := strings.Repeat(fmt.Sprint(i), 500)
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.Serve(w, r, 200, []byte(name)) })
			for range 20 {
				if !bytes.Contains(unpack(t, ask(h, "GET", "Accept-Encoding", "gzip")), []byte(name)) {
					done <- "a reader got another one's page"
					return
				}
			}
			done <- ""
		}()
	}
	for range 8 {
		if msg := <-done; msg != "" {
			t.Error(msg)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	half := len(page()) / 2
	f := NewFrame("text/html; charset=utf-8", page()[:half], page()[half:])
	slots := bytes.Repeat([]byte("<li>done</li>"), 80)
	r := httptest.NewRequest("GET", "/en/lesson", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	w := &discard{h: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.h)
		f.Serve(w, r, http.StatusOK, slots)
	}
}
