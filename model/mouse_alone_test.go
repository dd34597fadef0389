package model_test

import (
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/internal/tools"
	"strongroom/model/play"
)

var threeSizes = [][2]int{{120, 36}, {80, 24}, {40, 10}}

// boxed are the lines of the dialog that is open, which stands in the middle of the screen, from its lower border upward, and their places.
func boxed(p *play.Player) (lines []string, xs, ys []int) {
	all := strings.Split(p.Screen.String(), "\n")
	bottom, left, right := 0, -1, 0
	for y, l := range all {
		r := []rune(l)
		for x := range r {
			if end := p.Screen.Width() - x; r[x] == '╰' && x > left && (end == len(r) || end < len(r) && r[end-1] == '╯') && r[end-1] == '╯' {
				bottom, left, right = y, x, end
			}
		}
	}
	for y := bottom; y >= 0; y-- {
		r := []rune(all[y])
		if r[left] != '╰' && r[left] != '│' {
			break
		}
		lines, xs, ys = append(lines, string(r[left:right])), append(xs, left), append(ys, y)
	}
	return lines, xs, ys
}

// clicksIn clicks on the first match of a pattern's first group in the dialog, from below upward, and reports whether there is one.
func clicksIn(p *play.Player, pattern *regexp.Regexp) (line string, is bool) {
	lines, xs, ys := boxed(p)
	for i, l := range lines {
		if m := pattern.FindStringSubmatchIndex(l); m != nil {
			p.Clicks(xs[i]+len([]rune(l[:m[2]])), ys[i]).Wait(2 * time.Second)
			return l, true
		}
	}
	return "", false
}

// clicksKey does with the mouse what a key does: by the footer where that has it, else by the help.
func clicksKey(p *play.Player, key string) {
	p.T.Helper()
	lines := strings.Split(strings.TrimRight(p.Screen.String(), "\n"), "\n")
	foot := len(lines) - 1
	if at := strings.Index(lines[foot], " "+key+" "); at >= 0 {
		p.Clicks(len([]rune(lines[foot][:at]))+1, foot).Wait(time.Second)
		return
	}
	p.Clicks(len([]rune(lines[foot]))-2, foot).Wait(400 * time.Millisecond).Sees("Help")
	row := regexp.MustCompile(`^│ {3}((?:\S+ )*` + regexp.QuoteMeta(key) + `)(?: \S+)* {2}`)
	for range 200 {
		if _, is := clicksIn(p, row); is {
			return
		}
		p.Wheels(p.Screen.Width()/2, 5).Wait(50 * time.Millisecond)
	}
	p.T.Fatalf("the help has no %q that could be clicked on:\n%s", key, p.Screen)
}

const safe = "cancel|back to the edit|back|leave|close|go on|give none"

// What a dialog is left by: its safe button, the words that say how in its border, or those in the footer.
var (
	safeButton = regexp.MustCompile(`^│ {1,3}[ ▸] ((?:` + safe + `)\b)`)
	leaveWords = regexp.MustCompile(`^╰.* (esc [a-z ]+) `)
	actButton  = regexp.MustCompile(`^│(?: {1,3}[ ▸] (?:` + safe + `)(?: esc)? +(?:▸ )?| {3}[ ▸] )([a-z][a-z ]*\w)`)
	chosenRow  = regexp.MustCompile(`^│ ▌ +(\S.*)`)
)

// leaves clicks on what leaves the dialog.
func leaves(p *play.Player) {
	for _, by := range []*regexp.Regexp{safeButton, leaveWords} {
		if _, is := clicksIn(p, by); is {
			return
		}
	}
	x, y := p.Cell("esc ", "esc ")
	p.Clicks(x, y).Wait(2 * time.Second)
}

// clicksTo goes a way with the mouse alone, where nothing has to be typed on it.
func clicksTo(w play.Way, p *play.Player) {
	if w.Then != nil {
		w.Goes(p)
		return
	}
	for _, key := range strings.Fields(w.Keys) {
		clicksKey(p, key)
	}
	if !p.Asked() {
		p.T.Errorf("%q opens nothing with the mouse:\n%s", w.Keys, p.Screen)
	}
}

func TestEveryDialogIsOpenedAndLeftWithTheMouseAlone(t *testing.T) {
	var dialogs atomic.Int32
	t.Cleanup(func() {
		if n := dialogs.Load(); tools.AllPlayed() && !t.Failed() && n < 25 {
			t.Errorf("only %d dialogs were opened", n)
		}
	})
	eachDialog(t, threeSizes, clicksTo, func(p *play.Player) {
		dialogs.Add(1)
		open := p.Screen.String()
		if leaves(p); p.Screen.String() == open {
			p.T.Errorf("it stays open:\n%s", p.Screen)
		}
	})
}

func TestEveryDialogDoesWhatItIsForWithTheMouseAlone(t *testing.T) {
	var acted atomic.Int32
	t.Cleanup(func() {
		if n := acted.Load(); tools.AllPlayed() && !t.Failed() && n < 20 {
			t.Errorf("only %d dialogs did something", n)
		}
	})
	eachDialog(t, threeSizes, clicksTo, func(p *play.Player) {
		open := p.Screen.String()
		for _, by := range []*regexp.Regexp{actButton, chosenRow} {
			line, is := clicksIn(p, by)
			if !is {
				continue
			}
			if acted.Add(1); p.Screen.String() == open {
				p.T.Errorf("a click on %q does nothing:\n%s", line, p.Screen)
			}
			return
		}
	})
}
