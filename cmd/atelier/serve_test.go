package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serving is a site started as a person would start it.
type serving struct {
	url  string
	stop func() (code int, out string)
}

func french(name string) string {
	if name == "LC_ALL" {
		return "fr_CA.UTF-8"
	}
	return ""
}

// serve starts "atelier serve" on a free port and waits for its address.
func serve(t *testing.T, args ...string) serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), w, io.Discard, french)
		w.Close()
		done <- code
	}()
	lines := bufio.NewScanner(r)
	if !lines.Scan() {
		t.Fatalf("it said nothing and ended with %d", <-done)
	}
	url := strings.TrimPrefix(lines.Text(), "Ouvrez ")
	rest := make(chan string, 1)
	go func() {
		var b strings.Builder
		for lines.Scan() {
			b.WriteString(lines.Text() + "\n")
		}
		rest <- b.String()
	}()
	s := serving{url: url, stop: func() (int, string) {
		cancel()
		select {
		case code := <-done:
			return code, <-rest
		case <-time.After(30 * time.Second):
			t.Error("it does not stop")
			return -1, ""
		}
	}}
	t.Cleanup(func() { cancel() })
	return s
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestServePrintsItsAddressAndStopsCleanly(t *testing.T) {
	data := t.TempDir()
	s := serve(t, "--data", data)
	if !strings.HasPrefix(s.url, "http://127.0.0.1:") {
		t.Fatalf("address %q", s.url)
	}
	if status, body := get(t, s.url+"fr/introduction/"); status != 200 || !strings.Contains(body, "Introduction") {
		t.Errorf("status %d", status)
	}
	if status, _ := get(t, s.url+"healthz"); status != 200 {
		t.Errorf("health %d", status)
	}
	port := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
	for _, test := range []struct {
		name, want string
		args       []string
	}{
		{"port in use", "utilise déjà", []string{"serve", "--data", t.TempDir(), "--listen", port}},
		{"data in use", "Un autre Atelier utilise", []string{"serve", "--data", data, "--listen", "127.0.0.1:0"}},
	} {
		var errs strings.Builder
		if code := run(context.Background(), test.args, io.Discard, &errs, french); code != 4 || !strings.Contains(errs.String(), test.want) {
			t.Errorf("%s: %d %s", test.name, code, errs.String())
		}
	}
	if code, out := s.stop(); code != 0 || !strings.Contains(out, "Arrêté") {
		t.Errorf("ended with %d, said %q", code, out)
	}
}

func TestServeRefusesInPlainWords(t *testing.T) {
	damaged := t.TempDir()
	noise := strings.Repeat("not a database ", 3000)
	if err := os.WriteFile(filepath.Join(damaged, "atelier.db"), []byte(noise), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "course.yaml"), []byte("id: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, want string
		code       int
		args       []string
	}{
		{"damaged database", "est endommagée ou n’en est pas une. Rien n’a été modifié.", 4, []string{"--data", damaged}},
		{"folder that cannot be made", "ne peut pas être créé", 4, []string{"--data", "/proc/atelier"}},
		{"broken course", "ne peut pas être lu", 3, []string{broken, "--data", t.TempDir()}},
		{"no course", "n’est pas un cours|pas de cours", 3, []string{t.TempDir(), "--data", t.TempDir()}},
		{"two courses of one key", "Deux cours ont la clé", 3, []string{"../../internal/content/course/testdata/trilingual", "../../internal/content/course/testdata/trilingual", "--data", t.TempDir()}},
		{"base URL without host", "L’adresse de base", 2, []string{"--base-url", "nope", "--data", t.TempDir()}},
		{"mail server that cannot be read", "serveur de courriel ne peut pas être lue", 2, []string{"--mail", "smtp://u:secret@", "--data", t.TempDir()}},
		{"mail without sender", "--mail-from", 2, []string{"--mail", "smtp://mail.example.ca", "--data", t.TempDir()}},
		{"mail from nobody", "n’est pas une adresse de courriel", 2, []string{"--mail", "smtp://mail.example.ca", "--mail-from", "nobody", "--data", t.TempDir()}},
		{"bad address", "nowhere", 2, []string{"--listen", "nowhere", "--data", t.TempDir()}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var errs strings.Builder
			args := append([]string{"serve"}, test.args...)
			if test.name != "bad address" {
				args = append(args, "--listen", "127.0.0.1:0")
			}
			code := run(context.Background(), args, io.Discard, &errs, french)
			said := false
			for want := range strings.SplitSeq(test.want, "|") {
				said = said || strings.Contains(errs.String(), want)
			}
			if code != test.code || !said {
				t.Errorf("exit %d, want %d; said\n%s", code, test.code, errs.String())
			}
		})
	}
	if got, _ := os.ReadFile(filepath.Join(damaged, "atelier.db")); string(got) != noise {
		t.Error("the damaged database was changed")
	}
}

// freePort is an address nobody listens on just now.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestServeTellsFiguresOnAnAddressOfTheirOwn(t *testing.T) {
	inside := freePort(t)
	s := serve(t, "--data", t.TempDir(), "--metrics", inside)
	get(t, s.url+"fr/")
	if _, body := get(t, "http://"+inside+"/metrics"); !strings.Contains(body, `atelier_requests_total{route="GET /",status="200"} 1`) {
		t.Errorf("said %.300s", body)
	}
	if status, _ := get(t, "http://"+inside+"/readyz"); status != 200 {
		t.Errorf("not ready: %d", status)
	}
	if status, _ := get(t, s.url+"metrics"); status != 404 {
		t.Errorf("figures on the public address: %d", status)
	}
	var errs strings.Builder
	if code := run(context.Background(), []string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", inside}, io.Discard, &errs, french); code != 4 {
		t.Errorf("an address in use: %d %s", code, errs.String())
	}
	if code, _ := s.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}
