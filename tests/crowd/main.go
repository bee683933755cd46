// Command crowd fills the database of a site with many learners, and asks every page of it how long it takes.
//
//	go run ./tests/crowd fill -data DIR                              # SQLite: 10,000 learners, 1,000,000 statements
//	ATELIER_SECRET=… go run ./tests/crowd fill -database URL -data DIR  # PostgreSQL
//	go run ./tests/crowd fill -data DIR -learners 100 -statements 10000 -seed 7
//	go run ./tests/crowd ask  -data DIR                              # p50, p95 and p99 of every page, report and list
//
// How questions to the record grow with it: fill sites with 10,000, 100,000 and 1,000,000 statements and ask each
// with -only statements -rounds 100.
//
// A filled folder is a site like any other: atelier serve --data DIR. The database to fill must be empty, and nobody may
// use it meanwhile.
//
// Its words: a model is a learner who did everything through the real site (forms, sessions, the API, the endpoint of the
// Experience API) under a clock of ours; a copy is a learner whose rows are those of a model under other names and ids and
// moved by whole days. Models are of many kinds (how far they come, how able they are, which language they read), and
// copies are written in inserts of many rows. What stands in the database is thus what the program itself writes, whatever
// tables it has: a row is a model's when it names the model's actor, person or statements. The audit trail is written on,
// with its chain. TestACopyIsWhatTheRealPathWrites compares the two.
//
// The same seed gives the same learners with the same deeds; ids of the models are made by the program and differ.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "crowd:", err)
		os.Exit(4)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("fill or ask? see go doc ./tests/crowd")
	}
	f := flag.NewFlagSet(args[0], flag.ExitOnError)
	var p place
	f.StringVar(&p.data, "data", "data", "the data folder")
	f.StringVar(&p.database, "database", os.Getenv("ATELIER_DATABASE"), "address of a PostgreSQL database in the place of the folder")
	p.secret = os.Getenv("ATELIER_SECRET")
	var c crowd
	f.IntVar(&c.learners, "learners", 10_000, "how many learners")
	f.IntVar(&c.statements, "statements", 1_000_000, "how many statements, at least")
	f.Uint64Var(&c.seed, "seed", 1, "of who learns what")
	rounds := f.Int("rounds", 20, "how often every page is asked for")
	bar := f.Int("bar", 300, "milliseconds that the 95th percentile may take")
	only := f.String("only", "", "ask for those alone whose name begins so: statements")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "fill":
		return fill(ctx, p, c)
	case "ask":
		return ask(ctx, p, *only, *rounds, *bar)
	}
	return fmt.Errorf("unknown: %s", args[0])
}
