import type { Decision } from '../../../contract/decision.js';
import { createClock, type MovableClock } from '../../../sandbox/base/clock.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import type { PolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { createAuthorizeDataPlane } from '../../../sandbox/iot/data-plane.js';
import { createIotPolicies, emptyIotPolicies } from '../../../sandbox/iot/policies/iot-policies.js';
import { createPropagation } from '../../../sandbox/iot/policies/propagation.js';
import { createPolicyAttachments, emptyPolicyAttachments } from '../../../sandbox/iot/policy-attachments.js';
import { createThings, emptyThings } from '../../../sandbox/iot/things.js';
import { type Random, seededRandom } from '../../support/seeded-random.js';
import { identityId, parse } from '../iam/policies.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
const begun = Date.parse('2026-11-30T12:00:00Z');
const arn = (name: string) => `arn:aws:iot:us-east-1:111122223333:topic/${name}`;
const inMinutes = (minutes: number) => new Date(begun + minutes * 60_000).toISOString();

/** Statements of all that a decision may rest on: the identity, the thing, the address, session tags, the time. */
function statement(random: Random, withTime: boolean): object {
  const Effect = random.below(4) === 0 ? 'Deny' : 'Allow';
  const Action = random.pick(['iot:*', 'iot:Publish', 'iot:Receive']);
  const Resource = random.pick([
    '*',
    arn('a/*'),
    arn('${cognito-identity.amazonaws.com:sub}/*'),
    arn('${iot:Connection.Thing.ThingName}/*'),
    arn('${iot:ClientId}/*'),
    ...(withTime ? [arn('b/${aws:CurrentTime}')] : []),
  ]);
  const Condition = random.pick([
    undefined,
    undefined,
    { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    ...(withTime
      ? [
          { DateLessThan: { 'aws:CurrentTime': inMinutes(random.below(60)) } },
          { NumericGreaterThan: { 'aws:EpochTime': String(begun / 1000 + random.below(3600)) } },
        ]
      : []),
    { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } },
  ]);
  return { Effect, Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

const statements = (random: Random, withTime = true) =>
  Array.from({ length: 1 + random.below(3) }, () => statement(random, withTime));
const text = (random: Random) => JSON.stringify({ Version: '2012-10-17', Statement: statements(random) });

/** One that has no time of its own: it stands until it is moved. */
function standingClock(): MovableClock {
  const clock = createClock();
  let time = begun;
  return {
    ...clock,
    now: () => time,
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}

/** @param roleWithTime otherwise only the attached policies look at the clock */
function newPlace(random: Random, roleWithTime: boolean) {
  const clock = standingClock();
  const propagation = createPropagation(clock);
  const policies = createIotPolicies({ settings: [], state: emptyIotPolicies(), clock, propagation });
  for (const name of ['P', 'Q']) policies.create(name, text(random), []);
  const attachments = createPolicyAttachments({
    policies,
    state: emptyPolicyAttachments(),
    region: 'us-east-1',
    propagation,
  });
  const things = createThings({ state: emptyThings(), region: 'us-east-1' });
  things.create('press');
  const decisions = createDecisionLog(clock.now);
  const authorize = createAuthorizeDataPlane({ attachments, things, decisions, clock });
  const cognito = {
    identityId,
    identityPoolId: 'pool',
    authenticationType: 'authenticated' as const,
    amr: ['authenticated'],
    authenticationProvider: '',
  };
  const documents: PolicyDocument[] = [parse({ Effect: 'Allow', Action: 'iot:*', Resource: '*' })];
  const principal = { accountId: '1', arn: 'a', roleArn: 'r', userId: 'u', tags: { team: 'red' }, documents, cognito };
  const guest = { ...principal, cognito: { ...cognito, authenticationType: 'unauthenticated' as const } };

  /** Changes one thing that decisions rest on. */
  const edit = () => {
    const name = random.pick(['P', 'Q']);
    const edits = [
      () => attachments.attach(name, identityId),
      () => attachments.detach(name, identityId),
      () => {
        for (const { versionId } of policies.get(name).versions)
          if (versionId !== policies.get(name).defaultVersionId) policies.deleteVersion(name, versionId);
        policies.createVersion(name, text(random), true);
      },
      () => documents.splice(0, documents.length, parse(...statements(random, roleWithTime))),
      () => documents.push(parse(...statements(random, roleWithTime))),
      () => things.attach('press', identityId),
      () => things.detach('press', identityId),
      () => propagation.setDelay(random.pick([0, 60])),
      () => clock.advance(random.below(600_000)),
      () => clock.advance(random.pick([1, 999, 1000])),
    ];
    random.pick(edits)();
  };
  return { authorize, decisions, principals: [principal, guest], edit };
}

/** What was decided, by whom and why, without number and time. */
function essence(decision: Decision | undefined): string {
  return JSON.stringify({ ...decision, number: 0, time: '' });
}

describe('a decision that was made before', () => {
  it('is the same as if it were made again, whatever is changed', () => {
    const random = seededRandom(SEED);
    const seen = { remembered: 0, Allow: 0, ExplicitDeny: 0, ImplicitDeny: 0 };
    for (let round = 0; round < 30; round += 1) {
      const { authorize, decisions, principals, edit } = newPlace(random, round % 2 === 0);
      const questions = ['a/1', 'b/1', 'press/1', `${identityId}/1`].flatMap((name) =>
        principals.flatMap((principal) =>
          ['iot:Publish', 'iot:Receive'].map((action) => ({
            principal,
            request: {
              action,
              resource: arn(name),
              clientId: random.pick(['press', 'other', undefined]),
              sourceIp: random.pick(['10.1.1.1', '192.0.2.1', undefined]),
            },
          })),
        ),
      );
      const before = new Map<object, object>();
      for (let step = 0; step < 25; step += 1) {
        edit();
        for (const { principal, request } of questions) {
          const told = authorize(principal, request);
          // A request that was never put has nothing to be remembered by.
          const made = authorize(principal, { ...request });
          if (essence(told) !== essence(made)) {
            expect({ seed: SEED, round, step, ...told }).toEqual({ seed: SEED, round, step, ...made });
          }
          if (before.get(request) === told) seen.remembered += 1;
          before.set(request, told);
          for (const { effect } of told.layers) seen[effect] += 1;
        }
      }
      const logged = decisions.entries();
      expect(logged.map(({ number }) => number)).toEqual(logged.map((_, index) => index + 1));
      for (let index = 0; index < logged.length; index += 2) {
        expect(essence(logged[index])).toBe(essence(logged[index + 1]));
        expect(logged[index]?.time).toBe(logged[index + 1]?.time);
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  });
});
