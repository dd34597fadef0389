package local

import (
	"strings"
	"unicode"
)

// compileFilters makes one test of a request's filters: all filters must hold, any value of a filter will do.
func compileFilters(in []filterIn) (func(*secret) bool, error) {
	var tests []func(*secret) bool
	for _, f := range in {
		if f.Key == nil || len(f.Values) == 0 {
			return nil, invalidParameter("Each filter must have a Key and at least one Value.")
		}
		var any []func(*secret) bool
		for _, v := range f.Values {
			want, not := strings.CutPrefix(v, "!")
			any = append(any, filterTest(*f.Key, want, not))
		}
		tests = append(tests, func(s *secret) bool {
			for _, t := range any {
				if t(s) {
					return true
				}
			}
			return false
		})
	}
	return func(s *secret) bool {
		for _, t := range tests {
			if !t(s) {
				return false
			}
		}
		return true
	}, nil
}

// filterTest is one value of one filter. A negated one holds for what the plain one does not match.
func filterTest(key, want string, not bool) func(*secret) bool {
	test := func(s *secret) bool { return s.matches(key, want) }
	if key == "description" || key == "all" {
		wanted := words(want)
		test = func(s *secret) bool { return s.matchesWords(key, wanted) }
	}
	return func(s *secret) bool { return test(s) != not }
}

func (s *secret) matches(key, want string) bool {
	switch key {
	case "name":
		return strings.HasPrefix(s.name, want)
	case "primary-region":
		primary := s.extra().primary
		return primary != "" && strings.HasPrefix(primary, want)
	case "owning-service":
		owner := s.extra().owner
		return owner != "" && strings.HasPrefix(strings.ToLower(owner), strings.ToLower(want))
	}
	for _, t := range s.tags {
		text := t.Key
		if key == "tag-value" {
			text = t.Value
		}
		if strings.HasPrefix(text, want) {
			return true
		}
	}
	return false
}

func (s *secret) matchesWords(key string, wanted []string) bool {
	if hasWords(s.description, wanted) {
		return true
	}
	if key == "description" {
		return false
	}
	if hasWords(s.name, wanted) {
		return true
	}
	for _, t := range s.tags {
		if hasWords(t.Key, wanted) || hasWords(t.Value, wanted) {
			return true
		}
	}
	return false
}

// hasWords reports whether every wanted word begins some word of the text. Where no word is wanted nothing is found.
func hasWords(text string, wanted []string) bool {
	if len(wanted) == 0 {
		return false
	}
	have := words(text)
next:
	for _, w := range wanted {
		for _, h := range have {
			if strings.HasPrefix(h, w) {
				continue next
			}
		}
		return false
	}
	return true
}

// words splits a text as the service does, in lower case: at special characters, where lower case turns to upper,
// between letters and digits, and before the last capital of a run that goes on in lower case.
func words(text string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
		}
		word = word[:0]
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		if n := len(word); n > 0 {
			last := word[n-1]
			switch {
			case unicode.IsDigit(r) != unicode.IsDigit(last), unicode.IsUpper(r) && unicode.IsLower(last):
				end()
			case unicode.IsLower(r) && unicode.IsUpper(last) && n > 1:
				word = word[:n-1]
				end()
				word = append(word, last)
			}
		}
		word = append(word, r)
	}
	end()
	return out
}
