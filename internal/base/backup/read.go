package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"

	"atelier/internal/base/blob"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Bounds of what a file may make us hold in memory.
const (
	mostJSON   = 64 << 20 // of backup.json and end.json
	mostSecret = 64 << 10
	mostMember = 1 << 30 // of rows; one row may be larger than a member should be
)

// errBroken is why a file is no sound backup.
var errBroken = errors.New("not a sound backup")

// contents take what a backup holds while it is read; each may be nil.
type contents struct {
	begin  func(Manifest) error
	row    func(t Table, row []any) error
	blob   func(h blob.Hash, r io.Reader) error
	secret func([]byte) error
}

// read goes through a backup from its beginning to its end, and compares everything it
// says of itself with what it holds.
func read(ctx context.Context, r io.Reader, c contents) (m Manifest, s Summary, err error) {
	zip, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<20))
	if err != nil {
		return m, s, broken(err)
	}
	in := &reader{tar: tar.NewReader(zip), sum: sha256.New(), contents: c, tallies: map[string]*tally{}, seen: map[blob.Hash]bool{}}
	for {
		if err := ctx.Err(); err != nil {
			return m, s, err
		}
		header, err := in.tar.Next()
		if errors.Is(err, io.EOF) {
			return m, s, broken(errors.New("it ends before its end"))
		}
		if err != nil {
			return m, s, broken(err)
		}
		if header.Name == endName {
			if s, err = in.end(header); err != nil {
				return m, s, err
			}
			// The checksum of the compression comes last.
			if _, err := io.Copy(io.Discard, zip); err != nil {
				return m, s, broken(err)
			}
			return in.manifest, s, nil
		}
		fmt.Fprintf(in.sum, "%s\x00%d\x00", header.Name, header.Size)
		if err := in.member(header); err != nil {
			return m, s, err
		}
	}
}

// reader is a backup that is being read.
type reader struct {
	tar      *tar.Reader
	sum      hash.Hash
	contents contents
	manifest Manifest
	tables   map[string]Table
	tallies  map[string]*tally
	seen     map[blob.Hash]bool
	bytes    int64
}

// Read is the bytes of the present member, summed.
func (r *reader) Read(p []byte) (int, error) {
	n, err := r.tar.Read(p)
	r.sum.Write(p[:n])
	return n, err
}

func (r *reader) member(h *tar.Header) error {
	switch {
	case h.Typeflag != tar.TypeReg:
		return broken(fmt.Errorf("%q is no file", h.Name))
	case h.Name == manifestName && r.tables == nil:
		return r.begin(h)
	case r.tables == nil:
		return broken(fmt.Errorf("%q before %s", h.Name, manifestName))
	case strings.HasPrefix(h.Name, rowsFolder):
		return r.rows(h)
	case strings.HasPrefix(h.Name, blobsFolder):
		return r.oneBlob(h)
	case h.Name == secretName:
		data, err := r.whole(h, mostSecret)
		if err != nil || r.contents.secret == nil {
			return err
		}
		return r.contents.secret(data)
	}
	return broken(fmt.Errorf("%q is not known", h.Name))
}

// whole reads a member into memory.
func (r *reader) whole(h *tar.Header, most int64) ([]byte, error) {
	if h.Size > most {
		return nil, broken(fmt.Errorf("%q is too large", h.Name))
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, r); err != nil {
		return nil, broken(err)
	}
	return b.Bytes(), nil
}

func (r *reader) begin(h *tar.Header) error {
	data, err := r.whole(h, mostJSON)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &r.manifest); err != nil {
		return broken(err)
	}
	if r.manifest.Format != format {
		return fault.New(fault.Unavailable, words, "other-format", lang.A{"program": r.manifest.Program})
	}
	r.tables = map[string]Table{}
	for _, t := range r.manifest.Tables {
		if err := sound(t); err != nil {
			return err
		}
		r.tables[t.Name] = t
		r.tallies[t.Name] = &tally{}
	}
	if r.contents.begin == nil {
		return nil
	}
	return r.contents.begin(r.manifest)
}

// sound refuses names that are no names: they become part of SQL.
func sound(t Table) error {
	names := []string{t.Name}
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	for _, name := range names {
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || len(t.Columns) == 0 {
			return broken(fmt.Errorf("a table or column is called %q", name))
		}
	}
	return nil
}

func (r *reader) rows(h *tar.Header) error {
	t, ok := r.tables[path.Base(path.Dir(h.Name))]
	if !ok || h.Size > mostMember {
		return broken(fmt.Errorf("%q belongs to no table, or is too large", h.Name))
	}
	lines := bufio.NewReaderSize(r, 1<<16)
	for {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		r.tallies[t.Name].add(line)
		row, err := parseRow(line, len(t.Columns))
		if err != nil {
			return broken(err)
		}
		if r.contents.row == nil {
			continue
		}
		if err := r.contents.row(t, row); err != nil {
			return err
		}
	}
}

// readLine reads a line with its end, however long it is.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if line == nil && err == nil {
			return part, nil
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func (r *reader) oneBlob(h *tar.Header) error {
	name, ok := blob.ParseHash(strings.TrimPrefix(h.Name, blobsFolder))
	if !ok || r.seen[name] {
		return broken(fmt.Errorf("%q is no blob", h.Name))
	}
	r.seen[name] = true
	r.bytes += h.Size
	sum := sha256.New()
	from := io.TeeReader(r, sum)
	if r.contents.blob != nil {
		if err := r.contents.blob(name, from); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, from); err != nil {
		return broken(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != string(name) {
		return broken(fmt.Errorf("%q has other bytes", h.Name))
	}
	return nil
}

// end compares the summary with what was read.
func (r *reader) end(h *tar.Header) (s Summary, err error) {
	members := hex.EncodeToString(r.sum.Sum(nil))
	data, err := r.whole(h, mostJSON)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, broken(err)
	}
	got := Summary{Tables: map[string]Count{}}
	for name, t := range r.tallies {
		got.Tables[name] = t.count()
	}
	switch table := s.Differs(got); {
	case r.tables == nil:
		return s, broken(errors.New("it has no beginning"))
	case table != "":
		return s, broken(fmt.Errorf("table %q has other rows than it says", table))
	case s.Blobs != len(r.seen) || s.BlobBytes != r.bytes:
		return s, broken(errors.New("it has other blobs than it says"))
	case s.Members != members:
		return s, broken(errors.New("its members are not what it says"))
	}
	if _, err := r.tar.Next(); !errors.Is(err, io.EOF) {
		return s, broken(errors.New("it goes on after its end"))
	}
	return s, nil
}

// broken is the refusal of a file, with the reason for the log.
func broken(why error) error {
	if _, already := errors.AsType[*fault.Error](why); already {
		return why
	}
	return fault.New(fault.Invalid, words, "broken").Because(fmt.Errorf("%w: %w", errBroken, why))
}
