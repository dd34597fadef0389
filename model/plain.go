package model

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// plain is what has been told so far where the screen is read aloud. There nothing is drawn over: what changes is told in a line of its
// own above, which a screen reader reads as it comes and its user can go back to. What may not stay there, a value in clear and what is
// being typed, stands in the last lines of the screen alone, which go with it.
type plain struct {
	w, h   int // of the terminal
	about  any // what was told of last: a dialog, or a place among the panes
	lines  map[string]bool
	beside map[string]bool // as lines, of those beside rows
	cursor string
	status string
	since  time.Time      // when that was said
	key    int            // the key that had been pressed by then
	notes  map[int]string // beside it, of each handler
	marks  string
	typed  string // what is being typed, where that is told
	header []string
	queue  []string
	told   *toldAloud // the lines that are under way; they come one after the other
	over   bool       // the program ends
}

// toldAloud is heard when lines have been told.
type toldAloud struct{ _ bool }

// The size that all is drawn in before it is told: wide enough that nothing is cut, a name of 512 characters and what is beside it.
const plainW, plainH = 700, 60

// mostTold is how many lines of a page are told at once.
const mostTold = 60

// scene is what has the keys, as it is drawn.
type scene struct {
	about   any
	owner   any // of what it has in clear
	heading string
	lines   []string
	beside  []string // of the lines, those that are no rows
	foot    string
	voice   ui.Voice
	dialog  bool
}

// place tells one place among the panes from another.
type place struct {
	pane  pane.Name
	title string
	tab   int
}

func (m *Model) scene() scene {
	voice := ui.NewVoice()
	if m.lock.on {
		return scene{about: "locked", heading: "locked", lines: m.lockLines(), voice: voice}
	}
	if top := m.dialogs.Top(); top != nil {
		voice.Chosen = "chosen:"
		box := m.box()
		return scene{about: top, owner: top, heading: box.Title, lines: box.Inside(m.th, m.h), foot: box.Hint(), voice: voice, dialog: true}
	}
	switch voice.Chosen = "folded"; m.scope() {
	case keymap.List, keymap.Timeline:
		voice.Tick = "marked:"
	case keymap.Conflict:
		voice.Chosen, voice.Tick = "chosen:", "settled:"
	}
	p, f := m.panes[m.focus()], m.frame(true)
	panel := p.Panel(f)
	s := scene{about: place{m.focus(), panel.Title, panel.Tab}, owner: m.focus(), heading: panel.Title, lines: p.View(f), voice: voice}
	if b, is := p.(pane.Besider); is {
		s.beside = b.Beside(f)
	}
	if len(panel.Tabs) > 0 {
		s.heading += ", " + voice.Say(panel.Tabs[panel.Tab])
	}
	if panel.Place != "" {
		s.heading += ", " + panel.Place
	}
	return s
}

// current are the lines that the cursor is on, or the buttons with the one that has the focus.
func (s scene) current() (lines []string) {
	for _, l := range s.lines {
		if ui.AtCursor(l) || s.dialog && ui.HasFocus(l) {
			lines = append(lines, l)
		}
	}
	return lines
}

// head is what stands above a list that one goes through row by row, if the cursor is at its first row.
func (s scene) head() []string {
	for i, l := range s.lines {
		if ui.AtCursor(l) && i <= highestHead {
			return s.words(s.lines[:i])
		}
	}
	return nil
}

// highestHead is how many lines a head has at most.
const highestHead = 4

// words are drawn lines as they are told, without those that only decorate or are being typed.
func (s scene) words(lines []string) (out []string) {
	for _, l := range lines {
		if words := s.voice.Say(l); words != "" && !ui.HasCaret(l) {
			out = append(out, words)
		}
	}
	return out
}

// speak tells what has changed since it was asked last.
func (m *Model) speak() tea.Cmd {
	if !m.opts.Plain || m.blind() || m.plain.over {
		return nil
	}
	m.list.Settle() // what is told stays
	p, s := &m.plain, m.scene()
	own := ui.NewVoice() // of what is told whatever has the keys
	before := len(p.queue)
	m.tellHeader(own)
	m.tellMarks(own)
	fresh := p.about != s.about
	if fresh {
		p.about, p.lines, p.beside, p.cursor = s.about, nil, nil, ""
		p.tell(s.heading)
	}
	p.tellBeside(s)
	typed := m.typing(own)
	if m.Exposures.Any(s.owner) {
		p.lines, p.cursor = nil, "" // nothing of a value may stay
	} else {
		p.tellChanges(s, fresh, typed)
	}
	m.echo(typed, p.queue[before:])
	m.tellStatus(own)
	m.tellNotes(own)
	return m.tellNext()
}

// again tells anew where one is, once something else had the terminal.
func (p *plain) again() { p.about = nil }

// tellBeside tells what is new beside the rows, whatever of these shows: it holds nothing of a value.
func (p *plain) tellBeside(s scene) {
	was := p.beside
	p.beside = map[string]bool{}
	for _, l := range s.words(s.beside) {
		still := ui.Still(l)
		if !was[still] && !p.beside[still] {
			p.tell(l)
		}
		p.beside[still] = true
	}
}

// tellChanges tells of a page what is new on it, and of a list where the cursor is. typed is what the last line of the screen tells.
func (p *plain) tellChanges(s scene, fresh bool, typed string) {
	at := s.words(s.current())
	current := strings.Join(at, ", ")
	all := s.words(s.lines)
	was := p.lines
	p.lines = map[string]bool{}
	for _, l := range all {
		p.lines[ui.Still(l)] = true
	}
	page := all[:min(len(all), mostTold)]
	if current != "" && !s.dialog { // a list is told row by row
		if page = nil; len(p.beside) == 0 {
			page = s.head()
		}
	}
	for _, l := range page {
		if still := ui.Still(l); !was[still] && !p.beside[still] && !slices.Contains(at, l) {
			p.tell(l)
		}
	}
	if (row(current) != row(p.cursor) || current != "" && fresh) && (typed == "" || current != typed) {
		p.tell(current)
	}
	p.cursor = current
	if fresh && s.foot != "" {
		p.tell(s.voice.Say(s.foot))
	}
}

// tellStatus tells what the status line says, and tells it again where a key has it said again.
func (m *Model) tellStatus(v ui.Voice) {
	p, text := &m.plain, ""
	if said, ok := m.status.current(m.Now); ok {
		text = said.Whole()
	}
	again := !m.status.since.Equal(p.since) && m.Pressed != p.key
	if text != p.status || again {
		p.tell(v.Say(text))
		p.key = m.Pressed
	}
	p.status, p.since = text, m.status.since
}

// tellNotes tells what stands beside the status line, but not how it goes on.
func (m *Model) tellNotes(v ui.Voice) {
	if m.lock.on {
		return
	}
	was := m.plain.notes
	m.plain.notes = map[int]string{}
	for i, h := range m.handlers {
		n, is := h.(pane.Noter)
		if !is {
			continue
		}
		var line strings.Builder
		for _, s := range n.Note(m.frame(false), m.w, pane.Said{}, m.focus()) {
			line.WriteString(s.Text)
		}
		note := v.Say(line.String())
		if ui.Still(note) != ui.Still(was[i]) {
			m.plain.tell(note)
		}
		m.plain.notes[i] = note
	}
}

// row is what tells one row from another: its name, and of the rest what does not change by time alone.
func row(words string) string {
	name, rest, _ := strings.Cut(words, ", ")
	return name + ", " + ui.Still(rest)
}

// tellHeader tells what has changed in the header: not what is still being counted.
func (m *Model) tellHeader(v ui.Voice) {
	if m.lock.on {
		return
	}
	parts := strings.Split(v.Say(m.header(m.shown())), ", ")
	if slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, "...") }) {
		return
	}
	var changed []string
	for _, part := range parts {
		if !slices.Contains(m.plain.header, part) {
			changed = append(changed, part)
		}
	}
	m.plain.header = parts
	m.plain.tell(strings.Join(changed, ", "))
}

// tellMarks tells how many secrets are marked once that has changed.
func (m *Model) tellMarks(v ui.Voice) {
	v.Tick = ""
	marks := v.Say(m.list.Marks())
	if marks == m.plain.marks {
		return
	}
	m.plain.marks = marks
	m.plain.tell(cmp.Or(marks, "nothing is marked"))
}

// plainSized takes in the terminal's size. What is told before the framework has drawn its first frame would be lost with that.
func (m *Model) plainSized(w, h int) tea.Cmd {
	first := m.w == 0
	m.plain.w, m.plain.h, m.w, m.h = w, h, plainW, plainH
	if !first {
		return nil
	}
	m.plain.tell(m.Keys.Key(keymap.List, keymap.Help) + " lists the keys, " + m.Keys.Key(keymap.List, keymap.Quit) + " quits")
	told := &toldAloud{}
	m.plain.told = told
	return tea.Tick(firstFrame, func(time.Time) tea.Msg { return told })
}

// firstFrame is how long the first frame may take.
const firstFrame = 150 * time.Millisecond

func (p *plain) tell(line string) {
	if line != "" {
		p.queue = append(p.queue, line)
	}
}

// tellNext sends on what is to be told, once all before it has been.
func (m *Model) tellNext() tea.Cmd {
	p := &m.plain
	if len(p.queue) == 0 || p.told != nil {
		return nil
	}
	if m.opts.Lines != nil {
		return m.writeNext()
	}
	n, rows := 0, 0
	for n < len(p.queue) && (n == 0 || rows+p.rows(p.queue[n]) <= p.half()) {
		rows += p.rows(p.queue[n])
		n++
	}
	text := strings.Join(p.queue[:n], "\n")
	if n == 1 {
		text = ui.FitEnd(text, p.half()*max(1, p.w)-1)
	}
	told := &toldAloud{}
	p.queue, p.told = p.queue[n:], told
	return tea.Sequence(tea.Println(m.opts.ASCII.Draw(text)), func() tea.Msg { return told })
}

// writeNext sends on all that is to be told to a terminal that takes lines and nothing else.
func (m *Model) writeNext() tea.Cmd {
	p, to := &m.plain, m.opts.Lines
	text := m.opts.ASCII.Draw(strings.Join(p.queue, "\r\n") + "\r\n") // the terminal is raw: it makes no line ends of its own
	told := &toldAloud{}
	p.queue, p.told = nil, told
	return func() tea.Msg {
		_, _ = io.WriteString(to, text) // a terminal that takes no lines can be told of none
		return told
	}
}

// typing is the line that is being typed, "" where none is.
func (m *Model) typing(v ui.Voice) string {
	lines, _, typed := m.lastLines()
	if !typed {
		return ""
	}
	return v.Say(strings.Join(lines, " "))
}

// echo tells what is being typed, where no line is drawn that shows it and none was told that does.
func (m *Model) echo(text string, told []string) {
	p := &m.plain
	if m.opts.Lines == nil || text == p.typed {
		return
	}
	p.typed = text
	if !slices.ContainsFunc(told, func(l string) bool { return l == text || strings.HasPrefix(l, text+",") }) {
		p.tell(text)
	}
}

// rows is how many lines of the terminal a line takes, as the framework counts.
func (p *plain) rows(line string) int { return 1 + ui.Width(line)/max(1, p.w) }

// half is how many lines are told at once. They come from below: what stands in the last lines moves up by as many until it is drawn
// again, and where they and it have no room together it would leave the screen for the terminal's memory, which nobody clears.
func (p *plain) half() int { return max(1, p.h/2) }

// hasTold goes on with what came meanwhile.
func (m *Model) hasTold(msg *toldAloud) {
	if msg == m.plain.told {
		m.plain.told = nil
	}
}
