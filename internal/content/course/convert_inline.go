package course

import (
	"bufio"
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"atelier/internal/base/lang"
)

// idMark stands for an id among inlines until the leaf takes it off.
const idMark InlineKind = 255

// maxInlineDepth bounds emphasis in emphasis in links …; deeper is kept as its words.
const maxInlineDepth = 40

// escapedBracket stands for "\[" until spans and citations have been read, so that an escape is kept as one.
const escapedBracket = "\uE000"

// inlines converts the running text under n, joining neighbouring texts. Most passages are one or two texts, so the
// slice is sized before it is filled.
func (c *converter) inlines(n ast.Node, depth int) []Inline {
	size := 0
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		size++
		if t, ok := k.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			size++
		}
	}
	out := make([]Inline, 0, size)
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Text:
			out = c.appendText(out, k)
		case *ast.String:
			out = appendInline(out, Inline{Kind: Text, Text: string(k.Value)})
		default:
			if in, ok := c.inline(k, depth); ok {
				out = appendInline(out, in)
			} else {
				for _, in := range c.inlines(k, depth+1) {
					out = appendInline(out, in)
				}
			}
		}
	}
	return out
}

// appendText adds a text of the parser. Neighbouring pieces of source without escapes stay one piece of source.
func (c *converter) appendText(out []Inline, t *ast.Text) []Inline {
	words, start := c.words(t.Segment), t.Segment.Start
	if n := len(out); n > 0 && out[n-1].Kind == Text && c.textEnd == start && c.textPlain && len(words) == t.Segment.Len() {
		last := &out[n-1]
		last.Text = c.src[c.textStart:t.Segment.Stop]
	} else if words != "" {
		out = appendInline(out, Inline{Kind: Text, Text: words})
		c.textStart, c.textPlain = start, len(words) == t.Segment.Len() && len(out[len(out)-1].Text) == len(words)
	}
	c.textEnd = t.Segment.Stop
	switch {
	case t.HardLineBreak():
		return append(out, Inline{Kind: HardBreak})
	case t.SoftLineBreak():
		return append(out, Inline{Kind: SoftBreak})
	}
	return out
}

func appendInline(out []Inline, in Inline) []Inline {
	if in.Kind == Text {
		if in.Text == "" {
			return out
		}
		if n := len(out); n > 0 && out[n-1].Kind == Text {
			out[n-1].Text += in.Text
			return out
		}
	}
	return append(out, in)
}

// inline converts one node; false when only what is inside it counts.
func (c *converter) inline(k ast.Node, depth int) (Inline, bool) {
	if depth > maxInlineDepth {
		return Inline{Kind: Text}, true
	}
	switch k := k.(type) {
	case *ast.Emphasis:
		kind := Emphasis
		if k.Level == 2 {
			kind = Strong
		}
		return Inline{Kind: kind, Children: c.inlines(k, depth+1)}, true
	case *ast.CodeSpan:
		return Inline{Kind: CodeSpan, Text: c.codeSpan(k)}, true
	case *ast.Link:
		return Inline{Kind: Link, Target: destination(k.Destination), Title: c.resolve(k.Title), Children: c.inlines(k, depth+1)}, true
	case *ast.AutoLink:
		target := string(k.URL(c.bytes))
		if k.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
			target = "mailto:" + target
		}
		return Inline{Kind: Link, Target: target, Children: []Inline{{Kind: Text, Text: string(k.Label(c.bytes))}}}, true
	case *ast.Image:
		return Inline{Kind: Image, Target: destination(k.Destination), Title: c.resolve(k.Title), Text: Plain(c.inlines(k, depth+1))}, true
	case *ast.RawHTML:
		return Inline{Kind: RawHTML, Text: c.rawHTML(k)}, true
	case *extast.FootnoteLink:
		return Inline{Kind: NoteRef, Target: itoa(k.Index)}, true
	case *extast.FootnoteBacklink:
		return Inline{Kind: Text}, true
	case *idNode:
		plus := ""
		if k.plus {
			plus = "+"
		}
		return Inline{Kind: idMark, Target: string(k.id), Title: plus}, true
	}
	return Inline{}, false
}

func destination(d []byte) string { return webAddress(unescapeHTML(string(unescape(d)))) }

// unescapeHTML undoes entities; one for a character that XML refuses is as if the character stood there.
func unescapeHTML(s string) string {
	s, _ = clean(html.UnescapeString(s))
	return s
}

// words is the text of a piece of source: a part of the file itself when nothing in it is escaped.
func (c *converter) words(seg text.Segment) string {
	raw := c.src[seg.Start:seg.Stop]
	if seg.Padding == 0 && strings.IndexByte(raw, '\\') < 0 && strings.IndexByte(raw, '&') < 0 {
		return raw
	}
	return c.resolve(seg.Value(c.bytes))
}

// resolve undoes backslash escapes and entities, as CommonMark 0.31 sections 2.4 and 2.5 say.
func (c *converter) resolve(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	raw = bytes.ReplaceAll(raw, []byte(`\[`), []byte(escapedBracket))
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	ghtml.DefaultWriter.Write(w, raw)
	w.Flush()
	return unescapeHTML(b.String())
}

func unescape(d []byte) []byte {
	if bytes.IndexByte(d, '\\') < 0 {
		return d
	}
	out := make([]byte, 0, len(d))
	for i := 0; i < len(d); i++ {
		if d[i] == '\\' && i+1 < len(d) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", d[i+1]) >= 0 {
			i++
		}
		out = append(out, d[i])
	}
	return out
}

func (c *converter) codeSpan(n *ast.CodeSpan) string {
	var b strings.Builder
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if t, ok := k.(*ast.Text); ok {
			b.Write(bytes.ReplaceAll(t.Segment.Value(c.bytes), []byte("\n"), []byte(" ")))
		}
	}
	return b.String()
}

func (c *converter) rawHTML(n *ast.RawHTML) string {
	var b strings.Builder
	for i := range n.Segments.Len() {
		seg := n.Segments.At(i)
		b.Write(seg.Value(c.bytes))
	}
	return b.String()
}

// trimRight takes breaks and blanks off the end.
func trimRight(in []Inline) []Inline {
	for len(in) > 0 {
		last := &in[len(in)-1]
		switch last.Kind {
		case SoftBreak, HardBreak:
			in = in[:len(in)-1]
			continue
		case Text:
			last.Text = strings.TrimRight(last.Text, " \t\n")
			if last.Text == "" {
				in = in[:len(in)-1]
				continue
			}
		}
		break
	}
	return in
}

// spans reads what CommonMark leaves as text: "[@key, p. 4]" and "[phrase]{lang=fr}". It also restores escaped
// brackets.
func (c *converter) spans(in []Inline, at int) []Inline {
	var langs, cites, escapes bool
	for i := range in {
		if in[i].Kind != Text {
			if in[i].Children != nil {
				in[i].Children = c.spans(in[i].Children, at)
			}
			continue
		}
		if t := in[i].Text; strings.IndexByte(t, ']') >= 0 || strings.IndexByte(t, '[') >= 0 {
			langs = langs || strings.Contains(t, "]{lang=")
			cites = cites || strings.Contains(t, "[@")
		}
		escapes = escapes || strings.Contains(in[i].Text, escapedBracket)
	}
	if langs {
		in = c.langSpans(in, at)
	}
	if cites {
		in = c.cites(in, at)
	}
	if escapes {
		for i := range in {
			restore(&in[i])
		}
	}
	return in
}

func restore(in *Inline) {
	in.Text = strings.ReplaceAll(in.Text, escapedBracket, "[")
	for i := range in.Children {
		restore(&in.Children[i])
	}
}

// langSpans wraps "[" … "]{lang=xx}" over neighbouring inlines.
func (c *converter) langSpans(in []Inline, at int) []Inline {
	out := make([]Inline, 0, len(in)+4)
	for _, next := range in {
		for next.Kind == Text {
			end := strings.Index(next.Text, "]{lang=")
			if end < 0 {
				break
			}
			after := strings.IndexByte(next.Text[end:], '}')
			if after < 0 {
				break
			}
			tag := next.Text[end+len("]{lang=") : end+after]
			out = append(out, Inline{Kind: Text, Text: next.Text[:end]})
			out = c.wrapSpan(out, tag, at)
			next.Text = next.Text[end+after+1:]
		}
		out = append(out, next)
	}
	return dropEmpty(out)
}

// wrapSpan closes a span over the end of out, from the last "[".
func (c *converter) wrapSpan(out []Inline, name string, at int) []Inline {
	tag, err := lang.Parse(name)
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].Kind != Text {
			continue
		}
		open := strings.LastIndexByte(out[i].Text, '[')
		if open < 0 {
			continue
		}
		inner := append([]Inline{{Kind: Text, Text: out[i].Text[open+1:]}}, out[i+1:]...)
		out[i].Text = out[i].Text[:open]
		if err != nil {
			c.problem(at, "span-language", map[string]any{"tag": clip(name)})
			return append(out[:i+1], inner...)
		}
		return append(out[:i+1], Inline{Kind: Span, Lang: tag, Children: dropEmpty(inner)})
	}
	c.problem(at, "span-open", map[string]any{"tag": clip(name)})
	return out
}

func dropEmpty(in []Inline) []Inline {
	out := in[:0]
	for _, x := range in {
		if x.Kind != Text || x.Text != "" {
			out = append(out, x)
		}
	}
	return out
}

// cites splits "[@key, locator; @key]" out of texts.
func (c *converter) cites(in []Inline, at int) []Inline {
	out := make([]Inline, 0, len(in)+4)
	for _, next := range in {
		if next.Children != nil {
			next.Children = c.cites(next.Children, at)
		}
		for next.Kind == Text {
			open := strings.Index(next.Text, "[@")
			if open < 0 {
				break
			}
			end := strings.IndexByte(next.Text[open:], ']')
			items, ok := []CiteItem(nil), false
			if end > 0 {
				items, ok = parseCites(next.Text[open+1 : open+end])
			}
			if !ok {
				c.problem(at, "cite-form", map[string]any{"text": clip(next.Text[open:])})
				break
			}
			out = append(out, Inline{Kind: Text, Text: next.Text[:open]}, Inline{Kind: Cite, Cites: items})
			next.Text = next.Text[open+end+1:]
		}
		out = append(out, next)
	}
	return dropEmpty(out)
}

func parseCites(s string) ([]CiteItem, bool) {
	var out []CiteItem
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		key, locator, _ := strings.Cut(part, ",")
		key = strings.TrimSpace(key)
		if len(key) < 2 || key[0] != '@' || !isKey(key[1:]) {
			return nil, false
		}
		out = append(out, CiteItem{Reference: key[1:], Locator: strings.TrimSpace(locator)})
	}
	return out, true
}
