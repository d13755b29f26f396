import type { ChangeEvent } from 'react';
import { ConfirmedButton } from '../../operator/confirmed-button.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { PageHead } from '../../parts/page-head.js';
import { Snippet } from '../../parts/snippet.js';
import { AREAS } from '../../routing/route.js';
import { useOperator } from '../../state/use-console.js';

/** Takes the sandbox back, and keeps it as a file. */
export function KeepingArea() {
  return (
    <div className="stack">
      <PageHead title={AREAS.state}>
        Begin again without a restart, or keep everything as a file and come back to it later.
      </PageHead>
      <div className="columns">
        <ResetCard />
        <SnapshotCard />
      </div>
    </div>
  );
}

function ResetCard() {
  const operator = useOperator();
  const task = useTask();
  const reset = async () => {
    const headers = { 'content-type': 'application/json' };
    await operator.ask('reset-state', { method: 'POST', headers, body: '{}' });
  };
  return (
    <section className="card" aria-label="Reset">
      <h2>Reset</h2>
      <p>
        Everything is again as it was right after the boot: users, identities, attachments, messages, logs, decisions,
        the clock and what is made to fail. Connections end.
      </p>
      <div className="buttons">
        <ConfirmedButton
          question="Press again to reset everything"
          disabled={task.busy}
          onConfirm={() => void task.run(reset, 'The sandbox is as it was after its boot.')}
        >
          Reset the sandbox
        </ConfirmedButton>
      </div>
      <Outcome task={task} />
    </section>
  );
}

function SnapshotCard() {
  const operator = useOperator();
  const task = useTask();
  const download = async () => {
    const response = await operator.ask('snapshot');
    const address = URL.createObjectURL(await response.blob());
    const link = Object.assign(document.createElement('a'), { href: address, download: 'sandbox-snapshot.json' });
    link.click();
    URL.revokeObjectURL(address);
  };
  const upload = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (file === undefined) return;
    const headers = { 'content-type': 'application/json' };
    const restore = async () => {
      await operator.ask('snapshot', { method: 'POST', headers, body: await file.text() });
      target.value = '';
    };
    void task.run(restore, `The sandbox is as ${file.name} has it.`);
  };
  return (
    <section className="card" aria-label="Snapshot">
      <h2>Snapshot</h2>
      <p>Users with their passwords, identities, attachments and what is retained. Keep the file to yourself.</p>
      <div className="buttons">
        <button
          type="button"
          className="button primary"
          disabled={task.busy}
          onClick={() => void task.run(download, 'The snapshot is downloaded.')}
        >
          Download a snapshot
        </button>
      </div>
      <label className="field">
        <span>Restore a snapshot</span>
        <input type="file" accept="application/json,.json" onChange={upload} disabled={task.busy} />
      </label>
      <Outcome task={task} />
      <Snippet
        caption="The same in a terminal"
        text={`npx cognito-iot sandbox snapshot snapshot.json --sandbox ${location.origin}`}
      />
    </section>
  );
}
