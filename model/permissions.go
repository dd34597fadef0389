package model

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
)

// refused is the reason why an action is not offered that cannot do without what was refused for this secret in this session, "" for
// none. What was begun may be tried again: an open edit, rows that are still marked, what was typed and is kept by h.
func (m *Model) refused(h pane.Handler, a keymap.Action, on *pane.Shown) string {
	if !m.Permissions.AnyRefused() {
		return ""
	}
	ops, _ := needs(a)
	switch k, keeps := h.(pane.Keeper); {
	case on.Focus == pane.Edit, on.Facts && a == keymap.Copy, len(ops) == 0, keeps && k.Keeps(on):
		return ""
	case on.Focus == pane.List && on.Marked > 0 && (a == keymap.Delete || a == keymap.Restore):
		return ""
	}
	if on.Holds != "" && (on.Focus != pane.Timeline || on.Version != nil && on.Version.ID == on.Holds) {
		ops = slices.DeleteFunc(ops, func(op backend.Operation) bool { return op == backend.OpReveal })
	}
	for _, op := range ops {
		if why := m.Lacks(op, on.Known()); why != "" {
			return why
		}
	}
	return ""
}

// refusals tell of actions why the service has refused what they need for the secret that is looked at now, "" where it has not.
func (m *Model) refusals() func(keymap.Action) string {
	on := m.shown()
	return func(a keymap.Action) string {
		for _, h := range m.handlers {
			if why, mine := h.Unavailable(a, on); mine {
				if why != "" { // another reason, which passes
					return ""
				}
				return m.refused(h, a, on)
			}
		}
		return ""
	}
}

// permissionWords are what was refused in this session and what was allowed, "" where nothing was refused.
func permissionWords(d *pane.Desk) string {
	var refused, allowed []string
	for _, t := range d.Permissions.Tried() {
		list := &refused
		if t.Allowed {
			list = &allowed
		}
		if name := strings.TrimPrefix(t.Action, "secretsmanager:"); !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	if len(refused) == 0 {
		return ""
	}
	words := "refused " + strings.Join(refused, ", ")
	if len(allowed) > 0 {
		words += " · allowed " + strings.Join(allowed, ", ")
	}
	return words + " · strongroom doctor --policy " + string(levelFor(d.Permissions)) + " prints a policy that has what is lacking"
}

// levelFor is the least level of permissions that has all that was refused.
func levelFor(p *backend.Permissions) backend.Level {
	for _, level := range backend.Levels() {
		ops := level.Operations()
		if !slices.ContainsFunc(p.Tried(), func(t backend.Tried) bool {
			return !t.Allowed && !slices.ContainsFunc(ops, func(op backend.Operation) bool { return op.MayNeed(t.Action) })
		}) {
			return level
		}
	}
	return backend.LevelAdminister
}

// needs are the operations without which an action cannot do what it is for, on the secret that is looked at; told is false for an
// action of which nobody has said. What only makes it better (a description, the list of versions, a check) is not among them.
func needs(a keymap.Action) (ops []backend.Operation, told bool) {
	one := func(ops ...backend.Operation) ([]backend.Operation, bool) { return ops, true }
	switch a {
	case keymap.Reveal, keymap.RevealAll, keymap.Copy, keymap.Compare, keymap.NewLike, keymap.Decode:
		return one(backend.OpReveal)
	case keymap.EditValue, keymap.EditOutside:
		return one(backend.OpReveal, backend.OpPut)
	case keymap.Delete:
		return one(backend.OpDelete)
	case keymap.Restore:
		return one(backend.OpRestore)
	case keymap.Promote, keymap.Labels, keymap.CleanLabel:
		return one(backend.OpMoveLabel)
	case keymap.EditMetadata:
		return one(backend.OpUpdate)
	case keymap.AddTag, keymap.ChangeTag:
		return one(backend.OpTag)
	case keymap.RenameTag:
		return one(backend.OpTag, backend.OpUntag)
	case keymap.RemoveTag:
		return one(backend.OpUntag)
	case keymap.RotateNow, keymap.SetRotation:
		return one(backend.OpRotate)
	case keymap.StopRotation, keymap.ClearRotation:
		return one(backend.OpCancelRotation)
	case keymap.ShowFunctionError:
		return one(backend.OpFunctionLog)
	case keymap.EditPolicy, keymap.EditPolicyOutside:
		return one(backend.OpPutPolicy)
	case keymap.DeletePolicy:
		return one(backend.OpDeletePolicy)
	case keymap.AddReplica, keymap.RetryReplica:
		return one(backend.OpReplicate)
	case keymap.AssociateReplica:
		return one(backend.OpAssociate)
	case keymap.RemoveReplica:
		return one(backend.OpRemoveReplicas)
	case keymap.PromoteReplica:
		return one(backend.OpPromoteReplica)
	case keymap.Trace:
		return one(backend.OpLookUp)
	}
	return nil, callsNobody(a)
}

// callsNobody reports actions that need no operation of their own on the secret that is looked at: what moves, finds, types or only
// shows; what is asked for by a name that is still to be typed; and what an open edit or the last change has begun and may try again.
func callsNobody(a keymap.Action) bool {
	switch a {
	case keymap.Into, keymap.Resume, keymap.SaveFile, keymap.FromFile, keymap.Save, keymap.Generate, keymap.DropDraft, keymap.TakeTheirs, keymap.TakeYours,
		keymap.ChangeValue, keymap.ChangeText, keymap.WholeText, keymap.AddKey, keymap.RenameKey, keymap.DeleteKey, keymap.KeepTyped, keymap.ShowTyped,
		keymap.NewSecret, keymap.FollowPrimary, keymap.OpenSecret, keymap.AllRegions, keymap.Refresh, keymap.Undo, keymap.CopyAs, keymap.OpenConsole, keymap.Unlock, keymap.Quit,
		keymap.Yes, keymap.Press, keymap.ComeBack, keymap.CompareReplica, keymap.OpenReplica, keymap.FindInPolicy, keymap.LookAround, keymap.DecodeOther:
		return true
	}
	return !a.Acts()
}
