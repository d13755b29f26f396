import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

export const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** A role that a service may write to CloudWatch Logs with. */
export function loggingRole(name: string, service = 'iot.amazonaws.com', policies: object[] = []) {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      },
      ...(policies.length > 0
        ? { Policies: policies }
        : { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSIoTLogging'] }),
    },
  };
}

/** The default stack with a role `IotLogging`, which AWS IoT may write its log with. */
export function withLoggingRole(edit: (template: EditableTemplate) => void = () => undefined) {
  return synthesizedAssembly((template) => {
    template.Resources.IotLogging = loggingRole('IotLogging');
    edit(template);
  });
}

/** Adds a statement to the role of signed-in users. */
export function allowUsers(template: EditableTemplate, statement: object): void {
  const policies = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy');
  const ofUsers = policies.find(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes('iot:Connect'));
  if (ofUsers === undefined) throw new Error('no policy of the role lets users connect');
  ofUsers.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', ...statement });
}
