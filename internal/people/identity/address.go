package identity

import (
	"strings"

	"golang.org/x/net/idna"

	"atelier/internal/base/fault"
)

// Email is an address of mail as it is sent to: the part before the sign as its
// owner writes it, the domain in ASCII and small letters.
type Email string

// Bounds of an address (RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3).
const (
	mostLocal   = 64
	mostAddress = 254
)

// atoms are the signs that an unquoted address may have (RFC 5321, section 4.1.2; RFC
// 5322, section 3.2.3).
const atoms = "!#$%&'*+-/=?^_`{|}~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// domains reads names as RFC 5891 has them looked up; a name that mixes what must
// not stand together is refused, and so is one without a dot.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// ParseEmail reads an address as a person types it. Refused with a fault of kind
// Invalid are quoted names, comments, addresses in brackets, several addresses, and
// names before the sign that are not ASCII: few servers take those, and they can be
// made to look like others. What comes out holds no space, no control, no sign with
// which a header could end.
func ParseEmail(s string) (Email, error) {
	local, domain, ok := strings.Cut(strings.TrimSpace(s), "@")
	if !ok || local == "" || len(local) > mostLocal || len(domain) > mostAddress {
		return "", badEmail()
	}
	for part := range strings.SplitSeq(local, ".") {
		if part == "" || strings.Trim(part, atoms) != "" {
			return "", badEmail()
		}
	}
	ascii, err := domains.ToASCII(domain)
	if again, wrong := domains.ToASCII(ascii); wrong != nil || again != ascii {
		return "", badEmail() // it would be another address the next time
	}
	if err != nil || !strings.Contains(ascii, ".") || strings.HasSuffix(ascii, ".") || len(local)+1+len(ascii) > mostAddress {
		return "", badEmail()
	}
	if last := ascii[strings.LastIndexByte(ascii, '.')+1:]; strings.Trim(last, "0123456789") == "" {
		return "", badEmail() // a machine's number is no domain
	}
	return Email(local + "@" + strings.ToLower(ascii)), nil
}

func badEmail() error { return fault.New(fault.Invalid, words, "email-bad") }

// Key is the address as two spellings of it are compared: in small letters. No
// server in use tells "Ana" from "ana".
func (e Email) Key() string { return strings.ToLower(string(e)) }

// Domain is what follows the sign.
func (e Email) Domain() string {
	_, domain, _ := strings.Cut(string(e), "@")
	return domain
}
