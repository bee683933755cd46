package course

import (
	"crypto/rand"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"atelier/internal/base/lang"
)

// Formatted is what [Format] would write and what it left for a person.
type Formatted struct {
	Files    map[string]string // new content of the files that change
	Given    int               // ids given, counted once a passage
	Problems Problems          // passages left out, and passages whose pairing needs a person
}

// Format gives an id to every passage of the pages that has none. It inserts and never rewrites: every byte that was
// there stays, in its order. Between the same known ids, blocks of the same number and kinds are pairs and get one
// id in all languages; elsewhere each gets its own and a problem tells (docs/format/course.md; reference: passage
// ids trial). fresh gives ids; nil means random ones.
func Format(c *Course, fresh func() ID) Formatted {
	f := &formatter{c: c, fresh: fresh, taken: map[ID]bool{}, out: Formatted{Files: map[string]string{}}}
	if f.fresh == nil {
		f.fresh = RandomID
	}
	f.knownIDs()
	for _, p := range c.Pages() {
		f.page(p)
	}
	return f.out
}

// RandomID is a new id from the system's source of randomness; 23 × 31⁵ ids are possible, about 658 million.
func RandomID() ID {
	var raw [idLength]byte
	rand.Read(raw[:])
	const all = idLetters + idDigits
	b := []byte{idLetters[int(raw[0])%len(idLetters)]}
	for _, r := range raw[1:] {
		b = append(b, all[int(r)%len(all)])
	}
	return ID(b)
}

type formatter struct {
	c     *Course
	fresh func() ID
	taken map[ID]bool // every id of the course, in any language, and every retired one
	out   Formatted
}

func (f *formatter) knownIDs() {
	for _, line := range f.c.Lock {
		f.taken[line.ID] = true
	}
	for _, p := range f.c.Pages() {
		for _, tag := range f.c.Tags() {
			if h := p.Head(tag); h != nil {
				for _, id := range h.IDs {
					f.taken[id] = true
				}
			}
		}
	}
}

func (f *formatter) newID() ID {
	for {
		if id := f.fresh(); !f.taken[id] {
			f.taken[id] = true
			return id
		}
	}
}

// page formats one page in all its languages.
func (f *formatter) page(p *Page) {
	var sides []*side
	for _, tag := range f.c.Tags() {
		if d := p.Doc(tag); d != nil {
			sides = append(sides, newSide(tag, f.c.Files[d.File]))
		}
	}
	f.assign(sides)
	given := map[ID]bool{}
	for _, s := range sides {
		text, left := s.insert()
		for _, slot := range s.slots {
			if slot.isNew && !slices.Contains(left, slot) {
				given[slot.id] = true
			}
		}
		for _, slot := range left {
			f.out.Problems = append(f.out.Problems, Problem{Place: s.place(slot.at), Code: "id-left-out"})
		}
		if text != s.src.Text {
			f.out.Files[s.src.Path] = text
		}
	}
	f.out.Given += len(given)
}

// assign decides the id of every slot without one.
func (f *formatter) assign(sides []*side) {
	known := map[ID]int{}
	for _, s := range sides {
		for _, slot := range s.slots {
			if slot.id != "" && !slot.plus {
				known[slot.id]++
			}
		}
	}
	shared := func(id ID) bool { return id != "" && known[id] == len(sides) }
	runs := map[string][]run{}
	var order []string
	for i, s := range sides {
		for _, r := range s.runs(shared) {
			r.side = i
			if runs[r.key] == nil {
				order = append(order, r.key)
			}
			runs[r.key] = append(runs[r.key], r)
		}
	}
	for _, key := range order {
		f.assignRun(runs[key], sides)
	}
}

// assignRun gives ids to the blocks that stand between the same two known ids in each language.
func (f *formatter) assignRun(rs []run, sides []*side) {
	missing := false
	for _, r := range rs {
		for _, slot := range r.slots {
			missing = missing || slot.id == ""
		}
	}
	if !missing {
		return
	}
	if len(rs) == len(sides) && alike(rs) {
		for i := range rs[0].slots {
			f.assignPair(rs, i)
		}
		return
	}
	for _, r := range rs {
		for _, slot := range r.slots {
			if slot.id != "" {
				continue
			}
			slot.id, slot.isNew = f.newID(), true
			if len(sides) > 1 {
				s := sides[r.side]
				f.out.Problems = append(f.out.Problems, Problem{Place: s.place(slot.at), Code: "id-unpaired", Args: map[string]any{"id": string(slot.id)}})
			}
		}
	}
}

// assignPair gives the i-th block of each language one id: the one a language has already, or a new one.
func (f *formatter) assignPair(rs []run, i int) {
	var id ID
	for _, r := range rs {
		if id == "" {
			id = r.slots[i].id
		}
	}
	if id == "" {
		id = f.newID()
	}
	for _, r := range rs {
		if slot := r.slots[i]; slot.id == "" {
			slot.id, slot.isNew = id, true
		}
	}
}

// alike reports whether runs have the same kinds in the same order and no two different ids at one place.
func alike(rs []run) bool {
	first := rs[0].slots
	for _, r := range rs[1:] {
		if len(r.slots) != len(first) {
			return false
		}
	}
	for i := range first {
		ids := map[ID]bool{}
		for _, r := range rs {
			if r.slots[i].kind != first[i].kind {
				return false
			}
			if r.slots[i].id != "" {
				ids[r.slots[i].id] = true
			}
		}
		if len(ids) > 1 {
			return false
		}
	}
	return true
}

// side is a page in one language while it is being formatted.
type side struct {
	tag   lang.Tag
	src   Source
	body  int // byte where the Markdown starts
	lines lineIndex
	slots []*slot
}

// slot is a place for an id.
type slot struct {
	kind   string // the block and what it stands in: "item/paragraph"
	id     ID
	plus   bool
	isNew  bool
	at     int    // byte of the body where the id goes
	before string // written before the caret: " ", or a blank line for tables
	after  string // written after the id
	node   ast.Node
	loneAt int // byte of the caret of an id that stands alone on its line, 0 otherwise
}

// run is the slots between two ids that every language has.
type run struct {
	side  int
	key   string
	slots []*slot
}

func newSide(tag lang.Tag, src Source) *side {
	_, body, _ := cutFront(src.Text)
	s := &side{tag: tag, src: src, body: body, lines: indexLines(src.Text)}
	s.slots = findSlots(src.Text[body:])
	return s
}

func (s *side) place(at int) Place {
	line, col := s.lines.at(s.src.Text, s.body+at)
	return Place{File: s.src.Path, Line: line, Column: col}
}

func (s *side) runs(shared func(ID) bool) []run {
	var out []run
	from := ID("")
	cur := run{}
	end := func(to ID) {
		cur.key = string(from) + " " + string(to)
		out = append(out, cur)
		from, cur = to, run{}
	}
	for _, slot := range s.slots {
		if slot.plus {
			continue
		}
		if shared(slot.id) {
			end(slot.id)
			continue
		}
		cur.slots = append(cur.slots, slot)
	}
	end("")
	return out
}

// insert writes the new ids and proves that nothing else changed: where the page would read otherwise, the ids that
// make the difference are left out and returned.
func (s *side) insert() (text string, left []*slot) {
	var fresh []*slot
	for _, slot := range s.slots {
		if slot.isNew {
			fresh = append(fresh, slot)
		}
	}
	if len(fresh) == 0 {
		return s.src.Text, nil
	}
	sort.SliceStable(fresh, func(i, j int) bool { return fresh[i].at < fresh[j].at })
	body := s.src.Text[s.body:]
	want := readingOf(body)
	keep := safe(body, fresh, want)
	for _, slot := range fresh {
		if !slices.Contains(keep, slot) {
			left = append(left, slot)
		}
	}
	return s.src.Text[:s.body] + withIDs(body, keep), left
}

// safe is the slots that can be filled without changing what the page says. It halves the set until the culprits
// are alone.
func safe(body string, slots []*slot, want string) []*slot {
	if len(slots) == 0 || proven(body, slots, want) {
		return slots
	}
	if len(slots) == 1 {
		return nil
	}
	half := len(slots) / 2
	keep := append(append([]*slot(nil), safe(body, slots[:half], want)...), safe(body, slots[half:], want)...)
	for len(keep) > 0 && !proven(body, keep, want) { // two that are harmless alone may clash
		keep = keep[:len(keep)-1]
	}
	return keep
}

// proven reports whether the ids leave the page reading as before and are all found again.
func proven(body string, slots []*slot, want string) bool {
	text := withIDs(body, slots)
	if readingOf(text) != want {
		return false
	}
	found := map[ID]bool{}
	for _, s := range findSlots(text) {
		found[s.id] = true
	}
	for _, s := range slots {
		if !found[s.id] {
			return false
		}
	}
	return true
}

func withIDs(body string, slots []*slot) string {
	var b strings.Builder
	b.Grow(len(body) + 10*len(slots))
	at := 0
	for _, s := range slots {
		b.WriteString(body[at:s.at])
		b.WriteString(s.before + "^" + string(s.id) + s.after)
		at = s.at
	}
	b.WriteString(body[at:])
	return b.String()
}
