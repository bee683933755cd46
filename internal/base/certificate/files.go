package certificate

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// lookEvery is how often a handshake looks whether the files changed.
const lookEvery = time.Second

// Files are a certificate and its key in two files. They are read again when they
// change on the disk, and when told.
type Files struct {
	certificate, key string
	log              *slog.Logger

	mu     sync.Mutex
	inUse  *tls.Certificate
	seen   [2]stamp
	looked time.Time
}

// stamp tells one state of a file from another.
type stamp struct {
	changed time.Time
	size    int64
}

// Open reads both files. The fault is of kind Invalid when they cannot be read or
// do not belong together.
func Open(certificate, key string, log *slog.Logger) (*Files, error) {
	f := &Files{certificate: certificate, key: key, log: log}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.read(); err != nil {
		return nil, err
	}
	return f, nil
}

// TLS is Source's.
func (f *Files) TLS() *tls.Config { return config(f.certificateFor) }

// Plain is Source's: files need no challenges.
func (f *Files) Plain(next http.Handler) http.Handler { return next }

func (f *Files) certificateFor(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := time.Now(); now.Sub(f.looked) >= lookEvery {
		f.looked = now
		if f.stamps() != f.seen {
			f.again()
		}
	}
	return f.inUse, nil
}

// Reload reads the files again. What cannot be used leaves what was used before.
func (f *Files) Reload() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.again()
}

func (f *Files) again() {
	if err := f.read(); err != nil {
		f.log.Error("the new certificate cannot be used; the one before stays", "error", err)
		return
	}
	f.log.Info("certificate read", "until", f.inUse.Leaf.NotAfter)
}

func (f *Files) read() error {
	f.seen = f.stamps()
	pair, err := tls.LoadX509KeyPair(f.certificate, f.key)
	if err != nil {
		return fault.New(fault.Invalid, words, "bad-files", lang.A{"certificate": f.certificate, "key": f.key}).Because(err)
	}
	f.inUse = &pair
	return nil
}

func (f *Files) stamps() (both [2]stamp) {
	for i, name := range []string{f.certificate, f.key} {
		if info, err := os.Stat(name); err == nil {
			both[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return both
}
