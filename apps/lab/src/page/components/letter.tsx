/** The clients' letters: A, B, C … in their colours. */
export function Letter({ client }: { readonly client: string }) {
  return <span class={`letter client-${client}`}>{client}</span>;
}

/** A schedule as its letters, the same as on the command line: ABBA. */
export function Letters({ schedule }: { readonly schedule: string }) {
  if (schedule === "") return <span class="muted">no step yet</span>;
  return (
    <span class="letters" role="img" aria-label={`schedule ${schedule.split("").join(" ")}`}>
      {schedule.split("").map((client, step) => (
        <Letter key={step} client={client} />
      ))}
    </span>
  );
}
