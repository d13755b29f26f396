import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/lists.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { followEvents } from './feed/feed.js';
import { createOperator } from './operator/operator.js';
import { type Shown, takeEvent, takeFeedState } from './state/console-store.js';
import { createStore } from './state/store.js';

const PLACE = document.getElementById('console');
if (PLACE !== null) start(PLACE);

// events → store → areas
function start(place: HTMLElement): void {
  const token = document.querySelector<HTMLMetaElement>('meta[name="sandbox-token"]')?.content ?? '';
  const store = createStore<Shown>({ feed: { is: 'connecting' }, state: undefined });
  const operator = createOperator(token);
  createRoot(place).render(<App parts={{ store, operator }} />);
  followEvents({
    operator,
    onEvent: (event) => takeEvent(store, event),
    onState(feed) {
      // A sandbox that was started anew has another token, and with it perhaps another page.
      if (feed.is === 'refused' && store.get().state !== undefined) return location.reload();
      takeFeedState(store, feed);
    },
  });
}
