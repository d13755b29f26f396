import { CreatePolicyVersionCommand, DetachPolicyCommand, GetPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { clientOptions } from '../../journey/clients/client-options.js';
import type { JourneyTarget, OperatorGrants } from '../../journey/target.js';

/** The user's own policy that a grant or its end has just written. */
export interface WrittenPolicy {
  read(): Promise<string>;
  write(document: string): Promise<void>;
  detach(): Promise<void>;
}

/** Grants as an operator makes them, and right after each change something else happens to the policy. */
export function spoiltGrants(
  target: JourneyTarget,
  after: Partial<Record<keyof OperatorGrants, (policy: WrittenPolicy) => Promise<void>>>,
): JourneyTarget {
  const changing = (change: keyof OperatorGrants) => async (given: Parameters<OperatorGrants['grant']>[0]) => {
    const done = await (await realGrants(target))[change](given);
    await after[change]?.(await writtenPolicy(target, done));
    return done;
  };
  return { ...target, deviceGrants: async () => ({ grant: changing('grant'), revoke: changing('revoke') }) };
}

async function realGrants({ deviceGrants }: JourneyTarget): Promise<OperatorGrants> {
  if (deviceGrants === undefined) throw new Error('nobody can grant devices here');
  return deviceGrants();
}

async function writtenPolicy(
  target: JourneyTarget,
  { policyName, identityIds }: Awaited<ReturnType<OperatorGrants['grant']>>,
): Promise<WrittenPolicy> {
  const iot = new IoTClient({ ...clientOptions(target), credentials: await target.operator() });
  return {
    async read() {
      const { policyDocument } = await iot.send(new GetPolicyCommand({ policyName }));
      return policyDocument ?? '';
    },
    async write(policyDocument) {
      await iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }));
    },
    async detach() {
      for (const target of identityIds) await iot.send(new DetachPolicyCommand({ policyName, target }));
    },
  };
}
