package qti

// Version is a version of the item format.
type Version int

// The versions that are written.
const (
	V22 Version = iota // imsqti_v2p2
	V30                // imsqtiasi_v3p0
)

// Item is an assessmentItem (ASI 2.2, 5.1; ASI 3.0, 2.6).
type Item struct {
	Identifier string // unique in its package
	Title      string // plain text
	Language   string // BCP 47
	Stylesheet string // href; empty without one
	Body       string // fragment before the interactions
	// Interactions are what the candidate does, in order: one, or the steps of a branching item.
	Interactions []Interaction
	Feedback     []Feedback // told whatever was answered
	// Ends are where a branching item leads to. With ends, the score of the item is the score of the end that the
	// choices lead to, from the first interaction on; without, it is that of the only interaction.
	Ends     []End
	Unscored bool // no answer is right
}

// Kind is a kind of interaction.
type Kind int

// The kinds (ASI 2.2, 6.1): choiceInteraction, orderInteraction, matchInteraction, textEntryInteraction and
// extendedTextInteraction.
const (
	ChoiceInteraction Kind = iota
	OrderInteraction
	MatchInteraction
	TextEntryInteraction
	ExtendedTextInteraction
)

// Interaction is one place where the candidate answers.
type Interaction struct {
	Kind     Kind
	Response string // responseIdentifier
	Body     string // fragment before it
	Prompt   string // phrasing content; not for text entries
	Multiple bool   // of a choice: several may be chosen
	Shuffle  bool
	// Choices of a choice or an order; those of an order stand in the right order, and Shown is the order in which
	// they are shown, as indexes.
	Choices []Choice
	Shown   []int
	Pairs   []Pair // of a match
	// Answers are those a text entry foresees.
	Answers   []Answer
	Numeric   bool    // the response is a number
	Tolerance float64 // absolute, of a number
	Lines     int     // expectedLines of an extended text
}

// Choice is a simpleChoice.
type Choice struct {
	Identifier string
	Text       string // fragment
	Right      bool
	Feedback   string // fragment; empty without
	Next       string // in a branching item: the response of the interaction, or the identifier of the end, it leads to
}

// Pair is a right association of a match: two associable choices. Feedback is told whatever was answered.
type Pair struct {
	Term, Partner         string // identifiers
	TermText, PartnerText string // fragments
}

// Answer is a text, or a number, that a text entry foresees.
type Answer struct {
	Identifier string
	Texts      []string // forms of the text, compared without regard to case
	Value      float64
	Right      bool
	Feedback   string // fragment
}

// Feedback is a modalFeedback.
type Feedback struct {
	Identifier string
	Text       string // fragment
}

// End is where a branching item stops.
type End struct {
	Identifier string
	Text       string  // fragment
	Score      float64 // 0 to 1
}
