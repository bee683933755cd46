package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Item writing: a negative stem is misread; when it must be, the word “not” is marked.
var questionNegative = &Rule{
	ID: "question-negative", Level: Warning, Only: bothWorded,
	Title:  text("A negative question marks its negation", "Une question négative met sa négation en évidence"),
	Says:   text("The question asks in the negative, and nothing marks it: “{words}”.", "La question est négative et rien ne le signale : « {words} »."),
	Why:    text("Read fast, a negative question is answered as if it were not.", "Lue vite, une question négative reçoit la réponse d’une question affirmative."),
	Source: sourceItems,
	Advice: text("Ask in the positive, or write **not**.", "Posez-la à l’affirmative, ou écrivez **ne … pas** en gras."),
	question: func(p *pass, t *Text, q *course.Question) {
		if q.Kind != course.Single && q.Kind != course.Multiple {
			return
		}
		for _, b := range q.Stem {
			said := lower(course.Plain(b.Inlines))
			i := strings.LastIndex(strings.TrimRight(said, "?: \u00a0"), ". ")
			last := said[max(i, 0):]
			if !strings.Contains(last, "?") || !negative(last, t.Tag) {
				continue
			}
			marked := false
			eachInline(b, func(in course.Inline) { marked = marked || in.Kind == course.Strong })
			if !marked {
				p.on(t, b, A{"words": course.Plain(b.Inlines)})
			}
		}
	},
}

// negative says whether a question that begins with an interrogative denies something.
func negative(s string, tag lang.Tag) bool {
	asks := []string{"which", "what", "who"}
	denies := []string{" is not ", " are not ", " does not ", " do not ", " except", " isn’t ", " cannot ", " least "}
	if tag.Base() == lang.French {
		asks = []string{"lequel", "laquelle", "lesquels", "lesquelles", "quel", "quelle", "quels", "quelles", "qu’est-ce", "que "}
		denies = []string{" n’est pas ", " ne sont pas ", " ne doit pas ", " ne fait pas ", " ne peut pas ", " sauf ", " n’est-elle pas ", " ne … pas ", " ne s’applique pas ", " ne permet pas ", " n’exige pas "}
	}
	s = strings.TrimLeft(s, ". ")
	for _, a := range asks {
		if strings.HasPrefix(s, a) || strings.Contains(s, ", "+a) {
			for _, d := range denies {
				if strings.Contains(s, d) {
					return true
				}
			}
		}
	}
	return false
}
