package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestSystemdTakesTheUnit has systemd's own judge read the unit, and look how far the service is shut in.
func TestSystemdTakesTheUnit(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	unit := filepath.Join(t.TempDir(), "atelier.service")
	text := strings.ReplaceAll(deployed(t, "atelier.service"), "/usr/local/bin/atelier", "/bin/true") // the program must exist
	if err := os.WriteFile(unit, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	out, err := exec.Command(analyze, "security", "--offline=true", "--threshold=15", unit).CombinedOutput()
	if err != nil && strings.Contains(string(out), "nrecognized option") {
		t.Skipf("this systemd-analyze is too old: %s", out)
	}
	if err != nil {
		t.Errorf("exposed more than 1.5 of 10: %s", out)
	}
}

// TestUnitAndContainerUseOptionsThatExist holds what deploy/ writes against the command line.
func TestUnitAndContainerUseOptionsThatExist(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"serve", "--help"}, &out, &errs, french); code != 0 {
		t.Fatal(errs.String())
	}
	for _, name := range []string{"atelier.service", "atelier.env", "Containerfile", "nginx.conf", "Caddyfile", "apache.conf"} {
		for line := range strings.Lines(deployed(t, name)) {
			_, options, serves := strings.Cut(line, "serve ")
			if !serves && !strings.Contains(line, "ATELIER_OPTIONS=") && !strings.Contains(line, "--base-url") {
				continue
			}
			if !serves {
				options = line
			}
			for _, option := range regexp.MustCompile(`--[a-z-]+`).FindAllString(options, -1) {
				if !strings.Contains(out.String(), option+" ") {
					t.Errorf("%s: serve has no %s", name, option)
				}
			}
		}
	}
}

// TestBehindNginx puts the configuration of deploy/ in front of a running site: pages come over HTTP/2, forms are taken,
// cookies are safe, and readers without TLS are led to it.
func TestBehindNginx(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed")
	}
	cert, key, client := ownCertificate(t)
	site, secure, plain := freePort(t), freePort(t), freePort(t)
	s := serve(t, "--data", t.TempDir(), "--listen", site, "--base-url", "https://"+secure, "--trusted-proxies", "127.0.0.1")
	startNginx(t, nginx, strings.NewReplacer(
		"127.0.0.1:8080", site, "listen 80;", "listen "+plain+";", "listen 443 ssl http2;", "listen "+secure+" ssl http2;",
		"listen [::]:80;", "", "listen [::]:443 ssl http2;", "", "/etc/ssl/course.example.ca.pem", cert, "/etc/ssl/private/course.example.ca.key", key,
		"$host;", "$http_host;", // the ports of this test are not the usual ones
	).Replace(deployed(t, "nginx.conf")))
	waitFor(t, client, "https://"+secure+"/readyz")

	resp, err := client.PostForm("https://"+secure+"/fr/introduction/", url.Values{"act": {"done"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.ProtoMajor != 2 || resp.StatusCode >= 500 {
		t.Errorf("%s %d", resp.Proto, resp.StatusCode)
	}
	req, err := http.NewRequest("POST", "https://"+secure+"/reading", strings.NewReader(url.Values{"theme": {"dark"}, "back": {"/fr/"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://"+secure)
	if resp, err = client.Do(req); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cookie := strings.Join(resp.Header["Set-Cookie"], "\n")
	if resp.StatusCode != 303 || resp.Header.Get("Location") != "/fr/" || !strings.Contains(cookie, "__Host-") || !strings.Contains(cookie, "Secure") {
		t.Errorf("a form: %d to %q with %s", resp.StatusCode, resp.Header.Get("Location"), cookie)
	}
	if resp, err = client.Get("http://" + plain + "/fr/"); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 308 || !strings.HasPrefix(resp.Header.Get("Location"), "https://") {
		t.Errorf("without TLS: %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"ready", "http://" + site}, &out, &errs, french); code != 0 || !strings.Contains(out.String(), "est prêt") {
		t.Errorf("ready: %d %s", code, errs.String())
	}
	if code, _ := s.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
	if code := run(t.Context(), []string{"ready", "http://" + site}, &out, &errs, french); code != 4 {
		t.Errorf("ready after the end: %d", code)
	}
}

// startNginx runs nginx in the foreground with its files in a folder of the test.
func startNginx(t *testing.T, program, config string) {
	t.Helper()
	dir := t.TempDir()
	var temp strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	whole := fmt.Sprintf("daemon off; master_process off; pid %s/pid; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n", dir, temp.String(), config)
	name := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(name, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-t", "-c", name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), program, "-c", name)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// waitFor asks until an address answers with success.
func waitFor(t *testing.T, client *http.Client, address string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		resp, err := client.Get(address)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %v %v", address, resp, err)
		}
	}
}
