package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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
