package lms

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/publish/player"
)

// packaged is the course as every package for a learning management system holds it:
// the pages of the web edition in the languages of the package, what the player knows of
// them, and the course source. An edition adds its manifest and its runtime.
type packaged struct {
	course   *course.Course // in the languages of the package
	web      *publish.Web
	members  []member // in the order of their names
	whole    *scope
	contents string // names of scripts in assets/
	places   string
}

type member struct {
	name string
	data archive.Packed
}

// packageOutputs are the files of an edition of packages, once for each part.
func packageOutputs(c *course.Course, edition string, parts ...string) []publish.Output {
	var out []publish.Output
	for _, part := range parts {
		for _, tags := range publish.PackageTags(c) {
			tag := publish.TagOf(tags)
			name := edition
			if part != "" {
				name += "-" + part
			}
			out = append(out, publish.Output{Edition: edition, Path: publish.OutputPath(c, edition, part, tag, "zip"), Tag: tag, Name: name})
		}
	}
	return out
}

// packagedFor gives the package in some languages, which is made at the first call.
func packagedFor(ctx context.Context, m *publish.Maker, tags []lang.Tag) (*packaged, error) {
	return publish.Shared(m, "packaged "+fmt.Sprint(tags), func() (*packaged, error) { return pack(ctx, m, tags) })
}

// pack draws the pages and gathers what goes with them.
func pack(ctx context.Context, m *publish.Maker, tags []lang.Tag) (*packaged, error) {
	c := m.Course.In(tags...)
	w, err := publish.NewWeb(c, publish.WebOptions{Source: m.Source, BaseURL: m.BaseURL, Contact: m.Contact, Version: m.Version, Release: m.Release})
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

// putMembers writes files in the order of their lists.
func putMembers(z *archive.Writer, lists ...[]member) error {
	for _, one := range slices.Concat(lists...) {
		if err := z.PutPacked(one.name, one.data); err != nil {
			return err
		}
	}
	return nil
}

func (p *packaged) put(name string, data []byte) error {
	packed, err := archive.Pack(data)
	p.members = append(p.members, member{name, packed})
	return err
}

// drawPages draws every page, and the index that the search needs.
func (p *packaged) drawPages(ctx context.Context) error {
	drawn := make([]member, len(p.web.Pages()))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i, page := range p.web.Pages() {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			var out bytes.Buffer
			if err := p.web.Draw(&out, page); err != nil {
				return err
			}
			packed, err := archive.Pack(out.Bytes())
			drawn[i] = member{page.Path[1:] + "index.html", packed}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	p.members = append(p.members, drawn...)
	for _, tag := range p.course.Tags() {
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
func (p *packaged) gather(m *publish.Maker) error {
	for _, a := range p.web.Assets() {
		if archive.Compressed(a.File) {
			kept, err := archive.Keep(publish.Opener(m.Source, a.File))
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
	source, err := m.PackedSource(publish.Institution)
	if err != nil || source == nil {
		return err
	}
	p.members = append(p.members, member{publish.SourceFile, *source})
	return nil
}

// index is the page that the system opens, for a runtime and a part of the course.
func (p *packaged) index(r player.Runtime, of *scope, contents string) ([]byte, error) {
	page := player.Package{Runtime: r, Assets: "assets/", ContentsName: contents, PlacesName: p.places}
	for _, tag := range p.course.Tags() {
		page.Languages = append(page.Languages, p.language(tag, of))
	}
	return page.Index()
}
