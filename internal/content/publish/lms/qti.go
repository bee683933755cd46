package lms

import (
	"bytes"
	"cmp"
	"context"
	"strings"

	"atelier/internal/base/archive"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/qti"
	"atelier/internal/standard/xmldoc"
)

// The files of the edition, by their part and ending.
var qtiFiles = []struct{ name, part, ending string }{
	{"qti22", "2-2", "zip"}, {"qti30", "3-0", "zip"}, {"moodle", "", "moodle.xml"}, {"gift", "", "gift.txt"},
}

// QTI is the questions of the course as items: QTI 2.2, QTI 3.0, Moodle XML and
// GIFT. It is made for institutions: the bank of the assessment is in it.
var QTI = publish.Edition{Name: nameQTI, Outputs: qtiOutputs, Make: makeQTI, Bank: true}

const nameQTI = "qti"

func qtiOutputs(c *course.Course) []publish.Output {
	var out []publish.Output
	for _, tag := range c.Tags() {
		for _, f := range qtiFiles {
			out = append(out, publish.Output{Edition: nameQTI, Path: publish.OutputPath(c, nameQTI, f.part, tag, f.ending), Tag: tag, Name: f.name})
		}
	}
	return out
}

func makeQTI(ctx context.Context, m *publish.Maker) error {
	for _, tag := range m.Course.Tags() {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := &qtiMaker{Maker: m, t: m.Web.In(tag), tag: tag}
		for i, v := range []qti.Version{qti.V22, qti.V30} {
			data, err := b.pack(v)
			if err != nil {
				return err
			}
			if err := m.Put(publish.OutputPath(m.Course, nameQTI, qtiFiles[i].part, tag, qtiFiles[i].ending), data); err != nil {
				return err
			}
		}
		if err := b.moodle(); err != nil {
			return err
		}
	}
	return nil
}

// qtiMaker makes the items of one language.
type qtiMaker struct {
	*publish.Maker
	t   *publish.Tongue
	tag lang.Tag
}

// loss notes what a format does not carry of a question.
func (b *qtiMaker) loss(a *asked, code string) {
	b.Lose(publish.Loss{Tag: b.tag, Page: a.page.Path, Passage: a.Question.ID, Code: code})
}

// questions are all questions of the course, page after page.
func (b *qtiMaker) questions(media func(path string) (string, bool)) []*asked {
	k := asker{t: b.t, links: func(seen *[]string) render.Links { return itemLinks{media: media, seen: seen} }}
	var out []*asked
	for _, p := range b.Course.Pages() {
		out = append(out, k.questions(p)...)
	}
	return out
}

// itemLinks is for items: they know no pages, and their pictures are files beside
// them.
type itemLinks struct {
	media func(path string) (string, bool)
	page  func(path string) (string, bool)
	seen  *[]string
}

var _ render.Links = itemLinks{}

func (l itemLinks) Page(path string) (string, bool) {
	if l.page == nil {
		return "", false
	}
	return l.page(path)
}
func (l itemLinks) Passage(course.ID) (string, bool) { return "", false }
func (l itemLinks) Term(string) (string, bool)       { return "", false }

// Media notes what is shown.
func (l itemLinks) Media(path string) (string, bool) {
	href, ok := l.media(path)
	if ok {
		*l.seen = append(*l.seen, path)
	}
	return href, ok
}

// pack is a package of items: items/NAME.xml, the pictures they show, a style sheet, a
// manifest.
func (b *qtiMaker) pack(v qti.Version) ([]byte, error) {
	var out bytes.Buffer
	w := archive.NewWriter(&out)
	files := newMediaFiles(b.Maker, b.t, "media/")
	p := &qti.Package{
		Identifier: b.Course.IRI, Title: b.Course.Title.In(b.tag), Language: b.t.Locale, Rights: rights(b.Course, b.tag),
		Files: []qti.PackageFile{{Identifier: "style", Href: "items/item.css"}},
	}
	type member struct {
		name string
		data []byte
	}
	var members []member
	for _, a := range b.questions(files.href("../")) {
		item := b.item(a)
		data, err := v.Write(item)
		if err != nil {
			return nil, err
		}
		name := "items/" + item.Identifier + ".xml"
		members = append(members, member{name, data})
		one := qti.PackageItem{Identifier: item.Identifier, Title: item.Title, Href: name, Files: []string{"style"}}
		for _, x := range item.Interactions {
			one.Kinds = append(one.Kinds, x.Kind)
		}
		for _, path := range unique(a.media) {
			one.Files = append(one.Files, files.id(path))
		}
		p.Items = append(p.Items, one)
	}
	for _, f := range files.list() {
		p.Files = append(p.Files, qti.PackageFile{Identifier: f.id, Href: f.name})
	}
	if err := w.Put(qti.ManifestFile, v.Manifest(p)); err != nil {
		return nil, err
	}
	for _, x := range members {
		if err := w.Put(x.name, x.data); err != nil {
			return nil, err
		}
	}
	if err := w.Put("items/item.css", cartridgeStyle); err != nil {
		return nil, err
	}
	if err := files.write(w); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

// item is a question as an item. One that lacks what its kind needs is asked as an
// essay.
func (b *qtiMaker) item(a *asked) *qti.Item {
	item := b.ofKind(a)
	if !askable(item) {
		b.loss(a, "essay-instead")
		item.Unscored, item.Ends = true, nil
		item.Interactions = []qti.Interaction{{Kind: qti.ExtendedTextInteraction, Response: "RESPONSE", Prompt: a.ask, Lines: 6}}
	}
	return item
}

// askable says whether every interaction of an item has what it needs (ASI 2.2, 5.25: one
// choice at least).
func askable(item *qti.Item) bool {
	for _, x := range item.Interactions {
		switch x.Kind {
		case qti.ChoiceInteraction, qti.OrderInteraction:
			if len(x.Choices) == 0 {
				return false
			}
		case qti.MatchInteraction:
			if len(x.Pairs) == 0 {
				return false
			}
		}
	}
	return len(item.Interactions) > 0
}

// ofKind is a question with the interaction of its kind; what a kind is and an item is
// not, is told.
func (b *qtiMaker) ofKind(a *asked) *qti.Item {
	item := &qti.Item{
		Identifier: itemID(a.id), Title: cmp.Or(a.title, a.id), Language: b.t.Locale, Stylesheet: "item.css", Body: a.lead,
		Unscored: !a.Kind.Scored(),
	}
	if a.explanation != "" {
		item.Feedback = append(item.Feedback, qti.Feedback{Identifier: xmldoc.ID("told", a.id), Text: a.explanation})
	}
	x := qti.Interaction{Response: "RESPONSE", Prompt: a.ask}
	switch a.Kind {
	case course.Matching:
		x.Kind, x.Shown = qti.MatchInteraction, a.shown(len(a.pairs))
		for _, p := range a.pairs {
			x.Pairs = append(x.Pairs, qti.Pair{Term: "t-" + p.id, Partner: p.id, TermText: p.term, PartnerText: p.partner})
			if p.feedback != "" {
				item.Feedback = append(item.Feedback, qti.Feedback{Identifier: xmldoc.ID("of", p.id), Text: told(p.term, p.feedback)})
			}
		}
	case course.Ordering:
		x.Kind, x.Shown, x.Choices = qti.OrderInteraction, a.shown(len(a.choices)), qtiChoices(a.choices)
	case course.FillIn, course.Numeric:
		item.Body, x.Prompt = a.stem(), ""
		x.Kind, x.Numeric, x.Tolerance, x.Answers = qti.TextEntryInteraction, a.Kind == course.Numeric, a.Tolerance, qtiAnswers(a.choices)
		if a.Kind == course.FillIn {
			b.loss(a, "answer-forms")
		}
	case course.Reflection:
		x.Kind, x.Lines = qti.ExtendedTextInteraction, 6
		b.loss(a, "reflection-kept")
	case course.Scenario:
		b.scenario(item, a)
		return item
	default:
		x.Kind, x.Multiple, x.Choices = qti.ChoiceInteraction, a.Kind == course.Multiple, qtiChoices(a.choices)
	}
	item.Interactions = []qti.Interaction{x}
	return item
}

// itemID is the identifier of a question in every format: made of its passage, so that
// what is imported again is known again.
func itemID(id string) string { return xmldoc.ID("i", id) }

// told is feedback of one line of a question, after the line.
func told(line, feedback string) string {
	return `<div><p><strong>` + line + "</strong></p>" + feedback + "</div>"
}

func qtiChoices(choices []askedChoice) []qti.Choice {
	var out []qti.Choice
	for _, c := range choices {
		out = append(out, qti.Choice{Identifier: c.id, Text: c.text, Right: c.Right, Feedback: c.feedback})
	}
	return out
}

func qtiAnswers(choices []askedChoice) []qti.Answer {
	var out []qti.Answer
	for _, c := range choices {
		out = append(out, qti.Answer{Identifier: c.id, Texts: c.forms, Value: c.value, Right: c.Right, Feedback: c.feedback})
	}
	return out
}

// scenario asks all steps in one item; the way through them is scored.
func (b *qtiMaker) scenario(item *qti.Item, a *asked) {
	b.loss(a, "scenario-steps")
	item.Body = a.stem()
	for _, s := range a.steps {
		if len(s.choices) == 0 {
			item.Ends = append(item.Ends, qti.End{Identifier: s.id, Text: s.text, Score: a.worth(s.Name)})
			continue
		}
		x := qti.Interaction{Kind: qti.ChoiceInteraction, Response: responseOf(s.id), Body: s.text, Choices: qtiChoices(s.choices)}
		for i, c := range s.choices {
			if next := a.stepNamed(c.Goto); next >= 0 {
				x.Choices[i].Next = a.steps[next].id
				if len(a.steps[next].choices) > 0 {
					x.Choices[i].Next = responseOf(a.steps[next].id)
				}
			}
		}
		item.Interactions = append(item.Interactions, x)
	}
}

func responseOf(step string) string { return xmldoc.ID("RESPONSE", step) }

// rights is who made the course and its licence: the name people know, the one SPDX
// gives it, and its address.
func rights(c *course.Course, tag lang.Tag) string {
	l, _ := c.Language(tag)
	words := publish.LicenceName(c.Licence)
	if words != c.Licence {
		words += " (" + c.Licence + ")"
	}
	if url := publish.LicenceURL(c.Licence, lang.Interface(tag, l.Interface)); url != "" {
		words += ", " + url
	}
	if c.Attribution.Has(tag) {
		words = strings.TrimSuffix(c.Attribution.In(tag), ".") + ". " + words
	}
	return words
}
