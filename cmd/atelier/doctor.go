package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"atelier/internal/base/doctor"
	"atelier/internal/base/fault"
	"atelier/internal/base/seal"
	"atelier/internal/site"
)

// doctorCommand looks whether what a site stands on is sound.
type doctorCommand struct {
	Place    placeFlags `embed:""`
	Editions string     `type:"path" help:"${editions}"`
	JSON     bool       `name:"json" help:"${json}"`
}

func (d *doctorCommand) Run(ctx context.Context, t *terminal) error {
	o := doctor.Options{
		Data: d.Place.Data, Database: d.Place.Database, Blobs: d.Place.Blobs, Editions: d.Editions,
		Secret: os.Getenv(seal.Variable), Mail: os.Getenv("ATELIER_MAIL"), Rooms: site.Migrations(), Now: time.Now(),
	}
	if o.Blobs == "" {
		o.Blobs = site.BlobFolder(o.Data)
	}
	if o.Editions == "" {
		o.Editions = filepath.Join(o.Data, "editions")
	}
	found := doctor.Run(ctx, o)
	worst := doctor.Worst(found)
	if d.JSON {
		if err := d.print(t, found, worst); err != nil {
			return err
		}
	} else {
		d.tell(t, found)
	}
	if worst == doctor.Failing {
		return fault.New(fault.Findings, words, "doctor-found")
	}
	return nil
}

// tell writes a line for each finding, and what to do about it below.
func (d *doctorCommand) tell(t *terminal, found []doctor.Finding) {
	width := 0
	for _, f := range found {
		width = max(width, runewidth.StringWidth(f.Name(t.tag)))
	}
	for _, f := range found {
		state := t.say("doctor-state." + string(f.State))
		lead := state + strings.Repeat(" ", 8-runewidth.StringWidth(state)) + f.Name(t.tag) + strings.Repeat(" ", width-runewidth.StringWidth(f.Name(t.tag))+2)
		indent := strings.Repeat(" ", runewidth.StringWidth(lead))
		text := fill(f.Message(t.tag), lead, indent)
		if hint := f.Hint(t.tag); hint != "" && f.State != doctor.Sound {
			text += "\n" + fill(hint, indent, indent)
		}
		_, _ = t.out.Write([]byte(text + "\n"))
	}
}

func (d *doctorCommand) print(t *terminal, found []doctor.Finding, worst doctor.State) error {
	type line struct {
		Check   string       `json:"check"`
		State   doctor.State `json:"state"`
		Message string       `json:"message"`
		Hint    string       `json:"hint,omitempty"`
	}
	all := make([]line, len(found))
	for i, f := range found {
		all[i] = line{Check: f.Check, State: f.State, Message: f.Message(t.tag)}
		if f.State != doctor.Sound {
			all[i].Hint = f.Hint(t.tag)
		}
	}
	return t.json(map[string]any{"state": worst, "checks": all})
}
