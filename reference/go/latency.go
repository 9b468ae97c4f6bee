package main

import (
	"math"
	"sort"
	"time"
)

// A latencySummary describes how long the sampled operations took, from call to return.
type latencySummary struct {
	Samples int     `json:"samples"`
	P50Us   float64 `json:"p50Us"`
	P90Us   float64 `json:"p90Us"`
	P99Us   float64 `json:"p99Us"`
	P999Us  float64 `json:"p999Us"`
	MaxUs   float64 `json:"maxUs"`
}

// summarize sorts the samples in place. It returns nil if there are none.
func summarize(samples []time.Duration) *latencySummary {
	if len(samples) == 0 {
		return nil
	}
	sort.Slice(samples, func(i, j int) bool { return samples[i] < samples[j] })
	return &latencySummary{
		Samples: len(samples),
		P50Us:   percentileUs(samples, 0.5),
		P90Us:   percentileUs(samples, 0.9),
		P99Us:   percentileUs(samples, 0.99),
		P999Us:  percentileUs(samples, 0.999),
		MaxUs:   percentileUs(samples, 1),
	}
}

// percentileUs is the smallest sample that at least the given share of all samples does not
// exceed (the nearest-rank method): always a latency that was seen, never one interpolated.
func percentileUs(sorted []time.Duration, share float64) float64 {
	rank := int(math.Ceil(share * float64(len(sorted))))
	return float64(sorted[rank-1]) / float64(time.Microsecond)
}
