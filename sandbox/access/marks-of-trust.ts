import type { AccessPrincipal, Mark } from './access-report.js';
import type { Right } from './right.js';

const COGNITO = /^Federated cognito-identity[.-][\w.-]*amazonaws\.com$/;

/** What is remarkable about who may take a principal's role, and who may invoke a function. */
export function marksOfTrust({ who, kind, role, roleElsewhere: what, trust, invokedBy = [] }: AccessPrincipal): Mark[] {
  if (role === undefined) {
    const words = 'Its role is in no template: here is only what the template adds to it.';
    return [{ code: 'role-not-in-template', where: who, ...(what === undefined ? {} : { what }), words }];
  }
  const trusting = trust.filter(({ effect }) => effect === 'Allow');
  const marks =
    kind === 'function' ? trusting.flatMap(beyondLambda) : trusting.flatMap((right) => ofWebIdentity(right, kind));
  return [...marks, ...invokedBy.flatMap(openPermission)].map((mark) => ({ ...mark, where: who }));
}

type Placeless = Omit<Mark, 'where'>;

function mark(code: string, { document, statement, action, principal = '*' }: Right, words: string): Placeless {
  return { code, document, statement, action, what: principal, words };
}

function beyondLambda(right: Right): Placeless[] {
  if (right.principal === 'Service lambda.amazonaws.com') return [];
  return [mark('trusts-others', right, `${right.principal} may take the function's role, too.`)];
}

function ofWebIdentity(right: Right, kind: AccessPrincipal['kind']): Placeless[] {
  if (!COGNITO.test(right.principal ?? ''))
    return [mark('trusts-others', right, `${right.principal} may take the role, too.`)];
  const values = (name: string) =>
    (right.conditions ?? [])
      .filter(({ key }) => /^cognito-identity/.test(key) && key.endsWith(`:${name}`))
      .flatMap(({ values }) => values);
  const marks: Placeless[] = [];
  if (values('aud').length === 0)
    marks.push(mark('trust-without-aud', right, 'Identities of any identity pool may take the role.'));
  if (values('aud').some((value) => value.includes('*'))) {
    marks.push(mark('trust-without-aud', right, 'Identities of more than one identity pool may take the role.'));
  }
  const amr = values('amr');
  if (amr.length === 0) marks.push(mark('trust-without-amr', right, 'Guests may take the role as signed-in users do.'));
  if (kind !== 'guests' && amr.includes('unauthenticated'))
    marks.push(mark('trusts-guests', right, 'Guests may take the role.'));
  return marks;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html */
function openPermission(right: Right): Placeless[] {
  const { principal = '*', conditions = [] } = right;
  const keys = conditions.map(({ key }) => key);
  if (principal === '*' && keys.length === 0)
    return [mark('anybody-invokes', right, 'Anybody may invoke the function.')];
  const isBound = keys.includes('aws:sourcearn') || keys.includes('aws:sourceaccount');
  if (!principal.startsWith('Service ') || isBound) return [];
  return [
    mark('unbound-permission', right, `${principal} may invoke it for any account: no SourceArn, no SourceAccount.`),
  ];
}
