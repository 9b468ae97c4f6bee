package main

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

func contended(readers, writers, updaters int) workload {
	work := workload{Parameters: "p", Keys: 2, SampleEvery: 1, hold: runtime.Gosched}
	add := func(role role, count int) {
		for i := 0; i < count; i++ {
			work.Clients = append(work.Clients, clientStream{
				Role: role, Client: len(work.Clients), Keys: []int32{0, 1}, Values: []int32{5, 6},
			})
		}
	}
	add(readerRole, readers)
	add(writerRole, writers)
	add(updaterRole, updaters)
	return work
}

func TestNoStrategyLosesAnUpdate(t *testing.T) {
	for name := range strategies {
		result, err := runTrial(name, contended(4, 0, 4), time.Millisecond, 50*time.Millisecond)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if result.UpdateOps == 0 || len(result.FinalState) == 0 {
			t.Fatalf("%s: nothing was updated, which proves nothing", name)
		}
		if *result.LostUpdates != 0 {
			t.Errorf("%s lost %d of %d updates", name, *result.LostUpdates, result.UpdateOps)
		}
	}
}

// A hastyStore releases its lock while the updater runs. It has no data race, so that this test
// means the same with and without -race, and yet two updates may see the same value.
type hastyStore struct{ mutexStore }

func (s *hastyStore) update(key int32, updater updater) int64 {
	value := updater(s.read(key))
	s.write(key, value)
	return value
}

func TestStoreThatReleasesItsLockTooEarlyIsCaught(t *testing.T) {
	// Two updates meet for certain: each holds until the other holds as well. Only then is the
	// deadline over, so that neither client makes a second update.
	var bothHold, bothDone sync.WaitGroup
	bothHold.Add(2)
	bothDone.Add(2)
	deadline := &deadline{at: time.Now().Add(time.Hour)}
	work := contended(0, 0, 2)
	work.hold = func() {
		bothHold.Done()
		bothHold.Wait()
		deadline.pass()
	}
	store := &hastyStore{mutexStore{state: make(stateMap)}}
	records := make([]clientRecord, 2)
	for client := range records {
		go func(client int) {
			defer bothDone.Done()
			records[client] = runClient(client, work, store, deadline)
		}(client)
	}
	bothDone.Wait()
	result, err := report("hasty", work, records, time.Millisecond, store.close())
	if err != nil {
		t.Fatal(err)
	}
	if *result.LostUpdates != 1 {
		t.Errorf("found %d lost updates, want 1", *result.LostUpdates)
	}
}

func TestCountsAddUpAndKindsWithoutClientsAreLeftOut(t *testing.T) {
	for name := range strategies {
		result, err := runTrial(name, contended(2, 1, 0), 0, 20*time.Millisecond)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var perClient int64
		for _, operations := range result.PerClientOps {
			perClient += operations
		}
		sum := result.ReadOps + result.WriteOps + result.UpdateOps
		if result.TotalOps == 0 || perClient != result.TotalOps || sum != result.TotalOps {
			t.Errorf("%s: %d in total, %d by client, %d by kind", name, result.TotalOps, perClient, sum)
		}
		if int64(result.Latency.All.Samples) != result.TotalOps+result.InFlightAtDeadline {
			t.Errorf("%s: %d samples of %d operations", name, result.Latency.All.Samples, result.TotalOps)
		}
		var inFlight int64
		for _, age := range result.PerClientInFlightUs {
			if age != nil {
				inFlight++
			}
		}
		if inFlight != result.InFlightAtDeadline {
			t.Errorf("%s: %d ages of %d operations in flight", name, inFlight, result.InFlightAtDeadline)
		}
		if result.Latency.Update != nil || result.UpdateOps != 0 {
			t.Errorf("%s reports updates, and there was no updater", name)
		}
		if result.LostUpdates != nil {
			t.Errorf("%s reports lost updates, which writes make unknowable", name)
		}
	}
}
