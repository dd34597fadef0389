package change

import (
	"fmt"
	"slices"
	"strings"
	"strongroom/backend"
	"strongroom/model/pane"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestTheServicesLabelsAreNotOfferedAsOnesOwn(t *testing.T) {
	if !slices.Equal(customLabels([]backend.Version{{Stages: []string{"b", backend.Current, "a"}}}), []string{"a", "b"}) {
		t.Error("the service's labels are offered as one's own")
	}
}

func TestTwoLongTextsAreToldByWhereTheyDiffer(t *testing.T) {
	if n := fmt.Sprint(whatDiffers(strings.Repeat("a", 300)+"X"+strings.Repeat("b", 300), strings.Repeat("a", 300)+"Y"+strings.Repeat("b", 300))); strings.Count(n, "X") != 1 || strings.Count(n, "Y") != 1 || len(n) > 240 {
		t.Errorf("the difference of two long texts is told as %s", n)
	}
}

func TestTheResultOfAnotherOrderIsNotThisOnes(t *testing.T) {
	o := &orders{Desk: &pane.Desk{}, run: orderRun{Order: pane.Order{Secrets: []backend.Secret{{ARN: "a"}, {ARN: "b"}}}, id: new(pane.Question), stop: func() {}, results: make(chan tea.Msg)}}
	o.Hear(pane.Ordered{Job: new(pane.Question)})
	o.Hear(orderEnded{new(pane.Question)})
	if len(o.run.done) != 0 || !o.run.running() {
		t.Error("the result of another order is counted")
	}
}
