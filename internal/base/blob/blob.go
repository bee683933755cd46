// Package blob keeps files that people give (a logo, an attachment) under the SHA-256
// of their bytes, in a folder or in a bucket of an S3 server that several nodes share.
//
// Words: a blob is a sequence of bytes that never changes. Its hash is its name. A
// place is where blobs lie: a folder or a bucket.
//
// Invariants:
//   - a blob is there whole or not at all: Put returned nil when it is on the disk
//     (file and folder flushed) or the server has confirmed it;
//   - the same bytes are kept once, however often they are put;
//   - what Open gives is compared with the hash while it is read: the last Read of a
//     damaged blob is an error in the place of io.EOF;
//   - a place that does not answer is a fault of kind Unavailable after a bounded
//     time, and is found again without a restart.
//
// A row that holds the hash of a blob keeps it in a column named "blob" or ending in
// "_blob", as text, empty or NULL when there is none. Backup, restore and the doctor
// find what is used by that name, so that no room can be forgotten.
package blob

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// Most is the size of the largest blob, in bytes. Callers bound what they take from
// people much lower, with AtMost.
const Most = 1 << 30

// Hash is the SHA-256 of a blob: 64 hexadecimal digits in lower case.
type Hash string

// ParseHash reads a hash; false when s is none.
func ParseHash(s string) (Hash, bool) {
	b, err := hex.DecodeString(s)
	return Hash(s), err == nil && len(b) == sha256.Size && strings.ToLower(s) == s
}

// HashOf is the hash that all that r gives would be kept under.
func HashOf(r io.Reader) (Hash, error) {
	sum := sha256.New()
	_, err := io.Copy(sum, r)
	return Hash(hex.EncodeToString(sum.Sum(nil))), err
}

// key is the path of a blob in its place: two digits, a slash, the others.
func (h Hash) key() string { return string(h[:2]) + "/" + string(h[2:]) }

// hashOf reads what key wrote.
func hashOf(key string) (Hash, bool) {
	front, rest, _ := strings.Cut(key, "/")
	h, ok := ParseHash(front + rest)
	return h, ok && h.key() == key
}

// Info is what a place knows of a blob without reading it.
type Info struct {
	Hash Hash
	Size int64     // in bytes
	Kept time.Time // when it was put
}

// place is a folder or a bucket. Its errors are faults, of kind NotFound when there is
// no such blob.
type place interface {
	// stage is a new file to gather a blob in before its hash is known; drop gives it up.
	stage() (file *os.File, drop func(), err error)
	// keep moves a staged file under its hash.
	keep(ctx context.Context, staged *os.File, info Info) error
	stat(ctx context.Context, h Hash) (Info, error)
	open(ctx context.Context, h Hash) (io.ReadCloser, Info, error)
	remove(ctx context.Context, h Hash) error
	walk(ctx context.Context, each func(Info) error) error
	ready(ctx context.Context) error
	close() error
}

// Store is a place with the rules of this package. It may be used by many goroutines.
type Store struct {
	place
	name string
}

// At opens the place that an address names: a folder, which is made when it does not
// exist, or s3://KEY:SECRET@host/bucket?region=…&tls=…. A bucket is not asked yet:
// Ready does that. An address that cannot be read is a fault of kind Usage, a folder
// that cannot be had one of kind Unavailable.
func At(address string) (*Store, error) {
	if strings.HasPrefix(address, "s3://") {
		p, name, err := openBucket(address)
		if err != nil {
			return nil, err
		}
		return &Store{place: p, name: name}, nil
	}
	if scheme, _, ok := strings.Cut(address, "://"); ok {
		return nil, fault.New(fault.Usage, words, "bad-scheme", lang.A{"scheme": scheme})
	}
	dir := filepath.Clean(address)
	p, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	return &Store{place: p, name: dir}, nil
}

// Name is the place in messages for people: the folder, or server and bucket. It holds
// no secret.
func (s *Store) Name() string { return s.name }

// Put keeps all that r gives and returns its hash and its size. What r says goes
// wrong is returned as it is; more than Most bytes are a fault of kind TooLarge.
func (s *Store) Put(ctx context.Context, r io.Reader) (_ Hash, size int64, err error) {
	defer fault.Wrap(&err, "blob.Put")
	file, drop, err := s.stage()
	if err != nil {
		return "", 0, err
	}
	defer drop()
	sum := sha256.New()
	size, err = io.Copy(writeFault{file}, io.TeeReader(&contextReader{ctx: ctx, r: AtMost(r, Most)}, sum))
	if err != nil {
		return "", 0, err
	}
	info := Info{Hash: Hash(hex.EncodeToString(sum.Sum(nil))), Size: size}
	// Also when it is there: that mends one that was damaged, and says that it is wanted.
	if err := s.keep(ctx, file, info); err != nil {
		return "", 0, err
	}
	return info.Hash, size, nil
}

// Open gives a blob to read; the caller closes it. Its error is of kind NotFound when
// there is no such blob.
func (s *Store) Open(ctx context.Context, h Hash) (_ io.ReadCloser, size int64, err error) {
	defer fault.Wrap(&err, "blob.Open(%q)", h)
	if _, ok := ParseHash(string(h)); !ok {
		return nil, 0, fault.New(fault.NotFound, words, "none")
	}
	r, info, err := s.open(ctx, h)
	if err != nil {
		return nil, 0, err
	}
	return &verified{ReadCloser: r, want: info, sum: sha256.New()}, info.Size, nil
}

// Has says whether there is such a blob, without reading it.
func (s *Store) Has(ctx context.Context, h Hash) (bool, error) {
	_, there, err := s.Stat(ctx, h)
	return there, err
}

// Stat says what is known of a blob without reading it, and whether there is such a blob.
func (s *Store) Stat(ctx context.Context, h Hash) (Info, bool, error) {
	if _, ok := ParseHash(string(h)); !ok {
		return Info{}, false, nil
	}
	info, err := s.stat(ctx, h)
	if fault.KindOf(err) == fault.NotFound {
		return Info{}, false, nil
	}
	return info, err == nil, err
}

// Delete forgets a blob. One that is not there is forgotten already.
func (s *Store) Delete(ctx context.Context, h Hash) error {
	if _, ok := ParseHash(string(h)); !ok {
		return nil
	}
	err := s.remove(ctx, h)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// Walk calls each for every blob, in no order, until it returns an error.
func (s *Store) Walk(ctx context.Context, each func(Info) error) error { return s.walk(ctx, each) }

// Ready says whether blobs can be had at the moment: nil, or a fault of kind
// Unavailable in plain words.
func (s *Store) Ready(ctx context.Context) error { return s.ready(ctx) }

// Close gives the place back. No blob may be being read.
func (s *Store) Close() error { return s.close() }

// AtMost gives what r gives and a fault of kind TooLarge when that is more than most
// bytes. Nothing beyond is read.
func AtMost(r io.Reader, most int64) io.Reader { return &bounded{r: r, left: most, most: most} }

type bounded struct {
	r          io.Reader
	left, most int64
}

func (b *bounded) Read(p []byte) (int, error) {
	// One byte more than there may be tells whether there is more.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, fault.New(fault.TooLarge, words, "too-large", lang.A{"most": lang.Size(b.most)})
	}
	b.left -= int64(n)
	return n, err
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// writeFault words what goes wrong with a staged file, so that it is told from what
// goes wrong with the reader.
type writeFault struct{ file *os.File }

func (w writeFault) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		err = diskFault(err, "")
	}
	return n, err
}

// verified compares a blob with its hash while it is read.
type verified struct {
	io.ReadCloser
	want Info
	sum  hash.Hash
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(v.sum.Sum(nil)) != string(v.want.Hash) {
		return n, fault.New(fault.Unavailable, words, "damaged", lang.A{"hash": v.want.Hash})
	}
	return n, err
}

// IsDamaged says whether an error is that of a blob whose bytes are not those of its
// hash.
func IsDamaged(err error) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == "damaged"
}
