// Command cmi5judge reads sessions of cmi5 as JSON and writes the requirements that the
// statements of each do not meet, a line each, with the statement's place. The tests of
// the packages ask it.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"atelier/internal/standard/cmi5"
)

// recorded is a session as a test recorded it.
type recorded struct {
	Address           string // of the launch
	Data              cmi5.LaunchData
	Statements        []cmi5.Statement
	Completed, Passed bool // by earlier sessions of the registration
}

func main() {
	var sessions []recorded
	if err := json.NewDecoder(os.Stdin).Decode(&sessions); err != nil {
		log.Fatal(err)
	}
	for i, r := range sessions {
		launch, err := cmi5.LaunchOf(r.Address)
		if err != nil {
			fmt.Printf("session %d: %v\n", i+1, err)
			continue
		}
		s := &cmi5.Session{Launch: launch, LaunchData: r.Data, Completed: r.Completed, Passed: r.Passed}
		for n, st := range r.Statements {
			for _, v := range s.Take(st) {
				fmt.Printf("session %d, statement %d: %v\n", i+1, n+1, v)
			}
		}
	}
}
