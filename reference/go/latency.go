package main

import (
	"math"
	"sort"
	"time"
)

// A latencySummary describes how long the sampled operations took, from call to return. Operations
// in flight at the deadline are among them, with their age: they lasted at least that long.
type latencySummary struct {
	Samples  int `json:"samples"`
	InFlight int `json:"inFlight,omitempty"`
	// LowerBounds names the fields below that are the age of an operation in flight.
	LowerBounds []string `json:"lowerBounds,omitempty"`
	P50Us       *float64 `json:"p50Us,omitempty"`
	P90Us       *float64 `json:"p90Us,omitempty"`
	P99Us       *float64 `json:"p99Us,omitempty"`
	P999Us      *float64 `json:"p999Us,omitempty"`
	MaxUs       *float64 `json:"maxUs,omitempty"`
}

// fewestAbove is how many samples must lie above a percentile for it to mean anything.
const fewestAbove = 10

type sample struct {
	latency    time.Duration
	isInFlight bool
}

// summarize returns nil if there are no samples.
func summarize(completed, inFlight []time.Duration) *latencySummary {
	samples := make([]sample, 0, len(completed)+len(inFlight))
	for _, latency := range completed {
		samples = append(samples, sample{latency, false})
	}
	for _, age := range inFlight {
		samples = append(samples, sample{age, true})
	}
	if len(samples) == 0 {
		return nil
	}
	sort.Slice(samples, func(i, j int) bool { return samples[i].latency < samples[j].latency })

	summary := &latencySummary{Samples: len(samples), InFlight: len(inFlight)}
	fields := []struct {
		name  string
		share float64
		value **float64
	}{
		{"p50Us", 0.5, &summary.P50Us},
		{"p90Us", 0.9, &summary.P90Us},
		{"p99Us", 0.99, &summary.P99Us},
		{"p999Us", 0.999, &summary.P999Us},
		{"maxUs", 1, &summary.MaxUs},
	}
	var atLeast *sample
	for _, field := range fields {
		found := percentile(samples, field.share)
		if found == nil {
			// Where a percentile is an age, the higher ones are no less.
			found = atLeast
		}
		if found == nil {
			continue
		}
		us := float64(found.latency) / float64(time.Microsecond)
		*field.value = &us
		if found.isInFlight {
			summary.LowerBounds = append(summary.LowerBounds, field.name)
			atLeast = found
		}
	}
	return summary
}

// percentile is the smallest sample that at least the given share of all samples does not exceed
// (the nearest-rank method): always a latency that was seen, never one interpolated. It is nil where
// too few samples lie above it; the largest one needs none.
func percentile(sorted []sample, share float64) *sample {
	rank := int(math.Ceil(share * float64(len(sorted))))
	if share < 1 && len(sorted)-rank < fewestAbove {
		return nil
	}
	return &sorted[rank-1]
}

// sampleAges takes one age in sampleEvery, evenly from the oldest on, so that operations in flight
// count in the same proportion as those that completed, and the oldest is always there.
func sampleAges(ages []time.Duration, sampleEvery int64) []time.Duration {
	sort.Slice(ages, func(i, j int) bool { return ages[i] > ages[j] })
	var taken []time.Duration
	for index := int64(0); index < int64(len(ages)); index += sampleEvery {
		taken = append(taken, ages[index])
	}
	return taken
}
