package records

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// mostNDJSON bounds what one request brings, in bytes.
const mostNDJSON = 1 << 30

// ndjsonResource is the record as NDJSON: ours, and no part of the specification.
var ndjsonResource = resource{
	http.MethodGet:  {scope: ReadScope, takes: []string{"since", "until", "course", "verb", "agent", "attachments"}, do: (*Room).getLines},
	http.MethodPost: {scope: WriteScope, limit: mostNDJSON, do: (*Room).postLines},
}

// getLines answers with statements as NDJSON, as they are read.
func (r *Room) getLines(c *call) error {
	x := Export{DB: c.DB, Trail: c.trail()}
	p := &parameters{values: c.params}
	x.Since, _ = p.time("since")
	x.Until, _ = p.time("until")
	x.Under, _ = p.text("course", xapi.ValidIRI)
	if v, ok := p.text("verb", xapi.ValidIRI); ok {
		x.Verbs = []string{v}
	}
	if v, ok := c.params["agent"]; ok {
		who, err := xapi.ParseAgent([]byte(v), c.edition())
		if err != nil || who.Key == "" {
			p.bad("agent")
		}
		x.Agent = who.Key
	}
	if p.flag("attachments") {
		x.Blobs = c.Blobs
	}
	if p.err != nil {
		return p.err
	}
	if x.Under == "" {
		x.Under = c.course
	}
	if err := c.within(x.Under); err != nil {
		return err
	}
	if err := r.catchUp(c); err != nil {
		return err
	}
	// It takes as long as it takes; a server without such a clock has none to put off.
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Time{})
	c.w.Header().Set("Content-Type", ndjsonType)
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method == http.MethodHead {
		return nil
	}
	if _, err := r.WriteLines(c.r.Context(), c.w, x); err != nil {
		if c.r.Context().Err() == nil {
			c.Log.Error("statements as lines", "err", err)
		}
		panic(http.ErrAbortHandler) // whoever reads must see that it is not whole
	}
	return nil
}

// postLines keeps statements that come as NDJSON, and tells what became of each line that was refused.
func (r *Room) postLines(c *call) error {
	if kind := c.mediaType(); kind != ndjsonType && kind != "application/ndjson" && kind != "application/jsonl" {
		return fault.New(fault.Invalid, words, "lines.bad-media")
	}
	_ = http.NewResponseController(c.w).SetReadDeadline(time.Time{})
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Time{})
	done, err := r.ReadLines(c.r.Context(), Import{DB: c.DB, Blobs: c.Blobs, Source: c.key.ID, Trail: c.trail(), may: c.mayWrite, within: c.within}, c.body)
	if _, ours := errors.AsType[*fault.Error](err); ours {
		return err
	}
	if err != nil {
		return c.cut(err)
	}
	data, err := json.Marshal(done.Told(lang.Tag(c.language())))
	if err != nil {
		return err
	}
	return c.json(data)
}

// trail is where this request is written down.
func (c *call) trail() Trail { return Trail{By: identity.PersonID("key:" + c.key.ID), Write: c.Trail} }

// language is that of messages to whoever asks.
func (c *call) language() string {
	for _, tag := range c.languages() {
		if l := lang.Interface(lang.Tag(tag)); l == lang.French {
			return string(l)
		}
	}
	return string(lang.English)
}
