import type { ChangeProblem, ComparedResource, ResourceChange, Update } from './change.js';
import { stays } from './conditional.js';
import { readableValue } from './readable-value.js';

/** Properties that name a resource: where all of them are the same, there can be only one. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPoolDomain': ['Domain'],
  'AWS::Cognito::UserPoolGroup': ['UserPoolId', 'GroupName'],
  'AWS::Cognito::UserPoolIdentityProvider': ['UserPoolId', 'ProviderName'],
  'AWS::Cognito::UserPoolResourceServer': ['UserPoolId', 'Identifier'],
  'AWS::DynamoDB::Table': ['TableName'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName'],
  'AWS::IAM::OIDCProvider': ['Url'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::IAM::SAMLProvider': ['Name'],
  'AWS::IoT::Policy': ['PolicyName'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::WAFv2::WebACL': ['Name', 'Scope'],
};

/** A resource is made before the one in whose place it comes is deleted, so a name that both have is taken. */
export function namesTaken(change: ResourceChange, { deployed, changes }: Update): readonly ChangeProblem[] {
  const { logicalId, type, effect, after } = change;
  if (!after || !['added', 'replaced', 'may-be-replaced'].includes(effect)) return [];
  const name = nameOf(after);
  const isNew = (id: string) => changes.some((one) => one.logicalId === id && !stays(one));
  // In another pool the same name is free.
  if (name === undefined || referredTo(name.values).some(isNew)) return [];
  const owner = Object.entries(deployed).find(([, one]) => one.Type === type && nameOf(one)?.key === name.key);
  if (owner === undefined) return [];
  const [ownerId] = owner;
  const because = ownerId === logicalId ? 'it has to be replaced, and' : `it comes under another logical ID, and`;
  return [
    {
      code: 'NameTaken',
      kind: 'refused',
      says: `${because} CloudFormation makes the new one while <${ownerId}> still has the name "${readableValue(name.values.at(-1))}"`,
      instead: `give it another name, or leave <${ownerId}> as it is deployed`,
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html',
    },
  ];
}

function nameOf({ Type, Properties = {} }: ComparedResource) {
  const values = NAMES[Type]?.map((property) => Properties[property]);
  // Without a name of its own CloudFormation makes one up.
  if (values === undefined || values.some((value) => value === undefined)) return undefined;
  return { values, key: JSON.stringify(values) };
}

function referredTo(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Ref') return [String(argument)];
    if (key === 'Fn::GetAtt') return [String([argument].flat()[0])];
    return referredTo(argument);
  });
}
