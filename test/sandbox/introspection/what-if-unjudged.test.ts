import type { Sandbox } from '../../../sandbox/sandbox.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { consoleActor } from './console-actor.js';

describe('what if somebody asked for what cannot be judged', () => {
  let sandbox: Sandbox;
  const act = consoleActor(() => sandbox);
  beforeAll(async () => {
    sandbox = await settingsSandbox(
      {},
      {
        edit(template) {
          const [id] =
            Object.entries(template.Resources).find(
              ([logicalId, { Type }]) => Type === 'AWS::IAM::Role' && /AuthenticatedRole/.test(logicalId),
            ) ?? [];
          const where = { StringEquals: { 's3:prefix': 'theirs' } };
          const statements = [
            { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' },
            { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', Condition: where },
          ];
          const PolicyDocument = { Version: '2012-10-17', Statement: statements };
          template.Resources.More = {
            Type: 'AWS::IAM::Policy',
            Properties: { PolicyName: 'More', PolicyDocument, Roles: [{ Ref: id }] },
          };
        },
      },
    );
  });
  afterAll(() => sandbox.stop());

  it('is told what cannot, and not what was said of another question', async () => {
    const userPoolId = sandbox.outputs.UserPoolId ?? '';
    const password = 'Correct-Horse-7';
    const { answer: made } = await act('users/create', { userPoolId, userName: 'ada@example.com', password });
    const who = { user: { userPoolId, userName: made.userName } };
    const invoke = await act('what-if', {
      who,
      action: 'lambda:InvokeFunction',
      name: 'arn:aws:lambda:a:b:function:c',
    });
    expect(invoke.answer.allowed).toBe(true);
    const list = await act('what-if', { who, action: 's3:ListBucket', name: 'arn:aws:s3:::bucket' });
    expect(list.status).not.toBe(200);
    expect(list.answer).toMatchObject({ message: expect.stringContaining('s3:prefix') });
  });
});
