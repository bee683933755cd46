package records

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// eachForeign calls each for every statement that another program brought and that is in
// the record of an owner or names one of the agents that they are. What each does to the
// statement it may do at once.
func (r *Room) eachForeign(tx store.Tx, owner identity.Actor, agents []string, each func(statementRow) error) error {
	err := pages(func(after Seq) ([]statementRow, error) { return selectForeign(tx, owner, after, pageSize) }, each)
	if err != nil {
		return err
	}
	for _, key := range mentionsOf(agents) {
		for _, in := range []role{itself, named} {
			err := pages(func(after Seq) ([]statementRow, error) {
				return selectMentioned(tx, key, in, after, pageSize)
			}, func(row statementRow) error {
				if row.owner == string(owner) {
					return nil // it was among those of the record
				}
				return each(row)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// mentionsOf are the keys by which statements that name one of some agents are found,
// however a mailbox is written in them.
func mentionsOf(agents []string) (keys []int64) {
	for _, agent := range agents {
		keys = append(keys, mentionKey(agentKind, agent))
		if strings.HasPrefix(agent, "mbox:") {
			keys = append(keys, mentionKey(foldedKind, xapi.AgentFold(agent)))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// pages reads page after page.
func pages(read func(after Seq) ([]statementRow, error), each func(statementRow) error) error {
	for after := Seq(0); ; {
		rows, err := read(after)
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.seq
			if err := each(row); err != nil {
				return err
			}
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// foreignOf is all that other programs told of an owner, each statement once.
func (r *Room) foreignOf(tx store.Tx, owner identity.Actor) ([]json.RawMessage, error) {
	agents, err := r.agentsOf(tx, owner)
	if err != nil {
		return nil, err
	}
	var all []json.RawMessage
	seen := map[Seq]bool{}
	err = r.eachForeign(tx, owner, agents, func(row statementRow) error {
		if !seen[row.seq] {
			seen[row.seq] = true
			all = append(all, row.body)
		}
		return nil
	})
	return all, err
}

// eraseForeign takes an owner out of what other programs told: wherever they stand, their
// opaque account stands after it; what they wrote and attached is gone.
func (r *Room) eraseForeign(tx store.Tx, owner identity.Actor, agents []string) error {
	account := xapi.Account{HomePage: r.homePage, Name: string(owner)}
	own := xapi.AccountKey(account.HomePage, account.Name)
	spelled := map[string]bool{} // their agents as statements write them
	err := r.eachForeign(tx, owner, agents, func(row statementRow) error {
		f, err := xapi.ParseStatement(row.body, xapi.V2)
		if err != nil {
			return err
		}
		for _, a := range f.Agents {
			if among(agents, a.Key) {
				spelled[a.Key] = true
			}
		}
		body, err := xapi.Redact(row.body, append(slices.Clone(agents), f.Actor), account)
		if row.owner != string(owner) {
			body, err = xapi.Redact(row.body, agents, account)
		}
		if err != nil {
			return err
		}
		if err := rewrite(tx, row.seq, body); err != nil {
			return err
		}
		if slices.ContainsFunc(f.Agents, func(a xapi.AgentUse) bool { return a.Direct && among(agents, a.Key) }) || row.owner == string(owner) {
			return deleteFiles(tx, row.seq)
		}
		return forgetFiles(tx, row.seq, body)
	})
	if err != nil {
		return err
	}
	for _, key := range mentionsOf(slices.AppendSeq(slices.Clone(agents), maps.Keys(spelled))) {
		if key == mentionKey(agentKind, own) {
			continue
		}
		if err := moveMentions(tx, key, mentionKey(agentKind, own)); err != nil {
			return err
		}
	}
	return nil
}

// forgetFiles forgets the attachments that a statement does not describe any more.
func forgetFiles(tx store.Tx, seq Seq, body []byte) error {
	f, err := xapi.ParseStatement(body, xapi.V2)
	if err != nil {
		return err
	}
	files, err := selectFiles(tx, []Seq{seq})
	if err != nil {
		return err
	}
	for _, have := range files {
		if slices.ContainsFunc(f.Attachments, func(a xapi.Attachment) bool { return a.SHA2 == have.sha2 }) {
			continue
		}
		if err := deleteFile(tx, seq, have.sha2); err != nil {
			return err
		}
	}
	return nil
}

// among says whether an agent is one of some.
func among(agents []string, agent string) bool {
	return slices.ContainsFunc(agents, func(a string) bool { return xapi.SameAgent(a, agent) })
}
