// Command reference runs the comparison's workload in Go, with Go's own channels or its own
// mutex, and prints what it measured as one JSON document.
//
// The two strategies are those of Go by Example, "Stateful Goroutines" and "Mutexes", behind one
// small interface and one set of clients.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

const (
	exitFine       = 0
	exitWrongInput = 2
	exitCannotWork = 4
)

const usage = `Usage: reference --strategy channels|mutex --workload FILE [--duration-ms 1000] [--warmup-ms 300]

Runs the workload in FILE (see README.md for its form) and prints one JSON document.

  --strategy     channels: a goroutine owns the state; mutex: a lock guards it
  --workload     the clients and the operations that each of them performs
  --duration-ms  how long the clients are measured
  --warmup-ms    how long they run beforehand, on a store of their own; 0 for not at all
`

func main() {
	leaveInterruptsToParent()
	go exitWithParent(os.Getppid())
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole command but for the process around it. It returns the exit code, and whatever
// goes wrong is one line on stderr.
func run(args []string, stdout, stderr io.Writer) int {
	fail := func(code int, err error) int {
		fmt.Fprintf(stderr, "reference: %v\n", err)
		return code
	}

	options, err := parseOptions(args)
	if err == flag.ErrHelp {
		fmt.Fprint(stdout, usage)
		return exitFine
	}
	if err != nil {
		return fail(exitWrongInput, err)
	}
	work, err := readWorkload(options.workloadFile)
	if err != nil {
		return fail(exitWrongInput, err)
	}

	result, err := runTrial(options.strategy, work, options.warmup, options.duration)
	if err != nil {
		return fail(exitCannotWork, err)
	}
	if err := json.NewEncoder(stdout).Encode(result); err != nil {
		return fail(exitCannotWork, err)
	}
	return exitFine
}

type options struct {
	strategy     string
	workloadFile string
	warmup       time.Duration
	duration     time.Duration
}

func parseOptions(args []string) (options, error) {
	flags := flag.NewFlagSet("reference", flag.ContinueOnError)
	// The package would print its whole help below each mistake.
	flags.SetOutput(io.Discard)
	strategy := flags.String("strategy", "", "")
	workloadFile := flags.String("workload", "", "")
	durationMs := flags.Float64("duration-ms", 1000, "")
	warmupMs := flags.Float64("warmup-ms", 300, "")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}

	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if _, known := strategies[*strategy]; !known {
		return options{}, fmt.Errorf("--strategy must be channels or mutex, not %q", *strategy)
	}
	if *workloadFile == "" {
		return options{}, fmt.Errorf("--workload must name a file")
	}
	duration, err := toDuration(*durationMs, time.Millisecond)
	if err != nil || duration == 0 {
		return options{}, fmt.Errorf("--duration-ms must be more than 0 and at most a day, not %v", *durationMs)
	}
	warmup, err := toDuration(*warmupMs, time.Millisecond)
	if err != nil {
		return options{}, fmt.Errorf("--warmup-ms %v", err)
	}
	return options{*strategy, *workloadFile, warmup, duration}, nil
}

const longestDuration = 24 * time.Hour

// toDuration also refuses NaN, for which every comparison is false.
func toDuration(count float64, unit time.Duration) (time.Duration, error) {
	nanoseconds := count * float64(unit)
	if !(nanoseconds >= 0 && nanoseconds <= float64(longestDuration)) {
		return 0, fmt.Errorf("must be at least 0 and at most a day, not %v", count)
	}
	return time.Duration(nanoseconds), nil
}
