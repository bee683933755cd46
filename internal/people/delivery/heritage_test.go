package delivery

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"atelier/internal/content/course"
	"atelier/internal/content/release"
)

// history is a course through random edits and releases, and a learner who reads it meanwhile. What the learner should
// have is kept apart (model), by the passages themselves.
type history struct {
	t      *rapid.T
	files  fstest.MapFS
	pages  []*leaf
	next   int                // of ids and words
	halves map[course.ID]bool // passages split since the last release, which stay as they are until it: only so is a split seen

	now   *release.Released
	chain []release.Upgrade

	docs     map[IRI]*Doc
	progress map[IRI]Progress
	ticked   map[course.ID]bool // the model
	read     map[course.ID]bool
	done     map[string]bool    // by the path of the page
	tried    map[string]int     // likewise: the number of the last attempt
	dones    map[course.ID]bool // passages on pages that were done

	before []state // the releases that are left, the oldest first
}

// state is a release, and the course as it was written for it.
type state struct {
	now   *release.Released
	files fstest.MapFS
	pages []*leaf
}

// leaf is a page: a title and passages.
type leaf struct {
	path  string
	title course.ID
	items []course.ID
	words map[course.ID]string
	isNew bool // since the last release
}

const letters = "abcdefghjkmnpqrstuvwxyz"

func (h *history) id() course.ID {
	h.next++
	n := h.next
	b := []byte("aaaaaa")
	for i := len(b) - 1; n > 0; i-- {
		b[i] = letters[n%len(letters)]
		n /= len(letters)
	}
	return course.ID(b)
}

func (h *history) sentence(n int) string {
	var out []string
	for range n {
		h.next++
		out = append(out, fmt.Sprintf("word%d", h.next))
	}
	return strings.Join(out, " ")
}

func (h *history) leaf() *leaf {
	h.next++
	p := &leaf{path: fmt.Sprintf("p%d", h.next), title: h.id(), words: map[course.ID]string{}, isNew: true}
	h.pages = append(h.pages, p)
	return p
}

func (h *history) add(p *leaf) {
	id := h.id()
	p.items = append(p.items, id)
	p.words[id] = h.sentence(12)
}

// write puts the course into its folder.
func (h *history) write() {
	for name := range h.files {
		if strings.HasPrefix(name, "modules/") {
			delete(h.files, name)
		}
	}
	put := func(name, text string) { h.files[name] = &fstest.MapFile{Data: []byte(text)} }
	put("course.yaml", "id: urn:uuid:1\nkey: small\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\ntitle: {en: Small}\nlicence: CC0-1.0\nmodules: [1-one]\n")
	var names []string
	for _, p := range h.pages {
		names = append(names, p.path)
		text := "---\nslug: " + p.path + "\n---\n# Page " + p.path + " " + string(p.title) + " ^" + string(p.title) + "\n"
		for _, id := range p.items {
			text += "\n" + p.words[id] + ". ^" + string(id) + "\n"
		}
		put("modules/1-one/"+p.path+".en.md", text)
	}
	put("modules/1-one/module.yaml", "title: {en: One}\nslug: {en: one}\nlessons: ["+strings.Join(names, ", ")+"]\n")
}

// release makes a release of what stands there.
func (h *history) release(version string) {
	h.write()
	c, problems, err := course.Load(h.files)
	if err != nil || problems.Fatal() {
		h.t.Fatal(err, problems)
	}
	var before *course.Course
	if h.now != nil {
		before = h.now.Course
	}
	plan, err := release.Make(before, c, h.files, release.Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		h.t.Fatal(err)
	}
	for name, text := range plan.Files {
		h.files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	now, err := release.Verify(h.files, version)
	if err != nil {
		h.t.Fatal(err)
	}
	if h.now != nil {
		h.chain = append(h.chain, release.NewUpgrade(h.now, now))
	}
	h.now = now
	clear(h.halves)
	for _, p := range h.pages {
		p.isNew = false
	}
	h.before = append(h.before, state{now: now, files: maps.Clone(h.files), pages: copied(h.pages)})
}

func copied(pages []*leaf) (out []*leaf) {
	for _, p := range pages {
		one := *p
		one.items, one.words = slices.Clone(p.items), maps.Clone(p.words)
		out = append(out, &one)
	}
	return out
}

// withdraw takes the newest release back: the one before is served again, and the course goes on from it.
func (h *history) withdraw() {
	h.before = h.before[:len(h.before)-1]
	last := h.before[len(h.before)-1]
	h.chain = append(h.chain, release.NewUpgrade(h.now, last.now))
	h.now, h.files, h.pages = last.now, maps.Clone(last.files), copied(last.pages)
	clear(h.halves)
}

func (h *history) heir() heir {
	c := h.now.Course
	return heir{c: c, h: release.NewHeritage(c, h.chain, 2), number: len(h.chain) + 1}
}

// learn lets the learner tick, read and finish things.
func (h *history) learn() {
	k := h.heir()
	for _, p := range h.pages {
		if !rapid.Bool().Draw(h.t, "visits") {
			continue
		}
		at := activity(k.c, p.title)
		d, changed := k.document(h.docs, p.title)
		if !changed {
			d = &Doc{}
			if own := h.docs[at]; own != nil {
				d = own.clone()
			}
		}
		for _, id := range p.items {
			switch rapid.IntRange(0, 3).Draw(h.t, "does") {
			case 0:
				d.Ticks = union(d.Ticks, []course.ID{id})
				h.ticked[id] = true
			case 1:
				d.Ticks = slices.DeleteFunc(d.Ticks, func(o course.ID) bool { return o == id })
				delete(h.ticked, id)
			case 2:
				d.see([]course.ID{id})
				h.read[id] = true
			}
		}
		if rapid.Bool().Draw(h.t, "tries") {
			h.next++
			d.Attempt, h.tried[p.path] = &Attempt{Number: h.next}, h.next
		}
		k.settle(d, p.title)
		h.docs[at] = d
		if rapid.Bool().Draw(h.t, "finishes") {
			h.progress[at] = Progress{Reach: Done}
			h.done[p.path] = true
		}
	}
	for _, p := range h.pages {
		for _, id := range p.items {
			h.dones[id] = h.done[p.path]
		}
	}
}

// edit changes the course in one way.
func (h *history) edit() {
	p := h.pages[rapid.IntRange(0, len(h.pages)-1).Draw(h.t, "page")]
	at := -1
	if len(p.items) > 0 {
		at = rapid.IntRange(0, len(p.items)-1).Draw(h.t, "item")
	}
	op := rapid.IntRange(0, 8).Draw(h.t, "edit")
	if op > 2 && at >= 0 && h.halves[p.items[at]] {
		return
	}
	switch {
	case op == 0:
		h.add(p)
	case op == 1:
		h.leaf()
	case op == 2 && !p.isNew: // the page has another title, with a new id
		p.title = h.id()
	case at < 0:
	case op == 3:
		id := p.items[at]
		p.words[id] = h.sentence(3) + " " + p.words[id]
	case op == 4 && len(p.items) > 1:
		p.items = slices.Delete(p.items, at, at+1)
	case op == 5:
		h.move(p, at, h.pages[rapid.IntRange(0, len(h.pages)-1).Draw(h.t, "to")])
	case op == 6:
		h.split(p, at)
	case op == 7 && len(p.items) > 1:
		to := h.leaf()
		h.move(p, at, to)
	case op == 8 && len(h.pages) > 2:
		h.pages = slices.DeleteFunc(h.pages, func(o *leaf) bool { return o == p })
	}
}

func (h *history) move(p *leaf, at int, to *leaf) {
	id := p.items[at]
	p.items = slices.Delete(p.items, at, at+1)
	to.items = append(to.items, id)
	words := p.words[id]
	delete(p.words, id)
	to.words[id] = words
}

// split carries the second half of a passage on under a new id, if it was released as it is.
func (h *history) split(p *leaf, at int) {
	id := p.items[at]
	words := strings.Fields(p.words[id])
	released := false
	for _, old := range h.now.Course.Pages() {
		released = released || old.Path == "modules/1-one/"+p.path && strings.Contains(h.now.Course.Files[old.Path+".en.md"].Text, p.words[id]+". ^"+string(id))
	}
	if len(words) < 12 || !released {
		return
	}
	half := len(words) / 2
	born := h.id()
	h.halves[id], h.halves[born] = true, true
	p.words[id], p.words[born] = strings.Join(words[:half], " "), strings.Join(words[half:], " ")
	p.items = slices.Insert(p.items, at+1, born)
	if h.ticked[id] {
		h.ticked[born] = true
	}
	if h.read[id] {
		h.read[born] = true
	}
	if h.dones[id] {
		h.dones[born] = true
	}
}

// check holds what a standing shows to the model.
func (h *history) check() {
	k := h.heir()
	docs, progress := maps.Clone(h.docs), maps.Clone(h.progress)
	k.documents(docs)
	k.progress(progress)
	for _, p := range h.pages {
		d := docs[activity(k.c, p.title)]
		if d == nil {
			d = noDoc
		}
		for _, id := range p.items {
			if got := slices.Contains(d.Ticks, id); got != h.ticked[id] {
				h.t.Errorf("release %d: %s on %s is ticked %v, want %v\n%s", k.number, id, p.path, got, h.ticked[id], h.files["changes/"+h.now.Version+".yaml"].Data)
			}
			if h.read[id] && !slices.Contains(d.Seen, id) {
				h.t.Errorf("release %d: %s on %s was read", k.number, id, p.path)
			}
		}
		reach := progress[activity(k.c, p.title)].Reach
		if want := h.tried[p.path]; want > 0 && (d.Attempt == nil || d.Attempt.Number != want) {
			h.t.Errorf("turn %d: the attempt at %s is %+v, want %d", k.number, p.path, d.Attempt, want)
		}
		if h.done[p.path] && reach != Done {
			h.t.Errorf("release %d: %s was done", k.number, p.path)
		}
		if reach == Done {
			h.done[p.path] = true // a new page that was made of pages that were done
		}
	}
}

// wholly says that a page is new and that all of it stood on pages that were done.
func (h *history) wholly(p *leaf) bool {
	if !p.isNew || len(p.items) == 0 {
		return false
	}
	for _, id := range p.items {
		if !h.dones[id] {
			return false
		}
	}
	return true
}

// TestNoEditLosesWhatWasLearned follows a learner through random histories of edits and releases. Ticks, what was read
// and pages that are done hold on every passage that is still there, also where it moved, was split, or its page has
// another title, through releases that are withdrawn again; and a new page all of which was done is done.
func TestNoEditLosesWhatWasLearned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{t: t, files: fstest.MapFS{}, halves: map[course.ID]bool{}, docs: map[IRI]*Doc{}, progress: map[IRI]Progress{},
			ticked: map[course.ID]bool{}, read: map[course.ID]bool{}, done: map[string]bool{}, tried: map[string]int{}, dones: map[course.ID]bool{}}
		for range 3 {
			p := h.leaf()
			for range 3 {
				h.add(p)
			}
		}
		h.release("1.0")
		for n := range rapid.IntRange(1, 6).Draw(t, "releases") {
			if rapid.IntRange(0, 3).Draw(t, "learns") > 0 { // or is away for several releases
				h.learn()
			}
			if len(h.before) > 1 && rapid.IntRange(0, 3).Draw(t, "withdraws") == 0 {
				h.withdraw()
				h.check()
				if rapid.Bool().Draw(t, "learns again") {
					h.learn()
				}
			}
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				h.edit()
			}
			h.add(h.pages[0]) // something changed, so that there is a release
			var whole []*leaf
			for _, p := range h.pages {
				if h.wholly(p) {
					whole = append(whole, p)
				}
			}
			h.release(fmt.Sprintf("1.%d", n+1))
			h.check()
			for _, p := range whole {
				if !h.done[p.path] {
					t.Errorf("%s is made of pages that were done", p.path)
				}
			}
		}
	})
}
