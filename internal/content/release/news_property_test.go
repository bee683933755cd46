package release

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// said is a passage of a random course: on which page it stands, and what it says in each language. Another number is
// another meaning, another verb is not.
type said struct {
	page      int
	num, verb [2]int
}

// book is the passages of a random course, by their ids in the order in which they came.
type book struct {
	ids  []course.ID
	says map[course.ID]said
}

func (b book) clone() book { return book{slices.Clone(b.ids), maps.Clone(b.says)} }

const bookPages = 2

var bookTags = []lang.Tag{"en", "fr"}

func (s said) text(id course.ID, of int) string {
	if of == 0 {
		return fmt.Sprintf("The office of %s %s %d files.", id, []string{"keeps", "holds", "stores"}[s.verb[0]], s.num[0])
	}
	return fmt.Sprintf("Le bureau de %s %s %d fichiers.", id, []string{"garde", "tient", "range"}[s.verb[1]], s.num[1])
}

// over writes the course into a folder.
func (b book) over(dir fstest.MapFS) {
	dir["course.yaml"] = &fstest.MapFile{Data: []byte(smallHead)}
	dir["modules/1-one/module.yaml"] = &fstest.MapFile{Data: []byte("title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: [p0, p1]\n")}
	for p := range bookPages {
		for of, tag := range bookTags {
			text := fmt.Sprintf("---\nslug: p%d\n---\n# Page %d ^%s\n", p, p, pageOfBook(p))
			for _, id := range b.ids {
				if s := b.says[id]; s.page == p {
					text += "\n" + s.text(id, of) + " ^" + string(id) + "\n"
				}
			}
			dir[fmt.Sprintf("modules/1-one/p%d.%s.md", p, tag)] = &fstest.MapFile{Data: []byte(text)}
		}
	}
}

func pageOfBook(p int) course.ID { return course.ID([]string{"ppppp2", "qqqqq2"}[p]) }

// reader is somebody who knows everything as it was at a turn.
type reader struct {
	turn int
	knew book
}

// shelf is a course through random releases and withdrawals.
type shelf struct {
	t     *rapid.T
	next  int
	dir   fstest.MapFS
	now   book
	left  []kept // releases that were not withdrawn, the oldest first
	chain []Upgrade
}

type kept struct {
	is   *Released
	dir  fstest.MapFS
	book book
}

func (s *shelf) add() {
	s.next++
	id := course.ID([]byte{'b', 'c', 'd', "fghjkmnpqrstvwxyz"[s.next/20%17], "bcdfghjkmnpqrstvwxyz"[s.next%20], 'k'})
	s.now.ids = append(s.now.ids, id)
	s.now.says[id] = said{page: rapid.IntRange(0, bookPages-1).Draw(s.t, "page"), num: [2]int{10, 10}}
}

func (s *shelf) edit() {
	id := rapid.SampledFrom(s.now.ids).Draw(s.t, "passage")
	one := s.now.says[id]
	switch rapid.IntRange(0, 6).Draw(s.t, "edit") {
	case 0:
		one.num = [2]int{one.num[0] + 1, one.num[1] + 1}
	case 1:
		one.num[rapid.IntRange(0, 1).Draw(s.t, "language")]++
	case 2:
		of := rapid.IntRange(0, 1).Draw(s.t, "language")
		one.verb[of] = (one.verb[of] + 1) % 3
	case 3:
		one.page = 1 - one.page
	case 4:
		s.add()
		return
	case 5:
		if len(s.now.ids) > 2 {
			s.now.ids = slices.DeleteFunc(slices.Clone(s.now.ids), func(o course.ID) bool { return o == id })
			delete(s.now.says, id)
			return
		}
	case 6:
		one.num = [2]int{10, 10} // as it once was
	}
	s.now.says[id] = one
}

func (s *shelf) publish() {
	s.add() // something is new, so that there is a release
	s.now.over(s.dir)
	c, problems, err := course.Load(s.dir)
	if err != nil || problems.Fatal() {
		s.t.Fatal(err, problems)
	}
	var before *course.Course
	if len(s.left) > 0 {
		before = s.left[len(s.left)-1].is.Course
	}
	s.next++
	version := fmt.Sprintf("1.%d", s.next)
	plan, err := Make(before, c, s.dir, Options{Version: version, Date: "2026-11-23"})
	if err != nil {
		s.t.Fatal(err)
	}
	plan.keep(s.dir)
	is, err := Verify(maps.Clone(s.dir), version)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(s.left) > 0 {
		s.chain = append(s.chain, NewUpgrade(s.left[len(s.left)-1].is, is))
	}
	s.left = append(s.left, kept{is: is, dir: maps.Clone(s.dir), book: s.now.clone()})
}

func (s *shelf) withdraw() {
	last := len(s.left) - 1
	s.chain = append(s.chain, NewUpgrade(s.left[last].is, s.left[last-1].is))
	s.left = s.left[:last]
	s.now, s.dir = s.left[last-1].book.clone(), maps.Clone(s.left[last-1].dir)
}

// want is how a passage is to be told to readers of a language who knew the course as it was.
func (r reader) want(now book, id course.ID, of int) Telling {
	was, knew := r.knew.says[id]
	is, here := now.says[id]
	other := 1 - of
	switch {
	case !knew && !here:
		return Unseen
	case !knew:
		return Added
	case !here:
		return Gone
	case was.num[of] != is.num[of], was.num[other] != is.num[other] && was.verb[of] != is.verb[of]:
		return Otherwise
	case was.num[other] != is.num[other]:
		return Elsewhere
	case was.verb[of] != is.verb[of]:
		return Clearer
	case was.page != is.page:
		return Moved
	}
	return Unseen
}

// heavier says that more is told than the texts differ in: what said something else meanwhile and does not any more, in other
// words, counts as what it was at its heaviest.
func (r reader) heavier(now book, id course.ID, got, want Telling) bool {
	return r.knew.says[id].verb != now.says[id].verb && (got == Otherwise || got == Elsewhere) && (want == Clearer || want == Moved || want == Unseen)
}

// check holds what a reader is told to what they knew and what stands there now.
func (s *shelf) check(r reader) {
	last := s.left[len(s.left)-1]
	told := map[course.ID]PassageChange{}
	for _, list := range News(last.is.Course, s.chain[r.turn-1:]) {
		for _, c := range list {
			if _, twice := told[c.ID]; twice {
				s.t.Errorf("%s is told twice", c.ID)
			}
			told[c.ID] = c
		}
	}
	ids := append(slices.Clone(r.knew.ids), s.now.ids...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		for of, tag := range bookTags {
			got, want := told[id].Telling(tag), r.want(s.now, id, of)
			if got != want && !r.heavier(s.now, id, got, want) {
				s.t.Errorf("from turn %d to %d, %s in %s: told %q, want %q", r.turn, len(s.chain)+1, id, tag, got, want)
			}
		}
		delete(told, id)
	}
	for id := range told {
		if id != pageOfBook(0) && id != pageOfBook(1) {
			s.t.Errorf("%s came and went, and is told", id)
		}
	}
}

// TestNewsAreWhatChanged takes readers through random histories of releases and withdrawals, several at once: what is told of
// each passage, in each language, is what differs between what they knew and what stands there.
func TestNewsAreWhatChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &shelf{t: t, dir: fstest.MapFS{}, now: book{says: map[course.ID]said{}}}
		for range 4 {
			s.add()
		}
		s.publish()
		readers := []reader{{1, s.now.clone()}}
		for range rapid.IntRange(1, 5).Draw(t, "turns") {
			if len(s.left) > 1 && rapid.IntRange(0, 3).Draw(t, "withdraws") == 0 {
				s.withdraw()
			} else {
				for range rapid.IntRange(0, 4).Draw(t, "edits") {
					s.edit()
				}
				s.publish()
			}
			for _, r := range readers {
				s.check(r)
			}
			readers = append(readers, reader{len(s.chain) + 1, s.now.clone()})
			s.check(readers[len(readers)-1]) // nothing is new for who just read it
		}
	})
}
