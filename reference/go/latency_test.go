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
	want := &latencySummary{Samples: 1000, P50Us: 500, P90Us: 900, P99Us: 990, P999Us: 999, MaxUs: 1000}
	if got := summarize(samples); !reflect.DeepEqual(got, want) {
		t.Errorf("summary is %+v, want %+v", got, want)
	}
	one := &latencySummary{Samples: 1, P50Us: 1.5, P90Us: 1.5, P99Us: 1.5, P999Us: 1.5, MaxUs: 1.5}
	if got := summarize([]time.Duration{1500}); !reflect.DeepEqual(got, one) {
		t.Errorf("summary of one sample is %+v, want %+v", got, one)
	}
	if summarize(nil) != nil {
		t.Error("there is a summary of no samples")
	}
}
