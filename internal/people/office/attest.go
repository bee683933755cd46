package office

import (
	"atelier/internal/base/lang"
)

// A public body of Québec speaks French, and another language to those whom the
// Charter of the French language lets have it (CQLR, c. C-11, section 22.3): pages in
// English stand behind a notice that says who they are for, and whoever reads on says
// in good faith to be one of them. Nobody is asked for proof, and nothing is kept but a
// cookie that says yes.

// behindNotice says whether pages in a language stand behind the notice. French does
// not; nor do the languages of the First Nations and the Inuit.
func (l Languages) behindNotice(tag lang.Tag) bool { return l.Profile == French && tag == lang.English }

// first is the language of those who ask for none; empty lets them choose.
func (l Languages) first() lang.Tag {
	if l.Profile == French {
		return lang.French
	}
	if l.Profile == Local {
		return l.First
	}
	return ""
}
