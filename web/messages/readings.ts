import type { Content } from './payload.js';

/** A number that came at some time. */
export interface Reading {
  readonly time: number;
  readonly topic: string;
  /** `battery.level`; empty where the message was a number alone. */
  readonly field: string;
  readonly value: number;
}

/** What came of one field of one topic, oldest first. */
export interface Series {
  readonly topic: string;
  readonly field: string;
  readonly readings: readonly Reading[];
}

const FIELDS_OF_MESSAGE = 12;
const DEPTH = 4;
/** As many as there are colours. */
const SHOWN_SERIES = 6;

/** The numbers in a message, each with where it stands. */
export function readingsOf(topic: string, content: Content, time: number): Reading[] {
  const alone = content.kind === 'text' && content.text.trim() !== '' ? Number(content.text) : Number.NaN;
  if (Number.isFinite(alone)) return [{ time, topic, field: '', value: alone }];
  if (content.kind !== 'json') return [];
  return [...numbersIn(content.value, '', DEPTH)]
    .slice(0, FIELDS_OF_MESSAGE)
    .map(([field, value]) => ({ time, topic, field, value }));
}

function* numbersIn(value: unknown, path: string, depth: number): Generator<[field: string, value: number]> {
  if (typeof value === 'number' && Number.isFinite(value)) yield [path, value];
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [name, inner] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${name}]` : [path, name].filter(Boolean).join('.');
    yield* numbersIn(inner, place, depth - 1);
  }
}

/** The series that were there first, so that none changes its colour while it is looked at. */
export function seriesOf(readings: readonly Reading[]): Series[] {
  const byName = new Map<string, Reading[]>();
  for (const reading of readings) {
    const name = `${reading.topic} ${reading.field}`;
    const known = byName.get(name);
    if (known !== undefined) known.push(reading);
    else if (byName.size < SHOWN_SERIES) byName.set(name, [reading]);
  }
  return [...byName.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ topic: first.topic, field: first.field, readings: all }];
  });
}

/** One row of times for all, and of each series a row of values with a gap where it has none. */
export function alignedValues(series: readonly Series[], now: number): [number[], ...(number | null)[][]] {
  const times = [...new Set(series.flatMap(({ readings }) => readings.map(({ time }) => time)))].sort((a, b) => a - b);
  const rows = series.map(({ readings }) => {
    const byTime = new Map(readings.map(({ time, value }) => [time, value]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  return [times.map((time) => (time - now) / 1000), ...rows];
}
