package edit_test

import (
	"testing"

	"strongroom/model/play"
)

func TestEveryTextFromOutsideComesThroughTheDoor(t *testing.T) { play.Door(t, "edit") }
