// Package otp is one-time codes as authenticator apps make them: HOTP (RFC 4226)
// over a counter, TOTP (RFC 6238) over the time, and the address by which an app
// takes a key in (the Key URI Format that apps agree on; no RFC).
//
// It is pure: it keeps nothing. Who checks codes remembers the last step that was
// used, since a code is good once (RFC 6238, section 5.2).
package otp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // RFC 6238, section 1.2: apps know no other; HMAC-SHA-1 is not broken
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	// Digits of a code. Every app has six.
	Digits = 6
	// Period is how long a step lasts (RFC 6238, section 4.1: the default X).
	Period = 30 * time.Second
	// drift is how many steps a clock may be off, either way (RFC 6238, section
	// 5.2 and 6: one step for the way, and one for the clock).
	drift = 1
	// keyBytes is the length of the HMAC's output, as RFC 4226, section 4, R6 recommends.
	keyBytes = 20
)

// Key is the secret that an app and a site share.
type Key []byte

// NewKey makes a key.
func NewKey() Key {
	k := make(Key, keyBytes)
	// Since Go 1.24 crypto/rand.Read never returns an error.
	_, _ = rand.Read(k)
	return k
}

// String is the key in base32 (RFC 4648, section 6) without padding, as apps take it.
func (k Key) String() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(k)
}

// Step is the number of the step in which a moment lies (RFC 6238, section 4.2: T).
func Step(at time.Time) int64 { return at.Unix() / int64(Period/time.Second) }

// At is the code of a step.
func (k Key) At(step int64) string { return k.hotp(uint64(step), Digits) }

// Check says whether a code is that of the present step or one beside it, later
// than the step that was used last, and which step it was. Blanks in the code do
// not count, as apps show codes in groups.
func (k Key) Check(code string, now time.Time, used int64) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	this := Step(now)
	// The oldest first: one that comes late leaves the next one good.
	for step := this - drift; step <= this+drift; step++ {
		if step > used && subtle.ConstantTimeCompare([]byte(k.At(step)), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// hotp is RFC 4226, section 5.3.
func (k Key) hotp(counter uint64, digits int) string {
	mac := hmac.New(sha1.New, k)
	var c [8]byte
	binary.BigEndian.PutUint64(c[:], counter)
	mac.Write(c[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	number := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	modulus := uint32(1)
	for range digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%modulus)
}

// URI is the address by which an app takes the key in. issuer is the site and
// account whose code it is; neither may be empty.
func (k Key) URI(issuer, account string) string {
	// A colon parts the two, so neither has one.
	plain := strings.NewReplacer(":", " ")
	issuer, account = plain.Replace(issuer), plain.Replace(account)
	// Apps read %20 everywhere and + not everywhere.
	query := strings.ReplaceAll(url.Values{
		"secret": {k.String()}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(Digits)}, "period": {fmt.Sprint(int(Period / time.Second))},
	}.Encode(), "+", "%20")
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(account) + "?" + query
}
