import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import type { EditableTemplate } from '../../support/synthesized-assembly.js';
import { ofType, stackWithTrialFunction } from './trial-function.js';

type Resources = EditableTemplate['Resources'];

/** What the resources of a test may name of the default stack. */
export interface StackParts {
  /** `Fn::GetAtt` of the function that does what a request's `x-do` says. */
  readonly functionArn: object;
  /** The same as the `Uri` of a REST API's integration. */
  readonly functionUri: object;
  /** Of the role that the function runs under. */
  readonly functionRoleArn: object;
  /** The role of users who are signed in. */
  readonly role: object;
  readonly roleArn: object;
  readonly userPoolId: object;
  readonly userPoolArn: object;
  readonly userPoolClientId: object;
}

/** The default stack with more APIs, which its users may call if `mayInvoke` says so. */
export function apiStack(
  resources: (parts: StackParts) => Resources,
  { mayInvoke = ['execute-api:Invoke'], outputs = {} }: { mayInvoke?: readonly string[]; outputs?: object } = {},
) {
  return stackWithTrialFunction((template) => {
    const parts = partsOf(template);
    Object.assign(template.Resources, resources(parts), permission(parts.functionArn));
    Object.assign((template as { Outputs?: object }).Outputs ?? {}, outputs);
    if (mayInvoke.length === 0) return;
    template.Resources.UsersMayInvoke = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'UsersMayInvoke',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: mayInvoke, Resource: '*' }],
        },
        Roles: [parts.role],
      },
    };
  });
}

/** A sandbox of that stack with a signed-in user, and how to end both. */
export async function runningApiStack(...given: Parameters<typeof apiStack>) {
  const { assembly, deleteCode } = apiStack(...given);
  const sandbox = await runningSandbox({ assembly }).catch((error: unknown) => {
    deleteCode();
    throw error;
  });
  const user = await signedInUser(sandbox);
  const stop = async () => {
    await sandbox.stop();
    deleteCode();
  };
  return { sandbox, user, stop };
}

/** API Gateway may call the function for any API. */
function permission(functionArn: object): Resources {
  const Properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'apigateway.amazonaws.com',
  };
  return { AnyApiMayInvoke: { Type: 'AWS::Lambda::Permission', Properties } };
}

function partsOf(template: EditableTemplate): StackParts {
  const idOf = (type: string, matching: (properties: { Code: { S3Key: string } }) => boolean = () => true) => {
    const found = Object.entries(template.Resources).find(
      ([, { Type, Properties }]) => Type === type && matching(Properties),
    );
    if (found === undefined) throw new Error(`the template has no ${type}`);
    return found[0];
  };
  const attribute = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
  const functionId = idOf('AWS::Lambda::Function', ({ Code }) => Code.S3Key === 'trial.zip');
  const functionArn = attribute(functionId);
  const roleArn = ofType(template, 'AWS::Cognito::IdentityPoolRoleAttachment')[0]?.Properties.Roles.authenticated;
  const prefix = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/';
  return {
    functionArn,
    functionRoleArn: template.Resources[functionId]?.Properties.Role,
    functionUri: { 'Fn::Join': ['', [prefix, functionArn, '/invocations']] },
    role: { Ref: roleArn['Fn::GetAtt'][0] },
    roleArn,
    userPoolId: { Ref: idOf('AWS::Cognito::UserPool') },
    userPoolArn: attribute(idOf('AWS::Cognito::UserPool')),
    userPoolClientId: { Ref: idOf('AWS::Cognito::UserPoolClient') },
  };
}
