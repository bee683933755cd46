// Package editions lists every form in which a course comes out. Each is made by a package below publish, which knows
// nothing of the others.
package editions

import (
	"slices"

	"atelier/internal/content/publish"
	"atelier/internal/content/publish/data"
	"atelier/internal/content/publish/ebook"
	"atelier/internal/content/publish/lms"
	"atelier/internal/content/publish/paper"
)

// All is every edition, in the order in which people are told of them.
var All = slices.Concat(publish.Pages, publish.Set{
	ebook.Edition,
	data.XLIFF,
	data.Edition,
	paper.Edition,
	lms.SCORM12,
	lms.SCORM2004,
	lms.Cmi5,
	lms.Cartridge,
	lms.QTI,
	lms.OLX,
})
