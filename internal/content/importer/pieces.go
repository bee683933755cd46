package importer

import (
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/standard/xliff"
)

// pieces turns the tokens of a translation into pieces of the course. A code is known by its id: it is that of our own
// translation when that has it, else that of the source. Either all codes of the source are there or all of the
// translation that we have, each once, properly nested; where they stand is the translator's affair. Otherwise the code
// of a refusal is returned.
func (p *planner) pieces(name string, source, site course.Site, present bool, mine xliff.Segment, target []xliff.Token) ([]course.Piece, string, lang.A) {
	from, _ := source.Pieces()
	codes := codesOf(from, nil)
	sourceIDs := idsOf(codes)
	var ourIDs []string
	written := map[string]string{} // words of our translation, to their source
	if present {
		ours, _ := site.Pieces()
		own := codesOf(ours, sameMarks(from, ours))
		ourIDs = idsOf(own)
		for id, c := range own {
			codes[id] = c
		}
		for _, piece := range ours {
			if piece.Kind == course.WordPiece {
				written[piece.Text] = piece.Raw
			}
		}
	}
	theirs, ok := idsIn(target, codes)
	if lost, added := unlike(theirs, ourIDs, sourceIDs, present); len(lost) > 0 {
		return nil, "tags-lost", lang.A{"tags": shown(lost, codes)}
	} else if len(added) > 0 {
		return nil, "tags-added", lang.A{"tags": shown(added, codes)}
	}
	if !ok {
		return nil, "tags-broken", nil
	}
	return tidy(outward(build(target, codes, written))), "", nil
}

// code is a mark of the course as its id names it outside.
type code struct {
	lone        bool
	open, close course.Piece
}

func codesOf(pieces []course.Piece, ids map[int]string) map[string]code {
	out := map[string]code{}
	for _, p := range pieces {
		if p.Kind == course.WordPiece {
			continue
		}
		id := strconv.Itoa(p.Mark)
		if ids != nil {
			id = ids[p.Mark]
		}
		c := out[id]
		if p.Kind == course.ClosePiece {
			c.close = p
		} else {
			c.open, c.lone = p, p.Kind == course.LonePiece
		}
		out[id] = c
	}
	return out
}

func idsOf(codes map[string]code) []string {
	var out []string
	for id := range codes {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// idsIn are the codes of a translation, sorted; false when one opens without closing, crosses another or is used as
// something that it is not.
func idsIn(tokens []xliff.Token, known map[string]code) (ids []string, ok bool) {
	var open []string
	ok = true
	for _, t := range tokens {
		c, is := known[t.ID]
		switch t.Kind {
		case xliff.Text:
			continue
		case xliff.Close:
			if len(open) == 0 || open[len(open)-1] != t.ID {
				ok = false
				continue
			}
			open = open[:len(open)-1]
			continue
		case xliff.Open:
			open = append(open, t.ID)
		}
		ok = ok && (!is || c.lone == (t.Kind == xliff.Lone))
		ids = append(ids, t.ID)
	}
	slices.Sort(ids)
	return ids, ok && len(open) == 0
}

// unlike is what a translation lacks of the codes it must have, and what it has beyond.
func unlike(theirs, ours, source []string, present bool) (lost, added []string) {
	if slices.Equal(theirs, source) || present && slices.Equal(theirs, ours) {
		return nil, nil
	}
	want := source
	if present {
		want = ours
	}
	rest := slices.Clone(theirs)
	for _, id := range want {
		if i := slices.Index(rest, id); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			lost = append(lost, id)
		}
	}
	return lost, rest
}

// shown names codes as a person sees them in a tool.
func shown(ids []string, codes map[string]code) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id
		if c, known := codes[id]; known {
			out[i] = strings.TrimSpace(c.open.Raw + " " + c.close.Raw)
		}
	}
	return out
}

// build makes pieces of tokens. Words that we wrote keep their source; white space that breaks becomes one space.
func build(tokens []xliff.Token, codes map[string]code, written map[string]string) []course.Piece {
	var out []course.Piece
	for _, t := range tokens {
		switch t.Kind {
		case xliff.Open:
			out = append(out, codes[t.ID].open)
		case xliff.Close:
			out = append(out, codes[t.ID].close)
		case xliff.Lone:
			out = append(out, codes[t.ID].open)
		default:
			if text := squeeze(t.Text); text != "" {
				out = append(out, course.Piece{Kind: course.WordPiece, Of: course.Text, Text: text, Raw: written[text]})
			}
		}
	}
	return out
}

// tidy joins neighbouring words, puts one blank for two that met, and takes those at the ends off.
func tidy(pieces []course.Piece) []course.Piece {
	var out []course.Piece
	for _, p := range pieces {
		if n := len(out); n > 0 && p.Kind == course.WordPiece && out[n-1].Kind == course.WordPiece {
			out[n-1].Text, out[n-1].Raw = squeeze(out[n-1].Text+p.Text), ""
			continue
		}
		out = append(out, p)
	}
	trim := func(i int, cut func(string, string) string) {
		if text := cut(out[i].Text, " "); out[i].Kind == course.WordPiece && text != out[i].Text {
			out[i].Text, out[i].Raw = text, ""
		}
	}
	if len(out) > 0 {
		trim(0, strings.TrimLeft)
		trim(len(out)-1, strings.TrimRight)
	}
	return slices.DeleteFunc(out, func(p course.Piece) bool { return p.Kind == course.WordPiece && p.Text == "" })
}

// outward moves blanks at the inner edges of emphasis out of it, where tools like to leave them: Markdown reads no
// emphasis there (CommonMark 0.31, section 6.2), and a reader sees the same.
func outward(pieces []course.Piece) []course.Piece {
	emphasis := func(p course.Piece, kind course.PieceKind) bool {
		return p.Kind == kind && (p.Of == course.Emphasis || p.Of == course.Strong)
	}
	for moved := true; moved; {
		moved = false
		for i := 0; i+1 < len(pieces); i++ {
			a, b := pieces[i], pieces[i+1]
			switch {
			case emphasis(a, course.OpenPiece) && b.Kind == course.WordPiece && strings.HasPrefix(b.Text, " "):
				pieces[i+1] = course.Piece{Kind: b.Kind, Of: b.Of, Text: strings.TrimLeft(b.Text, " ")}
				pieces = slices.Insert(pieces, i, course.Piece{Kind: b.Kind, Of: b.Of, Text: " "})
				moved = true
			case emphasis(b, course.ClosePiece) && a.Kind == course.WordPiece && strings.HasSuffix(a.Text, " "):
				pieces[i] = course.Piece{Kind: a.Kind, Of: a.Of, Text: strings.TrimRight(a.Text, " ")}
				pieces = slices.Insert(pieces, i+2, course.Piece{Kind: a.Kind, Of: a.Of, Text: " "})
				moved = true
			}
		}
		pieces = slices.DeleteFunc(pieces, func(p course.Piece) bool { return p.Kind == course.WordPiece && p.Text == "" && p.Raw == "" })
	}
	return pieces
}

// squeeze makes each run of white space that breaks one space; no-break spaces stay.
func squeeze(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}
