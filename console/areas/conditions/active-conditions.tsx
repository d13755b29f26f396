import type { ConsoleSwitches } from '../../../contract/console-state.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { EmptyState } from '../../parts/empty-state.js';
import { useConsole, useOperator } from '../../state/use-console.js';

/** Operations that were called, with what is in force for them. */
export function ActiveConditions() {
  const switches = useConsole('switches');
  const operator = useOperator();
  const task = useTask();
  const rows = conditionRows(switches);
  return (
    <section className="card" aria-label="Operations">
      <h2>Operations</h2>
      {rows.length === 0 ? (
        <EmptyState title="Nothing has been called">Operations are listed here as soon as they are called.</EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it
        <section className="table-frame" tabIndex={0} aria-label="Table of operations">
          <table>
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">Calls</th>
                <th scope="col">Throttled</th>
                <th scope="col">Failed</th>
                <th scope="col">In force</th>
                <th scope="col">
                  <span className="visually-hidden">Take back</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ operation, calls, inForce, isChanged }) => (
                <tr key={operation}>
                  <th scope="row">
                    <code>{operation}</code>
                  </th>
                  <td>{calls?.calls ?? 0}</td>
                  <td>{calls?.throttled ?? 0}</td>
                  <td>{calls?.failed ?? 0}</td>
                  <td>{inForce.join(', ')}</td>
                  <td>
                    {isChanged && (
                      <button
                        type="button"
                        className="button small"
                        onClick={() =>
                          void task.run(() => operator.set('reset', { operation }), `${operation}: as before.`)
                        }
                      >
                        Take back <span className="visually-hidden">what is set for {operation}</span>
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Outcome task={task} />
    </section>
  );
}

/** What is changed first, then by name. */
function conditionRows({ calls, faults, delays, quotas }: ConsoleSwitches) {
  const names = new Set([calls, faults, delays, quotas].flatMap((part) => Object.keys(part)));
  return [...names]
    .map((operation) => {
      const [fault, delay, quota] = [faults[operation], delays[operation], quotas[operation]];
      const inForce = [
        fault !== undefined && `${fault.code} in ${Math.round(fault.rate * 100)} %`,
        delay !== undefined && `${delay.milliseconds} ms later`,
        quota !== undefined && `${quota.perSecond} in a second`,
      ].filter((part) => part !== false);
      const isChanged = fault !== undefined || delay !== undefined || quota?.changed === true;
      return { operation, calls: calls[operation], inForce, isChanged };
    })
    .filter(({ calls: called, isChanged }) => isChanged || (called?.calls ?? 0) > 0)
    .sort((a, b) => Number(b.isChanged) - Number(a.isChanged) || a.operation.localeCompare(b.operation));
}
