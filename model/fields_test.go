package model_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

// inFocus is the line of the field that has the focus in a dialog, with its label, and where it is; "" for none.
func inFocus(p *play.Player) (label, line string, x, y int) {
	for y, l := range strings.Split(p.Screen.String(), "\n") {
		before, after, is := strings.Cut(l, "│ ▸")
		if !is || strings.HasPrefix(after, " ") {
			continue
		}
		label, _, _ = strings.Cut(strings.TrimSpace(after), "  ")
		return label, after, len([]rune(before)) + 3, y
	}
	return "", "", 0, 0
}

// fieldsOf are the labels of all fields of the dialog that is open.
func fieldsOf(p *play.Player) (labels []string) {
	for range 14 {
		if label, _, _, _ := inFocus(p); label != "" && (len(labels) == 0 || label != labels[0]) {
			labels = append(labels, label)
		} else if label != "" {
			return labels
		}
		p.Press("tab").Wait(400 * time.Millisecond)
	}
	return labels
}

// fieldAt is where the label of a field without the focus stands: below a line of the dialog's head that may begin alike.
func fieldAt(p *play.Player, label string) (x, y int) {
	for line, l := range strings.Split(p.Screen.String(), "\n") {
		if before, _, is := strings.Cut(l, fmt.Sprintf("│  %-11s ", label)); is {
			x, y = len([]rune(before))+3, line
		}
	}
	return x, y
}

// eachDialog plays each dialog that there is a way to, at each of some sizes.
func eachDialog(t *testing.T, sizes [][2]int, goes func(w play.Way, p *play.Player), game func(p *play.Player)) {
	for i, w := range play.Ways() {
		if w.Scope != keymap.Dialog || w.Room == "login" {
			continue
		}
		for n, size := range sizes {
			if tools.LeavesOut(i+n, len(sizes)) || tools.Spares((i+n)/len(sizes), 2) {
				continue
			}
			t.Run(fmt.Sprint(w.Room, " ", i, " ", size[0]), func(t *testing.T) {
				play.Game(t, play.Setting{W: size[0], H: size[1], Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
					if goes(w, p.Wait(3*time.Second)); p.Asked() {
						game(p)
					}
				})
			})
		}
	}
}

// A click on a field of any form gives it the focus; what is chosen there is another one then, and where it is typed into the cursor is at
// the cell that was clicked.
func TestEveryFieldOfEveryFormIsChosenWithTheMouse(t *testing.T) {
	var fields, turned, typed atomic.Int32
	t.Cleanup(func() {
		if tools.AllPlayed() && !t.Failed() && (fields.Load() < 25 || turned.Load() < 4 || typed.Load() < 4) {
			t.Errorf("only %d fields were clicked on, %d of them were turned, and in %d the cursor stood", fields.Load(), turned.Load(), typed.Load())
		}
	})
	eachDialog(t, threeSizes, play.Way.Goes, func(p *play.Player) {
		for _, label := range fieldsOf(p) {
			fields.Add(1)
			for n := 0; n < 14 && !strings.Contains(p.Screen.String(), fmt.Sprintf("│  %-11s ", label)); n++ { // away from it, and where it is seen
				p.Press("tab").Wait(400 * time.Millisecond)
			}
			x, y := fieldAt(p, label)
			was := []rune(strings.Split(p.Screen.String(), "\n")[y])
			value := x + min(len([]rune(label)), 18) + 2
			for value < len(was) && (was[value] == ' ' || was[value] == '_') {
				value++
			}
			switch {
			case x == 0: // there is room for it only where it has the focus
				continue
			case value >= len(was) || was[value] == '│': // nothing stands in it
				value = x + 1
			}
			p.Clicks(value, y).Wait(400 * time.Millisecond)
			is, line, _, top := inFocus(p)
			if is != label && top != y {
				p.T.Errorf("a click on %q gives the focus to %q:\n%s", label, is, p.Screen)
			}
			now := []rune(strings.Split(p.Screen.String(), "\n")[top])
			switch {
			case strings.Contains(line, "▏"):
				if strings.Contains(line, "◂") || was[value] == ' ' || now[value+1] != was[value] { // a hint stood there, and nothing was typed
					break
				}
				typed.Add(1)
				if now[value] != '▏' {
					p.T.Errorf("a click on the first cell of %q puts the cursor elsewhere:\n%s", label, p.Screen)
				}
				p.Clicks(value+2, top).Wait(400 * time.Millisecond)
				if now = []rune(strings.Split(p.Screen.String(), "\n")[top]); now[value+1] != '▏' {
					p.T.Errorf("a click on the second cell of %q puts the cursor elsewhere:\n%s", label, p.Screen)
				}
			case strings.TrimPrefix(string(now[x:]), "▸") != string(was[x:]):
				turned.Add(1)
			default:
				p.T.Errorf("a click on %q turns nothing:\n%s", label, p.Screen)
			}
		}
	})
}

// A line that is typed into by itself has no focus to be given, but its cursor is put where the click is too.
func TestTheCursorOfALineIsPutWhereTheClickIs(t *testing.T) {
	var lines atomic.Int32
	t.Cleanup(func() {
		if n := lines.Load(); tools.AllPlayed() && !t.Failed() && n < 5 {
			t.Errorf("only in %d lines the cursor was put", n)
		}
	})
	eachDialog(t, [][2]int{{120, 36}, {40, 10}}, play.Way.Goes, func(p *play.Player) {
		if label, _, _, _ := inFocus(p); label != "" || !strings.Contains(p.Screen.String(), "▏") {
			return
		}
		p.Types("xyz")
		p.Wait(time.Second)
		if !strings.Contains(p.Screen.String(), "xyz▏") {
			p.T.Fatalf("it does not take letters:\n%s", p.Screen)
		}
		lines.Add(1)
		x, y := p.Cell("xyz▏", "xyz▏")
		if p.Clicks(x+1, y).Wait(400 * time.Millisecond); !strings.Contains(p.Screen.String(), "x▏yz") {
			p.T.Errorf("a click before the y puts the cursor elsewhere:\n%s", p.Screen)
		}
		if p.Clicks(x+3, y).Wait(400 * time.Millisecond); !strings.Contains(p.Screen.String(), "xy▏z") {
			p.T.Errorf("a click before the z puts the cursor elsewhere:\n%s", p.Screen)
		}
	})
}

func TestTheWheelGoesToTheFieldsOfAFormThatThereIsNoRoomFor(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e enter ctrl+g").Wait(time.Second).Sees("Generate a password").SeesNot("made by")
		for range 9 {
			p.Wheels(20, 5).Wait(50 * time.Millisecond)
		}
		p.Sees("▸made by").SeesNot("▸length")
		for range 9 {
			p.Points(tea.MouseWheelMsg{X: 20, Y: 5, Button: tea.MouseWheelUp})
			p.Wait(50 * time.Millisecond)
		}
		p.Sees("▸length")
	})
	play.Game(t, play.Setting{W: 120, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e enter ctrl+g").Wait(time.Second).Sees("▸ use it").Wheels(60, 18).Wait(50 * time.Millisecond).Sees("▸ use it")
	})
}

func TestTheArrowsOfADialogTurnWhatStandsBetweenThem(t *testing.T) {
	play.Game(t, play.Setting{W: 80, H: 24, Seed: play.JSONSecret()}, func(p *play.Player) {
		turns := func(line, arrow, is string) {
			p.T.Helper()
			x, y := p.Cell(line, arrow)
			p.Clicks(x, y).Wait(100 * time.Millisecond).Sees(is)
		}
		p.Press("d").Wait(time.Second)
		turns("recovery window", "◂", "◂ 29▏▸ days")
		turns("recovery window", "◂", "◂ 28▏▸ days")
		turns("recovery window", "▸ days", "◂ 29▏▸ days")
		p.Press("esc n").Wait(time.Second)
		turns("keys and values", "◂", "◂ binary, from a file ▸")
		turns("binary", "▸  ", "◂ keys and values (JSON) ▸")
		turns("keys and values", "JSON", "◂ text ▸")
	})
}
