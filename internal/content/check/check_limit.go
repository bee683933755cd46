package check

import (
	"strconv"

	"atelier/internal/content/course"
)

// Bounds of the limits of a check: beyond them a number is more likely a slip than meant.
const (
	mostAttempts = 50
	leastTime    = 5   // minutes
	mostTime     = 480 // minutes: a working day
)

// docs/format, front matter: attempts and time. A time in which nobody can read the questions with care is no time limit but
// a trap, most of all for those who read with assistive technology (WCAG 2.2, 2.2.1).
var checkLimit = &Rule{
	ID: "check-limit", Level: Error,
	Title:  text("The limits of a check leave room to do it", "Les limites d’une vérification laissent de quoi la faire"),
	Says:   text("{what}", "{what}"),
	Why:    text("A limit that is a slip keeps people from passing.", "Une limite mal écrite empêche de réussir."),
	Source: sourceFormat,
	Advice: text("Change the number, or leave the line out: without it there is no limit.", "Changez le nombre, ou retirez la ligne : sans elle, il n’y a pas de limite."),
	doc: func(p *pass, t *Text) {
		place := course.Place{File: t.File, Line: 1, Column: 1}
		if n := t.Page.Attempts; n > mostAttempts {
			most, is := strconv.Itoa(mostAttempts), strconv.Itoa(n)
			p.at(place, "", t.Tag, A{"what": text("attempts: "+is+" is more than "+most+".", "attempts: "+is+" dépasse "+most+".")})
		}
		n := t.Page.Time
		if n == 0 {
			return
		}
		is := strconv.Itoa(n)
		if n < leastTime || n > mostTime {
			least, most := strconv.Itoa(leastTime), strconv.Itoa(mostTime)
			p.at(place, "", t.Tag, A{"what": text("time: "+is+" is not between "+least+" and "+most+" minutes.", "time: "+is+" n’est pas entre "+least+" et "+most+" minutes.")})
		} else if asked := asksAtMost(t); n < asked {
			count := strconv.Itoa(asked)
			p.at(place, "", t.Tag, A{"what": text("time: "+is+" leaves less than a minute for each of "+count+" questions.", "time: "+is+" laisse moins d’une minute pour chacune de "+count+" questions.")})
		}
	},
}

// asksAtMost is how many questions an attempt asks: those of the fixed form, or those that are drawn.
func asksAtMost(t *Text) int {
	n := 0
	for _, q := range t.Questions {
		if q.Form != "" {
			n++
		}
	}
	return max(n, min(t.Page.Draw, len(t.Questions)))
}
