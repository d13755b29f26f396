import './flow.css';
import { type Flow, STEP_NAMES, type StepName, type StepStatus } from './flow.js';

const TITLES: Readonly<Record<StepName, { readonly title: string; readonly about: string }>> = {
  signIn: { title: 'Sign in', about: 'The user pool checks the password and gives tokens.' },
  identity: { title: 'Identity', about: 'The identity pool gives an identity ID and credentials for an hour.' },
  attach: { title: 'Attach', about: 'POST /attach-policy attaches the IoT policy to the identity, once.' },
  connect: { title: 'Connect', about: 'A signed URL opens MQTT. The role and the IoT policy must both allow it.' },
  topics: { title: 'Topics', about: 'Each publish and each subscribe is checked against both again.' },
};

const WORDS: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  busy: 'under way',
  done: 'done',
  skipped: 'not needed',
  refused: 'refused',
};

/** The way from a user to its messages, drawn as it happens. */
export function FlowView({ flow }: { readonly flow: Flow }) {
  return (
    <section className="flow" aria-labelledby="flow-title">
      <h2 id="flow-title" className="visually-hidden">
        How it goes
      </h2>
      <ol>
        {STEP_NAMES.map((name, index) => {
          const { status, detail } = flow[name];
          const { title, about } = TITLES[name];
          return (
            <li key={name} className={`step step-${status}`} data-step={name} data-status={status}>
              <span className="step-mark" aria-hidden="true">
                <Mark status={status} number={index + 1} />
              </span>
              <div className="step-text">
                <h3>
                  {title} <span className="step-word">{WORDS[status]}</span>
                </h3>
                <p>{detail || about}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Mark({ status, number }: { readonly status: StepStatus; readonly number: number }) {
  if (status === 'waiting' || status === 'busy') return <span>{number}</span>;
  const paths = { done: 'M5 10.5l3.2 3.2L15 7', skipped: 'M5.5 10h9', refused: 'M6 6l8 8M14 6l-8 8' };
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[status]} />
    </svg>
  );
}
