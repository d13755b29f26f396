import type { RoundTrips, WayThere } from '../round-trips/round-trips.js';

export function roundTripsTable(counted: readonly RoundTrips[]): string {
  const rows = counted.map(
    ({ client, firstTime, returning }) => `| ${client} | ${told(firstTime)} | ${told(returning)} |`,
  );
  return ['| client | first time | returning |', '|---|---|---|', ...rows].join('\n');
}

function told({ connections, roundTrips }: WayThere): string {
  const of = `${connections} connection${connections === 1 ? '' : 's'}`;
  return `${roundTrips.length} on ${of}: ${roundTrips.join(', ')}`;
}
