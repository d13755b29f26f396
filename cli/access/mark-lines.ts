import type { Mark } from '../../sandbox/index.js';
import { grouped } from './grouped.js';
import { tableLines } from './table-lines.js';

/** Marks by the document that they are in, then those of settings, then what their codes say. */
export function markLines(marks: readonly Mark[], short: (text: string) => string): string[] {
  if (marks.length === 0) return ['Nothing is marked.'];
  const inDocuments = marks.filter(({ document }) => document !== undefined);
  const ofSettings = marks.filter(({ document }) => document === undefined);
  const places = grouped(inDocuments, ({ where, document }) => `${where}\0${document}`);
  const said = grouped(inDocuments, ({ code }) => code).map(([{ code, words }]) => [code, words]);
  return [
    `marked (${marks.length}): to be looked at; nothing says that it is wrong`,
    ...places.flatMap((same) => [
      ...tableLines([[short(`${same[0].where}: ${same[0].document}`)]], [], 2),
      ...tableLines(
        rightRows(same).map((row) => row.map(short)),
        [5, 58],
        4,
      ),
    ]),
    ...tableLines(
      ofSettings.map(({ code, where, words }) => [code, short(`${where}: ${words}`)]),
      [28],
      2,
    ),
    ...tableLines(said, [28], 2),
  ];
}

/** Marks of one statement and resource are one row. */
function rightRows(marks: readonly Mark[]): string[][] {
  const perAction = grouped(marks, ({ statement, action, resource, what }) =>
    JSON.stringify([statement, action, resource, what]),
  );
  const withCodes = perAction.map((same) => ({
    mark: same[0],
    codes: [...new Set(same.map(({ code }) => code))].join(', '),
  }));
  return grouped(withCodes, ({ mark: { statement, resource }, codes }) =>
    JSON.stringify([statement, resource, codes]),
  ).map((same) => {
    const [{ mark, codes }] = same;
    const actions = same.map(({ mark: { action, what } }) => [what, action].filter(Boolean).join(' ')).join(', ');
    return [
      mark.statement ?? '',
      mark.resource === undefined ? actions : `${actions} on ${lastOf(mark.resource)}`,
      codes,
    ];
  });
}

/** `topic/a/*`, without the ARN around it. */
function lastOf(resource: string): string {
  const rest = resource.split(':').slice(5).join(':');
  return rest === '' ? resource : rest;
}
