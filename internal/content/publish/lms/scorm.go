package lms

import (
	"context"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/publish/player"
	"atelier/internal/content/render"
	"atelier/internal/standard/scorm"
)

// The SCORM editions: packages for a learning management system, in each language and
// in all of them at once. SCORM 2004 has two editions in use, which differ in their
// manifests alone.
var (
	SCORM12 = publish.Edition{
		Name:    "scorm12",
		Bank:    true,
		Outputs: func(c *course.Course) []publish.Output { return packageOutputs(c, "scorm12", "") },
		Make: func(ctx context.Context, m *publish.Maker) error {
			return writeSCORM(ctx, m, player.SCORM12, map[string]scorm.Edition{"": scorm.V12})
		},
	}
	SCORM2004 = publish.Edition{
		Name:    "scorm2004",
		Bank:    true,
		Outputs: func(c *course.Course) []publish.Output { return packageOutputs(c, "scorm2004", third, fourth) },
		Make: func(ctx context.Context, m *publish.Maker) error {
			return writeSCORM(ctx, m, player.SCORM2004, map[string]scorm.Edition{third: scorm.V2004e3, fourth: scorm.V2004e4})
		},
	}
)

const third, fourth = "3rd-edition", "4th-edition"

// writeSCORM writes the packages of an edition; editions are those of the standard, by the
// part of the file's name.
func writeSCORM(ctx context.Context, m *publish.Maker, r player.Runtime, editions map[string]scorm.Edition) error {
	for _, o := range packageOutputs(m.Course, m.Edition, slices.Sorted(maps.Keys(editions))...) {
		tags := m.Course.Tags()
		if o.Tag != "" {
			tags = []lang.Tag{o.Tag}
		}
		p, err := packagedFor(ctx, m, tags)
		if err != nil {
			return err
		}
		part := strings.TrimPrefix(strings.TrimPrefix(o.Name, m.Edition), "-")
		if err := writeSCORMFile(m, o.Path, p, r, editions[part]); err != nil {
			return err
		}
	}
	losePackage(m)
	return nil
}

// writeSCORMFile writes one package: the manifest first, then the control documents, the
// page that is opened, and everything else.
func writeSCORMFile(m *publish.Maker, path string, p *packaged, r player.Runtime, e scorm.Edition) error {
	own, err := scormOwn(m, p, r, e)
	if err != nil {
		return err
	}
	manifest := p.scormManifest(own)
	return m.Stream(path, func(out io.Writer) error {
		z := archive.NewWriter(out)
		if err := z.Put("imsmanifest.xml", manifest.XML(e)); err != nil {
			return err
		}
		if err := putSchemas(z, scorm.Schemas(e)); err != nil {
			return err
		}
		if err := putMembers(z, own, p.members); err != nil {
			return err
		}
		return z.Close()
	})
}

func putSchemas(z *archive.Writer, schemas fs.FS) error {
	return fs.WalkDir(schemas, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(schemas, name)
		if err != nil {
			return err
		}
		return z.Put(name, data)
	})
}

// scormOwn are the files of a package that its edition makes.
func scormOwn(m *publish.Maker, p *packaged, r player.Runtime, e scorm.Edition) ([]member, error) {
	index, err := p.index(r, p.whole, p.contents)
	if err != nil {
		return nil, err
	}
	own := &packaged{}
	files := []struct {
		name string
		data []byte
	}{{"index.html", index}, {"assets/" + r.File(), r.Script()}, {"README.txt", readme(m, p, "records", "complete")}}
	if e != scorm.V12 {
		files = append(files, struct {
			name string
			data []byte
		}{scorm.MetadataFile, p.lom(m.Release).XML()})
	}
	for _, f := range files {
		if err := own.put(f.name, f.data); err != nil {
			return nil, err
		}
	}
	return own.members, nil
}

// scormManifest lists the files of a package. Its identifier is that of the course in
// these languages, so that a newer release takes the place of an older one.
func (p *packaged) scormManifest(own []member) scorm.Manifest {
	first := p.web.In(p.course.Tags()[0])
	id := []string{"course", p.course.Key}
	var titles []string
	for _, tag := range p.course.Tags() {
		id = append(id, tag.Lower())
		titles = append(titles, render.Unmarked(p.course.Title.In(tag)))
	}
	manifest := scorm.Manifest{
		Identifier: scorm.Name(strings.Join(id, "-")), Version: p.web.Options.Release, Title: strings.Join(titles, " / "),
		Language: first.Locale, Href: "index.html", Metadata: p.lom(p.web.Options.Release), MinNormalizedMeasure: p.whole.mark,
	}
	for _, list := range [][]member{own, p.members} {
		for _, one := range list {
			manifest.Files = append(manifest.Files, one.name)
		}
	}
	return manifest
}

// lom is the metadata of the course in the languages of the package.
func (p *packaged) lom(release string) scorm.LOM {
	c := p.course
	l := scorm.LOM{Identifier: c.IRI, Version: release}
	in := func(text lang.Text) (out []scorm.String) {
		for _, tag := range p.course.Tags() {
			if text.Has(tag) {
				out = append(out, scorm.String{Language: p.web.In(tag).Locale, Text: render.Unmarked(text.In(tag))})
			}
		}
		return out
	}
	l.Title, l.Description = in(c.Title), in(c.Description)
	for _, concept := range c.Concepts {
		if len(l.Keywords) == mostKeywords {
			break
		}
		if words := in(concept.Name); len(words) > 0 {
			l.Keywords = append(l.Keywords, words)
		}
	}
	for _, tag := range p.course.Tags() {
		l.Languages = append(l.Languages, p.web.In(tag).Locale)
		l.Minutes = max(l.Minutes, publish.CourseMinutes(c, tag))
		rights := publish.LicenceName(c.Licence)
		if who := c.Attribution.In(tag); who != "" {
			rights = strings.TrimSuffix(render.Unmarked(who), ".") + ", " + rights
		}
		if c.Follows != nil {
			rights += ". " + publish.Basis(c, tag, p.web.In(tag).Face)
		}
		l.Rights = append(l.Rights, scorm.String{Language: p.web.In(tag).Locale, Text: rights})
	}
	return l
}

// mostKeywords is the smallest permitted maximum of LOM 1.5.
const mostKeywords = 10
