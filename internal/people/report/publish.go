package report

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/delivery"
)

// PublishedItem is what is told of one wording of a question in one language.
type PublishedItem struct {
	Language lang.Tag // with the region
	Day      string   // on which it was made
	Item
}

// PublishedComparison is what is told of a question in two languages.
type PublishedComparison struct {
	First, Second lang.Tag // with the region
	Day           string
	Comparison
}

// PublishItems brings what is told of the questions of every course up to date: a wording
// of which [Few] or more people answered since it was last told of.
func (r *Room) PublishItems(ctx context.Context) error {
	for _, e := range r.Library.Editions() {
		for _, p := range e.Course.Pages() {
			if p.Kind != course.Check && p.Kind != course.Assessment {
				continue
			}
			if err := r.publishItems(ctx, e.Course, string(delivery.PageActivity(e.Course, p))); err != nil {
				return err
			}
		}
	}
	return nil
}

// series is one wording of a question in one language.
type series struct {
	question, version string
	language          lang.Tag
}

// publishItems is PublishItems for one check. Figures are made between reading and
// writing, so that learners need not wait for them; what another node told meanwhile
// stays, see upsertItem.
func (r *Room) publishItems(ctx context.Context, c *course.Course, check string) error {
	var answers []Answer
	var told map[series]int
	var before map[compared][2]int
	err := r.DB.Read(store.Patient(ctx), func(tx store.Tx) (err error) {
		if told, err = selectTold(tx, check); err != nil {
			return err
		}
		now, err := countAnswers(tx, check)
		if err != nil || !grown(now, told) {
			return err
		}
		if before, err = selectCompared(tx, check); err != nil {
			return err
		}
		answers, err = selectAnswers(tx, check)
		return err
	})
	if err != nil || len(answers) == 0 {
		return err
	}
	day := r.Clock.Now().UTC().Format(time.DateOnly)
	fresh := freshItems(answers, told, day)
	other := freshComparisons(newest(c, answers), before, day)
	return r.DB.Write(ctx, func(tx store.Tx) error {
		for _, p := range fresh {
			if err := upsertItem(tx, check, p); err != nil {
				return err
			}
		}
		for _, p := range other {
			if err := upsertComparison(tx, check, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// grown says whether a wording was answered by Few or more people since it was told of.
func grown(now, told map[series]int) bool {
	for s, n := range now {
		if n-told[s] >= Few {
			return true
		}
	}
	return false
}

// freshItems are the wordings of which there is more to tell than was told.
func freshItems(answers []Answer, told map[series]int, day string) (fresh []PublishedItem) {
	byLanguage := map[lang.Tag][]Answer{}
	for _, a := range answers {
		byLanguage[a.Language] = append(byLanguage[a.Language], a)
	}
	for tag, list := range byLanguage {
		for _, it := range items(list) {
			if it.N-told[series{it.ID, it.Version, tag}] >= Few {
				fresh = append(fresh, PublishedItem{tag, day, it})
			}
		}
	}
	return fresh
}

// wording is a question in a language.
type wording struct {
	question string
	language lang.Tag
}

// newest are the answers to questions as the course words them now. A question has one
// version in them, made of those of its languages.
func newest(c *course.Course, answers []Answer) (out []Answer) {
	now, all := map[wording]string{}, map[string]string{}
	for _, p := range c.Pages() {
		for _, l := range c.Languages {
			for id, q := range delivery.Asked(c, p, l.Tag) {
				now[wording{string(id), locale(l)}] = q.Version()
				all[string(id)] += q.Version()
			}
		}
	}
	for _, a := range answers {
		if now[wording{a.Item, a.Language}] == a.Version {
			a.Version = all[a.Item]
			out = append(out, a)
		}
	}
	return out
}

// freshComparisons compares the questions of a check in every two languages. One that
// was told of before is told of anew when Few or more people came in each of them, or
// when the question is worded anew.
func freshComparisons(answers []Answer, told map[compared][2]int, day string) (fresh []PublishedComparison) {
	tags := map[lang.Tag]bool{}
	for _, a := range answers {
		tags[a.Language] = true
	}
	order := slices.Sorted(maps.Keys(tags))
	for i, first := range order {
		for _, second := range order[i+1:] {
			for _, c := range compare(answers, first, second) {
				was := told[compared{c.ID, c.Version, first, second}]
				if c.Delta.Known && c.N[0]-was[0] >= Few && c.N[1]-was[1] >= Few {
					fresh = append(fresh, PublishedComparison{first, second, day, c})
				}
			}
		}
	}
	return fresh
}

// compared is what a comparison is of.
type compared struct {
	question, version string
	first, second     lang.Tag
}

// locale is how statements name a language of a course.
func locale(l course.Language) lang.Tag { return lang.Tag(cmp.Or(l.Locale, string(l.Tag))) }
