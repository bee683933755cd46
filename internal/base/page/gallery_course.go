package page

import "github.com/a-h/templ"

// The pages of the course itself.

func (g gallery) lessonTitle() string {
	return g.say("What the licence changes", "Ce que la licence change")
}

func (g gallery) home() templ.Component {
	row := func(n int, en, fr, den, dfr string, m ModuleRow) ModuleRow {
		m.Number, m.Title, m.Description = n, g.link("module", en, fr), g.text(den, dfr)
		return m
	}
	return Cover(g.t, Home{
		Title: g.text("Open source software in government", "Les logiciels ouverts au gouvernement"),
		Lede: g.text("Six modules for public-sector executives: evaluate, acquire, manage and benefit from open software.",
			"Six modules pour les cadres du secteur public : évaluer, acquérir, gérer et mettre à profit les logiciels ouverts."),
		Go:     Button{Text: g.lessonTitle(), Note: g.say("Continue where you were", "Reprendre où vous étiez"), Href: g.href("lesson", g.t), Icon: "next"},
		Second: &Button{Text: g.say("Take it with you", "Emporter le cours"), Href: g.href("resources", g.t), Quiet: true},
		Facts: []Fact{
			{Name: g.say("Length", "Durée"), Text: g.text("About 90 minutes", "Environ 90 minutes")},
			{Name: g.say("For", "Pour"), Text: g.text("Executives and managers", "Cadres et gestionnaires")},
			{Name: g.say("Account", "Compte"), Text: g.text("None needed", "Pas nécessaire")},
		},
		Modules: []ModuleRow{
			row(1, "Introduction to open source software", "Introduction aux logiciels ouverts", "What it is, where it comes from, what changes for a government", "Ce que c’est, d’où cela vient, ce que cela change pour un gouvernement", ModuleRow{State: Started, Lessons: 5, LessonsDone: 2}),
			row(2, "The open source team", "L’équipe du logiciel ouvert", "Roles, hiring, right-sized teams, sharing capacity", "Rôles, embauche, équipes à la bonne taille, partage des capacités", ModuleRow{Minutes: 14}),
			row(3, "Licensing, procurement and finance", "Licences, approvisionnement et finances", "Models, contracts, revenue and what they do to budgets", "Modèles, contrats, revenus et leurs effets sur les budgets", ModuleRow{State: Done}),
			row(4, "Security and privacy", "Sécurité et vie privée", "Real and imagined risks, and the tools to weigh them", "Risques réels et imaginaires, et les outils pour les peser", ModuleRow{Writing: true}),
		},
		Final: &LessonRow{Title: g.link("questions", "Final assessment", "Évaluation finale"), Minutes: 23, Description: g.text("One question for each objective.", "Une question pour chaque objectif.")},
		Others: Group{ID: "others", Title: g.say("Other courses here", "Autres cours offerts ici"), Rows: []Row{
			{Title: g.link("home", "Plain language", "Le langage clair"), Text: g.text("To be understood the first time.", "Être compris du premier coup."), Meta: []string{g.say("8 lessons", "8 leçons")},
				More: &Reveal{Title: g.text("What is new", "Ce qui est nouveau"), Body: g.text("Two examples.", "Deux exemples.")}},
		}},
	})
}

func (g gallery) module() templ.Component {
	return ModuleBody(g.t, ModulePage{
		Heading: Heading{Kicker: g.say("Module 1 · about 25 min", "Module 1 · environ 25 min"), Title: g.text("Introduction to open source software", "Introduction aux logiciels ouverts"),
			Lede: g.text("What it is, where it comes from, and what changes for a government.", "Ce que c’est, d’où cela vient, et ce que cela change pour un gouvernement.")},
		Go:         &Button{Text: g.lessonTitle(), Note: g.say("Continue where you were", "Reprendre où vous étiez"), Href: g.href("lesson", g.t), Icon: "next"},
		Objectives: g.objectives(),
		Lessons: []LessonRow{
			{Title: g.link("lesson", "What software does for the state", "Ce que le logiciel fait pour l’État"), State: Done},
			{Title: g.link("lesson", "What the licence changes", "Ce que la licence change"), State: Started},
			{Title: g.link("lesson", "Where the movement comes from", "D’où vient le mouvement"), Minutes: 6},
			{Title: g.link("questions", "Check what you know", "Vérifier ses connaissances"), Minutes: 8, Description: g.text("Ten questions, as often as you like.", "Dix questions, autant de fois que vous voulez.")},
		},
		Extras: []Extra{
			{Title: g.link("summary", "One-page summary", "Résumé d’une page"), Text: g.say("Prints on one sheet", "S’imprime sur une feuille")},
			{Title: g.link("checklist", "Checklist: before you reuse code", "Liste de contrôle : avant de réutiliser du code")},
			{Title: g.link("map", "What teaches and tests each objective", "Ce qui enseigne et vérifie chaque objectif")},
		},
	})
}

func (g gallery) writing() templ.Component {
	return ModuleBody(g.t, ModulePage{
		Heading: Heading{Kicker: "Module 4", Title: g.text("Security and privacy", "Sécurité et vie privée")},
		Writing: true, Objectives: g.objectives(),
	})
}

func (g gallery) objectives() []Line {
	return []Line{
		{Text: g.text("explain to a team why the licence, and not the price, separates open from proprietary;", "expliquer à une équipe pourquoi la licence, et non le prix, sépare l’ouvert du propriétaire;")},
		{Text: g.text("recognize a permissive licence and a reciprocal one.", "reconnaître une licence permissive et une licence à réciprocité.")},
	}
}

func (g gallery) thread() templ.Component {
	at := func(en, fr string, s State) Step { return Step{Link: g.link("lesson", en, fr), State: s} }
	steps := []Step{
		at("What software does for the state", "Le logiciel de l’État", Done), at("What the licence changes", "Ce que la licence change", Started),
		at("Where the movement comes from", "D’où vient le mouvement", NotStarted), at("Obtain and maintain", "Obtenir et entretenir", NotStarted),
		at("Check what you know", "Vérifier ses connaissances", NotStarted),
	}
	steps[1].Current = true
	return ThreadNav(g.t, Thread{Title: g.link("module", "1. Introduction to open source software", "1. Introduction aux logiciels ouverts"), Steps: steps, Minutes: 9})
}

func (g gallery) lesson() templ.Component {
	term := Note{ID: "note-copyleft", Term: g.say("Reciprocity", "Réciprocité"), Also: g.say("réciprocité", "copyleft"), Lang: g.say("fr-CA", "en-CA"),
		Text: g.text("The duty to pass changes on under the same terms.", "Obligation de redistribuer les modifications aux mêmes conditions.")}
	p := func(en, fr string) templ.Component { return g.text("<p>"+en+"</p>", "<p>"+fr+"</p>") }
	body := all(
		Passage(g.t, p(`Open software is software whose licence lets anyone read the code, run it, change it and pass it on. The test is ten criteria, and several federal texts say <em lang="fr">logiciel libre</em>.<a class="ref" href="#s1" aria-label="Source 1">1</a>`,
			`Un logiciel ouvert est un logiciel dont la licence permet à chacun de lire le code, de l’exécuter, de le modifier et de le redistribuer. Le critère tient en dix points, et plusieurs textes fédéraux disent <em>logiciel libre</em>.<a class="ref" href="#s1" aria-label="Source 1">1</a>`),
			Note{ID: "note-open", Term: g.say("Open software", "Logiciel ouvert"), Text: g.text("Software under a licence that meets the Open Source Definition.", "Logiciel dont la licence respecte la définition de l’Open Source.")}),
		g.text("<h2>Two families of licences</h2>", "<h2>Deux familles de licences</h2>"),
		Passage(g.t, p(`Permissive licences let anyone reuse the code, even in a closed product. Licences with <a class="term" href="#note-copyleft" data-note="note-copyleft">reciprocity</a> ask that versions passed on stay open. The choice is not ideological: it depends on who must be able to build on your work.`,
			`Les licences permissives laissent chacun réutiliser le code, même dans un produit fermé. Les licences à <a class="term" href="#note-copyleft" data-note="note-copyleft">réciprocité</a> demandent que les versions redistribuées restent ouvertes. Le choix n’est pas idéologique : il dépend de qui doit pouvoir bâtir sur votre travail.`), term),
		FigureBox(g.t, Figure{Body: g.diagram(), Caption: g.text("<p>What each family asks of those who redistribute.</p>", "<p>Ce que chaque famille demande à qui redistribue.</p>"),
			Equivalent: p("From left to right: permissive licences ask for a notice; reciprocal licences ask for the source too.", "De gauche à droite : les licences permissives demandent une mention; les licences à réciprocité demandent aussi le code source.")}),
		CaseStudy(g.t, CaseBox{Kicker: g.say("Case study · Canada", "Étude de cas · Canada"), Body: p("A service born open in one country, taken up in a second, then in a third. What made it possible was the licence.", "Un service né ouvert dans un pays, repris dans un deuxième, puis dans un troisième. Ce qui l’a rendu possible, c’est la licence."), More: g.link("case", "Read the case", "Lire l’étude de cas")}),
		CalloutBox(g.t, Callout{Kind: "monday", Body: p("Ask for the list of licences in the one system you worry about most.", "Demandez la liste des licences du système qui vous inquiète le plus.")}),
		g.text("<h2>Where you stand</h2>", "<h2>Où vous en êtes</h2>"),
		QuizForm(g.t, Quiz{Questions: []Question{g.single("practice", 0, Right)}}),
	)
	return LessonBody(g.t, LessonPage{
		Heading: Heading{Kicker: g.say("Module 1 · Lesson 2 · 6 min", "Module 1 · Leçon 2 · 6 min"), Title: HTML(g.lessonTitle()),
			Lede: g.text("Two programs can do the same thing. What differs is what you may do with them tomorrow.", "Deux logiciels peuvent faire la même chose. Ce qui les distingue, c’est ce que vous avez le droit d’en faire demain.")},
		Objectives: g.objectives(), Body: body,
		Sources: []Source{{ID: "s1", Label: "1", Text: g.text(`<p>Specimen author, <cite>Specimen title</cite>, 2018. <a href="https://example.org/">Read it</a></p>`, `<p>Auteur fictif, <cite>Titre fictif</cite>, 2018. <a href="https://example.org/">Lire</a></p>`), Back: []Link{{Href: "#content"}}}},
		Back:    &Button{Text: g.say("What software does", "Le logiciel de l’État"), Note: g.say("Back to", "Revenir à"), Href: g.href("lesson", g.t), Quiet: true, Icon: "back"},
		Next:    &Button{Text: g.say("Where the movement comes from", "D’où vient le mouvement"), Note: g.say("Done with this lesson", "J’ai terminé cette leçon"), Action: "#", Icon: "next"},
	})
}

func (g gallery) diagram() templ.Component {
	left, right := g.say("Permissive", "Permissives"), g.say("Reciprocal", "À réciprocité")
	ask, more := g.say("a notice", "une mention"), g.say("a notice and the source", "une mention et le code")
	alt := g.say("Two families of licences, side by side", "Deux familles de licences, côte à côte")
	return HTML(`<svg viewBox="0 0 640 200" role="img" aria-label="` + alt + `"><rect x="1" y="1" width="300" height="198" rx="6" class="sheet s-line" stroke-width="1.5"/><rect x="339" y="1" width="300" height="198" rx="6" class="sheet s-accent" stroke-width="2.5"/><text x="28" y="56" class="ink" font-size="24" font-weight="600">` + left + `</text><text x="366" y="56" class="accent" font-size="24" font-weight="600">` + right + `</text><text x="28" y="100" class="ink-2" font-size="19">` + ask + `</text><text x="366" y="100" class="ink-2" font-size="19">` + more + `</text><path d="M28 150h120M366 150h220" class="s-accent" stroke-width="6" stroke-linecap="round" fill="none"/></svg>`)
}

func (g gallery) caseStudy() templ.Component {
	return CaseBody(g.t, CasePage{
		Heading: Heading{Kicker: g.say("Case study · Canada", "Étude de cas · Canada"), Title: g.text("One notification service, three governments", "Un service de notification, trois gouvernements"), Lede: g.text("How reuse crossed borders.", "Comment la réutilisation a passé les frontières.")},
		Facts: []Fact{{Name: g.say("Who", "Qui"), Text: g.text("A digital service", "Un service numérique")}, {Name: g.say("Where", "Où"), Text: Text("Canada")},
			{Name: g.say("When", "Quand"), Text: Text("2019")}, {Name: g.say("Licence", "Licence"), Text: Text("MIT")}},
		Body: g.text("<p>A specimen paragraph that tells what was decided, by whom, and what it cost.</p><h2>What followed</h2><p>A second one.</p>", "<p>Un paragraphe fictif qui dit ce qui fut décidé, par qui, et ce qu’il en coûta.</p><h2>La suite</h2><p>Un second.</p>"),
		Next: &Button{Text: g.say("All case studies", "Toutes les études de cas"), Href: g.href("cases", g.t), Icon: "next"},
	})
}

func (g gallery) summary() templ.Component {
	return SummaryBody(g.t, SummaryPage{
		Heading: Heading{Kicker: g.say("Module 1 on one page", "Le module 1 en une page"), Title: g.text("Introduction to open source software", "Introduction aux logiciels ouverts")},
		Body:    g.text("<h2>In short</h2><ul><li>The licence makes the difference.</li><li>Two families: permissive and reciprocal.</li></ul><h2>On Monday</h2><p>Ask for the list of licences.</p>", "<h2>En bref</h2><ul><li>C’est la licence qui fait la différence.</li><li>Deux familles : permissives et à réciprocité.</li></ul><h2>Dès lundi</h2><p>Demandez la liste des licences.</p>"),
		Go:      []Button{{Text: g.say("Checklist: before you reuse code", "Liste : avant de réutiliser du code"), Href: g.href("checklist", g.t), Icon: "next"}},
	})
}
