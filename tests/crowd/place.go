package main

import (
	"context"
	"io"
	"log/slog"

	"atelier/courses"
	"atelier/internal/base/clock"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/site"
)

// homePage is that of a site without a public address: the accounts in statements are of it.
const homePage = "http://localhost/"

// place is where a site keeps what people do.
type place struct {
	data     string
	database string // empty: SQLite in the folder
	secret   string // of PostgreSQL
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// site opens the site of the shipped course, under a clock.
func (p place) site(ctx context.Context, c clock.Clock) (*site.Site, error) {
	return site.New(ctx, site.Options{Course: courses.Shipped(), Data: p.data, Database: p.database, Secret: p.secret, Version: "crowd", Log: quiet(), Clock: c})
}

// store opens the database alone. The site must be closed where it is a folder.
func (p place) store(ctx context.Context) (*store.DB, error) {
	if p.database != "" {
		return store.Connect(ctx, p.database)
	}
	return store.Open(ctx, p.data)
}

// inside does something by the words of identity, with nobody else in the database.
func (p place) inside(ctx context.Context, c clock.Clock, fn func(tx store.Tx, who *identity.Room) error) error {
	db, err := p.store(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	who := identity.New(db, c)
	return db.Write(ctx, func(tx store.Tx) error { return fn(tx, who) })
}

// keys are those with which the site names the partners of a matching.
func (p place) keys() (*seal.Keys, error) {
	return seal.Open(seal.Place{Secret: p.secret, Dir: p.data, Shared: p.database != ""})
}

// edition is the shipped course as the site serves it, for the addresses of its pages.
func edition() (*library.Edition, func(), error) {
	lib, err := library.New(library.Options{Source: courses.Shipped(), Version: "crowd", Log: quiet()})
	if err != nil {
		return nil, nil, err
	}
	return lib.Edition(), lib.Close, nil
}
