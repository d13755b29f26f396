import { useEffect, useState } from 'react';
import type { SettingsHint } from '../../contract/console-actions.js';
import type { Decision } from '../../contract/decision.js';
import { useOperator } from './use-console.js';

/** What would allow what was refused. That there is nothing to say is no fault. */
export function useHint(decision: Pick<Decision, 'number' | 'allowed'> | undefined): SettingsHint | undefined {
  const operator = useOperator();
  const [told, setTold] = useState<{ readonly of: number; readonly hint: SettingsHint }>();
  const number = decision?.allowed === false ? decision.number : undefined;
  useEffect(() => {
    if (number === undefined) return;
    operator.act('settings-hint', { decision: number }).then(
      ({ hint }) => setTold({ of: number, hint }),
      () => setTold(undefined),
    );
  }, [operator, number]);
  return told?.of === number ? told?.hint : undefined;
}
