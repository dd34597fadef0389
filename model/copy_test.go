package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
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
		p.press("c").sees("sent, unconfirmed: app/canary").wait(33 * time.Second).sees("the clipboard was cleared")
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
		name := p.model.detail.secret.Name
		for _, size := range [][2]int{{80, 24}, {60, 20}, {39, 9}, {200, 60}, {40, 10}, {120, 36}} {
			p.resize(size[0], size[1])
			if size[0] >= minW {
				checkLayout(t, p, size[0])
			}
		}
		p.sees(name, "wiped in")
		p.press("?").resize(60, 20).resize(120, 36).sees("Help").press("esc").sees(name)
	})
}
