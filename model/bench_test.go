package model_test

import (
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/clip"
	"strongroom/model/play"
)

// bare is a program with nothing around it.
func bare(journal *backend.Journal) *model.Model {
	return model.New(model.Options{Place: &backend.Place{Backend: journal, Journal: journal}, Keys: keymap.Default(), Clock: time.Now, Arrivals: play.Sure{},
		Clipboard: clip.NewKeeper(nil, clip.NewTerminal(os.Getenv, io.Discard), time.Now)})
}

// filled is a program with a whole listing in it, without a terminal.
func filled(b *testing.B, secrets, w, h int) *model.Model {
	b.Helper()
	return staged(b, secrets, w, h, func(*local.Server) {}).Model
}

// press is one key, alone.
func press(m *model.Model, key string) {
	m.Update(tea.KeyPressMsg{Code: []rune(key)[0], Text: key})
}

// BenchmarkView draws a whole frame: it must not depend on the number of secrets.
func BenchmarkView(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		for _, size := range [][2]int{{120, 40}, {250, 80}} {
			b.Run(fmt.Sprintf("secrets=%d/%dx%d", n, size[0], size[1]), func(b *testing.B) {
				m := filled(b, n, size[0], size[1])
				for b.Loop() {
					m.View()
				}
			})
		}
	}
}

// BenchmarkViewOfMarks is a frame with every secret marked; its ratio is to frames without a mark, drawn in between.
func BenchmarkViewOfMarks(b *testing.B) {
	for _, n := range []int{1000, 100_000, 500_000} {
		b.Run(fmt.Sprintf("secrets=%d", n), func(b *testing.B) {
			const turn = 50 // frames before the marks are dropped, or made again
			m := filled(b, n, 120, 40)
			frame := func() time.Duration {
				begun := time.Now()
				m.View()
				return time.Since(begun)
			}
			press(m, "*")
			var marked, plain time.Duration
			for i := 1; b.Loop(); i++ {
				if marked += frame(); i%turn > 0 {
					continue
				}
				b.StopTimer()
				press(m, "*")
				for range turn {
					plain += frame()
				}
				press(m, "*")
				b.StartTimer()
			}
			b.ReportMetric(float64(marked)/float64(plain), "of-none")
		})
	}
}

// BenchmarkMarkAll marks everything that is found, or unmarks it, and draws.
func BenchmarkMarkAll(b *testing.B) {
	for _, query := range []string{"", "prod", "is:tagged"} {
		b.Run("secrets=500000/query="+query, func(b *testing.B) {
			m := filled(b, 500_000, 120, 40)
			press(m, "/")
			for _, letter := range query {
				press(m, string(letter))
			}
			m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
			for b.Loop() {
				press(m, "*")
				m.View()
			}
		})
	}
}

// BenchmarkViewOfRest is a frame of what the list shows besides: the tree, what was found, and what is scheduled for deletion.
func BenchmarkViewOfRest(b *testing.B) {
	for _, keys := range []string{"t", "/prod", "D"} {
		b.Run("secrets=100000/keys="+keys, func(b *testing.B) {
			m := filled(b, 100_000, 120, 40)
			for _, key := range keys {
				press(m, string(key))
			}
			for b.Loop() {
				m.View()
			}
		})
	}
}

// BenchmarkMove is one movement of the cursor, drawing included.
func BenchmarkMove(b *testing.B) {
	for _, n := range []int{1000, 100_000, 500_000} {
		b.Run(fmt.Sprintf("secrets=%d", n), func(b *testing.B) {
			m := filled(b, n, 120, 40)
			i := 0
			for b.Loop() {
				key := "j"
				if i++; i%200 > 100 {
					key = "k"
				}
				press(m, key)
				m.View()
			}
		})
	}
}

// BenchmarkType is a key typed into the find line, drawing included.
func BenchmarkType(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 500_000} {
		b.Run(fmt.Sprintf("secrets=%d", n), func(b *testing.B) {
			m := filled(b, n, 120, 40)
			press(m, "/")
			text := []rune("prodpaymentskey")
			i := 0
			for b.Loop() {
				if i == len(text) {
					i = 0
					m.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
				}
				press(m, string(text[i]))
				m.View()
				i++
			}
		})
	}
}

// BenchmarkBytes sends the whole program a movement of the cursor and counts what goes to the terminal.
func BenchmarkBytes(b *testing.B) {
	server := local.New(local.Knobs{})
	server.SeedDemo()
	journal := backend.NewJournal(aws.Open(aws.Options{Transport: server.Transport(), Kind: "demo"}), time.Now)
	m := bare(journal)
	in, keys := io.Pipe()
	out := play.NewScreen(120, 40)
	defer out.Close()
	program := tea.NewProgram(m, tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler(), tea.WithFPS(30),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithWindowSize(120, 40))
	done := make(chan struct{})
	go func() { defer close(done); _, _ = program.Run() }()
	time.Sleep(time.Second)
	before := len(out.Sent())
	moves := 0
	for b.Loop() {
		_, _ = io.WriteString(keys, "j")
		time.Sleep(60 * time.Millisecond)
		moves++
	}
	b.ReportMetric(float64(len(out.Sent())-before)/float64(moves), "bytes/move")
	_, _ = io.WriteString(keys, "q")
	<-done
}
