package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/site"
)

// keyCommand makes, lists and ends the keys with which programs ask a site's API.
type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"${key_create}"`
	List   keyListCommand   `cmd:"" help:"${key_list}"`
	End    keyEndCommand    `cmd:"" help:"${key_end}"`
}

// keyStore is where a site keeps its keys.
type keyStore struct {
	Data     string `default:"data" type:"path" help:"${data}"`
	Database string `env:"ATELIER_DATABASE" placeholder:"URL" help:"${database}"`
}

// open runs fn on the keys of the site, in one transaction.
func (k *keyStore) open(ctx context.Context, fn func(tx store.Tx, keys *identity.Room) error) error {
	db, err := site.OpenStore(ctx, k.Data, k.Database)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "locked" {
		return fault.New(fault.Unavailable, words, "key-locked", lang.A{"dir": k.Data}).Because(err)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	keys := identity.New(db, clock.System{})
	return db.Write(ctx, func(tx store.Tx) error { return fn(tx, keys) })
}

type keyCreateCommand struct {
	keyStore
	Scope  []string `required:"" help:"${key_scope}"`
	Name   string   `default:"atelier key create" help:"${key_name}"`
	Course string   `help:"${key_course}"`
	As     string   `placeholder:"ADDRESS" help:"${key_as}"`
}

// allScopes stands for every scope that there is.
const allScopes = "all"

func (c *keyCreateCommand) Run(ctx context.Context, t *terminal) error {
	known := site.Scopes()
	if slices.Equal(c.Scope, []string{allScopes}) {
		c.Scope = known
	}
	for _, s := range c.Scope {
		if !slices.Contains(known, s) {
			return fault.New(fault.Usage, words, "key-scope", lang.A{"scope": s, "known": strings.Join(known, " ")})
		}
	}
	name, err := identity.ParseName(c.Name)
	if err != nil {
		return err
	}
	var made identity.Key
	var secret string
	err = c.open(ctx, func(tx store.Tx, keys *identity.Room) (err error) {
		by, err := c.maker(tx, keys)
		if err != nil {
			return err
		}
		made, secret, err = keys.CreateKey(tx, by, identity.Key{Name: name, Scopes: c.Scope, Course: c.Course})
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, made.ID+":"+secret)
	fmt.Fprintln(t.err, t.say("key-made"))
	return nil
}

// maker is the person who answers for the key; nobody where none is named.
func (c *keyCreateCommand) maker(tx store.Tx, people *identity.Room) (identity.PersonID, error) {
	if c.As == "" {
		return "", nil
	}
	email, err := identity.ParseEmail(c.As)
	if err != nil {
		return "", err
	}
	p, err := people.PersonByEmail(tx, email)
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Disabled {
		return "", fault.New(fault.NotFound, words, "key-nobody")
	}
	return p.ID, err
}

type keyListCommand struct {
	keyStore
	JSON bool `name:"json" help:"${json}"`
}

func (c *keyListCommand) Run(ctx context.Context, t *terminal) error {
	var all []identity.Key
	err := c.open(ctx, func(tx store.Tx, keys *identity.Room) (err error) {
		all, err = keys.Keys(tx)
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return t.json(map[string]any{"keys": listed(all)})
	}
	if len(all) == 0 {
		t.line("key-none")
		return nil
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, t.say("key-columns"))
	for _, k := range all {
		state := t.say("key-holds")
		if k.Ended != "" {
			state = t.say("key-ended-on", lang.A{"day": k.Ended})
		}
		used := k.Used
		if used == "" {
			used = t.say("key-never")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, state, k.Made, used, strings.Join(k.Scopes, " "))
	}
	return w.Flush()
}

// listed is keys for programs.
func listed(all []identity.Key) []map[string]any {
	out := []map[string]any{}
	for _, k := range all {
		out = append(out, map[string]any{"id": k.ID, "name": k.Name, "scopes": k.Scopes, "course": k.Course, "made": k.Made, "used": k.Used, "ended": k.Ended})
	}
	return out
}

type keyEndCommand struct {
	keyStore
	Key string `arg:"" help:"${key_id}"`
}

func (c *keyEndCommand) Run(ctx context.Context, t *terminal) error {
	err := c.open(ctx, func(tx store.Tx, keys *identity.Room) error {
		all, err := keys.Keys(tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(k identity.Key) bool { return k.ID == c.Key }) {
			return fault.New(fault.NotFound, words, "key-unknown", lang.A{"key": c.Key})
		}
		return keys.EndKey(tx, "", c.Key)
	})
	if err == nil {
		t.line("key-ended", lang.A{"key": c.Key})
	}
	return err
}
