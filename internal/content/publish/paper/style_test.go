package paper

import "testing"

// A course chooses its colour; the ground of a colour follows it.
func TestAccentOfTheTheme(t *testing.T) {
	if p := newDesign(map[string]string{"accent": "#802"}).palette; p.Accent != 0x880022 || p.AccentGround != 0xf4e6e9 {
		t.Errorf("accent %06x on %06x", p.Accent, p.AccentGround)
	}
	if p := newDesign(map[string]string{"accent": "none"}).palette; p.Accent != tokens["accent"] || p.AccentGround != tokens["accent-ground"] {
		t.Errorf("accent %06x on %06x", p.Accent, p.AccentGround)
	}
}
