package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
)

// What a text says of one learner: ids, days and moments, their mailbox and name, and the code of their certificate.
const (
	idForm   = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	dayForm  = `\b20\d\d-\d\d-\d\d`
	mailForm = `learner-\d{6}@example\.ca`
	codeForm = `\b[2-9B-DF-HJ-NP-TV-XZ]{4}-[2-9B-DF-HJ-NP-TV-XZ]{4}-[2-9B-DF-HJ-NP-TV-XZ]{4}\b`
)

var (
	anID   = regexp.MustCompile(idForm)
	aMail  = regexp.MustCompile(mailForm)
	aToken = regexp.MustCompile(idForm + "|" + dayForm + "|" + mailForm + "|" + codeForm + `|` + nameForm)
)

// nameForm is what nameOf gives.
const nameForm = `\p{L}+ \p{L}+ \d{5}`

// part is a piece of a text: as it is, or something of the learner.
type part struct {
	text string
	what byte // 0: the text; else i: an id, d: a day, m: the mailbox, n: the name, c: a code
	id   int  // of i: which of the model's ids
	day  time.Time
}

// pattern is a text in which what is a learner's own can be another's.
type pattern []part

// parse reads the text of a model. own says which of its ids an id is.
func parse(text string, own map[string]int) (p pattern) {
	at := 0
	for _, m := range aToken.FindAllStringIndex(text, -1) {
		token := text[m[0]:m[1]]
		is := part{text: token}
		switch {
		case anID.MatchString(token):
			i, mine := own[token]
			if !mine {
				continue
			}
			is.what, is.id = 'i', i
		case aMail.MatchString(token):
			is.what = 'm'
		case token[0] == '2' && len(token) == len(time.DateOnly):
			day, err := time.Parse(time.DateOnly, token)
			if err != nil {
				continue
			}
			is.what, is.day = 'd', day
		case strings.Contains(token, " "):
			is.what = 'n'
		default:
			is.what = 'c'
		}
		p = append(p, part{text: text[at:m[0]]}, is)
		at = m[1]
	}
	return append(p, part{text: text[at:]})
}

// of is the text as it is of a copy.
func (p pattern) of(c *copied) string {
	if len(p) == 1 {
		return p[0].text
	}
	var b strings.Builder
	for _, one := range p {
		switch one.what {
		case 'i':
			b.WriteString(c.ids[one.id])
		case 'd':
			b.WriteString(one.day.AddDate(0, 0, c.days).Format(time.DateOnly))
		case 'm':
			b.WriteString(c.mail)
		case 'n':
			b.WriteString(c.name)
		case 'c':
			b.WriteString(codeOf(one.text, c.number))
		default:
			b.WriteString(one.text)
		}
	}
	return b.String()
}

// idOf is the id of a copy in the place of a model's: always the same one, made as many days later.
func idOf(id string, number, days int) string {
	var u [16]byte
	_, _ = hex.Decode(u[:], []byte(strings.ReplaceAll(id, "-", ""))) // it has the form
	ms := uint64(0)
	for _, b := range u[:6] {
		ms = ms<<8 | uint64(b)
	}
	ms += uint64(days) * uint64(24*time.Hour/time.Millisecond)
	for i := range 6 {
		u[i] = byte(ms >> (8 * (5 - i)))
	}
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(id), uint64(number)))
	copy(u[6:], sum[:])
	u[6], u[8] = u[6]&0x0f|0x70, u[8]&0x3f|0x80
	out := hex.EncodeToString(u[:])
	return out[:8] + "-" + out[8:12] + "-" + out[12:16] + "-" + out[16:20] + "-" + out[20:]
}

// codeOf is the code of a copy's certificate.
func codeOf(code string, number int) string {
	const letters = "23456789BCDFGHJKMNPQRSTVWXZ"
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(code), uint64(number)))
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(sum[i])%len(letters)])
	}
	return b.String()
}

// mentionKey is the number by which the record finds an agent; see records, statement_keep.go.
func mentionKey(agent string) int64 {
	sum := sha256.Sum256([]byte("a" + agent))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}
