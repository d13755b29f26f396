import type { ChangeProblem, ComparedResource, ResourceChange, Update } from './change.js';
import { readableValue } from './readable-value.js';

/** What users lose where no resource that is theirs goes: what they came by. */
export function lostWaysIn(change: ResourceChange, update: Update): readonly ChangeProblem[] {
  return [...otherIdentityPool(change), ...lostPages(change, update)];
}

/** Of the function that attaches: an identity pool that is not of the stack goes without a resource that tells of it. */
function otherIdentityPool({ type, before, after }: ResourceChange): ChangeProblem[] {
  const [former, next] = [before, after].map(identityPoolOf);
  if (type !== 'AWS::Lambda::Function' || typeof former !== 'string' || !after || former === next) return [];
  return [
    {
      code: 'IdentityPoolChanged',
      kind: 'loses',
      says:
        `the function takes users of ${readableValue(next ?? 'no identity pool')} from now on, and those of ${former} no ` +
        'more: everybody becomes a new identity, without the topics, attachments and grants of the former one',
      instead: 'leave the identity pool in "existing" as it is deployed',
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html',
    },
  ];
}

function identityPoolOf(resource: ComparedResource | undefined): unknown {
  const { Variables } = (resource?.Properties?.Environment ?? {}) as { readonly Variables?: Record<string, unknown> };
  return Variables?.IDENTITY_POOL_ID;
}

const DOMAIN = 'AWS::Cognito::UserPoolDomain';

/** Of a domain that goes; where another comes, `refusals.ts` tells. */
function lostPages({ type, effect }: ResourceChange, { next }: Update): ChangeProblem[] {
  const goes = effect === 'deleted' || effect === 'left-behind';
  if (type !== DOMAIN || !goes || Object.values(next).some(({ Type }) => Type === DOMAIN)) return [];
  return [
    {
      code: 'HostedSignInLost',
      kind: 'loses',
      says: 'nobody signs in by the hosted pages any more, and so nobody by a provider of the user pool',
      instead:
        'leave signIn for as long as an app sends people there; of a domain that is deleted anybody may take the name',
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html',
    },
  ];
}
