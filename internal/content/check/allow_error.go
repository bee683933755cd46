package check

// docs/format, "Silencing a finding": errors cannot be silenced.
//
// allowError stands for the law that errors can not be silenced.
var allowError = &Rule{
	ID: "allow-error", Level: Error,
	Title:  text("No error is silenced, and no unknown rule", "Aucune erreur n’est mise en sourdine, ni aucune règle inconnue"),
	Says:   text("“{name}” can not be silenced: it is an error, or no rule has that name.", "« {name} » ne peut pas être mise en sourdine : c’est une erreur, ou aucune règle ne porte ce nom."),
	Why:    text("An error is a course that does not work for somebody. A reason does not change that.", "Une erreur est un cours qui ne fonctionne pas pour quelqu’un. Une raison n’y change rien."),
	Source: sourceFormat,
	Advice: text("Put the fault right, or correct the name of the rule.", "Corrigez la faute, ou le nom de la règle."),
	course: func(p *pass) {
		for _, a := range p.c.Allows {
			if r := ruleNamed(a.Rule); r == nil || r.Level == Error {
				p.at(allowPlace(a), "", "", A{"name": a.Rule})
			}
		}
	},
}
