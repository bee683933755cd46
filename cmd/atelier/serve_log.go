package main

import (
	"log/slog"
	"os"

	"golang.org/x/term"

	"atelier/internal/base/web"
)

// logFlags say how the log is written.
type logFlags struct {
	Format string `name:"log-format" enum:"auto,json,text" default:"auto" help:"${log_format}"`
	Level  string `name:"log-level" enum:"debug,info,warn,error" default:"info" help:"${log_level}"`
}

// log is lines for people on a terminal, JSON elsewhere, unless the flags say which. JSON is gathered so that a line
// costs little; flush writes the last. No secret and no mail address gets into either.
func (f *logFlags) log(t *terminal) (log *slog.Logger, flush func() error) {
	var options slog.HandlerOptions
	var level slog.Level
	if level.UnmarshalText([]byte(f.Level)) == nil {
		options.Level = level
	}
	terminal := false
	if out, ok := t.err.(*os.File); ok {
		terminal = term.IsTerminal(int(out.Fd()))
	}
	if f.Format == "text" || f.Format != "json" && terminal {
		return slog.New(web.NewMask(slog.NewTextHandler(t.err, &options))), func() error { return nil }
	}
	lines := web.NewLogWriter(t.err)
	return slog.New(web.NewMask(slog.NewJSONHandler(lines, &options))), lines.Close
}
