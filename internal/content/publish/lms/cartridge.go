package lms

import (
	"context"
	_ "embed"
	"io"
	"strconv"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/cartridge"
	"atelier/internal/standard/xmldoc"
)

//go:embed cartridge.css
var cartridgeStyle []byte

var cartridgeFiles = []struct {
	version    cartridge.Version
	name, part string
}{{cartridge.V11, "cartridge", ""}, {cartridge.V13, "cartridge13", "1-3"}}

// Cartridge is the course as Common Cartridges, for the institution that gives
// it: the banks of all questions and the source are in them.
var Cartridge = publish.Edition{Name: nameCartridge, Outputs: cartridgeOutputs, Make: makeCartridge, Bank: true}

const nameCartridge = "cartridge"

func cartridgeOutputs(c *course.Course) []publish.Output {
	var out []publish.Output
	for _, tag := range c.Tags() {
		for _, f := range cartridgeFiles {
			out = append(out, publish.Output{Edition: nameCartridge, Path: publish.OutputPath(c, nameCartridge, f.part, tag, "imscc"), Tag: tag, Name: f.name})
		}
	}
	return out
}

func makeCartridge(ctx context.Context, m *publish.Maker) error {
	for _, tag := range m.Course.Tags() {
		for _, f := range cartridgeFiles {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := m.Stream(publish.OutputPath(m.Course, nameCartridge, f.part, tag, "imscc"), newCartridge(m, tag, f.version).pack); err != nil {
				return err
			}
		}
	}
	return nil
}

// cartridgeMaker puts one cartridge together.
type cartridgeMaker struct {
	*lms
	version  cartridge.Version
	manifest cartridge.Cartridge
	members  []cartridgeMember
	ids      map[string]bool // of resources and items
}

type cartridgeMember struct {
	name string
	data []byte
	kept *archive.Packed // instead of data
}

// cartridgeRoot is the folder of the pages and what they show.
const cartridgeRoot = "content/"

func newCartridge(m *publish.Maker, tag lang.Tag, v cartridge.Version) *cartridgeMaker {
	b := &cartridgeMaker{lms: newLMS(m, tag, newMediaFiles(m, m.Web.In(tag), cartridgeRoot+"media/")), version: v, ids: map[string]bool{}}
	b.pageHref = func(from, to string) string { return upTo(cartridgePage(from)) + cartridgePage(to) }
	b.mediaHref = func(from, p string) (string, bool) {
		return b.files.href(upTo(cartridgePage(from)) + "../")(p)
	}
	return b
}

// cartridgePage is the file of a page, below the root.
func cartridgePage(key string) string {
	key = strings.TrimPrefix(key, "page:")
	if m, ok := strings.CutPrefix(key, "module:"); ok {
		key = "modules/" + m + "/index"
	}
	return key + ".html"
}

func (b *cartridgeMaker) pack(w io.Writer) error {
	c := b.Course
	b.manifest.Metadata = cartridge.Metadata{
		Identifier: c.IRI, Title: c.Title.In(b.tag), Language: b.t.Locale, Description: c.Description.In(b.tag), Audience: c.Audience.In(b.tag),
		Author: c.Attribution.In(b.tag), Rights: rights(c, b.tag),
	}
	for _, o := range c.Objectives {
		b.manifest.Objectives = append(b.manifest.Objectives, o.Text.In(b.tag))
	}
	for _, t := range publish.SortedTerms(c, b.tag) {
		b.manifest.Keywords = append(b.manifest.Keywords, t.Term.In(b.tag))
	}
	b.contents()
	b.bank()
	if err := b.others(); err != nil {
		return err
	}
	return b.zip(w)
}

// contents is the table of contents, with its resources. A system makes a section of
// every folder at the top: nothing stands there alone.
func (b *cartridgeMaker) contents() {
	c := b.Course
	b.folder("about", c.Title.In(b.tag), b.place(string(publish.KindHome)))
	for _, m := range c.Modules {
		items := []cartridge.Item{b.place(publish.ModuleKey(m))}
		for _, p := range m.Lessons {
			items = append(items, b.place(publish.PageKey(p)))
		}
		if m.Check != nil {
			items = append(items, b.assessment(m.Check)...)
		}
		if m.Summary != nil {
			items = append(items, b.place(publish.PageKey(m.Summary)))
		}
		b.folder("module-"+m.Key, b.say("module-n", lang.A{"number": strconv.Itoa(m.Number)})+" – "+m.Title.In(b.tag), items...)
	}
	if c.Assessment != nil {
		b.folder("assessment", b.say("kind.assessment"), b.assessment(c.Assessment)...)
	}
	for _, group := range []struct {
		kind  publish.Kind
		pages []*course.Page
	}{{publish.KindChecklists, c.Checklists}, {publish.KindCases, c.Cases}, {publish.KindWorksheets, c.Worksheets}} {
		b.folder(string(group.kind), b.say("title."+string(group.kind)), b.places(group.pages)...)
	}
	var more []cartridge.Item
	for _, kind := range []publish.Kind{publish.KindGlossary, publish.KindResources, publish.KindReferences} {
		if b.has[string(kind)] {
			more = append(more, b.place(string(kind)))
		}
	}
	b.folder("reference", b.say("title.resources"), append(more, b.webLinks()...)...)
	b.folder(string(publish.KindGuide), b.say("title."+string(publish.KindGuide)), append(b.places(c.Guide), b.topics()...)...)
}

// folder adds a folder at the top of the contents, unless it is empty.
func (b *cartridgeMaker) folder(id, title string, items ...cartridge.Item) {
	if len(items) > 0 {
		b.manifest.Items = append(b.manifest.Items, cartridge.Item{Identifier: b.unused(xmldoc.ID("f", id)), Title: title, Items: items})
	}
}

// unused is an identifier that nothing in the manifest has: the one given, unless two
// things of the course would share it.
func (b *cartridgeMaker) unused(id string) string {
	one := id
	for n := 2; b.ids[one]; n++ {
		one = id + "." + strconv.Itoa(n)
	}
	b.ids[one] = true
	return one
}

func (b *cartridgeMaker) places(pages []*course.Page) []cartridge.Item {
	var out []cartridge.Item
	for _, p := range pages {
		out = append(out, b.place(publish.PageKey(p)))
	}
	return out
}

// place draws a page and is its place in the contents.
func (b *cartridgeMaker) place(key string) cartridge.Item {
	p := b.draw(key)
	name := cartridgeRoot + cartridgePage(key)
	b.add(name, b.document(p, upTo(cartridgePage(key))))
	r := cartridge.Resource{Identifier: b.unused(xmldoc.ID("r", p.id)), Kind: cartridge.WebContent, Files: []string{name}, Needs: []string{"style"}, Instructor: p.teacher}
	for _, path := range p.media {
		r.Needs = append(r.Needs, b.files.id(path))
	}
	return b.item(r, p.title)
}

// item adds a resource and is its place.
func (b *cartridgeMaker) item(r cartridge.Resource, title string) cartridge.Item {
	b.manifest.Resources = append(b.manifest.Resources, r)
	return cartridge.Item{Identifier: b.unused("i" + r.Identifier), Title: title, Ref: r.Identifier}
}

func (b *cartridgeMaker) add(name string, data []byte) {
	b.members = append(b.members, cartridgeMember{name: name, data: data})
}

// webLinks are the resources as links.
func (b *cartridgeMaker) webLinks() []cartridge.Item {
	var out []cartridge.Item
	for _, r := range b.Course.Resources {
		title, address, only := publish.ResourceIn(r, b.tag)
		if !publish.WebAddress(address) {
			continue
		}
		if only != "" {
			title += " (" + b.t.Render.OnlyIn(only) + ")"
		}
		id := b.unused(xmldoc.ID("r", "link", r.ID))
		name := "links/" + id + ".xml"
		b.add(name, b.version.WebLink(title, address))
		out = append(out, b.item(cartridge.Resource{Identifier: id, Kind: cartridge.WebLink, Files: []string{name}}, title))
	}
	return out
}

// topics are the sections of the facilitator's guide that hold nothing but questions in
// a numbered list, with what is said around them, as topics to discuss.
func (b *cartridgeMaker) topics() []cartridge.Item {
	var out []cartridge.Item
	for _, p := range b.Course.Guide {
		d := p.Doc(b.tag)
		if d == nil {
			continue
		}
		for i, h := range d.Blocks {
			if h.Kind != course.Heading || h.Level != 2 || h.ID == "" {
				continue
			}
			end := i + 1
			for end < len(d.Blocks) && !(d.Blocks[end].Kind == course.Heading && d.Blocks[end].Level <= 2) {
				end++
			}
			for _, list := range d.Blocks[i+1 : end] {
				if questions(list) {
					out = append(out, b.topic(h, list))
					break
				}
			}
		}
	}
	return out
}

// questions says whether every item of a numbered list ends in a question mark.
func questions(b *course.Block) bool {
	if b.Kind != course.List || !b.Ordered || len(b.Children) == 0 {
		return false
	}
	for _, item := range b.Children {
		if len(item.Children) == 0 || !strings.HasSuffix(strings.TrimSpace(course.Plain(item.Children[0].Inlines)), "?") {
			return false
		}
	}
	return true
}

func (b *cartridgeMaker) topic(h, list *course.Block) cartridge.Item {
	var seen []string
	s := b.t.Render.Still(b.itemLinks(&seen))
	s.Alone, s.Linked = true, true
	title := course.Plain(h.Inlines)
	id := b.unused(xmldoc.ID("r", "topic", string(h.ID)))
	name := "topics/" + id + ".xml"
	b.add(name, b.version.Topic(title, `<div lang="`+b.t.Locale+`">`+s.Blocks([]*course.Block{list})+"</div>"))
	return b.item(cartridge.Resource{Identifier: id, Kind: cartridge.DiscussionTopic, Files: []string{name}, Needs: b.needs(seen)}, title)
}

// itemLinks are for texts that the system keeps apart from the files.
func (b *cartridgeMaker) itemLinks(seen *[]string) render.Links {
	return itemLinks{
		seen:  seen,
		media: b.files.href(cartridge.FileBase),
		page: func(p string) (string, bool) {
			key := "page:" + p
			if !b.has[key] {
				return "", false
			}
			return cartridge.FileBase + cartridgeRoot + cartridgePage(key), true
		},
	}
}

// needs are the identifiers of media.
func (b *cartridgeMaker) needs(media []string) []string {
	var out []string
	for _, p := range unique(media) {
		out = append(out, b.files.id(p))
	}
	return out
}

// others are the resources that are no place of their own: the style sheet, the media,
// the source.
func (b *cartridgeMaker) others() error {
	b.add(cartridgeRoot+"style.css", cartridgeStyle)
	b.manifest.Resources = append(b.manifest.Resources, cartridge.Resource{Identifier: "style", Kind: cartridge.WebContent, Files: []string{cartridgeRoot + "style.css"}})
	for _, f := range b.files.list() {
		data, err := b.files.packed(f.path)
		if err != nil {
			return err
		}
		b.members = append(b.members, cartridgeMember{name: f.name, kept: &data})
		b.manifest.Resources = append(b.manifest.Resources, cartridge.Resource{Identifier: f.id, Kind: cartridge.WebContent, Files: []string{f.name}})
	}
	source, err := b.PackedSource(publish.Institution)
	if err != nil || source == nil {
		return err
	}
	b.members = append(b.members, cartridgeMember{name: "source/" + publish.SourceFile, kept: source})
	b.manifest.Resources = append(b.manifest.Resources, cartridge.Resource{
		Identifier: "source", Kind: cartridge.Associated, Files: []string{"source/" + publish.SourceFile}, Instructor: true,
	})
	return nil
}

func (b *cartridgeMaker) zip(out io.Writer) error {
	w := archive.NewWriter(out)
	if err := w.Put(cartridge.ManifestFile, b.version.Manifest(&b.manifest)); err != nil {
		return err
	}
	for _, m := range b.members {
		put := func() error { return w.Put(m.name, m.data) }
		if m.kept != nil {
			put = func() error { return w.PutPacked(m.name, *m.kept) }
		}
		if err := put(); err != nil {
			return err
		}
	}
	return w.Close()
}
