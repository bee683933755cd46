package library

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/publish"
)

// shownOfEach is how many passages of each course a search in all of them shows.
const shownOfEach = 5

// Found is what a search found in one course.
type Found struct {
	Edition *Edition
	Tag     lang.Tag // the language of the course in which it was searched
	Answer  search.Answer
}

// Search looks in every course, in the language in which readers of a language of the site read it, for at most limit
// passages of each; the total of an answer counts the others. Courses in which nothing is found are left out. A course
// with passages that have every word comes before those that have some, then the one with the best passage; of equals the
// order of the courses decides. What is beyond the first 200 characters of a query does not count.
func (r *Room) Search(tag lang.Tag, query string, limit int) []Found {
	query = shortened(query)
	var all []Found
	for _, e := range r.Editions() {
		own := e.Reads(tag)
		if a := e.Index(own).Search(query, max(1, limit)); a.Total > 0 {
			all = append(all, Found{Edition: e, Tag: own, Answer: a})
		}
	}
	slices.SortStableFunc(all, func(a, b Found) int {
		if a.Answer.All != b.Answer.All {
			if a.Answer.All {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Answer.Results[0].Score, a.Answer.Results[0].Score)
	})
	return all
}

// shortened is the part of a query that counts.
func shortened(query string) string {
	if runes := []rune(query); len(runes) > queryMost {
		return string(runes[:queryMost])
	}
	return query
}

// foundIn is what a search in all courses found, ready to be drawn on the list of courses.
func (r *Room) foundIn(tag, face lang.Tag, query string) page.FoundCourses {
	out := page.FoundCourses{Query: strings.TrimSpace(shortened(query)), All: page.Link{Text: words.Say(face, "courses-all"), Href: CoursesPath(tag, face)}}
	for _, f := range r.Search(tag, query, shownOfEach) {
		c := f.Edition.Course
		out.Total += f.Answer.Total
		one := page.FoundCourse{ID: "found-" + c.Key, Title: page.Link{Text: c.Title.In(f.Tag), Href: f.Edition.Home(tag)}}
		if l, _ := c.Language(f.Tag); f.Tag != tag {
			one.Locale, one.Title.Lang = l.Locale, l.Locale
		}
		for _, result := range f.Answer.Results {
			one.Results = append(one.Results, resultOf(result))
		}
		if p := f.Edition.In(f.Tag, string(publish.KindSearch)); p != nil && f.Answer.Total > len(one.Results) {
			one.More = page.Link{Text: words.Say(face, "courses-found-more", lang.A{"n": f.Answer.Total, "course": c.Title.In(f.Tag)}), Href: p.Path + "?q=" + url.QueryEscape(out.Query)}
		}
		out.Courses = append(out.Courses, one)
	}
	return out
}
