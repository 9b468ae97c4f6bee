package main

import "fmt"

// countLostUpdates returns how many of the acknowledged updates left no trace in the final state,
// provided that nothing but updates wrote to it.
//
// Each update replaced one value by another that no other update wrote. From a key's final value
// one can therefore go back, update by update, to the time before the first. An update that is
// not on this chain was overwritten by one that had not seen it: acknowledged, and lost.
func countLostUpdates(changes []change, final stateMap) (int64, error) {
	type version struct {
		key   int32
		value int64
	}
	previous := make(map[version]int64, len(changes))
	for _, change := range changes {
		previous[version{change.key, change.after}] = change.before
	}

	lost := int64(len(changes))
	for key, value := range final {
		for value != absent {
			at := version{key, value}
			before, known := previous[at]
			if !known {
				return 0, fmt.Errorf("key %d held %d, which no acknowledged update left there", key, value)
			}
			// Each step is taken once, or a chain that runs in a circle would never end.
			delete(previous, at)
			value = before
			lost--
		}
	}
	return lost, nil
}
