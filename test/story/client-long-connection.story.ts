import { sandboxClients, soon } from '../client/sandbox-clients.js';

const { boot, newUser, clientOf } = sandboxClients();
const SECONDS = 30;

it('with credentials that live 5 s, a connection that lasts 30 s loses no message published at QoS 1', async () => {
  const sandbox = await boot({ credentialsLifetime: 5 });
  const user = await newUser(sandbox);
  const [listener, publisher] = [clientOf(sandbox, user), clientOf(sandbox, user)];
  await listener.connect();
  await publisher.connect();
  const heard = new Set<string>();
  await listener.subscribe(listener.myTopic('#'), (message) => heard.add(message.text()));
  const states = new Set<string>();
  listener.on('state', (state) => states.add(state));

  const sent: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (sent.length === SECONDS * 20) {
        clearInterval(timer);
        resolve();
      } else sent.push(publisher.publish(publisher.myTopic('count'), String(sent.length)));
    }, 50);
  });
  await Promise.all(sent);
  await soon(() => heard.size, sent.length);

  expect([...heard].sort((a, b) => Number(a) - Number(b))).toEqual(sent.map((_, index) => String(index)));
  // On a busy machine a refresh may come after the end of the credentials; then the client connects again, and no more.
  expect([...states].filter((state) => state !== 'connecting' && state !== 'connected')).toEqual([]);
  const connections = sandbox.views.connections();
  expect(connections.filter(({ clientId }) => clientId === listener.clientId).length).toBeGreaterThanOrEqual(6);
}, 60_000);
