import { useConsole, useFeed, useIsTold } from '../state/use-console.js';

/** Which stack it is, what time it is there, and whether what is shown is new. */
export function TopBar() {
  const isTold = useIsTold();
  const feed = useFeed();
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Connecting again', refused: 'Not connected' }[feed.is];
  return (
    <header className="top">
      <span className="brand">Sandbox</span>
      {isTold && <StackName />}
      <span className="spring" />
      {isTold && <MovedClock />}
      <span className="feed" data-state={feed.is} role="status">
        {words}
      </span>
      {(feed.is === 'lost' || feed.is === 'refused') && (
        <p className="feed-why" role="alert">
          {feed.why} {feed.is === 'lost' ? 'What is shown may be old.' : ''}{' '}
          {feed.is === 'refused' && (
            <button type="button" className="button small" onClick={() => location.reload()}>
              Load the page again
            </button>
          )}
        </p>
      )}
    </header>
  );
}

function StackName() {
  const { stacks, region } = useConsole('overview');
  return (
    <span className="stack-name">
      {stacks.map(({ name }) => name).join(', ')} <span className="muted">{region}</span>
    </span>
  );
}

/** Easily forgotten, and then nothing is as expected. */
function MovedClock() {
  const { clock, faults, delays } = useConsole('switches');
  const bad = Object.keys(faults).length + Object.keys(delays).length;
  return (
    <>
      {clock.aheadMilliseconds > 0 && (
        <a className="mark busy" href="#/conditions">
          clock moved
        </a>
      )}
      {bad > 0 && (
        <a className="mark busy" href="#/conditions">
          {bad} made to fail
        </a>
      )}
    </>
  );
}
