package parity

import (
	"cmp"
	"maps"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Selection says which pairs to confirm. Pairs are chosen by id, by page, or all of them.
type Selection struct {
	IDs       []course.ID
	Pages     []string   // paths of pages, without language and ending
	All       bool       // every pair that can be confirmed
	Languages []lang.Tag // empty: every language of the course
}

// FileEdit is a file to write: what it held and what it is to hold. New is nil when the file is to be removed, Old
// when it does not exist yet.
type FileEdit struct {
	Path     string
	Old, New []byte
}

// Refusal is a pair that was not confirmed and why: a language is missing.
type Refusal struct {
	ID      course.ID
	Missing []lang.Tag
}

// Confirmation is what Confirm would write.
type Confirmation struct {
	Edits     []FileEdit // sorted by path
	Confirmed []course.ID
	Kept      []course.ID // already confirmed so, or by a person where a machine asks now
	Refused   []Refusal
}

// Confirm says that the languages of the chosen pairs say the same: by the machine, or by the opaque person that the
// caller names. It writes nothing and never makes a person of a machine. A pair that lacks a language is refused;
// when it was asked for by id or page the whole call is refused, and nothing is confirmed.
func Confirm(c *course.Course, book *Book, sel Selection, by Provenance, on Day) (*Confirmation, error) {
	if !by.Valid() {
		return nil, fault.New(fault.Invalid, words, "confirm.by", lang.A{"found": clip(string(by))})
	}
	if _, ok := ParseDay(string(on)); !ok {
		return nil, fault.New(fault.Invalid, words, "confirm.on", lang.A{"found": clip(string(on))})
	}
	if len(book.Mistakes) > 0 {
		m := book.Mistakes[0]
		return nil, fault.New(fault.Invalid, words, "confirm.mistakes", lang.A{"file": m.File, "line": lineNumber(m.Place)})
	}
	tags, err := chosenTags(c, sel.Languages)
	if err != nil {
		return nil, err
	}
	chosen, err := sel.choose(Pairs(c, book, Weighing{Now: on}))
	if err != nil {
		return nil, err
	}
	k := &clerk{tags: tags, by: by, on: on, out: &Confirmation{}, lines: map[course.ID]*Line{}}
	for _, p := range chosen {
		k.confirm(p)
	}
	if len(k.out.Refused) > 0 && !sel.All {
		first := k.out.Refused[0]
		return nil, fault.New(fault.Conflict, words, "confirm.missing",
			lang.A{"id": string(first.ID), "n": len(k.out.Refused), "languages": tagNames(first.Missing)})
	}
	k.out.Edits = book.edits(chosen, k.lines)
	return k.out, nil
}

// chosenTags checks the languages a confirmation is asked for; one language alone is no pair.
func chosenTags(c *course.Course, asked []lang.Tag) ([]lang.Tag, error) {
	if len(asked) == 0 {
		return c.Tags(), nil
	}
	for _, tag := range asked {
		if _, ok := c.Language(tag); !ok {
			return nil, fault.New(fault.Invalid, words, "confirm.language", lang.A{"tag": string(tag)})
		}
	}
	if len(asked) == 1 && len(c.Languages) > 1 {
		return nil, fault.New(fault.Invalid, words, "confirm.alone", lang.A{"tag": string(asked[0])})
	}
	return asked, nil
}

// choose is the pairs that a selection names; a name without a pair is refused.
func (sel Selection) choose(pairs []Pair) ([]Pair, error) {
	if sel.All {
		return pairs, nil
	}
	ids, pages := map[course.ID]bool{}, map[string]bool{}
	for _, id := range sel.IDs {
		ids[id] = false
	}
	for _, page := range sel.Pages {
		pages[page] = false
	}
	var out []Pair
	for _, p := range pairs {
		_, byID := ids[p.ID]
		page := pageOf(p)
		_, byPage := pages[page]
		if byID || byPage {
			out = append(out, p)
		}
		if byID {
			ids[p.ID] = true
		}
		if byPage {
			pages[page] = true
		}
	}
	for _, id := range sel.IDs {
		if !ids[id] {
			return nil, fault.New(fault.NotFound, words, "confirm.no-id", lang.A{"id": clip(string(id))})
		}
	}
	for _, page := range sel.Pages {
		if !pages[page] {
			return nil, fault.New(fault.NotFound, words, "confirm.no-page", lang.A{"page": clip(page)})
		}
	}
	return out, nil
}

// pageOf is the path of the page or file a pair belongs to, without ending.
func pageOf(p Pair) string { return p.File[:len(p.File)-len(".parity")] }

// clerk writes the lines of one confirmation.
type clerk struct {
	tags  []lang.Tag
	by    Provenance
	on    Day
	out   *Confirmation
	lines map[course.ID]*Line // new lines
}

func (k *clerk) confirm(p Pair) {
	hashes := map[lang.Tag]string{}
	var missing []lang.Tag
	for _, tag := range k.tags {
		switch h := p.Hash(tag); {
		case k.by == ByMachine && p.Stands[tag] == Excepted: // a person excused it; a machine does not end that
		case h != "":
			hashes[tag] = h
		case p.Stands[tag] != Excepted:
			missing = append(missing, tag)
		}
	}
	line := &Line{ID: p.ID, Hashes: hashes, By: k.by, On: k.on}
	if p.Line != nil {
		line.inherit(p, k.tags)
	}
	switch {
	case len(missing) > 0 || len(hashes) == 0:
		k.out.Refused = append(k.out.Refused, Refusal{p.ID, missing})
	case p.Line != nil && maps.Equal(p.Line.Hashes, line.Hashes) && slices.Equal(p.Line.Except, line.Except) && (p.Line.By.Person() || k.by == ByMachine):
		k.out.Kept = append(k.out.Kept, p.ID) // what a person confirmed is not taken over by a machine, nor by another person
	default:
		k.lines[p.ID] = line
		k.out.Confirmed = append(k.out.Confirmed, p.ID)
	}
}

// inherit keeps what still holds of the former line: exceptions that run, with who signed them, and the hashes of
// languages nobody asked about when the texts they were confirmed with are the same.
func (l *Line) inherit(p Pair, asked []lang.Tag) {
	same := true
	for tag, h := range l.Hashes {
		same = same && p.Line.Hashes[tag] == h
	}
	for tag, h := range p.Line.Hashes {
		if same && !slices.Contains(asked, tag) {
			l.Hashes[tag] = h
		}
	}
	for _, tag := range p.Line.Except {
		if _, confirmed := l.Hashes[tag]; !confirmed && p.Stands[tag] == Excepted {
			l.Except = append(l.Except, tag)
		}
	}
	if len(l.Except) > 0 {
		l.Until, l.Because = p.Line.Until, p.Line.Because
		if l.By != p.Line.By { // a line has one signature, and nobody signs another's exception by the way
			l.By, l.On = p.Line.By, p.Line.On
			l.Hashes = p.Line.Hashes
		}
	}
}

// edits is the files that change when new lines take the place of the old ones. A passage that moved takes its line
// with it.
func (b *Book) edits(pairs []Pair, lines map[course.ID]*Line) []FileEdit {
	files := map[string][]*Line{}
	touched := map[string]bool{}
	for name, f := range b.Files {
		files[name] = slices.Clone(f.Lines)
	}
	for _, p := range pairs {
		line := lines[p.ID]
		if line == nil {
			continue
		}
		if old := b.byID[p.ID]; old != nil {
			files[old.File] = slices.DeleteFunc(files[old.File], func(l *Line) bool { return l.ID == p.ID })
			touched[old.File] = true
		}
		files[p.File] = append(files[p.File], line)
		touched[p.File] = true
	}
	var out []FileEdit
	for name := range touched {
		edit := FileEdit{Path: name}
		if f := b.Files[name]; f != nil {
			edit.Old = []byte(f.text)
		}
		if len(files[name]) > 0 {
			edit.New = (&File{Path: name, Lines: files[name]}).Bytes()
		}
		out = append(out, edit)
	}
	slices.SortFunc(out, func(x, y FileEdit) int { return cmp.Compare(x.Path, y.Path) })
	return out
}

func tagNames(tags []lang.Tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = string(t)
	}
	return out
}
