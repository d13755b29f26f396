import type { ReactNode } from 'react';

/** Longer than that it gets lines of its own. */
const ONE_LINE = 64;
/** Levels that are open at first. */
const OPEN_LEVELS = 2;
/** Of one list or object: more would only be slow. */
const SHOWN_ENTRIES = 100;

/** JSON to read: short values in one line, others as a tree whose branches close. */
export function JsonView({ value }: { readonly value: unknown }) {
  return (
    <div className="json">
      <Value value={value} level={0} />
    </div>
  );
}

interface ValueProps {
  readonly value: unknown;
  readonly level: number;
  /** Its place, in front of it. */
  readonly label?: ReactNode;
}

function Value({ value, level, label }: ValueProps) {
  if (!isTree(value) || inOneLine(value).length <= ONE_LINE) {
    return (
      <div className="json-line">
        {label}
        <Inline value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const isList = Array.isArray(value);
  return (
    <details open={level < OPEN_LEVELS}>
      <summary>
        {label}
        <span className="json-mark">{isList ? '[ ]' : '{ }'}</span>{' '}
        <span className="json-size">
          {entries.length} {isList ? 'items' : 'fields'}
        </span>
      </summary>
      <ul>
        {entries.slice(0, SHOWN_ENTRIES).map(([name, inner]) => (
          <li key={name}>
            <Value value={inner} level={level + 1} label={<span className="json-name">{name}: </span>} />
          </li>
        ))}
        {entries.length > SHOWN_ENTRIES && <li className="json-size">and {entries.length - SHOWN_ENTRIES} more</li>}
      </ul>
    </details>
  );
}

function Inline({ value }: { readonly value: unknown }): ReactNode {
  if (!isTree(value))
    return <span className={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([name, inner], index) => (
    <span key={name}>
      {index > 0 && ', '}
      {!isList && (
        <>
          <span className="json-name">{JSON.stringify(name)}</span>:{' '}
        </>
      )}
      <Inline value={inner} />
    </span>
  ));
  return (
    <>
      {isList ? '[' : '{'}
      {parts}
      {isList ? ']' : '}'}
    </>
  );
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function inOneLine(value: object): string {
  return JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, ' ');
}
