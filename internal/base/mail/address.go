package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"atelier/internal/base/fault"
)

// Address is somebody's address with their name. Only [ParseAddress] makes one, so
// what is in it can stand in a header and in an envelope.
type Address struct{ name, local, domain string }

// Bounds of an address (RFC 5321, section 4.5.3.1) and of a name in a header.
const (
	maxLocal   = 64
	maxAddress = 254
	maxName    = 100
)

// atom is what an unquoted local part is made of besides letters and digits (RFC
// 5322, section 3.2.3).
const atom = "!#$%&'*+-/=?^_`{|}~."

// ParseAddress reads an address, "ana@example.ca", and a name, which may be empty.
// Signs that have no place in a name are left out; an address that is not in the
// plain form is refused with a fault of kind Invalid: one with quotes, comments,
// letters beyond ASCII before the @, or a number of a machine.
func ParseAddress(name, address string) (Address, error) {
	local, domain, found := strings.Cut(address, "@")
	if !found || len(address) > maxAddress || !plainLocal(local) {
		return Address{}, badAddress()
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if again, wrong := idna.Lookup.ToASCII(ascii); wrong != nil || again != ascii {
		return Address{}, badAddress() // it would be another address the next time
	}
	if err != nil || !plainDomain(ascii) || len(local)+1+len(ascii) > maxAddress {
		return Address{}, badAddress()
	}
	name = oneLine(name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return Address{name: name, local: local, domain: strings.ToLower(ascii)}, nil
}

func badAddress() error { return fault.New(fault.Invalid, words, "bad-address") }

func plainLocal(s string) bool {
	if s == "" || len(s) > maxLocal || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for _, c := range s {
		if c > unicode.MaxASCII || !isWord(c) && !strings.ContainsRune(atom, c) {
			return false
		}
	}
	return true
}

func plainDomain(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range label {
			if c > unicode.MaxASCII || !isWord(c) && c != '-' {
				return false
			}
		}
	}
	return true
}

func isWord(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// IsZero says that there is no address.
func (a Address) IsZero() bool { return a.domain == "" }

// Mail is the address alone.
func (a Address) Mail() string { return a.local + "@" + a.domain }

// Name is the name alone; it may be empty.
func (a Address) Name() string { return a.name }

// String is the address with its name, as it stands in a header.
func (a Address) String() string { return a.header().String() }

func (a Address) header() *mail.Address {
	return &mail.Address{Name: a.name, Address: a.Mail()}
}

// whom is who chooses for an address without an account.
func (a Address) whom() string {
	sum := sha256.Sum256([]byte(strings.ToLower(a.Mail())))
	return "m-" + hex.EncodeToString(sum[:])
}

// oneLine is a text that can stand in a header: on one line, with nothing that is not
// seen.
func oneLine(s string) string {
	return strings.Join(strings.Fields(visible(s)), " ")
}

// visible leaves out what is not seen: controls except the end of a line, and the
// signs that change the direction of the text after them (Unicode Standard Annex 9,
// section 2), with which a name could make the rest of a message look like another.
func visible(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n', c == '\t':
			return c
		case unicode.IsControl(c), c >= '\u202a' && c <= '\u202e', c >= '\u2066' && c <= '\u2069', c == unicode.ReplacementChar, c == '\ufeff':
			return -1
		case c == '\u2028', c == '\u2029':
			return '\n'
		}
		return c
	}, strings.ToValidUTF8(s, ""))
}
