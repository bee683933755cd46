package records

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/standard/xapi"
)

// documents is a document resource: the parameters that say where its documents lie.
type documents struct {
	kind documentKind
	name string   // the parameter that names a document
	more []string // the others
}

var (
	stateDocuments    = documents{stateDocument, "stateId", []string{"activityId", "agent", "registration"}}
	activityDocuments = documents{activityDocument, "profileId", []string{"activityId"}}
	agentDocuments    = documents{agentDocument, "profileId", []string{"agent"}}
)

// resource are the methods of a document resource (1.0.3, Part Three, 2.2, 2.3, 2.6 and 2.7; IEEE 9274.1.1, 4.1.6.2,
// 4.1.6.5 and 4.1.6.6).
func (d documents) resource() resource {
	one := append([]string{d.name}, d.more...)
	return resource{
		http.MethodGet:    {scope: ReadScope, takes: append(one, "since"), do: d.get},
		http.MethodPut:    {scope: WriteScope, takes: one, limit: maxDocument, do: d.put},
		http.MethodPost:   {scope: WriteScope, takes: one, limit: maxDocument, do: d.put},
		http.MethodDelete: {scope: WriteScope, takes: one, do: d.delete},
	}
}

// place is where the parameters point. Without a name it is all that lies beside it.
func (d documents) place(c *call) (p place, err error) {
	p = place{kind: d.kind, name: c.params[d.name]}
	if c.has(d.name) && p.name == "" {
		return p, missing(d.name)
	}
	if d.kind == agentDocument {
		if err := c.whole(); err != nil {
			return p, err
		}
	} else if p.activity, err = c.activity("activityId"); err != nil {
		return p, err
	}
	if d.kind != activityDocument {
		who, err := c.agent()
		if err != nil {
			return p, err
		}
		p.agent = who.Key
	}
	if c.has("registration") {
		p.registration = strings.ToLower(c.params["registration"])
		if !xapi.ValidUUID(p.registration) {
			return p, fault.New(fault.Invalid, words, "xapi.bad-registration")
		}
	}
	return p, nil
}

func missing(name string) error {
	return fault.New(fault.Invalid, words, "xapi.missing-parameter", lang.A{"name": name})
}

// activity is the IRI that a parameter holds, of an activity that the key may see.
func (c *call) activity(name string) (string, error) {
	iri := c.params[name]
	if iri == "" {
		return "", missing(name)
	}
	if !xapi.ValidIRI(iri) {
		return "", fault.New(fault.Invalid, words, "xapi.bad-iri", lang.A{"name": name})
	}
	return iri, c.within(iri)
}

// agent is the agent, or the group that is known by something, of the parameter "agent".
func (c *call) agent() (xapi.Who, error) {
	if c.params["agent"] == "" {
		return xapi.Who{}, missing("agent")
	}
	who, err := xapi.ParseAgent([]byte(c.params["agent"]), c.edition())
	if err != nil || who.Key == "" || len(who.Key) > maxAgent {
		return who, fault.New(fault.Invalid, words, "xapi.bad-agent").Because(err)
	}
	return who, nil
}

// since is the moment of the parameter, as it is compared with what is stored; empty without.
func (c *call) since() (string, error) {
	if !c.has("since") {
		return "", nil
	}
	at, ok := xapi.ParseTime(c.params["since"])
	if !ok {
		return "", fault.New(fault.Invalid, words, "xapi.bad-time", lang.A{"name": "since"})
	}
	return xapi.Timestamp(at), nil
}

// get answers with a document, or with the names of all.
func (d documents) get(r *Room, c *call) error {
	p, err := d.place(c)
	if err != nil {
		return err
	}
	since, err := c.since()
	if err != nil {
		return err
	}
	if p.name == "" {
		return d.list(c, p, since)
	}
	var found *document
	err = c.read(func(tx store.Tx) (err error) {
		found, err = selectDocument(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if found == nil {
		return fault.New(fault.NotFound, words, "xapi.no-document")
	}
	return c.document(found)
}

func (d documents) list(c *call, p place, since string) error {
	var names []string
	err := c.read(func(tx store.Tx) (err error) {
		names, err = selectNames(tx, p, since)
		return err
	})
	if err != nil {
		return err
	}
	data, err := json.Marshal(names)
	if err != nil {
		return err
	}
	return c.json(data)
}

// document answers with a document as it came.
func (c *call) document(d *document) error {
	none, err := parseTags(c.r.Header["If-None-Match"])
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("ETag", `"`+d.tag+`"`)
	h.Set("Last-Modified", d.saved.UTC().Format(http.TimeFormat))
	if none != nil && none.weak(d.tag) {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	c.bare(d.media, d.body)
	return nil
}

// put keeps a document; post merges it into what is there.
func (d documents) put(r *Room, c *call) error {
	p, err := d.place(c)
	if err != nil {
		return err
	}
	if p.name == "" {
		return missing(d.name)
	}
	cond, err := c.condition()
	if err != nil {
		return err
	}
	media := c.header("Content-Type")
	if media == "" {
		media = "application/octet-stream"
	}
	if len(media) > maxMedia || strings.ContainsFunc(media, func(r rune) bool { return r < ' ' || r > '~' }) {
		return fault.New(fault.Invalid, words, "xapi.bad-media")
	}
	body, err := c.bytes()
	if err != nil {
		return err
	}
	came := newDocument(p, media, body, c.now.Truncate(time.Millisecond))
	keep := r.postDocument
	if c.r.Method == http.MethodPut {
		keep = r.putDocument
		// 1.0.3, Part Three, 3.1, leaves states out, and wants a header always (XAPI-00273); IEEE 9274.1.1, 4.1.4, leaves
		// none out, and wants one where a document is there.
		profile := d.kind != stateDocument
		cond.say, cond.expect = profile || c.two(), profile && !c.two()
	}
	if err := c.write(func(tx store.Tx) error { return keep(tx, came, cond) }); err != nil {
		return err
	}
	return c.none()
}

// maxMedia bounds the name of a media type, in bytes.
const maxMedia = 255

// condition reads If-Match and If-None-Match.
func (c *call) condition() (cond condition, err error) {
	if cond.match, err = parseTags(c.r.Header["If-Match"]); err != nil {
		return cond, err
	}
	cond.none, err = parseTags(c.r.Header["If-None-Match"])
	return cond, err
}

// delete deletes a document, or all states of an agent in an activity.
func (d documents) delete(r *Room, c *call) error {
	p, err := d.place(c)
	if err != nil {
		return err
	}
	cond, err := c.condition()
	if err != nil {
		return err
	}
	if p.name == "" && d.kind != stateDocument {
		return missing(d.name)
	}
	err = c.write(func(tx store.Tx) error {
		if p.name == "" {
			return deleteFolder(tx, p)
		}
		return r.dropDocument(tx, p, cond)
	})
	if err != nil {
		return err
	}
	return c.none()
}
