package main

// A stateStore is the state as its clients see it: any number of goroutines may call it at once,
// and each operation takes effect at one moment between its call and its return.
type stateStore interface {
	// read returns the key's value, or absent.
	read(key int32) int64

	write(key int32, value int64)

	// update replaces the key's value by what the updater makes of it, and returns the new one.
	// Nothing else happens to the state while the updater runs.
	update(key int32, updater updater) int64

	// close releases the store and returns the state it ended with. No operation may be open,
	// and none may follow.
	close() stateMap
}

// An updater computes a value from the current one, which may be absent.
type updater func(current int64) int64

// absent stands for the value of a key that was never written. Written values are never negative.
const absent int64 = -1

// A stateMap is what is shared. It is not safe for concurrent use: that is the stores' part.
type stateMap map[int32]int64

func (s stateMap) value(key int32) int64 {
	if value, written := s[key]; written {
		return value
	}
	return absent
}

var strategies = map[string]func() stateStore{
	"channels": newChannelStore,
	"mutex":    newMutexStore,
}
