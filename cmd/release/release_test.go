package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	// As the commands are run: at the top of the source.
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestASignedReleaseUpdatesAnInstalledOne signs a release as its makers do, and lets an installed program take it.
func TestASignedReleaseUpdatesAnInstalledOne(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the new program of this test is a shell script")
	}
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	key := filepath.Join(dir, "maker.pem")
	write(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	dist := filepath.Join(dir, "dist")
	if err := os.Mkdir(dist, 0o755); err != nil {
		t.Fatal(err)
	}
	system := runtime.GOOS + "-" + runtime.GOARCH
	write(t, filepath.Join(dist, "atelier-1.1.0-"+system), "#!/bin/sh\necho the new one\n")
	write(t, filepath.Join(dist, "atelier-1.1.0.cdx.json"), "{}")
	write(t, filepath.Join(dist, "SHA256SUMS"), "sums\n")
	if err := run([]string{"sign", key, "1.1.0", dist}); err != nil {
		t.Fatal(err)
	}
	if signature := read(t, filepath.Join(dist, "SHA256SUMS.sig")); !ed25519.Verify(public, []byte("sums\n"), []byte(signature)) {
		t.Error("the checksums are not signed")
	}

	installed := filepath.Join(dir, "atelier")
	build := exec.Command("go", "build", "-o", installed, "-ldflags", "-X main.stamped=1.0.0 -X main.makerKey="+base64.StdEncoding.EncodeToString(public), "./cmd/atelier")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	file := filepath.Join(dist, "atelier-1.1.0-"+system+".update")
	for _, step := range []struct {
		want string
		args []string
	}{
		{"atelier 1.0.0", []string{installed, "version"}},
		{"1.0.0 would become 1.1.0", []string{installed, "update", "--dry-run", file}},
		{"is now version 1.1.0 (it was 1.0.0)", []string{installed, "update", file}},
		{"the new one", []string{installed, "version"}},
		{"atelier 1.0.0", []string{installed + ".before", "version"}},
	} {
		cmd := exec.Command(step.args[0], step.args[1:]...)
		cmd.Env = append(os.Environ(), "LC_ALL=en_CA.UTF-8")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), step.want) {
			t.Fatalf("%v: %v %s", step.args, err, out)
		}
	}
}

// TestLicencesAreCurrent: every module that the program is built of is in licences.json with the licence it says, and
// none that is not.
func TestLicencesAreCurrent(t *testing.T) {
	all, err := modules()
	if err != nil {
		t.Fatal(err)
	}
	var known map[string]string
	if err := json.Unmarshal([]byte(read(t, "cmd/atelier/licences.json")), &known); err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("%d modules found", len(all))
	}
	for _, m := range all {
		if id, err := m.licence(); err != nil || known[m.Path] != id {
			t.Errorf("%s is under %q (%v), licences.json says %q: run go generate ./cmd/atelier", m.Path, id, err, known[m.Path])
		}
		delete(known, m.Path)
	}
	for path := range known {
		t.Errorf("%s is no part of the program any more: run go generate ./cmd/atelier", path)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
