package page

import (
	"github.com/a-h/templ"

	"atelier/internal/base/lang"
)

// The pages that are lists.

func (g gallery) alphabet() []Link {
	var list []Link
	for _, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		l := Link{Text: string(r)}
		if r == 'C' || r == 'L' {
			l.Href = "#letter-" + string(r)
		}
		list = append(list, l)
	}
	return list
}

func (g gallery) flags() []Flag {
	return []Flag{{Mark: "EN", Name: g.say("English", "Anglais")}, {Mark: "FR", Name: g.say("French", "Français")}}
}

func (g gallery) cases() templ.Component {
	return ListBody(g.t, ListPage{
		Heading: Heading{Title: g.text("Case studies", "Études de cas"), Lede: g.text("What others did, what it cost, what followed.", "Ce que d’autres ont fait, ce qu’il en a coûté, ce qui a suivi.")},
		Groups: []Group{
			{ID: "canada", Title: "Canada", Rows: []Row{
				{Title: g.link("case", "One notification service, three governments", "Un service de notification, trois gouvernements"), Text: g.text("How reuse crossed borders.", "Comment la réutilisation a passé les frontières."), Meta: []string{"Canada", "2019", "MIT"}, State: Done, Status: g.say("Read", "Lue")},
				{Title: g.link("case", "A health system that stayed open", "Un système de santé resté ouvert"), Meta: []string{"Ontario", "2012"}, Flags: g.flags()},
			}},
			{ID: "world", Title: g.say("Elsewhere", "Ailleurs"), Rows: []Row{{Title: g.link("case", "A city that came back", "Une ville qui est revenue"), Text: g.text("Ten years, two migrations, one lesson.", "Dix ans, deux migrations, une leçon.")}}},
		},
	})
}

func (g gallery) glossary() templ.Component {
	other := lang.French
	if g.t == lang.French {
		other = lang.English
	}
	term := func(id, en, fr, den, dfr string) Term {
		here := gallery{t: other}
		return Term{ID: id, Name: g.text(en, fr), Also: []Also{{Locale: string(other) + "-CA", Language: g.say("in French:", "en anglais :"), Name: here.say(en, fr)}},
			Definition: g.text(den, dfr), Links: []Link{g.link("lesson", "What the licence changes", "Ce que la licence change")}}
	}
	return GlossaryBody(g.t, GlossaryPage{
		Heading: Heading{Title: g.text("Glossary", "Glossaire"), Lede: g.text("The words of the course, in both languages.", "Les mots du cours, dans les deux langues.")},
		Letters: g.alphabet(),
		Groups: []TermGroup{
			{ID: "letter-C", Letter: "C", Terms: []Term{
				term("code", "source code", "code source", "The text of a program as people write it.", "Le texte d’un programme tel que des personnes l’écrivent."),
				term("copyleft", "copyleft", "réciprocité", "The duty to pass changes on under the same terms.", "Obligation de redistribuer les modifications aux mêmes conditions.")}},
			{ID: "letter-L", Letter: "L", Terms: []Term{term("licence", "licence", "licence", "What the holder of a right lets others do.", "Ce que le titulaire d’un droit permet aux autres de faire.")}},
		},
	})
}

func (g gallery) resources() templ.Component {
	return ResourceBody(g.t, ResourcePage{
		Heading: Heading{Title: g.text("Resources", "Ressources"), Lede: g.text("Guides, standards and tools, with the languages each exists in.", "Guides, normes et outils, avec les langues dans lesquelles chacun existe.")},
		Groups: []ResourceGroup{{ID: "standards", Title: g.say("Standards", "Normes"), Items: []Resource{
			{Title: Link{Text: "Specimen Standard", Href: "https://example.org/", Lang: "en"}, By: g.text("A specimen body", "Un organisme fictif"), Kind: g.say("standard", "norme"),
				GoodFor: g.text("Reading a public codebase critically.", "Lire un code public d’un œil critique."), Flags: g.flags()[:1], Only: g.say("", "En anglais seulement"), Checked: g.say("November 23, 2026", "23 novembre 2026")},
			{Title: Link{Text: g.say("Specimen guide", "Guide fictif"), Href: "https://example.org/guide"}, By: g.text("A specimen ministry", "Un ministère fictif"), Kind: "guide",
				GoodFor: g.text("Buying with open standards in mind.", "Acheter en pensant aux normes ouvertes."), Flags: g.flags()},
		}}},
	})
}

func (g gallery) objectivesMap() templ.Component {
	return MapBody(g.t, MapPage{
		Heading: Heading{Title: g.text("Objectives map", "Carte des objectifs"), Lede: g.text("What teaches and what tests each objective.", "Ce qui enseigne et ce qui vérifie chaque objectif.")},
		Groups: []MapGroup{{ID: "m1", Title: "Module 1", Rows: []ObjectiveRow{
			{Text: g.text("Explain why the licence matters", "Expliquer pourquoi la licence importe"), Taught: []Link{g.link("lesson", "What the licence changes", "Ce que la licence change")}, Tested: []Link{{Text: "Question 1", Href: g.href("questions", g.t)}, {Text: "Question 4", Href: g.href("questions", g.t)}}},
			{Text: g.text("Recognize a permissive licence", "Reconnaître une licence permissive"), Taught: []Link{g.link("lesson", "What the licence changes", "Ce que la licence change")}},
		}}},
	})
}

func (g gallery) search(query string) templ.Component {
	p := SearchPage{
		Heading: Heading{Title: g.text("Search", "Recherche")}, Action: g.href("search", g.t), Query: query,
		Index: all(letters(g.t, g.alphabet()), groupOf(g.t, Group{ID: "letter-L", Title: "L", Rows: []Row{{Title: g.link("lesson", "Licence: what it changes", "Licence : ce qu’elle change")}}})),
	}
	if query == "licence" {
		p.Total = 23
		p.Results = []Result{
			{Kicker: g.say("Module 1 · Lesson 2", "Module 1 · Leçon 2"), Title: g.link("lesson", "What the licence changes", "Ce que la licence change"), Excerpt: g.text("Open software is software whose <mark>licence</mark> lets anyone read the code…", "Un logiciel ouvert est un logiciel dont la <mark>licence</mark> permet à chacun de lire le code…")},
			{Kicker: g.say("Glossary", "Glossaire"), Title: g.link("glossary", "Permissive licence", "Licence permissive"), Excerpt: g.text("A <mark>licence</mark> that asks for little more than a notice.", "Une <mark>licence</mark> qui ne demande guère plus qu’une mention.")},
		}
		p.Pages = Pages{Now: 5, Of: 9, Name: g.say("Results", "Résultats"), Href: func(int) string { return g.href("search", g.t) }}
	}
	return SearchBody(g.t, p)
}

func (g gallery) searchCourses() templ.Component {
	return all(
		PageHead(Heading{Title: g.text("Courses", "Cours")}),
		SearchLine(g.t, SearchForm{Action: g.href("catalogue", g.t), Label: g.say("Words to look for in every course", "Mots à chercher dans tous les cours"), Query: "licence"}),
		FoundInCourses(g.t, FoundCourses{Query: "licence", Total: 7, All: g.link("catalogue", "All courses", "Tous les cours"), Courses: []FoundCourse{
			{ID: "found-one", Title: g.link("home", "Open source software in government", "Les logiciels ouverts au gouvernement"), More: g.link("search", "All 6 passages in this course", "Les 6 passages de ce cours"), Results: []Result{
				{Kicker: g.say("Glossary", "Glossaire"), Title: g.link("glossary", "Permissive licence", "Licence permissive"), Excerpt: g.text("A <mark>licence</mark> that asks for little more than a notice.", "Une <mark>licence</mark> qui ne demande guère plus qu’une mention.")}}},
			{ID: "found-two", Title: Link{Text: "Specimen course", Href: g.href("home", g.t), Lang: "en"}, Locale: "en", Results: []Result{
				{Title: Link{Text: "A specimen lesson", Href: g.href("lesson", g.t)}, Excerpt: HTML("Every <mark>licence</mark> has an owner.")}}},
		}}),
	)
}

func (g gallery) checklist() templ.Component {
	return ChecklistBody(g.t, ChecklistPage{
		Heading: Heading{Kicker: g.say("Checklist", "Liste de contrôle"), Title: g.text("Before you reuse code", "Avant de réutiliser du code"), Lede: g.text("Ten minutes with your team, before the decision.", "Dix minutes avec votre équipe, avant la décision.")},
		ID:      "reuse", Action: "#", Saved: true,
		Sections: []ChecklistSection{
			{ID: "part-1", Title: g.text("The licence", "La licence"), Items: []ChecklistItem{
				{ID: "t1", Text: g.text("The licence of every component is known.", "La licence de chaque composant est connue."), Ticked: true},
				{ID: "t2", Text: g.text("Someone has read what it asks of those who redistribute, and has written it down where the next team will find it.", "Quelqu’un a lu ce qu’elle demande à qui redistribue, et l’a noté là où la prochaine équipe le trouvera.")}}},
			{Items: []ChecklistItem{{ID: "t3", Text: g.text("The team knows whom to ask.", "L’équipe sait à qui demander.")}}},
		},
	})
}

func (g gallery) board() templ.Component {
	chip := func(s State, en, fr string) templ.Component { return Chip(g.t, s, g.say(en, fr)) }
	return all(
		PageHead(Heading{Title: g.text("Parity", "Parité"), Lede: g.text("Where the two languages stand, lesson by lesson.", "Où en sont les deux langues, leçon par leçon.")}),
		BoardTable(g.t, Board{
			Caption: g.say("Pairs by lesson", "Paires par leçon"),
			Columns: []BoardColumn{{Text: g.say("Lesson", "Leçon"), Href: "#", Sorted: "ascending"}, {Text: g.say("State", "État")}, {Text: g.say("Pairs", "Paires"), Number: true}, {Text: g.say("Days behind", "Jours de retard"), Number: true}},
			Rows: [][]templ.Component{
				{g.text("What software does", "Le logiciel de l’État"), chip(Done, "In parity", "En parité"), Text("42"), Text("0")},
				{g.text("What the licence changes", "Ce que la licence change"), chip(Started, "Needs a look", "À revoir"), Text("38"), Text("3")},
				{g.text("Obtain and maintain", "Obtenir et entretenir"), chip(NotStarted, "Missing", "Manquante"), Text("12"), Text("9")},
			},
		}),
	)
}

func (g gallery) bars() templ.Component {
	return all(
		PageHead(Heading{Title: g.text("How far", "Cheminement"), Lede: g.text("Shares of the people who are counted.", "Parts des personnes comptées.")}),
		BarsFigure(Bars{ID: "far", Title: g.say("How far people are", "Où en sont les personnes"), Text: g.say("Begun 90 % or more, half-way 45 %, completed 10 % or less.", "Commencé 90 % ou plus, à mi-chemin 45 %, terminé 10 % ou moins."),
			Bars: []Bar{{g.say("Begun", "Commencé"), g.say("90% or more", "90 % ou plus"), 90}, {g.say("Half-way", "À mi-chemin"), g.say("45%", "45 %"), 45}, {g.say("Completed", "Terminé"), g.say("10% or less", "10 % ou moins"), 10}}}),
	)
}

func (g gallery) oops() templ.Component {
	return OopsBody(g.t, Oops{
		Status: 404, Title: g.say("This page is not here", "Cette page n’est pas ici"),
		What: g.say("The address may have been mistyped, or the page may have moved without leaving word.", "L’adresse contient peut-être une faute, ou la page a été déplacée sans laisser d’adresse."),
		Kept: g.say("Your progress and your answers are kept.", "Votre progression et vos réponses sont conservées."),
		Do:   []Link{g.link("home", "Go to the modules", "Aller aux modules"), g.link("search", "Search the course", "Chercher dans le cours")},
		Mark: "k7m2qp-0412",
	})
}
