package parity

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"atelier/internal/base/lang"
)

//go:embed lexicon
var lexiconFiles embed.FS

// lexicon is what the machine knows of one language: the words that change what a sentence says.
type lexicon struct {
	signals   map[Signal]phraseBook
	numbers   map[string]int64
	opposites [][2][]string
	real      map[string]bool
}

// phraseBook finds phrases by their first word, longest first.
type phraseBook map[string][]phrase

type phrase struct {
	keys   []string
	family string
	exact  string // when not empty, the word must be written just so: "May" is a month
}

// anyNumber in a phrase stands for any number.
const anyNumber = "#"

// lexiconYAML is the form of lexicon/*.yaml.
type lexiconYAML struct {
	Negation   map[string][]string `yaml:"negation"`
	Modal      map[string][]string `yaml:"modal"`
	Quantifier map[string][]string `yaml:"quantifier"`
	Logic      map[string][]string `yaml:"logic"`
	Unit       map[string][]string `yaml:"unit"`
	Date       map[string][]string `yaml:"date"`
	Name       map[string][]string `yaml:"name"`
	Numbers    map[string]int64    `yaml:"numbers"`
	Opposites  [][2][]string       `yaml:"opposites"`
	Real       []string            `yaml:"real"`
}

var lexicons = sync.OnceValue(func() map[lang.Tag]*lexicon {
	out := map[lang.Tag]*lexicon{}
	for _, tag := range lang.Interfaces() {
		l, err := readLexicon(tag)
		if err != nil {
			panic(err) // embedded: a mistake of ours that every test meets
		}
		out[tag] = l
	}
	return out
})

// lexiconOf is the lexicon of a language; nil when the machine does not read it.
func lexiconOf(tag lang.Tag) *lexicon { return lexicons()[tag.Base()] }

func readLexicon(tag lang.Tag) (*lexicon, error) {
	data, err := lexiconFiles.ReadFile("lexicon/" + string(tag) + ".yaml")
	if err != nil {
		return nil, err
	}
	var raw lexiconYAML
	if err := yaml.UnmarshalWithOptions(data, &raw, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("lexicon %s: %w", tag, err)
	}
	l := &lexicon{numbers: raw.Numbers, opposites: raw.Opposites, real: map[string]bool{}, signals: map[Signal]phraseBook{
		Negation: bookOf(tag, raw.Negation), Modal: bookOf(tag, raw.Modal), Quantifier: bookOf(tag, raw.Quantifier),
		Logic: bookOf(tag, raw.Logic), Unit: bookOf(tag, raw.Unit), Date: bookOf(tag, raw.Date), Name: bookOf(tag, raw.Name),
	}}
	for _, w := range raw.Real {
		l.real[w] = true
	}
	for _, signal := range []Signal{Negation, Modal, Quantifier, Logic, Unit} {
		for _, list := range l.signals[signal] {
			for _, p := range list {
				if len(p.keys) == 1 {
					l.real[p.keys[0]] = true
				}
			}
		}
	}
	for _, pair := range raw.Opposites {
		for _, w := range slices.Concat(pair[0], pair[1]) {
			l.real[w] = true
		}
	}
	return l, nil
}

// bookOf turns families of words into a book of phrases.
func bookOf(tag lang.Tag, families map[string][]string) phraseBook {
	b := phraseBook{}
	for family, list := range families {
		for _, s := range list {
			b.add(tag, family, s)
		}
	}
	b.sort()
	return b
}

func (b phraseBook) add(tag lang.Tag, family, s string) {
	p := phrase{family: family}
	for _, t := range tokenize(tag, strings.ReplaceAll(s, "’", "'")) {
		p.keys = append(p.keys, t.key)
	}
	if rest, found := strings.CutSuffix(s, " "+anyNumber); found {
		p.keys = append(keysOf(tokenize(tag, rest)), anyNumber)
	}
	if len(p.keys) == 0 {
		return
	}
	if strings.HasSuffix(s, "'") {
		p.keys[len(p.keys)-1] += "'"
	}
	if len(p.keys) == 1 && s != strings.ToLower(s) && tag.Base() == lang.English && family != "" && isMonth(s) {
		p.exact = s
	}
	b[p.keys[0]] = append(b[p.keys[0]], p)
}

// isMonth tells the months that are also other words of English.
func isMonth(s string) bool { return s == "May" || s == "March" || s == "August" }

// sort puts longer phrases first, then makes the order a function of the phrases alone.
func (b phraseBook) sort() {
	for _, list := range b {
		slices.SortFunc(list, func(x, y phrase) int {
			if len(x.keys) != len(y.keys) {
				return len(y.keys) - len(x.keys)
			}
			return strings.Compare(x.family+strings.Join(x.keys, " "), y.family+strings.Join(y.keys, " "))
		})
	}
}

// at is the phrase that starts at a token; false when none does.
func (b phraseBook) at(tokens []token, i int) (phrase, bool) {
	for _, p := range b[tokens[i].key] {
		if i+len(p.keys) <= len(tokens) && p.matches(tokens[i:i+len(p.keys)]) {
			return p, true
		}
	}
	return phrase{}, false
}

func (p phrase) matches(tokens []token) bool {
	for j, key := range p.keys {
		if key == anyNumber && tokens[j].number {
			continue
		}
		if tokens[j].key != key {
			return false
		}
	}
	return p.exact == "" || tokens[0].surface == p.exact
}

func keysOf(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.key
	}
	return out
}

// spelledNumbers turns runs of number words into the number they say: twenty-five, quatre-vingt-dix.
func (l *lexicon) spelledNumbers(tokens []token) []token {
	if l == nil {
		return tokens
	}
	out := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		value, n := l.spelled(tokens[i:])
		if n == 0 {
			out = append(out, tokens[i])
			i++
			continue
		}
		surface := make([]string, n)
		for j := range n {
			surface[j] = tokens[i+j].surface
		}
		out = append(out, token{surface: strings.Join(surface, " "), key: fmt.Sprint(value), number: true, first: tokens[i].first})
		i += n
	}
	return out
}

// spelled reads a number in words at the start of tokens and how many words it takes.
func (l *lexicon) spelled(tokens []token) (value int64, n int) {
	var total, part, last int64
	for n < len(tokens) {
		v, ok := l.numbers[tokens[n].key]
		switch {
		case !ok:
			return total + part, n
		case v >= 1000:
			total, part, last = total+max(part, 1)*v, 0, v
		case v == 100 || (v == 20 && last == 4 && part == 4):
			part, last = max(part, 1)*v, v
		case n > 0 && last < 20 && last != 0:
			return total + part, n // “two three” are two numbers
		default:
			part, last = part+v, v
		}
		n++
	}
	return total + part, n
}
