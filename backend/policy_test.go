package backend

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

//go:generate go test . -run ^TestTheGuideHasThePoliciesOfTheLevels -count=1 -update

var update = flag.Bool("update", false, "write the policies of docs/aws.md anew")

type told struct {
	Sid, Effect string
	Action      []string
	Resource    string
	Condition   map[string]map[string]string
}

// readPolicy is what a policy says, by the names of its statements.
func readPolicy(t *testing.T, text string) map[string]told {
	t.Helper()
	var p struct {
		Version   string
		Statement []told
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.Version != "2012-10-17" {
		t.Fatalf("%v: %s", err, text)
	}
	all := map[string]told{}
	for _, s := range p.Statement {
		if s.Effect != "Allow" || len(s.Action) == 0 || all[s.Sid].Sid != "" {
			t.Errorf("%+v", s)
		}
		all[s.Sid] = s
	}
	return all
}

func TestAPolicyAllowsWhatItsLevelNeedsAndNoMore(t *testing.T) {
	of := PolicyFor{Site: Site{"123456789012", "eu-west-1"}}
	read := readPolicy(t, Policy(LevelRead, of))
	if s := read["Secrets"]; s.Resource != "arn:aws:secretsmanager:eu-west-1:123456789012:secret:*" || strings.Join(s.Action, " ") !=
		"secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:GetSecretValue secretsmanager:ListResourcePolicies secretsmanager:ListSecretVersionIds" {
		t.Errorf("%+v", s)
	}
	if s := read["Everywhere"]; s.Resource != "*" || strings.Join(s.Action, " ") != "account:ListRegions iam:ListAccountAliases secretsmanager:BatchGetSecretValue secretsmanager:ListSecrets" {
		t.Errorf("%+v", s)
	}
	if s := read["UseKeys"]; s.Resource != "arn:aws:kms:eu-west-1:123456789012:key/*" || strings.Join(s.Action, " ") != "kms:Decrypt" ||
		s.Condition["StringEquals"]["kms:ViaService"] != "secretsmanager.eu-west-1.amazonaws.com" {
		t.Errorf("%+v", s)
	}
	for level, keys := range map[Level]string{LevelLook: "", LevelRescue: "", LevelEdit: "kms:Decrypt kms:Encrypt kms:GenerateDataKey", LevelAdminister: "kms:Decrypt kms:Encrypt kms:GenerateDataKey"} {
		if got := strings.Join(readPolicy(t, Policy(level, of))["UseKeys"].Action, " "); got != keys {
			t.Errorf("%s: %s", level, got)
		}
	}
	if s := readPolicy(t, Policy(LevelAdminister, of))["RotationFunctions"]; strings.Join(s.Action, " ") != "lambda:InvokeFunction" {
		t.Errorf("%+v", s)
	}
	for _, level := range Levels() { // no action that nobody asked for, and none that stands twice
		var all []string
		for _, s := range readPolicy(t, Policy(level, of)) {
			all = append(all, s.Action...)
			if !slices.IsSorted(s.Action) || strings.Contains(strings.Join(s.Action, ""), "*") {
				t.Errorf("%+v", s)
			}
		}
		if slices.Sort(all); len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%s: %v", level, all)
		}
		for _, op := range level.Operations() {
			if !slices.Contains(all, op.Action()) {
				t.Errorf("%s lacks %s", level, op.Action())
			}
		}
	}
}

func TestAPolicyIsAboutTheSecretAndItsPlace(t *testing.T) {
	here := Site{"123456789012", "eu-west-1"}
	for _, c := range []struct{ id, region, secrets, via string }{
		{"prod/api", "eu-west-1", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/api-??????", "secretsmanager.eu-west-1.amazonaws.com"},
		{"arn:aws:secretsmanager:us-east-1:210987654321:secret:x-AbCdEf", "eu-west-1", "arn:aws:secretsmanager:us-east-1:210987654321:secret:x-AbCdEf", "secretsmanager.us-east-1.amazonaws.com"},
		{"arn:aws:secretsmanager:us-east-1:210987654321:secret:plain", "eu-west-1", "arn:aws:secretsmanager:us-east-1:210987654321:secret:plain-??????", "secretsmanager.us-east-1.amazonaws.com"},
		{"", "cn-north-1", "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:*", "secretsmanager.cn-north-1.amazonaws.com.cn"},
	} {
		here.Region = c.region
		p := readPolicy(t, Policy(LevelRead, PolicyFor{Site: here, ID: c.id}))
		if p["Secrets"].Resource != c.secrets || p["UseKeys"].Condition["StringEquals"]["kms:ViaService"] != c.via {
			t.Errorf("%s: %s, %v", c.id, p["Secrets"].Resource, p["UseKeys"].Condition)
		}
	}
	any := readPolicy(t, Policy(LevelRead, PolicyFor{}))
	if any["Secrets"].Resource != "arn:aws:secretsmanager:*:*:secret:*" || any["UseKeys"].Condition["StringLike"]["kms:ViaService"] != "secretsmanager.*.amazonaws.com" {
		t.Errorf("%+v", any)
	}
}

func TestTheGuideHasThePoliciesOfTheLevels(t *testing.T) {
	const path, begin, end = "../docs/aws.md", "<!-- policies: made by `go generate ./...` -->\n", "<!-- end of policies -->"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the guide has lost the marks around its policies")
	}
	var made strings.Builder
	for _, l := range Levels() {
		made.WriteString("\n### " + string(l) + "\n\nTo " + l.Means() + ".\n\n```json\n" + Policy(l, PolicyFor{Site: Site{"123456789012", "eu-west-1"}}) + "```\n")
	}
	want := head + begin + made.String() + "\n" + end + tail
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(b) != want {
		t.Error("the guide's policies are not the program's: go generate ./...")
	}
}
