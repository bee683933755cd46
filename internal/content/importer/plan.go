package importer

import (
	"cmp"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/parity"
	"atelier/internal/standard/xliff"
)

// Plan is what a translation that came back would change.
type Plan struct {
	From      lang.Tag          `json:"from"`
	To        lang.Tag          `json:"to"`
	Changes   []Change          `json:"changes"`
	Refused   []Refusal         `json:"refused"`
	Notices   []Refusal         `json:"notices"`
	Unchanged int               `json:"unchanged"`
	Empty     int               `json:"untranslated"` // units without a translation yet
	Files     map[string]string `json:"-"`            // new content of the files that change, by path in the course
}

// Change is a string that would say something else.
type Change struct {
	Unit    string          `json:"unit"` // "k7m2qp/alt"
	ID      course.ID       `json:"id"`
	File    string          `json:"file"`
	Line    int             `json:"line,omitempty"` // 0 where it is new
	Class   parity.Class    `json:"class"`
	Reasons []parity.Reason `json:"reasons,omitempty"`
	Old     string          `json:"old,omitempty"` // source, as the file writes it
	New     string          `json:"new"`

	site   course.Site
	pieces []course.Piece
}

// Refusal is a unit that is not applied, or a thing to know, and why.
type Refusal struct {
	Unit string `json:"unit,omitempty"`
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Code string `json:"code"` // "refused.CODE" in the catalogue
	Args lang.A `json:"args,omitempty"`
	Old  string `json:"old,omitempty"` // what the course keeps
	New  string `json:"new,omitempty"` // what the file asks for
}

// Say is the refusal for a person.
func (r Refusal) Say(tag lang.Tag) string { return words.Say(tag, "refused."+r.Code, r.Args) }

// planner makes a plan.
type planner struct {
	*translator
	fsys  fs.FS
	judge *parity.Judge
	plan  *Plan
	seen  map[string]bool
	lacks map[string][]wanted // by page stem: translations of strings that have no place yet
}

// wanted is a translation without a place.
type wanted struct {
	site   course.Site // in the source language
	pieces []course.Piece
}

// PlanTranslation holds a file that came back against the course, which stands in fsys. The error is for a file that
// is not this course's, or whose languages it does not have; everything else is told in the plan.
func PlanTranslation(fsys fs.FS, c *course.Course, d *xliff.Document) (*Plan, error) {
	from, to, err := languagesOf(c, d)
	if err != nil {
		return nil, err
	}
	for _, f := range d.Files {
		for _, m := range f.Meta {
			if m.Type == metaCourse && m.Value != c.IRI {
				return nil, fault.New(fault.Invalid, words, "other-course", lang.A{"found": m.Value, "course": c.IRI})
			}
		}
	}
	p := &planner{translator: newTranslator(c, from, to), fsys: fsys, judge: parity.NewJudge(c.Glossary), seen: map[string]bool{}, lacks: map[string][]wanted{},
		plan: &Plan{From: from, To: to, Changes: []Change{}, Refused: []Refusal{}, Notices: []Refusal{}, Files: map[string]string{}}}
	for _, f := range d.Files {
		for _, u := range f.Units {
			p.unit(u)
		}
	}
	if err := p.settle(); err != nil {
		return nil, err
	}
	return p.plan, nil
}

// languagesOf finds the languages of a file among those of the course: by tag, by locale, or by the language alone
// where only one language of the course has it.
func languagesOf(c *course.Course, d *xliff.Document) (from, to lang.Tag, err error) {
	find := func(name string) (lang.Tag, bool) {
		tag, err := lang.Parse(name)
		if err != nil {
			return "", false
		}
		var alike []lang.Tag
		for _, l := range c.Languages {
			if strings.EqualFold(string(l.Tag), string(tag)) || strings.EqualFold(l.Locale, string(tag)) {
				return l.Tag, true
			}
			if l.Tag.Base() == tag.Base() {
				alike = append(alike, l.Tag)
			}
		}
		if len(alike) == 1 {
			return alike[0], true
		}
		return "", false
	}
	from, ok := find(d.Source)
	if !ok {
		return "", "", fault.New(fault.Invalid, words, "no-language", lang.A{"found": d.Source})
	}
	if d.Target == "" {
		return "", "", fault.New(fault.Invalid, words, "no-target")
	}
	to, ok = find(d.Target)
	if !ok {
		return "", "", fault.New(fault.Invalid, words, "no-language", lang.A{"found": d.Target})
	}
	if from == to {
		return "", "", fault.New(fault.Invalid, words, "one-language", lang.A{"found": string(to)})
	}
	return from, to, nil
}

func (p *planner) refuse(unit string, at course.Site, code string, args lang.A, old, new string) {
	p.plan.Refused = append(p.plan.Refused, Refusal{Unit: unit, File: at.File, Line: at.Line, Code: code, Args: args, Old: old, New: new})
}

func (p *planner) notice(unit string, at course.Site, code string, args lang.A) {
	p.plan.Notices = append(p.plan.Notices, Refusal{Unit: unit, File: at.File, Line: at.Line, Code: code, Args: args})
}

// unit decides about one unit of the file.
func (p *planner) unit(u xliff.Unit) {
	name, ok := FromToken(u.ID)
	source, known := p.sources[name]
	theirs, target, translated := u.Unified()
	asked := strings.TrimSpace(xliff.Words(target))
	switch {
	case !ok || !known:
		p.refuse(u.ID, course.Site{}, "unknown-id", nil, "", asked)
		return
	case p.seen[name]:
		p.refuse(name, source, "twice", nil, "", asked)
		return
	case !translated || asked == "" && !slices.ContainsFunc(target, func(t xliff.Token) bool { return t.Kind == xliff.Lone }):
		p.untranslated(name, source, translated)
		return
	}
	p.seen[name] = true
	ours, ok := p.translator.unit(source)
	if !ok {
		p.refuse(name, source, "unreadable", nil, "", asked)
		return
	}
	mine := ours.Segments[0]
	theirs, target = unfold(theirs, mine.Source), unfold(target, mine.Target, mine.Source)
	if mine.HasTarget && (said(mine.Target) == said(target) || metaIn(u, metaTarget) == hash(target)) {
		p.plan.Unchanged++ // as the course has it, or as it went out: nobody touched it
		return
	}
	at, has := p.targets[name]
	if ours.Locked && !mine.HasTarget { // a new page keeps code and gets an address of its own
		p.plan.Unchanged++
		return
	}
	if at.File == "" {
		at = source
	}
	switch {
	case ours.Locked:
		p.refuse(name, at, "locked", nil, xliff.Words(mine.Target), asked)
	case said(mine.Source) != said(theirs) && !p.onlyTypo(source, mine.Source, theirs):
		p.refuse(name, source, "source-changed", nil, strings.TrimSpace(xliff.Words(theirs)), xliff.Words(mine.Source))
	case mine.HasTarget && metaIn(u, metaTarget) != "" && metaIn(u, metaTarget) != metaIn(ours, metaTarget):
		p.refuse(name, at, "target-changed", nil, xliff.Words(mine.Target), asked)
	default:
		if said(mine.Source) != said(theirs) {
			p.notice(name, source, "source-typo", nil)
		}
		p.accept(name, source, p.targets[name], has, mine, target)
	}
}

func (p *planner) untranslated(name string, source course.Site, translated bool) {
	if t, has := p.targets[name]; translated && has && !t.Absent && !source.Locked && !p.seen[name] {
		p.refuse(name, t, "emptied", nil, t.Raw, "")
		return
	}
	p.plan.Empty++
}

// onlyTypo says whether the source only changed by what leaves its translation as it is.
func (p *planner) onlyTypo(s course.Site, mine, theirs []xliff.Token) bool {
	if codes(mine) != codes(theirs) {
		return false
	}
	class, _ := p.judge.Classify(s.Tag, clean(xliff.Words(theirs)), clean(xliff.Words(mine)))
	return class <= parity.Typo
}

func metaIn(u xliff.Unit, kind string) string {
	for _, m := range u.Meta {
		if m.Type == kind {
			return m.Value
		}
	}
	return ""
}

// clean makes white space that breaks one space, as XML tools leave it in any form.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}

// said is what a list of tokens says: words and codes by id.
func said(tokens []xliff.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.Kind == xliff.Text {
			b.WriteString(t.Text)
			continue
		}
		b.WriteString("\x00" + string(rune('0'+t.Kind)) + t.ID + "\x00")
	}
	return clean(b.String())
}

// codes is the codes of tokens in their order.
func codes(tokens []xliff.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.Kind != xliff.Text {
			b.WriteString(string(rune('0'+t.Kind)) + t.ID + " ")
		}
	}
	return b.String()
}

// accept turns a translation into a change, if its codes are right.
func (p *planner) accept(name string, source, site course.Site, has bool, mine xliff.Segment, target []xliff.Token) {
	at := site
	if !has {
		at = source
	}
	pieces, code, args := p.pieces(name, source, site, has && !site.Absent, mine, target)
	if code != "" {
		p.refuse(name, at, code, args, xliff.Words(mine.Target), strings.TrimSpace(xliff.Words(target)))
		return
	}
	if !has {
		stem := strings.TrimSuffix(source.File, "."+string(p.from)+".md")
		p.lacks[stem] = append(p.lacks[stem], wanted{source, pieces})
		return
	}
	text, ok := site.Write(pieces)
	if !ok {
		p.refuse(name, at, "unwritable", nil, site.Raw, strings.TrimSpace(xliff.Words(target)))
		return
	}
	ch := Change{Unit: name, ID: source.ID, File: site.File, Line: site.Line, Old: site.Raw, New: text, site: site, pieces: pieces}
	if site.Absent {
		ch.Class, ch.Line, ch.New = parity.Structure, 0, strings.TrimSpace(xliff.Words(target))
	} else {
		ch.Class, ch.Reasons = p.judge.Classify(p.to, course.Normalise(textOf(site)), course.Normalise(join(pieces)))
	}
	p.plan.Changes = append(p.plan.Changes, ch)
}

// textOf is a string as the classes of edits see it: source for Markdown, words for the rest.
func textOf(s course.Site) string {
	if s.Form == course.Running || s.Form == course.Cell {
		return s.Raw
	}
	return s.Words
}

func join(pieces []course.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Kind == course.WordPiece {
			b.WriteString(p.Text)
		} else {
			b.WriteString(p.Raw)
		}
	}
	return b.String()
}

// settle puts what has no place yet into pages, reads the course as it would be and takes back what would not read as
// asked.
func (p *planner) settle() error {
	p.places()
	for {
		p.rewrite()
		if len(p.plan.Files) == 0 {
			break
		}
		wrong, err := p.prove()
		if err != nil {
			return err
		}
		if len(wrong) == 0 {
			break
		}
		p.plan.Changes = slices.DeleteFunc(p.plan.Changes, func(c Change) bool {
			if !wrong[c.Unit] {
				return false
			}
			p.refuse(c.Unit, c.site, "reads-otherwise", nil, c.Old, c.New)
			return true
		})
	}
	slices.SortStableFunc(p.plan.Changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return nil
}

// rewrite writes the files with the changes that are left.
func (p *planner) rewrite() {
	edits := map[string][]course.SiteEdit{}
	for _, c := range p.plan.Changes {
		text, _ := c.site.Write(c.pieces)
		if c.site.Locked { // a block of its own: written already
			text = c.New
		}
		edits[c.File] = append(edits[c.File], course.SiteEdit{Site: c.site, New: text})
	}
	p.plan.Files = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		old, exists := p.c.Files[name]
		if !exists { // a page that is new in this language: one change holds it whole
			p.plan.Files[name] = edits[name][0].New
			continue
		}
		p.plan.Files[name] = course.Rewrite(old.Text, edits[name])
	}
}

// prove reads the course with the plan and returns the units that must go: those that do not read as asked, and where
// something else changed, all of its file.
func (p *planner) prove() (map[string]bool, error) {
	again, problems, err := course.LoadWith(p.fsys, p.plan.Files)
	if err != nil {
		return nil, err
	}
	wrong := map[string]bool{}
	spoil := func(file string) {
		for _, c := range p.plan.Changes {
			if c.File == file || file == "" {
				wrong[c.Unit] = true
			}
		}
	}
	if problems.Fatal() {
		for _, problem := range problems {
			if problem.Fatal {
				spoil(problem.File)
			}
		}
		if len(wrong) == 0 {
			spoil("")
		}
		return wrong, nil
	}
	p.compare(again, wrong, spoil)
	return wrong, nil
}

// compare holds every string of the course as it would be against what was asked, and what was there.
func (p *planner) compare(again *course.Course, wrong map[string]bool, spoil func(file string)) {
	asked := map[string]Change{}
	for _, c := range p.plan.Changes {
		asked[c.Unit] = c
	}
	found := map[string]bool{}
	for _, s := range again.Sites(p.to) {
		name := UnitName(s)
		found[name] = true
		old, had := p.targets[name]
		switch c, is := asked[name]; {
		case is:
			if pieces, ok := s.Pieces(); !ok || clean(join(pieces)) != clean(join(c.pieces)) {
				wrong[name] = true
			}
		case had && (old.Absent != s.Absent || old.Raw != s.Raw):
			spoil(s.File)
		case !had && p.c.Files[s.File].Text != "":
			spoil(s.File)
		}
	}
	for name, s := range p.targets {
		if !found[name] {
			spoil(s.File)
		}
	}
}
