import { PageHead } from '../../parts/page-head.js';
import { Snippet } from '../../parts/snippet.js';
import { AREAS } from '../../routing/route.js';
import { useConsole } from '../../state/use-console.js';
import { DocumentsCard } from './documents-card.js';
import { FirstSteps } from './first-steps.js';
import { OutputsCard } from './outputs-card.js';
import { ResourcesCard } from './resources-card.js';
import { SignInCard } from './sign-in-card.js';

/** What stack this is, and what it lets whom do. */
export function OverviewArea() {
  const { region, accountId, stacks } = useConsole('overview');
  const endpoint = `AWS_ENDPOINT_URL=${location.origin} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`;
  return (
    <div className="stack">
      <PageHead title={AREAS.overview}>
        {stacks.map(({ name }) => name).join(', ')} in {region}, account {accountId}, on this machine.
      </PageHead>
      <FirstSteps />
      <Snippet caption="Point any AWS SDK or the AWS CLI at it" text={endpoint} />
      {stacks.map(({ name, outputs }) => (
        <OutputsCard key={name} stack={name} outputs={outputs} />
      ))}
      <div className="columns">
        <SignInCard />
        <DocumentsCard />
      </div>
      <ResourcesCard />
    </div>
  );
}
