package check

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"atelier/internal/base/lang"
)

// The words of the report itself.
var (
	levelNames = map[Level]lang.Text{
		Error: text("error", "erreur"), Warning: text("warning", "avertissement"), Note: text("note", "remarque"),
	}
	wordWhy     = text("Why", "Pourquoi ")
	wordHow     = text("How", "Que faire ")
	wordRepair  = text("“atelier check --fix” can do it.", "« atelier check --fix » peut le faire.")
	wordNone    = text("Nothing to report.", "Rien à signaler.")
	wordSummary = text("%s, %s, %s.", "%s, %s, %s.")
	plurals     = map[Level][2]lang.Text{
		Error:   {text("error", "erreur"), text("errors", "erreurs")},
		Warning: {text("warning", "avertissement"), text("warnings", "avertissements")},
		Note:    {text("note", "remarque"), text("notes", "remarques")},
	}
)

// WriteText writes findings for people, grouped by file, in the interface language that goes with tag. The reason
// and the advice of a rule stand at its first finding in a file. There is no colour in it.
func WriteText(w io.Writer, findings []Finding, tag lang.Tag) error {
	tag = lang.Interface(tag)
	b := bufio.NewWriter(w)
	file := "\x00"
	told := map[string]bool{}
	for _, f := range findings {
		if f.File != file {
			if file != "\x00" {
				fmt.Fprintln(b)
			}
			file, told = f.File, map[string]bool{}
			fmt.Fprintln(b, f.File)
		}
		writeFinding(b, f, tag, !told[f.Rule])
		told[f.Rule] = true
	}
	if len(findings) == 0 {
		fmt.Fprintln(b, wordNone.In(tag))
	} else {
		fmt.Fprintf(b, "\n"+wordSummary.In(tag)+"\n", counted(findings, Error, tag), counted(findings, Warning, tag), counted(findings, Note, tag))
	}
	return b.Flush()
}

func writeFinding(b *bufio.Writer, f Finding, tag lang.Tag, first bool) {
	where := ""
	if f.Line > 0 {
		where = fmt.Sprintf("%d:%d", f.Line, f.Column)
	}
	about := ""
	if f.Passage != "" && !strings.HasPrefix(string(f.Passage), "/") {
		about = "  ^" + string(f.Passage)
	}
	fmt.Fprintf(b, "  %-7s %s  %s%s\n          %s\n", where, levelNames[f.Level].In(tag), f.Rule, about, f.Message.In(tag))
	if !first {
		return
	}
	fmt.Fprintf(b, "          %s: %s (%s)\n          %s: %s\n", wordWhy.In(tag), f.Why.In(tag), f.Source.In(tag), wordHow.In(tag), f.Advice.In(tag))
	if f.Fix != nil {
		fmt.Fprintf(b, "          %s\n", wordRepair.In(tag))
	}
}

func counted(findings []Finding, level Level, tag lang.Tag) string {
	n := Count(findings, level)
	form := plurals[level][1]
	if n == 1 || n == 0 && tag == lang.French {
		form = plurals[level][0]
	}
	return lang.Number(tag, float64(n), 0) + " " + form.In(tag)
}
