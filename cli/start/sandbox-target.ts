import { IoTClient, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import type { Intent } from '../../contract/intent.js';
import type { SandboxViews } from '../../contract/sandbox-views.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { type LocalTarget, USUAL_INTENT } from '../../journey/target.js';
import type { Sandbox, StackAssembly } from '../../sandbox/index.js';

/** Which settings are in force, in the words of the app; undefined for an app of others. */
export function settingsOf({ metadata }: StackAssembly): string | undefined {
  const notes = metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => String(data));
  return notes.find((note) => note.startsWith('Settings in force: '));
}

/** What a sandbox can tell, too. */
export interface SandboxTarget extends LocalTarget {
  readonly confirmationCode: (email: string) => Promise<string>;
  readonly operator: () => Promise<AwsCredentials>;
}

/** The sandbox as the journey sees it: AWS's endpoints, and `/_sandbox/` for what only the mail or an operator knows. */
export function sandboxTarget(
  { url, outputs }: Pick<Sandbox, 'url' | 'outputs'>,
  intent: Intent = USUAL_INTENT,
): SandboxTarget {
  const look = async <View extends keyof SandboxViews>(view: View, query = '') =>
    (await (await fetch(`${url}/_sandbox/${view}${query}`)).json()) as SandboxViews[View];
  const decisions = (since: number) => look('decisions', `?since=${since}`);
  const operator = async (): Promise<AwsCredentials> => {
    const { accessKeyId, secretAccessKey, sessionToken } = await look('operator');
    return { accessKeyId, secretAccessKey, sessionToken };
  };
  return {
    endpoint: url,
    outputs,
    intent,
    operator,
    async deviceGrants() {
      // Only a stack with devices waits for it to load.
      const { grantsOf } = await import('../devices/grants-of.js');
      return grantsOf({ sandbox: url }, () => undefined);
    },
    async confirmationCode(email) {
      const sent = (await look('messages')).filter(({ to }) => to === email);
      const last = sent.at(-1);
      if (last === undefined) throw new Error(`No message was sent to ${email}.`);
      return last.code;
    },
    async attachedPolicies(identityId) {
      const credentials = await operator();
      const client = new IoTClient({ region: outputs.Region ?? '', endpoint: url, credentials });
      const { policies = [] } = await client.send(new ListAttachedPoliciesCommand({ target: identityId }));
      return policies.map(({ policyName = '' }) => policyName);
    },
    decisions: {
      newest: async () => (await decisions(0)).at(-1)?.number ?? 0,
      refusalSince: async (since) => (await decisions(since)).filter(({ allowed }) => !allowed).at(-1)?.reason,
    },
  };
}
