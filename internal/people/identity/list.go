package identity

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Bounds of a list of people.
const (
	MostListBytes = 1 << 20
	MostListLines = 5000
)

// Listed is one line of a list of people, and what it leads to.
type Listed struct {
	Line     int // in the file, from 1
	Email    Email
	Name     string
	Language lang.Tag
	Grant    *Grant // nil: no role
	Outcome  Outcome
	Wrong    error // a fault; nil unless Outcome is Unread
}

// Outcome is what becomes of a line.
type Outcome string

// The outcomes; each is a key of the catalogue after "list-".
const (
	Added   Outcome = "added"   // a new account
	Granted Outcome = "granted" // an account that was there gets the role
	Present Outcome = "kept"    // all of it was there
	Unread  Outcome = "wrong"   // the line cannot be used
)

// Say is the word for the outcome in a language.
func (o Outcome) Say(tag lang.Tag) string { return words.Say(tag, "list-"+string(o)) }

// columns are the headings that a list may have, in small letters.
var columns = map[string]string{
	"email": "email", "e-mail": "email", "courriel": "email", "name": "name", "nom": "name", "language": "language", "langue": "language",
	"role": "role", "rôle": "role", "scope": "scope", "portée": "scope",
}

// ReadList reads a list of people as CSV (RFC 4180) with a heading: UTF-8, UTF-16 with
// its mark or without, or Windows-1252, parted by commas, semicolons or tabs. A fault
// of kind Invalid or TooLarge says that it is no such list; what is wrong with one line
// stands in that line.
func ReadList(data []byte) ([]Listed, error) {
	if len(data) > MostListBytes {
		return nil, fault.New(fault.TooLarge, words, "list-long", lang.A{"most": MostListLines})
	}
	text, err := decode(data)
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "list-bad").Because(err)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.TrimLeadingSpace = separator(text), -1, true
	head, err := in.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, words, "list-bad").Because(err)
	}
	at := map[string]int{}
	for i, h := range head {
		if c := columns[strings.ToLower(strings.TrimSpace(h))]; c != "" {
			at[c] = i
		}
	}
	if _, ok := at["email"]; !ok {
		return nil, fault.New(fault.Invalid, words, "list-heading")
	}
	return readLines(in, at)
}

func readLines(in *csv.Reader, at map[string]int) (all []Listed, err error) {
	seen := map[string]bool{}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, words, "list-bad").Because(err)
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		if len(all) == MostListLines {
			return nil, fault.New(fault.TooLarge, words, "list-long", lang.A{"most": MostListLines})
		}
		line, _ := in.FieldPos(0)
		l := readLine(func(c string) string {
			if i, ok := at[c]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		})
		l.Line = line
		key := l.Email.Key()
		if l.Grant != nil {
			key += " " + string(l.Grant.Role) + " " + l.Grant.Scope.String()
		}
		if l.Wrong == nil && seen[key] {
			l.Wrong, l.Outcome = fault.New(fault.Invalid, words, "list-twice"), Unread
		}
		seen[key] = true
		all = append(all, l)
	}
}

// readLine reads the cells of one line.
func readLine(cell func(string) string) (l Listed) {
	var err error
	l.Email, err = ParseEmail(cell("email"))
	if name := cell("name"); err == nil && name != "" {
		l.Name, err = ParseName(name)
	}
	l.Language = lang.Tag(strings.ToLower(cell("language")))
	if l.Language != "" && l.Language != lang.English && l.Language != lang.French && err == nil {
		err = fault.New(fault.Invalid, words, "list-language")
	}
	if role := cell("role"); role != "" {
		scope, ok := SiteScope, true
		if cell("scope") != "" {
			scope, ok = ParseScope(cell("scope"))
		}
		l.Grant = &Grant{Role(strings.ToLower(role)), scope}
		if (!ok || !l.Grant.Role.Known()) && err == nil {
			err = fault.New(fault.Invalid, words, "list-role")
		}
	}
	if err != nil {
		l.Wrong, l.Outcome = err, Unread
	}
	return l
}

// decode finds out how a text is written and gives it as UTF-8.
func decode(data []byte) (string, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		from = unicode.UTF8BOM
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), len(data) > 3 && data[0] != 0 && data[1] == 0:
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), len(data) > 3 && data[0] == 0 && data[1] != 0:
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case utf8.Valid(data):
		return string(data), nil
	default:
		from = charmap.Windows1252
	}
	out, err := from.NewDecoder().Bytes(data)
	return string(out), err
}

// separator is the sign that parts the cells of the heading.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(head, ",")
	for _, c := range ";\t" {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// Enter makes the accounts and roles of a list, all of them or none: a list with a
// wrong line leaves everything as it is, and so does a dry run. What comes back says
// line by line what was done, or would be.
func (r *Room) Enter(tx store.Tx, by PersonID, list []Listed, dry bool) ([]Listed, error) {
	out := append([]Listed(nil), list...)
	for _, l := range out {
		dry = dry || l.Wrong != nil
	}
	fresh := map[string]bool{}
	for i := range out {
		l := &out[i]
		if l.Wrong != nil {
			continue
		}
		p, err := selectPersonByKey(tx, l.Email.Key())
		known := err == nil || fresh[l.Email.Key()]
		if err != nil && !errors.Is(err, errNone) {
			return nil, err
		}
		if !known {
			l.Outcome, fresh[l.Email.Key()] = Added, true
			if dry {
				continue
			}
			if p, err = r.CreatePerson(tx, by, Person{Name: l.Name, Email: l.Email, Language: cmp.Or(l.Language, lang.English)}); err != nil {
				return nil, err
			}
		}
		if err := r.enterGrant(tx, by, p.ID, l, dry); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// enterGrant gives the role of a line to a person who has an account.
func (r *Room) enterGrant(tx store.Tx, by, id PersonID, l *Listed, dry bool) error {
	had := l.Grant == nil
	if !had && id != "" {
		grants, err := selectGrants(tx, id)
		if err != nil {
			return err
		}
		had = slices.Contains(grants, *l.Grant)
	}
	if l.Outcome == "" {
		l.Outcome = Granted
		if had {
			l.Outcome = Present
		}
	}
	if had || dry {
		return nil
	}
	return r.Give(tx, by, id, *l.Grant)
}
