import type { ConsoleState } from './console-state.js';

/**
 * How the console, which is the page at `/`, and the sandbox speak with each other.
 *
 * The page is one HTML file. The sandbox fills the token into `<meta name="sandbox-token" content="">`, which stands in
 * its head exactly so, and allows by hash the `<script>` and `<style>` elements that the file has. What is inline beside
 * (`onclick=`, `style=`) and what a script adds (a `<style>` element) is refused by the browser; what React writes into
 * `element.style` is not. Nothing is loaded from elsewhere but `data:` images, and `fetch` reaches this origin alone.
 */
export const CONSOLE_TOKEN_META = '<meta name="sandbox-token" content="">';

/** The page sends its token in this header with every request below `/_sandbox/`, reading ones too. */
export const CONSOLE_TOKEN_HEADER = 'x-sandbox-token';

/**
 * `GET /_sandbox/events`, with `accept: text/event-stream`: read it with `fetch`, since the token goes in a header.
 *
 * - `event: state`, data a `ConsoleState`: on connect, and again whenever the reader has fallen behind. It takes the
 *   place of all that was told before.
 * - `event: change`, data a `ConsoleChange`, at most every 50 ms.
 * - A comment (`: alive`) every 15 seconds. Nothing for 40 seconds: connect again.
 *
 * The stream ends when everything changes at once (a reset, a restored snapshot, another synthesis): connect again at
 * once. A state begins with the last 1,000 decisions. Of many that come at once not all are told, so their numbers may
 * have gaps; `/_sandbox/decisions` has them all.
 *
 * Each event has an `id`. Whoever connects again gets a whole state, whatever the `Last-Event-ID`.
 */
export const CONSOLE_EVENTS = {
  path: '/_sandbox/events',
  heartbeatMilliseconds: 15_000,
  /** Reconnect after that long without a byte. */
  silentMilliseconds: 40_000,
} as const;

/** The parts of the state of which only what is new is told: append it, and drop from the beginning what exceeds `kept`. */
export const CONSOLE_LOGS = {
  decisions: { kept: 5000 },
  mqttMessages: { kept: 500 },
  functionLogs: { kept: 1000 },
  apiRequests: { kept: 200 },
} as const;

export type ConsoleLog = keyof typeof CONSOLE_LOGS;

/** What has changed since the last event. */
export interface ConsoleChange {
  /** Whole parts of the state, which take the place of those before. */
  readonly views: Partial<Omit<ConsoleState, ConsoleLog>>;
  /** What came, oldest first. A record with a `number` that is there already takes its place (a message that has reached
   * one more receiver). */
  readonly added: Partial<Pick<ConsoleState, ConsoleLog>>;
}

/** What every route below `/_sandbox/` answers when it refuses, with status 400, 403, 404 or 409. */
export interface ConsoleError {
  /** AWS's code where a service refused (`UsernameExistsException`), or `BadRequest`, `Forbidden`, `NotFound`. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}
