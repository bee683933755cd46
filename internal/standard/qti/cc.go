package qti

import (
	"strconv"

	"atelier/internal/standard/xmldoc"
)

// spaceCC is the namespace of the QTI 1.2.1 profile of Common Cartridge, the same for all its versions.
const spaceCC = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"

// Profile is the kind of a cartridge's item (CC 1.1, 4.10; cc_profile).
type Profile string

// The profiles that are written. A multiple choice has three answers or more, a true/false two.
const (
	MultipleChoice   Profile = "cc.multiple_choice.v0p1"
	MultipleResponse Profile = "cc.multiple_response.v0p1"
	TrueFalse        Profile = "cc.true_false.v0p1"
	FillInBlank      Profile = "cc.fib.v0p1"
	Essay            Profile = "cc.essay.v0p1"
)

// CCItem is an item of a cartridge. Its texts are HTML.
type CCItem struct {
	Ident    string
	Title    string // plain text
	Profile  Profile
	Category string // cc_question_category; may be empty
	Weight   int    // cc_weighting, 1 to 99; 0 is not said
	Text     string
	Labels   []Label    // answers to choose from
	Accepted []Accepted // answers that are written
	General  string     // feedback to every answer
	Solution string     // of an essay: a possible answer
}

// Label is an answer to choose (response_label).
type Label struct {
	Ident    string
	Text     string
	Right    bool
	Feedback string
}

// Accepted is an answer that is foreseen, in its forms; upper and lower case are the same.
type Accepted struct {
	Ident    string
	Texts    []string
	Right    bool
	Feedback string
}

// CCAssessment is an assessment, or with Bank the question bank, of a cartridge.
type CCAssessment struct {
	Ident    string
	Title    string
	Language string
	Mark     string // version of the cartridge as schemas have it: "1p1"
	Bank     bool
	Rubric   string // HTML told before the questions
	Attempts string // cc_maxattempts: "1" to "5", "unlimited"; empty is not said
	Items    []CCItem
}

// Document is the assessment or bank as a document (CC 1.1, 4.10.1). A bank without items cannot be written; neither
// can an assessment.
func (a *CCAssessment) Document() []byte {
	d := xmldoc.New()
	items := func() {
		for i := range a.Items {
			a.Items[i].write(d.Line(), a.Language)
		}
		d.Line()
	}
	d.In("questestinterop", func() {
		if a.Bank {
			d.In("objectbank", items, "ident", a.Ident)
			return
		}
		d.In("assessment", func() {
			d.Line().In("qtimetadata", func() {
				field(d, "cc_profile", "cc.exam.v0p1")
				field(d, "qmd_assessmenttype", "Examination")
				field(d, "qmd_scoretype", "Percentage")
				field(d, "qmd_feedbackpermitted", "Yes")
				field(d, "qmd_hintspermitted", "No")
				field(d, "qmd_solutionspermitted", "Yes")
				if a.Attempts != "" {
					field(d, "cc_maxattempts", a.Attempts)
				}
			})
			if a.Rubric != "" {
				d.Line().In("rubric", func() { material(d, a.Rubric, a.Language) })
			}
			d.Line().In("section", items, "ident", "root_section")
		}, "ident", a.Ident, "title", a.Title, "xml:lang", a.Language)
	}, "xmlns", spaceCC, "xmlns:xsi", instance, "xsi:schemaLocation", spaceCC+" http://www.imsglobal.org/profile/cc/ccv"+a.Mark+"/ccv"+a.Mark+"_qtiasiv1p2p1_v1p0.xsd")
	return d.Line().Bytes()
}

func field(d *xmldoc.Doc, label, entry string) {
	d.In("qtimetadatafield", func() { d.Leaf("fieldlabel", label).Leaf("fieldentry", entry) })
}

func material(d *xmldoc.Doc, html, language string) {
	d.In("material", func() { d.Leaf("mattext", html, "texttype", "text/html", "xml:lang", language) })
}

// The response and the special feedback of every item.
const (
	ccResponse = "response1"
	ccGeneral  = "general_fb"
	ccSolution = "solution"
)

func (i *CCItem) write(d *xmldoc.Doc, language string) {
	d.In("item", func() {
		d.In("itemmetadata", func() {
			d.In("qtimetadata", func() {
				field(d, "cc_profile", string(i.Profile))
				if i.Category != "" {
					field(d, "cc_question_category", i.Category)
				}
				if i.Weight > 0 {
					field(d, "cc_weighting", strconv.Itoa(min(i.Weight, 99)))
				}
				field(d, "qmd_scoringpermitted", "Yes")
				field(d, "qmd_computerscored", yes(i.Profile != Essay))
			})
		})
		d.In("presentation", func() {
			material(d, i.Text, language)
			i.response(d, language)
		}, "xml:lang", language)
		i.processing(d)
		i.feedback(d, language)
	}, "ident", i.Ident, "title", i.Title, "xml:lang", language)
}

func yes(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}

func (i *CCItem) response(d *xmldoc.Doc, language string) {
	switch i.Profile {
	case FillInBlank:
		d.In("response_str", func() { d.Empty("render_fib", "columns", "30", "prompt", "Box", "fibtype", "String") }, "ident", ccResponse, "rcardinality", "Single")
	case Essay:
		d.In("response_str", func() { d.Empty("render_fib", "rows", "8", "columns", "60", "prompt", "Box", "fibtype", "String") }, "ident", ccResponse, "rcardinality", "Single")
	default:
		cardinality := "Single"
		if i.Profile == MultipleResponse {
			cardinality = "Multiple"
		}
		d.In("response_lid", func() {
			d.In("render_choice", func() {
				for _, l := range i.Labels {
					d.In("response_label", func() { material(d, l.Text, language) }, "ident", l.Ident)
				}
			})
		}, "ident", ccResponse, "rcardinality", cardinality)
	}
}

// processing is in the few forms that importers know. What is told in any case stands first and goes on; where one
// answer can be given, its condition tells and scores at once, because some importers take the feedback of every
// condition that goes on as said of all answers.
func (i *CCItem) processing(d *xmldoc.Doc) {
	d.In("resprocessing", func() {
		d.In("outcomes", func() {
			d.Empty("decvar", "varname", outcomeScore, "vartype", "Decimal", "minvalue", "0", "maxvalue", "100")
		})
		if i.General != "" || i.Profile == Essay {
			condition(d, "Yes", func() { d.Empty("other") }, "", i.general()...)
		}
		switch i.Profile {
		case Essay:
		case FillInBlank:
			i.written(d)
		case MultipleResponse:
			i.several(d)
		default:
			for _, l := range i.Labels {
				if l.Right || l.Feedback != "" {
					condition(d, "No", func() { equal(d, l.Ident, "Yes") }, full(l.Right), told(l.Ident, l.Feedback)...)
				}
			}
		}
	})
}

// general is what is told whatever was answered.
func (i *CCItem) general() [][2]string {
	var out [][2]string
	if i.General != "" {
		out = append(out, [2]string{"Response", ccGeneral})
	}
	if i.Solution != "" {
		out = append(out, [2]string{"Solution", ccSolution})
	}
	return out
}

func full(right bool) string {
	if right {
		return "100"
	}
	return ""
}

func told(ident, feedback string) [][2]string {
	if feedback == "" {
		return nil
	}
	return [][2]string{{"Response", feedbackOf(ident)}}
}

func feedbackOf(ident string) string { return ident + "_fb" }

// several wants all that is right and nothing else: the profile has no partial credit.
func (i *CCItem) several(d *xmldoc.Doc) {
	for _, l := range i.Labels {
		if l.Feedback != "" {
			condition(d, "Yes", func() { equal(d, l.Ident, "Yes") }, "", told(l.Ident, l.Feedback)...)
		}
	}
	condition(d, "No", func() {
		d.In("and", func() {
			for _, l := range i.Labels {
				if l.Right {
					equal(d, l.Ident, "Yes")
				} else {
					d.In("not", func() { equal(d, l.Ident, "Yes") })
				}
			}
		})
	}, "100")
}

// written tells of each foreseen answer, then scores any form of a right one.
func (i *CCItem) written(d *xmldoc.Doc) {
	for _, a := range i.Accepted {
		if a.Feedback == "" {
			continue
		}
		condition(d, "Yes", func() {
			for _, text := range a.Texts {
				equal(d, text, "No")
			}
		}, "", told(a.Ident, a.Feedback)...)
	}
	condition(d, "No", func() {
		for _, a := range i.Accepted {
			for _, text := range a.Texts {
				if a.Right {
					equal(d, text, "No")
				}
			}
		}
	}, "100")
}

func equal(d *xmldoc.Doc, value, caseMatters string) {
	d.Leaf("varequal", value, "respident", ccResponse, "case", caseMatters)
}

// condition is a respcondition that sets the score, where one is given, and shows feedback, each a type and an
// identifier.
func condition(d *xmldoc.Doc, goesOn string, test func(), score string, shows ...[2]string) {
	d.In("respcondition", func() {
		d.In("conditionvar", test)
		if score != "" {
			d.Leaf("setvar", score, "varname", outcomeScore, "action", "Set")
		}
		for _, s := range shows {
			d.Empty("displayfeedback", "feedbacktype", s[0], "linkrefid", s[1])
		}
	}, "continue", goesOn)
}

func (i *CCItem) feedback(d *xmldoc.Doc, language string) {
	one := func(ident, html string) {
		if html != "" {
			d.In("itemfeedback", func() { d.In("flow_mat", func() { material(d, html, language) }) }, "ident", ident)
		}
	}
	one(ccGeneral, i.General)
	for _, l := range i.Labels {
		one(feedbackOf(l.Ident), l.Feedback)
	}
	for _, a := range i.Accepted {
		one(feedbackOf(a.Ident), a.Feedback)
	}
	if i.Solution != "" {
		d.In("itemfeedback", func() {
			d.In("solution", func() { d.In("solutionmaterial", func() { material(d, i.Solution, language) }) })
		}, "ident", ccSolution)
	}
}
