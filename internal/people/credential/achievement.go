package credential

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/publish"
	"atelier/internal/people/delivery"
)

// Achievement is what a certificate says was completed, as it stood when the first certificate of it was issued.
type Achievement struct {
	ID      string // made of the text
	Course  string
	Version string
	said
}

// said is the text of an achievement, in every language of the course.
type said struct {
	Title   lang.Text           `json:"title"`
	About   lang.Text           `json:"about"`
	Rule    lang.Text           `json:"rule"`    // what was to be done
	Minutes map[lang.Tag]int    `json:"minutes"` // that it takes, in the language in which it takes longest: a certificate says one length
	Modules int                 `json:"modules"`
	Locale  map[lang.Tag]string `json:"locale"`
	Home    lang.Text           `json:"home"`   // path of the course's first page
	Issuer  lang.Text           `json:"issuer"` // the institution
}

// achievement is what a certificate that is issued now says; false when the site has the course no more.
func (r *Room) achievement(c Certificate) (a Achievement, ok bool) {
	e := r.Edition(c.Course)
	if e == nil {
		return a, false
	}
	of := e.Course
	a = Achievement{Course: c.Course, Version: c.Version, said: said{
		Title: of.Title, About: of.Description, Rule: lang.Text{}, Minutes: map[lang.Tag]int{}, Locale: map[lang.Tag]string{}, Home: lang.Text{}, Modules: len(of.Modules), Issuer: r.issuerName(of.Attribution),
	}}
	longest := 0
	for _, l := range of.Languages {
		longest = max(longest, publish.CourseMinutes(of, l.Tag))
	}
	for _, l := range of.Languages {
		a.Rule[l.Tag] = delivery.RuleOf(of, e.Face(l.Tag))
		a.Minutes[l.Tag] = longest
		a.Locale[l.Tag] = l.Locale
		a.Home[l.Tag] = "/" + l.Tag.Lower() + "/"
	}
	// Maps are written in the order of their keys, so that the same text has the same digest.
	text, err := json.Marshal([]any{a.Course, a.Version, a.said})
	if err != nil {
		return a, false
	}
	sum := sha256.Sum256(text)
	a.ID = hex.EncodeToString(sum[:10])
	return a, true
}

// issuerName is the institution, and those whose the course is where none has given its name.
func (r *Room) issuerName(course lang.Text) lang.Text {
	if name := r.Institution().Name; len(name) > 0 {
		return name
	}
	return course
}

func (r *Room) keepAchievement(tx store.Tx, a Achievement) error {
	return insertAchievement(tx, a, r.today())
}

// AchievementOf is what a certificate says was completed.
func (r *Room) AchievementOf(tx store.Tx, c Certificate) (Achievement, error) {
	return r.achievementByID(tx, c.Achievement)
}

func (r *Room) achievementByID(tx store.Tx, id string) (Achievement, error) {
	a, ok, err := selectAchievement(tx, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, words, "no-achievement")
	}
	return a, err
}

// in is a text in a language of the course, or in the first that has it: a page may be read in a language that the course
// got later.
func in(text lang.Text, tag lang.Tag) string {
	if text.Has(tag) {
		return text.In(tag)
	}
	for _, t := range text.Tags() {
		return text.In(t)
	}
	return ""
}

// languages are the languages of an achievement, one first.
func languages(a Achievement, first lang.Tag) (all []lang.Tag) {
	for _, tag := range a.Title.Tags() {
		if tag == first {
			all = append([]lang.Tag{tag}, all...)
		} else {
			all = append(all, tag)
		}
	}
	return all
}
