package backend

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestALedgerShowsNoValue(t *testing.T) {
	l := &Ledger{}
	v := l.Text(canary)
	defer v.Wipe()
	if printed := fmt.Sprintf("%+v %#v", l, l) + fmt.Sprint(l.Alive()) + dump(reflect.ValueOf(l), 0); strings.Contains(printed, "CANARY") || strings.Contains(printed, fmt.Sprint([]byte(canary))) {
		t.Error("the ledger shows a value")
	}
}

func TestAWipedValueIsNoLongerAlive(t *testing.T) {
	l := &Ledger{}
	a, b := l.Text("made-up"), l.Text("made-up too")
	a.Wipe()
	a.Wipe()
	if alive := l.Alive(); len(alive) != 1 || l.Made() != 2 {
		t.Errorf("of %d values %d are alive", l.Made(), len(alive))
	}
	if b.Wipe(); len(l.Alive()) != 0 {
		t.Error("one is alive that was wiped")
	}
}
