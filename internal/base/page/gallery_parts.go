package page

import "github.com/a-h/templ"

// The parts of pages, and every kind of question.

func (g gallery) parts() templ.Component {
	p := func(en, fr string) templ.Component { return g.text("<p>"+en+"</p>", "<p>"+fr+"</p>") }
	h := func(en, fr string) templ.Component { return g.text("<h2>"+en+"</h2>", "<h2>"+fr+"</h2>") }
	part := func(en, fr string) templ.Component {
		return HTML(`<h2 class="group-title">` + g.say(en, fr) + `</h2>`)
	}
	title := func(s string) templ.Component { return Text(s) }
	table := g.text(`<thead><tr><th scope="col">Family</th><th scope="col">May be closed again</th><th scope="col">Asks for</th></tr></thead><tbody><tr><th scope="row">Permissive</th><td>Yes</td><td>A notice</td></tr><tr><th scope="row">Reciprocal</th><td>No</td><td>A notice and the source</td></tr></tbody>`,
		`<thead><tr><th scope="col">Famille</th><th scope="col">Peut être refermé</th><th scope="col">Demande</th></tr></thead><tbody><tr><th scope="row">Permissive</th><td>Oui</td><td>Une mention</td></tr><tr><th scope="row">À réciprocité</th><td>Non</td><td>Une mention et le code</td></tr></tbody>`)
	prose := all(
		h("Text", "Le texte"), p(`A paragraph with <strong>strong words</strong>, <em>emphasis</em>, <code>code</code> and <a href="#">a link</a>.`, `Un paragraphe avec des <strong>mots forts</strong>, de l’<em>insistance</em>, du <code>code</code> et <a href="#">un lien</a>.`),
		g.text("<ul><li>One thing</li><li>Another<ol><li>in order</li></ol></li></ul><blockquote><p>What was said.</p></blockquote><pre><code>git clone https://example.org/code.git</code></pre><dl><dt>Term</dt><dd>Its definition.</dd></dl>", "<ul><li>Une chose</li><li>Une autre<ol><li>dans l’ordre</li></ol></li></ul><blockquote><p>Ce qui fut dit.</p></blockquote><pre><code>git clone https://example.org/code.git</code></pre><dl><dt>Terme</dt><dd>Sa définition.</dd></dl>"),
		h("Callouts", "Encadrés"),
		CalloutBox(g.t, Callout{Kind: "note", Body: p("Something worth knowing.", "Quelque chose d’utile à savoir.")}),
		CalloutBox(g.t, Callout{Kind: "example", Title: title(g.say("For example", "Par exemple")), Body: p("How it looks in practice.", "À quoi cela ressemble.")}),
		CalloutBox(g.t, Callout{Kind: "caution", Body: p("What can go wrong.", "Ce qui peut mal tourner.")}),
		CalloutBox(g.t, Callout{Kind: "monday", Body: p("What to do first.", "Ce qu’il faut faire en premier.")}),
		RevealBox(Reveal{Title: title(g.say("Show how the count was made", "Voir comment le compte a été fait")), Body: p("Hidden until asked for.", "Caché jusqu’à ce qu’on le demande.")}),
		RevealBox(Reveal{Title: title(g.say("This one is open", "Celui-ci est ouvert")), Body: p("Seen at once.", "Vu d’emblée."), Open: true}),
		DataTable(Table{Name: g.say("What each family allows", "Ce que chaque famille permet"), Caption: title(g.say("What each family allows", "Ce que chaque famille permet")), Body: table}),
		Player(g.t, Media{Kind: "video", Title: g.say("A specimen film", "Un film fictif"), Duration: g.say("2 minutes", "2 minutes"), Size: g.say("3.1 MB", "3,1 Mo"), Width: 640, Height: 360,
			Sources: []MediaSource{{Href: "specimen.mp4", Type: "video/mp4"}}, Tracks: []MediaTrack{{Href: "specimen.vtt", Kind: "captions", Locale: g.locale(), Label: g.say("English", "Français"), Default: true}}, Transcript: p("A person walks in and speaks.", "Une personne entre et parle.")}),
		Player(g.t, Media{Kind: "audio", Title: g.say("A specimen interview", "Un entretien fictif"), Duration: "4 minutes", Size: g.say("1.9 MB", "1,9 Mo"), Sources: []MediaSource{{Href: "specimen.mp3", Type: "audio/mpeg"}}, Transcript: p("Two people speak.", "Deux personnes parlent.")}),
	)
	return all(
		PageHead(Heading{Kicker: g.say("Gallery", "Galerie"), Title: g.text("Parts", "Les parties"), Lede: g.text("Everything that can stand in a text or around it.", "Tout ce qui peut se trouver dans un texte ou autour.")}),
		HTML(`<div class="prose">`), prose, HTML(`</div>`),
		part("Notices", "Avis"),
		NoticeBox(g.t, Notice{Title: g.say("A new release is out.", "Une nouvelle version est publiée.")}),
		NoticeBox(g.t, Notice{Kind: "success", Title: g.say("Your ticks are kept.", "Vos coches sont gardées."), Live: true}),
		NoticeBox(g.t, Notice{Kind: "warning", Title: g.say("This lesson has changed since you read it.", "Cette leçon a changé depuis votre lecture."), Links: []Link{g.link("lesson", "See what changed", "Voir ce qui a changé")}}),
		NoticeBox(g.t, Notice{Kind: "error", Title: g.say("The answer could not be saved.", "La réponse n’a pas pu être enregistrée."), Body: p("It is still in the form. Try again in a minute.", "Elle est encore dans le formulaire. Réessayez dans une minute."), Live: true}),
		EmptyPlace(Empty{Title: g.say("No notes yet", "Pas encore de notes"), Text: g.say("What you write beside a passage will be listed here.", "Ce que vous écrirez à côté d’un passage sera listé ici."), Go: &Button{Text: g.say("Open the first lesson", "Ouvrir la première leçon"), Href: g.href("lesson", g.t), Quiet: true}}),
		part("States", "États"),
		HTML("<div>"), Chip(g.t, NotStarted, ""), HTML(" &nbsp; "), Chip(g.t, Started, ""), HTML(" &nbsp; "), Chip(g.t, Done, ""), HTML("</div>"),
		part("Fields", "Champs"),
		HTML("<div>"),
		FieldBox(g.t, FormField{ID: "f1", Name: "f1", Label: title(g.say("Who owns this system?", "De qui relève ce système?")), Hint: g.say("A role, not a name.", "Une fonction, pas un nom.")}),
		FieldBox(g.t, FormField{ID: "f2", Name: "f2", Kind: "long", Optional: true, Label: title(g.say("What worries you?", "Qu’est-ce qui vous préoccupe?"))}),
		FieldBox(g.t, FormField{ID: "f3", Name: "f3", Kind: "number", Min: "0", Max: "5", Value: "9", Error: g.say("Write a number from 0 to 5.", "Écrivez un nombre de 0 à 5."), Label: title(g.say("How much does it weigh?", "Quel est son poids?"))}),
		FieldBox(g.t, FormField{ID: "f4", Name: "f4", Kind: "date", Label: title(g.say("By when?", "Pour quand?"))}),
		FieldBox(g.t, FormField{ID: "f5", Name: "f5", Kind: "choice", Label: title(g.say("Which family?", "Quelle famille?")), Options: []Option{{Value: "p", Text: g.say("Permissive", "Permissive")}, {Value: "r", Text: g.say("Reciprocal", "À réciprocité")}}}),
		TickBox(Tick{Name: "f6", Value: "yes", Text: g.say("Ask me again in three months", "Me reposer la question dans trois mois"), On: true}),
		TickBox(Tick{ID: "f7", Name: "f7", Value: "yes", Text: g.say("Yes, erase it for good", "Oui, l’effacer définitivement"), Error: g.say("Tick the box to confirm.", "Cochez la case pour confirmer.")}),
		HTML("</div>"),
		part("Worksheet", "Feuille de travail"),
		HTML(`<div class="worksheet" data-worksheet="specimen">`),
		FieldBox(g.t, FormField{ID: "w1", Name: "need", Kind: "long", Label: title(g.say("What do people need?", "De quoi les gens ont-ils besoin?"))}),
		WorksheetFoot(g.t), HTML("</div>"),
		part("Buttons", "Boutons"),
		HTML(`<div class="cover-go">`), Go(Button{Text: g.say("Where the movement comes from", "D’où vient le mouvement"), Href: "#", Icon: "next"}), HTML(" "), Go(Button{Text: g.say("Try again", "Réessayer"), Action: "#", Quiet: true}), HTML("</div>"),
		Pagination(g.t, Pages{Now: 1, Of: 3, Name: g.say("Specimens", "Spécimens"), Href: func(int) string { return "#" }}),
	)
}

func (g gallery) single(id string, n int, told Verdict) Question {
	q := Question{ID: id, Kind: Single, Number: n, Of: 10, Stem: g.text("A province asks to reuse your code. What do you check first?", "Une province veut reprendre votre code. Que vérifiez-vous d’abord?"),
		Choices: []Choice{
			{Value: "a", Text: g.text("That the code cost nothing.", "Que le code n’a rien coûté.")},
			{Value: "b", Text: g.text("The licence you published it under.", "La licence sous laquelle vous l’avez publié.")},
			{Value: "c", Text: g.text("That both teams use the same supplier.", "Que les deux équipes ont le même fournisseur.")},
		}}
	fits := g.text("The licence says what must follow.", "C’est la licence qui dit ce qui doit suivre.")
	price := g.text("Price does not give the right to reuse.", "Le prix ne donne pas le droit de réutiliser.")
	switch told {
	case Right:
		q.Choices[1].Chosen, q.Choices[1].Verdict, q.Choices[1].Feedback = true, Right, fits
	case Wrong:
		q.Choices[0].Chosen, q.Choices[0].Verdict, q.Choices[0].Feedback = true, Wrong, price
	}
	if told != "" {
		q.Verdict, q.Explanation = told, g.text("<p>Between two governments there is almost always distribution.</p>", "<p>Entre deux gouvernements, il y a presque toujours distribution.</p>")
	}
	return q
}

// questions are one question of every kind; told gives them their answers.
func (g gallery) questions(told bool) []Question {
	v := func(x Verdict) Verdict {
		if told {
			return x
		}
		return ""
	}
	say := func(en, fr string) templ.Component {
		if told {
			return g.text(en, fr)
		}
		return nil
	}
	families := []Option{{Value: "p", Text: g.say("May be closed again", "Peut être refermé")}, {Value: "r", Text: g.say("Must stay open", "Doit rester ouvert")}}
	chosen := map[bool]string{true: "p"}[told]
	list := []Question{
		g.single("q1", 1, v(Wrong)),
		{ID: "q2", Kind: Multiple, Lead: g.text("<p>Your team wants to publish a form builder.</p>", "<p>Votre équipe veut publier un générateur de formulaires.</p>"), Stem: g.text("What must be settled first?", "Que faut-il régler d’abord?"), Verdict: v(Partly), Feedback: say("<p>One is missing.</p>", "<p>Il en manque une.</p>"),
			Choices: []Choice{{Value: "a", Text: g.text("Who holds the copyright", "Qui détient le droit d’auteur"), Chosen: told, Verdict: v(Right), Feedback: say("Without it, no licence.", "Sans cela, pas de licence.")}, {Value: "b", Text: g.text("Who maintains it", "Qui l’entretient")}, {Value: "c", Text: g.text("The colour of the logo", "La couleur du logo")}}},
		{ID: "q3", Kind: TrueFalse, Stem: g.text("Open software is always free of charge.", "Un logiciel ouvert est toujours gratuit."), Verdict: v(Right),
			Choices: []Choice{{Value: "t", Text: g.text("True", "Vrai")}, {Value: "f", Text: g.text("False", "Faux"), Chosen: told, Verdict: v(Right), Feedback: say("It costs to keep.", "L’entretien a un coût.")}}},
		{ID: "q4", Kind: Matching, Stem: g.text("What does each licence allow?", "Que permet chaque licence?"), Verdict: v(Partly),
			Pairs: []Pair{{Value: "1", Term: Text("MIT"), Options: families, Chosen: chosen, Verdict: v(Right), Feedback: say("A notice is enough.", "Une mention suffit.")}, {Value: "2", Term: Text("GPL"), Options: families, Chosen: chosen, Verdict: v(Wrong), Feedback: say("It asks for reciprocity.", "Elle demande la réciprocité.")}}},
		{ID: "q5", Kind: Ordering, Stem: g.text("In what order would you proceed?", "Dans quel ordre procéderiez-vous?"), Verdict: v(Right),
			Items: []Item{{Value: "1", Text: g.text("Choose the licence", "Choisir la licence"), Position: 2 * len(chosen), Verdict: v(Right)}, {Value: "2", Text: g.text("Find out who holds the rights", "Établir qui détient les droits"), Position: len(chosen), Verdict: v(Right)}, {Value: "3", Text: g.text("Publish", "Publier"), Position: 3 * len(chosen), Verdict: v(Right)}}},
		{ID: "q6", Kind: FillIn, Stem: g.text("The text that says what others may do is the ____.", "Le texte qui dit ce que les autres peuvent faire est la ____."), Answer: map[bool]string{true: "licence"}[told], Verdict: v(Right)},
		{ID: "q7", Kind: Numeric, Stem: g.text("How many criteria does the definition have?", "Combien de critères la définition compte-t-elle?"), Unit: g.say("criteria", "critères"), Answer: map[bool]string{true: "8"}[told], Verdict: v(Wrong), Feedback: say("<p>A little more.</p>", "<p>Un peu plus.</p>")},
		{ID: "q8", Kind: Likert, Stem: g.text("I could explain this to my minister.", "Je pourrais l’expliquer à ma ministre."), Verdict: v(Noted),
			Choices: []Choice{{Value: "1", Text: g.text("Not at all", "Pas du tout")}, {Value: "2", Text: g.text("More or less", "Plus ou moins"), Chosen: told}, {Value: "3", Text: g.text("Easily", "Facilement")}}},
		{ID: "q9", Kind: Reflection, Stem: g.text("Where would you begin in your own team?", "Par où commenceriez-vous dans votre équipe?"), Verdict: v(Noted), Answer: map[bool]string{true: g.say("With the contracts.", "Par les contrats.")}[told]},
		{ID: "q10", Kind: Scenario, Stem: g.text("What do you do?", "Que faites-vous?"), Lead: g.text("<p>A supplier offers its “community edition”.</p>", "<p>Un fournisseur propose son « édition communautaire ».</p>")},
	}
	if told {
		list[9].Trail = []TrailStep{{Text: g.text("<p>The contract is on your desk.</p>", "<p>Le contrat est sur votre bureau.</p>"), Chosen: g.text("Sign: it is free.", "Signer : c’est gratuit."), Verdict: Wrong, Feedback: g.text("Free of charge is not open.", "Gratuit ne veut pas dire ouvert.")}}
		list[9].Outcome, list[9].Verdict = "poor", Partly
	} else {
		list[9].Choices = []Choice{{Value: "ask", Text: g.text("Ask under which licence.", "Demander sous quelle licence.")}, {Value: "sign", Text: g.text("Sign: it is free.", "Signer : c’est gratuit.")}}
	}
	for i := range list {
		list[i].Number, list[i].Of, list[i].Locked = i+1, len(list), told
	}
	return list
}

func (g gallery) quiz(told bool) templ.Component {
	q := Quiz{Questions: g.questions(told)}
	if !told {
		q.Action = "#"
		q.Send, q.Note = g.say("See how I did", "Voir mon résultat"), g.say("You can try again as often as you like.", "Vous pouvez recommencer autant que vous voulez.")
		q.Errors = []Link{{Text: "Question 2", Href: "#q2"}}
		q.Questions[1].Error = g.say("Choose at least one answer.", "Choisissez au moins une réponse.")
	}
	return all(PageHead(Heading{Kicker: "Module 1", Title: g.text("Check what you know", "Vérifier ses connaissances"), Lede: g.text("Ten questions. Nobody sees your answers but you.", "Dix questions. Personne d’autre que vous ne voit vos réponses.")}), QuizForm(g.t, q))
}

// keys are questions that a page judges without a server.
func (g gallery) keys() templ.Component {
	one := g.single("k1", 1, "")
	one.Explanation = g.text("<p>Between two governments there is almost always distribution.</p>", "<p>Entre deux gouvernements, il y a presque toujours distribution.</p>")
	one.Key = &Key{Right: []string{"b"}, Words: one.Choices[1].Text, Feedback: []KeyFeedback{
		{Value: "a", Verdict: Wrong, Text: g.text("Price does not give the right to reuse.", "Le prix ne donne pas le droit de réutiliser.")},
		{Value: "b", Verdict: Right, Text: g.text("The licence says what must follow.", "C’est la licence qui dit ce qui doit suivre.")}}}
	list := g.questions(false)
	match, order, fill, number, trip := list[3], list[4], list[5], list[6], list[9]
	match.Key = &Key{Right: []string{"1=p", "2=r"}, Words: g.text("MIT may be closed again; GPL must stay open.", "MIT peut être refermé; GPL doit rester ouvert.")}
	order.Key = &Key{Right: []string{"2=1", "1=2", "3=3"}, Words: g.text("Rights, licence, publication.", "Droits, licence, publication.")}
	fill.Key = &Key{Right: []string{"licence", "license"}, Words: Text("licence")}
	number.Key = &Key{Right: []string{"10"}, Tolerance: "0", Words: Text("10")}
	trip.Choices = nil
	trip.Key = &Key{Steps: []KeyStep{
		{Name: "start", Text: g.text("<p>The contract is on your desk.</p>", "<p>Le contrat est sur votre bureau.</p>"), Choices: []KeyChoice{{To: "ask", Text: g.text("Ask under which licence.", "Demander sous quelle licence.")}, {To: "sign", Text: g.text("Sign: it is free.", "Signer : c’est gratuit.")}}},
		{Name: "ask", Outcome: "good", Text: g.text("<p>You look further.</p>", "<p>Vous cherchez plus loin.</p>")},
		{Name: "sign", Outcome: "poor", Text: g.text("<p>A year later the price is set for you.</p>", "<p>Un an plus tard, le prix vous est imposé.</p>")}}}
	qs := []Question{one, match, order, fill, number, trip}
	for i := range qs {
		qs[i].ID, qs[i].Number, qs[i].Of = "k"+itoa(i+1), i+1, len(qs)
	}
	return all(PageHead(Heading{Title: g.text("Questions without a server", "Questions sans serveur")}), QuizForm(g.t, Quiz{Questions: qs}))
}

func (g gallery) result() templ.Component {
	return ResultBody(g.t, ResultPage{
		Heading: Heading{Kicker: "Module 1", Title: g.text("Your result", "Votre résultat")}, Score: 8, Of: 10, Passed: true, Mark: 70,
		Text:      g.text("<p>Two answers are worth another look. Your best result is the one that is kept.</p>", "<p>Deux réponses méritent un second regard. C’est votre meilleur résultat qui est gardé.</p>"),
		Next:      &Button{Text: g.say("The open source team", "L’équipe du logiciel ouvert"), Note: g.say("Next module", "Module suivant"), Href: g.href("module", g.t), Icon: "next"},
		Again:     &Button{Text: g.say("Try again", "Recommencer"), Action: "#", Quiet: true},
		Questions: g.questions(true)[:2],
	})
}
