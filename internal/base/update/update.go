// Package update replaces the running program by a newer one from a file, without
// asking any server: for machines that reach none.
//
// Words: an update file is a zip archive with the program, a label that says which
// program it is, and a signature of the label. A maker's key is an Ed25519 key (RFC
// 8032); its public half is in the program, or the operator names another.
//
// Invariants: nothing of a file is believed, and nothing is written, before the
// signature of its label was found good and the program found to be the one the
// label names; the program before stays beside the new one; the new one is in place
// whole or not at all; an older version replaces a newer one only when that is asked.
package update

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/mod/semver"

	"atelier/internal/base/archive"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

//go:embed catalogue
var files embed.FS

var words = lang.MustCatalogue(files)

// The members of an update file.
const (
	labelFile     = "update.json"
	signatureFile = "update.sig"
	programFile   = "atelier"
)

// limits bound what is read of a file before and after it is believed.
var limits = archive.Limits{Members: 3, Member: 512 << 20, Total: 512 << 20}

// domain stands before the label when it is signed, so that a signature of something
// else made with the same key is none of a label.
const domain = "atelier update 1\n"

// Label says which program an update file holds.
type Label struct {
	Program string `json:"program"` // "atelier"
	Version string `json:"version"` // "1.2.0"
	OS      string `json:"os"`      // as Go names it
	Arch    string `json:"arch"`
	SHA256  string `json:"sha256"` // of the program, in hexadecimal
}

// File is an update file whose signature was found good.
type File struct {
	Label
	program []byte
}

// Pack writes an update file, signed with a maker's key.
func Pack(w io.Writer, label Label, program []byte, key ed25519.PrivateKey) error {
	sum := sha256.Sum256(program)
	label.Program, label.SHA256 = programFile, hex.EncodeToString(sum[:])
	text, err := json.Marshal(label)
	if err != nil {
		return err
	}
	signature := base64.StdEncoding.EncodeToString(ed25519.Sign(key, append([]byte(domain), text...)))
	out := archive.NewWriter(w)
	for _, one := range []struct {
		name string
		data []byte
	}{{labelFile, text}, {signatureFile, []byte(signature)}, {programFile, program}} {
		if err := out.Put(one.name, one.data); err != nil {
			return err
		}
	}
	return out.Close()
}

// Open reads an update file and checks it against the makers' keys. The faults are
// of kind Invalid: not such a file, or not signed by one of them.
func Open(path string, keys ...ed25519.PublicKey) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "no-file", lang.A{"file": path}).Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fault.New(fault.NotFound, words, "no-file", lang.A{"file": path}).Because(err)
	}
	file, err := read(f, info.Size(), keys)
	if err != nil && fault.KindOf(err) == fault.Internal {
		return nil, fault.New(fault.Invalid, words, "no-update", lang.A{"file": path}).Because(err)
	}
	return file, err
}

func read(at io.ReaderAt, size int64, keys []ed25519.PublicKey) (*File, error) {
	in, err := archive.NewReader(at, size, limits)
	if err != nil {
		return nil, err
	}
	text, err := in.Read(labelFile)
	if err != nil {
		return nil, err
	}
	written, err := in.Read(signatureFile)
	if err != nil {
		return nil, err
	}
	signature, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(written)))
	if err != nil {
		return nil, err
	}
	if !signedByOne(text, signature, keys) {
		return nil, fault.New(fault.Invalid, words, "not-signed")
	}
	var file File
	if err := json.Unmarshal(text, &file.Label); err != nil {
		return nil, err
	}
	if file.program, err = in.Read(programFile); err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(file.program); file.Program != programFile || hex.EncodeToString(sum[:]) != file.SHA256 {
		return nil, fault.New(fault.Invalid, words, "other-program")
	}
	if !semver.IsValid("v" + file.Version) {
		return nil, errors.New("label without version")
	}
	return &file, nil
}

func signedByOne(text, signature []byte, keys []ed25519.PublicKey) bool {
	signed := append([]byte(domain), text...)
	for _, key := range keys {
		if len(key) == ed25519.PublicKeySize && ed25519.Verify(key, signed, signature) {
			return true
		}
	}
	return false
}

// Fits says whether the file replaces a program of this version on this system. A
// version that is not one of a release ("dev-…") is older than all. With force an
// older or equal version is taken too; another system's program never.
func (f *File) Fits(version, os, arch string, force bool) error {
	names := lang.A{"now": version, "new": f.Version, "here": os + "/" + arch, "there": f.OS + "/" + f.Arch}
	switch now := "v" + version; {
	case f.OS != os || f.Arch != arch:
		return fault.New(fault.Conflict, words, "other-system", names)
	case force || !semver.IsValid(now):
		return nil
	case semver.Compare("v"+f.Version, now) == 0:
		return fault.New(fault.Conflict, words, "same", names)
	case semver.Compare("v"+f.Version, now) < 0:
		return fault.New(fault.Conflict, words, "older", names)
	}
	return nil
}

// ParseKey reads a maker's public key: PEM as openssl writes it, or the 32 bytes in
// base64. The fault is of kind Usage.
func ParseKey(text string) (ed25519.PublicKey, error) {
	bad := fault.New(fault.Usage, words, "bad-key")
	if block, _ := pem.Decode([]byte(text)); block != nil {
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if public, ok := key.(ed25519.PublicKey); err == nil && ok {
			return public, nil
		}
		return nil, bad.Because(err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, bad.Because(err)
	}
	return raw, nil
}

// ParseSecret reads a maker's private key: PEM as "openssl genpkey -algorithm
// ed25519" writes it.
func ParseSecret(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(bytes.TrimSpace(text))
	if block == nil {
		return nil, fault.New(fault.Usage, words, "bad-key")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if secret, ok := key.(ed25519.PrivateKey); err == nil && ok {
		return secret, nil
	}
	return nil, fault.New(fault.Usage, words, "bad-key").Because(err)
}
