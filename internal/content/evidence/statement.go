package evidence

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"atelier/internal/content/parity"
	"atelier/internal/content/publish"
	"atelier/internal/standard/intoto"
)

// The files of evidence, beside release.json.
const (
	File    = "evidence.json" // the signed statement
	KeyFile = "evidence.pem"  // the public key of who signed
)

// Statement is what the judges said of a build, ready to be signed.
func Statement(b Build, f Findings, on parity.Day) intoto.Statement {
	s := intoto.Statement{Type: intoto.StatementType, PredicateType: intoto.TestResultType,
		Subject: []intoto.ResourceDescriptor{{
			Name: publish.ReleaseFile, URI: b.Release.Course, Digest: map[string]string{"sha256": b.Digest},
			Annotations: map[string]any{"release": b.Release.Release, "asked": string(on)},
		}}}
	p := &s.Predicate
	p.Result = intoto.Passed
	for _, v := range f.Verdicts {
		test := v.Judge + " " + v.File
		switch {
		case !v.Passed():
			p.Result = intoto.Failed
			p.FailedTests = append(p.FailedTests, test)
		case v.Warnings > 0:
			if p.Result == intoto.Passed {
				p.Result = intoto.Warned
			}
			p.WarnedTests = append(p.WarnedTests, test)
		default:
			p.PassedTests = append(p.PassedTests, test)
		}
	}
	for _, j := range Judges(f) {
		p.Configuration = append(p.Configuration, intoto.ResourceDescriptor{Name: j.Name, Annotations: map[string]any{
			"version": j.Version, "ours": j.Ours, "files": j.Files, "errors": j.Errors, "warnings": j.Warnings}})
	}
	for _, name := range f.Absent {
		p.Configuration = append(p.Configuration, intoto.ResourceDescriptor{Name: name, Annotations: map[string]any{"absent": true}})
	}
	return s
}

// Figures are what one judge said in all.
type Figures struct {
	Name, Version           string
	Ours, Absent            bool
	Files, Errors, Warnings int
}

// Judges sums the verdicts of each judge, by name.
func Judges(f Findings) []Figures {
	var out []Figures
	for _, v := range f.Verdicts {
		i := slices.IndexFunc(out, func(j Figures) bool { return j.Name == v.Judge })
		if i < 0 {
			i = len(out)
			out = append(out, Figures{Name: v.Judge, Version: v.Version, Ours: v.Ours})
		}
		out[i].Files++
		out[i].Errors += v.Errors
		out[i].Warnings += v.Warnings
		if v.Failed != "" {
			out[i].Errors++
		}
	}
	return out
}

// Keep signs the findings and writes them beside the build. What was said before is replaced.
func Keep(b Build, f Findings, on parity.Day, key ed25519.PrivateKey) error {
	envelope, err := intoto.Sign(Statement(b, f, on), key)
	if err != nil {
		return err
	}
	signed, err := json.MarshalIndent(envelope, "", "  ")
	if err != nil {
		return err
	}
	public, err := intoto.MarshalPublic(key.Public().(ed25519.PublicKey))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(b.Dir, KeyFile), public, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.Dir, File), append(signed, '\n'), 0o644)
}

// Evidence is what stands beside a build and was found to be about it.
type Evidence struct {
	KeyID   string // who signed; whether to trust them is the reader's to say
	Result  intoto.Result
	Asked   string // day
	Judges  []Figures
	Passed  []string // "epubcheck epub/course-en.epub"
	Warned  []string
	Refused []string
}

// Errors of Read.
var (
	ErrNone  = errors.New("no evidence")
	ErrOther = errors.New("the evidence is about another build")
)

// Read reads the evidence beside a build: its signature must be one of the key beside it, and it must name the
// build's checksum. Its errors wrap ErrNone, ErrOther and intoto.ErrSignature.
func Read(b Build) (*Evidence, error) { return ReadIn(os.DirFS(b.Dir), b.Digest) }

// ReadIn is Read for a build whose files are elsewhere than in a folder of the disk, by the checksum of its release.json.
func ReadIn(files fs.FS, build string) (*Evidence, error) {
	signed, err := fs.ReadFile(files, File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	public, err := fs.ReadFile(files, KeyFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", intoto.ErrSignature, err)
	}
	key, err := intoto.ParsePublic(public)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", intoto.ErrSignature, err)
	}
	var envelope intoto.Envelope
	if err := json.Unmarshal(signed, &envelope); err != nil {
		return nil, fmt.Errorf("%w: %w", intoto.ErrSignature, err)
	}
	s, err := envelope.Verify(key)
	if err != nil {
		return nil, err
	}
	if len(s.Subject) != 1 || s.Subject[0].Digest["sha256"] != build {
		return nil, ErrOther
	}
	id, err := intoto.KeyID(key)
	if err != nil {
		return nil, err
	}
	return evidenceOf(s, id), nil
}

func evidenceOf(s intoto.Statement, keyID string) *Evidence {
	p := s.Predicate
	e := &Evidence{KeyID: keyID, Result: p.Result, Passed: p.PassedTests, Warned: p.WarnedTests, Refused: p.FailedTests}
	e.Asked, _ = s.Subject[0].Annotations["asked"].(string)
	for _, c := range p.Configuration {
		number := func(name string) int {
			n, _ := c.Annotations[name].(float64)
			return int(n)
		}
		f := Figures{Name: c.Name, Files: number("files"), Errors: number("errors"), Warnings: number("warnings")}
		f.Version, _ = c.Annotations["version"].(string)
		f.Ours, _ = c.Annotations["ours"].(bool)
		f.Absent, _ = c.Annotations["absent"].(bool)
		e.Judges = append(e.Judges, f)
	}
	return e
}

// Key reads the key in a file; where there is no file, a new key is made and written so that only its owner may read
// it. Made says which.
func Key(file string) (key ed25519.PrivateKey, made bool, err error) {
	data, err := os.ReadFile(file)
	if err == nil {
		key, err = intoto.ParseKey(data)
		return key, false, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	_, key, err = ed25519.GenerateKey(nil)
	if err != nil {
		return nil, false, err
	}
	if data, err = intoto.MarshalKey(key); err != nil {
		return nil, false, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, false, err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, false, err
	}
	_, err = f.Write(data)
	return key, true, errors.Join(err, f.Close())
}
