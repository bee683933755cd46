package mail

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Message is what a room says to somebody. In the room's catalogue stand KEY.subject,
// KEY.body, whose paragraphs are parted by an empty line, and, with a Link, KEY.action:
// the words on its button.
type Message struct {
	To Address
	// Person is the id of who has an account; their choices and hours hold. It is
	// empty when nobody has one under the address.
	Person   string
	Language lang.Tag // of the reader; empty when unknown: then every language is used
	Words    *lang.Catalogue
	Key      string
	Args     lang.A
	Link     string // an address on the site, "/en/…", or a whole one; may be empty
	// Links are the addresses where each language has its own, in the place of Link.
	Links lang.Text
	Code  string // to be typed somewhere, shown by itself; may be empty
	Topic string // the name of a declared Topic; may be empty
	Files []File // to go with it, [MostFile] bytes together at most
	// Urgent is for what somebody waits for, or must know at once.
	Urgent bool
}

// MostFile is how many bytes of files go with a message.
const MostFile = 256 << 10

// File is a file that goes with a message. It lies in the outbox with what the message
// says, and goes when that does.
type File struct {
	Name string `json:"name"` // "figures.csv"
	Type string `json:"type"` // media type (RFC 2045)
	Data []byte `json:"data"`
}

// State says where an entry of the outbox stands.
type State string

// The states.
const (
	Waiting  State = "waiting"  // for its time, its job, or a mail server
	Held     State = "held"     // for the reader's next digest
	Digested State = "digested" // went into a digest
	Sent     State = "sent"     // the mail server took it
	Unwanted State = "unwanted" // the reader does not want it
	Refused  State = "refused"  // the mail server said that it cannot arrive
	Failed   State = "failed"   // no server took it in all its tries
)

// part is a message in one language.
type part struct {
	Tag     lang.Tag `json:"tag"`
	Subject string   `json:"subject"`
	Text    []string `json:"text"` // paragraphs
	Action  string   `json:"action,omitempty"`
	Link    string   `json:"link,omitempty"`
	Code    string   `json:"code,omitempty"`
	Items   []part   `json:"items,omitempty"` // of a digest
	Files   []File   `json:"files,omitempty"` // with the first language, for all
}

// content is a message in all its languages.
type content []part

func (c content) subject() string {
	var all []string
	for _, p := range c {
		all = append(all, p.Subject)
	}
	return strings.Join(all, " / ")
}

func (c content) text() string {
	data, _ := json.Marshal(c) // of texts alone: it cannot fail
	return string(data)
}

func readContent(s string) (c content, err error) {
	err = json.Unmarshal([]byte(s), &c)
	return c, err
}

// Send puts a message into the outbox, in the transaction that causes it. A message
// that its reader does not want is noted there and goes no further.
func (b *Outbox) Send(tx store.Tx, m Message) error {
	c, err := b.compose(m)
	if err != nil {
		return err
	}
	now := b.o.Clock.Now()
	e := entry{ID: b.o.NewID(), whom: m.Person, to: m.To, topic: m.Topic, urgent: m.Urgent, content: &c, State: Waiting, Made: now, Due: now}
	if e.whom == "" {
		e.whom = m.To.whom()
	}
	if !m.Urgent {
		if err := b.schedule(tx, &e); err != nil {
			return err
		}
	}
	return b.put(tx, e)
}

// put keeps an entry and the job that sends it.
func (b *Outbox) put(tx store.Tx, e entry) error {
	e.queued = e.State == Waiting && b.Sends()
	if err := insertEntry(tx, e); err != nil {
		return err
	}
	switch {
	case e.queued && e.urgent:
		return b.urgent.Enqueue(tx, e.ID, e.Due)
	case e.queued:
		return b.rest.Enqueue(tx, e.ID, e.Due)
	case e.State == Held:
		return b.digest.Enqueue(tx, e.whom, e.Due)
	}
	return nil
}

// compose says a message in the languages of its reader.
func (b *Outbox) compose(m Message) (content, error) {
	if m.To.IsZero() {
		return nil, badAddress()
	}
	tags := b.o.Languages
	if m.Language != "" {
		tags = []lang.Tag{lang.Interface(m.Language)}
	}
	args := lang.A{}
	for k, v := range m.Args {
		if s, is := v.(string); is {
			v = oneLine(s)
		}
		args[k] = v
	}
	var c content
	for _, tag := range tags {
		link, err := b.absolute(cmp.Or(m.Links.In(tag), m.Link))
		if err != nil {
			return nil, err
		}
		p := part{Tag: tag, Subject: oneLine(m.Words.Say(tag, m.Key+".subject", args)), Code: oneLine(m.Code), Link: link}
		for paragraph := range strings.SplitSeq(m.Words.Say(tag, m.Key+".body", args), "\n\n") {
			if s := strings.TrimSpace(visible(paragraph)); s != "" {
				p.Text = append(p.Text, s)
			}
		}
		if link != "" {
			p.Action = oneLine(m.Words.Say(tag, m.Key+".action", args))
		}
		c = append(c, p)
	}
	if err := checkFiles(m.Files); err != nil {
		return nil, err
	}
	if len(c) > 0 {
		c[0].Files = m.Files
	}
	return c, nil
}

// checkFiles refuses files that are too much, or whose names say more than a name.
func checkFiles(all []File) error {
	size := 0
	for _, f := range all {
		size += len(f.Data)
		if f.Name == "" || f.Name != oneLine(f.Name) || strings.ContainsAny(f.Name, `/\"`) {
			return fault.New(fault.Internal, words, "bad-file")
		}
	}
	if size > MostFile {
		return fault.New(fault.TooLarge, words, "bad-file")
	}
	return nil
}

// files are those of a message, and of all that are in it.
func (c content) files() (all []File) {
	for _, p := range c {
		all = append(append(all, p.Files...), content(p.Items).files()...)
	}
	return all
}

// absolute is the whole address of a link; empty when there is none.
func (b *Outbox) absolute(link string) (string, error) {
	if link == "" {
		return "", nil
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", fault.New(fault.Internal, words, "bad-link").Because(err)
	}
	if b.o.BaseURL != nil {
		u = b.o.BaseURL.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fault.New(fault.Internal, words, "bad-link")
	}
	return u.String(), nil
}

// entry is a message in the outbox, whole.
type entry struct {
	ID      string
	whom    string
	to      Address
	topic   string
	urgent  bool
	content *content // nil once it was taken away
	State   State
	queued  bool
	Tries   int
	Why     string // why it was not sent: see Why
	Made    time.Time
	Due     time.Time
	Sent    time.Time // zero until it is
}
