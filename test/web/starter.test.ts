import { UnreachableConfigurationError } from '../../web/configuration/page-configuration.js';
import { createStarter } from '../../web/start/starter.js';

describe('starting the page', () => {
  it('is ready with what was loaded', async () => {
    const { starter } = starting([() => 'the app']);
    expect(starter.store.get().stage).toEqual({ is: 'loading' });
    await starter.attempt();
    expect(starter.store.get().stage).toEqual({ is: 'ready', app: 'the app' });
  });

  it('tries again by itself while nothing answers, with growing pauses', async () => {
    const nothing = () => {
      throw new UnreachableConfigurationError('http://localhost/x.json');
    };
    const { starter, pauses, goOn } = starting([nothing, nothing, nothing, () => 'the app']);
    await starter.attempt();
    expect(starter.store.get().stage).toEqual({ is: 'unreachable', address: 'http://localhost/x.json' });
    await goOn();
    await goOn();
    expect(pauses).toEqual([1000, 2000, 4000]);
    await goOn();
    expect(starter.store.get().stage).toMatchObject({ is: 'ready' });
  });

  it('does not try twice after somebody has asked for it', async () => {
    const nothing = () => {
      throw new UnreachableConfigurationError('http://localhost/x.json');
    };
    const { starter, goOn, tries } = starting([nothing, () => 'the app', () => 'another']);
    await starter.attempt();
    await starter.attempt();
    await goOn();
    expect(tries()).toBe(2);
    expect(starter.store.get().stage).toEqual({ is: 'ready', app: 'the app' });
  });

  it('stays with what it cannot help itself, and says it', async () => {
    const { starter, pauses } = starting([
      () => {
        throw new Error('No stack has the output.');
      },
    ]);
    await starter.attempt();
    expect(starter.store.get().stage).toEqual({ is: 'wrong', message: 'No stack has the output.' });
    expect(pauses).toEqual([]);
  });
});

function starting(loads: (() => string)[]) {
  const pauses: number[] = [];
  let retry = () => {};
  let tries = 0;
  const starter = createStarter({
    load: async () => {
      tries += 1;
      return loads.shift()?.() ?? '';
    },
    again: (milliseconds, once) => {
      pauses.push(milliseconds);
      retry = once;
    },
  });
  const goOn = async () => {
    retry();
    await new Promise(setImmediate);
  };
  return { starter, pauses, goOn, tries: () => tries };
}
