package backend_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestAnOwnWriteElsewhereIsAddedToThatRegionsListingAlone(t *testing.T) {
	ctx := context.Background()
	server := local.New(local.Knobs{ListLag: time.Hour})
	open := func(region string) backend.Backend {
		return aws.Open(aws.Options{Transport: server.Transport(), Region: region})
	}
	regions := backend.NewRegions(open("eu-west-1"), open, backend.KnownRegions)
	o := backend.NewOverlay(regions, time.Now)
	w, err := open("us-east-1").Create(ctx, backend.NewSecret{Name: "edge/x", Value: backend.TextValue("made-up")})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Tag(ctx, w.ARN, []backend.Tag{{Key: "a", Value: "b"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Describe(ctx, w.ARN); err != nil {
		t.Fatal(err)
	}
	for region, want := range map[string]int{"": 0, "eu-west-1": 0, "us-east-1": 1, "us-west-2": 0} {
		n := 0
		for p, err := range o.List(ctx, backend.Query{Region: region}) {
			if err != nil {
				t.Fatal(err)
			}
			n += len(p.Secrets)
		}
		if n != want {
			t.Errorf("the listing of %q has %d secrets, want %d", region, n, want)
		}
	}
}

func TestASecretComesOnceThoughItIsWrittenWhileTheListingRuns(t *testing.T) {
	ctx := context.Background()
	server := local.New(local.Knobs{PageSize: 3})
	be := aws.Open(aws.Options{Transport: server.Transport(), OneEnd: true})
	arns := map[string]string{}
	for _, name := range strings.Fields("app/a app/b app/c app/d app/e app/f app/g app/h") {
		w, err := be.Create(ctx, backend.NewSecret{Name: name, Value: backend.TextValue("made-up")})
		if err != nil {
			t.Fatal(err)
		}
		arns[name] = w.ARN
	}
	o := backend.NewOverlay(be, time.Now)
	seen, pages := map[string]int{}, 0
	for p, err := range o.List(ctx, backend.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Secrets {
			seen[s.Name]++
		}
		if pages++; pages > 1 {
			continue
		}
		for _, name := range []string{"app/a", "app/h"} { // one that has passed, one that is to come
			if err := o.Tag(ctx, arns[name], []backend.Tag{{Key: "a", Value: "b"}}); err != nil {
				t.Fatal(err)
			}
			if _, err := o.Describe(ctx, arns[name]); err != nil {
				t.Fatal(err)
			}
		}
		w, err := o.Create(ctx, backend.NewSecret{Name: "app/0-new", Value: backend.TextValue("made-up")}) // its page has passed
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Describe(ctx, w.ARN); err != nil {
			t.Fatal(err)
		}
		arns["app/0-new"] = w.ARN
	}
	for name, arn := range arns {
		if seen[name] != 1 || o.Unlisted(arn) {
			t.Errorf("%s comes %d times, marked as not yet listed: %v", name, seen[name], o.Unlisted(arn))
		}
	}
}
