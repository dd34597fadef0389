package keymap

// The scopes of the edit pane: the form, one value being typed in it, a whole text, a binary value, and the choice after a
// conflict; and a line of text being typed in a dialog.
const (
	Edit     Scope = "edit"
	Typing   Scope = "typing a value"
	Text     Scope = "editing a text"
	Bytes    Scope = "editing a binary value"
	Conflict Scope = "conflict"
	Line     Scope = "typing a line"
)

// The actions of the edit pane.
const (
	EditValue   Action = "edit"
	EditOutside Action = "edit-outside"
	ChangeValue Action = "change-value"
	ChangeText  Action = "change-as-text"
	WholeText   Action = "whole-text"
	AddKey      Action = "add-key"
	RenameKey   Action = "rename-key"
	DeleteKey   Action = "delete-key"
	UndoEdit    Action = "undo-edit"
	Save        Action = "save"
	Leave       Action = "leave"
	KeepTyped   Action = "keep-typed"
	DropTyped   Action = "drop-typed"
	NewLine     Action = "new-line"
	InsertTab   Action = "insert-tab"
	ShowTyped   Action = "show-typed"
	ChangeType  Action = "change-type"
	Left        Action = "character-left"
	Right       Action = "character-right"
	WordLeft    Action = "word-left"
	WordRight   Action = "word-right"
	LineStart   Action = "line-start"
	LineEnd     Action = "line-end"
	Backspace   Action = "delete-back"
	DeleteChar  Action = "delete-forward"
	DeleteLine  Action = "delete-to-line-start"
	DeleteWord  Action = "delete-word"
	NewSecret   Action = "new"
	NewLike     Action = "new-like"
	Complete    Action = "complete"
	Generate    Action = "generate"
	FromFile    Action = "from-file"
	Resume      Action = "resume"
	DropDraft   Action = "drop-draft"
	TakeTheirs  Action = "take-theirs"
	TakeYours   Action = "take-yours"
)

// editRows are the keys of the edit pane.
func editRows() []Binding {
	form, field, text, clash := []Scope{Edit}, []Scope{Typing}, []Scope{Text}, []Scope{Conflict}
	bytes := []Scope{Bytes}
	typing, letters := []Scope{Typing, Text}, []Scope{Typing, Text, Line}
	return []Binding{
		{EditValue, []Scope{List, Detail}, []string{"e"}, "edit", "edit the value: a form of keys for JSON, a text editor for texts, a file for binary values", 4},
		{EditOutside, []Scope{List, Detail}, []string{"E"}, "in $EDITOR", "edit the value in $EDITOR, your own editor", 20},
		{EditOutside, []Scope{Edit, Bytes, Conflict}, []string{"E"}, "in $EDITOR", "edit the whole value, as it is now, in $EDITOR", 11},
		{EditOutside, text, []string{"alt+e"}, "in $EDITOR", "edit the text, as it is now, in $EDITOR", 8},
		{NewSecret, []Scope{List, Detail}, []string{"n"}, "new", "make a new secret", 8},
		{NewLike, []Scope{List, Detail}, []string{"N"}, "new like this", "make a new secret like this one: its keys (one decrypt), description, key and tags, no values", 19},
		{Resume, []Scope{List, Detail}, []string{"b"}, "resume", "back to an unsaved edit that an earlier run left behind when it was killed", 1},
		{DropDraft, []Scope{Dialog}, []string{"x"}, "drop", "in the list of unsaved edits: drop the one under the cursor; asks first", 0},
		{Complete, []Scope{Dialog}, []string{"ctrl+e"}, "complete", "at the end of a new secret's name: complete it from the names there are", 0},
		{ChangeValue, form, []string{"enter"}, "change", "change the value under the cursor; on an object: unfold or fold", 1},
		{ChangeText, bytes, []string{"t"}, "as text", "edit as text what is one, and keep it as binary", 3},
		{FromFile, bytes, []string{"f", "enter"}, "from a file", "take a file's bytes as the new value", 1},
		{Save, []Scope{Edit, Typing, Text, Bytes, Conflict}, []string{"ctrl+s"}, "save", "review what will change, then save", 2},
		{Save, []Scope{Dialog}, []string{"ctrl+s"}, "finish", "from any field: press the button that acts", 0},
		{AddKey, form, []string{"a"}, "add", "add a key beside the one under the cursor", 3},
		{DeleteKey, form, []string{"d"}, "delete", "delete the key, or keep it after all", 4},
		{RenameKey, form, []string{"r"}, "rename", "rename the key", 5},
		{UndoEdit, []Scope{Edit, Bytes}, []string{"u"}, "undo", "undo the last step of this edit", 6},
		{UndoEdit, letters, []string{"alt+u", "ctrl+_"}, "undo", "undo the last step of typing", 5},
		{Leave, []Scope{Edit, Text, Bytes}, []string{"esc"}, "leave", "leave the edit; asks if anything is unsaved", 7},
		{Leave, clash, []string{"esc"}, "back to the edit", "back to the edit, on the version it started from", 6},
		{Reveal, []Scope{Edit, Conflict}, []string{"v"}, "reveal", "reveal or hide the value under the cursor", 4},
		{RevealAll, []Scope{Edit, Conflict}, []string{"V"}, "reveal all", "reveal or hide all values", 8},
		{Reveal, []Scope{Dialog}, []string{"v"}, "reveal", "in a review and in a function's log: reveal or hide the values", 0},
		{ChangeText, form, []string{"t"}, "as text", "edit the value under the cursor as JSON text", 9},
		{WholeText, form, []string{"T"}, "whole text", "edit the whole value as text", 10},
		{KeepTyped, field, []string{"enter"}, "keep", "keep what was typed", 1},
		{DropTyped, field, []string{"esc"}, "drop", "drop what was typed", 3},
		{ShowTyped, typing, []string{"ctrl+o"}, "reveal", "reveal or hide what is being typed", 4},
		{ChangeType, field, []string{"ctrl+t"}, "type", "change the type: text, number, true or false, null", 6},
		{Generate, typing, []string{"ctrl+g"}, "generate", "generate a password here", 5},
		{Generate, []Scope{Dialog}, []string{"ctrl+g"}, "another", "in the generator: make another one", 0},
		{NewLine, field, []string{"alt+enter", "ctrl+j"}, "new line", "begin a new line", 0},
		{NewLine, text, []string{"enter", "ctrl+j"}, "new line", "begin a new line, with the line end the text has", 0},
		{InsertTab, typing, []string{"tab"}, "tab", "insert a tab", 0},
		{Up, typing, []string{"up", "ctrl+p"}, "up", "a line up", 0},
		{Down, typing, []string{"down", "ctrl+n"}, "down", "a line down", 0},
		{Left, letters, []string{"left", "ctrl+b"}, "left", "a character left", 0},
		{Right, letters, []string{"right", "ctrl+f"}, "right", "a character right", 0},
		{WordLeft, letters, []string{"alt+left", "ctrl+left", "alt+b"}, "word left", "a word left", 0},
		{WordRight, letters, []string{"alt+right", "ctrl+right", "alt+f"}, "word right", "a word right", 0},
		{LineStart, letters, []string{"home", "ctrl+a"}, "line start", "to the start of the line", 0},
		{LineEnd, letters, []string{"end", "ctrl+e"}, "line end", "to the end of the line", 0},
		{Top, typing, []string{"ctrl+home"}, "top", "to the first line", 0},
		{Bottom, typing, []string{"ctrl+end"}, "bottom", "to the last line", 0},
		{PageUp, typing, []string{"pgup"}, "page up", "a page up", 0},
		{PageDown, typing, []string{"pgdown"}, "page down", "a page down", 0},
		{Backspace, letters, []string{"backspace", "ctrl+h"}, "delete", "delete the character before the cursor", 0},
		{DeleteChar, letters, []string{"delete", "ctrl+d"}, "delete", "delete the character at the cursor", 0},
		{DeleteLine, letters, []string{"ctrl+u"}, "delete line", "delete to the start of the line", 0},
		{DeleteWord, letters, []string{"ctrl+w", "alt+backspace"}, "delete word", "delete the word before the cursor", 0},
		{NextPane, []Scope{Edit, Bytes, Conflict}, []string{"tab"}, "pane", "to the list; the edit stays open", 14},
		{PrevPane, []Scope{Edit, Bytes, Conflict}, []string{"shift+tab"}, "pane", "to the list; the edit stays open", 0},
		{PaneList, []Scope{Edit, Bytes, Conflict}, []string{"1"}, "list", "to the list; the edit stays open", 0},
		{TakeTheirs, clash, []string{"left", "h"}, "take theirs", "take their value for this key", 1},
		{TakeYours, clash, []string{"right", "l"}, "take yours", "take your value for this key", 1},
	}
}

// typed reports the scopes in which letters are text, or nothing, so that only their own table counts.
func typed(s Scope) bool {
	return s == Find || s == Dialog || s == Typing || s == Text || s == Line || s == Locked
}
