package api

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Requests that are sent again under one Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07). The answer is
// kept in the transaction that it tells of, so what was done is known exactly when it was done. Errors are not kept:
// nothing was done, and the request may be sent again as it is.
const (
	onceHeader = "Idempotency-Key"
	maxOnce    = 255 // characters
	// onceFor is how long an answer is kept.
	onceFor = 24 * time.Hour
)

// onceKey reads the header: a string of RFC 9651 in quotation marks, as the draft wants it, or bare, as most send it.
func onceKey(r *http.Request) (string, error) {
	value := r.Header.Get(onceHeader)
	if value == "" {
		return "", nil
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(value, `"`), `"`)
	for _, c := range bare {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			bare = ""
			break
		}
	}
	if bare == "" || len(bare) > maxOnce || len(r.Header.Values(onceHeader)) > 1 {
		return "", fault.New(fault.Invalid, words, "bad-once")
	}
	return bare, nil
}

// kept is an answer that was kept.
type kept struct {
	print  string // of what was asked
	sealed string // the answer
}

// onceOnly answers from what is kept, or runs and keeps the answer.
func (f *Frame) onceOnly(op Operation, c Call, in, out any, run func(store.Tx) error) error {
	running := c.Key.ID + " " + c.once
	if _, busy := f.running.LoadOrStore(running, true); busy {
		return refusal{fault.New(fault.Conflict, words, "running"), http.StatusConflict}
	}
	defer f.running.Delete(running)
	box, err := newBox(c)
	if err != nil {
		return err
	}
	print, err := box.print(op, in)
	if err != nil {
		return err
	}
	return f.db.Write(c.Context, func(tx store.Tx) error {
		before, found, err := selectOnce(tx, c.Key.ID, digestOf(c.once), c.Now)
		switch {
		case err != nil:
			return err
		case found && before.print != print:
			return refusal{fault.New(fault.Invalid, words, "once-reused"), http.StatusUnprocessableEntity}
		case found:
			return box.open(before.sealed, out)
		}
		if err := run(tx); err != nil {
			return err
		}
		sealed, err := box.seal(out)
		if err != nil {
			return err
		}
		return insertOnce(tx, c.Key.ID, digestOf(c.once), kept{print: print, sealed: sealed}, c.Now.Add(onceFor))
	})
}

// Forget removes the answers that are kept no longer.
func (f *Frame) Forget(ctx context.Context) error {
	return f.db.Write(ctx, func(tx store.Tx) error { return deleteOnce(tx, f.clock.Now()) })
}

// digestOf is a name as the table holds it: callers may put anything into the header.
func digestOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// box seals what is kept of answers with the secret of the key, of which the database has a digest only.
type box struct {
	key  []byte
	aead cipher.AEAD
}

func newBox(c Call) (*box, error) {
	key, err := hkdf.Key(sha256.New, []byte(c.secret), []byte(c.Key.ID), "atelier api answers", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &box{key: key, aead: aead}, err
}

// print tells one request from another; who has the table alone can compare it with nothing.
func (b *box) print(op Operation, in any) (string, error) {
	data, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, b.key)
	mac.Write([]byte(op.ID + "\n"))
	mac.Write(data)
	return hex.EncodeToString(mac.Sum(nil)), nil
}

func (b *box) seal(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.aead.Seal(nil, nil, data, nil)), nil
}

func (b *box) open(sealed string, into any) error {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return err
	}
	plain, err := b.aead.Open(nil, nil, data, nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
