package model

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"strongroom/backend"
	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// offered is a machine with places to go to, which nobody goes to.
type offered struct{ Places }

func (offered) Began() backend.Target { return backend.Target{Profile: "home"} }

func (offered) Profiles() ([]backend.Profile, error) {
	return []backend.Profile{{Name: "production-administrator", Region: "eu-west-1", Way: backend.WayKeys, Chain: []string{"home", "production-administrator"}}}, nil
}

func (offered) Recent() ([]backend.Target, error) {
	return []backend.Target{{Profile: "other", Region: "sa-east-1"}, {Profile: "home", Region: "ap-northeast-1", Endpoint: "http://127.0.0.1:5000"}}, nil
}

// reach is a login that reaches all regions but one.
type reach struct{ backend.Reach }

func (reach) Names() []string                                  { return nil }
func (reach) Off() []string                                    { return []string{"af-south-1"} }
func (reach) Survey(context.Context) (off []string, err error) { return nil, nil }

// picker is a dialog in which one thing of several is picked, and what a click on a line of its body picks, "" for nothing.
type picker struct {
	name string
	pane.Dialog
	picks func(line, x int) string
}

// pickers are those of the root, with what they tell of a program that has been told where it is.
func pickers() []picker {
	m := New(Options{Place: &backend.Place{Backend: nowhere{}, Regions: reach{}}, Places: offered{}, Keys: keymap.Default(), Clock: time.Now, Clipboard: clip.NewKeeper(nil, nil, time.Now)})
	m.Who = &backend.Identity{Account: "123456789012", ARN: "arn:aws:sts::123456789012:assumed-role/administrator/someone"}
	places := func(err error) *whereabouts {
		m.openWhereabouts()
		d := m.dialogs.Top().(*whereabouts)
		profiles, _ := offered{}.Profiles()
		recent, _ := offered{}.Recent()
		d.Hear(placesKnown{d.asked.Q, profiles, recent, nil, err})
		m.dialogs.Drop(d) // the rest is asked of the list
		return d
	}
	where, wrong := places(nil), places(errors.New("a file cannot be read"))
	chosen := func(d pane.Dialog, here func() (dialog.Option, bool)) func(line, x int) string {
		return func(line, x int) string {
			if _, closed := d.(pane.Clicker).Click(line, x); !closed {
				return ""
			}
			o, _ := here()
			return o.Label
		}
	}
	actions, looks, help := m.paletteDialog().(*palette), m.themesDialog().(*themes), helpDialog(m.Keys, keymap.List, func(keymap.Action) string { return "" })
	return []picker{
		{"places", where, chosen(where, where.Here)},
		{"places", wrong, chosen(wrong, wrong.Here)},
		{"themes", looks, chosen(looks, looks.Here)},
		{"actions", actions, func(line, x int) string {
			if _, closed := actions.Click(line, x); !closed {
				return ""
			}
			return actions.shown[actions.at].Label
		}},
		{"help", help, func(line, x int) string {
			cmd, _ := help.(pane.Clicker).Click(line, x)
			if cmd == nil {
				return ""
			}
			asked := cmd().(pane.Asked).Action
			for _, g := range help.(*helpScreen).groups {
				for _, r := range g.rows {
					if r.Action == asked {
						return r.keys()
					}
				}
			}
			return "nothing that the help names"
		}},
	}
}

// clicks clicks on each line of a dialog, and returns how many rows were picked that say what they are.
func (p picker) clicks(t *testing.T, f pane.Frame, w, h int) (rows int) {
	p.Resize(w, h)
	box := p.View(f, w, h)
	drawn := box.Over(f.Th, make([]string, h), w)
	for y, line := range drawn {
		part, n, at := box.Hit((w-box.W)/2+8, y, w, h)
		if _, typed := box.Spot(n, at); part != ui.InBody || typed {
			continue
		}
		_, said, _ := strings.Cut(ansi.Strip(line), "│")
		got := p.picks(n, at)
		if got == "" || p.name == "help" && strings.HasPrefix(said, "    ") { // where a row goes on it does not say whose it is
			continue
		}
		said = strings.TrimLeft(said, " ▌")
		if p.name == "places" {
			said = strings.TrimLeft(said, "123456789 ")
		}
		if whole, _, _ := strings.Cut(said, "…"); !strings.HasPrefix(said, got) && !strings.HasPrefix(got, whole) || whole == "" {
			t.Errorf("%dx%d: a click on %q of the %s picks %q:\n%s", w, h, said, p.name, got, ansi.Strip(strings.Join(drawn, "\n")))
			return rows
		}
		rows++
	}
	return rows
}

func TestAClickInAPickerPicksWhatIsWrittenThere(t *testing.T) {
	f := pane.Frame{Th: ui.NewTheme(true), Keys: keymap.Default(), Now: time.Now()}
	n := 0
	for _, w := range []int{40, 50, 60, 70, 80, 100, 120} {
		for h := 10; h <= 40; h++ {
			if n++; tools.Spares(n, 6) || tools.LeavesOut(n, 1) {
				continue
			}
			for _, p := range pickers() {
				rows := 0
				for _, moves := range []keymap.Action{keymap.Top, keymap.HalfDown, keymap.Bottom} {
					p.Resize(w, h)
					p.Act(moves)
					rows += p.clicks(t, f, w, h)
				}
				if rows == 0 && !t.Failed() {
					t.Errorf("%dx%d: no row of the %s can be clicked on", w, h, p.name)
				}
			}
			if t.Failed() {
				return
			}
		}
	}
}
