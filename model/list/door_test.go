package list_test

import (
	"testing"

	"strongroom/model/play"
)

func TestEveryTextFromOutsideComesThroughTheDoor(t *testing.T) { play.Door(t, "list") }
