package find

import "unicode"

// matchText matches one term against a name, as fzf's algorithm of that kind does. Positions are rune indices, valid until
// the next match.
func (g *grid) matchText(tm *term, t *text, positions bool) (score int, pos []int, ok bool) {
	line := t.lower
	switch {
	case tm.sensitive:
		line = t.runes
	case tm.kind == fuzzy:
		line = t.fuzzy
	}
	if len(tm.runes) > len(line) {
		return 0, nil, false
	}
	from := -1
	switch tm.kind {
	case fuzzy:
		return g.align(line, tm.runes, t.bonus, positions)
	case exact, word:
		from = bestPlace(tm, t, line)
	default:
		from = anchored(tm, t, line)
	}
	if from < 0 {
		return 0, nil, false
	}
	if positions {
		pos = g.places[:0]
		for i := range tm.runes {
			pos = append(pos, from+i)
		}
		g.places = pos
	}
	switch tm.kind {
	case word:
		score = wordScore(t, from, len(tm.runes))
	case equal:
		score = equalScore(len(tm.runes))
	default:
		score = runScore(t.bonus[from : from+len(tm.runes)])
	}
	return score, pos, true
}

func startsWith(line, pat []rune) bool {
	if len(line) < len(pat) {
		return false
	}
	for i, r := range pat {
		if line[i] != r {
			return false
		}
	}
	return true
}

// bestPlace is where pat stands in line: the first word boundary, else the first place of the highest bonus, else -1.
func bestPlace(tm *term, t *text, line []rune) int {
	best, at := int16(-1), -1
	for i := 0; i+len(tm.runes) <= len(line); i++ {
		bonus := t.placeBonus(i)
		if bonus <= best || !startsWith(line[i:], tm.runes) || tm.kind == word && !isWord(t, i, i+len(tm.runes)) {
			continue
		}
		best, at = bonus, i
		if best >= bonusBoundary {
			break
		}
	}
	return at
}

// placeBonus ranks where an exact match may begin: the start of the name is the best place for any character.
func (t *text) placeBonus(i int) int16 {
	if i == 0 {
		return bonusWhite
	}
	return t.bonus[i]
}

func isWord(t *text, from, to int) bool {
	return t.placeBonus(from) >= bonusBoundary &&
		(from == 0 || t.class[from-1] <= delimiter) &&
		(to == len(t.class) || t.class[to] <= delimiter)
}

// anchored is where a term stands that is tied to the start or the end of the name, -1 where it does not. White space
// around the name does not count, unless the term has it too.
func anchored(tm *term, t *text, line []rune) int {
	pat := tm.runes
	from, to := t.inner()
	if unicode.IsSpace(pat[0]) {
		from = 0
	}
	if unicode.IsSpace(pat[len(pat)-1]) {
		to = len(line)
	}
	at := from
	switch tm.kind {
	case suffix:
		at = to - len(pat)
	case equal:
		if to-from != len(pat) {
			return -1
		}
	}
	if at < 0 || !startsWith(line[at:], pat) {
		return -1
	}
	return at
}

// runScore is the score of adjacent matches with these bonuses.
func runScore(bonus []int16) int {
	score, start := 0, int16(0)
	for i, b := range bonus {
		score += scoreMatch
		if i == 0 {
			start = b
			score += int(b) * firstFactor
			continue
		}
		if b >= bonusBoundary && b > start {
			start = b
		}
		score += int(max(b, start, bonusChain))
	}
	return score
}

// wordScore is the score of a whole word; an underscore as its boundary counts for less.
func wordScore(t *text, from, n int) int {
	b := int(t.placeBonus(from))
	score, deduct := b, b-bonusBoundary+1
	if from > 0 && t.runes[from-1] == '_' {
		score -= deduct + 1
		deduct = 1
	}
	if from+n < len(t.runes) && t.runes[from+n] == '_' {
		score -= deduct
	}
	return score + scoreMatch*n + bonusWhite*(n+1)
}

func equalScore(n int) int {
	return (scoreMatch+bonusWhite)*n + (firstFactor-1)*bonusWhite
}
