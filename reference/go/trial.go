package main

import (
	"runtime"
	"sync"
	"time"
)

// A trialResult is the document that this command prints.
type trialResult struct {
	Strategy     string    `json:"strategy"`
	GoVersion    string    `json:"goVersion"`
	Gomaxprocs   int       `json:"gomaxprocs"`
	Digest       string    `json:"digest"`
	ReadOps      int64     `json:"readOps"`
	WriteOps     int64     `json:"writeOps"`
	UpdateOps    int64     `json:"updateOps"`
	TotalOps     int64     `json:"totalOps"`
	ElapsedMs    float64   `json:"elapsedMs"`
	Latency      latencies `json:"latency"`
	PerClientOps []int64   `json:"perClientOps"`
	// InFlightAtDeadline is how many operations were under way then, and PerClientInFlightUs for how
	// long each client's had been, at least; null if it had none.
	InFlightAtDeadline  int64      `json:"inFlightAtDeadline"`
	PerClientInFlightUs []*float64 `json:"perClientInFlightUs"`
	// AcknowledgedUpdates holds those that were in flight, too.
	AcknowledgedUpdates int64    `json:"acknowledgedUpdates"`
	FinalState          stateMap `json:"finalState"`
	// LostUpdates is left out where clients also write: a write breaks the chain of updates.
	LostUpdates *int64 `json:"lostUpdates,omitempty"`
}

type latencies struct {
	All    *latencySummary `json:"all,omitempty"`
	Read   *latencySummary `json:"read,omitempty"`
	Write  *latencySummary `json:"write,omitempty"`
	Update *latencySummary `json:"update,omitempty"`
}

// runTrial warms up on one store, measures on another, and counts.
func runTrial(strategy string, work workload, warmup, duration time.Duration) (trialResult, error) {
	createStore := strategies[strategy]
	if warmup > 0 {
		store := createStore()
		runClients(work, store, warmup)
		store.close()
	}
	// What the warm-up left behind is not the measured run's to clear away.
	runtime.GC()

	store := createStore()
	records, elapsed := runClients(work, store, duration)
	return report(strategy, work, records, elapsed, store.close())
}

// runClients starts all clients at once and returns when the last of them has stopped. What it says
// of the time is until the deadline.
func runClients(work workload, store stateStore, duration time.Duration) ([]clientRecord, time.Duration) {
	records := make([]clientRecord, len(work.Clients))
	var clients sync.WaitGroup
	started := time.Now()
	deadline := startDeadline(duration)
	for client := range work.Clients {
		clients.Add(1)
		go func(client int) {
			defer clients.Done()
			records[client] = runClient(client, work, store, deadline)
		}(client)
	}
	clients.Wait()
	// Clients that pause stop shortly before it.
	deadline.pass()
	return records, deadline.passedAt.Sub(started)
}

func report(strategy string, work workload, records []clientRecord, elapsed time.Duration, final stateMap) (trialResult, error) {
	operations := make(map[role]int64)
	samples := make(map[role][]time.Duration)
	ages := make(map[role][]time.Duration)
	var allSamples, allAges []time.Duration
	var changes []change
	inFlightUs := make([]*float64, len(records))
	var inFlight int64
	perClient := make([]int64, len(records))
	hasWriters := false
	for client, record := range records {
		role := work.Clients[client].Role
		operations[role] += record.operations
		samples[role] = append(samples[role], record.latencies...)
		allSamples = append(allSamples, record.latencies...)
		changes = append(changes, record.changes...)
		perClient[client] = record.operations
		if record.isInFlight {
			inFlight++
			us := float64(record.age) / float64(time.Microsecond)
			inFlightUs[client] = &us
			ages[role] = append(ages[role], record.age)
		}
		hasWriters = hasWriters || role == writerRole
	}

	for role := range ages {
		ages[role] = sampleAges(ages[role], work.SampleEvery)
		allAges = append(allAges, ages[role]...)
	}

	result := trialResult{
		Strategy:   "go-" + strategy,
		GoVersion:  runtime.Version(),
		Gomaxprocs: runtime.GOMAXPROCS(0),
		Digest:     work.digest(),
		ReadOps:    operations[readerRole],
		WriteOps:   operations[writerRole],
		UpdateOps:  operations[updaterRole],
		TotalOps:   operations[readerRole] + operations[writerRole] + operations[updaterRole],
		ElapsedMs:  float64(elapsed) / float64(time.Millisecond),
		Latency: latencies{
			All:    summarize(allSamples, allAges),
			Read:   summarize(samples[readerRole], ages[readerRole]),
			Write:  summarize(samples[writerRole], ages[writerRole]),
			Update: summarize(samples[updaterRole], ages[updaterRole]),
		},
		PerClientOps:        perClient,
		InFlightAtDeadline:  inFlight,
		PerClientInFlightUs: inFlightUs,
		AcknowledgedUpdates: int64(len(changes)),
		FinalState:          final,
	}
	if !hasWriters {
		lost, err := countLostUpdates(changes, final)
		if err != nil {
			return result, err
		}
		result.LostUpdates = &lost
	}
	return result, nil
}
