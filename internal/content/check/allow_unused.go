package check

// docs/format, "Silencing a finding": an allowance says why; one that does nothing is left over.
//
// allowUnused is reported by silence itself, which alone knows what an allowance did.
var allowUnused = &Rule{
	ID: "allow-unused", Level: Note,
	Title:  text("Every silenced rule still has something to silence", "Chaque règle mise en sourdine a encore quelque chose à taire"),
	Says:   text("“{name}” is silenced here, and there is nothing left to silence.", "« {name} » est mise en sourdine ici, et il ne reste rien à taire."),
	Why:    text("An exception that outlives its cause hides the next fault.", "Une exception qui survit à sa cause cache la prochaine faute."),
	Source: sourceFormat,
	Advice: text("Remove the allowance.", "Retirez l’exception."),
	course: func(*pass) {},
}
