import type { FunctionLogLine } from '../../../contract/console-state.js';
import { Snippet } from '../../parts/snippet.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { useConsole } from '../../state/use-console.js';
import { setOut } from './log-line.js';

/** A line, and what the same request wrote beside. */
export function LogDetail({ logged: { time, functionName, requestId, line } }: { readonly logged: FunctionLogLine }) {
  const all = useConsole('functionLogs');
  const same = requestId === undefined ? [] : all.filter((one) => one.requestId === requestId);
  return (
    <>
      <div className="detail-head">
        <h2>{functionName}</h2>
        <TimeOf time={time} />
      </div>
      <Snippet caption="Line" text={setOut(line)} />
      {requestId !== undefined && (
        <>
          <p>
            Request <code>{requestId}</code>{' '}
            <a href={hashOf({ area: 'requests', query: { text: requestId } })}>Look for it in the API requests</a>
          </p>
          <Snippet
            caption={`All of this request: ${same.length} ${same.length === 1 ? 'line' : 'lines'}`}
            text={same.map((one) => one.line).join('\n')}
          />
        </>
      )}
    </>
  );
}
