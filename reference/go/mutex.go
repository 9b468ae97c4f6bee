package main

import "sync"

// A mutexStore's state is touched by every client in turn.
//
// Invariant: whoever reads or changes state holds mutex, and an updater runs while it is held.
type mutexStore struct {
	mutex sync.Mutex
	state stateMap
}

func newMutexStore() stateStore {
	return &mutexStore{state: make(stateMap)}
}

func (s *mutexStore) read(key int32) int64 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.state.value(key)
}

func (s *mutexStore) write(key int32, value int64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.state[key] = value
}

func (s *mutexStore) update(key int32, updater updater) int64 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	value := updater(s.state.value(key))
	s.state[key] = value
	return value
}

func (s *mutexStore) close() stateMap {
	return s.state
}
