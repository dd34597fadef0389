package detail

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// rowKind is what a row of the Policy tab tells.
type rowKind int

const (
	headRow     rowKind = iota // a policy's name and size
	noteRow                    // what is to be known of it
	sentenceRow                // a statement in words
	textRow                    // a line of the exact text
	gapRow                     // nothing
)

// policyRow is one row: whatever it is about is drawn on as many lines as it needs.
type policyRow struct {
	kind      rowKind
	of        int // which policy, -1 for none
	statement int // that it is, or begins; -1 for none
	line      int // of the exact text
	text      string
	depth     int
	note      string // that stands for what is folded; safe text
	parts     []policy.Part
	opens     bool // an object or array begins here
	shut      bool // and is folded
	within    *policyRow
	role      func(ui.Styles) ui.Role
}

// policyLine is one line on the screen.
type policyLine struct {
	row, at int
	first   bool
}

// fold is an object or array of a policy, by the line it begins in.
type fold struct{ of, line int }

func (r policyRow) fold() fold { return fold{r.of, r.line} }

// same reports whether two rows tell of the same, before and after the rows were laid anew.
func (r policyRow) same(o policyRow) bool {
	return r.kind == o.kind && r.of == o.of && r.statement == o.statement && r.line == o.line
}

// plain is what it says; safe text.
func (r policyRow) plain() string {
	if r.kind == sentenceRow {
		return ui.Text(policy.Text(r.parts))
	}
	return ui.Text(r.text)
}

// policyRows are the rows of all policies, those too that are folded where all is set.
func (d *Pane) policyRows(all bool) (rows []policyRow) {
	p := &d.policies
	note := func(line int, text string, role func(ui.Styles) ui.Role) {
		rows = append(rows, policyRow{kind: noteRow, of: -1, statement: -1, line: line, text: text, role: role})
	}
	if p.told && p.err == nil && p.standard() == nil && (len(p.named) > 0 || p.only != nil) {
		note(-1, "no policy named default · "+d.Keys.Key(keymap.Policy, keymap.EditPolicy)+" makes one", func(st ui.Styles) ui.Role { return st.Dim })
	}
	if p.only != nil {
		note(-2, "others than default are not known: "+pane.Reason(p.only), func(st ui.Styles) ui.Role { return st.Warn })
	}
	for i := range p.named {
		if i > 0 {
			rows = append(rows, policyRow{kind: gapRow, of: -1, statement: -1, line: -3 - i})
		}
		rows = append(rows, d.rowsOf(i, &p.named[i], all)...)
	}
	return rows
}

func (d *Pane) rowsOf(of int, is *namedPolicy, all bool) (rows []policyRow) {
	note := func(line int, text string, role func(ui.Styles) ui.Role) {
		rows = append(rows, policyRow{kind: noteRow, of: of, statement: -1, line: line, text: text, role: role})
	}
	warn := func(st ui.Styles) ui.Role { return st.Warn }
	rows = append(rows, policyRow{kind: headRow, of: of, statement: -1, text: is.name, note: is.size()})
	switch {
	case is.err != nil:
		note(1, d.WhatFailed(is.err)+" · "+d.Hint(is.err), warn)
		return rows
	case is.docErr != nil:
		note(1, "a policy is a JSON object, which this is not: it is shown as it is", warn)
	}
	for i, s := range is.doc.Statements {
		rows = append(rows, policyRow{kind: sentenceRow, of: of, statement: i, parts: s.Sentence(d.secret.ARN), text: s.SID})
	}
	for i, odd := range is.doc.Odd {
		note(2+i, "not understood: "+odd, warn)
	}
	rows = append(rows, policyRow{kind: gapRow, of: of, statement: -1, line: -1})
	return append(rows, textRows(of, is, func(f fold) bool { return !all && d.policies.folded[f] })...)
}

// size says in words how much there is of a policy.
func (p namedPolicy) size() string {
	switch {
	case p.err != nil:
		return ""
	case p.text == "":
		return "empty"
	case p.docErr != nil:
		return ui.Plural(utf8.RuneCountInString(p.text), "character")
	}
	return ui.Plural(len(p.doc.Statements), "statement")
}

// textRows are the lines of a policy's exact text but for those inside of what is folded.
func textRows(of int, is *namedPolicy, folded func(fold) bool) (rows []policyRow) {
	lines := policy.Lines(is.text)
	starts := statementLines(lines)
	var open []*policyRow
	for i := 0; i < len(lines); i++ {
		text := strings.TrimLeft(lines[i], " ")
		r := &policyRow{kind: textRow, of: of, statement: -1, line: i, text: text, depth: (len(lines[i]) - len(text)) / 2}
		if is.docErr != nil {
			r.text, r.depth = lines[i], 0
		}
		if n, begins := starts[i]; begins {
			r.statement = n
		}
		for len(open) > 0 && open[len(open)-1].depth >= r.depth {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			r.within = open[len(open)-1]
		}
		if is.docErr == nil && (strings.HasSuffix(text, "{") || strings.HasSuffix(text, "[")) {
			r.opens, r.shut = true, folded(r.fold())
			open = append(open, r)
		}
		if r.shut {
			end := i + 1
			for end < len(lines) && !(depthOf(lines[end]) == r.depth) {
				end++
			}
			r.note = foldedWords(lines[i:min(len(lines), end+1)])
			i = end
		}
		rows = append(rows, *r)
	}
	return rows
}

func depthOf(line string) int { return (len(line) - len(strings.TrimLeft(line, " "))) / 2 }

// statementLines tells in which lines the statements begin.
func statementLines(lines []string) map[int]int {
	out := map[int]int{}
	doc, err := policy.Parse(strings.Join(lines, "\n"))
	if err != nil {
		return out
	}
	at := 0
	for i, n := 0, 0; i < len(lines) && n < len(doc.Statements); i++ {
		for n < len(doc.Statements) && doc.Statements[n].From <= at+len(lines[i]) {
			out[i] = n
			n++
		}
		at += len(lines[i]) + 1
	}
	return out
}

// foldedWords stand for what is folded: what of it tells the most, and how it ends.
func foldedWords(lines []string) string {
	last := strings.TrimLeft(lines[len(lines)-1], " ")
	inside := lines[1 : len(lines)-1]
	for _, l := range inside {
		if text := strings.TrimLeft(l, " "); strings.HasPrefix(text, `"Sid"`) {
			return ui.Text(" "+strings.TrimSuffix(text, ",")) + " … " + ui.Text(last)
		}
	}
	return fmt.Sprintf(" … %s %s", ui.Plural(len(inside), "line"), ui.Text(last))
}

// foldStatements folds every statement of the exact text: in words they stand above it.
func (p *policies) foldStatements() {
	for of := range p.named {
		for _, r := range textRows(of, &p.named[of], func(fold) bool { return false }) {
			if r.statement >= 0 && r.opens {
				p.folded[r.fold()] = true
			}
		}
	}
}

// unfold unfolds everything that a row is in.
func (p *policies) unfold(r policyRow) {
	for at := r.within; at != nil; at = at.within {
		delete(p.folded, at.fold())
	}
}

// layPolicies works out the rows, and which lines they take. The cursor stays on what it is on.
func (d *Pane) layPolicies() {
	p := &d.policies
	here, on := p.row()
	p.rows, p.lines = d.policyRows(false), p.lines[:0]
	for i, r := range p.rows {
		for at := range d.drawPolicyRow(ui.Plain(), r, false, false) {
			p.lines = append(p.lines, policyLine{i, at, at == 0})
		}
	}
	p.laid = d.w
	p.scroll.N = len(p.lines)
	if p.scroll.Clamp(); on {
		p.goTo(here)
	}
}

// resizePolicies lays the rows anew where they were laid for another width.
func (d *Pane) resizePolicies(h int) {
	page := &ui.Page{Th: ui.Plain(), W: d.w}
	d.policies.head(pane.Frame{Th: ui.Plain(), Keys: d.Keys}, page)
	if d.policies.scroll.H = max(1, h-len(page.Lines)); d.policies.laid != d.w {
		d.layPolicies()
	}
	d.policies.scroll.Clamp()
	d.keepColumns()
}

// row is the row under the cursor.
func (p *policies) row() (r policyRow, on bool) {
	if p.scroll.Pos < 0 || p.scroll.Pos >= len(p.lines) || p.lines[p.scroll.Pos].row >= len(p.rows) {
		return r, false
	}
	return p.rows[p.lines[p.scroll.Pos].row], true
}

// goTo puts the cursor on a row's first line, and shows as much of it as there is room for.
func (p *policies) goTo(r policyRow) {
	for i, l := range p.lines {
		if l.first && p.rows[l.row].same(r) {
			_, last := p.span(i)
			p.scroll.To(min(last, i+max(0, p.scroll.H-1)))
			p.scroll.To(i)
			return
		}
	}
}

// showInside scrolls so far that what is unfolded under the cursor is in sight, as far as there is room.
func (p *policies) showInside() {
	here, on := p.row()
	if !on {
		return
	}
	pos, last := p.scroll.Pos, p.scroll.Pos
	for i := pos + 1; i < len(p.lines); i++ {
		if r := p.rows[p.lines[i].row]; r.kind != textRow || r.depth < here.depth {
			break
		} else if last = i; r.depth == here.depth {
			break
		}
	}
	p.scroll.To(min(last, pos+max(0, p.scroll.H-1)))
	p.scroll.To(pos)
}

// span are the first and the last line of the row that line i is of.
func (p *policies) span(i int) (first, last int) {
	first, last = i, i
	for first > 0 && p.lines[first-1].row == p.lines[i].row {
		first--
	}
	for last+1 < len(p.lines) && p.lines[last+1].row == p.lines[i].row {
		last++
	}
	return first, last
}

// move moves by rows where all of a row is in sight, else by lines.
func (p *policies) move(a keymap.Action) {
	if len(p.lines) == 0 {
		return
	}
	first, last := p.span(p.scroll.Pos)
	switch fits := last-first < p.scroll.H; {
	case a == keymap.Down && fits && last+1 < len(p.lines):
		p.goTo(p.rows[p.skip(p.lines[last+1].row, 1)])
	case a == keymap.Up && fits && p.scroll.Pos == first && first > 0:
		p.goTo(p.rows[p.skip(p.lines[first-1].row, -1)])
	default:
		p.scroll.Move(a)
	}
}

// skip passes over rows of nothing.
func (p *policies) skip(row, by int) int {
	for row > 0 && row+1 < len(p.rows) && p.rows[row].kind == gapRow {
		row += by
	}
	return row
}
