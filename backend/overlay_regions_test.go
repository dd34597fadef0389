package backend_test

import (
	"context"
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
