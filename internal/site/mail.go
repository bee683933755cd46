package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// lastJobs is how long the end of a site waits for the jobs that run.
const lastJobs = 10 * time.Second

// openMail makes the queue of jobs, which is started when every room has defined its own, and the outbox.
func (s *Site) openMail(o Options, base *url.URL) (err error) {
	if base == nil {
		base = &url.URL{Scheme: "http", Host: "localhost"}
		if o.Mail != nil {
			o.Log.Warn("the links in messages lead to http://localhost/: no --base-url")
		}
	}
	s.queue = jobs.New(jobs.Options{DB: s.db, Clock: o.Clock, Log: o.Log})
	of := s.library.Edition().Course
	s.mail, err = mail.New(mail.Options{DB: s.db, Clock: o.Clock, Queue: s.queue, Log: o.Log, Server: o.Mail, From: o.MailFrom,
		Name: s.title, Languages: faces(of), BaseURL: base, Zone: time.Local})
	if err == nil && o.Mail == nil {
		o.Log.Info("mail stays in the outbox: no --mail")
	} else if err == nil {
		o.Log.Info("mail is sent", "server", o.Mail.Name())
	}
	return err
}

// console is the outbox of a site without a mail server.
type console struct {
	*mail.Outbox
	tell func(code string)
}

// Send tells the terminal the code of a message once it is kept.
func (c console) Send(tx store.Tx, m mail.Message) error {
	if m.Code != "" {
		tx.After(func() { c.tell(m.Code) })
	}
	return c.Outbox.Send(tx, m)
}

// mailer is who sends identity's messages.
func (s *Site) mailer(o Options) identity.Mailer {
	if o.Mail == nil && o.TellCode != nil {
		return console{s.mail, o.TellCode}
	}
	return s.mail
}

// title is the course's in a language, as it stands now.
func (s *Site) title(tag lang.Tag) string {
	of := s.library.Edition().Course
	for _, t := range append([]lang.Tag{tag}, of.Tags()...) {
		if title := of.Title.In(t); title != "" {
			return title
		}
	}
	return ""
}

// faces are the interface languages of a course, in its order.
func faces(c *course.Course) (all []lang.Tag) {
	for _, l := range c.Languages {
		if face := lang.Interface(l.Tag, l.Interface); !slices.Contains(all, face) {
			all = append(all, face)
		}
	}
	return all
}

// startJobs begins the work of the queue.
func (s *Site) startJobs(ctx context.Context) error {
	if err := s.mail.Resume(ctx); err != nil {
		return err
	}
	s.queue.Start(context.WithoutCancel(ctx))
	return nil
}

// stopJobs lets the jobs end that run, so that none is done twice.
func (s *Site) stopJobs() {
	if s.queue == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastJobs)
	defer cancel()
	if err := s.queue.Stop(ctx); err != nil {
		s.log.Warn("jobs were cut off; they are done again after the next start", "after", lastJobs)
	}
}

// mailFrame lends the frame of the course to the pages of mail.
type mailFrame struct{ frame }

// Draw puts a page of mail into the frame of the site.
func (f mailFrame) Draw(w http.ResponseWriter, r *http.Request, status int, s mail.Sheet) error {
	return f.frame.Draw(w, r, status, identity.Sheet{Tag: s.Tag, Title: s.Title, At: s.At, Body: s.Body})
}
