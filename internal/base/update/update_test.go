package update

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func TestCatalogueIsComplete(t *testing.T) {
	for _, lack := range lang.Complete(files) {
		t.Error(lack)
	}
}

func maker(t testing.TB, seed byte) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	secret := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	return secret.Public().(ed25519.PublicKey), secret
}

func packed(t testing.TB, label Label, program string, key ed25519.PrivateKey) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Pack(&b, label, []byte(program), key); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(t testing.TB, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "new.update")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// with rewrites one member of an update file; "" leaves it out.
func with(t *testing.T, data []byte, name, text string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		old, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			if old = []byte(text); text == "" {
				continue
			}
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(old); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var label = Label{Version: "1.2.0", OS: "linux", Arch: "amd64"}

func TestOnlyWhatAMakerSignedIsBelieved(t *testing.T) {
	ours, secret := maker(t, 1)
	theirs, stranger := maker(t, 2)
	good := packed(t, label, "new program", secret)
	if f, err := Open(put(t, good), theirs, ours); err != nil || f.Version != "1.2.0" || string(f.program) != "new program" {
		t.Fatalf("%+v %v", f, err)
	}
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"a stranger's":        {packed(t, label, "new program", stranger), "not-signed"},
		"another program":     {with(t, good, "atelier", "evil program"), "other-program"},
		"another label":       {with(t, good, "update.json", `{"program":"atelier","version":"9.9.9","os":"linux","arch":"amd64"}`), "not-signed"},
		"another signature":   {with(t, good, "update.sig", base64.StdEncoding.EncodeToString(make([]byte, 64))), "not-signed"},
		"no signature at all": {with(t, good, "update.sig", ""), "no-update"},
		"rubbish signature":   {with(t, good, "update.sig", "!"), "no-update"},
		"no program":          {with(t, good, "atelier", ""), "no-update"},
		"no version":          {packed(t, Label{Version: "new", OS: "linux", Arch: "amd64"}, "x", secret), "no-update"},
		"no zip":              {[]byte("MZ"), "no-update"},
	} {
		_, err := Open(put(t, c.data), ours)
		f, ok := err.(*fault.Error)
		if !ok || f.Key != c.key || f.Kind != fault.Invalid {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	if _, err := Open(put(t, good)); err == nil {
		t.Error("believed without a key")
	}
	if _, err := Open("nowhere.update", ours); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestWhatFits(t *testing.T) {
	f := &File{Label: label}
	for _, c := range []struct {
		now, os, arch string
		force         bool
		want          string
	}{
		{"1.1.9", "linux", "amd64", false, ""}, {"1.2.0-rc.1", "linux", "amd64", false, ""}, {"dev-0123456789ab", "linux", "amd64", false, ""},
		{"1.2.0", "linux", "amd64", false, "same"}, {"1.10.0", "linux", "amd64", false, "older"}, {"2.0.0", "linux", "amd64", true, ""},
		{"1.1.0", "linux", "arm64", true, "other-system"}, {"1.1.0", "windows", "amd64", false, "other-system"},
	} {
		err := f.Fits(c.now, c.os, c.arch, c.force)
		if found, _ := err.(*fault.Error); (c.want == "") != (err == nil) || found != nil && found.Key != c.want {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestReplaceKeepsTheProgramBefore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "atelier")
	if err := os.WriteFile(path, []byte("old"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"new", "newer"} {
		before := read1(t, path)
		kept, err := (&File{program: []byte(program)}).Replace(link)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || read1(t, path) != program || read1(t, kept) != before || info.Mode().Perm() != 0o755 {
			t.Errorf("%q, before it %q, %v %v", read1(t, path), read1(t, kept), info.Mode(), err)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 3 {
		t.Errorf("left behind: %v", list)
	}
	if target, err := os.Readlink(link); err != nil || target != path {
		t.Errorf("the link now leads to %s", target)
	}
}

func TestAFolderThatCannotBeWrittenChangesNothing(t *testing.T) {
	if _, err := (&File{program: []byte("new")}).Replace("/proc/version"); fault.KindOf(err) != fault.Unavailable || fault.Hint(err, lang.French) == "" {
		t.Error(err)
	}
}

func read1(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Keys are as openssl makes them, and what we sign openssl finds good.
func TestKeysOfOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command(openssl, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v %s", args, err, out)
		}
	}
	run("genpkey", "-algorithm", "ed25519", "-out", "key.pem")
	run("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem")
	secret, err := ParseSecret([]byte(read1(t, filepath.Join(dir, "key.pem"))))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ParseKey(read1(t, filepath.Join(dir, "public.pem")))
	if err != nil || !public.Equal(secret.Public()) {
		t.Fatal(err)
	}
	if again, err := ParseKey(base64.StdEncoding.EncodeToString(public) + "\n"); err != nil || !again.Equal(public) {
		t.Error(err)
	}
	for name, data := range map[string][]byte{"sums": []byte("text"), "sums.sig": ed25519.Sign(secret, []byte("text"))} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "sums", "-sigfile", "sums.sig")
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der[:20]})), strings.Repeat("A", 44)} {
		if k, err := ParseKey(bad); err == nil && len(k) != ed25519.PublicKeySize || bad == "" && err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzOpen(f *testing.F) {
	ours, secret := maker(f, 1)
	good := packed(f, label, "new program", secret)
	f.Add(good)
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := read(bytes.NewReader(data), int64(len(data)), []ed25519.PublicKey{ours}); err == nil && string(file.program) != "new program" {
			t.Error("something else is believed")
		}
	})
}
