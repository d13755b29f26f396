import { takeEvent } from '../../console/state/console-store.js';
import { createStore } from '../../console/state/store.js';
import { takeChange } from '../../console/state/take-change.js';
import { CONSOLE_LOGS } from '../../contract/console.js';
import { decision, EMPTY_STATE, mqttMessage } from './console-state-sample.js';

describe('a change', () => {
  it('takes the place of whole views, and leaves the others as they are', () => {
    const attachments = { 'us-east-1:1': [{ policyName: 'P', effectiveAt: 0 }] };
    const next = takeChange(EMPTY_STATE, { views: { attachments }, added: {} });
    expect(next.attachments).toBe(attachments);
    expect(next.users).toBe(EMPTY_STATE.users);
    expect(next.decisions).toBe(EMPTY_STATE.decisions);
  });

  it('is added to what came before', () => {
    const before = takeChange(EMPTY_STATE, { views: {}, added: { decisions: [decision(1)] } });
    const after = takeChange(before, { views: {}, added: { decisions: [decision(2), decision(3)] } });
    expect(after.decisions.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(before.decisions).toHaveLength(1);
  });

  it('takes the place of a record of the same number', () => {
    const before = takeChange(EMPTY_STATE, {
      views: {},
      added: { mqttMessages: [1, 2, 3].map((n) => mqttMessage(n)) },
    });
    const after = takeChange(before, { views: {}, added: { mqttMessages: [mqttMessage(2, { toCount: 1 })] } });
    expect(after.mqttMessages.map(({ number, toCount }) => [number, toCount])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  it('drops the oldest when there are too many', () => {
    const line = (time: number) => ({ time, functionName: 'f', line: '' });
    const lines = Array.from({ length: CONSOLE_LOGS.functionLogs.kept }, (_, time) => line(time));
    const full = takeChange(EMPTY_STATE, { views: {}, added: { functionLogs: lines } });
    const { functionLogs } = takeChange(full, { views: {}, added: { functionLogs: [line(9999)] } });
    expect(functionLogs).toHaveLength(CONSOLE_LOGS.functionLogs.kept);
    expect(functionLogs[0]?.time).toBe(1);
    expect(functionLogs.at(-1)?.time).toBe(9999);
  });

  it('says nothing before there is a whole state, which takes the place of everything', () => {
    const store = createStore({ feed: { is: 'live' as const }, state: undefined });
    const told = (event: string, data: unknown) =>
      takeEvent(store, { event, data: JSON.stringify(data), id: undefined });
    told('change', { views: {}, added: { decisions: [decision(1)] } });
    expect(store.get().state).toBeUndefined();
    told('state', EMPTY_STATE);
    told('change', { views: {}, added: { decisions: [decision(1)] } });
    expect(store.get().state).toMatchObject({ decisions: [{ number: 1 }] });
    told('state', EMPTY_STATE);
    expect(store.get().state).toEqual(EMPTY_STATE);
  });
});
