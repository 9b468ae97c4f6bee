package main

import "testing"

func TestLostUpdatesAreThoseOffTheChain(t *testing.T) {
	cases := []struct {
		name    string
		changes []change
		final   stateMap
		lost    int64
	}{
		{"nothing happened", nil, stateMap{}, 0},
		{"one chain", []change{{0, absent, 5}, {0, 5, 9}, {0, 9, 2}}, stateMap{0: 2}, 0},
		{"in any order", []change{{0, 9, 2}, {0, absent, 5}, {0, 5, 9}}, stateMap{0: 2}, 0},
		{"two keys", []change{{0, absent, 5}, {1, absent, 6}}, stateMap{0: 5, 1: 6}, 0},
		{"two updates saw the same value", []change{{0, absent, 5}, {0, 5, 6}, {0, 5, 7}}, stateMap{0: 7}, 1},
		{"the first of them is the final one", []change{{0, absent, 5}, {0, 5, 6}, {0, 5, 7}}, stateMap{0: 6}, 1},
		{"a branch of two was lost", []change{{0, absent, 5}, {0, 5, 6}, {0, absent, 7}}, stateMap{0: 7}, 2},
		{"the value zero is not absence", []change{{0, absent, 0}, {0, 0, 1}}, stateMap{0: 1}, 0},
		{"a key lost all", []change{{0, absent, 5}}, stateMap{}, 1},
	}
	for _, c := range cases {
		if lost, err := countLostUpdates(c.changes, c.final); err != nil || lost != c.lost {
			t.Errorf("%s: lost %d (%v), want %d", c.name, lost, err, c.lost)
		}
	}
}

func TestStateThatNoUpdateLeftIsAnError(t *testing.T) {
	finals := map[string][]change{
		"a value from nowhere":    {{0, absent, 5}},
		"a predecessor unknown":   {{0, 3, 7}},
		"a chain without a start": {{0, 7, 8}, {0, 8, 7}},
	}
	for name, changes := range finals {
		if _, err := countLostUpdates(changes, stateMap{0: 7}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
