package doctor

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Bounds of what a PostgreSQL server does: a node takes up to 20 connections, and a
// transaction that stays open keeps the server from tidying up and others waiting.
const (
	fewClients = 20
	longBegun  = 10 * time.Minute
)

// server looks at the PostgreSQL server under a site. Version and encoding were looked at
// when it was opened.
func (x *examination) server(db *store.DB) {
	s, there, err := db.Server(x.ctx)
	if err != nil {
		x.told("server", err)
		return
	}
	if there {
		x.judge(s)
	}
}

func (x *examination) judge(s store.Server) {
	before := len(x.found)
	var loose []string
	if !s.Fsync {
		loose = append(loose, "fsync")
	}
	if !s.FullPages {
		loose = append(loose, "full_page_writes")
	}
	if len(loose) > 0 {
		x.say("server", Failing, "server-loose", lang.A{"settings": strings.Join(loose, ", ")})
	}
	if !s.Synchronous {
		x.say("server", Warning, "server-asynchronous")
	}
	if left := s.MostClients - s.Clients; left < fewClients {
		x.say("server", Warning, "server-crowded", lang.A{"left": left, "most": s.MostClients})
	}
	if s.OldestBegun > longBegun {
		x.say("server", Warning, "server-long", lang.A{"n": int(s.OldestBegun.Minutes())})
	}
	if len(x.found) == before {
		x.say("server", Sound, "server-sound", lang.A{"version": s.Version, "size": lang.Size(s.Size), "clients": s.Clients, "most": s.MostClients})
	}
}
