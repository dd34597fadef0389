package backend

import (
	"strings"
	"testing"
	"time"
)

// The expressions are the examples of the user guide's "Schedule expressions in Secrets Manager rotation".
func TestTheSchedulesOfTheUserGuideComeWhenItSaysTheyDo(t *testing.T) {
	from := time.Date(2026, 11, 29, 16, 30, 0, 0, time.UTC) // a Sunday
	for text, want := range map[string]string{
		"cron(0 10 * * ? *)":         "30 Nov 10, 1 Dec 10, 2 Dec 10",   // every day at 10:00
		"cron(0 18 ? * SAT *)":       "5 Dec 18, 12 Dec 18, 19 Dec 18",  // every Saturday at 18:00
		"cron(0 8 1 * ? *)":          "1 Dec 08, 1 Jan 08, 1 Feb 08",    // the first of every month at 8:00
		"cron(0 1 ? 1/3 SUN *)":      "3 Jan 01, 10 Jan 01, 17 Jan 01",  // every three months on Sundays at 1:00
		"cron(0 17 L * ? *)":         "30 Nov 17, 31 Dec 17, 31 Jan 17", // the last of every month at 17:00
		"cron(0 8 ? * MON-FRI *)":    "30 Nov 08, 1 Dec 08, 2 Dec 08",   // Monday to Friday at 8:00
		"cron(0 8 ? * 2-6 *)":        "30 Nov 08, 1 Dec 08, 2 Dec 08",   // the same in numbers
		"cron(0 16 1,15 * ? *)":      "1 Dec 16, 15 Dec 16, 1 Jan 16",   // the first and the fifteenth at 16:00
		"cron(0 0 ? * SUN#1 *)":      "6 Dec 00, 3 Jan 00, 7 Feb 00",    // the first Sunday of every month at midnight
		"cron(0 0 ? * TUE#3 *)":      "15 Dec 00, 19 Jan 00, 16 Feb 00", // the third Tuesday
		"cron(0 0 ? * SUNL *)":       "27 Dec 00, 31 Jan 00, 28 Feb 00", // the last Sunday
		"cron(0 3 ? * L *)":          "5 Dec 03, 12 Dec 03, 19 Dec 03",  // the last day of the week
		"cron(0 8/8 * * ? *)":        "30 Nov 08, 30 Nov 16, 1 Dec 08",  // every eight hours from 8:00
		"cron(0 /8 * * ? *)":         "30 Nov 00, 30 Nov 08, 30 Nov 16", // every eight hours from midnight
		"cron(0 0 1 JAN,jul ? *)":    "1 Jan 00, 1 Jul 00, 1 Jan 00",    // additional values, by name in any case
		"cron(0 0 1/10 FEB-MAR ? *)": "1 Feb 00, 11 Feb 00, 21 Feb 00",  // every ten days of two months
		"rate(8 days)":               "7 Dec 00, 15 Dec 00, 23 Dec 00",
		"rate(1 day)":                "30 Nov 00, 1 Dec 00, 2 Dec 00",
		"rate(12 hours)":             "30 Nov 00, 30 Nov 12, 1 Dec 00",
		"30":                         "29 Dec 00, 28 Jan 00, 27 Feb 00",
		"30 days":                    "29 Dec 00, 28 Jan 00, 27 Feb 00",
	} {
		s, err := ParseSchedule(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var got []string
		for _, at := range s.Next(from, 3) {
			got = append(got, at.Format("2 Jan 15"))
		}
		if is := strings.Join(got, ", "); is != want {
			t.Errorf("%s opens on %s, want %s", text, is, want)
		}
	}
}

func TestAScheduleIsSentWithoutItsExtraBlanks(t *testing.T) {
	for text, want := range map[string]string{" rate( 30  days ) ": "rate(30 days)", "cron(0  4 ? * SUN *)": "cron(0 4 ? * SUN *)", " 30 ": ""} {
		if s, err := ParseSchedule(text); err != nil || s.Text != want || want == "" && s.Days != 30 {
			t.Errorf("%q is sent as %q and %d days: %v", text, s.Text, s.Days, err)
		}
	}
}

func TestWhatAScheduleCannotBeIsRefusedWithItsRule(t *testing.T) {
	for text, want := range map[string]string{
		"0": "days are 1 to 1000", "1001": "days are 1 to 1000", "-3": "days are 1 to 1000", "99999999999999999999": "days are 1 to 1000",
		"": "a number of days", "soon": "a number of days", "rate(3 days": "a number of days", "30s": "a number of days",
		"rate(3)": "a number and a unit", "rate(0 days)": "a positive number", "rate(x days)": "a positive number", "rate(3 weeks)": "hours or days",
		"rate(3 hours)": "every 4 hours at most", "cron(0 */2 * * ? *)": "every 4 hours at most", "cron(0 1,23 * * ? *)": "every 4 hours at most",
		"cron(0 2 1 * ?)": "six fields", "cron(5 2 1 * ? *)": "the minutes must be 0", "cron(0 2 1 * ? 2027)": "the year must be *",
		"cron(0 2 1 * MON *)": "must be ?", "cron(0 2 ? * ? *)": "must be ?", "cron(0 24 1 * ? *)": "hours", "cron(0 2 32 * ? *)": "day of month",
		"cron(0 2 1 13 ? *)": "month", "cron(0 2 ? * 8 *)": "day of week", "cron(0 2 ? * FRI-MON *)": "day of week", "cron(0 2 ? * TUE#6 *)": "1 to 5",
		"cron(0 2 ? * MON,TUE#2 *)": "names one day", "cron(0 2 1/0 * ? *)": "day of month", "cron(0 2 31 FEB ? *)": "never comes",
		"cron(0 2 1 " + strings.Repeat("JAN,", 62) + "JAN ? *)": "at most 256",
	} {
		if _, err := ParseSchedule(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is refused with %v, want %q", text, err, want)
		}
	}
}

func TestAWindowStaysWithinItsDayAndBeforeTheNextOne(t *testing.T) {
	for _, c := range []struct{ schedule, window, want string }{
		{"30", "24h", ""}, {"30", "1", ""}, {"30", "25h", "1h to 24h"}, {"30", "0h", "1h to 24h"}, {"30", "x", "1h to 24h"}, {"30", "", ""},
		{"cron(0 23 ? * SAT *)", "2h", "a window of 2 hours from 23:00"},
		{"cron(0 20 ? * SAT *)", "4h", ""}, {"cron(0 20 ? * SAT *)", "5h", "from 20:00 reaches into the next UTC day"},
		{"rate(4 hours)", "4h", ""}, {"rate(4 hours)", "5h", "reaches into the next one, 4 hours later"}, {"cron(0 /8 * * ? *)", "9h", "8 hours later"},
		{"cron(0 2/10 * * ? *)", "2h", ""}, {"cron(0 2/10 * * ? *)", "3h", "from 22:00 reaches into the next UTC day"},
	} {
		s, err := ParseSchedule(c.schedule)
		if err != nil {
			t.Fatal(err)
		}
		window, err := RotationWindow(c.window)
		if err == nil {
			err = s.Holds(window)
		}
		if got := ""; err != nil {
			if got = err.Error(); c.want == "" || !strings.Contains(got, c.want) {
				t.Errorf("a window of %s in %s: %q, want %q", c.window, c.schedule, got, c.want)
			}
		} else if c.want != "" {
			t.Errorf("a window of %s in %s is accepted", c.window, c.schedule)
		}
	}
}

func TestAFunctionIsInTheRegionAndTheAccountOfItsSecret(t *testing.T) {
	const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf"
	for function, want := range map[string]string{
		"arn:aws:lambda:eu-west-1:123456789012:function:rotate":      "",
		"arn:aws:lambda:eu-west-1:123456789012:function:rotate:live": "",
		"": "is needed", "rotate": "not a whole ARN", "arn:aws:lambda:eu-west-1:123456789012": "not a whole ARN",
		"arn:aws:iam:eu-west-1:123456789012:function:rotate":     "an ARN of iam",
		"arn:aws:lambda:eu-west-1:123456789012:layer:rotate":     "not of a Lambda function",
		"arn:aws:lambda:us-east-1:123456789012:function:rotate":  "in the secret's region",
		"arn:aws:lambda:eu-west-1:999999999999:function:rotate":  "of account 999999999999",
		"arn:aws:lambda:eu-west-1:123456789012:function:ro tate": "letters, digits",
	} {
		if got := FunctionProblem(function, secret); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", function, got, want)
		}
	}
}
