import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { callAttachPolicy } from '../../journey/clients/attach-policy-client.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../support/synthesized-assembly.js';

const AMR = 'cognito-identity.amazonaws.com:amr';

/** The default stack, its users' role with one statement more. */
function stackWith(statement: (template: EditableTemplate) => object) {
  return synthesizedAssembly((template) => {
    const policies = Object.values(template.Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.PolicyDocument).includes('execute-api:Invoke'),
    );
    if (policies.length !== 1) throw new Error(`${policies.length} roles may call the API`);
    policies[0]?.Properties.PolicyDocument.Statement.push(statement(template));
  });
}

/** The role of signed-in users, as the template refers to it. */
function usersRole({ Resources }: EditableTemplate): object {
  const attachment = Object.values(Resources).find(({ Type }) => Type === 'AWS::Cognito::IdentityPoolRoleAttachment');
  return attachment?.Properties.Roles.authenticated;
}

const denied = (Condition: object) => ({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*', Condition });

describe('a Deny in the role of signed-in users', () => {
  it.each<{ title: string; statement: (template: EditableTemplate) => object; refused: boolean }>([
    {
      title: 'of the role itself is felt by its sessions',
      statement: (template) => denied({ ArnEquals: { 'aws:PrincipalArn': usersRole(template) } }),
      refused: true,
    },
    {
      title: 'of everybody who came by a user pool is felt',
      statement: () => denied({ 'ForAnyValue:StringLike': { [AMR]: 'cognito-idp.*:CognitoSignIn:*' } }),
      refused: true,
    },
    {
      title: 'of everybody but a user pool is not',
      statement: () => denied({ 'ForAllValues:StringNotLike': { [AMR]: 'cognito-idp.*' } }),
      refused: false,
    },
    {
      title: 'of all but what a missing tag names is felt',
      statement: () => ({
        Effect: 'Deny',
        Action: 'execute-api:Invoke',
        NotResource: 'arn:aws:execute-api:us-east-1:111122223333:${aws:PrincipalTag/api}/*',
      }),
      refused: true,
    },
  ])('$title', async ({ statement, refused }) => {
    const sandbox = await runningSandbox({ assembly: stackWith(statement) });
    try {
      const { credentials } = await signedInUser(sandbox);
      const call = callAttachPolicy(sandboxTarget(sandbox), { method: 'POST', credentials });
      if (refused) await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' });
      else await expect(call).resolves.toHaveProperty('policyName');
    } finally {
      await sandbox.stop();
    }
  });

  it.each<{ title: string; statement: object; words: string }>([
    {
      title: 'a wildcard for the service',
      statement: { Effect: 'Deny', Action: 'iot:Publish', Resource: 'arn:aws:*:us-east-1:111122223333:topic/a' },
      words: 'whose service is not written out',
    },
    {
      title: 'a key of several values and no set operator',
      statement: denied({ StringEquals: { [AMR]: 'authenticated' } }),
      words: 'needs ForAnyValue: or ForAllValues:',
    },
  ])('that has $title does not boot', async ({ statement, words }) => {
    await expect(runningSandbox({ assembly: stackWith(() => statement) })).rejects.toThrow(words);
  });
});
