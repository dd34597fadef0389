package cli

import (
	"os"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/config"
)

// inRegion is a colleague's client of the shell's server.
func (s *shell) inRegion(region string) backend.Backend {
	return aws.Open(aws.Options{Transport: s.server.Transport(), Region: region})
}

// make makes a secret, and schedules it for deletion where days are named.
func (s *shell) make(region, name string, days int) (arn string) {
	s.t.Helper()
	be := s.inRegion(region)
	w, err := be.Create(s.t.Context(), backend.NewSecret{Name: name, Value: backend.TextValue("made-up")})
	if err == nil && days > 0 {
		_, err = be.Delete(s.t.Context(), w.ARN, backend.Deletion{WindowDays: days})
	}
	if err != nil {
		s.t.Fatal(region, name, err)
	}
	return w.ARN
}

// underProfile takes the keys out of the environment: the profile that it names has them, and a region.
func (s *shell) underProfile(name, region string) {
	s.t.Helper()
	for _, v := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"} {
		os.Unsetenv(v) // newShell has it set back
	}
	s.t.Setenv("AWS_PROFILE", name)
	text := "[profile " + name + "]\naws_access_key_id = made-up\naws_secret_access_key = made-up\nregion = " + region + "\n"
	if err := os.WriteFile(os.Getenv("AWS_CONFIG_FILE"), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// offers are the commands under what to do next.
func (s *shell) offers() (lines []string) {
	s.t.Helper()
	_, below, _ := strings.Cut(s.out, "What to do next:")
	for _, l := range strings.Split(below, "\n") {
		if strings.HasPrefix(l, "    ") {
			lines = append(lines, strings.TrimSpace(l))
		}
	}
	return lines
}

func (s *shell) offer(with string) string {
	s.t.Helper()
	for _, l := range s.offers() {
		if strings.Contains(l, with) {
			return l
		}
	}
	s.t.Fatalf("nothing offers %q:\n%s", with, s.out)
	return ""
}

func TestACommandThatDoctorPrintsNamesARNRegionProfileAndEndpoint(t *testing.T) {
	s := newShell(t)
	s.underProfile("some team", "eu-west-1")
	home := s.make("eu-west-1", "shop/db", 0)
	there := s.make("us-east-1", "shop/db", 9)
	s.types("doctor", there).exits(1).prints("account 123456789012 · us-east-1", "· profile some team")
	flags := "--profile 'some team' --region us-east-1 --endpoint-url " + s.url
	s.prints("strongroom restore "+flags+" "+there, "aws "+flags+" secretsmanager delete-secret --secret-id "+there+" --force-delete-without-recovery")
	flags = strings.Replace(flags, "us-east-1", "eu-west-1", 1)
	s.types("doctor", "shop/db").exits(0).prints(home, "strongroom "+flags+" --filter shop/db")
	for _, name := range []string{"prod/billing/db", "dev/sandbox/placeholder"} {
		s.types("doctor", name).exits(1).prints("aws " + flags + " secretsmanager ")
		for _, l := range s.offers() {
			if !strings.Contains(l, " --secret-id arn:aws:secretsmanager:eu-west-1:123456789012:secret:"+name+"-") {
				t.Errorf("a command goes by name: %s", l)
			}
		}
	}
	s.types("doctor", "--", "-no=such!").exits(1).prints("strongroom deleted "+flags+" --all-regions", "aws "+flags+" secretsmanager create-secret '--name=-no=such!' --secret-string file://value.txt")
	s.types("doctor", strings.Replace(there, "shop/db-", "shop/gone-", 1)).exits(1)
	if line := s.offer("--name shop/gone "); !strings.Contains(line, "--region us-east-1 ") {
		t.Errorf("it would be made where it was not looked for: %s", line)
	}
	s.types("doctor", "--read", "prod/finance/ledger-export").exits(1).prints("aws " + flags + " kms describe-key --key-id arn:aws:kms:eu-west-1:")
}

func TestTheDemoOffersNothingThatReachesAnAccount(t *testing.T) {
	newShell(t)
	for _, name := range []string{"prod/orders/db", "prod/billing/db", "no/such"} {
		var out, messages strings.Builder
		Machine{Out: &out, Messages: &messages}.run([]string{"doctor", "--demo", name})
		if strings.Contains(out.String(), "  aws ") {
			t.Errorf("%s: the demo prints a command for a real account:\n%s", name, out.String())
		}
	}
}

func TestAReadOnlyRuleForAProfileOfTheEnvironmentHoldsAndIsUnlocked(t *testing.T) {
	s := newShell(t)
	s.underProfile("prod", "eu-west-1")
	configure(t, "[[protect]]\nprofile = \"prod\"\nread_only = true\n")
	s.types("restore", "tmp/loadtest").exits(1).says("read-only by a rule of the configuration, until it is unlocked (--unlock)")
	if s.server.Calls()["RestoreSecret"] > 0 {
		t.Fatal("a rule about a profile of the environment was passed")
	}
	s.types("restore", "--unlock", "tmp/loadtest").exits(0).prints("tmp/loadtest  restored")
}

func TestAllRegionsAreThoseOfTheHomesPartitionWhereverHomeIsNamed(t *testing.T) {
	for what, home := range map[string]func(*shell){
		"the environment": func(s *shell) { s.t.Setenv("AWS_REGION", "us-gov-west-1") },
		"a profile":       func(s *shell) { s.underProfile("gov", "us-gov-west-1") },
	} {
		t.Run(what, func(t *testing.T) {
			s := newShell(t)
			home(s)
			s.make("us-gov-east-1", "there", 9)
			s.make("us-gov-west-1", "here", 9)
			s.server.ResetCalls()
			s.types("deleted", "--all-regions").exits(0).prints("there  us-gov-east-1", "here   us-gov-west-1")
			if n := s.server.Calls()["ListSecrets"]; n != 2 {
				t.Errorf("%d listings, want those of the two regions", n)
			}
			configure(t, "regions = [\"eu-west-1\", \"us-east-1\"]\n")
			s.server.ResetCalls()
			s.types("deleted", "--all-regions").exits(0).prints("here  us-gov-west-1")
			if n := s.server.Calls()["ListSecrets"]; n != 1 {
				t.Errorf("%d listings, want home's alone", n)
			}
		})
	}
	s := newShell(t)
	os.Unsetenv("AWS_REGION")
	s.types("deleted", "--all-regions", "--json").exits(1).says("no region set", "name one with --region")
	if n := s.server.Calls()["ListSecrets"]; n != 0 || strings.TrimSpace(s.out) != "null" {
		t.Errorf("without a home %d regions were asked; stdout has %q", n, s.out)
	}
}

func TestTheProgramKnowsItsPlaceBeforeItsFirstFrame(t *testing.T) {
	s := newShell(t)
	s.underProfile("prod", "us-gov-west-1")
	at, _ := openPlace(options{where: where{endpoint: s.url}}, config.Config{Protect: []config.Protect{{Profile: "prod", ReadOnly: true}, {Profile: "dev", ReadOnly: true}}})
	locate(t.Context(), at, 30*time.Second)
	if w := at.Backend.Where(); w.Profile != "prod" || w.Region != "us-gov-west-1" || w.Endpoint != s.url {
		t.Errorf("it is said to be %+v", w)
	}
	if here := at.Guard.At(""); len(here) != 1 || here[0].Profile != "prod" || !at.Guard.LockedWhole() {
		t.Errorf("the rules here are %+v", here)
	}
	if n := len(s.server.Calls()); n != 0 {
		t.Errorf("%d calls were made to find out", n)
	}
}

func TestAServiceThatIsAskedElsewhereThanTheSecretsIsNamedBeforeItIsAsked(t *testing.T) {
	s := newShell(t)
	s.types("doctor", "tmp/loadtest").exits(1).prints("endpoint " + s.url)
	if strings.Contains(s.out, "CloudTrail is at") {
		t.Errorf("what is at one place is said to be at two:\n%s", s.out)
	}
	elsewhere := newShell(t)
	t.Setenv("AWS_ENDPOINT_URL_CLOUDTRAIL", elsewhere.url)
	s.types("doctor", "tmp/loadtest").exits(1).prints("endpoint "+s.url, "CloudTrail is at "+elsewhere.url)
	if s.server.Calls()["LookupEvents"] != 1 || elsewhere.server.Calls()["LookupEvents"] != 1 {
		t.Errorf("the trails were asked %d and %d times, want once before the variable and once after", s.server.Calls()["LookupEvents"], elsewhere.server.Calls()["LookupEvents"])
	}
	at, notice := openPlace(options{where: where{endpoint: s.url}}, config.Config{})
	locate(t.Context(), at, 30*time.Second)
	if text := startNotice(at, notice); text != "CloudTrail is at "+elsewhere.url+", and Secrets Manager is at "+s.url {
		t.Errorf("the screen would begin with %q", text)
	}
	t.Setenv("AWS_ENDPOINT_URL_CLOUDTRAIL", "")
	at, _ = openPlace(options{where: where{endpoint: s.url}}, config.Config{})
	locate(t.Context(), at, 30*time.Second)
	if text := startNotice(at, "kept"); text != "kept" {
		t.Errorf("the screen would begin with %q", text)
	}
}

func TestAllRegionsAreThoseThatTheAccountHasEnabledAndWhatIsNotAskedIsSaid(t *testing.T) {
	s := newShell(t)
	s.server.Set(func(k *local.Knobs) { k.Regions = []string{"us-east-1", "me-west-1"} })
	s.make("ap-east-1", "not/enabled", 9)
	s.make("me-west-1", "in/a-region-that-no-version-knows", 9)
	s.server.ResetCalls()
	s.types("deleted", "--all-regions").exits(0).prints("shared/edge/cdn-signing-2025", "in/a-region-that-no-version-knows  me-west-1")
	s.says("32 regions are not enabled for this account, and not asked: af-south-1, ap-east-1, ap-east-2, ")
	if calls := s.server.Calls(); calls["ListRegions"] != 1 || strings.Contains(s.out, "not/enabled") {
		t.Errorf("%v\n%s", calls, s.out)
	}
	s.listed(3)
	s.types("deleted", "--all-regions", "--json").exits(0).says("32 regions are not enabled")
	s.server.ResetCalls()
	s.types("deleted").exits(0)
	s.types("doctor", "no/such").exits(1)
	configure(t, "regions = [\"eu-west-1\", \"ap-east-1\"]\n")
	s.types("deleted", "--all-regions").exits(0).prints("not/enabled  ")
	if n := s.server.Calls()["ListRegions"]; n != 0 || s.err != "" {
		t.Errorf("the account was asked %d times although nobody wanted all regions, or the configuration names them: %s", n, s.err)
	}
}

// listed fails where not so many regions were listed, each once. Home has three pages, which are read from both ends: each end asks
// for its first and the one in the middle, and may ask for the other's first before it hears that they have met.
func (s *shell) listed(regions int) {
	s.t.Helper()
	if more := s.server.Calls()["ListSecrets"] - regions; more < 2 || more > 4 {
		s.t.Errorf("%d more calls listed the regions than there are", more)
	}
}

func TestAnAccountThatDoesNotTellItsRegionsHasTheKnownOnesListedAndThatIsSaid(t *testing.T) {
	for why, c := range map[string]struct {
		set  func(*local.Knobs)
		says string
	}{
		"denied":  {func(k *local.Knobs) { k.Deny = map[string]bool{"ListRegions": true} }, "could not list the regions of the account: access denied\nstrongroom:   needs account:ListRegions"},
		"broken":  {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListRegions", Kind: local.HTMLOK, N: -1}} }, "could not list the regions of the account: "},
		"nothing": {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListRegions", Kind: local.EmptyObject, N: -1}} }, "could not list the regions of the account: "},
		"down":    {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListRegions", Kind: local.Reset, N: -1}} }, "could not list the regions of the account: "},
	} {
		t.Run(why, func(t *testing.T) {
			s := newShell(t)
			s.server.Set(c.set)
			s.types("deleted", "--all-regions").exits(0).prints("shared/edge/cdn-signing-2025").says(c.says, "so the 34 regions are asked that this version knows, whether the account has enabled them or not")
			s.listed(len(backend.KnownRegions("eu-west-1")))
		})
	}
}

func TestTheDemoAsksItsOwnAccountForItsRegions(t *testing.T) {
	newShell(t)
	out, messages, status := typed("deleted", "--demo", "--all-regions")
	if status != 0 || !strings.Contains(out, "us-east-1") || !strings.Contains(messages, "29 regions are not enabled for this account") {
		t.Errorf("%d\n%s\n%s", status, out, messages)
	}
}

func TestARestoreOfWhatIsNotHereTellsHowToLookElsewhere(t *testing.T) {
	s := newShell(t)
	s.types("restore", "shared/edge/cdn-signing-2025").exits(1).says("could not restore shared/edge/cdn-signing-2025: not found",
		"it is not in eu-west-1: strongroom deleted --region eu-west-1 --endpoint-url "+s.url+" --all-regions looks in the other regions")
	s.types("restore", "arn:aws:secretsmanager:us-east-1:123456789012:secret:no/such").exits(1).says("not found")
	if strings.Contains(s.err, "looks in") {
		t.Errorf("an ARN says in which region it is:\n%s", s.err)
	}
}
