package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-runewidth"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// The command line library speaks English alone, so help and usage errors are worded here.

// printHelp explains a command, or lists the commands.
func (t *terminal) printHelp(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n%s\n", t.say("ui.usage"), usageLine(node), fill(node.Help, "", ""))
	var rows [][2]string
	for _, arg := range node.Positional {
		rows = append(rows, [2]string{strings.ToUpper(arg.Name), arg.Help})
	}
	section(&b, t.say("ui.arguments"), rows)
	rows = nil
	for _, flag := range node.Flags {
		rows = append(rows, t.flagRow(flag))
	}
	section(&b, t.say("ui.options"), rows)
	rows = nil
	for _, cmd := range node.Children {
		rows = append(rows, [2]string{cmd.Name, cmd.Help})
	}
	section(&b, t.say("ui.commands"), rows)
	if node.Type == kong.ApplicationNode {
		fmt.Fprintf(&b, "\n%s\n", fill(t.say("ui.exit"), "", ""))
	}
	_, err := io.WriteString(t.out, b.String())
	return err
}

func (t *terminal) flagRow(f *kong.Flag) [2]string {
	name := "--" + f.Name
	if f.Short != 0 {
		name = "-" + string(f.Short) + ", " + name
	}
	if !f.IsBool() {
		name += " " + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
	}
	help := f.Help
	if f.Name == "help" {
		help = t.say("ui.help")
	}
	if f.HasDefault && f.Default != "" && !f.IsBool() {
		help += " " + t.say("ui.default", lang.A{"value": f.Default})
	}
	return [2]string{name, help}
}

// usageLine is the command with its arguments: "atelier build [COURSE] [--…]".
func usageLine(n *kong.Node) string {
	line := "atelier"
	names := ""
	for at := n; at.Type == kong.CommandNode; at = at.Parent {
		names = " " + at.Name + names
	}
	line += names
	if len(n.Children) > 0 {
		line += " COMMAND"
	}
	for _, arg := range n.Positional {
		name := strings.ToUpper(arg.Name)
		if arg.IsCumulative() {
			name += "…"
		}
		if !arg.Required {
			name = "[" + name + "]"
		}
		line += " " + name
	}
	for _, f := range n.Flags {
		if f.Required {
			line += " --" + f.Name
			if !f.IsBool() {
				line += " " + strings.ToUpper(f.Name)
			}
		}
	}
	return line
}

// section writes rows in two columns under a title.
func section(b *strings.Builder, title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, min(26, runewidth.StringWidth(r[0])))
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, r := range rows {
		lead := "  " + r[0] + strings.Repeat(" ", max(0, width-runewidth.StringWidth(r[0]))) + "  "
		if runewidth.StringWidth(r[0]) > width {
			lead = "  " + r[0] + "\n" + strings.Repeat(" ", width+4)
		}
		b.WriteString(fill(r[1], lead, strings.Repeat(" ", width+4)) + "\n")
	}
}

// fill wraps text at 80 columns; the first line begins with lead, the others with indent.
func fill(text, lead, indent string) string {
	const columns = 80
	out := lead
	at := runewidth.StringWidth(lead[strings.LastIndexByte(lead, '\n')+1:])
	first := true
	for word := range strings.SplitSeq(text, " ") {
		w := runewidth.StringWidth(word)
		switch {
		case first:
		case at+1+w > columns:
			out += "\n" + indent
			at = runewidth.StringWidth(indent)
		default:
			out += " "
			at++
		}
		out += word
		at += w
		first = false
	}
	return out
}

// usageFault words what the command line library found wrong.
func (t *terminal) usageFault(err error) error {
	why := err.Error()
	for _, form := range []struct{ prefix, key string }{
		{"unexpected argument ", "usage-argument"}, {"unknown flag ", "usage-flag"}, {"missing flags: ", "usage-missing"},
		{"expected ", "usage-expected"}, {"--", "usage-value"},
	} {
		if rest, ok := strings.CutPrefix(why, form.prefix); ok {
			rest, _, _ = strings.Cut(rest, ", did you mean")
			if form.key == "usage-value" {
				rest, _, _ = strings.Cut(why, ":")
			}
			return fault.New(fault.Usage, words, form.key, lang.A{"what": strings.Trim(rest, `"`)}).WithHint("usage.hint").Because(err)
		}
	}
	return fault.New(fault.Usage, words, "usage", lang.A{"why": why}).Because(err)
}
