package local

import (
	"bytes"
	"encoding/json"
	"strings"
)

// rewritten is a policy as AWS keeps it: laid out anew, its members in another order, one principal in a list as a text, and
// an account as its root user (crossplane-contrib/provider-aws#1804).
func rewritten(text string) string {
	var doc map[string]any
	if json.Unmarshal([]byte(text), &doc) != nil {
		return text
	}
	statements, several := doc["Statement"].([]any)
	if !several {
		statements = []any{doc["Statement"]}
		doc["Statement"] = statements
	}
	for _, s := range statements {
		s, _ := s.(map[string]any)
		for _, name := range []string{"Principal", "NotPrincipal"} {
			kinds, _ := s[name].(map[string]any)
			for kind, who := range kinds {
				kinds[kind] = principalKept(who)
			}
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(doc) != nil {
		return text
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func principalKept(who any) any {
	switch who := who.(type) {
	case string:
		if len(who) == 12 && strings.Trim(who, "0123456789") == "" {
			return "arn:aws:iam::" + who + ":root"
		}
	case []any:
		for i := range who {
			who[i] = principalKept(who[i])
		}
		if len(who) == 1 {
			return who[0]
		}
	}
	return who
}
