package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"atelier/internal/content/publish"
)

// Build is a folder of editions as `atelier build` writes it, or one file alone.
type Build struct {
	Dir     string          // the folder; of a file alone, the one it is in
	Digest  string          // SHA-256 of release.json; empty for a file alone
	Release publish.Release // what release.json says; empty for a file alone
	Files   []string        // below Dir, with slashes, sorted
}

// ErrNoBuild says that a folder holds no release.json that can be read.
var ErrNoBuild = errors.New("no build")

// Open looks at a folder of editions, or at a file.
func Open(name string) (Build, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Build{}, err
	}
	if !info.IsDir() {
		return Build{Dir: filepath.Dir(name), Files: []string{filepath.Base(name)}}, nil
	}
	b := Build{Dir: name}
	data, err := os.ReadFile(filepath.Join(name, publish.ReleaseFile))
	if err != nil {
		return b, fmt.Errorf("%w: %w", ErrNoBuild, err)
	}
	if err := json.Unmarshal(data, &b.Release); err != nil {
		return b, fmt.Errorf("%w: %w", ErrNoBuild, err)
	}
	sum := sha256.Sum256(data)
	b.Digest = hex.EncodeToString(sum[:])
	for file := range b.Release.Files {
		if !fs.ValidPath(file) {
			return b, fmt.Errorf("%w: release.json names %q", ErrNoBuild, file)
		}
		b.Files = append(b.Files, file)
	}
	slices.Sort(b.Files)
	return b, nil
}

// path is where a file of the build is on the disk.
func (b Build) path(file string) string { return filepath.Join(b.Dir, filepath.FromSlash(file)) }

// ending is the files with one of some endings.
func ending(endings ...string) func(Build) []string {
	return func(b Build) []string {
		var out []string
		for _, file := range b.Files {
			if slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(file, e) }) {
				out = append(out, file)
			}
		}
		return out
	}
}

// checksums is the judge that holds every file to the checksum that release.json gives.
var checksums = judge{name: "checksums", ours: true,
	files: func(b Build) []string {
		if b.Digest == "" {
			return nil
		}
		return []string{publish.ReleaseFile}
	},
	find: func(_ context.Context, _ Options) (tool, bool) {
		return tool{look: func(ctx context.Context, b Build, _ string) (Verdict, error) {
			var v Verdict
			for _, file := range b.Files {
				if err := ctx.Err(); err != nil {
					return v, err
				}
				if got, err := digest(b.path(file)); err != nil || got != b.Release.Files[file] {
					v.Errors++
					v.Says = append(v.Says, file)
				}
			}
			return v, nil
		}}, true
	}}

func digest(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// packages are the editions each of whose files is a package that carries the source. (Of the PDF files only the whole
// course does.)
var packages = []string{"epub", "html", "scorm12", "scorm2004", "cmi5", "cartridge", "olx"}

// sources is the judge that opens every package again and holds its source to the one that release.json names. The
// packages for everyone lack the bank of the graded assessment: they are held to each other.
var sources = judge{name: "source", ours: true,
	files: func(b Build) []string {
		var out []string
		for _, file := range ending(".zip", ".epub", ".imscc", ".tar.gz", ".html")(b) {
			if edition, _, _ := strings.Cut(file, "/"); slices.Contains(packages, edition) {
				out = append(out, file)
			}
		}
		return out
	},
	find: func(_ context.Context, _ Options) (tool, bool) {
		return tool{look: func(_ context.Context, b Build, file string) (v Verdict, err error) {
			data, err := os.ReadFile(b.path(file))
			if err != nil {
				return v, err
			}
			src, err := publish.SourceOf(data)
			switch {
			case err != nil:
				v.Errors++
				v.Says = append(v.Says, err.Error())
				return v, nil
			}
			for _, name := range src.Names() {
				if _, err := src.Read(name); err != nil {
					v.Errors++
					v.Says = append(v.Says, err.Error())
				}
			}
			return v, nil
		}}, true
	}}
