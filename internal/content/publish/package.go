package publish

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/publish/player"
)

// packaged is the course as every package for a learning management system holds it:
// the pages of the web edition in the languages of the package, what the player knows of
// them, and the course source. An edition adds its manifest and its runtime.
type packaged struct {
	course   *course.Course // in the languages of the package
	web      *Web
	members  []member // in the order of their names
	whole    *scope
	contents string // names of scripts in assets/
	places   string
}

type member struct {
	name string
	data archive.Packed
}

// packages are the packages of a build, each made once for all editions that hold it.
type packages struct {
	sync.Mutex
	made map[string]func() (*packaged, error)
}

// packageTags are the languages of each package of a course: one for every language,
// and one of all where there are several, named by no language.
func packageTags(c *course.Course) [][]lang.Tag {
	var out [][]lang.Tag
	for _, tag := range c.Tags() {
		out = append(out, []lang.Tag{tag})
	}
	if len(out) > 1 {
		out = append(out, c.Tags())
	}
	return out
}

// tagOf is the language that a package is named by; empty when it holds all.
func tagOf(tags []lang.Tag) lang.Tag {
	if len(tags) == 1 {
		return tags[0]
	}
	return ""
}

// packageOutputs are the files of an edition of packages, once for each part.
func packageOutputs(c *course.Course, edition string, parts ...string) []Output {
	var out []Output
	for _, part := range parts {
		for _, tags := range packageTags(c) {
			tag := tagOf(tags)
			name := edition
			if part != "" {
				name += "-" + part
			}
			out = append(out, Output{Edition: edition, Path: outputPath(c, edition, part, tag, "zip"), Tag: tag, Name: name})
		}
	}
	return out
}

// packaged gives the package in some languages, which is made at the first call.
func (m *maker) packaged(ctx context.Context, tags []lang.Tag) (*packaged, error) {
	p := &m.packages
	p.Lock()
	if p.made == nil {
		p.made = map[string]func() (*packaged, error){}
	}
	key := fmt.Sprint(tags)
	if p.made[key] == nil {
		p.made[key] = sync.OnceValues(func() (*packaged, error) { return m.pack(ctx, tags) })
	}
	made := p.made[key]
	p.Unlock()
	return made()
}

// pack draws the pages and gathers what goes with them.
func (m *maker) pack(ctx context.Context, tags []lang.Tag) (*packaged, error) {
	c := m.course.In(tags...)
	w, err := NewWeb(c, WebOptions{Source: m.Source, BaseURL: m.BaseURL, Contact: m.Contact, Version: m.Version, Release: m.Release})
	if err != nil {
		return nil, err
	}
	p := &packaged{course: c, web: w, whole: wholeCourse(c)}
	if err := p.drawPages(ctx); err != nil {
		return nil, err
	}
	if err := p.gather(m); err != nil {
		return nil, err
	}
	slices.SortFunc(p.members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return p, nil
}

func (p *packaged) put(name string, data []byte) error {
	packed, err := archive.Pack(data)
	p.members = append(p.members, member{name, packed})
	return err
}

// drawPages draws every page, and the index that the search needs.
func (p *packaged) drawPages(ctx context.Context) error {
	drawn := make([]member, len(p.web.pages))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i, page := range p.web.pages {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			out := pageBuffers.Get().(*bytes.Buffer)
			defer pageBuffers.Put(out)
			out.Reset()
			if err := p.web.Draw(out, page); err != nil {
				return err
			}
			packed, err := archive.Pack(bytes.Clone(out.Bytes()))
			drawn[i] = member{page.Path[1:] + "index.html", packed}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	p.members = append(p.members, drawn...)
	for _, tag := range p.web.tags {
		index := search.NewWriter(string(tag), func(f search.File) error { return p.put("assets/"+f.Name, f.Data) })
		var failed error
		p.web.Documents(tag, func(d search.Document) {
			if failed == nil {
				failed = index.Add(d)
			}
		})
		if failed != nil {
			return failed
		}
		if err := index.Close(); err != nil {
			return err
		}
	}
	return nil
}

// gather adds assets, what the player knows, and the course source.
func (p *packaged) gather(m *maker) error {
	for _, a := range p.web.assets {
		if archive.Compressed(a.file) {
			kept, err := archive.Keep(opener(m.Source, a.file))
			if err != nil {
				return err
			}
			p.members = append(p.members, member{"assets/" + a.Name, kept})
			continue
		}
		data, err := p.web.Data(a)
		if err != nil {
			return err
		}
		if err := p.put("assets/"+a.Name, data); err != nil {
			return err
		}
	}
	contents, ids := p.describe(p.whole)
	name, data, err := contents.File()
	if err != nil {
		return err
	}
	p.contents = name
	if err := p.put("assets/"+name, data); err != nil {
		return err
	}
	if name, data, err = player.Places(ids); err != nil {
		return err
	}
	p.places = name
	if err := p.put("assets/"+name, data); err != nil {
		return err
	}
	if err := p.put("assets/"+player.CSSName, player.CSS()); err != nil {
		return err
	}
	source, err := m.source(Institution)
	if err != nil || source == nil {
		return err
	}
	p.members = append(p.members, member{SourceFile, *source})
	return nil
}

// index is the page that the system opens, for a runtime and a part of the course.
func (p *packaged) index(r player.Runtime, of *scope, contents string) ([]byte, error) {
	page := player.Package{Runtime: r, Assets: "assets/", ContentsName: contents, PlacesName: p.places}
	for _, tag := range p.web.tags {
		page.Languages = append(page.Languages, p.language(tag, of))
	}
	return page.Index()
}
