package model

import (
	"reflect"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/model/pane"
)

func TestAnAnswerIsHeardInTheHouseThatAskedAndInNoOther(t *testing.T) {
	m := New(Options{Place: &backend.Place{Backend: nowhere{}}, Keys: keymap.Default(), Clock: time.Now, Clipboard: clip.NewKeeper(nil, nil, time.Now)})
	const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:old/one-abcdef"
	told := func() tea.Msg {
		return pane.Changed{ARN: arn, Detail: backend.Detail{Secret: backend.Secret{ARN: arn, Name: "old/one"}}}
	}
	var late []tea.Msg
	for _, cmd := range []tea.Cmd{told, tea.Batch(told, told), tea.Sequence(told, tea.Batch(told, told))} {
		late = append(late, all(m.sent(cmd))...)
	}
	if len(late) != 6 {
		t.Fatalf("%d answers", len(late))
	}
	old := m.house
	old.close()
	m.house = m.newHouse(&backend.Place{Backend: nowhere{}}, false, "")
	for _, msg := range late {
		m.Update(msg)
		if _, known := m.list.Known(arn); known {
			t.Fatalf("the new house has heard %T", msg.(answer).Answers())
		}
	}
	if _, known := old.list.Known(arn); !known {
		t.Error("the old one has not")
	}
}

// nowhere is a service that nothing is asked of.
type nowhere struct{ backend.Backend }

func (nowhere) Where() backend.Where { return backend.Where{Region: "eu-west-1"} }

func all(cmd tea.Cmd) (msgs []tea.Msg) {
	msg := cmd()
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice {
		return []tea.Msg{msg}
	}
	for i := range v.Len() {
		msgs = append(msgs, all(v.Index(i).Interface().(tea.Cmd))...)
	}
	return msgs
}
