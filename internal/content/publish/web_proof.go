package publish

import (
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/parity"
	"atelier/internal/content/render"
)

// Proof is what is known of the files of the editions: what judges said of them,
// and what they do not carry. It is told on the page of formats.
type Proof struct {
	Release string // of which the files were made; empty between releases
	Date    string // of the release
	Stale   bool   // the files were made of another state of the course than is shown
	Asked   string // day on which judges were asked; empty when nobody asked
	Key     string // who signed: the id of their key
	Judges  []Judged
	Losses  map[string][]ReportEntry // by edition
}

// Judged is what one judge said in all.
type Judged struct {
	Name, Version           string
	Ours                    bool // the rules were written for Atelier
	Absent                  bool // it was not asked, because it was not installed
	Files, Errors, Warnings int
}

// proof tells what is known of the files; s.w.Options.Proof is nil where they are
// only just being made.
func (s *sheet) proof(b *strings.Builder) {
	p := s.w.Options.Proof
	para := func(key string, args ...lang.A) {
		b.WriteString("<p>" + render.Escape(s.say(key, args...)) + "</p>\n")
	}
	b.WriteString(`<h2 id="proof">` + render.Escape(s.say("proof.title")) + "</h2>\n")
	switch {
	case p == nil && len(s.w.Options.Formats) > 0:
		para("proof.beside")
		return
	case p == nil:
		para("proof.none")
		return
	}
	switch {
	case p.Stale && p.Release != "":
		para("proof.stale-release", lang.A{"release": p.Release})
	case p.Stale:
		para("proof.stale")
	case p.Release != "":
		para("proof.release", lang.A{"release": p.Release, "date": parity.Day(p.Date).Say(s.t.Face)})
	}
	if p.Asked == "" {
		para("proof.none")
	} else {
		para("proof.asked", lang.A{"date": parity.Day(p.Asked).Say(s.t.Face), "key": shortKey(p.Key)})
		s.judged(b, p.Judges)
	}
	s.lost(b, p.Losses)
}

// shortKey is as much of a key's id as people compare.
func shortKey(id string) string { return id[:min(16, len(id))] }

// judged is the table of the judges.
func (s *sheet) judged(b *strings.Builder, judges []Judged) {
	b.WriteString(`</div><div class="scroll" tabindex="0" role="region" aria-labelledby="judges"><table><caption id="judges">` +
		render.Escape(s.say("proof.judges")) + "</caption>\n<thead><tr>")
	for _, key := range []string{"judge", "about", "files", "errors", "warnings"} {
		b.WriteString(`<th scope="col">` + render.Escape(s.say("proof."+key)) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for _, j := range judges {
		name := j.Name
		if j.Version != "" {
			name += " " + j.Version
		}
		b.WriteString(`<tr><th scope="row">` + render.Escape(name) + "</th><td>" + render.Escape(s.judgeAbout(j)) + "</td>")
		for _, n := range []int{j.Files, j.Errors, j.Warnings} {
			cell := "–"
			if !j.Absent {
				cell = lang.Number(s.t.Face, float64(n), 0)
			}
			b.WriteString("<td>" + cell + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table></div>\n<div class=\"prose\">\n")
}

// judgeAbout says what a judge looks at, and whose rules they are.
func (s *sheet) judgeAbout(j Judged) string {
	about := j.Name
	if Words.Has(s.t.Face, "judge."+j.Name) {
		about = s.say("judge." + j.Name)
	}
	switch {
	case j.Absent:
		return about + " " + s.say("proof.absent")
	case j.Ours:
		return about + " " + s.say("proof.ours")
	}
	return about
}

// lost tells, edition by edition, what the files do not carry, with the page where
// each thing stands.
func (s *sheet) lost(b *strings.Builder, losses map[string][]ReportEntry) {
	b.WriteString(`<h3 id="losses">` + render.Escape(s.say("proof.losses")) + "</h3>\n")
	told := false
	for _, name := range s.builtEditions() {
		mine := s.lossesHere(losses[name])
		if len(mine) == 0 {
			continue
		}
		told = true
		b.WriteString("<details><summary>" + render.Escape(s.say("proof.losses-of", lang.A{"format": s.say("edition." + name), "n": len(mine)})) + "</summary>\n<ul>\n")
		for _, l := range mine {
			b.WriteString("<li>" + s.lossPlace(l) + render.Escape(l.What[s.t.Face]) + "</li>\n")
		}
		b.WriteString("</ul></details>\n")
	}
	if !told {
		b.WriteString("<p>" + render.Escape(s.say("proof.losses-none")) + "</p>\n")
	}
}

// builtEditions are the editions that the site has, in the order in which people are told of them.
func (s *sheet) builtEditions() []string {
	out := []string{EditionWeb, EditionText}
	for _, f := range s.w.Options.Formats {
		if !slices.Contains(out, f.Edition) {
			out = append(out, f.Edition)
		}
	}
	return out
}

// lossesHere are those that hold for this page's language.
func (s *sheet) lossesHere(all []ReportEntry) []ReportEntry {
	var out []ReportEntry
	for _, l := range all {
		if l.Lang == "" || l.Lang == s.at.Tag {
			out = append(out, l)
		}
	}
	return out
}

// lossPlace leads to the passage or the page where something is lost.
func (s *sheet) lossPlace(l ReportEntry) string {
	p := s.t.byKey["page:"+l.Page]
	if p == nil {
		return ""
	}
	to := s.hrefOf(p)
	if l.Passage != "" {
		to += "#" + string(l.Passage)
	}
	return `<a href="` + render.Escape(to) + `">` + render.Escape(p.Title) + "</a>" + render.Escape(s.say("colon"))
}
