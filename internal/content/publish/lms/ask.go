package lms

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
)

// asked is a question in one language with its words drawn, for formats in which a
// question stands by itself. Its texts are fragments of XHTML.
type asked struct {
	*course.Question
	page *course.Page
	id   string // its passage, or where it stands when it has none yet
	bank bool   // it belongs to no fixed form of a check
	// title is the question in plain text, cut to what a list of questions shows.
	title       string
	lead        string // what is told before the question
	ask         string // the question: a phrase
	choices     []askedChoice
	pairs       []askedPair
	steps       []askedStep
	worths      map[string]float64 // of a scenario's steps, by name
	explanation string
	media       []string // pictures it shows, by path in the source
}

type askedChoice struct {
	course.Choice
	id       string
	text     string // a phrase
	plain    string
	feedback string
	forms    []string // how the answer may be written
	value    float64  // of a number
}

type askedPair struct {
	id            string
	term, partner string // phrases
	plainTerm     string
	plainPartner  string
	feedback      string
}

// askedStep is a step of a scenario. A choice is right when it leads to the best end
// that the step can still lead to.
type askedStep struct {
	course.Step
	id      string
	text    string
	choices []askedChoice
}

// stem is all of what is asked, with its question as a paragraph.
func (a *asked) stem() string {
	if a.ask == "" {
		return a.lead
	}
	return a.lead + "<p>" + a.ask + "</p>"
}

// asker words the questions of a course in a language.
type asker struct {
	t     *publish.Tongue
	links func(seen *[]string) render.Links // notes the media that are asked for
}

// questions are all questions of a page as this language words them, in order.
func (k asker) questions(p *course.Page) []*asked {
	d := p.Doc(k.t.Render.Tag)
	if d == nil {
		return nil
	}
	var out []*asked
	for i, q := range d.Questions() {
		a := k.word(p, d, q)
		if a.id == "" {
			a.id = strings.ReplaceAll(p.Path, "/", "-") + "-" + strconv.Itoa(i+1)
		}
		a.bank = q.Form == "" && (p.Kind == course.Check || p.Kind == course.Assessment)
		out = append(out, a)
	}
	return out
}

func (k asker) word(p *course.Page, d *course.Doc, q *course.Question) *asked {
	a := &asked{Question: q, page: p, id: string(q.ID)}
	s := k.t.Render.Still(k.links(&a.media))
	s.Alone, s.Linked = true, true
	asks := -1
	for i, b := range q.Stem {
		if b.Kind == course.Paragraph {
			asks = i
		}
	}
	for i, b := range q.Stem {
		if i == asks {
			a.ask = phrase(s, b)
			a.title = clipped(course.Plain(b.Inlines))
			continue
		}
		a.lead += s.Blocks([]*course.Block{b})
	}
	a.choices = k.choices(s, q, q.Choices)
	for _, pair := range q.Pairs {
		a.pairs = append(a.pairs, askedPair{
			id: string(pair.ID), term: s.Inlines(pair.Term), partner: s.Inlines(pair.Partner.Inlines), plainTerm: course.Plain(pair.Term),
			plainPartner: course.Plain(pair.Partner.Inlines), feedback: s.Blocks(pair.Feedback),
		})
	}
	for i, step := range q.Steps {
		x := askedStep{Step: step, id: string(step.ID), text: s.Blocks(step.Blocks), choices: k.choices(s, q, step.Choices)}
		if x.id == "" {
			x.id = "step" + strconv.Itoa(i+1)
		}
		a.steps = append(a.steps, x)
	}
	a.weigh()
	a.explanation = s.Blocks(q.Explanation)
	for i := range a.pairs {
		if a.pairs[i].id == "" {
			a.pairs[i].id = "p" + strconv.Itoa(i+1)
		}
	}
	return a
}

// phrase is the words of a paragraph in an element that carries its id.
func phrase(s *render.Still, b *course.Block) string {
	if b.ID == "" {
		return s.Inlines(b.Inlines)
	}
	return `<span id="` + render.Escape(string(b.ID)) + `">` + s.Inlines(b.Inlines) + "</span>"
}

func (k asker) choices(s *render.Still, q *course.Question, choices []course.Choice) []askedChoice {
	var out []askedChoice
	for i, c := range choices {
		x := askedChoice{Choice: c, id: string(c.ID), text: s.Inlines(c.Text.Inlines), plain: strings.TrimSpace(course.Plain(c.Text.Inlines)), feedback: s.Blocks(c.Feedback)}
		if x.id == "" {
			x.id = "c" + strconv.Itoa(i+1)
		}
		switch q.Kind {
		case course.FillIn:
			x.forms = forms(x.plain)
		case course.Numeric:
			x.value, _ = course.ParseNumber(x.plain, k.t.Face == lang.French)
			x.forms = []string{x.plain}
		}
		out = append(out, x)
	}
	return out
}

// forms are how an answer may be written where only upper and lower case are the
// same: with its accents and apostrophes, and without.
func forms(s string) []string {
	var bare strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘':
			bare.WriteByte('\'')
		case r == '\u00a0' || r == '\u202f':
			bare.WriteByte(' ')
		default:
			bare.WriteRune(r)
		}
	}
	if b := norm.NFC.String(bare.String()); b != s && b != "" {
		return []string{s, b}
	}
	return []string{s}
}

// titleLength is how much of a question its title shows, in characters.
const titleLength = 80

// clipped is a text cut between words.
func clipped(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= titleLength {
		return s
	}
	cut := string(r[:titleLength])
	if at := strings.LastIndexByte(cut, ' '); at > titleLength/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.–—") + "…"
}

// worths are what the ends of a scenario are worth.
var worths = map[string]float64{"good": 1, "": 1, "fair": 0.5, "poor": 0}

// worth is the best end that a step of a scenario leads to, 0 to 1.
func (a *asked) worth(name string) float64 { return a.worths[name] }

// weigh finds what every step leads to: ends are worth what they are, and what is
// known of the next steps is handed back step by step.
func (a *asked) weigh() {
	a.worths = map[string]float64{}
	for range a.steps {
		for _, s := range a.steps {
			best := 0.0
			if len(s.choices) == 0 {
				best = worths[s.Outcome]
			}
			for _, c := range s.choices {
				best = max(best, a.worths[c.Goto])
			}
			a.worths[s.Name] = best
		}
	}
	for i, step := range a.steps {
		for j, c := range step.choices {
			a.steps[i].choices[j].Right = a.worth(c.Goto) == a.worth(step.Name)
		}
	}
}

func (a *asked) stepNamed(name string) int {
	for i, s := range a.steps {
		if s.Name == name {
			return i
		}
	}
	return -1
}

// shown is an order for n things that is not theirs, the same in every language and
// on every machine: it depends on the passage alone.
func (a *asked) shown(n int) []int {
	key := func(i int) string {
		sum := sha256.Sum256([]byte(a.id + "#" + strconv.Itoa(i)))
		return string(sum[:])
	}
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(i, j int) int { return strings.Compare(key(i), key(j)) })
	if n > 1 && slices.IsSorted(out) {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// point is a number with all its digits and a decimal point, as formats have it.
func point(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func comma(s string) string { return strings.ReplaceAll(s, ".", ",") }
