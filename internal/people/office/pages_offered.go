package office

import (
	"slices"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/library"
)

// offeringsOf are the offerings of some courses, the newest first: those before an id, at most so many.
func (r *Room) offeringsOf(tx store.Tx, of []*library.Edition, before enrolment.OfferingID, most int) (list []enrolment.Offering, err error) {
	for {
		some, err := r.Enrolment.Offerings(tx, "", before, most)
		if err != nil {
			return nil, err
		}
		for _, o := range some {
			if before = o.ID; slices.ContainsFunc(of, func(e *library.Edition) bool { return e.Course.Key == o.Course }) {
				list = append(list, o)
			}
			if len(list) == most {
				return list, nil
			}
		}
		if len(some) < most {
			return list, nil
		}
	}
}

// titled is a language in which an offering has a title.
type titled struct {
	course.Language
	always bool // of every course that can be chosen
}

// titledIn are the languages of courses, in their order.
func titledIn(of []*library.Edition) (list []titled) {
	count := map[lang.Tag]int{}
	for _, e := range of {
		for _, l := range e.Course.Languages {
			if count[l.Tag]++; count[l.Tag] == 1 {
				list = append(list, titled{Language: l})
			}
		}
	}
	for i := range list {
		list[i].always = count[list[i].Tag] == len(of)
	}
	return list
}

// courseTyped is the course that a form chooses; where it asks for none, the one that whoever sends it may offer.
func (r *Room) courseTyped(v *visit) (string, error) {
	if typed := v.typed("course"); typed != "" {
		if r.Library.EditionOf(typed) == nil {
			return "", Mistakes{mistake("course", "course")}
		}
		return typed, nil
	}
	var mine []*library.Edition
	err := r.read(v, func(tx store.Tx) (err error) { mine, err = r.mine(tx, v); return err })
	if err != nil {
		return "", err
	}
	if len(mine) == 0 { // what opened the page was taken away meanwhile: the transaction says so
		return r.Library.Edition().Course.Key, nil
	}
	return mine[0].Course.Key, nil
}
