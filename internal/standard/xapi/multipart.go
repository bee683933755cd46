package xapi

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// HashHeader names the attachment that a part of a multipart/mixed body is.
const HashHeader = "X-Experience-API-Hash"

// mostParts bounds the parts of one body.
const mostParts = 1000

// Multipart reads a body of statements with attachments (Part Three, 1.5.2): the
// statements first, then the bytes of attachments, each read as it comes.
type Multipart struct {
	parts *multipart.Reader
	count int
}

// Part is the bytes of an attachment.
type Part struct {
	SHA2        string // as its header says, in lower case; not compared with the bytes
	ContentType string
	io.Reader
}

// NewMultipart begins to read a body by its Content-Type.
func NewMultipart(contentType string, body io.Reader) (*Multipart, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/mixed" || params["boundary"] == "" {
		return nil, badParts("XAPI-00133", "Content-Type")
	}
	return &Multipart{parts: multipart.NewReader(body, params["boundary"])}, nil
}

// badParts refuses a body; the place is a header or a part.
func badParts(id, at string) error {
	return Violation{Section: "2.4.11", ID: id, Rule: Mismatch, At: at}
}

// Statements is the first part, of at most the given number of bytes.
func (m *Multipart) Statements(most int64) ([]byte, error) {
	p, err := m.parts.NextPart()
	if err != nil {
		return nil, cut(err)
	}
	if media, _, err := mime.ParseMediaType(p.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return nil, badParts("XAPI-00133", "Content-Type")
	}
	data, err := io.ReadAll(io.LimitReader(p, most+1))
	if err != nil {
		return nil, cut(err)
	}
	if int64(len(data)) > most {
		return nil, Violation{Section: "2.4.11", Rule: BadRange, At: "length"}
	}
	return data, nil
}

// Next is the next attachment; io.EOF when there is none any more. It is read before the
// one after.
func (m *Multipart) Next() (*Part, error) {
	p, err := m.parts.NextRawPart()
	if err != nil {
		return nil, cut(err)
	}
	if m.count++; m.count > mostParts {
		return nil, badParts("XAPI-00128", "parts")
	}
	if !strings.EqualFold(p.Header.Get("Content-Transfer-Encoding"), "binary") {
		return nil, badParts("XAPI-00134", "Content-Transfer-Encoding")
	}
	hash := strings.ToLower(p.Header.Get(HashHeader))
	if !validSHA2(hash) {
		return nil, badParts("XAPI-00132", HashHeader)
	}
	return &Part{SHA2: hash, ContentType: p.Header.Get("Content-Type"), Reader: p}, nil
}

// cut tells a body that is no multipart, or ends too early, from what its reader says.
func cut(err error) error {
	if err == io.EOF {
		return io.EOF
	}
	var protocol textproto.ProtocolError
	if errors.As(err, &protocol) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "multipart:") {
		return Violation{Section: "2.4.11", ID: "XAPI-00130", Rule: Mismatch, At: "parts", Why: err.Error()}
	}
	return err
}

// MultipartWriter writes statements with attachments.
type MultipartWriter struct{ *multipart.Writer }

// NewMultipartWriter begins a body with its statements.
func NewMultipartWriter(w io.Writer) MultipartWriter {
	return MultipartWriter{multipart.NewWriter(w)}
}

// ContentType is that of the body.
func (m MultipartWriter) ContentType() string {
	return "multipart/mixed; boundary=" + m.Boundary()
}

// Statements writes the first part.
func (m MultipartWriter) Statements(data []byte) error {
	p, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/json"}})
	if err != nil {
		return err
	}
	_, err = p.Write(data)
	return err
}

// Attachment writes the bytes of an attachment.
func (m MultipartWriter) Attachment(sha2, contentType string, data io.Reader) error {
	// TinCanJS looks for the header in the specification's own letters.
	p, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {contentType}, "Content-Transfer-Encoding": {"binary"}, HashHeader: {sha2}})
	if err != nil {
		return err
	}
	if _, err = io.Copy(p, data); err != nil {
		return fmt.Errorf("attachment %s: %w", sha2, err)
	}
	return nil
}
