package moodle

import "strings"

// giftEscapes are the characters that mean something in GIFT. A line ending would end the question.
var giftEscapes = strings.NewReplacer(`\`, `\\`, "#", `\#`, "=", `\=`, "~", `\~`, "{", `\{`, "}", `\}`, ":", `\:`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// plain is a text of GIFT.
func plain(s string) string { return giftEscapes.Replace(clean(s)) }

// clean leaves out control characters, which a text file for people has no use for.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// The arrow of a matching question cannot be escaped, and one inside other answers makes the importer take them for
// such a question: HTML says it as a reference, plain text with the arrow that people mean.
const arrow = "->"

// html is a text of a question whose format is HTML; one that begins like the name of a format is told apart.
func html(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), arrow, "-&gt;")
	if strings.HasPrefix(s, "[") {
		return "[html]" + plain(s)
	}
	return plain(s)
}

// answer is an answer in plain text.
func answer(s string) string { return plain(strings.ReplaceAll(s, arrow, "→")) }

// GIFT is categories with their questions as GIFT. The id number and the tags stand in a comment, from which newer
// importers take them. A file that a question shows is left out.
func GIFT(categories []Category) []byte {
	var out strings.Builder
	for _, c := range categories {
		out.WriteString("$CATEGORY: " + plain(c.path()) + "\n\n")
		for i := range c.Questions {
			c.Questions[i].gift(&out)
		}
	}
	return []byte(out.String())
}

func (q *Question) gift(out *strings.Builder) {
	out.WriteString("// [id:" + bracketed(q.IDNumber) + "]")
	for _, t := range q.Tags {
		out.WriteString(" [tag:" + bracketed(t) + "]")
	}
	out.WriteString("\n::" + plain(strings.Join(strings.Fields(clean(q.Name)), " ")) + "::[html]" + plain(strings.TrimSpace(q.Text)))
	if q.Type != Description {
		out.WriteString("{")
		q.giftAnswers(out)
		if general := html(q.General); general != "" {
			out.WriteString("\t####" + general + "\n")
		}
		out.WriteString("}")
	}
	out.WriteString("\n\n")
}

// bracketed is a word inside brackets of a comment.
func bracketed(s string) string {
	return strings.NewReplacer("]", `\]`, "\n", " ", "\r", " ").Replace(clean(s))
}

func (q *Question) giftAnswers(out *strings.Builder) {
	if q.Type == Numerical {
		out.WriteString("#")
	}
	first := true // of several right answers one marks the question as one with a single answer
	for _, a := range q.Answers {
		mark := "=%" + number(a.Fraction) + "%"
		text := answer(a.Text)
		switch {
		case q.Type == Numerical:
			text = exact(parsed(a.Text)) + ":" + exact(a.Tolerance)
		case q.Type != MultiChoice:
		case q.Single && a.Fraction == 100 && first:
			mark, first, text = "=", false, html(a.Text)
		case a.Fraction == 0:
			mark, text = "~", html(a.Text)
		default:
			mark, text = "~%"+number(a.Fraction)+"%", html(a.Text)
		}
		out.WriteString("\n\t" + mark + text)
		if feedback := html(a.Feedback); feedback != "" {
			out.WriteString("#" + feedback)
		}
	}
	for _, p := range q.Pairs {
		out.WriteString("\n\t=" + html(p.Text) + " " + arrow + " " + answer(p.Partner))
	}
	if len(q.Answers)+len(q.Pairs) > 0 {
		out.WriteString("\n")
	}
}
