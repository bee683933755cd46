package release

import (
	"errors"
	"fmt"
	"io/fs"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Released is a release as its folder holds it, verified.
type Released struct {
	Entry
	Course  *course.Course
	History []Entry             // up to this release, which is the last
	Notes   map[lang.Tag]string // in Markdown
}

// Number is the place of the release among those of the course, from 1.
func (r *Released) Number() int { return len(r.History) }

// Errors of Verify, beside those of History. They are wrapped with what they are about.
var (
	ErrBroken  = errors.New("the course has mistakes that forbid reading it")
	ErrUnknown = errors.New("the folder knows no such release")
	ErrOn      = errors.New("the folder went on since the release")
	ErrLock    = errors.New("ids.lock lacks a passage")
	ErrNotes   = errors.New("the notes are missing")
)

// Verify reads a folder that is to be a release and holds it to what the release wrote when it was made: the
// fingerprint of the text, a line of ids.lock for every passage, and notes in every language.
func Verify(folder fs.FS, version string) (*Released, error) {
	c, problems, err := course.Load(folder)
	if err != nil {
		return nil, err
	}
	if problems.Fatal() {
		return nil, fmt.Errorf("%w: %s", ErrBroken, problems[0].Place)
	}
	history, err := History(c)
	if err != nil {
		return nil, err
	}
	at := -1
	for i, e := range history {
		if e.Version == version {
			at = i
		}
	}
	if at < 0 {
		return nil, fmt.Errorf("%w: %s", ErrUnknown, version)
	}
	print, err := Fingerprint(folder)
	if err != nil {
		return nil, err
	}
	if at != len(history)-1 || history[at].Fingerprint != print {
		return nil, fmt.Errorf("%w: %s", ErrOn, version)
	}
	r := &Released{Entry: history[at], Course: c, History: history, Notes: map[lang.Tag]string{}}
	return r, r.complete()
}

// complete looks for what a release has beside its text.
func (r *Released) complete() error {
	locked := map[course.ID]bool{}
	for _, l := range r.Course.Lock {
		locked[l.ID] = l.Retired == ""
	}
	for _, id := range r.Course.IDs() {
		if !locked[id] {
			return fmt.Errorf("%w: %s", ErrLock, id)
		}
	}
	for _, tag := range r.Course.Tags() {
		notes, ok := r.Course.Files[notesFile(r.Version, tag)]
		if !ok {
			return fmt.Errorf("%w: %s", ErrNotes, tag)
		}
		r.Notes[tag] = notes.Text
	}
	return nil
}
