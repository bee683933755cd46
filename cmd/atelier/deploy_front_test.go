package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// front is where a server in front listens, and what it stands before: addresses with a port, and files.
type front struct{ site, secure, plain, cert, key string }

// TestBehindNginx puts the configuration of deploy/ for nginx in front of a running site.
func TestBehindNginx(t *testing.T) {
	tryBehind(t, "nginx", func(t *testing.T, program string, f front) *exec.Cmd {
		config := strings.NewReplacer(
			"127.0.0.1:8080", f.site, "listen 80;", "listen "+f.plain+";", "listen 443 ssl http2;", "listen "+f.secure+" ssl http2;",
			"listen [::]:80;", "", "listen [::]:443 ssl http2;", "", "/etc/ssl/course.example.ca.pem", f.cert, "/etc/ssl/private/course.example.ca.key", f.key,
			"$host;", "$http_host;", // the ports of this test are not the usual ones
		).Replace(deployed(t, "nginx.conf"))
		dir := t.TempDir()
		var temp strings.Builder
		for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
			fmt.Fprintf(&temp, "%s_temp_path %s/%s;\n", kind, dir, kind)
		}
		name := configured(t, dir, fmt.Sprintf("daemon off; master_process off; pid %s/pid; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n", dir, temp.String(), config))
		accepts(t, program, "-t", "-c", name)
		return exec.CommandContext(t.Context(), program, "-c", name)
	})
}

// TestBehindApache does so for Apache, with the modules that the configuration names.
func TestBehindApache(t *testing.T) {
	const modules = "/usr/lib/apache2/modules" // Debian's and Ubuntu's
	if _, err := os.Stat(modules); err != nil {
		t.Skip("apache2 is not installed")
	}
	tryBehind(t, "apache2", func(t *testing.T, program string, f front) *exec.Cmd {
		config := strings.NewReplacer(
			"127.0.0.1:8080", f.site, "*:80", f.plain, "*:443", f.secure, "https://course.example.ca/", "https://"+f.secure+"/",
			"/etc/ssl/course.example.ca.pem", f.cert, "/etc/ssl/private/course.example.ca.key", f.key,
		).Replace(deployed(t, "apache.conf"))
		dir := t.TempDir()
		var head strings.Builder
		fmt.Fprintf(&head, "ServerRoot %s\nServerName localhost\nPidFile %s/pid\nDefaultRuntimeDir %s\nErrorLog %s/errors\nListen %s\nListen %s\n", dir, dir, dir, dir, f.plain, f.secure)
		if os.Getuid() == 0 {
			head.WriteString("User www-data\nGroup www-data\n")
		}
		for _, name := range []string{"mpm_event", "authz_core", "alias", "proxy", "proxy_http", "ssl", "http2"} {
			fmt.Fprintf(&head, "LoadModule %s_module %s/mod_%s.so\n", name, modules, name)
		}
		name := configured(t, dir, head.String()+config)
		accepts(t, program, "-t", "-f", name)
		return exec.CommandContext(t.Context(), program, "-X", "-f", name)
	})
}

// TestBehindCaddy does so for Caddy, with a certificate of the test's own instead of one that it gets.
func TestBehindCaddy(t *testing.T) {
	tryBehind(t, "caddy", func(t *testing.T, program string, f front) *exec.Cmd {
		_, plain, _ := strings.Cut(f.plain, ":")
		_, secure, _ := strings.Cut(f.secure, ":")
		config := strings.NewReplacer(
			"127.0.0.1:8080", f.site, "course.example.ca {", "https://"+f.secure+" {\n\ttls "+f.cert+" "+f.key,
		).Replace(deployed(t, "Caddyfile"))
		dir := t.TempDir()
		name := configured(t, dir, fmt.Sprintf("{\n\tadmin off\n\thttp_port %s\n\thttps_port %s\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n}\n%s", plain, secure, config))
		cmd := exec.CommandContext(t.Context(), program, "run", "--adapter", "caddyfile", "--config", name)
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
		return cmd
	})
}

// configured writes a configuration into a folder of the test and gives its path.
func configured(t *testing.T, dir, text string) string {
	t.Helper()
	name := filepath.Join(dir, "front.conf")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// accepts has the server read its configuration without serving.
func accepts(t *testing.T, program string, args ...string) {
	t.Helper()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// tryBehind runs a site behind a server: pages come over HTTP/2, forms are taken, cookies are safe, and readers without
// TLS are led to it.
func tryBehind(t *testing.T, server string, command func(*testing.T, string, front) *exec.Cmd) {
	program, err := exec.LookPath(server)
	if err != nil {
		t.Skip(server + " is not installed")
	}
	cert, key, client := ownCertificate(t)
	f := front{freePort(t), freePort(t), freePort(t), cert, key}
	s := serve(t, "--data", t.TempDir(), "--listen", f.site, "--base-url", "https://"+f.secure, "--trusted-proxies", "127.0.0.1")
	cmd := command(t, program, f)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	waitFor(t, client, "https://"+f.secure+"/readyz")
	takesForms(t, client, f)
	leadsToTLS(t, client, f)
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"ready", "http://" + f.site}, &out, &errs, french); code != 0 || !strings.Contains(out.String(), "est prêt") {
		t.Errorf("ready: %d %s", code, errs.String())
	}
	if code, _ := s.stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
	if code := run(t.Context(), []string{"ready", "http://" + f.site}, &out, &errs, french); code != 4 {
		t.Errorf("ready after the end: %d", code)
	}
}

func takesForms(t *testing.T, client *http.Client, f front) {
	t.Helper()
	resp, err := client.PostForm("https://"+f.secure+"/fr/introduction/", url.Values{"act": {"done"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.ProtoMajor != 2 || resp.StatusCode >= 500 {
		t.Errorf("%s %d", resp.Proto, resp.StatusCode)
	}
	req, err := http.NewRequest("POST", "https://"+f.secure+"/reading", strings.NewReader(url.Values{"theme": {"dark"}, "back": {"/fr/"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://"+f.secure)
	if resp, err = client.Do(req); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cookie := strings.Join(resp.Header["Set-Cookie"], "\n")
	if resp.StatusCode != 303 || resp.Header.Get("Location") != "/fr/" || !strings.Contains(cookie, "__Host-") || !strings.Contains(cookie, "Secure") {
		t.Errorf("a form: %d to %q with %s", resp.StatusCode, resp.Header.Get("Location"), cookie)
	}
}

func leadsToTLS(t *testing.T, client *http.Client, f front) {
	t.Helper()
	resp, err := client.Get("http://" + f.plain + "/fr/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	permanent := resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusPermanentRedirect
	if !permanent || !strings.HasPrefix(resp.Header.Get("Location"), "https://") {
		t.Errorf("without TLS: %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
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
