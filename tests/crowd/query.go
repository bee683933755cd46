package main

import (
	"fmt"
	"net/url"

	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// query is a question to the record.
type query struct{ name, at string }

// recordQueries are questions of every kind: by agent, activity, verb, by two of them, in every form, by time.
func recordQueries(c *course.Course, actor identity.Actor) []query {
	agent := fmt.Sprintf(`{"account":{"homePage":%q,"name":%q}}`, homePage, actor)
	const completed, answered = "http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/answered"
	lesson := c.IRI + "#" + string(c.PageID(c.Tasks()[0]))
	with := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return "/xapi/statements?" + v.Encode()
	}
	return []query{
		{"statements", "/xapi/statements"},
		{"statements by agent", with("agent", agent)},
		{"statements by agent, related", with("agent", agent, "related_agents", "true")},
		{"statements by activity", with("activity", lesson)},
		{"statements by activity, the course and all in it", with("activity", c.IRI, "related_activities", "true")},
		{"statements by verb", with("verb", answered)},
		{"statements by verb, oldest first", with("verb", completed, "ascending", "true")},
		{"statements by agent and verb", with("agent", agent, "verb", completed)},
		{"statements by agent and activity", with("agent", agent, "activity", lesson)},
		{"statements by activity and verb", with("activity", lesson, "verb", completed)},
		{"statements by verb, since", with("verb", answered, "since", "2026-06-01T00:00:00Z", "ascending", "true")},
		{"statements by verb, ids", with("verb", answered, "format", "ids")},
		{"statements by verb, canonical", with("verb", answered, "format", "canonical")},
		{"activity", "/xapi/activities?activityId=" + url.QueryEscape(lesson)},
		{"agent", "/xapi/agents?agent=" + url.QueryEscape(agent)},
	}
}
