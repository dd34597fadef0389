package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestSomethingElseOnTheClipboardIsLeftAlone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary", "━━━━━━ 30s")
		p.Board.Put("somebody's own text")
		p.Wait(31 * time.Second).Sees("holds something else now and was left alone")
		if p.Board.Holds() != "somebody's own text" {
			t.Error("another program's copy was destroyed")
		}
	})
}

func TestCopyingTheSameAgainBeginsItsTimeAnew(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary").Wait(25 * time.Second).Sees("clears in 5s")
		p.Press("c").Sees("copied app/canary", "━━━━━━ 30s").Wait(29 * time.Second)
		if p.Board.Holds() != play.Canary {
			t.Error("the first copy's time ended the second")
		}
		if p.Wait(time.Second).Sees("the clipboard was cleared"); p.Board.Holds() != "" {
			t.Error("the clipboard still holds the secret")
		}
	})
}

func TestQuittingTakesTheSecretOffTheClipboard(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Press("c").Sees("copied")
		p.Press("q")
		<-p.Done
		p.Quit = true
		p.Model.Close(play.Ctx())
		if p.Board.Holds() != "" {
			t.Error("the clipboard still holds the secret")
		}
	})
}

func TestASecondCopyThroughTheTerminalLeavesTheFirstNowhere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary").Wait(10 * time.Second)
		p.Board.Set(play.ErrPocket, 0)
		p.Press("j c").Sees("copied app/other by the terminal", "━━━━━━ 30s")
		if p.Board.Holds() != play.Canary {
			t.Fatal("the first is gone already, so this proves nothing")
		}
		if p.Wait(21 * time.Second); p.Board.Holds() != "" {
			t.Error("the first secret stays on the clipboard")
		}
		p.Wait(15 * time.Second)
		if sent := string(p.Screen.Sent()); !strings.HasSuffix(sent[:strings.LastIndex(sent, "\x1b]52;c;")+8], "\x1b]52;c;\x07") {
			t.Error("the second stays on the terminal's")
		}
	})
}

func TestNothingStaysOnTheClipboardWhateverTheLoopIsDoing(t *testing.T) {
	for name, native := range map[string]bool{"a program": true, "the terminal": false} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: native}, func(p *play.Player) {
			const empty = "\x1b]52;c;\x07"
			p.Press("c").Sees("app/canary", "━━━━━━ 30s")
			p.Program.Send(play.Stall{Duration: time.Hour})
			time.Sleep(pane.DefaultLifetime + 4*time.Second)
			if held := p.Board.Holds(); held != "" || !native && !strings.Contains(string(p.Screen.Sent()), empty) {
				t.Errorf("with %s the secret is still there while the loop stands still", name)
			}
			time.Sleep(time.Hour - pane.DefaultLifetime - 4*time.Second)
			p.Pass(time.Second)
			p.Sees("the clipboard was cleared")
		})
	}
}

func TestQuittingBeforeTheCopyIsMadeLeavesNothingOnTheClipboard(t *testing.T) {
	for _, takes := range []time.Duration{0, time.Second} {
		for _, fails := range []error{nil, play.ErrPocket} {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
				p.Board.Set(fails, takes)
				p.Send("c")
				p.Pass(time.Millisecond) // the value is read, and goes on its way
				p.Send("\x03")
				<-p.Done
				p.Quit = true
				p.Model.Close(play.Ctx())
				time.Sleep(5 * time.Second)
				sent := string(p.Screen.Sent())
				if at := strings.LastIndex(sent, "\x1b]52;c;"); at >= 0 && !strings.HasPrefix(sent[at:], "\x1b]52;c;\x07") {
					t.Errorf("with a program that takes %v and ends with %v the terminal's clipboard holds it", takes, fails)
				}
				if p.Board.Holds() != "" {
					t.Errorf("with a program that takes %v the clipboard holds it", takes)
				}
			})
		}
	}
}

func TestWhileTheProgramWasStoppedSomethingElseMayHaveBeenCopied(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary by the terminal")
		p.Program.Send(model.Conceal{})
		p.Wait(33 * time.Second).Sees("clear it yourself")
		if strings.Contains(string(p.Screen.Sent()), "\x1b]52;c;\x07") {
			t.Error("a clipboard that may hold somebody else's text was emptied")
		}
	})
}

func TestAClipboardProgramThatFailsIsReplacedByTheTerminal(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Board.Fails = play.ErrPocket
		p.Press("c").Sees("copied app/canary by the terminal")
		if !strings.Contains(string(p.Screen.Sent()), "\x1b]52;c;") {
			t.Error("nothing was sent")
		}
	})
}

func TestTheTerminalsClipboardIsClearedOnlyWhereThatDestroysNothing(t *testing.T) {
	const empty = "\x1b]52;c;\x07"
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary by the terminal").Wait(29*time.Second - play.PressTime)
		if strings.Contains(string(p.Screen.Sent()), empty) {
			t.Error("the terminal's clipboard was emptied within 29 seconds")
		}
		p.Wait(2100 * time.Millisecond).Sees("the clipboard was cleared") // a second is left for the terminal to tell what it holds
		if !strings.Contains(string(p.Screen.Sent()), empty) {
			t.Error("the terminal's clipboard was not emptied")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary by the terminal").Press("blur focus").Wait(33 * time.Second).Sees("clear it yourself")
		if strings.Contains(string(p.Screen.Sent()), empty) {
			t.Error("a clipboard that may hold somebody else's text was emptied")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Press("c").Sees("copied app/canary by the terminal").Press("blur focus").Wait(30100 * time.Millisecond)
		p.Send("\x1b]52;c;c29tZXRoaW5nIGVsc2U=\x07")
		p.Wait(300 * time.Millisecond).Sees("was left alone")
	})
}

func TestAResizeKeepsEverythingInItsPlace(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("payments").Press("enter j V").Sees("wiped in")
		name := p.Secret()
		for _, size := range [][2]int{{80, 24}, {60, 20}, {39, 9}, {200, 60}, {40, 10}, {120, 36}} {
			p.Resize(size[0], size[1])
			if size[0] >= 40 {
				play.CheckLayout(t, p, size[0])
			}
		}
		p.Sees(name, "wiped in")
		p.Press("?").Resize(60, 20).Resize(120, 36).Sees("Help").Press("esc").Sees(name)
	})
}
