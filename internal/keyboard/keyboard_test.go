package keyboard

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// sent is some bytes, after a pause.
type sent struct {
	after time.Duration
	bytes string
}

// reads tells what a reader knows after it has read some bytes.
func reads(t *testing.T, all ...sent) (k *Reader) {
	t.Helper()
	r, w := io.Pipe()
	k = New(r)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var buf [4096]byte
		for {
			if _, err := k.Read(buf[:]); err != nil {
				return
			}
		}
	}()
	for _, s := range all {
		time.Sleep(s.after)
		if _, err := io.WriteString(w, s.bytes); err != nil {
			t.Fatal(err)
		}
	}
	synctest.Wait()
	_ = w.Close()
	<-done
	return k
}

func TestAKeyIsAloneInItsReadAfterSilenceAndNotBehindAPaste(t *testing.T) {
	const ms = time.Millisecond
	v, enter := tea.KeyPressMsg{Text: "v", Code: 'v'}, tea.KeyPressMsg{Code: tea.KeyEnter}
	for _, c := range []struct {
		name string
		sent []sent
		key  tea.KeyPressMsg
		want bool
	}{
		{"by itself", []sent{{ms * 40, "v"}}, v, true},
		{"enter", []sent{{ms * 40, "\r"}}, enter, true},
		{"a moment too early", []sent{{ms * 39, "v"}}, v, false},
		{"60 ms behind moves", []sent{{ms * 60, "j"}, {ms * 33, "j"}, {ms * 60, "v"}}, v, true},
		{"30 ms behind one", []sent{{ms * 60, "j"}, {ms * 30, "v"}}, v, false},
		{"with another in its read", []sent{{time.Second, "jv"}}, v, false},
		{"twice in its read", []sent{{time.Second, "vv"}}, v, false},
		{"behind a sequence in its read", []sent{{time.Second, "\x1b[999~v"}}, v, false},
		{"another key", []sent{{time.Second, "y"}}, v, false},
		{"behind the arrow that was whole", []sent{{time.Second, "\x1b[A"}, {ms * 40, "v"}}, v, true},
		{"behind what may have been the beginning of it", []sent{{time.Second, "\x1b"}, {ms * 99, "v"}}, v, false},
		{"behind an escape that is over", []sent{{time.Second, "\x1b"}, {ms * 100, "v"}}, v, true},
		{"299 ms behind a paste", []sent{{time.Second, "\x1b[200~x\x1b[201~"}, {ms * 299, "v"}}, v, false},
		{"300 ms behind a paste", []sent{{time.Second, "\x1b[200~x\x1b[201~"}, {ms * 300, "v"}}, v, true},
		{"behind a paste that goes on", []sent{{time.Second, "\x1b[200~x\x1b[201~"}, {ms * 200, "\x1b[999~"}, {ms * 200, "v"}}, v, false},
		{"behind a mark in two reads", []sent{{time.Second, "\x1b[200~x\x1b[20"}, {ms, "1~"}, {ms * 200, "v"}}, v, false},
		{"behind the end of a paste alone", []sent{{time.Second, "\x1b[201~"}, {ms * 200, "v"}}, v, false},
		{"inside a paste, however long that pauses", []sent{{time.Second, "\x1b[200~"}, {time.Second, "v"}, {time.Second, "\x1b[201~v"}}, v, false},
		{"behind more than any hand types", []sent{{time.Second, strings.Repeat("j", 256)}, {ms * 200, "v"}}, v, false},
		{"300 ms behind more than any hand types", []sent{{time.Second, strings.Repeat("j", 256)}, {ms * 300, "v"}}, v, true},
		{"behind as many turns of a wheel", []sent{{time.Second, strings.Repeat("\x1b[<65;3;6M", 40)}, {ms * 200, "v"}}, v, false},
		{"300 ms behind them", []sent{{time.Second, strings.Repeat("\x1b[<65;3;6M", 40)}, {ms * 300, "v"}}, v, true},
		{"behind what a hand can make", []sent{{time.Second, strings.Repeat("j", 255)}, {ms * 200, "v"}}, v, true},
		{"long ago", []sent{{time.Second, "v"}, {time.Second, "a"}, {time.Second, "b"}, {time.Second, "c"}, {time.Second, "d"}}, v, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			k := reads(t, c.sent...)
			if got := k.Alone(c.key); got != c.want {
				t.Errorf("%s it is %v that it came alone", c.name, got)
			}
			if k.Alone(c.key) {
				t.Errorf("%s one key counts twice", c.name)
			}
		})
	}
}

func TestAClickOrATurnOfTheWheelIsAMousesAmidItsLikeAndNotBehindAPaste(t *testing.T) {
	const ms = time.Millisecond
	const press, release, wheel, paste = "\x1b[<0;3;36M", "\x1b[<0;3;36m", "\x1b[<65;3;6M", "\x1b[200~x\x1b[201~"
	click, turn := tea.MouseClickMsg{X: 2, Y: 35, Button: tea.MouseLeft}, tea.MouseWheelMsg{X: 2, Y: 5, Button: tea.MouseWheelDown}
	for _, c := range []struct {
		name string
		sent []sent
		of   tea.MouseMsg
		want int // how many are a mouse's
	}{
		{"by itself", []sent{{time.Second, press}, {ms * 80, release}}, click, 1},
		{"with its end", []sent{{time.Second, press + release}}, click, 1},
		{"two in a read", []sent{{time.Second, press + release + press + release}}, click, 2},
		{"right behind a key", []sent{{time.Second, "j"}, {ms, press}}, click, 1},
		{"with the focus that it gives", []sent{{time.Second, "\x1b[I" + press}}, click, 1},
		{"elsewhere", []sent{{time.Second, "\x1b[<0;4;36M"}}, click, 0},
		{"in two reads", []sent{{time.Second, press[:5]}, {ms, press[5:] + release}}, click, 1},
		{"long behind an escape", []sent{{time.Second, "\x1b"}, {ms * 100, press}}, click, 1},
		{"behind a drag of more than any hand types", []sent{{time.Second, press + strings.Repeat("\x1b[<32;3;36M", 40)}, {ms, release}, {ms * 100, press}}, click, 2},
		{"long ago", []sent{{time.Second, press}, {time.Second, "a"}, {time.Second, "b"}, {time.Second, "c"}, {time.Second, "d"}}, click, 0},
		{"beside a key", []sent{{time.Second, "x" + press}}, click, 0},
		{"beside a sequence that means nothing", []sent{{time.Second, "\x1b[999~" + press}}, click, 0},
		{"behind more than any hand types", []sent{{time.Second, strings.Repeat("j", 256)}, {ms * 200, press}}, click, 0},
		{"in the read of a paste", []sent{{time.Second, paste + press + release}}, click, 0},
		{"299 ms behind a paste", []sent{{time.Second, paste}, {ms * 299, press}}, click, 0},
		{"300 ms behind a paste", []sent{{time.Second, paste}, {ms * 300, press}}, click, 1},
		{"behind a paste that goes on as a wheel does", []sent{{time.Second, paste}, {ms * 200, wheel}, {ms * 200, press}}, click, 0},
		{"inside a paste, however long that pauses", []sent{{time.Second, "\x1b[200~"}, {time.Second, press}}, click, 0},
		{"of a paste, before one that a mouse makes", []sent{{time.Second, paste + press}, {ms * 400, press}}, click, 1},
		{"one", []sent{{time.Second, wheel}}, turn, 1},
		{"as many as fill two reads", []sent{{time.Second, strings.Repeat(wheel, 500)}}, turn, 500},
		{"without a pause", []sent{{time.Second, strings.Repeat(wheel, 40)}, {ms, strings.Repeat(wheel, 40)}, {ms, wheel}}, turn, 81},
		{"behind a paste", []sent{{time.Second, paste + wheel}, {ms * 100, wheel}}, turn, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			k, got := reads(t, c.sent...), 0
			for k.Pointed(c.of) {
				got++
			}
			if got != c.want {
				t.Errorf("%T %s: %d are a mouse's, and not %d", c.of, c.name, got, c.want)
			}
		})
	}
}

func TestWhatOthersHaveReadIsNotSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := reads(t, sent{time.Second, "v"})
		if k.Lent(); k.Alone(tea.KeyPressMsg{Text: "v", Code: 'v'}) {
			t.Error("a key of before counts when the terminal comes back")
		}
		time.Sleep(time.Second)
		if q := k.Quiet(); q != time.Second {
			t.Errorf("nothing has come for %v", q)
		}
	})
}

// An editor that was opened amid a paste has read the rest of it, and its end.
func TestAPasteWhoseEndOthersHaveReadIsOverAfterASilence(t *testing.T) {
	for _, begun := range []string{"\x1b[200~beginning", "\x1b[200", "\x1b"} {
		for after, want := range map[time.Duration]bool{AfterPaste - 1: false, AfterPaste: true} {
			synctest.Test(t, func(t *testing.T) {
				parts := []string{begun, "v"}
				var buf [64]byte
				k := New(readerFunc(func(p []byte) (int, error) {
					time.Sleep(after)
					n := copy(p, parts[0])
					parts = parts[1:]
					return n, nil
				}))
				_, _ = k.Read(buf[:])
				k.Lent()
				_, _ = k.Read(buf[:])
				if is := k.Alone(tea.KeyPressMsg{Text: "v", Code: 'v'}); is != want {
					t.Errorf("behind %q, %v later: alone is %t", begun, after, is)
				}
			})
		}
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestWhatMeansNothingCostsNoFrame(t *testing.T) {
	for _, msg := range []tea.Msg{tea.CursorPositionMsg{}, tea.MouseMotionMsg{}, tea.KeyReleaseMsg{}} {
		if Filter(nil, msg) != nil {
			t.Errorf("%T is handed on", msg)
		}
	}
	for _, msg := range []tea.Msg{tea.KeyPressMsg{}, tea.PasteMsg{}, tea.MouseWheelMsg{}, tea.BlurMsg{}, tea.WindowSizeMsg{}} {
		if Filter(nil, msg) == nil {
			t.Errorf("%T is taken away", msg)
		}
	}
}

// Where messages are all that is seen, they are timed as bytes are.
func TestAKeyAmongMessagesIsAloneAfterSilenceAndNotBehindAPaste(t *testing.T) {
	const ms = time.Millisecond
	key := tea.KeyPressMsg{Text: "v", Code: 'v'}
	for _, c := range []struct {
		before tea.Msg
		after  time.Duration
		want   bool
	}{
		{key, 40 * ms, true}, {key, 39 * ms, false}, {tea.MouseWheelMsg{}, 39 * ms, false}, {tea.FocusMsg{}, 39 * ms, false}, {tea.WindowSizeMsg{}, 0, true},
		{tea.PasteMsg{}, 300 * ms, true}, {tea.PasteMsg{}, 299 * ms, false}, {tea.PasteEndMsg{}, 299 * ms, false}, {tea.PasteStartMsg{}, 299 * ms, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := &Messages{}
			time.Sleep(time.Second)
			if m.Filter(nil, c.before) == nil {
				t.Errorf("%T is taken away", c.before)
			}
			time.Sleep(c.after)
			if m.Filter(nil, key) == nil {
				t.Error("a key is taken away")
			}
			if got, paste := m.Pointed(tea.MouseClickMsg{}), strings.HasPrefix(fmt.Sprintf("%T", c.before), "tea.Paste"); got != (c.want || !paste) {
				t.Errorf("%v behind %T it is %v that a click is a mouse's", c.after, c.before, got)
			}
			if got := m.Alone(key); got != c.want {
				t.Errorf("%v behind %T it is %v that it came alone", c.after, c.before, got)
			}
			if time.Sleep(ms); m.Quiet() != ms {
				t.Errorf("nothing has come for %v", m.Quiet())
			}
		})
	}
}
