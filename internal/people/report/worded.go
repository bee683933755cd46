package report

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// worded says what is told of people in words: the text of a course in one of its
// languages, ours in an interface language.
type worded struct {
	course    *course.Course
	tag, face lang.Tag
}

func (w worded) say(key string, args ...lang.A) string { return words.Say(w.face, key, args...) }

// value is what people have of a trait.
func (w worded) value(n names, trait int, value string) string {
	switch {
	case value == mixed:
		return w.say("people.mixed")
	case value == none:
		return w.say("people.no-" + asks[trait])
	}
	switch trait {
	case ByOffering:
		if o, ok := n.offerings[value]; ok {
			return o.Title(w.tag)
		}
	case ByOrg:
		if o, ok := n.orgs[value]; ok {
			return o.Name(w.tag)
		}
	case ByLanguage:
		if l, ok := w.course.Language(lang.Tag(value)); ok {
			return l.Name
		}
	case ByQuarter:
		if year, q, _ := strings.Cut(value, "-"); strings.Contains("1234", q) && len(q) == 1 {
			return w.say("people.quarter-"+q, lang.A{"year": year})
		}
	}
	return value
}

// measure names a measure, shortly and whole; n numbers an objective.
func (w worded) measure(m Measure, n int) (label, whole string) {
	switch m.Name {
	case "module":
		for _, one := range w.course.Modules {
			if one.Key == m.Item {
				label = w.say("people.module", lang.A{"n": one.Number})
				return label, w.say("people.named", lang.A{"label": label, "text": one.Title.In(w.tag)})
			}
		}
	case "objective":
		for _, one := range objectives(w.course) {
			if one.ID == m.Item {
				label = w.say("people.objective", lang.A{"n": n})
				return label, w.say("people.named", lang.A{"label": label, "text": one.Text.In(w.tag)})
			}
		}
	}
	label = w.say("people.fact-" + m.Name)
	return label, label
}

func (w worded) percent(p Percent) string {
	text := lang.Percent(w.face, float64(p.Value)/100, 0)
	switch {
	case p.OrLess:
		return w.say("or-less", lang.A{"share": text})
	case p.OrMore:
		return w.say("or-more", lang.A{"share": text})
	}
	return text
}

// sayDay is a day in words, or as it is when it is none.
func sayDay(face lang.Tag, iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return lang.Date(face, t)
}
