package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The generated course: modules of ten lessons, each lesson in English and in French with equal ids, about 900 words a
// page with headings, a figure, a table, a list, a quote, code, footnotes and two links. The same seed gives the same
// bytes.
const (
	lessonsPerModule = 10
	pictures         = 8
	seed             = 20261123
)

var vocabulary = map[string][]string{
	"en": strings.Fields(`the public service training allows teams to develop digital skills that improve services delivered citizens
accessibility open data governance assessment learning pathway module exercise reflection practice community review comment policy
legal framework security privacy protection official language department agency program design workshop participant facilitator
content quality measure outcome tool method analysis need user prototype test iteration delivery continuous support`),
	"fr": strings.Fields(`la formation publique permet aux équipes de développer des compétences numériques pour améliorer les services rendus
citoyens accessibilité données ouvertes gouvernance évaluation apprentissage parcours module exercice réflexion pratique communauté
révision commentaire politique cadre légal sécurité protection vie privée langue officielle ministère agence programme conception
atelier participant facilitateur contenu qualité mesure résultat outil méthode analyse besoin usager prototype essai itération
livraison continue`),
}

// corpus writes a course of so many lessons.
type corpus struct {
	dir     string
	lessons int
	ids     *rand.Rand
	given   map[string]bool
	err     error
}

func writeCorpus(dir string, lessons int) error {
	c := &corpus{dir: dir, lessons: lessons, ids: rand.New(rand.NewSource(seed)), given: map[string]bool{}}
	c.course()
	for i := range pictures {
		c.picture(i)
	}
	for m := 0; m*lessonsPerModule < lessons; m++ {
		c.module(m)
	}
	return c.err
}

func (c *corpus) write(name string, data []byte) {
	path := filepath.Join(c.dir, filepath.FromSlash(name))
	if c.err == nil {
		c.err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if c.err == nil {
		c.err = os.WriteFile(path, data, 0o644)
	}
}

func (c *corpus) course() {
	var b strings.Builder
	b.WriteString(`id: urn:uuid:00000000-0000-4000-8000-000000000001
key: measured
languages:
  - {tag: en, locale: en-CA, name: English}
  - {tag: fr, locale: fr-CA, name: Français}
title: {en: A course to measure with, fr: Un cours pour mesurer}
description: {en: Generated text., fr: Texte produit.}
audience: {en: Nobody., fr: Personne.}
licence: CC0-1.0
attribution: {en: Generated, fr: Produit}
objectives:
  - {id: measure, text: {en: Measure., fr: Mesurer.}}
modules: [`)
	for m := 0; m*lessonsPerModule < c.lessons; m++ {
		if m > 0 {
			b.WriteString(", ")
		}
		b.WriteString(moduleName(m))
	}
	b.WriteString("]\n")
	c.write("course.yaml", []byte(b.String()))
	var terms strings.Builder
	const entries = 40 // as many as a glossary of usual size; words of a pair meet now and then
	for i := range entries {
		en, fr := vocabulary["en"], vocabulary["fr"]
		fmt.Fprintf(&terms, "- id: term-%d\n  term: {en: \"%s %s\", fr: \"%s %s\"}\n  definition: {en: A word., fr: Un mot.}\n", i, en[i], en[i+7], fr[i], fr[i+7])
	}
	c.write("glossary.yaml", []byte(terms.String()))
}

func moduleName(m int) string { return fmt.Sprintf("%d-module", m+1) }
func lessonName(l int) string { return fmt.Sprintf("%d-lesson", l+1) }

func (c *corpus) picture(i int) {
	im := image.NewRGBA(image.Rect(0, 0, 160, 90))
	for y := range 90 {
		for x := range 160 {
			im.Set(x, y, color.RGBA{uint8(x + i*20), uint8(y * 2), uint8(i * 30), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil && c.err == nil {
		c.err = err
	}
	c.write(fmt.Sprintf("media/fig%d.png", i), b.Bytes())
	c.write(fmt.Sprintf("media/fig%d.yaml", i), []byte("licence: CC0-1.0\ncreator: Generated\n"))
}

func (c *corpus) module(m int) {
	var names []string
	for l := range min(lessonsPerModule, c.lessons-m*lessonsPerModule) {
		names = append(names, lessonName(l))
		c.lesson(m, l)
	}
	c.write("modules/"+moduleName(m)+"/module.yaml", []byte(fmt.Sprintf(`title: {en: Module %d, fr: Module %d}
slug: {en: module-%d, fr: module-%d}
description: {en: Generated., fr: Produit.}
objectives:
  - {id: o%d, text: {en: Measure., fr: Mesurer.}, serves: [measure]}
lessons: [%s]
`, m+1, m+1, m+1, m+1, m+1, strings.Join(names, ", "))))
}

// lesson writes one lesson in both languages; equal blocks have equal ids.
func (c *corpus) lesson(m, l int) {
	ids := make([]string, 80)
	for i := range ids {
		ids[i] = c.id()
	}
	number := m*lessonsPerModule + l
	for n, tag := range []string{"en", "fr"} {
		p := &prose{r: rand.New(rand.NewSource(int64(seed + number*2 + n))), words: vocabulary[tag], ids: ids}
		p.page(m, l, c.siblings(m))
		c.write(fmt.Sprintf("modules/%s/%s.%s.md", moduleName(m), lessonName(l), tag), p.b.Bytes())
	}
}

func (c *corpus) siblings(m int) int { return min(lessonsPerModule, c.lessons-m*lessonsPerModule) }

// id is a new passage id: a letter first, no letter or digit that is mistaken for another.
func (c *corpus) id() string {
	const letters, all = "abcdefghjkmnpqrstuvwxyz", "abcdefghjkmnpqrstuvwxyz23456789"
	for {
		var b [6]byte
		b[0] = letters[c.ids.Intn(len(letters))]
		for i := 1; i < len(b); i++ {
			b[i] = all[c.ids.Intn(len(all))]
		}
		if s := string(b[:]); !c.given[s] {
			c.given[s] = true
			return s
		}
	}
}

// prose writes one page.
type prose struct {
	b     bytes.Buffer
	r     *rand.Rand
	words []string
	ids   []string
}

// end is the id of the next block, as it stands at its end.
func (p *prose) end() string {
	id := p.ids[0]
	p.ids = p.ids[1:]
	return " ^" + id
}

func (p *prose) page(m, l, siblings int) {
	fmt.Fprintf(&p.b, "---\nslug: lesson-%d\nobjectives: [o%d]\n---\n# %s %d%s\n\n%s%s\n\n", l+1, m+1, p.title(5), l+1, p.end(), p.paragraph(60), p.end())
	for s := range 5 {
		fmt.Fprintf(&p.b, "## %s %d%s\n\n", p.title(4), s+1, p.end())
		fmt.Fprintf(&p.b, "%s[^n%d]%s\n\n", p.paragraph(70), s, p.end())
		p.section(s, m, l, siblings)
		fmt.Fprintf(&p.b, "%s%s\n\n", p.paragraph(40), p.end())
	}
	for s := range 5 {
		fmt.Fprintf(&p.b, "[^n%d]: %s%s\n\n", s, p.sentence(10), p.end())
	}
}

// section is what is particular to each of a page's five sections.
func (p *prose) section(s, m, l, siblings int) {
	switch s {
	case 0:
		fmt.Fprintf(&p.b, "![%s](media/fig%d.png \"%s\")%s\n\n", p.title(6), p.r.Intn(pictures), p.title(4), p.end())
	case 1:
		p.b.WriteString("| A | B | C |\n|---|---|---|\n")
		for range 6 {
			fmt.Fprintf(&p.b, "| %s | %s | %d |\n", p.word(), p.word(), p.r.Intn(1000))
		}
		fmt.Fprintf(&p.b, "\n: %s%s\n\n", p.title(4), p.end())
	case 2:
		for range 5 {
			fmt.Fprintf(&p.b, "- %s%s\n", p.sentence(9), p.end())
		}
		p.b.WriteString("\n")
	case 3:
		fmt.Fprintf(&p.b, "### %s%s\n\n%s [%s](/modules/%s/%s). [%s](https://example.org/%d).%s\n\n", p.title(3), p.end(), p.paragraph(30),
			p.word(), moduleName(m), lessonName((l+1)%siblings), p.word(), p.r.Intn(999), p.end())
	case 4:
		fmt.Fprintf(&p.b, "> %s%s\n\n```go%s\nfunc main() { println(%d) }\n```\n\n", p.paragraph(30), p.end(), p.end(), p.r.Intn(1000))
	}
}

func (p *prose) word() string { return p.words[p.r.Intn(len(p.words))] }

func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func (p *prose) title(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = p.word()
	}
	return capital(strings.Join(words, " "))
}

// sentence has so many words, one in forty strong, emphasised or code.
func (p *prose) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		w := p.word()
		if i == 0 {
			w = capital(w)
		}
		switch p.r.Intn(40) {
		case 0:
			w = "**" + w + "**"
		case 1:
			w = "*" + w + "*"
		case 2:
			w = "`" + w + "`"
		}
		words[i] = w
	}
	return strings.Join(words, " ") + "."
}

func (p *prose) paragraph(words int) string {
	var out []string
	for words > 0 {
		n := min(8+p.r.Intn(14), words)
		out = append(out, p.sentence(n))
		words -= n
	}
	return strings.Join(out, " ")
}
