package site

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/lang"
)

// tool is a program of the tests' npm packages; the test is skipped where it is missing.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../node_modules/.bin", name))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Skipf("%s is not installed (make setup)", name)
	}
	return path
}

// description writes the OpenAPI document of a site into a file.
func description(t *testing.T, s *Site, tag lang.Tag) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), api.FileName(tag, "json"))
	if err := os.WriteFile(path, s.api.Description(tag), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Spectral (its rules for OpenAPI) and Redocly (its recommended rules) find nothing to say, not even a warning.
func TestJudgesOfTheDescription(t *testing.T) {
	t.Parallel()
	spectral, redocly := tool(t, "spectral"), tool(t, "redocly")
	s, _ := open(t, trilingual(t))
	spectralArgs := []string{"lint", "--fail-severity=hint", "-r", "../../tests/api/spectral.yaml"}
	redoclyArgs := []string{"lint", "--max-problems=50", "--format=checkstyle", "--config", "../../tests/api/redocly.yaml"}
	for _, tag := range lang.Interfaces() {
		file := description(t, s, tag)
		spectralArgs, redoclyArgs = append(spectralArgs, file), append(redoclyArgs, file)
	}
	for _, judge := range []*exec.Cmd{exec.CommandContext(t.Context(), spectral, spectralArgs...), exec.CommandContext(t.Context(), redocly, redoclyArgs...)} {
		judge.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
		var out bytes.Buffer
		judge.Stdout = &out
		if err := judge.Run(); err != nil || bytes.Contains(out.Bytes(), []byte("<error")) {
			t.Errorf("%s: %v\n%s", filepath.Base(judge.Path), err, out.String())
		}
	}
}

// prism stands before a site and refuses every request and every answer that is off the description. It gives the
// address at which it listens.
func prism(t *testing.T, described, site string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	var said bytes.Buffer
	proxy := exec.Command(tool(t, "prism"), "proxy", "--errors", "--host", "127.0.0.1", "--port", strconv.Itoa(port), described, site)
	proxy.Stdout, proxy.Stderr = &said, &said
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- proxy.Wait() }()
	t.Cleanup(func() {
		proxy.Process.Kill()
		<-ended
	})
	base := "http://127.0.0.1:" + strconv.Itoa(port)
	for begin := time.Now(); time.Since(begin) < time.Minute; {
		if answer, err := http.Get(base + api.Root + "/people"); err == nil {
			answer.Body.Close()
			return base
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("prism ended: %v\n%s", err, said.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("prism does not listen:\n%s", said.String())
	return ""
}

// The judge judges: an answer that the description does not allow does not pass.
func TestPrismRefusesWhatIsOffTheDescription(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	file := description(t, s, lang.English)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Replace(data, []byte(`"enum":["active","disabled"]`), []byte(`"enum":["asleep"]`), -1)
	if err := os.WriteFile(file, wrong, 0o600); err != nil || bytes.Equal(wrong, data) {
		t.Fatal("the description has no such place", err)
	}
	key, _ := newKey(t, s, "", s.api.Scopes()...)
	through := program{t, prism(t, file, server.URL), key}
	if status, _ := through.ask("POST", "/api/people", `{"name":"Ana Roy","email":"ana@example.ca","language":"fr"}`, nil); status != 500 {
		t.Errorf("an answer off the description: %d", status)
	}
}
