import type { LifecycleRequest } from '../../../lambda/detach-on-delete/plan.js';
import type { Answer } from './provider-framework.js';

export type Send = (request: LifecycleRequest) => Promise<Answer>;

/** CloudFormation's requests for one resource, with the names, properties and order that it has for each operation. */
export function createSimulatedStack(send: Send, region = 'eu-west-1') {
  const arn = (name: string) => `arn:aws:iot:${region}:111122223333:policy/${name}`;
  const properties = (name: string) => ({ PolicyName: name, PolicyArn: arn(name) });
  let requests = 0;
  const common = () => ({
    StackId: `arn:aws:cloudformation:${region}:111122223333:stack/MyStack/guid`,
    RequestId: `request-${++requests}`,
    LogicalResourceId: 'Detachment',
  });
  const remove = (name: string, told = name) =>
    send({ ...common(), RequestType: 'Delete', PhysicalResourceId: name, ResourceProperties: properties(told) });
  const change = (from: string, to: string, PhysicalResourceId = from) =>
    send({
      ...common(),
      RequestType: 'Update',
      PhysicalResourceId,
      ResourceProperties: properties(to),
      OldResourceProperties: properties(from),
    });

  return {
    create: (name: string) => send({ ...common(), RequestType: 'Create', ResourceProperties: properties(name) }),
    /** The update alone; the clean-up, which deletes the former policy, is `remove`. */
    change,
    /** @param told the policy that the properties name, by default the same */
    remove,
  };
}
