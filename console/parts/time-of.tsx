/** When something was, by the sandbox's clock: the time of day, and all of it to whoever points at it. */
export function TimeOf({ time }: { readonly time: number | string }) {
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {date.toLocaleTimeString('en-GB')}
    </time>
  );
}
