package blob

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"atelier/internal/base/blob/blobtest"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

func TestMain(m *testing.M) { os.Exit(blobtest.Main(m)) }

// onBoth runs a test of the contract in a folder and in a bucket of a real S3 server.
// within is the folder in which the place keeps its bytes.
func onBoth(t *testing.T, test func(t *testing.T, s *Store, within string)) {
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "blobs")
		test(t, at(t, dir), dir)
	})
	t.Run("bucket", func(t *testing.T) {
		t.Parallel()
		server, bucket := blobtest.New(t)
		test(t, at(t, server.Address(bucket, "")), server.Folder(bucket))
	})
}

func at(t *testing.T, address string) *Store {
	t.Helper()
	s, err := At(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t *testing.T, s *Store, data []byte) Hash {
	t.Helper()
	h, size, err := s.Put(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if want := sha256.Sum256(data); string(h) != hex.EncodeToString(want[:]) || size != int64(len(data)) {
		t.Fatalf("put %d bytes: %s, %d", len(data), h, size)
	}
	return h
}

func get(s *Store, t *testing.T, h Hash) ([]byte, error) {
	r, size, err := s.Open(t.Context(), h)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err == nil && int64(len(data)) != size {
		t.Errorf("%d bytes, said to be %d", len(data), size)
	}
	return data, err
}

func randomData(n int) []byte {
	data := make([]byte, n)
	r := rand.New(rand.NewPCG(uint64(n), 7))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

func TestWhatIsPutComesBack(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{0, 1, 100, 1 << 16, 3<<20 + 7} {
			data := randomData(n)
			h := put(t, s, data)
			got, err := get(s, t, h)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes come back as %d (%v)", n, len(got), err)
			}
		}
	})
}

func TestTheSameBytesAreKeptOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() { put(t, s, []byte("a logo")) })
		}
		all.Wait()
		h, other := put(t, s, []byte("a logo")), put(t, s, []byte("another"))
		var found []Hash
		err := s.Walk(t.Context(), func(i Info) error {
			found = append(found, i.Hash)
			if i.Kept.IsZero() || i.Size == 0 {
				t.Errorf("%+v", i)
			}
			return nil
		})
		slices.Sort(found)
		want := []Hash{h, other}
		slices.Sort(want)
		if err != nil || !slices.Equal(found, want) {
			t.Errorf("%v (%v), want %v", found, err, want)
		}
		stop := errors.New("enough")
		if err := s.Walk(t.Context(), func(Info) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("the walk ends with %v", err)
		}
	})
}

func TestWhatIsDeletedIsGone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		h, stays := put(t, s, []byte("one")), put(t, s, []byte("two"))
		for range 2 { // the second time it is gone already
			if err := s.Delete(t.Context(), h); err != nil {
				t.Fatal(err)
			}
		}
		if there, err := s.Has(t.Context(), h); there || err != nil {
			t.Errorf("the deleted one is there: %v (%v)", there, err)
		}
		if there, err := s.Has(t.Context(), stays); !there || err != nil {
			t.Errorf("the other is there: %v (%v)", there, err)
		}
		if _, err := get(s, t, h); fault.KindOf(err) != fault.NotFound {
			t.Errorf("opening it says %v", err)
		}
	})
}

func TestNamesLeadNowhereElse(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, within string) {
		outside := filepath.Join(filepath.Dir(within), "outside")
		for _, name := range []Hash{"", "../outside", "ab", Hash(outside), Hash(strings.Repeat("A", 64)), Hash(strings.Repeat("g", 64)), Hash("../" + strings.Repeat("a", 61))} {
			if _, err := get(s, t, name); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%q: %v", name, err)
			}
			if there, err := s.Has(t.Context(), name); there || err != nil {
				t.Errorf("%q is there (%v)", name, err)
			}
			if err := s.Delete(t.Context(), name); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

func TestNothingIsKeptOfWhatIsTooLargeOrBreaks(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		_, _, err := s.Put(t.Context(), AtMost(bytes.NewReader(randomData(1001)), 1000))
		if fault.KindOf(err) != fault.TooLarge {
			t.Errorf("one byte too many: %v", err)
		}
		if m := fault.Message(err, lang.French); !strings.Contains(m, "1\u00a0ko") && !strings.Contains(m, "1,0\u00a0ko") {
			t.Errorf("it says %q", m)
		}
		if _, _, err := s.Put(t.Context(), AtMost(bytes.NewReader(randomData(1000)), 1000)); err != nil {
			t.Errorf("as many as there may be: %v", err)
		}
		broken := errors.New("the person left")
		if _, _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("what the reader says is not passed on: %v", err)
		}
		n := 0
		if err := s.Walk(t.Context(), func(Info) error { n++; return nil }); err != nil || n != 1 {
			t.Errorf("%d are kept (%v), want 1", n, err)
		}
	})
}

// TestDamageIsSeenWhileReading flips one bit where the place keeps its bytes.
func TestDamageIsSeenWhileReading(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s *Store, within string) {
		if within == "" {
			t.Skip("the server is not ours: its disk cannot be damaged")
		}
		data := randomData(70_000)
		h := put(t, s, data)
		settled(t, s, h, data)
		flipped := 0
		err := filepath.WalkDir(within, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			kept, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(kept, data) {
				return err
			}
			kept[60_000] ^= 4
			flipped++
			return os.WriteFile(path, kept, 0o600)
		})
		if err != nil || flipped != 1 {
			t.Fatalf("%d files were damaged (%v)", flipped, err)
		}
		if _, err := get(s, t, h); !IsDamaged(err) || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a damaged blob reads with %v", err)
		}
		put(t, s, data) // mends it
		settled(t, s, h, data)
	})
}

// settled waits until a blob reads whole: s3rver answers before its own file is written.
func settled(t *testing.T, s *Store, h Hash, data []byte) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; {
		got, err := get(s, t, h)
		if err == nil && bytes.Equal(got, data) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("it reads as %d bytes: %v", len(got), err)
		}
	}
}
