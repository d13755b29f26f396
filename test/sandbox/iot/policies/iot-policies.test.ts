import { createClock, type MovableClock } from '../../../../sandbox/base/clock.js';
import { createIotPolicies, emptyIotPolicies, iotPolicyTables } from '../../../../sandbox/iot/policies/iot-policies.js';
import { createPropagation } from '../../../../sandbox/iot/policies/propagation.js';
import { restoredTables } from '../../../support/restored-tables.js';
import { documentText } from './policy-calls.js';

let clock: MovableClock;
beforeEach(() => {
  clock = createClock();
});
afterEach(() => clock.stop());

const document = JSON.parse(documentText());
function policiesOf({ delay = 0, state = emptyIotPolicies() } = {}) {
  const propagation = createPropagation(clock, delay);
  const settings = [{ policyName: 'Own', document }];
  return { state, propagation, policies: createIotPolicies({ settings, state, clock, propagation }) };
}
describe('the document of a policy', () => {
  it('is parsed once for each version, however often it is asked for', () => {
    const { policies } = policiesOf();
    const first = policies.document('Own');
    expect(policies.document('Own')).toBe(first);
    policies.createVersion('Own', documentText('*', 'iot:Connect'), false);
    policies.setTags('Own', [{ Key: 'a', Value: 'b' }]);
    expect(policies.document('Own')).toBe(first);
    policies.setDefault('Own', '2');
    expect(policies.document('Own')).not.toBe(first);
    expect(policies.document('Own')).toBe(policies.document('Own'));
  });

  it('is the last that has come into effect, also after a restart in between', () => {
    const { policies, state } = policiesOf({ delay: 10 });
    policies.create('Made', documentText('*', 'iot:Connect'), []);
    const now = (name: string) => JSON.stringify(policies.document(name).statements[0]?.actions);
    const connect = now('Made');
    policies.createVersion('Made', documentText('*', 'iot:Receive'), true);
    clock.advance(5000);
    policies.createVersion('Made', documentText('*', 'iot:Subscribe'), true);
    expect(now('Made')).toBe(connect);
    clock.advance(5000);
    const receive = now('Made');
    expect(receive).not.toBe(connect);
    const restored = policiesOf({ delay: 10, state: restoredTables(iotPolicyTables, state) });
    expect(JSON.stringify(restored.policies.document('Made').statements[0]?.actions)).toBe(receive);
    clock.advance(5000);
    expect(now('Made')).not.toBe(receive);
    expect(JSON.stringify(restored.policies.document('Made').statements[0]?.actions)).toBe(now('Made'));
  });

  it('changes at once after the delay is taken away, and stays so', () => {
    const { policies, propagation } = policiesOf({ delay: 10 });
    const before = policies.document('Own');
    policies.createVersion('Own', documentText('*', 'iot:Receive'), true);
    propagation.setDelay(0);
    policies.createVersion('Own', documentText('*', 'iot:Subscribe'), true);
    const after = policies.document('Own');
    expect(after).not.toBe(before);
    clock.advance(10_000);
    expect(policies.document('Own')).toBe(after);
  });
});
