import { CreatePolicyCommand, CreatePolicyVersionCommand } from '@aws-sdk/client-iot';
import type { Answer } from '../answer.js';
import { outcome } from '../asking.js';
import { NOTHING } from '../policy-documents.js';
import { IOT_API, IOT_QUOTAS, type Question } from '../question.js';

/** IoT policies, their documents and versions. */
export const DOCUMENT_QUESTIONS: readonly Question[] = [
  {
    id: 'create-policy-twice',
    title: 'What is said to CreatePolicy of a name that is there, with the same document?',
    documented: { says: 'ResourceAlreadyExistsException, 409.', url: `${IOT_API}API_CreatePolicy.html` },
    creates: 'a policy',
    async run({ make, clients }) {
      const policyName = await make.policy(NOTHING);
      return outcome(
        clients.iotOnce.send(new CreatePolicyCommand({ policyName, policyDocument: JSON.stringify(NOTHING) })),
      );
    },
  },
  {
    id: 'sixth-version',
    title: 'What is said to a sixth version of a policy?',
    documented: {
      says: 'VersionsLimitExceededException, 409; five versions.',
      url: `${IOT_API}API_CreatePolicyVersion.html`,
    },
    creates: 'a policy of five versions',
    async run({ make, clients }) {
      const policyName = await make.policy(NOTHING);
      const version = () =>
        clients.iotOnce.send(new CreatePolicyVersionCommand({ policyName, policyDocument: JSON.stringify(NOTHING) }));
      for (let count = 0; count < 4; count += 1) await version();
      return outcome(version());
    },
  },
  {
    id: 'document-2048-characters',
    title: 'Is white space counted among the 2,048 characters of a document?',
    documented: { says: '2,048 characters at most, excluding white space.', url: IOT_QUOTAS },
    creates: 'a policy',
    run: async ({ make }) => outcome(make.policy(documentOf(2048).replaceAll(',', ',\n      '))),
  },
  {
    id: 'document-2049-characters',
    title: 'What is said to one character more?',
    documented: { says: '2,048 characters at most, excluding white space.', url: IOT_QUOTAS },
    run: async ({ make }) => outcome(make.policy(documentOf(2049))),
  },
  {
    id: 'document-no-json',
    title: 'What is said to a document that is no JSON?',
    documented: { says: 'MalformedPolicyException, 400.', url: `${IOT_API}API_CreatePolicy.html` },
    reasoned: 'Its words are not compared: they are those of a parser.',
    run: async ({ make }) => withoutMessage(await outcome(make.policy('{"Version": "2012-10-17"'))),
  },
  {
    id: 'document-multivalued-key-without-set',
    title: 'Is a document taken whose condition compares iot:ConnectAttributes without ForAllValues or ForAnyValue?',
    documented: {
      says: 'A key of several values requires a set operator.',
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    },
    reasoned: 'What happens without one is not said; the sandbox refuses it.',
    creates: 'a policy',
    async run({ make }) {
      const Condition = { StringEquals: { 'iot:ConnectAttributes': ['LastWill'] } };
      return withoutMessage(
        await outcome(make.policy({ ...NOTHING, Statement: [{ ...NOTHING.Statement[0], Condition }] })),
      );
    },
  },
];

/** A document of so many characters, none of them white space. */
function documentOf(characters: number): string {
  const document = (padding: string) =>
    JSON.stringify({
      ...NOTHING,
      Statement: [{ ...NOTHING.Statement[0], Resource: `arn:aws:iot:*:*:topic/${padding}` }],
    });
  return document('x'.repeat(characters - document('').length));
}

function withoutMessage(answer: Answer): Answer {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return answer;
  return { error: answer.error, status: answer.status ?? null };
}
