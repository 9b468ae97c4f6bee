package main

import (
	"reflect"
	"testing"
	"time"
)

func TestPercentilesAreLatenciesThatWereSeen(t *testing.T) {
	var samples []time.Duration
	for us := 1000; us >= 1; us-- {
		samples = append(samples, time.Duration(us)*time.Microsecond)
	}
	got := summarize(samples, nil)
	values := []float64{*got.P50Us, *got.P90Us, *got.P99Us, *got.MaxUs}
	if want := []float64{500, 900, 990, 1000}; !reflect.DeepEqual(values, want) || got.Samples != 1000 {
		t.Errorf("summary is %v of %d, want %v of 1000", values, got.Samples, want)
	}
	if got.P999Us != nil {
		t.Errorf("p99.9 is %v, although one sample lies above it", *got.P999Us)
	}
	if one := summarize([]time.Duration{1500}, nil); *one.MaxUs != 1.5 || one.P50Us != nil {
		t.Errorf("summary of one sample is %+v", one)
	}
	if summarize(nil, nil) != nil {
		t.Error("there is a summary of no samples")
	}
}

func TestOperationsInFlightCountWithTheirAgeAndMakeLowerBounds(t *testing.T) {
	completed, inFlight := make([]time.Duration, 100), make([]time.Duration, 100)
	for i := range completed {
		completed[i], inFlight[i] = time.Microsecond, time.Second
	}
	got := summarize(completed, inFlight)
	if got.Samples != 200 || got.InFlight != 100 || *got.P50Us != 1 || *got.P90Us != 1e6 || *got.P99Us != 1e6 {
		t.Errorf("summary is %+v", got)
	}
	if want := []string{"p90Us", "p99Us", "p999Us", "maxUs"}; !reflect.DeepEqual(got.LowerBounds, want) {
		t.Errorf("lower bounds are %v, want %v", got.LowerBounds, want)
	}
}

func TestAgesAreSampledFromTheOldestOn(t *testing.T) {
	ages := []time.Duration{1, 5, 3, 4, 2}
	if got, want := sampleAges(ages, 2), []time.Duration{5, 3, 1}; !reflect.DeepEqual(got, want) {
		t.Errorf("sampled %v, want %v", got, want)
	}
}
