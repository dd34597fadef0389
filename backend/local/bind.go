package local

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blob is binary input: base64 on the wire. nil is absent, empty is given but empty.
type blob []byte

// bind fills an input structure from a decoded JSON object and checks the model's constraints, all of them before
// it answers, in the service's words. Members it does not know are ignored, as the service ignores them.
func bind(raw map[string]any, out any) error {
	b := &binder{}
	if err := b.object(reflect.ValueOf(out).Elem(), raw, ""); err != nil {
		return err
	}
	switch n := len(b.violations); {
	case n == 1:
		return refuse("ValidationException", "1 validation error detected: %s", b.violations[0])
	case n > 1:
		return refuse("ValidationException", "%d validation errors detected: %s", n, strings.Join(b.violations, "; "))
	}
	return nil
}

type binder struct{ violations []string }

// wrongType is the answer to a member of another JSON type than the model's.
func wrongType(raw any, want string) error {
	have := "STRING_VALUE"
	switch x := raw.(type) {
	case json.Number:
		have = "NUMBER_VALUE"
		if strings.ContainsAny(x.String(), ".eE") {
			have = "DECIMAL_VALUE"
		}
	case bool:
		have = strings.ToUpper(strconv.FormatBool(x)) + "_VALUE"
	case map[string]any:
		have = "Start of structure or map"
	case []any:
		have = "Start of list"
	}
	return refuse("SerializationException", "%s can not be converted to %s", have, want)
}

func (b *binder) object(v reflect.Value, raw map[string]any, path string) error {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			if err := b.object(v.Field(i), raw, path); err != nil {
				return err
			}
			continue
		}
		at := path + lowerFirst(f.Name)
		x := raw[f.Name]
		if x == nil {
			if f.Tag.Get("need") != "" {
				b.fail("Value null at '%s' failed to satisfy constraint: Member must not be null", at)
			}
			continue
		}
		if err := b.member(v.Field(i), x, at, f.Tag); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) member(v reflect.Value, raw any, at string, tag reflect.StructTag) error {
	if _, ok := v.Interface().(blob); ok {
		return b.blob(v, raw, at, tag)
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		v.Set(p)
		return b.member(p.Elem(), raw, at, tag)
	case reflect.String:
		s, ok := raw.(string)
		if !ok {
			return wrongType(raw, "a String")
		}
		v.SetString(s)
		b.checkString(s, at, tag)
	case reflect.Bool:
		x, ok := raw.(bool)
		if !ok {
			return wrongType(raw, "a Boolean")
		}
		v.SetBool(x)
	case reflect.Int64:
		return b.number(v, raw, at, tag)
	case reflect.Struct:
		m, ok := raw.(map[string]any)
		if !ok {
			return wrongType(raw, "a structure")
		}
		return b.object(v, m, at+".")
	case reflect.Slice:
		return b.list(v, raw, at, tag)
	}
	return nil
}

func (b *binder) number(v reflect.Value, raw any, at string, tag reflect.StructTag) error {
	n, ok := raw.(json.Number)
	if !ok {
		return wrongType(raw, "a Long")
	}
	x, err := n.Int64()
	if err != nil {
		return wrongType(raw, "a Long")
	}
	v.SetInt(x)
	low, high, ok := limits(tag.Get("range"))
	if ok && x < int64(low) {
		b.fail("Value '%d' at '%s' failed to satisfy constraint: Member must have value greater than or equal to %d", x, at, low)
	}
	if ok && x > int64(high) {
		b.fail("Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d", x, at, high)
	}
	return nil
}

func (b *binder) blob(v reflect.Value, raw any, at string, tag reflect.StructTag) error {
	s, ok := raw.(string)
	if !ok {
		return wrongType(raw, "a Blob")
	}
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return refuse("SerializationException", "Invalid base64 in a binary member")
	}
	if data == nil {
		data = []byte{}
	}
	v.SetBytes(data)
	b.checkLen(len(data), "Value", at, tag.Get("len"))
	return nil
}

func (b *binder) list(v reflect.Value, raw any, at string, tag reflect.StructTag) error {
	items, ok := raw.([]any)
	if !ok {
		return wrongType(raw, "a List")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	b.checkLen(len(items), "Value '"+shown(items)+"'", at, tag.Get("len"))
	for i, item := range items {
		if item == nil {
			continue
		}
		e := v.Index(i)
		if e.Kind() != reflect.String {
			if err := b.member(e, item, fmt.Sprintf("%s.%d.member", at, i+1), ""); err != nil {
				return err
			}
			continue
		}
		s, ok := item.(string)
		if !ok {
			return wrongType(item, "a String")
		}
		e.SetString(s)
		inner := &binder{}
		inner.checkString(s, at, reflect.StructTag(`len:"`+tag.Get("item")+`" like:"`+tag.Get("like")+`"`))
		if len(inner.violations) > 0 {
			_, what, _ := strings.Cut(inner.violations[0], "constraint: ")
			b.fail("Value '%s' at '%s' failed to satisfy constraint: Member must satisfy constraint: [%s]", shown(items), at, what)
		}
	}
	return nil
}

func (b *binder) checkString(s, at string, tag reflect.StructTag) {
	n, subject := utf8.RuneCountInString(s), "Value '"+s+"'"
	if tag.Get("hide") != "" {
		// A value is limited in bytes, and no error may repeat it.
		n, subject = len(s), "Value"
	}
	b.checkLen(n, subject, at, tag.Get("len"))
	if like := tag.Get("like"); like != "" && !matches(like, s) {
		b.fail("%s at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s", subject, at, pattern(like))
	}
	if enum := tag.Get("enum"); enum != "" && !member(enum, s) {
		b.fail("%s at '%s' failed to satisfy constraint: Member must satisfy enum value set: [%s]",
			subject, at, strings.ReplaceAll(enum, ",", ", "))
	}
}

func (b *binder) checkLen(n int, subject, at, rule string) {
	low, high, ok := limits(rule)
	if ok && n < low {
		b.fail("%s at '%s' failed to satisfy constraint: Member must have length greater than or equal to %d", subject, at, low)
	}
	if ok && n > high {
		b.fail("%s at '%s' failed to satisfy constraint: Member must have length less than or equal to %d", subject, at, high)
	}
}

func (b *binder) fail(format string, args ...any) {
	b.violations = append(b.violations, fmt.Sprintf(format, args...))
}

// limits reads "1-20", or "1-" for no upper limit.
func limits(rule string) (low, high int, ok bool) {
	a, z, ok := strings.Cut(rule, "-")
	if !ok {
		return 0, 0, false
	}
	low, _ = strconv.Atoi(a)
	high, err := strconv.Atoi(z)
	if err != nil {
		high = 1 << 30
	}
	return low, high, true
}

func member(set, s string) bool {
	for e := range strings.SplitSeq(set, ",") {
		if e == s {
			return true
		}
	}
	return false
}

func shown(items []any) string {
	parts := make([]string, len(items))
	for i, x := range items {
		parts[i] = fmt.Sprint(x)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func lowerFirst(s string) string {
	r := []rune(s)
	r[0] = unicode.ToLower(r[0])
	return string(r)
}
