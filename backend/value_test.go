package backend

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

const canary = "made-up-CANARY-9b1f"

type holder struct {
	Public Value
	hidden Value
	list   []Value
	byName map[string]Value
	ptr    *Value
	any    any
}

func held() holder {
	v := TextValue(canary)
	return holder{v, v, []Value{v}, map[string]Value{"k": v}, &v, v}
}

func TestNothingPrintsAValue(t *testing.T) {
	h := held()
	var out strings.Builder
	for _, verb := range "vTtbcdoOqxXUeEfFgGsp" {
		for _, flag := range []string{"", "+", "#", "-", "0", " ", "8.3"} {
			format := "%" + flag + string(verb)
			fmt.Fprintf(&out, format, h)
			fmt.Fprintf(&out, format, &h)
			fmt.Fprintf(&out, format, h.Public)
			fmt.Fprintf(&out, format, h.ptr)
		}
	}
	b, err := json.Marshal(map[string]any{"v": h.Public, "h": h, "list": h.list})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(b)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", h.Public, "h", h)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", h.Public, "h", h)
	out.Write(log.Bytes())
	out.WriteString(dump(reflect.ValueOf(h), 0))
	for _, form := range []string{canary, hex.EncodeToString([]byte(canary)), strings.ToUpper(hex.EncodeToString([]byte(canary))),
		base64.StdEncoding.EncodeToString([]byte(canary)), fmt.Sprint([]byte(canary))} {
		if strings.Contains(out.String(), form) {
			t.Errorf("a printer showed the value as %.12s…", form)
		}
	}
}

// dump follows everything reflection can reach, as debugging dumpers do.
func dump(v reflect.Value, depth int) string {
	if depth > 12 || !v.IsValid() {
		return ""
	}
	var s strings.Builder
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		s.WriteString(dump(v.Elem(), depth+1))
	case reflect.Struct:
		for i := range v.NumField() {
			s.WriteString(dump(v.Field(i), depth+1))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			s.WriteString(dump(v.Index(i), depth+1))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			s.WriteString(dump(v.MapIndex(k), depth+1))
		}
	case reflect.Uint8:
		s.WriteByte(byte(v.Uint()))
	case reflect.String:
		s.WriteString(v.String())
	default:
		fmt.Fprint(&s, v.Kind())
	}
	return s.String()
}

func TestWipingOneCopyWipesAll(t *testing.T) {
	h := held()
	var inner []byte
	h.Public.Use(func(b []byte) { inner = b })
	h.hidden.Wipe()
	if h.Public.Held() || h.list[0].Len() != 0 {
		t.Error("a copy survived the wipe")
	}
	if bytes.Contains(inner, []byte("CANARY")) {
		t.Error("the bytes were let go without being overwritten")
	}
	if h.Public.Equal(h.hidden) {
		t.Error("two values that hold nothing must not be equal")
	}
}

func TestAValueKnowsItsLengthKindAndTwin(t *testing.T) {
	v, w := NewValue([]byte{0, 1, 2}, true), NewValue([]byte{0, 1, 2}, false)
	if v.Len() != 3 || !v.Binary() || w.Binary() || !v.Equal(w) || v.Equal(TextValue("x")) {
		t.Error("length, kind or equality is wrong")
	}
	c := v.Clone()
	v.Wipe()
	if c.Len() != 3 || !c.Binary() {
		t.Error("a clone must outlive its original")
	}
	var zero Value
	zero.Wipe()
	if zero.Held() || zero.Len() != 0 || zero.Clone().Held() {
		t.Error("the zero Value must hold nothing")
	}
}
