package site

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"atelier/internal/content/course"
)

// A lesson of module 1, as the benchmarks ask for it.
func lessonPath(s *Site) string {
	e := s.library.Edition()
	return e.In("en", "page:"+e.Course.Modules[0].Lessons[1].Path).Path
}

// learner is the cookies of a device that did something on every lesson of module 1.
func learner(t testing.TB, s *Site, server *httptest.Server) string {
	b := newBrowser(t, server)
	e := s.library.Edition()
	m := e.Course.Modules[0]
	for i, l := range m.Lessons {
		p := e.In("en", "page:"+l.Path)
		if i != 1 {
			b.post(p.Path, url.Values{"act": {"done"}})
		}
		course.Walk(p.Doc().Blocks, func(block *course.Block) bool {
			if q := block.Question; q != nil && len(q.Choices) > 0 {
				b.post(p.Path, url.Values{"act": {"answer"}, "question": {string(q.ID)}, string(q.ID): {string(q.Choices[0].ID)}})
			}
			return true
		})
	}
	u, _ := url.Parse(server.URL)
	var parts []string
	for _, c := range b.jar.Cookies(u) {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

// hammer asks for one page over and over, on connections that are kept.
func hammer(b *testing.B, address, path, cookie string) {
	request := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
	if cookie != "" {
		request += "Cookie: " + cookie + "\r\n"
	}
	request += "\r\n"
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		in := bufio.NewReaderSize(conn, 64<<10)
		for pb.Next() {
			if _, err := io.WriteString(conn, request); err != nil {
				b.Error(err)
				return
			}
			if err := skipAnswer(in); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// skipAnswer reads one answer and wants it to be a page.
func skipAnswer(in *bufio.Reader) error {
	status, err := in.ReadString('\n')
	if err != nil || !strings.HasPrefix(status, "HTTP/1.1 200") {
		return fmt.Errorf("answered %q, %w", status, err)
	}
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, _ := strings.Cut(string(line), ":"); strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
	}
	_, err = in.Discard(length)
	return err
}

func host(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }

// BenchmarkPages compares, in one run, what bare net/http serves of a lesson's
// bytes, the lesson as everybody gets it, and the lesson of a learner
// (DESIGN part 8: at least 70 % of the first, and 25 % of the second).
func BenchmarkPages(b *testing.B) {
	s, server := open(b, source())
	path, cookie := lessonPath(s), learner(b, s, server)
	req := httptest.NewRequest("GET", path, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, req)
	body := rec.Body.Bytes()
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	defer bare.Close()
	b.Run("bare", func(b *testing.B) { hammer(b, host(bare), path, "") })
	b.Run("public", func(b *testing.B) { hammer(b, host(server), path, "") })
	b.Run("learner", func(b *testing.B) { hammer(b, host(server), path, cookie) })
}

// BenchmarkAct is an answer kept on the disk, many learners at once.
func BenchmarkAct(b *testing.B) {
	s, server := open(b, source())
	path := lessonPath(s)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := http.PostForm(server.URL+path, url.Values{"act": {"done"}})
			if err != nil {
				b.Error(err)
				return
			}
			resp.Body.Close()
		}
	})
}

// BenchmarkStart is the time from nothing to the first page served.
func BenchmarkStart(b *testing.B) {
	files := source()
	for b.Loop() {
		o := Options{Course: files, Data: b.TempDir(), Log: quiet()}
		s, err := New(b.Context(), o)
		if err != nil {
			b.Fatal(err)
		}
		rec := httptest.NewRecorder()
		s.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/fr/", nil))
		if rec.Code != http.StatusOK {
			b.Fatal(rec.Code)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// BenchmarkMemory is what the process holds while 1,000 learners read
// (DESIGN part 8: at most 150 MB resident).
func BenchmarkMemory(b *testing.B) {
	s, server := open(b, source())
	e := s.library.Edition()
	lessons := e.Course.Modules[0].Lessons
	for b.Loop() {
		for range 1000 {
			cookie := actOnce(b, s, e.In("en", "page:"+lessons[0].Path).Path)
			for _, l := range lessons {
				req := httptest.NewRequest("GET", e.In("fr", "page:"+l.Path).Path, nil)
				req.Header.Set("Cookie", cookie)
				s.Handler().ServeHTTP(httptest.NewRecorder(), req)
			}
		}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/1e6, "MB-heap")
	b.ReportMetric(float64(resident())/1e6, "MB-resident")
	_ = server
}

// actOnce makes a device and gives its cookies.
func actOnce(b *testing.B, s *Site, path string) string {
	req := httptest.NewRequest("POST", path, strings.NewReader("act=done"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, req)
	var parts []string
	for _, c := range rec.Result().Cookies() {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

// resident is the process's memory in bytes, 0 where the system does not say.
func resident() int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.Atoi(fields[1])
	return pages * os.Getpagesize()
}
