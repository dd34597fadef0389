package aws

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
)

const device = "arn:aws:iam::123456789012:mfa/u"

// codedSTS is a loopback account whose roles take a code, each code once.
type codedSTS struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // role, code and seconds of each AssumeRole
	used  map[string]bool
	wrong string        // a code that is not taken
	lasts time.Duration // of the credentials
}

func newCodedSTS(t *testing.T) *codedSTS {
	s := &codedSTS{used: map[string]bool{}, lasts: time.Hour}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	t.Setenv("AWS_ENDPOINT_URL", s.URL)
	return s
}

func (s *codedSTS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm()
	role, code := r.Form.Get("RoleArn"), r.Form.Get("TokenCode")
	if role == "" {
		_, kind, body := asked(r)
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
		return
	}
	s.asked = append(s.asked, fmt.Sprintf("%s %s %s", role[strings.LastIndex(role, "/")+1:], code, r.Form.Get("DurationSeconds")))
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("X-Amzn-Requestid", "made-up-request")
	if serial := r.Form.Get("SerialNumber"); serial != "" && (serial != device || s.used[code] || code == s.wrong || code == "") {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, stsSays(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.").body)
		return
	}
	s.used[code] = code != ""
	fmt.Fprintf(w, `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>a</Arn><AssumedRoleId>a</AssumedRoleId></AssumedRoleUser><Credentials>`+
		`<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, time.Now().Add(s.lasts).UTC().Format(time.RFC3339))
}

const codedRole = "[profile p]\n" + regionLine + readerRole + "mfa_serial = " + device + "\nsource_profile = s\n[profile s]\n" + keyLines

// waitFor waits for a question, and returns it.
func waitFor(t *testing.T, b *backend.CodeBox) *backend.CodeQuestion {
	t.Helper()
	for range 500 {
		if open := b.Open(); len(open) > 0 {
			return open[0]
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nobody asks for a code")
	return nil
}

func TestCallsWaitForOneCodeHoweverLongItTakes(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	write(t, filepath.Join(dir, "config"), codedRole)
	box := backend.NewCodeBox()
	home := Open(Options{Profile: "p", Codes: box, patience: 100 * time.Millisecond})
	var wait sync.WaitGroup
	for i := range 6 {
		c := home
		if i%2 == 1 {
			c = home.In("us-east-1")
		}
		wait.Go(func() {
			if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
				t.Errorf("%v: %s", err, backend.Message(err))
			}
		})
	}
	q := waitFor(t, box)
	if q.Profile != "p" || q.Device != device || q.Role != "arn:aws:iam::123456789012:role/reader" {
		t.Errorf("asked for %+v", q.CodeNeed)
	}
	time.Sleep(400 * time.Millisecond) // longer than a call waits for a sign-in
	if len(box.Open()) != 1 || !home.Login().SigningIn {
		t.Error("it is not asked for once, for as long as it takes")
	}
	if problem := box.Give(q, "123456"); problem != "" {
		t.Fatal(problem)
	}
	wait.Wait()
	if got := strings.Join(sts.asked, ", "); got != "reader 123456 3600" {
		t.Errorf("STS was asked: %s", got)
	}
	if l := home.Login(); !l.Held || l.Ends.IsZero() || !l.Ends.Equal(l.CredentialsEnd) {
		t.Errorf("a session that takes a new code ends with its credentials: %+v", l)
	}
}

func TestASessionIsAsLongAsTheProfileSays(t *testing.T) {
	for lines, want := range map[string]string{"": "reader 123456 3600", "duration_seconds = 7200\n": "reader 123456 7200", "duration_seconds = 60\n": "reader 123456 900"} {
		dir := noEnvironment(t)
		sts := newCodedSTS(t)
		write(t, filepath.Join(dir, "config"), strings.Replace(codedRole, "mfa_serial", lines+"mfa_serial", 1))
		box := backend.NewCodeBox()
		got := describe(t.Context(), Open(Options{Profile: "p", Codes: box}))
		box.Give(waitFor(t, box), "123456")
		if err := <-got; err != nil || strings.Join(sts.asked, ", ") != want {
			t.Errorf("%v, asked %q, want %s", err, sts.asked, want)
		}
	}
}

func describe(ctx context.Context, c *Client) chan error {
	got := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_, err := c.Describe(ctx, "prod/x")
		got <- err
	}()
	return got
}

func TestACodeThatIsNotTakenIsAskedForAgainByTheNextCall(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	sts.wrong = "000000"
	write(t, filepath.Join(dir, "config"), codedRole)
	box := backend.NewCodeBox()
	c := Open(Options{Profile: "p", Codes: box})
	got := describe(t.Context(), c)
	box.Give(waitFor(t, box), "000000")
	err := <-got
	if e := fails(t, err, backend.ErrCode); !strings.Contains(backend.Hint(e), "the next code that "+device+" shows") || backend.RemedyOf(e) != backend.TryAgain || e.Request != "made-up-request" {
		t.Errorf("%+v", e)
	}
	got = describe(t.Context(), c)
	box.Give(waitFor(t, box), "111111")
	if err := <-got; err != nil {
		t.Error(err)
	}
}

func TestACallThatWaitsForACodeCanBeGivenUp(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	write(t, filepath.Join(dir, "config"), codedRole)
	box := backend.NewCodeBox()
	c := Open(Options{Profile: "p", Codes: box})
	ctx, cancel := context.WithCancel(t.Context())
	got := describe(ctx, c)
	q := waitFor(t, box)
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	got = describe(t.Context(), c)
	time.Sleep(100 * time.Millisecond) // it joins those that wait
	if waitFor(t, box) != q {
		t.Error("it is asked for anew")
	}
	box.Withdraw(q)
	fails(t, <-got, backend.ErrNoCode)
	got = describe(t.Context(), c)
	waitFor(t, box)
	c.Abandon()
	fails(t, <-got, backend.ErrNoCredentials)
	if len(sts.asked) != 0 {
		t.Errorf("STS was asked without a code: %q", sts.asked)
	}
	for range 100 {
		if len(box.Open()) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a question is open that nobody waits for")
}

func TestRolesOfOneChainTakeACodeEach(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	write(t, filepath.Join(dir, "config"), "[profile q]\n"+regionLine+"role_arn = arn:aws:iam::123456789012:role/admin\nmfa_serial = "+device+"\nsource_profile = p\n"+codedRole)
	box := backend.NewCodeBox()
	got := describe(t.Context(), Open(Options{Profile: "q", Codes: box}))
	first := waitFor(t, box)
	box.Give(first, "123456")
	second := waitFor(t, box)
	if problem := box.Give(second, "123456"); problem == "" {
		t.Error("a code was taken twice")
	}
	box.Give(second, "234567")
	if err := <-got; err != nil || first.Profile != "p" || second.Profile != "q" || strings.Join(sts.asked, ", ") != "reader 123456 3600, admin 234567 3600" {
		t.Errorf("%v: %s; asked for %s and %s, STS for %q", err, backend.Message(err), first.Profile, second.Profile, sts.asked)
	}
}

func TestAHelpersRoleTakesACodeToo(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	command, _ := helper(t, dir, "HELPED", "")
	write(t, filepath.Join(dir, "config"), "[profile p]\n"+regionLine+readerRole+"mfa_serial = "+device+"\nsource_profile = s\n[profile s]\ncredential_process = "+command+"\n")
	box := backend.NewCodeBox()
	got := describe(t.Context(), Open(Options{Profile: "p", Codes: box}))
	box.Give(waitFor(t, box), "123456")
	if err := <-got; err != nil || strings.Join(sts.asked, ", ") != "reader 123456 3600" {
		t.Errorf("%v, %q", err, sts.asked)
	}
}

func TestARoleOfAChainThatIsDeniedIsNamedAndNoFurtherCodeIsAskedFor(t *testing.T) {
	dir := noEnvironment(t)
	sts := newCodedSTS(t)
	sts.wrong = "000000"
	write(t, filepath.Join(dir, "config"), "[profile q]\n"+regionLine+"role_arn = arn:aws:iam::123456789012:role/admin\nmfa_serial = "+device+"\nsource_profile = p\n"+codedRole)
	for wrong, names := range map[int]string{0: "STS does not give role reader of profile p", 1: "STS does not give role admin of profile q"} {
		box := backend.NewCodeBox()
		got := describe(t.Context(), Open(Options{Profile: "q", Codes: box}))
		for i, code := range []string{"11111" + fmt.Sprint(wrong), "22222" + fmt.Sprint(wrong)}[:wrong+1] {
			if i == wrong {
				code = "000000"
			}
			box.Give(waitFor(t, box), code)
		}
		if e := fails(t, <-got, backend.ErrCode); !strings.HasPrefix(e.Message, names) {
			t.Errorf("it says %q", e.Message)
		}
		if open := box.Open(); len(open) != 0 {
			t.Errorf("%d codes are still asked for", len(open))
		}
	}
}
