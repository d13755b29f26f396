import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IoTClient,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iot';

/** The text of a document that allows these actions on these resources. */
export function documentText(Resource: string | string[] = '*', Action: string | string[] = 'iot:Publish'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}

/** What is asked of a client about policies, in a line each. */
export function policyCalls(iot: IoTClient) {
  return {
    create: (policyName: string, policyDocument = documentText()) =>
      iot.send(new CreatePolicyCommand({ policyName, policyDocument })),
    createVersion: (policyName: string, policyDocument = documentText(), setAsDefault?: boolean) =>
      iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault })),
    get: (policyName: string) => iot.send(new GetPolicyCommand({ policyName })),
    getVersion: (policyName: string, policyVersionId: string) =>
      iot.send(new GetPolicyVersionCommand({ policyName, policyVersionId })),
    setDefault: (policyName: string, policyVersionId: string) =>
      iot.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId })),
    deleteVersion: (policyName: string, policyVersionId: string) =>
      iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId })),
    delete: (policyName: string) => iot.send(new DeletePolicyCommand({ policyName })),
    attach: (policyName: string, target: string) => iot.send(new AttachPolicyCommand({ policyName, target })),
    detach: (policyName: string, target: string) => iot.send(new DetachPolicyCommand({ policyName, target })),
    /** Versions as `2*`, `1`: the default one has a star. */
    async versions(policyName: string) {
      const { policyVersions = [] } = await iot.send(new ListPolicyVersionsCommand({ policyName }));
      return policyVersions.map(({ versionId, isDefaultVersion }) => `${versionId}${isDefaultVersion ? '*' : ''}`);
    },
    async names(input: ListPoliciesCommandInput = {}) {
      const { policies = [], nextMarker } = await iot.send(new ListPoliciesCommand(input));
      return { names: policies.map(({ policyName }) => policyName), nextMarker };
    },
  };
}
