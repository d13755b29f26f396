import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DetachPolicyCommand,
} from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import type { Ended } from '../support/run-command.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

/** A sandbox with a user whose app has called. */
export interface Patient {
  readonly sandbox: Sandbox;
  readonly identityId: string;
  /** Of another user of the same stack. */
  readonly otherIdentityId: string;
  /** Runs another command in the sandbox. */
  readonly command: (...args: string[]) => Promise<Ended>;
  /** Arguments of the command for the outputs as an app has them, with something wrong in them. */
  readonly withOutputs: (wrong: Readonly<Record<string, string>>) => readonly string[];
}

export interface PlantedFault {
  readonly fault: string;
  readonly title: string;
  /** What the verdict says, besides. */
  readonly text?: RegExp;
  /** Changes what was synthesized. */
  readonly edit?: (template: EditableTemplate) => void;
  /** Does what is wrong, and says what else the doctor is asked. */
  readonly plant: (patient: Patient) => Promise<readonly string[]> | readonly string[];
}

export const EMAIL = 'ada@example.com';
export const ofUser = ['--user', EMAIL];
const allow = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) });

/** What goes wrong when one connects, publishes and subscribes, as docs/errors.md and the README's "When it fails" have it. */
export const connecting: readonly PlantedFault[] = [
  {
    fault: 'PolicyNotAttached',
    title: 'no policy is attached',
    async plant({ sandbox, identityId: target }) {
      const { iot } = iotClients(sandbox);
      await iot.send(new DetachPolicyCommand({ policyName: sandbox.outputs.IotPolicyName, target }));
      return ofUser;
    },
  },
  {
    fault: 'ClientIdNotAllowed',
    title: 'the client ID is of another form',
    plant: () => [...ofUser, '--client-id', 'my-phone'],
  },
  {
    fault: 'ClientIdForeign',
    title: "the client ID is somebody else's",
    plant: ({ otherIdentityId }) => [...ofUser, '--client-id', otherIdentityId],
  },
  {
    fault: 'PublishNotInRole',
    title: 'the topic is not in the role',
    plant: () => [...ofUser, '--publish', 'elsewhere/a'],
  },
  {
    fault: 'PublishNotInIotPolicy',
    title: 'the topic is not in the IoT policy',
    async plant({ sandbox }) {
      const { iot } = iotClients(sandbox);
      const policyDocument = allow({ Action: 'iot:Connect', Resource: '*' });
      const { IotPolicyName: policyName } = sandbox.outputs;
      await iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }));
      return [...ofUser, '--publish', 'rooms/1'];
    },
  },
  {
    fault: 'FilterNotInRole',
    title: 'the filter is not allowed',
    plant: () => [...ofUser, '--subscribe', 'elsewhere/#'],
  },
  {
    fault: 'ReceiveNotInRole',
    title: 'one may subscribe, and receive nothing',
    plant: () => [...ofUser, '--subscribe', 'rooms/closed/1'],
  },
  {
    fault: 'RetainNotInRole',
    title: 'one may publish, and retain nothing',
    plant: () => [...ofUser, '--publish', 'rooms/1', '--retain'],
  },
  {
    fault: 'Guest',
    title: 'it is a guest',
    async plant({ sandbox }) {
      const { identityId } = await awsClients(sandbox).identity();
      return ['--identity', identityId, '--publish', 'rooms/1'];
    },
  },
  {
    fault: 'DeniedByIotPolicy',
    title: 'another policy denies it',
    async plant({ sandbox, identityId: target }) {
      const { iot } = iotClients(sandbox);
      const policyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'iot:Publish', Resource: '*' }],
      });
      await iot.send(new CreatePolicyCommand({ policyName: 'quiet', policyDocument }));
      await iot.send(new AttachPolicyCommand({ policyName: 'quiet', target }));
      return [...ofUser, '--publish', 'rooms/1'];
    },
    text: /^a Deny of quiet forbids Publish /,
  },
  {
    fault: 'EndpointNotAts',
    title: 'the endpoint is no ATS one',
    plant: ({ withOutputs }) => withOutputs({ IotEndpoint: 'abcdef.iot.us-east-1.amazonaws.com' }),
  },
];

export const aroundIt: readonly PlantedFault[] = [
  {
    fault: 'GroupChanged',
    title: 'the user has come into another group',
    async plant({ sandbox }) {
      const { UserPoolId } = sandbox.outputs;
      const member = { UserPoolId, Username: EMAIL, GroupName: 'operators' };
      await awsClients(sandbox).users.send(new AdminAddUserToGroupCommand(member));
      return [...ofUser, '--publish', 'machines/1'];
    },
  },
  {
    fault: 'BoundaryForbids',
    title: "the role's permissions boundary does not allow it",
    edit({ Resources }) {
      const policy = { Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' };
      Resources.Boundary = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [policy] } },
      };
      for (const { Type, Properties } of Object.values(Resources)) {
        const trust = JSON.stringify(Properties?.AssumeRolePolicyDocument ?? '');
        const ofUsers = Type === 'AWS::IAM::Role' && trust.includes('"authenticated"');
        if (ofUsers) Properties.PermissionsBoundary = { Ref: 'Boundary' };
      }
    },
    plant: () => [...ofUser, '--publish', 'rooms/1'],
  },
  {
    fault: 'TemporaryPasswordExpired',
    title: 'the temporary password has expired',
    async plant({ sandbox }) {
      const { UserPoolId } = sandbox.outputs;
      const password = { UserPoolId, Username: EMAIL, Password: 'For-The-Time-Being-1', Permanent: false };
      await awsClients(sandbox).users.send(new AdminSetUserPasswordCommand(password));
      sandbox.clock.advance(8 * 24 * 3_600_000);
      return ofUser;
    },
  },
  {
    fault: 'UserDisabled',
    title: 'the user is disabled',
    async plant({ sandbox }) {
      const { UserPoolId } = sandbox.outputs;
      await awsClients(sandbox).users.send(new AdminDisableUserCommand({ UserPoolId, Username: EMAIL }));
      return ofUser;
    },
  },
  {
    fault: 'PolicyLimitReached',
    title: 'ten other policies are attached',
    async plant({ sandbox, identityId: target }) {
      const { iot } = iotClients(sandbox);
      await iot.send(new DetachPolicyCommand({ policyName: sandbox.outputs.IotPolicyName, target }));
      const policyDocument = allow({ Action: 'iot:Connect', Resource: '*' });
      for (let number = 0; number < 10; number += 1) {
        await iot.send(new CreatePolicyCommand({ policyName: `p${number}`, policyDocument }));
        await iot.send(new AttachPolicyCommand({ policyName: `p${number}`, target }));
      }
      return ofUser;
    },
  },
  {
    fault: 'EndpointOfOtherRegion',
    title: "the endpoint is another Region's",
    plant: ({ withOutputs }) => withOutputs({ IotEndpoint: 'abcdef-ats.iot.eu-west-1.amazonaws.com' }),
  },
  {
    fault: 'Revoked',
    title: 'an operator has revoked the user',
    async plant({ command }) {
      expect(await command('revoke', EMAIL)).toMatchObject({ code: 0 });
      return ofUser;
    },
  },
  {
    fault: 'FunctionBroken',
    title: 'the function may not attach',
    edit({ Resources }) {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type !== 'AWS::IAM::Policy') continue;
        for (const statement of Properties.PolicyDocument.Statement) {
          if ([statement.Action].flat().includes('iot:AttachPolicy')) statement.Action = 'iot:ListAttachedPolicies';
        }
      }
    },
    plant: () => ofUser,
  },
  {
    fault: 'StageGone',
    title: 'the stage of the API is gone',
    plant({ sandbox, withOutputs }) {
      const url = sandbox.outputs.AttachPolicyUrl ?? '';
      return withOutputs({ AttachPolicyUrl: url.replace(/\/[^/]+\/attach-policy$/, '/before/attach-policy') });
    },
  },
];
