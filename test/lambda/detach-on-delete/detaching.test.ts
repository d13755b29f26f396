import { awsError, type Call, createFakeIot, type FakeIotProps, identities, identity, listed } from './fake-iot.js';

const fiveMinutes = 300_000;
const hour = 3_600_000;

function attachedTo(targets: readonly string[], props: FakeIotProps = {}) {
  const fake = createFakeIot(props);
  fake.policy('Users', targets);
  return fake;
}

describe('deleting the resource that detaches an IoT policy', () => {
  it('detaches every target of every page, and gives AWS five minutes until the policy can be deleted', async () => {
    const { stack, targets, detached, passed } = attachedTo(identities(600));
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Users' });
    expect(targets('Users')).toEqual([]);
    expect(detached()).toEqual(identities(600));
    // Not above AWS's 15 a second, and not far below.
    expect(passed()).toBeGreaterThan(fiveMinutes + (600 / 15) * 1000);
    expect(passed()).toBeLessThan(fiveMinutes + 75_000);
  });

  it('does not succeed while somebody is attached who was attached anew meanwhile', async () => {
    let times = 20;
    const again = ({ name, target }: Call) => {
      return name === 'DetachPolicy' && target === identity(1) && times-- > 0 ? 'ignored' : undefined;
    };
    const { stack, targets, detached } = attachedTo(identities(3), { answer: again });
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect(targets('Users')).toEqual([]);
    expect(detached().filter((target) => target === identity(1)).length).toBe(21);
  });

  it('begins the five minutes anew where somebody is attached during them', async () => {
    let late = false;
    const fake = attachedTo(identities(1), {
      answer() {
        if (fake.passed() > 200_000 && !late) {
          late = true;
          fake.attach('Users', identity(9));
        }
        return undefined;
      },
    });
    expect(await fake.stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect(fake.targets('Users')).toEqual([]);
    expect(fake.passed()).toBeGreaterThan(200_000 + fiveMinutes);
  });

  it('waits for nothing where nobody was attached', async () => {
    const { stack, passed } = attachedTo([]);
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS', calls: 1 });
    expect(passed()).toBeLessThan(1000);
  });

  it('has nothing to do where the policy is gone', async () => {
    const { stack, detached } = createFakeIot();
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect(detached()).toEqual([]);
  });

  it('leaves everybody attached where the policy is not to be deleted any more', async () => {
    const { stack, untag, targets } = attachedTo(identities(2));
    untag('Users');
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect(targets('Users')).toEqual(identities(2));
  });

  it.each([
    { where: 'refuses the identity ID', bare: awsError('InvalidRequestException') },
    { where: 'does not find the identity ID', bare: awsError('ResourceNotFoundException') },
    { where: 'takes the identity ID and does nothing', bare: 'ignored' as const },
  ])('detaches a target as it is listed where IoT $where', async ({ bare }) => {
    const fake = attachedTo([identity(1)], {
      answer({ name, target }) {
        if (name !== 'DetachPolicy') return undefined;
        if (target === listed(1)) fake.policy('Users', []);
        return target === listed(1) ? undefined : bare;
      },
    });
    expect(await fake.stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect([fake.targets('Users'), fake.detached()]).toEqual([[], [identity(1), listed(1)]]);
    // Thousands that are refused must not wait for the next round.
    const [first, second] = fake.calls.filter(({ name }) => name === 'DetachPolicy').map(({ at }) => at);
    if (bare !== 'ignored') expect((second ?? hour) - (first ?? 0)).toBeLessThan(1000);
  });

  it('detaches certificates and thing groups by their ARNs', async () => {
    const certificate = 'arn:aws:iot:eu-west-1:111122223333:cert/abc';
    const { stack, targets, detached } = attachedTo([certificate]);
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
    expect([targets('Users'), detached()]).toEqual([[], [certificate]]);
  });

  it.each(['ListTagsForResource', 'ListTargetsForPolicy', 'DetachPolicy'])(
    'goes on after AWS throttled, failed or did not answer %s',
    async (operation) => {
      const errors = ['ThrottlingException', 'InternalFailureException', 'TimeoutError', 'ServiceUnavailableException'];
      const answer = ({ name }: Call) =>
        name === operation && errors.length > 0 ? awsError(errors.shift() ?? '') : undefined;
      const { stack, targets } = attachedTo(identities(3), { answer });
      expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
      expect(targets('Users')).toEqual([]);
    },
  );
});

it('stays within the time of each invocation where AWS lists slowly', async () => {
  // Sixteen pages of 20 seconds each are more than one invocation has.
  const { stack, targets } = attachedTo(identities(4000), { latency: 20_000 });
  expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
  expect(targets('Users')).toEqual([]);
});

describe('deleting it fails, and says why,', () => {
  it('at once where nobody could detach so many in an hour, naming the command that goes on', async () => {
    const { stack, passed, detached, calls: asked } = attachedTo(identities(60_000));
    const { Status, Reason, calls } = await stack.remove('Users');
    expect([Status, calls]).toEqual(['FAILED', 0]);
    expect(Reason).toMatch(/IoT policy Users is attached to more than 39000 identities/);
    expect(Reason).toContain('"npx cognito-iot detach-all --stack MyStack"');
    expect(Reason).toContain('--retain-resources Detachment');
    expect(detached()).toEqual([]);
    // 157 pages of 250 are enough to know.
    expect(asked.filter(({ name }) => name === 'ListTargetsForPolicy')).toHaveLength(157);
    expect(passed()).toBeLessThan(20_000);
  });

  it.each(['ListTagsForResource', 'ListTargetsForPolicy', 'DetachPolicy'])(
    'at once where the function may not call %s',
    async (operation) => {
      const denied = awsError('AccessDeniedException', `not authorized to perform: iot:${operation}`);
      const answer = ({ name }: Call) => (name === operation ? denied : undefined);
      const { stack, targets, lines } = attachedTo(identities(20), { answer });
      const { Status, Reason } = await stack.remove('Users');
      expect(Status).toBe('FAILED');
      expect(Reason).toMatch(`AccessDeniedException: not authorized to perform: iot:${operation}`);
      expect(Reason).toContain('my-logs');
      // The stack belongs into the log.
      expect(Reason).not.toMatch(/\n {4}at /);
      expect(lines.at(-1)).toMatchObject({ event: 'failed', stack: expect.stringMatching(/\n {4}at /) });
      expect(targets('Users')).toHaveLength(20);
    },
  );

  it('where AWS finds no tags of a policy that it has', async () => {
    const answer = ({ name }: Call) =>
      name === 'ListTagsForResource' ? awsError('ResourceNotFoundException') : undefined;
    const { stack, targets } = attachedTo(identities(1), { answer });
    const { Status, Reason } = await stack.remove('Users');
    expect([Status, Reason]).toEqual(['FAILED', expect.stringContaining('finds nothing at arn:aws:iot')]);
    expect(targets('Users')).toEqual(identities(1));
  });

  it('after all others are detached, where AWS refuses one for good', async () => {
    const answer = ({ name, target }: Call) =>
      name === 'DetachPolicy' && target.endsWith(identity(7))
        ? awsError('InvalidRequestException', 'no such form')
        : undefined;
    const { stack, targets } = attachedTo(identities(50), { answer });
    const { Status, Reason } = await stack.remove('Users');
    expect(Status).toBe('FAILED');
    expect(Reason).toContain(`${listed(7)} (InvalidRequestException: no such form)`);
    expect(targets('Users')).toEqual([identity(7)]);
  });

  it.each(['DetachPolicy', 'ListTargetsForPolicy'])(
    'before the hour is over, where AWS never stops throttling %s',
    async (operation) => {
      const throttled = awsError('ThrottlingException', 'Rate exceeded');
      const answer = ({ name }: Call) => (name === operation ? throttled : undefined);
      const { stack, passed } = attachedTo(identities(2), { answer });
      const { Status, Reason } = await stack.remove('Users');
      expect(Status).toBe('FAILED');
      expect(Reason).toMatch(/within the hour .*ThrottlingException: Rate exceeded.*it goes on where it stopped/);
      expect(passed()).toBeLessThan(hour);
    },
  );
});

it('tells CloudFormation again where the answer got lost', async () => {
  // The framework waits a random time.
  const random = jest.spyOn(Math, 'random').mockReturnValue(0);
  const { stack } = attachedTo(identities(1), { lostAnswers: 3 });
  expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS' });
  random.mockRestore();
});

it('logs neither the URL that answers CloudFormation nor session tokens', async () => {
  const quoted = awsError('InvalidSignatureException', 'x-amz-security-token:SECRET123 of ASIAIOSFODNN7EXAMPLE');
  const { stack, lines } = attachedTo(identities(1), {
    answer: ({ name }) => (name === 'DetachPolicy' ? quoted : undefined),
  });
  const { Reason } = await stack.remove('Users');
  const written = JSON.stringify(lines) + Reason;
  expect(written).toContain('InvalidSignatureException');
  expect(written).not.toMatch(/SECRET123|ASIAIOSF|signature=secret/);
});
