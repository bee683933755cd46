// Package ebook makes the edition as a book for reading devices: EPUB, one a language.
package ebook

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha1"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/standard/epub"
)

const editionName = "epub"

// Edition is the course as an e-book, one a language: epub/COURSE-LANG.epub.
var Edition = publish.Edition{Name: editionName, Outputs: epubOutputs, Make: makeEPUB}

var epubOutputs = publish.PerLanguage(editionName, "epub")

func makeEPUB(ctx context.Context, m *publish.Maker) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(2, runtime.GOMAXPROCS(0)))
	for _, o := range epubOutputs(m.Course) {
		g.Go(func() error {
			book, err := newBook(m, o.Tag).publication(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", o.Path, err)
			}
			var out bytes.Buffer
			if err := book.Write(&out); err != nil {
				return fmt.Errorf("%s: %w", o.Path, err)
			}
			return m.Put(o.Path, out.Bytes())
		})
	}
	return g.Wait()
}

// book is an e-book of one language being put together.
type book struct {
	m   *publish.Maker
	w   *publish.Web
	t   *publish.Tongue
	tag lang.Tag

	files    map[*publish.WebPage]string  // the file with which a page begins
	moved    map[string]map[string]string // of pages in several files: first file, id, the file that has it
	pictures map[string]*picture          // by path in the source
	inside   accessFacts
	pub      epub.Publication
}

func newBook(m *publish.Maker, tag lang.Tag) *book {
	b := &book{
		m: m, w: m.Web, t: m.Web.In(tag), tag: tag,
		files: map[*publish.WebPage]string{}, moved: map[string]map[string]string{}, pictures: map[string]*picture{},
	}
	for _, p := range b.t.Pages() {
		if name := bookFile(p); name != "" {
			b.files[p] = name
		}
	}
	return b
}

func (b *book) say(key string, args ...lang.A) string { return publish.Say(b.t.Face, key, args...) }

// word is words of the interface as HTML.
func (b *book) word(key string, args ...lang.A) string { return b.t.Render.Said(b.say(key, args...)) }

// publication draws every page and describes the whole.
func (b *book) publication(ctx context.Context) (*epub.Publication, error) {
	b.pub.Manifest = append(b.pub.Manifest, b.cover()...)
	for _, p := range b.t.Pages() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b.files[p] != "" {
			b.add(p)
		}
	}
	b.colophon()
	b.relocate()
	b.pub.Manifest = append(b.pub.Manifest, epub.Item{Href: bookStyle, MediaType: epub.CSS, Data: b.style()})
	b.pub.Manifest = append(b.pub.Manifest, b.pictureItems()...)
	source, err := b.m.SourceBytes(publish.Everyone)
	if err != nil {
		return nil, err
	}
	if source != nil {
		b.pub.Manifest = append(b.pub.Manifest, epub.Item{Href: publish.SourceFile, MediaType: epub.Zip, Data: source})
	}
	b.contents()
	b.metadata()
	b.losses()
	return &b.pub, nil
}

// direction is the dir attribute of the book's language; empty from left to right.
func (b *book) direction() string {
	if b.tag.RTL() {
		return "rtl"
	}
	return ""
}

// undated is the date of last modification of a build that is no release, or of a
// release without a date: EPUB requires one, and a build knows no clock.
var undated = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

func (b *book) metadata() {
	c := b.m.Course
	modified, date := undated, ""
	if t, err := time.Parse(time.DateOnly, b.m.Date); err == nil {
		modified, date = t, b.m.Date
	}
	others := []string{c.IRI}
	if b.m.Release != "" {
		others = append(others, bookID(c, b.tag, b.m.Release))
	}
	rights := ""
	if c.Licence != "" {
		rights = publish.LicenceName(c.Licence)
	}
	source := ""
	if c.Follows != nil {
		source, rights = c.Follows.Course, rights+". "+publish.Basis(c, b.tag, b.t.Face)
	}
	var subjects []string
	for _, concept := range c.Concepts {
		if concept.Name.Has(b.tag) {
			subjects = append(subjects, concept.Name.In(b.tag))
		}
	}
	b.pub.Direction = b.direction()
	b.pub.Metadata = epub.Metadata{
		Identifier: bookID(c, b.tag, ""), Others: others, Title: b.courseTitle(), Language: b.t.Locale, Direction: b.direction(),
		Creator: c.Attribution.In(b.tag), Date: date, Modified: modified, Description: c.Description.In(b.tag), Subjects: subjects,
		Rights: rights, Source: source, License: publish.LicenceURL(c.Licence, b.t.Face), Version: b.m.Release, Accessibility: b.accessibility(),
	}
}

// courseTitle is the course's; a course that has none in this language is called by its
// key.
func (b *book) courseTitle() string { return cmp.Or(b.m.Course.Title.In(b.tag), b.m.Course.Key) }

// bookID is the identifier of the book of a course in a language: a UUID made of
// names (RFC 9562, 5.5) in the namespace of addresses (6.6). Without a release it is
// the same for all of them, and the unique identifier (EPUB 5.5.3.1.1 asks that it
// change as rarely as possible, and readers keep marks and places by it); with one it
// is that release alone.
func bookID(c *course.Course, tag lang.Tag, release string) string {
	addresses := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	name := c.IRI + "#" + string(tag) + ".epub"
	if release != "" {
		name += "/" + release
	}
	sum := sha1.Sum(append(addresses, name...))
	id := sum[:16]
	id[6] = id[6]&0x0f | 5<<4
	id[8] = id[8]&0x3f | 2<<6
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
