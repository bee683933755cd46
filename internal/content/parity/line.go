package parity

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Provenance says who confirmed: "machine", or "person:" and an opaque id. It never holds a name or an address.
type Provenance string

// ByMachine is the provenance of pairs that a machine drafted or compared.
const ByMachine Provenance = "machine"

var (
	person     = regexp.MustCompile(`^person:[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	hexDigits  = regexp.MustCompile(`^[0-9a-f]{12}$`)
	passageID  = regexp.MustCompile(`^[\pL\pN][\pL\pN._/-]{0,199}$`)
	unquotable = regexp.MustCompile(`^[^\s"\\]+$`)
)

// Valid says whether the provenance is the machine or an opaque person.
func (p Provenance) Valid() bool { return p == ByMachine || p.Person() }

// Person says whether the provenance names a person.
func (p Provenance) Person() bool { return person.MatchString(string(p)) }

// Line is one line of a .parity file: what was confirmed of a passage, by whom and when.
type Line struct {
	course.Place
	ID      course.ID
	Hashes  map[lang.Tag]string // of the texts that were confirmed together
	By      Provenance
	On      Day
	Except  []lang.Tag // languages excused until Until
	Until   Day
	Because string // why they are excused

	raw string // as it stood in the file, so that what nobody touched stays byte for byte
}

// String is the line as it is written, without line ending (docs/format/course.md, "Parity files").
func (l Line) String() string {
	var b strings.Builder
	b.WriteString(string(l.ID))
	tags := make([]lang.Tag, 0, len(l.Hashes))
	for tag := range l.Hashes {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	for _, tag := range tags {
		b.WriteString(" " + string(tag) + "=" + l.Hashes[tag])
	}
	if len(l.Except) > 0 {
		except := make([]string, len(l.Except))
		for i, tag := range l.Except {
			except[i] = string(tag)
		}
		slices.Sort(except)
		b.WriteString(" except=" + strings.Join(except, ","))
	}
	for _, f := range [][2]string{{"by", string(l.By)}, {"on", string(l.On)}, {"until", string(l.Until)}, {"because", l.Because}} {
		if f[1] != "" {
			b.WriteString(" " + f[0] + "=" + quoted(f[0], f[1]))
		}
	}
	return b.String()
}

// quoted writes a value; a reason always stands in quotes.
func quoted(key, value string) string {
	if key != "because" && unquotable.MatchString(value) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ").Replace(value) + `"`
}

// field is one key=value of a line, with the column of its key.
type field struct {
	key, value string
	column     int
}

// lineReader cuts one line into its id and its fields.
type lineReader struct {
	text string
	at   int // byte offset
}

func (r *lineReader) column() int { return utf8.RuneCountInString(r.text[:r.at]) + 1 }

func (r *lineReader) spaces() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\t') {
		r.at++
	}
}

// word reads up to one of the stop bytes.
func (r *lineReader) word(stop string) string {
	start := r.at
	for r.at < len(r.text) && !strings.ContainsRune(stop, rune(r.text[r.at])) {
		r.at++
	}
	return r.text[start:r.at]
}

// value reads what stands after "=": a word, or a text in quotes with \" and \\. False when a quote is open.
func (r *lineReader) value() (string, bool) {
	if r.at >= len(r.text) || r.text[r.at] != '"' {
		return r.word(" \t"), true
	}
	var b strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return b.String(), true
		case c == '\\' && r.at+1 < len(r.text):
			r.at++
			b.WriteByte(r.text[r.at])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), false
}

// parseLine reads one line that is not blank. It returns every mistake of the line; the line is nil when it cannot
// stand for anything.
func parseLine(text string, at course.Place) (*Line, []Mistake) {
	r := &lineReader{text: text}
	var wrong []Mistake
	say := func(code string, column int, args lang.A) {
		wrong = append(wrong, Mistake{Place: course.Place{File: at.File, Line: at.Line, Column: column}, Code: code, Args: args})
	}
	r.spaces()
	column := r.column()
	id := r.word(" \t")
	if !passageID.MatchString(id) {
		say("line-id", column, lang.A{"found": clip(id)})
		return nil, wrong
	}
	line := &Line{Place: at, ID: course.ID(id), Hashes: map[lang.Tag]string{}, raw: text}
	line.Column = column
	seen := map[string]bool{}
	for r.spaces(); r.at < len(r.text); r.spaces() {
		f := field{column: r.column(), key: r.word("= \t")}
		if r.at >= len(r.text) || r.text[r.at] != '=' || f.key == "" {
			say("line-field", f.column, lang.A{"found": clip(f.key)})
			r.word(" \t")
			continue
		}
		r.at++
		value, closed := r.value()
		if !closed {
			say("line-quote", f.column, lang.A{"key": clip(f.key)})
		}
		f.value = value
		if seen[f.key] {
			say("line-twice", f.column, lang.A{"key": clip(f.key)})
			continue
		}
		seen[f.key] = true
		if code := line.set(f); code != "" {
			say(code, f.column, lang.A{"key": clip(f.key), "found": clip(f.value)})
		}
	}
	if code := line.incomplete(); code != "" && len(wrong) == 0 {
		say(code, line.Column, lang.A{"id": id})
	}
	return line, wrong
}

// set puts a field in its place and returns the code of its mistake, or "".
func (l *Line) set(f field) string {
	switch f.key {
	case "by":
		l.By = Provenance(f.value)
		return when(!l.By.Valid(), "line-by")
	case "on", "until":
		day, ok := ParseDay(f.value)
		if f.key == "on" {
			l.On = day
		} else {
			l.Until = day
		}
		return when(!ok, "line-date")
	case "because":
		l.Because = f.value
		return when(strings.TrimSpace(f.value) == "", "line-because")
	case "except":
		for part := range strings.SplitSeq(f.value, ",") {
			tag, err := lang.Parse(part)
			if err != nil || slices.Contains(l.Except, tag) {
				return "line-except"
			}
			l.Except = append(l.Except, tag)
		}
		return ""
	}
	tag, err := lang.Parse(f.key)
	if err != nil || string(tag) != f.key {
		return "line-key"
	}
	l.Hashes[tag] = f.value
	return when(!hexDigits.MatchString(f.value), "line-hash")
}

// incomplete is the code of what a well-formed line lacks, or "".
func (l *Line) incomplete() string {
	for _, tag := range l.Except {
		if l.Hashes[tag] != "" {
			return "line-both"
		}
	}
	switch {
	case len(l.Hashes) == 0 && len(l.Except) == 0:
		return "line-empty"
	case l.By == "" || l.On == "":
		return "line-unsigned"
	case len(l.Except) > 0 && (l.Until == "" || l.Because == ""):
		return "line-endless"
	case len(l.Except) > 0 && !l.By.Person():
		return "line-exception-by"
	}
	return ""
}

func when(bad bool, code string) string {
	if bad {
		return code
	}
	return ""
}

// clip keeps a quoted piece of foreign text short enough for a message.
func clip(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
