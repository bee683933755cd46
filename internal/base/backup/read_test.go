package backup

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/store/storetest"
)

// sample is a small backup.
func sample(t testing.TB) []byte {
	t.Helper()
	db := storetest.New(t, rooms...)
	blobs := place(t)
	for n := range 5 {
		if err := act(context.Background(), db, blobs, 1, n); err != nil {
			t.Fatal(err)
		}
	}
	data, _ := take(t, db, blobs)
	return data
}

func check(data []byte) error {
	_, err := Check(context.Background(), again(data))
	return err
}

func TestDamageIsFoundBeforeAnythingIsChanged(t *testing.T) {
	t.Parallel()
	data := sample(t)
	if err := check(data); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(data); at += 7 {
		if err := check(data[:at]); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("cut off at %d: %v", at, err)
		}
		bad := bytes.Clone(data)
		bad[at] ^= 0x10
		// Some bits mean nothing: in the header of gzip, and where the same bytes can be
		// compressed in two ways.
		err := check(bad)
		if err == nil && bytes.Equal(unpacked(t, bad), unpacked(t, data)) {
			continue
		}
		if fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("changed at %d of %d: %v", at, len(data), err)
		}
	}
}

func unpacked(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestChangedContentsAreFound changes what is inside, under a right checksum of the
// compression.
func TestChangedContentsAreFound(t *testing.T) {
	t.Parallel()
	plain := unpacked(t, sample(t))
	for old, now := range map[string]string{"mot 3": "mot 4", "file 1 3": "file 1 4", `"rows": 6`: `"rows": 5`, "1152921504606846976": "1152921504606846970", "1.0.0": "1.0.1"} {
		if !bytes.Contains(plain, []byte(old)) {
			t.Fatalf("there is no %q in it", old)
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(bytes.Replace(plain, []byte(old), []byte(now), 1))
		w.Close()
		if err := check(b.Bytes()); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q for %q: %v", now, old, err)
		}
	}
}

func TestADamagedBlobIsNamedAndTheRestIsKept(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, rooms...)
	dir := filepath.Join(t.TempDir(), "blobs")
	blobs, err := blob.At(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer blobs.Close()
	for n := range 3 {
		if err := act(t.Context(), db, blobs, 1, n); err != nil {
			t.Fatal(err)
		}
	}
	var hashes []blob.Hash
	named(t, db, func(h blob.Hash) { hashes = append(hashes, h) })
	if err := os.WriteFile(filepath.Join(dir, string(hashes[0][:2]), string(hashes[0][2:])), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := blobs.Delete(t.Context(), hashes[1]); err != nil {
		t.Fatal(err)
	}
	data, s := take(t, db, blobs)
	if len(s.Missing) != 2 || s.Blobs != 1 {
		t.Errorf("missing %v, %d blobs", s.Missing, s.Blobs)
	}
	if err := check(data); err != nil {
		t.Error(err)
	}
}

func TestLinesSayTheirValuesAlwaysTheSameWay(t *testing.T) {
	t.Parallel()
	any1 := rapid.OneOf(rapid.Int64().AsAny(), rapid.Float64().AsAny(), rapid.String().AsAny(), rapid.SliceOf(rapid.Byte()).AsAny(), rapid.Just[any](nil),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) any { return string(b) }))
	rapid.Check(t, func(r *rapid.T) {
		row := rapid.SliceOf(any1).Draw(r, "row")
		line := appendRow(nil, row)
		if !json.Valid(line) || bytes.Count(line, []byte("\n")) != 1 {
			r.Fatalf("%q is no line of JSON", line)
		}
		got, err := parseRow(line, len(row))
		if err != nil {
			r.Fatal(err)
		}
		if again := appendRow(nil, got); !bytes.Equal(again, line) {
			r.Fatalf("%q comes back as %q", line, again)
		}
		for i := range row {
			if s, ok := row[i].(string); ok && got[i] != s {
				r.Fatalf("%q comes back as %q", s, got[i])
			}
			if n, ok := row[i].(int64); ok && got[i] != n {
				r.Fatalf("%d comes back as %v", n, got[i])
			}
		}
	})
}

func FuzzParseRow(f *testing.F) {
	for _, line := range []string{"[]\n", "[null,1,-2,0.5,1e+100,\"é\\u0000\",{\"blob\":\"AA==\"},{\"real\":\"-Inf\"}]\n", "[{\"text\":\"/w==\"}]", "[1.0", "[99999999999999999999]", "[true]"} {
		f.Add([]byte(line), 8)
	}
	f.Fuzz(func(t *testing.T, line []byte, n int) {
		row, err := parseRow(line, n&15)
		if err != nil {
			return
		}
		said := appendRow(nil, row)
		again, err := parseRow(said, n&15)
		if err != nil || !bytes.Equal(appendRow(nil, again), said) {
			t.Fatalf("%q is read as %q and then as %q (%v)", line, said, appendRow(nil, again), err)
		}
	})
}

func FuzzCheck(f *testing.F) {
	data := sample(f)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := check(data); err != nil && fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Unavailable {
			t.Fatal(err)
		}
	})
}

func TestEncryptedBackups(t *testing.T) {
	t.Parallel()
	data := sample(t)
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := file("right", "# mine\n"+id.String()+"\n"), file("wrong", other.String())
	phrase, mistyped := file("phrase", "correct horse\nnot this"), file("mistyped", "wrong horse")
	for _, c := range []struct {
		lock, open, none Keys
	}{
		{Keys{Recipients: []string{id.Recipient().String()}}, Keys{Identity: right}, Keys{Identity: wrong}},
		{Keys{Passphrase: phrase}, Keys{Passphrase: phrase}, Keys{Passphrase: mistyped}},
	} {
		var b bytes.Buffer
		w, err := c.lock.Encrypt(&b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b.Bytes(), data[:200]) {
			t.Error("it is not encrypted")
		}
		opened := func(k Keys) error {
			_, err := Check(t.Context(), func() (io.ReadCloser, error) {
				r, err := k.Decrypt(bytes.NewReader(b.Bytes()))
				return io.NopCloser(r), err
			})
			return err
		}
		if err := opened(c.open); err != nil {
			t.Errorf("with its key: %v", err)
		}
		if err := opened(c.none); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("with another key: %v", err)
		}
		if err := opened(Keys{}); fault.KindOf(err) != fault.Usage {
			t.Errorf("without key: %v", err)
		}
		b.Truncate(b.Len() - 100)
		if err := opened(c.open); fault.KindOf(err) != fault.Invalid {
			t.Errorf("cut off: %v", err)
		}
	}
	for _, bad := range []Keys{{Recipients: []string{"age1nothing"}}, {Recipients: []string{id.Recipient().String()}, Passphrase: phrase}, {Passphrase: filepath.Join(dir, "none")}, {Passphrase: file("empty", "\n")}} {
		if _, err := bad.Encrypt(io.Discard); fault.KindOf(err) != fault.Usage {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := (Keys{Identity: file("secret", "AGE-SECRET-KEY-1BROKEN")}).Decrypt(strings.NewReader(ageMark)); fault.KindOf(err) != fault.Usage || strings.Contains(err.Error(), "BROKEN") {
		t.Errorf("a broken key: %v", err)
	}
}
