import { type FormEvent, useEffect, useRef, useState } from 'react';
import { usePublish } from '../../client/react/react.js';
import { MESSAGE_ID } from '../messages/message-id.js';
import { RefusalsView } from '../refusals/refusals-view.js';
import { useSession } from '../session/use-session.js';
import { useShownConnection } from '../session/use-shown-connection.js';
import { useSessionState } from '../session/use-visit.js';
import { TopicInput } from '../topics/topic-input.js';
import { topicOffers } from '../topics/topic-offers.js';

const EVERY_MS = 1000;

export function PublishCard() {
  const { client, rights, unsent, keptOver } = useSessionState();
  const connection = useShownConnection();
  const { topics } = topicOffers(rights?.topics);
  const session = useSession();
  const send = usePublish();
  const [topic, setTopic] = useState<string>();
  const [payload, setPayload] = useState('{"temperature": 21.5}');
  const [qos, setQos] = useState<0 | 1>(1);
  const [retain, setRetain] = useState(false);
  const [repeating, setRepeating] = useState(false);
  const [outcome, setOutcome] = useState('');
  const place = topic ?? topics[0] ?? '';
  // Without a connection what is published waits for it.
  const usable = connection !== 'closed' && connection !== 'denied' && place !== '';

  const publish = async (text: string) => {
    const userProperties = { [MESSAGE_ID]: crypto.randomUUID() };
    const taken = await session.whilePublishing(qos, () => send(place, text, { qos, retain, userProperties }));
    setOutcome(taken ? `Published at ${new Date().toLocaleTimeString()}.` : 'Not published.');
    if (!taken) setRepeating(false);
  };
  const latest = useRef(publish);
  latest.current = publish;

  useEffect(() => {
    if (!repeating || !usable) return;
    const timer = setInterval(() => void latest.current(measured()), EVERY_MS);
    return () => clearInterval(timer);
  }, [repeating, usable]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void publish(payload);
  };
  return (
    <section className="card" aria-labelledby="publish-title">
      <h2 id="publish-title">Publish</h2>
      <form onSubmit={submit}>
        <TopicInput label="Topic" name="topic" value={place} onType={setTopic} offers={topics} />
        {client?.may('publish', place) === false && (
          <p className="note" role="status">
            Your rights do not name this topic: AWS IoT is likely to refuse it.
          </p>
        )}
        <label className="field field-mono">
          Message
          <textarea name="message" rows={3} value={payload} onChange={(event) => setPayload(event.target.value)} />
        </label>
        <div className="row">
          <label className="field narrow">
            QoS
            <select name="qos" value={qos} onChange={(event) => setQos(event.target.value === '1' ? 1 : 0)}>
              <option value="1">1: at least once</option>
              <option value="0">0: at most once</option>
            </select>
          </label>
          <label className="check">
            <input
              type="checkbox"
              name="retain"
              checked={retain}
              onChange={(event) => setRetain(event.target.checked)}
            />
            Retain
          </label>
          <button type="submit" className="button" disabled={!usable}>
            Publish
          </button>
          <button
            type="button"
            className="button-quiet"
            aria-pressed={repeating}
            onClick={() => setRepeating(!repeating)}
            disabled={!usable}
          >
            {repeating ? 'Stop the telemetry' : 'Telemetry every second'}
          </button>
        </div>
        {retain && (
          <p className="note" role="status">
            AWS IoT keeps the last one for whoever subscribes later; an empty message takes it away. The setting{' '}
            <code>access.retain</code> says on which topics.
          </p>
        )}
      </form>
      <p className="note" role="status">
        {connection === 'connected' || unsent + keptOver === 0 ? outcome : waiting(unsent + keptOver)}
      </p>
      <RefusalsView place="publish" />
    </section>
  );
}

function waiting(count: number): string {
  const [what, them] = count === 1 ? ['1 message waits', 'it'] : [`${count} messages wait`, 'them'];
  return `${what} to be sent. A reload does not lose ${them}.`;
}

/** A made-up thermometer. */
function measured(): string {
  const temperature = 21 + 3 * Math.sin(Date.now() / 8000) + Math.random() * 0.4;
  return JSON.stringify({ temperature: Number(temperature.toFixed(1)) });
}
