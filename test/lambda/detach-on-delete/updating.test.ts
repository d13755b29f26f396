import { awsError, type Call, createFakeIot, identities, identity } from './fake-iot.js';

describe('creating and updating the resource that detaches an IoT policy', () => {
  it('calls nothing, and takes the name of the policy for its own', async () => {
    const { stack, calls } = createFakeIot();
    expect(await stack.create('Users')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Users' });
    expect(await stack.change('Users', 'Users')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Users' });
    expect(calls).toEqual([]);
  });
});

describe('a policy that gets another name', () => {
  const renamed = (count: number, answer?: (call: Call) => Error | undefined, lambdaTimeout?: number) => {
    const fake = createFakeIot({ ...(answer && { answer }), ...(lambdaTimeout && { lambdaTimeout }) });
    fake.policy('Users', identities(count));
    fake.policy('Renamed', []);
    return fake;
  };

  it('is on all 1,000 before the former is detached, over several time-outs, one failing at first', async () => {
    let failures = 3;
    const failing = ({ name, target }: Call) =>
      name === 'AttachPolicy' && target === identity(7) && failures-- > 0
        ? awsError('InternalFailureException')
        : undefined;
    const { stack, targets } = renamed(1000, failing, 60_000);
    const update = await stack.change('Users', 'Renamed');
    expect(update).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Renamed' });
    expect(update.calls).toBeGreaterThan(5);
    expect(targets('Users')).toEqual(identities(1000));
    expect(targets('Renamed').sort()).toEqual(identities(1000));
    // CloudFormation's clean-up.
    expect(await stack.remove('Users')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Users' });
    expect(targets('Users')).toEqual([]);
    expect(targets('Renamed').sort()).toEqual(identities(1000));
  });

  it('is never what the clean-up detaches, even if it were the name in the request', async () => {
    const { stack, targets } = renamed(5);
    await stack.change('Users', 'Renamed');
    expect(await stack.remove('Users', 'Renamed')).toMatchObject({ Status: 'SUCCESS' });
    expect([targets('Users'), targets('Renamed').sort()]).toEqual([[], identities(5)]);
  });

  it('is on those too who were attached to the former while everybody was moved', async () => {
    let moved = Number.POSITIVE_INFINITY;
    const fake = renamed(2, ({ name, at }) => {
      if (name === 'ListTargetsForPolicy' && fake.targets('Renamed').length === 2) moved = Math.min(moved, at);
      // The function may run for 28 seconds, and began with the former name.
      if (at - moved > 25_000) fake.attach('Users', identity(9));
      return undefined;
    });
    expect(await fake.stack.change('Users', 'Renamed')).toMatchObject({ Status: 'SUCCESS' });
    expect(fake.targets('Renamed').sort()).toEqual([...identities(2), identity(9)]);
  });

  it.each(['Renamed', 'Users'])(
    'leaves everybody with the former where the update is rolled back, in a request that names %s',
    async (physicalId) => {
      const { stack, attach, targets } = renamed(5);
      await stack.change('Users', 'Renamed');
      // Attached by the function, which knew the new name already.
      attach('Renamed', identity(9));
      const rolledBack = await stack.change('Renamed', 'Users', physicalId);
      expect(rolledBack).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Users' });
      expect(await stack.remove('Renamed')).toMatchObject({ Status: 'SUCCESS' });
      expect(targets('Renamed')).toEqual([]);
      expect(targets('Users').sort()).toEqual([...identities(5), identity(9)]);
    },
  );

  it('keeps the former where an identity has ten policies already, and says whose', async () => {
    const full = ({ name, target }: Call) =>
      name === 'AttachPolicy' && target === identity(2) ? awsError('LimitExceededException', 'ten') : undefined;
    const { stack, targets, passed } = renamed(5, full);
    const { Status, Reason } = await stack.change('Users', 'Renamed');
    expect(Status).toBe('FAILED');
    expect(Reason).toContain(`${identity(2)} (LimitExceededException: ten)`);
    expect(Reason).toContain('ten policies at most');
    expect([targets('Users'), targets('Renamed')]).toEqual([identities(5), identities(5).toSpliced(2, 1)]);
    expect(passed()).toBeLessThan(60_000);
  });

  it('is refused at once where nobody could move so many in an hour', async () => {
    const { stack, targets } = renamed(40_000);
    const { Status, Reason } = await stack.change('Users', 'Renamed');
    expect([Status, Reason]).toEqual(['FAILED', expect.stringContaining('Keep the name of the policy')]);
    expect(targets('Renamed')).toEqual([]);
  });

  it('goes to nobody where the former is gone', async () => {
    const { stack, policy } = createFakeIot();
    policy('Renamed', []);
    expect(await stack.change('Users', 'Renamed')).toMatchObject({ Status: 'SUCCESS', calls: 1 });
  });
});
