package backend

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// SamePolicy reports whether two texts are one policy, or are both none. AWS keeps a policy in a form of its own: with other
// white space, members in another order, a list of one principal as a text, and an account as its root user.
func SamePolicy(a, b string) bool { return a == b || policyForm(a) == policyForm(b) }

// policyForm is the same text for all texts that are one policy. Lists in which order means nothing are sorted; actions keep
// their case. What is no JSON object is itself.
func policyForm(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var doc map[string]any
	if !json.Valid([]byte(text)) || d.Decode(&doc) != nil || doc == nil {
		return text
	}
	statements, several := doc["Statement"].([]any)
	if one, is := doc["Statement"].(map[string]any); is && !several {
		statements = []any{one}
		doc["Statement"] = statements
	}
	for _, s := range statements {
		if s, is := s.(map[string]any); is {
			statementForm(s)
		}
	}
	b, err := json.Marshal(doc) // sorts members
	if err != nil {
		return text
	}
	return string(b)
}

// statementForm changes a statement to the one form of what it says.
func statementForm(s map[string]any) {
	for name, v := range s {
		switch name {
		case "Action", "NotAction", "Resource", "NotResource":
			s[name] = setForm(v, asIs)
		case "Principal", "NotPrincipal":
			kinds, _ := v.(map[string]any)
			for kind, who := range kinds {
				kinds[kind] = setForm(who, accountForm)
			}
		case "Condition":
			operators, _ := v.(map[string]any)
			for _, keys := range operators {
				keys, _ := keys.(map[string]any)
				for key, values := range keys {
					keys[key] = setForm(values, asIs)
				}
			}
		}
	}
}

// setForm is a list of texts, sorted and each once, of a text or a list of them. Numbers, true and false are texts there too, as
// AWS has them in conditions. Anything else is itself.
func setForm(v any, form func(string) string) any {
	list, several := v.([]any)
	if !several {
		list = []any{v}
	}
	texts := make([]string, 0, len(list))
	for _, e := range list {
		switch e := e.(type) {
		case string:
			texts = append(texts, form(e))
		case json.Number, bool:
			texts = append(texts, fmt.Sprint(e))
		default:
			return v
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

func asIs(s string) string { return s }

// accountForm is an account's number for its root user: both are the account (the IAM User Guide, "Principal").
func accountForm(who string) string {
	if account := AccountOf(who); account != "" && strings.HasPrefix(who, "arn:") && strings.HasSuffix(who, ":iam::"+account+":root") {
		return account
	}
	return who
}
