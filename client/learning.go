package client

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Renewal is what stands before a certificate is renewed.
type Renewal struct {
	Due     bool   `json:"due"`
	Ready   bool   `json:"ready"`
	Release string `json:"release,omitempty"`
	Tasks   int    `json:"tasks"`  // pages that are still to be done
	Unread  int    `json:"unread"` // pages that say something else, not read since
}

// Renewal reads what stands before the renewal of a certificate.
func (c *Client) Renewal(ctx context.Context, certificate string) (Renewal, error) {
	one, _, err := read[Renewal](ctx, c, renewal(certificate))
	return one, err
}

// RenewCertificate renews one; refused while something stands before it.
func (c *Client) RenewCertificate(ctx context.Context, id string) (Certificate, error) {
	return send[Certificate](ctx, c, http.MethodPost, renewal(id), nil, "")
}

func renewal(certificate string) string {
	return "/certificates/" + url.PathEscape(certificate) + "/renewal"
}

// Transcript is what somebody learned, as the page of their transcript says it; Courses are as they came.
type Transcript struct {
	Person  string            `json:"person"`
	Written time.Time         `json:"written"`
	Courses []json.RawMessage `json:"courses"`
}

// Transcript reads the one of a person.
func (c *Client) Transcript(ctx context.Context, id string) (Transcript, error) {
	one, _, err := read[Transcript](ctx, c, person(id)+"/transcript")
	return one, err
}

// Record reads the signed record of what a person learned, as it came.
func (c *Client) Record(ctx context.Context, id string) (json.RawMessage, error) {
	one, _, err := read[json.RawMessage](ctx, c, person(id)+"/transcript/record")
	return one, err
}

// Course is a course that a site serves; its texts and addresses are by tag of language.
type Course struct {
	Key         string            `json:"key"`
	ID          string            `json:"id"`
	Title       map[string]string `json:"title"`
	Description map[string]string `json:"description"`
	Addresses   map[string]string `json:"addresses"`
	Licence     string            `json:"licence"`
	Lessons     int               `json:"lessons"`
	Release     string            `json:"release,omitempty"` // empty: the working copy
	Follows     *Follows          `json:"follows,omitempty"` // what it is adapted from; nil for most
	Adaptations []string          `json:"adaptations"`       // keys of its adaptations on the site
}

// Follows is what an adaptation was made from; its texts are by tag of language.
type Follows struct {
	ID           string            `json:"id"`
	Release      string            `json:"release"`
	Course       string            `json:"course,omitempty"` // empty where the site does not serve it
	Newer        string            `json:"newer,omitempty"`  // a release that came after the one that is followed
	Title        map[string]string `json:"title"`
	By           map[string]string `json:"by"`
	Licence      string            `json:"licence"`
	Jurisdiction map[string]string `json:"jurisdiction"`
	Changes      map[string]string `json:"changes"`
}

// Courses lists the courses of the site.
func (c *Client) Courses(ctx context.Context) iter.Seq2[Course, error] {
	return list[Course](ctx, c, "/courses", nil)
}

// Found is what was found in a course.
type Found struct {
	Course   string    `json:"course"`
	Language string    `json:"language"`
	All      bool      `json:"all"` // every passage has every word
	Total    int       `json:"total"`
	Passages []Passage `json:"passages"`
}

// Passage is a passage that was found; its text is in pieces, of which those that were looked for are marked.
type Passage struct {
	Address string `json:"address"`
	Passage string `json:"passage,omitempty"`
	Title   string `json:"title"`
	Heading string `json:"heading,omitempty"`
	Text    []struct {
		Text string `json:"text"`
		Mark bool   `json:"mark,omitempty"`
	} `json:"text"`
}

// Search looks in every course in a language, for at most limit passages of each; with 0 for five.
func (c *Client) Search(ctx context.Context, query, language string, limit int) ([]Found, error) {
	q := url.Values{"q": {query}, "language": {language}}
	if limit > 0 {
		q.Set("limit", strconv.Itoa(limit))
	}
	all, _, err := read[part[Found]](ctx, c, "/search?"+q.Encode())
	return all.Items, err
}

// Release is a published release of a course.
type Release struct {
	Version   string            `json:"version"`
	Number    int               `json:"number"`
	Day       string            `json:"day"`
	Published time.Time         `json:"published"`
	By        string            `json:"by,omitempty"`  // the person who published it, or who answers for the key
	Key       string            `json:"key,omitempty"` // with which it was published; empty when a person did it themselves
	Checksum  string            `json:"checksum"`
	Notes     map[string]string `json:"notes"` // in Markdown, by tag of language
	Served    bool              `json:"served"`
	Withdrawn time.Time         `json:"withdrawn,omitzero"`
	Reason    map[string]string `json:"reason,omitempty"` // by tag of language
	// Of the withdrawal, as By and Key are of the publication.
	WithdrawnBy  string `json:"withdrawnBy,omitempty"`
	WithdrawnKey string `json:"withdrawnKey,omitempty"`
}

// Releases lists the releases of a course.
func (c *Client) Releases(ctx context.Context, course string) iter.Seq2[Release, error] {
	return list[Release](ctx, c, "/courses/"+url.PathEscape(course)+"/releases", nil)
}

// Publish publishes a release from its archive, of at most 48 MiB. One that is published already stays as it is.
func (c *Client) Publish(ctx context.Context, course string, archive []byte) (Release, error) {
	return c.publish(ctx, course, map[string]any{"archive": archive})
}

// PublishSent publishes one that was sent to the administration before, by the SHA-256 of its archive.
func (c *Client) PublishSent(ctx context.Context, course, checksum string) (Release, error) {
	return c.publish(ctx, course, map[string]any{"checksum": checksum})
}

func (c *Client) publish(ctx context.Context, course string, body any) (Release, error) {
	return send[Release](ctx, c, http.MethodPost, "/courses/"+url.PathEscape(course)+"/releases", body, "")
}

// WithdrawRelease withdraws one for a reason in both languages.
func (c *Client) WithdrawRelease(ctx context.Context, course, version, english, french string) (Release, error) {
	return send[Release](ctx, c, http.MethodPost, "/courses/"+url.PathEscape(course)+"/releases/"+url.PathEscape(version)+"/withdrawal", map[string]string{"en": english, "fr": french}, "")
}

// Format is a format in which a release can be taken away.
type Format struct {
	Format string       `json:"format"`
	State  string       `json:"state"` // missing, waiting, building, there or failed
	Why    string       `json:"why"`   // why it failed: source, build, files, time or stopped
	Files  []FormatFile `json:"files"`
}

// FormatFile is a file of a format.
type FormatFile struct {
	Path     string `json:"path"`
	Bytes    int64  `json:"bytes"`
	Checksum string `json:"checksum"` // SHA-256
}

// ReleaseFormats lists the formats of a release, there or not.
func (c *Client) ReleaseFormats(ctx context.Context, course, version string) iter.Seq2[Format, error] {
	return list[Format](ctx, c, formatsPath(course, version), nil)
}

// BuildFormats has the formats built that a release lacks, and returns at once how far each is. They are there when
// ReleaseFormats says so.
func (c *Client) BuildFormats(ctx context.Context, course, version string) ([]Format, error) {
	all, err := send[part[Format]](ctx, c, http.MethodPost, formatsPath(course, version), nil, "")
	return all.Items, err
}

func formatsPath(course, version string) string {
	return "/courses/" + url.PathEscape(course) + "/releases/" + url.PathEscape(version) + "/formats"
}
