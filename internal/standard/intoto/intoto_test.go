package intoto

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func key(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	return ed25519.NewKeyFromSeed([]byte("01234567890123456789012345678901"))
}

func statement() Statement {
	return Statement{Type: StatementType, PredicateType: TestResultType,
		Subject:   []ResourceDescriptor{{Name: "release.json", Digest: map[string]string{"sha256": "00"}}},
		Predicate: TestResult{Result: Passed, Configuration: []ResourceDescriptor{{Name: "epubcheck"}}, PassedTests: []string{"epubcheck course-en.epub"}},
	}
}

// TestPreAuth holds the encoding to the example of the DSSE specification (protocol.md, "Signature Definition").
func TestPreAuth(t *testing.T) {
	got := string(preAuth("http://example.com/HelloWorld", []byte("hello world")))
	if want := "DSSEv1 29 http://example.com/HelloWorld 11 hello world"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatIsSignedIsRead(t *testing.T) {
	e, err := Sign(statement(), key(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var again Envelope
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	public := key(t).Public().(ed25519.PublicKey)
	got, err := again.Verify(public)
	if diff := cmp.Diff(statement(), got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	again.Payload[3]++
	if _, err := again.Verify(public); !errors.Is(err, ErrSignature) {
		t.Errorf("a changed payload: %v", err)
	}
	if _, err := e.Verify(ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	if _, err := e.Verify(nil); !errors.Is(err, ErrSignature) {
		t.Errorf("no key: %v", err)
	}
}

func TestKeysAreFiles(t *testing.T) {
	private, err := MarshalKey(key(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseKey(private); err != nil || !got.Equal(key(t)) {
		t.Errorf("private: %v", err)
	}
	public, err := MarshalPublic(key(t).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParsePublic(public); err != nil || !got.Equal(key(t).Public()) {
		t.Errorf("public: %v", err)
	}
	for _, bad := range []string{"", "x", string(public), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if _, err := ParseKey([]byte(bad)); !errors.Is(err, ErrKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestAnotherProgramVerifies lets OpenSSL check what we signed.
func TestAnotherProgramVerifies(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	e, err := Sign(statement(), key(t))
	if err != nil {
		t.Fatal(err)
	}
	public, err := MarshalPublic(key(t).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"key.pem": public, "signed": preAuth(e.PayloadType, e.Payload), "sig": e.Signatures[0].Sig} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed", "-sigfile", "sig")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func FuzzVerify(f *testing.F) {
	e, err := Sign(statement(), key(f))
	if err != nil {
		f.Fatal(err)
	}
	data, _ := json.Marshal(e)
	f.Add(data)
	f.Add([]byte(`{"payload":"` + base64.StdEncoding.EncodeToString([]byte("{}")) + `"}`))
	public := key(f).Public().(ed25519.PublicKey)
	f.Fuzz(func(t *testing.T, data []byte) {
		var got Envelope
		if json.Unmarshal(data, &got) != nil {
			return
		}
		if s, err := got.Verify(public); err == nil && s.Type != StatementType {
			t.Fatal("accepted what is no statement")
		}
	})
}
