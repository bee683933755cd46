package data

import (
	"bytes"
	"cmp"
	"path"
	"strconv"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// facilitator is what someone who leads a group needs in one language, in one package: the guide with its launch kit,
// slides and forms, the summaries and checklists, all in plain text that pastes anywhere, and the pictures to share,
// as drawings. What the guide shows stands beside it.
func (d *dataSet) facilitator(tag lang.Tag) ([]byte, error) {
	var out bytes.Buffer
	z := archive.NewWriter(&out)
	if err := z.Put("README.txt", d.packIndex(tag)); err != nil {
		return nil, err
	}
	for _, f := range d.packPages(tag) {
		if err := z.Put(f.name, d.plainPage(f.page, tag)); err != nil {
			return nil, err
		}
	}
	for _, name := range d.packPictures(tag) {
		svg, ok := d.m.Web.In(tag).Render.Drawing(name.path, name.alt)
		if !ok {
			continue
		}
		if err := z.Put(d.say(tag, "pack.folder")+"/"+path.Base(name.path), svg); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// packFile is a page and its name in the package.
type packFile struct {
	kind, name string
	page       *course.Page
}

func (d *dataSet) say(tag lang.Tag, key string) string { return publish.Say(d.m.Web.In(tag).Face, key) }

func (d *dataSet) packPages(tag lang.Tag) []packFile {
	var out []packFile
	add := func(folder, name string, p *course.Page) {
		if p != nil && p.Doc(tag) != nil {
			out = append(out, packFile{folder, d.say(tag, "slug."+folder) + "/" + name + ".txt", p})
		}
	}
	for _, p := range d.c.Guide {
		add("guide-list", cmp.Or(p.Slug.In(tag), p.Key), p)
	}
	for _, m := range d.c.Modules {
		add("summary", strconv.Itoa(m.Number)+"-"+cmp.Or(m.Slug.In(tag), m.Key), m.Summary)
	}
	for _, p := range d.c.Checklists {
		add("checklists", cmp.Or(p.Slug.In(tag), p.Key), p)
	}
	for _, p := range d.c.Worksheets {
		add("worksheets", cmp.Or(p.Slug.In(tag), p.Key), p)
	}
	return out
}

// plainPage is a page in plain text.
func (d *dataSet) plainPage(p *course.Page, tag lang.Tag) []byte {
	x := d.m.Web.In(tag).Render.Text()
	x.Page(p.Doc(tag), nil)
	return bytes.Clone(x.Bytes())
}

// packIndex says what is in the package and what one may do with it.
func (d *dataSet) packIndex(tag lang.Tag) []byte {
	t := d.m.Web.In(tag)
	x := t.Render.Text()
	x.Heading(d.c.Title.In(tag), '=')
	x.Paragraph(publish.Say(t.Face, "format.data-facilitator-what"))
	x.Paragraph(d.rights().In(tag) + ".")
	kind := ""
	for _, f := range d.packPages(tag) {
		if f.kind != kind {
			kind = f.kind
			x.Heading(d.say(tag, "pack."+kind), '-')
		}
		x.Item(f.page.Head(tag).Title + publish.Say(t.Face, "colon") + f.name)
	}
	return bytes.Clone(x.Bytes())
}

// packPicture is a drawing that the guide shows, with its alternative text.
type packPicture struct{ path, alt string }

func (d *dataSet) packPictures(tag lang.Tag) []packPicture {
	var out []packPicture
	seen := map[string]bool{}
	for _, p := range d.c.Guide {
		doc := p.Doc(tag)
		if doc == nil {
			continue
		}
		course.Walk(doc.Blocks, func(b *course.Block) bool {
			src, alt := b.Target, b.Alt
			if b.Kind == course.Directive && b.Name == "media" {
				src, alt = b.Attrs["src"], b.Attrs["alt"]
			}
			if (b.Kind == course.Figure || b.Kind == course.Directive && b.Name == "media") && !seen[src] && strings.HasSuffix(src, ".svg") {
				seen[src] = true
				out = append(out, packPicture{src, alt})
			}
			return true
		})
	}
	return out
}
