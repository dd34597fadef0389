package profiles

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/internal/tools"
)

const secret = "made-up-CANARY-77c1"

// laid is an environment with these two files.
func laid(t *testing.T, config, credentials string) (Env, map[string]string) {
	t.Helper()
	home := t.TempDir()
	vars := map[string]string{"AWS_CONFIG_FILE": filepath.Join(home, "config"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "credentials")}
	put(t, vars["AWS_CONFIG_FILE"], config)
	if credentials != "" {
		put(t, vars["AWS_SHARED_CREDENTIALS_FILE"], credentials)
	}
	return Env{func(name string) string { return vars[name] }, home}, vars
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// broken are files that are refused: in which line, and what that says.
var broken = []struct {
	what, text string
	line       int
	says       string
}{
	{"an unclosed section at the beginning", "[profile x\nregion = eu-west-1\n", 1, "not closed"},
	{"an unclosed section further down", "[default]\nregion = eu-west-1\n\n[profile x\nregion = us-east-1\n", 4, "not closed"},
	{"a byte order mark", "\ufeff[default]\nregion = eu-west-1\n", 1, "byte order mark"},
	{"a key outside of a section", "region = eu-west-1\n[default]\n", 1, "outside of any section"},
	{"a key outside of a section, behind comments", "# one\n; two\n\naws_access_key_id = " + secret + "\n", 4, "outside of any section"},
	{"a line that is nothing", "[default]\nregion = eu-west-1\n" + secret + "\n", 3, "= is missing"},
	{"a value without a key", "[default]\n= eu-west-1\n", 2, "no key"},
	{"a section that is there twice", "[profile a]\nregion = x\n[profile b]\n[profile a]\n", 4, "twice"},
	{"a key that is there twice", "[default]\nregion = a\noutput = json\nRegion = b\n", 4, "the key region is there twice"},
	{"bytes that are no text", "[default]\nregion = \xff\xfe\n", 2, "no text"},
	{"a block without a value", "[default]\ns3 =\n  " + secret + "\n", 3, "= is missing"},
}

// stranger are files that the AWS CLI reads, and the SDK reads otherwise.
var stranger = []struct {
	what, text string
	line       int
	says       string
}{
	{"a key that is indented below another", "[default]\nregion = eu-west-1\n  role_arn = x\n", 3, "indented more than the key region"},
	{"something behind a section's name", "[profile a] b\nregion = x\n", 1, "behind the name"},
	{"a section for all others", "[DEFAULT]\nregion = eu-west-1\n[profile a]\n", 1, "capitals"},
	{"a NUL", "[default]\nregion = eu\x00west\n", 2, "no text"},
	{"the line ends of old machines", "[default]\rregion = eu-west-1\r", 1, "carriage return"},
}

// fine are files that are read.
var fine = []string{
	"", "\n\n", "# nothing\n", "[default]\n", "[default]\nregion = eu-west-1\n", "[default]\r\nregion = eu-west-1\r\n", "[default] # mine\nregion=eu-west-1\n",
	"[default]\nregion: eu-west-1\n", "[profile a]\n    region = eu-west-1\n    output = json\n", "[profile a]\ns3 =\n  max_queue_size = 1\n  addressing_style = path\nregion = x\n",
	"[services s]\nsts =\n  endpoint_url = http://127.0.0.1:1\n", "[sso-session s]\nsso_region = eu-west-1\n", "[plugins]\ncli_legacy_plugin_path = x\n",
	"[default]\ncredential_process = a\n   b c\n", "[default]\nregion =\n[profile b]\n", "  [default]\n  region = x\n",
	"[profile \"a b\"]\nregion = x\n", "[default]\nregion = eu-west-1 # home\n", "[default]\nx = a=b:c\n",
}

func TestAFileThatTheAWSCLIRefusesIsRefusedWithItsLine(t *testing.T) {
	for _, c := range append(broken, stranger...) {
		t.Run(c.what, func(t *testing.T) {
			for _, which := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
				env, vars := laid(t, "", "[other]\n")
				put(t, vars[which], c.text)
				_, err := Read(env)
				var p *Problem
				if !errors.As(err, &p) || p.Line != c.line || !strings.Contains(p.Says, c.says) || p.File != vars[which] || p.Setting != which {
					t.Errorf("%s: %+v", which, err)
				}
				if strings.Contains(err.Error(), secret) {
					t.Errorf("a line is quoted: %v", err)
				}
			}
		})
	}
	for _, text := range fine {
		env, _ := laid(t, text, "")
		if _, err := Read(env); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatIsNoFileIsToldAsSuch(t *testing.T) {
	env, vars := laid(t, "", "")
	vars["AWS_CONFIG_FILE"] = t.TempDir()
	if _, err := Read(env); err == nil || err.Error() != vars["AWS_CONFIG_FILE"]+" (AWS_CONFIG_FILE): it is a directory, and no file" {
		t.Errorf("%v", err)
	}
	home := t.TempDir()
	put(t, filepath.Join(home, ".aws", "credentials", "x"), "")
	if _, err := Read(Env{func(string) string { return "" }, home}); err == nil || err.Error() != filepath.Join(home, ".aws", "credentials")+": it is a directory, and no file" {
		t.Errorf("%v", err)
	}
	vars["AWS_CONFIG_FILE"], vars["AWS_SHARED_CREDENTIALS_FILE"] = os.DevNull, filepath.Join(home, "none")
	if f, err := Read(env); err != nil || len(f.Names())+len(f.Config())+len(f.Credentials()) != 0 {
		t.Errorf("%v", err)
	}
}

func TestBelowAHomeThatIsNoFolderThereIsNoFile(t *testing.T) {
	none := func(string) string { return "" }
	if f, err := Read(Env{Getenv: none, Home: os.DevNull}); err != nil || len(f.Names()) != 0 {
		t.Errorf("%v", err)
	}
	named := func(name string) string { return map[string]string{"AWS_CONFIG_FILE": os.DevNull + "/config"}[name] }
	if _, err := Read(Env{Getenv: named, Home: t.TempDir()}); err == nil {
		t.Error("a file that is named and cannot be there is passed over")
	}
}

func TestAFileIsFoundByNamesWithATildeAndVariables(t *testing.T) {
	env, vars := laid(t, "[default]\nregion = eu-west-1\n", "")
	for _, name := range []string{"~/config", "$HERE/config", "${HERE}/config"} {
		vars["HERE"], vars["AWS_CONFIG_FILE"] = env.Home, name
		if f, err := Read(env); err != nil || !f.Has("default") || f.Config()[0] != filepath.Join(env.Home, "config") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refusals answers each line, the name of a file, with what botocore says of it.
const refusals = `
import sys, json, botocore.configloader, botocore.exceptions
for line in sys.stdin:
    try:
        botocore.configloader.load_config(line.strip())
        print(json.dumps(""), flush=True)
    except botocore.exceptions.ConfigParseError as e:
        print(json.dumps(str(e) or "refused"), flush=True)
`

func TestTheAWSCLIRefusesTheSameFiles(t *testing.T) {
	cmd := exec.Command(tools.Need(t, "python3"), "-c", refusals)
	in, _ := cmd.StdinPipe()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	ask := func(text string) (says string) {
		path := filepath.Join(t.TempDir(), "config")
		put(t, path, text)
		if _, err := io.WriteString(in, path+"\n"); err != nil || !lines.Scan() {
			tools.Missing(t, "python3 has no botocore")
		}
		if json.Unmarshal(lines.Bytes(), &says) != nil {
			t.Fatalf("it said %s", lines.Text())
		}
		return says
	}
	for _, c := range broken {
		says := ask(c.text)
		if says == "" {
			t.Errorf("%s: botocore reads it", c.what)
		}
		if strings.Contains(says, "[line") && !strings.Contains(says, fmt.Sprintf("[line%3d]", c.line)) && !strings.Contains(says, fmt.Sprintf("[line %2d]", c.line)) {
			t.Errorf("%s: we say line %d, and botocore says %s", c.what, c.line, says)
		}
	}
	for _, text := range fine {
		if says := ask(text); says != "" {
			t.Errorf("%q: botocore says %s", text, says)
		}
	}
	for _, c := range stranger {
		if says := ask(c.text); says != "" {
			t.Logf("%s: botocore refuses it too: %s", c.what, says)
		}
	}
}
