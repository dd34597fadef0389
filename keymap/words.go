package keymap

import "slices"

// Words are other words for an action, under which people look for it.
func (a Action) Words() string {
	return map[Action]string{
		Promote: "rollback roll back revert previous version current", PaneTimeline: "history versions timeline", Compare: "diff difference", Generate: "password random",
		RenameTag: "rename key", RenameKey: "rename", FindSecret: "search filter grep", EditValue: "change update put value", EditOutside: "vim editor external", NewSecret: "create add",
		NewLike: "clone duplicate copy create", Delete: "remove trash schedule deletion purge", Restore: "undelete recover bring back cancel deletion", ToggleView: "trash bin scheduled deletion tombstones",
		Reveal: "show decrypt read view unmask", RevealAll: "show decrypt read unmask", Copy: "clipboard yank", CopyAs: "clipboard arn env json export boto3 cli", Undo: "revert back",
		WhereAmI: "account region profile switch login identity whoami credentials", Refresh: "reload", Palette: "commands", Help: "keys shortcuts", ShowActivity: "log decrypts errors audit session",
		Trace: "cloudtrail audit deleted by", OpenSecret: "goto arn name", OpenConsole: "browser web aws", Unlock: "read-only protect", EditMetadata: "description kms key encryption", Labels: "staging label pin stage",
		AddTag: "new tag", RemoveTag: "delete tag", AddReplica: "replicate region", RotateNow: "rotation", SetRotation: "rotation schedule lambda function", StopRotation: "rotation disable cancel",
		EditPolicy: "resource policy permissions", DeletePolicy: "resource policy remove", AllRegions: "every region", Sort: "order", Tree: "folders", Mark: "select", MarkAll: "select all", SaveFile: "download export",
		Resume: "draft unsaved", Suspend: "background shell", Quit: "exit close", PaneDetail: "value info tags", NextTab: "value info tags replicas rotation policy", ShowFunctionError: "lambda log cloudwatch",
	}[a]
}

// First are what one does first, in that order: help begins with them.
func First() []Action {
	return []Action{FindSecret, Reveal, Copy, EditValue, ToggleView, Restore, Undo, Palette}
}

// All is every action that the table has, once, with the row that holds in s, or else the first elsewhere; in says where that is.
func (m *Map) All(s Scope) (rows []Binding, in []Scope) {
	seen := map[Action]bool{}
	add := func(b Binding, at Scope) {
		if !seen[b.Action] {
			seen[b.Action] = true
			rows, in = append(rows, b), append(in, at)
		}
	}
	for _, b := range m.Footer(s) {
		add(b, s)
	}
	for _, b := range slices.Concat(m.Help(s), m.Keyless(s)) {
		add(b, s)
	}
	if !typed(s) {
		for _, b := range m.Help(Global) {
			add(b, s)
		}
	}
	for _, at := range m.Scopes() {
		for _, b := range m.rows {
			if b.In(at) {
				add(b, at)
			}
		}
	}
	return rows, in
}
