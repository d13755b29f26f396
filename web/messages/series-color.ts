const COLORS = 6;

/** The colour of the n-th subscription, in its list and in the plot. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % COLORS) + 1})`;
}
