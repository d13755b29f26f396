import { useMemo } from 'react';
import type { FunctionLogLine } from '../../../contract/console-state.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import { useConsole } from '../../state/use-console.js';
import { LogDetail } from './log-detail.js';
import { functionInShort, isFault, lineInShort, withKeys } from './log-line.js';

interface LogRow extends LiveRow {
  readonly logged: FunctionLogLine;
}

/** What the stack's functions wrote. */
export function LogsArea() {
  const lines = useConsole('functionLogs');
  const { stacks } = useConsole('overview');
  const stackNames = useMemo(() => stacks.map(({ name }) => name), [stacks]);
  const rows = useMemo(() => logRows(lines), [lines]);
  return (
    <LiveArea
      area="logs"
      about="What the stack's functions wrote, the newest first."
      refusedWords="Errors only"
      rows={rows}
      renderRow={({ logged: { time, functionName, line }, refused }) => (
        <>
          <TimeOf time={time} />
          {refused === true && <span className="mark bad">error</span>}
          <b className="half" title={functionName}>
            {functionInShort(functionName, stackNames)}
          </b>
          <code className="grow">{lineInShort(line)}</code>
        </>
      )}
      renderDetail={({ logged }) => <LogDetail logged={logged} />}
      announce={({ logged: { functionName, line } }) => `${functionName}: ${line.slice(0, 200)}`}
      empty={
        <EmptyState title="No function has written anything">
          Call the stack's API from your app. What its functions write to the console appears here.
        </EmptyState>
      }
    />
  );
}

function logRows(lines: readonly FunctionLogLine[]): LogRow[] {
  return withKeys(lines)
    .map(([key, logged]) => ({
      key,
      text: `${logged.functionName} ${logged.requestId ?? ''} ${logged.line}`,
      refused: isFault(logged.line),
      logged,
    }))
    .reverse();
}
