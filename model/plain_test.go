package model_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"strongroom/backend"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/play"
	"strongroom/ui"
)

func plainly(o *model.Options) { o.Plain = true }

func TestAPlainScreenTellsInLinesWhatChanges(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"user":"u","password":"made-up"}`)), Native: true, NoFirst: true, Change: plainly}, func(p *play.Player) {
		p.Wait(time.Second).Sees("? lists the keys, q quits", "Secrets, Active", "app/canary", "2 secrets, 0 deleted").Press("j").Sees("app/other")
		p.Press("k enter").Sees("app/canary, Value", "not read").Press("v").Sees("1 decrypt", "JSON, 2 keys", "user, masked").Press("j").Sees("password, masked")
		p.Press("c").Sees("done: copied password").Press("d").Sees("Delete a secret", "app/canary", "30 days", "chosen: cancel esc, delete y").Press("esc")
		p.Press("/").Types("other").Sees("/ other", "app/other")
		for _, drawn := range []string{"╭", "│", "━", "─", "▌", "•", "\x1b[?1049h", "\x1b[?1002h"} {
			if strings.Contains(string(p.Screen.Sent()), drawn) {
				t.Errorf("the terminal was sent %q", drawn)
			}
		}
	})
}

// A screen reader speaks a sign of ours as what its character is called, or as noise.
func TestAPlainScreenHasNoSignsInWhatIsTypedAndShown(t *testing.T) {
	value := `{"user":"u","password":"made-up","port":1}`
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(value)), Native: true, NoFirst: true, Change: plainly}, func(p *play.Player) {
		p.Wait(time.Second).Press("2 v v").Sees("user", "u").Press("j").Sees("password  masked").Press("esc")
		p.Press("d tab").Sees("recovery window", "30 days").Press("esc n").Sees("name", "app/").Press("tab tab").Sees("description").Press("esc esc")
		p.Press(": x").Sees("x").Press("esc e j enter").Sees("type the new value").Types("new").Press("ctrl+o").Sees("password  new").Press("enter ctrl+s v").Wait(time.Second).Sees("chosen: save y")
		for _, sign := range []string{"•", "▸", "◂", "▏", "›", "▌", "\x1b]11"} {
			if strings.Contains(string(p.Screen.Sent()), sign) {
				t.Errorf("the terminal was sent %q", sign)
			}
		}
	})
}

func TestAPlainScreenTellsTheSameInAllColoursAndInNone(t *testing.T) {
	for _, depth := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.NoTTY} {
		play.Game(t, play.Setting{Seed: play.SeedMany, Native: true, NoFirst: true, Change: plainly}, func(p *play.Player) {
			p.Wait(time.Second).Program.Send(tea.ColorProfileMsg{Profile: depth})
			p.Wait(time.Second).Press("n").Sees("New secret", "tags, as env=prod, team=x").SeesNot("__").Press("tab tab").SeesNot("__")
		})
	}
}

func TestAPlainScreenTellsWhatIsMarked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, Native: true, NoFirst: true, Change: plainly}, func(p *play.Player) {
		p.Wait(time.Second).Press("g j j j j j space").Sees("1 marked").Press("space").Sees("2 marked").Press("k").Sees("marked: app/").Press("space").Sees("1 marked").Press("esc").Sees("nothing is marked")
	})
}

// What was told stays above, where nothing takes it away again.
func TestAPlainScreenKeepsNoValue(t *testing.T) {
	for name, c := range map[string]struct{ value, keys string }{"a field": {`{"a":"` + play.Canary + `"}`, "v v"}, "a text": {play.Canary, "2 v"}, "lines": {"one\n" + play.Canary, "2 v j"},
		"decoded": {encoded(play.Canary), "2 x"}, "an edit": {play.Canary, "e"}} {
		for end, keys := range map[string]string{"its time": "", "another pane": "1", "a dialog": "?", "the focus": "blur"} {
			t.Run(name+"/"+end, func(t *testing.T) {
				play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(c.value)), NoFirst: true, Change: plainly}, func(p *play.Player) {
					if keys == "1" && name == "an edit" {
						keys = "esc"
					}
					p.Wait(time.Second).Press(c.keys).Wait(time.Second).Sees(play.Canary)
					if keys == "" || keys == "?" && name == "an edit" { // where it is typed
						p.Wait(31 * time.Second)
					} else {
						p.Press(keys)
					}
					p.Wait(time.Second).SeesNot(play.Canary).Never(play.Canary).Resize(100, 60).Wait(time.Minute)
				})
			})
		}
	}
}

func TestWhatIsToldComesInItsOrder(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true, Change: plainly}, func(p *play.Player) {
		p.Wait(time.Second).Press("j j j j j j j j j j").Wait(time.Second)
		var rows []string
		for _, line := range strings.Split(p.Screen.String(), "\n") {
			if strings.HasPrefix(line, "app/") {
				rows = append(rows, line)
			}
		}
		for i := 1; i < len(rows); i++ {
			if rows[i-1] >= rows[i] {
				t.Errorf("%q is told before %q", rows[i-1], rows[i])
			}
		}
		if len(rows) < 5 {
			t.Errorf("told is only\n%s", p.Screen)
		}
	})
}

func TestInASCIIOnlyASCIIIsSent(t *testing.T) {
	for _, plain := range []bool{false, true} {
		change := func(o *model.Options) { o.ASCII, o.Plain = ui.NewASCII(), plain }
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"größe":"пароль 鍵","b":"x "}`)), Native: true, NoFirst: true, Change: change}, func(p *play.Player) {
			p.Wait(time.Second).Press("V").Wait(time.Second).Sees("gr??e", "?????? ??").Press("] ] ] ] ] [ 3 j").Wait(time.Second).Press("1 t D D d esc ? G esc : esc ! esc @ esc n esc C esc")
			p.Press("/").Types("ü").Press("esc 2 e enter").Types("ß").Press("ctrl+o esc esc").Wait(time.Second).Resize(60, 20).Resize(40, 10).Resize(30, 8).Wait(time.Minute)
			for i, c := range p.Screen.Sent() {
				if c >= 0x80 {
					t.Fatalf("the terminal was sent %q", p.Screen.Sent()[max(0, i-60):i+6])
				}
			}
		})
	}
}

// What a terminal remembers nobody clears.
func TestWhatIsToldPushesNoValueOffTheScreen(t *testing.T) {
	for n, size := range [][2]int{{80, 24}, {60, 10}, {40, 5}, {30, 3}} {
		if tools.LeavesOut(n, 1) {
			continue
		}
		value := strings.Repeat(play.Canary+"\n", 30)
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedOne(backend.TextValue(value)), NoFirst: true, Change: plainly}, func(p *play.Player) {
			p.Wait(time.Second).Press("2 v").Wait(time.Second).Sees(play.Canary)
			for _, keys := range []string{"? esc", "! esc", "v v", "C esc", "j j j", "] [ v", "3 2 v", ": esc", "d esc", "c"} {
				p.Press(keys)
			}
			p.Wait(time.Minute)
			if left := p.Screen.Remembers(); strings.Contains(left, play.Canary) || !strings.Contains(left, "app/canary") {
				t.Errorf("%v: the terminal remembers\n%s", size, left)
			}
		})
	}
}
