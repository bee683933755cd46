package identity

import (
	"net/http"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// perQuestion is of what strangers may have the site keep without a message: the
// questions for passkeys and the ways to providers.
var perQuestion = rate{"question", 300, time.Second}

// Flood counts what a stranger has the site keep against the rate of their network,
// and says how long to wait when that is used up. It stops floods alone: a whole
// government may be one network.
func (r *Room) Flood(tx store.Tx, req *http.Request) (wait time.Duration, err error) {
	network := ""
	if a, ok := web.ClientAddr(req); ok {
		network = networkOf(a)
	}
	return r.spend(tx, charge{perQuestion, network})
}
