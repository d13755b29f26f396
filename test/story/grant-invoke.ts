import type { EditableTemplate } from '../support/synthesized-assembly.js';

export const functionName = 'attach-policy';

/** Names the function, and lets every user invoke it, as `function.grantInvoke(role)` does. */
export function grantInvoke({ Resources }: EditableTemplate): void {
  const all = Object.entries(Resources);
  const [id, attachPolicy] = all.find(([, one]) => one.Properties?.Environment?.Variables?.IOT_POLICY_NAME) ?? [];
  if (attachPolicy) attachPolicy.Properties.FunctionName = functionName;
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [id, 'Arn'] } };
  for (const [, { Type, Properties }] of all) {
    if (Type !== 'AWS::IAM::Policy') continue;
    const ofUsers = Properties.Roles.some(({ Ref }: { Ref: string }) => /AuthenticatedRole|Group/.test(Ref));
    if (ofUsers) Properties.PolicyDocument.Statement.push(statement);
  }
}
