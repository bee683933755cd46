package qti

import (
	"fmt"
	"strconv"
	"strings"

	"atelier/internal/standard/xmldoc"
)

// The namespaces and schemas of the versions (ASI 2.2, 1.5; ASI 3.0, 1.5).
const (
	space22  = "http://www.imsglobal.org/xsd/imsqti_v2p2"
	schema22 = "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd"
	space30  = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
	schema30 = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
	instance = "http://www.w3.org/2001/XMLSchema-instance"
)

// writer writes one item in one version. Names are those of 2.2: 3.0 has the same in lower case with hyphens, its
// elements after "qti-" (ASI 3.0, 1.4).
type writer struct {
	xmldoc.Doc
	version Version
	item    *Item
	err     error
}

// Write is the item as a document. The error says which fragment is not well-formed.
func (v Version) Write(item *Item) ([]byte, error) {
	w := &writer{version: v, item: item}
	w.Raw(xmldoc.Declaration)
	space, schema := space22, schema22
	if v == V30 {
		space, schema = space30, schema30
	}
	w.in("assessmentItem", func() {
		w.declarations()
		if item.Stylesheet != "" {
			w.empty("stylesheet", "href", item.Stylesheet, "type", "text/css")
		}
		w.in("itemBody", w.body)
		w.Line()
		w.processing()
		w.feedback()
	}, "xmlns", space, "xmlns:xsi", instance, "xsi:schemaLocation", space+" "+schema,
		"identifier", item.Identifier, "title", or(item.Title, item.Identifier), "xml:lang", item.Language, "adaptive", "false", "timeDependent", "false")
	return w.Line().Bytes(), w.err
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func (w *writer) name(name string) string {
	if w.version == V22 {
		return name
	}
	return "qti-" + hyphened(name)
}

// hyphened is a name in camel case as 3.0 writes it.
func hyphened(name string) string {
	var out strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			out.WriteByte('-')
			r += 'a' - 'A'
		}
		out.WriteRune(r)
	}
	return out.String()
}

func (w *writer) attributes(pairs []string) []string {
	if w.version == V22 {
		return pairs
	}
	out := append([]string(nil), pairs...)
	for i := 0; i < len(out); i += 2 {
		if !strings.Contains(out[i], ":") {
			out[i] = hyphened(out[i])
		}
	}
	return out
}

func (w *writer) in(name string, inside func(), pairs ...string) {
	w.In(w.name(name), inside, w.attributes(pairs)...)
}

func (w *writer) empty(name string, pairs ...string) { w.Empty(w.name(name), w.attributes(pairs)...) }

func (w *writer) leaf(name, text string, pairs ...string) {
	w.Leaf(w.name(name), text, w.attributes(pairs)...)
}

// fragment adds course text as the version allows it.
func (w *writer) fragment(text string) {
	out, _, err := w.version.Fragment(text, "")
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("item %s: %w", w.item.Identifier, err)
	}
	w.Raw(out)
}

// block is a fragment in an element that may hold both text and blocks: the body of an item holds blocks alone.
func (w *writer) block(text string) {
	if text != "" {
		w.In("div", func() { w.fragment(text) })
	}
}

func (w *writer) body() {
	i := w.item
	if len(i.Interactions) == 1 && i.Interactions[0].Kind == TextEntryInteraction {
		w.textEntry(i.Body, &i.Interactions[0])
		return
	}
	w.block(i.Body)
	for n := range i.Interactions {
		w.interaction(&i.Interactions[n])
	}
}

func (w *writer) interaction(x *Interaction) {
	w.block(x.Body)
	prompt := func() {
		if x.Prompt != "" {
			w.in("prompt", func() { w.fragment(x.Prompt) })
		}
	}
	switch x.Kind {
	case ChoiceInteraction:
		most := "1"
		if x.Multiple {
			most = "0"
		}
		w.in("choiceInteraction", func() { prompt(); w.choices(x) }, "responseIdentifier", x.Response, "shuffle", boolean(x.Shuffle), "maxChoices", most)
	case OrderInteraction:
		w.in("orderInteraction", func() { prompt(); w.choices(x) }, "responseIdentifier", x.Response, "shuffle", "false")
	case MatchInteraction:
		w.in("matchInteraction", func() { prompt(); w.sets(x) }, "responseIdentifier", x.Response, "shuffle", "false", "maxAssociations", strconv.Itoa(len(x.Pairs)))
	case ExtendedTextInteraction:
		w.in("extendedTextInteraction", prompt, "responseIdentifier", x.Response, "expectedLines", strconv.Itoa(max(1, x.Lines)))
	case TextEntryInteraction:
		w.textEntry(x.Prompt, x)
	}
}

func boolean(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (w *writer) choices(x *Interaction) {
	for n := range x.Choices {
		c := &x.Choices[n]
		if n < len(x.Shown) {
			c = &x.Choices[x.Shown[n]]
		}
		w.in("simpleChoice", func() { w.fragment(c.Text) }, "identifier", c.Identifier, "fixed", boolean(!x.Shuffle))
	}
}

// sets are the two sides of a match, the partners in the order of Shown.
func (w *writer) sets(x *Interaction) {
	w.in("simpleMatchSet", func() {
		for _, p := range x.Pairs {
			w.in("simpleAssociableChoice", func() { w.fragment(p.TermText) }, "identifier", p.Term, "matchMax", "1")
		}
	})
	w.in("simpleMatchSet", func() {
		for n := range x.Pairs {
			p := x.Pairs[n]
			if n < len(x.Shown) {
				p = x.Pairs[x.Shown[n]]
			}
			w.in("simpleAssociableChoice", func() { w.fragment(p.PartnerText) }, "identifier", p.Partner, "matchMax", "1")
		}
	})
}

// textEntry puts the entry where the text has its gap, else after the text.
func (w *writer) textEntry(text string, x *Interaction) {
	long := 0
	for _, a := range x.Answers {
		for _, s := range a.Texts {
			long = max(long, len([]rune(s)))
		}
	}
	var entry writer
	entry.version = w.version
	entry.empty("textEntryInteraction", "responseIdentifier", x.Response, "expectedLength", strconv.Itoa(max(10, long+5)))
	out, found, err := w.version.Fragment(text, entry.String())
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("item %s: %w", w.item.Identifier, err)
	}
	w.In("div", func() {
		w.Raw(out)
		if !found {
			w.In("p", func() { w.Raw(entry.String()) })
		}
	})
}

// feedback is every modalFeedback of the item, each shown when the outcome FEEDBACK holds its identifier.
func (w *writer) feedback() {
	for _, f := range w.item.told() {
		w.Line()
		w.in("modalFeedback", func() {
			if w.version == V30 { // ASI 3.0, 2.9.4: its content stands in a body
				w.in("contentBody", func() { w.In("div", func() { w.fragment(f.Text) }) })
				return
			}
			w.In("div", func() { w.fragment(f.Text) })
		}, "outcomeIdentifier", outcomeFeedback, "identifier", f.Identifier, "showHide", "show")
	}
	w.Line()
}

// told is all feedback of an item: of its choices and answers, of its ends, and what is told in any case.
func (i *Item) told() []Feedback {
	var out []Feedback
	add := func(id, text string) {
		if text != "" {
			out = append(out, Feedback{id, text})
		}
	}
	for _, x := range i.Interactions {
		for _, c := range x.Choices {
			add(c.Identifier, c.Feedback)
		}
		for _, a := range x.Answers {
			add(a.Identifier, a.Feedback)
		}
	}
	for _, e := range i.Ends {
		add(e.Identifier, e.Text)
	}
	for _, f := range i.Feedback {
		add(f.Identifier, f.Text)
	}
	return out
}
