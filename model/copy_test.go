package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/pane"
)

func TestSomethingElseOnTheClipboardIsLeftAlone(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.press("c").sees("copied app/canary", "clears in")
		p.board.put("somebody's own text")
		p.wait(31 * time.Second).sees("holds something else now and was left alone")
		if p.board.holds() != "somebody's own text" {
			t.Error("another program's copy was destroyed")
		}
	})
}

func TestQuittingTakesTheSecretOffTheClipboard(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.press("c").sees("copied")
		p.press("q")
		<-p.done
		p.quit = true
		p.model.Close(ctx())
		if p.board.holds() != "" {
			t.Error("the clipboard still holds the secret")
		}
	})
}

// put sets how the pocket behaves.
func (b *pocket) set(fails error, takes time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fails, b.takes = fails, takes
}

func TestASecondCopyThroughTheTerminalLeavesTheFirstNowhere(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.press("c").sees("copied app/canary").wait(10 * time.Second)
		p.board.set(errPocket, 0)
		p.press("j c").sees("sent, unconfirmed: app/other", "clipboard: app/other, clears in")
		if p.board.holds() != canary {
			t.Fatal("the first is gone already, so this proves nothing")
		}
		if p.wait(21 * time.Second); p.board.holds() != "" {
			t.Error("the first secret stays on the clipboard")
		}
		p.wait(15 * time.Second)
		if sent := string(p.screen.sent()); !strings.HasSuffix(sent[:strings.LastIndex(sent, "\x1b]52;c;")+8], "\x1b]52;c;\x07") {
			t.Error("the second stays on the terminal's")
		}
	})
}

func TestNothingStaysOnTheClipboardWhateverTheLoopIsDoing(t *testing.T) {
	for name, native := range map[string]bool{"a program": true, "the terminal": false} {
		play(t, setting{seed: seedOne(backend.TextValue(canary)), native: native}, func(p *player) {
			const empty = "\x1b]52;c;\x07"
			p.press("c").sees("app/canary", "clears in")
			p.program.Send(stall{time.Hour})
			time.Sleep(pane.Lifetime + 4*time.Second)
			if held := p.board.holds(); held != "" || !native && !strings.Contains(string(p.screen.sent()), empty) {
				t.Errorf("with %s the secret is still there while the loop stands still", name)
			}
			time.Sleep(time.Hour - pane.Lifetime - 4*time.Second)
			p.pass(time.Second)
			p.sees("the clipboard was cleared")
		})
	}
}

func TestQuittingBeforeTheCopyIsMadeLeavesNothingOnTheClipboard(t *testing.T) {
	for _, takes := range []time.Duration{0, time.Second} {
		for _, fails := range []error{nil, errPocket} {
			play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
				p.board.set(fails, takes)
				p.send("cq")
				<-p.done
				p.quit = true
				p.model.Close(ctx())
				time.Sleep(5 * time.Second)
				sent := string(p.screen.sent())
				if at := strings.LastIndex(sent, "\x1b]52;c;"); at >= 0 && !strings.HasPrefix(sent[at:], "\x1b]52;c;\x07") {
					t.Errorf("with a program that takes %v and ends with %v the terminal's clipboard holds it", takes, fails)
				}
				if p.board.holds() != "" {
					t.Errorf("with a program that takes %v the clipboard holds it", takes)
				}
			})
		}
	}
}

func TestWhileTheProgramWasStoppedSomethingElseMayHaveBeenCopied(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.press("c").sees("sent, unconfirmed: app/canary")
		p.program.Send(Conceal{})
		p.wait(33 * time.Second).sees("clear it yourself")
		if strings.Contains(string(p.screen.sent()), "\x1b]52;c;\x07") {
			t.Error("a clipboard that may hold somebody else's text was emptied")
		}
	})
}

func TestAClipboardProgramThatFailsIsReplacedByTheTerminal(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.board.fails = errPocket
		p.press("c").sees("sent, unconfirmed: app/canary")
		if !strings.Contains(string(p.screen.sent()), "\x1b]52;c;") {
			t.Error("nothing was sent")
		}
	})
}

func TestTheTerminalsClipboardIsClearedOnlyWhereThatDestroysNothing(t *testing.T) {
	const empty = "\x1b]52;c;\x07"
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.press("c").sees("sent, unconfirmed: app/canary").wait(29*time.Second - pressTime)
		if strings.Contains(string(p.screen.sent()), empty) {
			t.Error("the terminal's clipboard was emptied within 29 seconds")
		}
		p.wait(2100 * time.Millisecond).sees("the clipboard was cleared") // a second is left for the terminal to tell what it holds
		if !strings.Contains(string(p.screen.sent()), empty) {
			t.Error("the terminal's clipboard was not emptied")
		}
	})
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.press("c").sees("sent, unconfirmed: app/canary").press("blur focus").wait(33 * time.Second).sees("clear it yourself")
		if strings.Contains(string(p.screen.sent()), empty) {
			t.Error("a clipboard that may hold somebody else's text was emptied")
		}
	})
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.press("c").sees("sent, unconfirmed: app/canary").press("blur focus").wait(30100 * time.Millisecond)
		p.send("\x1b]52;c;c29tZXRoaW5nIGVsc2U=\x07")
		p.wait(300 * time.Millisecond).sees("was left alone")
	})
}

func TestAResizeKeepsEverythingInItsPlace(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("payments").press("enter j V").sees("wiped in")
		name := p.secret()
		for _, size := range [][2]int{{80, 24}, {60, 20}, {39, 9}, {200, 60}, {40, 10}, {120, 36}} {
			p.resize(size[0], size[1])
			if size[0] >= 40 {
				checkLayout(t, p, size[0])
			}
		}
		p.sees(name, "wiped in")
		p.press("?").resize(60, 20).resize(120, 36).sees("Help").press("esc").sees(name)
	})
}
