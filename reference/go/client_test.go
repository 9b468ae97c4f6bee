package main

import (
	"reflect"
	"testing"
	"time"
)

// A countingStore notes what a client asks of it, and lets the deadline pass during operation
// `last`: time is an operation count here, and no test waits for a clock.
type countingStore struct {
	stateStore
	deadline *deadline
	last     int
	asked    []change
}

func (s *countingStore) note(key int32, value int64) {
	s.asked = append(s.asked, change{key: key, after: value})
	if len(s.asked) == s.last {
		s.deadline.pass()
	}
}

func (s *countingStore) read(key int32) int64 {
	s.note(key, absent)
	return s.stateStore.read(key)
}

func (s *countingStore) write(key int32, value int64) {
	s.note(key, value)
	s.stateStore.write(key, value)
}

func (s *countingStore) update(key int32, updater updater) int64 {
	value := s.stateStore.update(key, updater)
	s.note(key, value)
	return value
}

func runFive(role role, sampleEvery int64) (clientRecord, []change) {
	work := workload{SampleEvery: sampleEvery, hold: func() {}, Clients: []clientStream{
		{Role: readerRole, Client: 0, Keys: []int32{0}, Values: []int32{0}},
		{Role: role, Client: 1, Keys: []int32{3, 4}, Values: []int32{7, 8}},
	}}
	deadline := &deadline{at: time.Now().Add(time.Hour)}
	store := &countingStore{stateStore: newMutexStore(), deadline: deadline, last: 5}
	record := runClient(1, work, store, deadline)
	return record, store.asked
}

func TestStreamStartsOverWithNewSerialNumbers(t *testing.T) {
	_, asked := runFive(writerRole, 1)
	// Serial numbers of client 1 of 2: 1, 3, 5, …
	want := []change{{key: 3, after: 107}, {key: 4, after: 308}, {key: 3, after: 507}, {key: 4, after: 708}, {key: 3, after: 907}}
	if !reflect.DeepEqual(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
}

func TestOperationUnderWayAtTheDeadlineIsInFlightAndNoneFollows(t *testing.T) {
	for _, role := range []role{readerRole, writerRole, updaterRole} {
		record, asked := runFive(role, 1)
		if record.operations != 4 || len(asked) != 5 || !record.isInFlight {
			t.Errorf("%s: counted %d of %d operations, want 4 of 5", role, record.operations, len(asked))
		}
	}
}

func TestAgeIsExactForATimedCallAndOtherwiseAtLeastTheTimeSinceTheNextMoment(t *testing.T) {
	start := time.Now()
	deadline := &deadline{
		marks:    []time.Time{start.Add(10), start.Add(20), start.Add(30)},
		passedAt: start.Add(100),
	}
	cases := []struct {
		moment int64
		called time.Time
		age    time.Duration
	}{{0, start.Add(5), 95}, {0, time.Time{}, 90}, {2, time.Time{}, 70}, {3, time.Time{}, 0}, {3, start.Add(101), 0}}
	for _, c := range cases {
		if age := deadline.age(c.moment, c.called); age != c.age {
			t.Errorf("moment %d: age is %d, want %d", c.moment, age, c.age)
		}
	}
}

func TestEveryUpdateIsRecordedWithWhatItFoundAndLeft(t *testing.T) {
	record, _ := runFive(updaterRole, 1)
	want := []change{{3, absent, 107}, {4, absent, 308}, {3, 107, 507}, {4, 308, 708}, {3, 507, 907}}
	if !reflect.DeepEqual(record.changes, want) {
		t.Errorf("recorded %v, want %v", record.changes, want)
	}
}

func TestLatencyOfEveryNthOperationIsTaken(t *testing.T) {
	for sampleEvery, want := range map[int64]int{1: 4, 2: 2, 4: 1, 100: 1} {
		if record, _ := runFive(readerRole, sampleEvery); len(record.latencies) != want {
			t.Errorf("sampling every %d took %d of 4, want %d", sampleEvery, len(record.latencies), want)
		}
	}
}

func TestPauseThatWouldLastBeyondTheDeadlineIsTheLast(t *testing.T) {
	deadline := &deadline{at: time.Now()}
	if deadline.pause(time.Hour) {
		t.Error("a client goes on after the deadline")
	}
}
