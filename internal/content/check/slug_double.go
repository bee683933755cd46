package check

import (
	"path"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// A6.4: addresses are permanent and unique; an old one keeps leading to the page it belonged to.
var slugDouble = &Rule{
	ID: "slug-double", Level: Error,
	Title:  text("No two pages share an address", "Deux pages n’ont pas la même adresse"),
	Says:   text("“{slug}” is the address of “{one}” and of “{other}” in “{language}”.", "« {slug} » est l’adresse de « {one} » et de « {other} » en « {language} »."),
	Why:    text("One of the two can not be reached, or an old link leads to the wrong page.", "L’une des deux est inaccessible, ou un ancien lien mène à la mauvaise page."),
	Source: sourceFormat,
	Advice: text("Change one slug; put the old one under formerly:.", "Changez l’un des deux; inscrivez l’ancien sous formerly:."),
	course: func(p *pass) {
		owner := map[string]string{}
		p.eachSlug(func(place course.Place, tag lang.Tag, where, slug string, formerly []string) {
			for _, s := range append([]string{slug}, formerly...) {
				key := string(tag) + " " + path.Dir(where) + " " + s
				if one := owner[key]; s != "" && one != "" && one != where {
					p.at(place, "", tag, A{"slug": s, "one": one, "other": where, "language": tag})
				}
				owner[key] = where
			}
		})
	},
}
