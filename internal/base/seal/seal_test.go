package seal

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestCatalogueComplete(t *testing.T) {
	if missing := lang.Complete(catalogueFiles); len(missing) > 0 {
		t.Error(missing)
	}
}

// secret is a key in base64 that tests can tell from another.
func secret(n byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{n}, keySize))
}

func keysOf(t testing.TB, secrets ...string) *Keys {
	t.Helper()
	keys, err := Open(Place{Secret: strings.Join(secrets, ",")})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestSealedOpensForItsPurposeAlone(t *testing.T) {
	t.Parallel()
	keys, other := keysOf(t, secret(1)), keysOf(t, secret(2))
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		purpose := rapid.String().Draw(t, "purpose")
		sealed, err := keys.Seal(purpose, plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := keys.Open(purpose, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened to %x, %v; want %x", got, err, plain)
		}
		if again, _ := keys.Seal(purpose, plain); again == sealed {
			t.Fatal("the same secret twice gave the same text")
		}
		if _, err := keys.Open(purpose+"x", sealed); fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("another purpose: %v", err)
		}
		if _, err := other.Open(purpose, sealed); fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("another key: %v", err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		changed := []byte(sealed)
		changed[at] ^= byte(rapid.IntRange(1, 127).Draw(t, "bits"))
		if got, err := keys.Open(purpose, string(changed)); err == nil {
			t.Fatalf("a changed text opened to %x", got)
		}
		if got, err := keys.Open(purpose, sealed[:at]); err == nil {
			t.Fatalf("a cut text opened to %x", got)
		}
	})
}

func TestRotation(t *testing.T) {
	t.Parallel()
	old := keysOf(t, secret(1))
	sealed, err := old.Seal("p", []byte("plain"))
	if err != nil || old.Stale(sealed) {
		t.Fatalf("stale at once, or %v", err)
	}
	both := keysOf(t, secret(2), secret(1))
	if plain, err := both.Open("p", sealed); err != nil || string(plain) != "plain" {
		t.Errorf("the old text with both keys: %q, %v", plain, err)
	}
	if !both.Stale(sealed) {
		t.Error("the old text is not to be sealed again")
	}
	again, err := both.Seal("p", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := keysOf(t, secret(2)).Open("p", again); err != nil || string(plain) != "plain" {
		t.Errorf("the new text with the new key alone: %q, %v", plain, err)
	}
}

func TestKeyFileIsMadeOnceAndForTheSiteAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := Open(Place{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, File)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left in the folder: %v", entries)
	}
	sealed, err := first.Seal("p", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(Place{Dir: dir, Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := second.Open("p", sealed); err != nil || string(plain) != "plain" {
		t.Errorf("after a restart: %q, %v", plain, err)
	}
	other, err := Open(Place{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open("p", sealed); err == nil {
		t.Error("another folder has the same key")
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	file := func(text string, mode os.FileMode) string {
		dir := t.TempDir()
		path := filepath.Join(dir, File)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	good := secret(1)
	for name, c := range map[string]struct {
		place Place
		kind  fault.Kind
		says  string
	}{
		"not base64":             {Place{Secret: "hunter2!"}, fault.Usage, Variable},
		"too short":              {Place{Secret: base64.StdEncoding.EncodeToString([]byte("hunter2"))}, fault.Usage, "32"},
		"one of two bad":         {Place{Secret: good + ",hunter2"}, fault.Usage, Variable},
		"only commas":            {Place{Secret: ", ,"}, fault.Usage, Variable},
		"shared without a key":   {Place{Dir: t.TempDir(), Shared: true}, fault.Usage, "openssl rand"},
		"open to everyone":       {Place{Dir: file(good, 0o604)}, fault.Unavailable, "chmod 600"},
		"empty file":             {Place{Dir: file("", 0o600)}, fault.Unavailable, File},
		"file of something else": {Place{Dir: file("# note\nhunter2\n", 0o600)}, fault.Unavailable, File},
		"no folder":              {Place{Dir: filepath.Join(t.TempDir(), "none")}, fault.Unavailable, File},
	} {
		if name == "open to everyone" && runtime.GOOS == "windows" {
			continue
		}
		_, err := Open(c.place)
		if fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, tag := range lang.Interfaces() {
			if lines := fault.Lines(err, tag); !strings.Contains(lines, c.says) || strings.Contains(lines, "hunter2") {
				t.Errorf("%s (%s): %s", name, tag, lines)
			}
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the log would have the key: %v", name, err)
		}
	}
}

func TestKeysAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	raw := bytes.Repeat([]byte{0xfb, 0xff}, keySize/2) // + and / in the one alphabet, - and _ in the other
	want := keysOf(t, base64.StdEncoding.EncodeToString(raw)).list[0].id
	for _, text := range []string{
		base64.RawStdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw),
		" " + base64.RawURLEncoding.EncodeToString(raw) + "\r\n", "# a remark\n" + base64.StdEncoding.EncodeToString(raw),
	} {
		if keys, err := parse(text); err != nil || len(keys.list) != 1 || keys.list[0].id != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestDatabaseKnowsItsKeys(t *testing.T) {
	storetest.OnBoth(t, []store.Migrations{Migrations}, func(t *testing.T, db *store.DB) {
		claim := func(k *Keys, renew bool) error { return k.Claim(t.Context(), db, "2026-11-27", renew) }
		for i, step := range []struct {
			keys  *Keys
			renew bool
			fits  bool
		}{
			{keysOf(t, secret(1)), false, true},             // the first
			{keysOf(t, secret(1)), false, true},             // a restart
			{keysOf(t, secret(2)), false, false},            // another site's
			{keysOf(t, secret(2), secret(1)), false, true},  // a rotation
			{keysOf(t, secret(2)), false, true},             // its end
			{keysOf(t, secret(3)), false, false},            // lost
			{keysOf(t, secret(3)), true, true},              // for good
			{keysOf(t, secret(3)), false, true},             // from then on
			{keysOf(t, secret(4), secret(5)), false, false}, // none of several
		} {
			err := claim(step.keys, step.renew)
			if step.fits && err != nil || !step.fits && fault.KindOf(err) != fault.Unavailable {
				t.Errorf("step %d: %v", i, err)
			}
			for _, tag := range lang.Interfaces() {
				if !step.fits && !strings.Contains(fault.Lines(err, tag), "--new-secret") {
					t.Errorf("step %d (%s): %s", i, tag, fault.Lines(err, tag))
				}
			}
		}
	})
}

// sealedOnce was sealed by this package on 2026-11-27: the form does not change.
const sealedOnce = "1.3e5fb462d8ca.lbhl7afoeFR2Ip6cbk9mnkQzI8Hf_v-jb0sZza0oHLWr"

func TestALostKeyFileIsNotReplacedUnasked(t *testing.T) {
	t.Parallel()
	db, dir := storetest.New(t, Migrations), t.TempDir()
	start := func(renew bool) error {
		keys, err := Open(Place{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return keys.Claim(t.Context(), db, "2026-11-27", renew)
	}
	if err := start(false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, File)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := start(false); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("without the file: %v", err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("a file was left")
		}
	}
	for _, renew := range []bool{true, false} {
		if err := start(renew); err != nil {
			t.Errorf("the key given up: %v", err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	keys, sealed := keysOf(f, secret(1)), sealedOnce
	for _, seed := range []string{sealed, "", "1", "1..", "1." + keys.list[0].id + ".", "2" + sealed[1:], sealed + "A", strings.Repeat(".", 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain, err := keys.Open("p", text)
		if err == nil && (text != sealed && string(plain) == "plain" || text == sealed && string(plain) != "plain") {
			t.Errorf("%q opened to %q", text, plain)
		}
		if err != nil && plain != nil {
			t.Errorf("an error and %q", plain)
		}
	})
}
