package holder

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/model/clip"
)

func TestAnOrderArrivesAsItWasSentAndTheWordsBehindItStay(t *testing.T) {
	for _, text := range []string{"", "CANARY-5f0c1d77\n{}", strings.Repeat("x", 1<<20)} {
		r := clip.NewReceipt([]byte(text))
		var pipe bytes.Buffer
		if err := (order{Duty: watch, Tool: "a tool", Life: time.Minute, Receipt: r.ForPipe()}).send(&pipe, []byte(text)); err != nil {
			t.Fatal(err)
		}
		pipe.WriteByte(byte(dismissed))
		in := bufio.NewReader(&pipe)
		o, got, whole, err := readOrder(in)
		if err != nil || o.Duty != watch || o.Tool != "a tool" || o.Life != time.Minute || got != r || string(whole) != text {
			t.Errorf("%d bytes: %+v, %d bytes, %v", len(text), o, len(whole), err)
		}
		if rest, _ := io.ReadAll(in); string(rest) != string(dismissed) {
			t.Errorf("behind it is %q", rest)
		}
	}
}

func TestWhatIsNoOrderIsRefused(t *testing.T) {
	for _, line := range []string{"", "\n", "{", "{}", "[]\n", `{"Size":-1}` + "\n", `{"Size":1000000000000}` + "\n", `{"Size":2}` + "\nx", `{"Receipt":"AAAA"}` + "\n", strings.Repeat(" ", 1<<20) + "\n"} {
		if o, _, _, err := readOrder(bufio.NewReader(strings.NewReader(line))); err == nil {
			t.Errorf("%.40q is taken as %+v", line, o)
		}
	}
	if _, err := begin(order{Duty: "something else"}, clip.Receipt{}, nil); err == nil {
		t.Error("a duty that nobody knows is taken up")
	}
}

func TestTheEnvironmentIsWhatAClipboardTakes(t *testing.T) {
	got := environment([]string{"PATH=/bin", "AWS_SECRET_ACCESS_KEY=x", "DISPLAY=:0", "LC_CTYPE=C", "LC=x", "GITHUB_TOKEN=x", "WSL_INTEROP=/run", "TMUX=a", mark + "=1", "STRONGROOM_WATCH=x", "SSH_AUTH_SOCK=x", "odd"})
	if want := []string{"PATH=/bin", "DISPLAY=:0", "LC_CTYPE=C", "WSL_INTEROP=/run", "TMUX=a"}; !slices.Equal(got, want) {
		t.Errorf("it is %q, want %q", got, want)
	}
}

// named is a clipboard of which only the name matters.
type named struct {
	clip.Board
	name string
}

func (n named) Name() string { return n.name }

func TestAnXServersClipboardIsOwnedWhereItIsBeforeTheUser(t *testing.T) {
	for _, c := range []struct {
		goos, display, ssh, tool string
		want                     bool
	}{
		{"linux", ":0", "", "xclip", true},
		{"linux", ":0", "", "", true},
		{"linux", ":0", "", "clip.exe", true},
		{"freebsd", "unix:0", "", "", true},
		{"linux", ":0", "", clip.WaylandTool, false},
		{"linux", "", "", "", false},
		{"linux", "desk.example:0", "", "xclip", false},
		{"linux", ":0", "set", "", false},
		{"linux", "localhost:10.0", "set", "", true},
		{"linux", "localhost:10.0", "", "", true},
		{"darwin", "/tmp/launch/org.xquartz:0", "", "pbcopy", false},
		{"windows", ":0", "", "", false},
	} {
		env := map[string]string{"DISPLAY": c.display, "SSH_CONNECTION": c.ssh}
		var tool clip.Board
		if c.tool != "" {
			tool = named{name: c.tool}
		}
		if got := ownsDisplay(c.goos, func(name string) string { return env[name] }, tool); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
