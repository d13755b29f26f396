import { PageHead } from '../../parts/page-head.js';
import { AREAS } from '../../routing/route.js';
import { ActiveConditions } from './active-conditions.js';
import { AttachDelay } from './attach-delay.js';
import { ClockCard } from './clock-card.js';
import { ConditionForm } from './condition-form.js';

/** The clock, and bad days to try the app on. */
export function ConditionsArea() {
  return (
    <div className="stack">
      <PageHead title={AREAS.conditions}>
        Move the time, and make AWS slow, throttled or broken on purpose: an app has to live with all of it.
      </PageHead>
      <div className="columns">
        <ClockCard />
        <AttachDelay />
      </div>
      <ConditionForm />
      <ActiveConditions />
    </div>
  );
}
