// Command letter writes to somebody from a data folder that no site uses: a message
// that is not urgent, through a real mail server, with the link at its foot by which
// one gets no more. The tests in a browser follow that link.
//
//	letter DATA SMTP-ADDRESS SITE-ADDRESS
package main

import (
	"context"
	"log"
	"log/slog"
	"net/url"
	"os"
	"testing/fstest"

	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
)

var words = lang.MustCatalogue(fstest.MapFS{
	"en.yaml": {Data: []byte("hello.subject: Hello\nhello.body: A word.\nhello.action: Begin\n")},
	"fr.yaml": {Data: []byte("hello.subject: Bonjour\nhello.body: Un mot.\nhello.action: Commencer\n")},
})

func main() {
	if len(os.Args) != 4 {
		log.Fatal("letter DATA SMTP-ADDRESS SITE-ADDRESS")
	}
	if err := write(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func write(ctx context.Context, data, smtp, site string) error {
	db, err := store.Open(ctx, data)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := store.Migrate(ctx, db, jobs.Migrations, mail.Migrations); err != nil {
		return err
	}
	server, err := mail.ParseServer(smtp)
	if err != nil {
		return err
	}
	from, err := mail.ParseAddress("Atelier", "course@example.ca")
	if err != nil {
		return err
	}
	to, err := mail.ParseAddress("Zoë", "zoe@example.ca")
	if err != nil {
		return err
	}
	base, err := url.Parse(site)
	if err != nil {
		return err
	}
	queue := jobs.New(jobs.Options{DB: db, Log: slog.New(slog.DiscardHandler)})
	box, err := mail.New(mail.Options{DB: db, Queue: queue, Log: slog.New(slog.DiscardHandler), Server: server, From: from, BaseURL: base,
		Name: func(lang.Tag) string { return "Atelier" }})
	if err != nil {
		return err
	}
	err = db.Write(ctx, func(tx store.Tx) error {
		// Whatever the time of the day is, this one is never in quiet hours.
		if err := box.SetHours(tx, "p-1", mail.Hours{Zone: "UTC"}); err != nil {
			return err
		}
		return box.Send(tx, mail.Message{To: to, Person: "p-1", Words: words, Key: "hello", Link: "/"})
	})
	if err != nil {
		return err
	}
	return queue.Drain(ctx)
}
