package model_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/play"
)

// others are other keys for every action: function keys, with and without modifiers.
func others(t *testing.T) (*keymap.Map, map[keymap.Action]tea.KeyPressMsg) {
	t.Helper()
	bound, press := map[keymap.Action][]string{}, map[keymap.Action]tea.KeyPressMsg{}
	mods := []struct {
		name string
		mod  tea.KeyMod
	}{{"", 0}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}, {"ctrl+", tea.ModCtrl}, {"ctrl+alt+", tea.ModCtrl | tea.ModAlt}, {"ctrl+shift+", tea.ModCtrl | tea.ModShift}, {"alt+shift+", tea.ModAlt | tea.ModShift}}
	for i, a := range keymap.Default().Actions() {
		mod, n := mods[i/20], i%20
		bound[a] = []string{fmt.Sprintf("%sf%d", mod.name, n+1)}
		press[a] = tea.KeyPressMsg{Code: tea.KeyF1 + rune(n), Mod: mod.mod}
	}
	m, err := keymap.Default().Rebind(bound)
	if err != nil {
		t.Fatal(err)
	}
	return m, press
}

// old are the keys of the default table that mean nothing any more, as words of a line that names keys.
func old(now *keymap.Map) func(line string) []string {
	words := map[string]bool{}
	for _, a := range keymap.Default().Actions() {
		for _, k := range keymap.Default().KeysOf(a) {
			if !slices.Contains(now.KeysOf(a), k) {
				words[keymap.Spell(k)] = true
			}
		}
	}
	for _, text := range []string{"1", "2", "3", "[", "]", "delete", "=", "!", "a", "b", "d"} { // these stand there as what they are besides
		delete(words, text)
	}
	word := regexp.MustCompile(`\S+`)
	return func(line string) (found []string) {
		for _, w := range word.FindAllString(line, -1) {
			if w = strings.Trim(w, ",()▸│╰╯─:;"); words[w] {
				found = append(found, w)
			}
		}
		return found
	}
}

// hints are the lines of the screen that name keys: buttons and lower borders, the status line and the footer.
func hints(screen string) (lines []string) {
	all := strings.Split(screen, "\n")
	for i, l := range all {
		if strings.Contains(l, "▸") || strings.Contains(l, "╰") || i >= len(all)-2 {
			lines = append(lines, l)
		}
	}
	return lines
}

func TestEveryHintNamesAKeyThatWorksHoweverTheyAreBound(t *testing.T) {
	keys, press := others(t)
	stale := old(keys)
	is := func(a ...keymap.Action) []keymap.Action { return a }
	deleted := func(o *model.Options) { o.Deleted = true }
	whole := func(o *model.Options) {
		o.Guard = backend.NewGuard([]backend.Protection{{ReadOnly: true}}, o.Place.Backend.Where)
	}
	for name, c := range map[string]struct {
		walk   []keymap.Action
		change func(*model.Options)
		seed   bool // one JSON secret instead of the demo
	}{
		"help": {walk: is(keymap.Help)}, "actions": {walk: is(keymap.Palette)}, "activity": {walk: is(keymap.ShowActivity)}, "where": {walk: is(keymap.WhereAmI)},
		"sort": {walk: is(keymap.Sort)}, "find": {walk: is(keymap.FindSecret)}, "copy as": {walk: is(keymap.CopyAs)},
		"delete":          {walk: is(keymap.Delete, keymap.NextField, keymap.NextField, keymap.NextField, keymap.Toggle, keymap.NextField)},
		"delete for good": {walk: is(keymap.Delete), change: deleted}, "restore": {walk: is(keymap.Restore), change: deleted}, "who deleted": {walk: is(keymap.Trace), change: deleted},
		"marks": {walk: is(keymap.MarkAll, keymap.Delete), change: deleted}, "all regions": {walk: is(keymap.AllRegions)}, "open": {walk: is(keymap.OpenSecret)},
		"metadata": {walk: is(keymap.EditMetadata)}, "tag": {walk: is(keymap.PaneDetail, keymap.NextTab, keymap.NextTab, keymap.AddTag), seed: true},
		"replica":  {walk: is(keymap.PaneDetail, keymap.NextTab, keymap.NextTab, keymap.NextTab, keymap.AddReplica, keymap.Press), seed: true},
		"versions": {walk: is(keymap.PaneTimeline, keymap.Down, keymap.Promote)}, "labels": {walk: is(keymap.PaneTimeline, keymap.Down, keymap.Labels)},
		"compare": {walk: is(keymap.PaneTimeline, keymap.Down, keymap.Compare, keymap.Yes)}, "new": {walk: is(keymap.NewSecret, keymap.NextField, keymap.NextField, keymap.Toggle)},
		"reveal": {walk: is(keymap.Reveal, keymap.RevealAll)}, "edit": {walk: is(keymap.EditValue), seed: true}, "typing": {walk: is(keymap.EditValue, keymap.ChangeValue), seed: true},
		"generator": {walk: is(keymap.EditValue, keymap.ChangeValue, keymap.Generate, keymap.PrevField, keymap.Toggle), seed: true},
		"review":    {walk: is(keymap.EditValue, keymap.DeleteKey, keymap.Save), seed: true}, "leave": {walk: is(keymap.EditValue, keymap.DeleteKey, keymap.Leave), seed: true},
		"quit": {walk: is(keymap.EditValue, keymap.DeleteKey, keymap.Quit), seed: true}, "text": {walk: is(keymap.EditValue, keymap.WholeText), seed: true},
		"undo": {walk: is(keymap.EditValue, keymap.DeleteKey, keymap.Save, keymap.Press, keymap.Undo), seed: true}, "unlock": {walk: is(keymap.Unlock), change: whole},
	} {
		t.Run(name, func(t *testing.T) {
			s := play.Setting{Change: func(o *model.Options) {
				o.Arrivals = play.Sure{}
				if o.Keys = keys; c.change != nil {
					c.change(o)
				}
			}}
			if c.seed {
				s.Seed = play.SeedOne(backend.TextValue(`{"user":"made-up","password":"made-up"}`))
			}
			play.Game(t, s, func(p *play.Player) {
				p.Wait(2 * time.Second)
				before := p.Screen.String()
				for _, a := range c.walk {
					p.Program.Send(press[a])
					p.Wait(time.Second)
					for _, l := range hints(p.Screen.String()) {
						if found := stale(l); len(found) > 0 {
							t.Errorf("after %s it names %q, which mean nothing now:\n%s", a, found, p.Screen)
						}
					}
				}
				if p.Screen.String() == before {
					t.Errorf("nothing happened:\n%s", p.Screen)
				}
			})
		})
	}
}
