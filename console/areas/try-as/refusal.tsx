import { useState } from 'react';
import type { TestClientAnswer } from '../../../contract/console-actions.js';
import type { Decision } from '../../../contract/decision.js';
import { HintView } from '../../layers/hint-view.js';
import { LayersView } from '../../layers/layers-view.js';
import { Outcome } from '../../operator/outcome.js';
import { type Task, useTask } from '../../operator/use-task.js';
import { useIdentityNames } from '../../state/use-console.js';
import { useHint } from '../../state/use-hint.js';

/** Something that a client tried. */
export interface Try extends Pick<Task, 'busy' | 'outcome'> {
  /** The decision that refused it. */
  readonly decision: Decision | undefined;
  run(what: () => Promise<TestClientAnswer>, done: string): Promise<void>;
}

export function useTry(): Try {
  const task = useTask();
  const [decision, setDecision] = useState<Decision>();
  return {
    busy: task.busy,
    outcome: task.outcome,
    decision,
    run(what, done) {
      setDecision(undefined);
      return task.run(async () => {
        const { ok, code, explanation, decision: refusing } = await what();
        if (ok) return;
        setDecision(refusing);
        const told = code === undefined ? 'the connection ended without an answer' : `reason code ${code} of MQTT 5`;
        throw new Error(`Refused (${told}): ${explanation ?? 'AWS IoT does not say why.'}`);
      }, done);
    },
  };
}

/** What the client was told, and which documents said so. */
export function Refusal({ attempt }: { readonly attempt: Try }) {
  const { decision } = attempt;
  const names = useIdentityNames();
  const hint = useHint(decision);
  return (
    <>
      <Outcome task={attempt} />
      {decision !== undefined && (
        <LayersView
          judged={decision}
          who={decision.identityId === undefined ? decision.principal : names.of(decision.identityId)}
        />
      )}
      {hint !== undefined && <HintView hint={hint} />}
    </>
  );
}
