import { useSessionState } from '../session/use-visit.js';
import { TopicName } from '../topics/topic-name.js';

const VERBS = ['publish', 'subscribe', 'receive'] as const;

/** What the stack's settings allow whoever is here; what AWS decides may be less. */
export function AllowedTopics() {
  const { rights } = useSessionState();
  const topics = rights?.topics;
  if (topics === undefined) return undefined;
  return (
    <details className="allowed" open={true}>
      <summary>Allowed topics</summary>
      <dl className="facts">
        {VERBS.map((verb) => (
          <div key={verb}>
            <dt>{verb}</dt>
            <dd data-testid={`may-${verb}`}>
              <ul>
                {topics[verb].map((pattern) => (
                  <li key={pattern}>
                    <TopicName name={pattern} />
                  </li>
                ))}
              </ul>
              {topics[verb].length === 0 && 'nothing'}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
