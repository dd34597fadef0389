package keymap

// Rotation is the scope of the detail pane's Rotation tab: the detail's keys hold there too, unless a key has another meaning here.
const Rotation Scope = "rotation"

// The actions on a rotation.
const (
	RotateNow     Action = "rotate"
	SetRotation   Action = "set-rotation"
	StopRotation  Action = "stop-rotation"
	ClearRotation Action = "clear-rotation"
	// ShowFunctionError reads a log, which may hold values.
	ShowFunctionError Action = "function-error"
)

// rotationRows are the keys of a rotation.
func rotationRows() []Binding {
	here := []Scope{Rotation}
	return []Binding{
		{RotateNow, here, []string{"r"}, "rotate now", "rotate the secret now: asks first, then watches until the new version is AWSCURRENT", 1},
		{ClearRotation, here, []string{"X"}, "clear", "clear a rotation that is stuck: cancel it, then take AWSPENDING off its version", 1},
		{SetRotation, here, []string{"enter"}, "set up", "set rotation up, or change its function (a partner's role and metadata), schedule and window", 1},
		{ShowFunctionError, here, []string{"L"}, "last error", "the last error that the rotation function has logged: asks CloudWatch Logs, and shows it as a value is shown", 1},
		{StopRotation, here, []string{"x"}, "switch off", "switch rotation off: asks first", 1},
	}
}
