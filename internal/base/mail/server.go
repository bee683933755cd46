package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"atelier/internal/base/fault"
)

// Server is an SMTP server that takes our mail.
type Server struct {
	host     string
	port     int
	implicit bool // TLS from the first byte (RFC 8314, section 3)
	local    bool // on this machine: nobody stands between
	user     string
	password string
}

// ParseServer reads the address of a mail server: smtp://user:password@host:587, with
// STARTTLS, or smtps://host:465, encrypted from the first byte. Without a port it is
// 587 or 465. Encryption is demanded, and the server's name checked, except of a
// server on this machine. A fault of kind Usage tells what is wrong and does not
// repeat the address, which may hold a password.
func ParseServer(s string) (*Server, error) {
	u, err := url.Parse(s)
	bad := func() error { return fault.New(fault.Usage, words, "bad-server") }
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return nil, bad()
	}
	server := &Server{host: u.Hostname(), implicit: u.Scheme == "smtps", port: 587, user: u.User.Username()}
	server.password, _ = u.User.Password()
	if server.implicit {
		server.port = 465
	}
	if u.Port() != "" {
		if server.port, err = strconv.Atoi(u.Port()); err != nil || server.port < 1 || server.port > 65535 {
			return nil, bad()
		}
	}
	ip := net.ParseIP(server.host)
	server.local = server.host == "localhost" || ip != nil && ip.IsLoopback()
	return server, nil
}

// ParseSender reads who the site's mail comes from. A fault of kind Usage says that
// nobody can be written to there.
func ParseSender(s string) (Address, error) {
	a, err := ParseAddress("", s)
	if err != nil {
		return Address{}, fault.New(fault.Usage, words, "bad-sender").Because(err)
	}
	return a, nil
}

// Name is the server in messages for people: host and port, without the password.
func (s *Server) Name() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// client is a connection to come.
func (s *Server) client() (*gomail.Client, error) {
	config := &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
	policy := gomail.TLSMandatory
	if s.local {
		// A server on this machine seldom has a certificate, and its name is "localhost".
		policy, config.InsecureSkipVerify = gomail.TLSOpportunistic, true
	}
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(config), gomail.WithTimeout(sendTime / 2), gomail.WithoutNoop()}
	if s.implicit {
		options = append(options, gomail.WithSSL())
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, options...)
}

// send gives a draft to the server; nil means that the server took it.
func (s *Server) send(ctx context.Context, d draft) error {
	m, err := d.message()
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return unreached{err}
	}
	// What the server says to QUIT changes nothing any more.
	defer client.Close()
	return client.Send(m)
}

// unreached is that no message could be given to the server at all.
type unreached struct{ error }

func (u unreached) Unwrap() error { return u.error }

// reason is why a message was not sent, as it is kept: a key of the catalogue under
// "why", with the server's code where it gave one ("refused 550 5.1.1"). It says too
// whether the server refuses this message for good: then trying again would only harm
// the standing of the sender. A server that does not let us in, or does not take our
// sender, is a mistake of the installation, which somebody mends.
func reason(err error) (why string, forGood bool) {
	if err == nil {
		return "", false
	}
	if _, is := errors.AsType[unreached](err); is {
		return dialReason(err), false
	}
	e, is := errors.AsType[*gomail.SendError](err)
	if !is {
		return "unreachable", false
	}
	code := e.ErrorCode()
	why = "later"
	switch {
	case code == 0:
		return "unreachable", false
	case e.Reason == gomail.ErrSMTPMailFrom && code >= 500:
		why = "sender"
	case code >= 500:
		why, forGood = "refused", true
	}
	why = fmt.Sprintf("%s %d", why, code)
	if status := e.EnhancedStatusCode(); status != "" {
		why += " " + status
	}
	return why, forGood
}

// dialReason tells why there is no connection.
func dialReason(err error) string {
	var network net.Error
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var answer *textproto.Error
	switch {
	case errors.As(err, &certificate), errors.As(err, &record), strings.Contains(err.Error(), "does not support STARTTLS"):
		return "encryption"
	case errors.As(err, &answer) && answer.Code < 500:
		return fmt.Sprintf("later %d", answer.Code)
	case errors.As(err, &network):
		return "unreachable"
	}
	return "not-let-in"
}
