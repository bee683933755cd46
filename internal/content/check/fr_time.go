package check

import (
	"strings"
	"unicode"
)

// A6.8, OQLF: the hour is written 13 h 30, with no-break spaces.
var frTime = &Rule{
	ID: "fr-time", Level: Warning, Repairs: true, Only: onlyFrench,
	Title:  text("In French the hour is written 13 h 30", "L’heure s’écrit 13 h 30"),
	Says:   text("“{time}” is not written as an hour: “{words}”.", "« {time} » n’est pas écrit comme une heure : « {words} »."),
	Why:    text("The colon belongs to tables and machines.", "Le deux-points est réservé aux tableaux et aux machines."),
	Source: sourceOQLF,
	Advice: text("Write 13 h 30, with U+00A0 on both sides of h.", "Écrivez 13 h 30, avec U+00A0 de chaque côté du h."),
	piece: func(p *pass, pc *Piece) {
		s := pc.Text
		for i := 1; i < len(s); i++ {
			if s[i] != ':' && s[i] != 'h' || machine(s, i) {
				continue
			}
			from, a := digitsBefore(s, i)
			end, b := digitsAfter(s, i+1)
			hour, minute := s[from:i], s[i+1:end]
			if a == 0 || a > 2 || hour > "23" && a == 2 || b != 2 && (s[i] == ':' || b != 0) || minute > "59" {
				continue
			}
			if end < len(s) && (s[end] == ':' || unicode.IsLetter(decode(s[end:]))) || from > 0 && strings.IndexByte(":,.-", s[from-1]) >= 0 {
				continue
			}
			fixed := strings.TrimPrefix(hour, "0") + "\u00a0h"
			if hour == "00" || hour == "0" {
				fixed = "0\u00a0h"
			}
			if minute != "" && minute != "00" {
				fixed += "\u00a0" + minute
			}
			p.repair(pc, from, end, fixed, A{"time": s[from:end]})
		}
	},
}
