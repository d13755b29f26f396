import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import {
  IotProvider,
  useIotClient,
  useIotState,
  useMyTopic,
  usePresence,
  usePublish,
  useSubscription,
} from '../../../client/react/react.js';
import { clientUnderTest, freshCredentials, outputs } from '../client-under-test.js';

function Everything() {
  const { state } = useIotState();
  const topic = useMyTopic('a');
  const { isSubscribed } = useSubscription('a');
  const { members, isPresent } = usePresence('a');
  usePublish();
  return `${state} ${useIotClient() === undefined} ${topic} ${isSubscribed} ${isPresent} ${members.length}`;
}

it('a server renders the hooks without a page, makes no client, and asks for no credentials', () => {
  expect(globalThis).not.toHaveProperty('window');
  const credentials = freshCredentials();
  const app = createElement(IotProvider, { options: { outputs, credentials } }, createElement(Everything));
  expect(renderToString(app)).toBe('closed true undefined false false 0');
  expect(credentials).not.toHaveBeenCalled();
});

it('a server renders nothing of a client that is given, so that the page begins as the server has rendered it', async () => {
  const { client } = clientUnderTest();
  await client.connect();
  const app = createElement(IotProvider, { client }, createElement(Everything));
  expect(renderToString(app)).toBe('closed true undefined false false 0');
  await client.close();
});
