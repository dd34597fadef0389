package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"strongroom/model"
	"strongroom/model/play"
	"strongroom/ui"
)

// whitePaint and blackPaint are how the backgrounds of themes are asked for that paint one.
const whitePaint, blackPaint = "48;2;255;255;255", "48;2;0;0;0"

func TestAThemeIsSeenWhileTheCursorIsOnItAndKeptByEnter(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			worn := func(beside string) string { return p.Looks("  "+beside, beside) }
			p.Press(":").Types("theme").Press("enter").Sees("Theme", "as the terminal").Press("G k k")
			if got := worn("contrast-dark"); !strings.Contains(got, whitePaint) {
				t.Errorf("the cursor is on contrast-light, and contrast-dark is drawn as %q", got)
			}
			p.Press("k")
			if got := worn("contrast-light"); !strings.Contains(got, blackPaint) {
				t.Errorf("the cursor is on contrast-dark, and contrast-light is drawn as %q", got)
			}
			p.Press("esc").SeesNot("as the terminal")
			if got := p.Looks("dev/analytics/db", "dev/analytics/db"); strings.Contains(got, "48;2") {
				t.Errorf("esc has gone back, and a row is drawn as %q", got)
			}
			p.Press("ctrl+y j j j j enter").Sees("theme: contrast-light")
			if got := p.Looks("dev/analytics/db", "dev/analytics/db"); !strings.Contains(got, whitePaint) {
				t.Errorf("it is kept, and a row is drawn as %q", got)
			}
			if size[0] == 120 {
				p.Sees(`to keep it: [theme] name = "contrast-light"`)
			}
			play.CheckLayout(t, p, size[0])
			p.Press("ctrl+y").Sees("▌ contrast-light").Press("k esc")
			if got := p.Looks("dev/analytics/db", "dev/analytics/db"); !strings.Contains(got, whitePaint) {
				t.Errorf("esc has gone back to what was kept, and a row is drawn as %q", got)
			}
		})
	}
}

func TestAThemeIsWornByTheMouseAsByKeys(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("ctrl+y").Clicks(p.Cell("contrast-light", "contrast-light")).Wait(time.Second).Sees("theme: contrast-light")
		if got := p.Looks("dev/analytics/db", "dev/analytics/db"); !strings.Contains(got, whitePaint) {
			t.Errorf("contrast-light was clicked on, and a row is drawn as %q", got)
		}
		p.Press("ctrl+y g").Wheels(p.Cell("contrast-light", "contrast-light"))
		for tries := 0; !strings.HasPrefix(strings.TrimSpace(p.Under("Theme")), "▌ contrast-dark"); tries++ {
			if tries == 10 {
				t.Fatalf("the wheel does not come to contrast-dark on\n%s", p.Screen)
			}
			p.Wheels(p.Cell("contrast-light", "contrast-light")).Wait(50 * time.Millisecond)
		}
		if got := p.Looks("  contrast-light", "contrast-light"); !strings.Contains(got, blackPaint) {
			t.Errorf("the wheel has come to contrast-dark, and contrast-light is drawn as %q", got)
		}
		p.Press("esc")
		if got := p.Looks("dev/analytics/db", "dev/analytics/db"); !strings.Contains(got, whitePaint) {
			t.Errorf("esc has gone back to what was kept, and a row is drawn as %q", got)
		}
	})
}

func TestAUsersOwnThemeIsWornFromTheStartAndOffered(t *testing.T) {
	c, err := ui.Colour("#123456")
	if err != nil {
		t.Fatal(err)
	}
	own := func(o *model.Options) { o.Theme = ui.Scheme{Own: ui.Palette{"background": c}} }
	play.Game(t, play.Setting{Change: own}, func(p *play.Player) {
		if got := p.Looks("dev/analytics/db", "dev/analytics/db"); !strings.Contains(got, "48;2;18;52;86") {
			t.Errorf("a row is drawn as %q", got)
		}
		p.Press("ctrl+y").Sees("▌ yours", "what the configuration says").Press("j enter").Sees("theme: as the terminal")
		if got := p.Looks("dev/analytics/db", "dev/analytics/db"); strings.Contains(got, "48;2") {
			t.Errorf("the terminal's own has been chosen, and a row is drawn as %q", got)
		}
	})
}

func TestWhatIsDrawnFollowsTheColoursThatTheTerminalHas(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Sees("╭ Secrets", "╭ dev/analytics/api-token")
		selected := func() string { return p.Looks("▌ ", "▌") }
		if got := selected(); !strings.Contains(got, "48;2;43;56;96") {
			t.Errorf("in all colours the row is %q", got)
		}
		for profile, want := range map[colorprofile.Profile]string{colorprofile.ANSI256: "48;5;", colorprofile.ANSI: "7", colorprofile.ASCII: "4"} {
			p.Program.Send(tea.ColorProfileMsg{Profile: profile})
			p.Wait(1e9)
			if got := selected(); !strings.Contains(got, want) || strings.Contains(got, "48;2") {
				t.Errorf("with %v the row is %q", profile, got)
			}
			if heavy := strings.Contains(p.Screen.String(), "┏ Secrets"); heavy != (profile == colorprofile.ASCII) {
				t.Errorf("with %v the pane in focus is heavy: %v", profile, heavy)
			}
			p.Sees("╭ dev/analytics/api-token") // which is not in focus
		}
	})
}
