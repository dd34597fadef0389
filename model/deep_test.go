package model

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/document"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
)

// deep is a JSON text of so many objects, each in the one before, each with a value of its own that holds word.
func deep(levels int, word string) string {
	return strings.Repeat(`{"k":"`+word+`","a":`, levels) + "{}" + strings.Repeat("}", levels)
}

// nested is one of arrays, which has nothing but its depth.
func nested(levels int, word string) string {
	return strings.Repeat("[", levels) + `"` + word + `"` + strings.Repeat("]", levels)
}

// flat is one without any depth.
func flat(keys int, word string) string {
	var b strings.Builder
	for i := range keys {
		fmt.Fprintf(&b, `,"k%d":"%s"`, i, word)
	}
	return "{" + b.String()[1:] + "}"
}

// onDeep is a program with its panes on a value, without a terminal.
func onDeep(t testing.TB, text string) *Model {
	t.Helper()
	s := local.New(local.Knobs{})
	seedOne(backend.TextValue("made-up"))(s)
	journal := backend.NewJournal(aws.Open(aws.Options{Transport: s.Transport(), Kind: "demo"}), time.Now)
	m := New(Options{Place: &backend.Place{Backend: journal, Journal: journal}, Keys: keymap.Default(), Clock: time.Now, Clipboard: clip.NewKeeper(nil, clip.NewTerminal(os.Getenv, io.Discard), time.Now)})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for page, err := range journal.List(ctx(), backend.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		m.list.put(page.Secrets)
	}
	m.settle()
	sel, _ := m.list.selected()
	v := backend.TextValue(text)
	m.inPane = pane.Detail
	m.detail.value.take(backend.Revealed{ARN: sel.ARN, Name: sel.Name, Version: "made-up", Value: v}, document.Of(v), m.Now)
	return m
}

// chores are what a user can ask of a value, each with its drawing. made is prepared before, and does not count.
func chores() map[string]func(m *Model, make func(word string) backend.Value) func() {
	see := func(m *Model) { m.settle(); m.View() }
	inForm := func(m *Model) {
		m.act(keymap.EditValue)
		m.takeNews()
		see(m)
	}
	return map[string]func(*Model, func(string) backend.Value) func(){
		"reveal all": func(m *Model, _ func(string) backend.Value) func() {
			return func() { m.detail.Act(keymap.RevealAll, m.shown()); see(m) }
		},
		"reveal an object": func(m *Model, _ func(string) backend.Value) func() {
			return func() {
				m.detail.Act(keymap.Top, m.shown())
				m.detail.Act(keymap.Down, m.shown())
				m.detail.Act(keymap.Reveal, m.shown())
				see(m)
			}
		},
		"fold": func(m *Model, _ func(string) backend.Value) func() {
			return func() { m.detail.Act(keymap.Bottom, m.shown()); m.detail.value.foldHere(); see(m) }
		},
		"copy": func(m *Model, _ func(string) backend.Value) func() {
			return func() { m.detail.Act(keymap.Bottom, m.shown()); m.detail.Act(keymap.Copy, m.shown()); see(m) }
		},
		"read again": func(m *Model, make func(string) backend.Value) func() {
			m.detail.Act(keymap.Bottom, m.shown())
			m.detail.value.end()
			v := make("two")
			return func() {
				m.detail.value.take(backend.Revealed{ARN: m.detail.secret.ARN, Value: v}, document.Of(v), m.Now)
				see(m)
			}
		},
		"edit": func(m *Model, _ func(string) backend.Value) func() {
			m.detail.Act(keymap.Bottom, m.shown())
			return func() { inForm(m) }
		},
		"reveal in the form": func(m *Model, _ func(string) backend.Value) func() {
			inForm(m)
			return func() {
				m.edit.Act(keymap.RevealAll, m.shown())
				see(m)
				m.edit.Act(keymap.RevealAll, m.shown())
				see(m)
			}
		},
		"change the deepest": func(m *Model, _ func(string) backend.Value) func() {
			inForm(m)
			m.edit.Act(keymap.Bottom, m.shown())
			return func() {
				m.edit.Act(keymap.ChangeText, m.shown())
				m.edit.types([]byte(`"made-up"`))
				m.edit.Act(keymap.KeepTyped, m.shown())
				see(m)
				m.edit.Act(keymap.UndoEdit, m.shown())
				see(m)
			}
		},
		"change all as text": func(m *Model, make func(string) backend.Value) func() {
			inForm(m)
			m.edit.Act(keymap.Bottom, m.shown())
			v := make("two")
			return func() {
				m.edit.Act(keymap.WholeText, m.shown())
				v.Use(m.edit.text.ReplaceAll)
				m.edit.leaveText()
				see(m)
				m.edit.Dirty()
				m.edit.Act(keymap.UndoEdit, m.shown())
				see(m)
			}
		},
		"review": func(m *Model, make func(string) backend.Value) func() {
			inForm(m)
			v := make("two")
			m.edit.form.become(v, document.Of(v))
			return func() {
				m.act(keymap.Save)
				m.takeNews()
				see(m)
				m.dialogs.Top().Act(keymap.Reveal)
				see(m)
			}
		},
		"conflict": func(m *Model, make func(string) backend.Value) func() {
			inForm(m)
			v := make("two")
			m.edit.form.become(v, document.Of(v))
			theirs := make("three")
			return func() {
				m.edit.meet(backend.Revealed{Value: theirs, Version: "made-up"})
				see(m)
				m.edit.Act(keymap.RevealAll, m.shown())
				see(m)
				for range 3 {
					m.edit.Act(keymap.TakeYours, m.shown())
					m.edit.Act(keymap.Down, m.shown())
				}
				m.edit.Dirty()
				r := m.edit.result()
				r.Wipe()
			}
		},
		"compare": func(m *Model, make func(string) backend.Value) func() {
			a, b := make("one"), make("two")
			_ = m.compare.start(m.detail.secret, backend.Version{ID: "a"}, backend.Version{ID: "b"})
			return func() {
				m.compare.take(versionsRead{ask: m.compare.Read.Q, a: a, b: b, cmp: document.Compare(a, b)})
				see(m)
				m.compare.Act(keymap.RevealAll, m.shown())
				see(m)
				m.compare.Act(keymap.Into, m.shown())
				see(m)
			}
		},
		"new like it": func(m *Model, _ func(string) backend.Value) func() {
			return func() {
				m.edit.fresh = &backend.NewSecret{Name: "app/new"}
				m.edit.beginLike(backend.Revealed{Value: m.detail.value.val.Clone()})
				m.inPane = pane.Detail
				see(m)
			}
		},
		"add a key to every object": func(m *Model, make func(string) backend.Value) func() {
			inForm(m)
			v := make(`one","n":"x`)
			if document.Of(v).Kind != document.KindJSON { // nothing can be added there
				v = make("one")
			}
			return func() {
				m.edit.form.become(v, document.Of(v))
				see(m)
				m.edit.Act(keymap.RevealAll, m.shown())
				m.edit.Act(keymap.Top, m.shown())
				m.edit.Act(keymap.Down, m.shown())
				m.edit.Act(keymap.ChangeText, m.shown())
				m.edit.Act(keymap.DropTyped, m.shown())
				m.edit.Dirty()
				see(m)
			}
		},
		"draft": func(m *Model, make func(string) backend.Value) func() {
			inForm(m)
			v := make("two")
			m.edit.form.become(v, document.Of(v))
			d, _ := m.edit.unsaved()
			m.edit.Close()
			return func() { m.edit.resume(d); see(m) }
		},
	}
}

// allocated is how many bytes f allocates.
func allocated(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// What is asked of a value four times as deep allocates about four times as much, not sixteen times.
func TestNoChoreGrowsWithTheSquareOfTheDepth(t *testing.T) {
	for shape, text := range map[string]func(int, string) string{"deep": deep, "nested": nested, "flat": flat} {
		for name, chore := range chores() {
			cost := func(n int) float64 {
				made := func(word string) backend.Value { return backend.TextValue(text(n, word)) }
				m := onDeep(t, text(n, "one"))
				defer m.cancel()
				return allocated(chore(m, made))
			}
			cost(100)
			const n, times = 400, 4
			small, large := cost(n), cost(times*n)
			if large > 2*times*small {
				t.Errorf("%s of a %s value: %.0f bytes for %d, %.0f for %d", name, shape, small, n, large, times*n)
			}
		}
	}
}

// BenchmarkDeep is one chore on a value of 9,000 levels, or as many as a secret can hold.
func BenchmarkDeep(b *testing.B) {
	for _, c := range []struct {
		shape string
		text  func(int, string) string
		n     int
	}{{"deep", deep, 3600}, {"nested", nested, 9000}, {"flat", flat, 4500}} {
		for name, chore := range chores() {
			b.Run(c.shape+"/"+strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
				made := func(word string) backend.Value { return backend.TextValue(c.text(c.n, word)) }
				for b.Loop() {
					b.StopTimer()
					m := onDeep(b, c.text(c.n, "one"))
					run := chore(m, made)
					b.StartTimer()
					run()
					b.StopTimer()
					m.cancel()
					b.StartTimer()
				}
			})
		}
	}
}
