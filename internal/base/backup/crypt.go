package backup

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// ageMark begins every file of age (age-encryption.org/v1).
const ageMark = "age-encryption.org/v1\n"

// phraseWork is the logarithm of the work of trying a passphrase; 0 is age's own choice,
// about a second. Tests ask for less.
var phraseWork = 0

// Keys say who can open an encrypted backup.
type Keys struct {
	Recipients []string // public keys of age, "age1…"; for encrypting
	Identity   string   // file of private keys of age; for opening
	Passphrase string   // file whose first line is a passphrase, for both
}

// Wanted says whether anything is to be encrypted.
func (k Keys) Wanted() bool { return len(k.Recipients) > 0 || k.Passphrase != "" }

// Encrypt gives a writer whose bytes only the keys can read; it is closed before w.
func (k Keys) Encrypt(w io.Writer) (io.WriteCloser, error) {
	var all []age.Recipient
	for _, text := range k.Recipients {
		found, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return nil, fault.New(fault.Usage, words, "bad-recipient", lang.A{"recipient": text}).Because(err)
		}
		all = append(all, found...)
	}
	if k.Passphrase != "" {
		if len(all) > 0 { // age allows no other recipient beside a passphrase
			return nil, fault.New(fault.Usage, words, "one-kind-of-key")
		}
		phrase, err := k.phrase()
		if err != nil {
			return nil, err
		}
		r, err := age.NewScryptRecipient(phrase)
		if err != nil {
			return nil, err
		}
		if phraseWork > 0 {
			r.SetWorkFactor(phraseWork)
		}
		all = append(all, r)
	}
	return age.Encrypt(w, all...)
}

// Decrypt gives the bytes of a backup, encrypted or not. Without the right key it is a
// fault of kind Usage or Forbidden.
func (k Keys) Decrypt(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	if mark, err := b.Peek(len(ageMark)); err != nil || string(mark) != ageMark {
		return b, nil
	}
	var all []age.Identity
	if k.Identity != "" {
		data, err := os.ReadFile(k.Identity)
		if err != nil {
			return nil, fault.New(fault.Usage, words, "key-unreadable", lang.A{"file": k.Identity}).Because(err)
		}
		if all, err = age.ParseIdentities(bytes.NewReader(data)); err != nil {
			// The reason could quote a private key.
			return nil, fault.New(fault.Usage, words, "key-unreadable", lang.A{"file": k.Identity})
		}
	}
	if k.Passphrase != "" {
		phrase, err := k.phrase()
		if err != nil {
			return nil, err
		}
		id, err := age.NewScryptIdentity(phrase)
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Usage, words, "encrypted")
	}
	plain, err := age.Decrypt(b, all...)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, fault.New(fault.Forbidden, words, "wrong-key").Because(err)
	}
	if err != nil {
		return nil, broken(err)
	}
	return plain, nil
}

// phrase is the first line of the passphrase's file.
func (k Keys) phrase() (string, error) {
	data, err := os.ReadFile(k.Passphrase)
	if err != nil {
		return "", fault.New(fault.Usage, words, "key-unreadable", lang.A{"file": k.Passphrase}).Because(err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", fault.New(fault.Usage, words, "key-unreadable", lang.A{"file": k.Passphrase})
	}
	return line, nil
}
