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
